"""What a sweep has computed and not yet put into a table: one file of lines for each process that computes.

Belongs here: writing and reading those files. Does not: computing (`sweep_run.py`), tables (`sweep_table.py`).

A line is written and flushed before a setting begins, and one when it is done, so that whatever ends a process loses
the setting that was under way and says which it was.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evident.run.traces import Trace

Fact = tuple[float | None, float | None, str | None]  # value, upper end, text
Claim = tuple[float | None, str | None]  # 1.0 or 0.0, text


@dataclass(frozen=True)
class Done:
    """What a run of a notebook with one setting gave.

    Attributes:
        setting, digest: its id, and the digest of its values.
        facts, claims: by full name.
        failure: the cell that failed and what was said, or nothing.
        more: the trace of what it read that the baseline's run did not.
    """

    setting: str
    digest: str
    facts: dict[str, Fact] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    failure: tuple[str, str] | None = None
    more: Trace = field(default_factory=dict)


@dataclass
class Part:
    """What one process computed.

    Attributes:
        trace: of the baseline's run, which comes first; None if that did not end.
        done: by setting.
        begun: the last setting that began.
        seconds: from the beginning of the process to the end of its last setting, and of the baseline alone.
    """

    trace: Trace | None = None
    done: dict[str, Done] = field(default_factory=dict)
    begun: str = ""
    start: float = 0.0
    seconds: float = 0.0

    @property
    def stuck(self) -> str:
        """The setting that was under way; empty if none was."""
        return "" if self.begun in self.done else self.begun


class Journal:
    """Writes one file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf8")

    def trace(self, trace: Trace, seconds: float) -> None:
        """The baseline has run, and read this."""
        self._write({"trace": trace, "seconds": seconds})

    def begin(self, setting: str) -> None:
        """A setting begins."""
        self._write({"begin": setting})

    def done(self, done: Done, seconds: float) -> None:
        """A setting is done; `seconds` since the process began."""
        self._write({"done": asdict(done), "seconds": seconds})

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
        self._file.flush()


def read(path: Path) -> Part:
    """A file as far as it was written; half a line at its end is none."""
    part = Part()
    for line in _lines(path):
        if "trace" in line:
            part.trace, part.start = line["trace"], line["seconds"]
        elif "begin" in line:
            part.begun = line["begin"]
        else:
            told = line["done"]
            failure = tuple(told["failure"]) if told["failure"] else None
            done = Done(
                told["setting"], told["digest"],
                {key: tuple(fact) for key, fact in told["facts"].items()},
                {key: tuple(claim) for key, claim in told["claims"].items()},
                failure, told["more"],
            )  # fmt: skip
            part.done[done.setting], part.seconds = done, line["seconds"]
    return part


def add(path: Path, done: Done) -> None:
    """Put a result at the end of a file, in place of a process that cannot."""
    text = path.read_text("utf8") if path.exists() else ""
    whole = text[: text.rfind("\n") + 1]
    line = json.dumps({"done": asdict(done), "seconds": 0.0}, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{whole}{line}\n", "utf8")


def count(path: Path) -> int:
    """How many settings of a file are done."""
    try:
        return path.read_bytes().count(b'\n{"done"') + path.read_bytes().startswith(b'{"done"')
    except OSError:
        return 0


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text("utf8", errors="replace")
    except OSError:
        return
    for line in text.split("\n")[:-1]:
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found
