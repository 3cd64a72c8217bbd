"""Marks in the source of a chapter that the parser would read otherwise than their author means.

Belongs here: other encodings, characters that nobody sees, fences that are not closed or open by mistake, code by
indentation, marks of a merge. Does not: marks inside a line (`markup_rule.py`).

A fence that is read wrongly turns the rest of a chapter into code, in which no rule looks for figures or claims.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.field_list import fieldlist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from sphinx.application import Sphinx
from sphinx.util import logging

from evident import paths
from evident.text import files
from evident.text.files import BadFile

logger = logging.getLogger(__name__)

_DEEPEST = 30  # levels of blocks; a list in a list takes two. Beyond a hundred the parser drops words
_MERGE = re.compile(r"(?:<{7}|>{7}|\|{7}|={7})(?: .*)?")
# The content of these is no Markdown.
_VERBATIM = {
    *(
        "code",
        "code-block",
        "sourcecode",
        "code-cell",
        "math",
        "raw",
        "eval-rst",
        "parsed-literal",
        "csv-table",
    ),
    "toctree",
}
_DIRECTIVE = re.compile(r"\{([\w:+.-]+)\}")
_ROLE_OR_CODE = re.compile(r"(?:\{[a-z][\w:.+-]*\})?(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_UNREAD = re.compile(r"(?P<name>\{[a-z][\w:.+-]*\})(?:(?P<open>`)|(?=\s?\w))")
_FENCE_IN_TEXT = re.compile(r"\s*(?:`{3,}\s*(?:\{.*)?|:{3,}\s*(?:\{.*)?|~{3,}\s*(?:\{.*)?)")


def refuse_misread_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Refuse a chapter whose fences are read wrongly (event `source-read`)."""
    path = app.env.doc2path(docname)
    if not path.endswith(".md"):
        return
    try:
        _as_text(Path(path))
    except BadFile as fault:
        logger.warning("%s; %s", fault.message, fault.remedy, location=f"{path}:{fault.line}")
        source[0] = "# –\n"  # what other rules would say of it is said of something else
        return
    for line, message in misread(source[0]):
        logger.warning("%s", message, location=f"{path}:{line}")


def of_all_chapters() -> Iterator[str]:
    """What would be refused in the chapters of the report, before they are printed: one line each."""
    for path in sorted(paths.report().chapters.rglob("*.md")):
        try:
            text = _as_text(path)
        except BadFile as fault:
            yield str(fault)
        else:
            found = list(misread(text)) or list(unread_roles(text))
            yield from (f"{paths.short(path)}:{line}: {message}" for line, message in found)


def unread_roles(text: str) -> Iterator[tuple[int, str]]:
    """Roles without their backticks, with the line of each; where a page is printed, `markup_rule.py` tells of them.

    Args:
        text: the source of a chapter whose fences are read as they are meant.
    """
    for token in _parser().parse(text):
        if token.type == "inline" and token.map is not None:
            # What is read as role or code keeps its lines and loses its words.
            rest = _ROLE_OR_CODE.sub(lambda match: "\n" * match[0].count("\n"), token.content)
            for match in _UNREAD.finditer(rest):
                line = token.map[0] + 1 + rest.count("\n", 0, match.start())
                name = match["name"]
                if match["open"]:
                    yield (
                        line,
                        f"the role {name}` is never closed: write {name}`…`, with a backtick behind its text",
                    )
                else:
                    yield (
                        line,
                        f"the role {name} has no backticks: write {name}`…`, without a blank between them",
                    )


def _as_text(path: Path) -> str:
    """A chapter, unless Sphinx would read it with letters lost, or something in it cannot be seen.

    Raises:
        BadFile: it is in another encoding, or has such a character.
    """
    text = files.decoded(path, files.read_bytes(path)).replace("\r\n", "\n")
    if hit := files.unseen(text):
        raise BadFile(path, files.line_of(text, hit[1]), hit[0], "delete it")
    return text


def misread(text: str) -> Iterator[tuple[int, str]]:
    """The line and the fault of each mark that would be read wrongly.

    Args:
        text: the source of a chapter, in MyST Markdown.
    """
    merge = [number for number, line in enumerate(text.splitlines(), 1) if _MERGE.fullmatch(line)]
    if merge:
        says = "this is a mark of a merge: keep one of the two versions and delete the marks (for a heading write #)"
        yield from ((number, says) for number in merge)
        return
    yield from _blocks(text, 0)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 2 * _DEEPEST}).enable("table")
    for plugin in (front_matter_plugin, colon_fence_plugin, deflist_plugin, fieldlist_plugin, footnote_plugin,
                   myst_block_plugin, dollarmath_plugin):  # fmt: skip
        parser.use(plugin)
    parser.core.ruler.disable("inline")
    return parser


def _blocks(text: str, before: int) -> Iterator[tuple[int, str]]:
    """Faults of a text that stands below so many other lines."""
    lines = text.splitlines()
    for token in _parser().parse(text):
        if token.map is None:
            continue
        line = before + token.map[0] + 1
        if token.level > _DEEPEST:
            yield (
                line,
                "lists and quotations are nested deeper than a page can show: begin a line with fewer marks",
            )
            return
        if token.type in ("fence", "colon_fence"):
            yield from _fence(token, lines, line)
        elif token.type == "myst_block_break":
            yield (
                line,
                "+++ parts the cells of a notebook, and the rest of its line is not printed: delete it",
            )
        elif token.type == "code_block":
            yield (
                line,
                "four blanks make code of this line: take them out, or write ```text before and ``` behind it",
            )
        elif token.type == "inline":
            for offset, content in enumerate(token.content.splitlines()):
                if _FENCE_IN_TEXT.fullmatch(content):
                    yield (
                        line + offset,
                        f"{_short(content)} is read as text: the title of a block may hold no backtick (write it with "
                        f":::{{name}} … :::), and its fence stands on a line of its own",
                    )


def _fence(token: Token, lines: list[str], line: int) -> Iterator[tuple[int, str]]:
    assert token.map is not None
    first, end = token.map
    name = _DIRECTIVE.match(token.info.strip())
    closing = re.compile(rf"[\s>]*{re.escape(token.markup[0])}{{{len(token.markup)},}}\s*")
    opened = _short(lines[first])
    if end - 1 == first or not closing.fullmatch(lines[end - 1]):
        yield line, f"{opened} is never closed: write {token.markup} on a line of its own below what it holds"
    elif not token.info.strip():
        yield (
            line,
            f"{opened} begins code, though nothing says of which language: name it (```text), or look above "
            "for a block that is closed twice, or whose title holds a backtick",
        )
    elif name is None and (token.type == "colon_fence" or token.info.strip().startswith("{")):
        yield line, f"{opened} names no directive: write {token.markup}{{name}}"
    elif name and name[1] not in _VERBATIM:
        yield from _blocks(token.content, line)


def _short(line: str) -> str:
    line = line.strip()
    return f"“{line if len(line) <= 50 else line[:48] + '…'}”"
