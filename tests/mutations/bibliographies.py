r"""Damage to the bibliography, and the forms that reference managers give it.

Belongs here: kinds for BibTeX files. Does not: what can befall any file (`kinds.py`).
"""

import random
import re
from collections.abc import Callable

from tests.mutations.kinds import ENDS, TEXT, Damage, Kind

ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>1</script>", "file:///etc/passwd",
    "vbscript:x", "//example.org/a", "HTTPS://example.org/a", "http:example.org", "https://", "https://localhost/a",
    "https://example.org/a b", "https://example.org/a\tb", "https://example.org/%0aX", "https://example.org/%00",
    "https://example.org@evil.org/", "https://ex\u0430mple.org/", "https://example.org/\\evil", "&#106;avascript:x",
    "java%73cript:x", 'https://example.org/"onclick="x', "https://example.org/<script>", "ftp://example.org/a",
    "blob:https://example.org/a", "mailto:a@example.org", "x", "www.example.org", "https://example.org/中",
)  # fmt: skip


def _field(name: str, change: Callable[[str, random.Random], str | None]) -> Damage:
    """A damage to one field: from its line to another text, None to delete it."""

    def damage(text: str, r: random.Random) -> str | None:
        hits = [*re.finditer(rf"^  {name} = \{{.*\}},\n", text, re.MULTILINE)]
        if not hits:
            return None
        hit = r.choice(hits)
        return text[: hit.start()] + (change(hit[0], r) or "") + text[hit.end() :]

    return damage


def _set(name: str, values: tuple[str, ...]) -> Damage:
    return _field(name, lambda line, r: f"  {name} = {{{r.choice(values)}}},\n")


def _entry(change: Callable[[str, random.Random], str]) -> Damage:
    """A damage to one whole entry."""

    def damage(text: str, r: random.Random) -> str:
        entries = re.split(r"(?m)^(?=@)", text)
        at = r.randrange(1 if not entries[0].strip() else 0, len(entries))
        entries[at] = change(entries[at], r)
        return "".join(entries)

    return damage


def _undated(entry: str, r: random.Random) -> str:
    return re.sub(r"(?m)^  (date|year|month) = .*\n", "", entry)


def _untyped(entry: str, r: random.Random) -> str:
    return entry.replace("@online", r.choice(["@onlin", "@webpage", "@Onlinee"]), 1)


def _brace(entry: str, r: random.Random) -> str:
    places = [m.start() for m in re.finditer(r"[{}]", entry)]
    at = r.choice(places)
    return entry[:at] + entry[at + 1 :]


def _several_lines(entry: str, r: random.Random) -> str:
    return re.sub(r" = \{(.*)\},", lambda m: " =\n    {" + m[1].replace(" ", "\n      ") + "}\n  ,", entry)


def _loud(entry: str, r: random.Random) -> str:
    head = re.sub(r"^@online", "@Online", entry)
    return re.sub(r"(?m)^  (\w+) =", lambda m: f"  {m[1].upper()} =", head)


def _joined(entry: str, r: random.Random) -> str:
    """A publisher that is defined before, a title in two parts, a month by its short name."""
    publisher = re.search(r"  publisher = \{(.*)\},", entry)
    assert publisher
    entry = entry.replace(publisher[0], '  publisher = who # "",')
    entry = re.sub(r"  title = \{\{(.)(.*)\}\},", r"  title = {{\1}} # {\2},", entry)
    entry = re.sub(r"  month = \{(...).*\},", lambda m: f"  month = {m[1].lower()},", entry)
    return f"@String{{who = {{{publisher[1]}}}}}\n{entry}"


def _commented(entry: str, r: random.Random) -> str:
    return f"% {entry.splitlines()[0]}\n@comment{{nothing {{of it}} is read}}\n{entry}"


def _in_parentheses(entry: str, r: random.Random) -> str:
    return re.sub(r"\}\s*$", ")\n\n", entry.replace("{", "(", 1))


KINDS = [
    *TEXT,
    ENDS,
    Kind("brace lost", _entry(_brace)),
    Kind("comma lost", _field("title", lambda line, r: line.replace("},\n", "}\n"))),
    Kind("key twice", _entry(lambda e, r: e + e)),
    Kind("field twice", _field("title", lambda line, r: line * 2)),
    Kind("no title", _field("title", lambda line, r: None)),
    Kind("no publisher", _field("publisher", lambda line, r: None)),
    Kind("no date", _entry(_undated)),
    Kind("no date of the calendar", _set("date", ("2025-13", "May 2025", "2025/05/01", "２０２５", "25", "2025-02-30", "soon"))),
    Kind("year against date", _set("year", ("1999", "2099", "x"))),
    Kind("read before it was published", _set("urldate", ("2001-01-01", "1999-12-31"))),
    Kind("no day of reading", _set("urldate", ("2026", "yesterday", "2026-11-31", "21.11.2026"))),
    Kind("unknown field", _field("title", lambda line, r: f"  {r.choice(['pubisher', 'tilte', 'foo'])} = {{x}},\n{line}")),
    Kind("unknown type", _entry(_untyped)),
    Kind("text between entries", _entry(lambda e, r: f"stray text\n{e}")),
    Kind("at sign lost", _entry(lambda e, r: e.removeprefix("@"))),
    Kind("address that is none", _set("url", ADDRESSES)),
    Kind("LaTeX that is no letter", _field("title", lambda line, r: "  title = {" + r.choice(
        [r"\emph{x}", "CO$_2$", r"\foo", r"\textbf{y} z", r"$\alpha$", "a\\"]) + " },\n")),
    Kind("undefined text", _field("publisher", lambda line, r: "  publisher = nobody,\n")),
    Kind("key changed", _entry(lambda e, r: re.sub(r"\{(\w+),", r"{\1x,", e, count=1)), many=True, whole=True),
    Kind("entry lost", _entry(lambda e, r: ""), many=True, whole=True),
    Kind("several lines", _entry(_several_lines), harmless=True),
    Kind("names in capitals", _entry(_loud), harmless=True),
    Kind("@string, # and month = mar", _entry(_joined), harmless=True),
    Kind("comments", _entry(_commented), harmless=True),
    Kind("parentheses", _entry(_in_parentheses), harmless=True),
    Kind("escaped address", _field("url", lambda line, r: line.replace("_", r"\_").replace("%", r"\%")), harmless=True),
    Kind("fields that managers add", _field("title", lambda line, r: f"{line}  file = {{:a.pdf:PDF}},\n  annote = {{x}},\n"),
         harmless=True),
]  # fmt: skip
