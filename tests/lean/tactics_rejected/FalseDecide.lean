prelude
import NN.Core.Classical

/-- False. -/
theorem wrong : (3 : Nat) = 4 := by
  decide
