"""Formulas: LaTeX to MathML, all of a book at once, and which formulas are refused.

Belongs here: the call of pandoc, what it would lose or misread, the numbers and labels of equations. Does not: how
MathML becomes a page (`mathml.py`) or a PDF (`typst/formulas.py`).

Both books are written from the same MathML, so that a formula says the same in both. A book without formulas never
starts pandoc. What pandoc cannot read, and what it reads but drops without a word, is refused.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docutils import nodes

_API = [1, 23]  # of pandoc's documents as JSON

# What pandoc reads and then leaves out or turns into something else, and what to write.
_LOST = (
    (r"\\tag\b", "numbers are given by the book: label the equation, $$ … $$ (eq-name), and leave out \\tag"),
    (r"\\label\b", "an equation has one label: write $$ … $$ (eq-name), one block for each equation"),
    (r"\\(?:eq)?ref\b|\\hyperref\b", "refer to an equation in the text: {eq}`eq-name`"),
    (r"\\(?:text)?color(?:box)?\b", "colours are lost on paper: say it in words"),
    (r"\\href\b|\\url\b", "a formula holds no link: put it into the text"),
    (r"\\[hc]line\b", "rules in an array are lost: leave them out, or make it a table"),
    (r"\\begin\s*\{array\}\s*\{[^}]*[^lcr\s}]", "of the columns of an array only l, c and r are printed"),
    (r"\\begin\s*\{\w+\*?\}\s*\[", "the place in brackets behind \\begin is printed: leave it out"),
    (r"\\begin\s*\{flalign", "its columns would not fit: write align"),
    (r"\\(?:script)+style\b", "it would print as large as the rest: leave it out, or use _ and ^"),
    (r"(?<!\\)(?:\\\\)*%", "behind % nothing is read: write \\% for per cent"),
    (r"\\DeclareMathOperator\b", "write the name where it stands: \\operatorname{…}"),
)  # fmt: skip
_DEEPEST = 4  # levels of _ and ^ within each other; nobody reads more
_LOST_PATTERNS = [(re.compile(pattern), remedy) for pattern, remedy in _LOST]
_REMEDY = "write it with the commands of amsmath, names of functions as \\operatorname{…}, words as \\text{…}"
_ENVIRONMENTS = {
    *(
        "align",
        "align*",
        "aligned",
        "alignat",
        "alignat*",
        "alignedat",
        "array",
        "cases",
        "eqnarray",
        "eqnarray*",
    ),
    *("equation", "equation*", "gather", "gather*", "gathered", "multline", "multline*", "split", "matrix"),
    *("bmatrix", "Bmatrix", "pmatrix", "smallmatrix", "vmatrix", "Vmatrix"),
}
_NUMBER_FREE = re.compile(r"\\(?:nonumber|notag)\b\s*")
# pandoc drops the blank behind such a sign, also inside \text{…}, where it is meant.
_SIGN_AND_BLANK = re.compile(r"(?<!\\)((?:\\\\)*\\[&%$#_{}])\s+")

# All that a formula may consist of: nothing else reaches a page. Of pandoc's elements `menclose` is missing, which
# browsers do not draw.
ELEMENTS = {
    *(
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
    ),
    *("mfrac", "msqrt", "mroot", "mstyle", "mphantom", "mtable", "mtr", "mtd"),
}
_ATTRIBUTES = {
    *("accent", "class", "display", "displaystyle", "form", "linethickness", "mathvariant", "maxsize"),
    *("minsize", "scriptlevel", "stretchy", "width"),
}
# The signs that may stand over and under something, beside words and arrows: accents, lines, braces.
ACCENTS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0307\u0308\u030a\u030c\u20db\u20d7→←")
ABOVE, BELOW = frozenset("¯‾⏞"), frozenset("_⏟")
_BARS = {"∣": "|", "∥": "‖"}  # relations, which no font makes longer, for the fences that they stand for


class Refused(ValueError):
    """A formula that cannot be printed as its author means it; the message says why and what to write."""


@dataclass(frozen=True)
class Formula:
    """A formula as its author typed it, and whether it stands on lines of its own."""

    tex: str
    display: bool


_READ: dict[Formula, Element | Refused] = {}


def formula_of(node: nodes.math | nodes.math_block) -> Formula:
    """The formula of a node."""
    return Formula(node.astext().strip(), isinstance(node, nodes.math_block))


def read(formulas: Iterable[Formula]) -> None:
    """Convert formulas that have not been converted yet, all in one call."""
    new = [formula for formula in dict.fromkeys(formulas) if formula not in _READ]
    left = []
    for formula in new:
        if reason := _lost(formula.tex):
            _READ[formula] = Refused(f"the formula {_short(formula.tex)} cannot be printed: {reason}")
        else:
            left.append(formula)
    if left:
        _READ.update(zip(left, _converted(left), strict=True))


def mathml(formula: Formula) -> Element:
    """A formula as MathML, an element `math`; not to be changed.

    Raises:
        Refused: it cannot be printed.
    """
    read([formula])
    found = _READ[formula]
    if isinstance(found, Refused):
        raise found
    return found


def _short(tex: str) -> str:
    line = " ".join(tex.split())
    return f"“{line if len(line) <= 70 else line[:68] + '…'}”"


def _lost(tex: str) -> str:
    if not tex:
        return "it is empty"
    return next((remedy for pattern, remedy in _LOST_PATTERNS if pattern.search(tex)), "") or _scripts(tex)


def _scripts(tex: str) -> str:
    """What is wrong with the marks _ and ^ (pandoc needs twice the time for each level of them)."""
    raising, inside = False, list[bool]()
    for sign in re.findall(r"\\.|\S", tex, re.DOTALL):
        if sign in "_^":
            if raising:
                return (
                    "two of the marks _ and ^ follow each other: put between { and } what the first one sets"
                )
            raising = True
            continue
        if sign == "{":
            inside.append(raising)
            if sum(inside) > _DEEPEST:
                return (
                    f"its marks _ and ^ are nested deeper than {_DEEPEST} levels, or a bracket is not closed"
                )
        elif sign == "}" and inside:
            inside.pop()
        raising = False
    return ""


# -- pandoc


def _converted(formulas: list[Formula]) -> list[Element | Refused]:
    sources = [_SIGN_AND_BLANK.sub(r"\1{} ", _NUMBER_FREE.sub("", formula.tex)) for formula in formulas]
    paragraphs = [
        {"t": "Para", "c": [{"t": "Math", "c": [{"t": _KINDS[formula.display]}, source]}]}
        for formula, source in zip(formulas, sources, strict=True)
    ]
    document: dict[str, Any] = {"pandoc-api-version": _API, "meta": {}, "blocks": paragraphs}
    try:
        page, reasons = _pandoc(json.dumps(document))
    except subprocess.TimeoutExpired:
        if len(formulas) > 1:  # which one it is
            return [one for formula in formulas for one in _converted([formula])]
        return [
            Refused(
                f"the formula {_short(formulas[0].tex)} cannot be printed: reading it takes too long; part it"
            )
        ]
    found = list(ElementTree.fromstring(f"<page>{page}</page>"))
    return [
        _checked(formula, paragraph.find("{*}math"), reasons.get(source, ""))
        for formula, source, paragraph in zip(formulas, sources, found, strict=True)
    ]


_KINDS = {True: "DisplayMath", False: "InlineMath"}
_PATIENCE = 30  # seconds; all formulas of a book take a part of one


def _pandoc(document: str) -> tuple[str, dict[str, str]]:
    """A document as HTML, and what was wrong with each formula that could not be read.

    The program inside the package is called by its place: `pypandoc` itself would prefer a newer one of the machine,
    and the same chapter would print differently elsewhere.
    """
    with as_file(files("pypandoc") / "files") as folder, tempfile.TemporaryDirectory() as kept:
        program = next(path for path in (folder / "pandoc", folder / "pandoc.exe") if path.exists())
        log = Path(kept) / "log.json"
        command = [
            str(program),
            "--from=json",
            "--to=html",
            "--mathml",
            "--wrap=none",
            "--quiet",
            f"--log={log}",
        ]
        done = subprocess.run(
            command, input=document.encode(), capture_output=True, check=True, timeout=_PATIENCE
        )
        told = json.loads(log.read_text("utf8"))
    return done.stdout.decode(), {
        entry["contents"]: str(entry.get("message", ""))
        for entry in told
        if entry["type"] == "CouldNotConvertTeXMath"
    }


def _checked(formula: Formula, found: Element | None, reason: str) -> Element | Refused:
    """The MathML of a formula without what its page does not need, or why there is none."""
    says = f"the formula {_short(formula.tex)} cannot be printed"
    if found is None:
        return Refused(f"{says}: {_told(formula.tex, reason)}; {_REMEDY}")
    content = found.find("{*}semantics/*")
    root = ElementTree.Element("math", {"display": "block" if formula.display else "inline"})
    if content is not None:
        root.append(content)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        if element.tag not in ELEMENTS:
            return Refused(f"{says}: browsers do not draw boxes and strokes (\\boxed, \\cancel); {_REMEDY}")
        if element.tag == "mtd":
            side, tight = element.get("columnalign", "center"), "padding" in element.get("style", "")
            # The pages' policy lets no style of an element through: `book.css` knows these classes.
            element.attrib = {"class": f"math-{side} math-tight" if tight else f"math-{side}"}
        if not set(element.attrib) <= _ATTRIBUTES:
            return Refused(f"{says}: it sets what a formula may not set; {_REMEDY}")
        if not _known_marks(element):
            return Refused(f"{says}: there is no such accent in the PDF; {_REMEDY}")
        if element.tag == "mo" and element.get("stretchy") == "true":
            element.text = _BARS.get(element.text or "", element.text)
    if not "".join(root.itertext()).strip("\u2061 "):
        return Refused(f"{says}: nothing of it would be seen; {_REMEDY}")
    _enlarge(root)
    return root


def is_tight(cell: Element) -> bool:
    """Whether a cell of a table is one half of an aligned equation: no gap parts it from the other."""
    return "math-tight" in cell.get("class", "")


def _known_marks(element: Element) -> bool:
    known = {"mover": ACCENTS | ABOVE, "munder": BELOW}.get(element.tag)
    return known is None or element[1].get("accent") != "true" or element[1].text in known


def _told(tex: str, reason: str) -> str:
    """What pandoc found wrong, in words."""
    told = re.search(r"unexpected ([^\n]+)", reason)
    if told and (unknown := re.fullmatch(r"control sequence (\\[a-zA-Z]+)", told[1])):
        return f"{unknown[1]} is not known"
    if environments := [
        name for name in re.findall(r"\\begin\s*\{([^}]*)\}", tex) if name not in _ENVIRONMENTS
    ]:
        return f"the environment {environments[0]!r} is not known"
    if not told or "eof" in told[1]:
        return "a bracket or environment is not closed"
    return f"{told[1].removeprefix('control sequence ')} is not expected where it stands"


def _enlarge(root: Element) -> None:
    """Lines of equations are as large as a single one: alone they are told by their columns, r and l without a gap."""
    for table in root.iter("mtable"):
        if any(is_tight(cell) for cell in table.iter("mtd")) or list(root) == [table]:
            table.set("displaystyle", "true")
