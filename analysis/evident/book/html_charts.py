"""Drawings inside pages: an SVG as wide as its column, in the colours of the scheme.

Belongs here: turning what matplotlib wrote into what a page may hold. Does not: where a drawing stands (`html.py`,
`embedding.py`), what it can be asked (`chart_answers.py`).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from evident.book.slimmed import slimmed
from evident.look import identity

_NAMES = {colour.light: name for name, colour in identity.COLOURS.items()} | {identity.PAPER.light: "paper"}
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_ROOT = re.compile(r"<svg\b[^>]*?viewBox=\"(?P<box>[^\"]+)\"[^>]*>")
_STYLED = re.compile(r"\bstyle=\"([^\"]*)\"")
_STYLE = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>\s*", re.DOTALL)


def drawings(chart: Mapping[str, Any]) -> str:
    """Both drawings of a chart; the style sheet shows the one that fits."""
    asked = frozenset(chart.get("asked", ()))
    return "".join(
        inline_svg(chart[size], chart["alt"], f"chart-{size}", asked) for size in ("wide", "narrow")
    )


def inline_svg(svg: str, alt: str, css_class: str, asked: frozenset[str] = frozenset()) -> str:
    """A chart inside a page: as wide as its column, in the colours of the scheme, with its alt text.

    Args:
        asked: the ids of parts that a script looks for.
    """
    # A style element inside a page would reach beyond the chart (book.css has the rule); the policy of the pages lets
    # no style attribute through, and does the attributes that SVG has for the same.
    svg = _STYLE.sub("", svg, count=1)
    svg = _STYLED.sub(lambda match: _attributes(match[1]), svg)
    svg = _HEX.sub(lambda m: f"var(--{_NAMES[m[0]]}, {m[0]})" if m[0] in _NAMES else m[0], svg)
    root = (
        '<svg class="{}" role="img" aria-label="{}" viewBox="{}" xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    svg = slimmed(svg, asked)
    return _ROOT.sub(lambda m: root.format(css_class, escape(alt), m["box"]), svg, count=1)


@lru_cache(maxsize=4096)
def _attributes(style: str) -> str:
    """What a style attribute says as attributes: fill: none; stroke: #000000 → fill="none" stroke="#000000"."""
    rules = (rule.partition(":") for rule in style.split(";") if rule.strip())
    return " ".join(f'{name.strip()}="{value.strip()}"' for name, _, value in rules)
