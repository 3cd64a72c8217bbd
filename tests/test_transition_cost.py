"""The cost model, by hand."""

import datetime as dt
import math
from types import SimpleNamespace

import pytest

from shanxi.models import transition_cost
from shanxi.models.transition_cost import Range


def test_span_leaves_out_what_is_not_known() -> None:
    assert transition_cost.span(3.0, math.nan, 1.0) == (1.0, 3.0)
    assert math.isnan(transition_cost.span(math.nan).low)


def forecast(jobs: float, period: str, end: int, most: float = math.nan) -> SimpleNamespace:
    bound = "exact" if math.isnan(most) else "range"
    return SimpleNamespace(value=jobs, value_high=most, bound=bound, period=period, end=dt.date(end, 12, 31))


def test_each_forecast_has_its_own_years() -> None:
    slow, fast = forecast(270_000, "2023/2050", 2050), forecast(350_000, "2025/2030", 2030)
    assert (transition_cost.years_of(slow), transition_cost.years_of(fast)) == (27, 5)
    # 10,000 a year at 40 and at 60 thousand yuan are 0.4 and 0.6 billion; 70,000 are 2.8 and 4.2
    costs = transition_cost.support_by_forecast([slow, fast], (40, 60))
    assert costs[0] == pytest.approx((0.4, 0.6))
    assert costs[1] == pytest.approx((2.8, 4.2))
    assert transition_cost.widest(costs) == pytest.approx((0.4, 4.2))
    assert transition_cost.jobs_a_year([slow, fast]) == pytest.approx((10, 70))
    # of a range the least with the least: 1.5 million over 5 years at 40, 1.7 million at 60
    wide = forecast(1.5e6, "2025/2030", 2030, 1.7e6)
    assert transition_cost.support_by_forecast([wide], (40, 60))[0] == pytest.approx((12, 20.4))


def test_budget_by_hand() -> None:
    # 200 billion of tax, 40 to 60% from coal, a tenth to three tenths of it gone: 8 to 36 billion
    assert list(transition_cost.budget_loss(200, Range(0.4, 0.6), Range(0.1, 0.3))) == pytest.approx([8, 36])


def test_a_part_takes_all_corners() -> None:
    # budget 4 to 18 beside workers 1 to 2: 4 / 6 to 18 / 19
    assert transition_cost.part_of_both((4, 18), (1, 2)) == pytest.approx((100 * 4 / 6, 100 * 18 / 19))
    assert transition_cost.part_of_both((4, 18), (6, 10)) == pytest.approx((100 * 4 / 14, 75))


def test_support_a_worker_in_the_units_of_the_notebook() -> None:
    # 30 billion for 600,000 are 50,000 each; 20 billion for 500,000 are 40,000
    assert transition_cost.support_a_worker([30, 20], [600_000, 500_000]) == pytest.approx((40, 50))


def test_tax_in_the_units_of_the_notebook() -> None:
    # 80 and 90 percent of a revenue of 250 are 200 and 225; 40 percent of 200 and a tenth of it, 60 of 225 and 30
    tax = transition_cost.tax_by_parts(250, [90, 80])
    assert tax == pytest.approx((200, 225))
    lost = transition_cost.last_loss(tax, [40, 60], (10, 30))
    assert lost == pytest.approx((8, 40.5))
    assert transition_cost.mean_loss(lost) == pytest.approx((4, 20.25))
    assert transition_cost.apart([90, 80, 100]) == pytest.approx(20)
    assert transition_cost.both_ends(3) == (3, 3)
    assert transition_cost.together((1, 2), (4, 18)) == (5, 20)


def test_support_that_costs_more() -> None:
    assert transition_cost.raised((40, 60), 1.5) == (60, 90)
