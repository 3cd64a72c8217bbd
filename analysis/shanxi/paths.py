"""Where things are in a checkout. Only places; nothing here reads a file.

The root is found from this file, so that the package works from any working directory. `SHANXI_DATA`
points the evidence elsewhere: tests use it to build the book from changed data.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ANALYSIS = ROOT / "analysis"
PACKAGE = ANALYSIS / "shanxi"
CHAPTERS = ROOT / "chapters"
FONTS = PACKAGE / "fonts"
WORDS = PACKAGE / "words"
PDF = "shanxi-in-transition.pdf"  # the name of the file, wherever it lies


def data_dir() -> Path:
    """The folder of evidence: `data/`, or the folder named by the environment variable SHANXI_DATA."""
    return Path(os.environ.get("SHANXI_DATA", ROOT / "data"))


def short(path: Path) -> str:
    """A path as messages print it: relative to the root where it lies in it."""
    path = Path(path)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def notebooks() -> list[Path]:
    """The notebooks of the report, by name."""
    return sorted(ANALYSIS.glob("*.ipynb"))
