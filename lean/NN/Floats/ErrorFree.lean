prelude
import NN.Floats.Exact
import NN.Floats.Program

/-!
# The error of a rounded sum is a float, and a few operations compute it

Without overflow, and whatever underflows: two-sum of any two floats (Knuth), fast two-sum of a float and one that
is not greater (Dekker). As instructions they are straight-line programs (`Instr.twoSum`, `Instr.fastTwoSum`)
that compute what the exact sum less the rounded one is (`Instr.sumError`), so that a bound of the latter is one
of the former.

## Main results

* `FloatFormat.isRep_sum_error`: the error of a rounded sum is a float.
* `FloatFormat.isRep_round_add_sub`: so is what the rounded sum has more than the greater summand.
* `FloatFormat.twoSum_eq`, `FloatFormat.fastTwoSum_eq`: what is computed is the error.
* `Instr.computed_twoSum`, `Instr.computed_fastTwoSum`: the same of programs.
-/

section
variable {R : Type} [CompleteOrderedField R] {y : R}

/-- A multiple of `2ᵏ` that is rounded is one. -/
theorem roundTo_multiple (p c k : Nat) (h : y = natCast R c * twoPow R k) :
    ∃ n : Nat, roundTo p y = natCast R n * twoPow R k := by
  rcases Nat.le_total_exists_add (scaleOf p y) k with ⟨d, e⟩ | ⟨d, e⟩
  · obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := R) d
    refine ⟨nearestEven (y * halfPow R (scaleOf p y)) * t, ?_⟩
    unfold roundTo
    rw [natCast_mul, ht, mul_assoc, mul_comm (twoPow R d), ← twoPow_add, ← e]
  · obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := R) d
    have int : y * halfPow R (scaleOf p y) = natCast R (c * t) := by
      generalize scaleOf p y = s at e
      rw [natCast_mul, ht, h, e, twoPow_add]
      exact lin_eq (natCast R c * twoPow R d) (twoPow_mul_halfPow s)
    refine ⟨c, ?_⟩
    unfold roundTo
    rw [int, nearestEven_natCast, ← int, mul_halfPow_mul_twoPow, h]

end

namespace FloatFormat
variable (F : FloatFormat) {x y : ℝ}

/-- The number is an integer times `2ᵏ` times the least float. -/
def Multiple (k : Nat) (x : ℝ) : Prop :=
  ∃ a b : Nat, x * twoPow ℝ F.least = (natCast ℝ a - natCast ℝ b) * twoPow ℝ k

/-- The negative of a multiple. -/
theorem Multiple.neg {k : Nat} (h : F.Multiple k x) : F.Multiple k (-x) := by
  obtain ⟨a, b, e⟩ := h
  exact ⟨b, a, lin_eq (-1) e⟩

/-- The sum of multiples. -/
theorem Multiple.add {k : Nat} (h : F.Multiple k x) (g : F.Multiple k y) : F.Multiple k (x + y) := by
  obtain ⟨a, b, e⟩ := h
  obtain ⟨c, d, f⟩ := g
  refine ⟨a + c, b + d, ?_⟩
  rw [natCast_add, natCast_add]
  exact lin_eq₂ 1 e 1 f

/-- A number whose absolute value is a multiple is one. -/
theorem multiple_of_abs {m k d : Nat} (e : abs x * twoPow ℝ F.least = natCast ℝ m * twoPow ℝ (k + d)) :
    F.Multiple k x := by
  obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := ℝ) d
  have zero : natCast ℝ 0 = 0 := rfl
  rw [twoPow_add, mul_comm (twoPow ℝ k), ← mul_assoc, ← ht, ← natCast_mul] at e
  rcases le_total 0 x with s | s
  · rw [abs_of_nonneg s] at e
    exact ⟨m * t, 0, by rw [e, zero]; exact ring⟩
  · rw [abs_of_nonpos s] at e
    exact ⟨0, m * t, by rw [zero]; exact lin_eq (-1) e⟩

/-- The absolute value of a multiple is one. -/
theorem Multiple.abs_eq {k : Nat} (h : F.Multiple k x) :
    ∃ c : Nat, abs x * twoPow ℝ F.least = natCast ℝ c * twoPow ℝ k := by
  have pos : ∀ {x : ℝ}, F.Multiple k x → 0 ≤ x →
      ∃ c : Nat, x * twoPow ℝ F.least = natCast ℝ c * twoPow ℝ k := fun h s => by
    obtain ⟨a, b, e⟩ := h
    have n := scaled_up_nonneg F s
    rw [e] at n
    obtain ⟨c, hc⟩ := exists_natCast_eq_sub
      (le_of_mul_le_mul_right (by rwa [zero_mul]) (twoPow_pos (R := ℝ) k))
    exact ⟨c, by rw [e, hc]⟩
  rcases le_total 0 x with s | s
  · rw [abs_of_nonneg s]
    exact pos h s
  · rw [abs_of_nonpos s]
    exact pos (Multiple.neg F h) (neg_nonneg_of_nonpos s)

/-- A multiple that is rounded is one. -/
theorem Multiple.round {k : Nat} (h : F.Multiple k x) : F.Multiple k (F.round x) := by
  refine by_sign (P := fun x => F.Multiple k x → F.Multiple k (F.round x)) (fun x s h => ?_)
    (fun x ih h => ?_) x h
  · obtain ⟨c, e⟩ := Multiple.abs_eq F h
    rw [abs_of_nonneg s] at e
    obtain ⟨n, hn⟩ := roundTo_multiple (.succ F.bits) c k e
    refine multiple_of_abs F (m := n) (d := 0) ?_
    rw [abs_of_nonneg (round_nonneg F s), round_of_nonneg F s, down_up]
    exact hn
  · have g := Multiple.neg F (ih (Multiple.neg F h))
    rwa [round_neg, neg_neg] at g

/-- A multiple of the spacing that is not greater than a float of that spacing is a float. -/
theorem isRep_of_multiple {m k : Nat} (h : F.Multiple k x) (lt : natCast ℝ m < twoPow ℝ (.succ F.bits))
    (le : abs x * twoPow ℝ F.least ≤ natCast ℝ m * twoPow ℝ k) : F.IsRep x := by
  obtain ⟨c, e⟩ := Multiple.abs_eq F h
  rw [e] at le
  exact ⟨c, k, lt_of_le_of_lt (le_of_mul_le_mul_right le (twoPow_pos k)) lt, e⟩

/-- The error of a rounded sum of floats is a float. -/
theorem isRep_sum_error (hx : F.IsRep x) (hy : F.IsRep y) : F.IsRep (x + y - F.round (x + y)) := by
  have near : ∀ g : ℝ, F.IsRep g → abs (x + y - F.round (x + y)) * twoPow ℝ F.least ≤
      abs (g - (x + y)) * twoPow ℝ F.least := fun g hg => by
    rw [abs_sub_comm (x + y)]
    exact mul_le_mul_of_nonneg_right (round_nearest F (x + y) g hg) (le_of_lt (twoPow_pos _))
  have byx := near x hx
  have byy := near y hy
  rw [show x - (x + y) = -y from ring, abs_neg] at byx
  rw [show y - (x + y) = -x from ring, abs_neg] at byy
  have multiple : ∀ k, F.Multiple k x → F.Multiple k y → F.Multiple k (x + y - F.round (x + y)) :=
    fun k h g => by
      rw [show x + y - F.round (x + y) = x + y + -F.round (x + y) from ring]
      have s := Multiple.add F h g
      exact Multiple.add F s (Multiple.neg F (Multiple.round F s))
  obtain ⟨m, i, lm, e⟩ := hx
  obtain ⟨n, j, ln, f⟩ := hy
  rcases Nat.le_total_exists_add i j with ⟨d, hd⟩ | ⟨d, hd⟩
  · rw [f] at byx
    rw [hd] at e
    exact isRep_of_multiple F (multiple j (multiple_of_abs F e) (multiple_of_abs F (d := 0) f)) ln byx
  · rw [e] at byy
    rw [hd] at f
    exact isRep_of_multiple F (multiple i (multiple_of_abs F (d := 0) e) (multiple_of_abs F f)) lm byy

/-- The half of a float that is not subnormal. -/
theorem isRep_half (hx : F.IsRep x) (h : twoPow ℝ (.succ F.bits) ≤ abs x * twoPow ℝ F.least) :
    F.IsRep (2⁻¹ * x) := by
  obtain ⟨m, k, lm, e⟩ := hx
  cases k with
  | zero =>
    rw [e] at h
    exact absurd (le_trans h (le_of_eq (mul_one _))) (not_le.mpr lm)
  | succ k =>
    refine ⟨m, k, lm, ?_⟩
    rw [abs_mul, abs_of_pos (half_pos_one (R := ℝ)), mul_assoc, e]
    show 2⁻¹ * (natCast ℝ m * (2 * twoPow ℝ k)) = natCast ℝ m * twoPow ℝ k
    exact lin_eq (natCast ℝ m * twoPow ℝ k) (two_mul_inv_two (R := ℝ))

/-- What the rounded sum has more than the greater summand is a float. -/
theorem isRep_round_add_sub (hx : F.IsRep x) (hy : F.IsRep y) (h : abs y ≤ abs x) :
    F.IsRep (F.round (x + y) - x) := by
  refine by_sign (P := fun x => ∀ y, F.IsRep x → F.IsRep y → abs y ≤ abs x → F.IsRep (F.round (x + y) - x))
    (fun x s y hx hy h => ?_) (fun x ih y hx hy h => ?_) x y hx hy h
  · rw [abs_of_nonneg s] at h
    have same : F.IsRep (x + y) → F.IsRep (F.round (x + y) - x) := fun g => by
      rw [round_of_isRep F _ g, show x + y - x = y from ring]
      exact hy
    rcases le_total 0 y with t | t
    · rw [abs_of_nonneg t] at h
      have low := round_mono F (show x ≤ x + y from lin t)
      have high := round_mono F (show x + y ≤ 2 * x from lin h)
      rw [round_of_isRep F _ hx] at low
      rw [round_of_isRep F _ (isRep_two_mul F hx)] at high
      exact isRep_sub_of_sterbenz F (isRep_round F _) hx low high
    · rw [abs_of_nonpos t] at h
      rcases le_total x (2 * -y) with near | far
      · refine same ?_
        rw [show x + y = x - -y from ring]
        exact isRep_sub_of_sterbenz F hx (isRep_neg F hy) h near
      · rcases lt_or_le (abs (x + y) * twoPow ℝ F.least) (twoPow ℝ (.succ F.bits)) with small | large
        · exact same (isRep_add_of_small F hx hy small)
        · rw [abs_of_nonneg (show 0 ≤ x + y from lin h)] at large
          have half := isRep_half F hx (by
            rw [abs_of_nonneg s]
            exact le_trans large (mul_le_mul_of_nonneg_right (show x + y ≤ x from lin t)
              (le_of_lt (twoPow_pos _))))
          have two := half_add_half (R := ℝ)
          have below : 2⁻¹ * x ≤ x + y := by
            have k := mul_le_mul_of_nonneg_left far (le_of_lt (half_pos_one (R := ℝ)))
            have e : 2⁻¹ * (2 * -y) = -y := lin_eq (-y) (two_mul_inv_two (R := ℝ))
            rw [e] at k
            have f : x = 2⁻¹ * x + 2⁻¹ * x := lin_eq (-x) two
            conv => rhs; lhs; rw [f]
            exact lin k
          have low := round_mono F below
          have high := round_mono F (show x + y ≤ x from lin t)
          rw [round_of_isRep F _ hx] at high
          rw [round_of_isRep F _ half] at low
          have double : x ≤ 2 * F.round (x + y) := by
            have k := mul_le_mul_of_nonneg_left low (le_of_lt (two_pos (R := ℝ)))
            have e : 2 * (2⁻¹ * x) = x := lin_eq x (two_mul_inv_two (R := ℝ))
            rwa [e] at k
          have g := isRep_neg F (isRep_sub_of_sterbenz F hx (isRep_round F (x + y)) high double)
          rwa [show -(x - F.round (x + y)) = F.round (x + y) - x from ring] at g
  · have g := isRep_neg F (ih (-y) (isRep_neg F hx) (isRep_neg F hy) (by rwa [abs_neg, abs_neg]))
    rwa [show -x + -y = -(x + y) from ring, round_neg,
      show -(-F.round (x + y) - -x) = F.round (x + y) - x from ring] at g

/-- Fast two-sum: what it computes of the error of a sum. -/
noncomputable def fastTwoSum (x y : ℝ) : ℝ := F.round (y - F.round (F.round (x + y) - x))

/-- Fast two-sum of a float and one that is not greater is the error. -/
theorem fastTwoSum_eq (hx : F.IsRep x) (hy : F.IsRep y) (h : abs y ≤ abs x) :
    F.fastTwoSum x y = x + y - F.round (x + y) := by
  unfold fastTwoSum
  rw [round_of_isRep F _ (isRep_round_add_sub F hx hy h),
    show y - (F.round (x + y) - x) = x + y - F.round (x + y) from ring]
  exact round_of_isRep F _ (isRep_sum_error F hx hy)

/-- Two-sum: what it computes of the error of a sum. -/
noncomputable def twoSum (x y : ℝ) : ℝ :=
  F.round (F.round (x - F.round (F.round (x + y) - F.round (F.round (x + y) - x))) +
    F.round (y - F.round (F.round (x + y) - x)))

/-- A sum that comes out less than both summands is exact. -/
theorem isRep_add_of_round_lt (hx : F.IsRep x) (hy : F.IsRep y) (h : abs x ≤ abs y)
    (lt : abs (F.round (x + y)) < abs x) : F.IsRep (x + y) := by
  refine by_sign (P := fun x => ∀ y, F.IsRep x → F.IsRep y → abs x ≤ abs y →
    abs (F.round (x + y)) < abs x → F.IsRep (x + y)) (fun x s y hx hy h lt => ?_)
    (fun x ih y hx hy h lt => ?_) x y hx hy h lt
  · rw [abs_of_nonneg s] at h lt
    rcases le_total 0 y with t | t
    · have k := round_mono F (show x ≤ x + y from lin t)
      rw [round_of_isRep F _ hx] at k
      exact absurd (le_trans k (le_abs_self _)) (not_le.mpr lt)
    · rw [abs_of_nonpos t] at h
      rcases le_total (-y) (2 * x) with near | far
      · have g := isRep_neg F (isRep_sub_of_sterbenz F (isRep_neg F hy) hx h near)
        rwa [show -(-y - x) = x + y from ring] at g
      · have k := round_mono F (show x + y ≤ -x from lin far)
        rw [round_neg, round_of_isRep F _ hx] at k
        have m := le_abs_self (-F.round (x + y))
        rw [abs_neg] at m
        exact absurd (le_trans (show x ≤ -F.round (x + y) from lin k) m) (not_le.mpr lt)
  · have g := isRep_neg F (ih (-y) (isRep_neg F hx) (isRep_neg F hy) (by rwa [abs_neg, abs_neg]) (by
      rwa [show -x + -y = -(x + y) from ring, round_neg, abs_neg, abs_neg]))
    rwa [show -(-x + -y) = x + y from ring] at g

/-- Two-sum of any two floats is the error. -/
theorem twoSum_eq (hx : F.IsRep x) (hy : F.IsRep y) : F.twoSum x y = x + y - F.round (x + y) := by
  have error := isRep_sum_error F hx hy
  -- where the second operation is exact
  have exact_ : F.round (F.round (x + y) - x) = F.round (x + y) - x →
      F.twoSum x y = x + y - F.round (x + y) := fun e => by
    unfold twoSum
    rw [e, show F.round (x + y) - (F.round (x + y) - x) = x from ring, round_of_isRep F _ hx, sub_self,
      round_zero, show y - (F.round (x + y) - x) = x + y - F.round (x + y) from ring,
      round_of_isRep F _ error, zero_add]
    exact round_of_isRep F _ error
  rcases le_total (abs y) (abs x) with first | second
  · exact exact_ (round_of_isRep F _ (isRep_round_add_sub F hx hy first))
  · rcases lt_or_le (abs (F.round (x + y))) (abs x) with less | more
    · refine exact_ ?_
      rw [round_of_isRep F _ (isRep_add_of_round_lt F hx hy second less), show x + y - x = y from ring]
      exact round_of_isRep F _ hy
    · have hs := isRep_round F (x + y)
      have one := isRep_neg F (isRep_round_add_sub F hs (isRep_neg F hx) (by rwa [abs_neg]))
      have two := isRep_neg F (isRep_sum_error F hs (isRep_neg F hx))
      have least : abs (-(x + y - F.round (x + y))) ≤ abs y := by
        have k := round_nearest F (x + y) y hy
        rw [show y - (x + y) = -x from ring, abs_neg] at k
        rw [show -(x + y - F.round (x + y)) = F.round (x + y) - (x + y) from ring]
        exact le_trans k second
      have three := isRep_neg F (isRep_round_add_sub F hy (isRep_neg F error) least)
      rw [show y + -(x + y - F.round (x + y)) = F.round (x + y) - x from ring] at three
      rw [show F.round (x + y) + -x = F.round (x + y) - x from ring] at one two
      unfold twoSum
      generalize F.round (F.round (x + y) - x) = t at one two three
      rw [show -(t - F.round (x + y)) = F.round (x + y) - t from ring] at one
      rw [show -(F.round (x + y) - x - t) = x - (F.round (x + y) - t) from ring] at two
      rw [show -(t - y) = y - t from ring] at three
      rw [round_of_isRep F _ one, round_of_isRep F _ two, round_of_isRep F _ three,
        show x - (F.round (x + y) - t) + (y - t) = x + y - F.round (x + y) from ring]
      exact round_of_isRep F _ error

end FloatFormat

namespace Instr

/-- The error of the sum of registers `i` and `j`, without any rounding of its own. -/
noncomputable def sumError (F : FloatFormat) (i j : Nat) : List Instr :=
  .cons (.add i j) (.cons (.round F 0) (.cons (.sub 1 0) .nil))

/-- Fast two-sum of registers `i` and `j`. -/
noncomputable def fastTwoSum (F : FloatFormat) (i j : Nat) : List Instr :=
  .cons (.add i j) (.cons (.round F 0) (.cons (.sub 0 (i + 2)) (.cons (.round F 0)
    (.cons (.sub (j + 4) 0) (.cons (.round F 0) .nil)))))

/-- Two-sum of registers `i` and `j`. -/
noncomputable def twoSum (F : FloatFormat) (i j : Nat) : List Instr :=
  .cons (.add i j) (.cons (.round F 0) (.cons (.sub 0 (i + 2)) (.cons (.round F 0)
    (.cons (.sub 2 0) (.cons (.round F 0) (.cons (.sub (i + 6) 0) (.cons (.round F 0)
      (.cons (.sub (j + 8) 4) (.cons (.round F 0) (.cons (.add 2 0) (.cons (.round F 0) .nil)))))))))))

/-- **Two-sum computes the error of a sum**, of any floats. -/
theorem computed_twoSum (lib : Library.Implementation) {F : FloatFormat} {i j : Nat} {w : Nat → ℝ}
    (hi : F.IsRep (w i)) (hj : F.IsRep (w j)) : computed FloatFormat.round lib (twoSum F i j) w 0 =
      computed FloatFormat.round lib (sumError F i j) w 0 :=
  FloatFormat.twoSum_eq F hi hj

/-- **Fast two-sum computes the error of a sum**, if the second float is not greater. -/
theorem computed_fastTwoSum (lib : Library.Implementation) {F : FloatFormat} {i j : Nat} {w : Nat → ℝ}
    (hi : F.IsRep (w i)) (hj : F.IsRep (w j)) (h : abs (w j) ≤ abs (w i)) :
    computed FloatFormat.round lib (fastTwoSum F i j) w 0 =
      computed FloatFormat.round lib (sumError F i j) w 0 :=
  FloatFormat.fastTwoSum_eq F hi hj h

end Instr
