"""Where things are: the engine's own files, and the report that is being worked on.

Belongs here: places, and the few names that a report gives itself in `[tool.evident]` of its pyproject.toml. Does not:
reading anything else.

A report is the nearest folder, from the working directory upwards, whose pyproject.toml has a table `[tool.evident]`;
EVIDENT_ROOT names it otherwise. EVIDENT_DATA points the evidence elsewhere: tests use it to build a book from changed
data. EVIDENT_SITE_URL and EVIDENT_PROJECT_URL say where the site and the project are, in place of what the report's
files say: who publishes a copy sets them.
"""

import os
import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ENGINE = Path(__file__).resolve().parent
FONTS = ENGINE / "look" / "faces"


class Mistake(Exception):
    """Something that whoever works on the report has to mend; the message says where and how."""


class NoAddress(Mistake):
    """An address of the site or the project that a browser could not open."""


class NoReport(Mistake):
    """No folder here or above is a report, or its configuration cannot be used; the message says how to mend it."""


@dataclass(frozen=True)
class Report:
    """A report as its `[tool.evident]` describes it.

    Attributes:
        root: the folder of its pyproject.toml.
        command: the name under which its authors call the engine.
        package: its own package under `analysis/`, with models, figures and words; empty if it has none.
        pdf: the name of the PDF file.
        dataset: the name of the archive and the workbook of its data, without suffix.
        summary: the chapter that is also a PDF of its own; empty if there is none.
        collection: the chapter whose pages below it are a PDF of their own, and not in the whole report's; empty if
            there is none.
        rebuild: the commands that rebuild it from a checkout, as the PDF prints them; empty: the engine's own.
        project_url: the address of the project on a forge, where errors are reported; empty if there is none yet.
        translations: the title of the report by each language that it is translated into, as Sphinx names it.
        language: of these the one meant, as `in_language` gives it; empty: the language that chapters are written in.
    """

    root: Path
    command: str
    package: str
    pdf: str
    dataset: str
    summary: str
    collection: str
    rebuild: list[str]
    project_url: str
    translations: dict[str, str] = field(default_factory=dict)
    language: str = ""

    @property
    def tag(self) -> str:
        """The language in addresses and names of files: `zh` of `zh_CN`; empty of the chapters' own."""
        return self.language.partition("_")[0]

    @property
    def untranslated(self) -> "Report":
        """The same report with the names of files in which no language is printed: data that runs, results."""
        if not self.language:
            return self
        end = f"-{self.tag}"
        pdf, dataset = self.pdf.removesuffix(f"{end}.pdf") + ".pdf", self.dataset.removesuffix(end)
        return replace(self, language="", pdf=pdf, dataset=dataset)

    def in_language(self, language: str) -> "Report":
        """The same report with the names that its files have in a language; empty: as it is."""
        if not language or language == self.language:
            return self
        tag = language.partition("_")[0]
        return replace(
            self,
            language=language,
            pdf=f"{self.pdf.removesuffix('.pdf')}-{tag}.pdf",
            dataset=f"{self.dataset}-{tag}",
        )

    @property
    def analysis(self) -> Path:
        """The notebooks and the report's package."""
        return self.root / "analysis"

    @property
    def chapters(self) -> Path:
        """The prose."""
        return self.root / "chapters"

    @property
    def summary_pdf(self) -> str:
        """The name of the summary's PDF file; empty if there is none."""
        return self._beside(self.summary)

    @property
    def collection_pdf(self) -> str:
        """The name of the collection's PDF file; empty if there is none."""
        return self._beside(self.collection)

    def _beside(self, chapter: str) -> str:
        return f"{self.pdf.removesuffix('.pdf')}-{chapter}.pdf" if chapter else ""

    @property
    def epub(self) -> str:
        """The name of the EPUB file."""
        return f"{self.pdf.removesuffix('.pdf')}.epub"

    @property
    def pdfs(self) -> list[str]:
        """The names of the PDF files, the whole report's first."""
        return [name for name in (self.pdf, self.summary_pdf, self.collection_pdf) if name]

    @property
    def own(self) -> Path | None:
        """The folder of the report's package, if it has one."""
        return self.analysis / self.package if self.package else None

    @property
    def build(self) -> Path:
        """Where editions are built."""
        return self.root / "_build"

    @property
    def lock(self) -> Path:
        """The lock file of its environment."""
        return self.root / "requirements.lock"


@cache
def _report(called_in: str, named: str, language: str) -> Report:
    start = Path(called_in, named).resolve()
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.exists():
            told = _table(file)
            if told is not None:
                return _read(folder, told).in_language(language)
    raise NoReport(
        f"{start} is not in a report: go into a folder whose pyproject.toml has a table [tool.evident], "
        "or name it in EVIDENT_ROOT"
    )


def _table(file: Path) -> Any:
    """The table `[tool.evident]` of a file, None if it has none (NoReport if it cannot be read)."""
    try:
        told = tomllib.loads(file.read_bytes().decode("utf8"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise NoReport(f"{file}:{line}: the file is not in UTF-8; save it as that") from None
    except tomllib.TOMLDecodeError as error:
        told_line = re.search(r"line (\d+)", str(error))
        where = f"{file}:{told_line[1]}" if told_line else str(file)
        said = re.sub(r" ?\(at [^)]*\)", "", str(error))
        raise NoReport(
            f"{where}: not valid TOML: {said}; look for a quotation mark or bracket that is missing there"
        ) from None
    tool = told.get("tool", {})
    return tool.get("evident") if isinstance(tool, dict) else None


def _read(root: Path, told: Any) -> Report:
    known: dict[str, Any] = {
        "command": "evident",
        "package": "",
        "pdf": "report.pdf",
        "dataset": "data",
        "summary": "",
        "collection": "",
        "rebuild": [],
        "project_url": "",
        "translations": {},
    }
    if not isinstance(told, dict):
        raise NoReport(f"{root / 'pyproject.toml'}: tool.evident is no table; write [tool.evident]")
    if strange := set(told) - set(known):
        raise NoReport(
            f"{root / 'pyproject.toml'}: [tool.evident] has {', '.join(sorted(strange))}; "
            f"mend the name or delete it; it may have {', '.join(known)}"
        )
    for name, value in told.items():
        inner = value.values() if isinstance(value, dict) else value
        fits = isinstance(value, type(known[name])) and all(isinstance(step, str) for step in inner)
        if not fits or not _is_plain(name, value):
            example = known[name] or ("a name" if isinstance(known[name], str) else _EXAMPLES[name])
            raise NoReport(
                f"{root / 'pyproject.toml'}: {name} = {value!r} in [tool.evident] cannot be used; "
                f"write it as {example!r}"
            )
    made = Report(root=root, **(known | told))
    if made.own and not made.own.is_dir():
        raise NoReport(
            f"{root / 'pyproject.toml'}: there is no package {made.package!r} in analysis/; mend its name"
        )
    return made


_EXAMPLES: dict[str, Any] = {"rebuild": ["commands"], "translations": {"zh_CN": "title"}}


def _is_plain(name: str, value: Any) -> bool:
    """Whether the name of a file or a package stays in its folder, and a language is named as Sphinx does."""
    if name == "translations":
        return all(re.fullmatch(r"[a-z]{2}(_[A-Z]{2})?", language) for language in value)
    return name not in ("package", "pdf", "dataset", "summary", "collection") or not re.search(
        r"[/\\\x00-\x1f]|^\.", value
    )


def report() -> Report:
    """The report that is being worked on.

    Raises:
        NoReport: neither EVIDENT_ROOT nor the working directory is in one.
    """
    # By what is cheap to ask: this is called for every word that is printed.
    return _report(os.getcwd(), os.environ.get("EVIDENT_ROOT", ""), os.environ.get(LANGUAGE, ""))  # noqa: PTH109


LANGUAGE = "EVIDENT_LANGUAGE"  # of what is printed; set for the processes that print a translation
SITE_URL, PROJECT_URL = "EVIDENT_SITE_URL", "EVIDENT_PROJECT_URL"


def address_from(variable: str, written: str, where: str) -> str:
    """An address that an environment variable gives, else the one that is written in a file; without the last slash.

    Args:
        variable: `SITE_URL` or `PROJECT_URL`.
        written: what the file has; may be empty.
        where: the setting in the file, for the message.

    Raises:
        NoAddress: it is no http or https address, or has a query, an anchor, a name or a blank in it.
    """
    given = os.environ.get(variable, "").strip()
    told, place = (given, variable) if given else (written.strip(), where)
    parts = urlsplit(told)
    plain = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    if told and (not plain or "@" in parts.netloc or re.search(r"[\s<>\"'\\{}]", told)):
        raise NoAddress(f"{place} = {told!r} is no address to link to; write it as https://example.org/name")
    return told.rstrip("/")


def project_address() -> str:
    """Where the project is, as EVIDENT_PROJECT_URL or `project_url` in `[tool.evident]` says; empty if neither does.

    Raises:
        NoAddress: it is no address.
    """
    where = f"{report().root / 'pyproject.toml'}: project_url"
    return address_from(PROJECT_URL, report().project_url, where)


def data_dir() -> Path:
    """The folder of evidence: `data/` of the report, or the folder named by the environment variable EVIDENT_DATA."""
    return Path(os.environ.get("EVIDENT_DATA") or report().root / "data")


def word_dirs(language: str) -> list[Path]:
    """Folders with words of a language: the engine's, then the report's, which come first where both say something.

    Args:
        language: as Sphinx names it; the words of `zh_CN` lie in `words/zh/`.
    """
    own, language = report().own, language.partition("_")[0]
    return [ENGINE / "words" / language, *([own / "words" / language] if own else [])]


def short(path: Path) -> str:
    """A path as messages print it: relative to the report's root where it lies in it."""
    path, root = Path(path), report().root
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def notebooks() -> list[Path]:
    """The notebooks of the report, by name."""
    return sorted(report().analysis.glob("*.ipynb"))
