"""Correctly rounded kernels of scalar nodes, out of the references themselves: nothing can be more right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node
from proofgrad.oracle.formula import Reference
from proofgrad.oracle.parameters import DEFAULT_PARAMETERS
from proofgrad.oracle.ulp import Enclosures, format_of

__all__ = ["Rounded"]

Array = NDArray[Any]


class Rounded:
    """The correctly rounded kernel of a node.

    Args:
        node: an elementwise node.
        dtype: of the inputs.
        params: values of its parameters; those of the tests where they are not given.
    """

    def __init__(self, node: Node, dtype: str, params: Mapping[str, float] | None = None) -> None:
        assert node.formula is not None
        values = {p: (params or {}).get(p, DEFAULT_PARAMETERS[p]) for p in node.parameters}
        self.fmt = format_of(dtype)
        self.reference = Reference((node.formula.f, node.formula.df), values)
        self._bits = np.zeros(0, np.uint64)
        self._parts: list[Enclosures] = []

    def _references(self, x: Array, formula: int) -> Enclosures:
        """References at x; what was asked for before is not evaluated again."""
        flat = np.ascontiguousarray(x).astype(self.fmt.dtype).ravel()
        bits = self.fmt.to_bits(flat).astype(np.uint64)
        wanted = np.sort(
            bits
        )  # np.unique hashes, and bits of floats into few buckets: a hundred times slower
        wanted = wanted[np.append(True, wanted[1:] != wanted[:-1])] if len(wanted) else wanted
        at = np.searchsorted(self._bits, wanted)
        new = wanted[(at == len(self._bits)) | (np.append(self._bits, np.uint64(0))[at] != wanted)]
        if len(new):
            found = [r.values for r in self.reference.enclose(self.fmt.from_bits(new), self.fmt)]
            order = np.argsort(np.concatenate([self._bits, new]))
            if self._parts:
                found = [Enclosures.concatenated(pair) for pair in zip(self._parts, found, strict=True)]
            self._bits = np.concatenate([self._bits, new])[order]
            self._parts = [part.take(order) for part in found]
        return self._parts[formula].take(np.searchsorted(self._bits, bits))

    def _signed(self, out: Array, x: Array, formula: int) -> Array:
        """Zeros with the sign of the value, or of the value beside where it is 0."""
        beside = {0.0: float(self.fmt.min_normal) * 4, np.inf: 20.0}
        flat, bits = x.ravel().astype(np.float64), np.signbit(x.ravel())
        near = np.where(np.isinf(flat), np.inf, 0.0)
        moved = np.where((flat == 0) | np.isinf(flat), np.where(near == 0, beside[0.0], beside[np.inf]), flat)
        moved = np.where((flat == 0) | np.isinf(flat), np.where(bits, -moved, moved), moved)
        with np.errstate(invalid="ignore"):
            values = self._references(self.fmt.narrow(moved), formula)
            sign = np.sign(values.whole + values.fraction).reshape(x.shape)
        return np.where((out == 0) & (sign < 0), -np.abs(out), out).astype(self.fmt.dtype)

    def forward(self, x: Array) -> Array:
        """f(x), rounded once."""
        return self._signed(self._references(x, 0).rounded()[0].reshape(x.shape), x, 0)

    def jvp(self, x: Array, dx: Array) -> Array:
        """f'(x)·dx, rounded once; dx has at most 24 bits, as the tests' directions have."""
        slopes = self._references(x, 1)
        with np.errstate(all="ignore"):
            factors = np.asarray(dx).astype(np.float64).ravel()
            exact = slopes.times(np.arange(len(slopes)), factors).rounded()[0]
            plain = self.fmt.narrow(slopes.rounded()[0].astype(np.float64) * factors)
        known = np.isfinite(slopes.approximate())
        out = np.where(known, exact, plain).astype(self.fmt.dtype).reshape(x.shape)
        return self._signed(out, x, 1)

    def vjp(self, x: Array, ct: Array) -> Array:
        """The same."""
        return self.jvp(x, ct)
