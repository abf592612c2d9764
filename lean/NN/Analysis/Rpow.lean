prelude
import NN.Analysis.Deriv.Pow
import NN.Analysis.LogBase
import NN.Analysis.Order.Sign
import NN.Analysis.SqrtDeriv

/-!
# Real powers and roots

`rpow x p = exp (p log x)` is `x ^ p` for `0 < x`. For other `x` it is what the total logarithm makes of it
(`|x| ^ p`, and `1` at `0`), which is not the power of Mathlib: nothing here says anything about it.

## Main results

* `rpow_natCast`: `rpow x n = x ^ n`; `rpow_add`, `rpow_mul`, `rpow_one`, `rpow_neg`, `rpow_half`.
* `hasDerivAt_rpow`: `(x ^ p)' = p x ^ (p - 1)` in `x`; `hasDerivAt_rpow_exponent`: `x ^ p log x` in `p`.
* `cbrt`: the cube root, odd and defined everywhere; `cbrt_pow`, `cbrt_eq_iff`, `hasDerivAt_cbrt`.
* `rsqrt x = 1 / sqrt x`, `hasDerivAt_rsqrt`; `hypot x y = sqrt (x² + y²)`, `hasDerivAt_hypot`.
-/

variable {R : Type} [CompleteOrderedField R] {x y p q : R}

/-- `x ^ p` for `0 < x`, as `exp (p log x)`. -/
noncomputable def rpow (x p : R) : R := exp (p * log x)

/-- `0 < x ^ p`. -/
theorem rpow_pos (x p : R) : 0 < rpow x p := exp_pos _

/-- For a natural exponent it is the power. -/
theorem rpow_natCast (h : 0 < x) (n : Nat) : rpow x (natCast R n) = x ^ n := by
  rw [rpow, exp_natCast_mul, exp_log h]

/-- `x ^ 1 = x`. -/
theorem rpow_one (h : 0 < x) : rpow x 1 = x := by rw [rpow, one_mul, exp_log h]

/-- `x ^ (p + q) = x ^ p * x ^ q`. -/
theorem rpow_add (x p q : R) : rpow x (p + q) = rpow x p * rpow x q := by
  rw [rpow, add_mul, exp_add, rpow, rpow]

/-- `(x ^ p) ^ q = x ^ (p q)`. -/
theorem rpow_mul (x p q : R) : rpow (rpow x p) q = rpow x (p * q) := by
  rw [rpow, rpow, log_exp, rpow, show q * (p * log x) = p * q * log x from ring]

/-- `x ^ (-p) = 1 / x ^ p`. -/
theorem rpow_neg (x p : R) : rpow x (-p) = (rpow x p)⁻¹ := by rw [rpow, neg_mul, exp_neg, rpow]

/-- `x ^ (1/2) = sqrt x`. -/
theorem rpow_half (h : 0 < x) : rpow x 2⁻¹ = sqrt x := by rw [rpow, sqrt_eq_exp_log h, mul_comm]

/-- `(x ^ p)' = p x ^ (p - 1)` for `0 < x`. -/
theorem hasDerivAt_rpow (h : 0 < x) (p : R) : HasDerivAt (fun y => rpow y p) (p * rpow x (p - 1)) x := by
  refine (((hasDerivAt_log (ne_of_gt h)).const_mul p).exp).congr_deriv ?_
  rw [show p - 1 = p + -1 from ring, rpow_add, rpow_neg, rpow_one h, rpow]
  exact ring

/-- The derivative in the exponent: `x ^ p log x`. -/
theorem hasDerivAt_rpow_exponent (x p : R) : HasDerivAt (fun q => rpow x q) (rpow x p * log x) p :=
  (((hasDerivAt_id p).mul_const (log x)).exp).congr_deriv (by rw [one_mul, rpow])

/-! ### The cube root -/

/-- The cube root: `sign x * |x| ^ (1/3)`. -/
noncomputable def cbrt (x : R) : R := sign x * exp (log x / 3)

/-- `3 (1/3) = 1`. -/
theorem three_mul_inv_three : (3 : R) * 3⁻¹ = 1 := mul_inv_cancel₀ (ne_of_gt (ofNat_pos 1))

/-- The cube of `exp (log x / 3)` is `|x|`. -/
theorem exp_log_div_three_cube (h : x ≠ 0) : exp (log x / 3) ^ 3 = abs x := by
  rw [← exp_natCast_mul, ← exp_log_eq_abs h, div_eq_mul_inv]
  show exp (3 * (log x * 3⁻¹)) = exp (log x)
  rw [show 3 * (log x * 3⁻¹) = log x * (3 * 3⁻¹) from ring, three_mul_inv_three, mul_one]

/-- `(cbrt x)³ = x`. -/
theorem cbrt_pow (x : R) : cbrt x ^ 3 = x := by
  by_cases h : x = 0
  · rw [cbrt, h, sign_zero, zero_mul]
    exact ring
  · rw [cbrt, show (sign x * exp (log x / 3)) ^ 3 = sign x ^ 3 * exp (log x / 3) ^ 3 from ring,
      exp_log_div_three_cube h]
    rcases lt_or_gt_of_ne h with g | g
    · rw [sign_of_neg g, abs_of_neg g]
      exact ring
    · rw [sign_of_pos g, abs_of_pos g]
      exact ring

/-- The cube increases strictly. -/
theorem cube_lt_cube (h : x < y) : x ^ 3 < y ^ 3 := by
  have d := sub_pos_of_lt h
  have square := mul_self_nonneg (x + y)
  have sum : 0 < x * x + x * y + y * y := by
    by_cases e : x + y = 0
    · have ey : y = -x := lin_eq 1 e
      have ne : x ≠ 0 := fun z => by
        rw [ey, z, neg_zero] at h
        exact lt_irrefl (0 : R) h
      rw [ey]
      exact slin (mul_self_pos ne)
    · have s := mul_self_pos e
      have d2 := mul_self_nonneg (x - y)
      refine lt_of_mul_lt_mul_right (c := 4) ?_ (le_of_lt (ofNat_pos 2))
      exact slin (add_lt_add_of_lt_of_le s (add_nonneg d2 (add_nonneg square square)))
  exact slin (mul_pos d sum)

/-- What the cube root is: the one number with the given cube. -/
theorem cbrt_eq_iff : cbrt x = y ↔ y ^ 3 = x := by
  refine ⟨fun h => h ▸ cbrt_pow x, fun h => Classical.byContradiction fun ne => ?_⟩
  have e := cbrt_pow x
  rcases lt_or_gt_of_ne ne with g | g
  · exact ne_of_lt (cube_lt_cube g) (e.trans h.symm)
  · exact ne_of_gt (cube_lt_cube g) (e.trans h.symm)

/-- `cbrt' x = cbrt x / (3 x)` for `x ≠ 0`. -/
theorem hasDerivAt_cbrt (h : x ≠ 0) : HasDerivAt cbrt (cbrt x / (3 * x)) x := by
  have d := ((hasDerivAt_log h).div_const 3).exp
  have e : ∀ c : R, c * (exp (log x / 3) * (x⁻¹ / 3)) = c * exp (log x / 3) / (3 * x) := fun c => by
    rw [div_eq_mul_inv _ (3 * x), mul_inv, div_eq_mul_inv x⁻¹ 3]
    generalize exp (log x / 3) = E
    exact ring
  rcases lt_or_gt_of_ne h with g | g
  · have k : HasDerivAt cbrt (-1 * (exp (log x / 3) * (x⁻¹ / 3))) x :=
      (d.const_mul (-1)).congr_of_neg g fun y hy => by rw [cbrt, sign_of_neg hy]
    exact k.congr_deriv (by rw [e, cbrt, sign_of_neg g])
  · have k : HasDerivAt cbrt (1 * (exp (log x / 3) * (x⁻¹ / 3))) x :=
      (d.const_mul 1).congr_of_pos g fun y hy => by rw [cbrt, sign_of_pos hy]
    exact k.congr_deriv (by rw [e, cbrt, sign_of_pos g])

/-! ### The inverse square root, and the hypotenuse -/

/-- `1 / sqrt x`. -/
noncomputable def rsqrt (x : R) : R := (sqrt x)⁻¹

/-- What `rsqrt` is: its square times `x` is `1`. -/
theorem rsqrt_sq_mul (h : 0 < x) : rsqrt x ^ 2 * x = 1 := by
  have s := mul_self_sqrt (le_of_lt h)
  have c := mul_inv_cancel₀ (ne_of_gt (sqrt_pos h))
  rw [rsqrt]
  generalize (sqrt x)⁻¹ = r at *
  exact lin_eq₂ (-(r ^ 2)) s (sqrt x * r + 1) c

/-- `rsqrt' x = -1 / (2 x sqrt x)` for `0 < x`. -/
theorem hasDerivAt_rsqrt (h : 0 < x) : HasDerivAt rsqrt (-(1 / (2 * x * sqrt x))) x := by
  refine ((hasDerivAt_sqrt (ne_of_gt h)).inv (ne_of_gt (sqrt_pos h))).congr_deriv ?_
  rw [sq_sqrt (le_of_lt h), one_div, one_div, div_eq_mul_inv, mul_inv, mul_inv, mul_inv]
  exact ring

/-- The length of the hypotenuse, `sqrt (x² + y²)`. -/
noncomputable def hypot (x y : R) : R := sqrt (x ^ 2 + y ^ 2)

/-- What it is: the nonnegative number with this square. -/
theorem hypot_eq_iff {z : R} : hypot x y = z ↔ 0 ≤ z ∧ z * z = x ^ 2 + y ^ 2 :=
  sqrt_eq_iff (lin (add_nonneg (mul_self_nonneg x) (mul_self_nonneg y)))

/-- `hypot' = x / hypot x y` in the first argument, where that is not zero. -/
theorem hasDerivAt_hypot (h : x ^ 2 + y ^ 2 ≠ 0) : HasDerivAt (fun z => hypot z y) (x / hypot x y) x := by
  refine (((hasDerivAt_id x).sq.add_const (y ^ 2)).sqrt h).congr_deriv ?_
  rw [hypot, div_eq_mul_inv, div_eq_mul_inv, mul_inv]
  exact lin_eq (x * (sqrt (x ^ 2 + y ^ 2))⁻¹) two_mul_inv_two
