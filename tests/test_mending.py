"""`check --fix`: what a program did to a file is mended where that is certain, and nothing else is touched."""

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from evident import cli, paths
from evident.run import mending
from tests.conftest import Copy
from tests.mutations.tables import written

TABLES = ("observations", "indicators", "panel")


def mend(root: Path) -> list[str]:
    """Mend all; what was said. Every other file is as it was before."""
    before = Copy(root).sources()
    found = mending.mendable()
    for mended in found:
        mending.write(mended)
    changed = {path for path, raw in Copy(root).sources().items() if raw != before.get(path)}
    assert changed == {mended.path for mended in found}
    return [str(mended) for mended in found]


def test_a_sound_report_has_nothing_to_mend(root: Path) -> None:
    assert mend(root) == []


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_the_project_survive_a_spreadsheet_byte_for_byte(name: str, root: Path) -> None:
    """All that one program does at once, and back."""
    path = root / f"data/{name}.csv"
    sound = (paths.ENGINE.parents[1] / f"data/{name}.csv").read_text("utf8")
    rows = [*csv.reader(sound.splitlines())]
    path.write_bytes(b"\xef\xbb\xbf" + written(rows, ";").replace("\n", "\r\n").encode())
    (said,) = mend(root)
    assert said == (
        f"data/{name}.csv: the byte order mark is gone, line ends are LF, semicolons between columns are commas"
    )
    assert path.read_text("utf8") == sound


MENDS: dict[str, tuple[Callable[[str], bytes], str]] = {
    "BOM": (lambda t: b"\xef\xbb\xbf" + t.encode(), "the byte order mark is gone"),
    "CRLF": (lambda t: t.replace("\n", "\r\n").encode(), "line ends are LF"),
    "UTF-16": (lambda t: t.encode("utf-16"), "UTF-16 is UTF-8"),
    "GBK": (lambda t: t.encode("gbk"), "GBK is UTF-8"),
    "tabulators": (lambda t: written([*csv.reader(t.splitlines())], "\t").encode(), "tabulators between columns are commas"),
    "a line sep=": (lambda t: b"sep=,\n" + t.encode(), "the line that names the separator is gone"),
    "a blank": (lambda t: t.replace("gdp,economy", "gdp ,economy", 1).encode(), "blanks around cells are gone in 1 row"),
    "order": (lambda t: "".join([t.splitlines(True)[0], *reversed(t.splitlines(True)[1:])]).encode(), "the rows are sorted by theme, indicator"),
}  # fmt: skip


@pytest.mark.parametrize(("save", "done"), MENDS.values(), ids=MENDS)
def test_what_is_certain_is_mended_to_what_it_was(
    root: Path, save: Callable[[str], bytes], done: str
) -> None:
    path = root / "data/indicators.csv"
    sound = path.read_text("utf8")
    path.write_bytes(save(sound))
    assert mend(root) == [f"data/indicators.csv: {done}"]
    assert path.read_bytes() == sound.encode()


LEFT: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "Latin-1": ("data/indicators.csv", lambda t: t.encode("ascii", "ignore").replace(b"Trips", b"F\xfcr")),
    "Latin-1 in pairs": ("README.md", lambda t: "Qu\xe4\xf6 \xe4\xf6 and more".encode("latin-1")),
    "a comma that may be decimal": ("data/panel.csv", lambda t: t.replace(",", ";").replace("2158.88", "2158,88").encode()),
    "a row that is too short": ("data/panel.csv", lambda t: t.replace(",", ";").replace("Henan;2018;gdp;", "Henan;2018;", 1).encode()),
    "a last line that may be cut off": ("data/panel.csv", lambda t: t[:-3].encode()),
    "a word at the end of YAML": ("_toc.yml", lambda t: t[:-3].encode()),
    "blanks at the end of a line of prose": ("chapters/trains.md", lambda t: t.replace("Senders pay\n", "Senders pay  \n").encode()),
    "Latin-1 that reads as Chinese": ("data/sources.bib", lambda t: t.replace("China", "\xc7\xe0 \xb0\xb1 \xbd\xb1", 1).encode("latin-1", "ignore")),
    "CR in a cell": ("data/observations.csv", lambda t: t.replace("Trains of Chengdu", "\"Trains\r of Chengdu\"", 1).replace(",good,", ", good,", 1).encode()),
    "a slip in what rows are sorted by": ("data/panel.csv", lambda t: t.replace("Chongqing", "Xhonqing", 1).encode()),
    "CR alone": ("README.md", lambda t: t.replace("\n", "\r").encode()),
}  # fmt: skip


@pytest.mark.parametrize(("file", "save"), LEFT.values(), ids=LEFT)
def test_what_would_be_guessed_is_left_alone(root: Path, file: str, save: Callable[[str], bytes]) -> None:
    path = root / file
    path.write_bytes(save(path.read_text("utf8")))
    assert mend(root) == []


def test_a_last_line_that_was_there_before_has_only_lost_its_end(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x")
    path = root / "data/panel.csv"
    sound = path.read_text("utf8")
    path.write_text(sound[:-1], "utf8")
    assert mend(root) == ["data/panel.csv: the last line ends"]
    assert path.read_text("utf8") == sound


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def test_a_file_that_cannot_be_replaced_stays_whole(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "data/panel.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    before, names = path.read_bytes(), sorted(path.parent.iterdir())
    (mended,) = mending.mendable()

    def refuse(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space"):
        mending.write(mended)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == names


def test_the_command_says_what_it_did_and_then_checks(root: Path) -> None:
    from click.testing import CliRunner

    path = root / "data/panel.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    told = CliRunner().invoke(cli.main, ["check"])
    assert told.exit_code == 1
    assert told.output.splitlines()[-2:] == [
        "1 error; `evident check --fix` mends some of it",
        "Next: mend data/panel.csv line 1, then `evident check`.",
    ]
    mended = CliRunner().invoke(cli.main, ["check", "--fix"])
    assert mended.exit_code == 0, mended.output
    assert mended.output.splitlines()[0] == "mended  data/panel.csv: the byte order mark is gone"
