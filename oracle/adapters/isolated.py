"""A kernel in a process of its own, so that one that dies (a segmentation fault, os._exit) takes nothing
along.

The process is started for the first call, kept for the next ones, and started anew after it died or was
given up. Arrays travel through a pipe as the bytes that they span with their strides, so that the kernel
sees the same layout and alignment. What the kernel does to its arguments, and an earlier answer that changes
later, are told back.
"""

from __future__ import annotations

import atexit
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.callables import BoundKernel
from proofgrad.oracle.adapters.registry import FRAMEWORKS
from proofgrad.oracle.adapters.wire import Packed

__all__ = ["Crashed", "isolated"]

Array = NDArray[Any]


class Crashed(Exception):
    """The process of a kernel died while it was called."""


class Process:
    """The other process, and the pipe to it."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.place: tuple[str, ...] = ()
        self.busy = threading.Lock()
        atexit.register(self.stop)

    def ask(self, request: tuple[Any, ...]) -> Any:
        """The answer to a request; raises what the other side raised, or Crashed."""
        if not self.busy.acquire(blocking=False):  # a call that was given up still runs: it gets no further
            self.stop()
            self.busy = threading.Lock()
            self.busy.acquire()
        lock = self.busy
        try:
            return self._ask(request)
        finally:
            lock.release()

    def _ask(self, request: tuple[Any, ...]) -> Any:
        here = (str(Path.cwd()), *sys.path)
        if self.place != here:  # it would import from elsewhere
            self.stop()
        if self.child is None or self.child.poll() is not None:
            self.place = here
            command = [sys.executable, "-c", "from proofgrad.oracle.adapters.serve import serve; serve()"]
            self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            assert self.child.stdin is not None
            pickle.dump(list(sys.path), self.child.stdin)
        child = self.child
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            pickle.dump(request, child.stdin)
            child.stdin.flush()
            kind, value = pickle.load(child.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise Crashed(f"its process died: {_fate(child)}") from None
        if kind == "answer":
            return value
        raise value

    def stop(self) -> None:
        """End the other process."""
        if self.child is not None:
            self.child.kill()
            self.child.wait()
            self.child = None


def _fate(child: subprocess.Popen[bytes]) -> str:
    try:
        code = child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()
        return "it closed the pipe"
    if code >= 0:
        return f"it ended with exit status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


_process = Process()


def isolated(
    backend: str,
    node: str,
    params: Mapping[str, Any] | None = None,
    inputs: int | None = None,
    parameters: Sequence[str] = (),
) -> BoundKernel:
    """The kernel of a node in a backend, in another process.

    Args:
        backend: as in :func:`proofgrad.oracle.adapters.load.load`.
        node: the node's short name.
        params: values of its parameters; what a vector node has besides its inputs.
        inputs: for a vector node, how many inputs it has.
        parameters: for a vector node, the names of its parameters.

    Raises:
        UsageError: as :func:`proofgrad.oracle.adapters.load.load`; or the process died while it loaded it.
    """
    key = (backend, node, tuple((params or {}).items()), inputs, tuple(parameters))
    try:
        offered = _process.ask(("load", key))
    except Crashed as error:
        raise UsageError(f"cannot load {backend!r} for {node}: {error}") from error
    found: dict[str, Callable[..., Any]] = {part: partial(_call, key, part) for part in offered}
    per_shape = backend in FRAMEWORKS and FRAMEWORKS[backend].per_shape
    return BoundKernel(backend, **found, per_shape=per_shape, threads=False)


def takes_parameters(backend: str, node: str) -> bool:
    """As :func:`proofgrad.oracle.adapters.load.takes_parameters`, asked in the other process."""
    try:
        return bool(_process.ask(("takes", backend, node)))
    except Crashed as error:
        raise UsageError(f"cannot load {backend!r} for {node}: {error}") from error


def _call(key: tuple[Any, ...], part: str, *args: Array) -> Any:
    answer, after = _process.ask(("call", key, part, [Packed.of(a) for a in args]))
    for given, changed in zip(args, after, strict=True):
        if changed is not None and given.flags.writeable:
            given[...] = changed
    if isinstance(answer, tuple):
        return tuple(part.unpack() if isinstance(part, Packed) else part for part in answer)
    return answer.unpack() if isinstance(answer, Packed) else answer
