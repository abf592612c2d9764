prelude
import NN.Analysis.Number.Nat
import NN.Analysis.Order.Abs
import NN.Analysis.Order.Archimedean
import NN.Analysis.Order.MinMax

/-!
# The nearest natural number, ties to even

## Main definitions

* `nearestEven y`: the natural number nearest to `y ≥ 0`, and of two that are equally near the even one.

## Main results

* `abs_nearestEven_sub_le`: it is at most `1/2` away.
* `nearestEven_eq_of_abs_sub_lt`: what is less than `1/2` away is it. `nearestEven_natCast`: it is exact.
* `isEven_nearestEven_half`: halfway between two naturals it is even. Only rounding to nearest, ties to even,
  has this and the result before.
* `nearestEven_mono`: it is monotone. `abs_nearestEven_sub_le_abs`: no natural is nearer.
-/

/-- Is the number even? -/
def Nat.isEven : Nat → Bool
  | .zero => true
  | .succ n => cond n.isEven false true

variable {R : Type} [CompleteOrderedField R] {y z : R}

/-- Naturals less than `1` apart are equal. -/
theorem natCast_eq_of_abs_sub_lt_one {m n : Nat} (h : abs (natCast R m - natCast R n) < 1) : m = n := by
  have key : ∀ a k : Nat, abs (natCast R (a + k) - natCast R a) < 1 → a + k = a := fun a k g => by
    cases k with
    | zero => rfl
    | succ k =>
      have e : natCast R (a + .succ k) - natCast R a = natCast R k + 1 := by
        rw [natCast_add]
        show natCast R a + (natCast R k + 1) - natCast R a = _
        exact ring
      rw [e] at g
      exact absurd (natCast_nonneg k) (not_le.mpr (slin (lt_of_le_of_lt (le_abs_self _) g)))
  rcases Nat.le_total_exists_add m n with ⟨k, e⟩ | ⟨k, e⟩
  · rw [e] at h ⊢
    exact key n k h
  · rw [e, abs_sub_comm] at h
    rw [e]
    exact (key m k h).symm

/-- A natural that is less than one more than another is at most that. -/
theorem natCast_le_of_lt_add_one {m n : Nat} (h : natCast R m < natCast R n + 1) :
    natCast R m ≤ natCast R n := by
  rcases Nat.le_total_exists_add m n with ⟨k, e⟩ | ⟨k, e⟩
  · cases k with
    | zero =>
      rw [e]
      exact le_refl _
    | succ k =>
      rw [e, natCast_add] at h
      have h : natCast R n + (natCast R k + 1) < natCast R n + 1 := h
      exact absurd (natCast_nonneg k) (not_le.mpr (slin h))
  · rw [e, natCast_add]
    exact lin (natCast_nonneg k)

/-! ### Halves -/

/-- `1/2 + 1/2 = 1`. -/
theorem half_add_half : (2 : R)⁻¹ + 2⁻¹ = 1 := by
  have h := add_halves (1 : R)
  rwa [one_mul] at h

/-- `0 < 1/2`. -/
theorem half_pos_one : (0 : R) < 2⁻¹ := inv_pos_of_pos two_pos

/-! ### The floor -/

/-- A number that is not negative lies between a natural and the next. -/
theorem exists_nat_le_lt_add_one (y : R) : ∃ n : Nat, 0 ≤ y → natCast R n ≤ y ∧ y < natCast R n + 1 := by
  rcases lt_or_le y 0 with h | h
  · exact ⟨0, fun g => absurd g (not_le.mpr h)⟩
  · obtain ⟨n, above, below⟩ := exists_nat_gt_le_add_one h
    cases n with
    | zero => exact absurd h (not_le.mpr above)
    | succ n => exact ⟨n, fun _ => ⟨lin (show natCast R n + 1 ≤ y + 1 from below), above⟩⟩

/-- The greatest natural that is at most `y`, for `0 ≤ y`. -/
noncomputable def natFloor (y : R) : Nat := Classical.choose (exists_nat_le_lt_add_one y)

/-- What it is. -/
theorem natFloor_spec (h : 0 ≤ y) : natCast R (natFloor y) ≤ y ∧ y < natCast R (natFloor y) + 1 :=
  Classical.choose_spec (exists_nat_le_lt_add_one y) h

/-! ### The nearest -/

open Classical in
/-- The natural nearest to `y ≥ 0`; of two that are equally near, the even one. -/
noncomputable def nearestEven (y : R) : Nat :=
  if y - natCast R (natFloor y) < 2⁻¹ then natFloor y
  else if 2⁻¹ < y - natCast R (natFloor y) then .succ (natFloor y)
  else cond (natFloor y).isEven (natFloor y) (.succ (natFloor y))

/-- It is at most `1/2` away. -/
theorem abs_nearestEven_sub_le (h : 0 ≤ y) : abs (natCast R (nearestEven y) - y) ≤ 2⁻¹ := by
  have ⟨below, above⟩ := natFloor_spec h
  have low : y - natCast R (natFloor y) ≤ 2⁻¹ → abs (natCast R (natFloor y) - y) ≤ 2⁻¹ := fun g =>
    abs_le_of_le_of_neg_le (le_trans (lin below : natCast R (natFloor y) - y ≤ 0) (le_of_lt half_pos_one))
      (lin g)
  have high : 2⁻¹ ≤ y - natCast R (natFloor y) → abs (natCast R (.succ (natFloor y)) - y) ≤ 2⁻¹ := fun g => by
    show abs (natCast R (natFloor y) + 1 - y) ≤ 2⁻¹
    have e := half_add_half (R := R)
    refine abs_le_of_le_of_neg_le ?_ (le_trans (lin (le_of_lt above) : _ ≤ (0 : R)) (le_of_lt half_pos_one))
    rw [← e]
    exact lin g
  unfold nearestEven
  by_cases g : y - natCast R (natFloor y) < 2⁻¹
  · rw [if_pos g]
    exact low (le_of_lt g)
  · rw [if_neg g]
    by_cases k : 2⁻¹ < y - natCast R (natFloor y)
    · rw [if_pos k]
      exact high (le_of_lt k)
    · rw [if_neg k]
      cases (natFloor y).isEven with
      | true => exact low (not_lt.mp k)
      | false => exact high (not_lt.mp g)

/-- What is less than `1/2` away is the nearest. -/
theorem nearestEven_eq_of_abs_sub_lt (h : 0 ≤ y) {n : Nat} (g : abs (y - natCast R n) < 2⁻¹) :
    nearestEven y = n :=
  natCast_eq_of_abs_sub_lt_one (R := R) (by
    have k := abs_add_le (natCast R (nearestEven y) - y) (y - natCast R n)
    rw [show natCast R (nearestEven y) - y + (y - natCast R n) =
      natCast R (nearestEven y) - natCast R n from ring] at k
    rw [← half_add_half, add_comm]
    exact lt_of_le_of_lt k (lt_of_le_of_lt (lin (abs_nearestEven_sub_le h)) (slin g :
      2⁻¹ + abs (y - natCast R n) < _)))

/-- It is exact on naturals. -/
theorem nearestEven_natCast (n : Nat) : nearestEven (natCast R n) = n :=
  nearestEven_eq_of_abs_sub_lt (natCast_nonneg n) (by rw [sub_self, abs_zero]; exact half_pos_one)

/-- No natural is nearer. -/
theorem abs_nearestEven_sub_le_abs (h : 0 ≤ y) (n : Nat) :
    abs (natCast R (nearestEven y) - y) ≤ abs (natCast R n - y) :=
  not_lt.mp fun g => by
    have near := lt_of_lt_of_le g (abs_nearestEven_sub_le h)
    rw [abs_sub_comm] at near
    rw [nearestEven_eq_of_abs_sub_lt h near] at g
    exact lt_irrefl _ g

/-- It is monotone. -/
theorem nearestEven_mono (h : 0 ≤ y) (g : y ≤ z) : natCast R (nearestEven y) ≤ natCast R (nearestEven z) := by
  refine not_lt.mp fun k => ?_
  have below := le_of_abs_le (abs_nearestEven_sub_le h)
  have above := neg_le_of_abs_le (abs_nearestEven_sub_le (le_trans h g))
  have e := half_add_half (R := R)
  have step : natCast R (nearestEven z) + 1 ≤ natCast R (nearestEven y) := not_lt.mp fun l =>
    absurd (natCast_le_of_lt_add_one l) (not_le.mpr k)
  have back : z ≤ y := by
    rw [← e] at step
    exact lin (add_le_add (add_le_add below above) step)
  rw [le_antisymm g back] at k
  exact lt_irrefl _ k

/-- Halfway between two naturals it is even. -/
theorem isEven_nearestEven_half (n : Nat) : (nearestEven (natCast R n + 2⁻¹)).isEven = true := by
  have pos : 0 ≤ natCast R n + 2⁻¹ := add_nonneg (natCast_nonneg n) (le_of_lt half_pos_one)
  have ⟨below, above⟩ := natFloor_spec pos
  have lt : (2 : R)⁻¹ < 1 := by
    rw [← half_add_half]
    exact slin (half_pos_one (R := R))
  have floor : natFloor (natCast R n + 2⁻¹) = n := natCast_eq_of_abs_sub_lt_one (R := R)
    (abs_lt_of_lt_of_neg_lt (lt_of_le_of_lt (lin below) lt) (by
      have k := lt_trans (slin half_pos_one : natCast R n < natCast R n + 2⁻¹) above
      exact slin k))
  have diff : natCast R n + 2⁻¹ - natCast R n = 2⁻¹ := ring
  unfold nearestEven
  rw [floor, diff, if_neg (lt_irrefl _), if_neg (lt_irrefl _)]
  cases e : n.isEven with
  | true => exact e
  | false =>
    show cond n.isEven false true = true
    rw [e]
    rfl
