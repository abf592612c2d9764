"""Sweeps of nodes of a catalogue, one after the other; results as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from proofgrad.bridge.settings import jobs
from proofgrad.oracle.work.kept import kept_folder
from proofgrad.oracle.work.progress import Progress, silent

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Node
    from proofgrad.oracle.sweep import Sweep

__all__ = ["SweepOptions", "sweeps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepOptions:
    """How kernels are swept.

    Attributes:
        project: folder of a Lean project; None for the library that ships with proofgrad.
        backend: ``numpy``, a framework, or ``MODULE:ATTR``.
        dtype: a format of at most 32 bits.
        what: ``forward``, ``jvp``.
        params: values of parameters; those that a node does not have are passed over.
        segments: only these; None for all.
        budget: seconds for each sweep.
        jobs: processes; None for PROOFGRAD_JOBS or the number of usable cores.
        scheduler: a Dask scheduler instead.
        fresh: whether to forget what earlier runs have finished.
        limit: the largest error allowed, in ULP.
    """

    project: Path | None = None
    backend: str = "numpy"
    dtype: str = "float32"
    what: tuple[str, ...] = ("forward", "jvp")
    params: tuple[tuple[str, str], ...] = ()
    segments: range | None = None
    budget: float | None = None
    jobs: int | None = None
    scheduler: str | None = None
    fresh: bool = False
    limit: float | None = None


def sweeps(options: SweepOptions, nodes: Sequence[Node], progress: Progress = silent) -> list[Sweep]:
    """Sweep the kernels of these nodes.

    Raises:
        UsageError: a node is not elementwise, or has a parameter without a value; no such backend.
    """
    from proofgrad.oracle.difftest import DEFAULT_PARAMETERS
    from proofgrad.oracle.sweep import sweep
    from proofgrad.oracle.work.test import number, own_parameters

    given = {name: number(name, text) for name, text in options.params}
    found = []
    for node in nodes:
        params = {p: DEFAULT_PARAMETERS.get(p, 1.0) for p in node.parameters} | own_parameters(node, given)
        for what in options.what:
            with progress(f"{node.short_name} {what}") as meter:
                found.append(
                    sweep(
                        node,
                        backend=options.backend,
                        dtype=options.dtype,
                        what=what,
                        params=params,
                        segments=options.segments,
                        budget=options.budget,
                        jobs=jobs() if options.jobs is None else options.jobs,
                        scheduler=options.scheduler,
                        kept=kept_folder(),
                        fresh=options.fresh,
                        limit=options.limit,
                        on_piece=meter.update,
                    )
                )
    return found
