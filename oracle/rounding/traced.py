"""An array that takes down what is done with it: NumPy's protocols, answered with instructions.

The numbers are finite: `isnan` and `isinf` are false, a comparison with an infinity is decided. Zero has no
sign. A comparison of the input with a number is decided by the piece that is traced (or asks for smaller
ones); one of computed numbers becomes a choice between both branches.

Roundings that are exact are left out, by the theorems of `NN.Floats.Exact`: of a float of the same or of a
narrower format, of twice a float.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from proofgrad.bridge.catalogue.rounded import Instruction
from proofgrad.oracle.rounding.assumed import THROUGH
from proofgrad.oracle.rounding.masks import Mask, answered
from proofgrad.oracle.rounding.recorder import Recorder, untraceable
from proofgrad.oracle.ulp import FORMATS

__all__ = ["COMPARISONS", "UFUNCS", "Traced", "as_number", "cast", "constant_of", "rounded"]

Affine = tuple[int, Fraction]
"""(slope, offset): the number slope·x + offset without any rounding; slope -1, 0 or 1, one of them 0."""

UFUNCS: dict[str, Callable[..., Any]] = {}
COMPARISONS: dict[str, Callable[..., Mask]] = {}
"""NumPy's operations on numbers by name, as `proofgrad.oracle.rounding.arithmetic` answers them."""


class Traced(NDArrayOperatorsMixin):
    """A number of a kernel that is traced, in the place of an array with one axis.

    Args:
        recorder: takes down what is done.
        register: where the number is; None for no number at all (of a selection without entries).
        dtype: its format.
        affine: what it is without rounding, where that is ±x or a number.
    """

    ndim = 1
    __class__ = property(lambda _: np.ndarray)  # as `isinstance` finds arrays

    def __init__(
        self, recorder: Recorder, register: int | None, dtype: Any, affine: Affine | None = None
    ) -> None:
        self.recorder, self.register, self.dtype, self.affine = recorder, register, np.dtype(dtype), affine

    # NumPy's protocols

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Arithmetic and functions."""
        out = options.pop("out", (None,))[0]
        if method != "__call__" or options:
            raise untraceable(f"np.{ufunc.__name__}.{method} with {', '.join(options) or 'nothing'}")
        result = _ufunc(self.recorder, ufunc, inputs)
        if out is None:
            return result
        if not isinstance(out, Traced) or not isinstance(result, Traced):
            raise untraceable(f"out= of np.{ufunc.__name__}")
        return out.become(result)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """np.where and others."""
        return answered(function, args, kwargs)

    def __array__(self, *_: Any, **__: Any) -> Any:
        """It is no array of numbers, unless it has none."""
        if self.register is None:
            return np.zeros(0, np.int64)
        raise untraceable("a conversion to a plain array")

    def __float__(self) -> float:
        """It is no single number."""
        raise untraceable("a conversion to a Python number")

    def __bool__(self) -> bool:
        """It is no truth value."""
        raise untraceable("an `if` on a number")

    def __len__(self) -> int:
        """It has one entry, the kernel's array any number."""
        raise untraceable("the length of an array")

    def __getattr__(self, name: str) -> Any:
        """What an array has and this has not. Raises Untraceable; AttributeError where NumPy asks."""
        if name.startswith("__"):
            raise AttributeError(name)
        raise untraceable(f"the attribute {name} of an array")

    def __pow__(self, exponent: Any) -> Any:
        """The powers that NumPy computes by other operations."""
        if isinstance(exponent, (int, float)) and exponent in (2, 0.5, -1, 1):
            by = {2: np.square, 0.5: np.sqrt, -1: np.reciprocal, 1: np.positive}[exponent]
            return by(self)
        raise untraceable(f"a power {exponent}")

    # Arrays

    def become(self, other: Traced) -> Traced:
        """Assignment in place."""
        if other.dtype != self.dtype:
            other = cast(other, self.dtype)
        self.register, self.affine = other.register, other.affine
        return self

    def copy(self, *_: Any, **__: Any) -> Traced:
        """Another array with the same numbers."""
        return Traced(self.recorder, self.register, self.dtype, self.affine)

    def view(self, *_: Any) -> Traced:
        """The bits as something else: only of nothing."""
        if self.register is not None:
            raise untraceable("a view of the bits")
        return self

    def ravel(self) -> Traced:
        """The array itself: it has one axis."""
        return self

    def astype(self, dtype: Any, *_: Any, copy: bool = True, **__: Any) -> Traced:
        """A conversion, rounded where the format is narrower; the array itself if that is asked for."""
        wanted = np.dtype(dtype)
        return self if not copy and wanted == self.dtype else cast(self, wanted).copy()

    def __getitem__(self, key: Any) -> Traced:
        """A selection by a mask, or the whole."""
        if isinstance(key, Mask):
            return self.copy() if key.known is not False else nothing(self)
        if key is Ellipsis or key == slice(None):
            return self
        raise untraceable("an index")

    def __setitem__(self, key: Any, value: Any) -> None:
        """An assignment where a mask holds."""
        if isinstance(key, Mask):
            if key.known is not False:
                self.become(np.where(key, value, self.copy()))  # type: ignore[call-overload]
        elif key is Ellipsis or key == slice(None):
            self.become(as_number(self.recorder, value, self.dtype))
        else:
            raise untraceable("an index")


def nothing(like: Traced) -> Traced:
    """A selection without entries."""
    return Traced(like.recorder, None, like.dtype)


def as_number(recorder: Recorder, value: Any, dtype: np.dtype[Any]) -> Traced:
    """A traced number of a format, from whatever stands in an expression."""
    if isinstance(value, Traced):
        return value if value.dtype == dtype else cast(value, dtype)
    if isinstance(value, Mask):
        value = value.astype(dtype)
        if isinstance(value, Traced):
            return value
    if np.size(value) != 1:
        raise untraceable("an array of constants")
    with np.errstate(over="ignore"):
        number = float(np.asarray(value).reshape(-1)[0].astype(dtype))
    if not np.isfinite(number):
        return Traced(recorder, None, dtype)
    exact = Fraction(number)
    return Traced(recorder, recorder.number(exact), dtype, (0, exact))


def cast(value: Traced, dtype: np.dtype[Any]) -> Traced:
    """A conversion. Raises Untraceable for a format that no theorem speaks of."""
    if value.register is None:
        return Traced(value.recorder, None, dtype)
    if dtype.name not in FORMATS:
        raise untraceable(f"a conversion to {dtype}")
    constant = constant_of(value)
    if constant is not None:
        return as_number(value.recorder, np.float64(float(constant)), dtype)
    is_input = value.affine is not None and value.affine[0] != 0
    if contains(dtype.name, value.recorder.format if is_input else value.dtype.name):
        return Traced(value.recorder, value.register, dtype, value.affine)
    through = THROUGH.get((value.dtype.name, dtype.name))
    if through is not None:
        value = cast(value, FORMATS[through].dtype)
    assert value.register is not None
    return rounded(value.recorder, value.register, dtype)


def contains(wide: str, narrow: str) -> bool:
    """Whether all floats of one format are floats of another."""
    a, b = FORMATS[wide], FORMATS[narrow]
    return a.precision >= b.precision and a.tiny_exponent <= b.tiny_exponent and a.emax >= b.emax


def rounded(recorder: Recorder, register: int, dtype: np.dtype[Any]) -> Traced:
    """A register, rounded to a format."""
    return Traced(recorder, recorder.emit(Instruction("round", (register,), format=dtype.name)), dtype)


def constant_of(a: Traced) -> Fraction | None:
    """The number, if it is the same for all inputs."""
    return a.affine[1] if a.affine is not None and a.affine[0] == 0 else None


# Operations on numbers


def _infinity(value: Any) -> bool:
    return not isinstance(value, (Traced, Mask)) and np.size(value) == 1 and bool(np.isinf(value))


def _ufunc(recorder: Recorder, ufunc: Any, inputs: Sequence[Any]) -> Any:
    name = ufunc.__name__
    numpys: Any = vars(np).get(name)
    if ufunc is not numpys:  # another package may have one of that name
        raise untraceable(f"a function {name} that is not NumPy's")
    for i in inputs:
        if isinstance(i, Traced) and i.register is None:  # a selection without entries stays one
            truth = name in (*COMPARISONS, "isnan", "isinf", "isfinite")
            return Mask(False) if truth else nothing(i)
    if ufunc in (np.isnan, np.isinf):
        return Mask(False)
    if ufunc is np.isfinite:
        return Mask(True)
    if name in COMPARISONS and any(map(_infinity, inputs)):
        a, b = (float(i) if _infinity(i) else 0.0 for i in inputs)
        return Mask(bool(ufunc(a, b)))
    dtype = _computed_in(ufunc, inputs)
    values = [as_number(recorder, i, dtype) for i in inputs]
    if name in COMPARISONS:
        return COMPARISONS[name](*values)
    if any(v.register is None for v in values):
        raise untraceable(f"np.{name} of an infinity")
    if name not in UFUNCS:
        raise untraceable(f"np.{name}")
    found = UFUNCS[name](*values)
    return found.copy() if any(found is v for v in values) else found  # NumPy's results are new arrays


def _computed_in(ufunc: Any, inputs: Sequence[Any]) -> np.dtype[Any]:
    """The format in which NumPy would compute; a Python number has none of its own. Raises Untraceable."""
    kinds = [type(i) if type(i) in (int, float) else getattr(i, "dtype", np.dtype(bool)) for i in inputs]
    try:
        dtype: np.dtype[Any] = ufunc.resolve_dtypes((*kinds, *(None,) * ufunc.nout))[0]
    except TypeError as error:
        raise untraceable(f"np.{ufunc.__name__} of these formats") from error
    if dtype.name not in FORMATS:
        raise untraceable(f"np.{ufunc.__name__} in the format {dtype}")
    return dtype
