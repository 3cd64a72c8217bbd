"""A process that computes shares of a sweep for a worker of a cluster, one line of JSON after the other.

Belongs here: reading jobs and answering. Does not: computing (`sweep_share.py`), the worker (`sweep_worker.py`).

It ends when the worker does, or when nobody has asked for anything for a while.
"""

import json
import select
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evident import paths
from evident.run import sweep_share
from evident.run.forge import Forge
from evident.run.settings import Setting
from evident.run.sweep_share import Job
from evident.run.workshop import SWEEP

PATIENCE = 300  # seconds


def to_json(job: Job) -> str:
    """A job as a line."""
    return json.dumps(asdict(job) | {"notebook": job.notebook.stem}, ensure_ascii=False)


def from_json(line: str) -> Job:
    """The job of a line, for the report that this process works on."""
    told: dict[str, Any] = json.loads(line)
    return Job(
        paths.report().analysis / f"{told['notebook']}.ipynb",
        Setting(**told["baseline"]),
        tuple(Setting(**setting) for setting in told["settings"]),
        told["limit"],
        told["keep"],
    )


def serve() -> None:
    """Answer until the line is closed: `journals`, the files that processes wrote, or `wrong`, what is to be mended."""
    forge = Forge(SWEEP)
    try:
        while select.select([sys.stdin], [], [], PATIENCE)[0] and (line := sys.stdin.readline()):
            print(json.dumps(_answer(forge, line), ensure_ascii=False), flush=True)
    finally:
        forge.close()


def _answer(forge: Forge, line: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="evident-") as folder:
        files: list[Path] = []

        def journal(number: int) -> Path:
            files.append(Path(folder) / f"{number}.jsonl")
            return files[-1]

        try:
            sweep_share.compute(forge, from_json(line), journal, lambda: False)
        except paths.Mistake as error:
            return {"wrong": str(error)}
        return {"journals": [file.read_text("utf8") for file in files]}


if __name__ == "__main__":
    serve()
