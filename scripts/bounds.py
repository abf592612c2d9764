"""Write docs/bound-table.md and oracle/rounding/bounds.json: proven bounds of our kernels beside errors.

It takes some minutes: every bound is traced, checked by Lean, evaluated and measured here.
"""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

import numpy as np

import proofgrad.bridge
from proofgrad.bridge.proving.bound import BoundProver
from proofgrad.oracle.difftest import DEFAULT_PARAMETERS
from proofgrad.oracle.rounding.kernel import own_subject
from proofgrad.oracle.ulp import FORMATS
from proofgrad.oracle.work.bound import BoundResult, bound_kernel
from proofgrad.oracle.work.kept_bounds import SHIPPED, key_of, summary_of

OUT = Path(__file__).resolve().parents[1] / "docs" / "bound-table.md"
_WIDE = (2.0**-40, 2.0**40)
_BOTH = (-30.0, 30.0)
_POSITIVE = (2.0**-40, 30.0)
MAIN: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "relu": (_BOTH, _BOTH),
    "abs": (_WIDE, _WIDE),
    "log": (_WIDE, _WIDE),
    "inv": (_WIDE, _WIDE),
    "sqrt": (_WIDE, _WIDE),
    "sqrtClamp": (_WIDE, _WIDE),
    "logistic": (_BOTH, _BOTH),
    "sigmoid": (_BOTH, _BOTH),
    "tanh": (_POSITIVE, _BOTH),
    "softplus": (_BOTH, _BOTH),
    "silu": ((-30.0, -(2.0**-40)), _POSITIVE),
    "gelu": ((2.0**-40, 16.0), (2.0**-40, 16.0)),
    "safeLog": ((-30.0, -1.0), _BOTH),
    "smoothAbs": (_BOTH, (0.01, 2.0**40)),
    "exp": (_BOTH, _BOTH),
    "elu": ((-30.0, -(2.0**-40)), _BOTH),
    "sinh": (_POSITIVE, _BOTH),
    "cosh": (_BOTH, _POSITIVE),
    "sin": ((2.0**-40, 3.0), (2.0**-40, 1.5)),
    "cos": ((2.0**-40, 1.5), (2.0**-40, 3.0)),
}
"""The main ranges of f and of f' of the seed's nodes, and of sin and cos: between their roots, and without
subnormal numbers where a product of theirs is rounded more than once."""

_TITLE = f"""# Proven bounds of our kernels

Written by `scripts/bounds.py` with NumPy {np.__version__} on {platform.machine()}; [bound.md](bound.md) says
what the words mean. *Proven* is an upper bound of every error in the range, in ULP, rounded up; *measured* is
the largest of {{count}} inputs. Where there is no number, the reason.

| node | | range | float64: proven | measured | float32: proven | measured |
| --- | --- | --- | --- | --- | --- | --- |
"""
COUNT = 8000


def cells(result: BoundResult) -> tuple[str, str]:
    """Proven and measured, or the reason."""
    if result.open or result.proven is None:
        return result.open[0].why if result.open else "nothing", ""
    return f"{np.ceil(result.proven * 100) / 100:.2f}", f"{result.measured:.2f}"


NOTES = """
Why ranges end where they do:

- safeLog near its root at 0.54 is the logarithm of a number near 1 that NumPy's `log` helped to compute: what
  is supposed of that is an error relative to its own size, which is many ULP of the small result.
- gelu further up needs the exponential from a table beyond 340, of which nothing is supposed.
- Next to 0, products of subnormal numbers are rounded more than once, and a bound counts each time.
- sin and cos are bounded between roots; the library's own error is all there is.
"""


def page(rows: list[str]) -> str:
    """The whole page, with how many nodes of the seed are within WITHIN times the largest measured error."""
    good: dict[str, bool] = {}
    for line in rows:
        name, _, _, proven, measured, *_ = (cell.strip() for cell in line.strip("|").split("|"))
        near = bool(measured) and float(proven) <= WITHIN * float(measured)
        good[name] = good.get(name, True) and near
    seed = [name for name in good if name not in ("sin", "cos")]
    count = sum(good[name] for name in seed)
    said = (
        f"{count} of the {len(seed)} nodes of the seed have, for f and for f′, a proven bound within"
        f" {WITHIN} times\nthe largest error that was measured in float64."
    )
    return _TITLE.format(count=COUNT) + "\n".join(rows) + f"\n\n{said}\n{NOTES}"


WITHIN = 4


def main(names: list[str]) -> int:
    """The command line."""
    nodes = {node.short_name: node for node in proofgrad.bridge.catalogue().nodes}
    prover = BoundProver()
    rows = []
    kept: dict[str, Any] = {}
    for name in names or MAIN:
        node = nodes[name]
        params = {p: DEFAULT_PARAMETERS.get(p, 1.0) for p in node.parameters}
        for what, span in zip(("forward", "jvp"), MAIN[name], strict=True):
            columns: list[str] = []
            for dtype in ("float64", "float32"):
                found = bound_kernel(
                    prover,
                    node,
                    own_subject(name, what, params),
                    FORMATS[dtype],
                    kernel="numpy",
                    what=what,
                    params=params,
                    span=span,
                    count=COUNT,
                    budget=6000,
                )
                columns += cells(found)
                summary, key = summary_of(found), key_of(node, "numpy", what, dtype, params)
                if summary is not None and key is not None:
                    kept[key] = summary
            ends = ", ".join(f"{end:.4g}" for end in span)
            title = "f" if what == "forward" else "f′"
            rows.append(f"| {name} | {title} | [{ends}] | {' | '.join(columns)} |")
            print(rows[-1], flush=True)
    if not names:
        OUT.write_text(page(rows), "utf-8")
        SHIPPED.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
