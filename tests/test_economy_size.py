"""Money of different years at the size of one economy, by hand."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from shanxi.models import economy_size

# Two provinces, together 100, 200 and 400: the economy doubles each year.
GDP = pd.DataFrame({"A": [60.0, 120.0, 240.0], "B": [40.0, 80.0, 160.0]}, index=[2010, 2011, 2012])


def figure(value: float, period: str, end: dt.date) -> SimpleNamespace:
    return SimpleNamespace(value=value, period=period, end=end)


def test_growth_from_the_mean_of_the_years() -> None:
    assert economy_size.growth(GDP, [2010]) == 4
    assert economy_size.growth(GDP, [2010, 2011]) == pytest.approx(400 / 150)
    assert economy_size.growth(GDP, [2012]) == 1
    assert economy_size.growth(GDP, [2025]) == 1  # behind the last year nothing is known to have grown


def test_growth_that_is_not_known() -> None:
    assert np.isnan(economy_size.growth(GDP, [2009]))
    assert np.isnan(economy_size.growth(GDP * np.nan, [2010]))
    assert economy_size.growth(GDP.replace(240.0, np.nan), [2010]) == 2  # the last year that is known whole


def test_sums_are_the_same_part_of_the_economy() -> None:
    two_years = figure(6.0, "2010/2011", dt.date(2011, 12, 31))
    # 3 a year, of a mean economy of 150: 8 of 400
    assert economy_size.a_year(two_years, GDP) == pytest.approx(8)
    assert economy_size.either_way(two_years, GDP) == pytest.approx((8, 16))
    assert economy_size.yearly(two_years, GDP) == pytest.approx(16)
    one_year = figure(5.0, "2010", dt.date(2010, 12, 31))
    assert economy_size.span_a_year([two_years, one_year], GDP) == pytest.approx((8, 20))
    assert economy_size.carried([(1.0, 2.0)], [one_year], GDP) == [(4.0, 8.0)]
    assert economy_size.carried_one((1.0, 2.0), [one_year], GDP) == (4.0, 8.0)
    assert economy_size.shortfall(one_year, 3.0, GDP) == pytest.approx(8)
