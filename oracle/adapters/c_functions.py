"""Functions of a C library, through ctypes or cffi, as kernels: called by what their arguments are.

Two forms are known. ``float f(float)`` is called for every number; ``float f(float, float)`` for every pair,
as a kernel's jvp (x, dx) or a node of two inputs has it. ``void f(const float *x, float *y, size_t n)`` is
called once, for contiguous arrays of n numbers: all pointers but the last are inputs, the last is the result,
and the size comes at the end. The type of C (float, double) is the only format that such a kernel computes
in.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import BuiltinFunctionType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.foreign import Foreign, Maps

__all__ = ["c_function", "is_c_function"]

Array = NDArray[Any]

_TYPES: dict[str, Any] = {"float": ctypes.c_float, "double": ctypes.c_double}
_CTYPES_FUNCTION: Any = ctypes.CFUNCTYPE(None).__mro__[-2]
"""What all functions of ctypes are."""
_SIZES = ("size_t", "int", "long", "unsigned", "unsigned int", "unsigned long", "int64_t", "ssize_t")
_HINT = (
    'name the types: wrap(f, "float(float)"), or wrap(f, "void(const float*, float*, size_t)"); a ctypes '
    "function may have argtypes and restype instead"
)


@dataclass(frozen=True)
class _Signature:
    """What a C function takes.

    Attributes:
        dtype: the format of its numbers.
        inputs: how many numbers, or arrays, it takes.
        by_pointer: whether it takes arrays, and writes into one.
    """

    dtype: np.dtype[Any]
    inputs: int
    by_pointer: bool


def is_c_function(target: Any) -> bool:
    """Whether it is a function of ctypes or cffi, and not a type or a library of these."""
    return isinstance(target, _CTYPES_FUNCTION) or _cffi_type(target) is not None


def c_function(function: Any, signature: str = "", *, name: str = "") -> Foreign:
    """A C function as a kernel; it has no derivatives: give a pair of two, or an object of three.

    Args:
        function: of ctypes or cffi.
        signature: its type in C, without names; not needed where ctypes (argtypes, restype) or cffi knows it.
        name: in reports; the function's own if empty.

    Raises:
        UsageError: what it takes is not known, or is neither of the two forms.
    """
    text = signature or _declared(function)
    found = _read(text)
    call = _typed(function, found)
    return Foreign(call, lambda bound: _maps(bound, found), name or _name(function))


def _maps(call: Callable[..., Any], signature: _Signature) -> Maps:
    def forward(*inputs: Array) -> Any:
        if len(inputs) != signature.inputs:
            raise TypeError(f"the C function takes {signature.inputs} inputs, and {len(inputs)} were given")
        if any(a.dtype.newbyteorder("=") != signature.dtype for a in inputs):
            raise NotImplementedError(f"the C function computes in {signature.dtype}")
        given = [np.require(a, signature.dtype, ("C", "A")) for a in inputs]
        out = np.empty(inputs[0].shape, signature.dtype)
        if signature.by_pointer:
            call(*given, out)
        else:
            flat = [a.ravel().tolist() for a in given]
            out.ravel()[:] = [call(*numbers) for numbers in zip(*flat, strict=True)]
        return out

    return Maps(forward)


def _typed(function: Any, signature: _Signature) -> Callable[..., Any]:
    """A function of Python's numbers, or of arrays: the inputs, then the result."""
    name = "float" if signature.dtype == np.float32 else "double"
    cffi_type = _cffi_type(function)
    if cffi_type is not None:
        if not signature.by_pointer:
            return lambda *numbers: function(*numbers)
        import cffi

        ffi = cffi.FFI()
        pointer = ffi.typeof(f"{name}*")
        return lambda *arrays: function(*(ffi.cast(pointer, a.ctypes.data) for a in arrays), arrays[-1].size)
    number, address = _TYPES[name], ctypes.cast(function, ctypes.c_void_p).value
    prototype: Any = ctypes.CFUNCTYPE  # another object for the same code: the caller's keeps its types
    if not signature.by_pointer:
        of_numbers: Callable[..., Any] = prototype(number, *[number] * signature.inputs)(address)
        return of_numbers
    pointers = [ctypes.c_void_p] * (signature.inputs + 1)
    of_arrays = prototype(None, *pointers, ctypes.c_size_t)(address)
    return lambda *arrays: of_arrays(*(a.ctypes.data for a in arrays), arrays[-1].size)


def _read(text: str) -> _Signature:
    """The signature that a C type is. Raises UsageError for what is neither of the two forms."""
    match = re.fullmatch(r"\s*(\w+)\s*(?:\(\s*\*?\s*\w*\s*\)|\w*)?\s*\(([^()]*)\)\s*;?\s*", text)
    if match is None:
        raise UsageError(f"{text!r} is no type of a C function", hint=_HINT)
    result, between = match.groups()
    arguments = [_argument(a) for a in between.split(",")]
    kind = arguments[0].rstrip("*")
    if kind in ("float", "double"):
        dtype = np.dtype(np.float32 if kind == "float" else np.float64)
        if result == kind and all(a == kind for a in arguments):
            return _Signature(dtype, len(arguments), False)
        *pointers, size = arguments
        if result == "void" and size in _SIZES and len(pointers) > 1 and set(pointers) == {f"{kind}*"}:
            return _Signature(dtype, len(pointers) - 1, True)
    raise UsageError(f"a C function of type {text!r} cannot be called as a kernel", hint=_HINT)


def _argument(text: str) -> str:
    """``float*`` for ``const float *x``, ``size_t`` for ``size_t n``."""
    words = [w for w in re.findall(r"\w+|\*", text) if w not in ("const", "restrict", "__restrict__")]
    stars = words.count("*")
    names = [w for w in words if w != "*"]
    known = [w for w in names if w in ("float", "double", *" ".join(_SIZES).split())]
    return " ".join(known or names) + "*" * stars


def _declared(function: Any) -> str:
    """The type that ctypes or cffi knows. Raises UsageError where there is none."""
    found = _cffi_type(function)
    if found is not None:
        return f"{found.result.cname}({', '.join(a.cname for a in found.args)})"
    arguments = getattr(function, "argtypes", None)
    if not arguments:  # without them ctypes passes what it likes, and takes an int for the result
        raise UsageError(f"nothing says what the C function {_name(function)} takes", hint=_HINT)
    return f"{_ctypes_name(function.restype)}({', '.join(map(_ctypes_name, arguments))})"


def _ctypes_name(kind: Any) -> str:
    if kind is None:
        return "void"
    inner = getattr(kind, "_type_", None)
    if isinstance(inner, type):  # of a pointer, numpy.ctypeslib's included
        return f"{_ctypes_name(inner)}*"
    dtype = getattr(kind, "_dtype_", None)
    if dtype is not None:
        return {"float32": "float*", "float64": "double*"}.get(np.dtype(dtype).name, "void*")
    known = {ctypes.c_float: "float", ctypes.c_double: "double", ctypes.c_int: "int", ctypes.c_long: "long"}
    return known.get(kind, "size_t" if kind in (ctypes.c_size_t, ctypes.c_ulong) else kind.__name__)


def _cffi_type(function: Any) -> Any:
    """The type of a function of cffi; None for anything else."""
    of_library = isinstance(function, BuiltinFunctionType) and _made_by_cffi(function.__self__)
    if not (of_library or type(function).__module__ == "_cffi_backend"):
        return None
    import cffi

    try:
        found = cffi.FFI().typeof(function)
    except TypeError:
        return None
    return found if found.kind == "function" else None


def _made_by_cffi(owner: Any) -> bool:
    return type(owner).__module__ in ("_cffi_backend", "builtins") and type(owner).__name__ in (
        "Lib",
        "CompiledLib",
    )


def _name(function: Any) -> str:
    found = str(getattr(function, "__name__", type(function).__qualname__))
    return "C function" if found.startswith("<") else found
