prelude
import NN.Analysis.Log
import NN.Analysis.Order.Sign
import NN.Analysis.Hyperbolic
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! The remaining scalar activations and their derivatives. -/
variable {R : Type} [CompleteOrderedField R]
theorem eq_inv_of_mul_eq_one_right {a b : R} (h : a * b = 1) : b = a⁻¹ := by
  have k : a ≠ 0 := fun e => zero_ne_one (R := R) (by rw [← h, e, zero_mul])
  rw [← mul_one b, ← mul_inv_cancel₀ k, show b * (a * a⁻¹) = a * b * a⁻¹ from ring, h, one_mul]
theorem hasDerivAt_abs {x : R} (h : x ≠ 0) : HasDerivAt abs (sign x) x := by
  rcases lt_or_le 0 x with p | p
  · exact (HasDerivAt.abs_pos p).congr_deriv (sign_of_pos p).symm
  · exact (HasDerivAt.abs_neg (lt_of_le_of_ne p h)).congr_deriv (sign_of_neg (lt_of_le_of_ne p h)).symm
/-- log of the absolute value -/
noncomputable def logAbs (x : R) : R := log (abs x)
theorem hasDerivAt_logAbs {x : R} (h : x ≠ 0) : HasDerivAt logAbs x⁻¹ x := by
  refine (HasDerivAt.comp (hasDerivAt_log (abs_pos h)) (hasDerivAt_abs h)).congr_deriv ?_
  apply eq_inv_of_mul_eq_one_right
  rw [mul_left_comm, self_mul_sign, inv_mul_cancel₀ (ne_of_gt (abs_pos h))]
noncomputable def logistic (x : R) : R := exp x / (exp x + 1)
theorem hasDerivAt_logistic (x : R) : HasDerivAt logistic (logistic x * (1 - logistic x)) x := by
  have hp := ne_of_gt (add_pos_of_pos_of_nonneg (exp_pos x) (le_of_lt zero_lt_one))
  have e : (logistic : R → R) = fun x => exp x * (exp x + 1)⁻¹ := funext fun x => div_eq_mul_inv _ _
  rw [e]
  refine ((hasDerivAt_exp x).mul (HasDerivAt.comp (f := fun y => exp y + 1) (HasDerivAt.inv hp) ((hasDerivAt_exp x).add (hasDerivAt_const 1 x)))).congr_deriv ?_
  show exp x * (exp x + 1)⁻¹ + exp x * (-((exp x + 1)⁻¹ * (exp x + 1)⁻¹) * (exp x + 0)) = exp x * (exp x + 1)⁻¹ * (1 - exp x * (exp x + 1)⁻¹)
  ring
noncomputable def softplus (x : R) : R := log (1 + exp x)
theorem one_add_exp_pos (x : R) : 0 < 1 + exp x := add_pos_of_pos_of_nonneg zero_lt_one (le_of_lt (exp_pos x))
theorem hasDerivAt_softplus (x : R) : HasDerivAt softplus (sigmoid x) x := by
  refine (HasDerivAt.comp (f := fun y => 1 + exp y) (hasDerivAt_log (one_add_exp_pos x)) ((hasDerivAt_const 1 x).add (hasDerivAt_exp x))).congr_deriv ?_
  apply eq_inv_of_mul_eq_one_right
  rw [show (1 + exp (-x)) * ((1 + exp x)⁻¹ * (0 + exp x)) = (exp x + exp x * exp (-x)) * (1 + exp x)⁻¹ from ring, exp_mul_neg, add_comm,
    mul_inv_cancel₀ (ne_of_gt (one_add_exp_pos x))]
theorem softplus_nonneg (x : R) : 0 ≤ softplus x := le_of_exp_le_exp (by
  rw [exp_zero, softplus, exp_log (one_add_exp_pos x)]
  exact lin (le_of_lt (exp_pos x)))
noncomputable def safeLog (ε x : R) : R := log (softplus x + ε)
theorem hasDerivAt_safeLog {ε : R} (h : 0 < ε) (x : R) : HasDerivAt (safeLog ε) (sigmoid x / (softplus x + ε)) x := by
  have hp : 0 < softplus x + ε := by rw [add_comm]; exact add_pos_of_pos_of_nonneg h (softplus_nonneg x)
  refine (HasDerivAt.comp (f := fun y => softplus y + ε) (hasDerivAt_log hp) ((hasDerivAt_softplus x).add (hasDerivAt_const ε x))).congr_deriv ?_
  rw [div_eq_mul_inv, add_zero, mul_comm]
noncomputable def silu (x : R) : R := x * sigmoid x
theorem hasDerivAt_silu (x : R) : HasDerivAt silu (sigmoid x + x * sigmoid x * (1 - sigmoid x)) x :=
  ((hasDerivAt_id x).mul (hasDerivAt_sigmoid x)).congr_deriv ring
/-- the tanh form of gelu; the usual one has `c = √(2/π)`, `k = 0.044715` -/
noncomputable def gelu (c k x : R) : R := x * (1 + tanh (c * (x + k * x * x * x))) / 2
noncomputable def geluDeriv (c k x : R) : R :=
  (1 + tanh (c * (x + k * x * x * x))) / 2 +
    x * (1 - tanh (c * (x + k * x * x * x)) * tanh (c * (x + k * x * x * x))) * (c * (1 + 3 * k * x * x)) / 2
theorem hasDerivAt_gelu (c k x : R) : HasDerivAt (gelu c k) (geluDeriv c k x) x := by
  have e : gelu c k = fun x => 2⁻¹ * (x * (1 + tanh (c * (x + k * x * x * x)))) := funext fun x => by rw [gelu, div_eq_mul_inv]; ring
  rw [e]
  have i := hasDerivAt_id x
  have p : HasDerivAt (fun x => c * (x + k * x * x * x)) (c * (1 + 3 * k * x * x)) x :=
    (HasDerivAt.const_mul c (i.add (((HasDerivAt.const_mul k i).mul i).mul i))).congr_deriv ring
  refine (HasDerivAt.const_mul 2⁻¹ (i.mul ((hasDerivAt_const 1 x).add (HasDerivAt.comp (f := fun x => c * (x + k * x * x * x)) (hasDerivAt_tanh _) p)))).congr_deriv ?_
  rw [geluDeriv, div_eq_mul_inv, div_eq_mul_inv]
  ring
open Classical in
noncomputable def elu (α x : R) : R := if 0 < x then x else α * (exp x - 1)
open Classical in
noncomputable def eluDeriv (α x : R) : R := if 0 < x then 1 else α * exp x
theorem hasDerivAt_elu (α : R) {x : R} (h : x ≠ 0) : HasDerivAt (elu α) (eluDeriv α x) x := by
  rcases lt_or_le 0 x with p | p
  · exact ((hasDerivAt_id x).congr_near p fun y hy => if_pos (pos_of_abs_sub_lt hy)).congr_deriv (if_pos p).symm
  · have n : 0 < -x := slin (lt_of_le_of_ne p h)
    have d : HasDerivAt (fun x => α * (exp x + -1)) (α * (exp x + 0)) x := HasDerivAt.const_mul α ((hasDerivAt_exp x).add (hasDerivAt_const (-1) x))
    refine (d.congr_near n fun y hy => ?_).congr_deriv ?_
    · rw [elu, if_neg (not_lt.mpr (le_of_lt (neg_of_abs_sub_lt hy))), sub_eq_add_neg]
    · rw [eluDeriv, if_neg (not_lt.mpr p), add_zero]
