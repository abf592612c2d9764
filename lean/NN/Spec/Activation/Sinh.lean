prelude
import NN.Analysis.HyperbolicDeriv
import NN.Analysis.Real

/-!
# The hyperbolic sine as an activation

## Main results

* `hasDerivAt_sinh`: `sinh' = cosh`.
-/

namespace Activation.Math

/-- The hyperbolic sine. -/
protected noncomputable def sinh (x : ℝ) : ℝ := sinh x

/-- The derivative formula of `sinh`: `cosh x`. -/
noncomputable def sinhDeriv (x : ℝ) : ℝ := cosh x

/-- `sinh' = cosh`. -/
protected theorem hasDerivAt_sinh (x : ℝ) : HasDerivAt Math.sinh (sinhDeriv x) x := hasDerivAt_sinh x

end Activation.Math
