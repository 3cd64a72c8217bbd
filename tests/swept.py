"""What a sweep would have found, made by hand: for tests of what is said of it.

Belongs here: sweeps of one notebook. Does not: tests.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evident.run.swept import Swept

State = Callable[[dict[str, Any]], bool | None]


def empty(notebook: str = "theme") -> Swept:
    """A sweep that has tried nothing."""
    return Swept(notebook, (), {}, {}, {}, {}, {}, Path())


def tried(sweep: Swept, setting: str, values: Mapping[str, Any], claims: Mapping[str, bool | None]) -> Swept:
    """The same sweep with one setting more, and what became of claims in it."""
    sweep.values[setting] = dict(values)
    for key, holds in claims.items():
        sweep.claims.setdefault(key, {})[setting] = holds
    about = (sweep.values, sweep.claims, sweep.facts, sweep.tests, sweep.failures, sweep.path)
    return Swept(sweep.notebook, (*sweep.settings, setting), *about)


def table(
    baseline: Mapping[str, Any],
    grid: Mapping[str, Sequence[Any]],
    together: Sequence[Mapping[str, Any]],
    claims: Mapping[str, State],
) -> Swept:
    """A whole sweep.

    Args:
        baseline: values by parameter.
        grid: the values tried of each parameter alone.
        together: the values of the settings in which all vary.
        claims: by key whether it holds, as a function of the values.
    """
    made = empty()
    every = [("baseline", dict(baseline))]
    every += [
        (f"grid {name}={value}", {**baseline, name: value})
        for name, values in grid.items()
        for value in values
    ]
    every += [(f"together {number:04}", dict(values)) for number, values in enumerate(together)]
    for setting, values in every:
        made = tried(made, setting, values, {key: state(values) for key, state in claims.items()})
    return made
