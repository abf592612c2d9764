"""`scripts/bench sweep`: how many inputs a second a sweep judges, with 1, 2, 4 workers, beside one worker.

A part of float32 of one node is swept by as many processes as are asked for, one number after the other, with
the polynomials certified before. The cost of a campaign follows from the rows that are kept
(scripts/accuracy_runs.json). On a machine that does something else the ratios mean nothing: the load at the
start is told, and a run under load says so.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench_accuracy import Row, rows

import proofgrad.bridge
from proofgrad.oracle.sweep import sweep

__all__ = ["bench_sweep", "campaign_hours", "lines"]

NODE = "sigmoid"
SEGMENTS = range(15_360, 17_408)
"""134 million inputs from 2^-7 to 2^9, where polynomials are needed."""
NODES, DIRECTIONS, BACKENDS = 33, 2, 5
"""A campaign: scalar nodes, f and f', frameworks."""


def campaign_hours(kept: Sequence[Row]) -> float | None:
    """Hours of one core for a campaign, by the mean of the sweeps that are kept; None without any."""
    if not kept:
        return None
    return NODES * DIRECTIONS * BACKENDS * sum(row.seconds for row in kept) / len(kept) / 3600


def lines(found: Sequence[tuple[int, int, float]], load: float, kept: Sequence[Row]) -> list[str]:
    """For people, from (workers, inputs, seconds) of each run, one worker first."""
    _, inputs, alone = found[0]
    out = [f"{NODE} in float32, {inputs:,} inputs; load before: {load:.1f}"]
    for workers, count, seconds in found:
        ratio = (count / seconds) / (inputs / alone)
        out.append(f"{workers} workers  {count / seconds / 1e6:8.2f} million inputs/s  {ratio:.2f} times one")
    hours = campaign_hours(kept)
    if hours is not None:
        out.append(
            f"a campaign of {NODES} nodes, f and f', {BACKENDS} backends: {hours:.0f} core-hours,"
            f" by the {len(kept)} sweeps that are kept"
        )
    if load > 0.5:
        out.append("NOT IDLE: the machine had other work, and these ratios say nothing")
    return out


def bench_sweep(
    progress: Callable[[str], None], workers: Sequence[int] = (1, 2, 4), segments: range = SEGMENTS
) -> int:
    """Measure, and print."""
    load = os.getloadavg()[0]
    node = proofgrad.bridge.catalogue()[NODE]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        sweep(node, segments=segments, kept=Path(folder))  # certifies the polynomials
        for count in workers:
            progress(f"{count} workers")
            done = sweep(node, segments=segments, kept=Path(folder), jobs=count, fresh=True)
            found.append((count, done.tally.inputs, done.seconds))
    progress("")
    print("\n".join(lines(found, load, rows())))
    return 0
