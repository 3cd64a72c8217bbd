"""`new …` writes what passes `check` at once, all of it or nothing, and touches no other byte."""

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from evident import cli
from evident.run.notebooks import read_cells
from evident.starting import commands, notebook_files, writing

from .conftest import Copy

ROW = (
    "--indicator", "trains", "--place", "China", "--period", "2026-01", "--value", "1800", "--source-id",
    "yicai2026trains", "--locator", "paragraph 2", "--paraphrase", 'Trains, in "January"',
)  # fmt: skip


@pytest.fixture
def copy(small: Copy) -> Copy:
    """A copy of the small report, put back after each test."""
    return small


@pytest.fixture(autouse=True)
def _put_back(small: Copy):  # type: ignore[no-untyped-def]
    before = small.sources()
    yield
    for file in small.sources().keys() - before.keys():
        file.unlink()
    for file, raw in before.items():
        if file.read_bytes() != raw:
            file.write_bytes(raw)


def new(copy: Copy, *arguments: str) -> str:
    """Call `new …`, then `check`; what `new` said."""
    done = copy.evident("new", *arguments)
    assert done.returncode == 0, done.stdout
    checked = copy.evident("check")
    assert checked.returncode == 0, checked.stdout
    return done.stdout


def changed(copy: Copy, before: dict[Path, bytes]) -> set[str]:
    """Files that are not what they were."""
    now = copy.sources()
    return {
        file.relative_to(copy.root).as_posix()
        for file in now.keys() | before
        if now.get(file) != before.get(file)
    }


@pytest.mark.parametrize("name", ["class", "import", "all", "true", "con", "9x", "Gas", "g as"])
def test_a_name_that_cannot_be_one_is_refused(copy: Copy, name: str) -> None:
    before = copy.sources()
    assert f"{name!r} " in copy.fails("new", "theme", name)
    assert copy.sources() == before


def test_a_theme_builds_and_is_linted_at_once(copy: Copy) -> None:
    before = copy.sources()
    said = new(copy, "theme", "stations.ipynb", "--title", "Where trains stop", "--own-data")
    assert changed(copy, before) == {
        "_toc.yml", "analysis/departures/stations_figures.py", "analysis/departures/words/en/stations.yml",
        "analysis/stations.ipynb", "chapters/evidence-stations.md", "chapters/stations.md", "data/datapackage.json",
    }  # fmt: skip
    assert "`evident freeze stations`" in said
    linted = copy.evident("lint")
    assert linted.returncode == 0, linted.stdout
    for command in (("check",), ("format", "--check")):
        formed = copy.call("-m", "ruff", *command, "--no-cache", "analysis")
        assert formed.returncode == 0, formed.stdout
    copy.build("--html")
    page = copy.prose("stations")
    assert "Where trains stop" in page
    assert "The latest figure is higher than the first" in page
    assert "The figure was 78,000, and is over 110,000" in page
    assert copy.html("stations").count("<svg") >= 2
    assert "trains.change" not in copy.html("evidence-stations")
    assert "Change from the first to the latest figure" in copy.prose("evidence-stations")


def test_a_theme_stands_behind_its_like_in_the_contents(copy: Copy) -> None:
    toc = copy.root / "_toc.yml"
    toc.write_text(
        toc.read_text("utf8").replace("- file: provinces\n", "- file: provinces  # three\n"), "utf8"
    )
    before = toc.read_text("utf8")
    new(copy, "theme", "stations")
    expected = before.replace("provinces  # three\n", "provinces  # three\n      - file: stations\n")
    expected = expected.replace(
        "evidence-provinces\n", "evidence-provinces\n      - file: evidence-stations\n"
    )
    assert toc.read_text("utf8") == expected


def test_a_theme_rests_on_the_figures_that_are_named(copy: Copy) -> None:
    new(copy, "theme", "totals", "--indicator", "trains_so_far")
    code = "".join(cell.source for cell in read_cells(copy.root / "analysis/totals.ipynb"))
    assert re.findall(r'in_\w+="([^"]+)"', code) == [
        "china-trains-so-far-2023-10-a",
        "china-trains-so-far-2024-03-31-a",
        "china-trains-so-far-2025-06-10-a",
    ]
    new(
        copy,
        "theme",
        "cities",
        "--observation",
        "china-trains-2025-a",
        "--observation",
        "china-trains-2020-a",
    )
    code = "".join(cell.source for cell in read_cells(copy.root / "analysis/cities.ipynb"))
    assert re.findall(r'in_\w+="([^"]+)"', code) == ["china-trains-2020-a", "china-trains-2025-a"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("theme", "trains"), "analysis/trains.ipynb is there already; take another name, or edit that file"),
        (("theme", "Big"), "'Big' cannot name a new theme"),
        (("theme", "x", "--indicator", "box_price"), "fewer than two figures"),
        (("theme", "x", "--indicator", "train"), "did you mean trains?"),
        (("edition", "hasty"), "data/editions/hasty.yml is there already"),
        (("edition", "x", "--as-of", "soon"), "x.yml:7: as_of must be a day"),
        (("edition", "x", "--based-on", "y"), "no edition 'y'"),
        (
            ("source", "yicai2026trains", "--publisher", "Y", "--title", "T", "--date", "2026"),
            "is there already",
        ),
        (("source", "x", "--publisher", "Y", "--title", "T", "--date", "May"), "'May' is no date"),
        (
            ("source", "x", "--publisher", "Y", "--title", "T", "--date", "2026", "--url", "javascript:x"),
            "is no address of the web",
        ),
        (("observation", "china-trains-2025-a", *ROW), "is there already"),
        (("observation", "norland-trains-2026-01-a", *ROW), "is not the place that the id begins with"),
        (("observation", "china-trains-2026-01-a", *ROW, "--value", "1,800"), "'1,800' is not a number"),
        (
            ("observation", "china-trains-2026-01-a", *ROW, "--source-id", "yicai"),
            "`evident new source yicai`",
        ),
        (("observation", "china-trains-2027-a", *ROW, "--period", "2027"), "had not begun"),
        (("claim", "train.x"), "did you mean trains"),
        (("claim", "trains.growth"), "trains.ipynb has 'growth' already"),
    ],
)
def test_what_cannot_begin_is_refused_and_leaves_nothing(
    copy: Copy, arguments: tuple[str, ...], said: str
) -> None:
    before = copy.sources()
    assert said in copy.fails("new", *arguments)
    assert changed(copy, before) == set()


def test_an_edition_offers_every_parameter(copy: Copy) -> None:
    new(copy, "edition", "early.yml", "--as-of", "2025-12-31", "--reason", 'What "was" known: much')
    text = (copy.root / "data/editions/early.yml").read_text("utf8")
    assert '#   milestone_year: {value: 2027, reason: "…"}' in text
    used = re.sub(r"^# (trains:)|^# (  milestone_year: .*)", r"\1\2", text, flags=re.MULTILINE)
    (copy.root / "data/editions/early.yml").write_text(used.replace("2027", "2028"), "utf8")
    assert "trains" in copy.evident("run", "trains.ipynb", "--edition", "early").stdout


def test_an_observation_is_one_more_line_at_its_place(copy: Copy) -> None:
    path = copy.root / "data/observations.csv"
    before = path.read_text("utf8").splitlines()
    new(copy, "observation", "china-trains-2026-01-a", *ROW)
    after = path.read_text("utf8").splitlines()
    (line,) = [line for line in after if line not in before]
    assert [other for other in after if other != line] == before
    assert after[after.index(line) - 1].startswith("china-trains-2025-a,")
    assert next(csv.reader([line]))[:7] == [
        "china-trains-2026-01-a",
        "freight",
        "trains",
        "China",
        "2026-01",
        "flow",
        "1800",
    ]
    assert '"Trains, in ""January"""' in line


def test_what_nobody_told_is_named_where_nobody_can_be_asked(copy: Copy) -> None:
    done = copy.evident("new", "observation", "china-trains-2026-01-a", *ROW[:8])
    assert done.returncode == 2
    assert "tell --source-id, --locator, --paraphrase" in done.stdout


def test_a_question_is_asked_again_until_the_answer_can_be_used(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy.root)
    monkeypatch.setattr(commands, "_answers", lambda: True)
    typed = "\n".join(
        ["train", "trains", "China", "2026-01", "1,800", "1800", "yicai2026trains", "page", "Trains", ""]
    )
    done = CliRunner().invoke(cli.main, ["new", "observation", "china-trains-2026-01-a"], input=typed)
    assert done.exit_code == 0, done.output
    assert "there is no indicator 'train'; did you mean trains?" in done.output
    assert "'1,800' is not a number" in done.output
    line = "china-trains-2026-01-a,freight,trains,China,2026-01,flow,1800,,trains,exact,actual,,,yicai2026trains,page,Trains,good,,"
    assert line in (copy.root / "data/observations.csv").read_text("utf8").splitlines()


def test_a_source_stands_at_its_place_and_means_what_was_said(copy: Copy) -> None:
    path = copy.root / "data/sources.bib"
    before = path.read_text("utf8")
    told = (
        "--publisher",
        "Bureau & Co",
        "--title",
        "100% of_trains",
        "--date",
        "2026-02-03",
        "--urldate",
        "2026-03-01",
    )
    new(copy, "source", "joc2026trains", *told)
    text = path.read_text("utf8")
    start, end = text.index("@online{joc2026trains"), text.index("@online{nbs2025")
    assert text[:start] + text[end:] == before
    from evident.evidence.sources import read_sources

    made = read_sources(path)["joc2026trains"]
    assert (made.publisher, made.title, made.published) == ("Bureau & Co", "100% of_trains", "2026-02-03")


def test_a_claim_runs_before_the_notebook_is_closed(copy: Copy) -> None:
    role = new(
        copy,
        "claim",
        "provinces.rising",
        "--observation",
        "china-trains-2020-a",
        "--observation",
        "china-trains-2025-a",
    )
    assert "<provinces.rising>`" in role
    cells = read_cells(copy.root / "analysis/provinces.ipynb")
    assert [cell.id for cell in cells][-2:] == ["rising", "together"]
    from evident.run.session import collect

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVIDENT_ROOT", str(copy.root))
        values = {"as_of": "2026-11-21", "language": "en", "many_times": 2.0}
        made = collect(copy.root / "analysis/provinces.ipynb", values)
    assert made.claims["provinces.rising"]["holds"] is False  # the first is compared with the second


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing.paths, "short", str)
    old = tmp_path / "old.txt"
    old.write_text("old", "utf8")
    made = writing.Writing()
    made.change(old, "changed")
    made.add(tmp_path / "folder" / "new.txt", "new")
    asked: list[int] = []

    def faults() -> list[str]:
        asked.append(1)
        if len(asked) > 1:
            raise KeyboardInterrupt
        return []

    with pytest.raises(KeyboardInterrupt):
        made.write(faults)
    assert [path.name for path in tmp_path.rglob("*")] == ["old.txt"]
    assert old.read_text("utf8") == "old"


def test_faults_that_were_there_before_hinder_nothing(tmp_path: Path) -> None:
    made = writing.Writing()
    made.change(tmp_path / "a", "x\n")
    (tmp_path / "a").write_text("", "utf8")
    told = iter([["f.csv:3: bad"], ["f.csv:4: bad"]])
    assert made.write(lambda: next(told)) == [tmp_path / "a"]


def test_a_notebook_is_written_as_jupyter_writes_it(copy: Copy) -> None:
    import nbformat

    text = notebook_files.made("# %% markdown title\n# T\n# %% code parameters parameters\nx: int = 1\n")
    path = copy.root / "analysis/written.ipynb"
    nbformat.write(nbformat.reads(text, 4), path)
    assert path.read_text("utf8") == text
    assert [cell["metadata"] for cell in json.loads(text)["cells"]] == [{}, {"tags": ["parameters"]}]


# -- the lock file of JupyterLab


def test_jupyterlab_changes_no_version_of_the_report() -> None:
    def pins(name: str) -> set[tuple[str, str]]:
        text = (Path(__file__).parent.parent / name).read_text("utf8")
        return set(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))

    report, added = pins("requirements.lock"), pins("requirements-lab.lock")
    names = {name for name, _ in report}
    assert {"jupyterlab", "nbdime"} <= {name for name, _ in added} - names
    assert {pin for pin in added if pin[0] in names} <= report
