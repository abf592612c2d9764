"""Certified polynomials as bytes: they are costly to find, belong to a formula alone, and travel as plain
data.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.code_digest import code_digest
from proofgrad.oracle.storage import read_checked, write_checked
from proofgrad.oracle.sweep.certify import DEGREE, Certifier, Patch, Polynomial
from proofgrad.oracle.sweep.stretches import Stretch, segment
from proofgrad.oracle.ulp import Format

__all__ = ["formula_key", "patches"]

_KINDS = ("single", "conventional", "undecided")


def formula_key(tree: Tree, fmt: Format) -> str:
    """A digest of a formula, a format and the code that certifies."""
    import flint

    code = code_digest("oracle/sweep/certify.py", "oracle/sweep/stretches.py", "oracle/formula", "oracle/ulp")
    about = json.dumps([tree.to_json(), fmt.name, code, flint.__version__], sort_keys=True)
    return hashlib.sha256(about.encode()).hexdigest()[:32]


def patches(tree: Tree, fmt: Format, first: int, count: int, folder: Path | None) -> list[Patch]:
    """The patches of segments `first`, ...: from the folder if they are there, else found and kept there."""
    file = None if folder is None else folder / "sweep" / formula_key(tree, fmt) / f"{first}-{count}.npz"
    if file is not None and (data := read_checked(file)) is not None:
        return _unpacked(bytes(data), first, count)
    certifier = Certifier(tree, fmt)
    found = [certifier.patch(segment(fmt, s)) for s in range(first, first + count)]
    if file is not None:
        write_checked(file, _packed(found, first))
    return found


def _packed(found: list[Patch], first: int) -> bytes:
    shapes, numbers, rest = [], [], []
    for s, patch in enumerate(found, first):
        for p in patch.polynomials:
            n = len(p.coefficients)
            shapes.append((s, p.stretch.sign, p.stretch.first, p.stretch.count, n, p.direction))
            numbers.append((p.error, *p.coefficients, *[0.0] * (DEGREE + 1 - n)))
        rest += [(s, x.sign, x.first, x.count, -1 - (sign > 0)) for x, sign in patch.overflow]
        for k, kind in enumerate(_KINDS):
            rest += [(s, x.sign, x.first, x.count, k) for x in getattr(patch, kind)]
    out = io.BytesIO()
    np.savez_compressed(
        out,
        shapes=np.array(shapes, np.int64).reshape(-1, 6),
        numbers=np.array(numbers, np.float64).reshape(-1, DEGREE + 2),
        rest=np.array(rest, np.int64).reshape(-1, 5),
    )
    return out.getvalue()


def _unpacked(data: bytes, first: int, count: int) -> list[Patch]:
    out = [Patch() for _ in range(count)]
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        shapes, numbers, rest = file["shapes"].tolist(), file["numbers"].tolist(), file["rest"].tolist()
    for (s, sign, start, length, n, direction), (error, *coefficients) in zip(shapes, numbers, strict=True):
        polynomial = Polynomial(Stretch(sign, start, length), tuple(coefficients[:n]), error, direction)
        out[s - first].polynomials.append(polynomial)
    for s, sign, start, length, kind in rest:
        stretch = Stretch(sign, start, length)
        if kind < 0:
            out[s - first].overflow.append((stretch, 1 if kind == -2 else -1))
        else:
            getattr(out[s - first], _KINDS[kind]).append(stretch)
    return out
