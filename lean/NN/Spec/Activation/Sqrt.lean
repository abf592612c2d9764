prelude
import NN.Analysis.Real
import NN.Analysis.SqrtDeriv

/-!
# The square root as an activation

`sqrt x` is `0` for `x < 0`. The formula `1 / (2 sqrt x)` is `1 / 0 = 0` there, which is the derivative.

## Main results

* `hasDerivAt_sqrt`: `sqrt' x = 1 / (2 sqrt x)` at every `x ≠ 0`.
-/

namespace Activation.Math

/-- The square root, `0` for `x < 0`. -/
protected noncomputable def sqrt (x : ℝ) : ℝ := sqrt x

/-- The derivative formula of `sqrt`: `1 / (2 sqrt x)`. -/
noncomputable def sqrtDeriv (x : ℝ) : ℝ := 1 / (2 * sqrt x)

/-- `sqrt' x = 1 / (2 sqrt x)` at every `x ≠ 0`. -/
protected theorem hasDerivAt_sqrt {x : ℝ} (hx : x ≠ 0) : HasDerivAt Math.sqrt (sqrtDeriv x) x :=
  hasDerivAt_sqrt hx

/-- A point where `hasDerivAt_sqrt` applies. -/
theorem exists_hasDerivAt_sqrt : ∃ x : ℝ, x ≠ 0 ∧ HasDerivAt Math.sqrt (sqrtDeriv x) x :=
  ⟨1, ne_of_gt zero_lt_one, Math.hasDerivAt_sqrt (ne_of_gt zero_lt_one)⟩

end Activation.Math
