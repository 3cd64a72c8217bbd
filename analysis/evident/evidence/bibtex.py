"""The form of BibTeX: entries with their fields, as reference managers write them, and the line of each.

Belongs here: cutting a file into entries, fields over several lines, `@string`, `month = mar`, values joined by #. Does
not: what a source is (`sources.py`), LaTeX in a value (`latex.py`).

An entry of one field a line in braces, as this project's files have them, is read at once: that takes 10 ms in every
kernel. Any other entry is read by pybtex, which is loaded only then.
"""

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

from evident.text.files import BadFile, line_of, read_text

_START = re.compile(r"@\s*(?P<kind>[A-Za-z]+)\s*(?P<open>[{(])")
_STOP = re.compile(r"[{}]|^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
_KEY = re.compile(r"\s*(?P<key>[^\s,{}()]+)\s*[,})]")
_PLAIN = re.compile(
    r"@\w+\{[^\s,]+,\n(?:[ \t]+\w+[ \t]*=[ \t]*\{.*\},\n)*(?:[ \t]+\w+[ \t]*=[ \t]*\{.*\}\n)?\}"
)
_FIELD = re.compile(r"^[ \t]+(?P<name>\w+)[ \t]*=[ \t]*\{(?P<value>.*)\},?$", re.MULTILINE)
_FORM = "write `@type{key,`, then `name = {value},` for each field, then `}`"


@dataclass
class Entry:
    """An entry: its kind, key and line; the raw value and the line of each field by its name. Kinds and names of fields
    are in small letters."""

    kind: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read_entries(path: Path) -> tuple[list[Entry], list[BadFile]]:
    """The entries of a bibliography, and what is wrong with its form."""
    try:
        text = read_text(path, plain=True)
    except BadFile as fault:
        return [], [fault]
    entries: list[Entry] = []
    faults: list[BadFile] = []
    macros: dict[str, str] = {}
    try:
        for kind, start, end in _blocks(path, text):
            if kind in ("comment", "preamble"):
                continue
            try:
                entry = _entry(path, text[start:end], kind, line_of(text, start), macros)
            except BadFile as fault:
                faults.append(fault)
                continue
            if entry:
                entries.append(entry)
    except BadFile as fault:  # where an entry ends is not known: what follows says nothing
        return entries, faults or [fault]
    return entries, [*faults, *_repeated(path, entries)]


def _blocks(path: Path, text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, first and last position of what stands in the file.

    Raises:
        BadFile: something stands between entries, or one is not closed.
    """
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
        elif text[position] == "%":
            position = text.find("\n", position) % (len(text) + 1)
        elif start := _START.match(text, position):
            end = _end(path, text, position, start)
            yield start["kind"].lower(), position, end
            position = end
        else:
            message = (
                f"{text[position:].splitlines()[0][:40]!r} belongs to no entry: expected `@type{{key,` here"
            )
            raise BadFile(
                path,
                line_of(text, position),
                message,
                f"{_FORM}; a comment begins with %, and a brace may have been closed too early above",
            )


def _end(path: Path, text: str, position: int, start: re.Match[str]) -> int:
    """Where the entry that begins at a position ends."""
    depth = 1 if start["open"] == "{" else 0
    for hit in _STOP.finditer(text, start.end()):
        if hit[0] == "{":
            depth += 1
        elif hit[0] == "}":
            depth -= 1
            if depth == 0 and start["open"] == "{":
                return hit.end()
        elif depth > 0 or start["open"] == "(":
            break
        if start["open"] == "(" and depth == 0 and (close := _closed(text, hit.end())):
            return close
    key = _KEY.match(text, start.end())
    name = key["key"] if key else start["kind"]
    line = line_of(text, position)
    raise BadFile(path, line, f"{name}: a brace is not closed", "count the braces of the entry")


def _closed(text: str, position: int) -> int:
    """Where a parenthesis closes the entry, if that is what comes next."""
    match = re.compile(r"[\s,]*\)").match(text, position)
    return match.end() if match else 0


def _entry(path: Path, block: str, kind: str, line: int, macros: dict[str, str]) -> Entry | None:
    """An entry from its text; None if it is a `@string`, which `macros` keeps."""
    if kind != "string" and _PLAIN.fullmatch(block):
        entry = Entry(kind, _key(block), line)
        pairs = [(m["name"], m["value"], line_of(block, m.start())) for m in _FIELD.finditer(block)]
        # A brace closed too early ends the value there: what follows is not part of it.
        if all(_balanced(value) for _, value, _ in pairs):
            return _filled(path, entry, [(name, value, line + at - 1) for name, value, at in pairs])
    return _parsed(path, block, kind, line, macros)


def _key(block: str) -> str:
    match = _START.match(block)
    key = _KEY.match(block, match.end()) if match else None
    return key["key"] if key else ""


def _balanced(value: str) -> bool:
    depth = 0
    for sign in re.findall(r"[{}]", value):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _parsed(path: Path, block: str, kind: str, line: int, macros: dict[str, str]) -> Entry | None:
    from pybtex.database.input.bibtex import LowLevelParser, month_names
    from pybtex.exceptions import PybtexError
    from pybtex.utils import CaseInsensitiveDict

    known: MutableMapping[str, str] = CaseInsensitiveDict({**month_names, **macros})
    try:
        told = next(iter(LowLevelParser(block, macros=known)))
    except (PybtexError, StopIteration) as error:
        parser = getattr(error, "parser", None)
        read = block[: parser.pos] if parser else ""
        # What is missing is missing behind the last sign that was understood.
        at = line + line_of(block, len(read.rstrip())) - 1
        message = (
            re.sub(r"(?:syntax error )?in line \d+: ", "", str(error)).splitlines()[0] if str(error) else ""
        )
        if "undefined string" in message:
            name = message.rpartition(" ")[2]
            raise BadFile(
                path, at, f"{_key(block)}: nothing defines {name}", "put the value into braces"
            ) from None
        raise BadFile(path, at, f"{_key(block) or kind}: {message or 'cannot be read'} here", _FORM) from None
    if kind == "string":
        name, values = told[1]
        macros[name.lower()] = "".join(values)
        return None
    key, fields = told[1]
    entry = Entry(kind, key, line)
    return _filled(
        path, entry, [(name, "".join(values), _line_of_field(block, name, line)) for name, values in fields]
    )


def _line_of_field(block: str, name: str, line: int) -> int:
    match = re.search(rf"[\s,]({re.escape(name)})\s*=", block)
    return line + (line_of(block, match.start(1)) - 1 if match else 0)


def _filled(path: Path, entry: Entry, fields: list[tuple[str, str, int]]) -> Entry:
    for name, value, line in fields:
        if name.lower() in entry.fields:
            raise BadFile(path, line, f"{entry.key}: the field {name} stands twice", "delete one of the two")
        entry.fields[name.lower()], entry.lines[name.lower()] = value, line
    return entry


def _repeated(path: Path, entries: list[Entry]) -> Iterator[BadFile]:
    first: dict[str, Entry] = {}
    for entry in entries:
        if earlier := first.get(entry.key.lower()):
            message = f"the key {entry.key} stands twice, first in line {earlier.line}"
            yield BadFile(path, entry.line, message, "give one of the two another key, or delete it")
        first.setdefault(entry.key.lower(), entry)
