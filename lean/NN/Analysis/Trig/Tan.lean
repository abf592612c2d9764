prelude
import NN.Analysis.Deriv.Inv
import NN.Analysis.IntermediateValue
import NN.Analysis.Pi.Basic

/-!
# The tangent

## Main results

* `tan x = sin x / cos x`, hence `0` at the zeros of the cosine, as in Mathlib: `tan_eq_iff`.
* `hasDerivAt_tan`: `tan' = 1 + tan²` where the cosine is not zero; `HasDerivAt.tan`.
* `tan_lt_tan`: the tangent increases strictly between `-π/2` and `π/2`; `exists_tan_eq`: it takes every value
  there.
* `tan_zero`, `tan_neg`, `tan_pi_div_four`.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' x y : R}

/-- The tangent, `sin x / cos x`. -/
noncomputable def tan (x : R) : R := sin x / cos x

/-- What `tan x` is: the one number that times `cos x` is `sin x`. -/
theorem tan_eq_iff (h : cos x ≠ 0) : tan x = y ↔ y * cos x = sin x :=
  ⟨fun e => by rw [← e, tan, div_mul_cancel₀ _ h], fun e => (eq_div_of_mul_eq h e).symm⟩

/-- `tan 0 = 0`. -/
theorem tan_zero : tan (0 : R) = 0 := by rw [tan, sin_zero, zero_div]

/-- The tangent is odd. -/
theorem tan_neg (x : R) : tan (-x) = -tan x := by
  rw [tan, tan, sin_neg, cos_neg, div_eq_mul_inv, div_eq_mul_inv, neg_mul]

/-- `tan' = 1 + tan²` where the cosine is not zero. -/
theorem hasDerivAt_tan (h : cos x ≠ 0) : HasDerivAt tan (1 + tan x ^ 2) x := by
  refine ((hasDerivAt_sin x).div (hasDerivAt_cos x) h).congr_deriv ?_
  rw [tan, div_eq_mul_inv, div_eq_mul_inv, inv_sq]
  exact lin_eq (cos x * (cos x)⁻¹ + 1) (mul_inv_cancel₀ h)

/-- `(tan ∘ f)' = (1 + tan² f) f'`. -/
theorem HasDerivAt.tan (h : HasDerivAt f f' x) (hx : _root_.cos (f x) ≠ 0) :
    HasDerivAt (fun y => _root_.tan (f y)) ((1 + _root_.tan (f x) ^ 2) * f') x :=
  HasDerivAt.comp (hasDerivAt_tan hx) h

/-- `0 < 1 + x²`. -/
theorem one_add_sq_pos (x : R) : 0 < 1 + x ^ 2 := by
  rw [show x ^ 2 = x * x from ring]
  exact add_pos_of_pos_of_nonneg zero_lt_one (mul_self_nonneg x)

/-- `cos x > 0` for `-π/2 < x < π/2`. -/
theorem cos_pos_of_between (h : -(pi R / 2) < x) (g : x < pi R / 2) : 0 < cos x :=
  cos_pos_of_abs_lt (abs_lt_of_lt_of_neg_lt g (slin h))

/-- The tangent increases strictly between `-π/2` and `π/2`. -/
theorem tan_lt_tan (hx : -(pi R / 2) < x) (h : x < y) (hy : y < pi R / 2) : tan x < tan y :=
  lt_of_hasDerivAt_pos h (f' := fun z => 1 + tan z ^ 2) (fun _ xz zy => hasDerivAt_tan (ne_of_gt
    (cos_pos_of_between (lt_of_lt_of_le hx xz) (lt_of_le_of_lt zy hy)))) fun z _ _ => one_add_sq_pos (tan z)

/-- The tangent takes every value between `-π/2` and `π/2`. -/
theorem exists_tan_eq (y : R) : ∃ x, -(pi R / 2) < x ∧ x < pi R / 2 ∧ tan x = y := by
  have half := pi_div_two_pos R
  have left : sin (-(pi R / 2)) - y * cos (-(pi R / 2)) = -1 := by
    rw [sin_neg, cos_neg, sin_pi_div_two, cos_pi_div_two]
    exact ring
  have right : sin (pi R / 2) - y * cos (pi R / 2) = 1 := by
    rw [sin_pi_div_two, cos_pi_div_two]
    exact ring
  obtain ⟨x, hx, xh, zero⟩ := intermediate_value_Icc (f := fun x => sin x - y * cos x)
    (c := 0) (lin (add_le_add (le_of_lt half) (le_of_lt half)) : -(pi R / 2) ≤ pi R / 2)
    (fun x _ _ => ((hasDerivAt_sin x).sub ((hasDerivAt_cos x).const_mul y)).continuousAt)
    (by rw [left]; exact lin (zero_le_one (R := R))) (by rw [right]; exact zero_le_one)
  have zero : sin x - y * cos x = 0 := zero
  have lower : -(pi R / 2) < x := lt_of_le_of_ne hx fun e => by
    rw [← e, left] at zero
    exact lt_irrefl (0 : R) (lt_of_lt_of_le zero_lt_one (le_of_eq (lin_eq (-1) zero)))
  have upper : x < pi R / 2 := lt_of_le_of_ne xh fun e => by
    rw [e, right] at zero
    exact zero_ne_one zero.symm
  exact ⟨x, lower, upper, (tan_eq_iff (ne_of_gt (cos_pos_of_between lower upper))).mpr (lin_eq (-1) zero)⟩

/-- `tan (π/4) = 1`. -/
theorem tan_pi_div_four (R : Type) [CompleteOrderedField R] : tan (pi R / 4) = 1 := by
  have half := pi_div_two_pos R
  have four : (4 : R) * 4⁻¹ = 1 := mul_inv_cancel₀ (ne_of_gt (ofNat_pos 2))
  have two := two_mul_inv_two (R := R)
  have e : pi R / 2 - pi R / 4 = pi R / 4 := by
    rw [div_eq_mul_inv, div_eq_mul_inv]
    have inv : (2 : R)⁻¹ = 4⁻¹ + 4⁻¹ := lin_eq₂ (-(2 : R)⁻¹) four (2 * (4 : R)⁻¹) two
    rw [inv]
    exact ring
  have pos : 0 < pi R / 4 := div_pos (pi_pos R) (ofNat_pos 2)
  have lt : pi R / 4 < pi R / 2 := lt_of_sub_pos (by rwa [e])
  refine (tan_eq_iff (ne_of_gt (cos_pos_of_between (slin (add_lt_add half pos)) lt))).mpr ?_
  have c := cos_sub (pi R / 2) (pi R / 4)
  rw [e, cos_pi_div_two, sin_pi_div_two] at c
  exact lin_eq 1 c
