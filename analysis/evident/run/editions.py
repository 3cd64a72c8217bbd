"""Which editions there are, how they differ from the baseline, and whether each is built.

Belongs here: the list of editions that people and the site read. Does not: the form of an edition (`parameters.py`),
building one (`pipeline.py`), what differs in its facts and claims (`differences.py`).
"""

from dataclasses import dataclass
from typing import Any

from evident import paths
from evident.export.payloads import BASELINE
from evident.run import inputs, parameters, publication, standing
from evident.run.inputs import FORMS, Build

DAY = "as_of"  # the parameter that hides what was published later
NOT_BUILT, OUT_OF_DATE, UP_TO_DATE = "not built", "out of date", "up to date"


@dataclass(frozen=True)
class Listed:
    """An edition as lists of editions tell of it.

    Attributes:
        as_of: the day (ISO) to which it knows the evidence; empty where no notebook has such a parameter.
        differing: the parameters whose value is not the baseline's, as `mining.target_year`, without `as_of`.
    """

    name: str
    title: str
    reason: str
    as_of: str
    differing: tuple[str, ...]


def names() -> list[str]:
    """The names of all editions: the baseline first, then by name."""
    found = sorted(file.stem for file in (paths.data_dir() / "editions").glob("*.yml"))
    return sorted(found, key=lambda name: name != BASELINE)


def listed() -> list[Listed]:
    """All editions, in the order of `names`.

    Raises:
        ParameterError: one of them, or the baseline, does not fit the notebooks.
    """
    every = [parameters.load_edition(name) for name in names()]
    baseline = _values(parameters.load_edition(BASELINE))
    found = []
    for edition in every:
        values = _values(edition)
        differing = [key for key in values if key[1] != DAY and values[key] != baseline.get(key)]
        day = next((value for (_, name), value in values.items() if name == DAY), "")
        reason = " ".join(edition.reason.split())
        keys = tuple(sorted(map(".".join, differing)))
        found.append(Listed(edition.name, edition.title, reason, day, keys))
    return found


def _values(edition: parameters.Edition) -> dict[tuple[str, str], Any]:
    """What an edition gives, by section and name: under `common` once what all notebooks take from there."""
    found: dict[tuple[str, str], Any] = {}
    for notebook in paths.notebooks():
        own = edition.values.get(notebook.stem, {})
        for name, value in parameters.for_notebook(edition, notebook).items():
            found[notebook.stem if name in own else "common", name] = value
    return found


def state(build: Build) -> str:
    """Whether an edition is built, with what there is now: one of the constants above.

    Raises:
        ParameterError: its parameters do not fit.
    """
    forms = tuple(form for form in FORMS if publication.intact(build, (form,)))
    if not forms:
        return NOT_BUILT
    if standing.nothing_to_do(build, forms):
        return UP_TO_DATE
    from evident.run import pipeline  # the full answer takes half a second

    return OUT_OF_DATE if pipeline.due(build, forms) else UP_TO_DATE


def as_json(edition: Listed) -> dict[str, Any]:
    """An edition with its state, for machines."""
    return vars(edition) | {"differing": [*edition.differing], "state": state(inputs.build_of(edition.name))}
