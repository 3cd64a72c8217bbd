"""Executing one notebook with papermill, in a process that was forked for it.

Belongs here: the run itself, its limits, and what went wrong in words. Does not: notebook files (`notebooks.py`), the
kernel (`kernels.py`), which notebooks run and when (`pipeline.py`). This module is slow to import; a forge imports it
once.
"""

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import matplotlib.pyplot  # noqa: F401 (this import and the next ones are made here once for every kernel)
import nbformat
import papermill
import scipy.stats  # noqa: F401
import seaborn  # noqa: F401
from ipykernel import zmqshell  # noqa: F401
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from evident import paths
from evident.export import charts
from evident.run import inputs, kernels, session, standing  # noqa: F401 (`session` is what every notebook imports)
from evident.run.forge import ended_by
from evident.run.notebooks import ANSI, EDITION, FROZEN, NotebookFailed, read_cells, run_inputs, strip
from evident.run.traces import Trace, trace
from evident.text import sentences

_MEANWHILE = "saved while the notebook ran"  # no digest, so that it runs again
START = 60  # seconds that a kernel may take to start
PRINTED = 20_000_000  # bytes of outputs that a notebook may have; the largest of a report has two million

with charts.style(""):
    pass  # the fonts are registered once for every kernel


class _Client(PapermillNotebookClient):
    """Runs the cells, remembers which one, and ends a kernel that prints without end."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.printed, self.at, self.too_much, self.sockets = 0, -1, False, ""
        _current.append(self)

    def create_kernel_manager(self) -> Any:
        """Talk to the kernel through sockets that are files.

        A port is chosen by trying it, let go, and bound by the kernel a moment later; where other builds run, one of
        them may have it by then, and the kernel ends. A file in a folder of one's own is nobody else's.
        """
        manager = super().create_kernel_manager()
        manager.transport, manager.ip = "ipc", self.sockets
        return manager

    def execute_cell(self, cell: Any, cell_index: int, *arguments: Any, **named: Any) -> Any:
        self.at = cell_index
        return super().execute_cell(cell, cell_index, *arguments, **named)

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        content = msg["content"]
        data = content.get("data")
        texts = [content.get("text", ""), *(data.values() if isinstance(data, dict) else ())]
        self.printed += sum(len(t) if isinstance(t, str) else len(str(t)) for t in texts)
        if self.printed > PRINTED:
            if not self.too_much:
                self.too_much = True
                self.km.provisioner.process.kill()
            return None
        return super().process_message(msg, cell, cell_index)


_current: list[_Client] = []  # the client of the notebook that this process runs


class _Engine(NBClientEngine):
    """papermill's own engine with the client above."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **named: Any) -> Any:
        limit = named["execution_timeout"]
        client = _Client(
            nb_man, timeout=limit, startup_timeout=START, kernel_name=kernel_name, log=papermill.log.logger,
            extra_arguments=named["extra_arguments"], interrupt_on_timeout=False,
        )  # fmt: skip
        # Not in the folder of the build: the name of a socket may have no more than a hundred letters.
        with tempfile.TemporaryDirectory(prefix="evident-", ignore_cleanup_errors=True) as folder:
            client.sockets = str(Path(folder) / "kernel")
            try:
                return client.execute()
            except BaseException:
                with contextlib.suppress(Exception):
                    client.km.provisioner.process.kill()  # one that hangs would be waited for
                raise


papermill_engines.register("evident", _Engine)


def execute(
    source: Path,
    target: Path,
    values: dict[str, Any],
    edition: str,
    frozen: bool,
    limit: float,
    work: Path,
    draft: bool = False,
) -> Trace:
    """Run a notebook and write it to `target`, once it has succeeded.

    Args:
        values: set in a cell after the one tagged `parameters`; empty: the defaults stand.
        edition: whose parameters these are; its reasons stand beside them.
        frozen: exports leave as text that a person can review (`export/publishing.py`).
        limit: seconds that a cell may take.
        work: a folder for the files that Jupyter and IPython leave behind.
        draft: a sentence without a translation stops nothing.

    Returns:
        what it read, with digests.

    Raises:
        NotebookFailed: a cell raised an error, hung, printed without end or ended its kernel. `target` is left as it
            was.
    """
    work.mkdir(parents=True, exist_ok=True)
    told = work / f"{target.stem}.reads.json"
    told.unlink(missing_ok=True)
    places = (paths.report().analysis, paths.data_dir(), paths.ENGINE)
    states = standing.states(*places)
    before = trace([("notebook", str(source))])
    # No variable of the user's own place: a home that is missing or read-only is no obstacle.
    os.environ |= {
        EDITION: edition,
        FROZEN: "1" if frozen else "0",
        sentences.DRAFT: "1" if draft else "",
        "EVIDENT_ROOT": str(paths.report().root),
        "JUPYTER_DEFAULT_PROVISIONER_NAME": kernels.NAME,
        "JUPYTER_RUNTIME_DIR": str(work / "jupyter"),
        "JUPYTER_NO_CONFIG": "1",
        "IPYTHONDIR": str(work / "ipython"),
    }
    kernel = kernels.prepare(told)
    try:
        node = papermill.execute_notebook(
            nbformat.read(source, 4), None, parameters=values, engine_name="evident", kernel_name="python3",
            language="python", cwd=str(source.parent), progress_bar=False, execution_timeout=limit,
            # A kernel behind files of its own need not warn that its messages are not encrypted, nor say that it was
            # told to stop; what a cell says comes back as an output.
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        )  # fmt: skip
    except PapermillExecutionError as error:
        raise NotebookFailed(
            f"{_cell(source, error.cell_index, values)}: {ANSI.sub('', f'{error.ename}: {error.evalue}')}"
        ) from None
    except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
        raise NotebookFailed(_why(source, values, limit, error, kernel)) from None
    if any(output.get("ename") == "SystemExit" for cell in node.cells for output in cell.get("outputs", ())):
        # papermill takes it for an end that was meant; what comes after it is missing all the same.
        raise NotebookFailed(
            f"{_cell(source, _current[-1].at, values)}: SystemExit: the cell leaves Python; delete that"
        )
    if not told.exists():
        raise NotebookFailed(
            f"{paths.short(source)}: the kernel was ended by {ended_by(kernel.wait())} before it had written what it "
            f"read, in {paths.short(told)}; is the disk full, or memory short?"
        )
    strip(node)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    part = target.with_suffix(".part")
    nbformat.write(node, part)
    part.replace(target)
    found = _read(source, before, told)
    now = standing.states(*places)
    for name in sorted(states.keys() | now.keys()):
        # Whether the run read it before it was saved or after, nobody knows.
        if states.get(name) != now.get(name) and not name.endswith(".ipynb"):
            found[json.dumps(["file", name])] = _MEANWHILE
    return found


def _cell(source: Path, index: int, values: dict[str, Any]) -> str:
    """A cell as messages name it."""
    cells = read_cells(source)
    # papermill adds a cell with the parameters after the tagged one, which shifts those behind it.
    shift = 1 if values and index > 1 else 0
    return f"{paths.short(source)}, cell {cells[min(max(index - shift, 0), len(cells) - 1)].id!r}"


def _why(
    source: Path, values: dict[str, Any], limit: float, error: Exception, kernel: kernels.Prepared
) -> str:
    """Why a kernel gave no answer."""
    status = kernel.poll()
    ended = f" by {ended_by(status)}" if status is not None else ""
    if not _current or _current[-1].at < 0:
        return (
            f"{paths.short(source)}: its kernel could not be started or was ended{ended} ({error}); is memory short, "
            f"or can no socket be made in {tempfile.gettempdir()}, whose name may have eighty letters (TMPDIR)?"
        )
    client = _current[-1]
    where = _cell(source, client.at, values)
    if client.too_much:
        most = PRINTED // 1_000_000
        return f"{where}: its outputs are larger than {most} MB; print less, or show a part of the table"
    if isinstance(error, CellTimeoutError):
        return (
            f"{where}: it ran longer than {limit:g} seconds; mend what does not end, or allow more with "
            "`--limit SECONDS` or `time_limit:` in the edition"
        )
    return f"{where}: the kernel was ended{ended} while this cell ran; is it out of memory, or does the cell end it?"


def _read(source: Path, before: Trace, told: Path) -> Trace:
    """The trace of a run: the notebook itself, the code, the fonts, the look, and what the kernel noted."""
    kernel = json.loads(told.read_text("utf8"))
    code = {str(file) for file in run_inputs(source)} | set(kernel["modules"]) - {str(source)}
    files = [*inputs.look(), *inputs.files(paths.FONTS, "*.?tf"), *inputs.lock()]
    noted = [*(("code", name) for name in sorted(code - {str(source)})), *(("file", str(f)) for f in files)]
    found = trace([*noted, *map(tuple, kernel["noted"])])
    # The notebook as it was when the run began: whoever saves it meanwhile has it run again.
    return found | before
