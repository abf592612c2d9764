prelude
import NN.Analysis.LogDeriv
import NN.Analysis.Real

/-!
# The natural logarithm as an activation

`log x` is the logarithm of `|x|`, and `0` at `0` (Mathlib's convention, see `NN.Analysis.Log`).

## Main results

* `hasDerivAt_log`: `log' x = x⁻¹` at every `x ≠ 0`.
-/

namespace Activation.Math

/-- The natural logarithm of `|x|`, and `0` at `0`. -/
noncomputable def log (x : ℝ) : ℝ := _root_.log x

/-- The derivative formula of `log`: `x⁻¹`. -/
noncomputable def logDeriv (x : ℝ) : ℝ := x⁻¹

/-- `log' x = x⁻¹` at every `x ≠ 0`. -/
theorem hasDerivAt_log {x : ℝ} (hx : x ≠ 0) : HasDerivAt log (logDeriv x) x := _root_.hasDerivAt_log hx

/-- A point where `hasDerivAt_log` applies. -/
theorem exists_hasDerivAt_log : ∃ x : ℝ, x ≠ 0 ∧ HasDerivAt log (logDeriv x) x :=
  ⟨1, ne_of_gt zero_lt_one, hasDerivAt_log (ne_of_gt zero_lt_one)⟩

end Activation.Math
