prelude
import NN.Core.Classical

/-- False. -/
theorem wrong : Nat.ble 4 3 = true := by
  decide +kernel
