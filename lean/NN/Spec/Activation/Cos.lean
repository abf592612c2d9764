prelude
import NN.Analysis.Real
import NN.Analysis.Trig.Deriv

/-!
# The cosine as an activation

## Main results

* `hasDerivAt_cos`: `cos' = -sin`.
-/

namespace Activation.Math

/-- The cosine. -/
protected noncomputable def cos (x : ℝ) : ℝ := cos x

/-- The derivative formula of `cos`: `-sin x`. -/
noncomputable def cosDeriv (x : ℝ) : ℝ := -sin x

/-- `cos' = -sin`. -/
protected theorem hasDerivAt_cos (x : ℝ) : HasDerivAt Math.cos (cosDeriv x) x := hasDerivAt_cos x

end Activation.Math
