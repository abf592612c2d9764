"""The state that a kernel shares with everybody in its thread: put back after every call, and told.

How floating-point numbers are rounded, and whether subnormal ones are flushed to zero, is a register of the
processor, one for each thread. A kernel that sets it and leaves it so makes everybody else's numbers wrong.
So do NumPy's treatment of floating-point errors, Python's limit of recursion and its folder, in their way.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import platform
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

__all__ = ["StateChanged", "kept_process", "kept_state"]

_ROOM = 256
"""Bytes, at least, of the C library's `fenv_t`, on every platform."""
_X86_CONTROL, _X86_ROUNDING = 28, 0x6000
"""Where glibc's fenv_t has MXCSR on x86-64; its bits of rounding."""
_FLUSH, _DENORMALS_ARE_ZERO, _MASKS = 0x8000, 0x40, 0x1F80
_NAMES = {
    "rounding": "the direction of rounding",
    "subnormals": "the treatment of subnormal numbers",
    "traps": "which floating-point errors end the process",
}


class StateChanged(Exception):
    """A kernel left something changed that it shares with others."""


@cache
def _library() -> Any:
    try:
        library = ctypes.CDLL(None if sys.platform != "linux" else "libm.so.6")
        return library if hasattr(library, "fegetenv") else None
    except OSError:
        return None


def _environment() -> Any:
    """The floating-point environment of this thread, by the C library; None where it cannot be had."""
    library = _library()
    if library is None:
        return None
    room = ctypes.create_string_buffer(_ROOM)
    return room if library.fegetenv(room) == 0 else None


def _modes(environment: Any) -> dict[str, int]:
    """What of an environment changes results: not the flags that every operation sets."""
    library = _library()
    if environment is None or library is None:
        return {}
    modes = {"rounding": int(library.fegetround())}
    if sys.platform == "linux" and platform.machine() == "x86_64":
        control = int.from_bytes(environment.raw[_X86_CONTROL : _X86_CONTROL + 4], "little")
        modes["rounding"] |= (control & _X86_ROUNDING) << 16
        modes["subnormals"] = control & (_FLUSH | _DENORMALS_ARE_ZERO)
        modes["traps"] = control & _MASKS
    elif sys.platform == "linux" and platform.machine() == "aarch64":
        control = int.from_bytes(environment.raw[:4], "little")  # FPCR
        modes["subnormals"] = control & (1 << 24)
    return modes


@contextlib.contextmanager
def kept_state() -> Iterator[None]:
    """Call a kernel in it: what it changes of its thread's floating-point state is put back.

    Raises:
        StateChanged: it has changed something; the message says what.
    """
    environment = _environment()
    modes, errors = _modes(environment), np.geterr()
    try:
        yield
    finally:
        changed = [_NAMES[name] for name, value in _modes(_environment()).items() if modes.get(name) != value]
        if changed:
            _library().fesetenv(environment)
        if np.geterr() != errors:
            changed.append("numpy.seterr")
            np.seterr(**errors)
    if changed:
        raise StateChanged(f"it changed what it shares with others, and left it so: {', '.join(changed)}")


@contextlib.contextmanager
def kept_process() -> Iterator[None]:
    """Wait for a kernel in it: what it changes of the process, as far as it is looked at, is put back.

    That is where output goes, the current folder, the limit of recursion and the collection of garbage.
    """
    streams, depth, collecting, folder = (
        (sys.stdout, sys.stderr),
        sys.getrecursionlimit(),
        gc.isenabled(),
        _folder(),
    )
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams
        if sys.getrecursionlimit() != depth:
            sys.setrecursionlimit(depth)
        if gc.isenabled() != collecting:
            (gc.enable if collecting else gc.disable)()
        if folder is not None and _folder() != folder:
            with contextlib.suppress(OSError):
                os.chdir(folder)


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 -- a string to compare
    except OSError:
        return None
