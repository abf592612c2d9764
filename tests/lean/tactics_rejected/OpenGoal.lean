prelude
import NN.Core.Classical

/-- Half a proof. -/
theorem wrong (p q : Prop) (hp : p) : p ∧ q := by
  constructor
  · exact hp
