prelude
import NN.Core.Simp
universe u

/-!
# Classical logic

Excluded middle from choice, by Diaconescu's argument, and what follows from it.

## Main results

* `Classical.em`: `p ∨ ¬p`.
* `Classical.choose`, `Classical.choose_spec`: a witness of an existence proof.
* `Classical.propDecidable`: every proposition is decidable; an instance after `open Classical`.
-/

namespace Classical

/-- An existence proof gives an element of the subtype, up to `Nonempty`. -/
theorem nonempty_subtype {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : Nonempty (Subtype p) :=
  match h with
  | ⟨x, hx⟩ => ⟨⟨x, hx⟩⟩

/-- A witness of an existence proof. -/
noncomputable def choose {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : α := (choice (nonempty_subtype h)).val

/-- The witness has the property. -/
theorem choose_spec {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : p (choose h) :=
  (choice (nonempty_subtype h)).property

/-- Excluded middle. Choose a truth value from each of `{x | x = true ∨ p}` and `{x | x = false ∨ p}`: if `p`
holds the two sets are equal, and so are the choices; so if the choices differ, `p` fails. -/
theorem em (p : Prop) : p ∨ ¬p := by
  have exists₁ : ∃ x : Bool, x = true ∨ p := ⟨true, Or.inl rfl⟩
  have exists₂ : ∃ x : Bool, x = false ∨ p := ⟨false, Or.inl rfl⟩
  rcases choose_spec exists₁ with chosen₁ | hp
  · rcases choose_spec exists₂ with chosen₂ | hp
    · right
      intro hp
      have same : (fun x : Bool => x = true ∨ p) = (fun x : Bool => x = false ∨ p) := by
        funext x
        exact propext ⟨fun _ => Or.inr hp, fun _ => Or.inr hp⟩
      have choose_congr : ∀ (P Q : Bool → Prop) (hP : ∃ x, P x) (hQ : ∃ x, Q x),
          P = Q → choose hP = choose hQ := by
        intro P Q hP hQ e
        subst e
        rfl
      have absurdity := choose_congr _ _ exists₁ exists₂ same
      rw [chosen₁, chosen₂] at absurdity
      exact Bool.noConfusion absurdity
    · exact Or.inl hp
  · exact Or.inl hp

/-- Proof by contradiction. -/
theorem byContradiction {p : Prop} (h : ¬p → False) : p := (em p).elim id fun hn => (h hn).elim

/-- Proof by cases on any proposition. -/
theorem byCases {p q : Prop} (h₁ : p → q) (h₂ : ¬p → q) : q := (em p).elim h₁ h₂

/-- Every proposition is decidable, not by computing. -/
@[instance_reducible] noncomputable def propDecidable (p : Prop) : Decidable p :=
  choice ((em p).elim (fun h => ⟨isTrue h⟩) (fun h => ⟨isFalse h⟩))

/-- Every proposition is decidable, not by computing. -/
noncomputable scoped instance (priority := 50) instPropDecidable (p : Prop) : Decidable p := propDecidable p

/-- Two negations cancel. -/
theorem not_not {p : Prop} : ¬¬p ↔ p := ⟨fun h => byContradiction h, fun h n => n h⟩

/-- Not everything satisfies `p` exactly when something fails it. -/
theorem not_forall {α : Sort u} {p : α → Prop} : (¬∀ x, p x) ↔ ∃ x, ¬p x :=
  ⟨fun h => byContradiction fun h2 => h fun x => byContradiction fun hx => h2 ⟨x, hx⟩,
    fun ⟨x, hx⟩ h => hx (h x)⟩

end Classical
