"""What a change did: comparing payloads, causes, places, and the forms in which it is told.

Belongs here: hand-made versions, and one report under git. Does not: what the preview shows (`test_preview.py`).
"""

import json
import subprocess
from pathlib import Path

import pytest

from evident.run import difference_page, difference_text, differences, exported, printed_in, versions
from evident.run.versions import Version

from . import little
from .conftest import Copy

ROWS = "obs_id,value,unit\n"


def fact(key: str, text: str, value: str, basis: str) -> str:
    return f"theme.{key} = {text} [{value}] (computed: A name; {basis})"


def frozen(*lines: str, code: str = "nb.export()", parameters: str = "") -> bytes:
    """A frozen notebook with these exports, all of one cell."""
    outputs = [
        {"output_type": "display_data", "data": {"text/plain": line.splitlines(keepends=True)}}
        for line in lines
    ]
    cells = [
        {"cell_type": "code", "source": parameters, "metadata": {"tags": ["parameters"]}, "outputs": []},
        {"cell_type": "code", "source": code, "metadata": {}, "outputs": outputs},
    ]
    return json.dumps({"cells": cells}).encode()


def version(notebook: bytes, **files: str) -> Version:
    named = {name.replace("__", "/").replace("_DOT_", "."): text.encode() for name, text in files.items()}
    return Version("v", {"theme": notebook}, named)


@pytest.fixture(autouse=True)
def _report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    little.enter(tmp_path, monkeypatch)


def test_a_row_is_the_cause_of_what_rests_on_it_and_of_nothing_else() -> None:
    old = version(
        frozen(
            fact("a", "3", "3.0", "rests on ore-a, ore-b"),
            fact("b", "7", "7.0", "rests on ore-c"),
            "theme.c holds: A is. (computed; rests on ore-b)",
        ),
        data__observations_DOT_csv=ROWS + "ore-a,1,t\nore-b,2,t\nore-c,7,t\nore-d,4,t\n",
        chapters__theme_DOT_md="# T\n\n{claim}`It is <theme.c>`\n",
    )
    new = version(
        frozen(
            fact("a", "4", "4.0", "rests on ore-a, ore-b"),
            fact("b", "7", "7.0", "rests on ore-c"),
            "theme.c does not hold: A is. (computed; rests on ore-b)",
        ),
        data__observations_DOT_csv=ROWS + "ore-a,1,t\nore-b,3,t\nore-c,7,t\nore-d,5,t\n",
        chapters__theme_DOT_md="# T\n\n{claim}`It is <theme.c>`, {fact}`theme.a`\n",
    )
    found = differences.between(old, new)
    assert [(c.kind, c.key, c.before, c.after, c.flipped) for c in found.changes] == [
        ("claim", "theme.c", "holds", "does not hold", True),
        ("fact", "theme.a", "3", "4", False),
    ]
    for change in found.changes:
        assert [str(found.causes[n]) for n in change.causes] == ["ore-b 2 → 3"]
        assert change.printed == ["chapters/theme.md:3"]
    assert found.causes[found.changes[0].causes[0]].where == "data/observations.csv:3"
    assert [str(found.causes[n]) for n in found.without_effect] == ["ore-d 4 → 5"]
    said = difference_text.terminal(found)
    assert said.index("! claim theme.c no longer holds") < said.index("because ore-b 2 → 3: 1 claim, 1 fact")


def test_a_parameter_is_the_cause_of_what_assumes_it() -> None:
    old = version(frozen(fact("a", "3", "3.0", "rests on x; assumes fund"), parameters="fund: float = 3.0"))
    new = version(
        frozen(
            fact("a", "4", "4.0", "rests on x; assumes fund"), parameters="fund: float = 4.0\nseed: int = 1"
        )
    )
    found = differences.between(old, new)
    assert [str(found.causes[n]) for n in found.changes[0].causes] == ["theme.fund 3.0 → 4.0"]


def test_where_nothing_that_it_rests_on_differs_the_function_is_named(tmp_path: Path) -> None:
    code = "from little import ores\nnb.compute('a', ores.total, x)"
    module = "def _scale(x):\n    return x\n\n\ndef total(x):\n    return _scale(x)\n\n\ndef other(x):\n    return 0\n"
    (tmp_path / "analysis/little/ores.py").write_text(module, "utf8")
    (tmp_path / "analysis/little/__init__.py").write_text("", "utf8")
    names = {"analysis__little__ores_DOT_py": module}
    old = version(frozen(fact("a", "3", "3.0", "rests on x"), code=code), **names)
    names = {
        "analysis__little__ores_DOT_py": "# a comment\n" + module.replace("return x\n", "return 2 * x\n")
    }
    new = version(frozen(fact("a", "6", "6.0", "rests on x"), code=code), **names)
    found = differences.between(old, new)
    cause = found.causes[found.changes[0].causes[0]]
    assert (cause.name, cause.told) == (
        "a function it calls changed: analysis/little/ores.py",
        "_scale, total",
    )


def test_comments_change_no_function() -> None:
    module = "def f(x):\n    return x\n"
    assert differences.changed_functions(module, "# c\n" + module) == []
    assert differences.changed_functions(module, module.replace("return x", "return -x")) == ["f"]


def test_what_is_not_printed_is_not_told_unasked() -> None:
    old, new = (version(frozen(fact("a", "3", value, "rests on x"))) for value in ("3.1", "3.2"))
    found = differences.between(old, new)
    assert len(found.changes) == 1
    assert difference_text.short(found, "more") == []
    assert "beyond the digits that are printed" in difference_text.terminal(found)


def test_of_an_exhibit_the_largest_changes_of_its_data_are_told() -> None:
    head = "table theme.t: A title (theme.c)"
    old = version(frozen(f"{head}\na | 100\nb | 100\nc | 5\nall of it: 0123456789ab"))
    new = version(frozen(f"{head}\na | 101\nb | 200\nc | 5\nall of it: 0123456789ac"))
    (change,) = differences.between(old, new).changes
    assert change.cells == 2
    assert [part[1:] for part in change.parts if part[0] == "data"] == [
        ("b | 100", "b | 200"),
        ("a | 100", "a | 101"),
    ]


def test_executed_and_frozen_notebooks_are_compared_by_what_both_have() -> None:
    line = fact("a", "3", "3.0", "rests on x")
    whole = json.loads(frozen(line))
    whole["cells"][1]["outputs"][0]["data"]["application/vnd.evident.fact+json"] = {
        "key": "theme.a",
        "unit": "count",
    }
    executed = Version("executed", {"theme": json.dumps(whole).encode()}, {})
    assert differences.between(version(frozen(line)), executed).changes == []


def test_what_was_added_and_removed() -> None:
    one, other = (version(frozen(fact(key, "3", "3.0", "rests on x"))) for key in ("a", "b"))
    assert {(c.key, c.what) for c in differences.between(one, other).changes} == {
        ("theme.a", "removed"),
        ("theme.b", "added"),
    }


def test_every_way_to_print_is_found_and_code_is_none() -> None:
    chapter = """# {claim}`A head <theme.c>`

{claim}``{fact}`theme.a|number` of
all <theme.c, theme.d>`` as {numref}`exhibit-theme-my-chart` shows.

```{exhibit} theme.my_chart
```

```{keynumbers}
{fact}`theme.b|start`
all of them
```

```text
{fact}`theme.a`
```
"""
    words = "my_chart:\n  title: There are {theme.a|number}\n  claim: [c, other.e]\n"
    found = printed_in.places({"chapters/x.md": chapter, "words/theme.yml": words})
    assert found == {
        ("claim", "theme.c"): ["chapters/x.md:1", "chapters/x.md:3", "words/theme.yml:3"],
        ("claim", "theme.d"): ["chapters/x.md:3"],
        ("claim", "other.e"): ["words/theme.yml:3"],
        ("fact", "theme.a"): ["chapters/x.md:3", "words/theme.yml:2"],
        ("fact", "theme.b"): ["chapters/x.md:10"],
        ("exhibit", "theme.my_chart"): ["chapters/x.md:4", "chapters/x.md:6"],
    }


def test_text_from_data_is_text_in_every_form() -> None:
    old, new = (version(frozen(fact("a", text, "1.0", "rests on x"))) for text in ("1", "<script>@all | 2"))
    found = differences.between(old, new)
    assert "<script>" not in difference_page.page(found)
    said = difference_text.markdown(found)
    assert "<script>" not in said
    assert "@all" not in said
    assert "\\|" in said


def test_a_comment_is_never_too_long_for_a_forge() -> None:
    lines = [
        [fact(f"f{n}", f"{'long ' * 40}{n}{v}", f"{n}.{v}", f"rests on x{n}") for n in range(900)]
        for v in (1, 2)
    ]
    said = difference_text.markdown(differences.between(*(version(frozen(*group)) for group in lines)))
    assert len(said) < 65_536
    assert "too long for a comment" in said


def test_a_damaged_notebook_exports_nothing() -> None:
    assert exported.read(b'{"cells": [') == exported.Exported()


@pytest.fixture(scope="module")
def under_git(small_book: Copy) -> Copy:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    (small_book.root / ".gitignore").write_text("_build/\n__pycache__/\n", "utf8")
    for command in (
        ["init", "-q", "-b", "hasty"],
        ["add", "-A"],
        [*identity, "commit", "-q", "-m", "As it stood"],
    ):
        subprocess.run(["git", *command], cwd=small_book.root, check=True)
    return small_book


def test_a_figure_of_a_report_under_git(under_git: Copy) -> None:
    """Changed, frozen, compared with the last commit; then built, compared with the build before."""
    assert "no number, word or picture changed" in under_git.evident("diff").stdout
    notebooks = {path: path.read_bytes() for path in (under_git.root / "analysis").glob("*.ipynb")}
    try:
        with under_git.observed_as("xian-trains-2024-a", "100"):
            said = under_git.evident("freeze", "trains.ipynb").stdout
            assert "! claim trains.xian_first no longer holds (chapters/trains.md:10" in said
            said = under_git.evident("diff").stdout
            assert said.splitlines()[0].startswith("HEAD (")
            assert "because xian-trains-2024-a 3849 → 100:" in said
            assert "fact trains.xian: 3,849 → 100\n      printed in chapters/trains.md:10" in said
            assert under_git.evident("diff", "HEAD", "--exit-code").returncode == 1
            told = json.loads(under_git.evident("diff", "--json").stdout)
            assert {"trains.xian_first", "trains.four_more_than_half"} == {
                c["key"] for c in told["changes"] if c["flipped"]
            }
        with under_git.observed_as("xian-trains-2024-a", "3800"):
            said = under_git.build()
            assert "fact trains.xian: 3,849 → 3,800" in said
            assert "`evident diff previous build` tells more" in said
            page = under_git.root / "_build/difference.html"
            under_git.evident("diff", "previous", "build", "--html", str(page))
            html = page.read_text("utf8")
            assert "<del>3,849</del> <ins>3,800</ins>" in html
            assert html.count("data:image/svg+xml;base64,") == 2
            assert "changed:" not in under_git.build()
    finally:
        for path, raw in notebooks.items():
            path.write_bytes(raw)


def test_a_name_that_means_two_things_says_so(under_git: Copy) -> None:
    said = under_git.evident("diff", "hasty", "build")
    assert "'hasty' is taken as the edition hasty; the commit of this name is" in said.stdout
    assert "parameter" not in said.stdout
    assert "trains.milestone" in said.stdout


def test_an_unknown_name_offers_the_nearest(under_git: Copy) -> None:
    said = under_git.fails("diff", "hastly")
    assert "'hastly' is no commit and no edition" in said
    assert "did you mean hasty" in said


def test_a_file_that_git_lists_in_another_way_is_read_whole(
    under_git: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENT_ROOT", str(under_git.root))
    found = versions.of_commit("HEAD")
    for name, body in found.files.items():
        if not name.endswith(".ipynb"):
            assert body == (under_git.root / name).read_bytes(), name
    assert set(found.notebooks) == {"provinces", "trains"}


def test_a_page_marks_the_words_that_differ() -> None:
    old, new = "Mines of 2025 (400) are more than 300 <b>", "Mines of 2025 (410) are more than 300 <b>"
    assert (
        difference_page._pair(old, new)
        == "Mines of 2025 <del>(400)</del> <ins>(410)</ins> are more than 300 &lt;b&gt;"
    )
    assert difference_page._pair("400", "410") == "<del>400</del> <ins>410</ins>"
    assert difference_page._pair("", "410") == "<ins>410</ins>"
