"""Formulas as Typst sets them, from the MathML of which the HTML book is made too.

Belongs here: each element of MathML that `evident.book.formulas` lets through. Does not: reading LaTeX.

Signs are written as escapes and words as string literals, so that nothing in a formula can be read as Typst.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from evident.book.formulas import is_tight
from evident.typst import source

_APPLY = "\u2061"  # between a function and its argument, not printed
_BELOW = {"_": "underline", "⏟": "underbrace"}
_ABOVE = {"¯": "overline", "‾": "overline", "⏞": "overbrace"}
_ARROWS = frozenset("→←↔⇒⇐⇔↦⟶⟵⟹⟸")
_GAP, _EQUATIONS_APART = "1em", "2em"  # between columns of a matrix, between equations on one line


def markup(formula: Element) -> str:
    """The markup that stands between the dollars of an equation."""
    return _row(formula)


def _write(element: Element) -> str:
    return _WRITERS[element.tag](element)


def _call(name: str, *bodies: str, **named: str) -> str:
    arguments = [*bodies, *(f"{key.replace('_', '-')}: {value}" for key, value in named.items())]
    return f"{name}({', '.join(arguments)})"


def _sign(character: str) -> str:
    """A letter as itself, which Typst slants; any other sign as an escape."""
    return character if character.isascii() and character.isalpha() else f"\\u{{{ord(character):x}}}"


def _row(element: Element) -> str:
    children = list(element)
    written = " ".join(filter(None, map(_write, children))) or '""'
    if children and (_is_fence(children[0], "prefix") or _is_fence(children[-1], "postfix")):
        return _call("lr", written)
    return written


def _is_fence(element: Element, form: str) -> bool:
    """Whether this is a bracket that grows with what it holds (\\left, \\right)."""
    return (
        element.tag == "mo"
        and element.get("stretchy") == "true"
        and element.get("form") == form
        and element.get("minsize") is None
    )


def _identifier(element: Element) -> str:
    text = element.text or ""
    if len(text) != 1:
        return _call("op", source.string(text)) if text else '""'
    return _call("upright", _sign(text)) if element.get("mathvariant") == "normal" else _sign(text)


def _number(element: Element) -> str:
    return source.string(element.text or "")


def _operator(element: Element) -> str:
    text = element.text or ""
    if text == _APPLY:
        return ""
    if len(text) != 1 or text.isalpha():
        return _call("class", '"relation"', source.string(text))
    if size := element.get("minsize"):
        return _call("stretch", _sign(text), size=f"#{size}")
    if _is_fence(element, "infix"):
        return _call("mid", _sign(text))
    return _sign(text)


def _words(element: Element) -> str:
    # The blanks at its ends are there a second time, as spaces of their own.
    words = source.string((element.text or "").strip())
    return _call("italic", words) if element.get("mathvariant") == "italic" else _call("upright", words)


def _space(element: Element) -> str:
    return f"#h({element.get('width')})"


def _fraction(element: Element) -> str:
    above, below = map(_argument, element)
    if element.get("linethickness") == "0":
        return f"mat({above}; {below}, delim: #none)"
    return _call("frac", above, below)


def _argument(element: Element) -> str:
    return _write(element) or '""'


def _root(element: Element) -> str:
    body, index = map(_argument, element)
    return _call("root", index, body)


def _square_root(element: Element) -> str:
    return _call("sqrt", _row(element))


def _scripts(*places: str) -> Callable[[Element], str]:
    def write(element: Element) -> str:
        base, *scripts = element
        body = _call("scripts", _argument(base)) if base.tag == "mo" else _argument(base)
        return _call("attach", body, **dict(zip(places, map(_argument, scripts), strict=True)))

    return write


def _over_and_under(*places: str) -> Callable[[Element], str]:
    def write(element: Element) -> str:
        base, *marks = element
        mark = marks[0].text or ""
        if marks[0].get("accent") == "true":
            names = _BELOW if places == ("b",) else _ABOVE
            if mark in names:
                return _call(names[mark], _argument(base))
            return _call("accent", _argument(base), _sign(mark))
        body = _call("stretch", _argument(base)) if base.text in _ARROWS else _argument(base)
        return _call("attach", _call("limits", body), **dict(zip(places, map(_argument, marks), strict=True)))

    return write


def _style(element: Element) -> str:
    if element.get("scriptlevel") not in (None, "0"):
        return _call("script", _row(element))
    return _call("display" if element.get("displaystyle") == "true" else "inline", _row(element))


def _phantom(element: Element) -> str:
    return f"#hide($ {_row(element)} $.body)"


def _table(element: Element) -> str:
    """Rows and columns; each cell has its own point of alignment, which makes its column left, right or centred."""
    large = element.get("displaystyle") == "true"
    aligned = any(map(is_tight, element.iter("mtd")))
    rows = []
    for row in element:
        cells = []
        for column, cell in enumerate(row):
            # A sign of relation at the start of a cell keeps its distance from what is left of it.
            body = f'"" {_row(cell)}' if aligned else _row(cell)
            body = _call("display", body) if large else body
            side = cell.get("class", "").split()[0].removeprefix("math-")
            if aligned and column and side == "right":
                body = f"#h({_EQUATIONS_APART}) {body}"
            cells.append(f"{body} &" if side == "right" else f"& {body}" if side == "left" else body)
        rows.append(", ".join(cells))
    gap = "0em" if aligned else _GAP
    row_gap = "0.65em" if large else "0.35em"
    return f"mat({'; '.join(rows)}, delim: #none, column-gap: #{gap}, row-gap: #{row_gap})"


_WRITERS: dict[str, Callable[[Element], str]] = {
    "mrow": _row,
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": _words,
    "mspace": _space,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "msub": _scripts("b"),
    "msup": _scripts("t"),
    "msubsup": _scripts("b", "t"),
    "munder": _over_and_under("b"),
    "mover": _over_and_under("t"),
    "munderover": _over_and_under("b", "t"),
    "mstyle": _style,
    "mphantom": _phantom,
    "mtable": _table,
}
