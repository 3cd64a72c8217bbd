"""What the tasks of a build read, and where an edition is built.

Belongs here: lists of files. Does not: running anything (`pipeline.py`), hashing (doit does, and `fingerprint.py`).
"""

from dataclasses import dataclass
from pathlib import Path

from evident import paths
from evident.run import notebooks
from evident.run.imports import imported_by

LOOK = "look.yml"  # as `look/identity.py` names it, which is slow to import


@dataclass(frozen=True)
class Build:
    """Where one edition is built: `_build/<edition>/`, or another folder."""

    edition: str
    folder: Path

    @property
    def notebooks(self) -> Path:
        """Executed notebooks."""
        return self.folder / "notebooks"

    @property
    def html(self) -> Path:
        """The HTML book; it opens at index.html."""
        return self.folder / "html"

    @property
    def pdf(self) -> Path:
        """The PDF."""
        return self.folder / paths.report().pdf

    @property
    def state(self) -> Path:
        """What doit remembers."""
        return self.folder / ".state"


def build_of(edition: str, folder: Path | None = None) -> Build:
    """The place of an edition's build (default `_build/<edition>`)."""
    return Build(edition, folder or paths.report().build / edition)


def data_files() -> list[Path]:
    """The evidence: every table of `data/`, the bibliography and the schema."""
    folder = paths.data_dir()
    return sorted(file for file in folder.iterdir() if file.suffix in (".csv", ".bib", ".json", ".yml"))


def files(folder: Path, *patterns: str) -> list[Path]:
    found = {file for pattern in patterns for file in folder.rglob(pattern) if file.is_file()}
    return sorted(file for file in found if "__pycache__" not in file.parts)


def _words(*patterns: str) -> list[Path]:
    own = paths.report().own
    folders = [paths.ENGINE / "words", *([own / "words"] if own else [])]
    return [file for folder in folders for file in files(folder, *patterns)]


def lock() -> list[Path]:
    """The lock file, if the report has one of its own."""
    file = paths.report().lock
    return [file] if file.exists() else []


def _look() -> list[Path]:
    """The colours of the report, if it has its own."""
    own = paths.report().own
    return files(own, LOOK) if own else []


def notebook_inputs(notebook: Path) -> list[Path]:
    """Everything a notebook's outputs depend on, but for its parameters: itself, the modules it imports, its words,
    the evidence, the fonts (they set how wide a label is) and the lock file."""
    words = [f for f in _words("*.yml") if f.stem in ("common", notebook.stem)]
    code = notebooks.run_inputs(notebook)
    # A notebook that reads editions compares them.
    compares = any("load_edition" in cell.source for cell in notebooks.read_cells(notebook))
    editions = files(paths.data_dir() / "editions", "*.yml") if compares else []
    return sorted(
        {
            *code,
            *_look(),
            *words,
            *data_files(),
            *editions,
            *files(paths.FONTS, "*.?tf"),
            *lock(),
        }
    )


def book_inputs(build: Build) -> list[Path]:
    """Everything that HTML and PDF both print or are made by: executed notebooks, chapters, configuration,
    bibliography, words, the look, the book extension, the lock file."""
    return sorted(
        {
            *(build.notebooks / notebook.name for notebook in paths.notebooks()),
            *(f for f in files(paths.report().chapters, "*") if f.parent.name != "claims"),
            paths.report().root / "_config.yml",
            paths.report().root / "_toc.yml",
            paths.report().root / "CITATION.cff",
            paths.data_dir() / "sources.bib",
            paths.data_dir() / "editions" / f"{build.edition}.yml",
            *_words("common.yml", "book.yml", "pdf.yml"),
            *files(paths.FONTS, "*"),
            *_look(),
            *files(paths.ENGINE / "book", "*"),
            *(files(own / "static", "*") if (own := paths.report().own) else []),
            # The extension's own modules, and those of the package that they import.
            *imported_by("from evident import book"),
            *lock(),
        }
    )
