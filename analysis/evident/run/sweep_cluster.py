"""A sweep on the workers of a Dask cluster in place of the processors of this machine.

Belongs here: which worker gets which share, and what comes of workers that cannot do it, or are lost. Does not: what is
computed (`sweep.py`), what a worker does (`sweep_worker.py`).

The code and the evidence travel to each worker once, in an archive that is named by its digest; a task says only the
name. A worker with another Python, or another version of a package that reckons, is refused. A share whose worker is
lost goes to another one. What comes back are the lines of a journal, as processes of this machine write them.
"""

import inspect
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from typing import Any

from evident import paths
from evident.run import locking, sweep, sweep_bundle, sweep_journal, sweep_plan, sweep_serve, sweep_worker
from evident.run.sweep import Asked, Say, Share
from evident.run.sweep_share import Unsweepable
from evident.run.workshop import Stopped, stopping

WAITING = 30.0  # seconds without any worker, after which there is none
TRIES = 3  # workers that may be lost with one share
PIECES = 2  # shares of a notebook for each worker, so that a slow one is not waited for
_LOOK = 0.2  # seconds
_RECKON = ("numpy", "pandas", "scipy")
# A worker need not have this engine: it is told the source of the module that it runs.
_RUN = "(exec(compile(source, 'sweep_worker', 'exec'), space), space[name](*arguments))[1]"


class NoWorkers(paths.Mistake):
    """No scheduler answers, or no worker can do the work; the message says why and what to do."""


def run(asked: Asked, address: str, say: Say) -> int:
    """As `sweep.run`, on the cluster of a scheduler.

    Raises:
        NoWorkers: see above; what was computed until then is kept.
    """
    with locking.held(sweep_plan.folder() / ".lock", wait=True, say=say):
        todo = sweep.plans(asked)
        cluster = Cluster(address, say)
        try:
            count = max(1, cluster.look())
            work = sweep.shares(asked, todo, PIECES * count)
            with stopping(cluster), ThreadPoolExecutor(max(1, len(work))) as several:
                code = sweep.compute(
                    asked, todo, work, lambda share: several.submit(cluster.compute, share), say
                )
        finally:
            by = cluster.stopped
            cluster.stop()
    if by:
        say(f"stopped by {by}; what is done is kept, and the next call goes on from there")
        return 130
    return code


class Cluster:
    """The workers of a scheduler, each with the code of this report or refused.

    Attributes:
        stopped: by what, if somebody has stopped the work.
    """

    def __init__(self, address: str, say: Say) -> None:
        """Raises:
        NoWorkers: nobody answers at the address, or Dask is not installed here.
        """
        try:
            from distributed import Client
        except ImportError:
            raise NoWorkers(
                "a cluster needs Dask: install the extra `cluster` (pip install '.[cluster]')"
            ) from None
        try:
            self._client = Client(address, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise NoWorkers(
                f"no scheduler answers at {address} ({error or type(error).__name__}); start one with "
                "`dask scheduler`, and workers with `dask worker ADDRESS`"
            ) from None
        self._say, self._bundle = say, sweep_bundle.pack()
        self._source = inspect.getsource(sweep_worker)
        self._lock = threading.Lock()
        self._known: dict[str, str] = {}  # by worker why it is refused, empty of those that are not
        self._idle: list[str] = []
        self._last = time.monotonic()  # when there was a worker
        self.stopped = ""

    def look(self) -> int:
        """Prepare workers that are new and forget those that are lost; how many there are that can do the work."""
        there = self._there()
        with self._lock:
            for lost in self._known.keys() - there.keys():
                del self._known[lost]
                self._idle = [worker for worker in self._idle if worker != lost]
            for worker in there.keys() - self._known.keys():
                why = self._prepare(worker)
                if why is None:
                    continue
                self._known[worker] = why
                if why:
                    self._say(f"the worker {worker} is refused: {why}")
                else:
                    self._idle += [worker] * there[worker]
            able = sum(not why for why in self._known.values())
            if able:
                self._last = time.monotonic()
        return able

    def _there(self) -> dict[str, int]:
        """The threads of each worker that the scheduler knows."""
        told = self._client.scheduler_info(n_workers=-1)["workers"]
        return {address: int(about["nthreads"]) for address, about in told.items()}

    def _prepare(self, worker: str) -> str | None:
        """Send a worker the code; why it is refused, empty if it is not, None if it is lost meanwhile."""
        python = f"{sys.version_info[0]}.{sys.version_info[1]}"
        versions = {name: metadata.version(name) for name in _RECKON}
        told = self._call("prepare", self._bundle.fingerprint, self._bundle.content, python, versions)
        try:
            found: str | None = self._client.run(eval, *told, workers=[worker], on_error="raise").get(worker)
        except Exception:  # of any kind, from a machine that may have gone
            return None
        return found

    def _call(self, name: str, *arguments: Any) -> tuple[str, dict[str, Any]]:
        """What a worker evaluates to call a function of `sweep_worker`."""
        return _RUN, {"source": self._source, "space": {}, "name": name, "arguments": arguments}

    def compute(self, share: Share) -> None:
        """Have a share computed by a worker, and its journal written here.

        Raises:
            NoWorkers: there is no worker left, or too many were lost with this share.
            Unsweepable: see `sweep_share.compute`.
            Stopped: somebody stopped the work.
        """
        job, lost = sweep_serve.to_json(share.job), 0
        while True:
            worker = self._take()
            answer = self._ask(worker, job)
            if answer is None:
                lost += 1
                if lost >= TRIES:
                    raise NoWorkers(
                        f"{share.plan.name}: {lost} workers were lost with it; is their memory short?"
                    )
                continue
            if answer.startswith(sweep_worker.UNKNOWN):
                with self._lock:
                    self._known[worker] = answer.removeprefix(sweep_worker.UNKNOWN)
                    self._idle = [other for other in self._idle if other != worker]
                self._say(f"the worker {worker} is refused: {self._known.get(worker, '')}")
                continue
            with self._lock:
                if worker in self._known:
                    self._idle.append(worker)
            told = json.loads(answer)
            if "wrong" in told:
                raise Unsweepable(told["wrong"])
            if "ended" in told:
                lost += 1
                if lost >= TRIES:
                    raise NoWorkers(
                        f"{share.plan.name}: its process was ended on {lost} workers; is memory short?"
                    )
                continue
            parts = []
            for number, text in enumerate(told["journals"]):
                path = share.journal(number)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf8")
                parts.append(sweep_journal.read(path))
            sweep_plan.remember_pace(share.plan.name, parts)
            return

    def _take(self) -> str:
        """The next worker that has nothing to do; waits for one."""
        while True:
            if self.stopped:
                raise Stopped(self.stopped)
            with self._lock:
                if self._idle:
                    return self._idle.pop(0)
            if self.look() == 0 and time.monotonic() - self._last > WAITING:
                refused = [f"{worker}: {why}" for worker, why in self._known.items() if why]
                said = f" ({'; '.join(refused)})" if refused else ""
                raise NoWorkers(f"no worker is left that can do the work{said}; start one, and call again")
            if all(self._known.values()) and self._known:
                refused = [f"{worker}: {why}" for worker, why in self._known.items()]
                raise NoWorkers(
                    f"every worker is refused ({'; '.join(refused)}); start one that fits, and call again"
                )
            time.sleep(_LOOK)

    def _ask(self, worker: str, job: str) -> str | None:
        """A worker's answer; None if it is lost."""
        called = self._call("compute", self._bundle.fingerprint, job)
        future = self._client.submit(
            eval, *called, workers=[worker], allow_other_workers=False, pure=False, retries=0
        )
        try:
            while not future.done():
                if self.stopped:
                    raise Stopped(self.stopped)
                time.sleep(_LOOK)
                if worker not in self._there():
                    self.look()
                    return None
            return str(future.result(timeout=10))
        except Stopped:
            raise
        except Exception:  # the worker was lost on the way, or cannot run anything
            self.look()
            return None
        finally:
            future.cancel()

    def stop(self, by: str = "") -> None:
        """End what was begun on the workers, and leave the cluster."""
        self.stopped = self.stopped or by or "the end of the sweep"
        if self._client.status == "closed":
            return
        able = [worker for worker, why in list(self._known.items()) if not why]
        if threading.current_thread() is threading.main_thread() and not by:
            for worker in able:
                try:
                    self._client.run(eval, *self._call("end"), workers=[worker], on_error="return")
                except Exception:  # it is lost; its processes end with it
                    continue
            self._client.close(timeout=5)
