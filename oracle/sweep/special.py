"""What a sweep's polynomials do not see: both zeros, the infinities, nan, and the formula's switch points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.formula import Reference
from proofgrad.oracle.ulp import Format

__all__ = ["Special", "special_values"]


@dataclass(frozen=True, slots=True)
class Special:
    """A special input, what came and what is wanted.

    Attributes:
        input: as text.
        got: as text.
        wanted: as text; ``free`` where the theorem's value is a convention, ``unknown`` where it is not
            known.
        right: whether what came is right; None where nothing is wanted.
    """

    input: str
    got: str
    wanted: str
    right: bool | None


def special_values(
    reference: Reference, fmt: Format, call: Callable[[NDArray[Any]], NDArray[Any]]
) -> list[Special]:
    """Judge a kernel at the special inputs.

    Args:
        reference: one formula.
        fmt: the format.
        call: the kernel.
    """
    points = [fmt.round_exact(p) for p in reference.points]
    x = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, *points]).astype(fmt.dtype)
    got = np.asarray(call(x))
    (found,) = reference.enclose(x, fmt)
    error = np.abs(found.values.errors(got))
    at_kinks = {int(i): n for n, i in enumerate(found.kinks.index)}
    out = []
    for i, value in enumerate(x.astype(np.float64)):
        wanted = f"{found.values.approximate()[i]:.9g}"
        near = float(error[i])
        if i in at_kinks:
            n = at_kinks[i]
            sides = [side.take(np.array([n])) for side in (found.kinks.left, found.kinks.right)]
            near = float(np.nanmin([near, *(abs(s.errors(got[i : i + 1])[0]) for s in sides)]))
            wanted = " or ".join(dict.fromkeys([wanted, *(f"{s.approximate()[0]:.9g}" for s in sides)]))
        right: bool | None = near < 1.0 + float(found.values.slack[i])
        if found.conventional[i]:
            wanted, right = "free", None
        elif np.isnan(near):
            wanted, right = "unknown", None
        out.append(Special(f"{value:.9g}", f"{float(got[i]):.9g}", wanted, right))
    return out
