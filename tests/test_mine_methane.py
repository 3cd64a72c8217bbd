"""Methane: carbon dioxide, mass, and what burning spares."""

import math

import pytest

from shanxi.models import mine_methane


def test_methane_as_carbon_dioxide() -> None:
    # 8.5 Mt ± 0.6 at 28: 238 Mt, from 7.9 · 28 = 221.2 to 9.1 · 28 = 254.8.
    assert mine_methane.spread(8.5, 0.6) == pytest.approx((7.9, 9.1))
    assert mine_methane.equivalent(8.5, 28) == 238
    assert mine_methane.equivalent_range((7.9, 9.1), 28) == pytest.approx((221.2, 254.8))
    # Beside 500 Mt of carbon dioxide: 44.24 to 50.96 percent.
    assert mine_methane.beside((7.9, 9.1), 28, 500) == pytest.approx((44.24, 50.96))


def test_methane_of_a_tonne_of_coal() -> None:
    assert mine_methane.a_tonne(8.5, 1000) == 8.5  # kilograms


def test_a_volume_of_gas_as_mass() -> None:
    assert mine_methane.mass(10) == pytest.approx(6.7)


def test_what_burning_spares() -> None:
    assert mine_methane.spared(28) == 25.25
    assert mine_methane.spared_by(8, 10, 28) == pytest.approx(20.2)
    assert mine_methane.worth(28, 100) == 2525


def test_what_is_not_known_stays_so() -> None:
    assert math.isnan(mine_methane.equivalent(math.nan, 28))
    assert all(map(math.isnan, mine_methane.beside((math.nan, math.nan), 28, 500)))
    assert math.isnan(mine_methane.worth(28, math.nan))


def test_estimates_that_differ_by_more_than_the_error() -> None:
    assert mine_methane.above_error(13.1, 8.6, 0.6) is True
    assert mine_methane.above_error(9.2, 8.6, 0.6) is False  # the ends touch
    assert mine_methane.parts_below([1.0, 2.0], (7.9, 9.1)) is True
    assert mine_methane.parts_below([4.0, 3.9], (7.9, 9.1)) is False


def test_twice_the_error() -> None:
    # (8.5 - 1.2) · 10 = 73.
    assert mine_methane.above_at_twice(8.5, 0.6, 10, 72) is True
    assert mine_methane.above_at_twice(8.5, 0.6, 10, 74) is False


def test_what_an_inventory_lacks() -> None:
    assert mine_methane.beyond_inventory(565, 20) == pytest.approx(678)
