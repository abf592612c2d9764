prelude
import NN.Analysis.Order.Abs

/-!
# The sign

## Main results

* `sign a` is `1`, `0` or `-1` as `a` is positive, zero or negative: `sign_of_pos`, `sign_zero`,
  `sign_of_neg`.
* `self_mul_sign`: `a * sign a = |a|`.
-/

variable {R : Type} [OrderedField R] {a : R}

open Classical in
/-- The sign: `1` for positive, `-1` for negative elements, and `0` for `0`. -/
noncomputable def sign (a : R) : R := if 0 < a then 1 else if a < 0 then -1 else 0

/-- The sign of a positive element is `1`. -/
theorem sign_of_pos (h : 0 < a) : sign a = 1 := if_pos h

/-- The sign of a negative element is `-1`. -/
theorem sign_of_neg (h : a < 0) : sign a = -1 :=
  (if_neg fun g => lt_irrefl a (lt_trans h g)).trans (if_pos h)

/-- The sign of zero is zero. -/
theorem sign_zero : sign (0 : R) = 0 := (if_neg (lt_irrefl 0)).trans (if_neg (lt_irrefl 0))

/-- The sign is odd. -/
theorem sign_neg (a : R) : sign (-a) = -sign a := by
  by_cases h : a = 0
  · rw [h, neg_zero, sign_zero, neg_zero]
  · rcases lt_or_gt_of_ne h with g | g
    · rw [sign_of_neg g, sign_of_pos (neg_pos_of_neg g), neg_neg]
    · rw [sign_of_pos g, sign_of_neg (slin g)]

/-- `a * sign a = |a|`. -/
theorem self_mul_sign (a : R) : a * sign a = abs a := by
  rcases lt_or_le 0 a with h | h
  · rw [sign_of_pos h, abs_of_pos h, mul_one]
  · rcases lt_or_eq_of_le h with g | e
    · rw [sign_of_neg g, abs_of_neg g, mul_neg, mul_one]
    · rw [e, sign_zero, mul_zero, abs_zero]

/-- A positive factor does not change the sign. -/
theorem sign_mul_of_pos (a : R) {c : R} (hc : 0 < c) : sign (a * c) = sign a := by
  rcases lt_or_le 0 a with h | h
  · rw [sign_of_pos h, sign_of_pos (mul_pos h hc)]
  · rcases lt_or_eq_of_le h with h | h
    · rw [sign_of_neg h, sign_of_neg (slin (mul_pos (neg_pos_of_neg h) hc))]
    · rw [h, zero_mul]
