"""How many findings of the report are firm.

Belongs here: counting them in the table of findings (`evident.run.findings_table`). Does not: in how many settings each
holds, which the table has.
"""

import math

import pandas as pd

FIRM = 90.0  # percent of the settings
ALL = 100.0  # percent of the settings


def _known(findings: pd.DataFrame) -> bool:
    return not findings.empty and not findings["share"].isna().any()


def asked(findings: pd.DataFrame) -> float:
    """The findings in {findings}, counted."""
    return float(len(findings)) if _known(findings) else math.nan


def firm(findings: pd.DataFrame) -> float:
    """Findings in {findings} that a choice had a part in and that hold in nine tenths of these or more, counted."""
    return _count(findings, findings["touched"] & (findings["share"] >= FIRM))


def conditional(findings: pd.DataFrame) -> float:
    """Findings in {findings} that hold in less than nine tenths of the settings, counted."""
    return _count(findings, findings["share"] < FIRM)


def untouched(findings: pd.DataFrame) -> float:
    """Findings in {findings} that no choice that was varied has a part in, counted."""
    return _count(findings, ~findings["touched"].astype(bool))


def settings(findings: pd.DataFrame) -> float:
    """The number of {findings}, of the notebook that has most."""
    return float(findings["settings"].max()) if _known(findings) else math.nan


def claims(claims: pd.DataFrame) -> float:
    """The claims in {claims}, counted."""
    return float(len(claims)) if len(claims) else math.nan


def claims_failing(claims: pd.DataFrame) -> float:
    """Claims that do not hold in each of {claims}, counted."""
    return float((claims["share"] < ALL).sum()) if len(claims) else math.nan


def claims_conditional(claims: pd.DataFrame) -> float:
    """Claims that hold in less than nine tenths of {claims}, counted."""
    return float((claims["share"] < FIRM).sum()) if len(claims) else math.nan


def _count(findings: pd.DataFrame, chosen: pd.Series) -> float:
    return float(chosen.sum()) if _known(findings) else math.nan
