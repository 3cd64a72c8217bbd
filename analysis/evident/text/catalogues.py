"""Catalogues of gettext as files.

Belongs here: reading and writing `.po` and compiling them, in one form. Does not: what is in them.
"""

from functools import lru_cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from evident.text.files import BadFile

WIDTH = 100
_HEADER = """# {title}; `#, fuzzy` marks what is stale.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def read(file: Path, language: str) -> Catalog:
    """A catalogue; empty where there is no file.

    Raises:
        BadFile: it is no catalogue.
    """
    if not file.exists():
        return Catalog(locale=language)
    try:
        with file.open("rb") as content:
            return read_po(content, locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", -1) + 1
        raise BadFile(
            file,
            max(line, 1),
            f"no catalogue of gettext: {error}",
            "look for a quotation mark that is missing",
        ) from None


def kept(file: Path, language: str) -> Catalog:
    """A catalogue as `read` gives it, read anew only when its file has changed; not to be changed.

    Raises:
        BadFile: it is no catalogue.
    """
    return _kept(file, language, file.stat().st_mtime_ns if file.exists() else 0)


@lru_cache(maxsize=128)
def _kept(file: Path, language: str, _modified: int) -> Catalog:
    return read(file, language)


def translation(file: Path, language: str, text: str) -> str:
    """The translation of a message; empty where there is none, or it is stale.

    Raises:
        BadFile: the file is no catalogue.
    """
    message = kept(file, language).get(text)
    return "" if message is None or message.fuzzy else str(message.string)


def write(file: Path, catalogue: Catalog, language: str, title: str) -> None:
    """Write a catalogue, whole or not at all; it differs only where a message does: no dates, no lines of chapters.

    Args:
        title: a line that says what it is the catalogue of.
    """
    for message in catalogue:  # the braces of a role are no blanks of Python
        message.flags -= {"python-format", "python-brace-format"}
    part = file.with_suffix(".part")
    with part.open("wb") as content:
        content.write(_HEADER.format(title=title, language=language).encode())
        write_po(content, catalogue, width=WIDTH, no_location=True, omit_header=True, include_previous=True)
    part.replace(file)


def compile_to(file: Path, catalogue: Catalog) -> None:
    """Write a catalogue as gettext and Sphinx read it."""
    with file.open("wb") as content:
        write_mo(content, catalogue)
