prelude
import NN.Analysis.ExpDeriv
import NN.Analysis.LogDeriv

/-!
# Other bases: `2 ^ x`, logarithms to base 2 and 10

## Main results

* `exp2_log2`, `log2_exp2`, `exp10_log10`, `log10_exp10`: inverse to each other.
* `exp2_natCast`: `exp2 n = 2 ^ n` for a natural `n`, which says that the base is `2`; `exp10_natCast`.
* `hasDerivAt_exp2`, `hasDerivAt_log2`, `hasDerivAt_log10`.
-/

variable {R : Type} [CompleteOrderedField R] {x : R}

/-- `2 ^ x`, as `exp (x log 2)`. -/
noncomputable def exp2 (x : R) : R := exp (x * log 2)

/-- `10 ^ x`, as `exp (x log 10)`. -/
noncomputable def exp10 (x : R) : R := exp (x * log 10)

/-- The logarithm to base 2, `log x / log 2`. -/
noncomputable def log2 (x : R) : R := log x / log 2

/-- The logarithm to base 10, `log x / log 10`. -/
noncomputable def log10 (x : R) : R := log x / log 10

/-- `exp (n c) = (exp c) ^ n` for a natural `n`. -/
theorem exp_natCast_mul (c : R) (n : Nat) : exp (natCast R n * c) = exp c ^ n := by
  induction n with
  | zero =>
    show exp (0 * c) = 1
    rw [zero_mul, exp_zero]
  | succ n ih =>
    show exp ((natCast R n + 1) * c) = exp c ^ n * exp c
    rw [add_mul, one_mul, exp_add, ih]

/-- `0 < log 2`. -/
theorem log_two_pos (R : Type) [CompleteOrderedField R] : 0 < log (2 : R) :=
  log_pos (slin (zero_lt_one (R := R)))

/-- `0 < log 10`. -/
theorem log_ten_pos (R : Type) [CompleteOrderedField R] : 0 < log (10 : R) :=
  log_pos (slin (ofNat_pos (R := R) 7) (show (10 : R) - 1 = 9 - 0 from ring))

/-- `exp2 n = 2 ^ n`. -/
theorem exp2_natCast (n : Nat) : exp2 (natCast R n) = 2 ^ n := by rw [exp2, exp_natCast_mul, exp_log two_pos]

/-- `exp10 n = 10 ^ n`. -/
theorem exp10_natCast (n : Nat) : exp10 (natCast R n) = 10 ^ n := by
  rw [exp10, exp_natCast_mul, exp_log (ofNat_pos 8)]

/-- `exp2 (x + y) = exp2 x * exp2 y`. -/
theorem exp2_add (x y : R) : exp2 (x + y) = exp2 x * exp2 y := by rw [exp2, add_mul, exp_add, exp2, exp2]

/-- `exp2 (log2 x) = x` for `0 < x`. -/
theorem exp2_log2 (h : 0 < x) : exp2 (log2 x) = x := by
  rw [exp2, log2, div_mul_cancel₀ _ (ne_of_gt (log_two_pos R)), exp_log h]

/-- `log2 (exp2 x) = x`. -/
theorem log2_exp2 (x : R) : log2 (exp2 x) = x := by
  rw [log2, exp2, log_exp]
  exact (eq_div_of_mul_eq (ne_of_gt (log_two_pos R)) rfl).symm

/-- `exp10 (log10 x) = x` for `0 < x`. -/
theorem exp10_log10 (h : 0 < x) : exp10 (log10 x) = x := by
  rw [exp10, log10, div_mul_cancel₀ _ (ne_of_gt (log_ten_pos R)), exp_log h]

/-- `log10 (exp10 x) = x`. -/
theorem log10_exp10 (x : R) : log10 (exp10 x) = x := by
  rw [log10, exp10, log_exp]
  exact (eq_div_of_mul_eq (ne_of_gt (log_ten_pos R)) rfl).symm

/-- `exp2' x = exp2 x * log 2`. -/
theorem hasDerivAt_exp2 (x : R) : HasDerivAt exp2 (exp2 x * log 2) x :=
  (((hasDerivAt_id x).mul_const (log 2)).exp).congr_deriv (by rw [one_mul, exp2])

/-- `log2' x = 1 / x / log 2` for `x ≠ 0`. -/
theorem hasDerivAt_log2 (h : x ≠ 0) : HasDerivAt log2 (1 / x / log 2) x :=
  ((hasDerivAt_log h).div_const (log 2)).congr_deriv (by rw [one_div])

/-- `log10' x = 1 / x / log 10` for `x ≠ 0`. -/
theorem hasDerivAt_log10 (h : x ≠ 0) : HasDerivAt log10 (1 / x / log 10) x :=
  ((hasDerivAt_log h).div_const (log 10)).congr_deriv (by rw [one_div])
