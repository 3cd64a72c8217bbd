"""Ranges of parameters: what is read, and what is refused with file, line and remedy."""

from pathlib import Path

import pytest

from evident.run import ranges, soundness
from evident.run.ranges import RangeError

from . import little

CELL = """as_of: str = "2025-12-31"
fund: float = 20.0
year: int = 2030
pace: list[float] = [1.0, 2.0]
town: str = "Northtown\""""
EDITION = (
    little.BASELINE
    + """  pace: {value: [1.0, 2.0], reason: "A guess of ours."}
  town: {value: Northtown, reason: "The capital."}
"""
)
WORDS = little.WORDS.replace(
    "  year: Year of the fund\n", "  year: Year of the fund\n  pace: Pace\n  town: Town\n"
)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    little.enter(tmp_path, monkeypatch, WORDS)
    (tmp_path / "data/editions/baseline.yml").write_text(EDITION, "utf8")
    little.save(tmp_path / "analysis/theme.ipynb", CELL)
    return tmp_path


def told(report: Path, text: str) -> list[str]:
    (report / "data/ranges.yml").write_text(text, "utf8")
    return ranges.faults()


GOOD = """settings: 64
common:
  as_of: {among: ["2025-12-31", 2024-12-31], reason: A year earlier.}
theme:
  fund: {between: [10, 40.0], reason: Half as much to twice as much.}
  year: {between: [2027, 2035], reason: The next plans.}
  pace: {between: [[0.0, 1.0], [2.0, 4.0]], reason: Slow to fast.}
  town: {each: [Northtown, Westtown], reason: The towns.}
"""


def test_what_is_read(report: Path) -> None:
    assert told(report, GOOD) == []
    found = ranges.load()
    assert found.settings == 64
    own = found.of["theme"]
    assert {name: (one.kind, one.values, one.whole) for name, one in own.items()} == {
        "as_of": ("among", ("2025-12-31", "2024-12-31"), False),
        "fund": ("between", (10, 40.0), False),
        "year": ("between", (2027, 2035), True),
        "pace": ("between", ([0.0, 1.0], [2.0, 4.0]), False),
        "town": ("each", ("Northtown", "Westtown"), False),
    }
    assert (own["year"].where, own["year"].reason) == ("data/ranges.yml:6", "The next plans.")


def test_a_notebooks_own_range_comes_before_the_common_one(report: Path) -> None:
    own, shared = "  fund: {between: [10, 40], reason: Own.}\n", "  fund: {between: [1, 90], reason: All.}\n"
    for text in (f"common:\n{shared}theme:\n{own}", f"theme:\n{own}common:\n{shared}"):
        assert told(report, text) == []
        assert ranges.load().of["theme"]["fund"].reason == "Own."


def test_a_report_need_not_have_ranges(report: Path) -> None:
    assert (ranges.faults(), ranges.load(), list(ranges.unranged())) == ([], ranges.Ranges(), [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("settings: 100\n", "1: settings is 100; write a power of two, such as 256"),
        ("settings: yes\n", "1: settings is 'yes'; write a power of two, such as 256"),
        ("thene:\n  fund: {}\n", "1: there is no notebook 'thene'; did you mean theme; mend the name"),
        ("theme: 1\n", "1: section 'theme' has no ranges; indent them below it, or delete it"),
        ("theme:\n  funds: {between: [1, 30], reason: A.}\n", "2: theme.ipynb has no parameter 'funds'; did you mean fund; mend the name"),
        ("common:\n  sum: {between: [1, 30], reason: A.}\n", "2: no notebook has a parameter 'sum'; there are as_of, fund, pace, town, year; mend the name"),
        ("theme:\n  fund: 3\n", "2: fund is no range; write `fund: {between: [low, high], reason: …}`"),
        ("theme:\n  fund: {between: [1, 30]}\n", "2: fund is no range; write `fund: {between: [low, high], reason: …}`"),
        ("theme:\n  fund: {between: [1, 30], among: [20.0, 3], reason: A.}\n", "2: fund is no range; write `fund: {between: [low, high], reason: …}`"),
        ('theme:\n  fund: {between: [1, 30], reason: ""}\n', "2: the range of fund has no reason; say who would ask for it, and why"),
        ("theme:\n  fund: {between: [30], reason: A.}\n", "2: between of fund has fewer than two values; write a list of them"),
        ("theme:\n  fund: {between: [1, 20, 30], reason: A.}\n", "2: between of fund has 3 ends; write the low and the high one"),
        ("theme:\n  fund: {between: [30, 1], reason: A.}\n", "2: between of fund does not go from low to high; change the two ends"),
        ("theme:\n  fund: {between: [20, 20], reason: A.}\n", "2: between of fund does not go from low to high; change the two ends"),
        ("theme:\n  fund: {between: [1, 19.5], reason: A.}\n", "2: between of fund leaves out 20.0, which the baseline has; widen it"),
        ("theme:\n  fund: {among: [1, 30], reason: A.}\n", "2: among of fund leaves out 20.0, which the baseline has; add it"),
        ("theme:\n  fund: {among: [20, 30, 30], reason: A.}\n", "2: among of fund has a value twice; delete one of the two"),
        ("theme:\n  year: {between: [2029.5, 2031], reason: A.}\n", "2: between of year must be int, but is 2029.5; mend the value"),
        ("theme:\n  town: {between: [A, Z], reason: A.}\n", "2: between of town is not of numbers; write `among:` and all values"),
        ("theme:\n  pace: {between: [1.0, 2.0], reason: A.}\n", "2: between of pace must be list[float], but is 1.0; mend the value"),
        ("theme:\n  pace: {between: [[1.0], [2.0]], reason: A.}\n", "2: between of pace has lists of other lengths than [1.0, 2.0], which the baseline has; make them as long"),
        ("theme:\n  pace: {between: [[0.0, 3.0], [2.0, 4.0]], reason: A.}\n", "2: between of pace leaves out [1.0, 2.0], which the baseline has; widen it"),
        ("theme:\n  town: {each: [Northtown, B], reason: A.}\n  fund: {each: [20.0, 3], reason: A.}\n", "3: theme.ipynb is made once for each town already; delete one of the two"),
        ("theme:\n  fixed: {fund: }\n", "2: fund does not say why it is fixed; write a reason"),
        ("theme:\n  fixed: {found: None.}\n", "2: theme.ipynb has no parameter 'found'; did you mean fund; mend the name"),
        ("theme:\n  fixed: fund\n", "2: nothing is fixed here; write `fixed: {name: reason}`"),
        ("theme:\n  fund: {between: [1, 30]\n", "not valid YAML"),
        ("- theme\n", "1: no sections stand here; write `notebook:` and parameters below it"),
    ],
)  # fmt: skip
def test_what_is_refused(report: Path, text: str, said: str) -> None:
    (message,) = told(report, text)
    assert message.startswith("data/ranges.yml:")
    assert said in message
    with pytest.raises(RangeError) as refused:
        ranges.load()
    assert str(refused.value) == message
    assert message in soundness.errors_of_build()


def test_all_that_is_wrong_is_told(report: Path) -> None:
    assert (
        len(
            told(report, "settings: 3\nthene: {}\ntheme:\n  fund: 3\n  year: {between: [1, 2], reason: A.}\n")
        )
        == 4
    )


def test_an_assumption_has_a_range_or_says_why_it_has_none(report: Path) -> None:
    assert told(report, "theme:\n  pace: {between: [[0.0, 1.0], [2.0, 4.0]], reason: Slow to fast.}\n") == []
    said = list(ranges.unranged())
    # `year` has the reason of its edition, and as_of only steers.
    assert [line.partition(":")[0] for line in said] == ["data/editions/baseline.yml"] * 2
    assert said[0].endswith(
        "fund is an assumption, and nobody says how far it could be set otherwise; add `fund: {between: …, reason: …}` "
        "under theme: in data/ranges.yml, or `fixed: {fund: why}`"
    )
    assert "town is an assumption" in said[1]
    whole = "theme:\n  pace: {between: [[0.0, 1.0], [2.0, 4.0]], reason: Slow.}\n  fixed: {fund: As given., town: Only one.}\n"
    assert told(report, whole) == []
    assert list(ranges.unranged()) == []
