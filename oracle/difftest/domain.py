"""The proved domain: the inputs that meet the hypotheses of one of a node's theorems.

It is read from the hypotheses as the catalogue has them, relations between formulas in one coordinate of the
input and in parameters, and decided exactly. What is no real number lies in no proved domain. A hypothesis
that the catalogue could not read as a relation decides nothing: then it is unknown, never taken as met.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import PROVED, Hypothesis, Node, Tree
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.floating import compare
from proofgrad.oracle.formula.trees import Number, affine, bind, exact_value, has_var

__all__ = ["describe_domain", "in_proved_domain", "proved_at"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_BITS = (128, 1200, 12000)


def in_proved_domain(node: Node, params: Mapping[str, Number], xs: Floats) -> Mask | None:
    """Where one of the node's theorems holds.

    Args:
        node: from the catalogue.
        params: values of its parameters: hypotheses about them are looked at too.
        xs: inputs.

    Returns:
        None if a hypothesis is not understood, and no other theorem covers all inputs.
    """
    real = np.isfinite(xs)
    if node.status not in PROVED:
        return np.zeros(len(xs), np.bool_)
    if not node.proofs:  # a catalogue entry without theorems, such as a test's own
        return real if node.status == "proved" else None
    inside = np.zeros(len(xs), np.bool_)
    understood = True
    for proof in node.proofs:
        if proof.conditional:
            continue
        met = real.copy()
        for hypothesis in proof.hypotheses:
            holds = _holds(hypothesis, params, xs)
            if holds is None:
                understood = False
                met[:] = False
                break
            met &= holds
        inside |= met
    return inside if understood or (inside == real).all() else None


def proved_at(node: Node, params: Mapping[str, Number], x: Fraction) -> bool | None:
    """Whether one of the node's theorems holds at a rational; None if a hypothesis is not understood, and no
    other theorem covers it.
    """
    if node.status not in PROVED:
        return False
    understood = True
    for proof in node.proofs:
        if proof.conditional:
            continue
        met: bool | None = True
        for h in proof.hypotheses:
            if h.relation is None or h.left is None or h.right is None:
                met = None
                break
            sign = _sign(bind(Tree("sub", (h.right, h.left)), params), x)
            if sign is None:
                met = None
                break
            met = met and {"ne": sign != 0, "eq": sign == 0, "lt": sign > 0, "le": sign >= 0}[h.relation]
        if met:
            return True
        understood = understood and met is not None
    if not node.proofs:
        return True if node.status == "proved" else None
    return False if understood else None


def describe_domain(node: Node) -> str:
    """The proved domain in words: the hypotheses of the theorems, as Lean prints them."""
    if node.status not in PROVED:
        return f"none: {node.status}"
    texts = []
    for proof in node.proofs:
        if proof.conditional:
            continue
        texts.append(" and ".join(h.text for h in proof.hypotheses) or "every real number")
    if not texts and node.status == "proved":
        texts.append("every real number")
    return " or ".join(dict.fromkeys(texts)) or "unknown"


def _holds(h: Hypothesis, params: Mapping[str, Number], xs: Floats) -> Mask | None:
    if h.relation is None or h.left is None or h.right is None:
        return None
    difference = bind(Tree("sub", (h.right, h.left)), params)
    signs = _signs(difference, xs)
    if signs is None:
        return None
    holds: Mask = {"ne": signs != 0, "eq": signs == 0, "lt": signs > 0, "le": signs >= 0}[h.relation]
    return holds


def _signs(tree: Tree, xs: Floats) -> NDArray[np.int64] | None:
    """The sign of the tree at each input (anything where that is not finite); None if one is undecided."""
    line = affine(tree)
    if line is not None:
        slope, offset = line
        if not slope:
            return np.full(len(xs), (offset > 0) - (offset < 0), np.int64)
        order = compare(xs, -offset / slope)
        return order if slope > 0 else -order
    if not has_var(tree):
        one = _sign(tree, Fraction(0))
        return None if one is None else np.full(len(xs), one, np.int64)
    out = np.zeros(len(xs), np.int64)
    values, places = np.unique(np.where(np.isfinite(xs), xs, 0.0), return_inverse=True)
    found = [_sign(tree, Fraction(x)) for x in values.tolist()]
    if any(sign is None for sign in found):
        return None
    out[:] = np.array(found, np.int64)[places]
    return out


def _sign(tree: Tree, x: Fraction) -> int | None:
    exact = exact_value(tree, x)
    if exact is not None:
        return (exact > 0) - (exact < 0)
    for bits in _BITS:
        value = ball(tree, x, bits).value
        if value > 0 or value < 0:
            return 1 if value > 0 else -1
    return None
