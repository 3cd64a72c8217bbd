"""Sentences that live in data and code, in another language: notes and definitions of figures, reasons of assumptions,
what functions say that they do, names of places.

Belongs here: finding the translation of such a sentence. Does not: words that code prints (`words.py`), the chapters
(`book/translating.py`), making and refreshing the catalogue (`run/translate.py`).

The catalogue is one file of gettext, `chapters/locale/<language>/LC_MESSAGES/_sentences.po`, whose messages are the
sentences themselves: what was changed in data or code has no translation until it is translated anew.
"""

import os
from functools import lru_cache
from pathlib import Path

from evident import paths, reads

OWN = "en"  # the language of data and code
CATALOGUE = "_sentences"
DRAFT = "EVIDENT_DRAFT"  # set: what is missing is printed in the language of data and code


class Untranslated(paths.Mistake):
    """A sentence without a translation; the message says which, and where to write it."""


def catalogue(language: str) -> Path:
    """The file with the sentences of a language."""
    return paths.report().chapters / "locale" / language / "LC_MESSAGES" / f"{CATALOGUE}.po"


def said(text: str, language: str) -> str:
    """A sentence of data or code in a language; noted as read.

    Args:
        language: as Sphinx names it; empty: that of data and code.

    Raises:
        Untranslated: there is no translation, and the build is no draft.
        BadFile: the catalogue cannot be read.
    """
    if language.partition("_")[0] in (OWN, "") or not any(character.isalpha() for character in text):
        return text
    reads.note("sentence", language, text)
    with reads.passed_over():  # of the catalogue this sentence alone counts
        found = translations(language).get(text, "")
    if found or os.environ.get(DRAFT):
        return found or text
    cut = text if len(text) <= 60 else f"{text[:57]}…"
    raise Untranslated(
        f"“{cut}” has no translation into {language}, or its translation is stale; run "
        f"`{paths.report().command} translate` and write it in {paths.short(catalogue(language))}"
    )


def known(text: str, language: str) -> str:
    """A name in a language, if there is a translation of it, else as it is: for what may be a place or any other word.

    Args:
        language: as Sphinx names it; empty: that of data and code.
    """
    if language.partition("_")[0] in (OWN, "") or not text.strip():
        return text
    with reads.passed_over():
        found = translations(language).get(text, "")
    if found:
        reads.note("sentence", language, text)
    return found or text


def translations(language: str) -> dict[str, str]:
    """The translations of a language by sentence; without those that are stale.

    Raises:
        BadFile: the catalogue cannot be read.
    """
    file = catalogue(language)
    return _read(file, language, file.stat().st_mtime_ns) if file.exists() else {}


@lru_cache(maxsize=4)
def _read(file: Path, language: str, _modified: int) -> dict[str, str]:
    from evident.text.catalogues import read  # Babel takes a tenth of a second to import

    return {str(m.id): str(m.string) for m in read(file, language) if m.id and m.string and not m.fuzzy}
