prelude
import NN.Core.Logic
universe u v w
-- Switched on below, after what `ctorIdx` itself needs.
set_option genCtorIdx false

/-!
# Natural numbers, truth values, decidability

## Main definitions

* `Nat.add`, `Nat.sub`, `Nat.mul`, `Nat.pow`, `Nat.beq`, `Nat.ble`, `Nat.le`: arithmetic.
* `Decidable`, `decide`, `ite`, `dite`, `cond`: deciding propositions and branching on them.
* `OfNat`: what a numeral means.

**The kernel computes these functions on literals by their names**, with big-number arithmetic, and does not
look at the definitions; a wrong definition would make it prove `False`. So each of them is defined by its
standard recursion, word for word, and the functions that the kernel also knows but this library does not need
(`Nat.div`, `Nat.mod`, `Nat.gcd`, `Nat.log2`, `Nat.land`, `Nat.lor`, `Nat.xor`, `Nat.shiftLeft`,
`Nat.shiftRight`) are not declared at all. The second checker proves the defining equations again before it
trusts the names.
-/

/-! ### Decidable propositions and branching -/

/-- A proposition with an algorithm that decides it. -/
class inductive Decidable (p : Prop) where
  /-- It is false. -/
  | isFalse (h : Not p) : Decidable p
  /-- It is true. -/
  | isTrue (h : p) : Decidable p

export Decidable (isTrue isFalse)

/-- The truth value of a decidable proposition. -/
@[inline_if_reduce] def Decidable.decide (p : Prop) [inst : Decidable p] : Bool :=
  match inst with
  | isFalse _ => false
  | isTrue _ => true

export Decidable (decide)

/-- Equality on `α` is decidable. -/
abbrev DecidableEq (α : Sort u) := (a b : α) → Decidable (Eq a b)

/-- The predicate `r` is decidable. -/
abbrev DecidablePred {α : Sort u} (r : α → Prop) := (a : α) → Decidable (r a)

/-- `if c then t else e`. -/
@[macro_inline] def ite {α : Sort u} (c : Prop) [h : Decidable c] (t e : α) : α :=
  match h with
  | isTrue _ => t
  | isFalse _ => e

/-- `if h : c then t h else e h`. -/
@[macro_inline] def dite {α : Sort u} (c : Prop) [h : Decidable c] (t : c → α) (e : Not c → α) : α :=
  match h with
  | isTrue hc => t hc
  | isFalse hc => e hc

/-- Branching on a truth value. -/
@[macro_inline] def cond {α : Sort u} (c : Bool) (x y : α) : α :=
  match c with
  | .true => x
  | .false => y

/-! ### Arithmetic that the kernel computes by name -/

set_option bootstrap.genMatcherCode false in
/-- Addition, by recursion on the second argument. -/
@[match_pattern, extern "lean_nat_add"] protected def Nat.add : Nat → Nat → Nat
  | n, .zero => n
  | n, .succ m => .succ (Nat.add n m)

set_option bootstrap.genMatcherCode false in
/-- Multiplication, by recursion on the second argument. -/
@[extern "lean_nat_mul"] protected def Nat.mul : Nat → Nat → Nat
  | _, .zero => .zero
  | n, .succ m => Nat.add (Nat.mul n m) n

set_option bootstrap.genMatcherCode false in
/-- Powers, by recursion on the exponent. -/
@[extern "lean_nat_pow"] protected def Nat.pow (m : Nat) : Nat → Nat
  | .zero => .succ .zero
  | .succ n => Nat.mul (Nat.pow m n) m

/-- The number before, and zero before zero. -/
@[extern "lean_nat_pred"] def Nat.pred (n : Nat) : Nat := n.rec .zero (fun m _ => m)

set_option bootstrap.genMatcherCode false in
/-- Subtraction that stops at zero, by recursion on the second argument. -/
@[extern "lean_nat_sub"] protected def Nat.sub : Nat → Nat → Nat
  | n, .zero => n
  | n, .succ m => Nat.pred (Nat.sub n m)

set_option bootstrap.genMatcherCode false in
/-- Are two numbers equal? -/
@[extern "lean_nat_dec_eq"] def Nat.beq : Nat → Nat → Bool
  | .zero, .zero => true
  | .zero, .succ _ => false
  | .succ _, .zero => false
  | .succ n, .succ m => Nat.beq n m

set_option bootstrap.genMatcherCode false in
/-- Is the first number at most the second? -/
@[extern "lean_nat_dec_le"] def Nat.ble : Nat → Nat → Bool
  | .zero, .zero => true
  | .zero, .succ _ => true
  | .succ _, .zero => false
  | .succ n, .succ m => Nat.ble n m

/-! ### Equality of numbers is decidable -/

/-- `Nat.beq` holds on the diagonal. -/
theorem Nat.beq_refl : (n : Nat) → Eq (Nat.beq n n) true
  | .zero => rfl
  | .succ n => Nat.beq_refl n

/-- `Nat.beq` implies equality. -/
theorem Nat.eq_of_beq_eq_true : (n m : Nat) → Eq (Nat.beq n m) true → Eq n m
  | .zero, .zero, _ => rfl
  | .zero, .succ _, h => Bool.noConfusion h
  | .succ _, .zero, h => Bool.noConfusion h
  | .succ n, .succ m, h => (Nat.eq_of_beq_eq_true n m h) ▸ rfl

/-- Where `Nat.beq` fails the numbers differ. -/
theorem Nat.ne_of_beq_eq_false {n m : Nat} (h : Eq (Nat.beq n m) false) : Not (Eq n m) :=
  fun e => Bool.noConfusion (Eq.trans (Eq.symm (Nat.beq_refl n)) (Eq.trans (congrArg (Nat.beq n) e) h))

/-- Equal things have equal numbers; constructors of enumerations are told apart with this. -/
theorem noConfusion_of_Nat {α : Sort u} (f : α → Nat) {a b : α} (h : Eq a b) :
    Bool.rec (motive := fun _ => Prop) False True (Nat.beq (f a) (f b)) :=
  have e : Eq (Nat.beq (f a) (f b)) true := h ▸ Nat.beq_refl (f a)
  e.symm ▸ True.intro

/-- Equality of natural numbers is decidable. -/
def Nat.decEq (n m : Nat) : Decidable (Eq n m) :=
  match h : Nat.beq n m with
  | true => isTrue (Nat.eq_of_beq_eq_true n m h)
  | false => isFalse (Nat.ne_of_beq_eq_false h)

/-- The index of a truth value's constructor. -/
def Bool.ctorIdx (b : Bool) : Nat := cond b (.succ .zero) .zero

/-- The index of a number's constructor. -/
noncomputable def Nat.ctorIdx (n : Nat) : Nat := n.rec .zero (fun _ _ => .succ .zero)

set_option genCtorIdx true

/-! ### Order and numerals -/

/-- `n ≤ m`: from `n` one reaches `m` by steps. -/
inductive Nat.le (n : Nat) : Nat → Prop where
  /-- No step. -/
  | refl : Nat.le n n
  /-- One step more. -/
  | step {m} : Nat.le n m → Nat.le n (.succ m)

/-- What the numeral `n` means in `α`. -/
class OfNat (α : Type u) (_ : Nat) where
  /-- The value of the numeral. -/
  ofNat : α

/-- A numeral in `Nat` is the literal itself. -/
@[default_instance 100] instance instOfNatNat (n : Nat) : OfNat Nat n := OfNat.mk n
