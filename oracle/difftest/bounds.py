"""What is asked of a kernel: the largest error, the median error and the bias allowed for each node, in ULP.

The table is the default for every backend and dtype; it is what the project's own kernels promise. It
follows from the
operations of a careful float64 implementation: functions that NumPy or a libm offers, and those a few
compensated operations away, are held to 1 ULP; each further rounding or division that cannot be avoided
cheaply adds about one. Near a root of the tested formula a relative error means nothing; there the error is
measured in ULP of the size that the formula has a little away from the root
(:func:`proofgrad.oracle.difftest.judge.root_scale`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CLOSE", "DEFAULT", "OWN_ULP", "ROUNDING", "TABLE", "Bounds", "bounds_for"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of one formula, in ULP of the tested dtype.

    Attributes:
        maximum: of the absolute error of any input.
        source: why this number.
        cancels: whether the formula has a root that its terms cancel at: near it, errors are counted in ULP
            of the size that the formula has a little away from it.
        alone: whether the maximum is all that is asked for, so that median and bias have no limits.
        usual: the maximum that median and bias go by, where another one was asked for; None: the same one.
    """

    maximum: float
    source: str
    cancels: bool = False
    alone: bool = False
    usual: float | None = None

    @property
    def median(self) -> float:
        """Limit of the median absolute error of a class: errors of a sound kernel spread evenly below its
        maximum, and half of them stay under about a third of it; a kernel that is uniformly off does not."""
        return float("inf") if self.alone else 0.25 + 0.3 * self._usual

    @property
    def bias(self) -> float:
        """Limit of the mean signed error of a class, beyond its statistical uncertainty (:mod:`judge` adds
        that). Rounding errors have no preferred sign: a kernel that is one ULP up everywhere exceeds it, at
        any maximum of the table.
        """
        return float("inf") if self.alone else 0.1 + 0.05 * self._usual

    @property
    def _usual(self) -> float:
        return self.maximum if self.usual is None else self.usual


_LIBM = "one correctly rounded or libm operation"
_FEW = "a libm operation, a sum and a quotient"
_PRODUCT = "as before, and a product of two such factors"
_CANCEL = "outside the neighbourhood of its root"

TABLE: Mapping[str, tuple[Bounds, Bounds]] = {
    "relu": (Bounds(0.0, "exact"), Bounds(0.0, "exact")),
    "abs": (Bounds(0.0, "exact"), Bounds(0.0, "exact")),
    "log": (Bounds(1.0, _LIBM), Bounds(1.0, _LIBM)),
    "inv": (Bounds(1.0, _LIBM), Bounds(2.5, "two quotients")),
    "sqrt": (Bounds(1.0, _LIBM), Bounds(2.5, "a root and a quotient")),
    "sqrtClamp": (Bounds(1.0, _LIBM), Bounds(2.5, "a root and a quotient")),
    "logistic": (Bounds(2.5, _FEW), Bounds(3.5, _PRODUCT)),
    "sigmoid": (Bounds(2.5, _FEW), Bounds(3.5, _PRODUCT)),
    "tanh": (Bounds(1.0, _LIBM), Bounds(3.5, _PRODUCT)),
    "softplus": (Bounds(2.5, "two libm operations and a sum"), Bounds(3.5, _FEW)),
    "silu": (Bounds(2.5, _FEW), Bounds(8.0, _CANCEL, True)),
    "gelu": (Bounds(4.0, _PRODUCT), Bounds(8.0, _CANCEL, True)),
    "safeLog": (Bounds(8.0, _CANCEL, True), Bounds(8.0, _PRODUCT)),
    "smoothAbs": (Bounds(1.0, "compensated"), Bounds(2.5, "a root and a quotient")),
    "exp": (Bounds(1.0, _LIBM), Bounds(1.0, _LIBM)),
    "sinh": (Bounds(1.0, _LIBM), Bounds(1.0, _LIBM)),
    "cosh": (Bounds(1.0, _LIBM), Bounds(1.0, _LIBM)),
    "sin": (Bounds(1.0, _LIBM), Bounds(1.0, _LIBM)),
    "cos": (Bounds(1.0, _LIBM), Bounds(1.0, _LIBM)),
    "elu": (Bounds(1.0, _LIBM), Bounds(1.0, _LIBM)),
    "neg": (Bounds(0.0, "exact"), Bounds(0.0, "exact")),
    "square": (Bounds(1.0, "one product"), Bounds(1.0, "one product")),
    "scale": (Bounds(1.0, "one product"), Bounds(1.0, "a constant, rounded to the format")),
    "softsign": (Bounds(2.5, "a sum and a quotient"), Bounds(3.5, "a sum and two quotients")),
    "mish": (Bounds(4.0, _PRODUCT), Bounds(8.0, _CANCEL, True)),
    "logSigmoid": (Bounds(2.5, "two libm operations and a sum"), Bounds(2.5, _FEW)),
    "leakyRelu": (Bounds(1.0, "one product"), Bounds(1.0, "a constant, rounded to the format")),
    "selu": (Bounds(2.5, "elu and a product"), Bounds(3.5, "two products")),
    "clamp": (Bounds(0.0, "exact"), Bounds(0.0, "exact")),
    "relu6": (Bounds(0.0, "exact"), Bounds(0.0, "exact")),
    "hardTanh": (Bounds(0.0, "exact"), Bounds(0.0, "exact")),
    "hardSigmoid": (Bounds(2.5, "a sum and a quotient"), Bounds(1.0, "a constant, rounded to the format")),
    "celu": (Bounds(2.5, "expm1 of a quotient with its error, and a product"), Bounds(1.0, "compensated")),
    "softShrink": (Bounds(1.0, "one difference"), Bounds(0.0, "exact")),
    "hardShrink": (Bounds(0.0, "exact"), Bounds(0.0, "exact")),
    "threshold": (Bounds(1.0, "a constant, rounded to the format"), Bounds(0.0, "exact")),
    "pow": (Bounds(1.0, _LIBM), Bounds(2.5, "a libm operation and a product")),
    "hardSwish": (Bounds(3.5, "a sum, a quotient, a product"), Bounds(8.0, _CANCEL, True)),
}
"""Limits of f and of f', by short node name."""

DEFAULT = Bounds(8.0, "a node without an entry in the table", True)


def bounds_for(node: str, formula: int) -> Bounds:
    """Limits of a node's f (0), f' (1) or f'' (2)."""
    return TABLE[node][formula] if node in TABLE and formula < 2 else DEFAULT


CLOSE = Bounds(1.0, "a tolerance that was asked for", alone=True)
"""Of every answer, in units of that."""

OWN_ULP = Bounds(4.0, "of every coordinate, in its own ULP", alone=True)
"""Of vector nodes where that is asked for."""

ROUNDING = Bounds(1.0, "what rounding in the proven formula itself can cause, in any order of its sums")
"""Of every coordinate of a vector node, in units of that: a kernel may use any algorithm that is as stable as
the formula."""
