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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.adapters import BoundKernel, Crashed
from proofgrad.oracle.adapters.floating import StateChanged, kept_process, kept_state
from proofgrad.oracle.adapters.replaced import Names, judges, put_back
from proofgrad.oracle.difftest.verdict import KernelError
from proofgrad.oracle.ulp import Format

__all__ = ["Caller"]

Array = NDArray[Any]


_FILLED = 4096
"""Numbers, at least, in arrays for a backend that compiles for every shape."""


_SHOWN = 5
"""Names of functions that are told."""

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
        options: arrays that the kernel was given besides its inputs, and must not write into.
        shared: parts whose answers lay in the memory of an argument.
        names: the functions that judge, as they were before the first call.
    """

    kernel: BoundKernel
    node: str
    fmt: Format
    timeout: float = 60.0
    options: Mapping[str, Any] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set, compare=False, repr=False)
    names: Names = field(default_factory=judges, compare=False, repr=False)
    _hung: list[str] = field(default_factory=list, compare=False, repr=False)
    """Parts that have not answered in time."""

    def __call__(
        self,
        part: str,
        *args: Array,
        shapes: Sequence[tuple[int, ...]] | None = None,
        copy: bool = True,
    ) -> Array | KernelError:
        """``kernel.part(*args)`` as an array of native byte order, or what went wrong.

        Args:
            part: ``forward``, ``jvp`` or ``vjp``.
            args: what it is called with.
            shapes: of a vector node, what the answer must have: one, or for ``vjp`` one for each input. The
                entries come back one after the other. None: the answer has the shape of the first argument.
            copy: whether the kernel gets copies; else it gets the very arrays, in their layout.
        """
        function = getattr(self.kernel, part)
        if function is None:
            return self._error("missing", part, args, "the backend does not offer it")
        given = [a.copy() for a in args] if copy else list(args)
        filled = self.kernel.per_shape and copy and shapes is None and args[0].ndim == 1 and args[0].size > 0
        if filled:  # with numbers of its own, again from the first
            given = [np.resize(a, max(_FILLED, 1 << (len(a) - 1).bit_length())) for a in given]
        before, own = [a.tobytes() for a in given], self._own()
        if self._hung:  # a thread that cannot be stopped is enough
            text = f"not called: it has not answered within {self.timeout:g} s before"
            return self._error("timeout", part, args, text)
        answer = _run(function, given, self.timeout)
        if replaced := put_back(self.names):
            text = f"it replaced what it shares with others: {', '.join(replaced[:_SHOWN])}"
            return self._error("state", part, args, text)
        found = self._finished(part, args, given, answer, shapes)
        if isinstance(found, KernelError):
            return found
        for i, (a, was) in enumerate(zip(given, before, strict=True)):
            if a.tobytes() != was:
                return self._error("mutated", part, args, f"it changed its argument number {i + 1} in place")
        if self._own() != own:
            return self._error("mutated", part, args, "it changed a parameter in place")
        self._look_for_sharing(part, answer, given)
        return found[: len(args[0])] if filled else found

    def together(
        self,
        part: str,
        first: Sequence[Array],
        second: Sequence[Array],
        shapes: Sequence[tuple[int, ...]] | None = None,
    ) -> tuple[Array | KernelError, Array | KernelError]:
        """Two calls at the same time, each in a thread of its own; arrays of the same shapes."""
        function, given = getattr(self.kernel, part), [[a.copy() for a in args] for args in (first, second)]
        answers = _run_both(function, given, self.timeout)
        one, other = (
            self._finished(part, tuple(args), own, answer, shapes)
            for args, own, answer in zip((first, second), given, answers, strict=True)
        )
        return one, other

    def _finished(
        self,
        part: str,
        args: tuple[Array, ...],
        given: Sequence[Array],
        answer: Any,
        shapes: Sequence[tuple[int, ...]] | None,
    ) -> Array | KernelError:
        """An answer of the right form, or what went wrong."""
        if isinstance(answer, _Late):
            self._hung.append(part)
            return self._error(
                "timeout", part, args, f"no answer within {self.timeout:g} s (--timeout, timeout=)"
            )
        if isinstance(answer, _Raised) and isinstance(answer.error, NotImplementedError):
            return self._error("missing", part, args, f"not implemented: {_brief(answer.error)}")
        if isinstance(answer, _Raised) and isinstance(answer.error, StateChanged):
            return self._error("state", part, args, str(answer.error))
        if isinstance(answer, _Raised) and isinstance(answer.error, Crashed):
            return self._error("crashed", part, args, str(answer.error))
        if isinstance(answer, _Raised):
            return self._error("raised", part, args, f"{type(answer.error).__name__}: {_brief(answer.error)}")
        if shapes is None:
            return self._checked(part, args, answer, given[0].shape)
        return self._several(part, args, answer, shapes)

    def _own(self) -> list[bytes]:
        return [v.tobytes() for v in self.options.values() if isinstance(v, np.ndarray)]

    def _look_for_sharing(self, part: str, answer: Any, given: Sequence[Array]) -> None:
        answers = answer if isinstance(answer, (tuple, list)) else (answer,)
        if any(np.may_share_memory(y, a) for y in answers for a in given if isinstance(y, np.ndarray)):
            self.shared.add(part)

    def stays(self, part: str, first: tuple[Array, ...], second: tuple[Array, ...]) -> KernelError | None:
        """Whether an answer outlives the next call; an error if a call on `second` changes the answer to
        `first`, as a kernel does that answers out of one buffer."""
        function = getattr(self.kernel, part)
        kept = _arrays(_run(function, [a.copy() for a in first], self.timeout))
        before = [a.tobytes() for a in kept]
        _run(function, [a.copy() for a in second], self.timeout)
        if before == [a.tobytes() for a in kept]:
            return None
        return self._error("aliased", part, first, "its answer was changed by the next call")

    def _several(
        self, part: str, args: tuple[Array, ...], answer: Any, shapes: Sequence[tuple[int, ...]]
    ) -> Array | KernelError:
        if part != "vjp":
            found = self._checked(part, args, answer, shapes[0])
            return found if isinstance(found, KernelError) else found.ravel()
        if not isinstance(answer, (tuple, list)) or len(answer) != len(shapes):
            text = f"it did not return a tuple of {len(shapes)} arrays, one for each input"
            return self._error("type", part, args, text)
        parts = []
        for value, shape in zip(answer, shapes, strict=True):
            found = self._checked(part, args, value, shape)
            if isinstance(found, KernelError):
                return found
            parts.append(found.ravel())
        return np.concatenate(parts)

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
        return KernelError(kind, f"{self.kernel.backend}: {part} of {self.node} on {_describe(args)}: {text}")


def _arrays(answer: Any) -> list[Array]:
    parts = answer if isinstance(answer, (tuple, list)) else (answer,)
    return [part for part in parts if isinstance(part, np.ndarray)]


def _brief(error: BaseException) -> str:
    """The first line of what an exception says that is not empty, cut if it is very long."""
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 -- it is a kernel's own exception
        text = "an exception that cannot be shown"
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= _LINE else line[: _LINE - 4] + " ..."


def _describe(args: Sequence[Array]) -> str:
    first = args[0]
    head = ", ".join(str(v) for v in first.ravel()[:3].tolist())
    more = ", ..." if first.size > 3 else ""
    form = ", ".join(f"{a.dtype}{list(a.shape)}" for a in args)
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
        own = os.getpid()
        while True:
            function, args = self.jobs.get()
            try:
                with np.errstate(all="ignore"), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    with kept_state():
                        answer = function(*args)
            except BaseException as error:  # noqa: BLE001 -- a kernel may raise anything; it is reported
                answer = _Raised(error)
            if os.getpid() != own:
                os._exit(0)  # a copy that the kernel made of this process: it is not asked
            self.answers.put(answer)
            del function, args, answer


_idle: list[_Worker] = []
"""Workers without a call; more than one if several threads test kernels."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # their threads are not there


def _worker() -> _Worker:
    try:
        return _idle.pop()
    except IndexError:
        return _Worker()


def _run(function: Callable[..., Any], args: list[Array], timeout: float) -> Any:
    return _run_both(function, [args], timeout)[0]


def _run_both(function: Callable[..., Any], calls: Sequence[list[Array]], timeout: float) -> list[Any]:
    """The answers to calls that are made at the same time."""
    workers = [_worker() for _ in calls]
    answers: list[Any] = []
    # What a kernel prints is no part of what this program says on stdout.
    with kept_process(), contextlib.redirect_stdout(sys.stderr):
        for worker, args in zip(workers, calls, strict=True):
            worker.jobs.put((function, args))
        for worker in workers:
            try:
                answers.append(worker.answers.get(timeout=timeout))
                _idle.append(worker)
            except queue.Empty:
                answers.append(_Late())
    return answers
