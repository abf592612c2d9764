"""The process of an isolated kernel: it loads kernels, calls them as it is asked to, and answers."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.adapters.callables import BoundKernel
from proofgrad.oracle.adapters.load import load, takes_parameters
from proofgrad.oracle.adapters.vectors import flat_kernel
from proofgrad.oracle.adapters.wire import PARTS, Changed, Packed, comparable

__all__ = ["serve"]

Array = NDArray[Any]


def serve() -> None:
    """The other side: answer requests on stdin until it ends. What kernels print goes to stderr."""
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
            return takes_parameters(*request[1:])
        backend, node, params, formula = request[1]
        name = (backend, node, comparable(params), formula)
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
        if comparable(own.items()) != name[2]:
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
