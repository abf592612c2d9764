prelude
import NN.Core.Classical

/-- Not simpler. -/
theorem wrong (a b : Nat) (h : a = b) : b = 0 := by
  simp [h]
