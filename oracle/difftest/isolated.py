"""A kernel in a process of its own, for kernels that may crash, or hang without giving back Python's lock.

The process is forked when the kernel is first called, so closures and open libraries come along; it is killed
when a call takes too long, and forked again by the next call. Arrays are rebuilt there as they lie in memory
here: strides, offset, alignment, byte order. What a fork cannot carry is other threads: a library that has
started its own before (OpenMP in PyTorch, say) may hang in the copy, which then is a time-out like any other.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import signal
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters import BoundKernel

__all__ = ["Crashed", "Isolated", "TooLong"]

Array = NDArray[Any]

_ALIGNMENT = 64


class TooLong(Exception):
    """The kernel has not answered in time; its process has been killed."""


class Crashed(Exception):
    """The kernel's process has ended."""


@dataclass(frozen=True)
class _Image:
    """An array as it lies in memory."""

    memory: bytes
    place: int
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    dtype: np.dtype[Any]
    writeable: bool

    @classmethod
    def of(cls, a: Array) -> _Image:
        start = a.__array_interface__["data"][0]
        reach = [(n - 1) * s for n, s in zip(a.shape, a.strides, strict=True)] if a.size else []
        low = sum(r for r in reach if r < 0)
        high = sum(r for r in reach if r > 0) + (a.itemsize if a.size else 0)
        memory = ctypes.string_at(start + low, high - low)
        place = (start + low) % _ALIGNMENT
        return cls(memory, place, -low, a.shape, a.strides, a.dtype, bool(a.flags.writeable))

    def array(self) -> Array:
        """The same in this process's memory."""
        room = np.zeros(len(self.memory) + 2 * _ALIGNMENT, np.uint8)
        first = (self.place - room.__array_interface__["data"][0]) % _ALIGNMENT
        room[first : first + len(self.memory)] = np.frombuffer(self.memory, np.uint8)
        out: Array = np.ndarray(self.shape, self.dtype, room.data, first + self.offset, self.strides)
        out.flags.writeable = self.writeable
        return out


class Isolated:
    """The parts of a kernel as functions that call it in another process.

    Args:
        kernel: the kernel.
        timeout: seconds that a call may take.

    Raises:
        UsageError: this system cannot fork.
    """

    def __init__(self, kernel: BoundKernel, timeout: float) -> None:
        if "fork" not in multiprocessing.get_all_start_methods():
            raise UsageError("this system cannot fork a process for the kernel", hint="do not isolate it")
        self.kernel = kernel
        self.timeout = timeout
        self._lock = threading.Lock()
        self._process: Any = None
        self._pipe: Connection | None = None

    def bound(self) -> BoundKernel:
        """The kernel that calls go through; parts that the kernel does not offer are not there."""
        parts: dict[str, Callable[..., Any]] = {}
        for part in ("forward", "jvp", "vjp"):
            if getattr(self.kernel, part) is not None:
                parts[part] = self._part(part)
        return BoundKernel(self.kernel.backend, **parts)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    def _part(self, part: str) -> Callable[..., Any]:
        def call(*args: Array) -> Any:
            with self._lock:
                return self._call(part, args)

        call.isolated = self.timeout  # type: ignore[attr-defined]  # tells Caller that this ends by itself
        return call

    def _call(self, part: str, args: tuple[Array, ...]) -> Any:
        pipe = self._start()
        try:
            pipe.send((part, [_Image.of(a) for a in args]))
            if not pipe.poll(self.timeout):
                self._stop()
                raise TooLong(f"no answer within {self.timeout:g} s")
            worked, answer, after = pipe.recv()
        except (EOFError, ConnectionError) as error:
            self._process.join(1.0)
            code = self._process.exitcode
            self._stop()
            how = f"signal {signal.Signals(-code).name}" if code and code < 0 else f"exit code {code}"
            raise Crashed(f"the kernel ended its process ({how})") from error
        for a, now in zip(args, after, strict=True):
            if now is not None and a.flags.writeable:
                a[...] = now
        if not worked:
            raise RuntimeError(answer)
        return answer

    def _start(self) -> Connection:
        if self._pipe is None or not self._process.is_alive():
            self._stop()
            context = multiprocessing.get_context("fork")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(self.kernel, theirs), daemon=True)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12, about threads
                self._process.start()
            theirs.close()
        return self._pipe

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _serve(kernel: BoundKernel, pipe: Connection) -> None:
    """What the other process does: answer calls until the pipe is closed."""
    with contextlib.suppress(EOFError, ConnectionError, KeyboardInterrupt):
        while True:
            part, images = pipe.recv()
            args = [image.array() for image in images]
            before = [a.tobytes() for a in args]
            try:
                with np.errstate(all="ignore"), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    reply = (True, getattr(kernel, part)(*args))
            except BaseException as error:  # noqa: BLE001 -- a kernel may raise anything; it is reported
                reply = (False, f"{type(error).__name__}: {error}")
            after = [None if a.tobytes() == was else a for a, was in zip(args, before, strict=True)]
            try:
                pipe.send((*reply, after))
            except (TypeError, AttributeError, ValueError) as error:  # an answer that cannot be sent
                pipe.send((False, f"its answer cannot be passed on: {error}", [None] * len(args)))
