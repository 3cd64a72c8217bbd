"""Typst source as text: literals and calls.

Belongs here: quoting. Does not: what is written (the rules of the writer) or how it looks (`template.typ`).

Text is always written as a string literal in an expression, so that no character of it can be read as markup.
"""

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def string(text: str) -> str:
    """A string literal."""
    return f'"{text.translate(_ESCAPES)}"'


def text(words: str) -> str:
    """Running text in markup; line breaks of the source are spaces."""
    return f"#{string(words.replace(chr(10), ' '))};" if words else ""


def value(thing: object) -> str:
    """A literal of the type of a Python value: none, bool, int, string, array.

    Raises:
        TypeError: no literal for this type.
    """
    if thing is None:
        return "none"
    if isinstance(thing, bool):
        return "true" if thing else "false"
    if isinstance(thing, int | float):
        return str(thing)
    if isinstance(thing, str):
        return string(thing)
    if isinstance(thing, list | tuple):
        return "(" + "".join(f"{value(item)}, " for item in thing) + ")"
    raise TypeError(f"no Typst literal for {type(thing).__name__}")


def call(name: str, /, *bodies: str, **named: object) -> str:
    """A function called from markup: named arguments are values, `bodies` are markup.

    An underscore in a name is a hyphen in Typst; an argument that is None is left out.
    """
    arguments = ", ".join(
        f"{key.replace('_', '-')}: {value(thing)}" for key, thing in named.items() if thing is not None
    )
    return f"#{name}({arguments})" + "".join(f"[{body}]" for body in bodies) + ";"


def block(name: str, /, *bodies: str, **named: object) -> str:
    """A call that stands on its own, between paragraphs."""
    return f"\n\n{call(name, *bodies, **named)}\n\n"
