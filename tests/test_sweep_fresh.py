"""The committed sweeps belong to the evidence as it is: else the book says that how firm claims are was not computed."""

import pytest

from evident import paths
from evident.book import firm_rule
from evident.run import swept, swept_claims
from evident.run.findings import findings
from evident.run.traces import Pieces

SWEPT = [path.stem for path in paths.notebooks() if swept_claims.has_ranges(path.stem)]


@pytest.mark.parametrize("notebook", SWEPT)
def test_each_sweep_is_of_this_evidence(notebook: str) -> None:
    why = swept.stale(notebook, Pieces())
    assert why == "", f"{notebook}: {why}; run `shanxi sweep`, then `shanxi freeze firmness`"


def test_what_is_not_firm_says_so() -> None:
    told, unknown = firm_rule.of_report()
    assert [str(fault) for fault in told] == []
    assert unknown == ""


def test_every_theme_has_ranges_and_findings() -> None:
    themes = {key.partition(".")[0] for finding in findings() for key in finding.claims}
    assert themes
    assert themes <= set(SWEPT)
