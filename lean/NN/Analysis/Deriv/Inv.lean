prelude
import NN.Analysis.Deriv.Comp
import NN.Analysis.Deriv.Mul

/-!
# Derivatives of inverses and quotients

## Main results

* `hasDerivAt_inv`: `(x⁻¹)' = -(x²)⁻¹` for `x ≠ 0`.
* `HasDerivAt.inv`, `HasDerivAt.div`: `(1/f)' = -f'/f²` and `(f/g)' = (f' g - f g')/g²`.
-/

variable {R : Type} [OrderedField R] {f g : R → R} {f' g' x : R}

/-- `(a ^ 2)⁻¹ = a⁻¹ * a⁻¹`. -/
theorem inv_sq (a : R) : (a ^ 2)⁻¹ = a⁻¹ * a⁻¹ := by
  rw [show a ^ 2 = a * a from ring, mul_inv]

/-- What is nearer to `x` than half of `|x|` is at least half of `|x|` away from `0`. -/
theorem half_abs_le_of_abs_sub_lt {x y : R} (hy : abs (y - x) < abs x * 2⁻¹) : abs x * 2⁻¹ ≤ abs y := by
  have t := abs_add_le y (-(y - x))
  rw [abs_neg, show y + -(y - x) = x from ring] at t
  have t : abs x * 2⁻¹ + abs x * 2⁻¹ ≤ abs y + abs (y - x) := by rwa [add_halves]
  exact lin (add_le_add t (le_of_lt hy))

/-- `|a⁻¹| = |a|⁻¹` for `a ≠ 0`. -/
theorem abs_inv {a : R} (h : a ≠ 0) : abs a⁻¹ = (abs a)⁻¹ :=
  eq_inv_of_mul_eq_one_right (by
    rw [← abs_mul, mul_inv_cancel₀ h]
    exact abs_of_nonneg (le_of_lt zero_lt_one))

/-- `(x⁻¹)' = -(x²)⁻¹` at every `x ≠ 0`. -/
theorem hasDerivAt_inv (hx : x ≠ 0) : HasDerivAt (fun y => y⁻¹) (-(x ^ 2)⁻¹) x := by
  have hp := half_pos (abs_pos hx)
  refine HasDerivAt.of_quadratic_bound (C := (abs x * 2⁻¹)⁻¹ * (x⁻¹ * x⁻¹)) hp fun y hy => ?_
  have far := half_abs_le_of_abs_sub_lt hy
  have hy : y ≠ 0 := fun e => lt_irrefl (0 : R) (lt_of_lt_of_le hp (by rwa [e, abs_zero] at far))
  have e : y⁻¹ - x⁻¹ - -(x ^ 2)⁻¹ * (y - x) = y⁻¹ * (x⁻¹ * x⁻¹ * ((y - x) * (y - x))) := by
    rw [inv_sq]
    exact lin_eq₂ ((2 * x - y) * (x⁻¹ * x⁻¹)) (mul_inv_cancel₀ hy)
      (x⁻¹ - y⁻¹ * (x * x⁻¹ + 1)) (mul_inv_cancel₀ hx)
  rw [e, abs_mul, abs_inv hy, abs_of_nonneg (mul_nonneg (mul_self_nonneg x⁻¹) (mul_self_nonneg (y - x))),
    mul_assoc ((abs x * 2⁻¹)⁻¹)]
  exact mul_le_mul (inv_le_inv_of_le hp far) (le_refl _)
    (mul_nonneg (mul_self_nonneg x⁻¹) (mul_self_nonneg (y - x))) (le_of_lt (inv_pos_of_pos hp))

/-- `(1/f)' = -f'/f²` where `f ≠ 0`. -/
theorem HasDerivAt.inv (h : HasDerivAt f f' x) (hx : f x ≠ 0) :
    HasDerivAt (fun y => (f y)⁻¹) (-f' / f x ^ 2) x :=
  (HasDerivAt.comp (hasDerivAt_inv hx) h).congr_deriv (by rw [div_eq_mul_inv]; exact ring)

/-- `(f/g)' = (f' g - f g')/g²` where `g ≠ 0`. -/
theorem HasDerivAt.div (h : HasDerivAt f f' x) (k : HasDerivAt g g' x) (hx : g x ≠ 0) :
    HasDerivAt (fun y => f y / g y) ((f' * g x - f x * g') / g x ^ 2) x := by
  rw [show (fun y => f y / g y) = fun y => f y * (g y)⁻¹ from funext fun y => div_eq_mul_inv _ _]
  refine (h.mul (k.inv hx)).congr_deriv ?_
  rw [div_eq_mul_inv, div_eq_mul_inv, inv_sq]
  exact lin_eq (-f' * (g x)⁻¹) (mul_inv_cancel₀ hx)
