"""Parameters of notebooks and editions, typed, and refused before a kernel starts.

Belongs here: reading the `parameters` cell of a notebook and the files of `data/editions/`, and checking one
against the other. Does not: running notebooks (`pipeline.py`).

An edition is a YAML file: `title`, `reason`, perhaps `based_on` another edition, then `common` parameters for all
notebooks that declare them and one section a notebook. A parameter is an assumption of ours and says why:
`fund: {value: 20, reason: …}`; a plain `fund: 20` takes the reason of its edition. What only steers a
computation (a seed, a language) needs no reason. A notebook declares each parameter as an annotated default:
`target_year: int = 2027`. papermill itself only warns about a parameter that a notebook does not have.
"""

import ast
import datetime as dt
import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evident import paths
from evident.run.notebooks import Cell, read_cells

TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "str": (str,),
    "bool": (bool,),
    "list": (list,),
}


class ParameterError(ValueError):
    """A parameter or edition that cannot be used; the message names file, line and remedy."""


@dataclass(frozen=True)
class Declared:
    """A parameter as a notebook declares it: annotation ("int", "list[str]") and default."""

    annotation: str
    default: Any


@dataclass(frozen=True)
class Edition:
    """One file of parameters, with what it inherits.

    By (section, name): `lines` tells where each stands (file:line), `reasons` why it has its value.
    """

    name: str
    title: str
    reason: str
    values: dict[str, dict[str, Any]]
    lines: dict[tuple[str, str], str]
    reasons: dict[tuple[str, str], str]


def declared(notebook: Path) -> dict[str, Declared]:
    """The parameters that a notebook declares, by name.

    Raises:
        ParameterError: no cell is tagged `parameters`, or it holds something else than annotated literals.
    """
    cells = [cell for cell in read_cells(notebook) if "parameters" in cell.tags]
    if len(cells) != 1:
        raise ParameterError(
            f"{_short(notebook)}: {len(cells)} cells are tagged `parameters`; tag exactly one"
        )
    found: dict[str, Declared] = {}
    for statement in _statements(notebook, cells[0]):
        if not (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.value
        ):
            raise ParameterError(
                f"{_where(notebook, cells[0], statement)}: a parameter is an annotated default, as in `seed: int = 1`"
            )
        name, annotation = statement.target.id, ast.unparse(statement.annotation)
        try:
            default = ast.literal_eval(statement.value)
        except ValueError:
            raise ParameterError(
                f"{_where(notebook, cells[0], statement)}: the default of {name} must be a plain value, not code"
            ) from None
        if problem := _misfit(default, annotation):
            raise ParameterError(f"{_where(notebook, cells[0], statement)}: {name} {problem}")
        found[name] = Declared(annotation, default)
    return found


def load_edition(name: str, folder: Path | None = None) -> Edition:
    """An edition and everything it is based on.

    Raises:
        ParameterError: there is no such edition, or its file is not of the form above.
    """
    folder = folder or paths.data_dir() / "editions"
    path = folder / f"{name}.yml"
    if not path.exists():
        known = ", ".join(sorted(p.stem for p in folder.glob("*.yml")))
        raise ParameterError(f"there is no edition {name!r}; known are {known}")
    try:
        tree = yaml.compose(path.read_text("utf8"))
        raw = yaml.safe_load(path.read_text("utf8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ParameterError(
            f"{_short(path)}{line}: not valid YAML: {getattr(error, 'problem', error)}"
        ) from None
    if not isinstance(raw, dict) or not isinstance(tree, yaml.MappingNode):
        raise ParameterError(f"{_short(path)}:1: an edition has title, reason and sections of parameters")
    for key in ("title", "reason"):
        if not isinstance(raw.get(key), str):
            raise ParameterError(f"{_short(path)}:1: the edition has no {key}; add `{key}: …`")
    base = load_edition(raw["based_on"], folder) if "based_on" in raw else Edition("", "", "", {}, {}, {})
    values = {section: dict(entries) for section, entries in base.values.items()}
    lines, reasons = dict(base.lines), dict(base.reasons)
    for key_node, value_node in tree.value:
        section = key_node.value
        if section in ("title", "reason", "based_on"):
            continue
        if not isinstance(value_node, yaml.MappingNode):
            raise ParameterError(
                f"{_short(path)}:{key_node.start_mark.line + 1}: section {section!r} has no parameters"
            )
        for entry, _ in value_node.value:
            lines[section, entry.value] = f"{_short(path)}:{entry.start_mark.line + 1}"
        for key, told in raw[section].items():
            given, why = _told(told, raw["reason"], lines.get((section, str(key)), _short(path)), key)
            values.setdefault(section, {})[key], reasons[section, key] = given, why
    return Edition(name, raw["title"], raw["reason"], values, lines, reasons)


def _told(told: Any, reason: str, where: str, name: str) -> tuple[Any, str]:
    """The value of a parameter and why it has it."""
    if not isinstance(told, dict):
        return _plain(told), reason
    if set(told) != {"value", "reason"} or not (isinstance(told["reason"], str) and told["reason"].strip()):
        raise ParameterError(
            f"{where}: {name} has {', '.join(map(str, told))}; write {{value: …, reason: …}}"
        )
    return _plain(told["value"]), " ".join(told["reason"].split())


def reasons(edition: Edition, notebook: str) -> dict[str, str]:
    """Why each parameter of a notebook has the value that an edition gives it, by name."""
    shared = {name: why for (section, name), why in edition.reasons.items() if section == "common"}
    return shared | {name: why for (section, name), why in edition.reasons.items() if section == notebook}


def for_notebook(edition: Edition, notebook: Path) -> dict[str, Any]:
    """The parameters that an edition gives a notebook, complete and checked.

    Raises:
        ParameterError: unknown, missing or ill-typed parameter; the message names the line of the edition.
    """
    wanted = declared(notebook)
    section = edition.values.get(notebook.stem, {})
    for name in section:
        if name not in wanted:
            close = difflib.get_close_matches(name, wanted, n=1)
            hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(wanted)}"
            raise ParameterError(
                f"{edition.lines[notebook.stem, name]}: {_short(notebook)} has no parameter {name!r}; {hint}"
            )
    common = edition.values.get("common", {})
    values = {name: section.get(name, common.get(name)) for name in wanted}
    for name, value in values.items():
        if value is None:
            raise ParameterError(
                f"edition {edition.name}: no value for {name!r} of {_short(notebook)}; add `{name}: …` under "
                f"`{notebook.stem}:` in data/editions/{edition.name}.yml"
            )
        if problem := _misfit(value, wanted[name].annotation):
            where = edition.lines.get((notebook.stem, name)) or edition.lines["common", name]
            raise ParameterError(f"{where}: {name} {problem}")
    return values


def check_sections(edition: Edition, notebooks: list[Path]) -> None:
    """Refuse sections for notebooks that do not exist and common parameters that no notebook declares.

    Raises:
        ParameterError: as said; the message names the line.
    """
    names = {notebook.stem for notebook in notebooks}
    used = {name for notebook in notebooks for name in declared(notebook)}
    for (section, name), where in edition.lines.items():
        if section != "common" and section not in names:
            raise ParameterError(
                f"{where}: there is no notebook {section!r}; there are {', '.join(sorted(names))}"
            )
        if section == "common" and name not in used:
            raise ParameterError(f"{where}: no notebook has a parameter {name!r}; remove it or mend its name")


def _misfit(value: Any, annotation: str) -> str:
    outer, _, inner = annotation.partition("[")
    if outer not in TYPES:
        return f"is annotated {annotation}; use {', '.join(TYPES)} or list[…] of these"
    ok = isinstance(value, TYPES[outer]) and (outer == "bool" or not isinstance(value, bool))
    if not ok:
        return f"must be {annotation}, but is {value!r}"
    if inner and any(_misfit(item, inner.rstrip("]")) for item in value):
        return f"must be {annotation}, but is {value!r}"
    return ""


def _plain(value: Any) -> Any:
    """YAML reads 2024-12-31 as a date; notebooks take ISO text."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _statements(notebook: Path, cell: Cell) -> list[ast.stmt]:
    try:
        return ast.parse(cell.source).body
    except SyntaxError as error:
        raise ParameterError(
            f"{_short(notebook)}, cell {cell.id}, line {error.lineno}: {error.msg}"
        ) from None


def _where(notebook: Path, cell: Cell, statement: ast.stmt) -> str:
    return f"{_short(notebook)}, cell {cell.id}, line {statement.lineno}"


def _short(path: Path) -> str:
    return paths.short(path)
