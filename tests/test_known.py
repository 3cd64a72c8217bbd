"""Counts of the evidence, on a few rows."""

import math

import pandas as pd

from evident.evidence.findings import Finding
from shanxi.models import known

COLUMNS = (
    "obs_id", "indicator", "place", "period", "period_kind", "status", "quality", "source_id",
    "conflict_group", "quality_note",
)  # fmt: skip
ROWS = [
    ("a-b-c-1", "mines", "Norland", "2024", "stock", "actual", "conflict", "x2024", "mines-24", ""),
    ("a-b-c-2", "mines", "Norland", "2024", "stock", "actual", "conflict", "y2024", "mines-24", ""),
    ("a-b-c-3", "output", "Norland", "2024", "flow", "actual", "conflict", "x2024", "out", "a-b-c-5 has 9, a-b-c-6 no"),
    ("a-b-c-4", "faces", "Norland", "2024", "stock", "actual", "conflict", "x2024", "faces", "another differs"),
    ("a-b-c-5", "output", "Norland", "2023", "flow", "actual", "doubtful", "y2024", "", ""),
    ("a-b-c-7", "faces", "Norland", "2024", "target", "target", "doubtful", "z2024", "", ""),
]  # fmt: skip
OBSERVATIONS = pd.DataFrame(ROWS, columns=list(COLUMNS)).set_index("obs_id", drop=False)
FINDINGS = [
    Finding("two differ", "conflict", ("a-b-c-1", "a-b-c-2"), "", "1 is not 2."),
    Finding("sums", "agrees", ("a-b-c-3",), "", "It adds up."),
    Finding("sums", "doubt", ("a-b-c-5",), "", "It nearly adds up."),
]


def test_counts() -> None:
    assert known.figures(OBSERVATIONS) == 6
    assert known.documents(OBSERVATIONS) == 3
    assert known.marked(OBSERVATIONS, "conflict") == 4
    assert known.by_mark(OBSERVATIONS) == {"observed": 4, "doubtful": 1, "target": 1}
    assert known.cells(pd.DataFrame({"value": [1.0, math.nan]})) == 1


def test_findings() -> None:
    assert known.rules(FINDINGS) == 2
    assert [known.of_level(FINDINGS, level) for level in known.LEVELS] == [1, 1, 1]
    table = known.tally(FINDINGS)
    assert list(table["rule"]) == ["two differ", "sums"]
    assert math.isnan(table.loc[0, "agrees"])
    assert table.loc[1, "agrees"] == 1
    assert list(known.messages(FINDINGS, "doubt")["finding"]) == ["It nearly adds up."]


def test_groups() -> None:
    groups = known.groups(OBSERVATIONS, FINDINGS).set_index("group")
    assert groups.loc["mines-24", "members"] == ["a-b-c-1", "a-b-c-2"]
    assert groups.loc["out", "members"] == [
        "a-b-c-3",
        "a-b-c-5",
    ]  # the note names the other; an unknown id is no figure
    assert groups.loc["faces", "members"] == ["a-b-c-4", "a-b-c-7"]  # of the same measure, place and period
    assert groups["seen"].to_dict() == {
        "mines-24": True,
        "out": False,
        "faces": False,
    }  # agreement does not count
    assert known.how_many(groups) == 3
    assert known.seen_by_rules(groups) == 1
    assert known.figures_of(groups) == 6  # two in each
    again = pd.concat([groups, groups])
    assert known.figures_of(again) == 6  # a figure of two groups is one figure


def test_all_listed() -> None:
    groups = known.groups(OBSERVATIONS, FINDINGS)
    assert known.all_listed(OBSERVATIONS, groups)
    assert not known.all_listed(OBSERVATIONS, groups.iloc[1:])
