"""Formulas: each prints the same in a page and on paper, or is refused with file, line and a remedy."""

import re
import subprocess
import unicodedata
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pypdf
import pytest
import typst

from evident.book import formulas, style
from evident.book.formulas import ELEMENTS, Formula, Refused
from evident.typst.formulas import markup

from .both import Printed, printed
from .conftest import SMALL

# LaTeX, and what is read in a PDF of it, without blanks.
PRINTED = {
    # as a public report of faults named them
    r"\bigl(a + b\bigr) c": "(a+b)c",
    r"P\left(A \middle| B\right)": "P(A|B)",
    r"A \& B": "A&B",
    r"\text{Output [Mt]}": "Output[Mt]",
    r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}": "{10x>0otherwise",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}": "ac=b=d",
    r"\begin{gather} a=b \\ c=d \end{gather}": "a=bc=d",
    r"\operatorname*{arg\,min}_{x} f": "argminxf",
    r"\text{a <b> c}": "a<b>c",
    # environments
    "\\begin{align}\na &= b \\\\ c &= d\n\\end{align}": "ac=b=d",
    r"\begin{equation} a \end{equation}": "a",
    r"\begin{multline} a \\ + b \end{multline}": "a+b",
    r"\begin{split} a &= b \\ &= c \end{split}": "a=b=c",
    r"\begin{align} a &= b \nonumber \\ c &= d \notag \end{align}": "ac=b=d",
    r"\begin{alignat}{2} a &= b & c &= d \end{alignat}": "a=bc=d",
    r"\begin{gathered} 1 \\ 2\end{gathered}": "12",
    r"\begin{matrix} 1 & 2\end{matrix}": "12",
    r"\begin{pmatrix} 1 & 2\end{pmatrix}": "(12)",
    r"\begin{bmatrix} 1 & 2\end{bmatrix}": "[12]",
    r"\begin{vmatrix} 1 & 2\end{vmatrix}": "|12|",
    r"\begin{Vmatrix} 1 & 2\end{Vmatrix}": "‖12‖",
    r"\left[\begin{array}{lcr} a & b & c\end{array}\right]": "[abc]",
    r"\begin{cases} a, & b; \\ f(a,b), & \text{if } c \end{cases}": "{a,f(a,b),b;ifc",
    # words
    r"\text{100\% of it}": "100%ofit",
    r"\text{A \& B \{c\} \_ d}": "A&B{c}_d",
    r"\text{it is $x<1$ here}": "itisx<1here",
    r"\text{#let x = 1}": "#letx=1",
    r"\text{[a] (b) ] c}": "[a](b)]c",
    r"a_{\text{<script>alert(1)</script>}}": "a<script>alert(1)</script>",
    r"\text{x\_y^z&w}": "x_y^z&w",
    r'\text{a "q" \% b}': 'a"q"%b',
    r"\mathrm{CO_2}": "CO2",
    r"\mathrm{Mt/yr}": "Mt/yr",
    # signs and names
    r"50\,\% \# \_ \$": "50%#_$",
    r"x \in \{1, 2\}": "x∈{1,2}",
    r"[a, b); c/d": "[a,b);c/d",
    r"a \leq b \neq c \approx d": "a≤b≠c≈d",
    r"x \pm y \times z \cdot w \div 2": "x±y×z⋅w÷2",
    r"\forall \exists \infty \partial \nabla": "∀∃∞∂∇",
    r"\alpha\Gamma\beta": "αΓβ",
    r"\sin x \log_2 y": "sinxlog2y",
    r"\operatorname{Var}\left[X\right]": "Var[X]",
    r"\max_{i} \lim_{x\to 0}": "maxilimx→0",
    r"f\colon A\to B": "f:A→B",
    r"A \mid B": "A∣B",
    r"\left\|x\right\|_2": "‖x‖2",
    r"\lfloor x \rfloor \lceil y \rceil \langle z \rangle": "⌊x⌋⌈y⌉⟨z⟩",
    r"\big\{ a \big\}": "{a}",
    r"\left\{ x \right.": "{x",
    r"10^{-3}": "10−3",
    r"12\,000.5": "12000.5",
    # what stands above, below and beside
    r"\frac{\partial f}{\partial x}": "∂f∂x",
    r"\dfrac12 \tfrac{a}{b}": "12ab",
    r"\binom{n}{k}": "(nk)",
    r"\sqrt{x} + \sqrt[3]{y}": "√x+3√y",
    r"x_{i,j}^{2}": "x2i,j",
    r"{}_1^2 X": "21X",
    r"\sum_{i=1}^n i": "∑ni=1i",
    r"\sum_{\substack{i<n\\j<m}}": "∑i<nj<m",
    r"\int_0^\infty": "∫∞0",
    r"\overset{!}{=} \stackrel{d}{=}": "=!=d",
    r"\underset{x}{y}": "yx",
    r"\xrightarrow{f}": "→f",
    r"\underbrace{a+b}_{\text{sum}}": "a+b⏟sum",
    r"\overbrace{a+b}^{n}": "a+b⏞n",
    r"\overline{ab}\underline{cd}": "abcd",
    r"\mathbb{R}^n \mathcal{F} \mathfrak{g} \mathsf{x} \mathtt{y}": "RnFgxy",
    r"\mathbf{12} \boldsymbol{\beta}": "12β",
    r"\textbf{x y}\mathit{ab}": "xyab",
    r"\phantom{x} y": "y",
    r"x\,\;\:\!\quad\qquad\hspace{0.5em} y": "xy",
    r"f''": "f′′",
    r"\newcommand{\x}{y} \x": "y",
}  # fmt: skip

# LaTeX, and what is said of it.
REFUSED = {
    r"\badmacro + 1": r"\badmacro is not known; write it with the commands of amsmath",
    r"\begin{dcases} 1 \end{dcases}": "the environment 'dcases' is not known",
    r"\frac{a": "a bracket or environment is not closed",
    r"a \tag{7}": "label the equation",
    r"\begin{align} a &= b \label{a} \\ c &= d \label{b} \end{align}": "an equation has one label",
    r"\eqref{a}": "refer to an equation in the text: {eq}`eq-name`",
    r"\color{red} x": "colours are lost on paper",
    r"\href{javascript:alert(1)}{x}": "a formula holds no link",
    r"\begin{array}{l|r} a & b \end{array}": "of the columns of an array only l, c and r are printed",
    r"\begin{array}{lr} a & b \\ \hline \end{array}": "rules in an array are lost",
    r"\begin{aligned}[t] a &= b \end{aligned}": r"the place in brackets behind \begin is printed",
    r"\begin{flalign*} a &= b \end{flalign*}": "its columns would not fit: write align",
    r"\boxed{x}": "browsers do not draw boxes and strokes",
    r"\cancel{x}": "browsers do not draw boxes and strokes",
    r"\overleftrightarrow{AB}": "there is no such accent in the PDF",
    r"{\scriptstyle x}": "it would print as large as the rest",
    r"\DeclareMathOperator{\x}{x}": r"\operatorname{…}",
    r"\style{color:red}{x}": r"\style is not known",
    r"\rm x": r"\rm is not known",
    r"a & b": "'&' is not expected where it stands",
    r"%": "behind % nothing is read",
    r"a = 5 % + b": r"behind % nothing is read: write \% for per cent",
    r"a \\\\% b": "behind % nothing is read",
    r"\,": "nothing of it would be seen",
    "": "it is empty",
    "a_^b": "two of the marks _ and ^ follow each other",
    "a" + "_" * 3000: "two of the marks _ and ^ follow each other",
    "a_{" * 12 + "b": "nested deeper than 4 levels, or a bracket is not closed",
    "a^{b_{" * 12 + "c" + "}}" * 12: "nested deeper than 4 levels",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _converted() -> None:
    formulas.read(Formula(tex, True) for tex in (*PRINTED, *REFUSED))


@pytest.fixture(scope="module")
def on_paper() -> dict[str, str]:
    """The formulas as a PDF has them, a page each, without blanks."""
    pages = [f"$ {markup(formulas.mathml(Formula(tex, True)))} $" for tex in PRINTED]
    made = typst.compile("#pagebreak()\n".join(pages).encode(), format="pdf")
    assert isinstance(made, bytes)
    found = (page.extract_text() for page in pypdf.PdfReader(BytesIO(made)).pages)
    return dict(zip(PRINTED, map(_bare, found), strict=True))


def _bare(text: str) -> str:
    return re.sub(r"[\s\u2061\u200b]", "", unicodedata.normalize("NFKC", text))


def _told(text: str) -> Counter[str]:
    """Letters, figures and the signs that no font draws in parts."""
    return Counter(c for c in text if unicodedata.category(c)[0] in "LN" or c in "=+<>[](){}&%#$_;,:/")


@pytest.mark.parametrize("tex", PRINTED)
def test_a_formula_prints_in_the_pdf(on_paper: dict[str, str], tex: str) -> None:
    assert on_paper[tex] == PRINTED[tex]


@pytest.mark.parametrize("tex", PRINTED)
def test_a_formula_says_the_same_in_html(on_paper: dict[str, str], tex: str) -> None:
    root = formulas.mathml(Formula(tex, True))
    shown = "".join(
        text
        for element in root.iter()
        if element.tag in ("mi", "mn", "mo", "mtext")
        for text in element.itertext()
    )
    hidden = "".join("".join(part.itertext()) for part in root.iter("mphantom"))
    accents = [
        part[1] for part in root.iter() if part.tag in ("mover", "munder") and part[1].get("accent") == "true"
    ]
    drawn = Counter("".join(accent.text or "" for accent in accents))
    assert _told(_bare(shown)) - _told(_bare(hidden)) - drawn == _told(on_paper[tex])


@pytest.mark.parametrize(("tex", "says"), REFUSED.items())
def test_what_cannot_be_printed_is_refused_with_a_remedy(tex: str, says: str) -> None:
    with pytest.raises(Refused) as caught:
        formulas.mathml(Formula(tex, True))
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"the formula “{tex[:20]}")


def test_rows_and_columns_are_there_in_html() -> None:
    def shape(tex: str) -> list[list[str]]:
        (table,) = formulas.mathml(Formula(tex, True)).iter("mtable")
        return [[cell.get("class", "") for cell in row] for row in table]

    pair = ["math-right math-tight", "math-left math-tight"]
    assert shape(r"\begin{aligned} a &= b \\ c &= d \end{aligned}") == [pair, pair]
    assert shape(r"\begin{gather} a=b \\ c=d \end{gather}") == [["math-center"], ["math-center"]]
    assert shape(r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}") == [["math-left"] * 2] * 2


def _page(tex: str) -> pypdf.PageObject:
    made = typst.compile(f"$ {markup(formulas.mathml(Formula(tex, True)))} $".encode(), format="pdf")
    assert isinstance(made, bytes)
    return pypdf.PdfReader(BytesIO(made)).pages[0]


def test_aligned_equations_stand_below_each_other_on_paper() -> None:
    places: dict[str, list[tuple[float, float]]] = {}

    def see(text: str, matrix: list[float], at: list[float], font: Any, size: float) -> None:
        for sign in unicodedata.normalize("NFKC", text).strip():
            places.setdefault(sign, []).append((at[4] + matrix[4], matrix[5] + at[5]))

    _page(r"\begin{aligned} a + b + c &= d \\ e &= f \end{aligned}").extract_text(visitor_text=see)
    (first, above), (second, below) = places["="]
    assert first == pytest.approx(second, abs=0.1)
    assert abs(above - below) > 10
    # The shorter left side stands at the sign, too.
    assert 0 < second - places["e"][0][0] < 12


def test_a_fraction_has_a_line_and_a_binomial_none() -> None:
    def lines(tex: str) -> int:
        return len(re.findall(rb"\bl\s+S\b", _page(tex).get_contents().get_data()))

    assert (lines(r"\frac{n}{k}"), lines(r"\binom{n}{k}")) == (1, 0)


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\text{100\% of it}", "100% of it"),
        (r"\text{A \& B}", "A & B"),
        (r"\text{if } x", "if x"),
        (r"x \text{ if it}", "x if it"),
    ],
)
def test_blanks_of_words_are_kept(tex: str, words: str) -> None:
    assert unicodedata.normalize("NFKC", " ".join(_page(tex).extract_text().split())) == words
    assert "".join(formulas.mathml(Formula(tex, True)).itertext()).split() in (
        words.split(),
        [words.replace(" ", "")],
    )


def test_brackets_grow_in_html() -> None:
    fences = formulas.mathml(Formula(r"P\left(A \middle| B\right)", True)).iter("mo")
    assert [(sign.text, sign.get("stretchy")) for sign in fences] == [
        ("(", "true"),
        ("|", "true"),
        (")", "true"),
    ]
    big = next(formulas.mathml(Formula(r"\bigl(a + b\bigr) c", True)).iter("mo"))
    assert (big.text, big.get("minsize")) == ("(", "120%")


# -- in a book

BOOK = r"""# page

$$a = b \label{eq:one}$$

$$c = d$$ (eq-two)

\begin{align}
a &= b \\
c &= d
\end{align}

\begin{equation}
e = f \label{eq:three}
\end{equation}

\begin{gather*}
g = h
\end{gather*}

See {eq}`eq:one`, {eq}`eq-two`, {eq}`eq:three`. Inline $\text{a <b> c}$, then more words.
"""
TAGS = re.compile(r"</?[a-z]")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return _book(tmp_path_factory.mktemp("formulas"), {"page": BOOK})


def _book(folder: Path, pages: dict[str, str], **more: Any) -> Printed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVIDENT_DATA", str(folder / "data"))
        return printed(folder, pages, **more)


def test_equations_are_numbered_and_referred_to_in_both(book: Printed) -> None:
    assert (book.told, book.refused) == ([], "")
    for text in (book.words(), book.pdf["page"]):
        words = unicodedata.normalize("NFKC", text)
        assert re.search(r"a ?= ?b ?\(1\) c ?= ?d ?\(2\) .*\(3\) e ?= ?f ?\(4\) g ?= ?h See", words), words
        assert "See (1), (2), (4). Inline a <b> c, then more words." in words
        assert "label" not in words


def test_references_lead_to_their_equations(book: Printed) -> None:
    html = book.html["page"]
    links = re.findall(r'href="#(equation-[\w-]+)">\((\d)\)', html)
    assert links == [("equation-eq-one", "1"), ("equation-eq-two", "2"), ("equation-eq-three", "4")]
    for anchor, _ in links:
        assert html.count(f'id="{anchor}"') == 1


def test_the_same_formulas_give_the_same_bytes(book: Printed, tmp_path: Path) -> None:
    # The parser itself numbers \begin{align} by a random label.
    again = _book(tmp_path, {"page": BOOK})
    assert again.html["page"] == book.html["page"]
    assert again.file.read_bytes() == book.file.read_bytes()


def test_a_formula_opens_no_tag(book: Printed, tmp_path: Path) -> None:
    attacks = [
        r"\text{</mtext></math><script>alert(1)</script>}",
        r'\text{"><img src=x onerror=alert(1)>}',
        r"\mathrm{<script>}",
        r"\text{&lt;script&gt;}",
        r"\operatorname{<b>}",
    ]
    page = "# page\n\n" + "\n\n".join(f"Words ${tex}$ here." for tex in attacks)
    found = _book(tmp_path, {"page": page}, forms=("html",))
    assert found.told == []
    tree = html5lib.parse(f"<div>{found.html['page']}</div>", namespaceHTMLElements=False)
    # The band of strata under the title is the page's own drawing, and the only one: a formula may bring none.
    bands = tree.findall(".//h1/{http://www.w3.org/2000/svg}svg[@class='strata strata-title']")
    assert len(bands) == 1
    tree.find(".//h1").remove(bands[0])
    names = {str(element.tag).rpartition("}")[2] for element in tree.iter()}
    assert names <= ELEMENTS | {"html", "head", "body", "div", "section", "h1", "p", "a"}, names
    assert found.words().count("<script>") == 2


@pytest.mark.parametrize(
    "tex",
    [
        r'\text{#panic("x") $#panic()$}',
        r"\text{] #x [}",
        r"\text{\textbackslash u{41}}",
        r'\text{", upright("}',
    ],
)
def test_a_formula_opens_no_code_of_typst(tex: str) -> None:
    try:
        written = markup(formulas.mathml(Formula(tex, False)))
    except Refused:
        return
    typst.compile(f"${written}$".encode(), format="pdf")  # an error of the compiler fails the test
    bare = re.sub(r'"(?:\\.|[^"\\])*"', '""', written)
    assert not set(re.findall(r"#(\w+)", bare)) - {"h"}


def test_a_formula_that_takes_too_long_is_refused_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = formulas._pandoc

    def slow(document: str) -> tuple[str, dict[str, str]]:
        if "slow" in document:
            raise subprocess.TimeoutExpired("pandoc", 30)
        return real(document)

    monkeypatch.setattr(formulas, "_pandoc", slow)
    some = [Formula(tex, True) for tex in ("q_1", "slow_1", "q_2")]
    formulas.read(some)
    with pytest.raises(Refused, match="“slow_1” cannot be printed: reading it takes too long; part it"):
        formulas.mathml(some[1])
    assert [formulas.mathml(one).findtext(".//mi") for one in (some[0], some[2])] == ["q", "q"]


def test_marks_that_are_closed_are_not_nested() -> None:
    assert formulas._scripts("a_{b} + c_{d}^{e}" * 20) == ""
    assert formulas._scripts(r"\_ \^ a_\text{x}_b") == ""
    assert formulas._scripts("e^{x^{y^{z^{w}}}}") == ""


def test_a_refused_formula_is_told_with_file_and_line_in_both(tmp_path: Path) -> None:
    page = "# page\n\nA first line,\nthen $\\badmacro$ here.\n\n$$\n\\boxed{x}\n$$\n"
    found = _book(tmp_path, {"page": page})
    assert [re.sub(r"“.*", "", line) for line in found.about("page")] == [
        "4: WARNING: the formula ",
        "7: WARNING: the formula ",
    ]
    assert "\\badmacro is not known; write it with" in found.about("page")[0]
    # What the page has in its place is no formula that says something else.
    assert "<code>\\boxed{x}</code>" in found.html["page"]
    said = found.refused.splitlines()
    assert len(said) == 2
    assert said[0].startswith("chapters/page.md:3: the formula “\\badmacro” cannot be printed")
    assert said[1].startswith("chapters/page.md:6: the formula “\\boxed{x}” cannot be printed")


def test_all_formulas_are_converted_in_one_call_and_none_without_formulas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    real = formulas._pandoc
    monkeypatch.setattr(formulas, "_pandoc", lambda document: calls.append(document) or real(document))
    monkeypatch.setattr(formulas, "_READ", {})
    _book(tmp_path / "without", {"page": "# page\n\nWords.\n"})
    assert calls == []
    _book(tmp_path / "with", {"one": "# one\n\n$a$ and $b$\n", "two": "# two\n\n$$c$$\n\n$a$\n"})
    assert len(calls) == 1
    assert calls[0].count('"Math"') == 3


def test_the_extensions_of_both_reports_read_bare_environments() -> None:
    for root in (SMALL, SMALL.parents[1]):
        assert "[amsmath," in (root / "_config.yml").read_text("utf8")


def test_aligned_equations_stand_below_each_other_in_a_browser(browser: Any) -> None:
    sheet = style.styles()
    root = formulas.mathml(Formula(r"\begin{aligned} a + b + c &= d \\ e &= \frac{f}{g} \end{aligned}", True))
    page = browser.new_page()
    page.set_content(f"<style>{sheet}</style>{ElementTree.tostring(root, encoding='unicode')}")
    signs = page.evaluate(
        "[...document.querySelectorAll('mo')].filter(s => s.textContent == '=')"
        ".map(s => { const b = s.getBoundingClientRect(); return [b.left, b.top] })"
    )
    gap = page.evaluate(
        "(() => { const [l, r] = document.querySelectorAll('mtd');"
        " return r.firstElementChild.getBoundingClientRect().left - l.lastElementChild.getBoundingClientRect().right })()"
    )
    page.close()
    (first, above), (second, below) = signs
    assert abs(first - second) < 1
    assert below - above > 10
    assert 0 < gap < 8  # what a sign of relation keeps on its left, and no padding of cells
