"""What leaves the province by which way, and which places a published figure says draw on it.

Belongs here: which railway and which line leads where, choosing the newest figure of each, counting places. Does not:
where places lie on a map (`figures/geography.py`), balances that estimate what nobody publishes (`dependence.py`).
"""

from collections.abc import Sequence

from evident.evidence.tables import Observation

# Railways of the evidence by where they lead; the others lead east or south into the neighbouring provinces and to the
# Yellow Sea.
TO_BOHAI = ("Daqin", "Shuohuang")
NOT_OUT = (
    "Dabao",
    "Dazhun",
    "Zhunchi",
    "Zhunshuo",
    "Shenshuo",
    "Taizhongyin",
)  # north and west: coal comes in as well
WITHIN = ("Tongpu",)

# The province to which a section of a power line leads from Shanxi, by the id of its rating; others lead into Shanxi.
LEADS_TO = {
    "shanxi-uhvac01-section-capacity": "Henan",
    "shanxi-uhvac12-section-capacity": "Beijing",
    "shanxi-uhvac15-section-capacity": "Hebei",
    "shanxi-uhvdc09-section-capacity": "Jiangsu",
}
# Places of which one figure speaks together.
BUYERS = ("Hebei", "Shandong", "Zhejiang", "Jiangsu")
CAPITAL = ("Beijing", "Tianjin", "Hebei")
BY_BUYER = "shanxi-coal-shipped-share-by-buyer-2010-01-to-2010-04-a"
AVOIDED = {"jiangsu": 2017, "beijing-tianjin-hebei": 2025}  # carbon that a line keeps out, and the year told
# What is planned: the base near Datong, and when its line to Tianjin is to be in service.
PLANNED = (
    "sx-datong-wind-solar-base-capacity-2024-03-28",
    "datong-huailai-tianjin-south-uhv-uhv-commissioning-year-2025-12-15",
)


def newest_of_each(items: Sequence[Observation]) -> dict[str, Observation]:
    """The last figure of each category, of those that come in the order of their dates.

    Returns:
        By category, in its order of the alphabet.
    """
    newest = {str(item.category): item for item in items}
    return dict(sorted(newest.items()))


def other_ways_out(rails: dict[str, Observation]) -> list[Observation]:
    """The railways that lead east or south out of the province, without the two to the Bohai."""
    return [item for name, item in rails.items() if name not in (*TO_BOHAI, *NOT_OUT, *WITHIN)]


def leaving(sections: Sequence[Observation]) -> list[Observation]:
    """The sections of power lines that lead out of the province."""
    return [item for item in sections if item.obs_id in LEADS_TO]


def places_with_a_figure(
    sections: Sequence[Observation], buyers: Observation, jiangsu: Observation, capital: Observation
) -> float:
    """How many places a figure says draw on the province: {sections}, {buyers}, {jiangsu} and {capital}.

    Args:
        sections: ratings of lines; buyers: of coal, four together; jiangsu, capital: of carbon, one and three.

    Returns:
        A count; a place that several figures name counts once.
    """
    places = {LEADS_TO[item.obs_id] for item in leaving(sections) if item.known}
    for item, named in ((buyers, BUYERS), (jiangsu, ("Jiangsu",)), (capital, CAPITAL)):
        places |= set(named) if item.known else set()
    return len(places)
