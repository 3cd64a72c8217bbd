"""The families of a page as variables of CSS, in the order in which a browser asks them.

Belongs here: the stacks of a book, of a page that has files of its own, and of a book in Chinese. Does not: which
families there are (`look/identity.py`), the files (`look/fonts.py`), where a style sheet uses them (`theme/styles/`).
"""

from collections.abc import Iterable, Set

from evident.look import identity, stand_ins
from evident.look.fonts import Face

_STACKS = (
    ("serif", identity.SERIF, "serif"),
    ("serif-light", identity.SERIF_LIGHT, "serif"),
    ("sans", identity.SANS, "sans-serif"),
)
# A Chinese page has the files of both faces, and none is the lighter one.
_CHINESE = (
    ("serif", identity.SERIF, "serif"),
    ("serif-light", identity.SERIF, "serif"),
    ("sans", identity.SANS, "sans-serif"),
)


def families(page: str = "", having: Set[str] = frozenset()) -> str:
    """The stacks as variables; of a page, only those in which it has a file of its own.

    Args:
        having: the families in which it has one.
    """
    lines = []
    for name, stack, last in _STACKS:
        if page and having.isdisjoint(stack):
            continue
        asked = [f"{family} {page}" for family in stack if family in having]
        ordered = stand_ins.families(stack)
        first = next((at for at, family in enumerate(ordered) if family in having), len(ordered))
        ordered[first:first] = asked
        lines.append(_variable(name, ordered, last))
    return "".join(lines)


def chinese() -> str:
    """The stacks of a book in Chinese: Latin of ours, Chinese of the reader's system, ours where that has none."""
    lines = []
    for name, (latin, han), last in _CHINESE:
        ordered = [
            *stand_ins.families((latin,)),
            *identity.SYSTEM_CHINESE[han],
            cut(han),
            *identity.LAST_CHINESE[han],
        ]
        lines.append(_variable(name, ordered, last))
    return "".join(lines)


def names(face: Face, *, is_chinese: bool = False) -> list[str]:
    """The families under which style sheets know a face. In a Chinese book a bold 黑体 is the bold of 宋体 too, and
    ours have names that no system has."""
    if not is_chinese or face.axes:
        return [face.family]
    return [cut(face.family), *([cut(identity.SERIF[1])] if face.weight != 400 else [])]


def cut(family: str) -> str:
    """The name of a Chinese family of ours in a Chinese book; a system may have the whole of it under its own."""
    return f"{family} Cut"


def _variable(name: str, ordered: Iterable[str], last: str) -> str:
    return f"  --{name}: {', '.join(f'{chr(34)}{family}{chr(34)}' for family in ordered)}, {last};\n"
