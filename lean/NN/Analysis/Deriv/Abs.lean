prelude
import NN.Analysis.Deriv.Add
import NN.Analysis.Order.Sign

/-!
# The derivative of the absolute value

## Main results

* `hasDerivAt_abs`: `|x|' = sign x` at every `x ≠ 0`.
-/

variable {R : Type} [OrderedField R] {x : R}

/-- `|x|' = sign x` at every `x ≠ 0`. -/
theorem hasDerivAt_abs (hx : x ≠ 0) : HasDerivAt abs (sign x) x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · rw [sign_of_pos h]
    exact (hasDerivAt_id x).congr_of_pos h fun y hy => abs_of_nonneg (le_of_lt hy)
  · rw [sign_of_neg h]
    exact (hasDerivAt_id x).neg.congr_of_neg h fun y hy => abs_of_nonpos (le_of_lt hy)
