"""What power is worth by the time of day, and what the grid took of wind and sun month by month.

Belongs here: what a kilowatt earns at a price, the seasons in which power was wasted. Does not: comparisons of two
prices (`evident.export.comparisons`), the energy that plants make (`power_mix.py`).

Units: yuan per MWh, yuan a kilowatt and year, hours a year, percent. NaN passes through.
"""

from collections.abc import Sequence

import pandas as pd

from evident.evidence.tables import Observation


def earned(hours: float, price: float) -> float:
    """The yuan that a kilowatt earns in a year of {hours} at full load, if all is sold at {price}."""
    return hours * price / 1000  # MWh a kW is hours over 1,000


def monthly(wind: Sequence[Observation], solar: Sequence[Observation]) -> pd.DataFrame:
    """{wind} and {solar} by month.

    Returns:
        Columns month (as printed, 2024-12), wind, solar in percent, in order of time.
    """
    series = {
        name: {o.period: o.value for o in figures} for name, figures in (("wind", wind), ("solar", solar))
    }
    table = pd.DataFrame(series).sort_index()
    return table.rename_axis("month").reset_index()


def lost_in_these_months(figures: Sequence[Observation], limit: float, months: Sequence[int]) -> bool | None:
    """All months in which the grid took less than {limit} percent are of these months of the year, {months}."""
    if not all(figure.known for figure in figures):
        return None
    low = [figure for figure in figures if figure.value < limit]
    return bool(low) and all(int(figure.period[5:7]) in months for figure in low)
