"""The archive with which a notebook that somebody took from the book runs: code, data, lock file, and one command.

Belongs here: which files it holds, its README, packing it. Does not: what the command does (`starter.py`, which makes
the environment, and `outside.py`, which runs notebooks in it), the archive of a release (`archive.py`), the data set
alone (`dataset.py`).

It holds what notebooks read and no more: the notebooks, the modules that they import, the report's words and colours,
the evidence with the sweeps, the faces of charts. Chinese faces are cut to what the evidence and the words print. The
same files give the same bytes.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from evident import paths
from evident.run import inputs, packing
from evident.run.about import About, about
from evident.run.imports import imported_by
from evident.run.notebooks import read_cells
from evident.run.steps import digest_of
from evident.text.words import Words

COMMAND = "python3 run.py"
HERE = " --here"  # of a report without a lock file no environment can be made
STARTER = Path(__file__).with_name("starter.py")
_FACES = "*Sans-*.ttf"  # what charts are set in; the look, which knows it, is slow to import
_PAGES = "static"  # of the report's package: what pages load, and no notebook reads
_WORDS = ("common.yml", "book.yml")  # what notebooks print, and what they show whoever works in them
_BESIDE = ("pyproject.toml", "requirements.lock", "CITATION.cff", "LICENSE", "LICENSE-CONTENT.md")
_DATA = (".csv", ".bib", ".json", ".md", ".yml", ".parquet")


def archive_name(told: About) -> str:
    """The name of the archive: it has the version, since a notebook runs with the sources of its own."""
    version = f"-{told.version}" if told.version else ""
    return f"{paths.report().untranslated.pdf.removesuffix('.pdf')}{version}-run.zip"


def command() -> str:
    """The one command that runs a notebook in the unpacked folder, without the notebook's name."""
    return COMMAND if paths.report().lock.exists() else COMMAND + HERE


def pythons(words: Words) -> str:
    """The versions of Python that the report runs with, in words: "3.11, 3.12 or 3.13"."""
    file = paths.report().root / "pyproject.toml"
    required = str(tomllib.loads(file.read_text("utf8")).get("project", {}).get("requires-python", ""))
    first, last = re.search(r">=\s*3\.(\d+)", required), re.search(r"<\s*3\.(\d+)", required)
    if not first or not last:
        return words("downloads.newer", first=f"3.{first[1]}") if first else "3"
    *most, newest = (f"3.{minor}" for minor in range(int(first[1]), int(last[1])))
    return words("downloads.either", first=", ".join(most), last=newest) if most else newest


def members() -> dict[str, Path]:
    """The files that the archive holds as they are, by their path in it."""
    report = paths.report()
    found = {name: report.root / name for name in _BESIDE if (report.root / name).exists()}
    for file in (
        *_modules(),
        *inputs.files(paths.FONTS, _FACES, "*.txt", "*.md"),
        *inputs.files(paths.ENGINE / "words", *_WORDS),
    ):
        found[_inside(file)] = file
    if report.own:
        for file in inputs.files(report.own, "*"):
            if file.suffix != ".py" and _PAGES not in file.relative_to(report.own).parts:
                found[_inside(file)] = file
    data = paths.data_dir()
    for file in inputs.files(data, "*"):
        inside = file.relative_to(data)
        if file.suffix in _DATA and inside.parts[0] != "releases":
            found[f"data/{inside.as_posix()}"] = file
    return found | {"run.py": STARTER}


def _modules() -> set[Path]:
    """The modules that notebooks import, and those that run them; with the files that make folders packages."""
    code = [cell.source for file in paths.notebooks() for cell in read_cells(file) if cell.kind == "code"]
    found = imported_by("\n".join([*code, "from evident.run import outside"]))
    own = paths.report().own
    roots = [paths.ENGINE, *([own] if own else [])]
    folders = {
        folder for file in found for folder in file.parents if any(folder.is_relative_to(r) for r in roots)
    }
    return found | {file for folder in folders if (file := folder / "__init__.py").exists()}


def _inside(file: Path) -> str:
    """Where a file of the engine or of the report's package lies in the archive."""
    root, name = (
        (paths.ENGINE, "evident")
        if file.is_relative_to(paths.ENGINE)
        else (paths.report().own, paths.report().package)
    )
    assert root, "only the engine and the package of the report are imported by name"
    return f"analysis/{name}/{file.relative_to(root).as_posix()}"


def _notebooks() -> dict[str, bytes]:
    """The notebooks without their outputs: what they print is in those that readers take from the book."""
    found = {}
    for file in paths.notebooks():
        told = json.loads(file.read_text("utf8"))
        for cell in told["cells"]:
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}
        found[f"analysis/{file.name}"] = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    return found


def made_of() -> str:
    """A digest of all that the archive holds. What notebooks print does not count, so that freezing changes nothing."""
    made = hashlib.sha256(digest_of(members().values()).encode())
    for name, content in _notebooks().items():
        made.update(name.encode() + content)
    return made.hexdigest()


def write(target: Path, edition: str) -> None:
    """Pack the archive; it is there when it is whole.

    Args:
        edition: of whose book it is a part. Its files are the same in all.

    Raises:
        OSError: a file is gone, or the archive cannot be written.
    """
    from evident.look import fonts, identity

    told = about(edition)
    files: dict[str, bytes | Path] = {**members(), **_notebooks()}
    files["README.md"] = readme(told, Words(told.language)).encode()
    printed = _hanzi(files)
    for face in fonts.FACES:
        if face.family in identity.SANS and not face.axes:
            inside = face.path.relative_to(paths.ENGINE).as_posix()
            files[f"analysis/evident/{inside}"] = fonts.subset(face, printed)
    packing.write(target, target.stem, files, told.released)


def _hanzi(files: Mapping[str, bytes | Path]) -> set[str]:
    """The Chinese characters that charts may print: those of evidence, words and notebooks."""
    texts = (
        content.read_text("utf8") if isinstance(content, Path) else content.decode()
        for name, content in files.items()
        if name.endswith((".csv", ".bib", ".yml", ".ipynb", ".py"))
    )
    return {character for text in texts for character in text if not character.isascii()}


def readme(told: About, words: Words) -> str:
    """What whoever unpacks the archive reads first."""
    return words(
        "downloads.run.readme", title=told.title, version=told.told, command=command(), python=pythons(words),
        how=words(f"downloads.run.{'locked' if paths.report().lock.exists() else 'unlocked'}"),
        notebooks=", ".join(file.stem for file in paths.notebooks()), cite=told.citation,
    )  # fmt: skip
