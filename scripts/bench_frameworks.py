"""Test all that a framework has functions for, and write down what that gave and what it took.

Each row is one `proofgrad test --backend B` in a process of its own, whose start, catalogue and references
count. The rows are kept in scripts/framework_runs.json, those not run again as they were, and
scripts/generate_docs.py makes docs/framework-runs.md of them. A verdict `fail` is no failure of this program:
it is what is being counted.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench_common import Failed

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.lean.process import run_process

__all__ = ["RUNS", "Row", "bench_frameworks", "rows"]

RUNS = Path(__file__).with_name("framework_runs.json")
"""What was measured last, by row."""
ALL = ("float64", "float32", "float16", "bfloat16")
PLAN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("torch", "scalar", ALL),
    ("torch", "vector", ("float64", "float32", "bfloat16")),
    ("torch-compile", "scalar", ALL),
    ("torch-compile", "vector", ("float32",)),
    ("torch-cuda", "scalar", ALL),
    ("torch-cuda", "vector", ("float64", "float32", "bfloat16")),
    ("jax", "scalar", ALL),
    ("jax", "vector", ("float32",)),
    ("jax-jit", "scalar", ALL),
    ("jax-jit", "vector", ("float32",)),
    ("scipy", "scalar", ("float64", "float32")),
    ("scipy", "vector", ("float64", "float32")),
)
"""Backend, kind of node and dtypes of every row."""
LIMIT = 7200.0
"""Seconds after which a run is stopped."""


@dataclass
class Row:
    """One run. Seconds are wall clock where nothing else is said; the load is that at its start."""

    backend: str
    kind: str
    nodes: int
    dtypes: Sequence[str]
    verdicts: Mapping[str, int]
    failed: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    load: float = 0.0
    cores: int = 0
    environment: Mapping[str, str] = field(default_factory=dict)


def rows(file: Path = RUNS) -> Iterator[Row]:
    """The rows of a file."""
    for row in json.loads(file.read_text("utf-8")):
        yield Row(**row)


def names(backend: str, kind: str, nodes: Sequence[Node]) -> list[str]:
    """The nodes of a kind that a backend has functions for."""
    wanted = [n for n in nodes if n.kind != "generic" and (n.formula is None) == (kind == "vector")]
    found = [n.short_name for n in wanted]
    if backend != "scipy":
        return found
    from proofgrad.oracle.adapters.scipy_kernels import NAMES, VECTOR_FUNCTIONS

    return [name for name in found if name in NAMES or name in VECTOR_FUNCTIONS]


def measure(backend: str, kind: str, dtypes: Sequence[str], nodes: Sequence[Node], keep: Path | None) -> Row:
    """One row. Raises Failed unless there are verdicts."""
    chosen = names(backend, kind, nodes)
    command = [sys.executable, "-m", "proofgrad.oracle.cli", "test", *chosen, "--backend", backend]
    command += [*(part for dtype in dtypes for part in ("--dtype", dtype)), "--format", "json", "-q"]
    load = os.getloadavg()[0]
    outcome = run_process(command, env=os.environ, cwd=Path.cwd(), timeout=LIMIT)
    if outcome.stopped or outcome.returncode not in (0, 1, 3):
        said = (outcome.stdout + outcome.stderr)[-2000:]
        raise Failed(f"{backend}, {kind}: ended with {outcome.stopped or outcome.returncode}: {said}")
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{backend}-{kind}.json").write_text(outcome.stdout, "utf-8")
    found = json.loads(outcome.stdout)
    counts = Counter(v["verdict"] for v in found["verdicts"])
    expected = 4 * len(dtypes) * len(chosen)
    if counts.total() != expected:
        raise Failed(f"{backend}, {kind}: {counts.total()} verdicts, not {expected}")
    failed = Counter(name for v in found["verdicts"] for name, c in v["classes"].items() if c["failed"])
    failed["no usable answer"] = sum(
        v["verdict"] == "fail" and v["error"] is not None for v in found["verdicts"]
    )
    return Row(
        backend,
        kind,
        len(chosen),
        list(dtypes),
        {outcome: counts[outcome] for outcome in ("pass", "fail", "inconclusive")},
        {name: count for name, count in failed.most_common() if count},
        round(outcome.seconds, 1),
        round(outcome.cpu_seconds, 1),
        outcome.peak_bytes,
        round(load, 1),
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        found["environment"],
    )


def bench_frameworks(
    progress: Callable[[str], None], chosen: Sequence[str], save: str | None, keep: str | None
) -> int:
    """Run the rows of `chosen` (``backend`` or ``backend:kind``; all that are installed if empty), print each
    and keep it in `save`."""
    import proofgrad.bridge
    from proofgrad.bridge.errors import UsageError
    from proofgrad.oracle.adapters import require

    file = Path(save) if save else RUNS
    nodes = proofgrad.bridge.catalogue().nodes
    run = 0
    for backend, kind, dtypes in PLAN:
        if chosen and not {backend, f"{backend}:{kind}"}.intersection(chosen):
            continue
        try:
            require(backend)
        except UsageError as error:
            print(f"not run: {backend}, {kind}: {error.message}")
            continue
        progress(f"{backend}, {kind}")
        row = measure(backend, kind, dtypes, nodes, Path(keep) if keep else None)
        progress("")
        print(f"{backend}, {row.nodes} {kind} nodes, {', '.join(dtypes)}: {show(row)}", flush=True)
        store(row, file)
        run += 1
    if not run:
        raise Failed("nothing was run", hint=f"backends: {', '.join(dict.fromkeys(b for b, _, _ in PLAN))}")
    return 0


def store(row: Row, file: Path) -> None:
    """Put a row where the last one of its backend and kind was, in the order of the plan."""
    order = [(backend, kind) for backend, kind, _ in PLAN]
    known: dict[tuple[str, str], dict[str, Any]] = {}
    if file.is_file():
        known = {(r.backend, r.kind): asdict(r) for r in rows(file)}
    known[row.backend, row.kind] = asdict(row)
    kept = [known[key] for key in order if key in known]
    file.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


def show(row: Row) -> str:
    """Verdicts and cost in words."""
    counts = ", ".join(f"{count} {outcome}" for outcome, count in row.verdicts.items())
    return f"{counts}; {row.seconds:.0f} s, {row.cpu_seconds:.0f} s of CPU, {row.peak_bytes >> 20} MiB"
