prelude
import NN.Analysis.ExpDeriv
import NN.Analysis.LogDeriv
import NN.Analysis.Sqrt

/-!
# The derivative of the square root

## Main results

* `hasDerivAt_sqrt`: `sqrt' x = 1 / (2 sqrt x)` at every `x ≠ 0`. For negative `x` both sides are `0`, since
  `sqrt x = 0` and `1 / 0 = 0`.
* `HasDerivAt.sqrt` for compositions.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' x : R}

/-- `sqrt' x = 1 / (2 sqrt x)` at every `x > 0`, by the chain rule for `exp (log x / 2)`. -/
theorem hasDerivAt_sqrt_of_pos (hx : 0 < x) : HasDerivAt sqrt (1 / (2 * sqrt x)) x := by
  have d : HasDerivAt sqrt (exp (log x * 2⁻¹) * (x⁻¹ * 2⁻¹)) x :=
    ((hasDerivAt_log (ne_of_gt hx)).mul_const 2⁻¹).exp.congr_of_pos hx fun y hy => sqrt_eq_exp_log hy
  refine d.congr_deriv (eq_div_of_mul_eq (mul_ne_zero two_ne_zero (ne_of_gt (sqrt_pos hx))) ?_)
  rw [← sqrt_eq_exp_log hx]
  have square := mul_self_sqrt (le_of_lt hx)
  have e : sqrt x * (x⁻¹ * 2⁻¹) * (2 * sqrt x) = sqrt x * sqrt x * x⁻¹ * (2 * 2⁻¹) := ring
  rw [e, square, mul_inv_cancel₀ (ne_of_gt hx), two_mul_inv_two, mul_one]

/-- `sqrt' x = 1 / (2 sqrt x)` at every `x ≠ 0`; at negative `x` this is `1 / 0 = 0`. -/
theorem hasDerivAt_sqrt (hx : x ≠ 0) : HasDerivAt sqrt (1 / (2 * sqrt x)) x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · exact hasDerivAt_sqrt_of_pos h
  · rw [sqrt_of_neg h, mul_zero, one_div, inv_zero]
    exact (hasDerivAt_const 0 x).congr_of_neg h fun y hy => sqrt_of_neg hy

/-- `(sqrt ∘ f)' = f' / (2 sqrt f)` where `f ≠ 0`. -/
theorem HasDerivAt.sqrt (h : HasDerivAt f f' x) (hx : f x ≠ 0) :
    HasDerivAt (fun y => _root_.sqrt (f y)) (f' / (2 * _root_.sqrt (f x))) x :=
  (HasDerivAt.comp (hasDerivAt_sqrt hx) h).congr_deriv (by
    rw [one_div, div_eq_mul_inv, mul_comm])
