"""Damage to chapters: slips of typing, marks of other languages, what editors and converters leave behind.

Belongs here: a chapter with most of what chapters hold, the kinds of damage to it, printing many damaged copies as the
pages of one book, the judgement. Does not: what can befall any file (`kinds.py`), one sample of each directive and role
(`tests/test_fidelity.py`).
"""

import os
import random
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from tests.both import Printed, printed
from tests.mutations.cases import ACCEPTED, FAILED, REFUSED
from tests.mutations.kinds import ENDS, TEXT, Damage, Kind, inserted

CHAPTER = """# Coal and trains

Trains carry coal from the mines of *Shanxi* (山西) to the ports,
of which there are {fact}`theme.mines` in all, as others
found {cite:p}`bass1969new`. See [the evidence](evidence-theme.md)
and the rule below.[^rule]

## What is dug

- Coal of the north, which is **soft**
- Coal of the south:
  - hard and dry

> Whoever digs it must carry it.

| place | what it digs |
| ----- | ------------ |
| North | soft coal    |
| South | hard coal    |

$$
a = b + c
$$

The formula gives $b$ for each `mine`. In the end
nobody carries what nobody wants.

```{note}
A note about carriers
and their waggons.
```

```{figure} dot.svg
:alt: A dot

Where the dot lies.
```

[^rule]: Nobody may dig alone.
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M0 0L20 20" stroke="#123456"/></svg>'
HEADS = {"Departures", "page", "Coal", "and", "trains"}  # what the head and the foot of a page say
# Lines of prose, after the title.
_PROSE = [
    line
    for line in CHAPTER.splitlines()
    if re.match(r"[A-Za-z]", line) and "{" not in line and "[" not in line
]


@dataclass(frozen=True)
class Outcome:
    """How a damaged chapter ended; `said` are the messages, or why it failed."""

    kind: Kind
    seed: int
    outcome: str
    said: tuple[str, ...]


def _in_prose(*whats: str) -> Damage:
    """A text put between two letters, or behind a word, of a line of prose."""

    def damage(text: str, r: random.Random) -> str:
        line = r.choice(_PROSE)
        places = [
            i for i in range(1, len(line)) if line[i - 1].isalpha() and (line[i].isalpha() or line[i] == " ")
        ]
        changed = inserted(line, r.choice(places), r.choice(whats))
        return text.replace(line, changed, 1)

    return damage


def _before_a_line(*whats: str) -> Damage:
    """A text put before a line of prose that stands within a paragraph or begins one."""

    def damage(text: str, r: random.Random) -> str:
        line = r.choice(_PROSE)
        return text.replace(f"\n{line}", f"\n{r.choice(whats)}{line}", 1)

    return damage


def _without(*whats: str) -> Damage:
    """One of the places where a mark stands loses it."""

    def damage(text: str, r: random.Random) -> str | None:
        places = [match for what in whats for match in re.finditer(re.escape(what), text)]
        if not places:
            return None
        place = r.choice(places)
        return text[: place.start()] + text[place.end() :]

    return damage


def _instead(*pairs: tuple[str, str]) -> Damage:
    def damage(text: str, r: random.Random) -> str:
        old, new = r.choice(pairs)
        return text.replace(old, new, 1)

    return damage


def _line_twice(text: str, r: random.Random) -> str:
    line = r.choice(_PROSE)
    return text.replace(line, f"{line}\n{line}", 1)


def _blank_line_lost(text: str, r: random.Random) -> str:
    place = r.choice([match.start() for match in re.finditer("\n\n", text)][1:])
    return text[:place] + text[place + 1 :]


KINDS = [
    *(kind for kind in TEXT if kind.name not in ("cut off", "file lost")),
    Kind(ENDS.name, ENDS.damage, harmless=True),
    Kind("HTML in the text", _in_prose("<b>", "<script>alert(a)</script>", "<img src=x onerror=alert(a)>", "<br", "</p>", "<!--",
                                       "<a href='javascript:alert(a)'>x</a>", "&lt;b&gt;", "&amp;", " < ", " <- ", " a<b ")),
    Kind("Typst in the text", _in_prose("#set", "#import x", "#{a}", " @label ", " <label> ", "\\u{61}", " // ", "/* ", " --- ",
                                        "#raw", "~", " = ", "\\", "#", "//", "'", '"', ";", "]", ")", "}")),
    Kind("LaTeX in the text", _in_prose("\\emph{x}", "\\cite{bass}", " \\% ", "\\begin{x}", " \\alpha ", "\\\\")),
    Kind("marks of Markdown", _in_prose("*", "**", "_", " _x_ ", "`", "``", "[", "](", "![", "|", "~~", "$", "$$", "{{ x }}", "{x}",
                                        "{fact}", "[^", "^", "<>", "[x]: y")),
    Kind("marks before a line", _before_a_line("#", "# ", "> ", "- ", "+ ", "* ", ": ", "| ", "``` ", "~~~ ", "::: ", "    ", "\t", "(x)=",
                                               "+++ ", "$$ ", "[x]: ", "a. ", "= ", "/ ", "{x} ")),
    Kind("a mark lost", _without("*", "**", "`", "``", "```", "{", "}", "[", "]", "(", ")", "|", "$", "$$", ">", "#", "-", "{note}",
                                 "{figure}", "[^", ":", "^")),
    Kind("a name misspelt", _instead(("theme.mines", "theme.mins"), ("theme.mines", "theme"), ("bass1969new", "bass1969"),
                                     ("{fact}", "{fakt}"), ("{cite:p}", "{cite}"), ("{note}", "{nota}"), ("dot.svg", "dott.svg"),
                                     ("evidence-theme.md", "evidence.md"), ("[^rule]", "[^rul]"), (":alt:", ":alte:"))),
    Kind("a figure typed by hand", _in_prose(" 12 ", " 1,200 ", " 3.5% ", " ½ ", " １２ ", " 十二万 ", " 2030 ")),
    Kind("an address that runs", _instead(("(evidence-theme.md)", "(javascript:alert)"), ("(evidence-theme.md)", "(data:text/html,x)"),
                                          ("dot.svg", "https://example.org/a.png"), ("(evidence-theme.md)", "(vbscript:x)"))),
    Kind("a character without a form", _in_prose("\U0001f682", "\U00020000", "ﷺ", "ꙮ")),
    Kind("signs without end", _in_prose(*(f" {sign * 3000} " for sign in "*[`{_^|<$~"))),
    Kind("nested without end", _before_a_line("> " * 300, "- " * 300)),
    Kind("line twice", _line_twice),
    Kind("blank line lost", _blank_line_lost),
    Kind("blanks at the end of a line", _instead(("carries what", "carries  what"), ("\n\n## ", "   \n\n## "), ("ports,\n", "ports, \n"))),
]  # fmt: skip


def outcomes(folder: Path, count: int, start: int) -> list[Outcome]:
    """So many damaged chapters of a seed, printed as pages of two books: all as HTML, and those that nothing was told
    of, with the sound one, as HTML and PDF."""
    damaged: dict[str, tuple[Kind, int, str | bytes]] = {}
    for seed in range(start, start + 3 * count):
        r = random.Random(seed)
        kind = KINDS[seed % len(KINDS)]
        text = kind.damage(CHAPTER, r)
        if text is not None and text != CHAPTER:
            damaged[f"case-{len(damaged)}"] = (kind, seed, text)
        if len(damaged) == count:
            break
    html = _print(folder / "all", {name: text for name, (_, _, text) in damaged.items()}, ("html",))
    told = {name: _told(html, name) for name in damaged}
    silent = {"sound": CHAPTER} | {name: damaged[name][2] for name in damaged if not told[name]}
    book = _print(folder / "silent", silent, ("html", "typst"))
    sound = _words(book.words("sound"))
    found = []
    for name, (kind, seed, _) in damaged.items():
        said = told[name] or _told(book, name)
        if not said and (line := re.search(rf"^.*{name}\.md.*$", book.refused, re.MULTILINE)):
            said = [line[0]]
        if said:
            problem = "refused, though nothing is wrong" if kind.harmless else _unclear(said)
            outcome = FAILED if problem else REFUSED
            found.append(Outcome(kind, seed, outcome, (problem, *said) if problem else tuple(said)))
        elif book.refused:
            found.append(
                Outcome(kind, seed, FAILED, ("the PDF was refused without naming a page", book.refused))
            )
        else:
            problem = _differs(kind, sound, _words(book.words(name)), _words(book.paper[name]))
            found.append(Outcome(kind, seed, FAILED if problem else ACCEPTED, (problem,) if problem else ()))
    return found


def _print(folder: Path, pages: dict[str, str | bytes], forms: tuple[str, ...]) -> Printed:
    (folder / "chapters").mkdir(parents=True)
    (folder / "chapters" / "dot.svg").write_text(PICTURE, "utf8")
    with patch.dict(os.environ, {"EVIDENT_DATA": str(folder / "data")}):
        return printed(folder, pages, forms)


def _told(book: Printed, name: str) -> list[str]:
    """What was told of a page, with the file."""
    return [line for line in book.told if f"/{name}.md" in line]


def _unclear(said: list[str]) -> str:
    """What is wrong with messages."""
    for line in said:
        if not re.search(r"\.md:\d+: ", line):
            return "a message names no line"
        if "Traceback" in line or "Error:" in line:
            return "a message is of a program"
    return ""


def _differs(kind: Kind, sound: Counter[str], page: Counter[str], paper: Counter[str]) -> str:
    """What is wrong with a page that was printed without a word."""
    on_page, on_paper = page - paper, Counter({k: n for k, n in (paper - page).items() if k not in HEADS})
    if Counter("".join(on_page.elements())) != Counter(
        "".join(on_paper.elements())
    ):  # a word may be parted by a hyphen
        return f"the books differ: {on_page} on the page alone, {on_paper} on paper alone"
    if kind.harmless and page != sound:
        return f"other words than before: {page - sound}, {sound - page}"
    # A word that was cut in two or has a sign in it is there in other pieces.
    if gone := Counter("".join((sound - page).elements()).lower()) - Counter(
        "".join((page - sound).elements()).lower()
    ):
        return f"words were lost: {sound - page}, of which {gone} are nowhere"
    return ""


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d]+", unicodedata.normalize("NFKC", text)))
