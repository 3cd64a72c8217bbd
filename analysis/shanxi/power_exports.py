"""Shorthands with which the notebook on renewables exports: shares, full-load hours, ranges of draws.

Belongs here: forms of export that this notebook repeats dozens of times, so that its cells show the argument.
Does not: what an export is (`facts.py`), how a number is computed (`models/power_*.py`).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from evident.evidence.tables import Observation, PanelValue
from evident.export.notebook import Basis, Column, Notebook
from shanxi.models.power_mix import Draws, full_load_hours, interval, share

Published = Observation | PanelValue


def total(items: Iterable[Published]) -> float:
    """Sum of published values of one unit; NaN if one is not known."""
    return sum(item.value for item in items)


class PowerNotebook(Notebook):
    """A notebook with shorthands; it exports as `Notebook` does."""

    def cells(self, indicator: str, years: Iterable[int], province: str = "Shanxi") -> list[PanelValue]:
        """Cells of the panel, one a year (UnknownEvidence if there is none)."""
        return [self.evidence.cell(province, int(year), indicator) for year in years]

    def columns(self, *names: str, **units: str) -> dict[str, Column]:
        """Columns of an exhibit, labelled by the notebook's words: `names` are text, `units` numbers."""
        text = {name: Column(self.words(f"{self.name}.columns.{name}")) for name in names}
        return text | {
            name: Column(self.words(f"{self.name}.columns.{name}"), unit, 1) for name, unit in units.items()
        }

    def named(self, exhibit: str, keys: Iterable[str]) -> list[str]:
        """The words of an exhibit's rows, on one line each."""
        return [" ".join(self.words(f"{self.name}.{exhibit}.{key}").split()) for key in keys]

    def observed(self, **ids: str) -> None:
        """Export published figures as they are: fact key = id of the observation."""
        for key, obs_id in ids.items():
            self.fact(key, self.evidence[obs_id])

    def computed(
        self, key: str, value: float, unit: str, method: str, rests_on: Iterable[Basis], **more: Any
    ) -> float:
        """Export a computed number; one decimal unless `decimals` says otherwise."""
        return self.fact(
            key, value, unit=unit, how="computed", method=method, rests_on=rests_on, **{"decimals": 1} | more
        )

    def share(
        self, key: str, part: Sequence[Published], whole: Sequence[Published], method: str, **more: Any
    ) -> float:
        """Export the sum of `part` as a whole percentage of the sum of `whole`."""
        value = share(total(part), total(whole))
        return self.computed(key, value, "percent", method, [*part, *whole], **{"decimals": 0} | more)

    def hours(self, key: str, energy: Published, capacity: Published, method: str, **more: Any) -> float:
        """Export the full-load hours that published energy (TWh) and capacity (GW) imply."""
        value = full_load_hours(energy.value, capacity.value)
        return self.computed(key, value, "hour", method, [energy, capacity], **{"decimals": 0} | more)

    def spread(
        self, key: str, values: Draws, unit: str, method: str, rests_on: Sequence[Basis], level: float = 0.9
    ) -> tuple[float, float, float]:
        """Export draws as two facts, the median (`key`) and the central `level` of them (`<key>_range`)."""
        low, median, high = interval(values, level)
        said: dict[str, Any] = {"unit": unit, "decimals": 0, "how": "modelled", "rests_on": rests_on}
        self.fact(key, median, method=f"{method}: median of draws", **said)
        method = f"{method}: middle {level:.0%} of draws"
        self.fact(f"{key}_range", low, value_high=high, bound="range", method=method, **said)
        return low, median, high
