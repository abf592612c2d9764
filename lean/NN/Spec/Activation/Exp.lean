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
protected noncomputable def exp (x : ℝ) : ℝ := exp x

/-- The derivative formula of `exp`: `exp x`. -/
noncomputable def expDeriv (x : ℝ) : ℝ := exp x

/-- `exp' = exp`. -/
protected theorem hasDerivAt_exp (x : ℝ) : HasDerivAt Math.exp (expDeriv x) x := hasDerivAt_exp x

end Activation.Math
