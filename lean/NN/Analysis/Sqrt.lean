prelude
import NN.Analysis.Log

/-!
# The square root

`sqrt x` is the nonnegative number whose square is `x` for `x ≥ 0`, and `0` for `x < 0`, as in Mathlib. That
there is such a number is seen from `exp (log x / 2)`.

## Main results

* `sqrt_nonneg`, `mul_self_sqrt`, `sqrt_sq`: what it means to be a square root.
* `sqrt_eq_iff`, `eq_sqrt_of_mul_self_eq`: the square root is unique.
* `sqrt_of_neg`, `sqrt_zero`, `sqrt_one`, `sqrt_pos`, `sqrt_lt_sqrt`, `sqrt_mul`.
-/

variable {R : Type} [CompleteOrderedField R] {x y : R}

/-- Every nonnegative number has a nonnegative square root. -/
theorem exists_sqrt (h : 0 ≤ x) : ∃ s, 0 ≤ s ∧ s * s = x := by
  by_cases e : x = 0
  · exact ⟨0, le_refl 0, by rw [e, mul_zero]⟩
  · have pos := lt_of_le_of_ne h fun k => e k.symm
    exact ⟨exp (log x * 2⁻¹), le_of_lt (exp_pos _), by rw [← exp_add, add_halves, exp_log pos]⟩

open Classical in
/-- The nonnegative number whose square is `x` if `0 ≤ x`, and `0` if `x < 0`. -/
noncomputable def sqrt (x : R) : R := if h : 0 ≤ x then choose (exists_sqrt h) else 0

/-- `sqrt x` is a nonnegative square root of `x ≥ 0`. -/
theorem sqrt_spec (h : 0 ≤ x) : 0 ≤ sqrt x ∧ sqrt x * sqrt x = x := by
  have e : sqrt x = Classical.choose (exists_sqrt h) := dif_pos h
  rw [e]
  exact Classical.choose_spec (exists_sqrt h)

/-- `sqrt x * sqrt x = x` for `0 ≤ x`. -/
theorem mul_self_sqrt (h : 0 ≤ x) : sqrt x * sqrt x = x := (sqrt_spec h).2

/-- `(sqrt x)² = x` for `0 ≤ x`. -/
theorem sq_sqrt (h : 0 ≤ x) : sqrt x ^ 2 = x :=
  (show sqrt x ^ 2 = sqrt x * sqrt x from ring).trans (mul_self_sqrt h)

/-- `sqrt x = 0` for `x < 0`, by convention. -/
theorem sqrt_of_neg (h : x < 0) : sqrt x = 0 := dif_neg (not_le.mpr h)

/-- `0 ≤ sqrt x`. -/
theorem sqrt_nonneg (x : R) : 0 ≤ sqrt x := by
  rcases lt_or_le x 0 with h | h
  · rw [sqrt_of_neg h]; exact le_refl 0
  · exact (sqrt_spec h).1

/-- `0 < sqrt x` for `0 < x`. -/
theorem sqrt_pos (h : 0 < x) : 0 < sqrt x := by
  refine lt_of_le_of_ne (sqrt_nonneg x) fun e => lt_irrefl (0 : R) ?_
  have k := mul_self_sqrt (le_of_lt h)
  rw [← e, mul_zero] at k
  rwa [← k] at h

/-- Of two nonnegative numbers the one with the larger square is larger. -/
theorem le_of_mul_self_le {a b : R} (hb : 0 ≤ b) (h : a * a ≤ b * b) : a ≤ b :=
  not_lt.mp fun g => by
    have k := mul_pos (sub_pos_of_lt g) (add_pos_of_pos_of_nonneg (lt_of_le_of_lt hb g) hb)
    exact lt_irrefl (0 : R) (slin (add_lt_add_of_lt_of_le k h))

/-- The square root is unique: a nonnegative `y` with `y² = x` is `sqrt x`. -/
theorem eq_sqrt_of_mul_self_eq (hy : 0 ≤ y) (h : y * y = x) : y = sqrt x := by
  have hx : 0 ≤ x := h ▸ mul_self_nonneg y
  have e : y * y = sqrt x * sqrt x := h.trans (mul_self_sqrt hx).symm
  exact le_antisymm (le_of_mul_self_le (sqrt_nonneg x) (le_of_eq e)) (le_of_mul_self_le hy (le_of_eq e.symm))

/-- What the square root is: for `x ≥ 0` the one nonnegative number whose square is `x`. -/
theorem sqrt_eq_iff (hx : 0 ≤ x) : sqrt x = y ↔ 0 ≤ y ∧ y * y = x :=
  ⟨fun h => h ▸ sqrt_spec hx, fun h => (eq_sqrt_of_mul_self_eq h.1 h.2).symm⟩

/-- `sqrt (x²) = x` for `0 ≤ x`. -/
theorem sqrt_sq (h : 0 ≤ x) : sqrt (x ^ 2) = x :=
  (eq_sqrt_of_mul_self_eq h (show x * x = x ^ 2 from ring)).symm

/-- `sqrt (x²) = |x|`. -/
theorem sqrt_sq_eq_abs (x : R) : sqrt (x ^ 2) = abs x :=
  (eq_sqrt_of_mul_self_eq (abs_nonneg x) (by
    rw [← abs_mul, abs_of_nonneg (mul_self_nonneg x)]
    exact ring)).symm

/-- `sqrt 0 = 0`. -/
theorem sqrt_zero : sqrt (0 : R) = 0 := (eq_sqrt_of_mul_self_eq (le_refl 0) (mul_zero 0)).symm

/-- `sqrt 1 = 1`. -/
theorem sqrt_one : sqrt (1 : R) = 1 := (eq_sqrt_of_mul_self_eq (le_of_lt zero_lt_one) (mul_one 1)).symm

/-- `sqrt (x y) = sqrt x * sqrt y` for nonnegative `x` and `y`. -/
theorem sqrt_mul (hx : 0 ≤ x) (hy : 0 ≤ y) : sqrt (x * y) = sqrt x * sqrt y :=
  (eq_sqrt_of_mul_self_eq (mul_nonneg (sqrt_nonneg x) (sqrt_nonneg y))
    (lin_eq₂ (sqrt y * sqrt y) (mul_self_sqrt hx) x (mul_self_sqrt hy))).symm

/-- `sqrt` is strictly increasing on the nonnegative numbers. -/
theorem sqrt_lt_sqrt (hx : 0 ≤ x) (h : x < y) : sqrt x < sqrt y :=
  not_le.mp fun g => by
    have k := mul_le_mul g g (sqrt_nonneg y) (sqrt_nonneg x)
    rw [mul_self_sqrt hx, mul_self_sqrt (le_trans hx (le_of_lt h))] at k
    exact (lt_iff_not_le _ _).mp h k

/-- `sqrt x = exp (log x / 2)` for `0 < x`. -/
theorem sqrt_eq_exp_log (h : 0 < x) : sqrt x = exp (log x * 2⁻¹) :=
  (eq_sqrt_of_mul_self_eq (le_of_lt (exp_pos _)) (by rw [← exp_add, add_halves, exp_log h])).symm
