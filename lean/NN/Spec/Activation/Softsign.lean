prelude
import NN.Analysis.Deriv.Abs
import NN.Analysis.Deriv.Inv
import NN.Analysis.Real

/-!
# Softsign

`softsign x = x / (1 + |x|)`. It is differentiable at `0` too, where `|x|` is not.

## Main results

* `hasDerivAt_softsign`: `softsign' x = 1 / (1 + |x|)²`.
* `abs_softsign_lt_one`: `|softsign x| < 1`.
-/

namespace Activation.Math

/-- The softsign, `x / (1 + |x|)`. -/
noncomputable def softsign (x : ℝ) : ℝ := x / (1 + abs x)

/-- The derivative formula of `softsign`: `1 / (1 + |x|)²`. -/
noncomputable def softsignDeriv (x : ℝ) : ℝ := 1 / (1 + abs x) ^ 2

/-- The denominator is positive. -/
theorem one_add_abs_pos (x : ℝ) : 0 < 1 + abs x := add_pos_of_pos_of_nonneg zero_lt_one (abs_nonneg x)

/-- `softsign` differs from `x` by at most `x²`. -/
theorem abs_softsign_sub_self_le (x : ℝ) : abs (softsign x - x) ≤ x * x := by
  have pos := one_add_abs_pos x
  have inv := inv_pos_of_pos pos
  have e : softsign x - x = -(x * abs x * (1 + abs x)⁻¹) := by
    rw [softsign, div_eq_mul_inv]
    exact lin_eq x (mul_inv_cancel₀ (ne_of_gt pos))
  have le_one : (1 + abs x)⁻¹ ≤ 1 := by
    have k := inv_le_inv_of_le (zero_lt_one (R := ℝ)) (lin (abs_nonneg x) : 1 ≤ 1 + abs x)
    rwa [inv_one] at k
  rw [e, abs_neg, abs_mul, abs_mul, abs_of_nonneg (abs_nonneg x), abs_mul_abs_self, abs_of_pos inv]
  exact lin (mul_nonneg (mul_self_nonneg x) (sub_nonneg_of_le le_one))

/-- `softsign' x = 1 / (1 + |x|)²`. -/
theorem hasDerivAt_softsign (x : ℝ) : HasDerivAt softsign (softsignDeriv x) x := by
  by_cases hx : x = 0
  · subst hx
    rw [softsignDeriv, abs_zero, add_zero, show (1 : ℝ) ^ 2 = 1 from ring, div_one]
    refine HasDerivAt.of_quadratic_bound (C := 1) zero_lt_one fun y _ => ?_
    have start : softsign 0 = 0 := zero_div _
    rw [start, show softsign y - 0 - 1 * (y - 0) = softsign y - y from ring,
      show (1 : ℝ) * ((y - 0) * (y - 0)) = y * y from ring]
    exact abs_softsign_sub_self_le y
  · refine ((hasDerivAt_id x).div ((hasDerivAt_abs hx).const_add 1)
      (ne_of_gt (one_add_abs_pos x))).congr_deriv ?_
    rw [self_mul_sign, softsignDeriv, show 1 * (1 + abs x) - abs x = 1 from ring]

/-- `|softsign x| < 1`. -/
theorem abs_softsign_lt_one (x : ℝ) : abs (softsign x) < 1 := by
  have pos := one_add_abs_pos x
  rw [softsign, div_eq_mul_inv, abs_mul, abs_of_pos (inv_pos_of_pos pos), ← div_eq_mul_inv]
  exact div_lt_one_of_lt pos (slin (zero_lt_one (R := ℝ)))

end Activation.Math
