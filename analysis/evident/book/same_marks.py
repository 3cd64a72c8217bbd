"""What a paragraph and its translation must have in common: facts, claims, conditions, citations, references.

Belongs here: finding the roles of a text, and saying which of them its translation lacks or adds. Does not: where texts
come from (`translating.py`).

A role is compared by what it points to. How it prints (`|number`, `|words`), the words between its backticks and the
order are the translator's.
"""

import re
from collections import Counter
from collections.abc import Iterator

_ROLE = re.compile(
    r"\{(?P<name>[a-z][\w:.+-]*)\}(?P<ticks>`+)(?P<content>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL
)
_TARGET = re.compile(r"<([^<>]*)>\s*$", re.DOTALL)
_VERBATIM = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|\$[^$]+\$", re.DOTALL)  # code and formulas
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")
# Roles whose target says nothing that a reader could check.
_FREE = {"lit", "sub", "sup", "abbr", "language"}


def marks(text: str) -> Counter[str]:
    """What a text points to, as `fact theme.trains` or `cite daily2024`, and how often.

    Of a claim in several wordings (`||`) what stands in any of them counts once for each.
    """
    return Counter(_marks(text))


def _marks(text: str) -> Iterator[str]:
    for match in _ROLE.finditer(text):
        name, content = match["name"], match["content"]
        if name in _FREE:
            continue
        target = _TARGET.search(content)
        if name in ("claim", "given"):
            for key in re.split(r"\s*,\s*", target[1].strip() if target else ""):
                yield f"{name} {key}"
            yield from _marks(content[: target.start()] if target else content)
        elif name == "fact":
            yield f"fact {content.partition('|')[0].strip()}"
        elif name.startswith("cite"):
            for key in re.split(r"\s*,\s*", content.strip()):
                yield f"cite {key}"
        else:
            yield f"{name} {(target[1] if target else content).strip()}"
    for match in _LINK.finditer(_ROLE.sub("", text)):
        yield f"link {match[1]}"


def without_roles(text: str) -> str:
    """A text without code, formulas and what roles point to, but with the words that claims and conditions print."""

    def words(match: re.Match[str]) -> str:
        if match["name"] not in ("claim", "given"):
            return " "
        return without_roles(_TARGET.sub("", match["content"]))

    return _VERBATIM.sub(" ", _ROLE.sub(words, text))


def differences(original: str, translated: str) -> list[str]:
    """In what a translation differs from its original; each as the end of a sentence that begins with it."""
    here, there = marks(original), marks(translated)
    found = [f"lacks {mark}" for mark in sorted((here - there).elements())]
    found += [f"has {mark}, which the original has not" for mark in sorted((there - here).elements())]
    if (most := original.count("||")) != (count := translated.count("||")):
        found.append(f"has {count} of the marks || between wordings, where the original has {most}")
    return found
