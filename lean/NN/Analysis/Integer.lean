prelude
import NN.Core.RingTactic
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! The natural numbers as a semiring; the integers as pairs of naturals. -/
namespace NatL
theorem zero_add : (n : Nat) → 0 + n = n
  | .zero => rfl
  | .succ n => congrArg Nat.succ (zero_add n)
theorem succ_add (m : Nat) : (n : Nat) → Nat.succ m + n = Nat.succ (m + n)
  | .zero => rfl
  | .succ n => congrArg Nat.succ (succ_add m n)
theorem add_comm (m : Nat) : (n : Nat) → m + n = n + m
  | .zero => (zero_add m).symm
  | .succ n => (congrArg Nat.succ (add_comm m n)).trans (succ_add n m).symm
theorem add_assoc (a b : Nat) : (c : Nat) → a + b + c = a + (b + c)
  | .zero => rfl
  | .succ c => congrArg Nat.succ (add_assoc a b c)
theorem add_left_comm (a b c : Nat) : a + (b + c) = b + (a + c) := by rw [← add_assoc, add_comm a b, add_assoc]
theorem mul_add (a b : Nat) : (c : Nat) → a * (b + c) = a * b + a * c
  | .zero => rfl
  | .succ c => by
    show a * (b + c) + a = a * b + (a * c + a)
    rw [mul_add a b c, add_assoc]
theorem zero_mul : (n : Nat) → 0 * n = 0
  | .zero => rfl
  | .succ n => zero_mul n
theorem succ_mul (m : Nat) : (n : Nat) → Nat.succ m * n = m * n + n
  | .zero => rfl
  | .succ n => by
    show Nat.succ (Nat.succ m * n + m) = Nat.succ (m * n + m + n)
    rw [succ_mul m n, add_assoc, add_assoc, add_comm n m]
theorem mul_comm (m : Nat) : (n : Nat) → m * n = n * m
  | .zero => (zero_mul m).symm
  | .succ n => by
    show m * n + m = _
    rw [mul_comm m n, succ_mul]
theorem add_mul (a b c : Nat) : (a + b) * c = a * c + b * c := by rw [mul_comm, mul_add, mul_comm c a, mul_comm c b]
theorem mul_assoc (a b : Nat) : (c : Nat) → a * b * c = a * (b * c)
  | .zero => rfl
  | .succ c => by
    show a * b * c + a * b = a * (b * c + b)
    rw [mul_assoc a b c, mul_add]
theorem mul_left_comm (a b c : Nat) : a * (b * c) = b * (a * c) := by rw [← mul_assoc, mul_comm a b, mul_assoc]
theorem add_left_cancel {b c : Nat} : (a : Nat) → a + b = a + c → b = c
  | .zero, h => by
    have h : 0 + b = 0 + c := h
    rwa [zero_add, zero_add] at h
  | .succ a, h => by
    rw [succ_add, succ_add] at h
    injection h with h
    exact add_left_cancel a h
theorem eq_zero_of_add : (a b : Nat) → a + b = 0 → a = 0
  | .zero, _, _ => rfl
  | .succ a, b, h => by
    rw [succ_add] at h
    cases h
theorem eq_zero_of_mul : (a b : Nat) → a * b = 0 → a = 0 ∨ b = 0
  | .zero, _, _ => .inl rfl
  | _, .zero, _ => .inr rfl
  | .succ a, .succ b, h => nomatch (h : Nat.succ (Nat.succ a * b + a) = 0)
theorem diff : (a b : Nat) → (∃ k, a = b + k) ∨ ∃ k, b = a + k
  | a, .zero => .inl ⟨a, (zero_add a).symm⟩
  | .zero, b => .inr ⟨b, (zero_add b).symm⟩
  | .succ a, .succ b => (diff a b).elim (fun ⟨k, h⟩ => .inl ⟨k, by rw [succ_add, h]⟩) fun ⟨k, h⟩ => .inr ⟨k, by rw [succ_add, h]⟩
end NatL
/-! quotients -/
theorem Quot.exact {α : Sort u} {r : α → α → Prop} (rf : ∀ a, r a a) (sy : ∀ {a b}, r a b → r b a)
    (tr : ∀ {a b c}, r a b → r b c → r a c) {a b : α} (h : Quot.mk r a = Quot.mk r b) : r a b := by
  have e : Quot.lift (r := r) (fun c => r a c) (fun c d g => propext ⟨fun k => tr k g, fun k => tr k (sy g)⟩) (Quot.mk r a)
    = Quot.lift (r := r) (fun c => r a c) (fun c d g => propext ⟨fun k => tr k g, fun k => tr k (sy g)⟩) (Quot.mk r b) := by rw [h]
  exact Eq.mp e (rf a)
/-- a binary operation on a quotient, commutative up to `r` -/
noncomputable def Quot.map2 {α : Sort u} {r : α → α → Prop} (f : α → α → α) (hl : ∀ a b c, r a b → r (f a c) (f b c))
    (hc : ∀ a b, r (f a b) (f b a)) : Quot r → Quot r → Quot r :=
  Quot.lift (fun a => Quot.lift (fun b => Quot.mk r (f a b))
    (fun b c h => (Quot.sound (hc a b)).trans ((Quot.sound (hl b c a h)).trans (Quot.sound (hc c a)))))
    (fun a b h => funext (Quot.ind fun c => Quot.sound (hl a b c h)))
structure IP where
  p : Nat
  n : Nat
namespace IP
def r (x y : IP) : Prop := x.p + y.n = y.p + x.n
def add (x y : IP) : IP := ⟨x.p + y.p, x.n + y.n⟩
def mul (x y : IP) : IP := ⟨x.p * y.p + x.n * y.n, x.p * y.n + x.n * y.p⟩
theorem r.refl (x : IP) : r x x := rfl
theorem r.trans {x y z : IP} (h : r x y) (g : r y z) : r x z := by
  show x.p + z.n = z.p + x.n
  apply NatL.add_left_cancel (y.p + y.n)
  have e : (x.p + y.n) + (y.p + z.n) = (y.p + x.n) + (z.p + y.n) := by rw [show x.p + y.n = _ from h, show y.p + z.n = _ from g]
  simp only [NatL.add_assoc, NatL.add_comm, NatL.add_left_comm] at e ⊢
  exact e
theorem add_l (x y z : IP) (h : r x y) : r (add x z) (add y z) := by
  show (x.p + z.p) + (y.n + z.n) = (y.p + z.p) + (x.n + z.n)
  have e : (x.p + y.n) + (z.p + z.n) = (y.p + x.n) + (z.p + z.n) := by rw [show x.p + y.n = _ from h]
  simp only [NatL.add_assoc, NatL.add_comm, NatL.add_left_comm] at e ⊢
  exact e
theorem add_c (x y : IP) : r (add x y) (add y x) := by
  simp only [r, add, NatL.add_comm, NatL.add_left_comm]
theorem mul_l (x y z : IP) (h : r x y) : r (mul x z) (mul y z) := by
  show (x.p * z.p + x.n * z.n) + (y.p * z.n + y.n * z.p) = (y.p * z.p + y.n * z.n) + (x.p * z.n + x.n * z.p)
  have e : (x.p + y.n) * z.p + (y.p + x.n) * z.n = (y.p + x.n) * z.p + (x.p + y.n) * z.n := by rw [show x.p + y.n = _ from h]
  simp only [NatL.add_mul, NatL.add_assoc, NatL.add_comm, NatL.add_left_comm] at e ⊢
  exact e
theorem mul_c (x y : IP) : r (mul x y) (mul y x) := by
  simp only [r, mul, NatL.add_assoc, NatL.add_comm, NatL.add_left_comm, NatL.mul_comm]
end IP
def Z : Type := Quot IP.r
namespace Z
noncomputable def mk (p n : Nat) : Z := Quot.mk IP.r ⟨p, n⟩
theorem sound {a b c d : Nat} (h : a + d = c + b) : mk a b = mk c d := Quot.sound h
theorem exact {a b c d : Nat} (h : mk a b = mk c d) : a + d = c + b := Quot.exact (r := IP.r) IP.r.refl (fun h => h.symm) IP.r.trans h
theorem ind {P : Z → Prop} (h : ∀ a b, P (mk a b)) (z : Z) : P z := Quot.ind (fun ⟨a, b⟩ => h a b) z
noncomputable instance : Add Z := ⟨Quot.map2 IP.add IP.add_l IP.add_c⟩
noncomputable instance : Mul Z := ⟨Quot.map2 IP.mul IP.mul_l IP.mul_c⟩
noncomputable instance : Neg Z := ⟨Quot.lift (fun x => mk x.n x.p) fun x y h => sound (by
  rw [NatL.add_comm, NatL.add_comm y.n]
  exact Eq.symm h)⟩
theorem add_mk (a b c d : Nat) : mk a b + mk c d = mk (a + c) (b + d) := rfl
theorem mul_mk (a b c d : Nat) : mk a b * mk c d = mk (a * c + b * d) (a * d + b * c) := rfl
theorem neg_mk (a b : Nat) : -mk a b = mk b a := rfl
noncomputable instance : CommRing Z where
  zero := mk 0 0
  one := mk 1 0
  sub a b := a + -b
  add_comm := ind fun a b => ind fun c d => Quot.sound (IP.add_c _ _)
  add_assoc := ind fun a b => ind fun c d => ind fun e f => sound (by simp only [IP.add, NatL.add_assoc])
  add_zero := ind fun a b => rfl
  add_neg_cancel := ind fun a b => sound (by rw [NatL.add_comm a b]; exact NatL.add_comm _ _)
  mul_comm := ind fun a b => ind fun c d => Quot.sound (IP.mul_c _ _)
  mul_assoc := ind fun a b => ind fun c d => ind fun e f => sound (by
    simp only [IP.add, IP.mul, NatL.mul_add, NatL.add_mul, NatL.mul_assoc, NatL.add_assoc, NatL.add_comm, NatL.add_left_comm])
  mul_one := ind fun a b => sound (by
    show (a * 1 + b * 0) + b = a + (a * 0 + b * 1)
    rw [show a * 1 = 0 + a from rfl, show b * 1 = 0 + b from rfl, NatL.zero_add, NatL.zero_add]
    show a + b = a + (0 + b)
    rw [NatL.zero_add])
  mul_add := ind fun a b => ind fun c d => ind fun e f => sound (by
    simp only [IP.add, IP.mul, NatL.mul_add, NatL.add_mul, NatL.mul_assoc, NatL.add_assoc, NatL.add_comm, NatL.add_left_comm])
  sub_eq_add_neg a b := rfl
theorem cast_eq : (n : Nat) → natCast Z n = mk n 0
  | .zero => rfl
  | .succ n => by
    show natCast Z n + 1 = _
    rw [cast_eq n]
    rfl
theorem eq_cast (z : Z) : ∃ k : Nat, z = natCast Z k ∨ z = -natCast Z k := by
  revert z
  refine ind fun a b => ?_
  rcases NatL.diff a b with ⟨k, h⟩ | ⟨k, h⟩
  · refine ⟨k, .inl ?_⟩
    rw [cast_eq]
    exact sound (by rw [h, NatL.add_comm b k]; rfl)
  · refine ⟨k, .inr ?_⟩
    rw [cast_eq]
    exact sound (by rw [h]; exact (NatL.zero_add _).symm)
theorem cast_inj {a b : Nat} (h : natCast Z a = natCast Z b) : a = b := by
  rw [cast_eq, cast_eq] at h
  exact exact h
theorem mul_eq_zero {x y : Z} (h : x * y = 0) : x = 0 ∨ y = 0 := by
  obtain ⟨a, ha⟩ := eq_cast x
  obtain ⟨b, hb⟩ := eq_cast y
  have k : natCast Z (a * b) = natCast Z 0 := by
    rw [natCast_mul]
    show _ = (0 : Z)
    rcases ha with ha | ha <;> rcases hb with hb | hb <;> rw [ha, hb] at h
    · exact h
    · rw [mul_neg] at h; rw [← neg_neg (natCast Z a * _), h, neg_zero]
    · rw [neg_mul] at h; rw [← neg_neg (natCast Z a * _), h, neg_zero]
    · rwa [neg_mul, mul_neg, neg_neg] at h
  rcases NatL.eq_zero_of_mul a b (cast_inj k) with e | e
  · left; rcases ha with ha | ha <;> rw [ha, e]
    · rfl
    · exact neg_zero
  · right; rcases hb with hb | hb <;> rw [hb, e]
    · rfl
    · exact neg_zero
end Z
