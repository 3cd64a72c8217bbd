"""Builds of a copy of the small report: what changes when something changes, and what an author gets wrong.

Belongs here: staleness, faults and their messages, as the engine has them for any report. Does not: what is true of
this project alone (`test_project_build.py`). Notebooks run, pages and PDF are made; nothing here is faked.
"""

import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from evident import paths
from evident.run import session

from . import audit
from .conftest import SMALL, Copy
from .printed import may_change, must_change

TRAINS_2025 = "china-trains-2025-a"
MODELS = "analysis/departures/models.py"
# The files of the data set, and what runs notebooks elsewhere, which holds the evidence too.
TAKEN = {
    "departures-data.zip", "departures-data.xlsx", "departures-data.sqlite", "departures-data-parquet.zip",
    "departures-0.1.0-run.zip",
}  # fmt: skip
GOOD_BOOK_STAYS = "the last good book stays"


@pytest.fixture(scope="module")
def copy(small_book: Copy) -> Copy:
    return small_book


# -- what changes, and what does not


def test_again_there_is_nothing_to_do(copy: Copy) -> None:
    assert copy.build().startswith("nothing to do")


def test_one_observation_changes_what_rests_on_it_and_nothing_else(copy: Copy) -> None:
    before, book, pdf = copy.pages(), copy.book(), copy.pdf()
    named = may_change(copy, TRAINS_2025)
    notebooks, aside = copy.file("notebooks"), copy.root / "before"
    shutil.copytree(notebooks, aside)
    with copy.observed_as(TRAINS_2025, "20413") as old:
        assert old == "20022"
        said = copy.build()
        after, after_pdf = copy.pages(), copy.pdf()
        moved = must_change(copy, aside, notebooks)
    assert "HTML: " in said
    assert "PDF: " in said
    changed = {page for page in before if before[page] != after[page]}
    assert changed == moved
    assert changed <= named
    assert changed == {"index", "trains", "evidence-trains"}  # by hand, so that the rule above is right
    assert "20,413 freight trains made the journey" in after["index"]
    # computed from it: from 19,392 it is 3.2 % to 20,022 and 5.3 % to 20,413
    assert "rose by about 3.2% from" in before["trains"]
    assert "rose by about 5.3% from" in after["trains"]
    assert "20,413" not in pdf
    assert after_pdf.count("20,413") == pdf.count("20,022") > 0
    assert "20,022" not in after_pdf
    copy.build()  # the old figure, and the old book byte for byte
    assert copy.book() == book


def test_what_a_source_says_beside_a_figure_changes_no_chapter(copy: Copy) -> None:
    """The catalogue may print it; the data set has it, and is packed again."""
    before = copy.book()
    with copy.tried(), copy.observed_as("chengdu-trains-2024-a", "Trains, by city", "paraphrase"):
        said = copy.build()
        after = copy.book()
    assert "✓ notebook trains" in said
    changed = {Path(name).name for name in after if after[name] != before[name]}
    printed = {name for name in changed if name.endswith((".html", ".pdf"))}
    assert printed <= {"evidence-trains.html", "evidence-provinces.html", "departures.pdf"}
    assert changed >= TAKEN


def test_an_observation_that_nothing_uses_changes_no_page(copy: Copy) -> None:
    """A figure of another town, which no notebook asks for: there already when the book is built, and then changed."""
    table = copy.root / "data/observations.csv"
    row = next(line for line in table.read_text("utf8").splitlines() if line.startswith("yiwu-trains-2024-a"))
    unused = row.replace("yiwu-trains-2024-a", "yiwu-trains-2024-b").replace("city list", "map")
    with copy.tried(), copy.edited("data/observations.csv", row, f"{row}\n{unused}"):
        copy.build()
        before = copy.book()
        with copy.observed_as("yiwu-trains-2024-b", "813"):
            said = copy.build()
            after = copy.book()
    assert "✓ notebook trains" in said  # it counts all figures, and says the same
    assert "✓ notebook provinces" not in said  # it reads others only
    assert "HTML: " not in said
    assert "PDF: " not in said
    changed = {Path(name).name for name in after if after[name] != before[name]}
    assert changed == TAKEN


def test_a_module_that_is_used_and_one_that_is_not(copy: Copy) -> None:
    unused = copy.root / "analysis/departures/unused.py"
    unused.write_text('"""Nothing imports this."""\n', "utf8")
    assert copy.build().startswith("nothing to do")
    unused.unlink()
    with copy.tried(), copy.edited(MODELS, "import datetime as dt", "import datetime as dt  # days"):
        said = copy.build()
    assert "✓ notebook trains" in said
    assert "✓ notebook provinces" in said  # both import it
    assert "HTML: " not in said  # the outputs are the same


def test_words_of_one_notebook_run_it_only(copy: Copy) -> None:
    words = "analysis/departures/words/en/provinces.yml"
    with copy.tried(), copy.edited(words, "Three lines from", "Three curves from"):
        said = copy.build("--html")
        assert "Three curves from" in copy.html("provinces")
    assert "✓ notebook provinces" in said
    assert "✓ notebook trains" not in said


def test_a_parameter_runs_its_notebook_only(copy: Copy) -> None:
    before = copy.pages()
    edition = "data/editions/baseline.yml"
    with copy.tried(), copy.edited(edition, "milestone_year: {value: 2027", "milestone_year: {value: 2028"):
        said = copy.build("--html")
        after = copy.pages()
    assert "✓ notebook trains" in said
    assert "✓ notebook provinces" not in said
    assert {page for page in before if before[page] != after[page]} == {"index", "trains", "evidence-trains"}
    assert "31 December 2028" in after["trains"]


# -- what an author gets wrong in a text: one message with file and line, and the last good book stays


# Characters are missed where their paragraph begins; all else is named by its own line.
HERE = "Goods travel from the middle of China"
MISTAKES = {
    "fact": ("trains", "{fact}`trains.yiwu`", "{fact}`trains.yivu`", r"no fact 'trains\.yivu'.*trains\.yiwu"),
    "style": ("trains", "{fact}`trains.xian`", "{fact}`trains.xian|numbr`", r"no style 'numbr'"),
    "claim": ("trains", "most <trains.xian_first>", "most <trains.xian_frist>", r"no claim 'trains\.xian_frist'.*xian_first"),
    "exhibit": ("provinces", "{exhibit} provinces.outputs", "{exhibit} provinces.output", r"no exhibit 'provinces\.output'.*provinces\.outputs"),
    "notebook": ("provinces", "{fact}`provinces.people`", "{fact}`province.people`", r"no executed notebook province\.ipynb.*provinces"),
    "digit": ("trains", "Senders pay\nfor time.", "Senders pay\nfor 20 days.", r"'20'"),
    "source": ("provinces", "{cite:p}`nbs2025regionalaccounts`", "{cite:p}`nbs2052regionalaccounts`", r"nbs2052regionalaccounts"),
    "alt": ("trains", "## What is uncertain", "![](../analysis/picture.png)\n\n## What is uncertain", r"alt"),
    "hanzi": ("index", HERE, HERE.replace("Goods", "Goods (𰻞)"), r"𰻞"),
}  # fmt: skip


@pytest.fixture(scope="module")
def mistaken(copy: Copy) -> tuple[str, dict[str, int]]:
    """What one build says of all these mistakes, and the line of each."""
    good = copy.book()
    lines = {}
    with copy.tried(), ExitStack() as changes:
        for name, (page, old, new, _) in MISTAKES.items():
            lines[name] = changes.enter_context(copy.edited(f"chapters/{page}.md", old, new))
            lines[name] += new.splitlines()[0] == old.splitlines()[0]  # the mistake is on the next line
        said = copy.fails("build")
        assert copy.book() == good
    assert GOOD_BOOK_STAYS in said
    return said, lines


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_in_a_text(mistaken: tuple[str, dict[str, int]], name: str) -> None:
    said, lines = mistaken
    page, _, _, message = MISTAKES[name]
    about = [line for line in said.splitlines() if re.search(message, line)]
    assert about, said
    assert {line.split(": ")[0] for line in about} == {f"chapters/{page}.md:{lines[name]}"}
    if name not in ("alt", "hanzi"):  # of which the PDF has its own words
        assert len(about) == 1, "said once, although HTML and PDF both find it"


def test_one_mistake_is_enough(copy: Copy) -> None:
    """Each kind of message fails a build by itself, in either form."""
    page, old, new, message = MISTAKES["fact"]
    for form in ("--html", "--pdf"):
        with copy.edited(f"chapters/{page}.md", old, new):
            assert re.search(message, copy.fails("build", form))


def test_mistake_in_a_parameter(copy: Copy) -> None:
    good = copy.book()
    with copy.edited("data/editions/baseline.yml", "  language: en", "  langauge: en") as line:
        assert f"data/editions/baseline.yml:{line}: no notebook has a parameter 'langauge'" in copy.fails(
            "build"
        )
    with copy.edited("data/editions/baseline.yml", "  draws: 4000", "  draws: many") as line:
        assert f"data/editions/baseline.yml:{line}: draws must be int, but is 'many'" in copy.fails("build")
    assert copy.book() == good


@pytest.mark.parametrize(
    ("obs_id", "field", "value", "message"),
    [
        (TRAINS_2025, "source_id", "yicai2062trains", r"observations\.csv:\d+.*source_id.*yicai2062trains.*yicai2026trains"),
        (TRAINS_2025, "unit", "million", r"observations\.csv:\d+.*unit.*million.*trains"),
        (TRAINS_2025, "value", "many", r"observations\.csv:\d+.*value.*many"),
        (TRAINS_2025, "period", "2025-13", r"observations\.csv:\d+.*period.*2025-13"),
    ],
)  # fmt: skip
def test_mistake_in_the_evidence(copy: Copy, obs_id: str, field: str, value: str, message: str) -> None:
    good = copy.book()
    with copy.observed_as(obs_id, value, field):
        said = copy.fails("build")
    assert re.search(message, said), said
    assert copy.book() == good


def test_a_share_of_more_than_all_is_refused(copy: Copy) -> None:
    """Published as such it breaks the schema; computed it is a finding that names the figures."""
    good = copy.book()
    with copy.tried(), copy.observed_as("china-trains-2024-a", "8000"):
        said = copy.fails("build", "--html")
        assert copy.book() == good
    assert re.search(
        r"chapters/trains\.md:\d+: .*a share of 128\.\d+% is impossible; look at .*china-trains-2024-a", said
    ), said


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("nb.close()", "nb.fact('x', 1.0)\\nnb.close()", "ExportError: fact 'x'"),
        ("nb.close()", "1 / 0", "ZeroDivisionError: division by zero"),
        ('yiwu=\\"yiwu-trains-2024-a\\"', 'yiwu=\\"yivu-trains-2024-a\\"', r"no observation 'yivu-trains-2024-a'.*yiwu-trains-2024-a"),
    ],
)  # fmt: skip
def test_mistake_in_a_notebook(copy: Copy, old: str, new: str, error: str) -> None:
    good = copy.book()
    with copy.edited("analysis/trains.ipynb", old, new):
        said = copy.fails("build")
    assert re.search(rf"analysis/trains\.ipynb, cell '[\w-]+': .*{error}", said), said
    assert copy.book() == good


# -- a sentence that the figures no longer bear out


@pytest.fixture(scope="module")
def refuted(copy: Copy) -> str:
    """What a build says where the trains of 2025 were fewer than those of 2024, and Xi'an is not the first."""
    good = copy.book()
    fewer = copy.observed_as(TRAINS_2025, "19000")
    with copy.tried(), fewer, copy.observed_as("xian-trains-2024-a", "2000"):
        said = copy.fails("build")
        assert copy.book() == good
    assert GOOD_BOOK_STAYS in said
    return said


GROWS = r"\(trains\.still_growing; tested: Trains in 2025 \(19,000\) is more than Trains in 2024 \(about 19,392\)\.\)"
FIRST = r"\(trains\.xian_first; tested: Trains of Xi'an in 2024 \(2,000\) is more than each of .*Chengdu in 2024 \(2,285\)"


@pytest.mark.parametrize(
    ("page", "stands", "said"),
    [
        ("trains", "{claim}``Their number rose", rf"the claim 'Their number rose .*' does not hold {GROWS}"),
        ("trains", "## {claim}`There were more", rf"the claim 'There were more trains in 2025 than in 2024' does not hold {GROWS}"),
        ("trains", "{claim}`Xi'an had the most", rf"the claim \"Xi'an had the most\" does not hold {FIRST}"),
        ("trains", "```{exhibit} trains.cities", rf"the title of exhibit trains\.cities, .Xi.an has more trains .*., does not hold {FIRST}.*words/en/trains\.yml"),
        ("index", "{claim}`more than the year before", rf"the claim 'more than the year before' does not hold {GROWS}"),
        ("trains", "{claim}`Trains grow", r"the claim 'Trains grow .*' does not hold \(trains\.grows_and_in_time; tested: All of these hold: .*Trains in 2025.*\(does not hold\) and .*\(holds\)"),
    ],
    ids=["sentence", "heading", "superlative", "exhibit title", "key number", "combined claim"],
)  # fmt: skip
def test_words_that_became_false_stop_the_build(refuted: str, page: str, stands: str, said: str) -> None:
    chapter = (SMALL / f"chapters/{page}.md").read_text("utf8")
    assert chapter.count(stands) == 1
    line = chapter[: chapter.index(stands)].count("\n") + 1
    found = [one for one in refuted.splitlines() if re.search(said, one)]
    assert [one.split(": ")[0] for one in found] == [f"chapters/{page}.md:{line}"], refuted


def test_words_that_still_hold_are_not_accused(refuted: str) -> None:
    for claim in ("trains.rail_dearer", "trains.in_time;", "provinces."):
        assert f"({claim}" not in refuted


def test_words_that_cannot_be_told_stop_the_build(copy: Copy) -> None:
    """The count of 2025 is not public on the day of the edition: nobody can say whether there were more."""
    good = copy.book()
    with copy.tried(), copy.edited("data/editions/baseline.yml", "as_of: 2026-11-21", "as_of: 2026-01-01"):
        said = copy.fails("build", "--html")
        assert copy.book() == good
    assert re.search(
        r"chapters/trains\.md:16: .*'There were more trains in 2025 than in 2024' cannot be told .*Trains in 2025 \(not known at that date\)",
        said,
    ), said


# -- a figure that a model cannot use


def test_a_figure_that_a_model_cannot_use_is_named(copy: Copy) -> None:
    good = copy.book()
    with copy.tried(), copy.observed_as("china-trains-2020-a", "25000"):
        said = copy.fails("build", "--html")
        assert copy.book() == good
    assert re.search(
        r"chapters/trains\.md:\d+: .*trains\.outlook.*the slow pace, 25000, is above the fast one, 20022.*look at .*china-trains-2020-a",
        said,
    ), said


@pytest.fixture
def in_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENT_ROOT", str(SMALL))
    for name in ("EVIDENT_DATA", "EVIDENT_EDITION"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("factor", [0.0, 1e-9, 1e9, -1.0])
def test_no_figure_however_wrong_ends_in_a_traceback(in_small: None, factor: float) -> None:
    """Every figure of the small report in turn, far beyond what the schema admits: a number, or a finding that names it."""
    runs = audit.runs_of()
    evidence = audit.evidence_of(runs)
    found = 0
    for run in runs:
        for key in sorted(audit.before_of([run], evidence).naming(run) & {*audit.figures_of(evidence)}):
            notebook = session.collect(run.path, run.values, evidence.moved({key: factor}))
            for fact in notebook.facts.values():
                if fact["value"] is None:
                    assert fact["problem"], (key, fact["key"], "not known, although all figures are")
            for problem in notebook.problems:
                assert re.search(rf"look at .*({re.escape(key)}\b|…)", problem), (key, problem)
                found += 1
    assert found, "some figures cannot be used by so much"


# -- no report, or not all of it


@pytest.mark.parametrize("command", ["build", "run", "check", "lint", "freeze", "fingerprint", "preview"])
def test_no_report(small: Copy, tmp_path: Path, command: str) -> None:
    elsewhere = Copy(tmp_path, importable=Path(paths.ENGINE).parent)
    said = elsewhere.fails(command)
    assert said.strip() == (
        f"{tmp_path} is not in a report: go into a folder whose pyproject.toml has a table [tool.evident], "
        "or name it in EVIDENT_ROOT"
    )


def test_a_copy_of_a_built_report_reads_its_own_files(copy: Copy, tmp_path: Path) -> None:
    """What was read is known by place, and in a copy that place is somebody else's."""
    shutil.copytree(copy.root, tmp_path / "copied", symlinks=True)
    other = Copy(tmp_path / "copied", importable=Path(paths.ENGINE).parent)
    notebook = other.root / "analysis/trains.ipynb"
    notebook.write_text(
        notebook.read_text("utf8").replace("xian-trains-2024-a", "xian-trains-2042-a"), "utf8"
    )
    assert "no observation 'xian-trains-2042-a'" in other.fails("build", "--html")


def test_a_package_folder_that_is_missing(copy: Copy) -> None:
    good = copy.book()
    folder = copy.root / "analysis/departures"
    aside = folder.rename(folder.with_name("departed"))
    try:
        for command in ("build", "check", "lint"):
            said = copy.fails(command)
            assert said.strip() == (
                f"{copy.root / 'pyproject.toml'}: there is no package 'departures' in analysis/; mend its name"
            )
    finally:
        aside.rename(folder)
    assert copy.book() == good


def test_a_setting_that_the_engine_does_not_know(copy: Copy) -> None:
    with copy.edited("pyproject.toml", 'pdf = "departures.pdf"', 'pfd = "departures.pdf"'):
        assert (
            "[tool.evident] has pfd; mend the name or delete it; it may have command, package, pdf"
            in copy.fails("build")
        )


# -- the guide


@pytest.fixture
def told(tmp_path: Path) -> tuple[str, Path]:
    """The commands of the guide that start a report of one's own, with another target, and this target."""
    guide = (paths.report().chapters / "authors-report.md").read_text("utf8")
    blocks = re.findall(r"^```sh\n(.*?)^```", guide, re.DOTALL | re.MULTILINE)
    (commands,) = (block for block in blocks if "tests/report" in block)
    assert "evident build" in commands
    assert commands.count("../my-report") == 2
    return commands.replace("../my-report", str(tmp_path / "my-report")), tmp_path / "my-report"


def test_the_command_of_the_guide_starts_a_report(told: tuple[str, Path]) -> None:
    commands, folder = told
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EVIDENT_")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", commands],
        cwd=paths.report().root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    printed = re.findall(r"^\s+(_build/\S+)$", done.stdout, re.MULTILINE)
    assert [(folder / name).exists() for name in printed] == [True] * 3  # HTML, PDF, EPUB
    (page,) = re.findall(r"HTML: (\S+)", commands)
    assert (folder / page).exists()


# -- at the end


def test_the_copy_is_whole_again(copy: Copy, tmp_path: Path) -> None:
    """After all these mistakes, one good build gives the same book, byte for byte, as one in another folder."""
    copy.build()
    other = Copy.of_small_report(tmp_path)
    other.build()
    assert copy.book() == other.book()
    assert copy.build().startswith("nothing to do")
