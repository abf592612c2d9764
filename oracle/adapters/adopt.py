"""Functions of another library's arrays, seen as such without being told.

What the library made itself (``torch.sigmoid``, ``jax.nn.silu``, an ``nn.Module``, a ``ctypes`` function,
what Numba compiled) takes that library's arrays: there is no doubt. A function of a person's own may use
PyTorch or JAX and still take NumPy's arrays and answer with them. So it is called with them first, as any
kernel is, and only if it does not answer with one is it called as a function of tensors, then and from then
on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from proofgrad.oracle.adapters.foreign import Foreign, Maps

__all__ = ["adopted"]


def adopted(target: Any) -> Any:
    """The target, or the kernel that is made of it where it is a function of another library's arrays.

    Nothing is imported that is not there already, and nothing is called.

    Raises:
        UsageError: a C function that does not say what its arguments are.
    """
    if isinstance(target, Foreign):
        return target
    library = _library(target)
    own = not isinstance(target, type) and any(hasattr(target, part) for part in ("jvp", "vjp"))
    # What jax.custom_jvp makes keeps its rule under the name jvp: that is JAX's way of calling it, not ours.
    own = own and type(target).__module__.partition(".")[0] not in ("jax", "jaxlib")
    if library is not None and not own:
        return _BY_LIBRARY[library](target)
    for library in ("torch", "jax"):
        if _mentions(target, library):
            return Foreign(
                target, partial(_tried, library=library), _name(target), per_shape=library == "jax"
            )
    return target


def _library(target: Any) -> str | None:
    """The library that an object comes from, if that is one of those known here."""
    inner = target.func if isinstance(target, partial) else target
    kinds = inner.__mro__ if isinstance(inner, type) else type(inner).__mro__
    owner = getattr(inner, "__self__", None)
    places = [getattr(inner, "__module__", None), *(k.__module__ for k in kinds)]
    if owner is not None and not isinstance(owner, ModuleType):
        places += [getattr(owner, "__module__", None), type(owner).__module__]
    places += [owner.__name__] if isinstance(owner, ModuleType) else []
    if hasattr(inner, "_torchdynamo_orig_callable"):  # torch.compile keeps the name of what it compiled
        places.append("torch")
    roots = [_ROOTS.get(p.partition(".")[0]) for p in places if isinstance(p, str)]
    return next((root for root in roots if root is not None), _array_api(places))


def _array_api(places: list[Any]) -> str | None:
    """Namespaces of arrays that say that they are such."""
    for place in places:
        root = place.partition(".")[0] if isinstance(place, str) else ""
        module = sys.modules.get(root)
        if root != "numpy" and hasattr(module, "__array_namespace_info__"):
            return "array API"
    return None


def _mentions(target: Any, library: str) -> bool:
    """Whether a person's own function uses a module, or something of a module, of a library."""
    if library not in sys.modules:
        return False
    inner = target.func if isinstance(target, partial) else target
    inner = inner.__func__ if isinstance(inner, MethodType) else inner
    return isinstance(inner, FunctionType) and any(_is_of(v, library) for v in _globals(inner))


def _globals(function: FunctionType) -> Iterator[Any]:
    """What the names in a function's code stand for, as far as they are known."""
    codes = [function.__code__]
    names: set[str] = set()
    while codes:
        code = codes.pop()
        names.update(code.co_names)
        codes += [c for c in code.co_consts if isinstance(c, CodeType)]
    yield from (function.__globals__[n] for n in names if n in function.__globals__)
    for name in names & sys.modules.keys():  # imported in the function
        yield sys.modules[name]
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # not assigned yet
            continue


def _is_of(value: Any, library: str) -> bool:
    place = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
    return isinstance(place, str) and place.partition(".")[0] == library


def _tried(function: Callable[..., Any], *, library: str) -> Maps:
    """The maps of a function of which it is not known whose arrays it takes: NumPy's until it does not answer
    with one of them."""
    foreign = _BY_LIBRARY[library](function)
    maps: Maps = foreign.make(foreign.function)
    takes: list[str] = []

    def forward(*inputs: Any) -> Any:
        if takes != ["foreign"]:
            try:
                found = function(*inputs)
            except Exception as error:  # noqa: BLE001 -- of whatever kind it is when it is asked for a tensor's method
                found = error
            if takes == ["numpy"] or isinstance(found, (np.ndarray, np.generic)):
                takes[:] = ["numpy"]
                if isinstance(found, Exception):
                    raise found
                return found
            if isinstance(found, Exception) and not isinstance(found, (TypeError, AttributeError)):
                raise found  # it did take the array
        answer = maps.forward(*inputs)
        takes[:] = ["foreign"]
        return answer

    def known(inputs: Any) -> None:
        if not takes:
            forward(*inputs)
        if takes == ["numpy"]:
            raise NotImplementedError("a function of NumPy's arrays has no derivative of its own")

    def jvp(inputs: Any, tangents: Any) -> Any:
        known(inputs)
        if maps.jvp is None:
            raise NotImplementedError("it has no derivative in a direction")
        return maps.jvp(inputs, tangents)

    def vjp(inputs: Any, cotangent: Any) -> Any:
        known(inputs)
        assert maps.vjp is not None
        return maps.vjp(inputs, cotangent)

    return Maps(forward, jvp, vjp)


def _name(target: Any) -> str:
    return str(getattr(target, "__qualname__", type(target).__qualname__))


def _torch(target: Any) -> Foreign:
    from proofgrad.oracle.adapters.torch_functions import torch_function

    return torch_function(target)


def _jax(target: Any) -> Foreign:
    from proofgrad.oracle.adapters.jax_functions import jax_function

    return jax_function(target)


def _numba(target: Any) -> Foreign:
    from proofgrad.oracle.adapters.numba_functions import numba_function

    return numba_function(target)


def _c(target: Any) -> Any:
    from proofgrad.oracle.adapters.c_functions import c_function, is_c_function

    return c_function(target) if is_c_function(target) else target


def _namespace(target: Any) -> Foreign:
    from proofgrad.oracle.adapters.array_api import array_api_function

    module = next(
        m
        for place in (getattr(target, "__module__", None), type(target).__module__)
        if (m := sys.modules.get(str(place).partition(".")[0])) and hasattr(m, "__array_namespace_info__")
    )
    return array_api_function(target, module)


_ROOTS = {
    "torch": "torch",
    "jax": "jax",
    "jaxlib": "jax",
    "numba": "numba",
    "ctypes": "C",
    "_ctypes": "C",
    "_cffi_backend": "C",
}
"""The outermost package of an object, or of its type, to the library."""

_BY_LIBRARY: dict[str, Callable[[Any], Any]] = {
    "torch": _torch,
    "jax": _jax,
    "numba": _numba,
    "C": _c,
    "array API": _namespace,
}
