"""Processes that fork for each piece of work: what comes back, and how an end is told."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from evident.run.forge import ChildDied, Forge, ended_by


@pytest.fixture(scope="module")
def forge() -> Iterator[Forge]:
    made = Forge(("json",))
    yield made
    made.close()


def test_each_call_has_a_process_of_its_own(forge: Forge) -> None:
    first, second = forge.call("os:getpid"), forge.call("os:getpid")
    assert len({first, second, os.getpid()}) == 3
    assert forge.call("json:dumps", {"a": 1}) == '{"a": 1}'


def test_nothing_passes_from_one_to_the_next(forge: Forge) -> None:
    assert forge.call("tests.test_forge:leave") == "left"
    assert forge.call("tests.test_forge:found") is None


def test_calls_of_several_threads_run_side_by_side(forge: Forge) -> None:
    threads = [threading.Thread(target=forge.call, args=("time:sleep", 0.5)) for _ in range(4)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.perf_counter() - began < 1.5  # one after the other they take two seconds


def test_what_it_prints_is_kept(forge: Forge, tmp_path: Path) -> None:
    forge.call("builtins:print", "said aloud", log=tmp_path / "log")
    assert (tmp_path / "log").read_text("utf8") == "said aloud\n"


def test_errors_come_back(forge: Forge) -> None:
    with pytest.raises(FileNotFoundError):
        forge.call("os:listdir", "/does/not/exist")


def test_an_error_that_cannot_be_sent_says_the_same(forge: Forge) -> None:
    """Its class wants more than its message, so that it could not be put together again."""
    with pytest.raises(RuntimeError, match="Awkward: too deep, by 3"):
        forge.call("tests.test_forge:raise_awkward")


def leave() -> str:
    os.environ["EVIDENT_LEFT"] = "left"
    return os.environ["EVIDENT_LEFT"]


def found() -> str | None:
    return os.environ.get("EVIDENT_LEFT")


class Awkward(Exception):
    def __init__(self, what: str, by: int) -> None:
        super().__init__(f"{what}, by {by}")


def raise_awkward() -> None:
    raise Awkward("too deep", 3)


def test_an_end_without_an_answer_is_told(forge: Forge) -> None:
    with pytest.raises(ChildDied, match="SIGABRT") as died:
        forge.call("os:abort")
    assert died.value.status == -6
    with pytest.raises(ChildDied, match="exit status 3"):
        forge.call("os:_exit", 3)


def test_closing_it_ends_what_is_under_way() -> None:
    forge = Forge(("json",))
    failed: list[BaseException] = []

    def call() -> None:
        try:
            forge.call("time:sleep", 60)
        except ChildDied as error:
            failed.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    time.sleep(0.3)
    forge.close()
    thread.join(10)
    assert len(failed) == 1


@pytest.mark.parametrize(
    ("status", "said"), [(3, "exit status 3"), (-9, "signal 9 (SIGKILL)"), (-99, "signal 99")]
)
def test_ends_in_words(status: int, said: str) -> None:
    assert ended_by(status) == said
