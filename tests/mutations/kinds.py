"""Ways to damage a file, and what each may end in.

Belongs here: the form of a kind, and what can befall any text file. Does not: tables (`tables.py`), the bibliography
(`bibliographies.py`), YAML and JSON (`trees.py`), running a case (`cases.py`).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# What a file is turned into; None: it does not apply to this file.
Damage = Callable[[str, random.Random], str | bytes | None]


@dataclass(frozen=True)
class Kind:
    """A way to damage a file.

    Attributes:
        name: as the table of outcomes prints it.
        damage: from the file's text to its damaged text or bytes.
        harmless: everything may be read as before; otherwise it must be refused.
        many: it may be told more than once, because it makes many faults.
        whole: no line can be told: the whole file is concerned.
    """

    name: str
    damage: Damage
    harmless: bool = False
    many: bool = False
    whole: bool = False


def inserted(text: str, at: int, what: str) -> str:
    return text[:at] + what + text[at:]


def lines_of(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _at_line(text: str, r: random.Random, what: str) -> str:
    lines = lines_of(text)
    lines.insert(r.randrange(1, len(lines) + 1), what)
    return "".join(lines)


def _within(text: str, r: random.Random, what: str) -> str | None:
    """Put something between two letters: never where a line begins or ends."""
    places = [i for i in range(1, len(text)) if text[i - 1].isalpha() and text[i].isalpha()]
    return inserted(text, r.choice(places), what) if places else None


def _cut(text: str, r: random.Random) -> str | None:
    """Cut the file inside a line; a file that ends with whole lines is whole."""
    places = [i for i in range(1, len(text) - 2) if text[i - 1] != "\n" and text[i] != "\n"]
    return text[: r.choice(places)] if places else None


def _merge(text: str, r: random.Random) -> str:
    lines = lines_of(text)
    at = r.randrange(len(lines))
    ours = lines[at] if lines[at].endswith("\n") else lines[at] + "\n"
    lines[at] = f"<<<<<<< HEAD\n{ours}=======\n{ours}>>>>>>> other\n"
    return "".join(lines)


def _encoded(encoding: str) -> Damage:
    def damage(text: str, _: random.Random) -> bytes | None:
        try:
            raw = text.encode(encoding)
        except UnicodeEncodeError:
            return None
        return None if raw == text.encode("utf8") else raw

    return damage


def _with_umlaut(text: str, r: random.Random) -> bytes | None:
    changed = _within(text, r, "ü")
    # A program would ask before it loses letters that Latin-1 has not.
    return changed.encode("latin-1", "replace") if changed and "?" not in text else None


TEXT = [
    Kind("byte order mark", lambda t, r: b"\xef\xbb\xbf" + t.encode()),
    Kind("saved as UTF-16", _encoded("utf-16")),
    Kind("saved as UTF-16 without mark", _encoded("utf-16-le")),
    Kind("saved as GBK", _encoded("gbk")),
    Kind("saved as Latin-1", _with_umlaut),
    Kind("merge conflict", _merge),
    Kind("control character", lambda t, r: _within(t, r, r.choice("\x00\x01\x07\x1b\x7f\x85"))),
    Kind("zero width", lambda t, r: _within(t, r, r.choice("\u200b\u200d\u2060\ufeff\u00ad"))),
    Kind("other direction", lambda t, r: _within(t, r, r.choice("\u202e\u202d\u2066\u200f"))),
    Kind("cut off", _cut),
    Kind("file lost", lambda t, r: b"", many=True, whole=True),
]
ENDS = Kind("line ends of Windows", lambda t, r: t.replace("\n", "\r\n").encode())


def harmless_ends() -> Kind:
    """Line ends of Windows where they mean nothing."""
    return Kind(ENDS.name, ENDS.damage, harmless=True)


def applied(kinds: list[Kind], path: Path, r: random.Random) -> bytes | None:
    """A file with all of some damages, None if one does not apply."""
    text: str | bytes | None = path.read_text("utf8")
    for number, kind in enumerate(sorted(kinds, key=lambda kind: kind in TEXT)):
        if not isinstance(text, str):
            return None  # what makes bytes of it comes last
        try:
            text = kind.damage(text, r)
        except (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError):
            if number == 0:
                raise
            return None  # a damage to the form of a file whose form is gone
    return text.encode("utf8", "surrogatepass") if isinstance(text, str) else text
