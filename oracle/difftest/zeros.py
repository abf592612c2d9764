"""The sign of a zero result.

A theorem about reals does not know -0, but every float format does, and 1/f(-0) is -inf or +inf by it.
Where a value underflows, the zero has the value's sign. At a zero or an infinity of the input, where the
value itself is 0, the zero has the sign that f has on that side, as IEEE 754-2019 (9.2.1) asks: tanh(-0) is
-0, abs(-0) is 0, 1/(-inf) is -0. Where f is 0 on that side too (relu) either zero is right; so is it where
only a limit from below speaks for -0, and f is not odd (silu of -inf).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.elementwise import Elementwise
from proofgrad.oracle.difftest.sample import flat
from proofgrad.oracle.difftest.tolerances import least
from proofgrad.oracle.difftest.verdict import ClassResult, Worst
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.ulp import Status

__all__ = ["signed_zeros"]

_FAR = (6.0, 9.0, 14.0, 20.0)
"""Where the sign on the way to an infinity is looked at."""


def signed_zeros(
    function: Elementwise, part: Part, m: Measurement, classes: Mapping[str, ClassResult]
) -> Mapping[str, ClassResult]:
    """The classes in which a zero has the wrong sign, with ``sign`` among what failed.

    Args:
        function: the scalar function.
        part: which of its maps; in direction 1.
        m: what was measured.
        classes: the results so far.
    """
    x, got = flat([s.x[0] for s in m.samples]), flat([m.got])
    judged = m.runtime & (m.wanted.status == Status.FINITE) & (m.codes != CLASSES.index("kink"))
    zero = np.flatnonzero((got == 0) & judged)
    wanted = np.zeros(len(zero))
    value, slack = (m.wanted.whole + m.wanted.fraction)[zero], m.wanted.slack[zero]
    decided = np.abs(value) > np.maximum(4 * slack, 2.0**-40)
    wanted[decided] = np.sign(value[decided])
    for place, sign in _ends(function, part):
        at = (x[zero] == place) & (value == 0)
        if place == 0:  # -0 and 0 are the same number
            at &= np.signbit(x[zero]) == np.signbit(place)
        wanted[at] = sign
    wrong = zero[(wanted != 0) & (np.signbit(got[zero]) != (wanted < 0))]
    signs = dict(zip(zero.tolist(), wanted.tolist(), strict=True))
    out: dict[str, ClassResult] = {}
    for code in np.unique(m.codes[wrong]).tolist():
        name = CLASSES[code]
        row = int(wrong[m.codes[wrong] == code][0])
        found = m.worst(row)
        shown = Worst(found.input, found.input_hex, found.got, "-0.0" if signs[row] < 0 else "0.0")
        before = classes[name]
        out[name] = replace(
            before,
            failed=(*before.failed, "sign"),
            worst=before.worst if before.failed else shown,
            grade=least((before.grade, "correct")),
        )
    return out


def _ends(function: Elementwise, part: Part) -> list[tuple[float, float]]:
    """The sign next to 0 and -0 and on the way to the infinities; 0 where it is not the same everywhere."""
    fmt = function.fmt
    near = np.array([float(fmt.min_normal) * 4.0, 2.0**-6])
    out: list[tuple[float, float]] = []
    for places, end in ((near, 0.0), (-near, -0.0), (np.array(_FAR), np.inf), (-np.array(_FAR), -np.inf)):
        refs = function.references(part, fmt.narrow(places))
        values: NDArray[np.float64] = refs.values.approximate()
        signs = np.sign(values[np.abs(refs.values.whole) >= 1])
        same = len(signs) == len(places) and bool((signs == signs[0]).all())
        out.append((end, float(signs[0]) if same else 0.0))
    return out if _odd(function, part) else [(end, max(sign, 0.0)) for end, sign in out]


def _odd(function: Elementwise, part: Part) -> bool:
    """Whether f(-x) = -f(x), as far as a few inputs tell."""
    x = function.fmt.narrow(np.array([0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0]))
    right, left = (function.references(part, z).values for z in (x, -x))
    if not ((right.status == Status.FINITE) & (left.status == Status.FINITE)).all():
        return False
    apart = np.abs(right.whole + left.whole) + np.abs(right.fraction + left.fraction)
    return bool((right.exponent == left.exponent).all() and (apart <= right.slack + left.slack).all())
