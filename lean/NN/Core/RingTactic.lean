prelude
import NN.Core.RingNormal
import NN.Core.Macro
universe u

/-!
# `ring`

`ring` proves identities of commutative rings, as a term and as a tactic:

    theorem square_sub (a b : α) : (a + b) * (a - b) = a * a - b * b := ring

What is not a sum, product, difference, negative, numeral or power with a fixed exponent is an atom; the same
atom is recognised up to the unfolding of instances. A false identity is an error: the two sides have
different normal forms.

## How it works

Instance search reads the two sides: `Quote atoms x e atoms'` finds the formal expression `e` of `x`, starting
from the atoms known so far and returning the atoms known afterwards, together with the proof that `e` has the
value `x`. That the normal forms of the two expressions agree is computed by the kernel (`normal`). Nothing is
ever unfolded to compare values, so `ring` costs the same over a concrete ring as over a variable one.

## Main results

* `RingNF.by_ring`: what `ring` expands to.
-/

namespace RingNF

section Prefix

variable {α : Type u}

/-- The second list starts with the first. -/
inductive Prefix : List α → List α → Prop where
  /-- Every list starts with the empty list. -/
  | nil (l : List α) : Prefix .nil l
  /-- A common first element. -/
  | cons (a : α) {l m : List α} (h : Prefix l m) : Prefix (.cons a l) (.cons a m)

/-- Every list starts with itself. -/
theorem Prefix.refl : (l : List α) → Prefix l l
  | .nil => .nil .nil
  | .cons a l => .cons a (refl l)

end Prefix

variable {α : Type u} [CommRing α]

/-- `x` is atom number `i` of `atoms'`; these are `atoms`, with `x` behind them if it is new. -/
class FindAtom (atoms : List α) (x : α) (i : outParam Nat) (atoms' : outParam (List α)) : Prop where
  /-- The new list starts with the old one. -/
  extend {l : List α} : Prefix atoms' l → Prefix atoms l
  /-- `x` is found in every longer list. -/
  value {l : List α} : Prefix atoms' l → lookup l i = x

/-- `x` has the formal expression `e`; the atoms known before are `atoms`, those known afterwards `atoms'`. -/
class Quote (atoms : List α) (x : α) (e : outParam Expr) (atoms' : outParam (List α)) : Prop where
  /-- The new list of atoms starts with the old one. -/
  extend {l : List α} : Prefix atoms' l → Prefix atoms l
  /-- `e` has the value `x` for every longer list of atoms. -/
  value {l : List α} : Prefix atoms' l → e.eval l = x

section Instances

variable (atoms atoms₁ atoms₂ : List α) (x y : α) (a b : Expr) (n : Nat)

/-- The first atom. -/
instance (priority := high) findAtom_here : FindAtom (.cons x atoms) x 0 (.cons x atoms) where
  extend h := h
  value h := by cases h; rfl

/-- An atom further on. -/
instance findAtom_later [f : FindAtom atoms x n atoms₁] :
    FindAtom (.cons y atoms) x (.succ n) (.cons y atoms₁) where
  extend h := by
    cases h with
    | cons _ h => exact .cons y (f.extend h)
  value h := by
    cases h with
    | cons _ h => exact f.value h

/-- A new atom. -/
instance findAtom_new : FindAtom .nil x 0 (.cons x .nil) where
  extend _ := .nil _
  value h := by cases h; rfl

/-- Anything can be an atom; tried last. -/
instance (priority := low) quote_atom [f : FindAtom atoms x n atoms₁] : Quote atoms x (.atom n) atoms₁ where
  extend := f.extend
  value := f.value

/-- The numeral `0`. -/
instance quote_zero : Quote atoms (0 : α) (.numeral 0) atoms where
  extend h := h
  value _ := rfl

/-- The numeral `1`. -/
instance quote_one : Quote atoms (1 : α) (.numeral 1) atoms where
  extend h := h
  value _ := rfl

/-- The numerals from `2` on; `no_index` because a pattern with a variable numeral matches no literal. -/
instance quote_numeral : Quote atoms (no_index (@OfNat.ofNat α (.succ (.succ n)) instOfNatRing))
    (.numeral (.succ (.succ n))) atoms where
  extend h := h
  value _ := rfl

/-- Sums. -/
instance quote_add [f : Quote atoms x a atoms₁] [g : Quote atoms₁ y b atoms₂] :
    Quote atoms (x + y) (.add a b) atoms₂ where
  extend h := f.extend (g.extend h)
  value {l} h := show a.eval l + b.eval l = x + y by rw [f.value (g.extend h), g.value h]

/-- Products. -/
instance quote_mul [f : Quote atoms x a atoms₁] [g : Quote atoms₁ y b atoms₂] :
    Quote atoms (x * y) (.mul a b) atoms₂ where
  extend h := f.extend (g.extend h)
  value {l} h := show a.eval l * b.eval l = x * y by rw [f.value (g.extend h), g.value h]

/-- Differences. -/
instance quote_sub [f : Quote atoms x a atoms₁] [g : Quote atoms₁ y b atoms₂] :
    Quote atoms (x - y) (.sub a b) atoms₂ where
  extend h := f.extend (g.extend h)
  value {l} h := show a.eval l - b.eval l = x - y by rw [f.value (g.extend h), g.value h]

/-- Negatives. -/
instance quote_neg [f : Quote atoms x a atoms₁] : Quote atoms (-x) (.neg a) atoms₁ where
  extend := f.extend
  value {l} h := show -a.eval l = -x by rw [f.value h]

/-- Powers. -/
instance quote_pow [f : Quote atoms x a atoms₁] : Quote atoms (x ^ n) (.pow a n) atoms₁ where
  extend := f.extend
  value {l} h := show a.eval l ^ n = x ^ n by rw [f.value h]

end Instances

/-- `x = y` when formal expressions with these values have the same normal form. The expressions are found by
instance search, their normal forms compared by computation. -/
theorem by_ring {x y : α} {atoms₁ atoms : List α} {a b : Expr}
    [f : Quote .nil x a atoms₁] [g : Quote atoms₁ y b atoms]
    (normal : vanishes (Expr.normalise (.sub a b)) = true := by
      first
      | decide +kernel
      | fail "ring: the two sides have different normal forms") : x = y := by
  rw [← f.value (g.extend (.refl atoms)), ← g.value (.refl atoms)]
  exact eq_of_vanishes atoms a b normal

end RingNF

/-- `ring : x = y` proves an identity of commutative rings. -/
macro "ring" : term =>
  -- Instance search takes a step per operation and atom; long sums need more than its usual limit.
  `(set_option synthInstance.maxSize 100000 in
    set_option synthInstance.maxHeartbeats 200000 in RingNF.by_ring)

/-- `ring` closes a goal that is an identity of commutative rings. -/
macro "ring" : tactic => `(tactic| exact ring)
