"""One piece of a sweep: some segments of one kernel, done by whatever process is told to."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.adapters import load
from proofgrad.oracle.adapters.callables import BoundKernel, wrap
from proofgrad.oracle.formula import Reference
from proofgrad.oracle.sweep.compare import Comparison
from proofgrad.oracle.sweep.kept import patches
from proofgrad.oracle.sweep.stretches import numbers, segment
from proofgrad.oracle.sweep.tally import Tally
from proofgrad.oracle.ulp import Format, format_of

__all__ = ["Subject", "Task", "kernel_of", "run"]

_SAMPLED = 64
"""Numbers of an undecided stretch that are enclosed all the same: a search, not a proof."""


@dataclass(frozen=True)
class Subject:
    """What is swept.

    Attributes:
        tree: the formula, without parameters.
        node: the node's short name.
        backend: ``numpy``, a framework, or ``MODULE:ATTR``.
        params: of the node.
        dtype: the format.
        what: ``forward`` or ``jvp`` (in direction 1).
        target: the kernel itself, in place of the one that `backend` names; it must travel to where it is
            run.
    """

    tree: Tree
    node: str
    backend: str
    params: tuple[tuple[str, float], ...]
    dtype: str
    what: str
    target: Any = None


@dataclass(frozen=True)
class Task:
    """Segments `first`, ..., `first + count - 1` of a subject."""

    subject: Subject
    first: int
    count: int
    folder: Path | None = None


def kernel_of(subject: Subject) -> BoundKernel:
    """The kernel. Raises UsageError where there is none."""
    params = dict(subject.params)
    if subject.target is not None:
        return wrap(subject.target, node=subject.node, params=params, backend=subject.backend)
    return load(subject.backend, subject.node, params)


def call(kernel: BoundKernel, what: str, x: NDArray[Any], fmt: Format) -> NDArray[Any]:
    """The kernel's answers; TypeError if they have another shape or dtype."""
    if what == "forward":
        found = None if kernel.forward is None else kernel.forward(x)
    else:
        found = None if kernel.jvp is None else kernel.jvp(x, np.ones(len(x), fmt.dtype))
    if found is None:
        raise TypeError(f"the kernel has no {what}")
    out = np.asarray(found)
    if out.shape != x.shape or out.dtype != fmt.dtype:
        raise TypeError(f"answered with {out.dtype} of shape {out.shape}, wanted {fmt.dtype} of {x.shape}")
    return out


def run(task: Task) -> Tally:
    """Compare a kernel with its formula on the segments of a task."""
    began = time.perf_counter()
    subject, fmt = task.subject, format_of(task.subject.dtype, narrowest=True)
    comparison = Comparison(Reference((subject.tree,)), fmt)
    found = patches(subject.tree, fmt, task.first, task.count, task.folder)
    kernel = kernel_of(subject)
    tally = Tally()
    for number, patch in enumerate(found, task.first):
        whole = segment(fmt, number)
        started = time.perf_counter()
        try:
            got = call(kernel, subject.what, numbers(fmt, whole), fmt)
        except Exception as error:  # noqa: BLE001 -- a kernel may raise anything; it is told
            message = f"{type(error).__name__}: {error}"[:200]
            tally.failures[message] = tally.failures.get(message, 0) + 1
            tally.undecided += whole.count
            continue
        tally.seconds[0] += time.perf_counter() - started

        def of(stretch: Any, got: NDArray[Any] = got, start: int = whole.first) -> NDArray[Any]:
            return got[stretch.first - start : stretch.first - start + stretch.count]

        for polynomial in patch.polynomials:
            comparison.polynomial(tally, polynomial, of(polynomial.stretch))
        for stretch, sign in patch.overflow:
            comparison.overflow(tally, stretch, sign, of(stretch))
        for stretch in patch.single:
            comparison.single(tally, stretch, of(stretch))
        tally.conventional += sum(s.count for s in patch.conventional)
        for stretch in patch.undecided:
            few = type(stretch)(stretch.sign, stretch.first, min(_SAMPLED, stretch.count))
            comparison.single(tally, few, of(few))
            tally.undecided += stretch.count - few.count
    tally.seconds[1] += time.perf_counter() - began
    return tally
