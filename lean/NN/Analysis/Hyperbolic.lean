prelude
import NN.Analysis.Exp
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false

/-! sinh, cosh, tanh, logistic sigmoid. -/
variable {R : Type} [CompleteOrderedField R]
theorem HasDerivAt.congr_deriv {f : R → R} {a b x : R} (h : HasDerivAt f a x) (e : a = b) : HasDerivAt f b x := e ▸ h
noncomputable def cosh (x : R) : R := 2⁻¹ * (exp x + exp (-x))
noncomputable def sinh (x : R) : R := 2⁻¹ * (exp x + -exp (-x))
noncomputable def tanh (x : R) : R := sinh x * (cosh x)⁻¹
noncomputable def sigmoid (x : R) : R := (1 + exp (-x))⁻¹
theorem hasDerivAt_exp_neg (x : R) : HasDerivAt (fun y => exp (-y)) (-exp (-x)) x :=
  (HasDerivAt.comp (hasDerivAt_exp (-x)) (HasDerivAt.neg (hasDerivAt_id x))).congr_deriv ring
theorem hasDerivAt_cosh (x : R) : HasDerivAt cosh (sinh x) x :=
  HasDerivAt.const_mul 2⁻¹ ((hasDerivAt_exp x).add (hasDerivAt_exp_neg x))
theorem hasDerivAt_sinh (x : R) : HasDerivAt sinh (cosh x) x :=
  (HasDerivAt.const_mul 2⁻¹ ((hasDerivAt_exp x).add (hasDerivAt_exp_neg x).neg)).congr_deriv
    (show 2⁻¹ * (exp x + - -exp (-x)) = 2⁻¹ * (exp x + exp (-x)) from ring)
theorem cosh_pos (x : R) : 0 < cosh x := mul_pos (inv_pos_of_pos two_pos) (add_pos_of_pos_of_nonneg (exp_pos x) (le_of_lt (exp_pos (-x))))
theorem hasDerivAt_tanh (x : R) : HasDerivAt tanh (1 - tanh x * tanh x) x := by
  have hc := ne_of_gt (cosh_pos x)
  have i : HasDerivAt (fun y => (cosh y)⁻¹) (-((cosh x)⁻¹ * (cosh x)⁻¹) * sinh x) x := HasDerivAt.comp (HasDerivAt.inv hc) (hasDerivAt_cosh x)
  refine ((hasDerivAt_sinh x).mul i).congr_deriv ?_
  rw [mul_inv_cancel₀ hc]
  show _ = 1 - sinh x * (cosh x)⁻¹ * (sinh x * (cosh x)⁻¹)
  exact ring
theorem hasDerivAt_sigmoid (x : R) : HasDerivAt sigmoid (sigmoid x * (1 - sigmoid x)) x := by
  have hp := ne_of_gt (add_pos_of_pos_of_nonneg zero_lt_one (le_of_lt (exp_pos (-x))))
  have h := HasDerivAt.comp (f := fun y => 1 + exp (-y)) (HasDerivAt.inv hp) ((hasDerivAt_const 1 x).add (hasDerivAt_exp_neg x))
  refine h.congr_deriv ?_
  show _ = (1 + exp (-x))⁻¹ * (1 - (1 + exp (-x))⁻¹)
  have k := mul_inv_cancel₀ hp
  rw [show (1 + exp (-x))⁻¹ * (1 - (1 + exp (-x))⁻¹) = (1 + exp (-x))⁻¹ * ((1 + exp (-x)) * (1 + exp (-x))⁻¹) + (1 + exp (-x))⁻¹ * (1 - (1 + exp (-x)) * (1 + exp (-x))⁻¹ - (1 + exp (-x))⁻¹) from ring, k]
  rw [show -((1 + exp (-x))⁻¹ * (1 + exp (-x))⁻¹) * (0 + -exp (-x)) = (1 + exp (-x))⁻¹ * ((1 + exp (-x)) * (1 + exp (-x))⁻¹ - (1 + exp (-x))⁻¹) from ring, k]
  exact ring
