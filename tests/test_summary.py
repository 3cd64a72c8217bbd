"""The summary is a page, a chapter of the PDF and a PDF of its own, published with the rest and never stale."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from evident.run import pipeline

from .conftest import Copy

SUMMARY = """# In two pages

{fact}`trains.trains_2025` trains went in 2025, {claim}`more than the year before <trains.still_growing>`. They belong to
many cities ({doc}`trains`), a {term}`freight train` each time {cite:p}`crct2025than`. See <https://example.org/more>.

{dataset}`The whole is a PDF <pdf>`, and so {dataset}`is this page <summary>`.
"""
FILE = "departures-summary.pdf"


@pytest.fixture(scope="module")
def summarised(tmp_path_factory: pytest.TempPathFactory, shop: pipeline.Workshop) -> Iterator[Copy]:
    """A copy of the small report that has a summary, built."""
    folder = tmp_path_factory.mktemp("summary")
    copy = Copy.of_small_report(folder, shop)
    (copy.root / "chapters/summary.md").write_text(SUMMARY, "utf8")
    replace(
        copy.root / "pyproject.toml", 'pdf = "departures.pdf"', 'pdf = "departures.pdf"\nsummary = "summary"'
    )
    replace(copy.root / "_toc.yml", "parts:\n", "parts:\n  - chapters:\n      - file: summary\n")
    copy.build()
    yield copy
    shutil.rmtree(folder, ignore_errors=True)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new), "utf8")


def reader(copy: Copy) -> pypdf.PdfReader:
    return pypdf.PdfReader(copy.file(FILE))


def words(copy: Copy) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader(copy).pages).split())


def test_it_is_the_first_page_and_a_file_of_its_own(summarised: Copy) -> None:
    index = summarised.html("index")
    assert index.index('href="summary.html"') < index.index('href="trains.html"')
    assert reader(summarised).metadata.title == "Departures: In two pages"
    assert len(reader(summarised).pages) == 1
    assert "In two pages" in summarised.pdf()  # it is a chapter of the whole as well


def test_it_says_of_what_it_is_the_summary_and_names_its_sources(summarised: Copy) -> None:
    text = words(summarised)
    assert "The summary of Departures. The whole report (departures.pdf) says" in text
    assert "Evidence as of" in text
    sources = text.partition("Sources: ")[2]
    assert "China Railway" in sources  # of what it cites
    assert len(re.findall(r";", sources)) >= 1  # and of its numbers
    assert "✓" not in text


def test_nothing_in_it_leads_into_a_file_that_is_not_at_hand(summarised: Copy) -> None:
    links = [
        annotation.get_object()["/A"].get("/URI")
        for page in reader(summarised).pages
        for annotation in page.get("/Annots", [])
    ]
    assert links == ["https://example.org/more"]


def test_the_pages_offer_it(summarised: Copy) -> None:
    assert f'href="_downloads/{FILE}" download' in summarised.html("summary")
    offered = summarised.file(f"html/_downloads/{FILE}").read_bytes()
    assert offered == summarised.file(FILE).read_bytes()


def test_a_figure_that_changes_changes_it(summarised: Copy) -> None:
    before = words(summarised)
    with summarised.observed_as("china-trains-2025-a", "20500"):
        summarised.build()
        assert "20,500" in words(summarised)
    summarised.build()
    assert words(summarised) == before


def test_a_sentence_that_changes_changes_it_and_nothing_does_not(summarised: Copy) -> None:
    assert "book" not in summarised.build()
    with summarised.edited("chapters/summary.md", "many cities", "no few cities"):
        summarised.build()
        assert "no few cities" in words(summarised)
        assert "no few cities" in summarised.pdf()
    summarised.build()


def test_what_fails_leaves_the_last_good_one(summarised: Copy) -> None:
    before = summarised.file(FILE).read_bytes()
    with (
        summarised.edited("chapters/summary.md", "many cities", "cities {fact}`trains.nothing`"),
        summarised.edited("chapters/trains.md", "So the", "So, the"),
    ):
        summarised.fails("build")
    assert summarised.file(FILE).read_bytes() == before
    summarised.build()


def test_one_that_is_lost_is_made_again(summarised: Copy) -> None:
    summarised.file(FILE).resolve().unlink()
    summarised.build()
    assert "In two pages" in words(summarised)


def test_more_than_two_pages_stop_the_build(summarised: Copy) -> None:
    long = "And so on, for as long as somebody reads.\n\n" * 120
    with summarised.edited("chapters/summary.md", "# In two pages\n", f"# In two pages\n\n{long}"):
        said = summarised.fails("build")
    assert re.search(
        r"chapters/summary\.md: it takes \d pages of departures-summary\.pdf, and 2 is all it may have", said
    )
    summarised.build()


def test_a_summary_that_is_no_chapter_is_told(summarised: Copy) -> None:
    with summarised.edited("pyproject.toml", 'summary = "summary"', 'summary = "brief"'):
        assert "_toc.yml:1: the summary, 'brief', is in no part" in summarised.fails("check")
