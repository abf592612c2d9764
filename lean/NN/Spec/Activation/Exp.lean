prelude
import NN.Analysis.ExpDeriv
import NN.Analysis.Real

/-!
# The exponential function as an activation

## Main results

* `hasDerivAt_exp`: `exp' = exp`.
-/

namespace Activation.Math

/-- The exponential function. -/
noncomputable def exp (x : ℝ) : ℝ := _root_.exp x

/-- The derivative formula of `exp`: `exp x`. -/
noncomputable def expDeriv (x : ℝ) : ℝ := _root_.exp x

/-- `exp' = exp`. -/
theorem hasDerivAt_exp (x : ℝ) : HasDerivAt exp (expDeriv x) x := _root_.hasDerivAt_exp x

end Activation.Math
