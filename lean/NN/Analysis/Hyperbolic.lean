prelude
import NN.Analysis.Exp

/-!
# Hyperbolic functions

## Main definitions

* `sinh x = (exp x - exp (-x)) / 2`, `cosh x = (exp x + exp (-x)) / 2`, `tanh x = sinh x / cosh x`.

## Main results

* `cosh_sq_sub_sinh_sq`: `cosh² - sinh² = 1`; `cosh_add_sinh`: `cosh + sinh = exp`.
* `eq_cosh_and_eq_sinh`, `tanh_eq_iff`: what `cosh`, `sinh` and `tanh` are.
* `cosh_pos`, `sinh_neg`, `cosh_neg`, `tanh_neg`, `sinh_zero`, `cosh_zero`, `tanh_zero`.
* `neg_one_lt_tanh`, `tanh_lt_one`: `-1 < tanh x < 1`; `one_sub_tanh_lt`: `1 - tanh x < 2 exp (-2x)`.
-/

variable {R : Type} [CompleteOrderedField R]

/-- The hyperbolic sine, `(exp x - exp (-x)) / 2`. -/
noncomputable def sinh (x : R) : R := (exp x - exp (-x)) / 2

/-- The hyperbolic cosine, `(exp x + exp (-x)) / 2`. -/
noncomputable def cosh (x : R) : R := (exp x + exp (-x)) / 2

/-- The hyperbolic tangent, `sinh x / cosh x`. -/
noncomputable def tanh (x : R) : R := sinh x / cosh x

/-! ### Identities -/

/-- `2 sinh x = exp x - exp (-x)`. -/
theorem two_mul_sinh (x : R) : 2 * sinh x = exp x - exp (-x) := by
  rw [mul_comm]
  exact div_mul_cancel₀ _ two_ne_zero

/-- `2 cosh x = exp x + exp (-x)`. -/
theorem two_mul_cosh (x : R) : 2 * cosh x = exp x + exp (-x) := by
  rw [mul_comm]
  exact div_mul_cancel₀ _ two_ne_zero

/-- Cancel a factor `2`. -/
theorem eq_of_two_mul_eq {a b : R} (h : 2 * a = 2 * b) : a = b :=
  lin_eq₂ 2⁻¹ h (b - a) two_mul_inv_two

/-- `cosh x + sinh x = exp x`. -/
theorem cosh_add_sinh (x : R) : cosh x + sinh x = exp x :=
  eq_of_two_mul_eq (lin_eq₂ 1 (two_mul_cosh x) 1 (two_mul_sinh x))

/-- `cosh x - sinh x = exp (-x)`. -/
theorem cosh_sub_sinh (x : R) : cosh x - sinh x = exp (-x) :=
  eq_of_two_mul_eq (lin_eq₂ 1 (two_mul_cosh x) (-1) (two_mul_sinh x))

/-- `cosh² - sinh² = 1`. -/
theorem cosh_sq_sub_sinh_sq (x : R) : cosh x ^ 2 - sinh x ^ 2 = 1 := by
  rw [show cosh x ^ 2 - sinh x ^ 2 = (cosh x + sinh x) * (cosh x - sinh x) from ring, cosh_add_sinh,
    cosh_sub_sinh, exp_mul_exp_neg]

/-- `cosh` is even. -/
theorem cosh_neg (x : R) : cosh (-x) = cosh x := by rw [cosh, cosh, neg_neg, add_comm]

/-- `sinh` is odd. -/
theorem sinh_neg (x : R) : sinh (-x) = -sinh x := by
  rw [sinh, sinh, neg_neg, div_eq_mul_inv, div_eq_mul_inv]
  exact ring

/-- `cosh 0 = 1`. -/
theorem cosh_zero : cosh (0 : R) = 1 := by
  have h := two_mul_cosh (0 : R)
  rw [neg_zero, exp_zero] at h
  exact eq_of_two_mul_eq (h.trans ring)

/-- `sinh 0 = 0`. -/
theorem sinh_zero : sinh (0 : R) = 0 := by
  rw [sinh, neg_zero, sub_self, zero_div]

/-- `0 < cosh x`. -/
theorem cosh_pos (x : R) : 0 < cosh x :=
  div_pos (add_pos (exp_pos x) (exp_pos (-x))) two_pos

/-- `cosh x ≠ 0`. -/
theorem cosh_ne_zero (x : R) : cosh x ≠ 0 := ne_of_gt (cosh_pos x)

/-- `tanh` is odd. -/
theorem tanh_neg (x : R) : tanh (-x) = -tanh x := by
  rw [tanh, tanh, sinh_neg, cosh_neg, div_eq_mul_inv, div_eq_mul_inv, neg_mul]

/-- `tanh 0 = 0`. -/
theorem tanh_zero : tanh (0 : R) = 0 := by rw [tanh, sinh_zero, zero_div]

/-! ### Characterisations -/

/-- What `cosh` and `sinh` are: the even and the odd function whose sum is `exp`. -/
theorem eq_cosh_and_eq_sinh {even odd : R → R} (h_even : ∀ x, even (-x) = even x)
    (h_odd : ∀ x, odd (-x) = -odd x) (h : ∀ x, even x + odd x = exp x) (x : R) :
    even x = cosh x ∧ odd x = sinh x := by
  have plus := h x
  have minus := h (-x)
  rw [h_even, h_odd] at minus
  rw [← cosh_add_sinh] at plus
  rw [← cosh_sub_sinh] at minus
  exact ⟨eq_of_two_mul_eq (lin_eq₂ 1 plus 1 minus), eq_of_two_mul_eq (lin_eq₂ 1 plus (-1) minus)⟩

/-- What `tanh x` is: the one number that times `cosh x` is `sinh x`. -/
theorem tanh_eq_iff {x y : R} : tanh x = y ↔ y * cosh x = sinh x :=
  ⟨fun h => by rw [← h, tanh, div_mul_cancel₀ _ (cosh_ne_zero x)],
    fun h => (eq_div_of_mul_eq (cosh_ne_zero x) h).symm⟩

/-! ### Bounds -/

/-- `sinh x < cosh x`. -/
theorem sinh_lt_cosh (x : R) : sinh x < cosh x := by
  have h := exp_pos (-x)
  rw [← cosh_sub_sinh] at h
  exact slin h

/-- `tanh x < 1`. -/
theorem tanh_lt_one (x : R) : tanh x < 1 := div_lt_one_of_lt (cosh_pos x) (sinh_lt_cosh x)

/-- `-1 < tanh x`. -/
theorem neg_one_lt_tanh (x : R) : -1 < tanh x := by
  have h := tanh_lt_one (-x)
  rw [tanh_neg] at h
  exact slin h

/-- `exp x < 2 cosh x`. -/
theorem exp_lt_two_mul_cosh (x : R) : exp x < 2 * cosh x := by
  rw [two_mul_cosh]
  exact slin (exp_pos (-x))

/-- The right tail: `1 - tanh x < 2 exp (-2x)`. -/
theorem one_sub_tanh_lt (x : R) : 1 - tanh x < 2 * exp (-(2 * x)) := by
  refine lt_of_mul_lt_mul_right (c := cosh x) ?_ (le_of_lt (cosh_pos x))
  have e : (1 - tanh x) * cosh x = exp (-x) := by
    have t := (tanh_eq_iff (x := x)).mp rfl
    rw [← cosh_sub_sinh, ← t]
    exact ring
  have square : exp (-(2 * x)) = exp (-x) * exp (-x) := by rw [← exp_add, show -(2 * x) = -x + -x from ring]
  have k := mul_pos (exp_pos (-x)) (mul_pos (exp_pos (-x)) (sub_pos_of_lt (exp_lt_two_mul_cosh x)))
  rw [e, square]
  have p := exp_mul_exp_neg x
  exact slin k (lin_eq (exp (-x)) p)
