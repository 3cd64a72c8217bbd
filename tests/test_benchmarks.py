"""The arithmetic and the words of the benchmarks, their edits, and how they tell a right page from a stale one.

Belongs here: what can be worked out by hand. Does not: measuring, which says nothing on a busy machine.
"""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from evident import paths
from evident.book import measured as directive

from .benchmarks import edits, measuring, pages, sweeps, tables, ways
from .benchmarks.edits import COLD, DATA, PROSE, SAME
from .benchmarks.tables import OURS, REPORT, SEQUENCE, TWO, Record, Run, Short
from .conftest import SMALL

RIGHT = {"HTML": True, "PDF": True}
MACHINE = {
    "date": "2026-11-27", "commit": "abc", "processor": "Some processor", "cores": 2, "memory_gb": 8,
    "system": "Linux", "load": 0.1, "python": "3.11.1", "versions": {"sphinx": "7.4.7"},
}  # fmt: skip


def run(way: str, number: int, wall: float, change: str = COLD, **more: object) -> Run:
    plain = Run(REPORT, way, change, number, wall, 2 * wall, 400_000_000, 150_000_000, dict(RIGHT))
    return replace(plain, **more)  # type: ignore[arg-type]


# The machine was slow in round 2: the medians are 10 and 30, the ratios 3, 2 and 4.
COLD_RUNS = [
    run(OURS, 1, 10.0), run(SEQUENCE, 1, 30.0),
    run(OURS, 2, 40.0), run(SEQUENCE, 2, 80.0),
    run(OURS, 3, 5.0), run(SEQUENCE, 3, 20.0),
]  # fmt: skip


def test_the_median_of_the_rounds() -> None:
    found = tables.medians(COLD_RUNS, lambda one: one.wall)
    assert found == {(REPORT, COLD, OURS): 10.0, (REPORT, COLD, SEQUENCE): 30.0}
    two = tables.medians(COLD_RUNS[:4], lambda one: one.processor)
    assert two[REPORT, COLD, OURS] == 50.0  # between 20 and 80


def test_a_ratio_is_taken_within_a_round() -> None:
    mixed = [*COLD_RUNS, run(SEQUENCE, 4, 900.0)]  # a round without ours
    above, below = (REPORT, COLD, SEQUENCE), (REPORT, COLD, OURS)
    assert tables.ratio(mixed, above, below, lambda one: one.wall) == 3.0
    # Not the ratio of the medians, which is 4 here.
    uneven = [
        run(OURS, 1, 1.0),
        run(SEQUENCE, 1, 8.0),
        run(OURS, 2, 2.0),
        run(SEQUENCE, 2, 8.0),
        run(OURS, 3, 9.0),
        run(SEQUENCE, 3, 9.0),
    ]
    assert tables.ratio(uneven, above, below, lambda one: one.wall) == 4.0
    assert tables.ratio(uneven, above, (REPORT, PROSE, OURS), lambda one: one.wall) is None


def test_right_means_in_every_round() -> None:
    runs = [
        run(OURS, 1, 1.0), run(OURS, 2, 1.0),
        run(SEQUENCE, 1, 1.0), run(SEQUENCE, 2, 1.0, right={"HTML": True, "PDF": False}),
        run(TWO, 1, 1.0, right={"HTML": False, "PDF": True}), run(TWO, 2, 1.0, right={"HTML": True, "PDF": False}),
    ]  # fmt: skip
    found = tables.right_in_all(runs)
    assert [found[REPORT, COLD, way] for way in (OURS, SEQUENCE, TWO)] == [
        "yes",
        "PDF not",
        "no",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0634, "0.06"),
        (0.994, "0.99"),
        (0.996, "1.0"),
        (2.04, "2.0"),
        (9.94, "9.9"),
        (9.96, "10"),
        (99.4, "99"),
    ],
)
def test_seconds_have_two_figures_that_count(value: float, text: str) -> None:
    assert tables.seconds(value) == text


def test_the_table_of_a_book() -> None:
    table = tables.builds(Record(MACHINE, COLD_RUNS), REPORT, "This report")
    assert table["rows"] == [
        ["All, from nothing", OURS, "10", "", "20", "400", "yes"],
        ["All, from nothing", SEQUENCE, "30", "3.0", "60", "400", "yes"],
    ]
    assert table["title"] == "This report"


def test_how_long_a_stale_page_takes_is_not_compared() -> None:
    stale = [run(OURS, 1, 10.0, PROSE), run(SEQUENCE, 1, 5.0, PROSE, right={"HTML": False, "PDF": True})]
    rows = tables.builds(Record(MACHINE, stale), REPORT, "This report")["rows"]
    assert [row[3] for row in rows] == ["", ""]
    assert [row[6] for row in rows] == ["yes", "HTML not"]


def test_the_table_of_aims() -> None:
    runs = [
        *COLD_RUNS, run(TWO, 1, 15.0), run(OURS, 1, 2.5, PROSE), run(OURS, 3, 1.0, PROSE),
        run(OURS, 2, 10.0, DATA), run(OURS, 1, 9.0, SAME),
    ]  # fmt: skip
    shorts = [Short(1, 0.1, 0.2, 3.0, 0.9, 0.8, 0.7), Short(2, 0.1, 0.3, 3.0, 0.5, 0.8, 0.7)]
    rows = tables.goals(Record(MACHINE, runs, shorts))["rows"]
    # 3; 15/10; between 2.5/10 and 1/5; 10/40; between 2 and 3; between 0.9 and 0.5.
    assert [row[1] for row in rows] == ["3.0", "1.5", "0.23", "0.25", "2.5", "0.70"]
    assert [row[2] for row in rows] == [
        f"at {aim}" for aim in ("least 3.0", "least 2.0", "most 0.20", "most 0.33", "most 3.0", "most 1.0")
    ]
    assert [row[3] for row in rows] == ["yes", "no", "no", "yes", "yes", "yes"]
    assert [row[1] for row in tables.goals(Record(MACHINE, COLD_RUNS))["rows"]] == ["3.0"]


def test_what_is_kept_can_be_printed_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "measured" / "builds.json"
    runs = [*COLD_RUNS, run(OURS, 1, 4.0, DATA, ran=2), run(OURS, 2, 4.0, DATA, ran=1)]
    record = Record(MACHINE, runs, [Short(1, 0.1, 0.2, 3.0, 0.9, 0.8, 0.7)])
    tables.write(record, file)
    told = directive.read(file)
    assert [table["title"] for table in told["tables"]] == [
        "What was aimed at",
        "This report, HTML and PDF",
        "What takes little",
    ]
    about, figure = told["about"]
    assert "it made ours run 2 notebooks again" in figure
    for words in (
        "2026-11-27",
        "commit abc",
        "Some processor, 2 cores, 8 GB",
        "Python 3.11.1; sphinx 7.4.7",
        "medians of 3 rounds",
    ):
        assert words in about
    assert [Run(**one) for one in told["runs"]] == runs
    a_line_a_run = [
        line for line in file.read_text("utf8").splitlines() if '"way"' in line and '"right"' in line
    ]
    assert len(a_line_a_run) == len(runs)


def test_edits_fit_the_reports_and_can_be_undone(tmp_path: Path) -> None:
    """Whoever changes a chapter or a figure that is edited learns it here and not after an hour."""
    for root, every in ((paths.report().root, edits.REPORT), (SMALL, edits.SMALL)):
        for change, edit in every.items():
            copy = tmp_path / root.name / change / edit.file
            copy.parent.mkdir(parents=True)
            text = (root / edit.file).read_text("utf8")
            copy.write_text(text, "utf8")
            edit.apply(tmp_path / root.name / change)
            assert copy.read_text("utf8") != text
            with pytest.raises(edits.Misfit, match=r"stands \d times"):
                replace(edit, old=edit.old + "\0").apply(tmp_path / root.name / change)
            edit.apply(tmp_path / root.name / change, back=True)
            assert copy.read_text("utf8") == text


def test_only_the_new_words_make_a_page_right(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<head><title>It was 7</title></head><article class='x'><p>It is <a href='#'>8&nbsp;Mt</a> &amp;\nmore</p>"
        "<script>It was 7</script><svg><text>It was 7</text></svg></article>",
        "utf8",
    )
    words = pages.of_html(page)
    assert pages.says(words, "It is 8 Mt & more", "It was 7")
    assert not pages.says(words, "It is 9 Mt", "It was 7")
    assert not pages.says(words + "Itwas7", "It is 8 Mt", "It was 7")
    assert pages.of_html(tmp_path / "none.html") == ""


def test_right_follows_what_was_changed(tmp_path: Path) -> None:
    """Before a change the old words are right, after it the new ones; taking all back takes away what was built."""
    edit = edits.Edit("chapters/page.md", "seven", "eight", "page", "seven mines", "eight mines")
    (tmp_path / "chapters").mkdir()
    chapter = tmp_path / edit.file
    chapter.write_text("# Page\n\nseven mines\n", "utf8")
    way = ways.Ours("ours", tmp_path, tmp_path, {PROSE: edit}, ("HTML",))
    page = way.html("page")
    page.parent.mkdir(parents=True)
    page.write_text("<article>seven mines</article>", "utf8")
    assert way.right(SAME) == way.right(COLD) == {"HTML": True}
    way.change(PROSE)
    assert way.right(PROSE) == {"HTML": False}, "the page is stale"
    page.write_text("<article>eight mines</article>", "utf8")
    assert way.right(PROSE) == {"HTML": True}
    way.change(COLD)
    assert chapter.read_text("utf8") == "# Page\n\nseven mines\n"
    assert not page.exists()


def test_what_children_of_children_take_is_counted(tmp_path: Path) -> None:
    """A grandchild burns a third of a second and holds 80 MB, and outlives the child that started it."""
    burn = (
        "import time; held = bytearray(b'x') * 80_000_000; began = time.process_time()\n"
        "while time.process_time() - began < 0.3: pass\ntime.sleep(0.3)"
    )
    start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {burn!r}])"
    code = (
        "import sys; from pathlib import Path; from tests.benchmarks.measuring import measured\n"
        f"took = measured([sys.executable, '-c', {start!r}], Path('.'), {{}}, Path({str(tmp_path / 'log')!r}))\n"
        "print(took.code, took.wall, took.processor, took.peak, took.largest)"
    )
    # In a process of its own: it waits for every child of its process, and pytest may have others.
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=paths.report().root,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    status, wall, processor, peak, largest = map(float, done.stdout.split())
    assert status == 0
    assert processor >= 0.3
    assert min(peak, largest) >= 80e6
    assert wall < 60
    assert measuring.EVERY < 0.3


# -- sweeps


def test_tables_of_sweeps(tmp_path: Path) -> None:
    runs = [
        sweeps.Run(sweeps.COMMAND, 2, 12.0, 10.0),
        sweeps.Run(sweeps.ONE, 100, 20.0, 10.0),
        sweeps.Run("sweep, Dask with 1 worker", 100, 25.0, None),
    ]
    # Of ten seconds of processor two were for loading and seven for 100 settings: one is left to start.
    notebooks = [sweeps.Notebook("theme", 1000, 2.0, 0.07, 0.14)]
    about = {
        "date": "2026-01-01", "commit": "c", "processor": "p", "cores": 2, "memory_gb": 4, "load": 0.1, "python": "3",
        "versions": {"papermill": "2", "pandas": "3"},
    }  # fmt: skip
    told = sweeps.kept(about, runs, notebooks, 5_000_000)
    first, second, third = (table["rows"] for table in told["tables"])
    # Five seconds of processor a setting are fifty times a tenth of one.
    assert first[0] == [sweeps.COMMAND, "2", "12", "6.0", "5.0", "0.2", "50"]
    assert first[1] == [sweeps.ONE, "100", "20", "0.20", "0.10", "5.0", ""]
    assert first[2] == ["sweep, Dask with 1 worker", "100", "25", "0.25", "", "4.0", ""]
    whole = ["1,000", "2.0", "0.070", "0.14", "2.0"]
    assert second == [["theme", *whole], ["all of them", *whole]]
    # A million settings of 0.07 s are 19 hours; seventy seconds of computing are thirty-five times two of loading.
    assert [row[1] for row in third] == ["1,000,000", "19", "1.2", "1.0", "35", "35,000", "5.0"]
    file = tmp_path / "sweeps.json"
    file.write_text(json.dumps(told) + "\n", "utf8")
    assert directive.read(file)["tables"] == told["tables"]
