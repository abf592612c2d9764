prelude
import NN.Analysis.Order.Basic

/-!
# Maximum and minimum

## Main results

* `max_eq_left`, `max_eq_right`, `le_max_left`, `le_max_right`, `max_le`, and the same for `min`.
-/

variable {R : Type} [OrderedRing R] {a b c : R}

open Classical in
/-- The greater one of two elements. -/
noncomputable def max (a b : R) : R := if a ≤ b then b else a

open Classical in
/-- The smaller one of two elements. -/
noncomputable def min (a b : R) : R := if a ≤ b then a else b

/-! ### The maximum -/

/-- `max a b = b` for `a ≤ b`. -/
theorem max_eq_right (h : a ≤ b) : max a b = b := if_pos h

/-- `max a b = a` for `b ≤ a`. -/
theorem max_eq_left (h : b ≤ a) : max a b = a := by
  by_cases g : a ≤ b
  · rw [max_eq_right g, le_antisymm h g]
  · exact if_neg g

/-- `max a b = b` for `a < b`. -/
theorem max_eq_right_of_lt (h : a < b) : max a b = b := max_eq_right (le_of_lt h)

/-- `max a b = a` for `b < a`. -/
theorem max_eq_left_of_lt (h : b < a) : max a b = a := max_eq_left (le_of_lt h)

/-- The maximum is one of the two. -/
theorem max_choice (a b : R) : max a b = a ∨ max a b = b :=
  (le_total a b).elim (fun h => .inr (max_eq_right h)) fun h => .inl (max_eq_left h)

/-- `a ≤ max a b`. -/
theorem le_max_left (a b : R) : a ≤ max a b := by
  rcases le_total a b with h | h
  · rwa [max_eq_right h]
  · rw [max_eq_left h]; exact le_refl a

/-- `b ≤ max a b`. -/
theorem le_max_right (a b : R) : b ≤ max a b := by
  rcases le_total a b with h | h
  · rw [max_eq_right h]; exact le_refl b
  · rwa [max_eq_left h]

/-- A common upper bound is above the maximum. -/
theorem max_le (h : a ≤ c) (g : b ≤ c) : max a b ≤ c := by
  rcases max_choice a b with e | e <;> rwa [e]

/-- `max a b = max b a`. -/
theorem max_comm (a b : R) : max a b = max b a :=
  le_antisymm (max_le (le_max_right b a) (le_max_left b a)) (max_le (le_max_right a b) (le_max_left a b))

/-- `max a a = a`. -/
theorem max_self (a : R) : max a a = a := max_eq_right (le_refl a)

/-! ### The minimum -/

/-- `min a b = a` for `a ≤ b`. -/
theorem min_eq_left (h : a ≤ b) : min a b = a := if_pos h

/-- `min a b = b` for `b ≤ a`. -/
theorem min_eq_right (h : b ≤ a) : min a b = b := by
  by_cases g : a ≤ b
  · rw [min_eq_left g, le_antisymm g h]
  · exact if_neg g

/-- The minimum is one of the two. -/
theorem min_choice (a b : R) : min a b = a ∨ min a b = b :=
  (le_total a b).elim (fun h => .inl (min_eq_left h)) fun h => .inr (min_eq_right h)

/-- `min a b ≤ a`. -/
theorem min_le_left (a b : R) : min a b ≤ a := by
  rcases le_total a b with h | h
  · rw [min_eq_left h]; exact le_refl a
  · rwa [min_eq_right h]

/-- `min a b ≤ b`. -/
theorem min_le_right (a b : R) : min a b ≤ b := by
  rcases le_total a b with h | h
  · rwa [min_eq_left h]
  · rw [min_eq_right h]; exact le_refl b

/-- A common lower bound is below the minimum. -/
theorem le_min (h : c ≤ a) (g : c ≤ b) : c ≤ min a b := by
  rcases min_choice a b with e | e <;> rwa [e]

/-- The minimum of positive elements is positive. -/
theorem lt_min (h : c < a) (g : c < b) : c < min a b := by
  rcases min_choice a b with e | e <;> rwa [e]

/-- `min a b = min b a`. -/
theorem min_comm (a b : R) : min a b = min b a :=
  le_antisymm (le_min (min_le_right a b) (min_le_left a b)) (le_min (min_le_right b a) (min_le_left b a))

/-- `min a a = a`. -/
theorem min_self (a : R) : min a a = a := min_eq_left (le_refl a)
