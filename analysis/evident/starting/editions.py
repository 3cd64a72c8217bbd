"""A new edition: a file of parameters, with every parameter that could be set in it.

Belongs here: that file. Does not: what an edition is (`run/parameters.py`).
"""

import json
from pathlib import Path

from evident import paths
from evident.run import parameters
from evident.starting.writing import Writing, faults, filled, refuse_name


def begin(name: str, title: str = "", reason: str = "", as_of: str = "", based_on: str = "baseline") -> Path:
    """Write an edition that builds, equal to the one it is based on but for `as_of`; returns its file.

    Raises:
        CannotBegin: the name is taken or none, or `as_of` is no day; nothing was written.
        ParameterError: there is no edition `based_on`.
    """
    refuse_name("edition", name)
    base = parameters.load_edition(based_on)
    lines = []
    for notebook in paths.notebooks():
        own = [key for key in parameters.declared(notebook) if key not in base.values.get("common", {})]
        if own:
            values = parameters.for_notebook(base, notebook)
            lines += [f"# {notebook.stem}:"]
            lines += [
                f'#   {key}: {{value: {json.dumps(values[key], ensure_ascii=False)}, reason: "…"}}'
                for key in own
            ]
    common = f"common:\n  as_of: {as_of}   # evidence published later is hidden\n" if as_of else ""
    text = filled(
        "edition.yml",
        {
            "title": json.dumps(title or name.replace("-", " ").capitalize(), ensure_ascii=False),
            "reason": json.dumps(
                reason or "What is assumed otherwise, and why: say it here.", ensure_ascii=False
            ),
            "based_on": based_on,
            "common": common,
            "choices": "\n".join(lines),
        },
    )
    made = Writing()
    made.add(paths.data_dir() / "editions" / f"{name}.yml", text)
    return made.write(faults)[0]
