"""The command line: it teaches, it says what is wrong, and its exit codes mean something."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from evident import cli, paths
from evident.cli import main
from evident.evidence import checks
from evident.evidence.findings import ERROR, Finding
from evident.run import inputs, next_step, steps


@pytest.fixture
def run():  # type: ignore[no-untyped-def]
    return lambda *arguments: CliRunner().invoke(main, list(arguments))


def test_help_names_every_command_and_the_exit_codes(run) -> None:  # type: ignore[no-untyped-def]
    said = run("--help").output
    for command in main.commands:
        assert command in said
    assert "Exit codes: 0 all is well" in said


def test_unknown_notebook_is_a_wrong_call(run) -> None:  # type: ignore[no-untyped-def]
    result = run("run", "minning")
    assert result.exit_code == 2
    assert "there is no notebook 'minning'; there are atlas, cooperation" in result.output


@pytest.mark.parametrize("name", ["mining", "mining.ipynb", "analysis/mining.ipynb"])
def test_a_notebook_may_be_named_as_the_shell_completes_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(paths.report().root)
    (found,) = cli._named((name,))
    assert found == paths.report().analysis / "mining.ipynb"


def test_a_notebook_elsewhere_is_none_of_the_report(run) -> None:  # type: ignore[no-untyped-def]
    assert "there is no notebook '/tmp/mining.ipynb'" in run("run", "/tmp/mining.ipynb").output


def test_a_failing_command_ends_with_one_thing_to_do(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    said = run("build", "--edition", "basline").output.splitlines()
    known = sorted(path.stem for path in (paths.data_dir() / "editions").glob("*.yml"))
    assert said == [f"there is no edition 'basline'; known are {', '.join(known)}; did you mean baseline?"]
    fault = Finding("schema", ERROR, ("x",), "data/panel.csv:7", "value: 'many' is no number.", "Mend it.")
    monkeypatch.setattr(checks, "validate", lambda folder: [fault])
    assert run("check").output.splitlines()[-1] == "Next: mend data/panel.csv line 7, then `shanxi check`."


@pytest.mark.parametrize(
    ("said", "todo"),
    [
        ("chapters/mining.md:12: ERROR: no fact\ndata/x.csv:3: y", "mend chapters/mining.md line 12"),
        (
            "analysis/gas.ipynb, cell 'sum': ValueError: see models/gas.py:3",
            "mend analysis/gas.ipynb, cell sum",
        ),
        ("the disk is full at 10:30\nand so is the other", "do what is said above"),
    ],
)
def test_the_first_place_is_mended_first(said: str, todo: str) -> None:
    assert next_step.next_step(said, "shanxi build") == f"Next: {todo}, then `shanxi build`."


def test_unknown_edition_needs_mending(run) -> None:  # type: ignore[no-untyped-def]
    result = run("build", "--edition", "basline")
    assert result.exit_code == 1
    assert "there is no edition 'basline'; known are" in result.output


def test_check_prints_conflicts_and_succeeds(run) -> None:  # type: ignore[no-untyped-def]
    result = run("check", "--all")
    assert result.exit_code == 0
    assert "shanxi-intelligent-mines-2025-03-a" in result.output  # 244 after 268
    assert "agrees    " in result.output
    assert "observations and" in result.output.splitlines()[-1]


def test_check_fails_on_a_broken_table(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    fault = Finding("schema", ERROR, ("x",), "data/panel.csv:7", "value: 'many' is no number.", "Mend it.")
    monkeypatch.setattr(checks, "validate", lambda folder: [fault])
    result = run("check")
    assert result.exit_code == 1
    assert "data/panel.csv:7: value: 'many' is no number. Mend it." in result.output
    assert result.output.splitlines()[-2:] == [
        "1 error",
        "Next: mend data/panel.csv line 7, then `shanxi check`.",
    ]


def read_by(built: inputs.Build, notebook: str) -> dict[str, set[str]]:
    """What a run of a notebook read, by kind: names of pieces, files relative to the report."""
    state = json.loads(built.state.read_text("utf8"))[f"notebook {notebook}"]
    found: dict[str, set[str]] = {}
    for kind, *name in map(json.loads, state["_values_:"]["trace"]):
        found.setdefault(kind, set()).add(" ".join(paths.short(Path(part)) for part in name))
    return found


def test_what_a_notebook_depends_on(built: inputs.Build) -> None:
    read = read_by(built, "freight")
    assert read["notebook"] == {"analysis/freight.ipynb"}
    assert "analysis/shanxi/models/freight_pace.py" in read["code"]
    assert "requirements.lock" in read["file"]
    assert "china-china-europe-trips-2024-a" in read["observation"]
    # other themes, the book and the PDF are no business of this notebook
    assert not {file for file in read["code"] if "mining" in file or "/book/" in file or "/typst/" in file}
    assert not {name for name in read["observation"] if "hydrogen" in name}
    assert not {name for name in read["words"] if name.startswith("en mining.")}
    assert "observations.csv" not in read.get("table", ())  # some rows of it, not all


def test_a_notebook_that_counts_the_evidence_depends_on_all_of_it(built: inputs.Build) -> None:
    read = read_by(built, "overview")
    assert {"observations.csv", "panel.csv", "indicators.csv", "identities.yml"} <= read["table"]
    assert "data/editions/managed-decline.yml" in read["file"]


def test_only_lines_that_say_what_to_mend_are_printed() -> None:
    log = (
        f"\x1b[91mreading\x1b[0m\n{paths.report().root}/chapters/x.md:3: WARNING: mend this\nbuild finished\n"
        * 2
    )
    said = steps.complaints(log, paths.report().root / "_build/html.log")
    assert said.splitlines()[0] == "chapters/x.md:3: WARNING: mend this"
    assert said.count("mend this") == 1
    assert "the last good book stays" in said


def test_what_is_said_better_is_left_out_and_never_the_only_message() -> None:
    root = paths.report().root
    vague = 'WARNING: undecodable source characters, replacing with "?": b"x"'
    log = f"{root}/chapters/a.md:3: {vague}\n{root}/chapters/a.md:3: WARNING: the file is saved as GBK\n{root}/chapters/b.rst:2: {vague}\n"
    said = steps.complaints(log, root / "_build/html.log").splitlines()
    assert said[:-1] == ["chapters/a.md:3: WARNING: the file is saved as GBK", f"chapters/b.rst:2: {vague}"]
