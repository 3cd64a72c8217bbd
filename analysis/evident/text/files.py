"""Text files as people write them: read strictly, so that a damaged one is refused by name and line.

Belongs here: the error that names a file, and what no file may hold whatever its format: another encoding than UTF-8,
marks of a merge conflict, characters that nobody sees. Does not: any format (`yaml_files.py`,
`evidence/table_files.py`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from evident import paths

BOM = b"\xef\xbb\xbf"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MERGE = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$|^={7}$", re.MULTILINE)
# Controls, formatting that is not seen (zero width, direction), surrogates, private use, and what is no character.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_PAIR, _BEYOND = re.compile(rb"[\x81-\xfe][\xa1-\xfe]"), re.compile(rb"[\x80-\xff]")


class BadFile(paths.Mistake, ValueError):
    """A file that cannot be used.

    Attributes:
        path: the file.
        line: where in it, counted from 1; 0 if it is the whole file.
        message, remedy: what is wrong, and how to mend it; each a sentence without its stop.
    """

    def __init__(self, path: Path, line: int, message: str, remedy: str) -> None:
        self.path, self.line, self.message, self.remedy = path, line, message, remedy
        super().__init__(path, line, message, remedy)

    @property
    def where(self) -> str:
        """file:line, or the file alone."""
        return f"{paths.short(self.path)}:{self.line}" if self.line else paths.short(self.path)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}; {self.remedy}"

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.path, self.line, self.message, self.remedy)


def read_text(path: Path, *, plain: bool = False, ended: bool = True) -> str:
    """A text file in UTF-8; its line ends are told as \\n.

    Args:
        plain: refuse line ends of Windows: the file is given away byte by byte.
        ended: refuse a last line that does not end, as a file has that was cut off.

    Raises:
        BadFile: it is missing, in another encoding, has marks of a merge conflict or characters that nobody sees.
    """
    text = decoded(path, read_bytes(path))
    if plain and "\r" in text:
        raise BadFile(path, 1, "the file ends its lines with CR", "save it with line ends LF")
    text = text.replace("\r\n", "\n")
    refuse_marks(path, text)
    if ended and text and not text.endswith("\n"):
        message = "the last line does not end, so part of the file may be missing"
        raise BadFile(path, line_of(text, len(text)), message, "complete it, and end it with a line end")
    if hit := unseen(text):
        raise BadFile(path, line_of(text, hit[1]), hit[0], "delete it")
    return text


def read_bytes(path: Path) -> bytes:
    """The bytes of a file (BadFile if it cannot be opened)."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadFile(path, 0, "the file is missing", "put it back") from None
    except OSError as error:
        raise BadFile(
            path, 0, f"the file cannot be read ({error.strerror})", "put a readable file in its place"
        ) from None


def decoded(path: Path, raw: bytes) -> str:
    """Bytes as text.

    Raises:
        BadFile: they are not UTF-8, or begin with a byte order mark.
    """
    if raw.startswith(BOM):
        raise BadFile(path, 1, "the file begins with a byte order mark", "save it as UTF-8 without one (BOM)")
    text, told = guessed(raw)
    if told:
        raise BadFile(path, undecodable_line(raw), f"the file is saved as {told}", "save it as UTF-8")
    return text


def guessed(raw: bytes) -> tuple[str, str]:
    """Bytes as text, and the name of their encoding if it is not UTF-8, as well as that can be told."""
    if raw.startswith(UTF16):
        return raw.decode("utf-16", "replace"), "UTF-16"
    try:
        return raw.decode("utf8"), ""
    except UnicodeDecodeError:
        pass
    if raw.count(b"\0") > len(raw) // 5:
        return raw.decode("utf-16-le", "replace"), "UTF-16"
    # Chinese takes two bytes that both are none of ASCII; an umlaut takes one, among letters of ASCII.
    pairs, single = len(_PAIR.findall(raw)), len(_BEYOND.findall(_PAIR.sub(b"", raw)))
    if pairs > single:
        return raw.decode("gb18030", "replace"), "GBK or another encoding that is not UTF-8"
    return raw.decode("latin-1"), "Latin-1 (Windows-1252) or another encoding that is not UTF-8"


def undecodable_line(raw: bytes) -> int:
    """The line of the first byte that is not UTF-8; 1 if all are."""
    try:
        raw.decode("utf8")
    except UnicodeDecodeError as error:
        return raw[: error.start].count(b"\n") + 1
    return 1


def refuse_marks(path: Path, text: str) -> None:
    """Refuse what a merge left behind.

    Raises:
        BadFile: a line is a mark of a conflict.
    """
    if (hit := _MERGE.search(text)) and hit[0][0] != "=":  # a row of = alone may underline a heading
        raise BadFile(
            path,
            line_of(text, hit.start()),
            "a conflict of a merge was left in the file",
            "keep one of the two versions and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
        )


def unseen(text: str) -> tuple[str, int] | None:
    """The first character that nobody sees, named in a sentence, and where it stands; None if there is none.

    Line ends and tabulators are not among them.
    """
    start = 0
    for line in text.replace("\t", " ").split("\n"):
        if not line.isprintable():  # asked of a whole line this takes a hundredth of the time
            for position, character in enumerate(line, start):
                if not character.isprintable() and unicodedata.category(character) in _UNSEEN:
                    name = unicodedata.name(character, "a control character").lower()
                    return (
                        f"there is a character that cannot be seen, U+{ord(character):04X} ({name})",
                        position,
                    )
        start += len(line) + 1
    return None


def line_of(text: str, position: int) -> int:
    """The line of a position in a text, counted from 1."""
    return text.count("\n", 0, position) + 1


def faults_of(path: Path, rule: Callable[[Path], Iterable[BadFile]]) -> list[BadFile]:
    """What a rule finds in a file; the one fault at which it had to stop, if it raises one."""
    try:
        return list(rule(path))
    except BadFile as fault:
        return [fault]
