"""The files around the work: CI, hooks before a commit, forms of a forge, a container. Each has its form, and calls what
there is.

Their schemas come with check-jsonschema, which keeps copies of those that the forges publish: no host is asked.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_stated import ROOT, project, targets, text

FORMS = sorted(
    path.name for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"
)
# Of <https://containers.dev>, what is used here; no copy of its schema comes with check-jsonschema.
DEVCONTAINER = {
    "name", "build", "remoteUser", "postCreateCommand", "forwardPorts", "portsAttributes", "customizations",
}  # fmt: skip
INSTRUCTIONS = {"FROM", "RUN", "USER", "WORKDIR", "COPY", "EXPOSE", "CMD"}


def loaded(name: str) -> Any:
    return yaml.safe_load(text(name))


def nonconforming(schema: str, *files: Path) -> str:
    """What is wrong with files by a schema that comes with check-jsonschema."""
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ("vendor.github-workflows", [".github/workflows/book.yml"]),
        ("vendor.github-issue-config", [".github/ISSUE_TEMPLATE/config.yml"]),
        ("vendor.github-issue-forms", [f".github/ISSUE_TEMPLATE/{name}" for name in FORMS]),
        ("vendor.citation-file-format", ["CITATION.cff", "tests/report/CITATION.cff"]),
    ],
)
def test_files_have_the_form_that_their_readers_publish(schema: str, names: list[str]) -> None:
    assert nonconforming(schema, *(ROOT / name for name in names)) == ""


def test_another_form_would_be_told(tmp_path: Path) -> None:
    (tmp_path / "form.yml").write_text("name: x\ndescription: y\nbody: [{type: inptu}]\n", "utf8")
    assert "inptu" in nonconforming("vendor.github-issue-forms", tmp_path / "form.yml")


# -- CI


def jobs() -> dict[str, Any]:
    return loaded(".github/workflows/book.yml")["jobs"]


def test_every_job_ends() -> None:
    assert [name for name, job in jobs().items() if "timeout-minutes" not in job] == []


def test_only_the_main_branch_is_published_and_only_with_what_passed() -> None:
    publish = jobs()["publish"]
    assert publish["if"] == "github.ref == 'refs/heads/main'"
    assert publish["needs"] == "build"
    writing = [name for name, job in jobs().items() if "write" in job.get("permissions", {}).values()]
    # What writes a comment on a pull request runs nothing of the repository.
    assert writing == ["comment", "publish"]
    assert all("run" not in step and "checkout" not in step["uses"] for step in jobs()["comment"]["steps"])
    assert loaded(".github/workflows/book.yml")["permissions"] == {"contents": "read"}


def test_a_job_with_one_version_says_nothing_of_the_others() -> None:
    assert jobs()["others"]["strategy"]["fail-fast"] is False


def test_what_ci_calls_exists() -> None:
    matrix = jobs()["others"]["strategy"]["matrix"]["include"]
    steps = [step["run"] for job in jobs().values() for step in job.get("steps", ()) if "run" in step]
    called = [step.replace("${{ matrix.tests }}", entry["tests"]) for step in steps for entry in matrix]
    called += re.findall(r"^make [\w-]+", text(".ci/run"), re.MULTILINE)
    assert ".ci/run" in called
    assert {name.removeprefix("make ") for name in called if name.startswith("make ")} <= targets()
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_what_is_downloaded_is_kept_by_the_lock_file() -> None:
    for name in ("build", "others"):
        (python,) = [step["with"] for step in jobs()[name]["steps"] if "setup-python" in step.get("uses", "")]
        assert (python["cache"], python["cache-dependency-path"]) == ("pip", "requirements.lock")


# -- hooks before a commit


def hooks() -> list[dict[str, Any]]:
    (repository,) = loaded(".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"  # nothing is fetched
    return repository["hooks"]


def test_hooks_call_what_make_calls() -> None:
    recipes = text("Makefile").replace("$(SHANXI)", ".venv/bin/shanxi").replace("$(VENV)", ".venv")
    for hook in hooks():
        assert set(hook) <= {"id", "name", "entry", "language", "pass_filenames", "types_or", "files"}
        assert (hook["language"], hook["pass_filenames"]) == ("system", False)
        assert re.search(rf"{re.escape(hook['entry'])}(?: &&| \|\||\n)", recipes), hook["entry"]


def test_commands_of_hooks_are_in_the_environment() -> None:
    for hook in hooks():
        assert (Path(sys.executable).parent / Path(hook["entry"].split()[0]).name).exists(), hook["entry"]


def test_hooks_run_for_the_files_that_they_check() -> None:
    (evidence,) = [re.compile(hook["files"]) for hook in hooks() if hook["id"] == "shanxi-check"]
    (spelling,) = [re.compile(hook["files"]) for hook in hooks() if hook["id"] == "shanxi-spell"]
    for name in (
        "data/observations.csv",
        "data/sources.bib",
        "chapters/claims/all.yml",
        "_toc.yml",
        "CITATION.cff",
    ):
        assert evidence.search(name)
        assert (ROOT / name).exists()
    for name in ("README.md", "chapters/mining.md", "dictionary.txt", "analysis/shanxi/words/en/mining.yml"):
        assert spelling.search(name)
        assert (ROOT / name).exists()
    assert not evidence.search("README.md")


# -- forms


@pytest.mark.parametrize("name", FORMS)
def test_a_form_asks_for_what_is_needed(name: str) -> None:
    form = loaded(f".github/ISSUE_TEMPLATE/{name}")
    asked = [field for field in form["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in asked}) == len(asked)
    assert any(field.get("validations", {}).get("required") for field in asked)


# -- container


def instructions() -> list[tuple[str, str]]:
    lines = re.sub(
        r"\\\n", " ", re.sub(r"^#.*\n", "", text("Containerfile"), flags=re.MULTILINE)
    ).splitlines()
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines if line.strip()]


def test_the_container_is_built_from_what_there_is() -> None:
    told = instructions()
    assert {name for name, _ in told} <= INSTRUCTIONS
    made = {part.partition(" ")[0] for name, value in told if name == "RUN" for part in re.findall(r"\bmake (\S+)(?=$| &&)", value)}  # fmt: skip
    assert made == {".venv/.installed", "book"}
    assert "book" in targets()
    for name, value in told:
        if name == "COPY":
            *sources, _ = [part for part in value.split() if not part.startswith("--")]
            assert [source for source in sources if not (ROOT / source).exists()] == []


def test_nothing_in_the_container_runs_as_root_that_need_not() -> None:
    told = instructions()
    first_make = next(
        number for number, (name, value) in enumerate(told) if name == "RUN" and "make book" in value
    )
    assert [value for name, value in told[:first_make] if name == "USER"] == ["reader"]


def test_the_built_and_the_installed_stay_out_of_the_container() -> None:
    """And what it is built from does not: the list of the other container, which takes the site only, is its own."""
    left_out = set(text(".dockerignore").split())
    assert {".venv", "_build", ".git"} <= left_out
    needed = {
        part
        for name, value in instructions() if name == "COPY"
        for part in [part for part in value.split() if not part.startswith("--")][:-1]
    }  # fmt: skip
    assert not left_out & ({"*", "**", "analysis", "chapters", "data", "tests"} | needed)


def test_the_editor_s_container_is_the_same() -> None:
    told = json.loads(re.sub(r"^\s*//.*$", "", text(".devcontainer/devcontainer.json"), flags=re.MULTILINE))
    assert set(told) <= DEVCONTAINER
    assert (ROOT / ".devcontainer" / told["build"]["dockerfile"]).resolve() == ROOT / "Containerfile"
    assert f" AS {told['build']['target']}" in text("Containerfile")
    assert ("USER", told["remoteUser"]) in instructions()
    assert told["postCreateCommand"] == "make .venv/.installed"
    assert "$(INSTALLED):" in text("Makefile")


def test_no_host_of_packages_is_named() -> None:
    """Whoever builds this takes packages from where their own machine does."""
    for name in (
        "Containerfile",
        ".devcontainer/devcontainer.json",
        ".pre-commit-config.yaml",
        "Makefile",
        ".ci/run",
    ):
        hosts = set(re.findall(r"https?://([\w.-]+)", text(name))) - {"localhost"}
        assert hosts == set(), name


def test_tools_of_the_hooks_are_installed_with_the_tests() -> None:
    extra = project()["optional-dependencies"]["test"]
    for hook in hooks():
        tool = Path(hook["entry"].split()[0]).name
        assert tool in extra or tool in project()["scripts"]
