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
protected noncomputable def log (x : ℝ) : ℝ := log x

/-- The derivative formula of `log`: `x⁻¹`. -/
noncomputable def logDeriv (x : ℝ) : ℝ := x⁻¹

/-- `log' x = x⁻¹` at every `x ≠ 0`. -/
protected theorem hasDerivAt_log {x : ℝ} (hx : x ≠ 0) : HasDerivAt Math.log (logDeriv x) x :=
  hasDerivAt_log hx

/-- A point where `hasDerivAt_log` applies. -/
theorem exists_hasDerivAt_log : ∃ x : ℝ, x ≠ 0 ∧ HasDerivAt Math.log (logDeriv x) x :=
  ⟨1, ne_of_gt zero_lt_one, Math.hasDerivAt_log (ne_of_gt zero_lt_one)⟩

end Activation.Math
