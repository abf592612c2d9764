prelude
import NN.Analysis.Number.Nat
import NN.Analysis.Number.Quotient
import NN.Analysis.Order.NatCast

/-!
# The integers

`Integer` is the quotient of `Nat × Nat` by `(p, n) ~ (p', n') ↔ p + n' = p' + n`; the pair `(p, n)` stands
for the difference `p - n`. It is an ordered ring (a linearly ordered commutative domain), and the start of
the chain ℕ → ℤ → ℚ → ℝ: from here on `ring` and `lin` work.

## Main results

* `instance : CommRing Integer`, `instance : OrderedRing Integer`.
* `Integer.exists_natCast`: every integer is `n` or `-n` for a natural `n`.
* `Integer.one_le_of_pos`: there is no integer strictly between 0 and 1.
-/

/-- A formal difference of naturals. -/
structure IntegerPair where
  /-- What is added. -/
  pos : Nat
  /-- What is subtracted. -/
  neg : Nat

namespace IntegerPair

/-- The pairs stand for the same difference. -/
def Rel (x y : IntegerPair) : Prop := x.pos + y.neg = y.pos + x.neg

/-- The sum of two formal differences. -/
protected def add (x y : IntegerPair) : IntegerPair := ⟨x.pos + y.pos, x.neg + y.neg⟩

/-- The product of two formal differences. -/
protected def mul (x y : IntegerPair) : IntegerPair :=
  ⟨x.pos * y.pos + x.neg * y.neg, x.pos * y.neg + x.neg * y.pos⟩

/-- Every pair stands for the same difference as itself. -/
theorem Rel.refl (x : IntegerPair) : Rel x x := rfl

/-- Standing for the same difference is transitive. -/
theorem Rel.trans {x y z : IntegerPair} (h : Rel x y) (g : Rel y z) : Rel x z := by
  show x.pos + z.neg = z.pos + x.neg
  apply Nat.add_left_cancel (a := y.pos + y.neg)
  have e : (x.pos + y.neg) + (y.pos + z.neg) = (y.pos + x.neg) + (z.pos + y.neg) := by
    rw [show x.pos + y.neg = _ from h, show y.pos + z.neg = _ from g]
  simp only [Nat.add_comm, Nat.add_left_comm] at e ⊢
  exact e

/-- Sums respect differences. -/
theorem add_rel_add (x y z : IntegerPair) (h : Rel x y) : Rel (x.add z) (y.add z) := by
  show (x.pos + z.pos) + (y.neg + z.neg) = (y.pos + z.pos) + (x.neg + z.neg)
  have e : (x.pos + y.neg) + (z.pos + z.neg) = (y.pos + x.neg) + (z.pos + z.neg) := by
    rw [show x.pos + y.neg = _ from h]
  simp only [Nat.add_comm, Nat.add_left_comm] at e ⊢
  exact e

/-- Sums commute. -/
theorem add_comm_rel (x y : IntegerPair) : Rel (x.add y) (y.add x) := by
  simp only [Rel, IntegerPair.add, Nat.add_comm, Nat.add_left_comm]

/-- Products respect differences. -/
theorem mul_rel_mul (x y z : IntegerPair) (h : Rel x y) : Rel (x.mul z) (y.mul z) := by
  show (x.pos * z.pos + x.neg * z.neg) + (y.pos * z.neg + y.neg * z.pos)
    = (y.pos * z.pos + y.neg * z.neg) + (x.pos * z.neg + x.neg * z.pos)
  have e : (x.pos + y.neg) * z.pos + (y.pos + x.neg) * z.neg
      = (y.pos + x.neg) * z.pos + (x.pos + y.neg) * z.neg := by rw [show x.pos + y.neg = _ from h]
  simp only [Nat.add_mul, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm] at e ⊢
  exact e

/-- Products commute. -/
theorem mul_comm_rel (x y : IntegerPair) : Rel (x.mul y) (y.mul x) := by
  simp only [Rel, IntegerPair.mul, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm, Nat.mul_comm]

end IntegerPair

/-- The integers: formal differences of naturals that stand for the same number are identified. -/
def Integer : Type := Quot IntegerPair.Rel

namespace Integer

/-- The integer `p - n`. -/
noncomputable def mk (p n : Nat) : Integer := Quot.mk IntegerPair.Rel ⟨p, n⟩

/-- `a - b = c - d` if `a + d = c + b`. -/
theorem sound {a b c d : Nat} (h : a + d = c + b) : mk a b = mk c d := Quot.sound h

/-- `a - b = c - d` only if `a + d = c + b`. -/
theorem exact {a b c d : Nat} (h : mk a b = mk c d) : a + d = c + b :=
  Quot.exact (r := IntegerPair.Rel) IntegerPair.Rel.refl (fun h => h.symm) IntegerPair.Rel.trans h

/-- Every integer is some `a - b`. -/
theorem ind {P : Integer → Prop} (h : ∀ a b, P (mk a b)) (z : Integer) : P z :=
  Quot.ind (fun ⟨a, b⟩ => h a b) z

noncomputable instance : Add Integer :=
  ⟨Quot.map₂ IntegerPair.add IntegerPair.add_rel_add IntegerPair.add_comm_rel⟩

noncomputable instance : Mul Integer :=
  ⟨Quot.map₂ IntegerPair.mul IntegerPair.mul_rel_mul IntegerPair.mul_comm_rel⟩

noncomputable instance : Neg Integer :=
  ⟨Quot.lift (fun x => mk x.neg x.pos) fun x y h => sound (by
    rw [Nat.add_comm, Nat.add_comm y.neg]
    exact Eq.symm h)⟩

noncomputable instance : CommRing Integer where
  zero := mk 0 0
  one := mk 1 0
  sub a b := a + -b
  add_comm := ind fun a b => ind fun c d => Quot.sound (IntegerPair.add_comm_rel _ _)
  add_assoc := ind fun a b => ind fun c d => ind fun e f => sound (by
    simp only [IntegerPair.add, Nat.add_assoc])
  add_zero := ind fun a b => rfl
  add_neg_cancel := ind fun a b => sound (by rw [Nat.add_comm a b]; exact Nat.add_comm _ _)
  mul_comm := ind fun a b => ind fun c d => Quot.sound (IntegerPair.mul_comm_rel _ _)
  mul_assoc := ind fun a b => ind fun c d => ind fun e f => sound (by
    simp only [IntegerPair.mul, Nat.mul_add, Nat.add_mul, Nat.mul_assoc, Nat.add_assoc, Nat.add_comm,
      Nat.add_left_comm])
  mul_one := ind fun a b => sound (by
    show (a * 1 + 0) + b = a + (0 + b * 1)
    rw [Nat.mul_one, Nat.mul_one, Nat.zero_add]
    rfl)
  mul_add := ind fun a b => ind fun c d => ind fun e f => sound (by
    simp only [IntegerPair.add, IntegerPair.mul, Nat.mul_add, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm])
  sub_eq_add_neg a b := rfl

/-- The natural `n` as an integer is `n - 0`. -/
theorem natCast_eq_mk : (n : Nat) → natCast Integer n = mk n 0
  | .zero => rfl
  | .succ n => by
    show natCast Integer n + 1 = _
    rw [natCast_eq_mk n]
    rfl

/-- Every integer is `n` or `-n` for a natural `n`. -/
theorem exists_natCast (z : Integer) : ∃ n : Nat, z = natCast Integer n ∨ z = -natCast Integer n := by
  revert z
  refine ind fun a b => ?_
  rcases Nat.le_total_exists_add a b with ⟨k, h⟩ | ⟨k, h⟩
  · refine ⟨k, .inl ?_⟩
    rw [natCast_eq_mk]
    exact sound (by rw [h, Nat.add_comm b k]; rfl)
  · refine ⟨k, .inr ?_⟩
    rw [natCast_eq_mk]
    exact sound (by rw [h]; exact (Nat.zero_add _).symm)

/-- Different naturals are different integers. -/
theorem natCast_inj {a b : Nat} (h : natCast Integer a = natCast Integer b) : a = b := by
  rw [natCast_eq_mk, natCast_eq_mk] at h
  exact exact h

/-- The integers have no zero divisors. -/
theorem eq_zero_or_eq_zero_of_mul_eq_zero {x y : Integer} (h : x * y = 0) : x = 0 ∨ y = 0 := by
  obtain ⟨a, ha⟩ := exists_natCast x
  obtain ⟨b, hb⟩ := exists_natCast y
  have eq_zero : ∀ {z : Integer}, z = natCast Integer 0 ∨ z = -natCast Integer 0 → z = 0 :=
    fun h => h.elim id fun h => h.trans neg_zero
  have product : natCast Integer (a * b) = natCast Integer 0 := by
    rw [natCast_mul]
    show _ = (0 : Integer)
    rcases ha with ha | ha <;> rcases hb with hb | hb <;> rw [ha, hb] at h
    · exact h
    · rw [← neg_neg (natCast Integer a * _), ← mul_neg, h, neg_zero]
    · rw [← neg_neg (natCast Integer a * _), ← neg_mul, h, neg_zero]
    · rwa [neg_mul, mul_neg, neg_neg] at h
  rcases Nat.eq_zero_of_mul_eq_zero (natCast_inj product) with e | e
  · exact .inl (eq_zero (e ▸ ha))
  · exact .inr (eq_zero (e ▸ hb))

/-- The integers as an ordered ring: the nonnegative integers are the naturals. -/
noncomputable instance : OrderedRing Integer := OrderedRing.ofCone (fun z => ∃ n : Nat, z = natCast Integer n)
  (fun h => by
    have := natCast_inj (a := 0) (b := 1) (h.trans (zero_add _).symm)
    cases this)
  eq_zero_or_eq_zero_of_mul_eq_zero
  (fun _ _ ⟨k, h⟩ ⟨l, g⟩ => ⟨k + l, by rw [natCast_add, h, g]⟩)
  (fun _ _ ⟨k, h⟩ ⟨l, g⟩ => ⟨k * l, by rw [natCast_mul, h, g]⟩)
  (fun z =>
    let ⟨k, h⟩ := exists_natCast z
    h.elim (fun h => .inl ⟨k, h⟩) fun h => .inr ⟨k, by rw [h, neg_neg]⟩)
  (fun z ⟨k, h⟩ ⟨l, g⟩ => by
    have e : natCast Integer (k + l) = natCast Integer 0 := by
      rw [natCast_add, ← h, ← g, add_neg_cancel]
      rfl
    rw [h, Nat.eq_zero_of_add_eq_zero (natCast_inj e)]
    rfl)

/-- Every integer is at most some natural. -/
theorem exists_le_natCast (z : Integer) : ∃ n : Nat, z ≤ natCast Integer n := by
  obtain ⟨k, h | h⟩ := exists_natCast z
  · exact ⟨k, le_of_eq h⟩
  · refine ⟨0, ?_⟩
    rw [h]
    exact lin (natCast_nonneg k) (by
      show (0 : Integer) - _ = _
      exact ring)

/-- There is no integer strictly between 0 and 1. -/
theorem one_le_of_pos {z : Integer} (h : 0 < z) : 1 ≤ z := by
  obtain ⟨k, e⟩ := (le_of_lt h : (0 : Integer) ≤ z)
  rw [sub_eq_add_neg, neg_zero, add_zero] at e
  cases k with
  | zero => exact absurd (le_of_eq e) (not_le.mpr h)
  | succ k =>
    rw [e]
    exact lin (natCast_nonneg (R := Integer) k) (by
      show natCast Integer k + 1 - 1 = _
      exact ring)

end Integer
