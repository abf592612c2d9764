prelude
import NN.Analysis.Enclosure.Exp
import NN.Analysis.Hyperbolic

/-!
# Enclosures of the hyperbolic tangent of 1

`tanh 1 = (e² - 1) / (e² + 1)`, so `p / q < tanh 1` means `q + p < (q - p) e²`, which follows from an
enclosure of `e`.

## Main results

* `lt_tanh_one_of_le_mul`, `tanh_one_lt_of_mul_le`.
-/

variable {R : Type} [CompleteOrderedField R]

/-- `tanh 1 (e² + 1) = e² - 1`. -/
theorem tanh_one_mul (R : Type) [CompleteOrderedField R] :
    tanh (1 : R) * (exp 1 * exp 1 + 1) = exp 1 * exp 1 - 1 := by
  have unit := exp_mul_exp_neg (1 : R)
  have plus : exp (1 : R) * exp 1 + 1 = exp 1 * (2 * cosh 1) := by
    rw [two_mul_cosh]
    exact lin_eq (-1) unit
  have minus : exp (1 : R) * exp 1 - 1 = exp 1 * (2 * sinh 1) := by
    rw [two_mul_sinh]
    exact lin_eq 1 unit
  rw [plus, minus]
  have quotient : tanh (1 : R) * cosh 1 = sinh 1 := div_mul_cancel₀ _ (ne_of_gt (cosh_pos 1))
  exact lin_eq (2 * exp 1) quotient

/-- `e² + 1` is positive. -/
theorem exp_one_sq_add_one_pos (R : Type) [CompleteOrderedField R] : 0 < exp (1 : R) * exp 1 + 1 :=
  add_pos (mul_pos (exp_pos 1) (exp_pos 1)) zero_lt_one

/-- `p / 10 ^ k < tanh 1` from `b / D ≤ e`, if `(10 ^ k + p) D² < (10 ^ k - p) b²`. -/
theorem lt_tanh_one_of_le_mul {b D : Nat} (h : natCast R b ≤ natCast R D * exp 1) (p k : Nat)
    (certificate : Bool.and (Nat.ble 1 D)
      (Nat.ble (.succ ((10 ^ k + p) * (D * D) + p * (b * b))) (10 ^ k * (b * b))) = true) :
    natCast R p / natCast R 10 ^ k < tanh 1 := by
  obtain ⟨hD, compare⟩ := Bool.and_eq_true_imp certificate
  have hD : 0 < natCast R D := natCast_lt 0 D hD
  have compare := natCast_lt (R := R) _ _ compare
  rw [natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_add,
    natCast_pow] at compare
  have scale := natCast_ten_pow_pos R k
  have e := tanh_one_mul R
  have sum_pos := exp_one_sq_add_one_pos R
  have square := mul_le_mul h h (natCast_nonneg b) (mul_nonneg (le_of_lt hD) (le_of_lt (exp_pos 1)))
  generalize natCast R 10 ^ k = s at *
  -- `p < s`, so that `(s - p) b² ≤ (s - p) (D e)²`
  have lt : natCast R p ≤ s := le_of_lt (by
    refine lt_of_mul_lt_mul_right (c := natCast R b * natCast R b) (lt_of_le_of_lt ?_ compare)
      (mul_self_nonneg _)
    exact lin (mul_nonneg (add_nonneg (le_of_lt scale) (natCast_nonneg (R := R) p))
      (mul_self_nonneg (natCast R D))))
  have scaled := mul_nonneg (sub_nonneg_of_le lt) (sub_nonneg_of_le square)
  refine div_lt_of_lt_mul scale
    (lt_of_mul_lt_mul_right (c := (exp 1 * exp 1 + 1) * (natCast R D * natCast R D)) ?_
    (le_of_lt (mul_pos sum_pos (mul_pos hD hD))))
  rw [show tanh 1 * s * ((exp 1 * exp 1 + 1) * (natCast R D * natCast R D))
    = s * (natCast R D * natCast R D) * (tanh 1 * (exp 1 * exp 1 + 1)) from ring, e]
  exact slin (add_lt_add_of_lt_of_le compare scaled)

/-- `tanh 1 < p / 10 ^ k` from `e ≤ D / b`, if `(10 ^ k - p) D² < (10 ^ k + p) b²`. -/
theorem tanh_one_lt_of_mul_le {b D : Nat} (h : natCast R b * exp 1 ≤ natCast R D) (p k : Nat)
    (certificate : Bool.and (Nat.ble 1 b) (Bool.and (Nat.ble p (10 ^ k))
      (Nat.ble (.succ (10 ^ k * (D * D))) ((10 ^ k + p) * (b * b) + p * (D * D)))) = true) :
    tanh 1 < natCast R p / natCast R 10 ^ k := by
  obtain ⟨hb, certificate⟩ := Bool.and_eq_true_imp certificate
  obtain ⟨le, compare⟩ := Bool.and_eq_true_imp certificate
  have hb : 0 < natCast R b := natCast_lt 0 b hb
  have le := natCast_le (R := R) _ _ le
  have compare := natCast_lt (R := R) _ _ compare
  rw [natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_add,
    natCast_pow] at compare
  rw [natCast_pow] at le
  have scale := natCast_ten_pow_pos R k
  have e := tanh_one_mul R
  have sum_pos := exp_one_sq_add_one_pos R
  have square := mul_le_mul h h (mul_nonneg (le_of_lt hb) (le_of_lt (exp_pos 1))) (natCast_nonneg D)
  generalize natCast R 10 ^ k = s at *
  have scaled := mul_nonneg (sub_nonneg_of_le le) (sub_nonneg_of_le square)
  refine lt_div_of_mul_lt scale
    (lt_of_mul_lt_mul_right (c := (exp 1 * exp 1 + 1) * (natCast R b * natCast R b)) ?_
    (le_of_lt (mul_pos sum_pos (mul_pos hb hb))))
  rw [show tanh 1 * s * ((exp 1 * exp 1 + 1) * (natCast R b * natCast R b))
    = s * (natCast R b * natCast R b) * (tanh 1 * (exp 1 * exp 1 + 1)) from ring, e]
  exact slin (add_lt_add_of_lt_of_le compare scaled)
