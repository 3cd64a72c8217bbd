"""The cost model, by hand."""

import math
from types import SimpleNamespace

import pytest

from shanxi.models import transition_cost
from shanxi.models.transition_cost import Range


def test_span_leaves_out_what_is_not_known() -> None:
    assert transition_cost.span(3.0, math.nan, 1.0) == (1.0, 3.0)
    assert math.isnan(transition_cost.span(math.nan).low)


def test_workers_by_hand() -> None:
    # 200,000 jobs at 40,000 yuan are 8 billion, at 60,000 for 400,000 jobs 24 billion; over ten years 0.8
    # and 2.4
    cost = transition_cost.workers_a_year(Range(200_000, 400_000), Range(40_000, 60_000), 10)
    assert list(cost) == pytest.approx([0.8, 2.4])


def test_budget_by_hand() -> None:
    # 200 billion of tax, 40 to 60% from coal, a tenth to three tenths of it gone: 8 to 36 billion
    assert list(transition_cost.budget_loss(200, Range(0.4, 0.6), Range(0.1, 0.3))) == pytest.approx([8, 36])


def test_a_part_takes_all_corners() -> None:
    # budget 4 to 18 beside workers 1 to 2: 4 / 6 to 18 / 19
    assert transition_cost.part_of_both((4, 18), (1, 2)) == pytest.approx((100 * 4 / 6, 100 * 18 / 19))
    assert transition_cost.part_of_both((4, 18), (6, 10)) == pytest.approx((100 * 4 / 14, 75))


def test_workers_in_the_units_of_the_notebook() -> None:
    assert transition_cost.forecasts_span([300_000, 200_000, 400_000]) == (200, 400)
    assert transition_cost.in_millions(SimpleNamespace(value=1.5e6, value_high=1.7e6)) == (1.5, 1.7)
    # 30 billion for 600,000 are 50,000 each; 20 billion for 500,000 are 40,000
    assert transition_cost.support_a_worker([30, 20], [600_000, 500_000]) == pytest.approx((40, 50))
    # 200 thousand at 40 thousand yuan are 8 billion, over ten years 0.8; 400 at 50 are 20, so 2
    assert transition_cost.workers_cost((200, 400), (40, 50), 10) == pytest.approx((0.8, 2.0))
    assert transition_cost.wider_cost((1.5, 1.7), (40, 50), 10) == pytest.approx((6.0, 8.5))


def test_tax_in_the_units_of_the_notebook() -> None:
    lost = transition_cost.last_loss(200, [40, 60], (10, 30))
    assert lost == pytest.approx((8, 36))
    assert transition_cost.mean_loss(lost) == pytest.approx((4, 18))
    assert transition_cost.together((1, 2), (4, 18)) == (5, 20)
