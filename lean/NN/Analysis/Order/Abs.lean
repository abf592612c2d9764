prelude
import NN.Analysis.Order.Field

/-!
# The absolute value

## Main results

* `abs_mul`, `abs_add_le` (the triangle inequality), `abs_le_of_le_of_neg_le`.
* `eq_zero_of_abs_le`: what is smaller than every positive number is zero.
-/

variable {R : Type} [OrderedField R] {a b c d : R}

open Classical in
/-- The absolute value: `a` if `0 ≤ a`, else `-a`. -/
noncomputable def abs (a : R) : R := if 0 ≤ a then a else -a

/-- `|a| = a` for `0 ≤ a`. -/
theorem abs_of_nonneg (h : 0 ≤ a) : abs a = a := if_pos h

/-- `|a| = -a` for `a ≤ 0`. -/
theorem abs_of_nonpos (h : a ≤ 0) : abs a = -a := by
  by_cases g : 0 ≤ a
  · rw [abs_of_nonneg g, le_antisymm h g, neg_zero]
  · exact if_neg g

/-- `|a| = a` for `0 < a`. -/
theorem abs_of_pos (h : 0 < a) : abs a = a := abs_of_nonneg (le_of_lt h)

/-- `|a| = -a` for `a < 0`. -/
theorem abs_of_neg (h : a < 0) : abs a = -a := abs_of_nonpos (le_of_lt h)

/-- `|0| = 0`. -/
theorem abs_zero : abs (0 : R) = 0 := abs_of_nonneg (le_refl 0)

/-- `|1| = 1`. -/
theorem abs_one : abs (1 : R) = 1 := abs_of_nonneg zero_le_one

/-- `0 ≤ |a|`. -/
theorem abs_nonneg (a : R) : 0 ≤ abs a := by
  rcases le_total 0 a with h | h
  · rwa [abs_of_nonneg h]
  · rw [abs_of_nonpos h]; exact neg_nonneg_of_nonpos h

/-- `|-a| = |a|`. -/
theorem abs_neg (a : R) : abs (-a) = abs a := by
  rcases le_total 0 a with h | h
  · rw [abs_of_nonneg h, abs_of_nonpos (lin h), neg_neg]
  · rw [abs_of_nonpos h, abs_of_nonneg (neg_nonneg_of_nonpos h)]

/-- `|a - b| = |b - a|`. -/
theorem abs_sub_comm (a b : R) : abs (a - b) = abs (b - a) := by
  rw [← abs_neg, show -(a - b) = b - a from ring]

/-- `a ≤ |a|`. -/
theorem le_abs_self (a : R) : a ≤ abs a := by
  rcases le_total 0 a with h | h
  · rw [abs_of_nonneg h]; exact le_refl a
  · exact le_trans h (abs_nonneg a)

/-- `-a ≤ |a|`. -/
theorem neg_le_abs (a : R) : -a ≤ abs a := abs_neg a ▸ le_abs_self (-a)

/-- `|a| ≤ b` implies `a ≤ b`. -/
theorem le_of_abs_le (h : abs a ≤ b) : a ≤ b := le_trans (le_abs_self a) h

/-- `|a| ≤ b` implies `-a ≤ b`. -/
theorem neg_le_of_abs_le (h : abs a ≤ b) : -a ≤ b := le_trans (neg_le_abs a) h

/-- `a ≤ b` and `-a ≤ b` give `|a| ≤ b`. -/
theorem abs_le_of_le_of_neg_le (h : a ≤ b) (g : -a ≤ b) : abs a ≤ b := by
  rcases le_total 0 a with k | k
  · rwa [abs_of_nonneg k]
  · rwa [abs_of_nonpos k]

/-- `a < b` and `-a < b` give `|a| < b`. -/
theorem abs_lt_of_lt_of_neg_lt (h : a < b) (g : -a < b) : abs a < b := by
  rcases le_total 0 a with k | k
  · rwa [abs_of_nonneg k]
  · rwa [abs_of_nonpos k]

/-- The triangle inequality: `|a + b| ≤ |a| + |b|`. -/
theorem abs_add_le (a b : R) : abs (a + b) ≤ abs a + abs b :=
  abs_le_of_le_of_neg_le (add_le_add (le_abs_self a) (le_abs_self b))
    (lin (add_le_add (neg_le_abs a) (neg_le_abs b)))

/-- The triangle inequality for bounds: `|a| ≤ c` and `|b| ≤ d` give `|a + b| ≤ c + d`. -/
theorem abs_add_le_add (h : abs a ≤ c) (g : abs b ≤ d) : abs (a + b) ≤ c + d :=
  le_trans (abs_add_le a b) (add_le_add h g)

/-- `|a * b| = |a| * |b|`. -/
theorem abs_mul (a b : R) : abs (a * b) = abs a * abs b := by
  rcases le_total 0 a with h | h <;> rcases le_total 0 b with g | g
  · rw [abs_of_nonneg h, abs_of_nonneg g, abs_of_nonneg (mul_nonneg h g)]
  · rw [abs_of_nonneg h, abs_of_nonpos g, abs_of_nonpos (lin (mul_nonneg h (neg_nonneg_of_nonpos g))),
    mul_neg]
  · rw [abs_of_nonpos h, abs_of_nonneg g, abs_of_nonpos (lin (mul_nonneg (neg_nonneg_of_nonpos h) g)),
    neg_mul]
  · rw [abs_of_nonpos h, abs_of_nonpos g, neg_mul, mul_neg, neg_neg, abs_of_nonneg
      (lin (mul_nonneg (neg_nonneg_of_nonpos h) (neg_nonneg_of_nonpos g)))]

/-- `|a| * |a| = a * a`. -/
theorem abs_mul_abs_self (a : R) : abs a * abs a = a * a := by
  rw [← abs_mul, abs_of_nonneg (mul_self_nonneg a)]

/-- `0 < |a|` for `a ≠ 0`. -/
theorem abs_pos (h : a ≠ 0) : 0 < abs a := by
  rcases lt_or_gt_of_ne h with g | g
  · rw [abs_of_neg g]; exact neg_pos_of_neg g
  · rwa [abs_of_pos g]

/-- Only zero has absolute value zero. -/
theorem eq_zero_of_abs_eq_zero (h : abs a = 0) : a = 0 :=
  Classical.byContradiction fun g => lt_irrefl (0 : R) (h ▸ abs_pos g)

/-- An element whose absolute value is at most every positive element is zero. -/
theorem eq_zero_of_abs_le (h : ∀ ε : R, 0 < ε → abs a ≤ ε) : a = 0 := by
  apply Classical.byContradiction
  intro g
  have half := half_pos (abs_pos g)
  have l := h _ half
  have e := add_halves (abs a)
  generalize abs a * 2⁻¹ = δ at *
  rw [← e] at l
  exact lt_irrefl (0 : R) (lt_of_lt_of_le half (lin l))

/-- A summand of a sum of two nonnegative squares `a² + b = 1` is at most 1 in absolute value. -/
theorem abs_le_one_of_mul_self_add (h : a * a + b = 1) (hb : 0 ≤ b) : abs a ≤ 1 := by
  refine not_lt.mp fun g => ?_
  have one_lt : 1 < abs a * abs a := lt_trans g (slin (mul_pos (lt_trans zero_lt_one g) (sub_pos_of_lt g)))
  rw [abs_mul_abs_self, ← h] at one_lt
  exact lt_irrefl (0 : R) (lt_of_le_of_lt hb (slin one_lt))
