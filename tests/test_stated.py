"""What guides and metadata say of the project is so: versions, dates, how many there are, commands and places.

What can be printed from a fact is printed from one. These stand in files that no build prints, or in prose for which
no notebook counts; each is held against the one place that it follows from.
"""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from evident import cli
from evident.evidence.tables import Evidence
from evident.run.findings import theme_chapters
from evident.text.yaml_files import read_yaml

ROOT = Path(__file__).parent.parent
GUIDES = (
    "README.md", "CONTRIBUTING.md", "data/README.md", "LICENSE-CONTENT.md",
    *sorted(f"chapters/{path.name}" for path in (Path(__file__).parent.parent / "chapters").glob("authors*.md")),
)  # fmt: skip
WORDS = read_yaml(ROOT / "analysis/evident/words/en/common.yml").value
NUMBERS = {word: number for number, word in WORDS["words"]["counts"].items()} | {"fifteen": 15}
MONTHS = list(WORDS["months"].values())
# In guides: an example, a name for any file, what is made by a build or by the guide's reader.
NOT_HERE = re.compile(r"[<>*…{}]|NAME|^_build|^\.venv|^\.\./|my-report|^https?:")
COMMANDS = {"shanxi", "evident"}


def text(name: str) -> str:
    return (ROOT / name).read_text("utf8")


def project() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))["project"]


def themes() -> list[str]:
    """The chapters of findings that have a notebook of their own."""
    return sorted(name for name in theme_chapters() if (ROOT / f"analysis/{name}.ipynb").exists())


def targets() -> set[str]:
    """What make can be asked for."""
    return set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))


def counted(pattern: str, *names: str) -> list[tuple[str, int]]:
    """The number words that stand before something, with the file."""
    words = "|".join(NUMBERS)
    return [
        (name, NUMBERS[match[1].lower()])
        for name in names
        for match in re.finditer(rf"\b({words})\s+{pattern}", text(name), re.IGNORECASE)
    ]


# -- version and date


def test_the_version_is_one() -> None:
    version = project()["version"]
    assert str(yaml.safe_load(text("CITATION.cff"))["version"]) == version
    assert json.loads(text("data/datapackage.json"))["version"] == version
    released = re.search(r"^## (?:\[)?(\d[\w.]*)", text("CHANGELOG.md"), re.MULTILINE)
    assert (released[1] if released else version) == version
    assert released or f"the sources call themselves\n{version}" in text("CHANGELOG.md")


def test_the_name_is_one() -> None:
    cited, config = yaml.safe_load(text("CITATION.cff")), yaml.safe_load(text("_config.yml"))
    assert cited["title"].startswith(config["title"])
    assert [author["name"] for author in cited["authors"]] == [config["author"]]
    assert cited["keywords"] == config["sphinx"]["config"]["typst_keywords"]
    for name in ("README.md", "chapters/index.md"):
        assert text(name).startswith(f"# {config['title']}\n")


def test_the_month_that_is_cited_is_that_of_the_evidence() -> None:
    as_of = yaml.safe_load(text("data/editions/baseline.yml"))["common"]["as_of"]
    for month, year in re.findall(r"Version as of (\w+) (\d{4})", text("chapters/index.md")):
        assert (month, int(year)) == (MONTHS[as_of.month - 1], as_of.year)


# -- how many there are


def test_the_number_of_themes() -> None:
    said = counted("themes", *GUIDES, *(f"chapters/{path.name}" for path in (ROOT / "chapters").glob("*.md")))
    assert "README.md" in dict(said)
    assert [(name, number) for name, number in said if number != len(themes())] == []


def test_themes_are_named_where_the_report_is_described() -> None:
    names = {"mining": "intelligent mining", "renewables": "renewables", "hydrogen": "hydrogen", "cooperation": "cooperation", "freight": "freight"}  # fmt: skip
    assert sorted(names) == themes()
    for place in ("README.md", "CITATION.cff"):
        beginning = " ".join(text(place).split()).partition("## ")[0]
        assert [name for name in names.values() if name not in beginning] == []


def test_the_number_of_findings() -> None:
    index = text("chapters/index.md")
    heading = re.search(r"^## (\w+) findings$(.*?)^(?:##|\{doc\})", index, re.MULTILINE | re.DOTALL)
    if heading:
        assert NUMBERS[heading[1].lower()] == len(re.findall(r"^\d+\. ", heading[2], re.MULTILINE))


def test_the_number_of_scenarios() -> None:
    scenarios = yaml.safe_load(text("data/editions/baseline.yml"))["overview"]["scenarios"]["value"]
    said = counted("scenarios", "chapters/index.md", "chapters/outlook.md", "README.md")
    assert {number for _, number in said} <= {len(scenarios)}


def test_what_the_small_report_says_of_itself() -> None:
    small = ROOT / "tests/report"
    said = re.search(r"(\w+) notebooks, (\w+) chapters, (\w+) published figures and a panel of (\w+) provinces", " ".join(text("tests/report/README.md").split()))  # fmt: skip
    assert said
    numbered = next(part for part in read_yaml(small / "_toc.yml").value["parts"] if part.get("numbered"))
    panel = (small / "data/panel.csv").read_text("utf8").splitlines()[1:]
    assert [NUMBERS[word] for word in said.groups()] == [
        len(list((small / "analysis").glob("*.ipynb"))),
        len(numbered["chapters"]),
        len((small / "data/observations.csv").read_text("utf8").splitlines()) - 1,
        len({line.split(",")[0] for line in panel}),
    ]


def test_how_many_figures_the_starting_texts_gave() -> None:
    rows = Counter(Evidence.load().observations["source_id"])
    said = re.search(r"^- \*\*Five starting texts.*$", text("data/README.md"), re.MULTILINE)
    assert said
    counts = re.findall(r"`(\w+)` \((\d+)", said[0])
    assert len(counts) == 5
    assert [(key, int(count)) for key, count in counts] == [(key, rows[key]) for key, _ in counts]


# -- how long it takes, with which Python


def test_the_versions_of_python_are_the_same_everywhere() -> None:
    first, last = re.findall(r"3\.(\d+)", project()["requires-python"])
    versions = [f"3.{number}" for number in range(int(first), int(last))]
    said = f"{', '.join(versions[:-1])} or {versions[-1]}"
    assert f"Python {said}" in text("README.md")
    assert f"Python {said} is needed" in text("Makefile")
    assert f"(3, {first}) <= sys.version_info[:2] < (3, {last})" in text("Makefile")
    jobs = yaml.safe_load(text(".github/workflows/book.yml"))["jobs"]
    (script,) = [step["with"]["python-version"] for step in jobs["build"]["steps"] if "python-version" in step.get("with", {})]  # fmt: skip
    others = {entry["python"] for entry in jobs["others"]["strategy"]["matrix"]["include"]}
    assert sorted({script} | others) == versions
    (image,) = re.findall(r"^FROM python:([\d.]+)-slim", text("Containerfile"), re.MULTILINE)
    assert image in versions


def test_what_a_larger_sweep_would_take_is_what_was_measured() -> None:
    measured = json.loads((ROOT / "chapters/measured/sweeps.json").read_text("utf8"))
    rows = {row[0]: row[1] for table in measured["tables"] for row in table["rows"]}
    says = (
        f"would take {rows['Hours of one processor']} hours of one processor or {rows['Hours of 16']} of 16;"
    )
    assert says in (ROOT / "README.md").read_text("utf8")


def test_times_agree() -> None:
    minutes = dict(counted("minutes", "README.md", "Makefile"))
    assert counted("minutes", "Makefile")[0][1] == counted("minutes", "README.md")[0][1]  # of the environment
    longest = max(number for _, number in counted("minutes", "README.md"))
    allowed = yaml.safe_load(text(".github/workflows/book.yml"))["jobs"]["build"]["timeout-minutes"]
    assert minutes
    assert allowed >= 2 * longest  # a machine of a forge may take twice the time


# -- commands and places


@pytest.mark.parametrize("name", GUIDES)
def test_commands_of_the_guides_exist(name: str) -> None:
    said = text(name)
    assert (
        set(re.findall(r"\bmake ([a-z-]+)\b`", said)) | set(re.findall(r"^make ([a-z-]+)", said, re.M))
        <= targets()
    )
    called = re.findall(rf"(?:^|`|/)(?:{'|'.join(COMMANDS)}) ([a-z]+)", said, re.MULTILINE)
    assert set(called) <= set(cli.main.commands)


@pytest.mark.parametrize("name", GUIDES)
def test_places_of_the_guides_exist(name: str) -> None:
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text(name))
    places = [span for span in spans if re.fullmatch(r"[\w./-]*/[\w./-]*|[\w-]+\.(?:md|yml|csv|bib|json|cff|lock|toml)", span) and not NOT_HERE.search(span)]  # fmt: skip
    folders = [
        ROOT / part for part in ("", "data", "chapters", "analysis", "analysis/shanxi", "analysis/evident")
    ]
    assert [place for place in places if not any((folder / place).exists() for folder in folders)] == []
