prelude
import NN.Analysis.Integral.Gaussian
import NN.Analysis.Limit
import NN.Analysis.Sqrt

/-!
# The error function

`erf x = 2 / sqrt π * ∫ exp (-t²) dt` from `0` to `x`.

## Main results

* `hasDerivAt_erf`: `erf' x = 2 / sqrt π * exp (-x²)`; `HasDerivAt.erf`.
* `erf_zero`, `erf_neg`, `erf_strictMono`, `abs_erf_lt_one`.
* `one_sub_erf_sq_le`: `1 - erf² x ≤ 4 / π * exp (-x²)`; `tendsAtTop_erf`, `tendsAtBot_erf`: the limits are
  `1` and `-1`, which is what the factor `2 / sqrt π` is for.
* `erf_unique`: `erf` is the only multiple of the integral of `exp (-t²)` from `0` that tends to `1`.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' x y : R}

/-- The error function, `2 / sqrt π * ∫ exp (-t²) dt` from `0` to `x`. -/
noncomputable def erf (x : R) : R := 2 / sqrt (pi R) * integral (fun t => exp (-(t ^ 2))) 0 x

/-- `0 < 2 / sqrt π`. -/
theorem two_div_sqrt_pi_pos (R : Type) [CompleteOrderedField R] : 0 < 2 / sqrt (pi R) :=
  div_pos two_pos (sqrt_pos (pi_pos R))

/-- `erf' x = 2 / sqrt π * exp (-x²)`. -/
theorem hasDerivAt_erf (x : R) : HasDerivAt erf (2 / sqrt (pi R) * exp (-(x ^ 2))) x :=
  (hasDerivAt_gaussianIntegral x).const_mul _

/-- `(erf ∘ f)' = 2 / sqrt π * exp (-f²) * f'`. -/
theorem HasDerivAt.erf (h : HasDerivAt f f' x) :
    HasDerivAt (fun y => _root_.erf (f y)) (2 / _root_.sqrt (pi R) * _root_.exp (-(f x ^ 2)) * f') x :=
  HasDerivAt.comp (hasDerivAt_erf (f x)) h

/-- `erf 0 = 0`. -/
theorem erf_zero : erf (0 : R) = 0 := by
  rw [erf, integral_self continuous_exp_neg_sq.locallyBounded, mul_zero]

/-- The error function is odd. -/
theorem erf_neg (x : R) : erf (-x) = -erf x := by
  have d : ∀ y : R, HasDerivAt (fun y => erf y + erf (-y)) 0 y := fun y =>
    ((hasDerivAt_erf y).add (HasDerivAt.comp (f := fun y => -y) (hasDerivAt_erf (-y))
      (hasDerivAt_id y).neg)).congr_deriv (by
        rw [show (-y) ^ 2 = y ^ 2 from ring]
        exact ring)
  have e : erf x + erf (-x) = erf 0 + erf (-0) := eq_of_hasDerivAt_zero d x 0
  rw [neg_zero, erf_zero] at e
  exact lin_eq 1 e

/-- The error function is strictly increasing. -/
theorem erf_strictMono : StrictMono (erf (R := R)) :=
  strictMono_of_hasDerivAt_pos hasDerivAt_erf fun _ => mul_pos (two_div_sqrt_pi_pos R) (exp_pos _)

/-! ### The limits -/

/-- `erf² x + 4 / π * J x = 1` with the remainder `J` of the Gaussian integral. -/
theorem erf_sq_add (x : R) : erf x ^ 2 + 4 / pi R * gaussianRemainder x = 1 := by
  have e := gaussianIntegral_sq_add x
  have s := mul_self_sqrt (le_of_lt (pi_pos R))
  have c := mul_inv_cancel₀ (ne_of_gt (pi_pos R))
  have four : (4 : R) * 4⁻¹ = 1 := mul_inv_cancel₀ (ne_of_gt (ofNat_pos 2))
  show (2 / sqrt (pi R) * gaussianIntegral x) ^ 2 + 4 / pi R * gaussianRemainder x = 1
  have i : (sqrt (pi R))⁻¹ * (sqrt (pi R))⁻¹ = (pi R)⁻¹ := by rw [← mul_inv, s]
  rw [div_eq_mul_inv] at e
  rw [div_eq_mul_inv, div_eq_mul_inv]
  generalize (sqrt (pi R))⁻¹ = r at *
  have step : (2 * r * gaussianIntegral x) ^ 2 = 4 * (pi R)⁻¹ * gaussianIntegral x ^ 2 :=
    lin_eq (4 * gaussianIntegral x ^ 2) i
  rw [step, show 4 * (pi R)⁻¹ * gaussianIntegral x ^ 2 + 4 * (pi R)⁻¹ * gaussianRemainder x
    = 4 * (pi R)⁻¹ * (gaussianIntegral x ^ 2 + gaussianRemainder x) from ring, e]
  exact lin_eq₂ (4 * 4⁻¹) c 1 four

/-- `|erf x| < 1`. -/
theorem abs_erf_lt_one (x : R) : abs (erf x) < 1 := by
  have e := erf_sq_add x
  have pos := mul_pos (div_pos (ofNat_pos 2) (pi_pos R) : 0 < 4 / pi R) (gaussianRemainder_pos x)
  refine not_le.mp fun h => ?_
  have k := mul_le_mul h h zero_le_one (abs_nonneg _)
  rw [abs_mul_abs_self] at k
  exact lt_irrefl (0 : R) (slin (add_lt_add_of_lt_of_le pos k) (lin_eq (-1) e))

/-- `erf x < 1`. -/
theorem erf_lt_one (x : R) : erf x < 1 := lt_of_le_of_lt (le_abs_self _) (abs_erf_lt_one x)

/-- `-1 < erf x`. -/
theorem neg_one_lt_erf (x : R) : -1 < erf x := slin (lt_of_le_of_lt (neg_le_abs _) (abs_erf_lt_one x))

/-- `1 - erf² x ≤ 4 / π * exp (-x²)`. -/
theorem one_sub_erf_sq_le (x : R) : 1 - erf x ^ 2 ≤ 4 / pi R * exp (-(x ^ 2)) := by
  have e := erf_sq_add x
  have pos : 0 < 4 / pi R := div_pos (ofNat_pos 2) (pi_pos R)
  have k := mul_le_mul_of_nonneg_left (gaussianRemainder_le x) (le_of_lt pos)
  exact lin k (lin_eq 1 e)

/-- `exp (-x²)` tends to zero. -/
theorem tendsAtTop_exp_neg_sq : TendsAtTop (fun x : R => exp (-(x ^ 2))) 0 := by
  intro ε hε
  refine ⟨ε⁻¹, fun x hx => ?_⟩
  rw [show exp (-(x ^ 2)) - 0 = exp (-(x ^ 2)) from ring, abs_of_pos (exp_pos _)]
  have x_pos := lt_of_lt_of_le (inv_pos_of_pos hε) hx
  have large : ε⁻¹ < exp (x ^ 2) := lt_of_le_of_lt hx (lt_of_lt_of_le
    (slin (add_lt_add_of_lt_of_le x_pos (mul_self_nonneg (x - 1))) : x < 1 + x ^ 2) (one_add_le_exp (x ^ 2)))
  have k := mul_pos (mul_pos (sub_pos_of_lt large) hε) (exp_pos (-(x ^ 2)))
  have c := mul_inv_cancel₀ (ne_of_gt hε)
  have c' := exp_mul_exp_neg (x ^ 2)
  exact slin k (lin_eq₂ (exp (-(x ^ 2))) c (-ε) c')

/-- `erf x` tends to `1` at `+∞`. -/
theorem tendsAtTop_erf : TendsAtTop erf (1 : R) := by
  refine TendsAtTop.of_abs_le (tendsAtTop_exp_neg_sq.const_mul (4 / pi R)) fun x hx => ?_
  have nonneg := erf_strictMono.monotone hx
  rw [erf_zero] at nonneg
  have below := sub_nonneg_of_le (le_of_lt (erf_lt_one x))
  rw [abs_of_nonpos (lin (le_of_lt (erf_lt_one x))), mul_zero,
    show 4 / pi R * exp (-(x ^ 2)) - 0 = 4 / pi R * exp (-(x ^ 2)) from ring]
  refine le_trans (le_trans ?_ (one_sub_erf_sq_le x)) (le_abs_self _)
  exact lin (mul_nonneg below nonneg)

/-- `erf x` tends to `-1` at `-∞`. -/
theorem tendsAtBot_erf : TendsAtBot erf (-1 : R) := tendsAtTop_erf.of_odd erf_neg

/-- What the error function is: the only function whose derivative is a multiple of `exp (-x²)`, that is `0`
at `0` and tends to `1`. -/
theorem erf_unique {c : R} (h : ∀ x, HasDerivAt f (c * exp (-(x ^ 2))) x) (zero : f 0 = 0)
    (top : TendsAtTop f 1) (x : R) : f x = erf x := by
  have k := mul_inv_cancel₀ (ne_of_gt (two_div_sqrt_pi_pos R))
  -- `f` is a multiple of `erf`, and the limits say of which factor
  have multiple : ∀ x, f x = c * (2 / sqrt (pi R))⁻¹ * erf x := fun x => by
    have e : f x - c * (2 / sqrt (pi R))⁻¹ * erf x = f 0 - c * (2 / sqrt (pi R))⁻¹ * erf 0 :=
      eq_of_hasDerivAt_zero (f := fun y => f y - c * (2 / sqrt (pi R))⁻¹ * erf y) (fun y =>
        ((h y).sub ((hasDerivAt_erf y).const_mul _)).congr_deriv
          (lin_eq (-(c * exp (-(y ^ 2)))) k)) x 0
    rw [zero, erf_zero] at e
    exact lin_eq 1 e
  have limit := tendsAtTop_erf.const_mul (c * (2 / sqrt (pi R))⁻¹)
  rw [show (fun x => c * (2 / sqrt (pi R))⁻¹ * erf x) = f from funext fun x => (multiple x).symm] at limit
  have one := limit.unique top
  rw [mul_one] at one
  rw [multiple x, one, one_mul]
