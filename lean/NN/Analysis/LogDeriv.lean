prelude
import NN.Analysis.Deriv.Add
import NN.Analysis.Deriv.Comp
import NN.Analysis.Deriv.Inv
import NN.Analysis.Log

/-!
# The derivative of the logarithm

## Main results

* `hasDerivAt_log`: `log' x = x⁻¹` at every `x ≠ 0`; `HasDerivAt.log` for compositions.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' x : R}

/-- `log' x = x⁻¹` at every `x > 0`, because `1 - x/y ≤ log y - log x ≤ y/x - 1`. -/
theorem hasDerivAt_log_of_pos (hx : 0 < x) : HasDerivAt log x⁻¹ x := by
  have half := half_pos hx
  refine HasDerivAt.of_quadratic_bound (C := x⁻¹ * (x * 2⁻¹)⁻¹) half fun y hy => ?_
  have far : x * 2⁻¹ ≤ y := by
    have a := le_trans (neg_le_abs (y - x)) (le_of_lt hy)
    exact lin (add_le_add a (le_of_eq (add_halves x)))
  have hy := lt_of_lt_of_le half far
  have cx := mul_inv_cancel₀ (ne_of_gt hx)
  have cy := mul_inv_cancel₀ (ne_of_gt hy)
  have upper := log_le_sub_one (mul_pos hy (inv_pos_of_pos hx))
  have lower := log_le_sub_one (mul_pos hx (inv_pos_of_pos hy))
  rw [log_mul (ne_of_gt hy) (inv_ne_zero (ne_of_gt hx)), log_inv] at upper
  rw [log_mul (ne_of_gt hx) (inv_ne_zero (ne_of_gt hy)), log_inv] at lower
  have square := mul_nonneg (le_of_lt (inv_pos_of_pos hx)) (mul_self_nonneg (y - x))
  have bound : x⁻¹ * y⁻¹ * ((y - x) * (y - x)) ≤ x⁻¹ * (x * 2⁻¹)⁻¹ * ((y - x) * (y - x)) :=
    lin (mul_nonneg square (sub_nonneg_of_le (inv_le_inv_of_le half far)))
  refine abs_le_of_le_of_neg_le ?_ ?_
  · -- `log y - log x - x⁻¹ (y - x) ≤ 0`
    have e : y * x⁻¹ - 1 - x⁻¹ * (y - x) = 0 := lin_eq 1 cx
    have positive := mul_nonneg square (le_of_lt (inv_pos_of_pos half))
    exact lin (add_le_add (add_le_add upper (le_of_eq e)) positive)
  · -- `x⁻¹ (y - x) - (log y - log x) ≤ x⁻¹ y⁻¹ (y - x)²`
    refine le_trans ?_ bound
    have e : x⁻¹ * (y - x) + (x * y⁻¹ - 1) = x⁻¹ * y⁻¹ * ((y - x) * (y - x)) :=
      lin_eq₂ (2 * (y * y⁻¹) - 1 - x * y⁻¹) cx (2 - x⁻¹ * y) cy
    rw [← e]
    exact lin lower

/-- `log' x = x⁻¹` at every `x ≠ 0`. -/
theorem hasDerivAt_log (hx : x ≠ 0) : HasDerivAt log x⁻¹ x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · exact hasDerivAt_log_of_pos h
  · have d : HasDerivAt (fun y => log (-y)) ((-x)⁻¹ * -1) x :=
      HasDerivAt.comp (hasDerivAt_log_of_pos (slin h : 0 < -x)) (hasDerivAt_id x).neg
    have e : (fun y : R => log (-y)) = log := funext log_neg
    rw [e] at d
    refine d.congr_deriv ?_
    rw [inv_neg]
    exact ring

/-- `(log ∘ f)' = f' / f` where `f ≠ 0`. -/
theorem HasDerivAt.log (h : HasDerivAt f f' x) (hx : f x ≠ 0) :
    HasDerivAt (fun y => _root_.log (f y)) (f' / f x) x :=
  (HasDerivAt.comp (hasDerivAt_log hx) h).congr_deriv (by rw [div_eq_mul_inv, mul_comm])
