prelude
import NN.Analysis.Deriv.Mul
import NN.Analysis.Deriv.OneSided
import NN.Analysis.Real

/-!
# Leaky ReLU

`leakyRelu α x = x` for `x > 0` and `α x` for `x ≤ 0`.

## Main results

* `hasDerivAt_leakyRelu`: `leakyRelu' x = leakyReluDeriv α x` at every `x ≠ 0`.
* `hasLeftDerivAt_leakyRelu_zero`, `hasRightDerivAt_leakyRelu_zero`: at `0` the derivatives from the left
  and from the right are `α` and `1`; hence `not_hasDerivAt_leakyRelu_zero` for `α ≠ 1`.
-/

namespace Activation.Math

open Classical in
/-- The leaky rectified linear unit: `x` if `x > 0`, else `α x`. -/
noncomputable def leakyRelu (α x : ℝ) : ℝ := if 0 < x then x else α * x

open Classical in
/-- The derivative formula of `leakyRelu α`: `1` if `x > 0`, else `α`. -/
noncomputable def leakyReluDeriv (α x : ℝ) : ℝ := if 0 < x then 1 else α

/-- `leakyRelu α x = α x` for `x ≤ 0`. -/
theorem leakyRelu_of_nonpos (α : ℝ) {x : ℝ} (h : x ≤ 0) : leakyRelu α x = α * x := if_neg (not_lt.mpr h)

/-- `leakyRelu α x = x` for `0 ≤ x`. -/
theorem leakyRelu_of_nonneg (α : ℝ) {x : ℝ} (h : 0 ≤ x) : leakyRelu α x = x := by
  by_cases e : x = 0
  · rw [e, leakyRelu_of_nonpos α (le_refl 0), mul_zero]
  · exact if_pos (lt_of_le_of_ne h fun k => e k.symm)

/-- The derivative of the branch for `x ≤ 0`. -/
theorem hasDerivAt_leakyRelu_branch (α x : ℝ) : HasDerivAt (fun y => α * y) α x :=
  ((hasDerivAt_id x).const_mul α).congr_deriv (mul_one α)

/-- `leakyRelu' x = leakyReluDeriv α x` at every `x ≠ 0`. -/
theorem hasDerivAt_leakyRelu (α : ℝ) {x : ℝ} (hx : x ≠ 0) :
    HasDerivAt (leakyRelu α) (leakyReluDeriv α x) x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · rw [leakyReluDeriv, if_pos h]
    exact (hasDerivAt_id x).congr_of_pos h fun y hy => leakyRelu_of_nonneg α (le_of_lt hy)
  · rw [leakyReluDeriv, if_neg (not_lt.mpr (le_of_lt h))]
    exact (hasDerivAt_leakyRelu_branch α x).congr_of_neg h fun y hy => leakyRelu_of_nonpos α (le_of_lt hy)

/-! ### The kink at `0` -/

/-- From the right `leakyRelu α` has derivative `1` at `0`. -/
theorem hasRightDerivAt_leakyRelu_zero (α : ℝ) : HasRightDerivAt (leakyRelu α) 1 0 :=
  (hasDerivAt_id 0).hasRightDerivAt_of_eq fun _ h => leakyRelu_of_nonneg α h

/-- From the left `leakyRelu α` has derivative `α` at `0`. -/
theorem hasLeftDerivAt_leakyRelu_zero (α : ℝ) : HasLeftDerivAt (leakyRelu α) α 0 :=
  (hasDerivAt_leakyRelu_branch α 0).hasLeftDerivAt_of_eq fun _ h => leakyRelu_of_nonpos α h

/-- `leakyRelu α` has no derivative at `0` unless `α = 1`. -/
theorem not_hasDerivAt_leakyRelu_zero {α : ℝ} (hα : α ≠ 1) (f' : ℝ) : ¬HasDerivAt (leakyRelu α) f' 0 :=
  not_hasDerivAt_of_left_ne_right (hasLeftDerivAt_leakyRelu_zero α) (hasRightDerivAt_leakyRelu_zero α) hα f'

end Activation.Math
