"""Ranges and draws carried through, and the choice of two figures for a pace. Values are worked out by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from evident.evidence.tables import Observation
from evident.export.origins import Bounded
from shanxi.models import choosing, uncertain

NAN = math.nan


def published(value: float, period: str = "2024", high: float = NAN) -> Observation:
    return Observation(
        "x", "hydrogen", "x", "Shanxi", period, "stock", value, high, "count", "exact", "actual", "", "", "s", "",
        "", "good", "", "",
    )  # fmt: skip


def test_ends_of_a_range_and_of_a_number() -> None:
    assert uncertain.ends(published(22, high=26)) == (22, 26)
    assert uncertain.ends(published(22)) == (22, 22)


def test_ratio_of_ranges_takes_all_corners() -> None:
    # 37 / 26 = 1.423, 51 / 22 = 2.318; a median of 42 divided by two ends would give 1.6 to 1.9
    assert uncertain.ratio((37, 51), (22, 26)) == pytest.approx((1.4231, 2.3182), rel=1e-4)
    assert uncertain.ratio(3, (1, 2)) == (1.5, 3)
    assert uncertain.ratio((2, 4), 2) == (1, 2)
    assert uncertain.ratio(6, 4) == 1.5


def test_ratio_of_draws_keeps_together_what_moves_together() -> None:
    draws = np.array([10.0, 20.0, 40.0])
    assert uncertain.ratio(draws, draws).tolist() == [1, 1, 1]
    assert uncertain.ratio(draws, 10.0).tolist() == [1, 2, 4]
    assert uncertain.share(5.0, draws).tolist() == [50, 25, 12.5]


def test_range_does_not_meet_draws() -> None:
    with pytest.raises(ValueError, match="has to be drawn"):
        uncertain.ratio(np.array([1.0]), (1, 2))


@pytest.mark.parametrize("nothing", [0.0, (0.0, 1.0), np.array([1.0, 0.0])])
def test_ratio_to_what_may_be_nothing_is_refused(nothing: uncertain.Uncertain) -> None:
    with pytest.raises(ValueError, match="may be nothing"):
        uncertain.ratio(1.0, nothing)


def test_other_operations_on_ranges() -> None:
    assert uncertain.share((1, 2), 4) == (25, 50)
    assert uncertain.difference(3, (1.26, 1.35)) == pytest.approx((1.65, 1.74))
    assert uncertain.product((1, 2), (3, 4)) == (3, 8)


def test_what_is_not_known_passes_through() -> None:
    assert all(map(math.isnan, uncertain.ratio((NAN, NAN), 2)))
    assert math.isnan(uncertain.ratio(NAN, 2))
    assert np.isnan(uncertain.evenly(published(NAN), 1, 3, 0)).all()


def test_evenly_fills_the_range() -> None:
    draws = uncertain.evenly(published(22, high=26), 1, 40_000, 3)
    assert 22 <= draws.min() <= draws.max() <= 26
    # 5% and 95% of the way from 22 to 26
    assert np.quantile(draws, [0.05, 0.5, 0.95]) == pytest.approx([22.2, 24, 25.8], abs=0.05)
    assert (draws == uncertain.evenly(published(22, high=26), 1, 40_000, 3)).all()
    assert (draws != uncertain.evenly(published(22, high=26), 1, 40_000, 4)).any()


def test_bounds() -> None:
    assert uncertain.at_least((1, 2)) == Bounded(1, "at_least", 2)
    assert uncertain.at_most(8.2).bound == "at_most"
    assert uncertain.percent(0.9) == "90%"


def test_a_range_that_may_reach() -> None:
    assert uncertain.may_reach((2.7, 3.0), 3) is True
    assert uncertain.may_reach((2.7, 2.9), 3) is False
    assert uncertain.may_reach((2.7, NAN), 3) is None


def test_claims_of_ranges() -> None:
    assert uncertain.within(3, (2.74, 3.29)) is True
    assert uncertain.within(3, (2.26, 2.71)) is False
    assert uncertain.within(NAN, (1, 2)) is None
    assert uncertain.may_be_less(Bounded(16.6, "at_least"), 28) is True
    assert uncertain.may_be_less(Bounded(37, "at_least", 40), 28) is False


def test_a_pace_passes_over_figures_that_lie_close() -> None:
    figures = [published(1, day) for day in ("2020-12-31", "2022-12-31", "2024-10-31", "2024-12-31")]
    assert [f.period for f in choosing.apart(figures)] == ["2020-12-31", "2024-12-31"]
    assert [f.period for f in choosing.apart(figures, years=1)] == ["2022-12-31", "2024-12-31"]
    # None is three years older than the second: the first on record
    assert [f.period for f in choosing.apart(figures[:2])] == ["2020-12-31", "2022-12-31"]


def test_a_pace_is_between_public_figures() -> None:
    first, hidden = published(1, "2020-12-31"), published(NAN, "2024-12-31")
    assert choosing.apart([first, hidden]) == [first, first]
    assert choosing.apart([replace(first, value=NAN), hidden])[1].period == "2020-12-31"
    with pytest.raises(ValueError, match="no figure"):
        choosing.apart([])
