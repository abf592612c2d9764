prelude
import NN.Core.Classical
universe u v w

/-! Commutative rings and a reflective normaliser checked by kernel computation. -/
class CommRing (α : Type u) extends Zero α, One α, Add α, Mul α, Neg α, Sub α where
  add_comm (a b : α) : a + b = b + a
  add_assoc (a b c : α) : a + b + c = a + (b + c)
  add_zero (a : α) : a + 0 = a
  add_neg_cancel (a : α) : a + -a = 0
  mul_comm (a b : α) : a * b = b * a
  mul_assoc (a b c : α) : a * b * c = a * (b * c)
  mul_one (a : α) : a * 1 = a
  mul_add (a b c : α) : a * (b + c) = a * b + a * c
  sub_eq_add_neg (a b : α) : a - b = a + -b
open CommRing (add_comm add_assoc add_zero add_neg_cancel mul_comm mul_assoc mul_one mul_add)
export CommRing (add_comm add_assoc add_zero add_neg_cancel mul_comm mul_assoc mul_one mul_add)
variable {α : Type u} [CommRing α]
theorem sub_eq_add_neg (a b : α) : a - b = a + -b := CommRing.sub_eq_add_neg a b
theorem zero_add (a : α) : 0 + a = a := by rw [add_comm, add_zero]
theorem neg_add_cancel (a : α) : -a + a = 0 := by rw [add_comm, add_neg_cancel]
theorem one_mul (a : α) : 1 * a = a := by rw [mul_comm, mul_one]
theorem add_mul (a b c : α) : (a + b) * c = a * c + b * c := by rw [mul_comm, mul_add, mul_comm c a, mul_comm c b]
theorem add_left_comm (a b c : α) : a + (b + c) = b + (a + c) := by rw [← add_assoc, add_comm a b, add_assoc]
theorem mul_left_comm (a b c : α) : a * (b * c) = b * (a * c) := by rw [← mul_assoc, mul_comm a b, mul_assoc]
theorem add_left_cancel {a b c : α} (h : a + b = a + c) : b = c := by
  have h2 : -a + (a + b) = -a + (a + c) := by rw [h]
  rwa [← add_assoc, ← add_assoc, neg_add_cancel, zero_add, zero_add] at h2
theorem mul_zero (a : α) : a * 0 = 0 := by
  apply add_left_cancel (a := a * 0)
  rw [← mul_add, add_zero, add_zero]
theorem zero_mul (a : α) : 0 * a = 0 := by rw [mul_comm, mul_zero]
theorem neg_unique {a b : α} (h : a + b = 0) : b = -a := by
  apply add_left_cancel (a := a)
  rw [h, add_neg_cancel]
theorem neg_neg (a : α) : - -a = a := (neg_unique (neg_add_cancel a)).symm
theorem neg_zero : -(0 : α) = 0 := (neg_unique (add_zero 0)).symm
theorem mul_neg (a b : α) : a * -b = -(a * b) := by
  apply neg_unique
  rw [← mul_add, add_neg_cancel, mul_zero]
theorem neg_mul (a b : α) : -a * b = -(a * b) := by rw [mul_comm, mul_neg, mul_comm]
theorem neg_add (a b : α) : -(a + b) = -a + -b := by
  refine (neg_unique ?_).symm
  rw [add_assoc, add_left_comm b, ← add_assoc, add_neg_cancel, add_neg_cancel, add_zero]
theorem sub_self (a : α) : a - a = 0 := by rw [sub_eq_add_neg, add_neg_cancel]
theorem eq_of_sub_eq_zero {a b : α} (h : a - b = 0) : a = b := by
  rw [sub_eq_add_neg, add_comm] at h
  rw [neg_unique h, neg_neg]
def natCast (α : Type u) [CommRing α] : Nat → α
  | .zero => 0
  | .succ n => natCast α n + 1
def npow (a : α) : Nat → α
  | .zero => 1
  | .succ n => npow a n * a
instance instOfNatRing {n : Nat} : OfNat α (.succ (.succ n)) := ⟨natCast α (.succ (.succ n))⟩
instance instPowRing : NatPow α := ⟨npow⟩
theorem natCast_add (m n : Nat) : natCast α (m + n) = natCast α m + natCast α n := by
  induction n with
  | zero => exact (add_zero _).symm
  | succ n ih =>
    show natCast α (m + n) + 1 = natCast α m + (natCast α n + 1)
    rw [ih, add_assoc]
theorem natCast_mul (m n : Nat) : natCast α (m * n) = natCast α m * natCast α n := by
  induction n with
  | zero => exact (mul_zero _).symm
  | succ n ih =>
    show natCast α (m * n + m) = natCast α m * (natCast α n + 1)
    rw [natCast_add, ih, mul_add, mul_one]
namespace RingNF
inductive Expr where
  | atom (i : Nat)
  | nat (n : Nat)
  | add (a b : Expr)
  | mul (a b : Expr)
  | neg (a : Expr)
  | sub (a b : Expr)
  | pow (a : Expr) (n : Nat)
def get (ρ : List α) : Nat → α
  | .zero => match ρ with
    | .nil => 0
    | .cons a _ => a
  | .succ n => match ρ with
    | .nil => 0
    | .cons _ l => get l n
def Expr.den (ρ : List α) : Expr → α
  | .atom i => get ρ i
  | .nat n => natCast α n
  | .add a b => a.den ρ + b.den ρ
  | .mul a b => a.den ρ * b.den ρ
  | .neg a => -a.den ρ
  | .sub a b => a.den ρ - b.den ρ
  | .pow a n => npow (a.den ρ) n
/-- a term: coefficient `p - n` and a sorted list of atoms -/
structure Term where
  p : Nat
  n : Nat
  m : List Nat
def denM (ρ : List α) : List Nat → α
  | .nil => 1
  | .cons i l => get ρ i * denM ρ l
def Term.den (ρ : List α) (t : Term) : α := (natCast α t.p - natCast α t.n) * denM ρ t.m
def denP (ρ : List α) : List Term → α
  | .nil => 0
  | .cons t l => t.den ρ + denP ρ l
def insM (i : Nat) : List Nat → List Nat
  | .nil => .cons i .nil
  | .cons j l => cond (Nat.ble i j) (.cons i (.cons j l)) (.cons j (insM i l))
def mulM : List Nat → List Nat → List Nat
  | .nil, b => b
  | .cons i l, b => insM i (mulM l b)
def beqM : List Nat → List Nat → Bool
  | .nil, .nil => true
  | .cons i l, .cons j k => cond (Nat.beq i j) (beqM l k) false
  | _, _ => false
def insT (t : Term) : List Term → List Term
  | .nil => .cons t .nil
  | .cons s l => cond (beqM t.m s.m) (.cons ⟨t.p + s.p, t.n + s.n, s.m⟩ l) (.cons s (insT t l))
def addP : List Term → List Term → List Term
  | .nil, q => q
  | .cons t l, q => insT t (addP l q)
def mulT (t : Term) : List Term → List Term
  | .nil => .nil
  | .cons s l => insT ⟨t.p * s.p + t.n * s.n, t.p * s.n + t.n * s.p, mulM t.m s.m⟩ (mulT t l)
def mulP : List Term → List Term → List Term
  | .nil, _ => .nil
  | .cons t l, q => addP (mulT t q) (mulP l q)
def negP : List Term → List Term
  | .nil => .nil
  | .cons t l => .cons ⟨t.n, t.p, t.m⟩ (negP l)
def powP (p : List Term) : Nat → List Term
  | .zero => .cons ⟨1, 0, .nil⟩ .nil
  | .succ n => mulP (powP p n) p
def Expr.norm : Expr → List Term
  | .atom i => .cons ⟨1, 0, .cons i .nil⟩ .nil
  | .nat n => .cons ⟨n, 0, .nil⟩ .nil
  | .add a b => addP a.norm b.norm
  | .mul a b => mulP a.norm b.norm
  | .neg a => negP a.norm
  | .sub a b => addP a.norm (negP b.norm)
  | .pow a n => powP a.norm n
def isZero : List Term → Bool
  | .nil => true
  | .cons t l => cond (Nat.beq t.p t.n) (isZero l) false
theorem insM_den (ρ : List α) (i : Nat) (m : List Nat) : denM ρ (insM i m) = get ρ i * denM ρ m := by
  induction m with
  | nil => rfl
  | cons j l ih =>
    show denM ρ (cond (Nat.ble i j) (.cons i (.cons j l)) (.cons j (insM i l))) = get ρ i * (get ρ j * denM ρ l)
    cases Nat.ble i j with
    | true => rfl
    | false =>
      show get ρ j * denM ρ (insM i l) = _
      rw [ih, mul_left_comm]
theorem mulM_den (ρ : List α) (a b : List Nat) : denM ρ (mulM a b) = denM ρ a * denM ρ b := by
  induction a with
  | nil => exact (one_mul _).symm
  | cons i l ih =>
    show denM ρ (insM i (mulM l b)) = get ρ i * denM ρ l * denM ρ b
    rw [insM_den, ih, mul_assoc]
theorem beqM_eq : (a b : List Nat) → beqM a b = true → a = b
  | .nil, .nil, _ => rfl
  | .nil, .cons _ _, h => Bool.noConfusion h
  | .cons _ _, .nil, h => Bool.noConfusion h
  | .cons i l, .cons j k, h => by
    have h' : cond (Nat.beq i j) (beqM l k) false = true := h
    cases e : Nat.beq i j with
    | true =>
      rw [e] at h'
      rw [Nat.eq_of_beq_eq_true i j e, beqM_eq l k h']
    | false =>
      rw [e] at h'
      exact Bool.noConfusion h'
theorem coef_add (a b c d : α) : (a + c) - (b + d) = (a - b) + (c - d) := by
  simp only [sub_eq_add_neg, neg_add, add_assoc, add_comm, add_left_comm]
theorem insT_den (ρ : List α) (t : Term) (p : List Term) : denP ρ (insT t p) = t.den ρ + denP ρ p := by
  induction p with
  | nil => rfl
  | cons s l ih =>
    show denP ρ (cond (beqM t.m s.m) (.cons ⟨t.p + s.p, t.n + s.n, s.m⟩ l) (.cons s (insT t l))) = t.den ρ + (s.den ρ + denP ρ l)
    cases e : beqM t.m s.m with
    | true =>
      show (natCast α (t.p + s.p) - natCast α (t.n + s.n)) * denM ρ s.m + denP ρ l = (natCast α t.p - natCast α t.n) * denM ρ t.m + ((natCast α s.p - natCast α s.n) * denM ρ s.m + denP ρ l)
      rw [beqM_eq _ _ e, natCast_add, natCast_add, coef_add, add_mul, add_assoc]
    | false =>
      show s.den ρ + denP ρ (insT t l) = _
      rw [ih, add_left_comm]
theorem addP_den (ρ : List α) (p q : List Term) : denP ρ (addP p q) = denP ρ p + denP ρ q := by
  induction p with
  | nil => exact (zero_add _).symm
  | cons t l ih =>
    show denP ρ (insT t (addP l q)) = t.den ρ + denP ρ l + denP ρ q
    rw [insT_den, ih, add_assoc]
theorem mulT_den (ρ : List α) (t : Term) (p : List Term) : denP ρ (mulT t p) = t.den ρ * denP ρ p := by
  induction p with
  | nil => exact (mul_zero _).symm
  | cons s l ih =>
    show denP ρ (insT _ (mulT t l)) = t.den ρ * (s.den ρ + denP ρ l)
    rw [insT_den, ih, mul_add]
    congr 1
    show (natCast α (t.p * s.p + t.n * s.n) - natCast α (t.p * s.n + t.n * s.p)) * denM ρ (mulM t.m s.m) = ((natCast α t.p - natCast α t.n) * denM ρ t.m) * ((natCast α s.p - natCast α s.n) * denM ρ s.m)
    rw [mulM_den]
    simp only [natCast_add, natCast_mul, sub_eq_add_neg, neg_add, mul_add, add_mul, neg_mul, mul_neg, neg_neg, mul_assoc, mul_comm, mul_left_comm, add_assoc, add_comm, add_left_comm]
theorem mulP_den (ρ : List α) (p q : List Term) : denP ρ (mulP p q) = denP ρ p * denP ρ q := by
  induction p with
  | nil => exact (zero_mul _).symm
  | cons t l ih =>
    show denP ρ (addP (mulT t q) (mulP l q)) = (t.den ρ + denP ρ l) * denP ρ q
    rw [addP_den, ih, mulT_den, add_mul]
theorem negP_den (ρ : List α) (p : List Term) : denP ρ (negP p) = -denP ρ p := by
  induction p with
  | nil => exact neg_zero.symm
  | cons t l ih =>
    show (natCast α t.n - natCast α t.p) * denM ρ t.m + denP ρ (negP l) = -((natCast α t.p - natCast α t.n) * denM ρ t.m + denP ρ l)
    rw [ih, neg_add, ← neg_mul, sub_eq_add_neg, sub_eq_add_neg, neg_add, neg_neg, add_comm (natCast α t.n)]
theorem one_den (ρ : List α) (m : List Nat) : (Term.mk 1 0 m).den ρ = denM ρ m := by
  show (0 + 1 - 0) * denM ρ m = denM ρ m
  rw [sub_eq_add_neg, neg_zero, add_zero, zero_add, one_mul]
theorem norm_den (ρ : List α) (e : Expr) : denP ρ e.norm = e.den ρ := by
  induction e with
  | atom i =>
    show (Term.mk 1 0 (.cons i .nil)).den ρ + 0 = get ρ i
    rw [one_den, add_zero]
    exact mul_one _
  | nat n =>
    show (natCast α n - 0) * 1 + 0 = natCast α n
    rw [sub_eq_add_neg, neg_zero, add_zero, add_zero, mul_one]
  | add a b iha ihb => exact (addP_den ρ _ _).trans (by rw [iha, ihb]; rfl)
  | mul a b iha ihb => exact (mulP_den ρ _ _).trans (by rw [iha, ihb]; rfl)
  | neg a iha => exact (negP_den ρ _).trans (by rw [iha]; rfl)
  | sub a b iha ihb => exact (addP_den ρ _ _).trans (by rw [iha, negP_den, ihb, ← sub_eq_add_neg]; rfl)
  | pow a n iha =>
    show denP ρ (powP a.norm n) = npow (a.den ρ) n
    induction n with
    | zero => exact (add_zero _).trans (one_den ρ _)
    | succ n ih =>
      show denP ρ (mulP (powP a.norm n) a.norm) = npow (a.den ρ) n * a.den ρ
      rw [mulP_den, ih, iha]
theorem isZero_den (ρ : List α) (p : List Term) (h : isZero p = true) : denP ρ p = 0 := by
  induction p with
  | nil => rfl
  | cons t l ih =>
    have h' : cond (Nat.beq t.p t.n) (isZero l) false = true := h
    cases e : Nat.beq t.p t.n with
    | true =>
      rw [e] at h'
      show (natCast α t.p - natCast α t.n) * denM ρ t.m + denP ρ l = 0
      rw [ih h', Nat.eq_of_beq_eq_true _ _ e, sub_self, zero_mul, add_zero]
    | false =>
      rw [e] at h'
      exact Bool.noConfusion h'
/-! Reification by instance search. -/
class Find (ρ : List α) (x : α) (i : outParam Nat) : Prop where
  eq : get ρ i = x
instance (priority := 2000) find_here (x : α) (ρ : List α) : Find (.cons x ρ) x 0 := ⟨rfl⟩
instance find_there (x y : α) (ρ : List α) (i : Nat) [h : Find ρ x i] : Find (.cons y ρ) x (.succ i) := ⟨h.eq⟩
class Reify (ρ : List α) (x : α) (e : outParam Expr) : Prop where
  eq : e.den ρ = x
instance (priority := 10) reify_atom (ρ : List α) (x : α) (i : Nat) [h : Find ρ x i] : Reify ρ x (.atom i) := ⟨h.eq⟩
instance reify_zero (ρ : List α) : Reify ρ (0 : α) (.nat 0) := ⟨rfl⟩
instance reify_one (ρ : List α) : Reify ρ (1 : α) (.nat 1) := ⟨zero_add _⟩
instance (priority := 5) reify_nat (ρ : List α) (n : Nat) : Reify ρ (no_index (@OfNat.ofNat α (.succ (.succ n)) instOfNatRing)) (.nat (.succ (.succ n))) := ⟨rfl⟩
instance reify_add (ρ : List α) (x y : α) (a b : Expr) [h : Reify ρ x a] [g : Reify ρ y b] : Reify ρ (x + y) (.add a b) := ⟨by rw [← h.eq, ← g.eq]; rfl⟩
instance reify_mul (ρ : List α) (x y : α) (a b : Expr) [h : Reify ρ x a] [g : Reify ρ y b] : Reify ρ (x * y) (.mul a b) := ⟨by rw [← h.eq, ← g.eq]; rfl⟩
instance reify_sub (ρ : List α) (x y : α) (a b : Expr) [h : Reify ρ x a] [g : Reify ρ y b] : Reify ρ (x - y) (.sub a b) := ⟨by rw [← h.eq, ← g.eq]; rfl⟩
instance reify_neg (ρ : List α) (x : α) (a : Expr) [h : Reify ρ x a] : Reify ρ (-x) (.neg a) := ⟨by rw [← h.eq]; rfl⟩
instance reify_pow (ρ : List α) (x : α) (n : Nat) (a : Expr) [h : Reify ρ x a] : Reify ρ (x ^ n) (.pow a n) := ⟨by rw [← h.eq]; rfl⟩
end RingNF
/-- `ring_of [a, b] rfl` proves an equation of commutative rings in the atoms `a`, `b`. -/
theorem ring_of (ρ : List α) {x y : α} {a b : RingNF.Expr} [h : RingNF.Reify ρ x a] [g : RingNF.Reify ρ y b]
    (e : RingNF.isZero (RingNF.Expr.norm (.sub a b)) = true) : x = y := by
  apply eq_of_sub_eq_zero
  rw [← h.eq, ← g.eq]
  exact (RingNF.norm_den ρ (.sub a b)).symm.trans (RingNF.isZero_den ρ _ e)
