"""What a sweep would have found, made by hand: for tests of what is said of it.

Belongs here: rows of the form that sweeps write. Does not: tests.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

State = Callable[[dict[str, Any]], bool | None]


def rows(
    setting: str,
    varied: str,
    parameters: Mapping[str, Any],
    claims: Mapping[str, bool | None],
    parameter: str | None = None,
) -> list[dict[str, Any]]:
    """The rows of one setting."""
    about = {"setting": setting, "varied": varied, "parameter": parameter}
    made: list[dict[str, Any]] = [
        {**about, "kind": "parameter", "key": name, "value": None, "text": json.dumps(value)}
        for name, value in parameters.items()
    ]
    return made + [
        {**about, "kind": "claim", "key": key, "value": None if holds is None else float(holds), "text": None}
        for key, holds in claims.items()
    ]


def table(
    baseline: Mapping[str, Any],
    grid: Mapping[str, Sequence[Any]],
    together: Sequence[Mapping[str, Any]],
    claims: Mapping[str, State],
) -> list[dict[str, Any]]:
    """The rows of a sweep.

    Args:
        baseline: values by parameter.
        grid: the values tried of each parameter alone.
        together: the values of the settings in which all vary.
        claims: by key whether it holds, as a function of the values.
    """

    def states(values: Mapping[str, Any]) -> dict[str, bool | None]:
        return {key: state(dict(values)) for key, state in claims.items()}

    made = rows("baseline", "baseline", baseline, states(baseline))
    for parameter, tried in grid.items():
        for value in tried:
            values = {**baseline, parameter: value}
            made += rows(f"grid {parameter}={value}", "grid", values, states(values), parameter)
    for number, values in enumerate(together):
        made += rows(f"together {number:04}", "together", values, states(values))
    return made
