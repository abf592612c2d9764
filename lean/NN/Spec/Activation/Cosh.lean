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
protected noncomputable def cosh (x : ℝ) : ℝ := cosh x

/-- The derivative formula of `cosh`: `sinh x`. -/
noncomputable def coshDeriv (x : ℝ) : ℝ := sinh x

/-- `cosh' = sinh`. -/
protected theorem hasDerivAt_cosh (x : ℝ) : HasDerivAt Math.cosh (coshDeriv x) x := hasDerivAt_cosh x

end Activation.Math
