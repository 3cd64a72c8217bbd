"""The cost model, by hand."""

import math

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


def test_burden_takes_half_of_the_last_loss() -> None:
    burden = transition_cost.burden(
        Range(200_000, 400_000), Range(40_000, 60_000), 10, 200, Range(0.4, 0.6), Range(0.1, 0.3)
    )
    assert list(burden.budget) == pytest.approx([4, 18])
    assert list(burden.total) == pytest.approx([4.8, 20.4])
