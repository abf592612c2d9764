prelude
import NN.Analysis.HyperbolicDeriv
import NN.Analysis.Real

/-!
# The hyperbolic tangent as an activation

## Main results

* `hasDerivAt_tanh`: `tanh' = 1 - tanh²`.
* `neg_one_lt_tanh`, `tanh_lt_one`, `tanh_strictMono`.
-/

namespace Activation.Math

/-- The hyperbolic tangent. -/
protected noncomputable def tanh (x : ℝ) : ℝ := tanh x

/-- The derivative formula of `tanh`: `1 - tanh² x`. -/
noncomputable def tanhDeriv (x : ℝ) : ℝ := 1 - tanh x ^ 2

/-- `tanh' = 1 - tanh²`. -/
protected theorem hasDerivAt_tanh (x : ℝ) : HasDerivAt Math.tanh (tanhDeriv x) x := hasDerivAt_tanh x

/-- `-1 < tanh x`. -/
protected theorem neg_one_lt_tanh (x : ℝ) : -1 < Math.tanh x := neg_one_lt_tanh x

/-- `tanh x < 1`. -/
protected theorem tanh_lt_one (x : ℝ) : Math.tanh x < 1 := tanh_lt_one x

/-- `tanh` is strictly increasing. -/
protected theorem tanh_strictMono : StrictMono Math.tanh := tanh_strictMono

end Activation.Math
