prelude
import NN.Core.RingTactic
universe u v

/-!
# Inductive types

Mutual, nested, indexed, reflexive types, families in `Prop`, and their recursors.
-/

namespace Features

/-! ### Mutual families in `Prop` -/

mutual
  /-- Even numbers. -/
  inductive Even : Nat → Prop where
    | zero : Even .zero
    | succ (n : Nat) (h : Odd n) : Even (.succ n)
  /-- Odd numbers. -/
  inductive Odd : Nat → Prop where
    | succ (n : Nat) (h : Even n) : Odd (.succ n)
end

theorem even_two : Even (.succ (.succ .zero)) := .succ _ (.succ _ .zero)

theorem not_odd_zero : ¬Odd .zero := fun h => nomatch h

theorem even_of_odd_succ (n : Nat) (h : Odd (.succ n)) : Even n := by
  cases h with
  | succ _ h => exact h

/-! ### Mutual data types -/

mutual
  /-- Trees with any number of children. -/
  inductive Tree (α : Type u) : Type u where
    | node (label : α) (children : Forest α)
  /-- Lists of trees. -/
  inductive Forest (α : Type u) : Type u where
    | nil
    | cons (head : Tree α) (tail : Forest α)
end

/-- The number of nodes, by the mutual recursor. -/
noncomputable def Tree.size {α : Type u} (t : Tree α) : Nat :=
  t.rec (motive_1 := fun _ => Nat) (motive_2 := fun _ => Nat)
    (fun _ _ n => .succ n) .zero fun _ _ n m => n + m

theorem size_leaf {α : Type u} (a b : α) : (Tree.node a (.cons (.node b .nil) .nil)).size = 2 := rfl

/-! ### Nested types: inside lists, pairs, and families -/

/-- Trees whose children are a list. -/
inductive Rose (α : Type u) : Type u where
  | node (label : α) (children : List (Rose α))

/-- Trees nested in two type formers at once. -/
inductive Twice (α : Type u) : Type u where
  | leaf (a : α)
  | node (children : List (Prod (Twice α) (Option (Twice α))))

noncomputable def Rose.size {α : Type u} (t : Rose α) : Nat :=
  t.rec (motive_1 := fun _ => Nat) (motive_2 := fun _ => Nat)
    (fun _ _ n => .succ n) .zero fun _ _ n m => n + m

theorem rose_size : (Rose.node 1 (.cons (.node 2 .nil) (.cons (.node 3 .nil) .nil))).size = 3 := rfl

/-- Lists of a known length. -/
inductive Vect (α : Type u) : Nat → Type u where
  | nil : Vect α .zero
  | cons {n : Nat} (a : α) (tail : Vect α n) : Vect α (.succ n)

/-- Nested in a family with an index. -/
inductive Polygon (α : Type u) : Type u where
  | point (a : α)
  | polygon (n : Nat) (corners : Vect (Polygon α) n)

/-! ### Indexed families -/

noncomputable def Vect.toList {α : Type u} {n : Nat} (v : Vect α n) : List α :=
  v.rec .nil fun a _ rest => .cons a rest

def Vect.head {α : Type u} {n : Nat} : Vect α (.succ n) → α
  | .cons a _ => a

def Vect.map {α : Type u} {β : Type v} (f : α → β) : {n : Nat} → Vect α n → Vect β n
  | _, .nil => .nil
  | _, .cons a v => .cons (f a) (v.map f)

theorem Vect.map_id {α : Type u} : {n : Nat} → (v : Vect α n) → v.map id = v
  | _, .nil => rfl
  | _, .cons a v => congrArg (Vect.cons a) (map_id v)

theorem head_map {α : Type u} {β : Type v} (f : α → β) {n : Nat} (v : Vect α (.succ n)) :
    (v.map f).head = f v.head := by
  cases v with
  | cons a v => rfl

/-- Equality, once more, with both sides as indices. -/
inductive Same : {α : Type u} → α → α → Prop where
  | refl {α : Type u} (a : α) : Same a a

theorem eq_of_same {α : Type u} {a b : α} (h : Same a b) : a = b := by
  cases h
  rfl

/-! ### Reflexive types and well-founded recursion -/

/-- Trees with branching `β a` at a node `a`. -/
inductive W (α : Type u) (β : α → Type v) where
  | sup (a : α) (f : β a → W α β)

/-- A tree without empty branchings has no elements. -/
theorem W.elim {α : Type u} {β : α → Type v} (b : ∀ a, β a) (w : W α β) : False :=
  w.rec fun a _ ih => ih (b a)

/-- Everything below `x` is accessible. -/
inductive Acc {α : Sort u} (r : α → α → Prop) : α → Prop where
  | intro (x : α) (h : (y : α) → r y x → Acc r y) : Acc r x

theorem Acc.inv {α : Sort u} {r : α → α → Prop} {x y : α} (h : Acc r x) (hy : r y x) : Acc r y := by
  cases h with
  | intro _ h => exact h y hy

/-- Recursion on accessibility, into any universe: elimination from `Prop` of a family with one constructor.
-/
noncomputable def Acc.fix {α : Sort u} {r : α → α → Prop} {C : α → Sort v}
    (step : (x : α) → ((y : α) → r y x → C y) → C x) {x : α} (h : Acc r x) : C x :=
  h.rec fun x _ ih => step x ih

/-- The equation of the recursion: proofs of accessibility are all the same. -/
theorem Acc.fix_eq {α : Sort u} {r : α → α → Prop} {C : α → Sort v}
    (step : (x : α) → ((y : α) → r y x → C y) → C x) {x : α} (h : Acc r x) :
    h.fix step = step x fun _ hy => (h.inv hy).fix step := by
  cases h with
  | intro _ h => rfl

theorem Nat.not_lt_zero (n : Nat) : ¬n < 0 := fun h => nomatch h

theorem acc_lt (n : Nat) : Acc (fun a b : Nat => a < b) n := by
  induction n with
  | zero => exact .intro _ fun y h => absurd h (Nat.not_lt_zero y)
  | succ n ih =>
    refine .intro _ fun y h => ?_
    cases h with
    | refl => exact ih
    | step h => exact ih.inv h

/-! ### Families in `Prop` that may and may not eliminate into data -/

/-- An equation determines the data, so it eliminates into every universe. -/
noncomputable def transport {α : Sort u} {a b : α} (C : α → Sort v) (h : a = b) (c : C a) : C b := h.rec c

/-- A conjunction has one constructor with propositional fields, so it eliminates too. -/
def both {p q : Prop} {C : Sort u} (h : p ∧ q) (f : p → q → C) : C := h.rec f

/-- A disjunction only eliminates into propositions. -/
theorem either {p q r : Prop} (h : p ∨ q) (f : p → r) (g : q → r) : r := h.rec f g

/-- An existence proof only eliminates into propositions. -/
theorem witness {p : Nat → Prop} (h : ∃ n, p n) : True := h.rec fun _ _ => trivial

end Features
