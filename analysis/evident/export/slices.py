"""Slices of the panel: one name for the many cells that a number can rest on.

Belongs here: naming a set of panel cells, and telling what is in it. Does not: the panel itself (`evidence.py`) or
what rests on it (`facts.py`).
"""

from collections.abc import Iterable
from functools import cache

from evident.evidence.ids import PANEL_ID
from evident.evidence.tables import Evidence

SLICED_FROM = 12  # more cells of one indicator than this are named as one slice


class Slices:
    """The slices that one notebook names."""

    def __init__(self) -> None:
        self._cells: dict[str, list[str]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._cells

    def cells(self, key: str) -> list[str]:
        """Ids of the cells of a slice (KeyError if it has not been named)."""
        return self._cells[key]

    def fold(self, ids: Iterable[str]) -> list[str]:
        """The ids with many panel cells of one indicator named as one slice; others stay, in order, before them."""
        kept: list[str] = []
        cells: dict[str, list[str]] = {}
        for key in ids:
            if indicator := _indicator(key):
                cells.setdefault(indicator, []).append(key)
            else:
                kept.append(key)
        for indicator, keys in cells.items():
            kept.extend(keys if len(keys) <= SLICED_FROM else [self._name(indicator, keys)])
        return kept

    def record(self, key: str, evidence: Evidence) -> dict[str, object]:
        """What the catalogue prints of a slice: as for a cell, with its number of provinces as place, its first and
        last year as period, and the number of its `cells`."""
        cells = self._cells[key]
        province, year = key.split(":")[1:3]
        extent = {"place": province, "period": year.partition(".")[0].replace("-", "/")}
        return evidence.record(cells[0]) | extent | {"obs_id": key, "value": None, "cells": len(cells)}

    def _name(self, indicator: str, keys: list[str]) -> str:
        found = [match for key in keys if (match := PANEL_ID.fullmatch(key))]
        years = sorted({match["year"] for match in found})
        extent = f"panel:{len({match['province'] for match in found})}:{years[0]}-{years[-1]}"
        # Two slices of the same extent can leave out different cells; a number tells them apart.
        for count in range(len(self._cells) + 1):
            name = f"{extent}{f'.{count}' if count else ''}:{indicator}"
            if self._cells.setdefault(name, keys) == keys:
                return name
        raise AssertionError("one of the names above is free")


@cache  # a number may rest on all cells of the panel, and many numbers do
def _indicator(key: str) -> str:
    """The indicator of a panel cell; empty for other ids."""
    match = PANEL_ID.fullmatch(key)
    return match["indicator"] if match else ""
