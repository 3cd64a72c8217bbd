"""The coal plants that stand: how old they are and how well they turn coal into power.

Belongs here: adding up units of the tracker by age and by steam technology. Does not: what coal plant made
(`power_mix.py`), plans of the province (`power_targets.py`).

Units: GW, percent.
"""

from collections.abc import Mapping

import pandas as pd

CUTS = {
    "decade": ("1980s", "1990s", "2000s", "2010s", "2020s"),
    "technology": ("subcritical", "supercritical", "ultra-supercritical", "unknown"),
}


def table(
    by_decade: Mapping[str, float], by_technology: Mapping[str, float], units: Mapping[str, float]
) -> pd.DataFrame:
    """The fleet cut two ways.

    Args:
        by_decade, by_technology: GW by group.
        units: how many units, by group of either cut.

    Returns:
        Columns cut (decade or technology), group, capacity (GW), share (percent of the cut), units.
    """
    rows = [
        (cut, group, capacity, 100 * capacity / sum(groups.values()), units[group])
        for cut, groups in (("decade", by_decade), ("technology", by_technology))
        for group, capacity in groups.items()
    ]
    return pd.DataFrame(rows, columns=["cut", "group", "capacity", "share", "units"])
