prelude
import NN.Floats.Format

/-!
# Where rounding is exact

## Main results

* `FloatFormat.isRep_sub_of_sterbenz`: `x - y` is a float for floats `y ≤ x ≤ 2 y` (Sterbenz).
* `FloatFormat.isRep_add_of_small`: a sum of floats below the least normal number is a float;
  `FloatFormat.abs_round_add_sub_le`: so the error of a sum is at most `u |x + y|`, without `η`.
* `FloatFormat.isRep_two_mul`, `FloatFormat.isRep_one`: powers of two.
* `FloatFormat.isRep_widen`: the floats of a format are floats of a wider one.
-/

/-- A difference of naturals that is not negative is a natural. -/
theorem exists_natCast_eq_sub {a b : Nat} (h : 0 ≤ natCast ℝ a - natCast ℝ b) :
    ∃ c : Nat, natCast ℝ a - natCast ℝ b = natCast ℝ c := by
  rcases Nat.le_total_exists_add a b with ⟨k, e⟩ | ⟨k, e⟩
  · exact ⟨k, by rw [e, natCast_add]; exact ring⟩
  · refine ⟨0, le_antisymm ?_ h⟩
    rw [e, natCast_add]
    show natCast ℝ a - (natCast ℝ a + natCast ℝ k) ≤ 0
    exact lin (natCast_nonneg (R := ℝ) k)

namespace FloatFormat
variable (F : FloatFormat) {x y : ℝ}

/-- The negative of a float. -/
theorem isRep_neg (h : F.IsRep x) : F.IsRep (-x) := by
  show IsFloat _ (abs (-x) * _)
  rwa [abs_neg]

/-- The double of a float. -/
theorem isRep_two_mul (h : F.IsRep x) : F.IsRep (2 * x) := by
  obtain ⟨m, k, lt, e⟩ := h
  refine ⟨m, .succ k, lt, ?_⟩
  rw [abs_mul, abs_of_pos two_pos]
  show 2 * abs x * twoPow ℝ F.least = natCast ℝ m * (2 * twoPow ℝ k)
  exact lin_eq 2 e

/-- One is a float. -/
theorem isRep_one : F.IsRep 1 := by
  have one : natCast ℝ 1 = 1 := zero_add 1
  refine ⟨1, F.least, ?_, ?_⟩
  · rw [one]
    exact one_lt_twoPow_succ _
  · rw [one, abs_one]

/-- The floats of a format are floats of a wider one. -/
theorem isRep_widen (a b g : Nat) (h : F.IsRep x) : IsRep ⟨F.bits + a, F.least + b, g⟩ x := by
  obtain ⟨m, k, lt, e⟩ := h
  refine ⟨m, k + b, lt_of_lt_of_le lt ?_, ?_⟩
  · show twoPow ℝ (.succ F.bits) ≤ twoPow ℝ (.succ (F.bits + a))
    rw [← Nat.succ_add]
    exact twoPow_le_add _ a
  · show abs x * twoPow ℝ (F.least + b) = natCast ℝ m * twoPow ℝ (k + b)
    rw [twoPow_add, twoPow_add]
    exact lin_eq (twoPow ℝ b) e

/-- A float is an integer times the least float. -/
theorem exists_nat_sub_of_isRep (h : F.IsRep x) :
    ∃ a b : Nat, x * twoPow ℝ F.least = natCast ℝ a - natCast ℝ b := by
  obtain ⟨m, k, _, e⟩ := h
  obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := ℝ) k
  rw [← ht, ← natCast_mul] at e
  have zero : natCast ℝ 0 = 0 := rfl
  rcases le_total 0 x with s | s
  · rw [abs_of_nonneg s] at e
    exact ⟨m * t, 0, by rw [e, zero]; exact ring⟩
  · rw [abs_of_nonpos s] at e
    exact ⟨0, m * t, by rw [← e, zero]; exact ring⟩

/-- An integer times the least float, below the least normal number, is a float. -/
theorem isRep_of_small {a b : Nat} (e : x * twoPow ℝ F.least = natCast ℝ a - natCast ℝ b)
    (h : abs x * twoPow ℝ F.least < twoPow ℝ (.succ F.bits)) : F.IsRep x := by
  have key : ∃ c : Nat, abs x * twoPow ℝ F.least = natCast ℝ c := by
    rcases le_total 0 x with s | s
    · have n := scaled_up_nonneg F s
      rw [e] at n
      obtain ⟨c, hc⟩ := exists_natCast_eq_sub n
      exact ⟨c, by rw [abs_of_nonneg s, e, hc]⟩
    · have n := scaled_up_nonneg F (neg_nonneg_of_nonpos s)
      have e' : -x * twoPow ℝ F.least = natCast ℝ b - natCast ℝ a := lin_eq (-1) e
      rw [e'] at n
      obtain ⟨c, hc⟩ := exists_natCast_eq_sub n
      exact ⟨c, by rw [abs_of_nonpos s, e', hc]⟩
  obtain ⟨c, hc⟩ := key
  rw [hc] at h
  exact ⟨c, 0, h, by rw [hc]; exact (mul_one _).symm⟩

/-- A sum of floats below the least normal number is a float. -/
theorem isRep_add_of_small (hx : F.IsRep x) (hy : F.IsRep y)
    (h : abs (x + y) * twoPow ℝ F.least < twoPow ℝ (.succ F.bits)) : F.IsRep (x + y) := by
  obtain ⟨a, b, e⟩ := exists_nat_sub_of_isRep F hx
  obtain ⟨c, d, f⟩ := exists_nat_sub_of_isRep F hy
  refine isRep_of_small F (a := a + c) (b := b + d) ?_ h
  rw [natCast_add, natCast_add]
  exact lin_eq₂ 1 e 1 f

/-- The error of a sum of floats has no part `η`: sums do not underflow. -/
theorem abs_round_add_sub_le (hx : F.IsRep x) (hy : F.IsRep y) :
    abs (F.round (x + y) - (x + y)) ≤ F.unit * abs (x + y) := by
  have unit_pos : 0 < F.unit := halfPow_pos _
  rcases lt_or_le (abs (x + y) * twoPow ℝ F.least) (twoPow ℝ (.succ F.bits)) with h | h
  · rw [round_of_isRep F _ (isRep_add_of_small F hx hy h), sub_self, abs_zero]
    exact mul_nonneg (le_of_lt unit_pos) (abs_nonneg _)
  · have k := round_rounds F (x + y)
    have m := mul_le_mul_of_nonneg_left h (le_of_lt unit_pos)
    rw [show F.unit * twoPow ℝ (.succ F.bits) = 1 by
      rw [mul_comm]
      exact twoPow_mul_halfPow _] at m
    have n := mul_le_mul_of_nonneg_right m (le_of_lt (halfPow_pos (R := ℝ) F.least))
    rw [one_mul, ← mul_assoc, up_down] at n
    have tiny_le : F.tiny ≤ F.unit * abs (x + y) := le_trans (halfPow_add_le F.least 1) n
    exact le_trans k (max_le (le_refl _) tiny_le)

/-- Sterbenz: the difference of floats `y ≤ x ≤ 2 y` is a float. -/
theorem isRep_sub_of_sterbenz (hx : F.IsRep x) (hy : F.IsRep y) (h : y ≤ x) (g : x ≤ 2 * y) :
    F.IsRep (x - y) := by
  have y_nonneg : 0 ≤ y := by
    have k := add_le_add h g
    exact lin k
  obtain ⟨m, i, lm, e⟩ := hx
  obtain ⟨n, j, ln, f⟩ := hy
  rw [abs_of_nonneg (le_trans y_nonneg h)] at e
  rw [abs_of_nonneg y_nonneg] at f
  have diff := sub_nonneg_of_le h
  -- an integer multiple of the finer spacing that is at most the coefficient of the coarser float
  have key : ∀ (s c a b : Nat), natCast ℝ c < twoPow ℝ (.succ F.bits) →
      (x - y) * twoPow ℝ F.least = (natCast ℝ a - natCast ℝ b) * twoPow ℝ s →
      (x - y) * twoPow ℝ F.least ≤ natCast ℝ c * twoPow ℝ s → F.IsRep (x - y) := fun s c a b hc he hle => by
    have n0 := scaled_up_nonneg F diff
    rw [he] at n0 hle
    have d0 : 0 ≤ natCast ℝ a - natCast ℝ b :=
      le_of_mul_le_mul_right (by rwa [zero_mul]) (twoPow_pos (R := ℝ) s)
    obtain ⟨d, hd⟩ := exists_natCast_eq_sub d0
    rw [hd] at he hle
    exact ⟨d, s, lt_of_le_of_lt (le_of_mul_le_mul_right hle (twoPow_pos s)) hc, by rwa [abs_of_nonneg diff]⟩
  rcases Nat.le_total_exists_add i j with ⟨d, hd⟩ | ⟨d, hd⟩
  · obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := ℝ) d
    refine key j n (m * t) n ln ?_ ?_
    · rw [natCast_mul, ht]
      rw [hd, twoPow_add] at e
      exact lin_eq₂ 1 e (-1) f
    · rw [← f]
      exact mul_le_mul_of_nonneg_right (lin g) (le_of_lt (twoPow_pos _))
  · obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := ℝ) d
    refine key i m m (n * t) lm ?_ ?_
    · rw [natCast_mul, ht]
      rw [hd, twoPow_add] at f
      exact lin_eq₂ 1 e (-1) f
    · rw [← e]
      exact mul_le_mul_of_nonneg_right (lin y_nonneg) (le_of_lt (twoPow_pos _))

end FloatFormat
