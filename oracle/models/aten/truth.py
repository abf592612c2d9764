"""Comparisons of values, and what is chosen by them.

A truth value is no array of a program: it says how two entries are chosen between (`if_gt`), and the choice
has the condition that what is compared is not equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, broadcast, const

__all__ = ["Truth", "number", "truth"]

_NO_NUMBER = Tree("inv", (const(0),))
"""Where this is chosen, the rules of differentiation do not apply."""
Choice = Callable[[Sequence[Index], Tree, Tree], Tree]


@dataclass(frozen=True)
class Truth:
    """An array of truth values.

    Attributes:
        shape: its shape.
        choose: the first of two entries where it is true at some coordinates, else the second.
        constant: whether no value is compared.
    """

    shape: tuple[int, ...]
    choose: Choice
    constant: bool = False


def truth(w: Writer, value: Any) -> Truth:
    """Truth values from constants, from numbers (not 0), or as they are."""
    if isinstance(value, Truth):
        return value
    if isinstance(value, Traced):
        return _not(_compared(w, "eq", value, 0.0))
    mask = np.asarray(value).astype(np.bool_)
    return Truth(mask.shape, lambda at, then, other: w.chosen(mask, at, then, other), True)


def _compared(w: Writer, relation: str, x: Any, y: Any) -> Truth:
    given = [a if isinstance(a, (Traced, Truth)) else np.asarray(a) for a in (x, y)]
    arrays = [number(w, a) if isinstance(a, Truth) else a for a in given]
    shape = np.broadcast_shapes(*(a.shape for a in arrays))

    def choose(at: Sequence[Index], then: Tree, other: Tree) -> Tree:
        a, b = (w.entry(v, broadcast(v.shape, shape, list(at))) for v in arrays)
        match relation:
            case "gt" | "ge":
                return Tree("if_gt", (a, b, then, other))
            case "lt" | "le":
                return Tree("if_gt", (b, a, then, other))
        return Tree("if_gt", (a, b, other, Tree("if_gt", (b, a, other, then))))

    return Truth(shape, choose)


def _not(t: Truth) -> Truth:
    return Truth(t.shape, lambda at, then, other: t.choose(at, other, then), t.constant)


def _both(x: Truth, y: Truth) -> Truth:
    shape = np.broadcast_shapes(x.shape, y.shape)

    def choose(at: Sequence[Index], then: Tree, other: Tree) -> Tree:
        inner = y.choose(broadcast(y.shape, shape, list(at)), then, other)
        return x.choose(broadcast(x.shape, shape, list(at)), inner, other)

    return Truth(shape, choose, x.constant and y.constant)


def number(w: Writer, t: Truth) -> Traced:
    """1 where it is true, 0 elsewhere, as an array."""
    needs = "" if t.constant else "what is compared is not equal"
    return w.step(t.shape, lambda at: t.choose(at, const(1), const(0)), needs=needs)


@rule(*(f"{r}.{form}" for r in ("gt", "ge", "lt", "le", "eq", "ne") for form in ("Scalar", "Tensor")))
def _compare(w: Writer, x: Any, y: Any) -> Any:
    relation = w.operation.partition(".")[0]
    for one, other in ((x, y), (y, x)):
        if isinstance(one, Traced) and not isinstance(other, (Traced, Truth)) and relation in ("eq", "ne"):
            if (np.asarray(other) == float("-inf")).all():
                mask = np.zeros(one.shape, np.bool_) if one.excluded is None else one.excluded
                return mask if relation == "eq" else ~mask
            if np.isinf(np.asarray(other)).all():
                return np.full(one.shape, relation == "ne")
    if relation == "ne":
        return _not(_compared(w, "eq", x, y))
    return _compared(w, relation, x, y)


@rule("logical_not.default", "bitwise_not.default")
def _negated(w: Writer, x: Any) -> Truth:
    return _not(truth(w, x))


@rule("logical_and.default", "bitwise_and.Tensor")
def _and(w: Writer, x: Any, y: Any) -> Truth:
    return _both(truth(w, x), truth(w, y))


@rule("logical_or.default", "bitwise_or.Tensor")
def _or(w: Writer, x: Any, y: Any) -> Truth:
    return _not(_both(_not(truth(w, x)), _not(truth(w, y))))


@rule("logical_xor.default", "bitwise_xor.Tensor")
def _xor(w: Writer, x: Any, y: Any) -> Truth:
    a, b = truth(w, x), truth(w, y)
    return _not(_both(_not(_both(a, _not(b))), _not(_both(_not(a), b))))


@rule("isnan.default", "isinf.default", "isposinf.default")
def _never(_w: Writer, x: Traced) -> np.ndarray:
    return np.zeros(x.shape, np.bool_)


@rule("isfinite.default")
def _always(_w: Writer, x: Traced) -> np.ndarray:
    return np.ones(x.shape, np.bool_) if x.excluded is None else ~x.excluded


@rule("where.self", "where.ScalarSelf", "where.ScalarOther", "where.Scalar")
def where(w: Writer, mask: Any, x: Any, y: Any) -> Traced:
    """One array where a mask is true, another one elsewhere."""
    chosen = truth(w, mask)
    given = [number(w, a) if isinstance(a, Truth) else a for a in (x, y)]
    given = [a if isinstance(a, Traced) else np.asarray(a) for a in given]
    shape = np.broadcast_shapes(chosen.shape, *(a.shape for a in given))
    excluded = np.zeros(shape, np.bool_)
    known = None if isinstance(mask, (Truth, Traced)) else np.broadcast_to(np.asarray(mask, np.bool_), shape)
    nowhere: dict[int, np.ndarray] = {}
    for number_of, a in enumerate(given):
        own = a.excluded if isinstance(a, Traced) else np.isneginf(a.astype(np.float64))
        if own is not None and own.any():
            if known is None:
                raise Unsupported("a choice by values between numbers and minus infinity")
            excluded |= np.broadcast_to(own, shape) & (~known if number_of else known)
        if not isinstance(a, Traced):
            values = np.where(np.isneginf(a.astype(np.float64)), 0, a)
            if known is not None and not np.isfinite(values).all():  # what is never chosen does not matter
                used = ~known if number_of else known
                values = np.where(used, np.broadcast_to(values, shape), 0)
            if np.isnan(values).any() and known is None:  # chosen by values: the condition is that it is not
                nowhere[number_of] = np.isnan(values)
                values = np.where(np.isnan(values), 0, values)
            if not np.isfinite(values).all():
                raise Unsupported("a constant that is no number")
            given[number_of] = values

    def entry(at: list[Index]) -> Tree:
        then, other = (
            w.entry(a, own) if n not in nowhere else w.chosen(nowhere[n], own, _NO_NUMBER, w.entry(a, own))
            for n, a in enumerate(given)
            for own in (broadcast(a.shape, shape, at),)
        )
        return chosen.choose(broadcast(chosen.shape, shape, at), then, other)

    needs = "" if chosen.constant else "what is compared is not equal"
    needs = "what is chosen is a number" if nowhere else needs
    return w.step(shape, entry, needs=needs, excluded=excluded)


@rule("masked_fill.Scalar", "masked_fill.Tensor")
def _masked_fill(w: Writer, x: Any, mask: Any, value: Any) -> Traced:
    return where(w, mask, value, x)
