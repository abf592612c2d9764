prelude
import NN.Analysis.Deriv.Add

/-!
# Derivatives within a set, from the left and from the right

A kink is a point where the derivatives from the left and from the right both exist and differ.

## Main definitions

* `HasDerivWithinAt f f' s x`: `f` has derivative `f'` at `x` as the argument tends to `x` within the set `s`.
* `HasLeftDerivAt f f' x`, `HasRightDerivAt f f' x`: within `y ≤ x`, within `x ≤ y`.

## Main results

* `hasDerivAt_iff_left_right`: `f` has derivative `f'` at `x` if and only if it has it from both sides.
* `HasLeftDerivAt.unique`, `HasRightDerivAt.unique`: uniqueness.
* `not_hasDerivAt_of_left_ne_right`: at a kink there is no derivative.
-/

variable {R : Type} [OrderedField R] {f g : R → R} {f' g' x : R} {s : R → Prop}

/-- `f y - f x - f' * (y - x) = o(y - x)` as `y → x` within the set `s`. -/
def HasDerivWithinAt (f : R → R) (f' : R) (s : R → Prop) (x : R) : Prop :=
  ∀ ε > 0, ∃ δ > 0, ∀ y, s y → abs (y - x) < δ → abs (f y - f x - f' * (y - x)) ≤ ε * abs (y - x)

/-- `f` has derivative `f'` from the right at `x`. -/
def HasRightDerivAt (f : R → R) (f' x : R) : Prop := HasDerivWithinAt f f' (fun y => x ≤ y) x

/-- `f` has derivative `f'` from the left at `x`. -/
def HasLeftDerivAt (f : R → R) (f' x : R) : Prop := HasDerivWithinAt f f' (fun y => y ≤ x) x

/-- A derivative is one within every set. -/
theorem HasDerivAt.hasDerivWithinAt (h : HasDerivAt f f' x) (s : R → Prop) :
    HasDerivWithinAt f f' s x := fun ε hε =>
  let ⟨δ, hδ, h⟩ := h ε hε
  ⟨δ, hδ, fun y _ => h y⟩

/-- A derivative is one from the right. -/
theorem HasDerivAt.hasRightDerivAt (h : HasDerivAt f f' x) : HasRightDerivAt f f' x := h.hasDerivWithinAt _

/-- A derivative is one from the left. -/
theorem HasDerivAt.hasLeftDerivAt (h : HasDerivAt f f' x) : HasLeftDerivAt f f' x := h.hasDerivWithinAt _

/-- The derivative within `s` depends on the values at `x` and on `s` only. -/
theorem HasDerivWithinAt.congr (h : HasDerivWithinAt f f' s x) (ex : g x = f x) (e : ∀ y, s y → g y = f y) :
    HasDerivWithinAt g f' s x := fun ε hε =>
  let ⟨δ, hδ, h⟩ := h ε hε
  ⟨δ, hδ, fun y hs hy => by rw [e y hs, ex]; exact h y hs hy⟩

/-- A function that agrees with a differentiable one at and to the right of `x` has its derivative from the
right. -/
theorem HasDerivAt.hasRightDerivAt_of_eq (h : HasDerivAt f f' x) (e : ∀ y, x ≤ y → g y = f y) :
    HasRightDerivAt g f' x :=
  (h.hasDerivWithinAt _).congr (e x (le_refl x)) e

/-- A function that agrees with a differentiable one at and to the left of `x` has its derivative from the
left. -/
theorem HasDerivAt.hasLeftDerivAt_of_eq (h : HasDerivAt f f' x) (e : ∀ y, y ≤ x → g y = f y) :
    HasLeftDerivAt g f' x :=
  (h.hasDerivWithinAt _).congr (e x (le_refl x)) e

/-- A derivative from both sides is a derivative. -/
theorem HasLeftDerivAt.hasDerivAt (l : HasLeftDerivAt f f' x) (r : HasRightDerivAt f f' x) :
    HasDerivAt f f' x := by
  intro ε hε
  obtain ⟨d, hd, l⟩ := l ε hε
  obtain ⟨d', hd', r⟩ := r ε hε
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  exact ⟨δ, hδ, fun y hy => (le_total y x).elim (fun k => l y k (lt_of_lt_of_le hy h1))
    fun k => r y k (lt_of_lt_of_le hy h2)⟩

/-- `f` has derivative `f'` at `x` if and only if it has it from the left and from the right. -/
theorem hasDerivAt_iff_left_right : HasDerivAt f f' x ↔ HasLeftDerivAt f f' x ∧ HasRightDerivAt f f' x :=
  ⟨fun h => ⟨h.hasLeftDerivAt, h.hasRightDerivAt⟩, fun h => h.1.hasDerivAt h.2⟩

/-- The derivative from the right is unique. -/
theorem HasRightDerivAt.unique (h : HasRightDerivAt f f' x) (k : HasRightDerivAt f g' x) : f' = g' := by
  refine eq_of_sub_eq_zero (eq_zero_of_const_mul_sub_le (x := x) fun ε hε => ?_)
  obtain ⟨d, hd, h⟩ := h _ (half_pos hε)
  obtain ⟨d', hd', k⟩ := k _ (half_pos hε)
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨δ, hδ, fun y hy hyδ => ?_⟩
  have near : abs (y - x) < δ := by rwa [abs_of_nonneg (le_of_lt (sub_pos_of_lt hy))]
  have a := h y (le_of_lt hy) (lt_of_lt_of_le near h1)
  have b := k y (le_of_lt hy) (lt_of_lt_of_le near h2)
  have t := abs_add_le (f y - f x - g' * (y - x)) (-(f y - f x - f' * (y - x)))
  have e : f y - f x - g' * (y - x) + -(f y - f x - f' * (y - x)) = (f' - g') * (y - x) := ring
  rw [abs_neg, e] at t
  have sum := le_trans t (add_le_add b a)
  rwa [← add_mul, add_halves] at sum

/-- Reflection: a derivative of `f` from the left is one of `y ↦ f (-y)` from the right, with the other
sign. -/
theorem HasLeftDerivAt.reflect (h : HasLeftDerivAt f f' x) :
    HasRightDerivAt (fun y => f (-y)) (-f') (-x) := by
  intro ε hε
  obtain ⟨δ, hδ, h⟩ := h ε hε
  refine ⟨δ, hδ, fun y hs hy => ?_⟩
  have e : abs (-y - x) = abs (y - -x) := by rw [← abs_neg, show -(-y - x) = y - -x from ring]
  have k := h (-y) (lin hs) (by rwa [e])
  rw [e] at k
  show abs (f (-y) - f (- -x) - -f' * (y - -x)) ≤ _
  rwa [neg_neg, show -f' * (y - -x) = f' * (-y - x) from ring]

/-- The derivative from the left is unique. -/
theorem HasLeftDerivAt.unique (h : HasLeftDerivAt f f' x) (k : HasLeftDerivAt f g' x) : f' = g' := by
  rw [← neg_neg f', h.reflect.unique k.reflect, neg_neg]

/-- At a kink there is no derivative. -/
theorem not_hasDerivAt_of_left_ne_right {l r : R} (hl : HasLeftDerivAt f l x) (hr : HasRightDerivAt f r x)
    (ne : l ≠ r) (f' : R) : ¬HasDerivAt f f' x := fun h =>
  ne ((hl.unique h.hasLeftDerivAt).trans (h.hasRightDerivAt.unique hr))
