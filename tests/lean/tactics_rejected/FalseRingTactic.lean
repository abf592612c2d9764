prelude
import NN.Core.RingTactic

/-- False: 3 is missing. -/
theorem wrong {α : Type} [CommRing α] (a : α) : (a + 1) ^ 3 = a ^ 3 + 3 * a ^ 2 + a + 1 := by
  ring
