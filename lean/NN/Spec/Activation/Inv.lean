prelude
import NN.Analysis.Deriv.Inv
import NN.Analysis.Real

/-!
# The multiplicative inverse

`0⁻¹ = 0` by convention.

## Main results

* `hasDerivAt_inv`: `(x⁻¹)' = -(x²)⁻¹` at every `x ≠ 0`.
-/

namespace Activation.Math

/-- The inverse `x⁻¹`, with `0⁻¹ = 0`. -/
protected noncomputable def inv (x : ℝ) : ℝ := x⁻¹

/-- The derivative formula of `inv`: `-(x²)⁻¹`. -/
noncomputable def invDeriv (x : ℝ) : ℝ := -(x ^ 2)⁻¹

/-- `(x⁻¹)' = -(x²)⁻¹` at every `x ≠ 0`. -/
protected theorem hasDerivAt_inv {x : ℝ} (hx : x ≠ 0) : HasDerivAt Math.inv (invDeriv x) x :=
  hasDerivAt_inv hx

/-- A point where `hasDerivAt_inv` applies. -/
theorem exists_hasDerivAt_inv : ∃ x : ℝ, x ≠ 0 ∧ HasDerivAt Math.inv (invDeriv x) x :=
  ⟨1, ne_of_gt zero_lt_one, Math.hasDerivAt_inv (ne_of_gt zero_lt_one)⟩

end Activation.Math
