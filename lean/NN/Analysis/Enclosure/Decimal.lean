prelude
import NN.Analysis.DyadicPower
import NN.Analysis.Order.NatCast

/-!
# Decimal bounds from integer bounds

A certificate proves bounds by naturals, such as `b ≤ D x`, because naturals are what Lean's kernel computes
with. Here they become bounds by decimal fractions, `p / 10 ^ k < x`, that one can read.

## Main results

* `div_pow_lt_of_le_mul`: `p / 10 ^ k < x` from `b ≤ D x`, if `p D < b 10 ^ k`.
* `lt_div_pow_of_mul_le`: `x < p / 10 ^ k` from `b x ≤ D`, if `D 10 ^ k < p b`.
* `twoPow_eq_natCast`: `2 ^ n` in the field is the natural `2 ^ n`.
-/

/-- Both parts of a true conjunction are true. -/
theorem Bool.and_eq_true_imp {a b : Bool} (h : Bool.and a b = true) : a = true ∧ b = true := by
  cases a
  · exact nomatch (h : false = true)
  · exact ⟨rfl, h⟩

variable {R : Type} [CompleteOrderedField R] {x : R}

/-- `2 ^ n` in the field is the natural `2 ^ n`. -/
theorem twoPow_eq_natCast (R : Type) [CompleteOrderedField R] : (n : Nat) → twoPow R n = natCast R (2 ^ n)
  | .zero => (zero_add 1).symm
  | .succ n => by
    show 2 * twoPow R n = natCast R (2 ^ n * 2)
    rw [natCast_mul, ← twoPow_eq_natCast R n, mul_comm]
    rfl

/-- `0 < 10 ^ k`, with the number 10 given as a natural. -/
theorem natCast_ten_pow_pos (R : Type) [CompleteOrderedField R] (k : Nat) : 0 < natCast R 10 ^ k :=
  pow_pos (natCast_lt 0 10 rfl) k

/-- `p / 10 ^ k < x` from `b ≤ D x`, if `p D < b 10 ^ k`. -/
theorem div_pow_lt_of_le_mul {b D : Nat} (h : natCast R b ≤ natCast R D * x) (p k : Nat)
    (certificate : Bool.and (Nat.ble 1 D) (Nat.ble (.succ (p * D)) (b * 10 ^ k)) = true) :
    natCast R p / natCast R 10 ^ k < x := by
  obtain ⟨hD, compare⟩ := Bool.and_eq_true_imp certificate
  have compare := natCast_mul_lt_mul_natCast (R := R) compare
  rw [natCast_pow] at compare
  have hpow := natCast_ten_pow_pos R k
  generalize natCast R 10 ^ k = scale at *
  refine div_lt_of_lt_mul hpow (lt_of_mul_lt_mul_right (c := natCast R D) (lt_of_lt_of_le compare ?_)
    (natCast_nonneg D))
  exact lin (mul_nonneg (sub_nonneg_of_le h) (le_of_lt hpow))

/-- `x < p / 10 ^ k` from `b x ≤ D`, if `D 10 ^ k < p b`. -/
theorem lt_div_pow_of_mul_le {b D : Nat} (h : natCast R b * x ≤ natCast R D) (p k : Nat)
    (certificate : Bool.and (Nat.ble 1 b) (Nat.ble (.succ (D * 10 ^ k)) (p * b)) = true) :
    x < natCast R p / natCast R 10 ^ k := by
  obtain ⟨hb, compare⟩ := Bool.and_eq_true_imp certificate
  have compare := natCast_mul_lt_mul_natCast (R := R) compare
  rw [natCast_pow] at compare
  have hpow := natCast_ten_pow_pos R k
  generalize natCast R 10 ^ k = scale at *
  refine lt_div_of_mul_lt hpow (lt_of_mul_lt_mul_right (c := natCast R b) (lt_of_le_of_lt ?_ compare)
    (natCast_nonneg b))
  exact lin (mul_nonneg (sub_nonneg_of_le h) (le_of_lt hpow))
