"""Drawings of matplotlib without what no page needs: half of the bytes of a chapter were that.

Belongs here: shortening an SVG so that it looks the same. Does not: colours and alt text (`html_charts.py`), drawing
(`export/charts.py`), files to download, which stay as they were drawn.

A page has each chart twice, as wide as a screen and as a phone. What goes: names that nothing refers to and groups that
hold nothing else, shapes without fill and stroke, turns by nothing, digits beyond a hundredth of a unit (on a wide
screen a fiftieth of a pixel), blanks between elements.
"""

import re
from collections.abc import Set
from functools import lru_cache

DECIMALS = 2
_TOKENS = re.compile(r'<(?:[^>"]|"[^"]*")*>|[^<]+')
_ATTRIBUTE = re.compile(r'\s+([\w:-]+)="([^"]*)"')
_REFERENCE = re.compile(r'(?:url\(#|href="#)([^)"]+)')
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_AROUND_COMMAND = re.compile(r"\s*([A-Za-z])\s*")
_NO_TURN = re.compile(r"rotate\(-?0(?:\.0+)?(?: [^)]*)?\)")
# Attributes that say where something is; of others, as a scale, every digit may count.
_PLACES = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "points", "width", "height"}
_AS_THE_PAGE = {"font-family"}  # the style sheet has it for all text of charts


def slimmed(svg: str, asked: Set[str] = frozenset()) -> str:
    """A drawing that looks the same and is shorter.

    Args:
        svg: one element `svg`, whose styles are attributes already.
        asked: the ids of groups that a script looks for; they stay.
    """
    kept = asked | set(_REFERENCE.findall(svg))
    written: list[str] = []
    groups: list[
        str | None
    ] = []  # the attributes of the groups that are open; None of those that are left out
    in_text = in_definitions = 0
    for token in _TOKENS.findall(svg):
        if not token.startswith("<"):
            written.append(token if in_text else token.strip())
            continue
        if token.startswith("<!"):  # a comment
            continue
        name = _name(token)
        if token.startswith("</"):
            if name == "g" and groups.pop() is None:
                continue
            in_text -= name == "text"
            in_definitions -= name in ("defs", "clipPath")
            written.append(token)
            continue
        closed = token.endswith("/>")
        attributes = _attributes(token, name, frozenset(kept))
        if name == "g":
            if closed and 'id="' not in attributes:
                continue
            if not closed:
                groups.append(attributes or None)
                if not attributes:
                    continue
        elif not closed:
            in_text += name == "text"
            in_definitions += name in ("defs", "clipPath")
        elif name == "path" and not in_definitions and not _is_seen(attributes, groups):
            continue
        written.append(f"<{name}{attributes}{'/' if closed else ''}>")
    return "".join(written)


def _name(token: str) -> str:
    return re.match(r"</?([\w:-]*)", token)[1]  # type: ignore[index]  # of a tag


def _is_seen(attributes: str, groups: list[str | None]) -> bool:
    """Whether a shape without fill has a stroke, by itself or by a group that it stands in."""
    if 'fill="none"' not in attributes or 'id="' in attributes:
        return True
    return any("stroke" in (each or "") for each in (attributes, *groups))


def _attributes(token: str, name: str, kept: frozenset[str]) -> str:
    if name == "svg":
        return token[len("<svg") : -1]
    shown = []
    for attribute, value in _ATTRIBUTE.findall(token):
        if (attribute == "id" and value not in kept) or attribute in _AS_THE_PAGE:
            continue
        if attribute == "transform":
            value = _NO_TURN.sub("", value).strip()
            if not value:
                continue
            if "matrix" not in value and "scale" not in value:
                value = _NUMBER.sub(_rounded, value)
        elif attribute in _PLACES:
            value = _NUMBER.sub(_rounded, value)
            if attribute == "d":
                value = _AROUND_COMMAND.sub(r"\1", value.strip())
        shown.append(f' {attribute}="{value}"')
    return "".join(shown)


def _rounded(match: re.Match[str]) -> str:
    return _short(match[0])


@lru_cache(maxsize=16384)
def _short(number: str) -> str:
    """A number with no more digits than are seen: 304.68376 → 304.68, -0.001 → 0."""
    text = f"{float(number):.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
