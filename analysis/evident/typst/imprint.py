"""What the inside cover and the last page say: how to cite, licences, and what this copy was made of.

Belongs here: reading CITATION.cff and putting these notices together. Does not: their words
(`words/<language>/pdf.yml`), how they look (`template.typ`), the fingerprint itself (`fingerprint.py`).
"""

import os
from importlib.metadata import version
from typing import Any

import yaml

from evident import paths
from evident.text.words import Words
from evident.typst.writer import BookError

# A heading, then its lines; a line that starts with "$ " is a command.
Notice = list[tuple[str, list[str]]]

TOOLS = {"Typst": "typst", "Sphinx": "sphinx", "Jupyter Book": "jupyter-book", "Matplotlib": "matplotlib"}


def citation() -> dict[str, Any]:
    """The fields of CITATION.cff.

    Raises:
        BookError: the file lacks one that the inside cover prints.
    """
    fields: dict[str, Any] = yaml.safe_load((paths.report().root / "CITATION.cff").read_text("utf8"))
    needed = ("title", "authors", "version", "date-released", "license", "abstract")
    if missing := [name for name in needed if not fields.get(name)]:
        raise BookError(f"CITATION.cff: {', '.join(missing)} missing; the inside cover of the PDF prints it")
    return fields


def inside_cover(fields: dict[str, Any], edition: str, as_of: str, words: Words) -> Notice:
    """The notices of page two.

    Args:
        fields: of CITATION.cff (see `citation`).
        edition: its title, or empty.
        as_of: the date of the evidence, as printed.
    """
    authors = "; ".join(
        author.get("name") or f"{author['family-names']}, {author['given-names']}"
        for author in fields["authors"]
    )
    year = str(fields["date-released"])[:4]
    version_of = words(
        "pdf.version", version=fields["version"], edition=edition or words("pdf.unnamed"), date=as_of
    )
    licences = fields["license"] if isinstance(fields["license"], list) else [fields["license"]]
    return [
        (words("pdf.about"), [abstract(fields, words)]),
        (
            words("pdf.cite"),
            [
                _own(words, "pdf.citation", year=year, version=version_of)
                or f"{authors} ({year}). {fields['title']}. {version_of}"
            ],
        ),
        (
            words("pdf.licence"),
            [*(words(f"pdf.licences.{name.replace('.', '-')}") for name in licences), words("pdf.own_terms")],
        ),
        (words("pdf.independence"), [words("pdf.independent")]),
    ]


def abstract(fields: dict[str, Any], words: Words) -> str:
    """What the report is about."""
    return _own(words, "pdf.abstract") or " ".join(fields["abstract"].split())


def _own(words: Words, key: str, **blanks: str) -> str:
    """What a translation says in place of CITATION.cff, which has one language; empty if it says nothing."""
    return words(key, **blanks) if words.has(key) else ""


def colophon(edition: str, reason: str, as_of: str, words: Words) -> Notice:
    """The notices of the last page. EVIDENT_FINGERPRINT and EVIDENT_COMMIT come from the build."""
    unknown = words("pdf.not_recorded")
    made_of = [
        words("pdf.fingerprint", value=os.environ.get("EVIDENT_FINGERPRINT") or unknown),
        words("pdf.commit", value=os.environ.get("EVIDENT_COMMIT") or unknown),
        words("pdf.fingerprint_means"),
        f"$ {paths.report().command} fingerprint",
    ]
    rebuild = [f"$ {step}" for step in paths.report().rebuild or [f"{paths.report().command} build"]]
    tools = ", ".join(f"{name} {version(package)}" for name, package in TOOLS.items())
    return [
        (
            words("pdf.edition_heading"),
            [words("pdf.edition_says", name=edition or words("pdf.unnamed"), date=as_of), reason],
        ),
        (words("pdf.sources_heading"), made_of),
        (words("pdf.rebuild_heading"), [words("pdf.rebuild"), *rebuild]),
        (words("pdf.made_heading"), [words("pdf.made", tools=tools), words("pdf.type")]),
    ]
