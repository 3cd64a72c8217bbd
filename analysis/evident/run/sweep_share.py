"""A share of a sweep: settings of one notebook that processes run one after the other, whatever becomes of them.

Belongs here: what comes of a process that dies. Does not: what it does (`sweep_run.py`), which shares there are
(`sweep.py`). Nothing here imports pandas.

Each process is forked for its share. If it dies, another goes on behind the setting that was under way, and tries that
one once more; a setting that ends two processes has failed, and the others are computed all the same.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from evident import paths
from evident.run import sweep_journal
from evident.run.forge import ChildDied, Forge
from evident.run.settings import Setting
from evident.run.sweep_journal import Done, Part

TRIES = 2  # as many processes may die of one setting


@dataclass(frozen=True)
class Job:
    """What a process is given.

    Attributes:
        baseline: the setting that runs first.
        settings: those whose results are wanted; the baseline may be among them.
        limit: seconds that a run may take.
        keep: use again what the same calls gave before.
    """

    notebook: Path
    baseline: Setting
    settings: tuple[Setting, ...]
    limit: float
    keep: bool = True


class Meanwhile(paths.Mistake):
    """A file was saved while it was being read; the message says which."""


class Unsweepable(paths.Mistake):
    """The baseline of a notebook cannot be run, so that there is nothing to compare other settings with."""


def compute(
    forge: Forge, job: Job, journal: Callable[[int], Path], stopped: Callable[[], bool]
) -> list[Part]:
    """Run the settings of a job.

    Args:
        journal: where the next process writes, by its number.
        stopped: whether somebody has ended the forge.

    Returns:
        What each of its processes computed.

    Raises:
        Unsweepable: the baseline fails, or ends the process.
        ChildDied: somebody ended the forge.
    """
    deaths: Counter[str] = Counter()
    parts: list[Part] = []
    todo = list(job.settings)
    while todo:
        path = journal(len(parts))
        try:
            forge.call("evident.run.sweep_run:work", replace(job, settings=tuple(todo)), path)
        except ChildDied as error:
            if stopped():
                raise
            part = sweep_journal.read(path)
            stuck = part.stuck or job.baseline.name
            deaths[stuck] += 1
            if deaths[stuck] >= TRIES:
                if part.trace is None:
                    where = f"{paths.short(job.notebook)}, with the values of the baseline"
                    raise Unsweepable(f"{where}: {error}; is memory short?") from None
                digest = next(setting.digest for setting in todo if setting.name == stuck)
                sweep_journal.add(path, Done(stuck, digest, failure=("", str(error))))
        except paths.Mistake:
            raise
        except Exception as error:
            cell = getattr(error, "__notes__", ["?"])[-1]
            raise Unsweepable(
                f"{paths.short(job.notebook)}, cell {cell!r}, with the values of the baseline: "
                f"{type(error).__name__}: {error}; mend that first"
            ) from None
        parts.append(sweep_journal.read(path))
        todo = [setting for setting in todo if setting.name not in parts[-1].done]
    return parts
