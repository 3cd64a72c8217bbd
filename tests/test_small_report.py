"""The small report of `tests/report/`: the engine builds it where the package of the big one cannot be imported, and
what every number of it names is what moves it.

Belongs here: what only a report that is not ours can show. Does not: faults and messages (`test_build.py` and others).
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pypdf
import pytest

from evident import paths
from evident.export.notebook import Notebook
from evident.run import parameters, session

from . import audit

REPORT = Path(__file__).parent / "report"
# What the big report is about. The small one, and what the engine adds to it, must not mention it.
SUBJECTS = re.compile(
    r"shanxi|山西|taiyuan|\bcoal|\bmin(?:e|es|ing|ers)\b|hydrogen|renewable|\benergy|wind power|\bsolar|emissions",
    re.IGNORECASE,
)
# Exports that name what does not move them by a few per cent, and why.
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
    "fact provinces.output_gap": {
        "panel:Sichuan:2024:*": "Neither the highest nor the lowest of the three, which it must be compared with."
    },
}


# -- built where the big report does not exist


class Copy:
    """A copy of the small report in another folder, and a place where `import shanxi` fails."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "report"
        shutil.copytree(REPORT, self.root, ignore=shutil.ignore_patterns("_build", "__pycache__", ".*"))
        stub = folder / "elsewhere" / "shanxi"
        stub.mkdir(parents=True)
        (stub / "__init__.py").write_text(
            "raise ImportError('this is the report of somebody else')\n", "utf8"
        )
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("EVIDENT_")}
        self.environment["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(stub.parent), os.environ.get("PYTHONPATH", "")])
        )

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def build(self, *arguments: str) -> str:
        done = self.call("-m", "evident.cli", "build", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def file(self, name: str, edition: str = "baseline") -> Path:
        return self.root / "_build" / edition / name

    def prose(self, page: str, edition: str = "baseline") -> str:
        """The words of a page, without the notes that stand behind it."""
        article = re.search(
            r"<article.*?(?:</article>|<div class=\"fact-notes\">)", self.html(page, edition), re.DOTALL
        )
        assert article
        text = re.sub(r"<svg.*?</svg>|<[^>]+>", "", article[0], flags=re.DOTALL)
        return " ".join(unescape(text).split())

    def html(self, page: str, edition: str = "baseline") -> str:
        return self.file(f"html/{page}.html", edition).read_text("utf8")

    def pdf(self) -> str:
        pages = pypdf.PdfReader(self.file("departures.pdf")).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    folder = tmp_path_factory.mktemp("small")
    yield Copy(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def built(copy: Copy) -> Copy:
    copy.build()
    return copy


def test_the_big_report_is_out_of_reach(copy: Copy) -> None:
    done = copy.call("-c", "import evident, departures, shanxi")
    assert done.returncode == 1
    assert "No module named 'departures'" in done.stderr  # found only where notebooks run
    done = copy.call("-c", "import shanxi")
    assert "somebody else" in done.stderr


def test_files_know_nothing_of_the_big_report(copy: Copy) -> None:
    for file in sorted(copy.root.rglob("*")):
        if file.is_file() and "_build" not in file.parts:
            found = SUBJECTS.search(file.read_text("utf8"))
            assert not found, f"{file.relative_to(copy.root)}: {found[0]}"


def test_book_knows_nothing_of_the_big_report(built: Copy) -> None:
    vendors = {"styles", "scripts"}  # of the theme that ours is based on
    for file in sorted(built.file("html").rglob("*")):
        if file.suffix in (".html", ".js", ".css", ".svg", ".json", ".csv", ".ipynb") and not vendors & {
            *file.parts
        }:
            found = SUBJECTS.search(file.read_text("utf8"))
            assert not found, f"{file.relative_to(built.root)}: {found[0]}"
    found = SUBJECTS.search(built.pdf())
    assert not found, found[0]


def test_pages_and_pdf_print_the_facts(built: Copy, notebooks: dict[str, Notebook]) -> None:
    trains, provinces = notebooks["trains"], notebooks["provinces"]
    pdf = built.pdf()
    for notebook, page, keys in (
        (trains, "trains", ("trains_2024", "xian", "growth", "price_ratio", "needed", "outlook_range")),
        (trains, "index", ("observations", "four_share", "milestone", "deadline")),
        (provinces, "provinces", ("people", "henan_in_2024", "output_gap", "dense_chongqing")),
    ):
        prose = built.prose(page)
        for key in keys:
            printed = " ".join(notebook.print(key).split())
            assert printed in prose, f"{page}.html: {key}"
            assert printed in pdf, f"PDF: {key}"
    assert trains.exhibits["trains.cities"]["title"] in built.html("trains")
    for page in ("references", "evidence-trains", "evidence-provinces"):
        assert built.file(f"html/{page}.html").exists()
    for name in ("departures.pdf", "departures-data.zip", "departures-data.xlsx"):
        assert built.file(f"html/_downloads/{name}").exists()


def test_evidence_page_shows_both_of_a_conflict(built: Copy) -> None:
    page = built.prose("evidence-trains")
    assert "13,187" in page
    assert "13,817" in page
    done = built.call("-m", "evident.cli", "check")
    assert done.returncode == 0
    assert "1 conflict" in done.stdout


def test_a_second_build_finds_nothing_to_do(built: Copy) -> None:
    assert "nothing to do" in built.build()


def test_an_edition_says_what_does_not_hold_in_it(built: Copy) -> None:
    built.build("--html", "--edition", "hasty")
    title, other = "The total is in time for a round number", "The total is too late for a round number"
    baseline, hasty = built.prose("trains"), built.prose("trains", "hasty")
    assert title in baseline
    assert other not in baseline
    assert other in hasty
    assert title not in hasty
    assert "does not hold in this edition" in hasty  # words that have no alternative
    assert "does not hold in this edition" not in baseline
    assert "31 December 2026" in built.prose("index", "hasty")


def test_one_figure_changes_the_pages_that_print_it(built: Copy) -> None:
    before = {file.name: file.read_text("utf8") for file in built.file("html").glob("*.html")}
    notebook = built.file("notebooks/provinces.ipynb").read_bytes()
    table = built.root / "data" / "observations.csv"
    rows = list(csv.reader(table.open(encoding="utf8", newline="")))
    value = rows[0].index("value")
    row = next(row for row in rows if row[0] == "yiwu-trains-2024-a")
    old, row[value] = row[value], "799"
    with table.open("w", encoding="utf8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    built.build()
    after = {file.name: file.read_text("utf8") for file in built.file("html").glob("*.html")}
    assert {name for name in after if before[name] != after[name]} == {"trains.html", "evidence-trains.html"}
    assert f"had {old}." not in built.prose("trains")
    assert "had 799." in built.prose("trains")
    assert "had 799." in built.pdf()
    assert built.file("notebooks/provinces.ipynb").read_bytes() == notebook


# -- origins by construction


@pytest.fixture(scope="module")
def runs() -> Iterator[list[audit.Run]]:
    """The notebooks of the small report, as what the engine works on."""
    with pytest.MonkeyPatch.context() as change:
        change.setenv("EVIDENT_ROOT", str(REPORT))
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
    assert audit.moved_value(value) == pytest.approx(moved) if isinstance(moved, float) else moved
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
    assert paths.report().root == REPORT
    assert [path.stem for path in paths.notebooks()] == ["provinces", "trains"]
