"""Builds of a copy of the project in another folder: what changes when something changes, and what does not.

The copy's notebooks run, its pages and its PDF are made; nothing here is faked.
"""

import csv
import filecmp
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest

from evident.run import inputs

from .conftest import Checkout

MINES_2025 = "shanxi-intelligent-mines-2025-12-31-a"


class _Text(HTMLParser):
    """The text of a page: what a reader sees, without markup."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.skipped += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.parts.append(data)


def text_of(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return re.sub(r"\s+", " ", "".join(reader.parts))


def pages(checkout: Checkout) -> dict[str, str]:
    folder = checkout.root / "_build/baseline/html"
    return {file.stem: text_of(file.read_text("utf8")) for file in folder.glob("*.html")}


def pdf_text(checkout: Checkout) -> str:
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in pypdf.PdfReader(checkout.pdf).pages))


@contextmanager
def observed_as(checkout: Checkout, obs_id: str, field: str, value: str) -> Iterator[str]:
    """The evidence with one field of an observation changed; gives the value it had, and puts it back."""
    old = set_value(checkout, obs_id, field, value)
    try:
        yield old
    finally:
        set_value(checkout, obs_id, field, old)


@contextmanager
def edited(checkout: Checkout, name: str, old: str, new: str) -> Iterator[None]:
    """A file with one text replaced, and put back."""
    checkout.edit(name, old, new)
    try:
        yield
    finally:
        checkout.edit(name, new, old)


def set_value(checkout: Checkout, obs_id: str, field: str, value: str) -> str:
    """Change one field of an observation; the value it had."""
    path = checkout.root / "data/observations.csv"
    with path.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if row["obs_id"] == obs_id)
    old, row[field] = row[field], value
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return old


@pytest.fixture(scope="module")
def copy(checkout: Checkout) -> Checkout:
    checkout.build()
    return checkout


def test_two_folders_give_the_same_bytes(copy: Checkout, built: inputs.Build) -> None:
    there = copy.root / "_build/baseline/html"
    here = sorted(f.relative_to(built.html) for f in built.html.rglob("*") if f.is_file())
    assert here == sorted(f.relative_to(there) for f in there.rglob("*") if f.is_file())
    _, differ, failed = filecmp.cmpfiles(built.html, there, [str(f) for f in here], shallow=False)
    assert (differ, failed) == ([], [])
    assert copy.pdf.read_bytes() == built.pdf.read_bytes()


def test_again_there_is_nothing_to_do(copy: Checkout) -> None:
    assert copy.build().startswith("nothing to do")


def test_one_observation_changes_what_rests_on_it_and_nothing_else(copy: Checkout) -> None:
    before, before_pdf = pages(copy), pdf_text(copy)
    with observed_as(copy, MINES_2025, "value", "413") as old:
        assert old == "400"
        said = copy.build()
        after, after_pdf = pages(copy), pdf_text(copy)
    assert "✓ HTML" in said
    assert "✓ PDF" in said
    changed = {page for page in before if before[page] != after[page]}
    # every page that prints the figure, or a number that rests on it, and no other
    resting = {"index", "mining", "outlook", "evidence-mining"}
    assert changed - {"data-quality"} == resting, changed ^ resting
    assert "Shanxi had 413 intelligent" in after["mining"]
    assert "413 mines accepted as intelligent" in re.sub(r"\s+", " ", after["index"])
    # computed from it: additions in 2025 were 400 − 268 = 132 and are now 413 − 268 = 145
    assert re.search(r"\b145\b", after["mining"])
    assert before_pdf.count("413") < after_pdf.count("413")
    copy.build()
    assert pages(copy) == before
    assert pdf_text(copy) == before_pdf


def test_an_observation_that_nothing_uses_changes_no_page(copy: Checkout) -> None:
    used = "".join(
        file.read_text("utf8") for file in (copy.root / "_build/baseline/notebooks").glob("*.ipynb")
    )
    with (copy.root / "data/observations.csv").open(encoding="utf8", newline="") as file:
        unused = next(r for r in csv.DictReader(file) if f'"{r["obs_id"]}"' not in used and r["paraphrase"])
    with observed_as(copy, unused["obs_id"], "paraphrase", "Said otherwise"):
        said = copy.build()
    assert "✓ notebook mining" in said
    assert "✓ HTML" not in said


def test_a_module_that_is_used_and_one_that_is_not(copy: Checkout) -> None:
    copy.build()
    with edited(copy, "analysis/shanxi/models/mine_sizes.py", '"""What a count', '"""This: what a count'):
        said = copy.build()
    assert "✓ notebook mining" in said  # it imports the module
    assert "✓ notebook overview" not in said  # it does not
    assert "✓ HTML" not in said  # the outputs are the same


def test_a_parameter_runs_its_notebook_only(copy: Checkout) -> None:
    copy.build()
    before = pages(copy)
    with edited(copy, "data/editions/baseline.yml", "target_year: 2027", "target_year: 2028"):
        said = copy.build()
        after = pages(copy)
    assert "✓ notebook mining" in said
    assert "✓ notebook freight" not in said
    assert after["mining"] != before["mining"]
    assert after["freight"] == before["freight"]
    assert after["references"] == before["references"]


# -- what an author gets wrong: one message with file and line, and the last good book stays


MISTAKES = {
    "fact": ("chapters/mining.md", "{fact}`mining.mines_2025`", "{fact}`mining.mines_2052`", r"chapters/mining\.md:\d+.*mining\.mines_2052.*mines_2025"),
    "exhibit": ("chapters/methods.md", "{exhibit} overview.grammar", "{exhibit} overview.gramar", r"chapters/methods\.md:\d+.*gramar.*overview\.grammar"),
    "digit": ("chapters/methods.md", "This chapter says how", "These 3 pages say how", r"chapters/methods\.md:3: .*'3'"),
    "source": ("chapters/methods.md", "This chapter says how", "{cite:p}`nobody2020nothing` This chapter says how", r"chapters/methods\.md:\d+.*nobody2020nothing"),
    "alt": ("chapters/methods.md", "## As of when", "![](../docs/page.png)\n\n## As of when", r"chapters/methods\.md:\d+.*alt"),
    "hanzi": ("chapters/methods.md", "This chapter says how", "This chapter (𰻞) says how", r"chapters/methods\.md:\d+.*𰻞"),
    "parameter": ("data/editions/baseline.yml", "  language: en", "  langauge: en", r"data/editions/baseline\.yml:\d+.*'langauge'"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_in_a_text(copy: Checkout, name: str) -> None:
    file, old, new, message = MISTAKES[name]
    good = copy.html("methods"), copy.pdf.read_bytes()
    text = (copy.root / file).read_text("utf8")
    (copy.root / file).write_text(text.replace(old, new, 1), "utf8")
    assert old in text
    done = copy.shanxi("build")
    (copy.root / file).write_text(text, "utf8")
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert re.search(message, said), said
    assert "Traceback" not in said
    assert (copy.html("methods"), copy.pdf.read_bytes()) == good


@pytest.mark.parametrize(
    ("obs_id", "field", "value", "message"),
    [
        (MINES_2025, "source_id", "chinadaily2062report", r"observations\.csv:\d+.*source_id.*chinadaily2062report.*chinadaily2026report"),
        (MINES_2025, "unit", "Mt", r"observations\.csv:\d+.*unit.*Mt.*count"),
        ("shanxi-advanced-capacity-share-2025-12-31-a", "value", "120", r"observations\.csv:\d+.*value.*120"),
    ],
)  # fmt: skip
def test_mistake_in_the_evidence(copy: Checkout, obs_id: str, field: str, value: str, message: str) -> None:
    good = copy.html("mining")
    with observed_as(copy, obs_id, field, value):
        done = copy.shanxi("build")
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert re.search(message, said), said
    assert copy.html("mining") == good


def test_mistake_in_a_notebook(copy: Checkout) -> None:
    path = copy.root / "analysis/mining.ipynb"
    text = path.read_text("utf8")
    assert MINES_2025[:-1] in text or "nb.fact(" in text
    path.write_text(text.replace("nb.close()", "nb.fact('x', 1.0)\\nnb.close()", 1), "utf8")
    done = copy.shanxi("build")
    path.write_text(text, "utf8")
    assert done.returncode == 1
    assert re.search(
        r"analysis/mining\.ipynb, cell '[\w-]+': ExportError: fact 'x'", done.stdout + done.stderr
    )


def test_the_copy_is_whole_again(copy: Checkout, built: inputs.Build) -> None:
    """After all these mistakes, one good build gives the same book as before."""
    copy.build()
    assert copy.pdf.read_bytes() == Path(built.pdf).read_bytes()
