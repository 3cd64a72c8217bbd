"""Where a value comes from, known because the value is the result of a call.

Belongs here: values with their origin, and calling a function so that what it returns has the origin of what it was
given. Does not: exporting values (`notebook.py`), saying in words what they are made of (`parts.py`).

A function is called with observations, cells and selections of the panel, parameters, earlier results, plain numbers
of method, and lists, tuples and mappings of these. It receives plain values: of an observation or a cell its value
(with `dated` the pair of last day and value, with `whole` the observation itself), of a selection its table.
Nothing that was not passed to the call can have moved its result: what was passed is its origin.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from evident.evidence.tables import Observation, PanelValue, Selection, WholeTable

F = TypeVar("F", bound=Callable[..., Any])

# What a model raises over a figure it cannot use. Anything else is a mistake in the code and is shown as one.
UNUSABLE = (ValueError, ArithmeticError, LookupError, RuntimeError)


@dataclass(frozen=True)
class Parameter:
    """An assumption of ours: a parameter of the notebook, with the reason that its edition gives.

    Attributes:
        name: as the notebook declares it; `label` names it for people.
        value: in the unit that the label states.
        reason: one sentence; empty for what only steers the computation (a seed, a language).
        chosen: it says for which of many values the notebook is made, which is no assumption.
    """

    name: str
    value: Any
    label: str = ""
    reason: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Origin:
    """What a value comes from.

    Attributes:
        evidence: ids of observations, panel cells and whole tables, in order of first use.
        assumed: names of parameters.
        facts: keys of exported facts and claims that were passed on.
        modelled: whether a model with random draws or a fitted curve had a part in it.
        known: False if something it rests on was not yet public.
    """

    evidence: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    modelled: bool = False
    known: bool = True

    def __or__(self, other: "Origin") -> "Origin":
        return Origin(
            tuple(dict.fromkeys(self.evidence + other.evidence)),
            tuple(dict.fromkeys(self.assumed + other.assumed)),
            tuple(dict.fromkeys(self.facts + other.facts)),
            self.modelled or other.modelled,
            self.known and other.known,
        )


@dataclass(frozen=True)
class Result:
    """What a call returned, with its origin.

    Attributes:
        value: of any type; None where the function could not use a figure (`problem` says why).
        function, arguments: the call, for saying in words how the value was obtained.
        key: the name under which it was exported as a fact or claim, else empty.
        item: the observation, cell or parameter, where the result is one that was exported as it is.
        kept: under what a memory keeps it (`remembering.py`).
    """

    value: Any
    origin: Origin
    function: Callable[..., Any] | None = None
    arguments: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    key: str = ""
    item: Observation | PanelValue | Parameter | None = None
    kept: Any = field(default=None, compare=False, repr=False)

    def _ipython_display_(self) -> None:
        """Nothing: a cell that ends in a call has shown what it exported."""

    def exported(self, key: str) -> "Result":
        """The same value, passed on under the name of a fact or claim: the fact stands for all it rests on."""
        return replace(self, key=key)

    @property
    def passed_on(self) -> Origin:
        """The origin of whatever this is passed to."""
        return replace(self.origin, facts=(self.key,)) if self.key else self.origin


@dataclass(frozen=True)
class Bounded:
    """A number with its bound, for functions whose result is one: exact, at_least, at_most, approx or range."""

    value: float
    bound: str = "exact"
    high: float = math.nan

    def __eq__(self, other: object) -> bool:
        # Two that have no upper end are equal; since Python 3.13 a dataclass compares that as nan with nan.
        if not isinstance(other, Bounded):
            return NotImplemented
        high = self.high == other.high or (math.isnan(self.high) and math.isnan(other.high))
        return high and (self.value, self.bound) == (other.value, other.bound)


@dataclass(frozen=True)
class Whole:
    """Passes an observation itself; see `whole`."""

    item: Observation | PanelValue | Result


@dataclass(frozen=True)
class Dated:
    """Passes the last day and the value of an observation; see `dated`."""

    item: Observation | Result


def whole(items: Any) -> Any:
    """Pass observations or cells as they are, with date, quality and unit, instead of their values.

    Args:
        items: one, or a list or mapping of them; facts that are a published figure may be among them.
    """
    return _wrapped(items, Whole)


def dated(items: Any) -> Any:
    """Pass observations as pairs of the last day of their period and their value.

    Args:
        items: one, or a list or mapping of them; facts that are a published figure may be among them.
    """
    return _wrapped(items, Dated)


def _wrapped(items: Any, kind: Callable[[Any], Any]) -> Any:
    if isinstance(items, Mapping):
        return {key: _wrapped(item, kind) for key, item in items.items()}
    if isinstance(items, Iterable):
        return [_wrapped(item, kind) for item in items]
    return kind(items)


def modelled(function: F) -> F:
    """Marks a function whose result is modelled (a fitted curve, random draws), not only computed."""
    function.modelled = True  # type: ignore[attr-defined]
    return function


def origin_of(item: Any) -> Origin:
    """The union of the origins of everything in an argument; plain values have none."""
    found = Origin()
    for leaf in leaves(item):
        found |= _own(leaf)
    return found


def leaves(item: Any) -> Iterator[Any]:
    """What carries an origin in an argument, in order; `Whole` and `Dated` give the observation inside them."""
    if isinstance(item, Whole | Dated):
        yield item.item
    elif isinstance(item, Observation | PanelValue | Selection | WholeTable | Parameter | Result):
        yield item
    elif isinstance(item, Mapping):
        for inner in item.values():
            yield from leaves(inner)
    elif isinstance(item, list | tuple):
        for inner in item:
            yield from leaves(inner)


def _own(leaf: Any) -> Origin:
    if isinstance(leaf, Result):
        return leaf.passed_on
    if isinstance(leaf, Parameter):
        return Origin(assumed=(leaf.name,))
    if isinstance(leaf, Selection):
        return Origin(evidence=tuple(leaf.ids), known=leaf.known)
    if isinstance(leaf, WholeTable):
        return Origin(evidence=(leaf.obs_id,))
    return Origin(evidence=(leaf.obs_id,), known=not math.isnan(leaf.value))


def plain(item: Any) -> Any:
    """An argument as the function receives it."""
    if isinstance(item, Whole):
        return _published(item.item)
    if isinstance(item, Dated):
        obs = _published(item.item)
        return obs.end, obs.value
    if isinstance(item, Result):
        return (
            math.nan if item.value is None else item.value
        )  # not known, as a figure that was not yet public
    if isinstance(item, Observation | PanelValue | Parameter):
        return item.value
    if isinstance(item, Selection | WholeTable):
        return item.table
    if isinstance(item, Mapping):
        return {key: plain(inner) for key, inner in item.items()}
    if isinstance(item, list):
        return [plain(inner) for inner in item]
    if isinstance(item, tuple):
        return tuple(plain(inner) for inner in item)
    return item


def _published(item: Any) -> Any:
    """The observation or cell itself, also where it was exported as a fact before."""
    found = item.item if isinstance(item, Result) else item
    if not isinstance(found, Observation | PanelValue):
        raise TypeError(
            "whole() and dated() take observations, cells, and facts that are one, not computed values"
        )
    return found


def call(function: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Result:
    """Call a function with plain values; its result has the origin of what it was given.

    A figure that the function cannot use (it raises ValueError or an arithmetic, look-up or runtime error) gives a
    result without a value, whose `problem` names the error and the figures. If one of the figures was not yet public,
    that is the reason and no problem.
    """
    everything = [*arguments, *named.values()]
    origin = origin_of(everything)
    if getattr(function, "modelled", False):
        origin = replace(origin, modelled=True)
    earlier = [leaf for leaf in leaves(everything) if isinstance(leaf, Result)]
    made = Result(None, origin, function, arguments, dict(named))
    if broken := next((leaf for leaf in earlier if leaf.problem), None):
        return replace(made, problem=broken.problem)
    try:
        value = function(*(plain(item) for item in arguments), **{k: plain(v) for k, v in named.items()})
    except (TypeError, AttributeError):
        # A table or fit of figures that were not yet public is not there to be worked with.
        if any(leaf.value is None and not leaf.origin.known for leaf in earlier):
            return made
        raise
    except UNUSABLE as error:
        if not origin.known:
            return made
        why = f"{type(error).__name__}: {error}" if not isinstance(error, ValueError) else str(error)
        return replace(made, problem=cannot_use(why, origin.evidence))
    return replace(made, value=value)


def cannot_use(why: str, figures: tuple[str, ...]) -> str:
    """The problem of a result that these figures do not give."""
    named = ", ".join(figures[:6]) + (" …" if len(figures) > 6 else "")
    return f"cannot be computed from the figures given ({why}); look at {named}"
