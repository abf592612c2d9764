"""The largest error over every float32 input, of nodes in several backends, and the table of them.

Each row is one `proofgrad sweep`, whose journal lets it go on where it was stopped. Rows are kept in
scripts/accuracy_runs.json, of which docs/accuracy.md and docs/accuracy.csv are made. Nothing is sampled: a
bound is of all inputs.
"""

from __future__ import annotations

import csv
import io
import json
import platform
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

__all__ = ["RUNS", "Row", "bench_accuracy", "page", "rows", "table_csv"]

RUNS = Path(__file__).with_name("accuracy_runs.json")
CSV = Path(__file__).resolve().parents[1] / "docs" / "accuracy.csv"
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LIBM = "libm"
"""examples/libm.py: the C library's own functions."""
NODES = (
    *("exp", "tanh", "sigmoid", "log", "erf", "silu", "gelu", "geluErf"),
    *("softplus", "sinh", "cosh", "sqrt", "expm1", "log1p", "elu", "sin", "cos"),
)
DIRECTIONS = ("forward", "jvp")
BACKENDS = ("numpy", "torch", LIBM)


@dataclass(frozen=True)
class Row:
    """One sweep.

    Attributes:
        node: the node.
        backend: whose kernel: numpy (ours), torch, ..., or libm.
        version: of what computes: `torch 2.13.0+cpu`, `glibc 2.36`.
        what: forward or jvp.
        inputs: how many were compared.
        bound: no error is larger, in ULP; infinite where nan or a wrong infinity came.
        error: the error at the worst input, by Arb, in ULP; None where there is none.
        at: the worst input, as the eight hexadecimal digits of its bits; empty where there is none.
        over: how many errors are certainly above 0.5, 1 and 2 ULP.
        wrong: how many answers are nan or a wrong infinity, and how many special values are wrong.
        descents: how many neighbours are in the wrong order.
        undecided: inputs without a certified reference.
        kernel_seconds: spent in the kernel, of one core.
        seconds: spent in all, of one core.
    """

    node: str
    backend: str
    version: str
    what: str
    inputs: int
    bound: float
    error: float | None
    at: str
    over: tuple[int, ...]
    wrong: int
    descents: int
    undecided: int
    kernel_seconds: float
    seconds: float


def row_of(sweep: dict[str, Any]) -> Row:
    """The row of one sweep, as `proofgrad sweep --out` has it."""
    tally, worst = sweep["tally"], sweep["worst"] or {}
    backend = LIBM if sweep["backend"].startswith(f"{LIBM}:") else sweep["backend"]
    bits = tally["worst"]
    return Row(
        node=sweep["node"].rpartition(".")[2],
        backend=backend,
        version=version(backend),
        what=sweep["what"],
        inputs=tally["inputs"],
        bound=float(tally["bound"]),
        error=worst.get("error"),
        at="" if bits is None else f"{bits:08x}",
        over=tuple(tally["over"]),
        wrong=tally["wrong_count"] + sum(s["right"] is False for s in sweep["special"]),
        descents=tally["descents"],
        undecided=tally["undecided"],
        kernel_seconds=round(tally["seconds"][0], 1),
        seconds=round(tally["seconds"][1], 1),
    )


def version(backend: str) -> str:
    """What computes, with its version."""
    if backend == LIBM:
        return " ".join(platform.libc_ver())
    from importlib.metadata import version as of

    name = backend.partition("-")[0]
    return f"{name} {of(name)}"


def rows(file: Path = RUNS) -> list[Row]:
    """What is kept; nothing where nothing is."""
    if not file.is_file():
        return []
    return [
        Row(**{**row, "over": tuple(row["over"]), "bound": float(row["bound"])})
        for row in json.loads(file.read_text("utf-8"))
    ]


def keep(found: Sequence[Row], file: Path = RUNS) -> None:
    """Put rows in the place of those of the same node, backend and direction."""
    kept = {(r.node, r.what, r.backend): r for r in [*rows(file), *found]}
    data = [{**asdict(row), "bound": str(row.bound)} for _, row in sorted(kept.items())]
    file.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def bench_accuracy(
    progress: Callable[[str], None], backends: Sequence[str], saved: Sequence[str] = ()
) -> int:
    """Sweep what is not kept with these versions yet, or take saved sweeps; the exit code."""
    known = {(r.node, r.what, r.backend, r.version) for r in rows()}
    for file in saved:
        keep([row_of(sweep) for sweep in json.loads(Path(file).read_text("utf-8"))["sweeps"]])
    wanted = [(n, b, w) for n in NODES for b in backends or BACKENDS for w in DIRECTIONS]
    for node, backend, what in [] if saved else wanted:
        if (node, what, backend, version(backend)) in known or (backend, what) == (LIBM, "jvp"):
            continue
        progress(f"{node} {what} {backend}")
        name = f"{LIBM}:{node}" if backend == LIBM else backend
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "sweeps.json")
            command = [sys.executable, "-m", "proofgrad.oracle.cli", "sweep", node, "--backend", name]
            done = subprocess.run(
                [*command, "--what", what, "--out", str(out)], cwd=EXAMPLES, stdout=subprocess.DEVNULL
            )
            if out.is_file():
                keep([row_of(sweep) for sweep in json.loads(out.read_text("utf-8"))["sweeps"]])
            else:
                print(f"{node} {what} {backend}: ended with {done.returncode}", file=sys.stderr)
    CSV.write_text(table_csv(rows()), "utf-8")
    return 0


def table_csv(found: Sequence[Row]) -> str:
    """All rows, for others to cite."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([f.name for f in fields(Row)])
    for row in found:
        values = asdict(row)
        writer.writerow(
            [" ".join(map(str, v)) if isinstance(v, (list, tuple)) else v for v in values.values()]
        )
    return out.getvalue()


def _shown(row: Row) -> str:
    if row.wrong:
        return f"{row.wrong:,} wrong"
    return f"{row.bound:.4f}" if row.bound < 1e4 else f"{row.bound:.1e}"


def _lines(found: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    for row in found:
        value = struct.unpack(">f", bytes.fromhex(row.at))[0] if row.at else None
        attained = "" if row.error is None else f"{row.error:.4f}" if row.error < 1e4 else f"{row.error:.1e}"
        yield (
            f"`{row.node}`" + ("" if row.what == "forward" else "′"),
            row.version,
            _shown(row),
            attained,
            f"`0x{row.at}` ({value:.9g})" if value is not None else "",
            *(f"{n:,}" for n in row.over),
            f"{row.descents:,}",
            f"{row.undecided:,}",
        )


_ABOVE = """\
# The largest error over every float32

Each row is a sweep of all finite float32 inputs ([how](sweep.md)): *certified*, in ULP, is a proven upper
bound of every error, and *attained* the error at the input *at*, by Arb. Then how many inputs are certainly
further off than 0.5, 1 and 2 ULP, how many neighbours are in the wrong order, and for how many inputs there
was no certified reference. Rows of `numpy` are proofgrad's own kernels on NumPy; of a C library, its own
functions ([examples/libm.py](../examples/libm.py)). Nothing is sampled.

"""
_BELOW = """\
The same numbers, and the seconds that they took, are in [accuracy.csv](accuracy.csv). `scripts/bench
accuracy` measures what is not kept with the installed versions yet.

## Beside published tables

Gladman, Innocente, Mather and Zimmermann, *Accuracy of Mathematical Functions in Single, Double, Double
Extended, and Quadruple Precision* ([hal-03141101](https://inria.hal.science/hal-03141101)), give the
largest errors of C libraries over all single-precision inputs, in the same unit and by the same method:
every input is tried. They compare with what MPFR gives in more bits, we with an enclosure of the formula
that Lean's kernel accepted, so that a certified bound may exceed the attained error by the width of the
enclosure. Their figures belong to other versions of libraries and are not repeated here; the rows of the C
library are what this machine's gives. What their tables do not have are the functions of machine learning,
and the loops of the frameworks.
"""


def page() -> str:
    """docs/accuracy.md."""
    from generate_docs import NOTE, table

    heads = ("function", "of", "certified", "attained", "at", "> 0.5", "> 1", "> 2", "order", "undecided")
    return NOTE + _ABOVE + table(heads, list(_lines(rows()))) + _BELOW
