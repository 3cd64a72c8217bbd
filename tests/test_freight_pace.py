"""The pace of trains against values worked out by hand."""

import datetime as dt
import math

import pytest

from evident.evidence.tables import Observation
from evident.export.origins import Bounded
from shanxi.models.freight_pace import (
    Count,
    any_pace,
    as_year,
    at_year_end,
    backtest,
    before_growth,
    better_dated,
    count_of,
    day_can_be_told,
    fan,
    first_reached,
    is_overdue,
    last_reached,
    months_between,
    pace,
    recent_pace,
    tried,
    tried_met,
    whole_from_part,
    year_through,
)
from shanxi.models.intervals import UNKNOWN, Interval, exactly, interval


def on(year: int, month: int, day: int, total: Interval | float) -> Count:
    """A count on a known day."""
    date = dt.date(year, month, day)
    return Count(total if isinstance(total, Interval) else exactly(total), date, date)


def ends(item: object) -> tuple[float, float]:
    of = interval(item)
    return of.low, of.high


def printed(obs_id: str, period: str, value: float, source: str, bound: str = "exact") -> Observation:
    """A running total as a source prints it."""
    return Observation(
        obs_id, "freight", "trips", "Shanxi", period, "stock", value, math.nan, "trains", bound, "actual",
        "", "", source, "", "", "good", "", "",
    )  # fmt: skip


# -- dates of counts


def test_a_month_is_all_its_days_but_no_later_than_the_page_that_prints_it() -> None:
    count = count_of(exactly(426), "2021-06", "2021-06-11")
    assert (count.first, count.last) == (dt.date(2021, 6, 1), dt.date(2021, 6, 11))
    assert count.middle_day == dt.date(2021, 6, 6)
    without_source = count_of(exactly(160), "2019-11")
    assert (without_source.first, without_source.last) == (dt.date(2019, 11, 1), dt.date(2019, 11, 30))
    year = count_of(exactly(10), "2017")
    assert (year.first, year.last) == (dt.date(2017, 1, 1), dt.date(2017, 12, 31))


def test_a_source_older_than_its_count_is_refused() -> None:
    with pytest.raises(ValueError, match="a count of 2025-06 cannot stand in a source of 2025-05-01"):
        count_of(exactly(900), "2025-06", "2025-05-01")


def test_of_prints_for_the_same_days_the_better_dated_is_kept_whatever_its_value() -> None:
    pages = {"monthly": "2022-12-30", "daily": "2022-12-21", "late": "2024", "early": "2023-08-06"}
    by_month = printed("a", "2022-12", 640, "monthly")
    by_day = printed("b", "2022-12-20", 630, "daily")
    copied = printed("c", "2023-08-05", 700, "late")
    first = printed("d", "2023-08-05", 700, "early")
    assert better_dated([copied, by_month, first, by_day], pages) == {"2022-12": by_day, "2023-08": first}
    # what was not yet public gives way to what was
    hidden = printed("b", "2022-12-20", math.nan, "daily")
    assert better_dated([hidden, by_month], pages) == {"2022-12": by_month}


def test_a_count_of_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="not known"):
        count_of(printed("a", "2025-06", math.nan, "page"), "2025-06")
    over = count_of(printed("a", "2025-06", 900, "page", "at_least"), "2025-06")
    assert over.total == Interval(900, math.inf)


# -- pace


def test_the_pace_between_two_known_days() -> None:
    # 630 - 500 = 130 trains from 25 September 2021 to 20 December 2022: 451 days; 130 / 451 × 365.25 = 105.28
    found = pace(on(2021, 9, 25, 500), on(2022, 12, 20, 630))
    assert ends(found) == pytest.approx((105.283, 105.283), abs=0.001)


def test_a_vague_date_makes_the_pace_an_interval() -> None:
    # 426 - 218 = 208 trains from 18 June 2020 to some day of 1 to 11 June 2021, 348 to 358 days later:
    # 208 / 358 × 365.25 = 212.21 and 208 / 348 × 365.25 = 218.31
    june = count_of(exactly(426), "2021-06", "2021-06-11")
    assert ends(pace(on(2020, 6, 18, 218), june)) == pytest.approx((212.212, 218.310), abs=0.001)


def test_a_total_that_is_a_lower_bound_leaves_the_pace_open_above() -> None:
    # at least 200 trains in at most 678 days (5 August 2023 to 13 June 2025): 200 / 678 × 365.25 = 107.74
    over_900 = count_of(Interval(900, math.inf), "2025-06", "2025-06-13")
    found = pace(on(2023, 8, 5, 700), over_900)
    assert ends(found) == pytest.approx((107.743, math.inf), abs=0.001)


def test_after_a_lower_bound_the_pace_can_be_nothing() -> None:
    # 919 - at least 900: at most 19 trains, perhaps none, in 365 days: 19 / 365 × 365.25 = 19.01
    found = pace(on(2024, 1, 1, Interval(900, math.inf)), on(2024, 12, 31, 919))
    assert ends(found) == pytest.approx((0, 19.013), abs=0.001)


def test_both_ends_widen_with_totals_and_days_together() -> None:
    # 90 to 130 trains; from 1-31 January 2022 to 1-31 January 2023, so 335 to 395 days:
    # 90 / 395 × 365.25 = 83.22 and 130 / 335 × 365.25 = 141.74
    start = count_of(Interval(500, 520), "2022-01")
    end = count_of(Interval(610, 630), "2023-01")
    assert ends(pace(start, end)) == pytest.approx((83.222, 141.739), abs=0.001)


def test_no_pace_from_what_is_not_known_or_not_apart() -> None:
    assert math.isnan(pace(on(2023, 8, 5, 700), on(2025, 6, 1, UNKNOWN)))
    with pytest.raises(ValueError, match="not apart"):
        pace(count_of(exactly(600), "2022-12"), on(2022, 12, 20, 630))


def test_a_total_below_an_earlier_one_is_refused() -> None:
    with pytest.raises(ValueError, match="is below that of 2023-08-05"):
        pace(on(2023, 8, 5, 700), on(2024, 8, 5, 690))


def test_the_whole_from_a_part_and_its_rounded_share() -> None:
    # 850 / 0.935 = 909.09 and 850 / 0.925 = 918.92
    assert ends(whole_from_part(850.0, 93.0)) == pytest.approx((909.09, 918.92), abs=0.01)


# -- carrying forward


def test_recent_paces_are_taken_together() -> None:
    counts = [on(2020, 1, 1, 0), on(2021, 1, 1, 100), on(2022, 1, 1, 300), on(2023, 1, 1, 350)]
    # 2020 has 366 days, the others 365: 100 / 366, 200 / 365, 50 / 365, each × 365.25 = 99.80, 200.14, 50.03
    assert ends(recent_pace(counts, 1)) == pytest.approx((50.034, 50.034), abs=0.001)
    assert ends(recent_pace(counts, 2)) == pytest.approx((50.034, 200.137), abs=0.001)
    assert ends(any_pace(counts)) == pytest.approx((50.034, 200.137), abs=0.001)
    with pytest.raises(ValueError, match="4 counts have no 4 intervals"):
        recent_pace(counts, 4)


def test_months() -> None:
    # 18 June 2020 to 25 September 2021: 464 days of 30.4375
    assert months_between(on(2020, 6, 18, 218), on(2021, 9, 25, 500)) == pytest.approx(15.244, abs=0.001)


def test_a_count_carried_forward_spreads_with_time() -> None:
    # one year and a day at 100 to 120 a year from 909 to 919: 366 / 365.25 = 1.002053;
    # 909 + 100.205 = 1009.205 and 919 + 120.246 = 1039.246
    count = on(2025, 9, 17, Interval(909, 919))
    last = fan(count, {"latest": (100.0, 120.0)}, "2026-09-18").iloc[-1]
    assert (last["low"], last["high"]) == pytest.approx((1009.205, 1039.246), abs=0.001)


def test_what_ran_before_a_growth() -> None:
    # 48 % is 47.5 to 48.5: 74 / 1.485 = 49.8316 and 74 / 1.475 = 50.1695
    assert before_growth(74.0, 48.0) == pytest.approx((49.8316, 50.1695), abs=0.0001)


def test_a_total_at_the_end_of_a_year_lies_between_what_was_counted_before_and_after() -> None:
    # no less than the 160 before, and no more than 218 less the 49.8 that ran in between: 168.2
    assert at_year_end(160.0, 218.0, (49.8, 50.2)) == pytest.approx((160.0, 168.2))
    with pytest.raises(ValueError, match="cannot start at 200"):
        at_year_end(200.0, 218.0, 50.0)


def test_a_year_that_was_counted_in_part() -> None:
    # 500 less 345 to 353 are 147 to 155; 97 days at 365.25 a year are 97 more
    start, last = on(2020, 12, 31, Interval(345, 353)), on(2021, 9, 25, 500)
    assert year_through(start, last, 365.25) == pytest.approx((244, 252))
    assert year_through(start, last, (0.0, 365.25)) == pytest.approx((147, 252))
    # 74 in five months are 14.8 a month
    assert as_year(74, 5) == pytest.approx(177.6)


def test_a_round_total_is_overdue_once_its_last_day_is_past() -> None:
    counts = count_of(Interval(900, 950), "2025-09"), count_of(Interval(1001, 1005), "2025-09")
    open_one = count_of(Interval(990, 1010), "2025-09")
    day = dt.date(2026, 8, 20)
    assert [is_overdue(count, 1000, day, "2026-11-26") for count in counts] == [True, False]
    assert is_overdue(open_one, 1000, day, "2026-11-26") is None
    assert is_overdue(counts[0], 1000, day, "2026-08-20") is None
    assert is_overdue(counts[0], 1000, math.nan, "2026-11-26") is None  # type: ignore[arg-type]


def test_the_days_on_which_a_total_can_be_reached() -> None:
    # fastest: 81 trains at 120 a year = 246.5 days, slowest: 91 at 100 a year = 332.4 days
    start, count = dt.date(2025, 9, 17), on(2025, 9, 17, Interval(909, 919))
    assert first_reached(count, (100.0, 120.0), 1000) == start + dt.timedelta(246)
    assert last_reached(count, (100.0, 120.0), 1000) == start + dt.timedelta(333)
    assert day_can_be_told(count, (100.0, 120.0))


@pytest.mark.parametrize(
    ("total", "at"),
    [
        (Interval(900, math.inf), (100.0, 120.0)),
        (exactly(900), Bounded(100.0, "at_least")),
        (exactly(900), math.nan),
    ],
)
def test_an_open_end_gives_no_dates(total: Interval, at: object) -> None:
    for reached in (first_reached, last_reached):
        with pytest.raises(ValueError, match=r"open|not known"):
            reached(on(2025, 9, 17, total), at, 1000)
    assert not day_can_be_told(on(2025, 9, 17, total), at)


def test_at_a_pace_that_can_be_nothing_there_is_no_last_day() -> None:
    with pytest.raises(ValueError, match="open"):
        last_reached(on(2025, 9, 17, 900), Bounded(120.0, "at_most"), 1000)
    assert not day_can_be_told(on(2025, 9, 17, 900), Bounded(120.0, "at_most"))


def test_the_fan_has_each_pace_at_both_ends() -> None:
    # a year and a day later, as above
    count = on(2025, 9, 17, Interval(909, 919))
    table = fan(count, {"latest": (100.0, 120.0), "any": 50.0}, "2026-09-18")
    assert table["pace"].tolist() == ["latest", "latest", "any", "any"]
    assert table["low"].tolist() == pytest.approx([909, 1009.205, 909, 959.103], abs=0.001)
    assert table["high"].tolist() == pytest.approx([919, 1039.246, 919, 969.103], abs=0.001)
    assert fan(count, {"any": 50.0}, "2025-01-01").empty


def test_each_count_is_tried_against_the_counts_before_it_only() -> None:
    counts = [on(2021, 1, 1, 0), on(2022, 1, 1, 100), on(2023, 1, 1, 210), on(2024, 1, 1, 400)]
    (trial,) = backtest(counts, 2)
    # paces 100 and 110 in 365 days each; carried over 365 days: 210 + 100 to 210 + 110; it came to 400
    assert ends(trial.expected) == pytest.approx((310, 320))
    assert not trial.met
    # with "over 315" nothing contradicts the expectation
    (again,) = backtest([*counts[:3], on(2024, 1, 1, Interval(315, math.inf))], 2)
    assert again.met
    assert (tried(counts, 2), tried_met(counts, 2)) == (1, 0)
