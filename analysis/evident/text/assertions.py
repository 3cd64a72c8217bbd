"""Which sentences of a Markdown chapter assert something that a number could contradict.

Belongs here: finding sentences in Markdown, and the words that compare, rank, count or tell of a change. Does not: the
list of exceptions or where chapters lie (`book/unbound.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# By kind; in order of telling. English: another language has a list of its own.
ASSERTING = {
    "compares": r"(?:more|less|fewer|larger|smaller|higher|lower|greater|longer|shorter|faster|slower|better|worse|"
    r"cheaper|dearer|cleaner|dirtier|further|stronger|weaker|richer|poorer|older|younger)(?! detail)|exceeds?|"
    r"outnumbers?|outweighs?|ahead of|as (?:much|many|large|high|fast) as|too (?:few|many|much|little)",
    "ranks": r"most(?:ly)?|least|largest|smallest|highest|lowest|fastest|slowest|biggest|greatest|best|worst|first|"
    r"foremost|only|alone|leading|tops?|firmest",
    "speaks of all or none": r"all|none|every|each|both|neither|nobody|nothing|never|always|no one|whole|entire(?:ly)?",
    "tells of a change": r"fell|falls?|fallen|falling|grew|grows?|grown|growing|rose|rises?|risen|rising|shrank|"
    r"shrinks?|shrunk|shrinking|doubled|halved|increase[sd]?|decrease[sd]?|declined?|declines|slowed|slows|dropped|"
    r"drops|climbed|tripled|faster|slower",
    "counts in words": r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twice|thrice|double|"
    r"half|halves|third|thirds|quarters?|fifth|tenth|times|hundreds?|thousands?|majority|minority",
}
_KINDS = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in ASSERTING.items()}
_FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,})(?:\{(?P<name>[\w:.-]+)\})?")
_TEXT_DIRECTIVES = {
    "admonition",
    "note",
    "tip",
    "important",
    "warning",
    "keynumbers",
    "dropdown",
    "epigraph",
    "margin",
}
_CLAIM = re.compile(r"\{claim\}(?P<ticks>`+).*?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_ROLE = re.compile(r"\{[\w:]+\}(?P<ticks>`+)(?P<inner>.*?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
# Behind the full stop of Chinese no blank stands.
_END = re.compile(r"(?<=[.!?])[\"”*)]*\s+(?=[\"“*({]*[A-Z\d\x00\x01])|(?<=[。！？])[”’）*]*\s*(?=\S)")
_TARGET = re.compile(r"\s*<[^<>]*>\s*$")
_AT_END = re.compile(r"<([\w.,\s]+)>\s*$")
BOUND, ROLE = "\x00", "\x01"


@dataclass(frozen=True)
class Sentence:
    """A sentence of a chapter: its text without roles, the line it begins on, whether it is a heading (its depth),
    whether words of it are bound to a claim, the keys of these claims, the parameters that its words carry as a
    condition, and its text with the words of its roles (a fact as a blank, {theme.pace})."""

    text: str
    line: int
    heading: int
    bound: bool
    claims: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    said: str = ""

    def asserts(self) -> tuple[str, str]:
        """The kind of assertion and the word that makes it; two empty texts if there is none."""
        if self.text.endswith("?") and not self.heading:
            return "", ""  # a question asserts nothing
        for kind, words in _KINDS.items():
            if match := words.search(self.text):
                return kind, match[0]
        return "", ""


def sentences(markdown: str) -> Iterator[Sentence]:
    """The sentences, headings, list items and table cells of a chapter, in order."""
    for line, text in _blocks(markdown):
        depth = len(text) - len(text.lstrip("#")) if text.startswith("#") else 0
        yield from _split(text.lstrip("#").strip() if depth else text, line, depth)


def _blocks(markdown: str) -> Iterator[tuple[int, str]]:
    """Paragraphs, headings, list items and table cells with their first line; of directives only those with prose."""
    block: list[str] = []
    start = 0
    skipping = ""
    open_fences: list[str] = []
    for number, line in enumerate([*markdown.splitlines(), ""], 1):
        fence = _FENCE.match(line.strip())
        if skipping:
            skipping = "" if fence and line.strip().startswith(skipping) and not fence["name"] else skipping
            continue
        begins = bool(re.match(r"\s*(?:[-*+]|\d+\.)\s|#|\|", line))
        if block and (not line.strip() or fence or begins):
            yield start, "\n".join(block)
            block = []
        if fence:
            if fence["name"] and fence["name"] in _TEXT_DIRECTIVES:
                open_fences.append(fence["fence"])
            elif open_fences and not fence["name"] and line.strip() == open_fences[-1]:
                open_fences.pop()
            else:
                skipping = fence["fence"]
            continue
        if line.startswith("|"):
            for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")):
                if re.search(r"\w", cell):
                    yield number, cell.strip()
        elif line.startswith("#"):
            yield number, line
        elif line.strip() and not re.fullmatch(r"\(?[\w-]+\)?=|---+|:\w+:.*", line.strip()):
            if not block:
                start = number
            block.append(re.sub(r"^\s*(?:[-*+]|\d+\.)\s+", "", line))


def _split(text: str, line: int, depth: int) -> Iterator[Sentence]:
    """A block as sentences; roles are single characters while it is cut."""
    found = [match[0] for match in _CLAIM.finditer(text)]
    claims = _CLAIM.sub(lambda m: BOUND + "\n" * m[0].count("\n"), text)
    roles = [match[0] for match in _ROLE.finditer(claims)]
    bare = _LINK.sub(r"\1", _ROLE.sub(lambda m: ROLE + "\n" * m[0].count("\n"), claims))
    start = 0
    for end in [*(m.end() for m in _END.finditer(bare)), len(bare)]:
        part = bare[start:end]
        bound, found = found[: part.count(BOUND)], found[part.count(BOUND) :]
        other, roles = roles[: part.count(ROLE)], roles[part.count(ROLE) :]
        if part.strip():
            at = line + bare[: start + len(part) - len(part.lstrip())].count("\n")
            told = " ".join(part.replace(BOUND, " ").replace(ROLE, "…").split())
            keys = dict.fromkeys(key for role in bound for key in _keys(role, r"\{claim\}"))
            given = dict.fromkeys(key for role in (*bound, *other) for key in _keys(role, r"\{given\}"))
            said = part
            for mark, of_kind in ((BOUND, bound), (ROLE, other)):
                for role in of_kind:
                    said = said.replace(mark, _words(role), 1)
            said = " ".join(said.split())
            yield Sentence(told, at, depth, bool(bound), tuple(keys), tuple(given), said)
        start = end


def _words(role: str) -> str:
    """The words of a role; of a fact its name as a blank, {theme.pace}."""
    name, _, inner = role.partition("`")
    inner = inner.strip("`")
    if name == "{fact}":
        return f"{{{inner.partition('|')[0].strip()}}}"
    words = _TARGET.sub("", inner).partition("||")[0]
    return _ROLE.sub(lambda match: _words(match[0]), words).strip()


def _keys(role: str, name: str) -> Iterator[str]:
    """The keys that roles of one name have at their end, those inside of others too."""
    for match in re.finditer(name + r"(?P<ticks>`+)(?P<inner>.*?)(?<!`)(?P=ticks)(?!`)", role, re.DOTALL):
        if at := _AT_END.search(match["inner"]):
            yield from filter(None, re.split(r"[,\s]+", at[1]))
