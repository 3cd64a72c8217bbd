"""What a report says of its search: words that mean the same, and pages that are found after the others.

Belongs here: reading `chapters/search.yml` and its faults. Does not: what can be found (`search.py`).

    same: lists of words that mean the same, such as [pylon, transmission line]; who types one finds the others
    behind: pages that are found after all others, with * for any name

Without the file nothing means the same but a term and the others of its entry in the glossary.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from evident import paths
from evident.text.files import BadFile
from evident.text.yaml_files import Document, read_yaml

FILE = "search.yml"


@dataclass(frozen=True)
class Settings:
    """What the file says: words that mean the same, patterns of the pages that come last."""

    same: tuple[tuple[str, ...], ...] = ()
    behind: tuple[str, ...] = ()

    def is_behind(self, page: str) -> bool:
        """Whether a page comes last."""
        return any(fnmatchcase(page, pattern) for pattern in self.behind)


def settings() -> Settings:
    """What the report says; nothing where it has no such file.

    Raises:
        BadFile: the file cannot be read, or has another form.
    """
    file = paths.report().chapters / FILE
    if not file.exists():
        return Settings()
    document = read_yaml(file)
    value = document.value if document.value is not None else {}
    if not isinstance(value, dict):
        raise document.wrong("no keys stand here", "write `same:` and `behind:`")
    for name in value:
        if name not in ("same", "behind"):
            raise document.wrong(f"{name!r} is not what stands here", "write `same:` or `behind:`", name)
    groups = enumerate(_list(document, value.get("same"), "same"))
    same = [_words(document, group, "same", number) for number, group in groups]
    for number, group in enumerate(same):
        if len(group) < 2:
            raise document.wrong(
                "a list of fewer than two words", "write what means the same", "same", number
            )
    behind = _words(document, _list(document, value.get("behind"), "behind"), "behind")
    return Settings(tuple(tuple(group) for group in same), tuple(behind))


def faults() -> Iterator[str]:
    """What is wrong with the file, with its line and remedy."""
    try:
        settings()
    except BadFile as error:
        yield str(error)


def _list(document: Document, value: object, *place: object) -> list[object]:
    if value is not None and not isinstance(value, list):
        raise document.wrong(f"{place[-1]} is {value!r}", "write a list", *place)
    return value or []


def _words(document: Document, value: object, *place: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise document.wrong(f"{value!r} is no list of words", "write words between [ and ]", *place)
    return value
