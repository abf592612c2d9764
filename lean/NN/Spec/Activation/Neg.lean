prelude
import NN.Analysis.Deriv.Add
import NN.Analysis.Real

/-!
# Negation

## Main results

* `hasDerivAt_neg`: `(-x)' = -1`.
-/

namespace Activation.Math

/-- The negative, `-x`. -/
protected noncomputable def neg (x : ℝ) : ℝ := -x

/-- The derivative formula of `neg`: `-1`. -/
noncomputable def negDeriv (_ : ℝ) : ℝ := -1

/-- `(-x)' = -1`. -/
theorem hasDerivAt_neg (x : ℝ) : HasDerivAt Math.neg (negDeriv x) x := (hasDerivAt_id x).neg

end Activation.Math
