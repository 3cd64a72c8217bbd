"""Processes that have imported what they need: a parent that imports once and forks a child for each piece of work.

Belongs here: starting such a parent, giving it work, learning how a child ended, and that none outlives the build.
Does not: the work itself (`notebooks.py`, `book/printing.py`).

To import pandas, matplotlib and Sphinx costs two seconds of processor each time, more than most notebooks take. A
`Forge` is a process of its own that imports named modules, has one thread, opens nothing, and then only forks. Each
child starts from the same state and ends with its work, so nothing passes from one to the next.

Children are sessions of their own. When the process that owns a forge ends, however it ends, the forge sees its
line closed, kills the children and ends too; it holds the lock of the folder (`locking.py`) until then.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import pickle
import selectors
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

# Set before Python starts: sets print in the same order, texts are UTF-8 whatever the locale, and an interpreter
# with `-O` or odd variables of its own does not pass them on.
STEADY = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",  # notebooks run side by side, one processor each
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # another makes figures of a notebook vanish
    "NO_COLOR": "1",
}
UNSET = (
    "PYTHONOPTIMIZE",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PYTHONBREAKPOINT",
    "PYTHONINSPECT",
    "PYTHONIOENCODING",
)
_LENGTH = struct.Struct("!I")
_PDEATHSIG = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


class ChildDied(RuntimeError):
    """A child ended without an answer; `status` is its exit status, negative for a signal."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the process was ended by {ended_by(status)}")
        self.status = status


def ended_by(status: int) -> str:
    """An exit status in words: "signal 9 (SIGKILL)" or "exit status 3"."""
    if status >= 0:
        return f"exit status {status}"
    with contextlib.suppress(ValueError):
        return f"signal {-status} ({signal.Signals(-status).name})"
    return f"signal {-status}"


class Forge:
    """A process that has imported modules and forks for each call.

    Args:
        modules: what it imports, in order.
        held: file descriptors that it keeps open as long as it or a child of it lives.
        environment: variables beside those of `STEADY`.
    """

    def __init__(
        self,
        modules: Iterable[str],
        *,
        held: Iterable[int] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._line, far = socket.socketpair()
        self._sending = threading.Lock()
        self._calls = 0  # under way
        self._process = self._begin(far, [*modules], [*held], STEADY | dict(environment or {}))
        far.close()

    def _begin(
        self, far: socket.socket, modules: list[str], held: list[int], steady: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        """Start the process, which talks through `far`."""
        whole = {k: v for k, v in os.environ.items() if k not in UNSET} | steady
        # What it says of itself is only of use where it fails, and then a call says so.
        return subprocess.Popen(
            [sys.executable, "-c", "from evident.run.forge import serve; serve()", str(far.fileno()), *modules],
            env=whole | {"PYTHONPATH": _path(whole)}, pass_fds=(far.fileno(), *held), stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip

    def call(self, work: str, *arguments: Any, log: Path | None = None) -> Any:
        """Call `module:function` in a child of its own and return what it returns. Several threads may call at once.

        Args:
            log: where what the child prints is kept.

        Raises:
            Exception: what the function raised.
            ChildDied: the child ended before it had an answer.
        """
        with self._sending:
            self._calls += 1
        try:
            return self._call(pickle.dumps((work, arguments, str(log or os.devnull), str(Path.cwd()))))
        finally:
            with self._sending:
                self._calls -= 1

    def _call(self, request: bytes) -> Any:
        answers, ask = os.pipe()
        with os.fdopen(answers, "rb") as answer:
            try:
                with self._sending:
                    socket.send_fds(self._line, [_LENGTH.pack(len(request))], [ask])
                    self._line.sendall(request)
            except OSError:
                raise ChildDied(self._process.wait()) from None
            finally:
                os.close(ask)
            told = list(_read(answer))
        if not told:
            raise ChildDied(self._process.wait())
        kind, value = told[0]
        if kind == "ended":
            raise ChildDied(value)
        if kind == "raised":
            raise value
        return value

    def close(self) -> None:
        """End it and all its children."""
        self._line.close()
        if not self._calls:
            self._process.terminate()  # it may still be importing, and has no children
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _path(environment: Mapping[str, str]) -> str:
    """Where a forge finds the engine that starts it, also where that is not what is installed."""
    here = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join([here, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))])


def _read(stream: Any) -> Any:
    """The messages of a stream, until it ends; half a message at its end is none."""
    while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
        size = _LENGTH.unpack(head)[0]
        if len(body := stream.read(size)) < size:
            return
        yield pickle.loads(body)


def _write(stream: int, kind: str, value: object) -> None:
    body = pickle.dumps((kind, value))
    data = memoryview(_LENGTH.pack(len(body)) + body)
    while data:
        data = data[os.write(stream, data) :]


# -- in the forge


def end_with_parent() -> None:
    """Have this process killed when the one that forked it ends, however that ends; only Linux can do so."""
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


def serve() -> None:
    """Import and fork until the line is closed (the main function of a forge)."""
    line = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(line.fileno(), False)
    for module in sys.argv[2:]:
        importlib.import_module(module)
    gc.freeze()  # what is imported stays; a child that looked through it for garbage would copy the memory it lies in
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner decides what an interrupt ends
    children: dict[int, int] = {}  # the line of each child's answer, by its process
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    with selectors.DefaultSelector() as waiting:
        waiting.register(line, selectors.EVENT_READ)
        waiting.register(woken, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in waiting.select()}
            if woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(woken, 4096)
                _bury(children)
            if line in ready and not _next(line, children, (woken, wake)):
                break
    for process in children:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
    for process in children:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process, 0)


def _bury(children: dict[int, int]) -> None:
    """Say of children that have ended how they did."""
    for process, answer in list(children.items()):
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process, signal.SIGKILL)  # what it left behind
            with contextlib.suppress(OSError):
                _write(answer, "ended", os.waitstatus_to_exitcode(status))
            os.close(answer)
            del children[process]


def _next(line: socket.socket, children: dict[int, int], own: tuple[int, int]) -> bool:
    """Take one request and fork for it; False when the line was closed."""
    try:
        head, handed, _, _ = socket.recv_fds(line, _LENGTH.size, 1)
    except OSError:
        return False
    if not head:
        return False
    answer = handed[0]
    request, size = b"", _LENGTH.unpack(head)[0]
    while len(request) < size:
        if not (more := line.recv(size - len(request))):
            return False
        request += more
    process = os.fork()
    if process:
        children[process] = answer
        return True
    end_with_parent()
    signal.set_wakeup_fd(-1)
    for kind in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(kind, signal.SIG_DFL)
    for end in (*own, *children.values()):
        os.close(end)
    line.close()
    _work(answer, *pickle.loads(request))
    return False


def _sendable(error: BaseException) -> BaseException:
    """An error that its receiver can unpack: itself, or one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _work(answer: int, work: str, arguments: tuple[Any, ...], log: str, folder: str) -> None:
    """Do one piece of work in a child and end it."""
    status = 1
    try:
        os.setsid()
        os.chdir(folder)
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        for stream in (1, 2):
            os.dup2(out, stream)
        module, _, name = work.partition(":")
        value = getattr(importlib.import_module(module), name)(*arguments)
        _write(answer, "returned", value)
        status = 0
    except BaseException as error:
        with contextlib.suppress(OSError):  # nobody listens any more
            _write(answer, "raised", _sendable(error))
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)  # what the parent registered to be done at its end is not the child's to do
