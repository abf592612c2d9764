prelude
import NN.Core.Classical
universe u

/-!
# Commutative rings

## Main definitions

* `CommRing α`: commutative rings with one.
* `natCast α n`, `npow a n`: numerals and natural powers, defined for every ring, with the notations `5 : α`
  and `a ^ n`.

## Main results

The laws from which `NN.Core.RingNormal` proves its normal form correct; after `NN.Core.RingTactic` one writes
`ring` instead of using them one by one.
-/

/-- Commutative rings with one. -/
class CommRing (α : Type u) extends Zero α, One α, Add α, Mul α, Neg α, Sub α where
  /-- Addition is commutative. -/
  add_comm (a b : α) : a + b = b + a
  /-- Addition is associative. -/
  add_assoc (a b c : α) : a + b + c = a + (b + c)
  /-- Zero is neutral. -/
  add_zero (a : α) : a + 0 = a
  /-- Negatives cancel. -/
  add_neg_cancel (a : α) : a + -a = 0
  /-- Multiplication is commutative. -/
  mul_comm (a b : α) : a * b = b * a
  /-- Multiplication is associative. -/
  mul_assoc (a b c : α) : a * b * c = a * (b * c)
  /-- One is neutral. -/
  mul_one (a : α) : a * 1 = a
  /-- Multiplication distributes over addition. -/
  mul_add (a b c : α) : a * (b + c) = a * b + a * c
  /-- Subtraction adds the negative. -/
  sub_eq_add_neg (a b : α) : a - b = a + -b

export CommRing (add_comm add_assoc add_zero add_neg_cancel mul_comm mul_assoc mul_one mul_add)

variable {α : Type u} [CommRing α]

/-! ### Addition -/

/-- Subtraction adds the negative. -/
theorem sub_eq_add_neg (a b : α) : a - b = a + -b := CommRing.sub_eq_add_neg a b

/-- Zero is neutral. -/
theorem zero_add (a : α) : 0 + a = a := by rw [add_comm, add_zero]

/-- Negatives cancel. -/
theorem neg_add_cancel (a : α) : -a + a = 0 := by rw [add_comm, add_neg_cancel]

/-- Summands may be exchanged. -/
theorem add_left_comm (a b c : α) : a + (b + c) = b + (a + c) := by rw [← add_assoc, add_comm a b, add_assoc]

/-- A common summand can be cancelled. -/
theorem add_left_cancel {a b c : α} (h : a + b = a + c) : b = c := by
  have h2 : -a + (a + b) = -a + (a + c) := by rw [h]
  rwa [← add_assoc, ← add_assoc, neg_add_cancel, zero_add, zero_add] at h2

/-- Negatives are unique. -/
theorem neg_unique {a b : α} (h : a + b = 0) : b = -a := by
  apply add_left_cancel (a := a)
  rw [h, add_neg_cancel]

/-- Two negations cancel. -/
theorem neg_neg (a : α) : - -a = a := (neg_unique (neg_add_cancel a)).symm

/-- Zero is its own negative. -/
theorem neg_zero : -(0 : α) = 0 := (neg_unique (add_zero 0)).symm

/-- The negative of a sum. -/
theorem neg_add (a b : α) : -(a + b) = -a + -b := by
  refine (neg_unique ?_).symm
  rw [add_assoc, add_left_comm b, ← add_assoc, add_neg_cancel, add_neg_cancel, add_zero]

/-- Everything minus itself is zero. -/
theorem sub_self (a : α) : a - a = 0 := by rw [sub_eq_add_neg, add_neg_cancel]

/-- Elements with difference zero are equal. -/
theorem eq_of_sub_eq_zero {a b : α} (h : a - b = 0) : a = b := by
  rw [sub_eq_add_neg, add_comm] at h
  rw [neg_unique h, neg_neg]

/-! ### Multiplication -/

/-- One is neutral. -/
theorem one_mul (a : α) : 1 * a = a := by rw [mul_comm, mul_one]

/-- Multiplication distributes over addition. -/
theorem add_mul (a b c : α) : (a + b) * c = a * c + b * c :=
  by rw [mul_comm, mul_add, mul_comm c a, mul_comm c b]

/-- Factors may be exchanged. -/
theorem mul_left_comm (a b c : α) : a * (b * c) = b * (a * c) := by rw [← mul_assoc, mul_comm a b, mul_assoc]

/-- A product with zero is zero. -/
theorem mul_zero (a : α) : a * 0 = 0 := by
  apply add_left_cancel (a := a * 0)
  rw [← mul_add, add_zero, add_zero]

/-- A product with zero is zero. -/
theorem zero_mul (a : α) : 0 * a = 0 := by rw [mul_comm, mul_zero]

/-- A negative factor makes a negative product. -/
theorem mul_neg (a b : α) : a * -b = -(a * b) := by
  apply neg_unique
  rw [← mul_add, add_neg_cancel, mul_zero]

/-- A negative factor makes a negative product. -/
theorem neg_mul (a b : α) : -a * b = -(a * b) := by rw [mul_comm, mul_neg, mul_comm]

/-! ### Numerals and powers -/

/-- The natural number `n` in the ring: `1 + ... + 1`. -/
def natCast (α : Type u) [CommRing α] : Nat → α
  | .zero => 0
  | .succ n => natCast α n + 1

/-- The power `a ^ n`. -/
def npow (a : α) : Nat → α
  | .zero => 1
  | .succ n => npow a n * a

/-- The numerals from `2` on (`0` and `1` are there already). -/
instance instOfNatRing {n : Nat} : OfNat α (.succ (.succ n)) := ⟨natCast α (.succ (.succ n))⟩

instance instPowRing : NatPow α := ⟨npow⟩

/-- `natCast` maps sums to sums. -/
theorem natCast_add (m n : Nat) : natCast α (m + n) = natCast α m + natCast α n := by
  induction n with
  | zero => exact (add_zero _).symm
  | succ n ih =>
    show natCast α (m + n) + 1 = natCast α m + (natCast α n + 1)
    rw [ih, add_assoc]

/-- `natCast` maps products to products. -/
theorem natCast_mul (m n : Nat) : natCast α (m * n) = natCast α m * natCast α n := by
  induction n with
  | zero => exact (mul_zero _).symm
  | succ n ih =>
    show natCast α (m * n + m) = natCast α m * (natCast α n + 1)
    rw [natCast_add, ih, mul_add, mul_one]
