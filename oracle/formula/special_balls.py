"""erfc of large balls, where Arb's own gives a ball around 0, of which there is no logarithm."""

from __future__ import annotations

from typing import Any

__all__ = ["erfc"]

_FAR = 2**20
_TERMS = 60


def erfc(u: Any) -> Any:
    """erfc of a ball; far out e^(-u²)/(u√π)·(1 - 1/(2u²) + ...), whose error is under the first term left out
    (DLMF 7.12.1), so that its logarithm can be taken.
    """
    from flint import arb

    if not u > _FAR:
        return u.erfc()
    over = 1 / (2 * u * u)
    term, total = arb(1), arb(1)
    for k in range(_TERMS):
        term *= -(2 * k + 1) * over
        total += term
    total += arb(0, (term * (2 * _TERMS + 1) * over).abs_upper())
    return (-u * u).exp() / (u * arb.pi().sqrt()) * total
