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
noncomputable def tanh (x : ℝ) : ℝ := _root_.tanh x

/-- The derivative formula of `tanh`: `1 - tanh² x`. -/
noncomputable def tanhDeriv (x : ℝ) : ℝ := 1 - _root_.tanh x ^ 2

/-- `tanh' = 1 - tanh²`. -/
theorem hasDerivAt_tanh (x : ℝ) : HasDerivAt tanh (tanhDeriv x) x := _root_.hasDerivAt_tanh x

/-- `-1 < tanh x`. -/
theorem neg_one_lt_tanh (x : ℝ) : -1 < tanh x := _root_.neg_one_lt_tanh x

/-- `tanh x < 1`. -/
theorem tanh_lt_one (x : ℝ) : tanh x < 1 := _root_.tanh_lt_one x

/-- `tanh` is strictly increasing. -/
theorem tanh_strictMono : StrictMono tanh := _root_.tanh_strictMono

end Activation.Math
