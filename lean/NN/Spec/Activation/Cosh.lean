prelude
import NN.Analysis.HyperbolicDeriv
import NN.Analysis.Real

/-!
# The hyperbolic cosine as an activation

## Main results

* `hasDerivAt_cosh`: `cosh' = sinh`.
-/

namespace Activation.Math

/-- The hyperbolic cosine. -/
noncomputable def cosh (x : ℝ) : ℝ := _root_.cosh x

/-- The derivative formula of `cosh`: `sinh x`. -/
noncomputable def coshDeriv (x : ℝ) : ℝ := sinh x

/-- `cosh' = sinh`. -/
theorem hasDerivAt_cosh (x : ℝ) : HasDerivAt cosh (coshDeriv x) x := _root_.hasDerivAt_cosh x

end Activation.Math
