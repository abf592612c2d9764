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
* `hasDerivAt_sincDeriv`: the second derivative at every `x ≠ 0`.
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
theorem hasDerivAt_sincDeriv (hx : x ≠ 0) :
    HasDerivAt sincDeriv (-(pi ℝ * sin (pi ℝ * x)) / x -
      2 * ((cos (pi ℝ * x) - sin (pi ℝ * x) / (pi ℝ * x)) / x) / x) x := by
  refine hasDerivAt_of_eq_off_zero hx ?_ fun _ hy => sincDeriv_of_ne hy
  have inner : HasDerivAt (fun y => pi ℝ * y) (pi ℝ) x :=
    ((hasDerivAt_id x).const_mul (pi ℝ)).congr_deriv (mul_one _)
  refine ((inner.cos.sub (hasDerivAt_sin_div hx)).div (hasDerivAt_id x) hx).congr_deriv ?_
  simp only [div_eq_mul_inv, mul_inv, inv_sq]
  generalize cos (pi ℝ * x) - sin (pi ℝ * x) * ((pi ℝ)⁻¹ * x⁻¹) = q
  exact lin_eq (-(pi ℝ * sin (pi ℝ * x) * x⁻¹) - q * x⁻¹ * x⁻¹) (mul_inv_cancel₀ hx)

end Activation.Math
