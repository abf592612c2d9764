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
from proofgrad.oracle.adapters.vectors import bind_vectors
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
        backend, node, params, inputs, parameters = request[1]
        name = (backend, node, comparable(params), inputs)
        if name not in kernels:
            own = dict(params)
            if inputs is None:
                kernels[name] = load(backend, node, own), own
            else:
                bound = bind_vectors(node, None, inputs, own, backend, parameters=parameters)
                kernels[name] = bound, own
        kernel, own = kernels[name]
        if request[0] == "load":
            return [part for part in PARTS if getattr(kernel, part) is not None]
        given = [p.unpack() for p in request[3]]
        before = [a.tobytes() for a in given]
        answer = getattr(kernel, request[2])(*given)
        if any(a.tobytes() != was for a, was in earlier):
            earlier.clear()
            raise Changed("its earlier answer was changed by this call")
        earlier.clear()
        if comparable(own.items()) != name[2]:
            del kernels[name]
            raise Changed("it changed its parameters (weights, options)")
        after = [a if a.tobytes() != b else None for a, b in zip(given, before, strict=True)]
        parts = answer if isinstance(answer, (tuple, list)) else (answer,)
        earlier.extend((part, part.tobytes()) for part in parts if isinstance(part, np.ndarray))
        sent = tuple(Packed.of(part) if isinstance(part, np.ndarray) else part for part in parts)
        return (sent if isinstance(answer, (tuple, list)) else sent[0]), after

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
