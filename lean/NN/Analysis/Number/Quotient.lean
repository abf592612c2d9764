prelude
import NN.Core.RingTactic

/-!
# Quotients by an equivalence relation

What the constructions of the number systems need of `Quot`: equal classes have related representatives
(`Quot.exact`), and a commutative binary operation that respects the relation descends to the quotient
(`Quot.map₂`).
-/

universe u

/-- Equal classes of an equivalence relation have related representatives. -/
theorem Quot.exact {α : Sort u} {r : α → α → Prop} (refl : ∀ a, r a a) (symm : ∀ {a b}, r a b → r b a)
    (trans : ∀ {a b c}, r a b → r b c → r a c) {a b : α} (h : Quot.mk r a = Quot.mk r b) : r a b := by
  -- "is related to `a`" is a well-defined predicate on classes
  let related : Quot r → Prop :=
    Quot.lift (r a) fun _ _ h => propext ⟨fun k => trans k h, fun k => trans k (symm h)⟩
  have e : related (Quot.mk r a) = related (Quot.mk r b) := by rw [h]
  exact Eq.mp e (refl a)

/-- The binary operation on classes given by an operation `f` on representatives that respects `r` on the left
and is commutative up to `r`. -/
noncomputable def Quot.map₂ {α : Sort u} {r : α → α → Prop} (f : α → α → α)
    (left : ∀ a b c, r a b → r (f a c) (f b c)) (comm : ∀ a b, r (f a b) (f b a)) :
    Quot r → Quot r → Quot r :=
  Quot.lift
    (fun a => Quot.lift (fun b => Quot.mk r (f a b)) fun b c h =>
      (Quot.sound (comm a b)).trans ((Quot.sound (left b c a h)).trans (Quot.sound (comm c a))))
    fun a b h => funext (Quot.ind fun c => Quot.sound (left a b c h))
