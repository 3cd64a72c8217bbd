"""The book extension on tiny books: a notebook written by hand, a few pages, Sphinx itself."""

import json
import os
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from evident.book import search
from evident.book.bibliography import Bibliography, name_of
from evident.book.chinese import marked
from evident.book.html_charts import inline_svg
from evident.book.index import anchor
from evident.book.notebooks import Library, UnknownExport
from evident.evidence.sources import Source
from evident.export.payloads import CLAIM, EVIDENCE, EXHIBIT, EXPLORER, FACT
from evident.text.words import Words

SOURCES = """@online{xinhua2024a,
  author = {{Xinhua}},
  publisher = {Xinhua},
  title = {{First}},
  date = {2024-03-05},
  url = {https://example.org/a},
}
@online{xinhua2024b,
  author = {{Xinhua}},
  publisher = {Xinhua},
  title = {{煤矿}},
  date = {2024-06},
}
@article{bass1969new,
  author = {Bass, F.M.},
  journal = {Management Science},
  title = {{A new product growth}},
  date = {1969},
}
"""

SVG = (
    '<svg width="10pt" height="5pt" viewBox="0 0 10 5" version="1.1">\n <defs>\n'
    '  <style type="text/css">*{a: b}</style>\n'
    ' </defs>\n <g id="theme-chart-{size}-a"><path style="stroke: #1f2a33"/></g></svg>'
)  # fmt: skip


def part(id: str, label: str, text: str, kind: str = "observation", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "id": id, "label": label, "text": text} | more


FUND = {"kind": "assumed", "id": "fund", "label": "Fund", "text": "20", "reason": "A choice of ours."}


def fact(key: str, text: str, value: Any = 7.0, **more: Any) -> dict[str, Any]:
    return {
        "key": key, "label": f"What {key.partition('.')[2]} is", "value": value, "value_high": None, "unit": "count",
        "decimals": 0, "bound": "exact", "text": text, "how": "computed", "method": "All mines added up.",
        "parts": [part("obs-a", "Mines, 2024", "7")], "assumed": [], "rests_on": ["obs-a"], "facts": [],
        "sources": ["xinhua2024a"], "problem": "",
    } | more  # fmt: skip


def claim(key: str, holds: bool | None = True, **more: Any) -> dict[str, Any]:
    text = {True: "holds", False: "does not hold", None: "cannot be told"}[holds]
    return {
        "key": key, "label": "Mines are more than before.", "holds": holds, "text": text,
        "test": "Mines (over 7) is more than mines before (5).", "how": "computed",
        "parts": [part("theme.mines", "Mines", "over 7", "fact")], "assumed": [], "rests_on": ["obs-a"],
        "facts": ["theme.mines"], "sources": ["xinhua2024a"], "problem": "",
    } | more  # fmt: skip


def exhibit(key: str, kind: str = "figure", **more: Any) -> dict[str, Any]:
    return {
        "key": key, "kind": kind, "title": "It rose", "otherwise": "", "claims": [], "subtitle": "Mines, count",
        "alt": "A line that rises", "note": "A note.", "how": "computed", "assumed": [],
        "sources": ["xinhua2024a", "xinhua2024b"], "rests_on": ["obs-a"], "facts": ["theme.mines"],
        "columns": [{"name": "year", "label": "Year", "unit": "", "decimals": None, "align": "left"},
                    {"name": "mines", "label": "Mines", "unit": "count", "decimals": 0, "align": "right"}],
        "rows": [["2024", 7.0], ["2025", None]], "cells": [["2024", "7"], ["2025", "–"]],
        "narrow": SVG.replace("{size}", "narrow"), "problem": "",
    } | more  # fmt: skip


def record(obs_id: str, **more: Any) -> dict[str, Any]:
    return {
        "obs_id": obs_id, "theme": "mining", "indicator": "mines", "place": "Shanxi", "period": "2024-12-31",
        "period_kind": "stock", "value": 7.0, "value_high": None, "unit": "count", "bound": "at_least",
        "status": "actual", "category": "", "definition_note": "", "source_id": "xinhua2024a",
        "locator": "p. 2",
        "paraphrase": "Seven mines", "quality": "good", "quality_note": "", "conflict_group": "",
        "decimals": 0,
        "label_en": "Intelligent mines", "label_zh": "智能化煤矿", "definition": "Accepted mines",
    } | more  # fmt: skip


def write_notebook(
    folder: Path,
    name: str,
    *exports: dict[str, Any],
    evidence: dict[str, Any] | None = None,
    edition: str = "baseline",
    parameters: dict[str, Any] | None = None,
) -> Path:
    outputs: list[dict[str, Any]] = []
    for export in exports:
        if "kind" in export:
            data = {EXHIBIT: export} | (
                {"image/svg+xml": SVG.replace("{size}", "wide")} if export["kind"] == "figure" else {}
            )
        else:
            data = {CLAIM if "holds" in export else EXPLORER if "units" in export else FACT: export}
        outputs.append({"output_type": "display_data", "data": data})
    records = evidence if evidence is not None else {"obs-a": record("obs-a")}
    about = {"evidence": records, "as_of": "2026-01-01", "language": "en", "edition": edition}
    about["parameters"] = parameters or {}
    outputs.append({"output_type": "display_data", "data": {EVIDENCE: about}})
    path = folder / f"{name}.ipynb"
    cells = [{"cell_type": "code", "id": "all", "outputs": outputs}]
    path.write_text(json.dumps({"cells": cells}), "utf8")
    return path


def later(path: Path, seconds: int = 30) -> None:
    """Make a file newer than anything that a build has seen."""
    stamp = path.stat().st_mtime + seconds
    os.utime(path, (stamp, stamp))


class Book:
    """A book in a temporary folder that can be built again and again."""

    def __init__(self, root: Path) -> None:
        self.source, self.out, self.notebooks = root / "src", root / "out", root / "notebooks"
        for folder in (self.source, self.notebooks):
            folder.mkdir()
        write_notebook(
            self.notebooks, "theme", fact("theme.mines", "over 7"),
            fact("theme.pace", "3.5 a year", 3.5, decimals=1),
            fact("theme.verdict", "ahead", "ahead", unit="verdict"), exhibit("theme.chart"),
            exhibit("theme.table", "table"),
        )  # fmt: skip
        write_notebook(self.notebooks, "other", fact("other.share", "12.5%", 12.5))
        self.page("evidence", "# Evidence\n\n```{catalogue} theme\n```\n")
        self.page("evidence-other", "# Other evidence\n\n```{catalogue} other\n```\n")
        self.page("references", "# References\n\n```{references}\n```\n")
        self.page("chapter", "# Chapter\n\nOf {fact}`theme.mines`.\n")
        self.contents = ["chapter"]

    def page(self, name: str, text: str) -> None:
        path = self.source / f"{name}.md"
        if not path.exists() or path.read_text("utf8") != text:
            path.write_text(text, "utf8")

    def build(self) -> "Built":
        listing = "\n".join([*self.contents, "evidence", "evidence-other", "references"])
        self.page("index", f"# Book\n\n```{{toctree}}\n{listing}\n```\n")
        warnings, read = StringIO(), list[str]()
        with docutils_namespace():
            app = Sphinx(
                str(self.source), None, str(self.out / "html"), str(self.out / "doctrees"), "html",
                status=None,
                warning=warnings, confoverrides={
                    "extensions": ["myst_parser", "evident.book"], "evident_notebooks": str(self.notebooks),
                    "numfig": True, "html_theme": "basic", "myst_enable_extensions": ["deflist"],
                    "language": "en",
                },
            )  # fmt: skip
            app.connect("env-before-read-docs", lambda _app, _env, names: read.extend(names))
            app.build()
        return Built(self, app, re.sub(r"\x1b\[\d*;?\d*m", "", warnings.getvalue()), sorted(read))


class Built:
    """What one build did."""

    def __init__(self, book: Book, app: Sphinx, warnings: str, read: list[str]) -> None:
        self.book, self.app, self.warnings, self.read = book, app, warnings, read

    def html(self, page: str = "chapter") -> str:
        return (self.book.out / "html" / f"{page}.html").read_text("utf8")

    def text(self, page: str = "chapter") -> str:
        body = self.html(page).partition('<div class="body"')[2].partition('<div class="clearer"')[0]
        body = re.sub(r'<div class="fact-notes">.*', "", body, flags=re.DOTALL)
        body = re.sub(r"</(?:p|dt|dd|td|th|li|div|h\d)>", " ", body)
        return " ".join(re.sub(r"<[^>]+>", "", body).split())


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.bib").write_text(SOURCES, "utf8")
    monkeypatch.setenv("EVIDENT_DATA", str(tmp_path / "data"))
    return Book(tmp_path)


# -- facts


def test_a_fact_prints_in_every_kind_of_text(book: Book) -> None:
    (book.source / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf8")
    book.page(
        "chapter",
        "# From {fact}`theme.mines` on\n\nIn prose {fact}`theme.mines|number`.\n\n"
        "- item {fact}`theme.pace`\n\n"
        "| a | b |\n| - | - |\n| x | {fact}`other.share` |\n\n"
        "```{figure} dot.svg\n:alt: A dot for {fact}`theme.mines` mines\n\n"
        "Caption with {fact}`theme.pace`.\n```\n",
    )
    built = book.build()
    assert built.warnings == ""
    html = built.html()
    assert re.search(r"<title>From over 7 on", html)
    assert "In prose 7." in built.text()
    assert "item 3.5 a year" in built.text()
    assert re.search(
        r'<td><p><a class="fact" href="evidence-other.html#fact-other-share"[^>]*>12.5%</a></p></td>', html
    )
    assert 'alt="A dot for over 7 mines"' in html
    assert "Caption with 3.5 a year." in built.text()
    # In headings and in the contents a fact is plain text: a link there would be a link inside a link.
    assert re.search(r"<h1>From over 7 on", html)
    assert ">From over 7 on</a>" in built.html("index")


def test_a_fact_links_to_its_entry_and_is_described_by_its_note(book: Book) -> None:
    html = book.build().html()
    assert (
        '<a class="fact" href="evidence.html#fact-theme-mines" aria-describedby="note-theme-mines">over 7</a>'
        in html
    )
    note = html.partition('id="note-theme-mines"')[2].partition("</div>")[0]
    assert "What mines is." in note
    assert "Computed: All mines added up." in note
    assert "From: Mines, 2024, 7." in note
    assert "Rests on one published figure: Xinhua, 5 March 2024." in note


def test_a_verdict_is_a_word_and_a_shape(book: Book) -> None:
    book.page("chapter", "# Chapter\n\n{fact}`theme.verdict` and {fact}`theme.mines`\n")
    html = book.build().html()
    assert re.search(
        r'<span class="verdict verdict-ahead"><svg class="verdict-shape"[^>]*>.*?</svg>ahead</span>', html
    )


def test_an_anchor_does_not_move_when_its_number_changes(book: Book) -> None:
    book.page("chapter", "# Chapter\n\n## Over {fact}`theme.mines` mines\n\n## {fact}`theme.pace`\n")
    html = book.build().html()
    assert '<section id="over-mines">' in html
    assert '<section id="theme-pace">' in html


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{fact}`theme.mine`", "theme.ipynb exports no fact 'theme.mine'; did you mean theme.mines?"),
        ("{fact}`them.mines`", "no executed notebook them.ipynb (there are: other, theme); did you"),
        ("{fact}`mines`", "fact 'mines': write <notebook>.<key>"),
        ("{fact}`theme.mines|bold`", "a fact has no style 'bold'"),
        ("{fact}`theme.pace|words`", "3.5 count cannot be said in a word: print the number"),
        ("{fact}`theme.broken`", "the fact theme.broken: cannot be computed; look at obs-a"),
        ("{claim}`It rose`", "claim 'It rose': name its test: {claim}`words <theme.key>`"),
        ("{claim}`<theme.more>`", "claim '<theme.more>': name its test"),
        ("{claim}`It rose <theme.moer>`", "theme.ipynb exports no claim 'theme.moer'; did you mean theme.more or"),
        ("{claim}`It rose <theme.mines>`", "theme.ipynb exports no claim 'theme.mines'"),
        ("{claim}`It rose <more>`", "claim 'more': write <notebook>.<key>"),
        ("{claim}`It rose <them.more>`", "there is no executed notebook them.ipynb"),
        ("{claim}`It rose by 12 <theme.more>`", "the figure '12' is typed by hand: print a fact"),
        ("{claim}``Of {fact}`theme.mine` it rose <theme.more>``", "exports no fact 'theme.mine'; did you mean"),
        (
            "{claim}`It fell <theme.less>`",
            "the claim 'It fell' does not hold (theme.less; tested: Mines (over 7) is more than mines before (5).); "
            "mend the words so that they are true",
        ),
        ("{claim}`It fell || It rose <theme.less>`", "the claim 'It fell' does not hold (theme.less; tested:"),
        ("{claim}`It is <theme.open>`", "the claim 'It is' cannot be told (theme.open; tested: no figure;"),
        (
            "{claim}`It is <theme.more, theme.less,theme.open>`",
            "the claim 'It is' does not hold (theme.less; tested: Mines (over 7) is more than mines before (5).); "
            "cannot be told (theme.open; tested: no figure; look at obs-a); mend the words",
        ),
        ("```{exhibit} theme.broken_chart\n```", "exhibit theme.broken_chart: cannot be drawn; look at obs-a"),
        (
            "```{exhibit} theme.wrong_title\n```",
            "the title of exhibit theme.wrong_title, 'It fell', does not hold (theme.less; tested: Mines (over 7) is more "
            "than mines before (5).); mend the words so that they are true (words/en/theme.yml)",
        ),
        ("{lit}`7`", "lit '7': say why it is literal"),
        ("{cite:p}`xinhua2024`", "unknown source 'xinhua2024': it is not in data/sources.bib; did you mean"),
        ("```{exhibit} theme.chrt\n```", "exports no exhibit 'theme.chrt'; did you mean theme.chart?"),
        ("```{explorer} theme.what_if\n```", "exports no explorer 'theme.what_if'"),
        ("```{catalogue} thme\n```", "there is no executed notebook thme.ipynb"),
        ("```{image} dot.svg\n```", "an image needs an alt text"),
        ("```{image} dot.svg\n:alt: All 12 mines\n```", "alt text types the figure 12"),
        ("```{image} dot.svg\n:alt: Of {fact}`theme.mine`\n```", "exports no fact 'theme.mine'"),
        ("![of {fact}`theme.mines`](dot.svg)", "a fact in ![…] is lost: use the image directive"),
        ("There are 12 mines.", "the figure '12' is typed by hand: print a fact"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_and_line(book: Book, line: str, message: str) -> None:
    (book.source / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf8")
    write_claims(book)
    book.page("chapter", f"# Chapter\n\nA first paragraph\nof two lines.\n\n{line}\n")
    warnings = book.build().warnings
    assert re.search(rf"chapter\.md:6: \w+: .*{re.escape(message)}", warnings), warnings


def test_a_role_cut_by_a_table_is_told(book: Book) -> None:
    book.page("chapter", "# Chapter\n\n| a | b |\n| - | - |\n| x | {fact}`theme.mines|number` |\n")
    assert "chapter.md:5: WARNING: the role {fact}` was read as text" in book.build().warnings


def test_a_notebook_without_exports_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.ipynb").write_text('{"cells": []}', "utf8")
    with pytest.raises(UnknownExport, match=r"empty\.ipynb exports nothing"):
        Library(tmp_path).notebook("empty")


# -- claims


def write_claims(book: Book, edition: str = "baseline", **more: dict[str, Any]) -> None:
    """A notebook whose claims hold, fail, or cannot be told."""
    held = {
        "more": claim("theme.more", assumed=[FUND]),
        "most": claim("theme.most", test="Mines (over 7) are most.", how="modelled", facts=[]),
        "less": claim("theme.less", False),
        "open": claim("theme.open", None, problem="no figure; look at obs-a"),
    }
    path = write_notebook(
        book.notebooks, "theme", fact("theme.mines", "over 7"), fact("theme.pace", "3.5 a year", 3.5, decimals=1),
        fact("theme.verdict", "ahead", "ahead", unit="verdict"),
        fact("theme.broken", "cannot be computed", None, problem="cannot be computed; look at obs-a"),
        *(held | more).values(),
        exhibit("theme.chart", claims=["theme.more"], otherwise="It did not rise"),
        exhibit("theme.table", "table", claims=["theme.more", "theme.most"]),
        exhibit("theme.wrong_title", title="It fell", otherwise="It rose", claims=["theme.more", "theme.less"]),
        exhibit("theme.broken_chart", problem="cannot be drawn; look at obs-a", narrow=""),
        edition=edition,
    )  # fmt: skip
    later(path, 30 * len(list(book.out.glob("**/*.doctree"))))


def claims_of(html: str) -> list[str]:
    """What stands in each claim of a page, marks and all, without the notes."""
    body = html.partition('<div class="fact-notes">')[0]
    found = re.findall(r'<span class="claim">(.*?</a>)</span>', body, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", text) for text in found]


MARK = (
    '<a class="fact claim-mark claim-holds" href="evidence.html#claim-theme-more" '
    'aria-describedby="note-claim-theme-more" aria-label="How this was tested">✓</a>'
)


def test_a_claim_prints_its_words_and_links_to_its_entry(book: Book) -> None:
    write_claims(book)
    book.page("chapter", "# Chapter\n\nThey say: {claim}`*more* mines than before <theme.more>`.\n")
    built = book.build()
    assert built.warnings == ""
    assert f'They say: <span class="claim"><em>more</em> mines than before{MARK}</span>.' in built.html()
    assert 'id="claim-theme-more"' in built.html("evidence")


def test_the_note_of_a_claim_says_what_was_tested_and_what_is_assumed(book: Book) -> None:
    write_claims(book)
    book.page(
        "chapter",
        "# Chapter\n\n{claim}`It rose <theme.more>` and {claim}`is most <theme.most, theme.more>`.\n",
    )
    html = book.build().html()
    note = html.partition('id="note-claim-theme-more"')[2].partition("</div>")[0]
    assert re.findall(r"<p[^>]*>(.*?)</p>", note) == [
        "Tested, and holds in this edition",
        "Tested: Mines (over 7) is more than mines before (5).",
        "Assumed by us: Fund, 20. A choice of ours.",
        "Rests on one published figure: Xinhua, 5 March 2024.",
        '<a href="evidence.html#claim-theme-more">See the evidence</a>',
    ]
    both = html.partition('id="note-claim-theme-most-note-claim-theme-more"')[2].partition("</div>")[0]
    assert re.findall(r"<p[^>]*>(.*?)</p>", both)[1:5] == [
        "Tested: Mines (over 7) are most.",
        "Tested: Mines (over 7) is more than mines before (5).",
        "Assumed by us: Fund, 20. A choice of ours.",
        "A model had a part in it.",
    ]
    assert html.count('aria-describedby="note-claim-theme-most-note-claim-theme-more"') == 1


def test_what_only_steers_a_computation_is_no_assumption_in_a_note(book: Book) -> None:
    seed = {"kind": "assumed", "id": "seed", "label": "Seed", "text": "1", "reason": ""}
    mines = fact("theme.mines", "over 7", assumed=[seed, FUND])
    write_notebook(book.notebooks, "theme", mines, claim("theme.more", assumed=[seed, FUND]))
    book.page("chapter", "# Chapter\n\n{fact}`theme.mines` {claim}`It rose <theme.more>`\n")
    built = book.build()
    assert built.html().count("<p>Assumed by us: Fund, 20. A choice of ours.</p>") == 2
    assert "Seed" not in built.html() + built.html("evidence")


def test_claims_in_every_kind_of_text(book: Book) -> None:
    write_claims(book)
    book.page(
        "chapter",
        "# Chapter\n\n- item {claim}`it rose <theme.more>`\n- other\n\n"
        "| a | b |\n| - | - |\n| x | {claim}`cell rose <theme.more>` |\n\n"
        "```{keynumbers}\n{fact}`theme.mines`\n{claim}`number rose <theme.more>`\n```\n\n"
        "```{note}\n{claim}`note\nrose <theme.more>`\n```\n",
    )
    built = book.build()
    assert built.warnings == ""
    assert claims_of(built.html()) == ["it rose✓", "cell rose✓", "number rose✓", "note rose✓"]
    assert re.search(
        r'keynumber-label"><span class="claim">number rose<a class="fact claim-mark', built.html()
    )


def test_facts_stand_inside_the_words_of_a_claim(book: Book) -> None:
    write_claims(book)
    book.page(
        "chapter",
        "# Chapter\n\n{claim}``{fact}`theme.mines|start` mines, {fact}`theme.verdict`, at "
        "{fact}`theme.pace` <theme.more>``.\n",
    )
    built = book.build()
    assert built.warnings == ""
    assert claims_of(built.html()) == ["Over 7 mines, ahead, at 3.5 a year✓"]
    claimed = built.html().partition('<span class="claim">')[2].partition("</p>")[0]
    assert claimed.count('<a class="fact" href="evidence.html#fact-theme-') == 3
    assert "verdict-ahead" in claimed
    assert 'id="note-theme-pace"' in built.html()


@pytest.mark.parametrize(
    ("role", "printed"),
    [
        ("{claim}`It fell || It rose <theme.less>`", "It rose✗"),
        ("{claim}``It fell || {fact}`theme.mines|start` rose <theme.less>``", "Over 7 rose✗"),
        ("{claim}`It fell <theme.less>`", "It fell [does not hold in this edition]✗"),
        ("{claim}`It is <theme.open>`", "It is [cannot be told in this edition]◇"),
        ("{claim}`It is || It is not <theme.open>`", "It is [cannot be told in this edition]◇"),
        ("{claim}`It is || It is not || It may be <theme.open>`", "It may be◇"),
        ("{claim}`It is || || It may be <theme.open>`", "It may be◇"),
        ("{claim}`It fell || It rose || It moved <theme.less>`", "It rose✗"),
        ("{claim}`It fell || || It moved <theme.less>`", "It moved✗"),
        ("{claim}`It is <theme.open, theme.less>`", "It is [does not hold in this edition]✗"),
        ("{claim}`It rose || It fell <theme.more>`", "It rose✓"),
        ("{claim}`It rose || It fell <theme.more, theme.less>`", "It fell✗"),
        ("{claim}`It rose <theme.more,\ntheme.most>`", "It rose✓"),
    ],
)
def test_another_edition_prints_no_false_sentence(book: Book, role: str, printed: str) -> None:
    write_claims(book, "hasty")
    book.page("chapter", f"# Chapter\n\nThey say: {role}.\n")
    built = book.build()
    assert built.warnings == ""
    assert claims_of(built.html()) == [printed]
    state = "claim-holds" if printed.endswith("✓") else "claim-otherwise"
    assert f'<a class="fact claim-mark {state}"' in built.html()


@pytest.mark.parametrize(
    ("key", "state"),
    [("less", "Tested, and does not hold in this edition"), ("open", "Cannot be told in this edition")],
)
def test_the_note_says_in_which_state_a_claim_is(book: Book, key: str, state: str) -> None:
    write_claims(book, "hasty")
    book.page("chapter", f"# Chapter\n\n{{claim}}`Words <theme.{key}>`\n")
    note = book.build().html().partition(f'id="note-claim-theme-{key}"')[2].partition("</div>")[0]
    assert f'<p class="fact-note-value">{state}</p>' in note
    assert ("Tested: no figure; look at obs-a" in note) is (key == "open")


HEADED = (
    "# Chapter\n\n{{ref}}`here`\n\n(here)=\n## {{claim}}``{{fact}}`theme.mines` *rose* || It fell <{key}>``\n\n"
    "Words.\n\n## {{claim}}`Rose <theme.more>`\n\nWords.\n\n## {{claim}}``{{fact}}`theme.pace` <theme.most>``\n"
)


def test_a_heading_may_be_a_claim(book: Book) -> None:
    write_claims(book)
    book.page("chapter", HEADED.format(key="theme.more"))
    built = book.build()
    assert built.warnings == ""
    html = built.html()
    # The anchor has the words that were bound, without numbers; where they are nothing, the key.
    assert re.findall(r'<section id="([^"]+)">', html)[1:] == ["rose", "rose-2", "theme-pace"]
    heading = re.search(r"<h2>(.*?)</h2>", html)[1]  # type: ignore[index]
    assert heading.startswith(f'<span class="claim">over 7 <em>rose</em>{MARK}</span>')
    assert heading.count("<a ") == 2  # the mark and the paragraph sign; no fact is a link there
    assert (
        '<span class="std std-ref">over 7 rose</span></a>' in html
    )  # the reference has the words without mark
    assert "✓" not in built.html("index")


def test_the_anchor_of_a_heading_is_the_same_in_every_edition(book: Book) -> None:
    write_claims(book, "hasty")
    book.page("chapter", HEADED.format(key="theme.less"))
    built = book.build()
    assert built.warnings == ""
    assert re.findall(r'<section id="([^"]+)">', built.html())[1:] == ["rose", "rose-2", "theme-pace"]
    assert re.search(
        r'<h2><span class="claim">It fell<a class="fact claim-mark claim-otherwise"', built.html()
    )
    assert '<span class="std std-ref">It fell</span></a>' in built.html()
    # Headings of the same words are counted in their order, whatever an edition prints in them.
    book.page(
        "chapter",
        "# Chapter\n\n## {claim}`Fell || Rose <theme.less>`\n\n## {claim}`Rose || Fell <theme.less>`\n",
    )
    later(book.source / "chapter.md")
    assert re.findall(r'<section id="([^"]+)">', book.build().html())[1:] == ["fell", "rose"]
    # Without other words the mark stands in the heading; the anchor does not have it.
    book.page("chapter", "# Chapter\n\n## {claim}`It fell <theme.less>`\n\nWords.\n")
    later(book.source / "chapter.md", 60)
    html = book.build().html()
    assert '<section id="it-fell">' in html
    assert 'It fell<span class="claim-fails"> [does not hold in this edition]</span>' in html


def test_the_title_of_a_page_may_be_a_claim(book: Book) -> None:
    write_claims(book)
    book.page("chapter", "# {claim}`It rose <theme.more>`\n\nWords.\n")
    built = book.build()
    assert built.warnings == ""
    assert "<title>It rose" in built.html()
    assert ">It rose</a>" in re.sub(r'<span class="claim">(.*?)</span>', r"\1", built.html("index"))


def test_a_page_follows_its_claims(book: Book) -> None:
    write_claims(book, "hasty")
    book.page("chapter", "# Chapter\n\n{claim}`It rose || It fell <theme.more>`\n")
    assert claims_of(book.build().html()) == ["It rose✓"]
    write_claims(book, "hasty", more=claim("theme.more", False))
    assert claims_of(book.build().html()) == ["It fell✗"]


def test_the_title_of_an_exhibit_is_a_claim(book: Book) -> None:
    write_claims(book)
    book.page("chapter", "# Chapter\n\n```{exhibit} theme.chart\n```\n\n```{exhibit} theme.table\n```\n")
    built = book.build()
    assert built.warnings == ""
    assert claims_of(built.html()) == ["It rose✓", "It rose✓"]
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", built.html(), re.DOTALL)
    assert MARK in captions[0]
    assert (
        'href="evidence.html#claim-theme-more" aria-describedby="note-claim-theme-more-note-claim-theme-most"'
        in captions[1]
    )


def test_another_edition_prints_the_other_title_everywhere(book: Book) -> None:
    write_claims(book, "hasty", more=claim("theme.more", False))
    book.page("chapter", "# Chapter\n\n```{exhibit} theme.chart\n```\n\n```{exhibit} theme.table\n```\n")
    built = book.build()
    assert built.warnings == ""
    assert claims_of(built.html()) == ["It did not rise✗", "It rose [does not hold in this edition]✗"]
    folder = book.out / "html" / "_downloads" / "exhibits"
    assert (
        json.loads((folder / "theme-chart.csv-metadata.json").read_text("utf8"))["dc:title"]
        == "It did not rise"
    )
    assert "<title>It did not rise</title>" in (folder / "theme-chart.svg").read_text("utf8")
    assert ">It did not rise</a>" in built.html("evidence")
    assert ("It did not rise", "figure") in found_by_search(built)


def test_in_another_edition_what_cannot_be_computed_is_said(book: Book) -> None:
    write_claims(book, "hasty")
    book.page(
        "chapter",
        "# Chapter\n\nIt is {fact}`theme.broken|start`.\n\n| a | b |\n|---|---|\n| c | {fact}`theme.broken` |\n\n```{exhibit} theme.broken_chart\n```\n",
    )
    built = book.build()
    assert built.warnings == ""
    assert "[One sentence is left out: it rests on what was published later.]" in built.text()
    assert "c cannot be computed" in built.text()
    note = built.html().partition('id="note-theme-broken"')[2].partition("</div>")[0]
    assert "<p>cannot be computed; look at obs-a</p>" in note
    assert '<p class="exhibit-note">Cannot be computed.</p>' in built.html()


def test_the_catalogue_has_a_section_of_tested_statements(book: Book) -> None:
    write_claims(book, "hasty")
    book.page(
        "chapter",
        "# Chapter\n\n{claim}`It rose <theme.more>` and {claim}``{fact}`theme.mines` <theme.more, theme.most>``\n\n"
        "## Later\n\n{claim}`It fell || It stands <theme.less>`\n\n```{exhibit} theme.chart\n```\n",
    )
    built = book.build()
    assert built.warnings == ""
    html, text = built.html("evidence"), built.text("evidence")
    assert "4 numbers, 4 tested statements and 4 figures and tables rest on 1 published figures." in text
    section = text.partition("Tested statements¶")[2].partition("Figures and tables¶")[0]
    more, most, less, unknown = entries(section)
    assert more == (
        "Mines (over 7) is more than mines before (5). Tested, and holds in this edition. "
        "Bears out: “It rose”; “over 7”; “It rose” Assumed by us: Fund, 20. A choice of ours. "
        "Computed from: What mines is, over 7 Source: Xinhua, 5 March 2024 (example.org) "
        "Known to authors as: theme.more"
    )
    assert most == (
        "Mines (over 7) are most. Tested, and holds in this edition. Bears out: “over 7” Rests on: "
        "Intelligent mines, Shanxi, 31 December 2024 Source: Xinhua, 5 March 2024 (example.org) "
        "Known to authors as: theme.most"
    )
    assert less.startswith(
        "Mines (over 7) is more than mines before (5). Tested, and does not hold in this edition. Bears out: “It stands”"
    )
    assert unknown.startswith(
        "Mines (over 7) is more than mines before (5). Cannot be told in this edition. Bears out: no sentence"
    )
    assert unknown.endswith("no figure; look at obs-a Known to authors as: theme.open")
    assert 'href="chapter.html#later">“It stands”</a>' in html
    # The entry of an exhibit links to the tests of its title.
    assert re.search(r'Tested:</span> <a class="reference internal" href="#claim-theme-more">', html)


def entries(section: str) -> list[str]:
    """Entries of the section of tested statements."""
    return [
        entry.strip() for entry in re.split(r"(?=Mines \(over 7\) (?:is|are) )", section) if entry.strip()
    ]


def test_the_catalogue_follows_the_words_that_are_bound(book: Book) -> None:
    write_claims(book)
    book.page("chapter", "# Chapter\n\n{claim}`It rose <theme.more>`\n")
    assert "Bears out: “It rose”" in book.build().text("evidence")
    book.page("chapter", "# Chapter\n\n{claim}`It grew <theme.more>`\n")
    later(book.source / "chapter.md")
    built = book.build()
    assert built.read == ["chapter"]
    assert "Bears out: “It grew”" in built.text("evidence")


def found_by_search(built: Built) -> set[tuple[str, str]]:
    return {(record.title, record.kind) for record in search.of_report(built.app.env)}


def test_search_finds_claims_facts_and_exhibits_at_their_place(book: Book) -> None:
    write_claims(book)
    book.page(
        "chapter",
        "# Chapter\n\nA lead.\n\n## Later\n\n{claim}`It rose by more than anybody had thought <theme.more>` to "
        "{fact}`theme.mines`.\n\n{claim}`It rose <theme.more>`\n\n```{exhibit} theme.chart\n```\n",
    )
    env = book.build().app.env
    records = {(r.kind, r.page, r.ids, r.title, r.text, r.proof) for r in search.of_report(env)}
    nothing = ("", "")
    assert ("page", "chapter", "", "Chapter", "A lead.", nothing) in records
    assert ("section", "chapter", "later", "Later", "", nothing) in records
    words = "It rose by more than anybody had thought"
    assert ("finding", "chapter", "later", words, "", nothing) in records
    assert "It rose" not in {
        title for kind, _, _, title, *_ in records if kind == "finding"
    }  # words of a sentence
    assert (
        "number",
        "chapter",
        "later",
        "What mines is",
        "over 7",
        ("evidence", "fact-theme-mines"),
    ) in records
    assert [r[:4] for r in records if r[0] == "figure"] == [
        ("figure", "chapter", "exhibit-theme-chart", "It rose")
    ]
    assert [r.text for r in search.of_texts(env) if r.page == "chapter"] == [
        "A lead.",
        f"{words} to over 7. It rose",
        "A line that rises",
    ]
    observed = [(r.ids, r.title) for r in search.of_evidence(env) if r.kind == "observation"]
    assert ("obs-obs-a", "Intelligent mines") in observed


def test_what_no_claim_needs_prints_no_section(book: Book) -> None:
    assert "Tested statements" not in book.build().text("evidence")


# -- notes of facts


ASSUMED = part("fund", "Fund", "20", "assumed", reason="A choice of ours.")


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({"how": "published", "bound": "at_least"},
         ["Published figure.", "A lower bound.", "Rests on one published figure: Xinhua, 5 March 2024."]),
        ({"how": "published", "parts": [part("obs-a", "M", "7", target=True)]},
         ["Published plan or target.", "Rests on one published figure: Xinhua, 5 March 2024."]),
        ({"how": "assumed", "parts": [ASSUMED], "assumed": [FUND], "rests_on": [], "sources": []},
         ["Assumed by us. A choice of ours.", "Rests on no published figure."]),
        ({"how": "counted", "method": "The rows of all observations.", "rests_on": ["data:observations"], "sources": []},
         ["Counted in our own evidence: The rows of all observations."]),
        ({"how": "modelled", "assumed": [FUND], "parts": [ASSUMED, part("obs-a", "Mines", "7")]},
         ["Modelled: All mines added up.", "Assumed by us: Fund, 20. A choice of ours.", "From: Mines, 7.",
          "Rests on one published figure: Xinhua, 5 March 2024."]),
        ({"parts": [part(f"o{n}", f"M{n}", str(n)) for n in range(6)]},
         ["Computed: All mines added up.", "From: M0, 0; M1, 1; M2, 2; M3, 3; and 2 more.",
          "Rests on one published figure: Xinhua, 5 March 2024."]),
        ({"method": "", "parts": [part("x", "A slice", "", "panel")]},
         ["Computed.", "Rests on one published figure: Xinhua, 5 March 2024."]),
    ],
)  # fmt: skip
def test_the_note_of_a_fact_says_how_it_was_obtained(
    book: Book, change: dict[str, Any], lines: list[str]
) -> None:
    write_notebook(book.notebooks, "theme", fact("theme.mines", "over 7", **change))
    note = book.build().html().partition('id="note-theme-mines"')[2].partition("</div>")[0]
    *told, _ = re.findall(r"<p[^>]*>(.*?)</p>", note)
    published = 'Where it was published: <a href="https://example.org/a">Xinhua, 5 March 2024</a>'
    if "sources" not in change:  # from the number two steps to the page on which it was published
        lines = [*lines, published]
    assert told == ["over 7", "What mines is.", *lines]


def test_the_catalogue_tells_what_is_assumed(book: Book) -> None:
    bare = {"rests_on": [], "sources": []}
    write_notebook(
        book.notebooks, "theme", fact("theme.mines", "over 7", assumed=[FUND]),
        fact("theme.fund", "20", how="assumed", parts=[ASSUMED], assumed=[FUND], **bare),
    )  # fmt: skip
    text = book.build().text("evidence")
    entry = text.partition("over 7 What mines is")[2].partition("20 What fund is")
    assert entry[0].startswith(
        " computed Computed: All mines added up. Assumed by us: Fund, 20. A choice of ours. Rests on:"
    )
    assert entry[2].startswith(
        " assumed Assumed by us. A choice of ours. Printed in: not printed in the text"
    )


def test_a_fact_in_words(book: Book) -> None:
    write_notebook(
        book.notebooks,
        "theme",
        fact("theme.mines", "over 7"),
        fact("theme.part", "33%", 33.0, unit="percent"),
    )
    book.page("chapter", "# Chapter\n\n{fact}`theme.mines|Words` mines are {fact}`theme.part|words`.\n")
    assert "Seven mines are a third." in book.build().text()


# -- explorers


def test_an_explorer_carries_what_its_script_needs_and_no_more(book: Book) -> None:
    payload = {
        "key": "theme.what_if", "data": {"x": 1, "text": "</script>"}, "words": {"title": "Try", "subtitle": "s", "static": "n"},
        "units": {"count": "{text}"}, "bounds": {}, "verdicts": {}, "how": "computed", "assumed": [FUND],
        "sources": [], "rests_on": ["obs-a"], "facts": [],
    }  # fmt: skip
    write_notebook(book.notebooks, "theme", fact("theme.mines", "over 7"), payload)
    book.page("chapter", "# Chapter\n\n```{explorer} theme.what_if\n```\n")
    built = book.build()
    assert built.warnings == ""
    script = built.html().partition('<script type="application/json">')[2].partition("</script>")[0]
    carried = json.loads(script)
    assert carried["data"] == {"x": 1, "text": "</script>"}
    assert set(carried) == {"key", "data", "words", "units", "bounds", "verdicts", "marks"}
    assert 'id="explorer-theme-what-if"' in built.html()


# -- the rule of digits


@pytest.mark.parametrize(
    ("text", "line", "figure"),
    [
        ("# Chapter\n\nFirst line\nthen 45.5% of it.\n", 4, "45.5"),
        ("# Chapter\n\nIn 2024 one\nand 12 and\nagain 12 and 7.\n", 5, "7"),
        ("# Over 400 mines\n", 1, "400"),
        ("# Chapter\n\n| a | b |\n| - | - |\n| x | y |\n| z | 33 |\n", 6, "33"),
        ("# Chapter\n\n```{note}\nA note\n\nof 12 words.\n```\n", 6, "12"),
        ("# Chapter\n\nWords[^a].\n\n[^a]: A note of 12 words.\n", 5, "12"),
        ("# Chapter\n\n- one\n- *about* **9 in ten**\n", 4, "9"),
        ("# Chapter\n\n[link of 55 words](https://example.org/9)\n", 3, "55"),
    ],
)
def test_a_typed_figure_fails_on_its_line(book: Book, text: str, line: int, figure: str) -> None:
    book.page("chapter", text)
    warnings = book.build().warnings
    assert f"chapter.md:{line}: WARNING: the figure '{figure}' is typed by hand" in warnings, warnings


def test_what_is_no_typed_figure_passes(book: Book) -> None:
    book.page(
        "chapter",
        "(here)=\n# Chapter\n\nOn 5 March 2024, in 2021–25, 5G and the 14th Five-Year Plan; `x = 12`; "
        "{lit}`bus 12 <the name of a line>`;\n{fact}`theme.mines`; {cite:t}`xinhua2024a`; {ref}`here`; "
        "<https://example.org/77>;\na note[^1]; {numref}`exhibit-theme-chart`.\n\n[^1]: Words.\n\n"
        "```{exhibit} theme.chart\n```\n\n```python\nx = 12\n```\n\n```{math}\nx = 12\n```\n",
    )
    built = book.build()
    assert built.warnings == ""
    assert "bus 12;" in built.text()


# -- what depends on what


def test_pages_depend_on_the_notebooks_they_print(book: Book) -> None:
    env = book.build().app.env
    dependencies = {page: {Path(name).name for name in names} for page, names in env.dependencies.items()}
    assert "theme.ipynb" in dependencies["chapter"]
    assert "other.ipynb" not in dependencies["chapter"]
    assert {"theme.ipynb", "sources.bib"} <= dependencies["evidence"]


def test_a_changed_notebook_changes_only_the_pages_that_print_it(book: Book) -> None:
    book.page("second", "# Second\n\n{fact}`other.share`\n")
    book.contents.append("second")
    book.build()
    assert book.build().read == []
    later(write_notebook(book.notebooks, "other", fact("other.share", "13.5%", 13.5)))
    built = book.build()
    assert built.read == ["evidence-other", "second"]
    assert "13.5%" in built.text("second")
    assert "over 7" in built.text("chapter")


def test_the_catalogue_follows_the_pages_that_print_its_facts(book: Book) -> None:
    entry = r"What pace is.*?Printed in: (.*?) Known to"
    assert re.search(entry, book.build().text("evidence"))[1].strip() == "not printed in the text"  # type: ignore[index]
    book.page("chapter", "# Chapter\n\n{fact}`theme.mines`\n\n## Speed\n\n{fact}`theme.pace`\n")
    later(book.source / "chapter.md")
    built = book.build()
    assert built.read == ["chapter"]
    assert re.search(entry, built.text("evidence"))[1].strip() == "Chapter (Speed)"  # type: ignore[index]
    assert 'href="chapter.html#speed"' in built.html("evidence")


def test_the_references_follow_the_citations(book: Book) -> None:
    assert "A new product growth" not in book.build().text("references")
    book.page("chapter", "# Chapter\n\n{fact}`theme.mines` {cite:p}`bass1969new`\n")
    later(book.source / "chapter.md")
    built = book.build()
    assert "Bass, F.M. A new product growth. Management Science, 1969." in built.text("references")
    assert (
        '(<a class="reference internal" href="references.html#source-bass1969new">Bass, 1969</a>)'
        in built.html()
    )


def test_the_references_hold_what_only_the_catalogue_cites(book: Book) -> None:
    text = book.build().text("references")
    assert "Xinhua. First. 5 March 2024. https://example.org/a" in text
    assert "煤矿" not in text  # no page cites it


def test_evidence_of_an_unknown_source_is_refused(book: Book) -> None:
    evidence = {"obs-a": record("obs-a", source_id="xinhua2023")}
    write_notebook(book.notebooks, "theme", fact("theme.mines", "over 7"), evidence=evidence)
    assert "evidence.md:3: ERROR: unknown source 'xinhua2023'" in book.build().warnings


def test_what_no_page_prints_is_listed(book: Book) -> None:
    book.page("chapter", "# Chapter\n\n{fact}`theme.pace`\n\n```{exhibit} theme.chart\n```\n")
    book.build()
    listed = (book.out / "unused-facts.txt").read_text("utf8").splitlines()
    # theme.mines is printed by the exhibit.
    assert listed == ["fact other.share", "fact theme.verdict", "exhibit theme.table"]


# -- exhibits


def test_an_exhibit_is_numbered_titled_and_sourced(book: Book) -> None:
    book.page(
        "chapter",
        "# Chapter\n\n{numref}`exhibit-theme-chart`, {numref}`my-table`\n\n```{exhibit} theme.chart\n```\n\n"
        "```{exhibit} theme.table\n:name: my-table\n```\n",
    )
    built = book.build()
    assert built.warnings == ""
    text = built.text()
    assert "Fig. 1, Table 1 Fig. 1 It rose" in text
    assert text.index("It rose") < text.index("Mines, count") < text.index("A note.")
    assert "Sources: Xinhua (5 March 2024; June 2024)." in text
    html = built.html()
    assert 'href="references.html#source-xinhua2024b">June 2024</a>' in html
    assert html.count('role="img" aria-label="A line that rises"') == 2
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_verdict_in_a_table_has_its_mark(book: Book) -> None:
    columns = [{"name": "verdict", "label": "Verdict", "unit": "", "decimals": None, "align": "left"}]
    table = exhibit("theme.table", "table", columns=columns, rows=[["behind"]], cells=[["behind"]])
    write_notebook(book.notebooks, "theme", fact("theme.mines", "over 7"), table)
    book.page("chapter", "# Chapter\n\n```{exhibit} theme.table\n```\n")
    assert '<span class="verdict verdict-behind">▼\u00a0behind</span>' in book.build().html()


def test_the_data_behind_a_figure_is_in_the_page_and_beside_it(book: Book) -> None:
    book.page("chapter", "# Chapter\n\n```{exhibit} theme.chart\n```\n")
    html = book.build().html()
    assert re.search(r'<th scope="col" class="text-right">Mines</th>', html)
    assert 'href="_downloads/exhibits/theme-chart.csv"' in html
    folder = book.out / "html" / "_downloads"
    assert (folder / "exhibits" / "theme-chart.csv").read_text("utf8") == "Year,Mines\n2024,7\n2025,\n"
    svg = (folder / "exhibits" / "theme-chart.svg").read_text("utf8")
    assert "<title>It rose</title>" in svg
    assert "<desc>A line that rises</desc>" in svg
    described = json.loads((folder / "exhibits" / "theme-chart.csv-metadata.json").read_text("utf8"))
    (metadata,) = described["notes"]
    assert metadata["notebook"]["name"] == "theme.ipynb"
    assert [source["publisher"] for source in metadata["sources"]] == ["Xinhua", "Xinhua"]
    assert (folder / "notebooks" / "theme.ipynb").exists()
    assert not (folder / "exhibits" / "theme-table.csv").exists()  # no page prints it


def test_a_figure_without_alt_text_is_refused(book: Book) -> None:
    write_notebook(book.notebooks, "theme", fact("theme.mines", "over 7"), exhibit("theme.chart", alt=" "))
    book.page("chapter", "# Chapter\n\n```{exhibit} theme.chart\n```\n")
    assert "chapter.md:3: ERROR: figure theme.chart has no alt text" in book.build().warnings


def test_a_chart_in_a_page_takes_the_colours_of_the_scheme() -> None:
    svg = inline_svg(SVG, 'It "rose"', "chart-wide")
    assert svg.startswith(
        '<svg class="chart-wide" role="img" aria-label="It &quot;rose&quot;" viewBox="0 0 10 5"'
    )
    assert 'stroke="var(--ink, #1f2a33)"' in svg
    assert "<style" not in svg  # it would style the whole page


# -- the evidence catalogue


def test_the_catalogue_tells_all_of_an_observation(book: Book) -> None:
    evidence = {
        "obs-a": record("obs-a", quality="doubtful", quality_note="Also in: xinhua2024b", conflict_group="g"),
        "obs-b": record(
            "obs-b", value=9.0, bound="exact", period="2025-Q1", status="target", conflict_group="g"
        ),
    }
    write_notebook(book.notebooks, "theme", fact("theme.mines", "over 7"), evidence=evidence)
    built = book.build()
    text = built.text("evidence")
    assert "Intelligent mines 智能化煤矿" in text
    entry = text.partition("over 7 Shanxi, 31 December 2024")[2]
    assert entry.startswith(" doubtful Seven mines. Source: Xinhua, 5 March 2024 (example.org), p. 2.")
    assert "Note: Also in: Xinhua, June 2024." in entry
    assert "Differs from: 9, Shanxi, first quarter of 2025" in entry
    assert "Used by: What mines is, over 7 (Chapter)" in entry
    # The figure that it differs from is shown though nothing rests on it.
    assert "9 Shanxi, first quarter of 2025 target Seven mines." in entry
    assert entry.endswith("Not used, but kept beside the figure it differs from. Known to authors as: obs-b")
    assert 'id="obs-obs-a"' in built.html("evidence")
    assert '<span lang="zh">智能化煤矿</span>' in built.html("evidence")


def test_panel_cells_are_one_entry_an_indicator(book: Book) -> None:
    cells = {
        (key := f"panel:{place}:{year}:gdp"): record(key, indicator="gdp", place=place, period=str(year))
        for place in ("Anhui", "Shanxi")
        for year in (2023, 2024)
    }
    # A slice stands for all its cells.
    key = "panel:30:1997-2024:gdp"
    cells[key] = record(key, indicator="gdp", place="30", period="1997/2024", value=None, cells=800)
    few = fact("theme.mines", "over 7", rests_on=list(cells)[:4])
    write_notebook(book.notebooks, "theme", few, fact("theme.all", "9", rests_on=[key]), evidence=cells)
    built = book.build()
    assert built.warnings == ""
    assert "30 places, 1997 to 2024." in built.text("evidence")
    assert "Rests on: Intelligent mines (4 cells)" in built.text("evidence")
    assert "Rests on: Intelligent mines (800 cells)" in built.text("evidence")
    assert built.html("evidence").count('id="panel-gdp"') == 1
    assert "Rests on 4 published figures" in built.html()


def test_key_numbers_are_cards(book: Book) -> None:
    book.page(
        "chapter",
        "# Chapter\n\n```{keynumbers}\n{fact}`theme.mines`\nmines in all\n\n{fact}`theme.pace`\nadded\n```\n",
    )
    built = book.build()
    assert built.warnings == ""
    assert built.html().count('class="keynumber docutils container"') == 2
    assert "over 7 mines in all 3.5 a year added" in built.text()
    book.page("chapter", "# Chapter\n\n```{keynumbers}\n{fact}`theme.mines`\n```\n")
    later(book.source / "chapter.md")
    assert (
        "chapter.md:3: ERROR: keynumbers: write each card as a line with the number" in book.build().warnings
    )


# -- names


def test_what_a_source_is_called(tmp_path: Path) -> None:
    (tmp_path / "sources.bib").write_text(SOURCES, "utf8")
    bibliography = Bibliography(tmp_path / "sources.bib", "en")
    # Two documents of one year are told apart by their date, the only one of its year is not.
    assert bibliography.called("xinhua2024a") == ("Xinhua", "5 March 2024")
    assert bibliography.called("xinhua2024b") == ("Xinhua", "June 2024")
    assert bibliography.called("bass1969new") == ("Bass", "1969")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Source("a", "Joule", "", "", "", persons=("Gosens", "Turnbull", "Jotzo")), "Gosens et al."),
        (Source("a", "Energy", "", "", "", persons=("Meade, N.", "Islam, T.")), "Meade and Islam"),
        (Source("a", "Nature", "", "", "", persons=("Shan", "others")), "Shan et al."),
        (Source("a", "China Daily", "", "", "", author="Chen Meiling"), "China Daily"),
        (Source("a", "urdupoint.com", "", "", "", author="UrduPoint"), "UrduPoint"),
    ],
)
def test_who_a_source_is_cited_as(source: Source, name: str) -> None:
    assert name_of(source, Words("en")) == name


def test_who_a_source_is_cited_as_in_chinese() -> None:
    several = Source("a", "Joule", "", "", "", persons=("Gosens", "Turnbull", "Jotzo"))
    two = Source("a", "Energy", "", "", "", persons=("Meade, N.", "Islam, T."))
    assert name_of(several, Words("zh_CN")) == "Gosens等"
    assert name_of(two, Words("zh_CN")) == "Meade和Islam"
    assert name_of(Source("a", "新华社", "", "", ""), Words("zh_CN")) == "新华社"


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        ("fact", "mining.mines_2025", "fact-mining-mines-2025"),
        ("obs", "shanxi-mines-2024-a", "obs-shanxi-mines-2024-a"),
        ("obs", "panel:Inner Mongolia:2020:gdp_current", "panel-gdp-current"),
    ],
)
def test_anchors(kind: str, key: str, expected: str) -> None:
    assert anchor(kind, key) == expected


def test_chinese_is_marked_and_nothing_else() -> None:
    parts = marked("The paper 陕西2025年经济年报 and 晋, not CO₂")
    chinese = [part.astext() for part in parts if isinstance(part, nodes.inline)]
    assert chinese == ["陕西2025年经济年报", "晋"]
    assert "".join(part.astext() for part in parts) == "The paper 陕西2025年经济年报 and 晋, not CO₂"
