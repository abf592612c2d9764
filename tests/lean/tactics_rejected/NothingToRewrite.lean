prelude
import NN.Core.Classical

/-- The equation does not occur. -/
theorem wrong (a b c : Nat) (h : a = b) : c = c + 0 := by
  rw [h]
