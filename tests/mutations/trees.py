"""Damage to files of names and values: YAML, JSON of notebooks and of the schema, TOML.

Belongs here: kinds for these files. Does not: what can befall any file (`kinds.py`).
"""

import json
import random
import re
from collections.abc import Callable
from typing import Any

from tests.mutations.kinds import TEXT, Damage, Kind, harmless_ends, lines_of

_KEY = re.compile(r"^(?P<indent> *)(?P<dash>- )?(?P<key>[A-Za-z_][\w-]*|\"[^\"]+\"):(?P<value>.*)$")


def _line(change: Callable[[re.Match[str], random.Random], str | None], *, last: bool = False) -> Damage:
    """A damage to one line that has a key."""

    def damage(text: str, r: random.Random) -> str | None:
        lines = text.split("\n")
        hits = [n for n, line in enumerate(lines) if _KEY.match(line)]
        at = r.choice(hits)
        match = _KEY.match(lines[at])
        assert match
        changed = change(match, r)
        if changed is None or changed == lines[at]:
            return None
        lines[at] = changed
        return "\n".join(lines)

    return damage


def _value(values: tuple[str, ...]) -> Damage:
    """A damage that puts a value behind a key which has a plain one."""

    def change(match: re.Match[str], r: random.Random) -> str | None:
        plain = match["value"].strip()
        if not plain or plain[0] in "[{>|#" or match["key"].strip('"') in ("copyright", "favicon"):
            return None
        return f"{match['indent']}{match['dash'] or ''}{match['key']}: {r.choice(values)}"

    return _line(change)


def _twice(match: re.Match[str], r: random.Random) -> str | None:
    plain = match["value"].strip()
    if not plain or plain[0] in "[{>|#" or match["dash"]:
        return None
    return f"{match[0]}\n{match['indent']}{match['key']}: other"


YAML = [
    *TEXT,
    harmless_ends(),
    Kind("tabulator before a line", lambda t, r: re.sub(r"(?m)^  (?=\w)", "\t", t, count=1) if "\n  " in t else None),
    Kind("key twice", _line(_twice)),
    Kind("aliases", lambda t, r: t + "bomb: &a [x, x]\nbang: [*a, *a, *a]\n" if not t.lstrip("#").startswith("-") else None),
    Kind("bracket not closed", _value(("[", "{a: ", "[a, b", "{"))),
    Kind("quotation mark not closed", _value(('"a', "'a"))),
    Kind("colon in a text", _value(("a: b", "a: b: c"))),
    Kind("tag of a program", _value(("!!python/object:os.system x", "!!binary x", "!x y"))),
    Kind("thirteenth month", _value(("2024-13-45",))),
    Kind("number beyond all", _value(("1e999", "9" * 5000))),
    Kind("two documents", lambda t, r: f"{t}---\nother: 1\n"),
    Kind("brackets without end", lambda t, r: f"{t}deep: {'[' * 3000}\n"),
    Kind("line moved in", lambda t, r: _moved(t, r)),
    Kind("comment", lambda t, r: f"# a comment\n{t}# another\n", harmless=True),
]  # fmt: skip


def _moved(text: str, r: random.Random) -> str | None:
    """One line one blank to the right of its neighbours."""
    lines = lines_of(text)
    hits = [
        n for n in range(1, len(lines))
        if _KEY.match(lines[n]) and _KEY.match(lines[n - 1]) and not lines[n].startswith("-")
        and len(lines[n]) - len(lines[n].lstrip()) == len(lines[n - 1]) - len(lines[n - 1].lstrip())
        and not lines[n - 1].rstrip().endswith(":")
    ]  # fmt: skip
    if not hits:
        return None
    at = r.choice(hits)
    lines[at] = f" {lines[at]}"
    return "".join(lines)


WRONG = ("[a, b]", "{a: b}", "null", "")
EDITION = [
    *YAML,
    Kind("parameter misspelt", lambda t, r: re.sub(r"(?m)^  (\w)(\w+):", r"  \1x\2:", t, count=1)),
    Kind("section misspelt", lambda t, r: re.sub(r"(?m)^(trains|provinces):", r"\1s:", t, count=1)),
    Kind("wrong type", lambda t, r: re.sub(r"(?m)^(  (?:seed|draws|milestone_year)): ?.*$",
                                           lambda m: f"{m[1]}: {r.choice(['soon', '1.5', 'true', 'no', '010', '12:30', '１２', '.nan', *WRONG])}",
                                           t, count=1)),
    Kind("no reason", lambda t, r: re.sub(r"(?m)^reason: .*\n", "", t)),
    Kind("reason of a parameter lost", lambda t, r: re.sub(r", reason: \"[^\"]*\"", "", t, count=1)),
    Kind("no such base", lambda t, r: re.sub(r"(?m)^(title: .*)$", rf"\1\nbased_on: {r.choice(['nobody', '[a]', '5', 'hasty', '../x'])}",
                                             t, count=1) if "based_on" not in t else t.replace("on: baseline", "on: hasty")),
    Kind("no day", lambda t, r: re.sub(r"as_of: \S+", f"as_of: {r.choice(['2026', 'soon', '2026-02-30x', '20261121', '[]'])}", t)
         if "as_of" in t else None),
    Kind("no language", lambda t, r: re.sub(r"language: \S+", f"language: {r.choice(['xx', 'no', '../en', 'EN', ''])}", t)
         if "language" in t else None),
    Kind("no time limit", lambda t, r: f"{t.rstrip()}\ntime_limit: {r.choice(['0', '-1', 'soon', 'true', '[1]'])}\n"),
]  # fmt: skip
WORDS = [
    *YAML,
    Kind("wrong type", _value(("5", "true", "null", "2024-05-01", "{}", "", "[5]"))),
    Kind("blank not closed", _value(("{text", "text}", "{a b}", "{{x}}"))),
]
LOOK = [
    *YAML,
    Kind("colour misspelt", lambda t, r: t.replace("ink:", "inc:")),
    Kind("no colour", lambda t, r: re.sub(r"(?m)^ink: .*$", "ink: " + r.choice(
        ['"#1f2a33"', '["#1f2a33", 14, "#e9e5dd"]', '["red", 14.2, "#e9e5dd", 14, text]', '["#1f2a33", x, "#e9e5dd", 14, text]',
         '["#1f2a33;}", 14.2, "#e9e5dd", 14, text]', "[]", "null", '["#1f2a33", 14.2, "#e9e5dd", true, text]']), t)),
]  # fmt: skip
IDENTITIES = [
    *YAML,
    Kind("section misspelt", lambda t, r: t.replace("panel:", "pannel:")),
    Kind("unknown indicator", lambda t, r: t.replace("trains_so_far", "trains_sofar")),
    Kind("wrong type", lambda t, r: re.sub(r"(?m)^around: .*$", f"around: {r.choice(['China', '{a: b}', '[5]', 'true'])}", t)),
    Kind("wrong pair", lambda t, r: re.sub(r"\[trains, trains\]", r.choice(["[trains]", "trains", "[trains, 5]", "[[a], b]"]), t)),
]  # fmt: skip
TOC = [
    *YAML,
    Kind("chapter misspelt", lambda t, r: t.replace("file: trains", r.choice(["file: trians", "file: ../x", "file: ''", "file: 5"])), many=True),
    Kind("chapter left out", lambda t, r: t.replace("      - file: provinces\n", "")),
    Kind("chapter twice", lambda t, r: t.replace("file: provinces", "file: trains"), many=True),
    Kind("name misspelt", lambda t, r: t.replace(*r.choice([("caption", "capton"), ("root", "rot"), ("chapters", "chapers")]), 1), many=True),
    Kind("wrong type", lambda t, r: re.sub(r"(?m)^root: .*$", f"root: {r.choice(['[a]', '5', 'null', 'no', ''])}", t), many=True),
]  # fmt: skip
CONFIG = [
    *YAML,
    Kind("wrong type", lambda t, r: re.sub(r"(?m)^(title|author): .*$", rf"\1: {r.choice(['[a, {b: c}]', '5', 'no', '{a: b}'])}", t, count=1), many=True),
    Kind("name misspelt", lambda t, r: t.replace("sphinx:", "sphnix:", 1), many=True),
    Kind("extension lost", lambda t, r: t.replace("      - evident.book\n", "")),
    Kind("read otherwise", lambda t, r: t.replace("numfig: true", f"numfig: {r.choice(['yes', 'on', '010', '1:30'])}")),
]  # fmt: skip
CITATION = [
    *YAML,
    Kind("field lost", lambda t, r: re.sub(r"(?m)^(version|title|date-released|license): .*\n", "", t, count=1), whole=False),
    Kind("wrong type", lambda t, r: re.sub(r"(?m)^(date-released|title|license): .*$", r"\1: {a: b}", t, count=1)),
    Kind("no author", lambda t, r: t.replace("  - name:", "  - nam:")),
]  # fmt: skip
EXCEPTIONS = [
    *YAML,
    Kind("reason lost", lambda t, r: re.sub(r"(?m)^  reason: .*\n", "", t, count=1)),
    Kind("no list", lambda t, r: "text: a\nreason: b\n"),
    Kind("wrong type", lambda t, r: re.sub(r"(?m)^  reason: .*$", f"  reason: {r.choice(WRONG)}", t, count=1)),
]  # fmt: skip


# -- JSON


def _json(change: Callable[[Any, random.Random], Any]) -> Damage:
    def damage(text: str, r: random.Random) -> str | None:
        tree = json.loads(text)
        changed = change(tree, r)
        return None if changed is None else json.dumps(changed, indent=1, ensure_ascii=False) + "\n"

    return damage


def _cell(change: Callable[[dict[str, Any], random.Random], None]) -> Damage:
    """A damage to one cell of a notebook."""

    def damage(tree: Any, r: random.Random) -> Any:
        change(r.choice(tree["cells"]), r)
        return tree

    return _json(damage)


def _comma(text: str, r: random.Random) -> str:
    places = [m.start() for m in re.finditer(r",$", text, re.MULTILINE)]
    at = r.choice(places)
    return text[:at] + text[at + 1 :]


def _parameters(source: str) -> Damage:
    """A damage to the cell of parameters."""

    def damage(tree: Any, r: random.Random) -> Any:
        cell = next(c for c in tree["cells"] if "parameters" in c["metadata"].get("tags", []))
        cell["source"] = source
        return tree

    return _json(damage)


def _without_ids(tree: Any, r: random.Random) -> Any:
    for cell in tree["cells"]:
        del cell["id"]
    return tree


def _untagged(tree: Any, r: random.Random) -> Any:
    for cell in tree["cells"]:
        cell["metadata"].pop("tags", None)
    return tree


_JSON_TEXT = [kind for kind in TEXT if kind.name != "merge conflict"]
_MERGE = next(kind for kind in TEXT if kind.name == "merge conflict")
NOTEBOOK = [
    *_JSON_TEXT,
    _MERGE,
    harmless_ends(),
    Kind("comma lost", _comma),
    Kind("without cells", _json(lambda t, r: {k: v for k, v in t.items() if k != "cells"})),
    Kind("cells that are none", _json(lambda t, r: t | {"cells": r.choice([None, {}, "x", [1], [None], ["a"], [[]]])}), whole=True),
    Kind("another format", _json(lambda t, r: t | {"nbformat": r.choice([3, "4", None, 5])})),
    Kind("source that is none", _cell(lambda c, r: c.update(source=r.choice([None, 5, {}, [5], [None]]))), whole=True),
    Kind("kind that is none", _cell(lambda c, r: c.update(cell_type=r.choice(["cod", None, 5]))), whole=True),
    Kind("metadata that are none", _cell(lambda c, r: c.update(metadata=r.choice([None, [], "x", {"tags": 5}]))), whole=True),
    Kind("outputs that are none", _cell(lambda c, r: c.update(outputs=r.choice([None, 5, [5], [{"data": 5}]]))), whole=True),
    Kind("ids that are none", _cell(lambda c, r: c.update(id=r.choice([5, [], {}]))), whole=True),
    Kind("no parameters", _json(_untagged), whole=True),
    Kind("parameter without type", _parameters("seed = 5\n"), whole=True),
    Kind("parameter that computes", _parameters("seed: int = max(1, 2)\n"), whole=True),
    Kind("parameter of another type", _parameters('seed: int = "x"\n'), whole=True),
    Kind("parameters that are no code", _parameters("seed: int = = 5\n"), whole=True),
    Kind("NaN", _json(lambda t, r: t | {"metadata": {"x": float("nan")}})),
    Kind("without ids", _json(_without_ids), harmless=True),
]  # fmt: skip


def _resource(change: Callable[[dict[str, Any], random.Random], None]) -> Damage:
    def damage(tree: Any, r: random.Random) -> Any:
        change(r.choice(tree["resources"]), r)
        return tree

    return _json(damage)


def _field(change: Callable[[dict[str, Any], random.Random], None]) -> Damage:
    return _resource(lambda item, r: change(r.choice(item["schema"]["fields"]), r))


PACKAGE = [
    *_JSON_TEXT,
    _MERGE,
    Kind("line ends of Windows", lambda t, r: t.replace("\n", "\r\n").encode()),
    Kind("comma lost", _comma),
    Kind("key twice", lambda t, r: t.replace('"name":', '"name": "x",\n"name":', 1), whole=True),
    Kind("resources lost", _json(lambda t, r: t | {"resources": r.choice([[], None, {}, [1], "x"])}), whole=True),
    Kind("path elsewhere", _resource(lambda item, r: item.update(path=r.choice(
        ["../x.csv", "https://example.org/a.csv", "panels.csv", None, 5, ["a.csv"]])))),
    Kind("table without name", _resource(lambda item, r: item.update(name=r.choice(["x", None, 5])))),
    Kind("no fields", _resource(lambda item, r: item.update(schema=r.choice([None, {}, {"fields": 5}, {"fields": [5]}])))),
    Kind("field renamed", _field(lambda f, r: f.update(name=f"{f['name']}_x"))),
    Kind("field of another type", _field(lambda f, r: f.update(type=r.choice(["date", "any", None, "boolean", 5])))),
    Kind("pattern that is none", _field(lambda f, r: f.update(constraints={"pattern": r.choice(["[", "(", "*"])}))),
    Kind("constraints that are none", _field(lambda f, r: f.update(constraints=r.choice([5, "x", []])))),
]  # fmt: skip
TOML = [
    *(kind for kind in TEXT if kind.name in ("saved as UTF-16", "saved as Latin-1", "merge conflict", "control character")),
    harmless_ends(),
    Kind("quotation mark not closed", lambda t, r: t.replace('command = "evident"', 'command = "evident')),
    Kind("name misspelt", lambda t, r: t.replace("dataset =", "datset ="), whole=True),
    Kind("wrong type", lambda t, r: t.replace('pdf = "departures.pdf"', f"pdf = {r.choice(['5', 'true', '[1]', '{a = 1}'])}"), whole=True),
    Kind("no such package", lambda t, r: t.replace('package = "departures"', f'package = "{r.choice(["departure", "..", "../x", "/"])}"'),
         whole=True),
    Kind("key twice", lambda t, r: t.replace('pdf = "departures.pdf"', 'pdf = "a.pdf"\npdf = "b.pdf"')),
    Kind("no table", lambda t, r: re.sub(r"\[tool\.evident\](.*?)\n\n", "[tool]\nevident = 5\n\n", t, flags=re.DOTALL), whole=True),
]  # fmt: skip
