prelude
import NN.Analysis.Trig.Cis

/-!
# Sine and cosine

`cos t` and `sin t` are the parts of `cis t = lim (1 + i t / 2ⁿ) ^ (2ⁿ)`. Their derivatives are in
`NN.Analysis.Trig.Deriv`; that they are the only solutions of `c' = -s`, `s' = c` with `c 0 = 1`, `s 0 = 0` is
in `NN.Analysis.Trig.Unique`; `π` is in `NN.Analysis.Pi.Basic`.

## Main results

* `cos_add`, `sin_add`: the addition theorems; `cos_two_mul`, `sin_two_mul`, `cos_sub`, `sin_sub`.
* `cos_sq_add_sin_sq`: `cos² + sin² = 1`, hence `abs_cos_le_one`, `abs_sin_le_one`.
* `cos_zero`, `sin_zero`, `cos_neg`, `sin_neg`.
-/

variable {R : Type} [CompleteOrderedField R]

/-- The cosine. -/
noncomputable def cos (t : R) : R := (cis t).re

/-- The sine. -/
noncomputable def sin (t : R) : R := (cis t).im

/-- `cos (s + t) = cos s cos t - sin s sin t`. -/
theorem cos_add (s t : R) : cos (s + t) = cos s * cos t - sin s * sin t := congrArg Complex.re (cis_add s t)

/-- `sin (s + t) = sin s cos t + cos s sin t`. -/
theorem sin_add (s t : R) : sin (s + t) = sin s * cos t + cos s * sin t :=
  (congrArg Complex.im (cis_add s t)).trans (add_comm _ _)

/-- `cos 0 = 1`. -/
theorem cos_zero : cos (0 : R) = 1 := congrArg Complex.re cis_zero

/-- `sin 0 = 0`. -/
theorem sin_zero : sin (0 : R) = 0 := congrArg Complex.im cis_zero

/-- The cosine is even. -/
theorem cos_neg (t : R) : cos (-t) = cos t := by
  unfold cos
  rw [cis_neg]
  rfl

/-- The sine is odd. -/
theorem sin_neg (t : R) : sin (-t) = -sin t := by
  unfold sin
  rw [cis_neg]
  rfl

/-- `cos (s - t) = cos s cos t + sin s sin t`. -/
theorem cos_sub (s t : R) : cos (s - t) = cos s * cos t + sin s * sin t := by
  rw [sub_eq_add_neg, cos_add, cos_neg, sin_neg]
  exact ring

/-- `sin (s - t) = sin s cos t - cos s sin t`. -/
theorem sin_sub (s t : R) : sin (s - t) = sin s * cos t - cos s * sin t := by
  rw [sub_eq_add_neg, sin_add, cos_neg, sin_neg]
  exact ring

/-- `cos t * cos t + sin t * sin t = 1`. -/
theorem cos_mul_self_add_sin_mul_self (t : R) : cos t * cos t + sin t * sin t = 1 := by
  rw [← cos_sub, sub_self, cos_zero]

/-- `cos² + sin² = 1`. -/
theorem cos_sq_add_sin_sq (t : R) : cos t ^ 2 + sin t ^ 2 = 1 :=
  (show cos t ^ 2 + sin t ^ 2 = cos t * cos t + sin t * sin t from ring).trans
    (cos_mul_self_add_sin_mul_self t)

/-- `cos (2 t) = 2 cos² t - 1`. -/
theorem cos_two_mul (t : R) : cos (2 * t) = 2 * cos t ^ 2 - 1 := by
  rw [show 2 * t = t + t from ring, cos_add]
  exact lin_eq (-1) (cos_mul_self_add_sin_mul_self t)

/-- `sin (2 t) = 2 sin t cos t`. -/
theorem sin_two_mul (t : R) : sin (2 * t) = 2 * sin t * cos t := by
  rw [show 2 * t = t + t from ring, sin_add]
  exact ring

/-- `|cos t| ≤ 1`. -/
theorem abs_cos_le_one (t : R) : abs (cos t) ≤ 1 :=
  abs_le_one_of_mul_self_add (cos_mul_self_add_sin_mul_self t) (mul_self_nonneg (sin t))

/-- `|sin t| ≤ 1`. -/
theorem abs_sin_le_one (t : R) : abs (sin t) ≤ 1 :=
  abs_le_one_of_mul_self_add ((add_comm _ _).trans (cos_mul_self_add_sin_mul_self t))
    (mul_self_nonneg (cos t))

/-- `cos t ≤ 1`. -/
theorem cos_le_one (t : R) : cos t ≤ 1 := le_of_abs_le (abs_cos_le_one t)

/-- `sin t ≤ 1`. -/
theorem sin_le_one (t : R) : sin t ≤ 1 := le_of_abs_le (abs_sin_le_one t)
