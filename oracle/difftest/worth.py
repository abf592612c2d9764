"""What a test is worth: values of parameters at which something is proven, and passes that say nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from math import isfinite
from typing import Any

from proofgrad.bridge.catalogue import PROVED, Hypothesis, Node
from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.difftest.verdict import Verdict
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.domains import bound, difference, parameter_values, sides
from proofgrad.oracle.formula.trees import bind, exact_value

__all__ = ["fitting_parameters", "refuse_parameters", "violated", "weighed"]

_SIGNS = {"ne": "≠", "eq": "=", "lt": "<", "le": "≤"}
_CHOICES = 50
_BITS = (128, 1200)


def violated(node: Node, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The hypotheses about parameters that some values do not meet.

    Args:
        node: from the catalogue.
        values: of its parameters, perhaps not of all; those that are no numbers are passed over.

    Returns:
        None of them where all those of one of the node's theorems are met, as far as that is seen.
    """
    numbers = {
        n: Fraction(v) for n, v in values.items() if isinstance(v, int | float | Fraction) and _real(v)
    }
    found: dict[str, None] = {}
    for proof in node.proofs:
        unmet = [h for h in proof.hypotheses if _is_about(h, numbers) and _fails(h, numbers)]
        if not unmet:
            return ()
        for h in unmet:
            left, right = sides(h)
            found[f"{formula_text(left)} {_SIGNS[str(h.relation)]} {formula_text(right)}"] = None
    return tuple(found)


def refuse_parameters(node: Node, given: Mapping[str, Any]) -> None:
    """Raise UsageError for values of parameters at which nothing is proven."""
    unmet = violated(node, given)
    if unmet:
        values = ", ".join(f"{name} = {value}" for name, value in given.items())
        raise UsageError(
            f"nothing is proven of {node.short_name} at {values}",
            hint=f"its theorem asks for {' and '.join(unmet)}",
        )


def fitting_parameters(node: Node, values: Mapping[str, float], given: Collection[str]) -> dict[str, float]:
    """Values of parameters, those that were not given chosen anew where nothing is proven at the usual ones.

    Args:
        node: from the catalogue.
        values: of its parameters; nan for one without a usual value.
        given: the names of those that stay.
    """
    fixed = {name: Fraction(values[name]) for name in given}
    usual = {name: value for name, value in values.items() if name not in given}
    if all(_real(value) for value in usual.values()) and not violated(node, values):
        return dict(values)
    for proof in node.proofs:
        known = [h for h in proof.hypotheses if h.relation is not None and h.scope != "input"]
        about = [bound(h, fixed) for h in known]
        for chosen in islice(parameter_values(list(usual), about), _CHOICES):
            new = {**values, **{name: float(value) for name, value in chosen.items()}}
            if not violated(node, new):
                return new
    return dict(values)


def weighed(node: Node, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Verdicts with what they are worth: a pass is none where nothing of what was tested is proven.

    That is so where all inputs lie outside of the proved domain, where nobody has shown that what the theorem
    supposes can be met, and where f' is not the derivative of f. Of a node without a theorem nothing was
    claimed: that is said beside its verdicts.
    """
    return tuple(_weighed(node, verdict) for verdict in verdicts)


def _weighed(node: Node, verdict: Verdict) -> Verdict:
    if verdict.verdict != "pass":
        return verdict
    if node.status in _NOTHING:
        return replace(verdict, verdict="inconclusive", message=f"nothing is proven: {_NOTHING[node.status]}")
    inside = [c.proved for c in verdict.classes.values() if c.proved is not None]
    if node.status in PROVED and inside and not sum(inside):
        return replace(verdict, verdict="inconclusive", message="no input lies in the proved domain")
    return verdict


_NOTHING = {
    "conditional": "nobody has shown that what the node's theorem supposes can be met",
    "refuted": "the node's f' is not the derivative of its f",
}


def _real(value: float | Fraction) -> bool:
    return isfinite(value)


def _is_about(h: Hypothesis, numbers: Mapping[str, Fraction]) -> bool:
    """Whether it is a relation between parameters that all have values."""
    known = h.relation is not None and h.scope != "input"
    return known and numbers.keys() >= set(difference(h).params())


def _fails(h: Hypothesis, numbers: Mapping[str, Fraction]) -> bool:
    """Whether a relation is certain not to hold."""
    tree = bind(difference(h), numbers)
    exact = exact_value(tree, Fraction(0))
    if exact is not None:
        sign = (exact > 0) - (exact < 0)
        return not {"ne": sign != 0, "eq": sign == 0, "lt": sign > 0, "le": sign >= 0}[str(h.relation)]
    for bits in _BITS:
        value = ball(tree, Fraction(0), bits).value
        if value > 0:
            return h.relation == "eq"
        if value < 0:
            return h.relation != "ne"
    return False
