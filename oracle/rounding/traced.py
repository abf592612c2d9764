"""An array that takes down what is done with it: NumPy's protocols, answered with instructions.

The numbers are finite: `isnan` and `isinf` are false, a comparison with an infinity is decided. Zero has no
sign. A comparison of the input with a number is decided by the piece that is traced (or asks for smaller
ones); one of computed numbers becomes a choice between both branches.

Roundings that are exact are left out, by the theorems of `NN.Floats.Exact`: of a float of the same or of a
narrower format, of twice a float.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from proofgrad.bridge.catalogue.rounded import Instruction
from proofgrad.oracle.rounding.assumed import SUPPOSED
from proofgrad.oracle.rounding.recorder import Recorder, Untraceable

__all__ = ["Mask", "Traced", "as_number", "chosen", "constant_of"]

Affine = tuple[int, Fraction]
"""(slope, offset): the number slope·x + offset without any rounding; slope -1, 0 or 1, one of them 0."""


class Mask(NDArrayOperatorsMixin):
    """Truth values: known on the whole piece, or a comparison of two registers.

    Attributes:
        known: the truth value, or None.
        left, right: traced numbers; the mask says left < right.
        negated: whether it says the opposite.
        both: two masks of which this is the conjunction, or None.
    """

    dtype = np.dtype(bool)

    def __init__(
        self,
        known: bool | None,
        left: Traced | None = None,
        right: Traced | None = None,
        negated: bool = False,
        both: tuple[Mask, Mask] | None = None,
    ) -> None:
        self.known, self.left, self.right, self.negated, self.both = known, left, right, negated, both

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Logic."""
        if method != "__call__" or options:
            raise _untraceable(f"np.{ufunc.__name__}.{method} of truth values")
        masks = [i if isinstance(i, Mask) else Mask(bool(i)) for i in inputs]
        if ufunc in (np.logical_and, np.bitwise_and, np.multiply):
            return _both(*masks)
        if ufunc in (np.logical_or, np.bitwise_or):
            return _opposite(_both(*map(_opposite, masks)))
        if ufunc in (np.logical_not, np.invert):
            return _opposite(masks[0])
        raise _untraceable(f"np.{ufunc.__name__} of truth values")

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """As for traced numbers."""
        return _function(function, args, kwargs)

    def any(self) -> bool:
        """Whether it may hold."""
        return self.known is not False

    def all(self) -> bool:
        """Whether it holds."""
        if self.known is None:
            raise _untraceable("a decision for all entries by a computed number")
        return self.known

    def __len__(self) -> int:
        """How many entries it selects, at most."""
        return int(self.known is not False)

    def __bool__(self) -> bool:
        """Only where it is known."""
        if self.known is None:
            raise _untraceable("an `if` on a computed number: np.where takes both branches")
        return self.known

    def astype(self, dtype: Any, **_: Any) -> Any:
        """1 and 0."""
        if self.known is not None:
            return np.dtype(dtype).type(self.known)
        numbers = (np.dtype(dtype).type(v) for v in (1, 0))
        return chosen(self, *numbers)


def _opposite(mask: Mask) -> Mask:
    if mask.known is not None:
        return Mask(not mask.known)
    return Mask(None, mask.left, mask.right, not mask.negated, mask.both)


def _both(a: Mask, b: Mask) -> Mask:
    if a.known is not None:
        return b if a.known else a
    if b.known is not None:
        return a if b.known else b
    return Mask(None, both=(a, b))


class Traced(NDArrayOperatorsMixin):
    """A number of a kernel that is traced, in the place of an array with one axis.

    Args:
        recorder: takes down what is done.
        register: where the number is; None for no number at all (of a selection without entries).
        dtype: its format.
        affine: what it is without rounding, where that is ±x or a number.
    """

    ndim = 1
    shape = (1,)
    size = 1

    def __init__(
        self, recorder: Recorder, register: int | None, dtype: Any, affine: Affine | None = None
    ) -> None:
        self.recorder, self.register, self.dtype, self.affine = recorder, register, np.dtype(dtype), affine

    # NumPy's protocols

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Arithmetic and functions."""
        out = options.pop("out", (None,))[0]
        if method != "__call__" or options:
            raise _untraceable(f"np.{ufunc.__name__}.{method} with {', '.join(options) or 'nothing'}")
        result = _ufunc(self.recorder, ufunc, inputs)
        if out is None:
            return result
        if not isinstance(out, Traced) or not isinstance(result, Traced):
            raise _untraceable(f"out= of np.{ufunc.__name__}")
        return out.become(result)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """np.where and others."""
        return _function(function, args, kwargs)

    def __array__(self, *_: Any, **__: Any) -> Any:
        """It is no array of numbers, unless it has none."""
        if self.register is None:
            return np.zeros(0, np.int64)
        raise _untraceable("a conversion to a plain array")

    def __float__(self) -> float:
        """It is no single number."""
        raise _untraceable("a conversion to a Python number")

    def __bool__(self) -> bool:
        """It is no truth value."""
        raise _untraceable("an `if` on a number")

    def __len__(self) -> int:
        """One entry, or none."""
        return int(self.register is not None)

    def __pow__(self, exponent: Any) -> Any:
        """The powers that NumPy computes by other operations."""
        if isinstance(exponent, (int, float)) and exponent in (2, 0.5, -1, 1):
            by = {2: np.square, 0.5: np.sqrt, -1: np.reciprocal, 1: np.positive}[exponent]
            return by(self)
        raise _untraceable(f"a power {exponent}")

    # Arrays

    def become(self, other: Traced) -> Traced:
        """Assignment in place."""
        if other.dtype != self.dtype:
            other = _cast(other, self.dtype)
        self.register, self.affine = other.register, other.affine
        return self

    def copy(self, *_: Any, **__: Any) -> Traced:
        """Another array with the same numbers."""
        return Traced(self.recorder, self.register, self.dtype, self.affine)

    def view(self, *_: Any) -> Traced:
        """The bits as something else: only of nothing."""
        if self.register is not None:
            raise _untraceable("a view of the bits")
        return self

    def ravel(self) -> Traced:
        """The array itself: it has one axis."""
        return self

    def astype(self, dtype: Any, **_: Any) -> Traced:
        """A conversion, rounded where the format is narrower."""
        return _cast(self, np.dtype(dtype))

    def __getitem__(self, key: Any) -> Traced:
        """A selection by a mask, or the whole."""
        if isinstance(key, Mask):
            return self.copy() if key.known is not False else _nothing(self)
        if key is Ellipsis or key == slice(None):
            return self
        raise _untraceable("an index")

    def __setitem__(self, key: Any, value: Any) -> None:
        """An assignment where a mask holds."""
        if isinstance(key, Mask):
            if key.known is not False:
                self.become(as_number(self.recorder, chosen(key, value, self.copy()), self.dtype))
        elif key is Ellipsis or key == slice(None):
            self.become(as_number(self.recorder, value, self.dtype))
        else:
            raise _untraceable("an index")


def _untraceable(what: str) -> Untraceable:
    """The error, with the line of the kernel."""
    frame = sys._getframe(1)
    while frame.f_back is not None and _own(frame.f_code.co_filename):
        frame = frame.f_back
    where = f"{frame.f_code.co_name}, line {frame.f_lineno}"
    return Untraceable(
        f"{what} is not traced ({where})", hint="no theorem speaks of it; the range is left out"
    )


def _own(file: str) -> bool:
    return file == __file__ or "numpy" in file.replace("\\", "/").split("/")[:-1]


def _nothing(like: Traced) -> Traced:
    return Traced(like.recorder, None, like.dtype)


def _nothing_of(inputs: Sequence[Any]) -> Traced:
    """A selection without entries stays one, whatever is done with it."""
    return _nothing(next(i for i in inputs if isinstance(i, Traced) and i.register is None))


# Numbers


def as_number(recorder: Recorder, value: Any, dtype: np.dtype[Any]) -> Traced:
    """A traced number of a format, from whatever stands in an expression."""
    if isinstance(value, Traced):
        return value if value.dtype == dtype else _cast(value, dtype)
    if isinstance(value, Mask):
        value = value.astype(dtype)
        if isinstance(value, Traced):
            return value
    if np.size(value) != 1:
        raise _untraceable("an array of constants")
    with np.errstate(over="ignore"):
        number = float(np.asarray(value).reshape(-1)[0].astype(dtype))
    if not np.isfinite(number):
        return Traced(recorder, None, dtype)
    exact = Fraction(number)
    return Traced(recorder, recorder.number(exact), dtype, (0, exact))


def _cast(value: Traced, dtype: np.dtype[Any]) -> Traced:
    if value.register is None:
        return Traced(value.recorder, None, dtype)
    if dtype.name not in SUPPOSED["exp"] and dtype.name != "float16":
        raise _untraceable(f"a conversion to {dtype}")
    constant = constant_of(value)
    if constant is not None:
        return as_number(value.recorder, np.float64(float(constant)), dtype)
    is_input = value.affine is not None and value.affine[0] != 0
    if dtype.itemsize >= (value.recorder.width if is_input else value.dtype.itemsize):
        return Traced(value.recorder, value.register, dtype, value.affine)
    return _rounded(value.recorder, value.register, dtype)


def _rounded(recorder: Recorder, register: int, dtype: np.dtype[Any]) -> Traced:
    return Traced(recorder, recorder.emit(Instruction("round", (register,), format=dtype.name)), dtype)


def _compared(a: Traced, b: Traced) -> Mask:
    """a < b."""
    if a.register is None or b.register is None:
        return Mask(False)
    if a.affine is not None and b.affine is not None:
        return Mask(_order(a, b) < 0)
    return Mask(None, a, b)


def _order(a: Traced, b: Traced) -> int:
    """The sign of a - b, for numbers that are ±x or constants. Raises Split."""
    assert a.affine is not None
    assert b.affine is not None
    slope, offset = a.affine[0] - b.affine[0], a.affine[1] - b.affine[1]
    return a.recorder.sign((slope > 0) - (slope < 0), offset)


def chosen(mask: Mask, then: Any, other: Any) -> Any:
    """`then` where the mask holds, else `other`."""
    if mask.known is not None:
        return then if mask.known else other
    if mask.both is not None:
        a, b = mask.both
        if mask.negated:
            return chosen(a, chosen(b, other, then), then)
        return chosen(a, chosen(b, then, other), other)
    assert mask.left is not None
    assert mask.right is not None
    if mask.negated:
        then, other = other, then
    recorder = mask.left.recorder
    dtype = np.result_type(*(v.dtype if isinstance(v, Traced) else v for v in (then, other)))
    t, e = (as_number(recorder, v, dtype) for v in (then, other))
    registers = (mask.left.register, mask.right.register, t.register, e.register)
    if None in registers:
        if t.register == e.register is None:
            return t
        raise _untraceable("a choice between a number and an infinity, by a computed number")
    if t.register == e.register:
        return t
    return Traced(recorder, recorder.emit(Instruction("ifLt", registers)), dtype)  # type: ignore[arg-type]


# Functions of NumPy's array protocols


def _infinity(value: Any) -> bool:
    return not isinstance(value, (Traced, Mask)) and np.size(value) == 1 and bool(np.isinf(value))


def _ufunc(recorder: Recorder, ufunc: Any, inputs: Sequence[Any]) -> Any:
    name = ufunc.__name__
    if any(isinstance(i, Traced) and i.register is None for i in inputs):
        return Mask(False) if name in (*_COMPARISONS, "isnan", "isinf", "isfinite") else _nothing_of(inputs)
    if ufunc in (np.isnan, np.isinf):
        return Mask(False)
    if ufunc is np.isfinite:
        return Mask(True)
    if name in _COMPARISONS and any(map(_infinity, inputs)):
        a, b = (float(i) if _infinity(i) else 0.0 for i in inputs)
        return Mask(bool(ufunc(a, b)))
    dtype = np.result_type(*(i.dtype if isinstance(i, (Traced, Mask)) else i for i in inputs))
    if dtype == np.dtype(bool) or dtype.name not in ("float16", "float32", "float64"):
        raise _untraceable(f"np.{name} in the format {dtype}")
    values = [as_number(recorder, i, dtype) for i in inputs]
    if name in _COMPARISONS:
        return _COMPARISONS[name](*values)
    if any(v.register is None for v in values):
        raise _untraceable(f"np.{name} of an infinity")
    if name in SUPPOSED:
        return _call(name, values[0])
    if name not in _ARITHMETIC:
        raise _untraceable(f"np.{name}")
    return _ARITHMETIC[name](*values)


def _call(name: str, a: Traced) -> Traced:
    """A function of the library; NumPy computes those of float16 in float32."""
    dtype = np.dtype(np.float32) if a.dtype == np.float16 else a.dtype
    call = Instruction(
        "call", (a.register or 0,), format=dtype.name, function=name, hundredths=SUPPOSED[name][dtype.name]
    )
    return _cast(Traced(a.recorder, a.recorder.emit(call), dtype), a.dtype)


def constant_of(a: Traced) -> Fraction | None:
    """The number, if it is the same for all inputs."""
    return a.affine[1] if a.affine is not None and a.affine[0] == 0 else None


def _folded(function: Callable[..., Any], *values: Traced) -> Traced | None:
    """The result for constants, by NumPy itself."""
    numbers = [constant_of(v) for v in values]
    if any(n is None for n in numbers):
        return None
    dtype = values[0].dtype
    with np.errstate(all="ignore"):
        return as_number(values[0].recorder, function(*(dtype.type(float(n or 0)) for n in numbers)), dtype)


def _operation(op: str, function: Callable[..., Any]) -> Callable[..., Traced]:
    """A rounded operation on two numbers."""

    def apply(a: Traced, b: Traced) -> Traced:
        folded = _folded(function, a, b)
        if folded is not None:
            return folded
        simple = _SIMPLE[op](a, b)
        if simple is not None:
            return simple
        r = a.recorder
        pair = (a.register or 0, b.register or 0)
        if op in ("add", "mul"):
            pair = (min(pair), max(pair))
        return _rounded(r, r.emit(Instruction(op, pair)), a.dtype)

    return apply


def _no_change_add(a: Traced, b: Traced) -> Traced | None:
    if constant_of(a) == 0:
        return b.copy()
    return a.copy() if constant_of(b) == 0 else None


def _no_change_sub(a: Traced, b: Traced) -> Traced | None:
    if constant_of(a) == 0:
        return _neg(b)
    return a.copy() if constant_of(b) == 0 else None


def _power_of_two(value: Fraction | None) -> bool:
    """Whether it is 2, 4, 8, ...: multiples by these are exact."""
    return (
        value is not None
        and value.denominator == 1
        and value > 1
        and value.numerator & (value.numerator - 1) == 0
    )


def _no_change_mul(a: Traced, b: Traced) -> Traced | None:
    for c, other in ((constant_of(a), b), (constant_of(b), a)):
        if c is None:
            continue
        if abs(c) == 1:
            return other.copy() if c > 0 else _neg(other)
        if _power_of_two(abs(c)):
            r = other.recorder
            register = r.emit(Instruction("mul", (r.number(c), other.register or 0)))
            return Traced(r, register, other.dtype)
    return None


def _no_change_div(a: Traced, b: Traced) -> Traced | None:
    c = constant_of(b)
    if c is not None and abs(c) == 1:
        return a.copy() if c > 0 else _neg(a)
    return None


_SIMPLE: dict[str, Callable[[Traced, Traced], Traced | None]] = {
    "add": _no_change_add,
    "sub": _no_change_sub,
    "mul": _no_change_mul,
    "div": _no_change_div,
}


def _exactly(op: str, *values: Traced) -> Traced:
    r = values[0].recorder
    return Traced(r, r.emit(Instruction(op, tuple(v.register or 0 for v in values))), values[0].dtype)


def _neg(a: Traced) -> Traced:
    out = _exactly("neg", a)
    c = constant_of(a)
    if c is not None:
        return as_number(a.recorder, -float(c), a.dtype)
    out.affine = None if a.affine is None else (-a.affine[0], -a.affine[1])
    return out


def _abs(a: Traced) -> Any:
    if a.affine is None:
        null = as_number(a.recorder, 0.0, a.dtype)
        return chosen(_compared(a, null), _neg(a), a.copy())
    return a.copy() if a.recorder.sign(*a.affine) >= 0 else _neg(a)


def _greater(a: Traced, b: Traced) -> Any:
    if a.affine is not None and b.affine is not None:
        return (a if _order(a, b) >= 0 else b).copy()
    return chosen(_compared(a, b), b, a)


def _smaller(a: Traced, b: Traced) -> Any:
    if a.affine is not None and b.affine is not None:
        return (a if _order(a, b) <= 0 else b).copy()
    return chosen(_compared(a, b), a, b)


def _sqrt(a: Traced) -> Traced:
    folded = _folded(np.sqrt, a)
    if folded is not None:
        return folded
    return _rounded(a.recorder, a.recorder.emit(Instruction("sqrt", (a.register or 0,))), a.dtype)


def _sign(a: Traced) -> Any:
    one, zero = (a.dtype.type(v) for v in (1, 0))
    if a.affine is not None:
        return as_number(a.recorder, float(a.recorder.sign(*a.affine)), a.dtype)
    null = as_number(a.recorder, zero, a.dtype)
    return chosen(_compared(null, a), one, chosen(_compared(a, null), -one, zero))


def _copysign(a: Traced, b: Traced) -> Any:
    size = _abs(a)
    return chosen(_compared(b, as_number(a.recorder, 0.0, a.dtype)), _neg(size), size)


def _equal(a: Traced, b: Traced) -> Mask:
    if a.register is None or b.register is None:
        return Mask(False)
    if a.affine is None or b.affine is None:
        raise _untraceable("== of computed numbers")
    return Mask(_order(a, b) == 0)


_COMPARISONS: dict[str, Callable[[Traced, Traced], Mask]] = {
    "less": _compared,
    "greater": lambda a, b: _compared(b, a),
    "less_equal": lambda a, b: _opposite(_compared(b, a)),
    "greater_equal": lambda a, b: _opposite(_compared(a, b)),
    "equal": _equal,
    "not_equal": lambda a, b: _opposite(_equal(a, b)),
}
_add, _sub, _mul, _div = (
    _operation(op, function)
    for op, function in (("add", np.add), ("sub", np.subtract), ("mul", np.multiply), ("div", np.divide))
)
_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "add": _add,
    "subtract": _sub,
    "multiply": _mul,
    "divide": _div,
    "negative": _neg,
    "positive": lambda a: a.copy(),
    "absolute": _abs,
    "fabs": _abs,
    "sqrt": _sqrt,
    "square": lambda a: _mul(a, a),
    "reciprocal": lambda a: _div(as_number(a.recorder, 1.0, a.dtype), a),
    "maximum": _greater,
    "fmax": _greater,
    "minimum": _smaller,
    "fmin": _smaller,
    "sign": _sign,
    "copysign": _copysign,
}


def _function(function: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """np.where and others."""
    name = function.__name__
    if name == "where" and len(args) == 3 and not kwargs:
        condition, then, other = args
        if not isinstance(condition, Mask):
            condition = Mask(bool(np.all(condition)))
        found = chosen(condition, then, other)
        numbers = [v for v in (then, other) if isinstance(v, Traced)]
        if not numbers or isinstance(found, Mask):
            return found
        dtype = np.result_type(*(v.dtype if isinstance(v, Traced) else v for v in (then, other)))
        return as_number(numbers[0].recorder, found, dtype).copy()  # a new array, whatever it is made of
    if name == "clip" and len(args) == 3 and set(kwargs) <= set():
        return np.minimum(np.maximum(args[0], args[1]), args[2])
    if name in ("ones_like", "zeros_like", "full_like") and not kwargs:
        value = {"ones_like": 1.0, "zeros_like": 0.0}.get(name, args[-1])
        like = args[0]
        return like.copy() if like.register is None else as_number(like.recorder, value, like.dtype)
    if name == "copyto" and isinstance(kwargs.get("where"), Mask):
        args[0][kwargs["where"]] = args[1]
        return None
    if name in ("flatnonzero", "any", "all", "copy") and len(args) == 1 and not kwargs:
        return args[0] if name == "flatnonzero" else getattr(args[0], name)()
    raise _untraceable(f"np.{name}")
