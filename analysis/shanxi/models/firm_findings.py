"""How many findings of the report are firm.

Belongs here: counting them in the table of findings (`evident.run.findings_table`). Does not: in how many settings each
holds, which the table has.
"""

import math

import pandas as pd

FIRM = 90.0  # percent of the settings


def _known(findings: pd.DataFrame) -> bool:
    return not findings.empty and not findings["share"].isna().any()


def asked(findings: pd.DataFrame) -> float:
    """The findings in {findings}, counted."""
    return float(len(findings)) if _known(findings) else math.nan


def firm(findings: pd.DataFrame) -> float:
    """Those of {findings} that a choice had a part in and that hold in nine tenths of the settings or more, counted."""
    return _count(findings, findings["touched"] & (findings["share"] >= FIRM))


def conditional(findings: pd.DataFrame) -> float:
    """Those of {findings} that hold in less than nine tenths of the settings, counted."""
    return _count(findings, findings["share"] < FIRM)


def untouched(findings: pd.DataFrame) -> float:
    """Those of {findings} that no choice that was varied has a part in, counted."""
    return _count(findings, ~findings["touched"].astype(bool))


def settings(findings: pd.DataFrame) -> float:
    """The most settings in which one of {findings} was asked."""
    return float(findings["settings"].max()) if _known(findings) else math.nan


def _count(findings: pd.DataFrame, chosen: pd.Series) -> float:
    return float(chosen.sum()) if _known(findings) else math.nan
