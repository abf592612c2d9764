prelude
import NN.Analysis.Deriv.Mul
import NN.Analysis.Real

/-!
# Multiplication by a constant

## Main results

* `hasDerivAt_scale`: `(c x)' = c`.
-/

namespace Activation.Math

/-- The multiple `c x`. -/
noncomputable def scale (c x : ℝ) : ℝ := c * x

/-- The derivative formula of `scale c`: `c`. -/
noncomputable def scaleDeriv (c _ : ℝ) : ℝ := c

/-- `(c x)' = c`. -/
theorem hasDerivAt_scale (c x : ℝ) : HasDerivAt (scale c) (scaleDeriv c x) x :=
  ((hasDerivAt_id x).const_mul c).congr_deriv (mul_one c)

end Activation.Math
