prelude
import NN.Analysis.Enclosure.Exp
import NN.Analysis.Log

/-!
# Enclosures of the logarithm of 2

`y < log 2` means `exp y < 2`, so an enclosure of `log 2` is two enclosures of `exp`, each at a decimal
fraction.

## Main results

* `lt_log_two_of_certificate`, `log_two_lt_of_certificate`.
-/

variable {R : Type} [CompleteOrderedField R]

/-- A decimal fraction in the form that certificates of `exp` expect. -/
theorem div_pow_mul_natCast_pow (R : Type) [CompleteOrderedField R] (p k : Nat) :
    natCast R p / natCast R 10 ^ k * natCast R (10 ^ k) = natCast R p := by
  rw [natCast_pow, div_mul_cancel₀ _ (ne_of_gt (natCast_ten_pow_pos R k))]

/-- `p / 10 ^ k < log 2` if `b / D ≤ exp (-p / 10 ^ k)` is certified and `1 / 2 < b / D`. -/
theorem lt_log_two_of_certificate {D p k m b : Nat} {l : List Nat}
    (certificate : Bool.and (Nat.ble (.succ D) (2 * b)) (ExpCertificate D 0 p (10 ^ k) m l b) = true) :
    natCast R p / natCast R 10 ^ k < log 2 := by
  obtain ⟨half_lt, certificate⟩ := Bool.and_eq_true_imp certificate
  have half_lt := natCast_lt (R := R) _ _ half_lt
  rw [natCast_mul] at half_lt
  have upper := mul_exp_le (R := R) (x := natCast R p / natCast R 10 ^ k) (by
    rw [div_pow_mul_natCast_pow]
    exact (show natCast R p - 0 = natCast R p from ring).symm) certificate
  refine lt_of_exp_lt_exp ?_
  rw [exp_log two_pos]
  refine lt_of_mul_lt_mul_right (c := natCast R b) (lt_of_le_of_lt ?_ half_lt) (natCast_nonneg b)
  rwa [mul_comm]

/-- `log 2 < p / 10 ^ k` if `b / D ≤ exp (p / 10 ^ k)` is certified and `2 < b / D`. -/
theorem log_two_lt_of_certificate {D p k m b : Nat} {l : List Nat}
    (certificate : Bool.and (Nat.ble (.succ (2 * D)) b) (ExpCertificate D p 0 (10 ^ k) m l b) = true) :
    log 2 < natCast R p / natCast R 10 ^ k := by
  obtain ⟨two_lt, certificate⟩ := Bool.and_eq_true_imp certificate
  have two_lt := natCast_lt (R := R) _ _ two_lt
  rw [natCast_mul] at two_lt
  have lower := le_mul_exp (R := R) (x := natCast R p / natCast R 10 ^ k) (by
    rw [div_pow_mul_natCast_pow]
    exact (show natCast R p - 0 = natCast R p from ring).symm) certificate
  refine lt_of_exp_lt_exp ?_
  rw [exp_log two_pos]
  refine lt_of_mul_lt_mul_right (c := natCast R D) (lt_of_lt_of_le two_lt ?_) (natCast_nonneg D)
  rwa [mul_comm]
