"""What is no error in the evidence and is asked for all the same: sources that are used, conflicts that are two.

Belongs here: rules that a reader of the tables is served by and no computation. Does not: breaks of the schema
(`schema.py`).
"""

from collections.abc import Iterator
from pathlib import Path

from evident.evidence.bibtex import read_entries
from evident.evidence.findings import ERROR, Finding
from evident.evidence.schema import misplaced
from evident.evidence.table_files import read_table

UNUSED = "a source that is not used"


def findings(folder: Path) -> Iterator[Finding]:
    """Sources that no figure comes from, and groups of conflict with one member that says nothing.

    Raises:
        BadFile: a table cannot be read.
    """
    observations = read_table(folder / "observations.csv")
    used = {row["source_id"] for _, row in (*observations, *read_table(folder / "panel.csv"))}
    entries = read_entries(folder / "sources.bib")[0]
    if wrong := misplaced([entry.key for entry in entries]):
        moved, above = entries[wrong[0]], wrong[1]
        yield Finding(
            "order of sources",
            ERROR,
            (),
            f"{folder.name}/sources.bib:{moved.line}",
            f"{moved.key}: this entry belongs {'at the end' if above is None else f'before {entries[above].key}'}.",
            "Move it; entries are sorted by key.",
        )
    for entry in entries:
        if entry.key not in used and "literature" not in entry.fields.get("keywords", ""):
            yield Finding(
                UNUSED,
                ERROR,
                (),
                f"{folder.name}/sources.bib:{entry.line}",
                f"{entry.key}: no figure comes from this source.",
                "Add its figure, delete it, or write keywords = {literature} if chapters or methods cite it.",
            )
    groups: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in observations:
        groups.setdefault(row["conflict_group"], []).append((line, row))
    for name, rows in groups.items():
        line, row = rows[0]
        if name and len(rows) == 1 and not row["quality_note"]:
            yield Finding(
                "a conflict with nothing",
                ERROR,
                (row["obs_id"],),
                f"{folder.name}/observations.csv:{line}",
                f"conflict_group: {name!r} has no other row, and quality_note says nothing.",
                "Name the group in the other row too, or say in quality_note what it contradicts.",
            )
