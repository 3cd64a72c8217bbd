"""The data set as Parquet, one file a table, in an archive.

Belongs here: types and metadata of those files. Does not: which tables and columns there are (`dataset_tables.py`).

Each column has its title and its meaning in its metadata, each file the title, version, licence and citation of the
whole. The same tables give the same bytes with the same version of Arrow.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from evident.run import packing
from evident.run.dataset_tables import Table


def write(
    target: Path, tables: Sequence[Table], about: Mapping[str, str], folder: str, released: str
) -> None:
    """Pack the tables.

    Args:
        about: what each file says of the whole, by name.
        folder: in which the files lie in the archive.
        released: the day of the version (ISO).

    Raises:
        OSError: it cannot be written.
    """
    files: dict[str, bytes | Path] = {f"{table.name}.parquet": content(table, about) for table in tables}
    packing.write(target, folder, files, released)


def content(table: Table, about: Mapping[str, str]) -> bytes:
    """A table as a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    types: dict[str, Any] = {
        "string": pa.string(), "number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_(),
    }  # fmt: skip
    fields = [
        pa.field(
            column.name,
            types[column.type],
            nullable=not (column.required or column.name in table.key),
            metadata={"title": column.title, "description": column.description},
        )
        for column in table.columns
    ]
    schema = pa.schema(fields, metadata={"table": table.name, "holds": table.description, **about})
    values = [[row[place] for row in table.rows] for place in range(len(fields))]
    made = pa.table(
        [pa.array(column, field.type) for column, field in zip(values, fields, strict=True)], schema=schema
    )
    buffer = BytesIO()
    parquet.write_table(made, buffer, compression="zstd")
    return buffer.getvalue()
