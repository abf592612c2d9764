prelude
import NN.Analysis.LogDeriv
import NN.Spec.Activation.Sigmoid

/-!
# Softplus

`softplus x = log (1 + exp x)`, a smooth ReLU whose derivative is the sigmoid.

## Main results

* `hasDerivAt_softplus`: `softplus' = sigmoid`.
* `softplus_pos`, `softplus_strictMono`.
* `lt_softplus`: `x < softplus x`.
* `softplus_le_exp`, `softplus_sub_self_le_exp`: how fast the tails tend to `0` and to `x`.
-/

namespace Activation.Math

/-- Softplus, `log (1 + exp x)`. -/
noncomputable def softplus (x : ℝ) : ℝ := log (1 + exp x)

/-- The derivative formula of `softplus`: the sigmoid. -/
noncomputable def softplusDeriv (x : ℝ) : ℝ := sigmoid x

/-- The argument of the logarithm is positive. -/
theorem one_add_exp_pos (x : ℝ) : 0 < 1 + exp x := add_pos zero_lt_one (exp_pos x)

/-- `softplus' = sigmoid`. -/
theorem hasDerivAt_softplus (x : ℝ) : HasDerivAt softplus (softplusDeriv x) x := by
  have pos := ne_of_gt (one_add_exp_pos x)
  refine (((hasDerivAt_exp x).const_add 1).log pos).congr_deriv (eq_div_of_mul_eq pos ?_).symm
  show sigmoid x * (1 + exp x) = exp x
  exact lin_eq₂ (exp x) (sigmoid_mul x) (-sigmoid x) (exp_mul_exp_neg x)

/-- `0 < softplus x`. -/
theorem softplus_pos (x : ℝ) : 0 < softplus x := log_pos (slin (exp_pos x))

/-- `softplus` is strictly increasing. -/
theorem softplus_strictMono : StrictMono softplus :=
  strictMono_of_hasDerivAt_pos hasDerivAt_softplus sigmoid_pos

/-- `x < softplus x`. -/
theorem lt_softplus (x : ℝ) : x < softplus x := by
  have h := log_lt_log (exp_pos x) (slin zero_lt_one : exp x < 1 + exp x)
  rwa [log_exp] at h

/-! ### Tails -/

/-- `softplus x ≤ exp x`. -/
theorem softplus_le_exp (x : ℝ) : softplus x ≤ exp x :=
  le_trans (log_le_sub_one (one_add_exp_pos x)) (le_of_eq ring)

/-- `softplus x = x + softplus (-x)`. -/
theorem softplus_eq_add (x : ℝ) : softplus x = x + softplus (-x) := by
  have e : exp x * (1 + exp (-x)) = 1 + exp x := by
    rw [mul_add, exp_mul_exp_neg, mul_one, add_comm]
  rw [softplus, ← e, log_mul (exp_ne_zero x) (ne_of_gt (one_add_exp_neg_pos x)), log_exp, softplus]

/-- `softplus x - x ≤ exp (-x)`. -/
theorem softplus_sub_self_le_exp (x : ℝ) : softplus x - x ≤ exp (-x) := by
  rw [softplus_eq_add, show x + softplus (-x) - x = softplus (-x) from ring]
  exact softplus_le_exp (-x)

end Activation.Math
