prelude
import NN.Analysis.Order.Field

/-!
# Division in an ordered field

Lemmas about `a⁻¹` and `a / b`, with the convention `0⁻¹ = 0`, hence `a / 0 = 0`.

## Main results

* `inv_inv`, `mul_inv`, `inv_neg`, `one_div`: unconditional, thanks to `0⁻¹ = 0`.
* `eq_inv_iff_mul_eq_one`, `eq_div_iff`: what inverses and quotients are.
* `eq_inv_of_mul_eq_one_right`, `eq_div_of_mul_eq`, `div_mul_cancel₀`: how equations with quotients are
  proven.
* `lin_eq`, `lin_eq₂`: an equation from a linear combination of others. `ring` knows nothing of inverses;
  the facts `a * a⁻¹ = 1` that a proof needs are given to these as hypotheses.
-/

section CommRing
variable {R : Type} [CommRing R]

/-- `x = y` because `x - y` is a multiple of `p - q`, and `p = q`. -/
theorem lin_eq {x y p q : R} (c : R) (h : p = q) (e : x - y = c * (p - q) := by exact ring) : x = y := by
  apply eq_of_sub_eq_zero
  rw [e, h, sub_self, mul_zero]

/-- `x = y` because `x - y` is a combination of `p - q` and `r - s`, and `p = q`, `r = s`. -/
theorem lin_eq₂ {x y p q r s : R} (c : R) (h : p = q) (d : R) (k : r = s)
    (e : x - y = c * (p - q) + d * (r - s) := by exact ring) : x = y := by
  apply eq_of_sub_eq_zero
  rw [e, h, k, sub_self, sub_self, mul_zero, mul_zero, add_zero]

end CommRing

variable {R : Type} [OrderedField R] {a b c : R}

/-- `2 ≠ 0`. -/
theorem two_ne_zero : (2 : R) ≠ 0 := ne_of_gt two_pos

/-- `2 * (1/2) = 1`. -/
theorem two_mul_inv_two : (2 : R) * 2⁻¹ = 1 := mul_inv_cancel₀ two_ne_zero

/-! ### Inverses -/

/-- A right inverse is the inverse. -/
theorem eq_inv_of_mul_eq_one_right (h : a * b = 1) : b = a⁻¹ := by
  have ha : a ≠ 0 := fun e => zero_ne_one (R := R) (by rw [← h, e, zero_mul])
  exact lin_eq₂ a⁻¹ h (-b) (mul_inv_cancel₀ ha)

/-- For `a ≠ 0` the inverse is the one number with `a * b = 1`. -/
theorem eq_inv_iff_mul_eq_one (ha : a ≠ 0) : b = a⁻¹ ↔ a * b = 1 :=
  ⟨fun h => by rw [h, mul_inv_cancel₀ ha], eq_inv_of_mul_eq_one_right⟩

/-- `a ≠ 0 → a⁻¹ ≠ 0`. -/
theorem inv_ne_zero (ha : a ≠ 0) : a⁻¹ ≠ 0 := fun e =>
  zero_ne_one (R := R) (by rw [← mul_inv_cancel₀ ha, e, mul_zero])

/-- `(a⁻¹)⁻¹ = a`. -/
theorem inv_inv (a : R) : a⁻¹⁻¹ = a := by
  by_cases ha : a = 0
  · rw [ha, inv_zero, inv_zero]
  · exact (eq_inv_of_mul_eq_one_right (inv_mul_cancel₀ ha)).symm

/-- `(a b)⁻¹ = a⁻¹ b⁻¹`. -/
theorem mul_inv (a b : R) : (a * b)⁻¹ = a⁻¹ * b⁻¹ := by
  by_cases ha : a = 0
  · rw [ha, zero_mul, inv_zero, zero_mul]
  by_cases hb : b = 0
  · rw [hb, mul_zero, inv_zero, mul_zero]
  · exact (eq_inv_of_mul_eq_one_right
      (lin_eq₂ (b * b⁻¹) (mul_inv_cancel₀ ha) 1 (mul_inv_cancel₀ hb))).symm

/-- `(-a)⁻¹ = -a⁻¹`. -/
theorem inv_neg (a : R) : (-a)⁻¹ = -a⁻¹ := by
  by_cases ha : a = 0
  · rw [ha, neg_zero, inv_zero, neg_zero]
  · exact (eq_inv_of_mul_eq_one_right (lin_eq 1 (mul_inv_cancel₀ ha))).symm

/-! ### Quotients -/

/-- `a = b / c` because `a c = b` and `c ≠ 0`. -/
theorem eq_div_of_mul_eq (hc : c ≠ 0) (h : a * c = b) : a = b / c := by
  rw [div_eq_mul_inv]
  exact lin_eq₂ c⁻¹ h (-a) (mul_inv_cancel₀ hc)

/-- For `c ≠ 0` the quotient `b / c` is the one number with `a * c = b`. -/
theorem eq_div_iff (hc : c ≠ 0) : a = b / c ↔ a * c = b :=
  ⟨fun h => by rw [h, div_mul_cancel₀ b hc], eq_div_of_mul_eq hc⟩

/-- `a / b < 1` because `a < b` and `0 < b`. -/
theorem div_lt_one_of_lt (hb : 0 < b) (h : a < b) : a / b < 1 :=
  div_lt_of_lt_mul hb (by rwa [one_mul])

/-- `a ≤ c b⁻¹` because `a b ≤ c` and `0 < b`. -/
theorem le_mul_inv_of_mul_le (h : a * b ≤ c) (hb : 0 < b) : a ≤ c * b⁻¹ := by
  have k := mul_nonneg (sub_nonneg_of_le h) (le_of_lt (inv_pos_of_pos hb))
  rw [show (c - a * b) * b⁻¹ = c * b⁻¹ - a * (b * b⁻¹) from ring, mul_inv_cancel₀ (ne_of_gt hb)] at k
  exact lin k

/-- `a b ≤ c` because `a ≤ c b⁻¹` and `0 < b`. -/
theorem mul_le_of_le_mul_inv (h : a ≤ c * b⁻¹) (hb : 0 < b) : a * b ≤ c := by
  have k := mul_nonneg (sub_nonneg_of_le h) (le_of_lt hb)
  rw [show (c * b⁻¹ - a) * b = c * (b * b⁻¹) - a * b from ring, mul_inv_cancel₀ (ne_of_gt hb)] at k
  exact lin k

/-- `a⁻¹ ≤ b⁻¹` because `0 < b ≤ a`. -/
theorem inv_le_inv_of_le (hb : 0 < b) (h : b ≤ a) : a⁻¹ ≤ b⁻¹ := by
  have ha : 0 < a := lt_of_lt_of_le hb h
  refine le_of_mul_le_mul_right ?_ (mul_pos ha hb)
  exact le_of_sub_nonneg (by
    have e : b⁻¹ * (a * b) - a⁻¹ * (a * b) = a - b :=
      lin_eq₂ a (mul_inv_cancel₀ (ne_of_gt hb)) (-b) (mul_inv_cancel₀ (ne_of_gt ha))
    rw [e]
    exact sub_nonneg_of_le h)
