"""Names that a Lean file can have: nothing but identifiers gets into one."""

from __future__ import annotations

import re

from proofgrad.bridge.errors import FormulaError

__all__ = ["check_name"]

_NAME = re.compile(r"[A-Za-zα-κμ-ρτ-ωΑ-ΜΞ-Ρ][A-Za-z0-9_₀-₉α-κμ-ρτ-ωΑ-ΜΞ-Ρ]*\Z")
"""ASCII and Greek, without λ, Π and Σ, which are Lean's own."""

_LONGEST = 60

_KEYWORDS_TEXT = """
abbrev at attribute axiom break by calc class coinductive constant continue def deriving do else end
example exists export extends finally for forall from fun generalizing have hiding if import in include
inductive infix infixl infixr initialize inline instance instantiate lemma let local macro macro_rules
match mutual namespace noncomputable nomatch notation omit opaque open partial postfix prefix private
protected public rec renaming return run_cmd scoped section set_option show sorry structure suffices
syntax tactic then theorem try universe unless unif_hint unsafe using variable where with Prop Sort Type
"""
_KEYWORDS = frozenset(_KEYWORDS_TEXT.split())
_OWN_TEXT = """
Formula Formulas Fn Math Node Real Shape Spec Vec CtxVec Idx NodeFDerivCorrect NodeFDerivCorrectAt
HasDerivAt Proofs Classical elemwise elemwiseFderiv elemwiseFderivAt values pi
"""
_OWN = frozenset(_OWN_TEXT.split())
"""What the files that are written speak of."""


def check_name(name: str, what: str = "name") -> str:
    """The name, if it can be one in Lean. Raises FormulaError."""
    if not _NAME.match(name) or len(name) > _LONGEST:
        raise FormulaError(f"{name!r} is no {what}: letters, digits and _, and a letter first")
    if name in _KEYWORDS or name in _OWN:
        raise FormulaError(f"{name!r} cannot be a {what}: the word means something in Lean")
    return name
