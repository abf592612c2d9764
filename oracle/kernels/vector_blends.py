"""NumPy kernels of lerp, addcmul and addcdiv, and of ldexp: numbers put together, entry by entry."""

# ruff: noqa: ARG005 -- the functions of the table have one signature, whether or not they use all of it

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from proofgrad.oracle.kernels.vector_base import Floats, Forward, Jvp, Options, Vjp

__all__ = ["BLENDS", "doubled"]

Arrays = Sequence[Floats]


def doubled(a: Floats, b: Floats) -> Floats:
    """a·2ᵇ; what overflows or underflows on the way does not where the result does not."""
    whole = np.rint(np.clip(np.where(np.isnan(b), 0.0, b), -5000.0, 5000.0))
    return np.asarray(np.ldexp(a * np.exp2(b - whole), whole.astype(np.int32)))


def _value(o: Options) -> float:
    return float(np.asarray(o["value"]))


def _lerp_vjp(x: Arrays, ct: Floats, _: Options) -> tuple[Floats, ...]:
    return (1.0 - x[2]) * ct, x[2] * ct, (x[1] - x[0]) * ct


def _quotient_jvp(x: Arrays, d: Arrays, o: Options) -> Floats:
    return np.asarray(d[0] + _value(o) * ((d[1] - x[1] / x[2] * d[2]) / x[2]))


def _quotient_vjp(x: Arrays, ct: Floats, o: Options) -> tuple[Floats, ...]:
    share = _value(o) * ct / x[2]
    return ct, share, -(x[1] / x[2]) * share


BLENDS: Mapping[str, tuple[Forward, Jvp, Vjp]] = {
    "lerp": (
        lambda x, o: x[0] + x[2] * (x[1] - x[0]),
        lambda x, d, o: (1.0 - x[2]) * d[0] + x[2] * d[1] + (x[1] - x[0]) * d[2],
        _lerp_vjp,
    ),
    "addcmul": (
        lambda x, o: x[0] + _value(o) * (x[1] * x[2]),
        lambda x, d, o: d[0] + _value(o) * (x[2] * d[1] + x[1] * d[2]),
        lambda x, ct, o: (ct, _value(o) * x[2] * ct, _value(o) * x[1] * ct),
    ),
    "addcdiv": (
        lambda x, o: x[0] + _value(o) * (x[1] / x[2]),
        _quotient_jvp,
        _quotient_vjp,
    ),
}
"""By short name of the node: value, derivative, transposed derivative."""
