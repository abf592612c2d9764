prelude
import NN.Analysis.Exp
import NN.Analysis.Order.Abs

/-!
# The natural logarithm

`log x` is the number whose exponential is `|x|`, and `0` at `x = 0`, as in Mathlib: the values at `x ≤ 0`
are a convention that makes `log` a total function with `log (x y) = log x + log y` for all nonzero `x`,
`y`.

## Main results

* `exists_exp_eq`: every positive number is a value of `exp`, from completeness.
* `log_eq_iff`: what `log` is; `exp_log`, `exp_log_eq_abs`, `log_exp`: `log` and `exp` are inverse to each other.
* `log_mul`, `log_inv`, `log_abs`, `log_neg`, `log_one`, `log_zero`.
* `log_lt_log`, `log_pos`, `log_le_sub_one`.
-/

variable {R : Type} [CompleteOrderedField R] {x y : R}

/-- Every positive number is a value of `exp`. -/
theorem exists_exp_eq (hy : 0 < y) : ∃ s, exp s = y := by
  have y_ne := ne_of_gt hy
  have member : exp (-y⁻¹) ≤ y := by
    have k := one_add_le_exp y⁻¹
    rw [exp_neg]
    refine le_of_mul_le_mul_right (c := exp y⁻¹) ?_ (exp_pos _)
    rw [inv_mul_cancel₀ (exp_ne_zero _)]
    have m := mul_le_mul_of_nonneg_left k (le_of_lt hy)
    rw [show y * (1 + y⁻¹) = y + y * y⁻¹ from ring, mul_inv_cancel₀ y_ne] at m
    exact lin (add_le_add m (le_of_lt hy))
  have bounded : ∀ x, exp x ≤ y → x ≤ y := fun x hx =>
    lin (add_le_add (le_trans (one_add_le_exp x) hx) (le_of_lt (zero_lt_one (R := R))))
  obtain ⟨s, upper, least⟩ := exists_isLUB (fun x => exp x ≤ y) ⟨_, member⟩ ⟨y, bounded⟩
  refine ⟨s, le_antisymm ?_ ?_⟩
  · -- if `y < exp s` then `s - (1 - y / exp s)` is an upper bound as well
    rcases lt_or_le y (exp s) with k | k
    · have cancel := mul_inv_cancel₀ (exp_ne_zero s)
      have bound := least (s - (1 - y * (exp s)⁻¹)) fun x hx => by
        refine le_of_exp_le_exp (le_trans hx (le_trans (le_of_eq ?_) (exp_tangent_le s _)))
        exact lin_eq (-y) cancel
      have t := mul_pos (sub_pos_of_lt k) (inv_pos_of_pos (exp_pos s))
      rw [show (exp s - y) * (exp s)⁻¹ = exp s * (exp s)⁻¹ - y * (exp s)⁻¹ from ring, cancel] at t
      exact absurd (slin (add_lt_add_of_lt_of_le t bound)) (lt_irrefl (0 : R))
    · exact k
  · -- if `exp s < y` then `s + (1 - exp s / y)` belongs to the set
    rcases lt_or_le (exp s) y with k | k
    · have cancel := mul_inv_cancel₀ y_ne
      have larger := upper (s + (1 - exp s * y⁻¹)) (by
        have t := exp_tangent_le (s + (1 - exp s * y⁻¹)) s
        show exp (s + (1 - exp s * y⁻¹)) ≤ y
        generalize exp (s + (1 - exp s * y⁻¹)) = z at t ⊢
        refine le_of_mul_le_mul_right (c := exp s * y⁻¹) ?_ (mul_pos (exp_pos s) (inv_pos_of_pos hy))
        refine le_trans (le_trans (le_of_eq ring) t) (le_of_eq ?_)
        exact lin_eq (-exp s) cancel)
      have t := mul_pos (sub_pos_of_lt k) (inv_pos_of_pos hy)
      rw [show (y - exp s) * y⁻¹ = y * y⁻¹ - exp s * y⁻¹ from ring, cancel] at t
      exact absurd (slin (add_lt_add_of_lt_of_le t larger)) (lt_irrefl (0 : R))
    · exact k

open Classical in
/-- The natural logarithm of `|x|`, and `0` at `x = 0`. -/
noncomputable def log (x : R) : R := if h : x ≠ 0 then choose (exists_exp_eq (abs_pos h)) else 0

/-! ### `log` and `exp` are inverse -/

/-- `exp (log x) = |x|` for `x ≠ 0`. -/
theorem exp_log_eq_abs (h : x ≠ 0) : exp (log x) = abs x := by
  have e : log x = Classical.choose (exists_exp_eq (abs_pos h)) := dif_pos h
  rw [e]
  exact Classical.choose_spec (exists_exp_eq (abs_pos h))

/-- `exp (log x) = x` for `0 < x`. -/
theorem exp_log (h : 0 < x) : exp (log x) = x := by
  rw [exp_log_eq_abs (ne_of_gt h), abs_of_nonneg (le_of_lt h)]

/-- `log (exp x) = x`. -/
theorem log_exp (x : R) : log (exp x) = x := exp_injective (exp_log (exp_pos x))

/-- `log 0 = 0`, by convention. -/
theorem log_zero : log (0 : R) = 0 := dif_neg fun h => h rfl

/-- `log 1 = 0`. -/
theorem log_one : log (1 : R) = 0 := by rw [← exp_zero, log_exp]

/-- `log |x| = log x`. -/
theorem log_abs (x : R) : log (abs x) = log x := by
  by_cases h : x = 0
  · rw [h, abs_zero]
  · refine exp_injective ?_
    rw [exp_log (abs_pos h), exp_log_eq_abs h]

/-- `log (-x) = log x`. -/
theorem log_neg (x : R) : log (-x) = log x := by rw [← log_abs, abs_neg, log_abs]

/-- `log` is determined by `exp`: `exp s = x` implies `s = log x`. -/
theorem eq_log_of_exp_eq (h : exp y = x) : y = log x := by rw [← h, log_exp]

/-- What the logarithm is: for `x ≠ 0` the one number whose exponential is `|x|`. -/
theorem log_eq_iff (hx : x ≠ 0) : log x = y ↔ exp y = abs x :=
  ⟨fun h => by rw [← h, exp_log_eq_abs hx], fun h => by rw [← log_abs, ← h, log_exp]⟩

/-! ### Rules -/

/-- `log (x y) = log x + log y` for nonzero `x` and `y`. -/
theorem log_mul (hx : x ≠ 0) (hy : y ≠ 0) : log (x * y) = log x + log y := by
  refine exp_injective ?_
  rw [exp_add, exp_log_eq_abs hx, exp_log_eq_abs hy, exp_log_eq_abs (mul_ne_zero hx hy), abs_mul]

/-- `log x⁻¹ = -log x`. -/
theorem log_inv (x : R) : log x⁻¹ = -log x := by
  by_cases h : x = 0
  · rw [h, inv_zero, log_zero, neg_zero]
  · have k := log_mul h (inv_ne_zero h)
    rw [mul_inv_cancel₀ h, log_one] at k
    exact lin_eq (-1) k

/-- `log` is strictly increasing on the positive numbers. -/
theorem log_lt_log (hx : 0 < x) (h : x < y) : log x < log y := by
  apply lt_of_exp_lt_exp
  rwa [exp_log hx, exp_log (lt_trans hx h)]

/-- `0 < log x` for `1 < x`. -/
theorem log_pos (h : 1 < x) : 0 < log x := by
  have k := log_lt_log zero_lt_one h
  rwa [log_one] at k

/-- `log x ≤ x - 1` for `0 < x`. -/
theorem log_le_sub_one (h : 0 < x) : log x ≤ x - 1 := by
  have k := one_add_le_exp (log x)
  rw [exp_log h] at k
  exact lin k
