"""The style sheets of the themes below ours, cut to what the pages of the book use.

Belongs here: reading style sheets, which of their rules could match, the text of what stays. Does not: the book's own
style sheets, which stay as they are written (`theme.py`, `theme/styles/`).

A selector stays if every tag, class, id and attribute that it asks for occurs somewhere in the book: in a page, or in
a script, which may set it. So no rule is dropped that matches anything; some stay that match nothing. Font faces go
(the book has its own), animations stay where a rule that stays names them, and variables where something asks for them.
"""

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import tinycss2  # type: ignore[import-untyped]

_TAG = re.compile(rb"<([a-zA-Z][a-zA-Z0-9]*)")
_VALUE = re.compile(rb'\s(class|id)="([^"]*)"')
_ATTRIBUTE = re.compile(rb'\s([a-z][a-z-]*)="')
_WORD = re.compile(rb"[A-Za-z][\w-]*")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
# Without a value, as browsers and scripts set them; and those that the scripts set through `dataset`.
_STATES = frozenset(
    f"[{name}" for name in ("open", "hidden", "disabled", "checked", "selected", "multiple", "controls", "popover",
                            "data-theme", "data-mode", "data-open")
)  # fmt: skip

Rule = list[
    Any
]  # ["rule", [[selector, [names]]…], [[property, value]…]], ["group", "@…", [rules]], ["frames", name, text]


def names_in_page(page: bytes) -> set[str]:
    """What selectors can ask for that a page has: `tag`, `.class`, `#id`, `[attribute`."""
    names = {tag.decode().lower() for tag in set(_TAG.findall(page))}
    names |= {f"[{name.decode()}" for name in set(_ATTRIBUTE.findall(page))}
    for kind, value in set(_VALUE.findall(page)):
        sign = "." if kind == b"class" else "#"
        names |= {f"{sign}{name}" for name in value.decode().split()}
    return names


def names_in_script(script: bytes) -> set[str]:
    """What selectors can ask for that a script may make or set: any of its words."""
    words = {word.decode() for word in set(_WORD.findall(script))}
    return words | {f"{sign}{word}" for sign in ".#[" for word in words}


def rules_of(css: str, cache: Path) -> list[Rule]:
    """The rules of a style sheet, read once and then kept.

    Args:
        cache: a folder of its own, made if missing.
    """
    kept = cache / f"{sha256(Path(__file__).read_bytes() + css.encode()).hexdigest()[:16]}.json"
    try:
        found: list[Rule] = json.loads(kept.read_text("utf8"))
    except (OSError, ValueError):
        found = list(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))
        cache.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(found, ensure_ascii=False), "utf8")
        part.replace(kept)
    return found


def _rules(nodes: Iterable[Any]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            declared = [
                [one.lower_name if not one.name.startswith("--") else one.name, _value(one)]
                for one in tinycss2.parse_blocks_contents(
                    node.content, skip_comments=True, skip_whitespace=True
                )
                if one.type == "declaration"
            ]
            if declared:
                yield ["rule", [list(selector) for selector in _selectors(node.prelude)], declared]
        elif node.type == "at-rule" and node.content is not None:
            name, prelude = node.lower_at_keyword, tinycss2.serialize(node.prelude).strip()
            if name in ("media", "supports", "layer", "container"):
                inside = tinycss2.parse_blocks_contents(
                    node.content, skip_comments=True, skip_whitespace=True
                )
                yield ["group", f"@{name} {prelude}", list(_rules(inside))]
            elif name == "keyframes":
                yield ["frames", prelude, tinycss2.serialize(node.content).strip()]


def _value(declaration: Any) -> str:
    said = tinycss2.serialize(declaration.value).strip()
    return f"{said}!important" if declaration.important else said


def _selectors(prelude: list[Any]) -> Iterator[tuple[str, list[str]]]:
    """The selectors of a rule, each with the names without which it cannot match."""
    selector: list[Any] = []
    for token in [*prelude, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            if text := tinycss2.serialize(selector).strip():
                yield text, sorted(_names(selector))
            selector = []
        elif token.type != "comment":
            selector.append(token)


def _names(selector: list[Any]) -> Iterator[str]:
    """The names in a selector; what stands in brackets, as in `:not(…)` and `:is(…)`, asks for nothing."""
    before = ""
    for token in selector:
        if token.type == "hash":
            yield f"#{token.value}"
        elif token.type == "[] block":
            yield f"[{next(part.lower_value for part in token.content if part.type == 'ident')}"
        elif token.type == "ident" and before != ":":
            yield f".{token.value}" if before == "." else token.lower_value
        before = token.value if token.type == "literal" else ""


def trimmed(rules: Iterable[Rule], names: set[str]) -> list[Rule]:
    """The rules that could match where these names occur, with the selectors that could."""
    names = names | _STATES
    kept: list[Rule] = []
    for kind, first, second in rules:
        if kind == "rule":
            selectors = [[text, asked] for text, asked in first if names.issuperset(asked)]
            if selectors:
                kept.append([kind, selectors, second])
        elif kind == "group":
            if inside := trimmed(second, names):
                kept.append([kind, first, inside])
        else:
            kept.append([kind, first, second])
    return kept


def dropped(rules: Iterable[Rule], names: set[str]) -> Iterator[str]:
    """The selectors that `trimmed` leaves out."""
    names = names | _STATES
    for kind, first, second in rules:
        if kind == "rule":
            yield from (text for text, asked in first if not names.issuperset(asked))
        elif kind == "group":
            yield from dropped(second, names)


def written(rules: list[Rule], others: str) -> str:
    """Rules as text, without the variables and animations that nothing asks for.

    Args:
        others: the style sheets that follow, which may ask for them too.
    """
    while True:
        text = "".join(_text(rules))
        asked = set(_VARIABLE.findall(text + others))
        plain = "".join(_text(rule for rule in rules if rule[0] != "frames")) + others
        frames = {
            first for kind, first, _ in rules if kind == "frames" and not re.search(rf"\b{first}\b", plain)
        }
        left = list(_asked_for(rules, asked, frames))
        if left == rules:
            return text
        rules = left


def _asked_for(rules: Iterable[Rule], variables: set[str], frames: set[str]) -> Iterator[Rule]:
    for kind, first, second in rules:
        if kind == "rule":
            second = [[n, value] for n, value in second if not n.startswith("--") or n in variables]
        elif kind == "group":
            second = list(_asked_for(second, variables, frames))
        elif first in frames:
            continue
        if second:
            yield [kind, first, second]


def _text(rules: Iterable[Rule]) -> Iterator[str]:
    for kind, first, second in rules:
        if kind == "rule":
            declared = ";".join(f"{name}:{value}" for name, value in second)
            yield f"{','.join(text for text, _ in first)}{{{declared}}}\n"
        elif kind == "group":
            yield f"{first}{{{''.join(_text(second))}}}\n"
        else:
            yield f"@keyframes {first}{{{second}}}\n"
