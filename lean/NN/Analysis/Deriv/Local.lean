prelude
import NN.Analysis.Deriv.Add

/-!
# Derivatives are local

Piecewise functions are differentiated piece by piece: the derivative at `x` depends only on the values
on an open interval around `x`.

## Main results

* `HasDerivAt.congr_of_gt`, `HasDerivAt.congr_of_lt`: the values on a half-line.
* `HasDerivAt.congr_of_between`: the values on an interval.
* `HasDerivAt.pos_near`, `HasDerivAt.lt_near`: what is positive, or less, at a point is so near it.
-/

namespace HasDerivAt
variable {R : Type} [OrderedField R] {f g : R → R} {f' x a b : R}

/-- At `x > a` the derivative depends on the values at arguments greater than `a` only. -/
theorem congr_of_gt (hx : a < x) (h : HasDerivAt f f' x) (e : ∀ y, a < y → g y = f y) : HasDerivAt g f' x :=
  h.congr_near (sub_pos_of_lt hx) fun y hy => e y (slin (lt_of_le_of_lt (neg_le_abs (y - x)) hy))

/-- At `x < b` the derivative depends on the values at arguments less than `b` only. -/
theorem congr_of_lt (hx : x < b) (h : HasDerivAt f f' x) (e : ∀ y, y < b → g y = f y) : HasDerivAt g f' x :=
  h.congr_near (sub_pos_of_lt hx) fun y hy => e y (slin (lt_of_le_of_lt (le_abs_self (y - x)) hy))

/-- At `x` between `a` and `b` the derivative depends on the values between `a` and `b` only. -/
theorem congr_of_between (ha : a < x) (hb : x < b) (h : HasDerivAt f f' x)
    (e : ∀ y, a < y → y < b → g y = f y) : HasDerivAt g f' x := by
  obtain ⟨d, hd, da, db⟩ := exists_pos_le_both (sub_pos_of_lt ha) (sub_pos_of_lt hb)
  exact h.congr_near hd fun y hy =>
    e y (slin (lt_of_le_of_lt (neg_le_abs (y - x)) (lt_of_lt_of_le hy da)))
      (slin (lt_of_le_of_lt (le_abs_self (y - x)) (lt_of_lt_of_le hy db)))

end HasDerivAt

/-! ### Near a point -/

section
variable {R : Type} [OrderedField R] {f g : R → R} {f' g' x : R}

/-- What is positive at a point, and differentiable there, is positive near it. -/
theorem HasDerivAt.pos_near (h : HasDerivAt f f' x) (hx : 0 < f x) :
    ∃ d > 0, ∀ y, abs (y - x) < d → 0 < f y := by
  obtain ⟨C, hC, d, hd, bound⟩ := h.isBigO
  obtain ⟨d', hd', e⟩ := exists_pos_mul_eq hC hx
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨δ, hδ, fun y hy => pos_of_abs_sub_lt (x := f x) ?_⟩
  refine lt_of_le_of_lt (bound y (lt_of_lt_of_le hy h1)) ?_
  rw [← e, mul_comm]
  exact mul_lt_mul_of_pos_right (lt_of_lt_of_le hy h2) hC

/-- What is less at a point, and differentiable there, is less near it. -/
theorem HasDerivAt.lt_near (h : HasDerivAt f f' x) (k : HasDerivAt g g' x) (hx : f x < g x) :
    ∃ d > 0, ∀ y, abs (y - x) < d → f y < g y := by
  obtain ⟨d, hd, near⟩ := (k.sub h).pos_near (sub_pos_of_lt hx)
  exact ⟨d, hd, fun y hy => lt_of_sub_pos (near y hy)⟩

end
