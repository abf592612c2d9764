prelude
import NN.Analysis.Real
import NN.Analysis.Trig.Deriv

/-!
# The sine as an activation

## Main results

* `hasDerivAt_sin`: `sin' = cos`.
-/

namespace Activation.Math

/-- The sine. -/
protected noncomputable def sin (x : ℝ) : ℝ := sin x

/-- The derivative formula of `sin`: `cos x`. -/
noncomputable def sinDeriv (x : ℝ) : ℝ := cos x

/-- `sin' = cos`. -/
protected theorem hasDerivAt_sin (x : ℝ) : HasDerivAt Math.sin (sinDeriv x) x := hasDerivAt_sin x

end Activation.Math
