prelude
import NN.Analysis.Order.Basic

/-!
# Naturals in an ordered ring

The map `natCast R : Nat → R` is monotone; comparisons of concrete naturals, which Lean's kernel decides by
computing, become inequalities in `R`.

## Main results

* `natCast_nonneg`, `natCast_le`, `natCast_lt`, `natCast_pow`.
-/

variable {R : Type} [OrderedRing R]

/-- A natural is nonnegative. -/
theorem natCast_nonneg : (n : Nat) → 0 ≤ natCast R n
  | .zero => le_refl _
  | .succ n => add_nonneg (natCast_nonneg n) zero_le_one

/-- The cast preserves `≤`, given as the kernel computes it. -/
theorem natCast_le : (a b : Nat) → Nat.ble a b = true → natCast R a ≤ natCast R b
  | .zero, b, _ => natCast_nonneg b
  | .succ _, .zero, h => nomatch h
  | .succ a, .succ b, h => add_le_add (natCast_le a b h) (le_refl 1)

/-- A natural is less than its successor. -/
theorem natCast_lt_succ (n : Nat) : natCast R n < natCast R (.succ n) :=
  slin (zero_lt_one (R := R)) (show natCast R n + 1 - natCast R n = 1 - 0 from ring)

/-- The cast preserves `<`, given as the kernel computes it. -/
theorem natCast_lt (a b : Nat) (h : Nat.ble (.succ a) b = true) : natCast R a < natCast R b :=
  lt_of_lt_of_le (natCast_lt_succ a) (natCast_le (.succ a) b h)

/-- Numerals from `2` on are positive. -/
theorem ofNat_pos (n : Nat) : (0 : R) < OfNat.ofNat (.succ (.succ n)) :=
  lt_of_lt_of_le zero_lt_one (lin (natCast_nonneg (R := R) (.succ n)) (by
    show natCast R (.succ n) + 1 - 1 = natCast R (.succ n) - 0
    exact ring))

/-- The cast preserves powers. -/
theorem natCast_pow {α : Type} [CommRing α] (m : Nat) : (n : Nat) → natCast α (m ^ n) = natCast α m ^ n
  | .zero => zero_add 1
  | .succ n => by
    show natCast α (m ^ n * m) = natCast α m ^ n * natCast α m
    rw [natCast_mul, natCast_pow m n]

/-- Products of naturals are compared by the kernel. -/
theorem natCast_mul_lt_mul_natCast {a b c d : Nat} (h : Nat.ble (.succ (a * b)) (c * d) = true) :
    natCast R a * natCast R b < natCast R c * natCast R d := by
  rw [← natCast_mul, ← natCast_mul]
  exact natCast_lt _ _ h
