"""The sign of a zero result.

A theorem about reals does not know -0, but every float format does, and 1/f(-0) is -inf or +inf by it.
Where a value underflows, the zero has the value's sign. At a zero or an infinity of the input, where the
value itself is 0, the zero has the sign that f has on that side, as IEEE 754-2019 (9.2.1) asks: tanh(-0) is
-0, abs(-0) is 0, 1/(-inf) is -0. Where f is 0 on that side too (relu) either zero is right; so is it where
only a limit from below speaks for -0, and f is not odd (silu of -inf).

Of a node of vectors the sign is decided where a coordinate is a product or a quotient of its entries, or the
sum of two such terms that have the same sign: (-0)·3 is -0, and so is what moves a -0 to another place. In
longer sums every order of summing gives another sign, and none is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node, Tree
from proofgrad.bridge.catalogue.indexed import height
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.coordinates import Coordinates
from proofgrad.oracle.difftest.elementwise import Elementwise
from proofgrad.oracle.difftest.sample import flat
from proofgrad.oracle.difftest.tolerances import least
from proofgrad.oracle.difftest.verdict import ClassResult, Worst
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.ulp import Status
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["signed_zeros", "signed_zeros_of_vectors"]

_FAR = (6.0, 9.0, 14.0, 20.0)
"""Where the sign on the way to an infinity is looked at."""
_CLOSE = (0.45, 0.3, 0.2)
"""Near 0: powers of the smallest normal number; the square of none of them underflows."""
_SOME = 2
"""Of the places near 0, those at which the sign must be seen."""


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
    x = flat([s.x[0] for s in m.samples])
    zero = _zeros(m)
    wanted = np.zeros(len(zero))
    value, slack = (m.wanted.whole + m.wanted.fraction)[zero], m.wanted.slack[zero]
    decided = np.abs(value) > np.maximum(4 * slack, 2.0**-40)
    wanted[decided] = np.sign(value[decided])
    for place, sign in _ends(function, part):
        at = (x[zero] == place) & (value == 0)
        if place == 0:  # -0 and 0 are the same number
            at &= np.signbit(x[zero]) == np.signbit(place)
        wanted[at] = sign
    return _told(m, classes, zero, wanted)


def signed_zeros_of_vectors(
    part: Part, m: Measurement, classes: Mapping[str, ClassResult]
) -> Mapping[str, ClassResult]:
    """The same of functions of vectors; those at sizes that are not written out are passed over."""
    zero = _zeros(m)
    value = (m.wanted.whole + m.wanted.fraction)[zero]
    with np.errstate(over="ignore"):
        near = np.ldexp(np.abs(value), m.wanted.exponent[zero] - m.functions[0].fmt.tiny_exponent)
    zero = zero[near < 1]  # else a cancellation of its own made it zero
    wanted = np.zeros(len(zero))
    for n, row in enumerate(zero.tolist()):
        function, sample, place = m.source(row)
        if isinstance(function, Coordinates) and not function.large and not _sums(function.node, part):
            tree = function.reference.size.trees(part)[place]
            wanted[n] = _sign(tree, flat(sample.x), flat(sample.direction(part)))
    return _told(m, classes, zero, wanted)


def _sums(node: Node, part: Part) -> bool:
    """Whether a map of a node sums over an axis at some size, as far as is known."""
    if node.indexed is None:
        return True
    trees = {"forward": (node.indexed.forward,), "jvp": (node.indexed.jvp,), "vjp": node.indexed.vjp}[part]
    return not trees or any(height(tree) for tree in trees)


def _zeros(m: Measurement) -> NDArray[np.intp]:
    """The rows in which a kernel answered 0 to what is a number."""
    judged = m.runtime & (m.wanted.status == Status.FINITE) & (m.codes != CLASSES.index("kink"))
    return np.flatnonzero((flat([m.got]) == 0) & judged)


def _sign(tree: Tree, x: NDArray[np.float64], d: NDArray[np.float64]) -> float:
    """The sign of a product, or of a sum of two of the same sign, zeros included; 0 if it is neither."""
    if tree.op in ("add", "sub"):
        signs = [_of_product(arg, x, d) for arg in tree.args]
        second = signs[1] if tree.op == "add" else -signs[1]
        return signs[0] if signs[0] == second else 0.0
    return _of_product(tree, x, d)


def _of_product(tree: Tree, x: NDArray[np.float64], d: NDArray[np.float64]) -> float:
    match tree.op:
        case "entry" | "tangent":
            return float(np.copysign(1.0, (x if tree.op == "entry" else d)[int(tree.value or 0)]))
        case "const":
            return float(np.sign(float(tree.value or 0)))
        case "neg":
            return -_of_product(tree.args[0], x, d)
        case "mul" | "div":
            return _of_product(tree.args[0], x, d) * _of_product(tree.args[1], x, d)
    return 0.0


def _told(
    m: Measurement, classes: Mapping[str, ClassResult], zero: NDArray[np.intp], wanted: NDArray[np.float64]
) -> Mapping[str, ClassResult]:
    """Classes with zeros whose sign is not the wanted one, where there is one."""
    got = flat([m.got])
    wrong = zero[(wanted != 0) & (np.signbit(got[zero]) != (wanted < 0))]
    signs = dict(zip(zero.tolist(), wanted.tolist(), strict=True))
    out: dict[str, ClassResult] = {}
    for code in distinct(m.codes[wrong]).tolist():
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
    near = np.array([4.0 * float(fmt.min_normal) ** power for power in _CLOSE] + [2.0**-6])
    out: list[tuple[float, float]] = []
    for places, end in ((near, 0.0), (-near, -0.0), (np.array(_FAR), np.inf), (-np.array(_FAR), -np.inf)):
        refs = function.references(part, fmt.narrow(places))
        values: NDArray[np.float64] = refs.values.approximate()
        signs = np.sign(values[np.abs(refs.values.whole) >= 1])
        few = _SOME if end == 0 else len(places)  # x² underflows near 0
        nothing = (refs.values.whole == 0) & (refs.values.fraction == 0)
        same = len(signs) >= few and bool((signs == signs[0]).all() and not nothing.any())
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
