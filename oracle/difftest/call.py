"""Calling a kernel that may do anything: raise, hang, answer in the wrong shape or dtype, write into its
input.

Calls run in a thread beside ours. Python cannot stop a thread: one that does not answer in time is left
behind, the kernel is not called again, and since the thread is a daemon the process ends without it. What a
thread cannot guard against is native code that never gives back Python's lock: nothing else of the process
runs then, this time-out included. For such kernels there is :mod:`proofgrad.oracle.adapters.isolated`: the
calls are made in another process, which is killed.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.adapters import BoundKernel, Crashed
from proofgrad.oracle.difftest.verdict import KernelError
from proofgrad.oracle.ulp import Format

__all__ = ["Caller"]

Array = NDArray[Any]


_FILLED = 4096
"""Numbers, at least, in arrays for a backend that compiles for every shape."""


_LINE = 240
"""Characters of a kernel's message that are shown: compilers explain themselves at length."""


@dataclass(frozen=True)
class Caller:
    """Calls the parts of one kernel and checks the form of its answers.

    Attributes:
        kernel: the kernel.
        node: the node's name, for messages.
        fmt: the dtype that answers must have.
        timeout: seconds per call; a call that takes longer is left to its (daemon) thread.
        shapes: of the inputs that the first argument has the entries of, one after the other, for messages.
    """

    kernel: BoundKernel
    node: str
    fmt: Format
    timeout: float = 60.0
    shapes: tuple[tuple[int, ...], ...] = ()
    _hung: list[str] = field(default_factory=list, compare=False, repr=False)
    """Parts that have not answered in time."""

    def __call__(
        self, part: str, *args: Array, shape: tuple[int, ...] | None = None, copy: bool = True
    ) -> Array | KernelError:
        """``kernel.part(*args)`` as an array of native byte order, or what went wrong.

        Args:
            part: ``forward``, ``jvp`` or ``vjp``.
            args: what it is called with.
            shape: what the answer must have; that of the first argument if None.
            copy: whether the kernel gets copies; else it gets the very arrays, in their layout.
        """
        function = getattr(self.kernel, part)
        if function is None:
            return self._error("missing", part, args, "the backend does not offer it")
        given = [a.copy() for a in args] if copy else list(args)
        filled = self.kernel.per_shape and copy and shape is None and args[0].ndim == 1 and args[0].size > 0
        if filled:  # with numbers of its own, again from the first
            given = [np.resize(a, max(_FILLED, 1 << (len(a) - 1).bit_length())) for a in given]
        before = [a.tobytes() for a in given]
        if self._hung:  # a thread that cannot be stopped is enough
            text = f"not called: it has not answered within {self.timeout:g} s before"
            return self._error("timeout", part, args, text)
        answer = _run(function, given, self.timeout)
        if isinstance(answer, _Late):
            self._hung.append(part)
            return self._error(
                "timeout", part, args, f"no answer within {self.timeout:g} s (--timeout, timeout=)"
            )
        if isinstance(answer, _Raised) and isinstance(answer.error, NotImplementedError):
            return self._error("missing", part, args, f"not implemented: {_brief(answer.error)}")
        if isinstance(answer, _Raised) and isinstance(answer.error, Crashed):
            return self._error("crashed", part, args, str(answer.error))
        if isinstance(answer, _Raised):
            return self._error("raised", part, args, f"{type(answer.error).__name__}: {_brief(answer.error)}")
        for i, (a, was) in enumerate(zip(given, before, strict=True)):
            if a.tobytes() != was:
                return self._error("mutated", part, args, f"it changed its argument number {i + 1} in place")
        found = self._checked(part, args, answer, given[0].shape if shape is None else shape)
        return found[: len(args[0])] if filled and not isinstance(found, KernelError) else found

    def stays(self, part: str, first: tuple[Array, ...], second: tuple[Array, ...]) -> KernelError | None:
        """Whether an answer outlives the next call; an error if a call on `second` changes the answer to
        `first`, as a kernel does that answers out of one buffer."""
        function = getattr(self.kernel, part)
        kept = _run(function, [a.copy() for a in first], self.timeout)
        before = np.array(kept, copy=True) if isinstance(kept, np.ndarray) else None
        _run(function, [a.copy() for a in second], self.timeout)
        if before is None or before.tobytes() == kept.tobytes():
            return None
        return self._error("aliased", part, first, "its answer was changed by the next call")

    def _checked(
        self, part: str, args: tuple[Array, ...], answer: Any, shape: tuple[int, ...]
    ) -> Array | KernelError:
        if not isinstance(answer, (np.ndarray, np.generic)):
            return self._error(
                "type", part, args, f"it returned a {type(answer).__name__}, not a NumPy array"
            )
        result = np.asarray(answer)
        if result.dtype.newbyteorder("=") != self.fmt.dtype:
            return self._error("dtype", part, args, f"it returned {result.dtype}, not {self.fmt.name}")
        if result.shape != shape:
            return self._error("shape", part, args, f"it returned shape {result.shape}, not {shape}")
        return result.astype(self.fmt.dtype)

    def _error(self, kind: str, part: str, args: tuple[Array, ...], text: str) -> KernelError:
        what = ", ".join(_describe(a, self.shapes if i == 0 else ()) for i, a in enumerate(args))
        return KernelError(kind, f"{self.kernel.backend}: {part} of {self.node} on {what}: {text}")


def _brief(error: BaseException) -> str:
    """The first line of what an exception says that is not empty, cut if it is very long."""
    line = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return line if len(line) <= _LINE else line[: _LINE - 4] + " ..."


def _describe(a: Array, shapes: tuple[tuple[int, ...], ...] = ()) -> str:
    head = ", ".join(str(v) for v in a.ravel()[:3].tolist())
    more = ", ..." if a.size > 3 else ""
    form = ", ".join(f"{a.dtype}{list(shape)}" for shape in shapes or (a.shape,))
    return f"{form} [{head}{more}]"


@dataclass(frozen=True)
class _Raised:
    error: BaseException


class _Late:
    pass


class _Worker:
    """A daemon thread that calls kernels, one after the other. It is kept between calls, as a framework keeps
    state (pools of threads, above all) for every thread that calls it, and left to itself when a call is
    late.
    """

    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[tuple[Callable[..., Any], list[Array]]] = queue.SimpleQueue()
        self.answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while True:
            function, args = self.jobs.get()
            try:
                with np.errstate(all="ignore"), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    answer = function(*args)
            except BaseException as error:  # noqa: BLE001 -- a kernel may raise anything; it is reported
                answer = _Raised(error)
            self.answers.put(answer)
            del function, args, answer


_idle: list[_Worker] = []
"""Workers without a call; more than one if several threads test kernels."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # their threads are not there


def _run(function: Callable[..., Any], args: list[Array], timeout: float) -> Any:
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
    try:
        # What a kernel prints is no part of what this program says on stdout.
        with contextlib.redirect_stdout(sys.stderr):
            worker.jobs.put((function, args))
            answer = worker.answers.get(timeout=timeout)
    except queue.Empty:
        return _Late()
    _idle.append(worker)
    return answer
