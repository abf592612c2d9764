"""References kept between runs, under a key that names everything they depend on.

The key is a digest of the formulas with their parameters put in, the format, the inputs' bits, the sources
of the evaluator and the version of Arb. A file is believed only if its digest fits and it holds what the key
asks for; otherwise the references are computed again and the file is replaced. What comes out of the cache
is bit for bit what was computed.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.code_digest import code_digest
from proofgrad.oracle.formula.reference import Kinks, Reference, References
from proofgrad.oracle.storage import prune, read_checked, write_checked
from proofgrad.oracle.ulp import Enclosures, Format

__all__ = ["LIMIT", "ReferenceCache", "evaluator_version"]

LIMIT = 512 << 20
"""Bytes that the folder may hold; what was used longest ago goes first. All 65,536 numbers of a 16-bit format
take 3 MB for a node's f and f'."""

_WORTHWHILE = 512
"""Fewer inputs than this are computed faster than a file is read and written."""


@lru_cache(maxsize=1)
def evaluator_version() -> str:
    """A digest of the sources that a reference depends on, and of the libraries' versions."""
    import flint

    versions = f"{flint.__version__} {getattr(flint, '__FLINT_VERSION__', '')}"
    return f"{versions} {code_digest('oracle/formula', 'oracle/ulp', 'bridge/catalogue')}"


class ReferenceCache:
    """References in the files of a folder.

    Args:
        folder: where; made when the first file is written. One that cannot be written is no error.
        limit: bytes that the folder may hold.

    Attributes:
        hits: how often references were found.
        misses: how often they had to be computed, damaged files included.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self.hits = 0
        self.misses = 0

    def enclose(self, reference: Reference, inputs: NDArray[Any], fmt: Format) -> tuple[References, ...]:
        """As :meth:`Reference.enclose`, from the folder where it has them."""
        if len(inputs) < _WORTHWHILE:
            return reference.enclose(inputs, fmt)
        key = self.key(reference, inputs, fmt)
        path = self.path(key)
        data = read_checked(path)
        found = None if data is None else _read(data, key, len(reference.trees), len(inputs), fmt)
        if found is not None:
            self.hits += 1
            return found
        self.misses += 1
        computed = reference.enclose(inputs, fmt)
        if write_checked(path, _written(computed, key)):
            prune(self.folder, self.limit)
        return computed

    def key(self, reference: Reference, inputs: NDArray[Any], fmt: Format) -> str:
        """The digest of all that the references depend on."""
        trees = [t.to_json() for t in reference.trees]
        about = json.dumps([evaluator_version(), trees, fmt.name, str(inputs.dtype)], sort_keys=True)
        digest = hashlib.sha256(about.encode())
        digest.update(inputs.tobytes())
        return digest.hexdigest()

    def path(self, key: str) -> Path:
        """The file of a key."""
        return self.folder / f"{key}.references"


def _columns(e: Enclosures) -> tuple[tuple[str, NDArray[Any], str], ...]:
    """Name, values and stored type of each column: as narrow as loses nothing."""
    whole = "<f4" if e.format.precision <= 24 else "<f8"
    return (
        ("exponent", e.exponent, "<i2"),
        ("whole", e.whole, whole),
        ("fraction", e.fraction, "<f8"),
        ("slack", e.slack, "<f8"),
        ("status", e.status, "|u1"),
    )


def _written(references: tuple[References, ...], key: str) -> bytes:
    parts = [key.encode()]
    for refs in references:
        parts.append(np.array([len(refs.values), len(refs.kinks.index)], "<i8").tobytes())
        for e in (refs.values, refs.kinks.left, refs.kinks.right):
            parts += [values.astype(kind).tobytes() for _, values, kind in _columns(e)]
        parts.append(refs.conventional.astype("|u1").tobytes())
        parts.append(refs.kinks.index.astype("<i8").tobytes())
    return b"".join(parts)


def _read(
    data: bytearray, key: str, formulas: int, length: int, fmt: Format
) -> tuple[References, ...] | None:
    """What :func:`_written` wrote; None if it is about something else."""
    if bytes(data[: len(key)]) != key.encode():
        return None
    place = len(key)

    def take(kind: str, count: int) -> NDArray[Any]:
        nonlocal place
        column = np.frombuffer(data, kind, count, place)
        place += column.nbytes
        return column

    def enclosures(count: int) -> Enclosures:
        out = Enclosures.empty(fmt, count)
        for _, values, kind in _columns(out):
            values[:] = take(kind, count)
        return out

    found = []
    try:
        for _ in range(formulas):
            count, kinks = (int(n) for n in take("<i8", 2))
            if count != length or not 0 <= kinks <= length:
                return None
            values, left, right = enclosures(count), enclosures(kinks), enclosures(kinks)
            conventional = take("|u1", count).astype(np.bool_)
            index = take("<i8", kinks).astype(np.intp)
            found.append(References(values, conventional, Kinks(index, left, right)))
    except ValueError:  # shorter than it says
        return None
    return tuple(found) if place == len(data) else None
