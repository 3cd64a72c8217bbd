"""How fast intelligent mines are rolled out, and how far a curve fitted to the counts can be trusted.

Belongs here: cleaning a cumulative count, a diffusion curve with its uncertainty, forecasts from it. Does
not: plain paces (`pace.py`), which counts were public when (`evidence.py`), verdicts (`verdicts.py`).

The model. Mines are accepted one by one; between two dates the number newly accepted is a count with mean K
(F(end) − F(start)) and variance mean + (c · mean)², a negative binomial. F is an S-curve from 0 to 1 in time
(logistic, or Gompertz as a check), K the number of mines at which it levels off. Fitting the additions rather
than the cumulative counts keeps one late year from being counted again in every later total, and lets a
forecast start from the last count instead of from the curve. The four unknowns (ceiling, takeover time,
midpoint, scatter c) are too many for four or five additions, so they get priors that are stated in `Prior`;
the posterior is drawn by sampling from the priors and resampling by likelihood (Rubin 1988; Smith and
Gelfand, The American Statistician 46, 1992).
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from evident.evidence.periods import published_by
from evident.evidence.sources import Source
from evident.evidence.tables import Observation
from evident.export.origins import Bounded, modelled

Floats = NDArray[np.float64]

# Draws from the prior for each draw kept: enough that the draws kept are mostly different ones.
OVERSAMPLE = 100


@dataclass(frozen=True)
class Prior:
    """What is assumed before any count is seen; each is a range.

    Attributes:
        ceiling: mines at which the curve levels off, uniform; from the last count up to all mines there are.
        takeover: years from 10% to 90% of the ceiling, log-uniform.
        midpoint: date of the fastest growth as a decimal year, uniform.
        scatter: by what share a year's additions stray from the curve, log-uniform.
    """

    ceiling: tuple[float, float]
    takeover: tuple[float, float] = (1.5, 15.0)
    midpoint: tuple[float, float] = (2021.0, 2031.0)
    scatter: tuple[float, float] = (0.05, 0.5)


@dataclass(frozen=True)
class Fit:
    """Draws from the posterior, one entry a draw, and the last count that the forecast starts from."""

    ceiling: Floats
    takeover: Floats
    midpoint: Floats
    scatter: Floats
    curve: str
    last_time: float
    last_count: float
    most: float


def decimal_year(date: dt.date) -> float:
    """The end of a day as a decimal year: 31 December 2024 is 2025.0."""
    start, end = dt.date(date.year, 1, 1), dt.date(date.year + 1, 1, 1)
    return date.year + ((date - start).days + 1) / (end - start).days


def rising(counts: Iterable[tuple[dt.date, float]]) -> list[tuple[dt.date, float]]:
    """The counts that can be one cumulative series, in order of date.

    A cumulative count cannot fall, so a figure lower than one dated earlier is stale or counts something
    narrower: it is left out. Of several equal figures for one date one is kept; unknown ones (NaN) are
    dropped.
    """
    kept: list[tuple[dt.date, float]] = []
    for date, count in sorted(counts):
        if np.isnan(count) or (kept and count < kept[-1][1]):
            continue
        if kept and kept[-1][0] == date:
            kept.pop()
        kept.append((date, count))
    return kept


def chosen(figures: Iterable[Observation], until: dt.date = dt.date.max) -> list[Observation]:
    """The last figure of each calendar year, by date; of two for one day the surer. Acceptances bunch in December, so
    that a year's last count is the one to compare.

    Args:
        until: only figures that refer to days up to this one.
    """
    sure = ("doubtful", "conflict", "good")
    ordered = sorted(
        (obs for obs in figures if obs.end <= until), key=lambda o: (o.end, sure.index(o.quality))
    )
    return list({obs.end.year: obs for obs in ordered}.values())


def published_until(
    figures: Iterable[Observation], sources: Mapping[str, Source], day: dt.date
) -> list[Observation]:
    """Those of the figures whose sources had been published by a day."""
    when = {key: published_by(source.published, source.read) for key, source in sources.items()}
    return [obs for obs in figures if when[obs.source_id] <= day]


@modelled
def curve(
    counts: Sequence[tuple[dt.date, float]], all_mines: float, seed: int, draws: int, form: str = "logistic"
) -> Fit:
    """A {form} curve fitted to the additions between {counts}, with a ceiling of at most {all_mines}.

    Args:
        counts: two or more, in order of date.

    Raises:
        ValueError: counts that are too few, not known or fall; no mines left above the last.
    """
    values = [count for _, count in counts]
    if np.isnan(values).any():
        raise ValueError("a count is not known")
    if any(after < before for before, after in pairwise(values)):
        raise ValueError(f"a cumulative count cannot fall: {values}")
    prior = Prior(ceiling=(values[-1] if values else 0.0, all_mines))
    return fit(counts, prior, np.random.default_rng(seed), draws, form)


@modelled
def path(fitted: Fit, target_year: int, seed: int) -> tuple[Floats, Floats]:
    """What {fitted} makes of each quarter from the last count to the end of {target_year}.

    Returns:
        Decimal years, and draws × times.

    Raises:
        ValueError: the target year is over.
    """
    steps = np.arange(fitted.last_time, target_year + 1 + 0.01, 0.25)
    if len(steps) == 0:
        raise ValueError(f"the year {target_year} was over when mines were counted last")
    return steps, forecast(fitted, steps, np.random.default_rng(seed))


@modelled
def at_end(ahead: tuple[Floats, Floats]) -> Floats:
    """The mines at the end, by {ahead}."""
    return ahead[1][:, -1]


@modelled
def ceilings(fitted: Fit) -> Floats:
    """The number of mines at which {fitted} ends."""
    return fitted.ceiling


@modelled
def chance(ends: Floats, total: float) -> Bounded:
    """The share of draws, in percent, that reach {total}; below one it is printed as up to one: {ends}"""
    found = 100 * float((np.asarray(ends) >= total).mean()) if not math.isnan(total) else math.nan
    return Bounded(max(found, 1.0), "at_most" if found < 1 else "exact") if found == found else Bounded(found)


@modelled
def tried(
    counts: Sequence[tuple[dt.date, float]], all_mines: float, dates: Sequence[str], which: int, seed: int,
    draws: int,
) -> dict[int, Floats]:  # fmt: skip
    """A logistic curve fitted to {counts}, with a ceiling of at most {all_mines}, carried on to the ends of the years
    after those of {dates}.

    Args:
        which: index of the date at which the forecast is made.

    Returns:
        Draws by year, of the years after that date.
    """
    begin = dt.date.fromisoformat(dates[which]).year
    ends = sorted({y for date in dates if (y := dt.date.fromisoformat(date).year + 1) > begin})
    fitted = curve(counts, all_mines, seed, draws)
    columns = forecast(fitted, [year + 1.0 for year in ends], np.random.default_rng(seed)).T
    return dict(zip(ends, columns, strict=True))


@modelled
def next_year(forecasts: Mapping[int, Floats]) -> Floats:
    """The end of the next year, by {forecasts}."""
    return forecasts[min(forecasts)]


def share_reached(time: ArrayLike, midpoint: Floats, takeover: Floats, curve: str) -> Floats:
    """The S-curve F: share of the ceiling reached at decimal years `time` (last axis), one row a draw.

    Args:
        time: decimal years, shape (times,).
        midpoint: date of fastest growth, shape (draws,).
        takeover: years from 10% to 90%, shape (draws,).
        curve: "logistic" or "gompertz".

    Returns:
        Shape (draws, times), between 0 and 1.

    Raises:
        ValueError: no such curve.
    """
    since = (np.atleast_1d(np.asarray(time, float))[None, :] - midpoint[:, None]) / takeover[:, None]
    with np.errstate(over="ignore"):  # exp of a very early date is infinite and its share 0, as it should be
        if curve == "logistic":
            return 1 / (1 + np.exp(-np.log(81) * since))
        if curve == "gompertz":
            return np.exp(-np.exp(-np.log(np.log(0.1) / np.log(0.9)) * since))
    raise ValueError(f"no curve {curve!r}: logistic or gompertz")


def fit(
    counts: Sequence[tuple[dt.date, float]],
    prior: Prior,
    rng: np.random.Generator,
    draws: int,
    curve: str = "logistic",
) -> Fit:
    """Fit the curve to a cumulative series (see `chosen`).

    Args:
        counts: at least two (date, count), rising.
        draws: how many draws of the posterior to keep.

    Raises:
        ValueError: fewer than two counts, or a ceiling below the last of them.
    """
    if len(counts) < 2:
        raise ValueError(f"a curve needs two counts or more, not {len(counts)}")
    times = np.array([decimal_year(date) for date, _ in counts])
    totals = np.array([count for _, count in counts])
    if prior.ceiling[1] <= totals[-1]:
        raise ValueError(f"the ceiling {prior.ceiling[1]:g} is not above the last count {totals[-1]:g}")
    size = OVERSAMPLE * draws
    ceiling = rng.uniform(*prior.ceiling, size)
    takeover = _log_uniform(rng, prior.takeover, size)
    midpoint = rng.uniform(*prior.midpoint, size)
    scatter = _log_uniform(rng, prior.scatter, size)
    reached = share_reached(times, midpoint, takeover, curve)
    # The first count is itself an addition: everything since the beginning.
    mean = ceiling[:, None] * np.diff(reached, axis=1, prepend=0.0)
    weight = log_likelihood(np.diff(totals, prepend=0.0), mean, scatter[:, None]).sum(axis=1)
    probability = np.exp(weight - weight.max())
    chosen = rng.choice(size, draws, p=probability / probability.sum())
    return Fit(
        ceiling[chosen], takeover[chosen], midpoint[chosen], scatter[chosen],
        curve, float(times[-1]), float(totals[-1]), prior.ceiling[1],
    )  # fmt: skip


def _log_uniform(rng: np.random.Generator, between: tuple[float, float], size: int) -> Floats:
    return np.exp(rng.uniform(math.log(between[0]), math.log(between[1]), size))


def log_likelihood(added: Floats, mean: Floats, scatter: Floats) -> Floats:
    """Log probability of additions: negative binomial with this mean and variance mean + (scatter · mean)².

    The arrays are broadcast against each other; means are kept above 1e-9 so that an impossible curve gets a
    very low probability and not an error.
    """
    mean = np.maximum(mean, 1e-9)
    size = scatter**-2.0
    return (
        gammaln(added + size) - gammaln(size) - gammaln(added + 1)
        + size * np.log(size / (size + mean)) + added * np.log(mean / (size + mean))
    )  # fmt: skip


def forecast(fitted: Fit, times: ArrayLike, rng: np.random.Generator) -> Floats:
    """Cumulative counts at later decimal years: draws of what the curve and its scatter allow.

    Args:
        times: decimal years after the last count, rising, shape (times,).

    Returns:
        Shape (draws, times). No draw passes the number of mines there are.

    Raises:
        ValueError: a time lies before the last count.
    """
    when = np.atleast_1d(np.asarray(times, float))
    if (np.diff(when, prepend=fitted.last_time) < 0).any():
        raise ValueError(f"forecast from {fitted.last_time:.2f} on, in order; asked for {when}")
    steps = np.concatenate([[fitted.last_time], when])
    reached = share_reached(steps, fitted.midpoint, fitted.takeover, fitted.curve)
    mean = np.maximum(fitted.ceiling[:, None] * np.diff(reached, axis=1), 1e-9)
    # A year has one draw of luck, shared by the steps within it, so that finer steps do not average it out.
    luck = rng.gamma(fitted.scatter**-2.0, fitted.scatter**2.0, (_years(when, fitted.last_time), len(mean)))
    year = np.floor(when - fitted.last_time - 1e-9).astype(int).clip(0)
    added = rng.poisson(mean * luck[year].T)
    return np.minimum(fitted.last_count + added.cumsum(axis=1), fitted.most)


def _years(when: Floats, start: float) -> int:
    return int(np.ceil(when[-1] - start - 1e-9).clip(1))


def interval(draws: Floats, share: float = 0.9) -> tuple[float, float, float]:
    """Lower end, median and upper end of the central interval holding `share` of the draws (NaN if none)."""
    if draws.size == 0:
        return (float("nan"),) * 3
    low, middle, high = np.quantile(draws, [(1 - share) / 2, 0.5, (1 + share) / 2])
    return float(low), float(middle), float(high)
