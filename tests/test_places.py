"""A notebook that is made for many values: its runs, their pages, what a page of one place prints."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from evident.run import each, pipeline

from .conftest import Copy
from .little import save

PLACES = ("Henan", "Sichuan")
RANGES = """
place:
  place: {each: [Henan, Sichuan], reason: "One page each."}
"""
NOTEBOOK = (
    'as_of: str = "2026-11-21"\nlanguage: str = "en"\nplace: str = "Henan"\n',
    """from departures import models
from evident.export import comparisons
from evident.run.session import open_notebook

nb = open_notebook("place", globals())
p, evidence = nb.parameters, nb.evidence
""",
    """people = evidence.cell(place, 2024, "population")
nb.fact("people", people, unit="million", decimals=1)
trains = evidence["zhengzhou-trains-2024-a"] if place == "Henan" else None
nb.claim("large", comparisons.more, people, 90)
nb.claim("sends", comparisons.more, nb.derive(models.per_million, trains or float("nan"), people), 1)
nb.close()
""",
)
WORDS = """parameters:
  place: Province
facts:
  none: None
"""
PROFILE = """{fact}`place.people` live here. {claim}`That is many. || That is not so many. <place.large>`
{claim}`Trains start here. || No trains start here. || Whether trains start here is not known. <place.sends>`
{claim}`Hardly anything is larger. || <place.large>` In all there were {fact}`trains.trains_2025` trains.
"""
PAGE = """---
place: {place}
---

# {place}

```{{include}} _profile.md
```

## The numbers of this page

```{{catalogue}} place
```
"""
TOC = """  - caption: The places
    chapters:
      - file: places
        sections:
          - file: places/henan
          - file: places/sichuan
"""


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new), "utf8")


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory, shop: pipeline.Workshop) -> Iterator[Copy]:
    """A copy of the small report with a notebook that is made for two places, built."""
    folder = tmp_path_factory.mktemp("places")
    copy = Copy.of_small_report(folder, shop)
    save(copy.root / "analysis/place.ipynb", *NOTEBOOK)
    (copy.root / "analysis/departures/words/en/place.yml").write_text(WORDS, "utf8")
    with (copy.root / "data/ranges.yml").open("a", encoding="utf8") as file:
        file.write(RANGES)
    with (copy.root / "data/editions/baseline.yml").open("a", encoding="utf8") as file:
        file.write('\nplace:\n  place: {value: Henan, reason: "The first."}\n')
    (copy.root / "chapters/places").mkdir()
    (copy.root / "chapters/places.md").write_text("# The places\n\nTwo pages.\n", "utf8")
    (copy.root / "chapters/places/_profile.md").write_text(PROFILE, "utf8")
    for place in PLACES:
        page = copy.root / f"chapters/places/{each.slug(place)}.md"
        page.write_text(PAGE.format(place=place), "utf8")
    replace(
        copy.root / "_toc.yml", "  - caption: About the report\n", f"{TOC}  - caption: About the report\n"
    )
    replace(
        copy.root / "pyproject.toml",
        'pdf = "departures.pdf"',
        'pdf = "departures.pdf"\ncollection = "places"',
    )
    copy.build()
    yield copy
    shutil.rmtree(folder, ignore_errors=True)


def prose(copy: Copy, place: str) -> str:
    return copy.prose(f"places/{each.slug(place)}").partition("The numbers of this page")[0]


def test_names_of_runs() -> None:
    assert each.slug("Inner Mongolia") == "inner-mongolia"
    assert each.run_name("province", "Inner Mongolia") == "province@inner-mongolia"
    assert each.notebook_of("province@inner-mongolia") == "province"
    assert each.notebook_of("mining") == "mining"


def test_it_is_executed_once_for_each(placed: Copy) -> None:
    made = sorted(file.stem for file in placed.file("notebooks").glob("*.ipynb"))
    assert made == ["place@henan", "place@sichuan", "provinces", "trains"]


def test_each_page_prints_its_own_numbers(placed: Copy) -> None:
    henan, sichuan = (prose(placed, place) for place in PLACES)
    assert "97.9 million live here" in henan
    assert "97.9" not in sichuan
    assert "83.6 million live here" in sichuan
    assert "83.6" not in henan
    assert "In all there were" in sichuan  # of a notebook that is made once


def test_sentences_are_those_that_are_true_of_the_place(placed: Copy) -> None:
    henan, sichuan = (prose(placed, place) for place in PLACES)
    assert "That is many." in henan
    assert "Trains start here." in henan
    assert "Hardly anything is larger." in henan
    assert "That is not so many." in sichuan
    assert "Whether trains start here is not known." in sichuan
    assert "Hardly" not in sichuan
    assert "does not hold" not in sichuan


def test_a_page_has_the_entries_of_its_own_numbers(placed: Copy) -> None:
    for place, other in (PLACES, PLACES[::-1]):
        html = placed.html(f"places/{each.slug(place)}")
        anchor = f"fact-place-{each.slug(place)}-people"
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html
        assert f"place-{each.slug(other)}-" not in html


def test_the_side_bar_lists_them_on_their_own_pages_alone(placed: Copy) -> None:
    assert 'href="places/henan.html"' not in placed.html("trains")
    assert 'href="henan.html"' in placed.html("places/sichuan")
    assert 'href="places/henan.html"' in placed.html("places")


def test_they_are_a_pdf_of_their_own_and_not_in_the_whole(placed: Copy) -> None:
    reader = pypdf.PdfReader(placed.file("departures-places.pdf"))
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    (henan,) = [text for text in texts if "97.9 million live here" in text]
    assert "83.6" not in henan
    assert "The numbers of this page" not in " ".join(texts)
    assert "National Bureau of Statistics" in henan  # its sources stand at its end
    whole = " ".join(page.extract_text() for page in pypdf.PdfReader(placed.file("departures.pdf")).pages)
    assert "Two pages." in whole
    assert "live here" not in whole


def test_only_the_run_that_read_a_figure_runs_again(placed: Copy) -> None:
    with (
        placed.tried(),
        placed.edited("data/panel.csv", "Sichuan,2024,population,83.64", "Sichuan,2024,population,83.94"),
    ):
        said = placed.build()
        assert "place@sichuan" in said
        assert "place@henan" not in said
        assert "83.9 million" in prose(placed, "Sichuan")
    assert "nothing to do" in placed.build()


def test_a_value_that_goes_takes_its_run_along(placed: Copy) -> None:
    toc = "          - file: places/sichuan\n"
    page = placed.root / "chapters/places/sichuan.md"
    text = page.read_text("utf8")
    with (
        placed.tried(),
        placed.edited("data/ranges.yml", "[Henan, Sichuan]", "[Henan, Chongqing]"),
    ):
        said = placed.fails("build")
        assert "chapters/places/sichuan.md:2: no notebook is made for 'Sichuan'" in said
        assert "data/ranges.yml:" in said
        assert "Chongqing has no page" in said
        with placed.edited("_toc.yml", toc, ""):
            page.unlink()
            done = placed.evident("new", "places", "place")
            assert done.returncode == 0, done.stdout
            assert "chapters/places/chongqing.md" in done.stdout
            placed.build()
            made = sorted(file.stem for file in placed.file("notebooks").glob("place*.ipynb"))
            assert made == ["place@chongqing", "place@henan"]
        (placed.root / "chapters/places/chongqing.md").unlink()
        page.write_text(text, "utf8")
    assert "every value of place.ipynb has a page" in placed.fails("new", "places", "place")
    assert "'trains' is no notebook that is made for many values" in placed.fails("new", "places", "trains")


def test_a_wording_that_is_missing_is_told_with_its_line(placed: Copy) -> None:
    with (
        placed.tried(),
        placed.edited(
            "chapters/places/_profile.md", " || That is not so many. <place.large>", " <place.large>"
        ),
    ):
        said = placed.fails("build")
    assert re.search(r"chapters/places/_profile\.md:1: .*the claim 'That is many\.' does not hold", said), (
        said
    )
    assert "add the words for that case behind ||" in said


def test_versions_compare_the_run_of_the_default(placed: Copy) -> None:
    done = placed.evident("diff", "build", "hasty")
    assert done.returncode == 0, done.stdout
    assert "place@" not in done.stdout.partition("last build →")[2]
