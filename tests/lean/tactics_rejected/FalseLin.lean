prelude
import NN.Analysis.Order.Basic

/-- Not a consequence. -/
theorem wrong {R : Type} [OrderedRing R] {a b : R} (h : a ≤ b) : a + 1 ≤ b := lin h
