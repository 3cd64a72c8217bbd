"""Charts and tables on their way out of a notebook: what a report's figure function returns, and its printed form.

Belongs here: columns, what is drawn, the JSON of data and texts of an exhibit. Does not: exporting it (`notebook.py`),
the look of charts (`charts.py`), any chart of a report.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from evident.export.charts import Canvas
from evident.export.exporter import ExportError
from evident.text import formats, scales, sentences
from evident.text.words import Words

_PERIOD = re.compile(r"\d{4}-(\d\d(-\d\d)?|[QH][1-4])(/\d{4}-(\d\d(-\d\d)?|[QH][1-4]))?")


@dataclass(frozen=True)
class Column:
    """How a column of an exhibit's data is printed: its label, unit and decimals (None: text as it is).

    A column that is not `told` is in the table and its files, and is not read out of the chart: a letter, a coordinate.
    Where the unit differs by row, `unit_in` is the column of words that says it, and `units` has the unit that each of
    these words stands for, where a language may count it in another size.
    """

    label: str
    unit: str = ""
    decimals: int | None = None
    told: bool = True
    unit_in: str = ""
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """What an exhibit shows, as a table.

    Attributes:
        data: one row a mark or a line, all that is drawn.
        columns: how each column of `data` is printed, in the same order.
    """

    data: pd.DataFrame
    columns: Mapping[str, Column]


@dataclass(frozen=True)
class Chart(Table):
    """A table with the function that draws it on a canvas; it is called for a wide and for a narrow one."""

    draw: Callable[[Canvas], Figure]


def measured_in(
    columns: Mapping[str, Column], name: str, units: Mapping[str, str] | None = None
) -> dict[str, Column]:
    """The columns, those of numbers with their unit in a column of words; `units` as `Column.units`."""
    return {
        key: spec if spec.decimals is None else replace(spec, unit_in=name, units=units or {})
        for key, spec in columns.items()
    }


def data_payload(name: str, table: Table, words: Words) -> dict[str, Any]:
    """The columns, raw rows and printed cells of an exhibit. Days and months are printed in words.

    Raises:
        ExportError: data and columns differ.
    """
    data, columns = table.data, table.columns
    if list(data.columns) != list(columns):
        raise ExportError(
            f"exhibit {name}: its data have columns {list(data.columns)}, described are {list(columns)}"
        )
    names = list(columns)

    def power(spec: Column, row: Sequence[Any]) -> int:
        said = str(row[names.index(spec.unit_in)]) if spec.unit_in else ""
        return _power(spec, words, name, said)

    return {
        "columns": [
            {
                "name": str(column),
                "label": spec.label,
                "unit": spec.unit,
                "decimals": spec.decimals,
                "align": "left" if spec.decimals is None else "right",
                **({} if spec.told else {"told": False}),
                **({"unit_in": spec.unit_in} if spec.unit_in else {}),
                **({"power": p} if (p := _power(spec, words, name)) else {}),
                **(
                    {"powers": by}
                    if (by := {u: p for u in spec.units if (p := _power(spec, words, name, u))})
                    else {}
                ),
            }
            for column, spec in columns.items()
        ],
        "rows": [[to_json(v) for v in row] for row in data.itertuples(index=False)],
        "cells": [
            [_cell(v, spec, words, power(spec, row)) for v, spec in zip(row, columns.values(), strict=True)]
            for row in data.itertuples(index=False)
        ],
    }


def _cell(value: Any, spec: Column, words: Words, power: int) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if spec.decimals is None or isinstance(value, str):
        text = str(to_json(value)) if isinstance(value, dt.date) else str(value)
        return (
            formats.period(text, words) if _PERIOD.fullmatch(text) else sentences.known(text, words.language)
        )
    if not math.isfinite(float(value)):
        return "–"
    return formats.number(float(value), spec.decimals, words=words, power=power, padded=True)


def _power(spec: Column, words: Words, exhibit: str, said: str = "") -> int:
    """In which power of ten of its unit a column is counted; `said` names the unit where it differs by row."""
    unit = spec.units.get(said, "") if spec.unit_in else spec.unit
    known = unit and spec.decimals is not None and scales.has(unit, words)
    return scales.of_tables(unit, words, exhibit).power if known else 0


def to_json(value: Any) -> Any:
    """A value that JSON knows: dates as ISO text, NumPy numbers as Python's to twelve digits, NaN as None."""
    if isinstance(value, dt.date | pd.Timestamp):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return {str(k): to_json(v) for k, v in value.items()}
    if isinstance(value, Sequence | pd.Series) and not isinstance(value, str):
        return [to_json(v) for v in value]
    if hasattr(value, "tolist"):
        value = value.tolist()
        if isinstance(value, list):
            return to_json(value)
    if isinstance(value, float):
        # Processors differ in the last digit of a power or a quantile; what is exported must not.
        return float(f"{value:.12g}") if math.isfinite(value) else None
    return value
