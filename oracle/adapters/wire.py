"""What travels between the two processes of an isolated kernel: arrays with their layout."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["PARTS", "Changed", "Packed", "comparable"]

Array = NDArray[Any]
PARTS = ("forward", "jvp", "vjp")


class Changed(Exception):
    """An answer that the kernel gave earlier, or a parameter of it, was changed by a call."""


@dataclass(frozen=True)
class Packed:
    """An array with its layout: the bytes that it spans, and where in them it starts.

    Attributes:
        data: the bytes.
        shape: of the array.
        strides: in bytes.
        dtype: of the array.
        start: place of its first element in `data`.
        place: address modulo 64 of `data`, so that alignment stays what it was.
        writeable: whether the kernel may write.
    """

    data: bytes
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    dtype: np.dtype[Any]
    start: int
    place: int
    writeable: bool

    @classmethod
    def of(cls, a: Array) -> Packed:
        """Pack an array."""
        first = a.__array_interface__["data"][0]
        steps = [(n - 1) * s for n, s in zip(a.shape, a.strides, strict=True)]
        low = first + sum(min(0, s) for s in steps)
        high = first + sum(max(0, s) for s in steps) + a.itemsize
        # All bytes between the ends, whatever lies between the elements.
        data = ctypes.string_at(low, high - low) if a.size else b""
        low = low if a.size else first
        return cls(data, a.shape, a.strides, a.dtype, first - low, low % 64, bool(a.flags.writeable))

    def unpack(self) -> Array:
        """The array again, in memory of its own."""
        raw = np.zeros(len(self.data) + 128, np.uint8)
        shift = (self.place - raw.__array_interface__["data"][0]) % 64
        raw[shift : shift + len(self.data)] = np.frombuffer(self.data, np.uint8)
        out: Array = np.ndarray(self.shape, self.dtype, raw.data, shift + self.start, self.strides)
        out.flags.writeable = self.writeable
        return out


def comparable(params: Iterable[tuple[str, Any]]) -> tuple[Any, ...]:
    """Parameters as they can be compared: arrays by their shape, dtype and bytes."""
    return tuple(
        (k, v.shape, v.dtype.str, v.tobytes()) if isinstance(v, np.ndarray) else (k, v) for k, v in params
    )
