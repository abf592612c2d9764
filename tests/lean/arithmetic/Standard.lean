prelude
import Base
set_option genCtorIdx false
universe u v

/-! # The operations on natural numbers that Lean's kernel computes by name, defined in the ways in which Lean's own
library does: by structural recursion, on fuel, by well-founded recursion. (Lemmas about fuel are axioms: they do not
matter to what is computed.) -/

noncomputable section

def Not (a : Prop) : Prop := a → False
def absurd {α : Sort u} (h : False) : α := False.rec (fun _ => α) h

class inductive Decidable (p : Prop) : Type where
  | isFalse (h : Not p) : Decidable p
  | isTrue (h : p) : Decidable p

def dite {α : Sort u} (c : Prop) [h : Decidable c] (t : c → α) (e : Not c → α) : α :=
  Decidable.rec (motive := fun _ => α) e t h
def ite {α : Sort u} (c : Prop) [h : Decidable c] (t e : α) : α :=
  Decidable.rec (motive := fun _ => α) (fun _ => e) (fun _ => t) h

def isNo (b : Bool) : Prop := Bool.rec (motive := fun _ => Prop) True False b
theorem noIsNotYes (h : Eq Bool.false Bool.true) : False :=
  @Eq.rec Bool Bool.false (fun b _ => isNo b) True.intro Bool.true h
instance decideTrue (b : Bool) : Decidable (Eq b Bool.true) :=
  Bool.rec (motive := fun b => Decidable (Eq b Bool.true)) (Decidable.isFalse noIsNotYes) (Decidable.isTrue Eq.refl) b

def Nat.add (m n : Nat) : Nat := Nat.rec m (fun _ r => Nat.succ r) n
/-- The numeral is a literal, as in Lean's own definition. -/
def Nat.mul (m n : Nat) : Nat := Nat.rec 0 (fun _ r => Nat.add r m) n
def Nat.pow (m n : Nat) : Nat := Nat.rec 1 (fun _ r => Nat.mul r m) n
def Nat.pred (n : Nat) : Nat := Nat.rec 0 (fun k _ => k) n
def Nat.sub (m n : Nat) : Nat := Nat.rec m (fun _ r => Nat.pred r) n
def Nat.ble (m n : Nat) : Bool :=
  Nat.rec (motive := fun _ => Nat → Bool) (fun _ => Bool.true)
    (fun _ ih n => Nat.rec (motive := fun _ => Bool) Bool.false (fun k _ => ih k) n) m n
def Nat.beq (m n : Nat) : Bool :=
  Nat.rec (motive := fun _ => Nat → Bool) (fun n => Nat.rec (motive := fun _ => Bool) Bool.true (fun _ _ => Bool.false) n)
    (fun _ ih n => Nat.rec (motive := fun _ => Bool) Bool.false (fun k _ => ih k) n) m n

def Nat.le (m n : Nat) : Prop := Eq (Nat.ble m n) Bool.true
def Nat.lt (m n : Nat) : Prop := Nat.le (Nat.succ m) n
instance Nat.decLe (m n : Nat) : Decidable (Nat.le m n) := decideTrue (Nat.ble m n)
instance Nat.decLt (m n : Nat) : Decidable (Nat.lt m n) := Nat.decLe (Nat.succ m) n
def Nat.same (m n : Nat) : Prop := Eq (Nat.beq m n) Bool.true
instance Nat.decSame (m n : Nat) : Decidable (Nat.same m n) := decideTrue (Nat.beq m n)

axiom Nat.lt_succ_self (n : Nat) : Nat.lt n (Nat.succ n)
axiom Nat.lt_fuel {x y fuel : Nat} (hy : Nat.lt 0 y) (h : Nat.le y x) (hf : Nat.lt x (Nat.succ fuel)) :
    Nat.lt (Nat.sub x y) fuel
axiom Nat.not_lt_zero {x : Nat} (h : Nat.lt x 0) : False

def Nat.div.go (y : Nat) (hy : Nat.lt 0 y) (fuel x : Nat) (hf : Nat.lt x fuel) : Nat :=
  Nat.rec (motive := fun fuel => (x : Nat) → Nat.lt x fuel → Nat) (fun _ h => absurd (Nat.not_lt_zero h))
    (fun _ ih x hf => dite (Nat.le y x) (fun h => Nat.add (ih (Nat.sub x y) (Nat.lt_fuel hy h hf)) 1) (fun _ => 0))
    fuel x hf
def Nat.div (x y : Nat) : Nat :=
  dite (Nat.lt 0 y) (fun hy => Nat.div.go y hy (Nat.add x 1) x (Nat.lt_succ_self x)) (fun _ => 0)

def Nat.modCore.go (y : Nat) (hy : Nat.lt 0 y) (fuel x : Nat) (hf : Nat.lt x fuel) : Nat :=
  Nat.rec (motive := fun fuel => (x : Nat) → Nat.lt x fuel → Nat) (fun _ h => absurd (Nat.not_lt_zero h))
    (fun _ ih x hf => dite (Nat.le y x) (fun h => ih (Nat.sub x y) (Nat.lt_fuel hy h hf)) (fun _ => x))
    fuel x hf
def Nat.modCore (x y : Nat) : Nat :=
  dite (Nat.lt 0 y) (fun hy => Nat.modCore.go y hy (Nat.add x 1) x (Nat.lt_succ_self x)) (fun _ => x)
def Nat.mod (x y : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat) 0 (fun k _ => ite (Nat.le y (Nat.succ k)) (Nat.modCore (Nat.succ k) y) (Nat.succ k)) x

inductive Acc {α : Sort u} (r : α → α → Prop) : α → Prop where
  | intro (x : α) (h : (y : α) → r y x → Acc r y) : Acc r x
axiom Nat.accessible (n : Nat) : Acc Nat.lt n
def Nat.fix {C : Nat → Type} (F : (x : Nat) → ((y : Nat) → Nat.lt y x → C y) → C x) (x : Nat) : C x :=
  Acc.rec (motive := fun x _ => C x) (fun x _ ih => F x ih) (Nat.accessible x)

axiom Nat.mod_lt (n : Nat) {m : Nat} (h : Not (Nat.same m 0)) : Nat.lt (Nat.mod n m) m
def Nat.gcd (m n : Nat) : Nat :=
  Nat.fix (C := fun _ => Nat → Nat) (fun m ih n => dite (Nat.same m 0) (fun _ => n) (fun h => ih (Nat.mod n m) (Nat.mod_lt n h) m))
    m n

axiom Nat.half_lt {n : Nat} (h : Not (Nat.same n 0)) : Nat.lt (Nat.div n 2) n
def Nat.odd (n : Nat) : Bool := Decidable.rec (motive := fun _ => Bool) (fun _ => Bool.false) (fun _ => Bool.true) (Nat.decSame (Nat.mod n 2) 1)
def Nat.bitwise (f : Bool → Bool → Bool) (n m : Nat) : Nat :=
  Nat.fix (C := fun _ => Nat → Nat)
    (fun n ih m =>
      dite (Nat.same n 0) (fun _ => ite (Eq (f Bool.false Bool.true) Bool.true) m 0) (fun h =>
        ite (Nat.same m 0) (ite (Eq (f Bool.true Bool.false) Bool.true) n 0)
          (let r := ih (Nat.div n 2) (Nat.half_lt h) (Nat.div m 2)
           ite (Eq (f (Nat.odd n) (Nat.odd m)) Bool.true) (Nat.add (Nat.add r r) 1) (Nat.add r r))))
    n m
def and (a b : Bool) : Bool := Bool.rec (motive := fun _ => Bool) Bool.false b a
def or (a b : Bool) : Bool := Bool.rec (motive := fun _ => Bool) b Bool.true a
def bne (a b : Bool) : Bool := Bool.rec (motive := fun _ => Bool) b (Bool.rec (motive := fun _ => Bool) Bool.true Bool.false b) a
def Nat.land : Nat → Nat → Nat := Nat.bitwise and
def Nat.lor : Nat → Nat → Nat := Nat.bitwise or
def Nat.xor : Nat → Nat → Nat := Nat.bitwise bne

def Nat.shiftLeft (m n : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat → Nat) (fun m => m) (fun _ ih m => ih (Nat.mul 2 m)) n m
def Nat.shiftRight (m n : Nat) : Nat := Nat.rec m (fun _ r => Nat.div r 2) n
def Nat.log2 (n : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat → Nat) (fun _ => 0)
    (fun _ ih n => Bool.rec (motive := fun _ => Nat) 0 (Nat.succ (ih (Nat.div n 2))) (Nat.ble 2 n)) n n

theorem computed : Eq (Nat.gcd (Nat.div 123456789012345678901234567890 987654321) 12) (Nat.log2 3) := Eq.refl
theorem bits : Eq (Nat.xor (Nat.land 123456789 987654321) (Nat.shiftLeft (Nat.lor 5 10) 40)) 16492713887761 := Eq.refl
