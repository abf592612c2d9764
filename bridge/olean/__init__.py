"""Read what Lean's kernel accepted straight from ``.olean`` files: constants with full terms, docstrings,
positions, axioms.
"""

from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.module import Position

__all__ = ["Environment", "Position"]
