prelude
import NN.Analysis.Deriv.OneSided
import NN.Analysis.ExpDeriv
import NN.Analysis.Real

/-!
# CELU

`celu α x = x` for `x > 0` and `α (exp (x / α) - 1)` for `x ≤ 0` (Barron, "Continuously Differentiable
Exponential Linear Units", 2017): unlike `elu α` it is differentiable at `0` for every `α ≠ 0`.

## Main results

* `hasDerivAt_celu`: `celu' x = celuDeriv α x` at every `x`, for `α ≠ 0`.
* `hasDerivAt_celuDeriv`: the second derivative, at every `x ≠ 0`.
-/

namespace Activation.Math

open Classical in
/-- The continuously differentiable exponential linear unit: `x` if `x > 0`, else `α (exp (x / α) - 1)`. -/
noncomputable def celu (α x : ℝ) : ℝ := if 0 < x then x else α * (exp (x / α) - 1)

open Classical in
/-- The derivative formula of `celu α`: `1` if `x > 0`, else `exp (x / α)`. -/
noncomputable def celuDeriv (α x : ℝ) : ℝ := if 0 < x then 1 else exp (x / α)

variable {α : ℝ}

/-- `celu α x = α (exp (x / α) - 1)` for `x ≤ 0`. -/
theorem celu_of_nonpos (α : ℝ) {x : ℝ} (h : x ≤ 0) : celu α x = α * (exp (x / α) - 1) :=
  if_neg (not_lt.mpr h)

/-- `celu α x = x` for `0 ≤ x`. -/
theorem celu_of_nonneg (α : ℝ) {x : ℝ} (h : 0 ≤ x) : celu α x = x := by
  by_cases e : x = 0
  · rw [e, celu_of_nonpos α (le_refl 0), zero_div, exp_zero, sub_self, mul_zero]
  · exact if_pos (lt_of_le_of_ne h fun k => e k.symm)

/-- The derivative of the branch for `x ≤ 0`. -/
theorem hasDerivAt_celu_branch (hα : α ≠ 0) (x : ℝ) :
    HasDerivAt (fun y => α * (exp (y / α) - 1)) (exp (x / α)) x :=
  (((hasDerivAt_id x).div_const α).exp.sub_const 1 |>.const_mul α).congr_deriv (by
    rw [one_div, mul_comm (exp (x / α)), ← mul_assoc, mul_inv_cancel₀ hα, one_mul])

/-- `celu' x = celuDeriv α x` at every `x`, for `α ≠ 0`. -/
theorem hasDerivAt_celu (hα : α ≠ 0) (x : ℝ) : HasDerivAt (celu α) (celuDeriv α x) x := by
  by_cases hx : x = 0
  · rw [hx, celuDeriv, if_neg (lt_irrefl 0), zero_div, exp_zero]
    have left : HasLeftDerivAt (celu α) 1 0 :=
      ((hasDerivAt_celu_branch hα 0).congr_deriv (by rw [zero_div, exp_zero])).hasLeftDerivAt_of_eq
        fun _ h => celu_of_nonpos α h
    exact left.hasDerivAt ((hasDerivAt_id 0).hasRightDerivAt_of_eq fun _ h => celu_of_nonneg α h)
  rcases lt_or_gt_of_ne fun e : (0 : ℝ) = x => hx e.symm with h | h
  · rw [celuDeriv, if_pos h]
    exact (hasDerivAt_id x).congr_of_pos h fun y hy => celu_of_nonneg α (le_of_lt hy)
  · rw [celuDeriv, if_neg (not_lt.mpr (le_of_lt h))]
    exact (hasDerivAt_celu_branch hα x).congr_of_neg h fun y hy => celu_of_nonpos α (le_of_lt hy)

/-- A parameter for which `hasDerivAt_celu` applies. -/
theorem exists_hasDerivAt_celu : ∃ α : ℝ, α ≠ 0 ∧ ∀ x, HasDerivAt (celu α) (celuDeriv α x) x :=
  ⟨1, ne_of_gt zero_lt_one, hasDerivAt_celu (ne_of_gt zero_lt_one)⟩

open Classical in
/-- `celu'' = exp (x / α) / α` for `x < 0`, and `0` for `0 < x`. -/
theorem hasDerivAt_celuDeriv (α : ℝ) {x : ℝ} (hx : x ≠ 0) :
    HasDerivAt (celuDeriv α) (if 0 < x then 0 else exp (x / α) * (1 / α)) x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · rw [if_pos h]
    exact (hasDerivAt_const 1 x).congr_of_pos h fun y hy => if_pos hy
  · rw [if_neg (not_lt.mpr (le_of_lt h))]
    exact ((hasDerivAt_id x).div_const α).exp.congr_of_neg h fun y hy => if_neg (not_lt.mpr (le_of_lt hy))

end Activation.Math
