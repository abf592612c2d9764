"""Formulas and conditions as Lean has them: as data, and as text."""
