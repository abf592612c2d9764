"""A kernel in a process of its own, so that one that dies (a segmentation fault, os._exit) takes nothing
along.

The process is started for the first call, kept for the next ones, and started anew after it died or was
given up. Arrays travel through a pipe as the bytes that they span with their strides, so that the kernel
sees the same layout and alignment. What the kernel does to its arguments, and an earlier answer that changes
later, are told back.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import VectorFormula
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.callables import BoundKernel
from proofgrad.oracle.adapters.frameworks import FRAMEWORKS

__all__ = ["Crashed", "isolated"]

Array = NDArray[Any]
PARTS = ("forward", "jvp", "vjp")


class Crashed(Exception):
    """The process of a kernel died while it was called."""


class Changed(Exception):
    """An answer that the kernel gave earlier, or a parameter of it, was changed by a call."""


@dataclass(frozen=True)
class Packed:
    """An array with its layout: the bytes that it spans, and where in them it starts.

    Attributes:
        data: the bytes.
        shape: of the array.
        strides: in bytes.
        dtype: of the array.
        start: place of its first element in `data`.
        place: address modulo 64 of `data`, so that alignment stays what it was.
        writeable: whether the kernel may write.
    """

    data: bytes
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    dtype: np.dtype[Any]
    start: int
    place: int
    writeable: bool

    @classmethod
    def of(cls, a: Array) -> Packed:
        """Pack an array."""
        first = a.__array_interface__["data"][0]
        steps = [(n - 1) * s for n, s in zip(a.shape, a.strides, strict=True)]
        low = first + sum(min(0, s) for s in steps)
        high = first + sum(max(0, s) for s in steps) + a.itemsize
        # All bytes between the ends, whatever lies between the elements.
        data = ctypes.string_at(low, high - low) if a.size else b""
        low = low if a.size else first
        return cls(data, a.shape, a.strides, a.dtype, first - low, low % 64, bool(a.flags.writeable))

    def unpack(self) -> Array:
        """The array again, in memory of its own."""
        raw = np.zeros(len(self.data) + 128, np.uint8)
        shift = (self.place - raw.__array_interface__["data"][0]) % 64
        raw[shift : shift + len(self.data)] = np.frombuffer(self.data, np.uint8)
        out: Array = np.ndarray(self.shape, self.dtype, raw.data, shift + self.start, self.strides)
        out.flags.writeable = self.writeable
        return out


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
            command = [sys.executable, "-c", "from proofgrad.oracle.adapters.isolated import serve; serve()"]
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
    formula: VectorFormula | None = None,
) -> BoundKernel:
    """The kernel of a node in a backend, in another process.

    Args:
        backend: as in :func:`proofgrad.oracle.adapters.load.load`.
        node: the node's short name.
        params: values of its parameters; what a vector node has besides its inputs.
        formula: for a vector node, whose shapes its inputs and result have.

    Raises:
        UsageError: as :func:`proofgrad.oracle.adapters.load.load`; or the process died while it loaded it.
    """
    key = (backend, node, tuple((params or {}).items()), formula)
    try:
        offered = _process.ask(("load", key))
    except Crashed as error:
        raise UsageError(f"cannot load {backend!r} for {node}: {error}") from error
    found: dict[str, Callable[..., Any]] = {part: partial(_call, key, part) for part in offered}
    return BoundKernel(backend, **found, per_shape=backend in FRAMEWORKS and FRAMEWORKS[backend].per_shape)


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
    return answer.unpack() if isinstance(answer, Packed) else answer


def _bytes(params: Iterable[tuple[str, Any]]) -> tuple[Any, ...]:
    """Parameters as they can be compared: arrays by their shape, dtype and bytes."""
    return tuple(
        (k, v.shape, v.dtype.str, v.tobytes()) if isinstance(v, np.ndarray) else (k, v) for k, v in params
    )


def serve() -> None:
    """The other side: answer requests on stdin until it ends. What kernels print goes to stderr."""
    from proofgrad.oracle.adapters.load import load
    from proofgrad.oracle.adapters.load import takes_parameters as takes
    from proofgrad.oracle.adapters.vectors import flat_kernel

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb")
    os.close(0)
    os.open(os.devnull, os.O_RDONLY)
    sys.path[:] = pickle.load(requests)
    kernels: dict[Any, tuple[BoundKernel, dict[str, Any]]] = {}
    earlier: list[tuple[Array, bytes]] = []

    def work(request: tuple[Any, ...]) -> Any:
        if request[0] == "takes":
            return takes(*request[1:])
        backend, node, params, formula = request[1]
        name = (backend, node, _bytes(params), formula)
        if name not in kernels:
            own = dict(params)
            if formula is None:
                kernels[name] = load(backend, node, own), own
            else:
                kernels[name] = flat_kernel(node, None, formula, own, backend), own
        kernel, own = kernels[name]
        if request[0] == "load":
            return [part for part in PARTS if getattr(kernel, part) is not None]
        given = [p.unpack() for p in request[3]]
        before = [a.tobytes() for a in given]
        answer = getattr(kernel, request[2])(*given)
        if earlier and earlier[0][0].tobytes() != earlier[0][1]:
            earlier.clear()
            raise Changed("its earlier answer was changed by this call")
        earlier.clear()
        if _bytes(own.items()) != name[2]:
            del kernels[name]
            raise Changed("it changed its parameters (weights, options)")
        after = [a if a.tobytes() != b else None for a, b in zip(given, before, strict=True)]
        if isinstance(answer, np.ndarray):
            earlier.append((answer, answer.tobytes()))
            return Packed.of(answer), after
        return answer, after

    while True:
        try:
            request = pickle.load(requests)
        except EOFError:
            return
        try:
            reply: tuple[str, Any] = ("answer", work(request))
        except BaseException as error:  # noqa: BLE001 -- a kernel may raise anything; it is told
            reply = ("raise", error)
        try:
            data = pickle.dumps(reply)
            pickle.loads(data)
        except Exception as error:  # noqa: BLE001 -- what cannot travel is told by its type
            what = reply[1][0] if reply[0] == "answer" else reply[1]
            told = f"{type(what).__name__}: {what}" if reply[0] == "raise" else type(what).__name__
            data = pickle.dumps(("raise", RuntimeError(f"{told} (does not leave its process: {error})")))
        pipe.write(data)
        pipe.flush()
