"""docs/coverage.md, of what `scripts/bench coverage`, `coverage-jax` and `coverage-onnx` measured last."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from coverage_common import judged, table

__all__ = ["FILES", "page"]

_HERE = Path(__file__).parent
FILES = tuple(_HERE / f"coverage_{name}runs.json" for name in ("", "jax_", "onnx_"))
"""What was measured: of PyTorch, JAX, ONNX."""

TORCH = """# Coverage of PyTorch's, JAX's and ONNX's operations

[PyTorch](#pytorch) · [JAX](#jax) · [ONNX](#onnx)

Conditions are those that a step of the program has, before what is always met is proven. A name is covered
where all samples that were tried count.

## PyTorch

PyTorch {torch} has a database of its operations with sample inputs, for its own tests: {names} of the
names in it support autograd. `scripts/bench coverage` traced each at its own sample inputs in float64 (up
to {samples} of each entry), decomposed it to core operations and wrote it as a program of proven
operations. A sample counts where the program's forward and gradient are PyTorch's within the unit, which
is the rounding of the program's formulas; samples at which PyTorch gives no finite numbers, or that are
too large to be compared in Arb, are passed over, and so are outputs that PyTorch does not differentiate
(running statistics).

The commands for [models](models.md) cover what torch.export can capture of this; it refuses functions that
look at values: `cov`, `corrcoef` and `gaussian_nll_loss`.
"""
JAX = """## JAX

JAX {jax} comes with samples of the primitives of `jax.lax`, for the tests of its converters
(`jax._src.internal_test_util.test_harnesses`). {names} of their groups take and give floats and have a
derivative. `scripts/bench coverage-jax` captured each at up to {samples} samples in float64, as `proofgrad
certify` does; a sample counts where forward and gradient are JAX's within the unit, as above. Where JAX gives
no finite numbers at its own sample, it is one of numbers between 0.1 and 0.9 in the same shapes, or else
between 1.1 and 1.9.
"""
ONNX = """## ONNX

The package onnx {onnx} has data for the tests of backends (`onnx.backend.test.case.node`): {names}
operators have cases of one node with floats going in and coming out. `scripts/bench coverage-onnx` captured
each case as `proofgrad certify` does (operators that the standard defines by others are written out), and
evaluated the program in float64. A case counts where all results of floats are the published ones, within
the case's own tolerance and at least 1e-3 relative (1e-2 in half precision). ONNX publishes no gradients.
Cases at which a condition is not met, or a value is no number, are passed over.
"""


def page() -> str:
    """The text of the page."""
    parts = []
    for file, head in zip(FILES, (TORCH, JAX, ONNX), strict=True):
        if not file.exists():
            continue
        data: Any = json.loads(file.read_text("utf-8"))
        found = judged(data["entries"])
        counts = Counter(found.values())
        totals = (counts["covered"], len(found), counts["partly"], counts["not covered"])
        known = {k: v for k, v in data.items() if k != "entries"}
        parts += [
            head.format(names=len(found), **known),
            "**{} of {} covered**, {} partly, {} not.".format(*totals),
            "",
            *table(data["entries"]),
            "",
        ]
    return "\n".join(parts)
