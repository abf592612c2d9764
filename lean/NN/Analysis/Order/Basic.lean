prelude
import NN.Core.RingTactic

/-!
# Ordered rings

An `OrderedRing` is a commutative ring without zero divisors with a linear order that respects addition and
multiplication: what ℤ, ℚ and ℝ have in common. The lemmas carry Mathlib's names.

## Main definitions

* `OrderedRing R`: the class; `OrderedRing.ofCone` builds one from its nonnegative elements.
* `lin h`: proves `x ≤ y` from `h : p ≤ q` when `y - x = q - p` by `ring`; `slin` does the same for `<`.
  Together with sums and products of hypotheses (`add_le_add`, `mul_nonneg`) they replace a search for linear
  combinations: one writes down the combination, and `ring` checks it.

## Implementation notes

The order is given by `≤` alone; `a < b` means `¬b ≤ a`. Everything is stated for an abstract `R`, so that
unification never looks into the construction of a particular number system.
-/

/-- A commutative ring without zero divisors, with a linear order compatible with `+` and `*`. -/
class OrderedRing (R : Type) extends CommRing R, LE R, LT R where
  /-- The ring is not trivial. -/
  zero_ne_one : (0 : R) ≠ 1
  /-- There are no zero divisors. -/
  eq_zero_or_eq_zero_of_mul_eq_zero {a b : R} : a * b = 0 → a = 0 ∨ b = 0
  /-- The order is transitive. -/
  le_trans {a b c : R} : a ≤ b → b ≤ c → a ≤ c
  /-- The order is antisymmetric. -/
  le_antisymm {a b : R} : a ≤ b → b ≤ a → a = b
  /-- Any two elements are comparable. -/
  le_total (a b : R) : a ≤ b ∨ b ≤ a
  /-- `a < b` means that `b ≤ a` fails. -/
  lt_iff_not_le (a b : R) : a < b ↔ ¬b ≤ a
  /-- Adding on the left preserves `≤`. -/
  add_le_add_left (c : R) {a b : R} : a ≤ b → c + a ≤ c + b
  /-- Products of nonnegative elements are nonnegative. -/
  mul_nonneg {a b : R} : 0 ≤ a → 0 ≤ b → 0 ≤ a * b

export OrderedRing (zero_ne_one eq_zero_or_eq_zero_of_mul_eq_zero le_trans le_antisymm le_total lt_iff_not_le
  add_le_add_left mul_nonneg)

/-- The ordered ring whose nonnegative elements are those with `P`, where `a ≤ b` means `P (b - a)`. -/
@[reducible] def OrderedRing.ofCone {R : Type} [i : CommRing R] (P : R → Prop) (ne : (0 : R) ≠ 1)
    (domain : ∀ {a b : R}, a * b = 0 → a = 0 ∨ b = 0) (add : ∀ a b, P a → P b → P (a + b))
    (mul : ∀ a b, P a → P b → P (a * b)) (total : ∀ a, P a ∨ P (-a)) (pointed : ∀ a, P a → P (-a) → a = 0) :
    OrderedRing R where
  toCommRing := i
  le a b := P (b - a)
  lt a b := ¬P (a - b)
  zero_ne_one := ne
  eq_zero_or_eq_zero_of_mul_eq_zero := domain
  le_trans {a b c} h g := by
    have k := add _ _ h g
    rwa [show b - a + (c - b) = c - a from ring] at k
  le_antisymm {a b} h g := (eq_of_sub_eq_zero (pointed _ h (by rwa [show -(b - a) = a - b from ring]))).symm
  le_total a b := (total (b - a)).elim .inl fun h => .inr (by rwa [show -(b - a) = a - b from ring] at h)
  lt_iff_not_le a b := Iff.rfl
  add_le_add_left c {a b} h := by
    show P (c + b - (c + a))
    rwa [show c + b - (c + a) = b - a from ring]
  mul_nonneg {a b} h g := by
    have h : P (a - 0) := h
    have g : P (b - 0) := g
    show P (a * b - 0)
    rw [show a * b - 0 = (a - 0) * (b - 0) from ring]
    exact mul _ _ h g

variable {R : Type} [OrderedRing R] {a b c d : R}

/-! ### The order -/

/-- `≤` is reflexive. -/
theorem le_refl (a : R) : a ≤ a := (le_total a a).elim id id

/-- Equal elements are `≤`. -/
theorem le_of_eq (h : a = b) : a ≤ b := h ▸ le_refl a

/-- `a ≤ b` fails exactly if `b < a`. -/
theorem not_le : ¬a ≤ b ↔ b < a := (lt_iff_not_le b a).symm

/-- `a < b` fails exactly if `b ≤ a`. -/
theorem not_lt : ¬a < b ↔ b ≤ a := by rw [lt_iff_not_le]; exact Classical.not_not

/-- `<` implies `≤`. -/
theorem le_of_lt (h : a < b) : a ≤ b := (le_total a b).elim id fun g => absurd g ((lt_iff_not_le a b).mp h)

/-- `a ≤ b < c` implies `a < c`. -/
theorem lt_of_le_of_lt (h : a ≤ b) (g : b < c) : a < c := by
  rw [lt_iff_not_le] at g ⊢
  exact fun k => g (le_trans k h)

/-- `a < b ≤ c` implies `a < c`. -/
theorem lt_of_lt_of_le (h : a < b) (g : b ≤ c) : a < c := by
  rw [lt_iff_not_le] at h ⊢
  exact fun k => h (le_trans g k)

/-- `<` is transitive. -/
theorem lt_trans (h : a < b) (g : b < c) : a < c := lt_of_lt_of_le h (le_of_lt g)

/-- `<` is irreflexive. -/
theorem lt_irrefl (a : R) : ¬a < a := fun h => (lt_iff_not_le a a).mp h (le_refl a)

/-- `b < a` implies `a ≠ b`. -/
theorem ne_of_gt (h : b < a) : a ≠ b := fun e => lt_irrefl b (e ▸ h)

/-- `a < b` implies `a ≠ b`. -/
theorem ne_of_lt (h : a < b) : a ≠ b := fun e => lt_irrefl b (e ▸ h)

/-- `≤` and `≠` give `<`. -/
theorem lt_of_le_of_ne (h : a ≤ b) (g : a ≠ b) : a < b := (lt_iff_not_le a b).mpr fun k => g (le_antisymm h k)

/-- `a < b` or `b ≤ a`. -/
theorem lt_or_le (a b : R) : a < b ∨ b ≤ a := (Classical.em (b ≤ a)).elim Or.inr fun h => Or.inl (not_le.mp h)

/-- `a ≤ b` is `a < b` or `a = b`. -/
theorem lt_or_eq_of_le (h : a ≤ b) : a < b ∨ a = b := (lt_or_le a b).elim .inl fun g => .inr (le_antisymm h g)

/-- Elements that are not equal are ordered strictly. -/
theorem lt_or_gt_of_ne (h : a ≠ b) : a < b ∨ b < a :=
  (lt_or_le a b).elim .inl fun g => .inr (lt_of_le_of_ne g h.symm)

instance : Trans (LE.le : R → R → Prop) LE.le LE.le := ⟨le_trans⟩
instance : Trans (LT.lt : R → R → Prop) LE.le LT.lt := ⟨lt_of_lt_of_le⟩
instance : Trans (LE.le : R → R → Prop) LT.lt LT.lt := ⟨lt_of_le_of_lt⟩
instance : Trans (LT.lt : R → R → Prop) LT.lt LT.lt := ⟨lt_trans⟩

/-! ### Differences, and `lin` -/

/-- `a ≤ b` implies `0 ≤ b - a`. -/
theorem sub_nonneg_of_le (h : a ≤ b) : 0 ≤ b - a := by
  have := add_le_add_left (-a) h
  rwa [neg_add_cancel, add_comm, ← sub_eq_add_neg] at this

/-- `0 ≤ b - a` implies `a ≤ b`. -/
theorem le_of_sub_nonneg (h : 0 ≤ b - a) : a ≤ b := by
  have := add_le_add_left a h
  rwa [add_zero, sub_eq_add_neg, add_comm b, ← add_assoc, add_neg_cancel, zero_add] at this

/-- `lin h : a ≤ b` for `h : c ≤ d`, when `b - a = d - c` by `ring`. -/
theorem lin (h : c ≤ d) (e : b - a = d - c := by exact ring) : a ≤ b :=
  le_of_sub_nonneg (e ▸ sub_nonneg_of_le h)

/-- `slin h : a < b` for `h : c < d`, when `b - a = d - c` by `ring`. -/
theorem slin (h : c < d) (e : b - a = d - c := by exact ring) : a < b := by
  rw [lt_iff_not_le] at h ⊢
  refine fun k => h (lin k ?_)
  rw [show c - d = -(d - c) from ring, ← e]
  exact ring

/-- `a < b` implies `0 < b - a`. -/
theorem sub_pos_of_lt (h : a < b) : 0 < b - a := slin h

/-- `0 < b - a` implies `a < b`. -/
theorem lt_of_sub_pos (h : 0 < b - a) : a < b := slin h

/-! ### Sums -/

/-- Inequalities can be added. -/
theorem add_le_add (h : a ≤ b) (g : c ≤ d) : a + c ≤ b + d :=
  le_trans (lin h : a + c ≤ b + c) (lin g)

/-- Inequalities can be added; the sum is strict if the first one is. -/
theorem add_lt_add_of_lt_of_le (h : a < b) (g : c ≤ d) : a + c < b + d :=
  lt_of_lt_of_le (slin h : a + c < b + c) (lin g)

/-- Strict inequalities can be added. -/
theorem add_lt_add (h : a < b) (g : c < d) : a + c < b + d := add_lt_add_of_lt_of_le h (le_of_lt g)

/-- Sums of nonnegative elements are nonnegative. -/
theorem add_nonneg (h : 0 ≤ a) (g : 0 ≤ b) : 0 ≤ a + b := le_trans h (lin g)

/-- A positive plus a nonnegative element is positive. -/
theorem add_pos_of_pos_of_nonneg (h : 0 < a) (g : 0 ≤ b) : 0 < a + b := lt_of_lt_of_le h (lin g)

/-- Sums of positive elements are positive. -/
theorem add_pos (h : 0 < a) (g : 0 < b) : 0 < a + b := add_pos_of_pos_of_nonneg h (le_of_lt g)

/-- The negative of a nonpositive element is nonnegative. -/
theorem neg_nonneg_of_nonpos (h : a ≤ 0) : 0 ≤ -a := lin h

/-- The negative of a negative element is positive. -/
theorem neg_pos_of_neg (h : a < 0) : 0 < -a := slin h

/-- Negation reverses `≤`. -/
theorem neg_le_neg (h : a ≤ b) : -b ≤ -a := lin h

/-- Negation reverses `<`. -/
theorem neg_lt_neg (h : a < b) : -b < -a := slin h

/-! ### Products -/

/-- Multiplication by a nonnegative element on the left preserves `≤`. -/
theorem mul_le_mul_of_nonneg_left (h : a ≤ b) (hc : 0 ≤ c) : c * a ≤ c * b :=
  lin (mul_nonneg hc (sub_nonneg_of_le h))

/-- Multiplication by a nonnegative element on the right preserves `≤`. -/
theorem mul_le_mul_of_nonneg_right (h : a ≤ b) (hc : 0 ≤ c) : a * c ≤ b * c :=
  lin (mul_nonneg (sub_nonneg_of_le h) hc)

/-- Inequalities between nonnegative elements can be multiplied. -/
theorem mul_le_mul (h : a ≤ b) (g : c ≤ d) (hc : 0 ≤ c) (hb : 0 ≤ b) : a * c ≤ b * d :=
  le_trans (mul_le_mul_of_nonneg_right h hc) (mul_le_mul_of_nonneg_left g hb)

/-- Squares are nonnegative. -/
theorem mul_self_nonneg (a : R) : 0 ≤ a * a :=
  (le_total 0 a).elim (fun h => mul_nonneg h h)
    fun h => lin (mul_nonneg (neg_nonneg_of_nonpos h) (neg_nonneg_of_nonpos h))

/-- `0 < 1`. -/
theorem zero_lt_one : (0 : R) < 1 := lt_of_le_of_ne (lin (mul_self_nonneg (1 : R))) zero_ne_one

/-- `0 ≤ 1`. -/
theorem zero_le_one : (0 : R) ≤ 1 := le_of_lt zero_lt_one

/-- `0 < 2`. -/
theorem two_pos : (0 : R) < 2 := slin (add_lt_add zero_lt_one (zero_lt_one (R := R)))

/-- Products of nonzero elements are not zero. -/
theorem mul_ne_zero (h : a ≠ 0) (g : b ≠ 0) : a * b ≠ 0 := fun e =>
  (eq_zero_or_eq_zero_of_mul_eq_zero e).elim h g

/-- Products of positive elements are positive. -/
theorem mul_pos (h : 0 < a) (g : 0 < b) : 0 < a * b :=
  lt_of_le_of_ne (mul_nonneg (le_of_lt h) (le_of_lt g)) fun e => mul_ne_zero (ne_of_gt h) (ne_of_gt g) e.symm

/-- Squares of nonzero elements are positive. -/
theorem mul_self_pos (h : a ≠ 0) : 0 < a * a := lt_of_le_of_ne (mul_self_nonneg a) (mul_ne_zero h h).symm

/-- Multiplication by a positive element on the left preserves `<`. -/
theorem mul_lt_mul_of_pos_left (h : a < b) (hc : 0 < c) : c * a < c * b := slin (mul_pos hc (sub_pos_of_lt h))

/-- Multiplication by a positive element on the right preserves `<`. -/
theorem mul_lt_mul_of_pos_right (h : a < b) (hc : 0 < c) : a * c < b * c :=
  slin (mul_pos (sub_pos_of_lt h) hc)

/-- A positive factor on the right can be cancelled from `≤`. -/
theorem le_of_mul_le_mul_right (h : a * c ≤ b * c) (hc : 0 < c) : a ≤ b :=
  not_lt.mp fun g => lt_irrefl _ (lt_of_le_of_lt h (mul_lt_mul_of_pos_right g hc))

/-- A nonnegative factor on the right can be cancelled from `<`. -/
theorem lt_of_mul_lt_mul_right (h : a * c < b * c) (hc : 0 ≤ c) : a < b :=
  not_le.mp fun g => lt_irrefl _ (lt_of_lt_of_le h (mul_le_mul_of_nonneg_right g hc))

/-- Powers of positive elements are positive. -/
theorem pow_pos (h : 0 < a) : (n : Nat) → 0 < a ^ n
  | .zero => zero_lt_one
  | .succ n => mul_pos (pow_pos h n) h

/-- Powers of nonnegative elements are nonnegative. -/
theorem pow_nonneg (h : 0 ≤ a) : (n : Nat) → 0 ≤ a ^ n
  | .zero => zero_le_one
  | .succ n => mul_nonneg (pow_nonneg h n) h
