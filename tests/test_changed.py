"""What of a difference readers are told: by theme, the farthest first, what turns in any edition.

Belongs here: changes made by hand. Does not: finding changes (`test_differences.py`), the page (`test_releasing.py`).
"""

import json
from typing import Any

from evident.book import changed, changes_nodes, compared
from evident.book.changed import FAILS, HOLDS, UNKNOWN, Turning
from evident.run import swept_editions
from evident.run.differences import Change
from evident.run.versions import Version
from evident.text.words import Words

from . import little

UNTOLD = "cannot be told"


def fact(key: str, before: str, after: str, values: tuple[str, str]) -> Change:
    return Change("fact", key, "changed", before=before, after=after, parts=[("value", *values)])


def turned(kind: str, key: str, before: str, after: str) -> Change:
    return Change(kind, key, "changed", flipped=True, before=before, after=after)


def by_theme(*changes: Change, unprinted: tuple[str, ...] = ()) -> list[changed.Theme]:
    return changed.by_theme(changes, lambda change: change.key not in unprinted, UNTOLD)


def test_numbers_that_moved_most_come_first() -> None:
    (theme,) = by_theme(
        fact("a.tenth", "100", "110", ("100.0", "110.0")),  # 10/110
        fact("a.half", "50", "100", ("50.0", "100.0")),  # 50/100
        fact("a.sign", "−1", "1", ("-1.0", "1.0")),  # 2/1
        fact("a.range", "3–5", "6–9", ("3.0 to 5.0", "6.0 to 9.0")),  # 3/6
        fact("a.day", "Monday", "Tuesday", ("'Monday'", "'Tuesday'")),
        fact("a.aside", "1", "2", ("1.0", "2.0")),
        unprinted=("a.aside",),
    )
    assert [change.key for change in theme.moved] == ["a.sign", "a.half", "a.range", "a.tenth", "a.day"]
    assert [round(changed.moved_by(change), 3) for change in theme.moved] == [2.0, 0.5, 0.5, 0.091, 0.0]
    assert theme.others == 1


def test_digits_that_are_not_printed_are_not_told() -> None:
    (theme,) = by_theme(fact("a.b", "3", "3", ("3.01", "3.02")))
    assert theme.empty


def test_what_is_known_no_longer_is_counted() -> None:
    (theme,) = by_theme(
        fact("a.gone", "3", "not known", ("3.0", "None")),
        fact("a.here", "not known", "3", ("None", "3.0")),
        fact("a.zero", "0", "3", ("0.0", "3.0")),
    )
    assert (theme.lost, theme.found, [c.key for c in theme.moved]) == (1, 1, ["a.zero"])


def test_what_turned_is_told_apart_from_what_cannot_be_told() -> None:
    first, second = by_theme(
        turned("verdict", "a.verdict", "ahead", "behind"),
        turned("claim", "a.fails", "holds", "does not hold"),
        turned("claim", "a.untold", "holds", UNTOLD),
        turned("claim", "b.told", UNTOLD, "holds"),
        turned("claim", "b.aside", "holds", "does not hold"),
        Change("claim", "b.new", "added", after="holds"),
        Change("fact", "b.old", "removed", before="3"),
        unprinted=("b.aside",),
    )
    assert [change.key for change in first.turned] == ["a.fails", "a.verdict"]
    assert (first.untold, first.changed) == (1, 2)
    assert (second.turned, second.told, second.aside, second.come, second.gone) == ([], 1, 1, 1, 1)


def test_what_turns_in_any_edition() -> None:
    found = changed.turning(
        [
            ("firm", (HOLDS, HOLDS, HOLDS)),
            ("untold", (HOLDS, UNKNOWN, UNKNOWN)),
            ("once", (HOLDS, FAILS, HOLDS)),
            ("two claims", (HOLDS, HOLDS, UNKNOWN)),
            ("two claims", (HOLDS, FAILS, FAILS)),
        ]
    )
    assert found == [
        Turning("two claims", (HOLDS, FAILS, FAILS)),
        Turning("once", (HOLDS, FAILS, HOLDS)),
        Turning("untold", (HOLDS, UNKNOWN, UNKNOWN)),
    ]


def test_parameters_as_people_write_them() -> None:
    told = {
        "-1.0, 1.5": "−1, 1.5",
        "20261121": "20261121",
        "2026-11-27": "2026-11-27",
        "high, low": "high, low",
    }
    assert {value: changes_nodes.shown(value) for value in told} == told


def test_how_many_figures_two_sides_rest_on() -> None:
    old = Version(
        "a",
        {},
        {},
        {},
        {"x": {"value": "40", "unit": "t"}, "y": {"value": "1"}, "gone": {"value": "2"}, "data:panel": {}},
    )
    new = Version(
        "b",
        {},
        {},
        {},
        {
            "x": {"value": "40.0", "unit": "t", "bound": "exact"},
            "y": {"value": "3.0"},
            "panel:A:2010:x": {"value": "1"},
        },
    )
    assert compared.observations(old, new) == (1, 1, 0)
    assert compared.observations(Version("c", {}, {}, {}), new) is None


def row(kind: str, key: str, value: float | None, text: str, high: float | None = None) -> dict[str, Any]:
    return {"kind": kind, "key": key, "value": value, "high": high, "text": text}


def test_a_swept_edition_reads_as_a_notebook_does(tmp_path: Any, monkeypatch: Any) -> None:
    little.enter(tmp_path, monkeypatch)
    read = swept_editions.exported(
        [
            row("parameter", "years", None, json.dumps([2030, 2035])),
            row("fact", "a.sum", 90.0, "90 Mt"),
            row("fact", "a.price", 3.0, "3–5 yuan", 5.0),
            row("fact", "a.verdict", None, "on track"),
            row("fact", "a.none", None, "not known at that date"),
            row("claim", "a.rose", 0.0, "Ore rose."),
            row("claim", "a.untold", None, "It is told."),
        ],
        Words(),
    )
    assert read.parameters == {"years": "2030, 2035"}
    told = {key: export.told.get("value") or export.told["text"] for (_, key), export in read.exports.items()}
    assert told == {
        "a.sum": "90.0", "a.price": "3.0 to 5.0", "a.verdict": "'on_track'", "a.none": "None",
        "a.rose": "does not hold", "a.untold": UNTOLD,
    }  # fmt: skip
