"""The second, independent type checker of Lean's type theory.

It reads the terms that Lean wrote and judges them by its own implementation of the rules: universes,
reduction, definitional equality, inductive types with regenerated recursors, quotients, literals. It shares
no code with Lean."""

from proofgrad.bridge.checker.driver import recheck
from proofgrad.bridge.checker.remembered import recall, recheck_remembered
from proofgrad.bridge.checker.verdicts import Recheck

__all__ = ["Recheck", "recall", "recheck", "recheck_remembered"]
