prelude
import NN.Analysis.Deriv.Abs
import NN.Analysis.Deriv.OneSided
import NN.Analysis.Real

/-!
# The absolute value

## Main results

* `hasDerivAt_abs`: `|x|' = sign x` at every `x ≠ 0`.
* `hasLeftDerivAt_abs_zero`, `hasRightDerivAt_abs_zero`: at `0` the derivatives from the left and from the
  right are `-1` and `1`; hence `not_hasDerivAt_abs_zero`. A kernel's convention at the kink is to be judged
  against `[-1, 1]`.
-/

namespace Activation.Math

/-- The absolute value. -/
protected noncomputable def abs (x : ℝ) : ℝ := abs x

/-- The derivative formula of `abs`: the sign, which is `0` at `0`. -/
noncomputable def absDeriv (x : ℝ) : ℝ := sign x

/-- `|x|' = sign x` at every `x ≠ 0`. -/
protected theorem hasDerivAt_abs {x : ℝ} (hx : x ≠ 0) : HasDerivAt Math.abs (absDeriv x) x :=
  hasDerivAt_abs hx

/-- A point where `hasDerivAt_abs` applies. -/
theorem exists_hasDerivAt_abs : ∃ x : ℝ, x ≠ 0 ∧ HasDerivAt Math.abs (absDeriv x) x :=
  ⟨1, ne_of_gt zero_lt_one, Math.hasDerivAt_abs (ne_of_gt zero_lt_one)⟩

/-! ### The kink at `0` -/

/-- From the right `abs` has derivative `1` at `0`. -/
theorem hasRightDerivAt_abs_zero : HasRightDerivAt Math.abs 1 0 :=
  (hasDerivAt_id 0).hasRightDerivAt_of_eq fun _ h => abs_of_nonneg h

/-- From the left `abs` has derivative `-1` at `0`. -/
theorem hasLeftDerivAt_abs_zero : HasLeftDerivAt Math.abs (-1) 0 :=
  (hasDerivAt_id 0).neg.hasLeftDerivAt_of_eq fun _ h => abs_of_nonpos h

/-- `abs` has no derivative at `0`. -/
theorem not_hasDerivAt_abs_zero (f' : ℝ) : ¬HasDerivAt Math.abs f' 0 :=
  not_hasDerivAt_of_left_ne_right hasLeftDerivAt_abs_zero hasRightDerivAt_abs_zero
    (fun e => two_ne_zero (R := ℝ) (lin_eq (-1) e)) f'

end Activation.Math
