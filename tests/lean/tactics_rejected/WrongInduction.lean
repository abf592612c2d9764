prelude
import NN.Core.Classical

/-- The case of zero is missing. -/
theorem wrong (n : Nat) : n = n + 1 := by
  induction n with
  | succ n ih => rw [← ih]
