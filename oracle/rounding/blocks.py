"""The building blocks of double-double arithmetic in the project's kernels, taken for what they compute.

Step by step, nothing could be seen of them: a two-sum is there to be exact, and the table of exponentials is
read by the bits of the argument. So while one of these kernels is traced

* the error of a two-sum is the exact one, a theorem (`Instr.computed_twoSum` in `NN.Floats.ErrorFree`; D. E.
  Knuth, TAOCP 2, 4.2.2); so is that of a fast two-sum whose first number is not less than the second
  (`Instr.computed_fastTwoSum`), and that of a two-product (T. J. Dekker, Numer. Math. 18, 1971): that it is
  not less, and all of the latter, the bound lists among what it supposes;
* `exponential` is a function of the library, `expPair`: the sum of two floats near the exponential, how near
  is supposed and tested. Its power of two is kept apart by the kernel, and is here put on at once; each
  register knows which power its number lacks in the kernel (`Recorder.emit`), so that sums of numbers that
  lack different ones are not mistaken. The condition of `expPair` keeps all far from underflow and overflow,
  where rounding does not depend on the power.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue.rounded import Instruction
from proofgrad.oracle.kernels import compensated, doubled
from proofgrad.oracle.rounding.assumed import PAIR
from proofgrad.oracle.rounding.recorder import Recorder, Untraceable
from proofgrad.oracle.rounding.traced import Traced, as_number, constant_of

__all__ = ["Power", "taken_whole"]

SUPPOSES = {
    "two_sum": "",
    "fast_two_sum": "the first number of each fast two-sum is not less than the second, in absolute value",
    "two_product": "the error of a product is computed exactly (Dekker's two-product)",
}
"""Building block -> what is supposed of it; nothing where a theorem says it all."""

LARGEST = 491
"""2^k is below 2^LARGEST where the argument of `expPair` is below 340."""


class Power:
    """slope·k + offset, where 2^k is what `exponential` keeps apart."""

    def __init__(self, slope: int, offset: int = 0) -> None:
        self.slope, self.offset = slope, offset

    def __sub__(self, other: int) -> Power:
        return Power(self.slope, self.offset - other)

    def __rmul__(self, factor: int) -> Power:
        return Power(factor * self.slope, factor * self.offset)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """A minimum that the condition of `expPair` keeps far away."""
        if ufunc is np.minimum and self.slope == 1 and inputs[1] >= LARGEST:
            return self
        raise Untraceable(f"np.{ufunc.__name__} of a power of two")


_EXPONENTIAL, _SCALE = doubled.exponential, doubled.scale


def _recorder(*values: Any) -> Recorder | None:
    return next((v.recorder for v in values if isinstance(v, Traced)), None)


def _error_free(op: str, rounded: Callable[[Any, Any], Any], name: str) -> Callable[..., Any]:
    """The rounded result and its exact error."""
    original = getattr(compensated, name)

    def block(a: Any, b: Any) -> Any:
        recorder = _recorder(a, b)
        if recorder is None:
            return original(a, b)
        x, y = (as_number(recorder, v, np.dtype(np.float64)) for v in (a, b))
        head = rounded(x, y)
        if head.register is None:
            return head, head.copy()
        left, right = constant_of(x), constant_of(y)
        if left is not None and right is not None:
            value = left + right if op == "add" else left * right
            return head, as_number(recorder, float(value - (constant_of(head) or 0)), head.dtype)
        if head.register in (x.register, y.register):
            return head, as_number(recorder, 0.0, head.dtype)
        if SUPPOSES[name]:
            recorder.suppose(SUPPOSES[name])
        one, two = sorted(v.register or 0 for v in (x, y))
        whole = recorder.emit(Instruction(op, (one, two)))
        return head, Traced(recorder, recorder.emit(Instruction("sub", (whole, head.register))), head.dtype)

    return block


def _exponential(x: Any, low: Any = 0.0) -> Any:
    recorder = _recorder(x, low)
    if recorder is None:
        return _EXPONENTIAL(x, low)
    argument = as_number(recorder, x, np.dtype(np.float64))
    rest = as_number(recorder, low, argument.dtype)
    if argument.register is None or rest.register is None:
        return argument.copy(), argument.copy(), Power(1)
    place = argument.register
    if constant_of(rest) != 0:
        place = recorder.emit(Instruction("add", (place, rest.register)))
    call = Instruction("call", (place,), format="float64", function="expPair", hundredths=PAIR)
    whole = recorder.emit(call, weight=1)
    high = recorder.emit(Instruction("round", (whole,), format="float64"))
    rest_place = recorder.emit(Instruction("sub", (whole, high)))
    return *(Traced(recorder, r, argument.dtype) for r in (high, rest_place)), Power(1)


def _scale(x: Any, k: Any) -> Any:
    if not isinstance(k, Power) or not isinstance(x, Traced):
        if isinstance(k, Power) or isinstance(x, Traced):
            raise Untraceable("a power of two that is not known")
        return _SCALE(x, k)
    if x.register is None or constant_of(x) == 0:
        return x
    recorder = x.recorder
    factor = recorder.number(Fraction(2) ** k.offset)
    weight = recorder.weight(x.register) - k.slope
    scaled = recorder.emit(Instruction("mul", (factor, x.register)), weight=weight)
    return Traced(recorder, scaled, x.dtype)


_TAKEN: dict[str, tuple[Any, Any]] = {
    "two_sum": (compensated.two_sum, _error_free("add", np.add, "two_sum")),
    "fast_two_sum": (compensated.fast_two_sum, _error_free("add", np.add, "fast_two_sum")),
    "two_product": (compensated.two_product, _error_free("mul", np.multiply, "two_product")),
    "exponential": (_EXPONENTIAL, _exponential),
    "scale": (_SCALE, _scale),
}
"""Name -> the kernels' function, what stands for it."""


@contextmanager
def taken_whole() -> Iterator[None]:
    """While it lasts, the kernels' modules call what stands for their building blocks."""
    changed = []
    for name, module in list(sys.modules.items()):
        if not name.startswith("proofgrad.oracle.kernels."):
            continue
        for block, (original, stands_for) in _TAKEN.items():
            if getattr(module, block, None) is original:
                setattr(module, block, stands_for)
                changed.append((module, block, original))
    try:
        yield
    finally:
        for module, block, original in changed:
            setattr(module, block, original)
