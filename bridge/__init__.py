"""Everything about Lean, nothing about floating point: check proofs, read nodes and formulas from terms."""
