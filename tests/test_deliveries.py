"""Which way leads where, and how many places a figure speaks of; by observations made up here."""

from dataclasses import dataclass

import pytest

from shanxi.models import deliveries


@dataclass(frozen=True)
class Figure:
    """As much of an observation as the functions read."""

    obs_id: str
    category: str = ""
    value: float = 1.0
    known: bool = True


LINES = [Figure(key) for key in (*deliveries.LEADS_TO, "shanxi-uhvac11-section-capacity")]


def test_the_last_of_each_category_is_the_newest() -> None:
    items = [Figure("a", "Wari"), Figure("b", "Daqin"), Figure("c", "Wari")]
    newest = deliveries.newest_of_each(items)  # type: ignore[arg-type]
    assert [(name, item.obs_id) for name, item in newest.items()] == [("Daqin", "b"), ("Wari", "c")]


def test_ways_out_leave_out_the_bohai_the_west_and_what_stays_within() -> None:
    rails = {
        name: Figure(name, name) for name in ("Daqin", "Shuohuang", "Dabao", "Tongpu", "Hanchang", "Shitai")
    }
    found = deliveries.other_ways_out(rails)  # type: ignore[arg-type]
    assert [item.obs_id for item in found] == ["Hanchang", "Shitai"]


def test_a_section_that_leads_in_is_not_leaving() -> None:
    assert len(deliveries.leaving(LINES)) == 4  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("buyers", "capital", "count"),
    [
        (True, True, 7),  # Henan, Beijing, Hebei, Jiangsu by lines; Shandong, Zhejiang; Tianjin
        (False, True, 5),
        (True, False, 6),
        (False, False, 4),
    ],
)
def test_a_place_that_several_figures_name_counts_once(buyers: bool, capital: bool, count: int) -> None:
    told = [Figure("b", known=buyers), Figure("j"), Figure("c", known=capital)]
    assert deliveries.places_with_a_figure(LINES, *told) == count  # type: ignore[arg-type]
