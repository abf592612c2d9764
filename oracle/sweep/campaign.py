"""A sweep from one end to the other: the formula, the pieces, who does them, and what was found."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.code_digest import code_digest
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters import FRAMEWORKS
from proofgrad.oracle.formula import Reference
from proofgrad.oracle.formula.trees import bind
from proofgrad.oracle.sweep.journal import Journal
from proofgrad.oracle.sweep.kept import formula_key
from proofgrad.oracle.sweep.schedule import done_by
from proofgrad.oracle.sweep.special import Special, special_values
from proofgrad.oracle.sweep.stretches import segment_count
from proofgrad.oracle.sweep.tally import LEVELS, Tally
from proofgrad.oracle.sweep.task import Subject, Task, call, kernel_of, run
from proofgrad.oracle.ulp import Format, format_of

__all__ = ["Sweep", "sweep"]

PIECE = 128
"""Segments of a piece: 8.4 million numbers of float32, some hundred milliseconds of work."""


@dataclass(slots=True)
class Sweep:
    """What a sweep found.

    Attributes:
        node: short name.
        backend: whose kernel.
        dtype: the format.
        what: ``forward`` or ``jvp`` (f' times 1).
        params: values of the node's parameters.
        segments: how many of the format's segments were done, and how many there are.
        tally: what was seen.
        special: the special inputs.
        worst: of the input with the largest bound: its value and bits, the answer, the wanted value, and the
            error found there with Arb; None if nothing was compared.
        seconds: wall-clock, this run's.
        limit: the bound that was asked for, in ULP, or None.
    """

    node: str
    backend: str
    dtype: str
    what: str
    params: Mapping[str, float]
    segments: tuple[int, int]
    tally: Tally
    special: list[Special] = field(default_factory=list)
    worst: dict[str, Any] | None = None
    seconds: float = 0.0
    limit: float | None = None

    @property
    def whole(self) -> bool:
        """Whether every input of the format was judged."""
        return self.segments[0] == self.segments[1] and not self.tally.undecided and not self.tally.failures

    @property
    def verdict(self) -> str:
        """``fail`` where something is certainly wrong, ``pass`` where all was judged and nothing is, else
        ``inconclusive``.
        """
        wrong = self.tally.wrong_count or any(s.right is False for s in self.special)
        attained = self.worst["error"] if self.worst and self.worst["error"] is not None else 0.0
        if wrong or (self.limit is not None and attained > self.limit):
            return "fail"
        if not self.whole or not self.tally.inputs:
            return "inconclusive"
        if self.limit is not None and self.tally.bound > self.limit:
            return "inconclusive"  # within the slack of the bound: neither shown
        return "pass"

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "node": self.node,
            "backend": self.backend,
            "dtype": self.dtype,
            "what": self.what,
            "params": dict(self.params),
            "verdict": self.verdict,
            "segments": list(self.segments),
            "tally": self.tally.to_json(),
            "levels": list(LEVELS),
            "special": [
                {"input": s.input, "got": s.got, "wanted": s.wanted, "right": s.right} for s in self.special
            ],
            "worst": self.worst,
            "seconds": self.seconds,
            "limit": self.limit,
        }


def sweep(
    node: Node,
    kernel: Any = None,
    *,
    backend: str = "numpy",
    dtype: Any = "float32",
    what: str = "forward",
    params: Mapping[str, float] | None = None,
    segments: range | None = None,
    budget: float | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    kept: Path | None = None,
    fresh: bool = False,
    limit: float | None = None,
    on_piece: Callable[[int, int], None] | None = None,
) -> Sweep:
    """Compare a kernel with its formula at every input of a format.

    Args:
        node: an elementwise node.
        kernel: as in :func:`proofgrad.oracle.test`; None for the one that `backend` names. One that is given
            stays in this process, and nothing of it is remembered.
        backend: ``numpy``, a framework, or ``MODULE:ATTR``.
        dtype: a format of at most 32 bits.
        what: ``forward``, or ``jvp`` in direction 1.
        params: values of the node's parameters under their Lean names.
        segments: only these; None for all.
        budget: stop after so many seconds; what is missing makes the result inconclusive.
        jobs: processes of this machine.
        scheduler: a Dask scheduler instead (its address, or a scheduler file).
        kept: a folder for certified polynomials and for the journal; a sweep that was stopped goes on there.
        fresh: forget what the journal has.
        limit: the largest error allowed, in ULP.
        on_piece: called with the number of pieces that are done, and of all.

    Raises:
        UsageError: no elementwise node, a format too large, a parameter without a value, no such backend.
    """
    fmt = format_of(dtype, narrowest=True)
    if node.formula is None:
        raise UsageError(f"{node.short_name} is no function of one number", hint="proofgrad test tests it")
    if fmt.bits > 32:
        raise UsageError(f"{fmt.name} has too many numbers to test them all", hint="--dtype float32")
    if what not in ("forward", "jvp"):
        raise UsageError(f"no part {what!r} to sweep", hint="forward or jvp")
    values = {name: float(v) for name, v in (params or {}).items()}
    tree = bind(node.formula.f if what == "forward" else node.formula.df, values)
    own = tuple(sorted(values.items()))
    subject = Subject(tree, node.short_name, backend, own, fmt.name, what, kernel)
    bound = kernel_of(subject)
    total = segment_count(fmt)
    wanted = range(total) if segments is None else range(total)[segments.start : segments.stop]
    pieces = [
        Task(subject, first, min(PIECE, wanted.stop - first), kept)
        for first in range(wanted.start, wanted.stop, PIECE)
    ]
    began = time.monotonic()
    file = None
    if kept is not None and kernel is None and (mark := kernel_mark(backend)) is not None:
        about = json.dumps([formula_key(tree, fmt), subject.node, backend, own, what, mark])
        name = hashlib.sha256(about.encode()).hexdigest()[:32]
        file = kept / "sweep" / "journals" / f"{name}.jsonl"
    journal = Journal(file)
    if fresh:
        journal.forget()
    known = journal.read()
    tally, done = Tally(), 0
    for task in pieces:
        if (seen := known.get((task.first, task.count))) is not None:
            tally.add(seen)
            done += task.count
    todo = [t for t in pieces if (t.first, t.count) not in known]
    finished = len(pieces) - len(todo)
    if on_piece is not None:
        on_piece(finished, len(pieces))
    if kernel is not None:
        jobs, scheduler = 1, None
    stream = done_by(run, todo, jobs=jobs, scheduler=scheduler)
    try:
        for number, found in stream:
            task = todo[number]
            tally.add(found)
            done += task.count
            finished += 1
            if not found.failures:
                journal.write(task.first, task.count, found)
            if on_piece is not None:
                on_piece(finished, len(pieces))
            if budget is not None and time.monotonic() - began > budget:
                break
    finally:
        stream.close()  # type: ignore[attr-defined]
    reference = Reference((tree,))
    out = Sweep(node.short_name, backend, fmt.name, what, values, (done, total), tally, limit=limit)
    if not tally.failures:
        out.special = special_values(reference, fmt, lambda x: call(bound, what, x, fmt))
        if tally.worst is not None:
            out.worst = _worst(reference, fmt, tally.worst, lambda x: call(bound, what, x, fmt))
    out.seconds = time.monotonic() - began
    return out


def _worst(reference: Reference, fmt: Format, bits: int, answer: Callable[[Any], Any]) -> dict[str, Any]:
    """The error at one input, enclosed with Arb."""
    x = fmt.from_bits(np.array([bits], dtype=np.uint64))
    got = answer(x)
    (found,) = reference.enclose(x, fmt)
    error = abs(float(found.values.errors(got)[0]))
    return {
        "input": float(x[0]),
        "bits": fmt.hex(x[0]),
        "got": repr(float(got[0])),
        "wanted": repr(float(found.values.approximate()[0])),
        "error": error if np.isfinite(error) else None,
    }


def kernel_mark(backend: str) -> str | None:
    """What a kernel's answers depend on, as far as it can be seen; None where nothing can be remembered.

    The project's own kernels by their sources, a framework by its version, ``MODULE:ATTR`` by the bytes of
    that module's file (what it imports is not looked at: ``--fresh`` forgets).
    """
    machine = np.__version__
    if backend == "numpy":
        return f"{machine} {code_digest('oracle/kernels')}"
    if backend in FRAMEWORKS:
        return f"{machine} {importlib.metadata.version(FRAMEWORKS[backend].module)}"
    try:
        spec = importlib.util.find_spec(backend.partition(":")[0])
        source = Path(str(spec.origin)).read_bytes() if spec is not None and spec.origin else b""
    except (ImportError, OSError, ValueError):
        return None
    return f"{machine} {hashlib.sha256(source).hexdigest()}" if source else None
