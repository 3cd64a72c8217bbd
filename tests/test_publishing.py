"""How exports leave a notebook: whole for the book, as text for a person; and what nbval then sees."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from evident import paths
from evident.export import payloads, publishing
from evident.export.payloads import CLAIM, EVIDENCE, EXHIBIT, EXPLORER, FACT
from evident.export.publishing import FROZEN, Publisher, Silent, digest
from evident.run import notebooks, session

from . import little

SVGS = {"wide": "<svg>wide</svg>", "narrow": "<svg>narrow</svg>"}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is displayed."""
    monkeypatch.delenv(FROZEN, raising=False)
    found: list[dict[str, Any]] = []

    def display(data: dict[str, Any], raw: bool) -> None:
        assert raw
        found.append(data)

    monkeypatch.setattr(publishing, "display", display)
    return found


def test_the_book_gets_the_whole(shown: list[dict[str, Any]]) -> None:
    Publisher().publish(FACT, {"key": "x", "value": 1.0}, "x = 1")
    marks = {"wide": {"bars": [1.0]}}
    Publisher().publish(EXHIBIT, {"key": "y"}, "figure y", SVGS, marks)
    assert shown == [
        {FACT: {"key": "x", "value": 1.0}, "text/plain": "x = 1"},
        {
            EXHIBIT: {"key": "y", "narrow": "<svg>narrow</svg>", "marks": marks},
            "image/svg+xml": "<svg>wide</svg>",
            "text/plain": "figure y",
        },
    ]


def test_the_frozen_form_is_text_and_nothing_else(
    shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FROZEN, "1")
    for mime in (FACT, CLAIM, EVIDENCE):
        Publisher().publish(mime, {"key": "x", "value": 1.0}, "x = 1")
    assert shown == [{"text/plain": "x = 1"}] * 3
    for mime in (EXHIBIT, EXPLORER):
        Publisher().publish(mime, {"key": "y"}, "figure y\n2023 | 40", SVGS)
        assert shown[-1].keys() == {"text/plain"}
        assert shown[-1]["text/plain"].splitlines() == [
            "figure y",
            "2023 | 40",
            f"picture, narrow: {digest('<svg>narrow</svg>')}",
            f"picture, wide: {digest('<svg>wide</svg>')}",
            f"all of it: {digest(json.dumps({'key': 'y'}))}",
        ]


def test_a_changed_picture_or_word_changes_the_frozen_form(
    shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FROZEN, "1")
    for payload, svgs in (
        ({"alt": "a"}, SVGS),
        ({"alt": "a"}, SVGS | {"wide": "<svg>other</svg>"}),
        ({"alt": "a"}, SVGS | {"narrow": "<svg>other</svg>"}),
        ({"alt": "b"}, SVGS),
    ):
        Publisher().publish(EXHIBIT, payload, "figure y", svgs)
    assert len({data["text/plain"] for data in shown}) == 4


def test_the_order_of_keys_does_not_matter(
    shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FROZEN, "1")
    Publisher().publish(EXPLORER, {"a": 1, "b": "山"}, "explorer y")
    Publisher().publish(EXPLORER, {"b": "山", "a": 1}, "explorer y")
    assert shown[0] == shown[1]


def test_silence(shown: list[dict[str, Any]]) -> None:
    Silent().publish(FACT, {"key": "x"}, "x")
    assert shown == []
    assert (Publisher.drawing, Silent.drawing) == (True, False)


def test_a_digest_is_the_start_of_a_sha256() -> None:
    assert digest("abc") == "ba7816bf8f01"  # FIPS 180-2, appendix B.1


# -- with real notebooks, and nbval


CELLS = (
    'as_of: str = "2025-12-31"\nfund: float = 20.0\nyear: int = 2030',
    "from evident.export import arithmetic, comparisons\n"
    "from evident.run.session import open_notebook\n"
    "from little import figures\n\n"
    'nb = open_notebook("theme", globals())\n'
    'first, second = nb.evidence["ore-2023"], nb.evidence["ore-2024"]\n'
    'nb.fact("ore_2024", second)',
    'nb.compute("sum", arithmetic.total, [first, nb.parameters.fund], unit="Mt", decimals=0)\n'
    'nb.claim("more_ore", comparisons.more, second, first)',
    'nb.figure("chart", figures.drawn, first, second, blanks={"place": "Norland"})\nnb.close()',
)
FIGURES = Path(little.__file__).read_text("utf8")
CONFTEST = 'import os\n\nos.environ["EVIDENT_FROZEN"] = "1"\nos.environ["EVIDENT_EDITION"] = "baseline"\n'  # as the report has it


class Frozen:
    """A little report whose notebook was frozen."""

    def __init__(self, root: Path) -> None:
        self.root = little.write(root)
        self.path = little.save(root / "analysis" / "theme.ipynb", *CELLS)
        (root / "analysis/conftest.py").write_text(CONFTEST, "utf8")
        package = root / "analysis" / "little"
        (package / "__init__.py").write_text("", "utf8")
        (package / "figures.py").write_text(FIGURES, "utf8")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("EVIDENT_", "PYTEST"))}
        self.environment["PYTHONPATH"] = os.pathsep.join([str(root / "analysis"), str(paths.ENGINE.parent)])

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.root, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def nbval(self) -> subprocess.CompletedProcess[str]:
        return self.call(
            "pytest",
            "--nbval",
            "-q",
            "-vv",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "analysis/theme.ipynb",
        )

    def change(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text("utf8")
        assert text.count(old) == 1, text
        path.write_text(text.replace(old, new), "utf8")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    made = Frozen(tmp_path_factory.mktemp("frozen"))
    done = made.call("evident.cli", "freeze", "theme")
    assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture
def copy(frozen: Frozen, tmp_path: Path) -> Frozen:
    """A frozen report to change."""
    made = Frozen(tmp_path)
    made.path.write_bytes(frozen.path.read_bytes())
    return made


def test_a_frozen_notebook_can_be_read(frozen: Frozen) -> None:
    outputs = [output for cell in notebooks.read_cells(frozen.path) for output in cell.outputs]
    assert all(output["output_type"] == "display_data" for output in outputs)
    assert {mime for output in outputs for mime in output["data"]} == {"text/plain"}
    lines = "".join("".join(output["data"]["text/plain"]) + "\n" for output in outputs).splitlines()
    assert lines[:3] == [
        "theme.ore_2024 = 50\u00a0Mt [50.0] (published: Ore raised, Norland, 2024; rests on ore-2024)",
        "theme.sum = 60\u00a0Mt [60.0] (computed: Ore of both years; The sum of Ore raised, Norland, 2023 and Fund, "
        "million yuan.; rests on ore-2023; assumes fund)",
        "theme.more_ore holds: Ore raised, Norland, 2024 (50\u00a0Mt) is more than Ore raised, Norland, 2023 (40\u00a0Mt). "
        "(computed; rests on ore-2024, ore-2023)",
    ]
    assert lines[3:6] == ["figure theme.chart: More ore (theme.more_ore)", "2023 | 40.0", "2024 | 50.0"]
    assert [line.split(":")[0] for line in lines[6:9]] == ["picture, narrow", "picture, wide", "all of it"]
    assert [line.partition(" = ")[0] for line in lines[9:-1]] == ["theme.as_of", "theme.fund", "theme.year"]
    assert lines[-1:] == ["5 facts, 1 claims and 1 exhibits rest on 2 figures"]


def test_a_frozen_notebook_says_nothing_of_the_machine(frozen: Frozen) -> None:
    raw = nbformat.read(frozen.path, as_version=4)
    assert "papermill" not in raw.metadata
    assert all("execution" not in cell.metadata and "papermill" not in cell.metadata for cell in raw.cells)
    assert str(frozen.root) not in frozen.path.read_text("utf8")


def test_nbval_passes_on_what_was_frozen(frozen: Frozen) -> None:
    done = frozen.nbval()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout


OBSERVATIONS, WORDS = "data/observations.csv", "analysis/little/words/en/theme.yml"
CHANGES = {
    "a figure": (OBSERVATIONS, "2023,flow,40,", "2023,flow,41,", "theme.sum = 61 Mt [61.0]"),
    "a reference": ("analysis/theme.ipynb", "theme.more_ore holds", "theme.more_ore does not hold", "theme.more_ore holds"),
    "a word that only the page prints": (WORDS, "note: As printed", "note: As told", "all of it: "),
    "a line of a chart": (
        "analysis/little/figures.py", "canvas.subplots(2)", "canvas.subplots(3)", "picture, narrow: ",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), CHANGES.values(), ids=CHANGES)
def test_nbval_fails_on_what_was_changed(copy: Frozen, name: str, old: str, new: str, told: str) -> None:
    copy.change(name, old, new)
    done = copy.nbval()
    assert done.returncode == 1, done.stdout
    assert "failed" in done.stdout
    assert told in done.stdout.replace("\u00a0", " ").replace("\x1b[0m", ""), done.stdout


TEXTS = {
    "nothing": (OBSERVATIONS, "2023,flow,40,", "2023,flow,40.0,", []),
    "the twelfth digit": (OBSERVATIONS, "2023,flow,40,", "2023,flow,40.0000000001,", ["sum", "more_ore"]),
    "a claim": (OBSERVATIONS, "2023,flow,40,", "2023,flow,51,", ["sum", "more_ore"]),
    "an origin": ("analysis/theme.ipynb", "[first, nb.parameters.fund]", "[first, 20.0]", ["sum"]),
    "how it was computed": ("analysis/theme.ipynb", "arithmetic.total, [", "arithmetic.largest, [", ["sum"]),
    "a published figure": (OBSERVATIONS, "2024,flow,50,", "2024,flow,52,", ["ore_2024", "more_ore"]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), TEXTS.values(), ids=TEXTS)
def test_each_change_is_seen_in_the_lines_that_it_concerns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str, told: list[str]
) -> None:
    made = Frozen(tmp_path)
    little.save(made.path, *(cell.replace("from little import figures\n\n", "") for cell in CELLS[:3]))
    little.enter(tmp_path, monkeypatch)
    before = lines(made)
    made.change(name, old, new)
    after = lines(made)
    assert [key for key in before if before[key] != after[key]] == told


def lines(made: Frozen) -> dict[str, str]:
    """The frozen text of each fact and claim."""
    values = {"as_of": "2025-12-31", "fund": 20.0, "year": 2030}
    nb = session.collect(made.path, values)
    texts = {key: payloads.fact_line(fact) for key, fact in nb.facts.items()}
    texts |= {key: payloads.claim_line(claim) for key, claim in nb.claims.items()}
    return {key.removeprefix("theme."): text for key, text in texts.items()}


def test_without_the_frozen_form_nbval_would_not_agree(copy: Frozen) -> None:
    """The reference is compared in the form in which it was kept; `analysis/conftest.py` asks for it."""
    (copy.root / "analysis/conftest.py").unlink()
    assert copy.nbval().returncode == 1
