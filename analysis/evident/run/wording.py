"""Texts of charts: their numbers come from facts, in the files of words and in the functions that draw.

Belongs here: figures that an author typed into `words/<language>/*.yml` or into a string of a module that draws, and
titles that are bound to nothing. Does not: what digits are allowed (`text/digits.py`), figures in words
(`text/typed_words.py`), chapters (`book/digit_rule.py`).

Modules that draw are `figures.py` or lie in a folder `figures` of the report's package. They are read and not run: a
string counts that is handed to a call that writes into a chart, or that has a figure and a blank in it, as a label has
and a key has not. Where a figure is meant as it stands, a comment in its line says why: `# literal: its reason`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evident import paths
from evident.run import inputs
from evident.text.digits import Typed, typed
from evident.text.files import BadFile, faults_of, read_text
from evident.text.typed_words import typed_words
from evident.text.words import BLANK, texts
from evident.text.yaml_files import Document, read_yaml

_LITERAL = re.compile(r"#\s*literal:\s*\S")
# What writes into a chart: methods and functions by their names, and arguments of any call.
_WRITES = {
    "annotate", "figtext", "label", "legend", "set_label", "set_text", "set_title", "set_xlabel", "set_xticklabels",
    "set_ylabel", "set_yticklabels", "suptitle", "supxlabel", "supylabel", "text", "title", "xlabel", "ylabel",
}  # fmt: skip
_WRITTEN = {"label", "labels", "text", "title", "xlabel", "xticklabels", "ylabel", "yticklabels"}
# Of these calls every string is a key, a format or a style.
_KEYS = {"words", "raw", "section", "has", "listed", "colour", "Column", "strftime", "strptime", "dict"}
_CLAIMS = re.compile(r"(?:claim|given)(?:\.\d+)?")


def faults() -> list[BadFile]:
    """All of the report's, by file and line."""
    own = paths.report().own
    if own is None:
        return []
    found: list[BadFile] = []
    for path in sorted((own / "words").rglob("*.yml")):
        found += faults_of(path, of_words)
    for path in inputs.drawing():
        found += faults_of(path, of_drawing)
    return found


# -- words


def of_words(path: Path) -> Iterator[BadFile]:
    """Figures typed in a file of words, and titles of charts that are bound to nothing.

    Raises:
        BadFile: the file cannot be read.
    """
    document, lines = read_yaml(path), path.read_text("utf8").splitlines()
    for place, text in texts(document.value or {}):
        if not isinstance(text, str):
            continue  # told where words are read
        key = ".".join(map(str, place))
        line = document.line(*place)
        if _CLAIMS.fullmatch(".".join(map(str, place[1:]))) or _excepted(lines, line):
            continue  # a claim and a parameter are named as the notebook names them; that is no text
        plain = BLANK.sub(lambda match: "\0" * len(match[0]), text)
        bound = place[-1] in ("title", "otherwise") and "claim" in _section(document.value, place[:-1])
        for figure in [*typed(plain, path.parent.name), *([] if bound else typed_words(plain))]:
            yield BadFile(
                path,
                line,
                f"{key}: the figure {figure.text!r} is typed by hand",
                "print a fact, {theme.fact} or {theme.fact|number}, or write `# literal: why` behind it",
            )
    yield from _unbound(document)


def _unbound(document: Document) -> Iterator[BadFile]:
    """Charts and tables whose title asserts something that nothing tests, or says nothing where the test fails."""
    for key, words in document.value.items() if isinstance(document.value, dict) else ():
        if not isinstance(words, dict) or not {"title", "subtitle", "alt"} <= set(words):
            continue
        place = (key, "title")
        if "claim" not in words and "describes" not in words:
            yield document.wrong(
                f"{key}.title is bound to nothing",
                "add `claim: key` of a claim that the notebook exports, or `describes: what` if it asserts nothing",
                *place,
            )
        elif "claim" in words and "describes" in words:
            yield document.wrong(
                f"{key} has both claim and describes", "delete one of the two", key, "describes"
            )
        elif "claim" in words and "otherwise" not in words:
            yield document.wrong(
                f"{key}.title is bound to a claim, and nothing is printed where that fails",
                "add `otherwise: the title where it fails`",
                *place,
            )


def _section(value: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        value = value[step]
    return value


# -- modules that draw


def of_drawing(path: Path) -> Iterator[BadFile]:
    """Figures typed in the strings of a module that draws.

    Raises:
        BadFile: the file cannot be read, or is no Python.
    """
    source = read_text(path, ended=False)
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise BadFile(path, error.lineno or 1, f"not valid Python: {error.msg}", "mend the code") from None
    lines = source.splitlines()
    for node, written in _strings(tree):
        figures = _figures(node, written)
        if figures and not _excepted(lines, node.lineno):
            yield BadFile(
                path,
                node.lineno,
                f"the figure {figures[0].text!r} is typed by hand into a chart",
                "take it from what is passed (number(…), quantity(…)) or from the words, or write "
                "`# literal: why` behind it",
            )


def _strings(tree: ast.AST) -> Iterator[tuple[ast.Constant | ast.JoinedStr, bool]]:
    """The strings of a module that may be printed, and whether each is handed to what writes into a chart."""
    passed: set[int] = set()  # docstrings, keys, annotations, and pieces of what is told as a whole
    written: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            passed.add(id(body[0].value))
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _KEYS:
                passed |= {id(inner) for argument in node.args for inner in ast.walk(argument)}
            elif name in _WRITES:
                written |= {id(inner) for argument in node.args for inner in ast.walk(argument)}
            for keyword in node.keywords:
                if keyword.arg in _WRITTEN and name not in _KEYS:
                    written |= {id(inner) for inner in ast.walk(keyword.value)}
        elif isinstance(node, ast.JoinedStr):
            passed |= {id(part) for part in node.values}
            for part in node.values:
                if isinstance(part, ast.FormattedValue) and part.format_spec:
                    passed |= {id(inner) for inner in ast.walk(part.format_spec)}
        elif isinstance(node, ast.Subscript):  # the name of a column
            passed |= {id(inner) for inner in ast.walk(node.slice)}
        elif isinstance(node, ast.Compare):
            passed |= {id(inner) for part in (node.left, *node.comparators) for inner in ast.walk(part)}
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node, id(node) in written


def _figures(node: ast.Constant | ast.JoinedStr, written: bool) -> list[Typed]:
    text = _text(node)
    found = [*typed(text), *(typed_words(text) if written or " " in text else [])]
    return found if written or " " in text.strip() else []


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    """A string as it is printed, with what is put in as a sign that is none of its digits."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)


def _excepted(lines: list[str], line: int) -> bool:
    return bool(_LITERAL.search(lines[line - 1])) if 0 < line <= len(lines) else False
