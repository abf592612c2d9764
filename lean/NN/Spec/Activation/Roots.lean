prelude
import NN.Analysis.Real
import NN.Analysis.Rpow

/-!
# The inverse square root and the cube root

`NN.Analysis.Rpow` says what they are.

## Main results

* `hasDerivAt_rsqrt`: `rsqrt' x = -(1 / (2 x sqrt x))` for `0 < x`.
* `hasDerivAt_cbrt`: `cbrt' x = cbrt x / (3 x)` for `x ≠ 0`.
-/

namespace Activation.Math

/-- The inverse square root. -/
protected noncomputable def rsqrt (x : ℝ) : ℝ := rsqrt x

/-- The derivative formula of `rsqrt`: `-(1 / (2 x sqrt x))`. -/
noncomputable def rsqrtDeriv (x : ℝ) : ℝ := -(1 / (2 * x * sqrt x))

/-- `rsqrt' x = -(1 / (2 x sqrt x))` for `0 < x`. -/
protected theorem hasDerivAt_rsqrt {x : ℝ} (hx : 0 < x) : HasDerivAt Math.rsqrt (rsqrtDeriv x) x :=
  hasDerivAt_rsqrt hx

/-- A point where `hasDerivAt_rsqrt` applies. -/
theorem exists_hasDerivAt_rsqrt : ∃ x : ℝ, 0 < x ∧ HasDerivAt Math.rsqrt (rsqrtDeriv x) x :=
  ⟨1, zero_lt_one, Math.hasDerivAt_rsqrt zero_lt_one⟩

/-- The cube root. -/
protected noncomputable def cbrt (x : ℝ) : ℝ := cbrt x

/-- The derivative formula of `cbrt`: `cbrt x / (3 x)`. -/
noncomputable def cbrtDeriv (x : ℝ) : ℝ := cbrt x / (3 * x)

/-- `cbrt' x = cbrt x / (3 x)` for `x ≠ 0`. -/
protected theorem hasDerivAt_cbrt {x : ℝ} (hx : x ≠ 0) : HasDerivAt Math.cbrt (cbrtDeriv x) x :=
  hasDerivAt_cbrt hx

/-- A point where `hasDerivAt_cbrt` applies. -/
theorem exists_hasDerivAt_cbrt : ∃ x : ℝ, x ≠ 0 ∧ HasDerivAt Math.cbrt (cbrtDeriv x) x :=
  ⟨1, ne_of_gt zero_lt_one, Math.hasDerivAt_cbrt (ne_of_gt zero_lt_one)⟩

end Activation.Math
