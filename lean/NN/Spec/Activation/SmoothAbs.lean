prelude
import NN.Analysis.Deriv.Pow
import NN.Analysis.Real
import NN.Analysis.SqrtDeriv

/-!
# The smooth absolute value

`smoothAbs ε x = sqrt (x² + ε)`.

## Main results

* `hasDerivAt_smoothAbs`: `smoothAbs' x = x / sqrt (x² + ε)`, for `0 < ε`.
* `abs_lt_smoothAbs`: `|x| < smoothAbs ε x`.
-/

namespace Activation.Math

/-- The smooth absolute value, `sqrt (x² + ε)`. -/
noncomputable def smoothAbs (ε x : ℝ) : ℝ := sqrt (x ^ 2 + ε)

/-- The derivative formula of `smoothAbs ε`: `x / sqrt (x² + ε)`. -/
noncomputable def smoothAbsDeriv (ε x : ℝ) : ℝ := x / sqrt (x ^ 2 + ε)

/-- The radicand is positive. -/
theorem sq_add_pos {ε : ℝ} (hε : 0 < ε) (x : ℝ) : 0 < x ^ 2 + ε := by
  rw [show x ^ 2 + ε = ε + x * x from ring]
  exact add_pos_of_pos_of_nonneg hε (mul_self_nonneg x)

/-- `smoothAbs' x = x / sqrt (x² + ε)`, for `0 < ε`. -/
theorem hasDerivAt_smoothAbs {ε : ℝ} (hε : 0 < ε) (x : ℝ) :
    HasDerivAt (smoothAbs ε) (smoothAbsDeriv ε x) x := by
  have pos := sq_add_pos hε x
  refine (((hasDerivAt_id x).sq.add_const ε).sqrt (ne_of_gt pos)).congr_deriv ?_
  rw [smoothAbsDeriv, div_eq_mul_inv, div_eq_mul_inv, mul_inv]
  exact lin_eq (x * (sqrt (x ^ 2 + ε))⁻¹) two_mul_inv_two

/-- A parameter for which `hasDerivAt_smoothAbs` applies. -/
theorem exists_hasDerivAt_smoothAbs :
    ∃ ε : ℝ, 0 < ε ∧ ∀ x, HasDerivAt (smoothAbs ε) (smoothAbsDeriv ε x) x :=
  ⟨1, zero_lt_one, hasDerivAt_smoothAbs zero_lt_one⟩

/-- `|x| < smoothAbs ε x`, for `0 < ε`. -/
theorem abs_lt_smoothAbs {ε : ℝ} (hε : 0 < ε) (x : ℝ) : abs x < smoothAbs ε x := by
  rw [← sqrt_sq_eq_abs]
  exact sqrt_lt_sqrt (le_trans (mul_self_nonneg x) (le_of_eq ring)) (slin hε)

end Activation.Math
