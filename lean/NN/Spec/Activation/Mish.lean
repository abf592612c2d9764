prelude
import NN.Analysis.HyperbolicDeriv
import NN.Spec.Activation.Softplus

/-!
# Mish

`mish x = x tanh (softplus x)`.

## Main results

* `hasDerivAt_mish`: `mish' = t + x (1 - t²) sigmoid x` with `t = tanh (softplus x)`.
-/

namespace Activation.Math

/-- Mish, `x tanh (softplus x)`. -/
noncomputable def mish (x : ℝ) : ℝ := x * tanh (softplus x)

/-- The derivative formula of `mish`: `t + x (1 - t²) sigmoid x` with `t = tanh (softplus x)`. -/
noncomputable def mishDeriv (x : ℝ) : ℝ :=
  tanh (softplus x) + x * (1 - tanh (softplus x) ^ 2) * sigmoid x

/-- `mish' = t + x (1 - t²) sigmoid x` with `t = tanh (softplus x)`. -/
theorem hasDerivAt_mish (x : ℝ) : HasDerivAt mish (mishDeriv x) x :=
  ((hasDerivAt_id x).mul (hasDerivAt_softplus x).tanh).congr_deriv (by
    rw [mishDeriv, softplusDeriv]
    exact ring)

end Activation.Math
