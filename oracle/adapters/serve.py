"""The process of an isolated kernel: it loads kernels, calls them as it is asked to, and answers."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.errors import ProofgradError, UsageError
from proofgrad.oracle.adapters.callables import BoundKernel
from proofgrad.oracle.adapters.floating import kept_state
from proofgrad.oracle.adapters.load import load, takes_parameters
from proofgrad.oracle.adapters.parent import die_with_parent
from proofgrad.oracle.adapters.vectors import bind_vectors
from proofgrad.oracle.adapters.wire import PARTS, Answer, Changed, Other, Packed, comparable, write_answer

__all__ = ["serve"]

Array = NDArray[Any]


def serve() -> None:
    """The other side: answer requests on stdin until it ends, or the parent does. What kernels print goes to
    stderr.
    """
    parent, own_process = os.getppid(), os.getpid()
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb")
    os.close(0)
    os.open(os.devnull, os.O_RDONLY)
    sys.path[:] = pickle.load(requests)
    kernels: dict[Any, tuple[BoundKernel, dict[str, Any]]] = {}
    earlier: list[tuple[Array, bytes]] = []

    def work(request: tuple[Any, ...]) -> Answer:
        number, what = request[0], request[1]
        if what == "takes":
            return Answer(number, "value", value=bool(takes_parameters(*request[2:])))
        backend, node, params, inputs, parameters = request[2]
        name = (backend, node, comparable(params), inputs)
        if name not in kernels:
            own = dict(params)
            if inputs is None:
                kernels[name] = load(backend, node, own), own
            else:
                bound = bind_vectors(node, None, inputs, own, backend, parameters=parameters)
                kernels[name] = bound, own
        kernel, own = kernels[name]
        if what == "load":
            return Answer(number, "value", value=[p for p in PARTS if getattr(kernel, p) is not None])
        given = [p.unpack() for p in request[4]]
        before = [a.tobytes() for a in given]
        with kept_state():
            answer = getattr(kernel, request[3])(*given)
        if any(a.tobytes() != was for a, was in earlier):
            earlier.clear()
            raise Changed("its earlier answer was changed by this call")
        earlier.clear()
        if comparable(own.items()) != name[2]:
            del kernels[name]
            raise Changed("it changed its parameters (weights, options)")
        after = [Packed.of(a) if a.tobytes() != b else None for a, b in zip(given, before, strict=True)]
        parts = answer if isinstance(answer, (tuple, list)) else (answer,)
        earlier.extend((part, part.tobytes()) for part in parts if isinstance(part, np.ndarray))
        sent = [
            Packed.of(np.asarray(part))
            if isinstance(part, (np.ndarray, np.generic))
            else Other(_type_name(part))
            for part in parts
        ]
        return Answer(number, "called", several=isinstance(answer, (tuple, list)), parts=sent, after=after)

    while True:
        try:
            request = pickle.load(requests)
        except EOFError:
            return
        try:
            reply = work(request)
        except BaseException as error:  # noqa: BLE001 -- a kernel may raise anything; it is told
            reply = _raised(request[0], error)
        if os.getpid() != own_process:
            os._exit(0)  # a copy that the kernel made of its process has nothing to say
        write_answer(pipe, reply)


def _type_name(value: object) -> str:
    return str(type(value).__name__)


def _raised(number: int, error: BaseException) -> Answer:
    try:
        message = str(error)
    except BaseException:  # noqa: BLE001 -- even that may be the kernel's code
        message = "(what it says cannot be shown)"
    kind = "UsageError" if isinstance(error, UsageError) else type(error).__name__
    kind = "NotImplementedError" if isinstance(error, NotImplementedError) else kind
    if isinstance(error, ProofgradError):
        message = error.message
    return Answer(number, "raised", type_name=kind, message=message, hint=getattr(error, "hint", None))
