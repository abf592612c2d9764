prelude
import NN.Analysis.Deriv.Basic

/-!
# Derivatives are local

Piecewise functions are differentiated piece by piece: the derivative at `x` depends only on the values
on an open interval around `x`.

## Main results

* `HasDerivAt.congr_of_gt`, `HasDerivAt.congr_of_lt`: the values on a half-line.
* `HasDerivAt.congr_of_between`: the values on an interval.
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
