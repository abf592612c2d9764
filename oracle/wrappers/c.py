"""Functions of C libraries as kernels, by their signature: ``proofgrad.c.wrap``.

    import ctypes, proofgrad.c
    from proofgrad import oracle

    library = ctypes.CDLL("./libmine.so")
    silu = proofgrad.c.wrap(library.silu, "void(const float*, float*, size_t)")
    oracle.test("silu", silu, dtype="float32")

Functions of ctypes that have ``argtypes`` and ``restype``, and functions of cffi, need no wrapping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofgrad.oracle.adapters.foreign import Foreign

__all__ = ["wrap"]


def wrap(function: Any, signature: str = "", *, name: str = "") -> Foreign:
    """A C function as a kernel, without derivatives: give a pair of two of them, or an object of three.

    Args:
        function: of ctypes or cffi.
        signature: its type in C. ``float(float)`` is called for every number, ``float(float, float)`` for
            every pair (a jvp takes x and dx), ``void(const float*, float*, size_t)`` once for a contiguous
            array; ``double`` instead of ``float`` likewise. That type is the only format that the kernel is
            tested in.
        name: what it is called in reports; the function's own name if empty.

    Raises:
        UsageError: what it takes is not known, or is none of these.
    """
    from proofgrad.oracle.adapters.c_functions import c_function

    return c_function(function, signature, name=name)
