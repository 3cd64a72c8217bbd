"""Figures that an author types into words and charts: static, without false alarms on keys, formats and styles."""

from pathlib import Path

import pytest

from evident.run import inputs, wording
from evident.text.typed_words import typed_words

from . import little


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return little.enter(tmp_path, monkeypatch)


def drawn(report: Path, *lines: str) -> list[str]:
    """What is said of a module that draws with these lines in it."""
    path = report / "analysis/little/figures.py"
    path.write_text(
        "\n".join(
            [
                '"""Charts of 2 pits."""',
                "",
                "def draw(ax, row, words):",
                *(f"    {line}" for line in lines),
                "",
            ]
        )
    )
    return [str(fault) for fault in wording.faults()]


@pytest.mark.parametrize(
    ("line", "figure"),
    [
        ('ax.text(0, 0, "99 bcm")', "99"),
        ('ax.annotate(f"{row.value} of 30", (0, 0))', "30"),
        ('ax.set(xlabel="5 pits")', "5"),
        ('ax.plot([], label="12")', "12"),
        ('ax.legend(["old", "7 new"])', "7"),
        ('ax.set_title("three times the ore")', "three times"),
        ('said = "up 4% in a year"', "4"),
    ],
)  # fmt: skip
def test_a_figure_in_a_chart_is_told_with_its_line(report: Path, line: str, figure: str) -> None:
    (told,) = drawn(report, "ax.grid()", line)
    assert told.startswith(
        f"analysis/little/figures.py:5: the figure {figure!r} is typed by hand into a chart; take it"
    )


@pytest.mark.parametrize(
    "line",
    [
        'ax.text(0, 0, f"{row.value:.1f} GW")',
        'ax.text(0, 0, words("theme.chart.year_5"))',
        'ax.annotate("2024", (0, 0), textcoords="offset points", xytext=(-6, 6))',
        'ax.set_title("5G since 31 December 2024")',
        'look = {"boxstyle": "round,pad=0,rounding_size=3"}',
        'x = row["share of 3"]',
        'y = row.id == "ore 2 of 3"',
        'ax.text(0, 0, "Mt CO2")',
        'ax.text(0, 0, "100")  # literal: the scale is in percent',
        'def helper():\n        """Draws 3 pits."""',
    ],
)  # fmt: skip
def test_what_is_no_figure_of_the_evidence(report: Path, line: str) -> None:
    assert drawn(report, line) == []


def test_another_module_may_say_what_it_wants(report: Path) -> None:
    (report / "analysis/little/models.py").write_text('x = "99 bcm"\n', "utf8")
    assert wording.faults() == []
    (report / "analysis/little/figures").mkdir()
    (report / "analysis/little/figures/pits.py").write_text('x = "99 bcm"\n', "utf8")
    assert len(wording.faults()) == 1
    assert (
        report / "analysis/little/figures/pits.py" in inputs.around_chapters()
    )  # so that a build looks again


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("twice as much", ["twice"]),
        ("it doubled, then halved", ["doubled", "halved"]),
        ("three times and two hundred times", ["three times", "two hundred times"]),
        ("five per cent, ten percent", ["five per cent", "ten percent"]),
        ("fell by half", ["by half"]),
        ("two charts of four cities in three times zones", ["three times"]),
        ("the half-year, a third pit, at times", []),
    ],
)
def test_figures_in_words(text: str, found: list[str]) -> None:
    assert [hit.text for hit in typed_words(text)] == found


def worded(report: Path, old: str, new: str) -> list[str]:
    path = report / "analysis/little/words/en/theme.yml"
    path.write_text(little.WORDS.replace(old, new), "utf8")
    return [str(fault) for fault in wording.faults()]


def test_the_title_that_is_tested_may_say_twice_and_no_other_text(report: Path) -> None:
    assert worded(report, "title: More ore", "title: Twice the ore") == []
    (told,) = worded(report, "note: As printed", "note: Twice the ore")
    assert told.startswith(
        "analysis/little/words/en/theme.yml:21: chart.note: the figure 'Twice' is typed by hand"
    )
    assert worded(report, "note: As printed", "note: Twice the ore  # literal: a quotation") == []


def test_a_claim_is_no_text(report: Path) -> None:
    assert worded(report, "claim: more_ore", "claim: [more_ore_2, ore_100]") == []
