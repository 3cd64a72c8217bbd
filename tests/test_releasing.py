"""A release of the small report, from keeping its facts to the archive: what stands in its way, the same bytes in two
folders, and the page that tells what changed.

Belongs here: one report under git, changed, built and released. Does not: the form of what is kept (`test_releases.py`),
which changes are told (`test_changed.py`).
"""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from evident.run import pipeline

from .conftest import Copy

PAGE = """# What changed

Versions of this report lie side by side here.

## Other editions

```{changes} editions
```

## Releases

```{changes} releases
```
"""
CHANGELOG = "# Changelog\n\n## 0.2.0 – 2026-11-27\n\n- Trains.\n"
ZENODO = {
    "title": "Departures: where the freight trains between China and Europe start",
    "upload_type": "dataset",
    "creators": [{"name": "The Departures authors"}],
    "license": "cc-by-4.0",
    "keywords": ["freight trains", "China", "Europe", "reproducible research"],
    "version": "0.2.0",
    "publication_date": "2026-11-27",
}
NAME = "departures-0.2.0"


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    at = {"GIT_AUTHOR_DATE": "2026-11-27T12:00:01Z", "GIT_COMMITTER_DATE": "2026-11-27T12:00:01Z"}
    return subprocess.run(
        ["git", *who, *arguments], cwd=folder, env={**os.environ, **at}, check=True, capture_output=True, text=True
    ).stdout  # fmt: skip


def commit(copy: Copy) -> None:
    git(copy.root, "add", "-A")
    git(copy.root, "commit", "-q", "-m", "As it is")


def replaced(copy: Copy, name: str, old: str, new: str) -> None:
    text = (copy.root / name).read_text("utf8")
    assert text.count(old) == 1
    (copy.root / name).write_text(text.replace(old, new), "utf8")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, shop: pipeline.Workshop) -> Iterator[Copy]:
    """The small report under git: a first release has been kept, then a figure changed, its sweep is computed."""
    copy = Copy.of_small_report(tmp_path_factory.mktemp("released"), shop)
    (copy.root / ".gitignore").write_text("_build/\n__pycache__/\n.ipynb_checkpoints/\n", "utf8")
    git(copy.root, "init", "-q")
    commit(copy)
    done = copy.evident("release", "0.1.0", "--keep", "--from", "HEAD", "--about", "The first.")
    assert done.stdout == "data/releases/0.1.0.json\n"
    (copy.root / "chapters/changes.md").write_text(PAGE, "utf8")
    (copy.root / "chapters/claims/changes.yml").write_text(
        '- text: "*"\n  reason: It tells of versions.\n', "utf8"
    )
    replaced(copy, "_toc.yml", "      - file: glossary", "      - file: changes\n      - file: glossary")
    replaced(copy, "pyproject.toml", 'version = "0.1.0"', 'version = "0.2.0"')
    replaced(copy, "data/datapackage.json", '"version": "0.1.0"', '"version": "0.2.0"')
    replaced(copy, "CITATION.cff", "version: 0.1.0", "version: 0.2.0")
    replaced(copy, "CITATION.cff", "date-released: 2026-11-21", "date-released: 2026-11-27")
    (copy.root / "CHANGELOG.md").write_text(CHANGELOG, "utf8")
    (copy.root / ".zenodo.json").write_text(json.dumps(ZENODO, indent=1) + "\n", "utf8")
    replaced(copy, "data/observations.csv", ",2024,flow,3849,", ",2024,flow,3800,")
    for command in ("freeze", "sweep", "build"):
        done = copy.evident(command)
        assert done.returncode == 0, done.stdout
    yield copy
    shutil.rmtree(copy.root.parent, ignore_errors=True)


# -- the page


def test_the_page_tells_what_turns_in_another_edition(report: Copy) -> None:
    said = report.prose("changes")
    assert "Hasty" in said
    assert "“Baseline” to “Hasty”" in said
    # The claim of a heading fails there, and its verdict turns.
    row = said[said.index("Fail in “Hasty”") : said.index("of them hold in every edition")]
    assert "“The total is in time for a round number”" in row
    assert "Number Baseline Hasty" in said
    assert "any more" not in said[: said.index("Since release 0.1.0")]
    assert "Milestone: 2027 → 2026" in said or re.search(r"2027 → 2026", said)
    reasons = report.file("html/_downloads/changes/baseline-hasty.csv").read_text("utf8")
    assert "A year earlier than in the baseline." in reasons
    assert "Two full years after the last total that was published; a choice of ours." in reasons
    assert re.search(r"ahead → behind|ahead → on track", said)


def test_the_page_tells_what_changed_since_a_release(report: Copy) -> None:
    said = report.prose("changes")
    after = said[said.index("Since release 0.1.0") :]
    assert "The first." in after
    assert "3,849 3,800" in after
    assert "one is read otherwise" in after
    assert "No number of the text and no tested sentence differs" not in after
    page = report.html("changes")
    assert 'href="evidence-trains.html#fact-trains-xian"' in page
    assert 'href="_downloads/changes/release-0.1.0-book.csv"' in page
    rows = list(
        csv.DictReader(
            report.file("html/_downloads/changes/release-0.1.0-book.csv").read_text("utf8").splitlines()
        )
    )
    (xian,) = [row for row in rows if row["key"] == "trains.xian"]
    assert (xian["before"], xian["after"], xian["value_before"], xian["value_after"]) == (
        "3,849",
        "3,800",
        "3849",
        "3800",
    )
    assert xian["printed"] == "yes"


def test_the_pdf_tells_it_too(report: Copy) -> None:
    said = report.pdf()
    for words in ("Since release 0.1.0", "3,800", "“Baseline” to “Hasty”", "Every line is in a CSV file"):
        assert words in said


def test_what_was_not_computed_for_this_evidence_is_not_printed(report: Copy) -> None:
    with report.tried(), report.edited("data/observations.csv", ",2024,flow,3800,", ",2024,flow,3700,"):
        report.build("--html")
        said = report.prose("changes")
        editions, since = said.split("Since release 0.1.0")
        assert "Not computed for this evidence: Trains (" in editions
        assert "Fail in" not in editions
        assert "3,849 3,700" in since


def test_a_name_without_a_meaning_stops_the_build(report: Copy) -> None:
    with (
        report.tried(),
        report.edited("chapters/changes.md", "{changes} releases", "{changes} hastyy") as line,
    ):
        said = report.fails("build", "--html")
    assert (
        f"chapters/changes.md:{line}: ERROR: changes hastyy: 'hastyy' is no edition, no release and not 'book'; "
        "did you mean hasty?"
    ) in said


# -- what stands in the way


def test_what_stands_in_the_way_is_told_with_its_remedy(report: Copy) -> None:
    said = report.fails("release", "0.3.0")
    assert "pyproject.toml:3: the version is 0.2.0; write 0.3.0 there, or ask for 0.2.0" in said
    with report.edited("CITATION.cff", "version: 0.2.0", "version: 0.1.0") as line:
        assert f"CITATION.cff:{line}: the version is 0.1.0; pyproject.toml:3 says 0.2.0" in report.fails(
            "release"
        )
    with report.edited("data/datapackage.json", '"version": "0.2.0"', '"version": "0.1.0"') as line:
        assert (
            f"data/datapackage.json:{line}: the version is 0.1.0; pyproject.toml:3 says 0.2.0"
            in report.fails("release")
        )
    said = report.fails("release")
    assert "data/observations.csv: it is not committed; commit it, or put it away" in said
    assert (
        "data/releases/0.2.0.json: the facts of 0.2.0 are not kept; `evident release --keep`, and commit it"
        in said
    )
    assert not report.file("", "release").exists()


def test_facts_that_were_kept_of_other_notebooks_are_told(report: Copy) -> None:
    assert report.evident("release", "--keep").stdout == "data/releases/0.2.0.json\n"
    commit(report)
    notebook = report.root / "analysis/trains.ipynb"
    text = notebook.read_text("utf8")
    # As if somebody had frozen it of another figure: by hand, since no command does so.
    notebook.write_text(text.replace("trains.xian = 3,800 [3800.0]", "trains.xian = 3,801 [3801.0]"), "utf8")
    git(report.root, "commit", "-qam", "Frozen by hand")
    assert report.fails("release").startswith(
        "data/releases/0.2.0.json: the notebooks say something else; `evident release --keep`, and commit it"
    )
    assert report.evident("release", "--keep").returncode == 0
    git(report.root, "commit", "-qam", "Kept again")
    said = report.fails("release")
    assert (
        "analysis/trains.ipynb: it is frozen otherwise than it runs (trains.xian); `evident freeze trains`"
        in said
    )
    git(report.root, "reset", "-q", "--hard", "HEAD~2")


def test_a_sweep_of_other_evidence_is_told(report: Copy) -> None:
    with report.edited("data/observations.csv", ",2024,flow,3800,", ",2024,flow,3700,"):
        git(report.root, "commit", "-qam", "Another figure")
        said = report.fails("release")
        git(report.root, "reset", "-q", "HEAD~1")
    assert re.search(
        r"data/sweep/trains\.parquet: not of this evidence: .* has changed; `evident sweep trains`", said
    )
    assert "data/sweep/provinces.parquet" not in said


# -- the archive


def test_two_folders_give_the_same_bytes(report: Copy, tmp_path: Path, shop: pipeline.Workshop) -> None:
    if not (report.root / "data/releases/0.2.0.json").exists():
        assert report.evident("release", "--keep").returncode == 0
        commit(report)
    assert report.evident("release").returncode == 0
    first = report.root / f"_build/release/{NAME}.zip"
    git(tmp_path, "clone", "-q", str(report.root), "elsewhere")
    other = Copy(tmp_path / "elsewhere", importable=report.root.parent / "elsewhere", shop=shop)
    done = other.evident("release")
    assert done.returncode == 0, done.stdout
    second = other.root / f"_build/release/{NAME}.zip"
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as two:
        assert one.namelist() == two.namelist()
        assert [name for name in one.namelist() if one.read(name) != two.read(name)] == []
    assert first.read_bytes() == second.read_bytes()
    assert (first.parent / "SHA256SUMS").read_text(
        "utf8"
    ) == f"{hashlib.sha256(first.read_bytes()).hexdigest()}  {first.name}\n"


def test_what_the_archive_holds(report: Copy) -> None:
    with zipfile.ZipFile(report.root / f"_build/release/{NAME}.zip") as archive:
        names = [name.removeprefix(f"{NAME}/") for name in archive.namelist()]
        assert all(name.startswith(f"{NAME}/") for name in archive.namelist())
        assert {
            "CITATION.cff", ".zenodo.json", "data/observations.csv", "data/releases/0.2.0.json",
            "built/notebooks/trains.ipynb", "built/html/index.html", "built/departures.pdf",
            "built/editions/hasty/departures.pdf", "built/editions/hasty/notebooks/trains.ipynb",
        } <= set(names)  # fmt: skip
        assert set(git(report.root, "ls-files").split()) <= set(names)
        assert not any("_build" in name or name.startswith(".git/") for name in names)
        infos = archive.infolist()
        assert {info.date_time for info in infos} == {(2026, 11, 27, 12, 0, 0)}
        assert {info.external_attr >> 16 for info in infos} == {0o100644}
        assert names[:-1] == sorted(names[:-1])
        sums = dict(
            line.split("  ")[::-1] for line in archive.read(f"{NAME}/SHA256SUMS").decode().splitlines()
        )
        assert sorted(sums) == sorted(name for name in names if name != "SHA256SUMS")
        for name, digest in sums.items():
            assert hashlib.sha256(archive.read(f"{NAME}/{name}")).hexdigest() == digest
