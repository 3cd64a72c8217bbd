"""The lint of chapters: what asserts and is bound to nothing is told with file, line and remedy."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from evident import cli
from evident.book import unbound
from evident.book.unbound import Unbound, exceptions, prose_chapters
from evident.run.findings import theme_chapters

from . import little

REMEDY = "bind it, {claim}`words <theme.key>`, reword it, or except it with a reason in chapters/claims/"
TOC = """format: jb-book
root: index
parts:
  - caption: Themes
    numbered: true
    chapters:
      - file: ore
      - url: https://example.org
  - caption: Evidence
    chapters:
      - file: evidence
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return little.enter(tmp_path, monkeypatch)


def write(report: Path, name: str, text: str) -> Path:
    path = report / "chapters" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf8")
    return path


def told(report: Path, text: str, *, theme: bool = False) -> list[str]:
    """What is said of a chapter `ore.md` with this text."""
    return [str(u) for u in unbound.unbound([write(report, "ore.md", text)], {"ore"} if theme else set())]


def test_a_sentence_that_asserts_is_told_with_file_line_kind_and_remedy(report: Path) -> None:
    assert told(report, "# Ore\n\nIt is here.\nIt owes more than others.\n") == [
        f"chapters/ore.md:4: “It owes more than others.” compares ('more') and is bound to no claim: {REMEDY}"
    ]


def test_what_is_bound_or_asserts_nothing_passes(report: Path) -> None:
    assert told(report, "# Ore\n\nIt is here. {claim}`It owes more <theme.k>`. Is it more?\n") == []


def test_each_is_told(report: Path) -> None:
    found = told(
        report, "# Ore\n\n- It fell\n- {claim}`It rose <t.k>`\n\n| all | x |\n| - | - |\n| y | two |\n"
    )
    assert [line.split(": ")[0] for line in found] == [
        "chapters/ore.md:3",
        "chapters/ore.md:6",
        "chapters/ore.md:8",
    ]


def test_a_long_sentence_is_cut(report: Path) -> None:
    (line,) = told(report, "It owes more" + " and" * 40 + ".\n")
    assert line.startswith("chapters/ore.md:1: “It owes more and")
    assert "…” compares" in line
    assert len(line.split(": ", 1)[1].split("” ")[0]) <= 91


# -- headings


def test_a_heading_of_a_theme_must_be_bound_whatever_it_says(report: Path) -> None:
    text = "# Ore\n\n## The pits\n\n### {claim}`It is so <t.k>`\n"
    assert told(report, text, theme=True) == [
        f"chapters/ore.md:3: “The pits” is a heading that is bound to no claim: {REMEDY}"
    ]
    assert told(report, text) == []  # of another chapter only what asserts


def test_the_title_of_a_chapter_is_its_name(report: Path) -> None:
    assert told(report, "# Ore\n", theme=True) == []
    assert len(told(report, "# More ore\n", theme=True)) == 1


# -- exceptions


def test_an_exception_covers_the_sentence_that_has_its_words(report: Path) -> None:
    write(report, "claims/ore.yml", '- text: "owes more"\n  reason: Nobody can count it.\n')
    assert told(report, "It owes more than others. It owes less.\n") == [
        f"chapters/ore.md:1: “It owes less.” compares ('less') and is bound to no claim: {REMEDY}"
    ]


def test_its_words_may_be_broken_over_lines(report: Path) -> None:
    write(report, "claims/ore.yml", "- text: >\n    owes\n    more\n  reason: r\n")
    assert told(report, "It owes\nmore.\n") == []


def test_an_exception_that_nothing_needs_is_told(report: Path) -> None:
    write(report, "claims/ore.yml", '- text: "owes more"\n  reason: r\n- text: "owes most"\n  reason: r\n')
    assert told(report, "It owes more.\n") == [
        "chapters/claims/ore.yml: no sentence has the words “owes most”; delete the exception"
    ]


def test_an_exception_of_another_chapter_does_not_count(report: Path) -> None:
    write(report, "claims/coal.yml", '- text: "owes more"\n  reason: r\n')
    assert len(told(report, "It owes more.\n")) == 1


def test_exceptions_of_all_chapters_need_not_occur(report: Path) -> None:
    write(
        report,
        "claims/all.yml",
        '- text: "The pits"\n  reason: A fixed heading.\n- text: "never"\n  reason: r\n',
    )
    assert told(report, "# Ore\n\n## The pits\n", theme=True) == []


def test_a_whole_chapter_can_be_excepted(report: Path) -> None:
    write(report, "claims/ore.yml", '- text: "*"\n  reason: It says how to read the book.\n')
    assert told(report, "# Ore\n\n## All\n\nIt owes more.\n", theme=True) == []


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ('- text: "a"\n', 1),
        ('- text: "a"\n  reason: r\n- reason: r\n', 2),
        ('- text: "a"\n  reason: ""\n', 1),
        ('- text: "a"\n  reason: r\n  why: x\n', 1),
        ("- a\n", 1),
        ("text: a\nreason: r\n", 1),
    ],
)
def test_an_exception_says_why(report: Path, text: str, entry: int) -> None:
    write(report, "claims/ore.yml", text)
    with pytest.raises(
        ValueError, match=rf"chapters/claims/ore\.yml, entry {entry}: write text: and reason:"
    ):
        exceptions("ore")


def test_an_exception_without_a_value_says_nothing(report: Path) -> None:
    write(report, "claims/ore.yml", '- text: "a"\n  reason:\n')
    with pytest.raises(ValueError, match="entry 1: write text: and reason:"):
        exceptions("ore")


def test_a_file_that_is_no_yaml_is_told_with_its_name(report: Path) -> None:
    write(report, "claims/ore.yml", "- text: [\n")
    with pytest.raises(ValueError, match=r"chapters/claims/ore\.yml:\d: not valid YAML"):
        exceptions("ore")


def test_no_file_no_exceptions(report: Path) -> None:
    assert exceptions("ore") == []
    write(report, "claims/ore.yml", "# none yet\n")
    assert exceptions("ore") == []


# -- which chapters


def test_numbered_parts_are_themes(report: Path) -> None:
    (report / "_toc.yml").write_text(TOC, "utf8")
    assert theme_chapters() == ["ore"]


def test_chapters_that_only_list_evidence_are_left_out(report: Path) -> None:
    write(report, "ore.md", "# Ore\n")
    write(report, "evidence.md", "# Evidence\n\n```{catalogue} theme\n```\n")
    write(report, "references.md", "# References\n\n```{references}\n```\n")
    assert [path.name for path in prose_chapters()] == ["index.md", "ore.md"]


def test_what_is_said_is_one_line() -> None:
    assert str(Unbound("chapters/ore.md:3", "“x” compares")) == "chapters/ore.md:3: “x” compares"


# -- the command


def test_lint_tells_of_notebooks_and_chapters_and_fails(report: Path) -> None:
    (report / "_toc.yml").write_text(TOC, "utf8")
    write(report, "ore.md", "# Ore\n\nIt owes more.\n")
    little.save(report / "analysis" / "theme.ipynb", "seed: int = 1", "x = result.value")
    done = CliRunner().invoke(cli.main, ["lint"])
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "analysis/theme.ipynb, cell c1: line 1: .value is a number without its origin; pass the whole to a call",
        f"chapters/ore.md:3: “It owes more.” compares ('more') and is bound to no claim: {REMEDY}",
        "Next: mend analysis/theme.ipynb, cell c1, then `little lint`.",
    ]
    write(report, "ore.md", "# Ore\n\nIt owes.\n")
    little.save(report / "analysis" / "theme.ipynb", "seed: int = 1", "x = result")
    done = CliRunner().invoke(cli.main, ["lint"])
    assert (done.exit_code, done.output) == (0, "")


def test_lint_tells_of_a_broken_list_of_exceptions(report: Path) -> None:
    (report / "_toc.yml").write_text(TOC, "utf8")
    write(report, "claims/index.yml", "- text: a\n")
    done = CliRunner().invoke(cli.main, ["lint"])
    assert done.exit_code == 1
    assert done.output == "chapters/claims/index.yml, entry 1: write text: and reason:\n"
