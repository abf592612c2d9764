prelude
import NN.Core.Notation
/-! Declarations of every kind. -/
universe u v

/-- A pair. -/
structure Couple (α : Type u) (β : Type v) : Type (max u v) where
  /-- the left one -/
  left : α
  right : β

/-- Assumed: some number. -/
axiom Small.someNumber : Nat

namespace Small

/-- One more than `n`. -/
def next (n : Nat) : Nat := .succ n

def «strange name» (α : Type u) (p : Couple α Nat) : Nat := p.right

noncomputable def usesAxiom : Nat := someNumber

theorem direct : usesAxiom = someNumber := rfl

theorem inherited : usesAxiom = someNumber := direct

theorem clean (a : Nat) : a = a := let b := a; (rfl : b = b)

noncomputable opaque hidden : Nat := usesAxiom

noncomputable def viaOpaque : Nat := hidden

theorem extensional (f : Nat → Nat) : (fun x => f x) = f := funext fun _ => rfl

mutual
inductive Even : Nat → Prop where
  | zero : Even .zero
  | next (n : Nat) (h : Odd n) : Even (.succ n)
inductive Odd : Nat → Prop where
  | next (n : Nat) (h : Even n) : Odd (.succ n)
end

def text : String := "größer als ∀"

theorem arrows {p q : Prop} (h : p → q) (k : ∃ n : Nat, n = n ∧ ¬ p) : p → q := h

end Small

set_option maxRecDepth 20000 in
/-- A term that is deeper than Lean counts. -/
def deepTerm : Nat → Nat := fun n =>
  .succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  (.succ (.succ (.succ (.succ (.succ (.succ (.succ (.succ
  n)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
