"""The small report of `tests/report/`: the engine builds it where the package of the big one cannot be imported, and
what every number of it names is what moves it.

Belongs here: what only a report that is not ours can show. Does not: faults and messages (`test_build.py` and others).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from evident import paths
from evident.export.notebook import Notebook
from evident.run import parameters, session

from . import audit
from .annex import named_pages
from .conftest import SMALL, Copy

# What the big report is about. The small one, and what the engine adds to it, must not mention it.
SUBJECTS = re.compile(
    r"shanxi|山西|taiyuan|\bcoal|\bmin(?:e|es|ing|ers)\b|hydrogen|renewable|\benergy|wind power|\bsolar|emissions",
    re.IGNORECASE,
)
# Exports that name what does not move them at any size, and why.
IDLE = {
    **{
        export: {
            "china-trains-so-far-2024-03-31-a": "The rule takes the pace from the earliest total of three years."
        }
        for export in (
            "fact trains.observed",
            "fact trains.verdict",
            "claim trains.in_time",
            "claim trains.grows_and_in_time",
        )
    },
}


# -- built where the big report does not exist


def test_the_big_report_is_out_of_reach(small: Copy) -> None:
    done = small.call("-c", "import evident, departures, shanxi")
    assert done.returncode == 1
    assert "No module named 'departures'" in done.stderr  # found only where notebooks run
    done = small.call("-c", "import shanxi")
    assert "somebody else" in done.stderr


def test_chapters_are_counted_from_one_in_both_books_whatever_was_built_before(small_book: Copy) -> None:
    def numbers() -> list[str]:
        return re.findall(r'href="(?:trains|provinces)\.html">\s*(\d+)\. ', small_book.html("index"))[:2]

    def on_paper() -> list[str]:
        titles = [
            str(item.title)
            for item in pypdf.PdfReader(small_book.pdf_file).outline
            if not isinstance(item, list)
        ]
        return [
            found[1] for title in titles if (found := re.fullmatch(r"(\d+)\.? (?:Trains|Provinces)", title))
        ]

    assert numbers() == on_paper() == ["1", "2"]
    with small_book.edited("chapters/trains.md", "Senders pay\nfor time", "Senders pay\ndearly for time"):
        small_book.build()
        assert numbers() == on_paper() == ["1", "2"]
    small_book.build()


def test_files_know_nothing_of_the_big_report(small: Copy) -> None:
    for file in sorted(small.root.rglob("*")):
        if file.is_file() and "_build" not in file.parts:
            found = SUBJECTS.search(file.read_text("utf8"))
            assert not found, f"{file.relative_to(small.root)}: {found[0]}"


def test_book_knows_nothing_of_the_big_report(small_book: Copy) -> None:
    vendors = {"styles", "scripts"}  # of the theme that ours is based on
    for file in sorted(small_book.file("html").rglob("*")):
        if file.suffix in (".html", ".js", ".css", ".svg", ".json", ".csv", ".ipynb") and not vendors & {
            *file.parts
        }:
            found = SUBJECTS.search(file.read_text("utf8"))
            assert not found, f"{file.relative_to(small_book.root)}: {found[0]}"
    found = SUBJECTS.search(small_book.pdf())
    assert not found, found[0]


def test_the_annex_names_the_pages_that_hold_a_fact(small_book: Copy, notebooks: dict[str, Notebook]) -> None:
    facts = [fact for notebook in notebooks.values() for fact in notebook.facts.values()]
    named = list(named_pages(small_book.pdf_file, facts))
    assert len({page for _, page, _ in named}) > 3
    assert [(key, page) for key, page, held in named if not held] == []


def test_pages_and_pdf_print_the_facts(small_book: Copy, notebooks: dict[str, Notebook]) -> None:
    trains, provinces = notebooks["trains"], notebooks["provinces"]
    pdf = small_book.pdf()
    for notebook, page, keys in (
        (trains, "trains", ("trains_2024", "xian", "growth", "price_ratio", "needed", "outlook_range")),
        (trains, "index", ("observations", "four_share", "milestone", "deadline")),
        (provinces, "provinces", ("people", "henan_in_2024", "output_gap", "dense_chongqing")),
    ):
        prose = small_book.prose(page)
        for key in keys:
            printed = " ".join(notebook.print(key).split())
            assert printed in prose, f"{page}.html: {key}"
            assert printed in pdf, f"PDF: {key}"
    assert trains.exhibits["trains.cities"]["title"] in small_book.html("trains")
    for page in ("references", "evidence-trains", "evidence-provinces"):
        assert small_book.file(f"html/{page}.html").exists()
    for name in (
        "departures.pdf",
        "departures-data.zip",
        "departures-data.xlsx",
        "departures-data.sqlite",
        "departures-data-parquet.zip",
        "departures-0.1.0-run.zip",
    ):
        assert small_book.file(f"html/_downloads/{name}").exists()


def test_evidence_page_shows_both_of_a_conflict(small_book: Copy) -> None:
    page = small_book.prose("evidence-trains")
    assert "13,187" in page
    assert "13,817" in page
    done = small_book.evident("check")
    assert done.returncode == 0
    assert "1 conflict" in done.stdout


def test_a_second_build_finds_nothing_to_do(small_book: Copy) -> None:
    assert "nothing to do" in small_book.build()


def test_an_edition_says_what_does_not_hold_in_it(small_book: Copy) -> None:
    small_book.build("--html", "--edition", "hasty")
    title, other = "The total is in time for a round number", "The total is too late for a round number"
    baseline, hasty = small_book.prose("trains"), small_book.prose("trains", "hasty")
    assert title in baseline
    assert other not in baseline
    assert other in hasty
    assert title not in hasty
    assert "does not hold in this edition" in hasty  # words that have no alternative
    assert "does not hold in this edition" not in baseline
    assert "31 December 2026" in small_book.prose("index", "hasty")


def test_one_figure_changes_the_pages_that_print_it(small_book: Copy) -> None:
    before = {file.name: file.read_text("utf8") for file in small_book.file("html").glob("*.html")}
    notebook = small_book.file("notebooks/provinces.ipynb").read_bytes()
    with small_book.observed_as("yiwu-trains-2024-a", "799") as old:
        small_book.build()
    after = {file.name: file.read_text("utf8") for file in small_book.file("html").glob("*.html")}
    changed = {name for name in after if before[name] != after[name]}
    # The start page of the catalogue prints no figure: it names the file with all of them, whose address tells versions.
    assert changed == {"trains.html", "evidence-trains.html", "evidence.html"}
    start, began = (
        re.sub(r"(entries\.js\?v=)[0-9a-f]+", r"\1", each["evidence.html"]) for each in (after, before)
    )
    assert start == began
    assert f"had {old}." not in small_book.prose("trains")
    assert "had 799." in small_book.prose("trains")
    assert "had 799." in small_book.pdf()
    assert small_book.file("notebooks/provinces.ipynb").read_bytes() == notebook


# -- origins by construction


@pytest.fixture(scope="module")
def runs() -> Iterator[list[audit.Run]]:
    """The notebooks of the small report, as what the engine works on."""
    with pytest.MonkeyPatch.context() as change:
        change.setenv("EVIDENT_ROOT", str(SMALL))
        change.syspath_prepend(SMALL / "analysis")  # for copies of notebooks elsewhere
        for name in ("EVIDENT_DATA", "EVIDENT_EDITION"):
            change.delenv(name, raising=False)
        yield audit.runs_of()


@pytest.fixture(scope="module")
def notebooks(runs: list[audit.Run]) -> dict[str, Notebook]:
    return {run.name: session.collect(run.path, run.values) for run in runs}


@pytest.fixture(scope="module")
def audited(runs: list[audit.Run]) -> audit.Audit:
    evidence = audit.evidence_of(runs)
    return audit.audit(runs, evidence, audit.figures_of(evidence), audit.parameters_of(runs))


def test_what_moves_an_export_is_named_by_it(audited: audit.Audit) -> None:
    assert audited.untold == []


def test_what_an_export_names_moves_it(audited: audit.Audit) -> None:
    assert audit.unexcused(audited.idle, IDLE) == []
    assert audit.unneeded(audited.idle, IDLE) == []


def test_no_moved_figure_stops_a_notebook(audited: audit.Audit) -> None:
    assert audited.crashes == {}
    assert audited.findings == {}


def test_every_figure_and_parameter_is_used(runs: list[audit.Run], audited: audit.Audit) -> None:
    used = set().union(*audited.named.values())
    assert used == {*audit.figures_of(audit.evidence_of(runs)), *audit.parameters_of(runs)}


def test_an_origin_that_hides_a_figure_is_found(runs: list[audit.Run], tmp_path: Path) -> None:
    """The audit itself bites: a number taken out of its observation is untold, one passed in vain is idle."""
    run = next(run for run in runs if run.name == "trains")
    text = run.path.read_text("utf8")
    hidden, idle = 'national[\\"trains_2025\\"],\\n', "arithmetic.change"
    assert hidden in text
    assert idle in text
    text = text.replace(hidden, hidden.replace("],", "].value,"), 1).replace(
        idle, "lambda a, b: 100 * b / 20000"
    )
    changed = tmp_path / "trains.ipynb"
    changed.write_text(text, "utf8")
    found = audit.audit(
        [audit.Run(changed, run.values)],
        audit.evidence_of([run]),
        ["china-trains-2025-a", "china-trains-2024-a"],
    )
    growth = "fact trains.growth"
    assert [gap for gap in found.untold if gap.export == growth] == [audit.Gap(growth, "china-trains-2025-a")]
    assert [gap for gap in found.idle if gap.export == growth] == [audit.Gap(growth, "china-trains-2024-a")]


def test_a_figure_that_no_export_names_is_found_among_all(runs: list[audit.Run], tmp_path: Path) -> None:
    """What a notebook names nowhere moves together; the one that moved something is singled out."""
    run = next(run for run in runs if run.name == "trains")
    text = run.path.read_text("utf8")
    bound = "comparisons.more, four_share, 50)"
    assert bound in text
    hidden = "evidence.cell('Henan', 2022, 'population').value - 50)"
    changed = tmp_path / "trains.ipynb"
    changed.write_text(text.replace(bound, bound.replace("50)", hidden)), "utf8")
    evidence = audit.evidence_of([run])
    found = audit.audit([audit.Run(changed, run.values)], evidence, unnamed=audit.figures_of(evidence))
    assert found.untold == [audit.Gap("claim trains.four_more_than_half", "panel:Henan:2022:population")]
    assert found.runs < 20


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        (2027, 2028),
        (4, 5),
        (4000, 4120),
        (-10, -9),
        (0.5, 0.515),
        (0.0, 0.03),
        (1.0, 1 / 1.03),
        (True, True),
        ("a", "a"),
    ],
)
def test_parameters_move_by_what_can_be_seen(value: object, moved: object) -> None:
    found = audit.moved_value(value)
    assert found == (pytest.approx(moved) if isinstance(moved, float) else moved)
    assert type(found) is type(value)
    assert audit.moved_value([value, "a"])[1] == "a"


# -- what an author copies is complete


def test_kinds_of_exports_that_the_report_shows(notebooks: dict[str, Notebook]) -> None:
    facts = [fact for notebook in notebooks.values() for fact in notebook.facts.values()]
    assert {fact["how"] for fact in facts} == {"published", "counted", "assumed", "computed", "modelled"}
    assert {fact["bound"] for fact in facts} == {"exact", "approx", "range", "at_least", "at_most"}
    assert sum(len(notebook.claims) for notebook in notebooks.values()) >= 6
    kinds = [exhibit["kind"] for notebook in notebooks.values() for exhibit in notebook.exhibits.values()]
    assert sorted(kinds) == ["figure", "figure", "table"]
    assert all(not notebook.problems for notebook in notebooks.values())


def test_defaults_are_those_of_the_baseline(runs: list[audit.Run]) -> None:
    for run in runs:
        declared = {name: item.default for name, item in parameters.declared(run.path).items()}
        assert declared == run.values, run.name


def test_one_claim_fails_in_the_hasty_edition(runs: list[audit.Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENT_EDITION", "hasty")
    run = next(run for run in audit.runs_of("hasty") if run.name == "trains")
    claims = session.collect(run.path, run.values).claims
    assert [key for key, claim in claims.items() if not claim["holds"]] == [
        "trains.in_time",
        "trains.grows_and_in_time",
    ]


def test_evidence_that_is_not_yet_public_is_not_known(runs: list[audit.Run]) -> None:
    """At an earlier date a notebook runs through: what rests on later figures is not known, and is no problem."""
    run = next(run for run in runs if run.name == "trains")
    notebook = session.collect(run.path, {**run.values, "as_of": "2025-06-30"})
    assert notebook.problems == []
    assert notebook.facts["trains.trains_2025"]["value"] is None
    assert notebook.facts["trains.growth"]["value"] is None
    assert notebook.claims["trains.still_growing"]["holds"] is None
    assert notebook.claims["trains.in_time"]["holds"] is True


def test_the_engine_finds_the_report_it_is_called_in(runs: list[audit.Run]) -> None:
    assert paths.report().root == SMALL
    assert [path.stem for path in paths.notebooks()] == ["provinces", "trains"]
