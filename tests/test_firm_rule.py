"""Claims that are not firm are told where their words carry no condition; so are conditions that are none."""

from pathlib import Path

import pytest

from evident.book import firm_rule
from evident.book.firm_rule import Bound
from evident.run.firmness import outcomes
from evident.run.firmness_text import Told
from evident.text.words import Words

from . import little, swept

TITLED = little.WORDS.replace("  claim: more_ore\n", "  claim: more_ore\n  given: fund\n")


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = little.enter(tmp_path, monkeypatch)
    little.save(root / "analysis" / "theme.ipynb", "fund: float = 20.0\nyear: int = 2030")
    return root


def told() -> Told:
    """`more` holds below a fund of 40, so in half of the settings; `sure` always; `mixed` where both are low."""
    found = swept.table(
        {"fund": 20.0, "year": 2030},
        {"fund": [10.0, 20.0, 30.0, 40.0, 50.0], "year": [2025, 2030, 2035]},
        [{"fund": fund, "year": year} for fund in (30.0, 40.0) for year in (2030, 2035)],
        {
            "theme.more": lambda v: bool(v["fund"] < 40),
            "theme.sure": lambda v: True,
            "theme.mixed": lambda v: bool(v["fund"] < 40 or v["year"] < 2035),
        },
    )
    return Told("theme", outcomes(found), Words("en"))


def look(notebook: str) -> Told | None:
    return told() if notebook == "theme" else None


def said(report: Path, text: str) -> list[str]:
    """What is said of a chapter with this text from its third line on."""
    path = report / "chapters" / "ore.md"
    path.write_text(f"# Ore\n\n{text}\n", "utf8")
    return [str(fault) for fault in firm_rule.faults(firm_rule.in_chapters([path]), look)]


def test_a_claim_that_is_not_firm_is_told_with_its_share_and_its_break(report: Path) -> None:
    assert said(report, "Here it is. {claim}`It rose <theme.more>`.") == [
        "chapters/ore.md:3: “It rose.” is bound to theme.more, which is not firm (50%). Holds in 2 of 4 settings of the choices "
        "that were varied. It fails first where “Fund, million yuan” is 40 or more (20 here). Say so in the same "
        "sentence, {given}`… <theme.fund>`, or restate the claim so that it holds in nine tenths of the settings"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{claim}`It rose <theme.more>` {given}`with a small fund <theme.fund>`.",
        "{claim}``It rose {given}`with a small fund <theme.fund>` <theme.more>``.",
        "{claim}`It rose <theme.more, theme.sure>`, {given}`if all is as now <theme.year, theme.fund>`.",
        "{claim}`It is sure <theme.sure>`.",
        "{claim}`It is mixed <theme.mixed>` {given}`in an early year <theme.year>`.",
        "{claim}`Of another notebook <other.more>`.",
        "{claim}`It is new <theme.new>`.",
    ],
)
def test_what_is_firm_carries_its_condition_or_is_not_known_passes(report: Path, text: str) -> None:
    problems = [line for line in said(report, text) if "no claim of it" not in line]
    assert problems == []


def test_the_condition_stands_in_the_same_sentence(report: Path) -> None:
    (line,) = said(report, "{claim}`It rose <theme.more>`. So it was. {claim}`Sure <theme.sure>`.")
    assert "theme.more" in line
    lines = said(report, "{claim}`It rose <theme.more>`. {given}`With a small fund <theme.fund>` it did.")
    assert ["is not firm" in line for line in lines] == [True, False]
    assert "carries the condition theme.fund and is bound to no claim" in lines[1]


@pytest.mark.parametrize(
    "text", ["## {claim}`It rose <theme.more>`", "```{keynumbers}\n7\n{claim}`up <theme.more>`\n```"]
)
def test_headings_and_key_numbers_are_read_too(report: Path, text: str) -> None:
    assert len(said(report, text)) == 1


def test_a_parameter_that_breaks_no_claim_of_the_sentence_is_told(report: Path) -> None:
    lines = said(report, "{claim}`It rose <theme.more>` {given}`in an early year <theme.year>`.")
    assert len(lines) == 2
    assert (
        "carries the condition theme.year, which breaks no claim of it; those that do are theme.fund"
        in lines[1]
    )
    (line,) = said(report, "{claim}`Sure <theme.sure>` {given}`in an early year <theme.year>`.")
    assert line.endswith("breaks no claim of it; none does")


def test_of_two_claims_each_needs_its_condition(report: Path) -> None:
    """`mixed` holds in three of four settings, and no parameter alone breaks it: any that was varied will do."""
    text = "{claim}`It rose <theme.more>` and {claim}`was mixed <theme.mixed>`"
    assert len(said(report, f"{text}.")) == 2
    (line,) = said(report, f"{text} {{given}}`in an early year <theme.year>`.")
    assert "theme.more" in line


def test_what_no_parameter_breaks_alone_names_the_heaviest(report: Path) -> None:
    (line,) = said(report, "{claim}`It was mixed <theme.mixed>`.")
    assert (
        "(75%). Holds in 3 of 4 settings of the choices that were varied. No choice alone breaks it" in line
    )


def test_a_parameter_that_does_not_exist_is_told(report: Path) -> None:
    (line,) = said(report, "{claim}`Sure <theme.sure>` {given}`if so <theme.found>`.")
    assert line.endswith("carries theme.found, and theme.ipynb has no such parameter; it has fund, year")
    (line,) = said(report, "{claim}`Sure <theme.sure>` {given}`if so <them.fund>`.")
    assert line.endswith("there is no notebook them")


def titles(report: Path, words: str) -> list[Bound]:
    (report / "analysis" / "little" / "words" / "en" / "theme.yml").write_text(words, "utf8")
    return list(firm_rule.in_words())


def test_the_title_of_an_exhibit_names_its_condition_in_its_words(report: Path) -> None:
    (bound,) = titles(report, little.WORDS)
    assert (bound.text, bound.claims, bound.given) == ("More ore", ("theme.more_ore",), ())
    (bound,) = titles(report, TITLED)
    assert bound.given == ("theme.fund",)
    assert bound.where.endswith("words/en/theme.yml:16")

    def sweep(notebook: str) -> Told:
        found = told()
        found.found.states["theme.more_ore"] = found.found.states["theme.more"]
        return found

    assert list(firm_rule.faults([bound], sweep)) == []
    (fault,) = firm_rule.faults(titles(report, little.WORDS), sweep)
    assert "in the same sentence, `given: fund` beside its claim" in fault.message


def test_where_nothing_is_known_that_is_said_once_a_notebook(report: Path) -> None:
    path = report / "chapters" / "ore.md"
    path.write_text(
        "{claim}`It rose <theme.more>`. {claim}`Sure <theme.sure>`. {claim}`So <other.so>`.", "utf8"
    )
    bound = list(firm_rule.in_chapters([path]))
    assert firm_rule.not_known(bound, {"theme": "a row changed", "other": ""}.__getitem__) == (
        "how firm some claims are is not known (theme: a row changed); run `little sweep` to compute it"
    )
    assert firm_rule.not_known(bound, lambda notebook: "") == ""


def test_sentences(report: Path) -> None:
    """What a note says of claims in each state."""
    found = told()
    found.found.states["theme.open"] = {"baseline": True, "together 0000": True, "together 0002": None}
    found.found.states["theme.still"] = dict.fromkeys(["baseline", *found.found.together], True)
    assert list(found.sentences("theme.open", [])) == [
        "Holds in 1 of 4 settings of the choices that were varied.",
        "In 1 of them it cannot be told.",
        "In 2 of them it cannot be computed.",
        "No choice alone breaks it; “Fund, million yuan” weighs most.",
    ]
    assert list(found.sentences("theme.still", [])) == ["No choice of ours that was varied has a part in it."]
    assert list(found.sentences("theme.still", ["fund"])) == [
        "Holds in all 4 settings of the choices that were varied."
    ]
    assert list(found.sentences("theme.gone", [])) == ["How firm it is was not computed for this evidence."]
