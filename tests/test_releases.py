"""What a release keeps: its form, reading it back, comparing with it, and what four files say of the version.

Belongs here: hand-made notebooks and files. Does not: the archive (`test_archive.py`), the page (`test_changes_page.py`).
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evident import paths
from evident.run import differences, exported, releases, stated, versions
from evident.text.files import BadFile

from . import little
from .test_differences import ROWS, fact, frozen, version

LINES = (
    fact("sum", "90 Mt", "90.0", "rests on ore-2023, ore-2024"),
    fact("price", "3–5 yuan a tonne", "3.0 to 5.0", "rests on price-2024"),
    fact("verdict", "on track", "'on_track'", "rests on ore-goal; assumes fund"),
    fact("none", "not known", "None", "rests on ore-gone"),
    fact(
        "people",
        "60 million",
        "60.0",
        "rests on panel:3:2010-2011:people, panel:Norland:2010:people, data:panel",
    ),
    "theme.rose holds: Ore of 2024 (50) is more than of 2023 (40). (computed; rests on ore-2023, ore-2024)",
)
PARAMETERS = "fund: float = 20.0\nyears: list[int] = [2030, 2035]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return little.enter(tmp_path, monkeypatch)


def made(*lines: str, parameters: str = PARAMETERS) -> str:
    read = exported.read(frozen(*lines, parameters=parameters))
    return releases.kept(
        {"theme": read}, versions.sources(paths.report().root), "0.1.0", "2026-11-21", "Tried."
    )


def keep(text: str, number: str = "0.1.0") -> Path:
    file = releases.file_of(number)
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf8")
    return file


def test_what_is_kept() -> None:
    told = json.loads(made(*LINES))
    assert told["evidence"] == {
        "data:panel": {},
        "ore-2023": {"value": "40", "unit": "Mt"},
        "ore-2024": {"value": "50", "unit": "Mt"},
        "ore-goal": {"value": "60", "unit": "Mt", "bound": "at_least"},
        "ore-gone": {},
        "panel:3:2010-2011:people": {"cells": told["evidence"]["panel:3:2010-2011:people"]["cells"]},
        "panel:Norland:2010:people": {"value": "10"},
        "price-2024": {"value": "3", "value_high": "5", "unit": "CNY/t", "bound": "range"},
    }
    theme = told["notebooks"]["theme"]
    assert theme["parameters"] == {
        "fund": {"value": "20.0", "reason": "As much as a neighbour gives; a choice of ours."},
        "years": {"value": "2030, 2035", "reason": ""},
    }
    assert theme["facts"][1] == {
        "key": "theme.price", "text": "3–5 yuan a tonne", "value": 3.0, "high": 5.0, "label": "A name",
        "rests_on": [7], "assumes": [],
    }  # fmt: skip
    assert [one["value"] for one in theme["facts"]] == [90.0, 3.0, "on_track", None, 60.0]
    assert theme["claims"][0]["rests_on"] == [1, 2]
    assert made(*LINES) == made(*LINES)


def test_what_is_read_is_what_was_kept() -> None:
    before = exported.read(frozen(*LINES, parameters=PARAMETERS))
    release = releases.read(keep(made(*LINES)))
    after = release.exported["theme"]
    assert after.parameters == before.parameters
    for where, export in before.exports.items():
        found = after.exports[where]
        assert {name: export.told[name] for name in found.told} == found.told
        assert (found.rests_on, found.assumed) == (export.rests_on, export.assumed)
    assert release.reasons["theme"]["fund"].startswith("As much as a neighbour")


def test_a_slice_of_the_panel_has_another_digest_when_one_of_its_cells_moves(folder: Path) -> None:
    def cells() -> str:
        return json.loads(made(*LINES))["evidence"]["panel:3:2010-2011:people"]["cells"]

    first = cells()
    panel = folder / "data/panel.csv"
    panel.write_text(
        panel.read_text("utf8").replace("Sudland,2012,people,22", "Sudland,2012,people,23"), "utf8"
    )
    assert cells() == first
    panel.write_text(
        panel.read_text("utf8").replace("Sudland,2011,people,21", "Sudland,2011,people,22"), "utf8"
    )
    assert cells() != first


def test_a_difference_from_a_release_has_the_causes_that_are_known() -> None:
    rows = ROWS + "ore-a,1,t\nore-b,2,t\n"
    lines = (
        fact("a", "3", "3.0", "rests on ore-a, ore-b"),
        fact("b", "7", "7.0", "assumes fund"),
        fact("c", "1", "1.0", "rests on ore-a"),
        fact("gone", "5", "5.0", "rests on ore-a"),
        "theme.d holds: A is. (computed; rests on ore-b)",
        "figure theme.chart: A title\n1 | 2",
    )
    old = version(frozen(*lines, parameters="fund: float = 20.0\n"), data__observations_DOT_csv=rows)
    keep(releases.kept({"theme": old.exported("theme")}, old.files, "0.1.0", "2026-11-21", ""))
    new = version(
        frozen(
            fact("a", "4", "4.0", "rests on ore-a, ore-b"),
            fact("b", "8", "8.0", "assumes fund"),
            fact("c", "2", "2.0", "rests on ore-a"),
            "theme.d does not hold: A is. (computed; rests on ore-b)",
            "figure theme.chart: Another title\n1 | 3",
            parameters="fund: float = 30.0\n",
        ),
        data__observations_DOT_csv=ROWS + "ore-a,1,t\nore-b,3,t\n",
    )
    found = differences.between(versions.of_release("0.1.0"), new)
    told = {c.key: (c.what, [str(found.causes[n]) for n in c.causes]) for c in found.changes}
    kept_not = "code, words or other evidence, which a release does not keep"
    assert told == {
        "theme.d": ("changed", ["ore-b 2 → 3"]),
        "theme.a": ("changed", ["ore-b 2 → 3"]),
        "theme.b": ("changed", ["theme.fund 20.0 → 30.0"]),
        "theme.c": ("changed", [kept_not]),
        "theme.gone": ("removed", [kept_not]),
    }
    assert found.changes[0].flipped


def test_names_that_mean_a_release() -> None:
    keep(made(*LINES))

    def named(name: str) -> str:
        return versions.version(name, lambda _: None, lambda _: None).name

    assert named("release:0.1.0") == named("0.1.0") == "release 0.1.0"
    with pytest.raises(
        versions.NoVersion, match=r"no release '0\.1\.1' is kept in data/releases; did you mean 0\.1\.0\?"
    ):
        named("release:0.1.1")


def test_versions_in_their_order() -> None:
    for number in ("0.10.0", "0.9.1", "0.9.0"):
        keep("{}", number)
    assert releases.known() == ["0.9.0", "0.9.1", "0.10.0"]


Edit = Callable[[dict[str, Any]], Any]


def _theme(told: dict[str, Any]) -> dict[str, Any]:
    return told["notebooks"]["theme"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda told: told.pop("date"),
            "data/releases/0.1.0.json: it is not of version, date, about, evidence and notebooks",
        ),
        (
            lambda told: told.update(version="0.2.0"),
            "0.1.0.json:2: it is of version '0.2.0', and its name says 0.1.0",
        ),
        (lambda told: told.update(date="soon"), "0.1.0.json:3: the date 'soon' is no day"),
        (lambda told: told["evidence"].update({"ore-2023": "40"}), "evidence is not of figures by id"),
        (lambda told: _theme(told)["facts"][0].pop("label"), "theme.sum is not of key, text, value"),
        (lambda told: _theme(told)["facts"][0].update(value=True), "theme.sum: value is True"),
        (
            lambda told: _theme(told)["facts"][0].update(key="other.sum"),
            "has no key that begins with `theme.`",
        ),
        (
            lambda told: _theme(told)["claims"][0].update(rests_on=[99]),
            "theme.rose rests on a figure that is not in the list",
        ),
        (lambda told: _theme(told)["claims"].append(_theme(told)["claims"][0]), "theme.rose stands twice"),
        (
            lambda told: _theme(told)["parameters"].update(fund={"value": "20"}),
            "the parameters of theme are not each of value and reason",
        ),
    ],
)
def test_a_file_of_another_form_is_refused(edit: Edit, said: str) -> None:
    told = json.loads(made(*LINES))
    edit(told)
    keep(json.dumps(told, indent=1) + "\n")
    (fault,) = releases.faults()
    assert said in str(fault)
    assert str(fault).endswith("; restore it from git: what was released does not change")


def test_files_that_are_no_release_are_told() -> None:
    keep("{\n", "0.1.0")
    keep("{}\n", "latest")
    assert [str(fault).partition(";")[0] for fault in releases.faults()] == [
        "data/releases/0.1.0.json:2: not valid JSON: Expecting property name enclosed in double quotes",
        "data/releases/latest.json: this is no release",
    ]


# -- what four files say

CITATION = """title: "Ore"
type: dataset
authors:
  - name: The Ore authors
  - family-names: Li
    given-names: Wei
version: 0.2.0
date-released: 2026-11-27
license: [CC-BY-4.0, MIT]
keywords: [ore]
abstract: Of ore.
"""
ZENODO = {
    "title": "Ore",
    "upload_type": "dataset",
    "creators": [{"name": "The Ore authors"}, {"name": "Li, Wei"}],
    "license": "cc-by-4.0",
    "keywords": ["ore"],
    "version": "0.2.0",
    "publication_date": "2026-11-27",
}
CHANGELOG = "# Changelog\n\n## 0.2.0 – 2026-11-27\n\n- Ore.\n\n## 0.1.0 – 2026-11-21\n"


def states(folder: Path, **other: str) -> None:
    files = {
        "pyproject.toml": f'[project]\nname = "ore"\nversion = "0.2.0"\n\n{little.PYPROJECT}',
        "CITATION.cff": CITATION,
        ".zenodo.json": json.dumps(ZENODO, indent=1) + "\n",
        "CHANGELOG.md": CHANGELOG,
    }
    for name, text in (files | other).items():
        (folder / name).write_text(text, "utf8")


def test_four_files_that_agree(folder: Path) -> None:
    states(folder)
    assert {one.version for one in stated.versions()} == {"0.2.0"}
    assert stated.differing() == []
    assert list(stated.faults()) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "CITATION.cff",
            "version: 0.2.0",
            "version: 0.1.0",
            "CITATION.cff:7: the version is 0.1.0; pyproject.toml:3 says 0.2.0; write the same",
        ),
        (
            ".zenodo.json",
            '"version": "0.2.0"',
            '"version": "0.1.0"',
            ".zenodo.json:16: the version is 0.1.0; pyproject.toml:3 says 0.2.0; write the same",
        ),
        (
            "CHANGELOG.md",
            "## 0.2.0",
            "## 0.3.0",
            "CHANGELOG.md:3: the version is 0.3.0; pyproject.toml:3 says 0.2.0; write the same",
        ),
        (
            "CITATION.cff",
            "released: 2026-11-27",
            "released: 2026-11-21",
            "CITATION.cff:8: the day is 2026-11-21; CHANGELOG.md:3 says 2026-11-27; write the same",
        ),
    ],
)
def test_a_version_or_day_that_differs_is_told_with_its_line(
    folder: Path, name: str, old: str, new: str, said: str
) -> None:
    states(folder)
    text = (folder / name).read_text("utf8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf8")
    assert [str(fault) for fault in stated.differing()] == [said]


def test_the_data_have_the_version_of_the_report(folder: Path) -> None:
    states(folder)
    described = folder / "data/datapackage.json"
    described.write_text('{\n "title": "Ore",\n "version": "1.0.0"\n}\n', "utf8")
    said = "data/datapackage.json:3: the version is 1.0.0; pyproject.toml:3 says 0.2.0; write the same"
    assert [str(fault) for fault in stated.differing()] == [said]
    described.write_text('{"title": "Ore", "version": "0.2.0"}\n', "utf8")
    assert stated.differing() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Changelog\n\n## Unreleased\n", "CHANGELOG.md: no version has a part"),
        ("# Changelog\n\n## 0.2.0\n", "CHANGELOG.md:3: the part of 0.2.0 has no day"),
    ],
)
def test_a_changelog_without_the_version_is_refused(folder: Path, text: str, said: str) -> None:
    states(folder, **{"CHANGELOG.md": text})
    with pytest.raises(BadFile, match=said):
        stated.versions()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "Coal"}, '.zenodo.json:2: title is "Coal"; write "Ore": CITATION.cff:1 says so'),
        ({"creators": [{"name": "Somebody"}]}, '.zenodo.json:4: creators is [{"name": "Somebody"}]; write [{"name": "The Ore authors"}, {"name": "Li, Wei"}]: CITATION.cff:3 says so'),
        ({"license": "mit"}, '.zenodo.json:12: license is "mit"; write "cc-by-4.0": CITATION.cff:9 says so'),
        ({"doi": "10.1/1"}, ".zenodo.json:18: 'doi' means nothing to the check"),
        ({"keywords": None}, '.zenodo.json:1: there is no keywords; write ["ore"], as CITATION.cff says'),
    ],
)  # fmt: skip
def test_what_an_archive_is_told_is_what_the_citation_says(
    folder: Path, change: dict[str, Any], said: str
) -> None:
    told = {name: value for name, value in (ZENODO | change).items() if value is not None}
    states(folder, **{".zenodo.json": json.dumps(told, indent=1) + "\n"})
    (fault,) = stated.faults()
    assert str(fault).startswith(said)


def test_a_report_need_not_be_deposited(folder: Path) -> None:
    states(folder)
    (folder / ".zenodo.json").unlink()
    assert list(stated.faults()) == []
