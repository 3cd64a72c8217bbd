"""Tables of the evidence in memory, with numbers as numbers.

Belongs here: files of tables to data frames. Does not: the form of the files (`table_files.py`), what the evidence can
be asked (`tables.py`).
"""

import math
from pathlib import Path

import pandas as pd

from evident.evidence.table_files import COLUMNS, NUMBERS, misread, read_table
from evident.text.files import BadFile

_TYPES = {"value": "float64", "value_high": "float64", "year": "int64"}


def read_frame(folder: Path, name: str, key: str = "") -> pd.DataFrame:
    """A table with text as text, empty cells as empty text and numbers as numbers, indexed by its key.

    Raises:
        BadFile: the file has not the form of a table, or a cell is not the number that it should be.
    """
    path = folder / f"{name}.csv"
    rows = read_table(path)
    columns: dict[str, list[object]] = {field: [] for field in COLUMNS[name]}
    for line, row in rows:
        for field, cells in columns.items():
            if field not in row:
                raise BadFile(
                    path, 1, f"there is no column {field!r}", f"the columns are {', '.join(columns)}"
                )
            cells.append(_cell(path, line, field, row[field]))
    table = pd.DataFrame(
        {field: pd.Series(cells, dtype=_TYPES.get(field, object)) for field, cells in columns.items()}
    )
    return table.set_index(key, drop=False) if key else table


def _cell(path: Path, line: int, field: str, text: str) -> object:
    kind = NUMBERS.get(field)
    if kind is None:
        return text
    if not text and field == "value_high":
        return math.nan
    if problem := misread(text, kind):
        raise BadFile(path, line, f"{field}: {text!r} {problem}", "write digits, a point, no unit")
    # Python's own reading: the nearest float, which prints back as the digits in the file.
    return int(text) if kind == "integer" else float(text)
