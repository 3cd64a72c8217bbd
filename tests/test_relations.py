"""What ties indicators together, read from identities.yml: its form, and names that nobody has."""

import os
import shutil
from pathlib import Path

import pytest

from evident.evidence import checks
from evident.evidence.relations import BadRelations, RegionalTotal, Relations, read_relations
from evident.evidence.tables import Evidence

REPORT = Path(__file__).parent / "report"
IDENTITIES = """around: [Northland, World]
shares:
  share: [part, whole]
growing_wholes: [whole]
national_shares:
  national_share: part
hours:
  home: Northland
  amounts:
    energy: [capacity, run]
regional_totals:
  Mt: {total: all_ore, rule: a region and its total, what: ore}
panel:
  ore: ore_of_panel
ladder:
  of mines: "mines of all sizes"
units:
  counts: [count]
  additive: [Mt]
"""


def read(folder: Path, text: str) -> Relations:
    path = folder / "identities.yml"
    path.write_text(text, "utf8")
    stamp = len(text)  # a file written twice in one tick has to count as changed
    os.utime(path, ns=(stamp, stamp))
    return read_relations(folder)


def test_every_section_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, IDENTITIES) == Relations(
        around=("Northland", "World"),
        shares={"share": ("part", "whole")},
        growing_wholes=("whole",),
        national_shares={"national_share": "part"},
        home="Northland",
        amounts={"energy": ("capacity", "run")},
        regional_totals={"Mt": RegionalTotal("all_ore", "a region and its total", "ore")},
        panel={"ore": "ore_of_panel"},
        ladder={"of mines": "mines of all sizes"},
        counts=frozenset({"count"}),
        additive=frozenset({"Mt"}),
    )


def test_every_indicator_of_observations_is_named(tmp_path: Path) -> None:
    assert read(tmp_path, IDENTITIES).indicators() == {
        "share", "part", "whole", "national_share", "energy", "capacity", "run", "all_ore", "ore",
        "ore_of_panel",
    }  # fmt: skip


def test_a_report_without_the_file_or_with_an_empty_one_has_no_identities(tmp_path: Path) -> None:
    assert read_relations(tmp_path) == Relations()
    assert read(tmp_path, "# none yet\n") == Relations()
    assert Relations().indicators() == set()
    assert Relations().counts == {"count", "persons", "year"}


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    assert read(tmp_path, "around: [A]\n").around == ("A",)
    assert read(tmp_path, "around: [A, B]\n").around == ("A", "B")


WRONG = {
    "no yaml": ("shares: [\n", r"identities\.yml:2: not valid YAML: expected the node content"),
    "three": (
        "shares:\n  share: [part, whole, more]\n",
        r"identities\.yml:2: share needs two indicators: \[part, whole\]",
    ),
    "one name": (
        "around: [A]\nhours:\n  home: A\n  amounts:\n    energy: capacity\n",
        r"identities\.yml:5: energy needs two indicators: \[part, whole\]",
    ),
    "no mapping": (
        "around: [A]\nshares: [a, b]\n",
        r"identities\.yml:2: shares: names, each with .*data/README\.md",
    ),
    "no list": ("around: Northland\n", r"identities\.yml:1: around: a list of names"),
    "a total without a rule": (
        "regional_totals:\n  Mt: {total: a, rule: b, what: c}\n  t: {total: all_ore}\n",
        r"identities\.yml:3: t needs total, rule and what",
    ),
    "a misspelt section": (
        "around: [A]\nsahres:\n  share: [part, whole]\n",
        r"identities\.yml:2: there is no section 'sahres'; did you mean shares\?",
    ),
    "a misspelt part": (
        "units:\n  count: [count]\n  additive: [Mt]\n",
        r"identities\.yml:2: there is no section 'count'; did you mean counts\?",
    ),
    "a strange section": (
        "around: [A]\nx: 1\n",
        r"identities\.yml:2: there is no section 'x'; there are around, shares",
    ),
    "a list": ("- shares\n", r"identities\.yml:1: identities\.yml: names, each with what"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_form_is_told_with_file_line_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadRelations, match=message):
        read(tmp_path, text)


# -- what the check says


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The evidence of the small report, to be given identities."""
    monkeypatch.setenv("EVIDENT_ROOT", str(REPORT))
    return Path(shutil.copytree(REPORT / "data", tmp_path / "data"))


def test_the_check_offers_the_nearest_for_a_name_that_nobody_has(data: Path) -> None:
    (data / "identities.yml").write_text("around: [China]\nnational_shares:\n  trains: trians\n", "utf8")
    (finding,) = checks.validate(data)
    assert (finding.level, finding.where) == ("error", "data/identities.yml:3")
    assert finding.message == "'trians' is not in indicators.csv; did you mean trains?"
    assert finding.remedy == "Mend the name, or add the indicator to indicators.csv."


def test_the_check_tells_of_a_wrong_form(data: Path) -> None:
    (data / "identities.yml").write_text("shares:\n  trains: [trains_so_far]\n", "utf8")
    (finding,) = checks.validate(data)
    assert (finding.level, finding.where) == ("error", "data/identities.yml:2")
    assert finding.message == "trains needs two indicators: [part, whole]."
    assert finding.remedy == "See its form in data/README.md and in the comments of the file."


def test_identities_of_known_names_pass_and_are_used(data: Path) -> None:
    """Trains of Yiwu as a share of themselves, printed as 812, contradict themselves: 100 percent were meant."""
    (data / "identities.yml").write_text("shares:\n  trains: [trains, trains]\n", "utf8")
    assert checks.validate(data) == []
    evidence = Evidence.load(folder=data)
    assert evidence.relations.shares == {"trains": ("trains", "trains")}
    found = [f for f in checks.reconcile(evidence) if f.rule == "a share and its parts"]
    assert any(f.level == "conflict" and f.ids[0] == "yiwu-trains-2024-a" for f in found)
    plain = Evidence.load(folder=REPORT / "data")
    assert not [f for f in checks.reconcile(plain) if f.rule == "a share and its parts"]
