prelude
import NN.Core.RingTactic

/-- False: the sign is wrong. -/
theorem wrong {α : Type} [CommRing α] (a b : α) : (a + b) * (a - b) = a * a + b * b := ring
