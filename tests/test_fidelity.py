"""Both books print what a chapter holds, and the same; what one of them cannot print is refused with file and line."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docutils.parsers.rst import directives, roles
from PIL import Image

from evident.run import steps

from . import both
from .both import Printed, printed
from .conftest import Copy

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><path d="M0 0L{0} {0}" stroke="#123456"/></svg>'


def _print(folder: Path, pages: Mapping[str, str | bytes], **more: Any) -> Printed:
    chapters = folder / "chapters"
    chapters.mkdir(parents=True, exist_ok=True)
    (chapters / "dot.svg").write_text(SVG.format(20), "utf8")
    (chapters / "dot.gif").write_bytes(b"")
    (chapters / "part.txt").write_text("Part words.\n", "utf8")
    Image.new("RGB", (400, 200), "#a05a2c").save(chapters / "photo.png")
    Image.new("RGB", (400, 200), "#a05a2c").save(chapters / "photo.jpg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVIDENT_DATA", str(folder / "data"))
        return printed(folder, pages, **more)


def _words(text: str) -> Counter[str]:
    """Words; the mark of a footnote and the number of a page stand alone or before one."""
    return Counter(re.findall(r"[^\W\d]+", unicodedata.normalize("NFKC", text)))


# -- every directive and role of the parser: what is written, by its name


def _block(name: str, argument: str = "", body: str = "Inside words.") -> str:
    return f"```{{{name}}} {argument}".rstrip() + f"\n{body}\n```"


def _role(name: str, text: str = "some words") -> str:
    return f"There are {{{name}}}`{text}` here."


BOTH = {
    **{name: _block(name) for name in ("attention", "caution", "danger", "error", "hint", "important", "note",
                                       "seealso", "tip", "warning", "compound", "highlights", "pull-quote")},
    **{name: _block(name, "Title words") for name in ("admonition", "aside", "margin", "sidebar", "topic", "dropdown")},
    "table": _block("table", "Title words", "| a | b |\n| - | - |\n| one | two |"),
    **{name: _block(name, "spring") for name in ("versionadded", "versionchanged", "versionremoved", "deprecated")},
    **{name: _block(name, "some") + "\n\nMore words." for name in ("container", "div", "cssclass", "rst-class")},
    **{name: _block(name, "strange", "") + "\n\nMore words." for name in
       ("codeauthor", "sectionauthor", "moduleauthor", "highlight", "tabularcolumns", "title", "py:module",
        "program", "py:currentmodule", "js:module", "default-domain")},
    **{name: _block(name, "python", "print('words')") for name in ("code", "code-block", "sourcecode")},
    "default-role": _block("default-role", "strong", "") + "\n\nMore words.",
    "margin without title": _block("margin"),
    "code with caption": "```{code-block} python\n:caption: Caption words\n:name: my-code\nprint('words')\n```\n\n"
                         "See {numref}`my-code`.",
    "accordion": "::::{accordion}\n:::{dropdown} First\nInside words.\n:::\n:::{dropdown} Second\nOther words.\n:::\n::::",
    "step": "::::{steps}\n:::{step} First\nInside words.\n:::\n:::{step} Second\nOther words.\n:::\n::::",
    "acks": _block("acks", body="- Ann\n- Ben"),
    "button-link": _block("button-link", "https://example.org/b", "Press words"),
    "button-ref": _block("button-ref", "evidence-theme", "Press words"),
    "card": "````{card} Title\n```{card-header}\nHead\n```\nBody words\n```{card-footer}\nFoot\n```\n````",
    "card-carousel": "::::{card-carousel} 2\n:::{card} One\nBody\n:::\n:::{card} Two\nMore\n:::\n::::",
    "centered": _block("centered", "Middle words", ""),
    "contents": "```{contents}\n```\n\n## Part one\n\nWords.\n\n## Part two\n\nWords.",
    "csv-table": _block("csv-table", "Title words", ":header: left, right\none, two\nthree, four"),
    "list-table": _block("list-table", "Title words", ":header-rows: 1\n* - one\n  - two\n* - three\n  - four"),
    "epigraph": _block("epigraph", body="Inside words.\n\n-- Ann"),
    "figure": _block("figure", "dot.svg", ":alt: A dot\n\nCaption words.\n\nLegend words."),
    "figure-md": "```{figure-md} fig-x\n![A dot](dot.svg)\n\nCaption words.\n```",
    "image": "```{image} dot.svg\n:alt: A dot\n:width: 20px\n```\n\nWords.",
    "glossary": "```{glossary}\nTerm one\n  Meaning words.\n\nTerm two\n  Other words.\n```\n\nSee {term}`Term one`.",
    "grid": "::::{grid} 2\n:::{grid-item-card} One\nBody\n:::\n:::{grid-item}\nItem\n:::\n::::",
    "hlist": _block("hlist", body=":columns: 2\n- one\n- two\n- three"),
    "include": _block("include", "part.txt", ""),
    "literalinclude": _block("literalinclude", "part.txt", ""),
    "index": _block("index", "strange", "") + "\n\nMore words.",
    "line-block": _block("line-block", body="One words\nTwo words"),
    "math": _block("math", body="x = y"),
    "parsed-literal": _block("parsed-literal", body="Some *words* here"),
    "rubric": _block("rubric", "Rubric words", ""),
    "tab-set": "::::{tab-set}\n:::{tab-item} Label\nInside words\n:::\n::::",
    "tab-set-code": "::::{tab-set-code}\n```python\nx = words\n```\n::::",
    "role": "```{role} mine(strong)\n```\n\nThere are {mine}`some words`.",
    "toctree": "Words.\n\n```{toctree}\n:hidden:\n```",
    "keynumbers": _block("keynumbers", body="{fact}`theme.mines`\nmines in all"),
    **{f"role {name}": _role(name) for name in
       ("command", "dfn", "file", "guilabel", "kbd", "mailheader", "makevar", "manpage", "mimetype", "newsgroup", "regexp",
        "samp", "strong", "emphasis", "literal", "subscript", "superscript", "title-reference", "code", "index",
        "bdg", "bdg-primary", "bdg-dark-line")},
    "role program": _role("program"),
    "role math": "There is {math}`x + y` here.",
    "role bdg-link-primary": _role("bdg-link-primary", "some words <https://example.org/c>"),
    "role bdg-ref-primary": _role("bdg-ref-primary", "some words <evidence-theme>"),
    "role download": _role("download", "some words <part.txt>"),
    "role doc": _role("doc", "some words <evidence-theme>"),
    "role any": _role("any", "evidence-theme"),
    "role ref": "(here)=\n\n## Part\n\nSee {ref}`some words <here>`.",
    "role numref": "```{table} Title\n:name: tab\n| a | b |\n| - | - |\n| one | two |\n```\n\nSee {numref}`tab`.",
    "role eq": "$$a$$ (eq-a)\n\nSee {eq}`eq-a`.",
    "role term": "```{glossary}\nTerm\n  Words.\n```\n\nSee {term}`Term`.",
    "role lit": "The {lit}`bus 12 <the name of a line>` came.",
    "role fact": "There are {fact}`theme.mines` mines.",
    "role cite:p": "So they say {cite:p}`bass1969new`.",
    "role cite:t": "So says {cite:t}`bass1969new`.",
    # what needs no name
    "breaks": "A line\\\nbroken, and  \ntwo blanks<br>and a tag.",
    "breaks in a table": "| a | b |\n| - | - |\n| one<br>two | three |",
    "sub and sup": "Much CO<sub>2</sub>, the n<sup>th</sup> time, {sub}`low`.",
    "comments": "% strange\n\nWords. <!-- strange -->\n\n<!-- strange\nindeed -->",
    "quotes": "> Quoted words.\n>\n> More words.",
    "lists": "1. One\n   - Two\n     > Quote\n   - ```python\n     x = words\n     ```",
    "definitions": "Term\n: Meaning words.\n\nOther\n: More words.",
    "fields": ":Name: words\n:Other: more",
    "footnotes": "Words.[^a]\n\n[^a]: Below words.",
    "deep headings": "## A\n\n### B\n\n#### C\n\n##### D\n\n###### E\n\nWords.",
    "attributes": "Some [words]{.x onclick=\"alert()\"} here.\n\n{.y}\nMore words.",
    "links": "See [words](evidence-theme.md), [mail](mailto:a@example.org), <https://example.org/z>.",
    "signs": r"A \* B \# C &amp; D &lt;b&gt; `a|b` \[x\] \~ \{x\}",
    "a transition": "One.\n\n---\n\nTwo words.",
    "photographs": "```{image} photo.png\n:alt: A mine\n```\n\n```{figure} photo.jpg\n:alt: A mine\n\nCaption words.\n```",
}  # fmt: skip

# What is written, and the line and words of what is told of it.
CODE = "a description of code ({py:function} and the like) is not printed: write a definition list"
ICON = "an icon is not printed: write the word"
REFUSED: dict[str, tuple[str, int, str]] = {
    **{name: (_block(name, "f()"), 3, CODE) for name in
       ("py:function", "py:class", "c:function", "cpp:class", "js:function", "rst:directive", "describe", "object",
        "std:option", "std:envvar", "std:confval", "class", "py:data", "std:cmdoption")},
    "productionlist": ("```{productionlist} g\nx: y\n```", 3, "{productionlist} is not printed: write the grammar as ```text"),
    "header": (_block("header"), 3, "{header} or {footer} is not printed"),
    "footer": (_block("footer"), 3, "{header} or {footer} is not printed"),
    "only": (_block("only", "html"), 3, "{only}, which is for one of the books alone, is not printed"),
    "raw": (_block("raw", "html", "<b>words</b>"), 4, "HTML is not printed (<b>): write **words**"),
    "raw latex": (_block("raw", "latex"), 4, "what is meant for latex alone ({raw}) would be missing elsewhere"),
    "sectnum": (_block("sectnum", body=""), 1, "{sectnum} is not printed"),
    "article-info": (_block("article-info", body=":author: Ann\n:date: \"today\""), 3, ICON),
    "nb-exec-table": (_block("nb-exec-table", body=""), 3, "“```{nb-exec-table}”, has no form in the PDF"),
    "code-cell": (_block("code-cell"), 3, "unexpected `code-cell`"),
    "date": (_block("date", body=""), 3, 'the "date" directive can only be used within a substitution'),
    "meta": (_block("meta", body=":description: words"), 3, "Directive 'meta' cannot be mocked"),
    "replace": (_block("replace", "x", ""), 3, '"replace" directive can only be used within a substitution'),
    "unicode": (_block("unicode", "x", ""), 3, '"unicode" directive can only be used within a substitution'),
    "glue:figure": (_block("glue:figure", "x", ""), 3, "No key 'x' found in glue data"),
    "options": ("```{eval-rst}\nSome words.\n\n-a  words\n```", 6, "a list of options of a command is not printed"),
    "role octicon": (_role("octicon", "report"), 3, ICON),
    "role material-regular": (_role("material-regular", "data_exploration"), 3, ICON),
    "role fas": (_role("fas", "spinner"), 3, ICON),
    "role eval": (_role("eval"), 3, "does not have a running kernel"),
    "role rfc": (_role("rfc", "822"), 3, "the figure '822' is typed by hand"),
    "role raw": (_role("raw"), 3, "raw"),
    # raw HTML
    "a table": ("<table><tr><td>one</td></tr></table>", 3, "(<table>): write a table with | or {list-table}"),
    "an image": ('<img src="dot.svg" width="20">', 3, "(<img>): write {image} with :alt:"),
    "details": ("<details>\n<summary>Sum</summary>\n\nInside.\n\n</details>", 3, "(<details>): write {dropdown}"),
    "a script": ("<script>alert(1)</script>", 3, "(<script>): write nothing: no book prints it"),
    "an attribute": ('Words <b onclick="x">bold</b>.', 3, "(<b>): write **words**"),
    "a frame": ('First line\nWords <iframe src="https://example.org"></iframe>.', 4, "(<iframe>): write nothing"),
    "an open tag": ("Words <sub>open.", 3, "<sub> is not closed in its paragraph"),
    "an attribute of sub": ("Words <sub onclick=x>low</sub>.", 3, "<sub> is not closed in its paragraph"),
    "a break alone": ("One.\n\n<br>\n\nTwo.", 5, "(<br>): write a blank line between paragraphs"),
    "a head tag": ("", 1, "a tag for the head of a page (html_meta)"),
    # pictures
    "remote": ("```{image} https://example.org/a.png\n:alt: A\n```", 3, "lies elsewhere, and no page asks another host"),
    "data": ("```{image} data:image/png;base64,AAAA\n:alt: A\n```", 3, "lies elsewhere"),
    "gif": ("```{image} dot.gif\n:alt: A\n```", 3, "can be printed as SVG, PNG or JPEG only"),
    "scale": ("```{image} dot.svg\n:alt: A\n:scale: 50%\n```", 3, ":scale: is for one of the books alone: write :width:"),
    "float": ("```{image} dot.svg\n:alt: A\n:align: left\n```", 3, "text flows round a picture on the screen alone"),
    "unit": ("```{image} dot.svg\n:alt: A\n:width: 3ex\n```", 3, ":width: 3ex is not known"),
    "figwidth": ("```{figure} dot.svg\n:alt: A\n:figwidth: 3cm\n\nCap.\n```", 3, ":figwidth: is for one of the books alone"),
    # links
    "a script as address": (_block("button-link", "javascript:alert", "Press"), 3, "no page links to javascript:alert"),
    "a script of a card": ("```{card} T\n:link: javascript:alert\nBody\n```", 3, "no page links to javascript:alert"),
    # fences
    "backtick in a title": ("```{note} The `x` value\nInside.\n```\n\nMore 12.", 3, "the title of a block may hold no backtick"),
    "open note": ("```{note}\nInside.\n\nmore words", 3, "“```{note}” is never closed"),
    "open colons": (":::{note}\nwords", 3, "“:::{note}” is never closed: write ::: on a line"),
    "open inside": ("````{note}\nInside.\n```{tip}\nword\n````", 5, "“```{tip}” is never closed"),
    "code of no language": ("```\nwords\n```", 3, "“```” begins code, though nothing says of which language"),
    "closed twice": ("```{note}\na\n```\n```\nprose\n\n```{note}\nb\n```", 6, "“```” begins code"),
    "no directive": ("```{note\nwords\n```", 3, "“```{note” names no directive"),
    "indented": ("Words.\n\n    four blanks", 5, "four blanks make code of this line"),
    "merge": ("Words.\n<<<<<<< HEAD\nours\n||||||| base\n=======\ntheirs\n>>>>>>> branch", 4, "this is a mark of a merge"),
    "nested without end": ("Words.\n\n" + "> " * 300 + "words", 5, "nested deeper than a page can show"),
    "half a merge": ("Words.\n\n=======\n\nMore.", 5, "this is a mark of a merge"),
    # marks in a line
    "tasks": ("Words:\n\n- [ ] do it", 5, "[ ] is printed as it stands, no box to tick"),
    "strike": ("Some words\nand ~~old words~~ here.", 4, "~~old words~~ is printed with its signs"),
    "substitution": ("Some {{ value }} here.", 3, "{{ value }} is printed as it stands"),
    "role without backticks": ("Some {fact}theme.mines here.", 3, "{fact} was read as text: a role has its text between"),
    "role without any backtick": ("Some {fact} theme.mines here.", 3, "{fact} was read as text: a role has its text between"),
    "role cut off by a table": ("| a | b |\n| - | - |\n| {fact}`theme.mines|number` | x |", 5, "in a table, leave out the style after |"),
    "role with a blank": ("Some {fact} `theme.mines` here.", 3, "{fact} was read as text"),
    "role not closed": ("Some {fact}`theme.mines here.", 3, "the role {fact}` was read as text: close it with a backtick"),
    "role without its first brace": ("Some fact}`theme.mines` here.", 3, "fact} was read as text: a role is written {name}`…`"),
    "role without its last brace": ("Some {fact`theme.mines` here.", 3, "{fact was read as text: a role is written {name}`…`"),
    "footnote not closed": ("Words.[^none and more.", 3, "[^none was read as text: close the mark of a footnote with ]"),
    "cells": ("Words.\n+++ more words", 4, "+++ parts the cells of a notebook, and the rest of its line is not printed"),
    "role of another language": ("Some :ref:`words` here.", 3, ":ref: was read as text: a role is written {name}`…`"),
    "link with a blank": ("Some [words] (https://example.org) here.", 3, "a link was read as text: write [words](address)"),
    "link not closed": ("Some [words](a b c here.", 3, "was read as text: write [words](address)"),
    "link to nothing": ("Some [words][none] here.", 3, "the link ][none] leads to nothing"),
    "bold with blanks": ("Some ** words ** here.", 3, "** is printed: bold words are written **so**"),
    "no footnote": ("Some words.[^none]", 3, "there is no footnote [^none]"),
    "heading without a blank": ("#Heading\n\nWords.", 3, "# is printed: a heading has a blank behind its #"),
    "table without its line": ("| a | b |\n| one | two |", 3, "was read as text: a table has a second line"),
    "latex": ("\\begin{dcases} a \\end{dcases}", 3, "\\begin was read as text: a formula stands between dollars"),
    "dollars": ("Some $$a = b here.", 3, "$$ was read as text"),
    "picture": ("Some ![alt (dot.svg) here.", 3, "![ begins a picture that is not read"),
    "name": ("Words.\n\n(name)= words", 5, "(name)= was read as text"),
    # headings
    "heading without words": ("Words.\n\n## \n\nMore.", 5, "a heading without words: write some behind it"),
    "second title": ("Words.\n\n# Other\n\nMore.", 5, "a second title: a chapter has one heading with a single #"),
    "no title": ("", 1, "there is no heading above this: begin a chapter with # and its title"),
}  # fmt: skip

# These need no sample: they are the same code as one that has one, or serve reStructuredText or tests alone.
SAME = {
    "_all-octicon": "role octicon", "card-header": "card", "card-footer": "card", "grid-item": "grid", "steps": "step",
    "grid-item-card": "grid", "tab-item": "tab-set", "raw-cell": "code-cell", "eval": "role eval", "glue": "glue:figure",
    "glue:": "glue:figure", "glue:any": "glue:figure", "glue:math": "glue:figure", "glue:md": "glue:figure",
    "eval:figure": "role eval", "std:glossary": "glossary", "std:productionlist": "productionlist",
    "std:program": "program", "target-notes": "footnotes",
    "restructuredtext-test-directive": "",
}  # fmt: skip
SAME_ROLES = {
    "abbr": "", "abbreviation": "", "acronym": "", "pep": "role rfc", "pep-reference": "role rfc", "rfc-reference": "role rfc",
    "menuselection": "", "glue": "glue:figure", "nb-download": "",
    **dict.fromkeys(("fa", "fab", "far", "fa-brands", "fa-regular", "fa-solid"), "role fas"),
    **dict.fromkeys(("anonymous-reference", "citation-reference", "footnote-reference", "named-reference", "target", "sub-ref",
                     "substitution-reference", "uri-reference", "restructuredtext-unimplemented-role"), ""),
}  # fmt: skip
PAGE_HEAD = '---\nmyst:\n  html_meta:\n    "http-equiv=refresh": "0"\n---\n# Page\n'


def _pages(samples: dict[str, str]) -> dict[str, str]:
    return {f"p{n}": f"# Page {name}\n\n{text}\n" for n, (name, text) in enumerate(samples.items())}


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What a page and the PDF print of each sample; it also keeps the names of all directives and roles."""
    folder = tmp_path_factory.mktemp("same")
    found = _print(folder, _pages(BOTH))
    assert (found.told, found.refused) == ([], "")
    return {name: (found.words(f"p{n}"), found.pdf[f"Page {name}"]) for n, name in enumerate(BOTH)}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], str]]:
    """What is told of each sample, and its page."""
    pages = _pages({name: text for name, (text, _, _) in REFUSED.items()})
    names = list(REFUSED)
    pages[f"p{names.index('no title')}"] = "Words.\n"
    pages[f"p{names.index('a head tag')}"] = PAGE_HEAD
    found = _print(tmp_path_factory.mktemp("refused"), pages, forms=("html",))
    return {name: (found.about(f"p{n}"), found.html[f"p{n}"]) for n, name in enumerate(names)}


@pytest.mark.parametrize("name", BOTH)
def test_both_books_print_it(same: dict[str, tuple[str, str]], name: str) -> None:
    page, paper = map(_words, same[name])
    assert sum(page.values()) > 2
    assert page - paper == Counter(), same[name]
    assert paper - page <= Counter({"Departures": 2, "page": 1}), same[name]  # head and foot
    assert "strange" not in same[name][0]


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_file_and_line(refused: dict[str, tuple[list[str], str]], name: str) -> None:
    _, line, says = REFUSED[name]
    told, _ = refused[name]
    assert [one for one in told if one.startswith(f"{line}: ") and says in one], told


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        ("# Page\n\nWords.\n".encode("utf-16"), 1, "the file is saved as UTF-16; save it as UTF-8"),
        ("# Page\n\n山西\n".encode("gbk"), 3, "the file is saved as GBK"),
        ("# Page\n\nfür\n".encode("latin-1"), 3, "the file is saved as Latin-1"),
        (b"\xef\xbb\xbf# Page\n\nWords.\n", 1, "the file begins with a byte order mark"),
        (
            "# Page\n\nWo\u200brds.\n".encode(),
            3,
            "there is a character that cannot be seen, U+200B (zero width space)",
        ),
        ("# Page\r\n\r\nWo\u202erds.\r\n".encode(), 3, "U+202E (right-to-left override)"),
    ],
)
def test_a_file_that_would_be_read_otherwise_is_refused_alone(
    tmp_path: Path, raw: bytes, line: int, says: str
) -> None:
    """One message, whatever else could be said of what is left of the text."""
    found = _print(tmp_path, {"page": raw}, forms=("html",))
    (told,) = [one for one in found.about("page") if steps._SAID_BETTER not in one]
    assert told.startswith(f"{line}: ")
    assert says in told


def test_no_html_of_an_author_reaches_a_page(refused: dict[str, tuple[list[str], str]]) -> None:
    for name, (_, page) in refused.items():
        assert not re.search(r"<(?:script|iframe|details|b|span onclick|table><tr><td>)\b", page), name
        assert not re.search(r"\son\w+=|<img[^>]+src=\"http", page), name


def test_every_directive_and_role_of_the_parser_has_a_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks: set[str] = set()
    words: set[str] = set()
    build = both.Sphinx.build

    def listen(app: Any, *arguments: Any) -> None:
        # What the engine adds itself is tested beside it.
        blocks.update(
            name
            for name, kind in directives._directives.items()
            if not kind.__module__.startswith("evident.")
        )
        words.update(
            name for name, role in roles._roles.items() if not type(role).__module__.startswith("evident.")
        )
        blocks.update(directives._directive_registry)
        words.update(roles._role_registry)
        for domain, of in app.env.domains.items():
            blocks.update(f"{domain}:{name}" for name in of.directives)
            words.update(f"{domain}:{name}" for name in of.roles)
        build(app, *arguments)

    monkeypatch.setattr(both.Sphinx, "build", listen)
    _print(tmp_path, {"page": "# Page\n"}, forms=("html",))
    samples = {*BOTH, *REFUSED, *SAME}
    code = re.compile(r"(?:py|c|cpp|js|rst):")  # descriptions of code, of which there is a sample each
    lost = {
        name
        for name in blocks
        if name not in samples and f"std:{name}" not in samples and not code.match(name)
    }
    assert not lost
    roles_with = {name.removeprefix("role ") for name in samples if name.startswith("role ")} | set(
        SAME_ROLES
    )
    badge, icon = re.compile(r"bdg-"), re.compile(r"material-")
    lost = {
        name for name in words
        if name not in roles_with and name.partition(":")[2] not in roles_with
        and not badge.match(name) and not icon.match(name) and not code.match(name) and not name.startswith("glue:")
    }  # fmt: skip
    assert lost <= {
        "std:envvar",
        "std:keyword",
        "std:option",
        "std:token",
        "std:confval",
    }  # names of refused blocks
    assert len(blocks) > 100
    assert {value for value in (*SAME.values(), *SAME_ROLES.values()) if value} <= samples


def test_paper_says_what_a_page_shows_on_pointing(tmp_path: Path) -> None:
    found = _print(tmp_path, {"page": "# Page\n\nThe {abbr}`GDP (gross product)` rose.\n"})
    assert 'title="gross product">GDP</abbr>' in found.html["page"]
    assert "The GDP (gross product) rose." in found.pdf["Page"]


# -- breaks and pictures


def test_words_before_and_after_a_break_do_not_glue(tmp_path: Path) -> None:
    page = "# Page\n\nMinistry of Energy\\\nTaiyuan<br>Shanxi  \nChina\n"
    found = _print(tmp_path, {"page": page})
    assert found.html["page"].count("<br />") == 3
    lines = pypdf.PdfReader(found.file).pages[-4].extract_text().splitlines()
    assert [line for line in lines if line in ("Ministry of Energy", "Taiyuan", "Shanxi", "China")] == [
        "Ministry of Energy", "Taiyuan", "Shanxi", "China",
    ]  # fmt: skip


def _drawn(file: Path) -> tuple[float, float]:
    """Width and height in points of the one picture of dots in a PDF."""
    streams = (page.get_contents() for page in pypdf.PdfReader(file).pages)
    drawn = r"q ([\d.]+) 0 0 ([\d.]+) [\d.]+ [\d.]+ cm\s*/x\d+ Do"
    text = "".join(stream.get_data().decode("latin1") for stream in streams if stream is not None)
    ((wide, high),) = re.findall(drawn, text)
    return float(wide), float(high)


@pytest.mark.parametrize(
    ("picture", "wide"),
    [
        ("```{image} photo.png\n:alt: A mine\n```", 300.0),  # 400 pixels of 3/4 points
        ("```{image} photo.jpg\n:alt: A mine\n```", 300.0),
        ("```{image} photo.png\n:alt: A mine\n:width: 200px\n```", 150.0),
        ("```{image} photo.png\n:alt: A mine\n:width: 200\n```", 150.0),
        ("```{image} photo.png\n:alt: A mine\n:width: 2in\n```", 144.0),
        ("```{image} photo.png\n:alt: A mine\n:height: 40px\n```", 60.0),
        ("```{image} photo.png\n:alt: A mine\n:width: 50%\n```", 187.1),  # of a column of 132 mm
        ("```{image} photo.png\n:alt: A mine\n:width: 4000px\n```", 374.2),  # no wider than its column
        ("Words ![A mine](photo.png){width=20px} after.", 15.0),
    ],
)
def test_a_photograph_has_its_size_on_paper(tmp_path: Path, picture: str, wide: float) -> None:
    found = _print(tmp_path, {"page": f"# Page\n\n{picture}\n"})
    assert (found.told, found.refused) == ([], "")
    assert len([image for page in pypdf.PdfReader(found.file).pages for image in page.images]) == 1
    assert _drawn(found.file)[0] == pytest.approx(wide, abs=0.2)


def test_a_small_picture_stands_in_its_line(tmp_path: Path) -> None:
    found = _print(tmp_path, {"page": "# Page\n\nWords before ![A dot](dot.svg){width=20px} and after.\n"})
    text = next(
        page.extract_text()
        for page in pypdf.PdfReader(found.file).pages
        if "Words before" in page.extract_text()
    )
    assert re.search(r"Words before +and after\.", text)
    assert 'style="width: 20px;"' in found.html["page"]


# -- printing from a browser


def test_a_page_printed_from_a_browser_has_its_title(small_book: Copy, browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto((small_book.file("html") / "trains.html").as_uri())
    title = page.locator("article h1").evaluate(
        "h => [...h.childNodes].map(n => n.nodeType == 3 ? n.textContent : '').join('')"
    )
    page.pdf(path=str(tmp_path / "page.pdf"))
    page.close()
    text = " ".join(pypdf.PdfReader(tmp_path / "page.pdf").pages[0].extract_text().split())
    assert title.strip()
    assert " ".join(title.split()) in text[:200], text
