r"""LaTeX in a bibliography to text: `M{\"u}ller` is Müller.

Belongs here: accents, letters and signs that reference managers write. Does not: the form of the file (`bibtex.py`).
"""

import codecs
import re
from typing import Any

# Signs that mean something to TeX: set aside while commands are read, or a % would begin a comment.
_SIGNS = re.compile(r"\\?([$%&#_])")
_ASIDE = {sign: chr(0xE000 + number) for number, sign in enumerate("$%&#_")}
_DOTLESS = re.compile(r"\\(['`^\"~=.])\s*\{\s*\\([ij])\s*\}|\\(['`^\"~=.])\s*\\([ij])(?![A-Za-z])")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)\s*\{?|\\$")
_LINK = re.compile(r"^\\url\s*\{(.*)\}$", re.DOTALL)


class UnknownLatex(ValueError):
    """A command that no letter stands for; `command` is as written."""

    def __init__(self, command: str) -> None:
        super().__init__(command)
        self.command = command


def text(value: str) -> str:
    """The text that a field's value stands for, on one line, without braces.

    Raises:
        UnknownLatex: a command is left that stands for no letter, or a formula.
    """
    value = " ".join(value.split())
    if not re.search(r"[\\$~]|--|``|''", value):
        return value.replace("{", "").replace("}", "")
    if re.search(r"(?<!\\)\$", value):
        raise UnknownLatex("$…$")
    value = _SIGNS.sub(lambda match: _ASIDE[match[1]], value)
    if re.search(r"\\|~|--|``|''", value):
        import latexcodec  # noqa: F401 (registers the codec; few entries need it)

        value = _DOTLESS.sub(lambda m: f"\\{m[1] or m[3]}{{{m[2] or m[4]}}}", value)
        decode: Any = codecs.lookup("ulatex").decode  # its own form: from text to text
        # The codec eats the first blank behind a command, as TeX does, and knows accents over one letter.
        try:
            value = str(decode(value)[0])
        except UnicodeError:  # a backslash at the very end
            raise UnknownLatex("\\") from None
    if match := _COMMAND.search(value):
        raise UnknownLatex(match[0].strip())
    for sign, aside in _ASIDE.items():
        value = value.replace(aside, sign)
    return value.replace("{", "").replace("}", "")


def address(value: str) -> str:
    """An address as a reference manager writes it, without the backslashes before its signs."""
    value = value.strip()
    if match := _LINK.match(value):
        value = match[1]
    value = re.sub(r"\{?\\textasciitilde\s*(?:\{\})?\}?|\\~\{\}", "~", value)
    return re.sub(r"\\([$%&#_~])", r"\1", value).removeprefix("<").removesuffix(">")
