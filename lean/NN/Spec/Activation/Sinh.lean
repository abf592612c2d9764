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
noncomputable def sinh (x : ℝ) : ℝ := _root_.sinh x

/-- The derivative formula of `sinh`: `cosh x`. -/
noncomputable def sinhDeriv (x : ℝ) : ℝ := cosh x

/-- `sinh' = cosh`. -/
theorem hasDerivAt_sinh (x : ℝ) : HasDerivAt sinh (sinhDeriv x) x := _root_.hasDerivAt_sinh x

end Activation.Math
