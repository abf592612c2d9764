prelude
import NN.Core.Classical

/-- False. -/
theorem wrong : Nat.mul 123456789 987654321 = 121932631112635268 := rfl
