"""The formula tree of f and f', evaluated: rigorous balls (Arb), a second opinion (mpmath intervals), NumPy
for speed.
"""

from proofgrad.oracle.formula.cache import ReferenceCache
from proofgrad.oracle.formula.floating import evaluate_floats
from proofgrad.oracle.formula.intervals import IntervalEvaluator, ReferenceDisagreement
from proofgrad.oracle.formula.limits import Limit, limit
from proofgrad.oracle.formula.reference import PRECISIONS, SLACK_BITS, Kinks, Reference, References
from proofgrad.oracle.formula.trees import bind

__all__ = [
    "PRECISIONS",
    "SLACK_BITS",
    "IntervalEvaluator",
    "Kinks",
    "Limit",
    "Reference",
    "ReferenceCache",
    "ReferenceDisagreement",
    "References",
    "bind",
    "evaluate_floats",
    "limit",
]
