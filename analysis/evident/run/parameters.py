"""Parameters of notebooks and editions, typed, and refused before a kernel starts.

Belongs here: reading the `parameters` cell of a notebook and the files of `data/editions/`, and checking one
against the other. Does not: running notebooks (`pipeline.py`).

An edition is a YAML file: `title`, `reason`, perhaps `based_on` another edition and a `time_limit` (seconds that a cell
may run), then `common` parameters for all
notebooks that declare them and one section a notebook. A parameter is an assumption of ours and says why:
`fund: {value: 20, reason: …}`; a plain `fund: 20` takes the reason of its edition. What only steers a
computation (a seed, a language) needs no reason. A notebook declares each parameter as an annotated default:
`target_year: int = 2027`. papermill itself only warns about a parameter that a notebook does not have.
"""

import ast
import datetime as dt
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evident import paths, reads
from evident.evidence.ids import nearest
from evident.evidence.periods import is_date
from evident.run.notebook_form import checked
from evident.run.notebooks import Cell, read_cells
from evident.text import sentences
from evident.text.files import BadFile
from evident.text.words import Words
from evident.text.yaml_files import read_yaml

TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "str": (str,),
    "bool": (bool,),
    "list": (list,),
}

LANGUAGE = "language"  # the parameter that a translation gives a notebook
SITE = "site"  # in `_build/`, the folder of all editions together; theirs are beside it


class ParameterError(paths.Mistake, ValueError):
    """A parameter or edition that cannot be used; the message names file, line and remedy."""


@dataclass(frozen=True)
class Declared:
    """A parameter as a notebook declares it: annotation ("int", "list[str]") and default."""

    annotation: str
    default: Any


@dataclass(frozen=True)
class Edition:
    """One file of parameters, with what it inherits; `time_limit` is what a cell may run, in seconds (None: not told).

    By (section, name): `lines` tells where each stands (file:line), `reasons` why it has its value. `files` are its
    own and those that it is based on.
    """

    name: str
    title: str
    reason: str
    values: dict[str, dict[str, Any]]
    lines: dict[tuple[str, str], str]
    reasons: dict[tuple[str, str], str]
    time_limit: float | None = None
    files: tuple[Path, ...] = ()


def declared(notebook: Path) -> dict[str, Declared]:
    """The parameters that a notebook declares, by name.

    Raises:
        ParameterError: the file is not a notebook, no cell is tagged `parameters`, or it holds something else than
            annotated literals.
    """
    try:
        checked(notebook)
    except BadFile as error:
        raise ParameterError(str(error)) from None
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
                f"{_where(notebook, cells[0], statement)}: a parameter is an annotated default; "
                "write it as `seed: int = 1`"
            )
        name, annotation = statement.target.id, ast.unparse(statement.annotation)
        try:
            default = ast.literal_eval(statement.value)
        except ValueError:
            raise ParameterError(
                f"{_where(notebook, cells[0], statement)}: the default of {name} must be a plain value, not code; "
                "write it out"
            ) from None
        if problem := misfit(default, annotation):
            raise ParameterError(
                f"{_where(notebook, cells[0], statement)}: {name} {problem}; mend the value or the annotation"
            )
        found[name] = Declared(annotation, default)
    return found


def load_edition(name: str, folder: Path | None = None) -> Edition:
    """An edition and everything it is based on.

    Raises:
        ParameterError: there is no such edition, or its file is not of the form above.
    """
    folder = folder or paths.data_dir() / "editions"
    if _read_once is None:
        return _load(name, folder, ())
    if (folder, name) not in _read_once:
        _read_once[folder, name] = _load(name, folder, ())
    for file in _read_once[folder, name].files:
        reads.opened(file)
    return _read_once[folder, name]


def read_editions_once() -> None:
    """Read each edition once from now on: for a process that makes many runs and ends with them."""
    global _read_once
    _read_once = {}


_read_once: dict[tuple[Path, str], Edition] | None = None


def _load(name: str, folder: Path, above: tuple[str, ...], where: str = "") -> Edition:
    """An edition; `above` are those that are based on it, `where` is the line that names it."""
    told = f"{where}: " if where else ""
    if name in above:
        chain = ", ".join(f"{other}.yml" for other in dict.fromkeys((*above, name)))
        raise ParameterError(f"{told}edition {name} is based on itself ({chain}); delete one based_on")
    known = sorted(file.stem for file in folder.glob("*.yml"))
    if name not in known:
        close = nearest(str(name), known)
        raise ParameterError(f"{told}there is no edition {name!r}; known are {', '.join(known)}{close}")
    if name == SITE:
        raise ParameterError(
            f"{_short(folder / f'{name}.yml')}:1: _build/{SITE} is the folder of all editions; name this one otherwise"
        )
    try:
        document = read_yaml(folder / f"{name}.yml")
    except BadFile as error:
        raise ParameterError(str(error)) from None
    raw, short = document.value, _short(document.path)
    if not isinstance(raw, dict):
        raise ParameterError(f"{short}:1: an edition has title, reason and sections of parameters; add them")
    for key in ("title", "reason"):
        if not (isinstance(raw.get(key), str) and raw[key].strip()):
            raise ParameterError(f"{short}:{document.line(key)}: the edition has no {key}; add `{key}: …`")
    base = Edition("", "", "", {}, {}, {})
    if "based_on" in raw:
        base = _load(raw["based_on"], folder, (*above, name), f"{short}:{document.line('based_on')}")
    values = {section: dict(entries) for section, entries in base.values.items()}
    lines, reasons = dict(base.lines), dict(base.reasons)
    for section, entries in raw.items():
        if section in ("title", "reason", "based_on", "time_limit"):
            continue
        if not isinstance(entries, dict):
            raise ParameterError(
                f"{short}:{document.line(section)}: section {section!r} has no parameters; indent them below it, "
                "or delete it"
            )
        for key, told_value in entries.items():
            line = lines[section, key] = f"{short}:{document.line(section, key)}"
            given, why = _told(told_value, raw["reason"], line, key)
            values.setdefault(section, {})[key], reasons[section, key] = given, why
    limit = raw.get("time_limit", base.time_limit)
    if limit is not None and (
        isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 < limit < 1e6
    ):
        line = f"{short}:{document.line('time_limit')}"
        raise ParameterError(f"{line}: time_limit is {limit!r}; write the seconds that a cell may run")
    files = (document.path, *base.files)
    return Edition(name, raw["title"], raw["reason"], values, lines, reasons, limit, files)


def _told(told: Any, reason: str, where: str, name: str) -> tuple[Any, str]:
    """The value of a parameter and why it has it."""
    if not isinstance(told, dict):
        return plain(told), reason
    if not all(isinstance(key, str) for key in told):
        raise ParameterError(f"{where}: {name} has names that are no words; write {{value: …, reason: …}}")
    if set(told) != {"value", "reason"} or not (isinstance(told["reason"], str) and told["reason"].strip()):
        raise ParameterError(
            f"{where}: {name} has {', '.join(map(str, told))}; write {{value: …, reason: …}}"
        )
    return plain(told["value"]), " ".join(told["reason"].split())


def in_language(edition: Edition, language: str) -> Edition:
    """An edition with its title and its reasons in a language.

    Raises:
        Untranslated: one has no translation.
    """
    said = {key: sentences.said(why, language) for key, why in edition.reasons.items()}
    reason = sentences.said(" ".join(edition.reason.split()), language)
    return replace(edition, title=sentences.said(edition.title, language), reason=reason, reasons=said)


def reasons(edition: Edition, notebook: str) -> dict[str, str]:
    """Why each parameter of a notebook has the value that an edition gives it, by name."""
    shared = {name: why for (section, name), why in edition.reasons.items() if section == "common"}
    return shared | {name: why for (section, name), why in edition.reasons.items() if section == notebook}


def label(words: Words, notebook: str, name: str) -> str:
    """What a parameter is called by people, with its unit: as the notebook's words say, else those of all notebooks.

    Raises:
        ParameterError: neither does.
    """
    for where in (f"{notebook}.parameters.{name}", f"common.parameters.{name}"):
        if words.has(where):
            return words.raw(where)
    raise ParameterError(
        f"parameter {name!r} of {notebook}.ipynb has no name for people: add `{name}: …` under parameters: in "
        f"words/{words.language}/{notebook}.yml"
    )


def for_notebook(edition: Edition, notebook: Path) -> dict[str, Any]:
    """The parameters that an edition gives a notebook, complete and checked.

    Raises:
        ParameterError: unknown, missing or ill-typed parameter; the message names the line of the edition.
    """
    wanted = declared(notebook)
    values = _values(edition, notebook, wanted)
    if problem := next(_problems(edition, notebook, wanted, values), None):
        raise ParameterError(problem)
    return values


def _values(edition: Edition, notebook: Path, wanted: dict[str, Declared]) -> dict[str, Any]:
    section, common = edition.values.get(notebook.stem, {}), edition.values.get("common", {})
    return {name: section.get(name, common.get(name)) for name in wanted}


def _problems(
    edition: Edition, notebook: Path, wanted: dict[str, Declared], values: dict[str, Any]
) -> Iterator[str]:
    """What does not fit between an edition and a notebook, each with the line of the edition and a remedy."""
    for name in edition.values.get(notebook.stem, {}):
        if name not in wanted:
            close = difflib.get_close_matches(name, wanted, n=1)
            hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(wanted)}"
            yield f"{edition.lines[notebook.stem, name]}: {_short(notebook)} has no parameter {name!r}; {hint}"
    for name, value in values.items():
        where = edition.lines.get((notebook.stem, name)) or edition.lines.get(("common", name))
        if value is None:
            yield (
                f"{where or f'data/editions/{edition.name}.yml'}: no value for {name!r} of {_short(notebook)}; "
                f"add `{name}: …` under `{notebook.stem}:` in data/editions/{edition.name}.yml"
            )
        elif problem := misfit(value, wanted[name].annotation) or _unusable(name, value):
            yield f"{where}: {name} {problem}; mend the value"


def check_sections(edition: Edition, notebooks: list[Path]) -> None:
    """Refuse sections for notebooks that do not exist and common parameters that no notebook declares.

    Raises:
        ParameterError: as said; the message names the line.
    """
    every = {notebook.stem: declared(notebook) for notebook in notebooks}
    if problem := next(_strange(edition, every), None):
        raise ParameterError(problem)


def _strange(edition: Edition, every: dict[str, dict[str, Declared]]) -> Iterator[str]:
    """Sections and common parameters of an edition that no notebook has; `every` is what notebooks declare."""
    used = {name for declared_by in every.values() for name in declared_by}
    told: set[str] = set()
    for (section, name), where in edition.lines.items():
        if section != "common" and section not in every:
            if section not in told:  # once a section
                yield (
                    f"{where}: there is no notebook {section!r}; there are {', '.join(sorted(every))}; "
                    "mend the name of the section"
                )
            told.add(section)
        elif section == "common" and name not in used:
            yield f"{where}: no notebook has a parameter {name!r}; remove it or mend its name"


def faults(notebooks: list[Path], folder: Path | None = None) -> list[str]:
    """All that does not fit between the editions and the notebooks, whichever edition is built, each once."""
    folder, said = folder or paths.data_dir() / "editions", list[str]()
    every: dict[Path, dict[str, Declared]] = {}
    for notebook in notebooks:
        try:
            every[notebook] = declared(notebook)
        except ParameterError as error:
            said.append(str(error))
    for file in sorted(folder.glob("*.yml")):
        try:
            edition = load_edition(file.stem, folder)
        except ParameterError as error:
            said.append(str(error))
            continue
        if len(every) == len(notebooks):  # otherwise a section may belong to the one that cannot be read
            said += _strange(edition, {notebook.stem: wanted for notebook, wanted in every.items()})
        for notebook, wanted in every.items():
            said += _problems(edition, notebook, wanted, _values(edition, notebook, wanted))
    return list(dict.fromkeys(said))


def differing(notebooks: list[Path], folder: Path | None = None) -> Iterator[str]:
    """Defaults of notebooks that are not the baseline's, so that somebody who opens one sees other numbers.

    Raises:
        ParameterError: the baseline or a notebook does not fit (`faults` tells of it).
    """
    edition = load_edition("baseline", folder)
    for notebook in notebooks:
        (cell,) = [cell for cell in read_cells(notebook) if "parameters" in cell.tags]
        values = for_notebook(edition, notebook)
        for name, told in declared(notebook).items():
            if told.default != values[name] or type(told.default) is not type(values[name]):
                where = edition.lines.get((notebook.stem, name)) or edition.lines["common", name]
                yield (
                    f"{_short(notebook)}, cell {cell.id}: {name} is {told.default!r}, and {values[name]!r} in {where}; "
                    "write the same in both"
                )


def unreasoned(folder: Path | None = None) -> Iterator[str]:
    """Assumptions of the baseline that do not say why they have their value.

    What only steers a computation has its name from the engine's words, and needs no reason.

    Raises:
        ParameterError: the baseline cannot be read.
    """
    edition, words = load_edition("baseline", folder), Words("en")
    for (section, name), reason in edition.reasons.items():
        if reason == edition.reason and not words.has(f"common.parameters.{name}"):
            yield (
                f"{edition.lines[section, name]}: {name} does not say why it has its value; "
                f"write `{name}: {{value: …, reason: …}}`"
            )


def misfit(value: Any, annotation: str) -> str:
    """What is wrong with a value of a declared type; empty if nothing is."""
    outer, _, inner = annotation.partition("[")
    if outer not in TYPES:
        return f"is annotated {annotation}; use {', '.join(TYPES)} or list[…] of these"
    ok = isinstance(value, TYPES[outer]) and (outer == "bool" or not isinstance(value, bool))
    if not ok:
        return f"must be {annotation}, but is {value!r}"
    if inner and any(misfit(item, inner.rstrip("]")) for item in value):
        return f"must be {annotation}, but is {value!r}"
    return ""


def _unusable(name: str, value: Any) -> str:
    """What is wrong with a value that the engine itself reads."""
    if name == "as_of" and not (len(value) == len("2026-11-21") and is_date(value)):
        return f"must be a day, as 2026-11-21, but is {value!r}"
    if name == LANGUAGE and not (re.fullmatch(r"[a-z]{2}(?:[_-][A-Za-z]+)?", value) and _has_words(value)):
        return f"must be a language that words are written in, but is {value!r}"
    return ""


def _has_words(language: str) -> bool:
    return any(folder.is_dir() for folder in paths.word_dirs(language))


def plain(value: Any) -> Any:
    """A value as notebooks take it: YAML reads 2024-12-31 as a date, and they take ISO text."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return [plain(v) for v in value] if isinstance(value, list) else value


def _statements(notebook: Path, cell: Cell) -> list[ast.stmt]:
    try:
        return ast.parse(cell.source).body
    except SyntaxError as error:
        raise ParameterError(
            f"{_short(notebook)}, cell {cell.id}, line {error.lineno}: {error.msg}; mend the code"
        ) from None


def _where(notebook: Path, cell: Cell, statement: ast.stmt) -> str:
    return f"{_short(notebook)}, cell {cell.id}, line {statement.lineno}"


def _short(path: Path) -> str:
    return paths.short(path)
