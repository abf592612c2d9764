"""Write docs/bound-table.md: proven bounds beside measured errors of our kernels of the seed's nodes.

It takes some minutes: every bound is traced, checked by Lean, evaluated and measured here.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import numpy as np

import proofgrad.bridge
from proofgrad.bridge.proving.bound import BoundProver
from proofgrad.oracle.difftest import DEFAULT_PARAMETERS
from proofgrad.oracle.rounding.kernel import own_subject
from proofgrad.oracle.ulp import FORMATS
from proofgrad.oracle.work.bound import BoundResult, bound_kernel

OUT = Path(__file__).resolve().parents[1] / "docs" / "bound-table.md"
_WIDE = (2.0**-40, 2.0**40)
_BOTH = (-30.0, 30.0)
MAIN: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "relu": (_BOTH, _BOTH),
    "abs": (_WIDE, _WIDE),
    "log": (_WIDE, _WIDE),
    "inv": (_WIDE, _WIDE),
    "sqrt": (_WIDE, _WIDE),
    "sqrtClamp": (_WIDE, _WIDE),
    "logistic": (_BOTH, _BOTH),
    "sigmoid": (_BOTH, _BOTH),
    "tanh": ((1.5, 30.0), _BOTH),
    "softplus": (_BOTH, _BOTH),
    "silu": ((2.0**-40, 30.0), (2.0**-40, 30.0)),
    "gelu": (_BOTH, _BOTH),
    "safeLog": (_BOTH, _BOTH),
    "smoothAbs": ((0.01, 2.0**40), (0.01, 2.0**40)),
    "exp": (_BOTH, _BOTH),
    "sinh": (_BOTH, _BOTH),
    "cosh": (_BOTH, _BOTH),
    "sin": ((2.0**-40, 3.0), (2.0**-40, 1.5)),
    "cos": ((2.0**-40, 1.5), (2.0**-40, 3.0)),
}
"""The main ranges of f and of f' of the seed's nodes, away from roots that inputs come nowhere near."""

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


def main(names: list[str]) -> int:
    """The command line."""
    nodes = {node.short_name: node for node in proofgrad.bridge.catalogue().nodes}
    prover = BoundProver()
    rows = []
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
            ends = ", ".join(f"{end:.4g}" for end in span)
            title = "f" if what == "forward" else "f′"
            rows.append(f"| {name} | {title} | [{ends}] | {' | '.join(columns)} |")
            print(rows[-1], flush=True)
    if not names:
        OUT.write_text(_TITLE.format(count=COUNT) + "\n".join(rows) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
