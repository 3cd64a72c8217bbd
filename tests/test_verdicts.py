"""The rule of verdicts, by hand: 10 a year are needed, the tolerance is a tenth."""

import datetime as dt
import math
from typing import Any

import pytest

from evident.export import verdicts
from evident.look import identity
from evident.text.words import Words

NAN = math.nan


@pytest.mark.parametrize(
    ("observed", "needed", "verdict"),
    [
        (11.1, 10, "ahead"),
        (11.0, 10, "on_track"),
        (9.0, 10, "on_track"),
        (8.9, 10, "behind"),
        (-5, 10, "behind"),
        (0, 0, "ahead"),  # the target is reached
        (1, -3, "ahead"),
        (NAN, 10, "cannot_be_told"),
        (10, NAN, "cannot_be_told"),
    ],
)
def test_on_pace(observed: float, needed: float, verdict: str) -> None:
    assert verdicts.on_pace(observed, needed) == verdict


def test_another_tolerance() -> None:
    assert verdicts.on_pace(8.0, 10, tolerance=0.2) == "on_track"
    assert verdicts.on_pace(9.9, 10, tolerance=0) == "behind"


def ends(*levels: tuple[int, float]) -> list[tuple[dt.date, float]]:
    """Levels at ends of years."""
    return [(dt.date(year, 12, 31), level) for year, level in levels]


@pytest.mark.parametrize(
    ("points", "target_set", "pace"),
    [
        # 2022 to 2025: 30 in three years; what came before does not count.
        (ends((2019, 0), (2022, 40), (2024, 60), (2025, 70)), None, 10),
        # No level three years back: the last one before that, 2021, and 50 in four years.
        (ends((2019, 0), (2021, 20), (2024, 60), (2025, 70)), None, 12.5),
        # Since the target was set in the middle of 2023: the last level on or before that day is that of 2022.
        (ends((2022, 40), (2023, 46), (2024, 60), (2025, 70)), dt.date(2023, 6, 30), 10),
        # Set at the end of 2023: 24 in two years.
        (ends((2022, 40), (2023, 46), (2024, 60), (2025, 70)), dt.date(2023, 12, 31), 12),
        # Set before all that is on record, longer ago than three years: three years.
        (ends((2009, 10), (2022, 40), (2025, 70)), dt.date(2010, 1, 1), 10),
        # A record shorter than three years: all of it.
        (ends((2024, 60), (2025, 70)), None, 10),
        # In any order, and without what is not known.
        (ends((2025, 70), (2023, NAN), (2022, 40)), None, 10),
        (ends((2025, NAN), (2024, 60), (2021, 30)), None, 10),
        # It may fall.
        (ends((2022, 70), (2025, 40)), None, -10),
    ],
)
def test_the_pace_of_late(points: Any, target_set: dt.date | None, pace: float) -> None:
    assert verdicts.recent_pace(points, target_set) == pytest.approx(pace)


def test_a_level_a_little_younger_is_old_enough() -> None:
    """Three years to the day are not asked for: a tenth of a year less will do, and no more than that."""
    last = (dt.date(2025, 12, 31), 70.0)
    near, far = (dt.date(2023, 1, 31), 41.0), (dt.date(2023, 2, 28), 42.0)
    first = (dt.date(2015, 12, 31), 0.0)
    # 1,065 days before the last one, of 1,095.75 − 36.525 = 1,059.225 wanted
    assert verdicts.recent_pace([first, near, last]) == pytest.approx(29 / (1065 / 365.25))
    # 1,037 days: too young
    assert verdicts.recent_pace([first, far, last]) == pytest.approx(70 / 10)
    # Of the last year alone there is no level but the one 1,037 days before.
    assert verdicts.recent_pace([first, far, last], years=1) == pytest.approx(28 / (1037 / 365.25))


@pytest.mark.parametrize("points", [[], ends((2025, 70)), ends((2025, 70), (2024, NAN))])
def test_of_one_level_there_is_no_pace(points: Any) -> None:
    assert math.isnan(verdicts.recent_pace(points))


def test_two_levels_of_one_day_have_no_pace() -> None:
    assert math.isnan(verdicts.recent_pace(ends((2025, 70), (2025, 71))))


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ((2021, 12, 31), (2025, 12, 31), 4.0),  # whole, whatever the leap days
        ((2024, 12, 31), (2025, 6, 30), 181 / 365.25),
        ((2025, 12, 31), (2024, 12, 31), -1.0),
    ],
)
def test_years_between(start: tuple[int, int, int], end: tuple[int, int, int], years: float) -> None:
    assert verdicts.years_between(dt.date(*start), dt.date(*end)) == pytest.approx(years)


@pytest.mark.parametrize(
    ("level", "target", "at_most", "verdict"),
    [
        (100, 100, False, "met"),
        (99.9, 100, False, "missed"),
        (100, 100, True, "met"),
        (100.1, 100, True, "missed"),
        (NAN, 100, False, "cannot_be_told"),
        (100, NAN, True, "cannot_be_told"),
    ],
)
def test_a_target_whose_date_has_passed(level: float, target: float, at_most: bool, verdict: str) -> None:
    assert verdicts.outcome(level, target, at_most=at_most) == verdict


def test_a_target_that_is_missed_by_little() -> None:
    assert verdicts.outcome(99, 100, within=1) == "met"
    assert verdicts.outcome(98.9, 100, within=1) == "missed"
    assert verdicts.outcome(101, 100, at_most=True, within=1) == "met"
    assert verdicts.outcome(101.1, 100, at_most=True, within=1) == "missed"


def test_how_far_it_was_missed() -> None:
    assert verdicts.distance(99, 100) == pytest.approx(-1)
    assert verdicts.distance(330, 300) == pytest.approx(10)


@pytest.mark.parametrize(
    ("several", "verdict"),
    [
        (["behind", "behind"], "behind"),
        (["behind", "ahead"], "cannot_be_told"),
        (["behind", "cannot_be_told"], "cannot_be_told"),
        (["met"], "met"),
    ],
)
def test_verdicts_that_agree(several: list[str], verdict: str) -> None:
    assert verdicts.agreed(several) == verdict
    assert isinstance(verdicts.agreed(several), verdicts.Verdict)


def test_every_verdict_has_a_word_and_a_mark() -> None:
    assert (
        set(Words("en").section("common.verdicts")) == set(verdicts.VERDICTS) == set(identity.VERDICT_MARKS)
    )
