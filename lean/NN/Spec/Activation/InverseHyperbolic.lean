prelude
import NN.Analysis.AreaHyperbolic
import NN.Analysis.Real

/-!
# The inverse hyperbolic functions

In `Activation.Math` they have the names that NumPy and PyTorch give them.

## Main results

* `hasDerivAt_asinh`: `asinh' x = 1 / sqrt (x² + 1)`.
* `hasDerivAt_acosh`: `acosh' x = 1 / (sqrt (x - 1) sqrt (x + 1))` for `1 < x`.
* `hasDerivAt_atanh`: `atanh' x = 1 / (1 - x) / (1 + x)` for `-1 < x < 1`.
-/

namespace Activation.Math

/-- The inverse hyperbolic sine. -/
noncomputable def asinh (x : ℝ) : ℝ := arsinh x

/-- The derivative formula of `asinh`: `1 / sqrt (x² + 1)`. -/
noncomputable def asinhDeriv (x : ℝ) : ℝ := 1 / sqrt (x ^ 2 + 1)

/-- `asinh' x = 1 / sqrt (x² + 1)`. -/
theorem hasDerivAt_asinh (x : ℝ) : HasDerivAt asinh (asinhDeriv x) x :=
  hasDerivAt_arsinh x

/-- The inverse hyperbolic cosine. -/
noncomputable def acosh (x : ℝ) : ℝ := arcosh x

/-- The derivative formula of `acosh`: `1 / (sqrt (x - 1) sqrt (x + 1))`. -/
noncomputable def acoshDeriv (x : ℝ) : ℝ := 1 / (sqrt (x - 1) * sqrt (x + 1))

/-- `acosh' x = 1 / (sqrt (x - 1) sqrt (x + 1))` for `1 < x`. -/
theorem hasDerivAt_acosh {x : ℝ} (hx : 1 < x) : HasDerivAt acosh (acoshDeriv x) x :=
  hasDerivAt_arcosh hx

/-- A point where `hasDerivAt_acosh` applies. -/
theorem exists_hasDerivAt_acosh : ∃ x : ℝ, 1 < x ∧ HasDerivAt acosh (acoshDeriv x) x :=
  ⟨2, slin (zero_lt_one (R := ℝ)), hasDerivAt_acosh (slin (zero_lt_one (R := ℝ)))⟩

/-- The inverse hyperbolic tangent. -/
noncomputable def atanh (x : ℝ) : ℝ := artanh x

/-- The derivative formula of `atanh`: `1 / (1 - x) / (1 + x)`. -/
noncomputable def atanhDeriv (x : ℝ) : ℝ := 1 / (1 - x) / (1 + x)

/-- `atanh' x = 1 / (1 - x) / (1 + x)` for `-1 < x < 1`. -/
theorem hasDerivAt_atanh {x : ℝ} (hneg : -1 < x) (hpos : x < 1) : HasDerivAt atanh (atanhDeriv x) x :=
  hasDerivAt_artanh hneg hpos

/-- A point where `hasDerivAt_atanh` applies. -/
theorem exists_hasDerivAt_atanh : ∃ x : ℝ, -1 < x ∧ x < 1 ∧ HasDerivAt atanh (atanhDeriv x) x :=
  ⟨0, slin (zero_lt_one (R := ℝ)), zero_lt_one, hasDerivAt_atanh (slin (zero_lt_one (R := ℝ))) zero_lt_one⟩

end Activation.Math
