prelude
import NN.Core.Notation

/-!
# Monotone functions

## Main definitions

* `Monotone f`: `a ≤ b` implies `f a ≤ f b`.
* `StrictMono f`: `a < b` implies `f a < f b`.
-/

/-- `f` preserves `≤`. -/
def Monotone {α β : Type} [LE α] [LE β] (f : α → β) : Prop := ∀ {a b : α}, a ≤ b → f a ≤ f b

/-- `f` preserves `<`. -/
def StrictMono {α β : Type} [LT α] [LT β] (f : α → β) : Prop := ∀ {a b : α}, a < b → f a < f b
