prelude
import NN.Analysis.Erf.Basic
import NN.Analysis.LogDeriv

/-!
# The complementary error function and the normal distribution

## Main definitions

* `erfc x = 1 - erf x`, `erfcx x = exp (x²) * erfc x`.
* `normalCdf x = erfc (-(x / sqrt 2)) / 2`: the probability that a standard normal variable is at most `x`.
* `logNormalCdf x = log (normalCdf x)`.

## Main results

* `erfc_pos`, `erfc_lt_two`, `erfc_zero`, `erfc_neg`, `hasDerivAt_erfc`, `hasDerivAt_erfcx`.
* `hasDerivAt_normalCdf`: `normalCdf' x = normalPdf x = exp (-(x² / 2)) / sqrt (2 π)`.
* `normalCdf_pos`, `normalCdf_lt_one`, `normalCdf_neg`, `normalCdf_zero`; `tendsAtTop_normalCdf`,
  `tendsAtBot_normalCdf`: the limits are `1` and `0`.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' x : R}

/-- The complementary error function, `1 - erf x`. -/
noncomputable def erfc (x : R) : R := 1 - erf x

/-- The scaled complementary error function, `exp (x²) * erfc x`. -/
noncomputable def erfcx (x : R) : R := exp (x ^ 2) * erfc x

/-- The density of the standard normal distribution, `exp (-(x² / 2)) / sqrt (2 π)`. -/
noncomputable def normalPdf (x : R) : R := exp (-(x ^ 2 / 2)) / sqrt (2 * pi R)

/-- The standard normal distribution function, `erfc (-(x / sqrt 2)) / 2`. -/
noncomputable def normalCdf (x : R) : R := erfc (-(x / sqrt 2)) / 2

/-- The logarithm of the standard normal distribution function. -/
noncomputable def logNormalCdf (x : R) : R := log (normalCdf x)

/-! ### The complementary error function -/

/-- What `erfc` is: `erf + erfc = 1`. -/
theorem erf_add_erfc (x : R) : erf x + erfc x = 1 := show erf x + (1 - erf x) = 1 from ring

/-- `0 < erfc x`. -/
theorem erfc_pos (x : R) : 0 < erfc x := sub_pos_of_lt (erf_lt_one x)

/-- `erfc x < 2`. -/
theorem erfc_lt_two (x : R) : erfc x < 2 :=
  slin (neg_one_lt_erf x) (show 2 - (1 - erf x) = erf x - -1 from ring)

/-- `erfc 0 = 1`. -/
theorem erfc_zero : erfc (0 : R) = 1 := by
  rw [erfc, erf_zero]
  exact ring

/-- `erfc (-x) = 2 - erfc x`. -/
theorem erfc_neg (x : R) : erfc (-x) = 2 - erfc x := by
  rw [erfc, erfc, erf_neg]
  exact ring

/-- `erfc' x = -(2 / sqrt π * exp (-x²))`. -/
theorem hasDerivAt_erfc (x : R) : HasDerivAt erfc (-(2 / sqrt (pi R) * exp (-(x ^ 2)))) x :=
  (hasDerivAt_erf x).const_sub 1

/-- `(erfc ∘ f)' = -(2 / sqrt π * exp (-f²)) * f'`. -/
theorem HasDerivAt.erfc (h : HasDerivAt f f' x) :
    HasDerivAt (fun y => _root_.erfc (f y)) (-(2 / _root_.sqrt (pi R) * _root_.exp (-(f x ^ 2))) * f') x :=
  HasDerivAt.comp (hasDerivAt_erfc (f x)) h

/-- `erfcx' x = 2 x erfcx x - 2 / sqrt π`. -/
theorem hasDerivAt_erfcx (x : R) : HasDerivAt erfcx (2 * x * erfcx x - 2 / sqrt (pi R)) x := by
  refine ((hasDerivAt_id x).sq.exp.mul (hasDerivAt_erfc x)).congr_deriv ?_
  rw [erfcx]
  exact lin_eq (-(2 / sqrt (pi R))) (exp_mul_exp_neg (x ^ 2))

/-- `0 < erfcx x`. -/
theorem erfcx_pos (x : R) : 0 < erfcx x := mul_pos (exp_pos _) (erfc_pos x)

/-! ### The normal distribution -/

/-- `0 < normalCdf x`. -/
theorem normalCdf_pos (x : R) : 0 < normalCdf x := div_pos (erfc_pos _) two_pos

/-- `normalCdf x < 1`. -/
theorem normalCdf_lt_one (x : R) : normalCdf x < 1 := div_lt_one_of_lt two_pos (erfc_lt_two _)

/-- `normalCdf 0 = 1/2`. -/
theorem normalCdf_zero : normalCdf (0 : R) = 1 / 2 := by rw [normalCdf, zero_div, neg_zero, erfc_zero]

/-- `normalCdf (-x) = 1 - normalCdf x`. -/
theorem normalCdf_neg (x : R) : normalCdf (-x) = 1 - normalCdf x := by
  have e : -(-x / sqrt 2) = - -(x / sqrt 2) := by
    rw [div_eq_mul_inv, div_eq_mul_inv]
    exact ring
  rw [normalCdf, normalCdf, e, erfc_neg, div_eq_mul_inv _ 2, div_eq_mul_inv (erfc _) 2]
  exact lin_eq 1 two_mul_inv_two

/-- `normalCdf' = normalPdf`. -/
theorem hasDerivAt_normalCdf (x : R) : HasDerivAt normalCdf (normalPdf x) x := by
  refine ((((hasDerivAt_id x).div_const (sqrt 2)).neg.erfc).div_const 2).congr_deriv ?_
  have two : sqrt (2 : R) * sqrt 2 = 2 := mul_self_sqrt (le_of_lt two_pos)
  have product : sqrt (2 * pi R) = sqrt 2 * sqrt (pi R) := sqrt_mul (le_of_lt two_pos) (le_of_lt (pi_pos R))
  have i : (sqrt (2 : R))⁻¹ * (sqrt 2)⁻¹ = 2⁻¹ := by rw [← mul_inv, two]
  have square : (-(x / sqrt 2)) ^ 2 = x ^ 2 / 2 := by
    rw [div_eq_mul_inv, div_eq_mul_inv]
    exact lin_eq (x ^ 2) i
  rw [square, normalPdf, product, div_eq_mul_inv, div_eq_mul_inv, div_eq_mul_inv,
    div_eq_mul_inv, div_eq_mul_inv, mul_inv]
  generalize exp (-(x ^ 2 * 2⁻¹)) = E
  exact lin_eq ((sqrt (pi R))⁻¹ * E * (sqrt 2)⁻¹) two_mul_inv_two

/-- `(normalCdf ∘ f)' = normalPdf f * f'`. -/
theorem HasDerivAt.normalCdf (h : HasDerivAt f f' x) :
    HasDerivAt (fun y => _root_.normalCdf (f y)) (normalPdf (f x) * f') x :=
  HasDerivAt.comp (hasDerivAt_normalCdf (f x)) h

/-- `0 < normalPdf x`. -/
theorem normalPdf_pos (x : R) : 0 < normalPdf x :=
  div_pos (exp_pos _) (sqrt_pos (mul_pos two_pos (pi_pos R)))

/-- The normal distribution function is strictly increasing. -/
theorem normalCdf_strictMono : StrictMono (normalCdf (R := R)) :=
  strictMono_of_hasDerivAt_pos hasDerivAt_normalCdf normalPdf_pos

/-- `logNormalCdf' = normalPdf / normalCdf`. -/
theorem hasDerivAt_logNormalCdf (x : R) : HasDerivAt logNormalCdf (normalPdf x / normalCdf x) x :=
  (hasDerivAt_normalCdf x).log (ne_of_gt (normalCdf_pos x))

/-- `normalCdf x` tends to `1` at `+∞`. -/
theorem tendsAtTop_normalCdf : TendsAtTop normalCdf (1 : R) := by
  intro ε hε
  obtain ⟨N, h⟩ := tendsAtTop_erf ε hε
  have s := sqrt_pos (two_pos (R := R))
  refine ⟨N * sqrt 2, fun x hx => ?_⟩
  have k := h (x / sqrt 2) (by
    rw [div_eq_mul_inv]
    exact le_mul_inv_of_mul_le hx s)
  have e : normalCdf x - 1 = (erf (x / sqrt 2) - 1) * 2⁻¹ := by
    rw [normalCdf, erfc_neg, erfc, div_eq_mul_inv (_ : R) 2]
    exact lin_eq 1 two_mul_inv_two
  have half := mul_nonneg (abs_nonneg (erf (x / sqrt 2) - 1)) (le_of_lt (inv_pos_of_pos (two_pos (R := R))))
  rw [e, abs_mul, abs_of_pos (inv_pos_of_pos two_pos)]
  exact lt_of_le_of_lt (lin half (lin_eq (-abs (erf (x / sqrt 2) - 1)) two_mul_inv_two)) k

/-- `normalCdf x` tends to `0` at `-∞`. -/
theorem tendsAtBot_normalCdf : TendsAtBot normalCdf (0 : R) := by
  have k := (TendsAtTop.const (1 : R)).add tendsAtTop_normalCdf.neg
  rwa [show (fun x : R => 1 + -normalCdf x) = fun x => normalCdf (-x) from funext fun x => by
      rw [normalCdf_neg]
      exact ring, show (1 : R) + -1 = 0 from ring] at k
