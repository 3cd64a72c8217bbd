"""Figures that something new can rest on until its author has chosen.

Belongs here: choosing published figures of one indicator and place that can be compared. Does not: looking figures up
for a report (`evidence/tables.py`).
"""

import re
from collections.abc import Sequence

from evident.evidence.tables import Evidence, Observation, UnknownEvidence
from evident.starting.writing import CannotBegin

_YEAR = re.compile(r"\d{4}")
MOST = 6  # figures; the latest ones


def chosen(evidence: Evidence, indicator: str = "", ids: Sequence[str] = ()) -> list[Observation]:
    """Comparable figures in order of time: those named, those of an indicator, or the longest series there is.

    Raises:
        CannotBegin: there is no such figure or indicator, or there are fewer than two figures that can be compared.
    """
    try:
        if ids:
            found = sorted((evidence[key] for key in dict.fromkeys(ids)), key=lambda obs: obs.end)
            if len({(obs.indicator, obs.end) for obs in found}) < 2 or len({obs.unit for obs in found}) > 1:
                raise CannotBegin(
                    "name two or more figures of one unit and of different times with --observation"
                )
            return found
        names = [indicator] if indicator else sorted(evidence.indicators.index)
        series = [group for name in names for group in _groups(evidence, str(name))]
    except UnknownEvidence as error:
        raise CannotBegin(f"{error}; see data/observations.csv and data/indicators.csv") from None
    longest = max(series, key=len, default=[])
    if len(longest) < 2:
        what = f"indicator {indicator!r} has" if indicator else "there are"
        raise CannotBegin(
            f"{what} fewer than two figures of one place that can be compared; add some with `new observation`, or "
            "name others with --observation"
        )
    return longest[-MOST:]


def _groups(evidence: Evidence, indicator: str) -> list[list[Observation]]:
    """Figures of an indicator by place, class and kind of period; of each time the first."""
    groups: dict[tuple[object, ...], dict[object, Observation]] = {}
    for obs in evidence.select(indicator, quality=["good"]):
        if obs.value > 0 and obs.bound != "range" and obs.period_kind != "target":
            # What came in four months is not compared with what came in eight; what stands at a day can be.
            span = _YEAR.sub("", obs.period) if obs.period_kind == "flow" else ""
            key = (obs.place, obs.category, obs.period_kind, obs.definition_note, span)
            groups.setdefault(key, {}).setdefault(obs.end, obs)
    return [list(group.values()) for group in groups.values()]
