"""Assumptions of other notebooks and of other editions, as parameters with their reasons.

Belongs here: making what another edition or notebook assumes known to a notebook that runs with its own. Does not: the
form of editions (`evident.run.parameters`), what is computed from what they assume (`models/`).
"""

from evident.export.notebook import Notebook
from evident.export.origins import Parameter
from evident.run.parameters import Edition, load_edition
from evident.text import sentences

PACES = ("coal_growth", "additions", "hours", "generation_growth", "productivity_growth")


def key(name: str) -> str:
    """The name of an edition as part of a key: managed-decline → managed_decline."""
    return name.replace("-", "_")


def paces(nb: Notebook, edition: Edition) -> dict[str, Parameter]:
    """What an edition assumes of each pace.

    Those of the edition that the notebook runs with are its own parameters, so that whoever moves them moves the
    scenario; so are those that another takes over from it. What another sets itself is added, named after it.
    """
    mine = load_edition(nb.edition).lines
    shared = {name for name in PACES if edition.lines[nb.name, name] == mine[nb.name, name]}
    scenario = nb.words(f"{nb.name}.scenarios.{edition.name}")
    return {
        name: nb.parameters[name]
        if name in shared
        else nb.parameters.add(
            Parameter(
                f"{key(edition.name)}_{name}",
                edition.values[nb.name][name],
                nb.words(f"{nb.name}.of_scenario", what=nb.parameters[name].label, scenario=scenario),
                sentences.said(edition.reasons[nb.name, name], nb.words.language),
            )
        )
        for name in PACES
    }


def of_cooperation(nb: Notebook, *names: str) -> dict[str, Parameter]:
    """What the cooperation chapter assumes in the edition of another notebook, which looks at places by its rules.

    Args:
        names: of its parameters.
    """
    edition = load_edition(nb.edition)
    return {
        name: nb.parameters.add(
            Parameter(
                f"cooperation_{name}",
                edition.values["cooperation"][name],
                nb.words(f"cooperation.parameters.{name}"),
                sentences.said(edition.reasons["cooperation", name], nb.words.language),
            )
        )
        for name in names
    }
