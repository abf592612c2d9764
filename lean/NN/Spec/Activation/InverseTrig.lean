prelude
import NN.Analysis.Real
import NN.Analysis.Trig.Arcsin
import NN.Analysis.Trig.Arctan

/-!
# The tangent and the inverse circular functions

In `Activation.Math` they have the names that NumPy and PyTorch give them.

## Main results

* `hasDerivAt_tan`: `tan' x = 1 + tan² x` where the cosine is not zero.
* `hasDerivAt_atan`: `atan' x = 1 / (1 + x²)`.
* `hasDerivAt_asin`: `asin' x = 1 / (sqrt (1 - x) sqrt (1 + x))` for `-1 < x < 1`.
* `hasDerivAt_acos`: `acos' x = -(1 / (sqrt (1 - x) sqrt (1 + x)))` for `-1 < x < 1`.
-/

namespace Activation.Math

/-- The tangent, `sin x / cos x`. -/
protected noncomputable def tan (x : ℝ) : ℝ := tan x

/-- The derivative formula of `tan`: `1 + tan² x`. -/
noncomputable def tanDeriv (x : ℝ) : ℝ := 1 + tan x ^ 2

/-- `tan' x = 1 + tan² x` where the cosine is not zero. -/
protected theorem hasDerivAt_tan {x : ℝ} (hx : cos x ≠ 0) : HasDerivAt Math.tan (tanDeriv x) x :=
  hasDerivAt_tan hx

/-- A point where `hasDerivAt_tan` applies. -/
theorem exists_hasDerivAt_tan : ∃ x : ℝ, cos x ≠ 0 ∧ HasDerivAt Math.tan (tanDeriv x) x :=
  have h : cos (0 : ℝ) ≠ 0 := by
    rw [cos_zero]
    exact ne_of_gt zero_lt_one
  ⟨0, h, Math.hasDerivAt_tan h⟩

/-- The inverse tangent. -/
noncomputable def atan (x : ℝ) : ℝ := arctan x

/-- The derivative formula of `atan`: `1 / (1 + x²)`. -/
noncomputable def atanDeriv (x : ℝ) : ℝ := 1 / (1 + x ^ 2)

/-- `atan' x = 1 / (1 + x²)`. -/
theorem hasDerivAt_atan (x : ℝ) : HasDerivAt atan (atanDeriv x) x :=
  hasDerivAt_arctan x

/-- The inverse sine; `±π/2` beyond `±1`. -/
noncomputable def asin (x : ℝ) : ℝ := arcsin x

/-- The derivative formula of `asin`: `1 / (sqrt (1 - x) sqrt (1 + x))`. -/
noncomputable def asinDeriv (x : ℝ) : ℝ := 1 / (sqrt (1 - x) * sqrt (1 + x))

/-- `asin' x = 1 / (sqrt (1 - x) sqrt (1 + x))` for `-1 < x < 1`. -/
theorem hasDerivAt_asin {x : ℝ} (hneg : -1 < x) (hpos : x < 1) : HasDerivAt asin (asinDeriv x) x :=
  hasDerivAt_arcsin' hneg hpos

/-- A point where `hasDerivAt_asin` applies. -/
theorem exists_hasDerivAt_asin : ∃ x : ℝ, -1 < x ∧ x < 1 ∧ HasDerivAt asin (asinDeriv x) x :=
  ⟨0, slin (zero_lt_one (R := ℝ)), zero_lt_one, hasDerivAt_asin (slin (zero_lt_one (R := ℝ))) zero_lt_one⟩

/-- The inverse cosine; `0` and `π` beyond `1` and `-1`. -/
noncomputable def acos (x : ℝ) : ℝ := arccos x

/-- The derivative formula of `acos`: `-(1 / (sqrt (1 - x) sqrt (1 + x)))`. -/
noncomputable def acosDeriv (x : ℝ) : ℝ := -(1 / (sqrt (1 - x) * sqrt (1 + x)))

/-- `acos' x = -(1 / (sqrt (1 - x) sqrt (1 + x)))` for `-1 < x < 1`. -/
theorem hasDerivAt_acos {x : ℝ} (hneg : -1 < x) (hpos : x < 1) : HasDerivAt acos (acosDeriv x) x :=
  hasDerivAt_arccos' hneg hpos

/-- A point where `hasDerivAt_acos` applies. -/
theorem exists_hasDerivAt_acos : ∃ x : ℝ, -1 < x ∧ x < 1 ∧ HasDerivAt acos (acosDeriv x) x :=
  ⟨0, slin (zero_lt_one (R := ℝ)), zero_lt_one, hasDerivAt_acos (slin (zero_lt_one (R := ℝ))) zero_lt_one⟩

end Activation.Math
