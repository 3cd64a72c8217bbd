"""What counts as a finding of a report, and how firm findings are as a table."""

import math
from pathlib import Path

import pytest

from evident import reads
from evident.run import findings, findings_table, swept_claims
from evident.run.findings import Finding
from evident.run.sweep_memory import Memory
from evident.run.traces import Pieces
from evident.text.words import Words

from . import little, swept

TOC = """format: jb-book
root: index
parts:
  - numbered: true
    chapters:
      - file: ore
  - chapters:
      - file: methods
"""
INDEX = """# A land

1. **{claim}`Ore rose <theme.more>`.** {claim}`It fell too <theme.less>`.
2. Who should help is open. {claim}`The north
   owes <theme.owes>`.

{claim}`No finding <theme.none>`.
"""
ORE = """# Ore

## {claim}``Ore rose by {fact}`theme.rise` <theme.more>``

## Without a claim

{claim}`A sentence <theme.sentence>`.

## {claim}`It is rich and deep <theme.rich, theme.deep>`
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = little.enter(tmp_path, monkeypatch)
    (root / "_toc.yml").write_text(TOC, "utf8")
    for name, text in (("index", INDEX), ("ore", ORE), ("methods", "# M\n\n## {claim}`Not one <theme.m>`\n")):
        (root / "chapters" / f"{name}.md").write_text(text, "utf8")
    little.save(root / "analysis" / "theme.ipynb", "fund: float = 20.0\nyear: int = 2030")
    return root


def test_findings_are_bound_headings_of_themes_and_the_first_claim_of_each_numbered_item(
    report: Path,
) -> None:
    assert findings.findings() == [
        Finding("ore", "Ore rose by {theme.rise}", ("theme.more",)),
        Finding("ore", "It is rich and deep", ("theme.rich", "theme.deep")),
        Finding("index", "The north owes", ("theme.owes",)),
    ]
    assert findings.chapter_title("ore") == "Ore"
    assert findings.chapter_title("theme") == "Theme"


def test_a_run_sees_a_finding_that_is_worded_otherwise_and_no_other_sentence(report: Path) -> None:
    before = Pieces().digest("findings")
    ore = report / "chapters" / "ore.md"
    ore.write_text(ORE.replace("A sentence", "Another sentence"), "utf8")
    assert Pieces().digest("findings") == before
    ore.write_text(ORE.replace("rich and deep", "rich"), "utf8")
    assert Pieces().digest("findings") != before


def test_the_table_has_a_row_a_finding_with_its_first_break(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`more` and `deep` hold below a fund of 40, so in one of two settings; `rich` always; `owes` is not swept."""
    found = swept.table(
        {"fund": 20.0, "year": 2030},
        {"fund": [10.0, 30.0, 40.0, 50.0]},
        [{"fund": 30.0, "year": 2030}, {"fund": 50.0, "year": 2030}],
        {
            "theme.more": lambda v: bool(v["fund"] < 40),
            "theme.deep": lambda v: bool(v["fund"] < 40),
            "theme.rich": lambda v: True,
        },
    )
    found.facts["theme.rise"] = {"baseline": (2.0, None, "2\u00a0Mt")}
    monkeypatch.setattr(swept_claims, "found_of", lambda notebook, pieces=None: found)
    reads.forget()
    table = findings_table.table(Words("en")).table
    broken = "“Fund, million yuan” is 40 or more (20 here)"
    rows = table.to_dict("records")
    assert [row["finding"] for row in rows] == [
        "Ore rose by 2\u00a0Mt",
        "It is rich and deep",
        "The north owes",
    ]
    assert [row["chapter"] for row in rows] == ["Ore", "Ore", "A land"]
    assert [(row["share"], row["settings"], row["where"], row["distance"]) for row in rows[:2]] == [
        (50.0, 2, broken, 50.0),
        (50.0, 2, broken, 50.0),
    ]
    assert math.isnan(rows[2]["share"])
    assert {("findings",), ("swept", "theme")} <= set(reads.noted())


def test_without_a_sweep_nothing_is_known(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swept_claims, "found_of", lambda notebook, pieces=None: None)
    table = findings_table.table(Words("en")).table
    assert table["share"].isna().all()
    assert list(table["finding"]) == ["Ore rose by …", "It is rich and deep", "The north owes"]


def test_what_is_remembered_is_made_once_and_lasts(tmp_path: Path) -> None:
    file, made = tmp_path / "below" / "memory.json", list[str]()

    def make() -> str:
        made.append("made")
        return "value"

    first = Memory(file, "this code")
    assert [first.recall("kind", "key", make), first.recall("kind", "key", make)] == ["value", "value"]
    first.keep()
    assert Memory(file, "this code").recall("kind", "key", make) == "value"
    assert made == ["made"]
    Memory(file, "other code").recall("kind", "key", make)
    file.write_text("[", "utf8")
    Memory(file, "this code").recall("kind", "key", make)
    assert made == ["made"] * 3
