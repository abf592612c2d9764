prelude
import NN.Core.Ring
import NN.Core.Macro
universe u v w

/-! `ring` as a term: the atoms are found by unification in an auto-param tactic script. -/
variable {α : Type u} [CommRing α]
namespace RingNF
/-- `x` is atom number `i` of `ρ` -/
structure At (ρ : List α) (i : Nat) (x : α) : Prop where
  eq : get ρ i = x
structure Re (ρ : List α) (e : Expr) (x : α) : Prop where
  eq : e.den ρ = x
inductive Closed : List α → Prop where
  | nil : Closed .nil
  | cons {x ρ} : Closed ρ → Closed (.cons x ρ)
theorem At.here {x : α} {ρ : List α} : At (.cons x ρ) 0 x := ⟨rfl⟩
theorem At.there {x y : α} {ρ : List α} {i : Nat} (h : At ρ i x) : At (.cons y ρ) (.succ i) x := ⟨h.eq⟩
variable {ρ : List α} {x y : α} {a b : Expr}
theorem Re.atom {i : Nat} (h : At ρ i x) : Re ρ (.atom i) x := ⟨h.eq⟩
theorem Re.zero : Re ρ (.nat 0) (0 : α) := ⟨rfl⟩
theorem Re.one : Re ρ (.nat 1) (1 : α) := ⟨zero_add _⟩
theorem Re.nat {n : Nat} : Re ρ (.nat (.succ (.succ n))) (@OfNat.ofNat α (.succ (.succ n)) instOfNatRing) := ⟨rfl⟩
theorem Re.add (h : Re ρ a x) (g : Re ρ b y) : Re ρ (.add a b) (x + y) := ⟨by rw [← h.eq, ← g.eq]; rfl⟩
theorem Re.mul (h : Re ρ a x) (g : Re ρ b y) : Re ρ (.mul a b) (x * y) := ⟨by rw [← h.eq, ← g.eq]; rfl⟩
theorem Re.sub (h : Re ρ a x) (g : Re ρ b y) : Re ρ (.sub a b) (x - y) := ⟨by rw [← h.eq, ← g.eq]; rfl⟩
theorem Re.neg (h : Re ρ a x) : Re ρ (.neg a) (-x) := ⟨by rw [← h.eq]; rfl⟩
theorem Re.pow {n : Nat} (h : Re ρ a x) : Re ρ (.pow a n) (x ^ n) := ⟨by rw [← h.eq]; rfl⟩
inductive Goal (x y : α) : Prop where
  | mk {ρ : List α} {a b : Expr} (h : Re ρ a x) (g : Re ρ b y) (c : Closed ρ) (e : isZero (Expr.norm (.sub a b)) = true)
theorem Goal.out {x y : α} (h : Goal x y) : x = y := by
  obtain ⟨h, g, _, e⟩ := h
  apply eq_of_sub_eq_zero
  rw [← h.eq, ← g.eq]
  exact (norm_den _ (.sub _ _)).symm.trans (isZero_den _ _ e)
end RingNF
open RingNF in
theorem RingNF.by_ring {x y : α} (h : Goal x y := by
    apply RingNF.Goal.mk
    repeat' (first
      | with_reducible apply RingNF.At.here | with_reducible apply RingNF.At.there
      | with_reducible apply RingNF.Re.zero | with_reducible apply RingNF.Re.one | with_reducible apply RingNF.Re.nat
      | with_reducible apply RingNF.Re.add | with_reducible apply RingNF.Re.mul | with_reducible apply RingNF.Re.sub
      | with_reducible apply RingNF.Re.neg | with_reducible apply RingNF.Re.pow | with_reducible apply RingNF.Re.atom
      | with_reducible apply RingNF.Closed.nil | with_reducible apply RingNF.Closed.cons)
    decide +kernel) : x = y := h.out
macro "ring" : term => `(RingNF.by_ring)
macro "ring" : tactic => `(tactic| exact RingNF.by_ring)
example (a b c : α) : (a + b) * (a - b) = a * a - b * b := ring
example (a b c : α) : (a + b + c) ^ 3 * (a - b) = (a - b) * (c + b + a) * (c * (b + (b + a)) + (a + b) ^ 2 + a * c + c*c) := ring
example (a b c : α) : 2 * (a + 3 * b) - a = a + b * 6 := ring
example (a b c : α) (f : α → α) : 2 * (f a + 3 * b) - f a = f a + b * 6 := ring
example (a b c : α) (f : α → α) : 2 * (f a + 3 * b) - f a = f a + b * 6 := by rw [show 2 * (f a + 3 * b) = 2 * f a + 6 * b from ring]; exact ring
example (a b c : α) (h : a = b) : c * (a - b) = 0 := by
  rw [h]
  ring
