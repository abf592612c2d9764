"""What a mutant is: a right kernel with one thing wrong, and where that must be noticed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest import DEFAULT_PARAMETERS, Verdict
from proofgrad.oracle.kernels import kernel

__all__ = ["Mutant", "Right", "run", "slope", "value", "whole"]

Array = NDArray[Any]
Function = Callable[[Array], Array]
Direction = Callable[[Array, Array], Array]

PARAMETERS: Mapping[str, Mapping[str, float]] = {
    "elu": {"alpha": 1.0},  # what the tester takes a kernel to use that cannot be told
    "safeLog": {"ε": DEFAULT_PARAMETERS["ε"]},
    "smoothAbs": {"ε": DEFAULT_PARAMETERS["ε"]},
}
"""Parameters that the right kernels are made with."""


@dataclass(frozen=True)
class Right:
    """The project's own kernel of an elementwise node: what a mutant is built from, part by part."""

    forward: Function
    jvp: Direction
    vjp: Direction

    @classmethod
    def of(cls, node: str) -> Right:
        """The kernel of that node."""
        own = kernel(node, PARAMETERS.get(node))
        return cls(own.forward, own.jvp, own.vjp)

    def df(self, x: Array) -> Array:
        """f'(x)."""
        return self.jvp(x, np.ones_like(x))

    def but(self, **parts: Callable[..., Any]) -> Right:
        """The same with other parts."""
        return replace(self, **parts)


@dataclass(frozen=True)
class Mutant:
    """A wrong kernel.

    Attributes:
        node: whose kernel, by short name.
        wrong: what is wrong, in a few words.
        build: from the right kernel to the wrong one, anything that the tester takes.
        parts: the comparisons that must fail. ``adjoint`` may fail too.
        dtype: the dtype that it is tested in.
        error: the kind of error that the verdicts must name, for a kernel that misbehaves; else empty.
    """

    node: str
    wrong: str
    build: Callable[[Right], Any]
    parts: frozenset[str]
    dtype: str = "float64"
    error: str = ""

    @property
    def name(self) -> str:
        """One line, unique in the suite."""
        mark = "'" if self.parts == {"jvp", "vjp"} else ""
        return f"{self.node}{mark}: {self.wrong}" + ("" if self.dtype == "float64" else f" ({self.dtype})")


def value(node: str, wrong: str, f: Callable[[Function, Array], Any], dtype: str = "float64") -> Mutant:
    """A mutant with another forward map: `f` takes the right one and x. Answers get the dtype of x."""

    def build(right: Right) -> Right:
        return right.but(forward=lambda x: _as(x, f(right.forward, x)))

    return Mutant(node, wrong, build, frozenset({"forward"}), dtype)


def slope(node: str, wrong: str, df: Callable[[Function, Array], Any], dtype: str = "float64") -> Mutant:
    """A mutant with another derivative, in jvp and vjp alike: `df` takes the right derivative and x."""

    def build(right: Right) -> Right:
        def along(x: Array, dx: Array) -> Array:
            return _as(x, df(right.df, x) * dx)

        return right.but(jvp=along, vjp=along)

    return Mutant(node, wrong, build, frozenset({"jvp", "vjp"}), dtype)


def whole(
    node: str,
    wrong: str,
    build: Callable[[Right], Any],
    *parts: str,
    dtype: str = "float64",
    error: str = "",
) -> Mutant:
    """A mutant built by hand; its answers are handed on as they are."""
    return Mutant(node, wrong, build, frozenset(parts), dtype, error)


def _as(x: Array, answer: Any) -> Array:
    return np.asarray(answer).astype(x.dtype.newbyteorder("="))


def run(mutant: Mutant, nodes: Mapping[str, Node], **options: Any) -> tuple[Verdict, ...]:
    """The verdicts on the parts of a mutant that are wrong, and on adjointness where jvp and vjp differ, with
    the default settings where no options are given."""
    related = {"adjoint"} if mutant.parts in ({"jvp"}, {"vjp"}) else set()
    options.setdefault("what", tuple(w for w in difftest.WHATS if w in mutant.parts | related))
    with np.errstate(all="ignore"):
        # Kernels of vector nodes are made for the sizes and the parameters that the tester chooses.
        vector = nodes[mutant.node].kind == "vector"
        made = mutant.build(None) if vector else mutant.build(Right.of(mutant.node))
        return difftest.test(nodes[mutant.node], made, dtype=mutant.dtype, **options)
