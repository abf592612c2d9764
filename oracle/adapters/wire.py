"""What travels between the two processes of an isolated kernel: arrays with their layout.

Requests are pickled, for they come from us. Answers come from a process in which a kernel may have done
anything, and unpickling runs what the sender likes: so they are a header of JSON with fixed fields and the
bytes of arrays, and whoever reads them believes no word.
"""

from __future__ import annotations

import ctypes
import json
import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "PARTS",
    "Answer",
    "Changed",
    "Garbled",
    "Other",
    "Packed",
    "comparable",
    "read_answer",
    "write_answer",
]

Array = NDArray[Any]
PARTS = ("forward", "jvp", "vjp", "hvp")


_LENGTHS = struct.Struct(">IQ")
_HEADER, _BODY = 1 << 20, 1 << 31
"""Bytes of a header and of all arrays, at most."""
_PLAIN = re.compile(r"[<>|=][biufc][0-9]{1,2}")
_LONGEST = 10_000
_NAMES = 200


class Garbled(Exception):
    """What came back is no answer."""


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


@dataclass(frozen=True)
class Other:
    """Something that is no array: only the name of its type is told."""

    type_name: str


@dataclass(frozen=True)
class Answer:
    """One answer of the other process.

    Attributes:
        number: of the request that it answers.
        kind: ``value`` (a yes or no, or names of parts), ``called`` or ``raised``.
        value: of ``value``.
        several: whether a call returned a tuple or a list.
        parts: what a call returned.
        after: for each argument of a call what it became, None if it is as it was.
        type_name, message, hint: of what was raised.
    """

    number: int
    kind: str
    value: bool | Sequence[str] = False
    several: bool = False
    parts: Sequence[Packed | Other] = ()
    after: Sequence[Packed | None] = ()
    type_name: str = ""
    message: str = ""
    hint: str | None = None


def _dtypes() -> dict[str, np.dtype[Any]]:
    from proofgrad.oracle.ulp import FORMATS

    return {name: fmt.dtype for name, fmt in FORMATS.items()}


def _dtype_name(dtype: np.dtype[Any]) -> str | None:
    if _PLAIN.fullmatch(dtype.str) and dtype.kind != "V":
        return dtype.str
    return dtype.name if dtype.name in _dtypes() else None


def write_answer(pipe: IO[bytes], answer: Answer) -> None:
    """Send an answer."""
    body: list[bytes] = []

    def described(part: Packed | Other | None) -> Any:
        if part is None:
            return None
        if isinstance(part, Other):
            return {"type": part.type_name}
        name = _dtype_name(part.dtype)
        if name is None:
            return {"type": f"array of {part.dtype}"[:_NAMES]}
        body.append(part.data)
        return {
            "dtype": name,
            "shape": part.shape,
            "strides": part.strides,
            "start": part.start,
            "place": part.place,
            "writeable": part.writeable,
            "bytes": len(part.data),
        }

    told = {
        "number": answer.number,
        "kind": answer.kind,
        "value": answer.value,
        "several": answer.several,
        "parts": [described(part) for part in answer.parts],
        "after": [described(part) for part in answer.after],
        "type": answer.type_name[:_NAMES],
        "message": answer.message[:_LONGEST],
        "hint": answer.hint and answer.hint[:_LONGEST],
    }
    header, data = json.dumps(told).encode(), b"".join(body)
    pipe.write(_LENGTHS.pack(len(header), len(data)) + header + data)
    pipe.flush()


def read_answer(pipe: IO[bytes]) -> Answer:
    """Read an answer.

    Raises:
        EOFError: there is none.
        Garbled: what is there is no answer.
    """
    header_bytes, body_bytes = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    if header_bytes > _HEADER or body_bytes > _BODY:
        raise Garbled("its answer is too long to be one")
    header, body = _exactly(pipe, header_bytes), _exactly(pipe, body_bytes)
    try:
        return _Reader(body).answer(json.loads(header))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Garbled("its answer is none that a kernel's process gives") from error


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise EOFError
    return data


class _Reader:
    def __init__(self, body: bytes) -> None:
        self.body, self.at = body, 0

    def answer(self, told: Mapping[str, Any]) -> Answer:
        value, hint = told["value"], told["hint"]
        return Answer(
            number=int(told["number"]),
            kind=str(told["kind"]),
            value=[str(v) for v in value] if isinstance(value, list) else bool(value),
            several=bool(told["several"]),
            parts=[part for part in map(self.part, told["parts"]) if part is not None],
            after=[part if isinstance(part, Packed) else None for part in map(self.part, told["after"])],
            type_name=str(told["type"])[:_NAMES],
            message=str(told["message"])[:_LONGEST],
            hint=None if hint is None else str(hint)[:_LONGEST],
        )

    def part(self, told: Mapping[str, Any] | None) -> Packed | Other | None:
        if told is None:
            return None
        if "type" in told:
            return Other(str(told["type"])[:_NAMES])
        name, size = str(told["dtype"]), int(told["bytes"])
        dtype = np.dtype(name) if _PLAIN.fullmatch(name) else _dtypes()[name]
        if not 0 <= size <= len(self.body) - self.at:
            raise ValueError("fewer bytes than told")
        data = self.body[self.at : self.at + size]
        self.at += size
        shape, strides = (tuple(int(n) for n in told[key]) for key in ("shape", "strides"))
        start, place = int(told["start"]), int(told["place"])
        steps = [(n - 1) * s for n, s in zip(shape, strides, strict=True)]
        if any(n < 0 for n in shape) or len(shape) > 32 or not 0 <= place < 64:
            raise ValueError("no shape")
        low, high = start + sum(min(0, s) for s in steps), start + sum(max(0, s) for s in steps)
        if 0 not in shape and not 0 <= low <= high <= size - dtype.itemsize:
            raise ValueError("elements outside the bytes")
        return Packed(
            data, shape, strides, dtype, start if 0 not in shape else 0, place, bool(told["writeable"])
        )
