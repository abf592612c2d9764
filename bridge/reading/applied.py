"""A certificate that was applied: what it supposes was shown where it was, for all of it at once.

Read from what Lean's kernel accepted: a theorem whose value begins with the application
(:mod:`~proofgrad.bridge.reading.attempts`). That it is well-typed says that each argument is of the type that
the certificate asks for, whatever the text was that led to it. What the application leaves open has to be
harmless, but for the hypotheses about entries: they make the domain, and show nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofgrad.bridge.olean.constants import Theorem
from proofgrad.bridge.olean.reduce import ReductionLimit, spine
from proofgrad.bridge.olean.terms import Const, FVar, Lambda, Let, Proj, Term
from proofgrad.bridge.reading.hypotheses import HypothesisReader
from proofgrad.bridge.reading.library import mentions_any
from proofgrad.bridge.reading.theorems import Claim

__all__ = ["Application", "applied"]


@dataclass(frozen=True, slots=True)
class Application:
    """Where a certificate was applied.

    Attributes:
        values: of its variables.
        given: what was left open.
        text: the numbers that were chosen: ``c = 8``.
    """

    values: dict[FVar, Term]
    given: tuple[FVar, ...]
    text: str


def applied(hypotheses: HypothesisReader, certificate: str, claim: Claim, witness: str) -> Application | None:
    """What a theorem applies a certificate to; None if it does not, or supposes something itself.

    Args:
        hypotheses: the reader of hypotheses of the library.
        certificate: the certificate.
        claim: what it says.
        witness: the theorem; that it counts is the caller's to know.
    """
    reducer, env = hypotheses.reducer, hypotheses.env
    theorem = env.get(witness)
    if not isinstance(theorem, Theorem) or not isinstance(theorem.value, Let):
        return None
    body, given = theorem.value.value, list[FVar]()
    while isinstance(body, Lambda):
        given.append(reducer.terms.fvar(body.name, body.domain))
        body = reducer.instantiate(body.body, given[-1])
    head, args = spine(body)
    if not isinstance(head, Const) or head.name != certificate or len(args) != len(claim.variables):
        return None  # what it was not applied to is what a definition in its statement still asks for
    values = dict(zip(claim.variables, args, strict=True))
    if not _is_harmless(hypotheses, claim, values, given):
        return None
    return Application(values, tuple(given), _text(hypotheses, claim, values, given))


def _is_harmless(
    hypotheses: HypothesisReader, claim: Claim, values: dict[FVar, Term], given: list[FVar]
) -> bool:
    """Whether what is left open is harmless, or the domain, which must not show anything else."""
    if any(one.kind == "input" for one in claim.in_need):
        return False
    point = claim.binders.point
    point = values.get(point) if isinstance(point, FVar) else None
    positions = claim.binders.positions.items()
    names = {values[p]: name for p, name in positions if isinstance(p, FVar) and p in values}
    try:
        supposed, _ = hypotheses.read(given, names, point)
    except ReductionLimit:
        return False
    if any(one.kind != "entries" or not one.hypothesis.met for one in supposed):
        return False
    domain = {variable for variable in given if hypotheses.reducer.is_proposition(variable.type)}
    return not any(value not in domain and mentions_any(value, domain) for value in values.values())


def _text(hypotheses: HypothesisReader, claim: Claim, values: dict[FVar, Term], given: list[FVar]) -> str:
    parts = [
        f"{variable.name} = {hypotheses.show(value)}"
        for variable, value in values.items()
        if variable in claim.binders.sizes and value not in given
    ]
    for term, name in (*claim.binders.names.items(), *claim.binders.fields.items()):
        value = hypotheses.reducer.substitute(term, values)
        if isinstance(value, Proj):
            value = hypotheses.reducer.head_reduced(value)
        if value not in given and not value.fvars:
            parts.append(f"{name} = {hypotheses.show(value)}")
    return ", ".join(parts)
