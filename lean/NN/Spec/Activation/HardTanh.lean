prelude
import NN.Spec.Activation.Clamp

/-!
# Hard tanh

`hardTanh x = min (max x (-1)) 1`.

## Main results

* `hasDerivAt_hardTanh`: `hardTanh' x = hardTanhDeriv x` at every `x` other than `-1` and `1`.
-/

namespace Activation.Math

/-- The piecewise linear counterpart of `tanh`: `min (max x (-1)) 1`. -/
noncomputable def hardTanh (x : ℝ) : ℝ := clamp (-1) 1 x

/-- The derivative formula of `hardTanh`: `1` if `-1 < x < 1`, else `0`. -/
noncomputable def hardTanhDeriv (x : ℝ) : ℝ := clampDeriv (-1) 1 x

/-- `hardTanh' x = hardTanhDeriv x` at every `x` other than `-1` and `1`. -/
theorem hasDerivAt_hardTanh {x : ℝ} (hneg : x ≠ -1) (hpos : x ≠ 1) :
    HasDerivAt hardTanh (hardTanhDeriv x) x :=
  hasDerivAt_clamp hneg hpos

end Activation.Math
