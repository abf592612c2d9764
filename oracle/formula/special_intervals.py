"""erf, erfc and the inverse circular functions in mpmath's interval arithmetic, for the second opinion.

mpmath has none of them for intervals but atan. erf is summed from a series of positive terms, whose tail a
geometric series bounds; far out erfc is bounded by its asymptotic series, whose error is less than the first
term left out (DLMF 7.6.2 and 7.12.1). All functions here are monotone: an interval's ends give the bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["InverseAndErf"]

_MOST = 20_000
"""Terms of a series, at most: at 13000 bits erf needs some 10000."""


class InverseAndErf:
    """These functions in one context.

    Args:
        iv: mpmath's interval context; its precision may change between calls.
        exp: an enclosure of the exponential function in it.
        wider: widens an interval by a few units of the last place.
    """

    def __init__(self, iv: Any, exp: Callable[[Any], Any], wider: Callable[[Any], Any]) -> None:
        self.iv, self.exp, self.wider = iv, exp, wider

    def atan(self, v: Any) -> Any:
        """atan of an interval."""
        from mpmath.libmp.libmpi import mpi_atan

        return self.wider(self.iv.make_mpf(mpi_atan(v._mpi_, self.iv.prec)))

    def asin(self, v: Any) -> Any:
        """asin of an interval within (-1, 1): 2 atan(v / (1 + √((1 - v)(1 + v))))."""
        return self._ends(lambda t: 2 * self.atan(t / (1 + self.iv.sqrt((1 - t) * (1 + t)))), v)

    def acos(self, v: Any) -> Any:
        """acos of an interval within (-1, 1): 2 atan(√((1 - v) / (1 + v))), accurate near 1."""
        return self._ends(lambda t: 2 * self.atan(self.iv.sqrt((1 - t) / (1 + t))), v)

    def erf(self, v: Any) -> Any:
        """erf of an interval."""
        return self._ends(self._erf, v)

    def erfc(self, v: Any) -> Any:
        """erfc of an interval."""
        return self._ends(self._erfc, v)

    def _ends(self, f: Callable[[Any], Any], v: Any) -> Any:
        """The hull of the values of a monotone function at an interval's ends."""
        first = f(self.iv.mpf(v.a))
        if v.a == v.b:
            return first
        second = f(self.iv.mpf(v.b))
        return self.iv.mpf([min(first.a, second.a), max(first.b, second.b)])

    def _is_far(self, t: Any) -> bool:
        return bool((t * t).a * 2 > self.iv.prec)

    def _erf(self, t: Any) -> Any:
        if t.a < 0:
            return -self._erf(-t)
        return 1 - self._erfc_far(t) if self._is_far(t) else self._erf_series(t)

    def _erfc(self, t: Any) -> Any:
        if t.a < 0:
            return 2 - self._erfc(-t)
        return self._erfc_far(t) if self._is_far(t) else 1 - self._erf_series(t)

    def _erf_series(self, t: Any) -> Any:
        """2/√π e^(-t²) Σ 2ⁿ t^(2n+1) / (1·3·...·(2n+1)) at a point t >= 0."""
        square = 2 * t * t
        term, total = t, t
        for n in range(1, _MOST):
            term = term * square / (2 * n + 1)
            total += term
            ratio = square / (2 * n + 3)
            if ratio.b < 0.5 and term.b <= self.iv.ldexp(1, -self.iv.prec).b * total.a:
                break
        else:
            return self.iv.mpf([-1, 1])
        total += self.iv.mpf([0, (2 * term * ratio).b])  # the tail: a geometric series bounds it
        return 2 / self.iv.sqrt(self._pi()) * self.exp(-t * t) * total

    def _erfc_far(self, t: Any) -> Any:
        """e^(-t²) / (t √π) Σ (-1)ⁿ (2n-1)!! / (2t²)ⁿ at a point t > 0; the least term bounds the error."""
        over = 1 / (2 * t * t)
        term, total, n = self.iv.mpf(1), self.iv.mpf(1), 0
        while n < _MOST:
            following = -term * (2 * n + 1) * over
            n += 1
            small = abs(following).b <= self.iv.ldexp(1, -self.iv.prec).b
            if small or not abs(following).b < abs(term).a:
                break
            total += following
            term = following
        bound = abs(term * (2 * n + 1) * over).b
        total += self.iv.mpf([-bound, bound])
        return self.exp(-t * t) / (t * self.iv.sqrt(self._pi())) * total

    def _pi(self) -> Any:
        return self.wider(+self.iv.pi)
