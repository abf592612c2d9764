prelude
import NN.Analysis.Deriv.Pow
import NN.Analysis.Real

/-!
# The square

## Main results

* `hasDerivAt_square`: `(x²)' = 2 x`.
-/

namespace Activation.Math

/-- The square, `x²`. -/
noncomputable def square (x : ℝ) : ℝ := x ^ 2

/-- The derivative formula of `square`: `2 x`. -/
noncomputable def squareDeriv (x : ℝ) : ℝ := 2 * x

/-- `(x²)' = 2 x`. -/
theorem hasDerivAt_square (x : ℝ) : HasDerivAt square (squareDeriv x) x :=
  (hasDerivAt_id x).sq.congr_deriv (mul_one _)

end Activation.Math
