prelude
import NN.Analysis.Order.Basic

/-!
# Monotone functions

## Main definitions

* `Monotone f`: `a ≤ b` implies `f a ≤ f b`.
* `StrictMono f`: `a < b` implies `f a < f b`.

## Main results

* `StrictMono.monotone`, `StrictMono.le_iff_le`, `StrictMono.lt_iff_lt`, `StrictMono.injective`.
-/

/-- `f` preserves `≤`. -/
def Monotone {α β : Type} [LE α] [LE β] (f : α → β) : Prop := ∀ {a b : α}, a ≤ b → f a ≤ f b

/-- `f` preserves `<`. -/
def StrictMono {α β : Type} [LT α] [LT β] (f : α → β) : Prop := ∀ {a b : α}, a < b → f a < f b

namespace StrictMono
variable {R : Type} [OrderedRing R] {f : R → R} {a b : R}

/-- A strictly increasing function is increasing. -/
theorem monotone (hf : StrictMono f) : Monotone f := fun {a b} h => by
  rcases lt_or_eq_of_le h with h | h
  · exact le_of_lt (hf h)
  · rw [h]; exact le_refl _

/-- A strictly increasing function reflects `≤`. -/
theorem le_iff_le (hf : StrictMono f) : f a ≤ f b ↔ a ≤ b :=
  ⟨fun h => not_lt.mp fun g => not_le.mpr (hf g) h, fun h => hf.monotone h⟩

/-- A strictly increasing function reflects `<`. -/
theorem lt_iff_lt (hf : StrictMono f) : f a < f b ↔ a < b :=
  ⟨fun h => not_le.mp fun g => not_lt.mpr (hf.monotone g) h, fun h => hf h⟩

/-- A strictly increasing function is injective. -/
theorem injective (hf : StrictMono f) (h : f a = f b) : a = b :=
  le_antisymm (hf.le_iff_le.mp (le_of_eq h)) (hf.le_iff_le.mp (le_of_eq h.symm))

end StrictMono
