"""Whatever is changed, the next build gives what a clean build gives, byte for byte.

Belongs here: a change of each kind on the small report, one after the other in one folder, as an author makes them.
Does not: what a page then says (`test_build.py`), faults (`faults/`).
"""

import os
import shutil
from collections.abc import Iterator

import pytest

from evident import paths
from evident.run import pipeline

from .changes import (
    Change,
    cell,
    clean_build,
    differing,
    docstrings,
    field,
    first_colour,
    lines,
    markdown,
    removed,
    replaced,
    together,
)
from .conftest import Copy

OBSERVATIONS, PANEL, SOURCES = "data/observations.csv", "data/panel.csv", "data/sources.bib"
MODELS, WORDS, BASELINE = (
    "analysis/departures/models.py",
    "analysis/departures/words/en",
    "data/editions/baseline.yml",
)
NEW_ROW = (
    "wuhan-trains-2024-a,freight,trains,Hubei/Wuhan,2024,flow,700,,trains,exact,actual,,,crct2025than,paragraph 3,"
    "Trains of Wuhan in 2024,good,,\n"
)
NEW_PAGE = "# What follows\n\nA page more, which nobody asked for, says: {fact}`trains.trains_2025` trains.\n"

# A change of each kind, in this order; one builds on what the one before left.
CHANGES: dict[str, Change] = {
    "an observation": field(OBSERVATIONS, "china-trains-2025-a", "value", "20413"),
    "an observation's note": field(OBSERVATIONS, "xian-trains-2024-a", "quality_note", "As printed"),
    "an observation's source": field(OBSERVATIONS, "yiwu-trains-2024-a", "source_id", "yicai2026trains"),
    "an observation added": lines(
        OBSERVATIONS,
        lambda rows: [row for old in rows for row in ([NEW_ROW, old] if old.startswith("xian") else [old])],
    ),
    "an observation removed": lines(OBSERVATIONS, lambda rows: [row for row in rows if "wuhan" not in row]),
    "an indicator's label": replaced("data/indicators.csv", "Resident population", "People who live there"),
    "a panel row": replaced(PANEL, "Chongqing,2020,population,32.09", "Chongqing,2020,population,32.21"),
    "a panel row removed": lines(
        PANEL, lambda rows: [row for row in rows if "Sichuan,2020,population" not in row]
    ),
    "a source's title": replaced(SOURCES, "freight train runs top", "trains pass"),
    "a parameter": replaced(BASELINE, "value: 150000", "value: 151000"),
    "a parameter's reason": replaced(BASELINE, "A round number of ours. Nobody", "A number of ours. Nobody"),
    "a comment of an edition": replaced(BASELINE, "# evidence published later", "# what was published later"),
    "an edition added": lambda root: (root / "data/editions/later.yml").write_text(
        "title: Later\nreason: To see.\nbased_on: baseline\n\ntrains:\n  milestone_year: {value: 2028, reason: To see.}\n",
        "utf8",
    ),
    "an edition removed": removed("data/editions/later.yml"),
    "a model": replaced(MODELS, "import datetime as dt", "import datetime as dt  # days"),
    "a model's docstring": lambda root: docstrings(root / MODELS),
    "a chart's style": lambda root: first_colour(root / "analysis/departures/figures.py"),
    "a notebook's cell": cell("trains.ipynb", "milestone: int = 150000", "milestone: int = 151000"),
    "a notebook's text": lambda root: markdown(root / "analysis/provinces.ipynb"),
    "a word of a chapter": replaced(
        "chapters/trains.md", "Senders pay\nfor time", "Senders pay\ndearly for time"
    ),
    "a number more in a chapter": replaced(
        "chapters/trains.md",
        "Yiwu, near the coast,\nhad",
        "{fact}`trains.chengdu` came from Chengdu. Yiwu, near the coast,\nhad",
    ),
    "a heading": replaced("chapters/trains.md", "## What is uncertain", "## What we do not know"),
    "a chapter's title": replaced("chapters/provinces.md", "# Provinces", "# The provinces"),
    "a citation less": replaced("chapters/provinces.md", "\n{cite:p}`nbs2025regionalaccounts`.", "."),
    "a chapter added": together(
        lambda root: (root / "chapters/next.md").write_text(NEW_PAGE, "utf8"),
        replaced("_toc.yml", "      - file: provinces\n", "      - file: provinces\n      - file: next\n"),
    ),
    "a chapter renamed": together(
        lambda root: (root / "chapters/next.md").rename(root / "chapters/then.md"),
        replaced("_toc.yml", "file: next", "file: then"),
    ),
    "a chapter removed": together(
        removed("chapters/then.md"), replaced("_toc.yml", "      - file: then\n", "")
    ),
    "chapters in another order": replaced(
        "_toc.yml",
        "      - file: trains\n      - file: provinces\n",
        "      - file: provinces\n      - file: trains\n",
    ),
    "a word of a chart": replaced(
        f"{WORDS}/trains.yml", "Freight trains between China and Europe in", "Trains in"
    ),
    "a word of all pages": replaced(f"{WORDS}/common.yml", "\n", "\n# A comment.\n"),
    "the configuration": replaced("_config.yml", "title: ", "title: The "),
    "a claim's alternative": replaced(
        "chapters/trains.md", "The total is too late for", "The total comes too late for"
    ),
    "the citation file": replaced("CITATION.cff", "version: ", "version: 9."),
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, shop: pipeline.Workshop) -> Iterator[tuple[Copy, Copy]]:
    """A copy that is built again and again, and one that is built from nothing each time."""
    folder = tmp_path_factory.mktemp("staleness")
    kept, fresh = (Copy.of_small_report(folder / name, shop) for name in ("kept", "fresh"))
    kept.build()
    yield kept, fresh
    shutil.rmtree(folder, ignore_errors=True)


# So many changes, each built, are compared with one clean build.
GROUP = 1 if os.environ.get("EVIDENT_ALL") else 4


def groups(changes: dict[str, Change], size: int = GROUP) -> list[list[str]]:
    return [list(changes)[at : at + size] for at in range(0, len(changes), size)]


@pytest.mark.parametrize("changes", groups(CHANGES), ids=", then ".join)
def test_the_next_build_is_a_clean_build(folders: tuple[Copy, Copy], changes: list[str]) -> None:
    """What one change leaves out of date is still so after the next, which changes something else."""
    kept, fresh = folders
    for change in changes:
        before = kept.sources()
        CHANGES[change](kept.root)
        assert before != kept.sources(), f"{change}: it changed nothing"
        kept.build()
    assert differing(kept.book(), clean_build(kept, fresh)) == []


def test_a_comparison_that_could_not_fail_would_prove_nothing(folders: tuple[Copy, Copy]) -> None:
    """The book before a change is not the clean build after it."""
    kept, fresh = folders
    before = kept.book()
    replaced("chapters/trains.md", "Senders pay", "They pay")(kept.root)
    after = clean_build(kept, fresh)
    assert any(name.endswith("trains.html") for name in differing(before, after))
    assert any(name.endswith(".pdf") for name in differing(before, after))


# -- the engine itself, which only a new process has


ENGINE_CHANGES: dict[str, Change] = {
    "the extension": replaced(
        "engine/evident/book/notes.py", 'lines = [fact["label"] + ".",', 'lines = [fact["label"] + "!",'
    ),
    "the style sheet": replaced("engine/evident/book/theme/styles/10-type.css", "{", "{ orphans: 3;"),
    "the Typst template": replaced("engine/evident/typst/template.typ", "\n#let ", "\n// A comment.\n#let "),
    "the words of the book": replaced("engine/evident/words/en/book.yml", "\n", "\n# A comment.\n"),
    "a chart's grammar": replaced("engine/evident/export/charts.py", "markersize=6.5", "markersize=7"),
    "the lock file": lambda root: (root / "requirements.lock").write_text("pandas==2.0\n", "utf8"),
}


@pytest.fixture(scope="module")
def own_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Copy, Copy]]:
    """The same with an engine of their own."""
    folder = tmp_path_factory.mktemp("engine")
    shutil.copytree(paths.ENGINE, folder / "engine/evident", ignore=shutil.ignore_patterns("__pycache__"))
    copies = [Copy.of_small_report(folder / name) for name in ("kept", "fresh")]
    for copy in copies:
        copy.environment["PYTHONPATH"] = str(folder / "engine")
        copy.environment["PYTHONDONTWRITEBYTECODE"] = "1"
    copies[0].build()
    yield copies[0], copies[1]
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("changes", groups(ENGINE_CHANGES, min(GROUP, 2)), ids=", then ".join)
def test_the_engine_is_among_what_is_read(own_engine: tuple[Copy, Copy], changes: list[str]) -> None:
    kept, fresh = own_engine
    for change in changes:
        in_report = change == "the lock file"
        ENGINE_CHANGES[change](kept.root if in_report else kept.root.parents[1])
        assert "nothing to do" not in kept.build(), change
    assert differing(kept.book(), clean_build(kept, fresh)) == []
