"""A kernel in a process of its own, so that one that dies (a segmentation fault, os._exit) takes nothing
along.

The process is started for the first call, kept for the next ones, and started anew after it died or was
given up. Arrays travel through a pipe as the bytes that they span with their strides, so that the kernel
sees the same layout and alignment. What the kernel does to its arguments, and an earlier answer that changes
later, are told back. Answers are read as data (:mod:`~proofgrad.oracle.adapters.wire`): whatever the other
process sends, nothing of it is run here, and the verdict is made here.
"""

from __future__ import annotations

import atexit
import pickle
import re
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
from proofgrad.oracle.adapters.floating import StateChanged
from proofgrad.oracle.adapters.registry import FRAMEWORKS
from proofgrad.oracle.adapters.wire import PARTS, Answer, Changed, Garbled, Other, Packed, read_answer

__all__ = ["Crashed", "isolated"]

Array = NDArray[Any]


class Crashed(Exception):
    """The process of a kernel died while it was called."""


class Process:
    """The other process, and the pipe to it."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.number = 0
        self.place: tuple[str, ...] = ()
        self.busy = threading.Lock()
        atexit.register(self.stop)

    def ask(self, request: tuple[Any, ...]) -> Answer:
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

    def _ask(self, request: tuple[Any, ...]) -> Answer:
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
            self.number += 1
            pickle.dump((self.number, *request), child.stdin)
            child.stdin.flush()
            answer = read_answer(child.stdout)
            while answer.number < self.number:  # to a question that nobody waits for any more
                answer = read_answer(child.stdout)
            if answer.number > self.number:
                raise Garbled("it answers what was not asked")
        except (EOFError, OSError):
            raise Crashed(f"its process died: {_fate(child)}") from None
        except Garbled as error:
            self.stop()
            raise Crashed(f"its process was ended: {error}") from None
        if answer.kind == "raised":
            raise _error(answer)
        return answer

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
        value = _process.ask(("load", key)).value
        offered = [part for part in PARTS if isinstance(value, list) and part in value]
    except Crashed as error:
        raise UsageError(f"cannot load {backend!r} for {node}: {error}") from error
    found: dict[str, Callable[..., Any]] = {part: partial(_call, key, part) for part in offered}
    per_shape = backend in FRAMEWORKS and FRAMEWORKS[backend].per_shape
    return BoundKernel(backend, **found, per_shape=per_shape, threads=False, backward=False)


def takes_parameters(backend: str, node: str) -> bool:
    """As :func:`proofgrad.oracle.adapters.load.takes_parameters`, asked in the other process."""
    try:
        return _process.ask(("takes", backend, node)).value is True
    except Crashed as error:
        raise UsageError(f"cannot load {backend!r} for {node}: {error}") from error


def _call(key: tuple[Any, ...], part: str, *args: Array) -> Any:
    answer = _process.ask(("call", key, part, [Packed.of(a) for a in args]))
    for given, changed in zip(args, answer.after, strict=False):
        if changed is not None and given.flags.writeable and changed.shape == given.shape:
            given[...] = changed.unpack()
    parts = tuple(part.unpack() if isinstance(part, Packed) else _stranger(part) for part in answer.parts)
    return parts if answer.several or len(parts) != 1 else parts[0]


def _stranger(other: Other) -> Any:
    """Something of a type of that name: what was returned is no array, and stays where it is."""
    return type(_identifier(other.type_name), (), {})()


def _error(answer: Answer) -> Exception:
    """What was raised there, as far as it was told."""
    if answer.type_name == "UsageError":
        return UsageError(answer.message, hint=answer.hint)
    if answer.type_name == "NotImplementedError":
        return NotImplementedError(answer.message)
    if answer.type_name == "StateChanged":
        return StateChanged(answer.message)
    if answer.type_name == "Changed":
        return Changed(answer.message)
    told: type[Exception] = type(_identifier(answer.type_name), (Exception,), {})
    return told(answer.message)


def _identifier(name: str) -> str:
    """A name that is none of ours and can be shown."""
    return re.sub(r"\W", "_", name, flags=re.ASCII) or "object"
