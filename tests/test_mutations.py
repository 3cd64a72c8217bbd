"""A sample of damaged reports: every case is refused in one clear message a fault, or read as it was meant.

`python -m tests.mutations` runs two thousand and prints what came of each kind.
"""

from pathlib import Path

import pytest

from evident.text.files import BadFile
from tests.mutations import cases as running
from tests.mutations import chapters
from tests.mutations.__main__ import outcomes
from tests.mutations.cases import ACCEPTED, FAILED, FILES, REFUSED, Case, report
from tests.mutations.kinds import Kind


def test_a_sample_of_damaged_files_is_refused_clearly_or_read_as_it_was() -> None:
    found = outcomes(150, 20)
    failed = [outcome for outcome in found if outcome.outcome == FAILED]
    assert not failed, "\n".join(
        f"{o.case.file}, {' + '.join(k.name for k in o.case.kinds)}, seed {o.case.seed}: {o.said}"
        for o in failed
    )
    ended = {outcome.outcome for outcome in found}
    assert ended == {REFUSED, ACCEPTED}
    assert len({outcome.case.file for outcome in found}) > len(FILES) / 2


def test_a_sample_of_damaged_chapters_is_refused_or_printed_whole_in_both_books(tmp_path: Path) -> None:
    found = chapters.outcomes(tmp_path, 75, 7)
    failed = [outcome for outcome in found if outcome.outcome == FAILED]
    assert not failed, "\n".join(f"{o.kind.name}, seed {o.seed}: {o.said}" for o in failed)
    assert {outcome.outcome for outcome in found} == {REFUSED, ACCEPTED}
    assert {outcome.kind.name for outcome in found} == {kind.name for kind in chapters.KINDS}


def test_the_judgement_of_chapters_can_fail() -> None:
    kind = Kind("by hand", lambda text, _: text)
    words = chapters._words
    sound = words("Coal moves north")
    assert chapters._differs(kind, sound, words("Co*al moves north"), words("Co*al moves north page")) == ""
    assert "words were lost" in chapters._differs(kind, sound, words("Coal north"), words("Coal north"))
    assert "the books differ" in chapters._differs(kind, sound, sound, words("Coal moves"))
    assert "the books differ" in chapters._differs(kind, sound, sound, words("Coal moves north again"))
    assert chapters._unclear(["page.md: WARNING: mend it"]) == "a message names no line"
    assert chapters._unclear(["page.md:3: KeyError: 'x'"]) == "a message is of a program"


def _case(file: str, old: str, new: str, **about: bool) -> Case:
    return Case(file, (Kind("by hand", lambda text, _: text.replace(old, new, 1), **about),), 0)


def test_the_judgement_itself_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed figure that nothing contradicts, a fault that raises something else, a message without its line."""
    with report(tmp_path) as small:
        figure = _case("data/observations.csv", ",20022,", ",20021,")
        seen = small.run(figure)
        assert seen is not None
        assert (seen.outcome, seen.said) == (FAILED, ("read without a word, and otherwise than before",))
        comment = _case("_toc.yml", "root:", "# a comment\nroot:", harmless=True)
        accepted = small.run(comment)
        assert accepted is not None
        assert accepted.outcome == ACCEPTED
        assert small.run(_case("_toc.yml", "nowhere", "x")) is None

        for error, why in (
            (KeyError("x"), "KeyError: 'x'"),
            (BadFile(small.root / "_toc.yml", 0, "it is wrong", "mend it"), "a message names no line"),
            (BadFile(small.root / "_toc.yml", 3, "it is wrong", "so it is"), "a message names no remedy"),
            (
                BadFile(small.root / "other.yml", 3, "it is wrong", "mend it"),
                "a message does not name the file",
            ),
        ):

            def raises(error: Exception = error) -> None:
                raise error

            with monkeypatch.context() as patch:
                patch.setattr(running, "read", raises)
                told = small.run(_case("_toc.yml", "root:", "rot:"))
            assert told is not None
            assert (told.outcome, told.said[0]) == (FAILED, why)
