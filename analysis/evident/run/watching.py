"""What is watched while a notebook runs: which files below the report it opens, which modules it imports.

Belongs here: which folders are looked at, and what is told otherwise. Does not: noting (`reads.py`), what it means that
something was read (`traces.py`).
"""

import os
import sys
from pathlib import Path

from evident import paths, reads


def watch() -> None:
    """Note from now on what this process reads below the report; tables and words note their own pieces."""
    report = paths.report()
    data = paths.data_dir()
    reads.watch(
        [report.root, data.resolve()],
        [
            *(data / name for name in ("observations.csv", "panel.csv", "indicators.csv", "sources.bib")),
            data / "identities.yml", paths.ENGINE / "words", *([report.own / "words"] if report.own else []),
            report.build, report.root / ".venv", report.analysis / "__pycache__", Path(sys.prefix),
        ],
        [report.analysis, paths.ENGINE],
    )  # fmt: skip


def modules() -> list[str]:
    """The files of the engine's and the report's modules that were imported."""
    own = paths.report().own
    below = tuple(
        f"{folder}{os.sep}" for folder in (paths.ENGINE, *([own] if own else []), paths.report().analysis)
    )
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return sorted({file for file in files if file and file.startswith(below)})
