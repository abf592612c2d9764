prelude
import NN.Analysis.Deriv.OneSided
import NN.Analysis.ExpDeriv
import NN.Analysis.Real

/-!
# ELU

`elu α x = x` for `x > 0` and `α (exp x - 1)` for `x ≤ 0`.

## Main results

* `hasDerivAt_elu`: `elu' x = eluDeriv α x` at every `x ≠ 0`.
* `hasLeftDerivAt_elu_zero`, `hasRightDerivAt_elu_zero`: at `0` the derivatives from the left and from the
  right are `α` and `1`; hence `not_hasDerivAt_elu_zero` for `α ≠ 1`.
* `hasDerivAt_elu_one`: with `α = 1` the formula holds at `0` too.
* `neg_lt_elu`: `-α < elu α x` for `0 < α`.
-/

namespace Activation.Math

open Classical in
/-- The exponential linear unit: `x` if `x > 0`, else `α (exp x - 1)`. -/
noncomputable def elu (α x : ℝ) : ℝ := if 0 < x then x else α * (exp x - 1)

open Classical in
/-- The derivative formula of `elu α`: `1` if `x > 0`, else `α exp x`. -/
noncomputable def eluDeriv (α x : ℝ) : ℝ := if 0 < x then 1 else α * exp x

/-- `elu α x = x` for `0 < x`. -/
theorem elu_of_pos (α : ℝ) {x : ℝ} (h : 0 < x) : elu α x = x := if_pos h

/-- `elu α x = α (exp x - 1)` for `x ≤ 0`. -/
theorem elu_of_nonpos (α : ℝ) {x : ℝ} (h : x ≤ 0) : elu α x = α * (exp x - 1) := if_neg (not_lt.mpr h)

/-- `elu α x = x` for `0 ≤ x`. -/
theorem elu_of_nonneg (α : ℝ) {x : ℝ} (h : 0 ≤ x) : elu α x = x := by
  by_cases e : x = 0
  · rw [e, elu_of_nonpos α (le_refl 0), exp_zero, sub_self, mul_zero]
  · exact elu_of_pos α (lt_of_le_of_ne h fun k => e k.symm)

/-- The derivative of the branch for `x ≤ 0`. -/
theorem hasDerivAt_elu_branch (α x : ℝ) : HasDerivAt (fun y => α * (exp y - 1)) (α * exp x) x :=
  ((hasDerivAt_exp x).sub_const 1).const_mul α

/-- `elu' x = eluDeriv α x` at every `x ≠ 0`. -/
theorem hasDerivAt_elu (α : ℝ) {x : ℝ} (hx : x ≠ 0) : HasDerivAt (elu α) (eluDeriv α x) x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · rw [eluDeriv, if_pos h]
    exact (hasDerivAt_id x).congr_of_pos h fun y hy => elu_of_pos α hy
  · rw [eluDeriv, if_neg (not_lt.mpr (le_of_lt h))]
    exact (hasDerivAt_elu_branch α x).congr_of_neg h fun y hy => elu_of_nonpos α (le_of_lt hy)

/-- A point where `hasDerivAt_elu` applies, for every `α`. -/
theorem exists_hasDerivAt_elu (α : ℝ) : ∃ x : ℝ, x ≠ 0 ∧ HasDerivAt (elu α) (eluDeriv α x) x :=
  ⟨1, ne_of_gt zero_lt_one, hasDerivAt_elu α (ne_of_gt zero_lt_one)⟩

/-! ### Bounds -/

/-- `-α < elu α x` for `0 < α`. -/
theorem neg_lt_elu {α : ℝ} (hα : 0 < α) (x : ℝ) : -α < elu α x := by
  rcases lt_or_le 0 x with h | h
  · rw [elu_of_pos α h]
    exact lt_trans (slin hα) h
  · rw [elu_of_nonpos α h]
    exact slin (mul_pos hα (exp_pos x))

/-! ### The kink at `0` -/

/-- From the right `elu α` has derivative `1` at `0`. -/
theorem hasRightDerivAt_elu_zero (α : ℝ) : HasRightDerivAt (elu α) 1 0 :=
  (hasDerivAt_id 0).hasRightDerivAt_of_eq fun _ h => elu_of_nonneg α h

/-- From the left `elu α` has derivative `α` at `0`. -/
theorem hasLeftDerivAt_elu_zero (α : ℝ) : HasLeftDerivAt (elu α) α 0 :=
  ((hasDerivAt_elu_branch α 0).congr_deriv (by rw [exp_zero, mul_one])).hasLeftDerivAt_of_eq
    fun _ h => elu_of_nonpos α h

/-- `elu α` has no derivative at `0` unless `α = 1`. -/
theorem not_hasDerivAt_elu_zero {α : ℝ} (hα : α ≠ 1) (f' : ℝ) : ¬HasDerivAt (elu α) f' 0 :=
  not_hasDerivAt_of_left_ne_right (hasLeftDerivAt_elu_zero α) (hasRightDerivAt_elu_zero α) hα f'

/-- With `α = 1` the derivative formula holds at `0` too. -/
theorem hasDerivAt_elu_one (x : ℝ) : HasDerivAt (elu 1) (eluDeriv 1 x) x := by
  by_cases hx : x = 0
  · rw [hx, eluDeriv, if_neg (lt_irrefl 0), exp_zero, mul_one]
    exact (hasLeftDerivAt_elu_zero 1).hasDerivAt (hasRightDerivAt_elu_zero 1)
  · exact hasDerivAt_elu 1 hx

end Activation.Math
