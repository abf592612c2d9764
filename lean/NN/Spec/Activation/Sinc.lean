prelude
import NN.Analysis.Deriv.Inv
import NN.Analysis.Pi.Basic
import NN.Analysis.Real
import NN.Analysis.Trig.Bounds

/-!
# The cardinal sine

`sinc x = sin (π x) / (π x)`, and `1` at `0`, as PyTorch, JAX and NumPy have it. It is differentiable
everywhere; the derivative formula has its own branch at `0` too.

## Main results

* `abs_sin_div_sub_one_le`: `|sin t / t - 1| ≤ t²`.
* `hasDerivAt_sinc`: `sinc' x = sincDeriv x` at every `x`.
* `hasDerivAt_sincDeriv`: `sinc'' x = sincSecond x` at every `x`; at `0` it is `-π²/3`.
-/

/-- `|sin t / t - 1| ≤ t²` for `t ≠ 0`. -/
theorem abs_sin_div_sub_one_le {t : ℝ} (ht : t ≠ 0) : abs (sin t / t - 1) ≤ t * t := by
  have positive : ∀ {u : ℝ}, 0 < u → abs (sin u / u - 1) ≤ u * u := fun {u} hu => by
    have e := div_mul_cancel₀ (sin u) (ne_of_gt hu)
    generalize sin u / u = s at e
    have upper : s ≤ 1 := le_of_mul_le_mul_right (by rw [e, one_mul]; exact sin_le (le_of_lt hu)) hu
    have lower : 1 - u * u ≤ s := by
      refine le_of_mul_le_mul_right (c := u) ?_ hu
      rw [e]
      refine le_of_mul_le_mul_right (c := 6) ?_ (ofNat_pos _)
      have cube := mul_nonneg (le_of_lt hu) (mul_self_nonneg u)
      exact lin (add_le_add (le_sin (le_of_lt hu)) (mul_le_mul_of_nonneg_left cube (le_of_lt (ofNat_pos 3))))
    exact abs_le_of_le_of_neg_le (lin (add_le_add upper (mul_self_nonneg u))) (lin lower)
  rcases lt_or_gt_of_ne ht with h | h
  · have k := positive (neg_pos_of_neg h)
    rw [show sin (-t) / -t = sin t / t by
      rw [sin_neg, div_eq_mul_inv, div_eq_mul_inv, inv_neg]
      exact ring] at k
    exact le_trans k (le_of_eq ring)
  · exact positive h

/-- `|3 (cos t - sin t / t) + t²| ≤ t⁴` for `t ≠ 0`. -/
theorem abs_cos_sub_sin_div_le {t : ℝ} (ht : t ≠ 0) :
    abs (3 * (cos t - sin t / t) + t * t) ≤ t * t * (t * t) := by
  have positive : ∀ {u : ℝ}, 0 < u → abs (3 * (cos u - sin u / u) + u * u) ≤ u * u * (u * u) := fun {u} hu => by
    have e := div_mul_cancel₀ (sin u) (ne_of_gt hu)
    generalize sin u / u = s at e
    have below : 6 - u * u ≤ 6 * s := by
      refine le_of_mul_le_mul_right (c := u) ?_ hu
      rw [mul_assoc, e]
      exact lin (le_sin (le_of_lt hu))
    have above : 120 * s ≤ 120 - 20 * (u * u) + u * u * (u * u) := by
      refine le_of_mul_le_mul_right (c := u) ?_ hu
      rw [mul_assoc, e]
      exact lin (sin_le_add (le_of_lt hu))
    have c := mul_le_mul_of_nonneg_left (cos_le (le_of_lt hu)) (le_of_lt (ofNat_pos 1))
    have c' := mul_le_mul_of_nonneg_left (le_cos (le_of_lt hu)) (le_of_lt (ofNat_pos 58))
    have d := mul_le_mul_of_nonneg_left below (le_of_lt (ofNat_pos 10))
    have fourth := mul_self_nonneg (u * u)
    refine abs_le_of_le_of_neg_le ?_ ?_
    · refine le_of_mul_le_mul_right (c := 24) ?_ (ofNat_pos _)
      exact lin (add_le_add (add_le_add c d) (mul_le_mul_of_nonneg_left fourth (le_of_lt (ofNat_pos 19))))
    · refine le_of_mul_le_mul_right (c := 40) ?_ (ofNat_pos _)
      exact lin (add_le_add (add_le_add c' above) (mul_le_mul_of_nonneg_left fourth (le_of_lt (ofNat_pos 37))))
  rcases lt_or_gt_of_ne ht with h | h
  · have k := positive (neg_pos_of_neg h)
    rwa [cos_neg, show sin (-t) / -t = sin t / t by
      rw [sin_neg, div_eq_mul_inv, div_eq_mul_inv, inv_neg]
      exact ring, show -t * -t = t * t from ring] at k
  · exact positive h

namespace Activation.Math

variable {x : ℝ}

open Classical in
/-- The cardinal sine, `sin (π x) / (π x)`, and `1` at `0`. -/
noncomputable def sinc (x : ℝ) : ℝ := if 0 < abs x then sin (pi ℝ * x) / (pi ℝ * x) else 1

open Classical in
/-- The derivative formula of `sinc`. -/
noncomputable def sincDeriv (x : ℝ) : ℝ :=
  if 0 < abs x then (cos (pi ℝ * x) - sin (pi ℝ * x) / (pi ℝ * x)) / x else 0

/-- `sinc x` off `0`. -/
theorem sinc_of_ne (h : x ≠ 0) : sinc x = sin (pi ℝ * x) / (pi ℝ * x) := if_pos (abs_pos h)

/-- `sinc 0 = 1`. -/
theorem sinc_zero : sinc 0 = 1 := if_neg (by rw [abs_zero]; exact lt_irrefl 0)

/-- The derivative formula off `0`. -/
theorem sincDeriv_of_ne (h : x ≠ 0) :
    sincDeriv x = (cos (pi ℝ * x) - sin (pi ℝ * x) / (pi ℝ * x)) / x := if_pos (abs_pos h)

/-- The derivative formula at `0`. -/
theorem sincDeriv_zero : sincDeriv 0 = 0 := if_neg (by rw [abs_zero]; exact lt_irrefl 0)

/-- Off `0` a function that is `f` there has the derivative of `f`. -/
theorem hasDerivAt_of_eq_off_zero {f g : ℝ → ℝ} {f' : ℝ} (hx : x ≠ 0) (h : HasDerivAt f f' x)
    (e : ∀ y, y ≠ 0 → g y = f y) : HasDerivAt g f' x := by
  rcases lt_or_gt_of_ne hx with below | above
  · exact h.congr_of_neg below fun y hy => e y (ne_of_lt hy)
  · exact h.congr_of_pos above fun y hy => e y (ne_of_gt hy)

/-- The quotient is differentiable off `0`. -/
theorem hasDerivAt_sin_div (hx : x ≠ 0) : HasDerivAt (fun y => sin (pi ℝ * y) / (pi ℝ * y))
    ((cos (pi ℝ * x) - sin (pi ℝ * x) / (pi ℝ * x)) / x) x := by
  have hp : pi ℝ ≠ 0 := ne_of_gt (pi_pos ℝ)
  have inner : HasDerivAt (fun y => pi ℝ * y) (pi ℝ) x :=
    ((hasDerivAt_id x).const_mul (pi ℝ)).congr_deriv (mul_one _)
  refine (inner.sin.div inner (mul_ne_zero hp hx)).congr_deriv ?_
  simp only [div_eq_mul_inv, mul_inv, inv_sq]
  exact lin_eq₂ (cos (pi ℝ * x) * x⁻¹ * (pi ℝ * (pi ℝ)⁻¹ + 1) * (x * x⁻¹) -
      sin (pi ℝ * x) * (pi ℝ)⁻¹ * x⁻¹ * x⁻¹) (mul_inv_cancel₀ hp)
    (cos (pi ℝ * x) * x⁻¹) (mul_inv_cancel₀ hx)

/-- At `0` the derivative is `0`. -/
theorem hasDerivAt_sinc_zero : HasDerivAt sinc 0 0 := by
  refine IsLittleO.of_quadratic_bound (C := pi ℝ * pi ℝ) (d := 1) zero_lt_one fun y _ => ?_
  rw [sinc_zero, show sinc y - 1 - 0 * (y - 0) = sinc y - 1 from ring,
    show pi ℝ * pi ℝ * ((y - 0) * (y - 0)) = pi ℝ * y * (pi ℝ * y) from ring]
  by_cases h : y = 0
  · rw [h, sinc_zero, sub_self, abs_zero]
    exact mul_self_nonneg _
  · rw [sinc_of_ne h]
    exact abs_sin_div_sub_one_le (mul_ne_zero (ne_of_gt (pi_pos ℝ)) h)

/-- `sinc' x = sincDeriv x` at every `x`. -/
theorem hasDerivAt_sinc (x : ℝ) : HasDerivAt sinc (sincDeriv x) x := by
  by_cases h : x = 0
  · rw [h, sincDeriv_zero]
    exact hasDerivAt_sinc_zero
  · rw [sincDeriv_of_ne h]
    exact hasDerivAt_of_eq_off_zero h (hasDerivAt_sin_div h) fun _ hy => sinc_of_ne hy

/-- `sinc'' = -(π sin (π x)) / x - 2 sinc' / x` off `0`. -/
theorem hasDerivAt_sincDeriv_of_ne (hx : x ≠ 0) :
    HasDerivAt sincDeriv (-(pi ℝ * sin (pi ℝ * x)) / x -
      2 * ((cos (pi ℝ * x) - sin (pi ℝ * x) / (pi ℝ * x)) / x) / x) x := by
  refine hasDerivAt_of_eq_off_zero hx ?_ fun _ hy => sincDeriv_of_ne hy
  have inner : HasDerivAt (fun y => pi ℝ * y) (pi ℝ) x :=
    ((hasDerivAt_id x).const_mul (pi ℝ)).congr_deriv (mul_one _)
  refine ((inner.cos.sub (hasDerivAt_sin_div hx)).div (hasDerivAt_id x) hx).congr_deriv ?_
  simp only [div_eq_mul_inv, mul_inv, inv_sq]
  generalize cos (pi ℝ * x) - sin (pi ℝ * x) * ((pi ℝ)⁻¹ * x⁻¹) = q
  exact lin_eq (-(pi ℝ * sin (pi ℝ * x) * x⁻¹) - q * x⁻¹ * x⁻¹) (mul_inv_cancel₀ hx)

/-- At `0` the second derivative is `-π²/3`. -/
theorem hasDerivAt_sincDeriv_zero : HasDerivAt sincDeriv (-(pi ℝ * pi ℝ / 3)) 0 := by
  refine IsLittleO.of_quadratic_bound (C := pi ℝ * pi ℝ * (pi ℝ * pi ℝ)) (d := 1) zero_lt_one fun y hy => ?_
  rw [sincDeriv_zero, show y - 0 = y from ring]
  rw [show y - 0 = y from ring] at hy
  have third : pi ℝ * pi ℝ / 3 * 3 = pi ℝ * pi ℝ := div_mul_cancel₀ _ (ne_of_gt (ofNat_pos 1))
  generalize pi ℝ * pi ℝ / 3 = p at *
  by_cases h : y = 0
  · rw [h, sincDeriv_zero, show (0 : ℝ) - 0 - -p * 0 = 0 from ring, abs_zero]
    exact le_of_eq ring
  · have near := abs_cos_sub_sin_div_le (mul_ne_zero (ne_of_gt (pi_pos ℝ)) h)
    rw [sincDeriv_of_ne h]
    have e := div_mul_cancel₀ (cos (pi ℝ * y) - sin (pi ℝ * y) / (pi ℝ * y)) h
    generalize (cos (pi ℝ * y) - sin (pi ℝ * y) / (pi ℝ * y)) / y = q at e
    have pos := abs_pos h
    refine le_of_mul_le_mul_right (c := 3 * abs y) ?_ (mul_pos (ofNat_pos 1) pos)
    have whole : abs (q - 0 - -p * y) * (3 * abs y) = abs (3 * (q * y) + pi ℝ * y * (pi ℝ * y)) := by
      rw [show 3 * abs y = abs (3 * y) by rw [abs_mul, abs_of_pos (ofNat_pos 1)], ← abs_mul]
      exact congrArg abs (lin_eq (y * y) third)
    rw [whole, e]
    refine le_trans near ?_
    have square : y * y = abs y * abs y := (abs_mul_abs_self y).symm
    rw [show pi ℝ * y * (pi ℝ * y) * (pi ℝ * y * (pi ℝ * y)) =
      pi ℝ * pi ℝ * (pi ℝ * pi ℝ) * (y * y * (y * y)) from ring, square]
    have nonneg := mul_nonneg (mul_self_nonneg (pi ℝ * pi ℝ)) (mul_nonneg (mul_self_nonneg (abs y)) (le_of_lt pos))
    have k := mul_nonneg nonneg (sub_nonneg_of_le (le_of_lt hy))
    exact lin (add_le_add k (add_le_add nonneg nonneg))

open Classical in
/-- The second derivative of `sinc`. -/
noncomputable def sincSecond (x : ℝ) : ℝ :=
  if 0 < abs x then -(pi ℝ * sin (pi ℝ * x)) / x -
    2 * ((cos (pi ℝ * x) - sin (pi ℝ * x) / (pi ℝ * x)) / x) / x else -(pi ℝ * pi ℝ / 3)

/-- `sinc'' x = sincSecond x` at every `x`. -/
theorem hasDerivAt_sincDeriv (x : ℝ) : HasDerivAt sincDeriv (sincSecond x) x := by
  by_cases h : x = 0
  · rw [h, show sincSecond 0 = -(pi ℝ * pi ℝ / 3) from if_neg (by rw [abs_zero]; exact lt_irrefl 0)]
    exact hasDerivAt_sincDeriv_zero
  · rw [show sincSecond x = _ from if_pos (abs_pos h)]
    exact hasDerivAt_sincDeriv_of_ne h

end Activation.Math
