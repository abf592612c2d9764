prelude
import NN.Analysis.Deriv.OneSided
import NN.Analysis.Order.MinMax
import NN.Analysis.Real

/-!
# ReLU

`relu x = max x 0`, with derivative `1` for `x > 0` and `0` for `x < 0`.

## Main results

* `hasDerivAt_relu`: `relu' x = reluDeriv x` at every `x ≠ 0`.
* `hasLeftDerivAt_relu_zero`, `hasRightDerivAt_relu_zero`: at `0` the derivatives from the left and from the
  right are `0` and `1`; hence `not_hasDerivAt_relu_zero`. A kernel's convention at the kink is to be judged
  against `[0, 1]`.
-/

namespace Activation.Math

/-- The rectified linear unit, `max x 0`. -/
noncomputable def relu (x : ℝ) : ℝ := max x 0

open Classical in
/-- The derivative formula of `relu`: `1` if `x > 0`, else `0`. -/
noncomputable def reluDeriv (x : ℝ) : ℝ := if 0 < x then 1 else 0

/-- `relu x = x` for `0 ≤ x`. -/
theorem relu_of_nonneg {x : ℝ} (h : 0 ≤ x) : relu x = x := max_eq_left h

/-- `relu x = 0` for `x ≤ 0`. -/
theorem relu_of_nonpos {x : ℝ} (h : x ≤ 0) : relu x = 0 := max_eq_right h

/-- `0 ≤ relu x`. -/
theorem relu_nonneg (x : ℝ) : 0 ≤ relu x := le_max_right x 0

/-- `relu' x = reluDeriv x` at every `x ≠ 0`. -/
theorem hasDerivAt_relu {x : ℝ} (hx : x ≠ 0) : HasDerivAt relu (reluDeriv x) x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · rw [reluDeriv, if_pos h]
    exact (hasDerivAt_id x).congr_of_pos h fun y hy => relu_of_nonneg (le_of_lt hy)
  · rw [reluDeriv, if_neg (not_lt.mpr (le_of_lt h))]
    exact (hasDerivAt_const 0 x).congr_of_neg h fun y hy => relu_of_nonpos (le_of_lt hy)

/-- A point where `hasDerivAt_relu` applies. -/
theorem exists_hasDerivAt_relu : ∃ x : ℝ, x ≠ 0 ∧ HasDerivAt relu (reluDeriv x) x :=
  ⟨1, ne_of_gt zero_lt_one, hasDerivAt_relu (ne_of_gt zero_lt_one)⟩

/-! ### The kink at `0` -/

/-- From the right `relu` has derivative `1` at `0`. -/
theorem hasRightDerivAt_relu_zero : HasRightDerivAt relu 1 0 :=
  (hasDerivAt_id 0).hasRightDerivAt_of_eq fun _ h => relu_of_nonneg h

/-- From the left `relu` has derivative `0` at `0`. -/
theorem hasLeftDerivAt_relu_zero : HasLeftDerivAt relu 0 0 :=
  (hasDerivAt_const 0 0).hasLeftDerivAt_of_eq fun _ h => relu_of_nonpos h

/-- `relu` has no derivative at `0`. -/
theorem not_hasDerivAt_relu_zero (f' : ℝ) : ¬HasDerivAt relu f' 0 :=
  not_hasDerivAt_of_left_ne_right hasLeftDerivAt_relu_zero hasRightDerivAt_relu_zero zero_ne_one f'

end Activation.Math
