"""The roll-out model: cleaning a count, the S-curve, its fit and its forecasts."""

import datetime as dt

import numpy as np
import pytest

from evident.evidence.sources import Source
from evident.evidence.tables import Observation
from evident.export.origins import Bounded
from shanxi.models import rollout
from shanxi.models.rollout import Prior


def day(year: int, month: int = 12, number: int = 31) -> dt.date:
    return dt.date(year, month, number)


def test_decimal_year_counts_to_the_end_of_the_day() -> None:
    assert rollout.decimal_year(day(2024)) == 2025.0
    # 1 July is day 182 of 2023: 182 / 365
    assert rollout.decimal_year(day(2023, 7, 1)) == pytest.approx(2023 + 182 / 365)


def test_rising_drops_stale_unknown_and_repeated_counts() -> None:
    counts = [
        (day(2024), 268.0),
        (day(2023), 118.0),
        (day(2024, 1, 23), 107.0),  # lower than the count before: an earlier cut-off
        (day(2025, 3), 244.0),  # lower: printed late
        (day(2024), 268.0),  # the same figure from a second source
        (day(2025), float("nan")),  # not yet published
    ]
    assert rollout.rising(counts) == [(day(2023), 118.0), (day(2024), 268.0)]


def count(period: str, value: float, quality: str = "good", source: str = "a") -> Observation:
    return Observation(
        f"{period}-{quality}", "mining", "mines", "Shanxi", period, "stock", value, float("nan"), "count", "exact",
        "actual", "", "", source, "", "", quality, "", "",
    )  # fmt: skip


def test_chosen_is_the_last_of_each_year_and_the_surer_of_one_day() -> None:
    counts = [
        count("2024-12-31", 268, "doubtful"),
        count("2023-04-21", 39),
        count("2023-08", 48),
        count("2024-12-31", 269, "conflict"),
        count("2024-12-23", 244),
        count("2025-12-31", 400),
    ]
    assert [o.value for o in rollout.chosen(counts)] == [48, 269, 400]
    assert [o.value for o in rollout.chosen(counts, day(2024, 12, 30))] == [48, 244]


def test_published_until_goes_by_the_source() -> None:
    sources = {"a": Source("a", "", "", "2023", ""), "b": Source("b", "", "", "2024-01-16", "")}
    counts = [count("2023-08", 48), count("2023-12-31", 118, source="b")]
    assert [o.value for o in rollout.published_until(counts, sources, day(2023))] == [48]
    assert len(rollout.published_until(counts, sources, day(2024, 1, 16))) == 2


COUNTS = [(day(2022), 40.0), (day(2023), 120.0), (day(2024), 260.0)]


def test_a_path_goes_by_quarters_to_the_end_of_the_target_year() -> None:
    fitted = rollout.curve(COUNTS, 600, 1, 200)
    steps, draws = rollout.path(fitted, 2026, 1)
    assert steps == pytest.approx([2025, 2025.25, 2025.5, 2025.75, 2026, 2026.25, 2026.5, 2026.75, 2027])
    assert (rollout.at_end((steps, draws)) == draws[:, 8]).all()
    assert rollout.ceilings(fitted).max() <= 600
    with pytest.raises(ValueError, match="2023 was over"):
        rollout.path(fitted, 2023, 1)


def test_a_curve_refuses_counts_that_fall_or_are_not_known() -> None:
    with pytest.raises(ValueError, match="cannot fall"):
        rollout.curve([*COUNTS, (day(2025), 250.0)], 600, 1, 10)
    with pytest.raises(ValueError, match="not known"):
        rollout.curve([*COUNTS, (day(2025), float("nan"))], 600, 1, 10)


def test_chance_counts_draws_and_never_says_nothing() -> None:
    ends = np.array([100.0, 200, 300, 400])
    assert rollout.chance(ends, 300) == Bounded(50.0, "exact")
    assert rollout.chance(ends, 500) == Bounded(1.0, "at_most")
    assert np.isnan(rollout.chance(ends, float("nan")).value)


def test_tried_forecasts_the_years_after_the_dates() -> None:
    dates = ["2024-12-31", "2025-12-31"]
    both = rollout.tried(COUNTS, 600, dates, 0, 1, 100)
    assert list(both) == [2025, 2026]
    assert (rollout.next_year(both) == both[2025]).all()
    assert (both[2026] >= both[2025]).all()
    assert list(rollout.tried(COUNTS, 600, dates, 1, 1, 100)) == [2026]


@pytest.mark.parametrize("curve", ["logistic", "gompertz"])
def test_takeover_is_the_time_from_a_tenth_to_nine_tenths(curve: str) -> None:
    midpoint, takeover = np.array([2025.0]), np.array([4.0])
    times = np.linspace(2000, 2060, 600_001)
    share = rollout.share_reached(times, midpoint, takeover, curve)[0]
    tenth, nine_tenths = np.interp([0.1, 0.9], share, times)
    assert nine_tenths - tenth == pytest.approx(4.0, abs=1e-3)


def test_share_reached_by_hand() -> None:
    # Logistic with takeover 4: rate ln(81) / 4. Two years past the midpoint: 1 / (1 + 81^-0.5) = 0.9.
    share = rollout.share_reached([2025.0, 2027.0], np.array([2025.0]), np.array([4.0]), "logistic")
    assert share[0] == pytest.approx([0.5, 0.9])
    # Gompertz grows fastest at exp(-1) of its ceiling.
    assert rollout.share_reached(2025.0, np.array([2025.0]), np.array([4.0]), "gompertz")[
        0, 0
    ] == pytest.approx(np.exp(-1))
    with pytest.raises(ValueError, match="no curve 'bass'"):
        rollout.share_reached(2025.0, np.array([2025.0]), np.array([4.0]), "bass")


def test_log_likelihood_by_hand() -> None:
    # Scatter 1 makes the negative binomial geometric: P(n) = p (1 - p)^n with p = 1 / (1 + mean).
    # Mean 3: p = 1/4; P(2) = 1/4 × (3/4)² = 9/64.
    value = rollout.log_likelihood(np.array([2.0]), np.array([3.0]), np.array([1.0]))
    assert np.exp(value[0]) == pytest.approx(9 / 64)
    # All probabilities of a distribution sum to 1.
    counts = np.arange(3000.0)
    assert np.exp(rollout.log_likelihood(counts, np.array([80.0]), np.array([0.3]))).sum() == pytest.approx(1)


def made_up(
    ceiling: float = 500, takeover: float = 4, midpoint: float = 2024.5
) -> list[tuple[dt.date, float]]:
    """Year-end counts that lie on a known logistic curve."""
    times = np.arange(2021.0, 2029.0)
    share = rollout.share_reached(times, np.array([midpoint]), np.array([takeover]), "logistic")[0]
    return [(day(int(t) - 1), round(ceiling * s)) for t, s in zip(times, share, strict=True)]


def test_fit_recovers_a_known_curve() -> None:
    prior = Prior(ceiling=(450, 900), scatter=(0.02, 0.1))
    fitted = rollout.fit(made_up()[:7], prior, np.random.default_rng(1), 2000)
    assert np.median(fitted.ceiling) == pytest.approx(500, rel=0.05)
    assert np.median(fitted.midpoint) == pytest.approx(2024.5, abs=0.2)
    assert np.median(fitted.takeover) == pytest.approx(4, rel=0.1)


def test_a_forecast_contains_what_came() -> None:
    counts = made_up()
    fitted = rollout.fit(counts[:5], Prior(ceiling=(counts[4][1], 900)), np.random.default_rng(1), 2000)
    draws = rollout.forecast(fitted, [2026.0, 2027.0], np.random.default_rng(2))
    for column, (_, truth) in zip(draws.T, counts[5:7], strict=True):
        low, _, high = rollout.interval(column)
        assert low <= truth <= high


def test_less_seen_is_less_known() -> None:
    counts = made_up()
    widths = []
    for seen in (4, 6, 8):
        prior = Prior(ceiling=(counts[seen - 1][1], 900))
        fitted = rollout.fit(counts[:seen], prior, np.random.default_rng(1), 2000)
        low, _, high = rollout.interval(fitted.ceiling)
        widths.append(high - low)
    assert widths[0] > widths[1] > widths[2]


def test_forecast_starts_from_the_last_count_rises_and_stops_at_all_mines() -> None:
    counts = [(day(2023), 100.0), (day(2024), 300.0)]
    fitted = rollout.fit(counts, Prior(ceiling=(300, 400)), np.random.default_rng(1), 500)
    draws = rollout.forecast(fitted, [2025.0, 2025.5, 2030.0], np.random.default_rng(1))
    assert draws.shape == (500, 3)
    assert (draws[:, 0] == 300).all()  # no time has passed
    assert (np.diff(draws, axis=1) >= 0).all()
    assert draws.max() <= 400


def test_finer_steps_within_a_year_do_not_narrow_a_forecast() -> None:
    def all_draws(value: float) -> np.ndarray:
        return np.full(20_000, value)

    known = rollout.Fit(
        all_draws(600), all_draws(4), all_draws(2025.5), all_draws(0.4), "logistic", 2025.0, 100.0, 5000.0
    )
    coarse = rollout.forecast(known, [2026.0], np.random.default_rng(3))[:, -1]
    fine = rollout.forecast(known, [2025.25, 2025.5, 2025.75, 2026.0], np.random.default_rng(3))[:, -1]
    assert fine.mean() == pytest.approx(coarse.mean(), rel=0.02)
    assert fine.std() == pytest.approx(coarse.std(), rel=0.05)


def test_the_same_seed_gives_the_same_draws() -> None:
    runs = [
        rollout.fit(made_up()[:4], Prior(ceiling=(200, 900)), np.random.default_rng(7), 100) for _ in range(2)
    ]
    assert (runs[0].ceiling == runs[1].ceiling).all()


def test_refusals() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="two counts or more, not 1"):
        rollout.fit([(day(2024), 10.0)], Prior(ceiling=(10, 20)), rng, 10)
    with pytest.raises(ValueError, match="ceiling 20 is not above the last count 30"):
        rollout.fit([(day(2023), 10.0), (day(2024), 30.0)], Prior(ceiling=(10, 20)), rng, 10)
    fitted = rollout.fit([(day(2023), 10.0), (day(2024), 15.0)], Prior(ceiling=(15, 20)), rng, 10)
    with pytest.raises(ValueError, match=r"forecast from 2025\.00 on"):
        rollout.forecast(fitted, [2024.0], rng)


def test_interval_holds_the_share_asked_for() -> None:
    # 0, 1, …, 100: 5% of the way is 5, half is 50, 95% is 95.
    assert rollout.interval(np.arange(101.0)) == pytest.approx((5, 50, 95))
    assert np.isnan(rollout.interval(np.array([]))).all()
