"""A new claim: a cell with a test, in a notebook that is there.

Belongs here: that cell, and the role to paste into a chapter. Does not: the tests (`export/comparisons.py`).
"""

from collections.abc import Sequence
from pathlib import Path

from evident import paths
from evident.evidence.ids import nearest
from evident.evidence.tables import Evidence
from evident.run.notebooks import read_cells
from evident.starting import notebook_files, series
from evident.starting.writing import CannotBegin, Writing, faults, filled, refuse_name


def begin(name: str, ids: Sequence[str] = ()) -> tuple[Path, str]:
    """Put a cell with a claim before the last one of a notebook; returns the notebook and the role to paste.

    Args:
        name: NOTEBOOK.KEY.
        ids: two figures, of which the first is compared with the second; none: two that fit each other.

    Raises:
        CannotBegin: there is no such notebook, the key is taken or none, or the figures cannot be compared.
    """
    theme, _, key = name.partition(".")
    known = {notebook.stem: notebook for notebook in paths.notebooks()}
    if theme not in known or not key:
        near = nearest(theme, known).rstrip("?") or f"; there are {', '.join(known)}"
        raise CannotBegin(
            f"no notebook is meant by {name!r}{near}; write NOTEBOOK.KEY, as {min(known)}.more_than_half"
        )
    refuse_name("claim", key)
    path = known[theme]
    code = "\n".join(cell.source for cell in read_cells(path) if cell.kind == "code")
    if f'"{key}"' in code or f" {key}=" in code or f"({key}=" in code:
        raise CannotBegin(
            f"{path.name} has {key!r} already; take another name: facts and claims share theirs"
        )
    if len(set(ids)) not in (0, 2):
        raise CannotBegin("a comparison has two figures; give --observation twice, or not at all")
    first, *_, last = series.chosen(Evidence.load(), ids=ids)
    if ids and (last.obs_id, first.obs_id) != tuple(ids):
        first, last = last, first
    imports = "" if "comparisons" in code else "from evident.export import comparisons\n\n"
    source = filled(
        "claim.txt", {"imports": imports, "key": key, "first": last.obs_id, "second": first.obs_id}
    )
    made = Writing()
    made.change(path, notebook_files.with_cell(path, key.replace("_", "-"), source.rstrip("\n")))
    made.write(faults)
    return path, f"{{claim}}`What holds || what is said where it does not <{name}>`"
