prelude
import NN.Analysis.Order.MinMax
import NN.Analysis.Real
import NN.Analysis.SqrtDeriv

/-!
# The clamped square root

`sqrtClamp x = sqrt (max x 0)`, which is `sqrt x` under the convention that `sqrt x = 0` for `x < 0`, but
says what a kernel computes without relying on it.

## Main results

* `hasDerivAt_sqrt_clamp_of_pos`: `(sqrt (max x 0))' = 1 / (2 sqrt x)` at every `x > 0`.
-/

namespace Activation.Math

/-- The clamped square root, `sqrt (max x 0)`. -/
noncomputable def sqrtClamp (x : ℝ) : ℝ := sqrt (max x 0)

/-- The derivative formula of `sqrtClamp`: `1 / (2 sqrt x)`. -/
noncomputable def sqrtClampDeriv (x : ℝ) : ℝ := 1 / (2 * sqrt x)

/-- `(sqrt (max y 0))' = 1 / (2 sqrt x)` at every `x > 0`. -/
theorem hasDerivAt_sqrt_clamp_of_pos {x : ℝ} (hx : 0 < x) :
    HasDerivAt (fun y => sqrt (max y 0)) (1 / (2 * sqrt x)) x :=
  (hasDerivAt_sqrt (ne_of_gt hx)).congr_of_pos hx fun y hy => by rw [max_eq_left (le_of_lt hy)]

/-- `sqrtClamp' x = sqrtClampDeriv x` at every `x > 0`. -/
theorem hasDerivAt_sqrtClamp {x : ℝ} (hx : 0 < x) : HasDerivAt sqrtClamp (sqrtClampDeriv x) x :=
  hasDerivAt_sqrt_clamp_of_pos hx

/-- A point where `hasDerivAt_sqrtClamp` applies. -/
theorem exists_hasDerivAt_sqrtClamp : ∃ x : ℝ, 0 < x ∧ HasDerivAt sqrtClamp (sqrtClampDeriv x) x :=
  ⟨1, zero_lt_one, hasDerivAt_sqrtClamp zero_lt_one⟩

end Activation.Math
