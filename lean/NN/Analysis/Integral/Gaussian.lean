prelude
import NN.Analysis.ExpDeriv
import NN.Analysis.Deriv.Pow
import NN.Analysis.Integral.Parametric
import NN.Analysis.Trig.Arctan

/-!
# The Gaussian integral

With `I x = ∫ exp (-t²) dt` from `0` to `x` and `J x = ∫ exp (-x² (1 + t²)) / (1 + t²) dt` from `0` to `1`,
the derivative of `I² + J` is zero, so that `I² + J = J 0 = arctan 1 = π/4`. Since `J` tends to zero, `I`
tends to `sqrt π / 2`.

## Main results

* `gaussianIntegral_sq_add`: `I x ^ 2 + J x = π / 4`.
* `gaussianRemainder_pos`, `gaussianRemainder_le`: `0 < J x ≤ exp (-x²)`.
-/

variable {R : Type} [CompleteOrderedField R] {x y t : R}

/-- `(exp (-t²))' = -2 t exp (-t²)`. -/
theorem hasDerivAt_exp_neg_sq (t : R) : HasDerivAt (fun t => exp (-(t ^ 2))) (-(2 * t) * exp (-(t ^ 2))) t :=
  ((hasDerivAt_id t).sq.neg.exp).congr_deriv ring

/-- `exp (-t²)` is continuous. -/
theorem continuous_exp_neg_sq : Continuous fun t : R => exp (-(t ^ 2)) :=
  continuous_of_hasDerivAt hasDerivAt_exp_neg_sq

/-- `∫ exp (-t²) dt` from `0` to `x`. -/
noncomputable def gaussianIntegral (x : R) : R := integral (fun t => exp (-(t ^ 2))) 0 x

/-- `∫ exp (-x² (1 + t²)) / (1 + t²) dt` from `0` to `1`: what is missing at `x`. -/
noncomputable def gaussianRemainder (x : R) : R :=
  integral (fun t => exp (-(x ^ 2 * (1 + t ^ 2))) * (1 + t ^ 2)⁻¹) 0 1

/-- The derivative of the Gaussian integral. -/
theorem hasDerivAt_gaussianIntegral (x : R) : HasDerivAt gaussianIntegral (exp (-(x ^ 2))) x :=
  continuous_exp_neg_sq.integral_hasDerivAt 0 x

/-- The Gaussian integral is zero at zero. -/
theorem gaussianIntegral_zero : gaussianIntegral (0 : R) = 0 :=
  integral_self continuous_exp_neg_sq.locallyBounded 0

/-- The integrand of the remainder is continuous in `t`. -/
theorem continuous_gaussianRemainder (x : R) :
    Continuous fun t : R => exp (-(x ^ 2 * (1 + t ^ 2))) * (1 + t ^ 2)⁻¹ := fun t =>
  (((((hasDerivAt_id t).sq.const_add 1).const_mul (x ^ 2)).neg.exp).mul
    (((hasDerivAt_id t).sq.const_add 1).inv (ne_of_gt (one_add_sq_pos t)))).continuousAt

/-- The integrand of the remainder changes with `x` as its derivative says, up to a multiple of `(y - x)²`. -/
theorem abs_gaussianRemainder_sub_le {s : R} (hs : abs (y + x) ≤ s) (near : abs (y - x) * (4 * s) ≤ 1)
    (t0 : 0 ≤ t) (t1 : t ≤ 1) :
    abs (exp (-(y ^ 2 * (1 + t ^ 2))) * (1 + t ^ 2)⁻¹ - exp (-(x ^ 2 * (1 + t ^ 2))) * (1 + t ^ 2)⁻¹
      - -2 * exp (-(x ^ 2)) * (exp (-((x * t) ^ 2)) * x) * (y - x))
      ≤ (8 * (s * s) + 1) * ((y - x) * (y - x)) := by
  have q_pos := one_add_sq_pos t
  have q_one : 1 ≤ 1 + t ^ 2 := lin (mul_self_nonneg t)
  have q_two : 1 + t ^ 2 ≤ 2 := lin (mul_nonneg (sub_nonneg_of_le t1) (add_nonneg t0 zero_le_one))
  have product : exp (-(x ^ 2)) * exp (-((x * t) ^ 2)) = exp (-(x ^ 2 * (1 + t ^ 2))) := by
    rw [← exp_add, show -(x ^ 2) + -((x * t) ^ 2) = -(x ^ 2 * (1 + t ^ 2)) from ring]
  have step : exp (-(y ^ 2 * (1 + t ^ 2)))
      = exp (-(x ^ 2 * (1 + t ^ 2))) * exp (-((y ^ 2 - x ^ 2) * (1 + t ^ 2))) := by
    rw [← exp_add,
      show -(x ^ 2 * (1 + t ^ 2)) + -((y ^ 2 - x ^ 2) * (1 + t ^ 2)) = -(y ^ 2 * (1 + t ^ 2)) from ring]
  have E_pos := exp_pos (-(x ^ 2 * (1 + t ^ 2)))
  have E_le := exp_strictMono.monotone
    (lin (mul_nonneg (mul_self_nonneg x) (le_of_lt q_pos)) : -(x ^ 2 * (1 + t ^ 2)) ≤ 0)
  rw [exp_zero] at E_le
  rw [step, show -2 * exp (-(x ^ 2)) * (exp (-((x * t) ^ 2)) * x) * (y - x)
    = -2 * (exp (-(x ^ 2)) * exp (-((x * t) ^ 2))) * x * (y - x) from ring, product]
  have cq := mul_inv_cancel₀ (ne_of_gt q_pos)
  have iq : (1 + t ^ 2)⁻¹ ≤ 1 := by
    have k := inv_le_inv_of_le zero_lt_one q_one
    rwa [inv_one] at k
  have iq_pos := inv_pos_of_pos q_pos
  have e : (y ^ 2 - x ^ 2) * (1 + t ^ 2) = (y - x) * (y + x) * (1 + t ^ 2) := ring
  rw [e]
  generalize exp (-(x ^ 2 * (1 + t ^ 2))) = E at *
  generalize 1 + t ^ 2 = q at *
  generalize q⁻¹ = i at *
  -- with `h = y - x`, `p = y + x` and `d = -h p q` the difference is `i E (exp d - 1 - d) - E h²`
  have slope : -2 * E * x * (y - x) = E * (y - x - (y + x)) * (y - x) := ring
  rw [slope]
  generalize y - x = h at *
  generalize y + x = p at *
  have r : E * exp (-(h * p * q)) * i - E * i - E * (h - p) * h
      = i * E * (exp (-(h * p * q)) - (1 + -(h * p * q))) - E * (h * h) := lin_eq (-(E * h * p)) cq
  rw [r]
  have s_nonneg := le_trans (abs_nonneg _) hs
  have p_sq : p * p ≤ s * s := by
    rw [← abs_mul_abs_self]
    exact mul_le_mul hs hs (abs_nonneg _) s_nonneg
  have d_le : -(h * p * q) ≤ 2⁻¹ := by
    refine le_trans (neg_le_abs _) ?_
    rw [abs_mul, abs_mul, abs_of_pos q_pos]
    refine le_of_mul_le_mul_right (c := 2) ?_ two_pos
    rw [inv_mul_cancel₀ two_ne_zero]
    have k := mul_le_mul (mul_le_mul_of_nonneg_left hs (abs_nonneg h)) q_two (le_of_lt q_pos)
      (mul_nonneg (abs_nonneg h) s_nonneg)
    exact le_trans (lin (add_le_add k k)) near
  have upper := sub_nonneg_of_le (exp_le_one_add_add_sq d_le)
  have lower := sub_nonneg_of_le (one_add_le_exp (-(h * p * q)))
  generalize exp (-(h * p * q)) = w at *
  have square := mul_self_nonneg h
  have iE : i * E ≤ 1 := le_trans (mul_le_mul iq E_le (le_of_lt E_pos) zero_le_one) (le_of_eq ring)
  have iE_nonneg := mul_nonneg (le_of_lt iq_pos) (le_of_lt E_pos)
  have q_sq : q * q ≤ 4 :=
    le_trans (mul_le_mul q_two q_two (le_of_lt q_pos) (le_of_lt two_pos)) (le_of_eq ring)
  have d_nonneg := mul_nonneg (mul_nonneg square (mul_self_nonneg p)) (mul_self_nonneg q)
  have d_sq : h * h * (p * p) * (q * q) ≤ h * h * (s * s) * 4 :=
    mul_le_mul (mul_le_mul_of_nonneg_left p_sq square) q_sq (mul_self_nonneg q)
      (mul_nonneg square (mul_self_nonneg s))
  have small := mul_nonneg iE_nonneg lower
  have large : i * E * (w - (1 + -(h * p * q))) ≤ 8 * (s * s) * (h * h) := by
    have two : w - (1 + -(h * p * q)) ≤ 2 * (h * h * (p * p) * (q * q)) := lin upper
    refine le_trans (mul_le_mul iE two lower zero_le_one) ?_
    exact lin (add_le_add d_sq d_sq)
  refine abs_le_of_le_of_neg_le ?_ ?_
  · exact lin (add_le_add (add_le_add large (mul_nonneg (le_of_lt E_pos) square)) square)
  · have ss := mul_nonneg (mul_self_nonneg s) square
    have eight : (0 : R) ≤ 8 := le_of_lt (ofNat_pos 6)
    exact lin (add_le_add (add_le_add small (mul_nonneg (sub_nonneg_of_le E_le) square))
      (mul_nonneg eight ss))

/-- The derivative of the remainder is that of `-I²`. -/
theorem hasDerivAt_gaussianRemainder (x : R) :
    HasDerivAt gaussianRemainder (-2 * exp (-(x ^ 2)) * gaussianIntegral x) x := by
  -- `∫ exp (-(x t)²) x dt = I x`
  have inner : ∀ t, HasDerivAt (fun t => gaussianIntegral (x * t)) (exp (-((x * t) ^ 2)) * x) t := fun t =>
    (HasDerivAt.comp (hasDerivAt_gaussianIntegral (x * t)) ((hasDerivAt_id t).const_mul x)).congr_deriv ring
  have cont : Continuous fun t : R => exp (-((x * t) ^ 2)) * x := fun t =>
    ((((hasDerivAt_id t).const_mul x).sq.neg.exp).mul_const x).continuousAt
  have e := integral_eq_sub_of_hasDerivAt cont inner 0 1
  rw [mul_one, mul_zero, gaussianIntegral_zero] at e
  have s_pos : 0 < 2 * abs x + 1 := add_comm (1 : R) _ ▸
    add_pos_of_pos_of_nonneg zero_lt_one (mul_nonneg (le_of_lt two_pos) (abs_nonneg x))
  have four_pos : (0 : R) < 4 := ofNat_pos 2
  obtain ⟨d, hd, ed⟩ := exists_pos_mul_eq (mul_pos four_pos s_pos) (zero_lt_one (R := R))
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd (zero_lt_one (R := R))
  refine (hasDerivAt_integral (C := 8 * ((2 * abs x + 1) * (2 * abs x + 1)) + 1) continuous_gaussianRemainder
    (cont.const_mul (-2 * exp (-(x ^ 2)))) hδ fun y t hy t0 t1 => ?_).congr_deriv ?_
  · refine abs_gaussianRemainder_sub_le ?_ ?_ t0 t1
    · have t := abs_add_le_add (le_of_lt (lt_of_lt_of_le hy h2)) (le_refl (abs (2 * x)))
      rw [show y - x + 2 * x = y + x from ring, abs_mul, abs_of_pos two_pos] at t
      exact le_trans t (le_of_eq ring)
    · exact le_trans (mul_le_mul_of_nonneg_right (le_trans (le_of_lt hy) h1)
        (le_of_lt (mul_pos four_pos s_pos))) (le_of_eq ed)
  · rw [integral_const_mul _ cont, e, show gaussianIntegral x - 0 = gaussianIntegral x from ring]

/-- `I x ^ 2 + J x = π / 4`. -/
theorem gaussianIntegral_sq_add (x : R) : gaussianIntegral x ^ 2 + gaussianRemainder x = pi R / 4 := by
  have const :
      gaussianIntegral x ^ 2 + gaussianRemainder x = gaussianIntegral 0 ^ 2 + gaussianRemainder 0 :=
    eq_of_hasDerivAt_zero (f := fun y => gaussianIntegral y ^ 2 + gaussianRemainder y) (fun y =>
      ((hasDerivAt_gaussianIntegral y).sq.add (hasDerivAt_gaussianRemainder y)).congr_deriv ring) x 0
  have cont : Continuous fun t : R => 1 / (1 + t ^ 2) := fun t =>
    ((hasDerivAt_const 1 t).div ((hasDerivAt_id t).sq.const_add 1) (ne_of_gt (one_add_sq_pos t))).continuousAt
  have zero : gaussianRemainder (0 : R) = pi R / 4 := by
    have e : (fun t : R => exp (-((0 : R) ^ 2 * (1 + t ^ 2))) * (1 + t ^ 2)⁻¹) = fun t => 1 / (1 + t ^ 2) :=
      funext fun t => by
        rw [show -((0 : R) ^ 2 * (1 + t ^ 2)) = 0 from ring, exp_zero, div_eq_mul_inv]
    rw [gaussianRemainder, e, integral_eq_sub_of_hasDerivAt cont hasDerivAt_arctan, arctan_one, arctan_zero]
    exact ring
  rw [const, gaussianIntegral_zero, zero]
  exact ring

/-- The remainder is positive. -/
theorem gaussianRemainder_pos (x : R) : 0 < gaussianRemainder x := by
  have k := le_integral (m := exp (-(x ^ 2 * 2)) * 2⁻¹) (continuous_gaussianRemainder x).locallyBounded
    (zero_le_one (R := R)) fun t t0 t1 => by
      have q_pos := one_add_sq_pos t
      have q_two : 1 + t ^ 2 ≤ 2 := lin (mul_nonneg (sub_nonneg_of_le t1) (add_nonneg t0 zero_le_one))
      exact mul_le_mul
        (exp_strictMono.monotone (lin (mul_nonneg (mul_self_nonneg x) (sub_nonneg_of_le q_two))))
        (inv_le_inv_of_le q_pos q_two) (le_of_lt (inv_pos_of_pos two_pos)) (le_of_lt (exp_pos _))
  exact lt_of_lt_of_le (half_pos (exp_pos (-(x ^ 2 * 2)))) (le_trans (le_of_eq ring) k)

/-- The remainder is at most `exp (-x²)`. -/
theorem gaussianRemainder_le (x : R) : gaussianRemainder x ≤ exp (-(x ^ 2)) := by
  have k := integral_le (M := exp (-(x ^ 2))) (continuous_gaussianRemainder x).locallyBounded
    (zero_le_one (R := R)) fun t t0 t1 => by
      have q_pos := one_add_sq_pos t
      have q_one : 1 ≤ 1 + t ^ 2 := lin (mul_self_nonneg t)
      have iq : (1 + t ^ 2)⁻¹ ≤ 1 := by
        have k := inv_le_inv_of_le zero_lt_one q_one
        rwa [inv_one] at k
      exact le_trans (mul_le_mul (exp_strictMono.monotone
        (lin (mul_nonneg (mul_self_nonneg x) (mul_self_nonneg t)))) iq (le_of_lt (inv_pos_of_pos q_pos))
        (le_of_lt (exp_pos _))) (le_of_eq (mul_one _))
  exact le_trans k (le_of_eq ring)
