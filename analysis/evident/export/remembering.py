"""What the same calls gave before: for runs of a notebook that differ in few of its parameters.

Belongs here: telling whether a call is the same as an earlier one, and giving its result again. Does not: making calls
(`origins.py`), runs of notebooks (`run/`).

A function of a report is pure: what it returns follows from what it was given. So a call is known by its lineage, which
is the function and what each argument is: of an observation its id, of a selection of the panel what was selected, of a
parameter its value, of an earlier result its own lineage, of anything else its content. The data behind an id are those
of one `Evidence`, which a memory belongs to, and are never looked at again.

Two things make a call unlike any other, so that it is made each time: a function that no module has under its name (a
lambda in a cell, which may look at other names of the notebook), and an argument that cannot be told (an iterator).

A result that is kept is the very object that the call returned. Should somebody change it in place, the next call that
it is passed to finds out and raises `Changed`; the runs are made again without a memory then.
"""

import datetime as dt
import pickle
import sys
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from evident import reads
from evident.evidence.tables import Evidence, Observation, PanelValue, Selection, WholeTable
from evident.export.origins import Bounded, Dated, Origin, Parameter, Result, Whole, call, leaves
from evident.export.verdicts import Verdict

MOST = 100_000  # bytes of an argument's content that are looked at; what has more is no plain value
_ATOMS = (int, float, str, bool, type(None), dt.date, Verdict, np.float64, np.bool_)


class Changed(Exception):
    """A function changed what another had returned: runs of this notebook cannot share results."""


class _Untold(Exception):
    """An argument of which nobody can tell whether it is the same as another."""


@dataclass(eq=False)
class _Kept:
    """What a call returned, and what it read itself, which is nothing for most.

    `check` is a digest of a value that could be changed in place, None of one that cannot.
    """

    value: Any
    origin: Origin
    problem: str
    check: int | None
    read: tuple[tuple[str, ...], ...]


class Memory:
    """The results of calls with one `Evidence`, over several runs of a notebook.

    What `keep_all` has seen stays. Of later runs the last one is remembered; what it did not ask for is let go.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._stays: dict[Any, _Kept] = {}
        self._before: dict[Any, _Kept] = {}
        self._now: dict[Any, _Kept] = {}
        self._names: dict[Any, tuple[str, str] | None] = {}
        tables = ("_observations", "_panel", "_indicators", "_sources", "_relations")
        self._tables = {id(getattr(evidence, name)): name for name in tables} | {id(evidence): "all"}

    def begin(self) -> None:
        """A new run begins."""
        self._before, self._now = self._now, {}

    def keep_all(self) -> None:
        """All that the run just made gave is likely to be asked for again."""
        self._stays |= self._now

    def call(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any]
    ) -> Result:
        """As `origins.call`, which makes the call if it is a new one (errors as there).

        Raises:
            Changed: an argument is no longer what an earlier call returned.
        """
        try:
            key = (
                self._function(function),
                tuple([self._tell(item) for item in arguments]),
                tuple([(name, self._tell(item)) for name, item in named.items()]),
            )
        except _Untold:
            key = None
        kept = None if key is None else self._stays.get(key) or self._now.get(key)
        if kept is None and key is not None and (kept := self._before.get(key)) is not None:
            self._now[key] = kept
        if kept is not None:
            for piece in kept.read:
                reads.note(*piece)
            return Result(kept.value, kept.origin, function, arguments, dict(named), kept.problem, kept=kept)
        for leaf in leaves([*arguments, *named.values()]):
            if isinstance(leaf, Result) and leaf.kept is not None and leaf.kept.check is not None:
                self._unchanged(leaf.kept)
        if key is None:
            return call(function, arguments, named)
        with reads.listed() as read:
            made = call(function, arguments, named)
        try:
            kept = _Kept(made.value, made.origin, made.problem, _check(made.value), tuple(read))
        except _Untold:
            return made
        self._now[key] = kept
        return Result(made.value, made.origin, function, arguments, dict(named), made.problem, kept=kept)

    @staticmethod
    def _unchanged(kept: _Kept) -> None:
        if _check(kept.value) != kept.check:
            raise Changed("a function changes in place what it was given")

    def _function(self, function: Any) -> Any:
        """A name that only this function has."""
        if isinstance(function, partial):
            inner = tuple(map(self._tell, function.args))
            named = tuple((name, self._tell(item)) for name, item in function.keywords.items())
            return "partial", self._function(function.func), inner, named
        try:
            name = self._names[function]
        except KeyError:
            name = self._names[function] = _name(function)
        except TypeError:  # it has no hash
            name = None
        if name is None:
            raise _Untold
        return name

    def _tell(self, item: Any) -> Any:
        """What an argument is: equal for two only if the function is given the same."""
        kind = type(item)
        if kind is Result:
            if item.kept is not None:
                return "result", item.kept, item.key, item.value is None
            if item.item is not None:
                return "as it is", self._tell(item.item), item.key
            raise _Untold
        if kind is float or kind is np.float64:
            return kind, repr(item)  # which tells -0.0 from 0.0, and is the same of any nan
        if kind in (int, str, bool, type(None), Verdict) or kind is dt.date:
            return kind, item
        if kind is Observation or kind is PanelValue:
            known = self._evidence.own(item)
            return (kind, item.obs_id) if known else self._content(item)
        if kind is Parameter:
            return kind, item.name, self._tell(item.value)
        if kind is Whole or kind is Dated:
            return kind, self._tell(item.item)
        if kind is Selection:
            return (kind, item.indicator, item.places, item.years) if item.places else self._content(item)
        if kind is WholeTable:
            return kind, item.obs_id
        if kind is list or kind is tuple:
            return kind, tuple([self._tell(inner) for inner in item])
        if (table := self._tables.get(id(item))) is not None:
            return "evidence", table
        if isinstance(item, Mapping):
            return kind, tuple([(self._tell(name), self._tell(inner)) for name, inner in item.items()])
        if callable(item):
            return "function", self._function(item)
        return self._content(item)

    @staticmethod
    def _content(item: Any) -> Any:
        if any(True for _ in leaves(item)):
            raise _Untold
        content = _pickled(item)
        if len(content) > MOST:
            raise _Untold
        return type(item), content


def _name(function: Any) -> tuple[str, str] | None:
    """Module and name under which anybody finds this function; None if there it is not."""
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", "")
    if module is None or module == "__main__" or not name:
        return None
    found: Any = sys.modules.get(module)
    for step in name.split("."):
        found = getattr(found, step, None)
    return (module, name) if found is function else None


def _pickled(item: Any) -> bytes:
    try:
        return pickle.dumps(item, 5)
    except Exception:
        raise _Untold from None


def _check(value: Any) -> int | None:
    """A digest of a value that could be changed in place; None of one that could not."""
    if _fixed(value):
        return None
    if isinstance(value, np.ndarray) and value.dtype != object:
        return zlib.crc32(np.ascontiguousarray(value).view(np.uint8).data)
    return zlib.crc32(_pickled(value))


def _fixed(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_fixed, value))
    return isinstance(value, (*_ATOMS, Bounded))  # frozen, and two numbers and a word
