"""What differs between two versions of a report, why, and where the book prints it.

Belongs here: comparing exports, and tracing each difference to the rows, parameters, functions and words that differ.
Does not: where versions come from (`versions.py`), how a difference is shown (`difference_text.py`,
`difference_page.py`).

The form for machines, which `Difference.as_json` gives:

    before, after     the names of the two versions
    changes           a list, claims and verdicts that flipped first: kind (fact, verdict, claim, exhibit, explorer,
                      finding), key, what (added, removed, changed), flipped, before, after (as printed), parts
                      [{name, before, after}], cells (how many rows of an exhibit's data differ), causes (their
                      numbers), printed [file:line], used_by (facts and claims that were computed from it)
    causes            a list: kind (observation, panel, parameter, function, notebook, words, file, not kept), name,
                      told ("300 → 310"), where (file:line)
    without_effect    numbers of causes that no change names
"""

import ast
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from evident import paths
from evident.evidence.ids import TABLES
from evident.run import releases
from evident.run.exported import Export, Exported, read
from evident.run.imports import imported_by
from evident.run.printed_in import Places, places
from evident.run.versions import Version

HIDDEN = ("all of it", "value", "unit")  # parts that nobody reads as they stand
_ORDER = ("claim", "verdict", "fact", "exhibit", "explorer", "finding")
_SLICE = re.compile(r"panel:(\d+):(\d{4})-(\d{4})(?:\.\d+)?:(\w+)")


@dataclass(frozen=True)
class Cause:
    """Something that differs and that a number can rest on; `told` is how, `where` is file:line."""

    kind: str
    name: str
    told: str = ""
    where: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.told}".strip()


@dataclass
class Change:
    """An export that differs; its attributes are told above."""

    kind: str
    key: str
    what: str
    flipped: bool = False
    before: str = ""
    after: str = ""
    parts: list[tuple[str, str, str]] = field(default_factory=list)
    cells: int = 0
    causes: list[int] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    used_by: list[str] = field(default_factory=list)
    pictures: tuple[str, str] = ("", "")  # wide SVG before and after, where the notebooks were executed

    @property
    def anew(self) -> bool:
        """Whether a claim holds or not as before, and only compares other figures."""
        return self.kind == "claim" and self.what == "changed" and not self.flipped

    @property
    def seen(self) -> bool:
        """Whether anything that a reader sees differs, and not only digits that are not printed."""
        return (
            self.what != "changed" or self.before != self.after or any(p[0] not in HIDDEN for p in self.parts)
        )


@dataclass
class Difference:
    """Everything that differs."""

    before: str
    after: str
    changes: list[Change]
    causes: list[Cause]

    @property
    def without_effect(self) -> list[int]:
        """Causes that no change names."""
        named = {number for change in self.changes for number in change.causes}
        return [number for number in range(len(self.causes)) if number not in named]

    def as_json(self) -> dict[str, Any]:
        """The form above."""
        changes = [
            {k: v for k, v in vars(change).items() if k != "pictures"}
            | {"parts": [dict(zip(("name", "before", "after"), part, strict=True)) for part in change.parts]}
            for change in self.changes
        ]
        return {
            "before": self.before,
            "after": self.after,
            "changes": changes,
            "causes": [asdict(cause) for cause in self.causes],
            "without_effect": self.without_effect,
        }


def between(before: Version, after: Version) -> Difference:
    """What differs between two versions."""
    names = sorted(before.names | after.names)
    if before.kept is None and after.kept is None:
        names = [n for n in names if before.notebooks.get(n) != after.notebooks.get(n)]
    exported = {name: (before.exported(name), after.exported(name)) for name in names}
    if before.kept is not None or after.kept is not None:
        exported = {name: (_alone(old), _alone(new)) for name, (old, new) in exported.items()}
    origins = _Origins(before, after)
    changes = []
    for name, (old, new) in exported.items():
        found = list(compare(old.exports, new.exports))
        origins.look_at(name, old, new)
        for change in found:
            sides = [
                side[_kind(change), change.key]
                for side in (old.exports, new.exports)
                if (_kind(change), change.key) in side
            ]
            change.causes = origins.direct(name, sides)
        _pass_on(found, old, new)
        _share(found, old, new)
        for change in found:
            change.causes = change.causes or origins.otherwise(name)
            change.used_by = [e.key for e in new.exports.values() if change.key in e.facts]
        changes += found
    if changes:
        texts = {f: after.text(f) for f in after.files if _prints(f)}
        _place(changes, places(texts))
    changes.sort(key=lambda c: (not c.flipped, _ORDER.index(c.kind)))
    return Difference(before.name, after.name, changes, origins.causes)


def _alone(exported: Exported) -> Exported:
    """Facts and claims, where a version has kept nothing else."""
    exports = {where: export for where, export in exported.exports.items() if where[0] in ("fact", "claim")}
    return replace(exported, exports=exports)


def _prints(file: str) -> bool:
    return (file.startswith("chapters/") and file.endswith(".md")) or (
        "/words/" in file and file.endswith(".yml")
    )


def _kind(change: Change) -> str:
    return "fact" if change.kind == "verdict" else change.kind


def _place(changes: Iterable[Change], found: Places) -> None:
    for change in changes:
        change.printed = found.get((_kind(change), change.key), [])


# -- comparing


def compare(
    before: Mapping[tuple[str, str], Export], after: Mapping[tuple[str, str], Export]
) -> Iterator[Change]:
    """The exports that differ, without their causes."""
    for where in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(where), after.get(where)
        if old and new:
            change = _changed(old, new)
            if change:
                yield change
        elif (one := old or new) is not None:
            text = one.told.get("text") or one.told.get("title", "")
            change = Change(_shown_kind(one), where[1], "removed" if old else "added")
            change.before, change.after = (text, "") if old else ("", text)
            change.pictures = (old.picture if old else "", new.picture if new else "")
            yield change


def _changed(old: Export, new: Export) -> Change | None:
    parts = [
        (name, old.told[name], new.told[name])
        for name in new.told
        if name in old.told and old.told[name] != new.told[name]
    ]
    rows = _rows(old.rows, new.rows)
    if not parts and not rows:
        return None
    main = "title" if "title" in new.told else "text"
    change = Change(_shown_kind(new), new.key, "changed", before=old.told[main], after=new.told[main])
    change.parts = [part for part in parts if part[0] != main] + rows[:3]
    change.cells = len(rows)
    change.flipped = change.kind in ("claim", "verdict") and change.before != change.after
    change.pictures = old.picture, new.picture
    return change


def _shown_kind(export: Export) -> str:
    """A verdict is a fact whose value is one of the words of the rule."""
    value = export.told.get("value", "")
    if export.kind != "fact" or not value.startswith("'"):
        return export.kind
    from evident.look.identity import VERDICT_MARKS

    return "verdict" if value.strip("'") in VERDICT_MARKS else "fact"


def _rows(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """The rows of an exhibit's data that differ, the largest changes first."""
    if len(old) == len(new):
        pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    else:
        gone, come = [a for a in old if a not in new], [b for b in new if b not in old]
        pairs = [(a, "") for a in gone] + [("", b) for b in come]
    pairs.sort(key=lambda pair: -_apart(*pair))
    return [("data", a, b) for a, b in pairs]


def _apart(old: str, new: str) -> float:
    """How far two rows are apart: the largest relative change of a cell; a word that changed counts most."""
    most = 0.0
    for a, b in zip(old.split(" | "), new.split(" | "), strict=False):
        if a != b:
            try:
                x, y = (float(text.replace(",", "").replace("−", "-")) for text in (a, b))
            except ValueError:
                return float("inf")
            most = max(most, abs(y - x) / (max(abs(x), abs(y)) or 1))
    return most


# -- why


def _pass_on(changes: list[Change], old: Exported, new: Exported) -> None:
    """A change of a fact is the cause of a change of what was computed from it, where nothing nearer is known."""
    by_key = {change.key: change for change in changes if _kind(change) in ("fact", "claim")}
    for change in changes:
        if not change.causes:
            export = new.exports.get((_kind(change), change.key)) or old.exports.get(
                (_kind(change), change.key)
            )
            named = [by_key[key] for key in (export.facts if export else ()) if key in by_key]
            change.causes = sorted({number for other in named for number in other.causes})


def _share(changes: list[Change], old: Exported, new: Exported) -> None:
    """A frozen exhibit does not tell what it rests on: what changed the numbers of its notebook is taken to be it."""
    common = sorted({number for change in changes for number in change.causes})
    for change in changes:
        sides = [e for side in (old, new) if (e := side.exports.get((_kind(change), change.key)))]
        if not change.causes and change.kind not in ("fact", "verdict", "claim"):
            change.causes = common if not any(e.rests_on or e.assumed for e in sides) else []


class _Origins:
    """What differs in the sources of two versions, and which of it an export rests on."""

    def __init__(self, before: Version, after: Version) -> None:
        self._before, self._after = before, after
        self.causes: list[Cause] = []
        self._numbers: dict[Cause, int] = {}
        self._rows: dict[str, int] = {}
        self._added: list[int] = []
        self._functions: dict[str, list[str]] = {}
        self._assumed: dict[str, dict[str, int]] = {}
        self._code: dict[str, list[tuple[str, list[str]]]] = {}
        self._cells: dict[str, set[str]] = {}
        self._bare = before.kept is not None or after.kept is not None
        self._kept_little = any(side.evidence is not None for side in (before, after))
        if self._bare:  # the sources of a version that was kept are not known
            self._compare_evidence()
            return
        for table, ids in (("observations", ("obs_id",)), ("panel", ("province", "year", "indicator"))):
            self._compare_rows(table, ids)
        self._functions = {
            f: names
            for f in sorted({*before.files, *after.files})
            if f.endswith(".py") and (names := changed_functions(before.text(f), after.text(f)))
        }

    def _number(self, cause: Cause) -> int:
        if cause not in self._numbers:
            self._numbers[cause] = len(self.causes)
            self.causes.append(cause)
        return self._numbers[cause]

    def _compare_rows(self, table: str, ids: tuple[str, ...]) -> None:
        file = f"data/{table}.csv"
        if self._before.files.get(file) == self._after.files.get(file):
            return
        old, new = (_table(side.text(file), ids) for side in (self._before, self._after))
        prefix = "panel:" if table == "panel" else ""
        for key in [*old, *(k for k in new if k not in old)]:
            (_, a), (line, b) = old.get(key, (0, {})), new.get(key, (0, {}))
            if a != b:
                cause = Cause(
                    table.rstrip("s"), prefix + key, _row_told(a, b), f"{file}:{line}" if line else file
                )
                self._rows[cause.name] = self._number(cause)
                if not a or not b:
                    self._added.append(self._rows[cause.name])

    def _compare_evidence(self) -> None:
        """Note the figures that a version which was kept rests on, and that the other has otherwise or not at all."""
        kept = [side.evidence for side in (self._before, self._after) if side.evidence is not None]
        used = {key for evidence in kept for key in evidence}
        old, new = (
            releases.evidence_of(used, side.files) if side.kept is None else side.evidence
            for side in (self._before, self._after)
        )
        if old is None or new is None:
            return
        for key in sorted(used):
            a, b = old.get(key, {}), new.get(key, {})
            # What only one of two releases rests on may be in the evidence of the other too.
            if a != b and (len(kept) == 1 or (a and b)):
                told = "other cells" if "cells" in {*a, *b} else _row_told(a, b)
                kind = "panel" if key.startswith("panel:") else "observation"
                self._rows[key] = self._number(Cause(kind, key, told))

    def look_at(self, notebook: str, old: Exported, new: Exported) -> None:
        """Note what differs for a notebook: its parameters, the functions that it can call, its own cells."""
        here = self._assumed[notebook] = {}
        for name in new.parameters.keys() | old.parameters.keys():
            a, b = (side.parameters.get(name, "none") for side in (old, new))
            if a != b:
                here[name] = self._number(Cause("parameter", f"{notebook}.{name}", f"{a} → {b}"))
        self._code[notebook] = []
        if self._bare:
            return
        root = paths.report().root
        modules = {
            file.relative_to(root).as_posix() for file in imported_by(new.code) if file.is_relative_to(root)
        }
        self._code[notebook] = [(f, names) for f, names in self._functions.items() if f in modules]
        path = f"analysis/{notebook}.ipynb"
        if self._before.files.get(path) != self._after.files.get(path):
            was, now = (read(side.files.get(path, b"")) for side in (self._before, self._after))
            lines = set(was.code.splitlines())
            self._cells[notebook] = {line for line in now.code.splitlines() if line not in lines}

    def direct(self, notebook: str, sides: list[Export]) -> list[int]:
        """The causes that an export names itself, before or after."""
        found: set[int] = set()
        for export in sides:
            for key in export.rests_on:
                found |= self._of_evidence(key)
            found |= {n for name, n in self._assumed[notebook].items() if name in export.assumed}
            found |= self._of_words(notebook, export)
            for file, names in self._code[notebook]:
                # Where the cell that exports it names the function itself.
                if any(re.search(rf"\b{re.escape(name)}\b", export.code) for name in names):
                    found.add(self._function(file, names))
            if any(line in self._cells.get(notebook, ()) for line in export.code.splitlines()):
                found.add(self._number(Cause("notebook", f"a cell of analysis/{notebook}.ipynb")))
        return sorted(found)

    def otherwise(self, notebook: str) -> list[int]:
        """What may have changed an export that names nothing that differs: code first, then settings, then the rest."""
        if self._kept_little:
            return [
                self._number(
                    Cause("not kept", "code, words or other evidence, which a release does not keep")
                )
            ]
        if code := self._code[notebook]:
            return sorted(self._function(file, names) for file, names in code)
        if self._cells.get(notebook):
            return [self._number(Cause("notebook", f"a cell of analysis/{notebook}.ipynb"))]
        if self._assumed[notebook]:
            return sorted(self._assumed[notebook].values())
        other = [
            f for f in ("data/indicators.csv", "data/sources.bib", "data/identities.yml") if self._differs(f)
        ]
        other += [f for f in self._after.files if f.endswith(f"/{notebook}.yml") or f.endswith("/common.yml")]
        other += ["requirements.lock"]
        return [
            self._number(Cause("file", f, "changed", f)) for f in dict.fromkeys(other) if self._differs(f)
        ]

    def _differs(self, file: str) -> bool:
        return self._before.files.get(file) != self._after.files.get(file)

    def _function(self, file: str, names: list[str]) -> int:
        return self._number(Cause("function", f"a function it calls changed: {file}", ", ".join(names), file))

    def _of_evidence(self, key: str) -> set[int]:
        if key in self._rows:
            return {self._rows[key]}
        if key in TABLES:  # a count of rows
            return set(self._added)
        if match := _SLICE.fullmatch(key):
            found = set()
            for name, number in self._rows.items():
                place = name.split(":")
                if len(place) == 4 and place[3] == match[4] and match[2] <= place[2] <= match[3]:
                    found.add(number)
            return found
        return set()

    def _of_words(self, notebook: str, export: Export) -> set[int]:
        found: set[int] = set()
        if self._bare:
            return found
        end = f"/{notebook}.yml"
        for file in self._after.files:
            if "/words/" in file and file.endswith(end) and self._differs(file):
                name = export.key.partition(".")[2]
                old, new = (_section(side.text(file), name) for side in (self._before, self._after))
                if old != new:
                    found.add(self._number(Cause("words", f"words of {export.key}", "changed", file)))
        return found


def _section(text: str, name: str) -> list[str]:
    """The lines below `name:` in a file of words, wherever it stands."""
    found: list[str] = []
    inside = -1
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if inside >= 0 and line.strip() and indent <= inside:
            inside = -1
        if re.match(rf"\s*{re.escape(name)}:", line):
            inside = indent
        if inside >= 0:
            found.append(line)
    return found


def _table(text: str, ids: tuple[str, ...]) -> dict[str, tuple[int, dict[str, str]]]:
    """The rows of a table by their id, each with its line."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    return {":".join(row.get(i) or "" for i in ids): (reader.line_num, row) for row in reader}


def _row_told(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    if not old or not new:
        row = old or new
        return f"{'added' if new else 'removed'} ({row.get('value', '')} {row.get('unit', '')})".replace(
            " )", ")"
        )
    told = [(n, old.get(n) or "", new.get(n) or "") for n in new if (old.get(n) or "") != (new.get(n) or "")]
    if [name for name, _, _ in told] == ["value"]:
        return f"{told[0][1]} → {told[0][2]}"
    return ", ".join(f"{name} {a or 'empty'} → {b or 'empty'}" for name, a, b in told)


def changed_functions(old: str, new: str) -> list[str]:
    """The functions, classes and constants of a module that differ, and the functions of it that use them; comments
    and line breaks count for nothing."""
    if old == new:
        return []
    try:
        before, after = (_definitions(ast.parse(text)) for text in (old, new))
    except (SyntaxError, ValueError):
        return ["all of it"]
    touched = [n for n in {**before, **after} if _dumped(before.get(n)) != _dumped(after.get(n))]
    for name in touched:  # grows while it is gone through
        touched += [n for n, node in after.items() if n not in touched and name in _named_in(node)]
    return touched


def _definitions(tree: ast.Module) -> dict[str, ast.AST]:
    found: dict[str, ast.AST] = {}
    for number, node in enumerate(tree.body):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = node
        elif number or not isinstance(node, ast.Expr):  # the docstring of a module is not printed
            found[f"statement {number + 1}"] = node
    return found


def _dumped(node: ast.AST | None) -> str:
    return ast.dump(node) if node else ""


def _named_in(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
