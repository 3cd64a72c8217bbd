"""From measured faces to posts saved."""

import math

import pytest

from evident.export.origins import Bounded
from shanxi.models import crews


def test_per_face() -> None:
    # 972 people fewer at 178 faces: 5.46 a face; that is 37.8%, so 14.4 worked at a face before.
    sample = crews.per_face(972, 178, 37.8)
    assert sample.saved == pytest.approx(5.4607, abs=1e-4)
    assert sample.before == pytest.approx(14.446, abs=1e-3)


def test_per_face_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="0 faces"):
        crews.per_face(10, 0, 20)
    with pytest.raises(ValueError, match="120%"):
        crews.per_face(10, 5, 120)


def test_crew() -> None:
    assert crews.crew(972, 178, 37.8) == pytest.approx(14.446, abs=1e-3)


def test_people_spread_over_years() -> None:
    # 241,900 from 2023 to 2050: 27 years, 8,959 a year.
    assert crews.yearly(241_900, 2023, 2050) == pytest.approx(8959.26, abs=0.01)
    assert crews.yearly_range([34_800, 8_700], 4) == (2175, 8700)
    with pytest.raises(ValueError, match="from 2030 to 2030"):
        crews.yearly(1, 2030, 2030)
    with pytest.raises(ValueError, match="0 years"):
        crews.yearly_range([1, 2], 0)


def test_residents_a_worker_are_at_most() -> None:
    # 34.46 million over at least 990,000: 34.8, so up to 35.
    assert crews.residents_a_worker(34.46, Bounded(990_000, "at_least")) == Bounded(35.0, "at_most")
    assert crews.residents_a_worker(30, Bounded(1_000_000, "at_least")) == Bounded(30.0, "at_most")
    assert math.isnan(crews.residents_a_worker(math.nan, Bounded(1e6, "at_least")).value)
