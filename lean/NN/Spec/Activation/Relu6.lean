prelude
import NN.Spec.Activation.Clamp

/-!
# ReLU6

`relu6 x = min (max x 0) 6`.

## Main results

* `hasDerivAt_relu6`: `relu6' x = relu6Deriv x` at every `x` other than `0` and `6`.
-/

namespace Activation.Math

/-- The rectified linear unit that is cut off at `6`: `min (max x 0) 6`. -/
noncomputable def relu6 (x : ℝ) : ℝ := clamp 0 6 x

/-- The derivative formula of `relu6`: `1` if `0 < x < 6`, else `0`. -/
noncomputable def relu6Deriv (x : ℝ) : ℝ := clampDeriv 0 6 x

/-- `relu6' x = relu6Deriv x` at every `x` other than `0` and `6`. -/
theorem hasDerivAt_relu6 {x : ℝ} (h0 : x ≠ 0) (h6 : x ≠ 6) : HasDerivAt relu6 (relu6Deriv x) x :=
  hasDerivAt_clamp h0 h6

/-- `relu6` has no derivative at `0`. -/
theorem not_hasDerivAt_relu6_zero (f' : ℝ) : ¬HasDerivAt relu6 f' 0 :=
  not_hasDerivAt_clamp_lo (ofNat_pos _) f'

/-- `relu6` has no derivative at `6`. -/
theorem not_hasDerivAt_relu6_six (f' : ℝ) : ¬HasDerivAt relu6 f' 6 :=
  not_hasDerivAt_clamp_hi (ofNat_pos _) f'

end Activation.Math
