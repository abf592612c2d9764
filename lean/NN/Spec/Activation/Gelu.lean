prelude
import NN.Analysis.Deriv.Pow
import NN.Analysis.HyperbolicDeriv
import NN.Analysis.Pi
import NN.Analysis.Real
import NN.Analysis.Sqrt

/-!
# GELU, the tanh form

`gelu x = x (1 + t) / 2` with `t = tanh (k (x + 0.044715 x³))` and `k = √(2/π)`. The coefficient is the exact rational
`44715 / 1000000`, and `k` the closed term, not a decimal.

## Main results

* `hasDerivAt_gelu`: `gelu' = (1 + t + x (1 - t²) k (1 + 3 · 0.044715 x²)) / 2`.
-/

namespace Activation.Math

/-- The scale of GELU, `√(2/π)`. -/
noncomputable def geluScale : ℝ := sqrt (2 / pi ℝ)

/-- The argument of `tanh` in GELU, `√(2/π) (x + 0.044715 x³)`. -/
noncomputable def geluArg (x : ℝ) : ℝ := geluScale * (x + 44715 / 1000000 * x ^ 3)

/-- The Gaussian error linear unit in its tanh form, `x (1 + tanh (√(2/π) (x + 0.044715 x³))) / 2`. -/
noncomputable def gelu (x : ℝ) : ℝ := x * (1 + tanh (geluArg x)) / 2

/-- The derivative formula of `gelu`: `(1 + t + x (1 - t²) k (1 + 3 · 0.044715 x²)) / 2`. -/
noncomputable def geluDeriv (x : ℝ) : ℝ :=
  (1 + tanh (geluArg x) +
    x * (1 - tanh (geluArg x) ^ 2) * (geluScale * (1 + 3 * (44715 / 1000000) * x ^ 2))) / 2

/-- The derivative of the argument of `tanh`. -/
theorem hasDerivAt_geluArg (x : ℝ) :
    HasDerivAt geluArg (geluScale * (1 + 3 * (44715 / 1000000) * x ^ 2)) x := by
  refine (((hasDerivAt_id x).add ((hasDerivAt_id x).cube.const_mul (44715 / 1000000))).const_mul geluScale).congr_deriv ?_
  generalize (44715 : ℝ) / 1000000 = c
  exact ring

/-- `gelu' = (1 + t + x (1 - t²) k (1 + 3 · 0.044715 x²)) / 2`. -/
theorem hasDerivAt_gelu (x : ℝ) : HasDerivAt gelu (geluDeriv x) x := by
  refine (((hasDerivAt_id x).mul ((hasDerivAt_geluArg x).tanh.const_add 1)).div_const 2).congr_deriv ?_
  rw [geluDeriv]
  generalize geluScale * (1 + 3 * (44715 / 1000000) * x ^ 2) = c
  rw [show 1 * (1 + tanh (geluArg x)) + x * ((1 - tanh (geluArg x) ^ 2) * c) =
    1 + tanh (geluArg x) + x * (1 - tanh (geluArg x) ^ 2) * c from ring]

end Activation.Math
