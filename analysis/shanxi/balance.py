"""The balance of coal and power by province, as notebooks that look at single provinces use it.

Belongs here: which figures of the evidence the balance is made of. Does not: how it is computed
(`models/dependence.py`), what the cooperation notebook says of it and how it is checked there.
"""

from dataclasses import dataclass

from evident.evidence.tables import Selection
from evident.export.notebook import Notebook
from evident.export.origins import Result, whole
from shanxi.models import dependence
from shanxi.models.latest import across, known_years

YEAR, SUNNY = (
    2023,
    2020,
)  # the years for which the panel has power by source of all provinces, and hours of sun
_HEAT = ("c-per-tj-ndrc", "ncv-ndrc", "oxidation-ndrc")


@dataclass(frozen=True)
class Balance:
    """Coal burnt (Mt of CO2) and dug (Mt), carbon in coal burnt beyond it (`dependence.coal_at`), who burns more than
    it digs, and all carbon drawn from elsewhere, as coal and as power (`dependence.drawn_at`)."""

    burnt: Selection
    dug: Selection
    coal: Result
    burners: Result
    drawn: Result


def balance(nb: Notebook) -> Balance:
    """The balance of all provinces, with the origin of each part."""
    evidence, ends = nb.evidence, (YEAR - 1, YEAR)
    made = nb.derive(
        dependence.power_made,
        {s: across(evidence, f"generation_{s}_above_scale", YEAR) for s in ("thermal", "hydro", "nuclear")},
        {s: across(evidence, key, *ends) for s, key in _CAPACITY.items()},
        {"wind": across(evidence, "wind_utilisation_hours", YEAR),
         "solar": across(evidence, "solar_utilisation_hours", SUNNY)},
    )  # fmt: skip
    use, dug = across(evidence, "electricity_consumption", YEAR), across(evidence, _DUG, YEAR)
    burnt = across(evidence, "co2_coal", known_years(evidence, "co2_coal")[-1])
    content, *heat = (evidence[f"const-coal-{key}"] for key in ("c-content-range", *_HEAT))
    factor = nb.derive(dependence.factor_range, whole(content), *heat)
    power = nb.derive(dependence.bought, use, made)
    drawn = nb.derive(dependence.drawn_at, burnt, dug, power, factor, evidence["const-grid-ef-cn-2023"])
    coal = nb.derive(dependence.coal_at, burnt, dug, factor)
    return Balance(burnt, dug, coal, nb.derive(dependence.burners_of, coal), drawn)


def made_in(nb: Notebook, place: str) -> Result:
    """Electricity made in one place by source, TWh; of sources that the panel does not list for it there is none.

    Where the panel has the sun's metered output of the place, that is taken, and else the estimate from capacity."""
    sources = ("thermal", "hydro", "nuclear", "solar")
    listed = [s for s in sources if _has(nb, place, f"generation_{s}_above_scale")]
    cells, ends = nb.evidence.selection, (YEAR - 1, YEAR)
    estimated = {s: key for s, key in _CAPACITY.items() if s not in listed}
    hours = {"wind": ("wind_utilisation_hours", YEAR), "solar": ("solar_utilisation_hours", SUNNY)}
    return nb.derive(
        dependence.power_made,
        {s: cells(f"generation_{s}_above_scale", [place], [YEAR]) for s in listed},
        {s: cells(key, [place], ends) for s, key in estimated.items()},
        {s: cells(hours[s][0], [place], [hours[s][1]]) for s in estimated},
    )


def is_metered(nb: Notebook, place: str, source: str) -> bool:
    """Whether the panel has the metered output of a source of this place."""
    return _has(nb, place, f"generation_{source}_above_scale")


def _has(nb: Notebook, place: str, indicator: str) -> bool:
    return nb.evidence.has(f"panel:{place}:{YEAR}:{indicator}")


_CAPACITY = {"wind": "capacity_wind", "solar": "solar_capacity_nea"}
_DUG = "raw_coal_output_above_scale"
