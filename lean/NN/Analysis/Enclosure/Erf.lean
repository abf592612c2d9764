prelude
import NN.Analysis.Enclosure.Pi
import NN.Analysis.Erf.Basic
import NN.Analysis.Erf.Series

/-!
# An enclosure of erf 1

The partial sums of `∑ (-1)ᵏ / (k! (2k + 1))` are fractions, computed with naturals; those with an odd and an
even number enclose the integral `I` of `exp (-t²)` from `0` to `1`. With `erf² 1 π = 4 I²` and the enclosure
of `π` they enclose `erf 1`.

## Main results

* `erf_one_bounds`: `erf 1` to 15 digits.
-/

variable {R : Type} [CompleteOrderedField R]

/-- `n! * (1 * 3 * ... * (2n + 1))` and `1 * 3 * ... * (2n + 1)`, and what `(-1)ⁿ` times the partial sum is
over the first: the third minus the fourth. -/
structure SumFraction where
  /-- `n! * (1 * 3 * ... * (2n + 1))`. -/
  denominator : Nat
  /-- `1 * 3 * ... * (2n + 1)`. -/
  odds : Nat
  /-- What is added. -/
  plus : Nat
  /-- What is subtracted. -/
  minus : Nat

/-- The fraction of partial sum number `n`. -/
noncomputable def sumFraction : Nat → SumFraction :=
  Nat.rec ⟨1, 1, 1, 0⟩ fun n f =>
    ⟨f.denominator * (.succ n * (2 * .succ n + 1)), f.odds * (2 * .succ n + 1),
      f.minus * (.succ n * (2 * .succ n + 1)) + f.odds, f.plus * (.succ n * (2 * .succ n + 1))⟩

/-- `(-1)ⁿ (-1)ⁿ = 1`. -/
theorem altSign_mul_self (n : Nat) : altSign R n * altSign R n = 1 := by
  induction n with
  | zero => exact one_mul 1
  | succ n ih =>
    rw [← ih]
    show -altSign R n * -altSign R n = altSign R n * altSign R n
    exact ring

/-- `(-1)²ⁿ = 1`. -/
theorem altSign_two_mul : (n : Nat) → altSign R (2 * n) = 1
  | .zero => rfl
  | .succ n => by
    show - -altSign R (2 * n) = 1
    rw [neg_neg, altSign_two_mul n]

/-- What the fractions are, and that the denominator is positive. -/
theorem sumFraction_spec (n : Nat) :
    0 < natCast R (sumFraction n).denominator ∧
      invFactorial R n * natCast R (sumFraction n).denominator = natCast R (sumFraction n).odds ∧
      altSign R n * gaussianSum n 1 * natCast R (sumFraction n).denominator =
        natCast R (sumFraction n).plus - natCast R (sumFraction n).minus := by
  induction n with
  | zero =>
    have one : natCast R 1 = 1 := zero_add 1
    refine ⟨?_, ?_, ?_⟩
    · show 0 < natCast R 1
      rw [one]
      exact zero_lt_one
    · show 1 * natCast R 1 = natCast R 1
      exact one_mul _
    · show 1 * 1 * natCast R 1 = natCast R 1 - natCast R 0
      show 1 * 1 * natCast R 1 = natCast R 1 - 0
      exact ring
  | succ n ih =>
    obtain ⟨pos, odds, value⟩ := ih
    have hm := natCast_succ_pos (R := R) n
    have hk : 0 < natCast R (2 * .succ n + 1) := natCast_succ_pos (2 * Nat.succ n)
    have cm := mul_inv_cancel₀ (ne_of_gt hm)
    have ck := mul_inv_cancel₀ (ne_of_gt hk)
    have one_pow : ∀ n : Nat, ((1 : R) ^ 2) ^ n = 1 := fun n => by
      induction n with
      | zero => rfl
      | succ n ih =>
        show ((1 : R) ^ 2) ^ n * 1 ^ 2 = 1
        rw [ih]
        exact ring
    refine ⟨?_, ?_, ?_⟩
    · show 0 < natCast R ((sumFraction n).denominator * (.succ n * (2 * .succ n + 1)))
      rw [natCast_mul, natCast_mul]
      exact mul_pos pos (mul_pos hm hk)
    · show invFactorial R n * (natCast R (.succ n))⁻¹ *
        natCast R ((sumFraction n).denominator * (.succ n * (2 * .succ n + 1))) =
          natCast R ((sumFraction n).odds * (2 * .succ n + 1))
      rw [natCast_mul, natCast_mul, natCast_mul, ← odds]
      generalize natCast R (sumFraction n).denominator = d at *
      generalize natCast R (2 * .succ n + 1) = k at *
      exact lin_eq (invFactorial R n * d * k) cm
    · show -altSign R n * (gaussianSum n 1 + -altSign R n * (invFactorial R n * (natCast R (.succ n))⁻¹) *
        ((natCast R (2 * .succ n + 1))⁻¹ * (1 * ((1 : R) ^ 2) ^ (.succ n : Nat)))) *
          natCast R ((sumFraction n).denominator * (.succ n * (2 * .succ n + 1))) =
            natCast R ((sumFraction n).minus * (.succ n * (2 * .succ n + 1)) + (sumFraction n).odds) -
              natCast R ((sumFraction n).plus * (.succ n * (2 * .succ n + 1)))
      have sign := altSign_mul_self (R := R) n
      generalize 2 * Nat.succ n + 1 = K at *
      rw [natCast_mul, natCast_mul, natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, one_pow,
        ← odds]
      generalize natCast R (sumFraction n).denominator = d at *
      generalize natCast R (sumFraction n).plus = a at *
      generalize natCast R (sumFraction n).minus = b at *
      generalize natCast R K = k at *
      generalize k⁻¹ = i at *
      generalize natCast R (.succ n) = m at *
      generalize m⁻¹ = j at *
      generalize invFactorial R n = f at *
      generalize altSign R n = s at *
      generalize gaussianSum n (1 : R) = q at *
      have step : -s * (q + -s * (f * j) * (i * (1 * 1))) * (d * (m * k))
          = -(s * q * d) * (m * k) + s * s * (f * d) * (m * j) * (k * i) := ring
      rw [step, value, sign, cm, ck]
      exact ring

/-- The integral is below partial sum number `2n`. -/
theorem gaussianIntegral_one_mul_le (n : Nat) :
    gaussianIntegral 1 * natCast R (sumFraction (2 * n)).denominator ≤
      natCast R (sumFraction (2 * n)).plus - natCast R (sumFraction (2 * n)).minus := by
  obtain ⟨pos, -, value⟩ := sumFraction_spec (R := R) (2 * n)
  rw [← value, altSign_two_mul, one_mul]
  exact mul_le_mul_of_nonneg_right (le_gaussianSum n zero_le_one) (le_of_lt pos)

/-- The integral is above partial sum number `2n + 1`. -/
theorem le_gaussianIntegral_one_mul (n : Nat) :
    natCast R (sumFraction (.succ (2 * n))).minus - natCast R (sumFraction (.succ (2 * n))).plus ≤
      gaussianIntegral 1 * natCast R (sumFraction (.succ (2 * n))).denominator := by
  obtain ⟨pos, -, value⟩ := sumFraction_spec (R := R) (.succ (2 * n))
  have k := mul_le_mul_of_nonneg_right (gaussianSum_le n (zero_le_one (R := R))) (le_of_lt pos)
  have e : altSign R (.succ (2 * n)) = -1 := by
    show -altSign R (2 * n) = -1
    rw [altSign_two_mul]
  rw [e] at value
  exact lin k (lin_eq (-1) value)

/-- `erf² 1 π = 4 I²`. -/
theorem erf_one_sq_mul_pi (R : Type) [CompleteOrderedField R] :
    erf (1 : R) * erf 1 * pi R = 4 * (gaussianIntegral 1 * gaussianIntegral 1) := by
  have s := mul_self_sqrt (le_of_lt (pi_pos R))
  have c := mul_inv_cancel₀ (ne_of_gt (sqrt_pos (pi_pos R)))
  show 2 / sqrt (pi R) * gaussianIntegral 1 * (2 / sqrt (pi R) * gaussianIntegral 1) * pi R = _
  rw [div_eq_mul_inv]
  generalize gaussianIntegral (1 : R) = I
  generalize sqrt (pi R) = r at *
  generalize r⁻¹ = i at *
  exact lin_eq₂ (-(4 * i * i * I * I)) s (4 * I * I * (r * i + 1)) c

/-- `p / 10 ^ 15 < erf 1` from a lower bound of the integral and an upper bound of `π`. -/
theorem lt_erf_one_of_certificate {n p w : Nat} (hw : pi R < natCast R w / natCast R 10 ^ 30)
    (certificate : Nat.ble (.succ (p * p * w * ((sumFraction (.succ (2 * n))).denominator *
      (sumFraction (.succ (2 * n))).denominator) + 8 * (10 ^ 15 * 10 ^ 15 * 10 ^ 30) * ((sumFraction (.succ (2 * n))).plus *
        (sumFraction (.succ (2 * n))).minus)))
      (4 * (10 ^ 15 * 10 ^ 15 * 10 ^ 30) * ((sumFraction (.succ (2 * n))).plus * (sumFraction (.succ (2 * n))).plus +
        (sumFraction (.succ (2 * n))).minus * (sumFraction (.succ (2 * n))).minus)) = true)
    (order : Nat.ble (sumFraction (.succ (2 * n))).plus (sumFraction (.succ (2 * n))).minus = true) :
    natCast R p / natCast R 10 ^ 15 < erf 1 := by
  obtain ⟨d_pos, -, -⟩ := sumFraction_spec (R := R) (.succ (2 * n))
  have low := le_gaussianIntegral_one_mul (R := R) n
  have order := natCast_le (R := R) _ _ order
  have compare := natCast_lt (R := R) _ _ certificate
  simp only [natCast_add, natCast_mul, natCast_pow] at compare
  generalize natCast R (sumFraction (.succ (2 * n))).denominator = d at *
  generalize natCast R (sumFraction (.succ (2 * n))).plus = a at *
  generalize natCast R (sumFraction (.succ (2 * n))).minus = b at *
  have square := mul_le_mul low low (sub_nonneg_of_le order) (le_trans (sub_nonneg_of_le order) low)
  have scale := natCast_ten_pow_pos R 15
  have scale' := natCast_ten_pow_pos R 30
  have pi_pos' := pi_pos R
  have hw' := mul_lt_mul_of_pos_right hw (natCast_ten_pow_pos R 30)
  rw [div_mul_cancel₀ _ (ne_of_gt (natCast_ten_pow_pos R 30))] at hw'
  have four : natCast R 4 = 4 := rfl
  have eight : natCast R 8 = 8 := rfl
  rw [four, eight] at compare
  have key := erf_one_sq_mul_pi R
  refine div_lt_of_lt_mul scale (not_le.mp fun le => ?_)
  have erf_pos : 0 ≤ erf (1 : R) := by
    have k := erf_strictMono.monotone (zero_le_one (R := R))
    rwa [erf_zero] at k
  generalize natCast R 10 ^ 15 = s at *
  generalize natCast R 10 ^ 30 = t at *
  have hp := mul_le_mul le le (mul_nonneg erf_pos (le_of_lt scale)) (natCast_nonneg p)
  generalize natCast R p = q at *
  generalize natCast R w = v at *
  generalize gaussianIntegral (1 : R) = I at *
  generalize pi R = P at *
  generalize erf (1 : R) = x at *
  have st := mul_nonneg (mul_nonneg (le_of_lt scale) (le_of_lt scale)) (le_of_lt scale')
  have four_nonneg : (0 : R) ≤ 4 := le_of_lt (ofNat_pos 2)
  have first := mul_le_mul_of_nonneg_left square (mul_nonneg four_nonneg st)
  have second := mul_le_mul_of_nonneg_right hp
    (mul_nonneg (mul_nonneg (le_of_lt pi_pos') (le_of_lt scale')) (mul_self_nonneg d))
  have third := mul_nonneg (mul_nonneg (mul_self_nonneg q) (mul_self_nonneg d))
    (sub_nonneg_of_le (le_of_lt hw'))
  exact lt_irrefl (0 : R) (slin (add_lt_add_of_lt_of_le compare (add_le_add first (add_le_add second third)))
    (lin_eq (s * s * t * (d * d)) key))

/-- `erf 1 < p / 10 ^ 15` from an upper bound of the integral and a lower bound of `π`. -/
theorem erf_one_lt_of_certificate {n p w : Nat} (hw : natCast R w / natCast R 10 ^ 30 < pi R)
    (certificate : Nat.ble (.succ (4 * (10 ^ 15 * 10 ^ 15 * 10 ^ 30) * ((sumFraction (2 * n)).plus * (sumFraction (2 * n)).plus +
        (sumFraction (2 * n)).minus * (sumFraction (2 * n)).minus)))
      (p * p * w * ((sumFraction (2 * n)).denominator * (sumFraction (2 * n)).denominator) +
        8 * (10 ^ 15 * 10 ^ 15 * 10 ^ 30) * ((sumFraction (2 * n)).plus * (sumFraction (2 * n)).minus)) = true) :
    erf 1 < natCast R p / natCast R 10 ^ 15 := by
  have high := gaussianIntegral_one_mul_le (R := R) n
  have compare := natCast_lt (R := R) _ _ certificate
  obtain ⟨d_pos, -, -⟩ := sumFraction_spec (R := R) (2 * n)
  simp only [natCast_add, natCast_mul, natCast_pow] at compare
  generalize natCast R (sumFraction (2 * n)).denominator = d at *
  generalize natCast R (sumFraction (2 * n)).plus = a at *
  generalize natCast R (sumFraction (2 * n)).minus = b at *
  have I_nonneg : 0 ≤ gaussianIntegral (1 : R) := by
    have k := gaussianSum_le 0 (zero_le_one (R := R))
    refine le_trans ?_ k
    have third := inv_le_inv_of_le (zero_lt_one (R := R)) (natCast_le (R := R) 1 3 rfl |> fun h => by
      rwa [show natCast R 1 = 1 from zero_add 1] at h)
    rw [inv_one] at third
    show 0 ≤ 1 + -1 * (1 * (natCast R 1)⁻¹) * ((natCast R 3)⁻¹ * (1 * (1 * 1 ^ 2)))
    rw [show natCast R 1 = 1 from zero_add 1, inv_one]
    exact lin third
  have square := mul_le_mul high high (mul_nonneg I_nonneg (le_of_lt d_pos))
    (le_trans (mul_nonneg I_nonneg (le_of_lt d_pos)) high)
  have scale := natCast_ten_pow_pos R 15
  have scale' := natCast_ten_pow_pos R 30
  have hw' := mul_lt_mul_of_pos_right hw (natCast_ten_pow_pos R 30)
  rw [div_mul_cancel₀ _ (ne_of_gt (natCast_ten_pow_pos R 30))] at hw'
  have four : natCast R 4 = 4 := rfl
  have eight : natCast R 8 = 8 := rfl
  rw [four, eight] at compare
  have key := erf_one_sq_mul_pi R
  have pi_pos' := pi_pos R
  refine lt_div_of_mul_lt scale (not_le.mp fun le => ?_)
  have hp := mul_le_mul le le (natCast_nonneg p) (le_trans (natCast_nonneg p) le)
  generalize natCast R 10 ^ 15 = s at *
  generalize natCast R 10 ^ 30 = t at *
  generalize natCast R p = q at *
  generalize natCast R w = v at *
  generalize gaussianIntegral (1 : R) = I at *
  generalize pi R = P at *
  generalize erf (1 : R) = x at *
  have st := mul_nonneg (mul_nonneg (le_of_lt scale) (le_of_lt scale)) (le_of_lt scale')
  have four_nonneg : (0 : R) ≤ 4 := le_of_lt (ofNat_pos 2)
  have first := mul_le_mul_of_nonneg_left square (mul_nonneg four_nonneg st)
  have second := mul_le_mul_of_nonneg_right hp
    (mul_nonneg (mul_nonneg (le_of_lt pi_pos') (le_of_lt scale')) (mul_self_nonneg d))
  have third := mul_nonneg (mul_nonneg (mul_self_nonneg q) (mul_self_nonneg d))
    (sub_nonneg_of_le (le_of_lt hw'))
  exact lt_irrefl (0 : R) (slin (add_lt_add_of_lt_of_le compare (add_le_add first (add_le_add second third)))
    (lin_eq (-(s * s * t * (d * d))) key))

/-- `erf 1` to 15 digits. -/
theorem erf_one_bounds :
    (842700792949714 : R) / 10 ^ 15 < erf 1 ∧ erf 1 < (842700792949715 : R) / 10 ^ 15 :=
  ⟨lt_erf_one_of_certificate (n := 9) (p := 842700792949714) pi_bounds.2 (by decide +kernel)
      (by decide +kernel),
    erf_one_lt_of_certificate (n := 9) (p := 842700792949715) pi_bounds.1 (by decide +kernel)⟩
