"""`scripts/bench narrow`: faults in a small part of a domain, and how often a default run finds them.

The project's own kernels are made wrong at random: in an interval of some width somewhere in [-8, 8], in one
binade, for one of some thousand bit patterns, by a factor or by so many units in the last place. Each fault
is tried with a seed of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["KINDS", "Fault", "bench_narrow", "found_share"]

NODES = ("sigmoid", "tanh", "silu", "exp")
DTYPES = ("float64", "float32")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "test-your-kernel.md"
MARK = re.compile(r"(<!-- written by scripts/bench narrow[^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Fault:
    """A kind of fault: its name, where it is (of inputs, at random), by what factor it is wrong."""

    name: str
    where: Callable[[np.ndarray[Any, Any], np.random.Generator], np.ndarray[Any, Any]]
    ulps: float = 0.0


def interval(width: float) -> Callable[[Any, np.random.Generator], Any]:
    """In [a, a + width] for some a of [-8, 8]."""

    def where(x: Any, rng: np.random.Generator) -> Any:
        start = rng.uniform(-8.0, 8.0)
        return (x >= start) & (x <= start + width)

    return where


def binade(x: Any, rng: np.random.Generator) -> Any:
    """Between two powers of two, of one sign."""
    low, sign = 2.0 ** rng.integers(-6, 3), rng.choice([-1.0, 1.0])
    return (sign * x >= low) & (sign * x < 2 * low)


def pattern(bits: int) -> Callable[[Any, np.random.Generator], Any]:
    """Where the last bits are some pattern."""

    def where(x: Any, rng: np.random.Generator) -> Any:
        whole = np.ascontiguousarray(x).view(f"u{x.dtype.itemsize}")
        return (whole & ((1 << bits) - 1)) == rng.integers(0, 1 << bits)

    return where


KINDS = (
    *(Fault(f"interval of {w:g}", interval(w)) for w in (1e-2, 1e-3, 5e-4, 2e-4, 1e-4, 1e-5)),
    Fault("interval of 0.0005, wrong by 64 ULP", interval(5e-4), ulps=64),
    Fault("one binade", binade),
    Fault("one bit pattern in 4096", pattern(12)),
    Fault("one bit pattern in 65536", pattern(16)),
)
"""All but those that say otherwise are wrong by a thousandth of the value."""


def broken(right: Callable[[Any], Any], fault: Fault, seed: int) -> Callable[[Any], Any]:
    """A kernel with a fault."""

    def kernel(x: Any) -> Any:
        y = right(x)
        native = x.astype(x.dtype.newbyteorder("="))
        factor = 1 + fault.ulps * float(np.finfo(y.dtype).eps) if fault.ulps else 1.001
        wrong = (y.astype(np.float64) * factor).astype(y.dtype)
        with np.errstate(invalid="ignore"):
            return np.where(fault.where(native, np.random.default_rng([seed, 5])), wrong, y).astype(y.dtype)

    return kernel


def _options(dtype: str, seed: int) -> dict[str, Any]:
    """What a default run does, but for layouts, which are not about values."""
    return {"dtype": dtype, "seed": seed % 3, "what": ("forward",), "layouts": False, "second_opinion": False}


def found_share(fault: Fault, nodes: Any, seeds: range) -> float:
    """In how many of some seeds a default run of the forward map fails; nodes and dtypes take turns."""
    from proofgrad.oracle import difftest
    from proofgrad.oracle.kernels import kernel

    turns = [(node, dtype) for node in NODES for dtype in DTYPES]
    found = 0
    for seed in seeds:
        name, dtype = turns[seed % len(turns)]
        wrong = broken(kernel(name, {}).forward, fault, seed)
        (verdict,) = difftest.test(nodes[name], wrong, **_options(dtype, seed))
        found += verdict.verdict == "fail"
    return found / len(seeds)


def rows(progress: Callable[[str], None], seeds: range) -> Iterator[str]:
    """The lines of the table."""
    import proofgrad.bridge

    nodes = {node.short_name: node for node in proofgrad.bridge.catalogue().nodes}
    yield f"| fault of a kernel | found in (of {len(seeds)} runs) |"
    yield "| --- | ---: |"
    for fault in KINDS:
        progress(f"narrow faults: {fault.name}")
        yield f"| {fault.name} | {found_share(fault, nodes, seeds):.0%} |"


def bench_narrow(progress: Callable[[str], None], *, write: bool, seeds: int = 48) -> int:
    """Print the table, and put it into the page if `write`."""
    table = "\n".join(rows(progress, range(seeds)))
    progress("")
    print(table)
    if write:
        text = PAGE.read_text("utf-8")
        PAGE.write_text(MARK.sub(lambda m: f"{m[1]}{table}\n{m[2]}", text), "utf-8")
    return 0
