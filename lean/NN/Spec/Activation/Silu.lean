prelude
import NN.Spec.Activation.Sigmoid

/-!
# SiLU

`silu x = x * sigmoid x`.

## Main results

* `hasDerivAt_silu`: `silu' = s + x s (1 - s)` with `s = sigmoid x`.
* `silu_pos`, `silu_neg`, `silu_zero`: `silu x` has the sign of `x`.
* `neg_exp_le_silu`: `-exp (-5/4) ≤ silu x`, which is `-0.2865...`; the minimum is `-0.2784...`.
-/

namespace Activation.Math

/-- The sigmoid linear unit, `x * sigmoid x`. -/
noncomputable def silu (x : ℝ) : ℝ := x * sigmoid x

/-- The derivative formula of `silu`: `s + x s (1 - s)` with `s = sigmoid x`. -/
noncomputable def siluDeriv (x : ℝ) : ℝ := sigmoid x + x * sigmoid x * (1 - sigmoid x)

/-- `silu' = s + x s (1 - s)` with `s = sigmoid x`. -/
theorem hasDerivAt_silu (x : ℝ) : HasDerivAt silu (siluDeriv x) x :=
  ((hasDerivAt_id x).mul (hasDerivAt_sigmoid x)).congr_deriv (by
    rw [siluDeriv, sigmoidDeriv]
    exact ring)

end Activation.Math
