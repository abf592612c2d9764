prelude
import NN.Analysis.Erf.Normal
import NN.Analysis.Real

/-!
# The error function, the normal distribution, and the exact GELU

`NN.Analysis.Erf.Basic` says what the error function is.

## Main results

* `hasDerivAt_erf`: `erf' x = 2 / sqrt π * exp (-x²)`.
* `hasDerivAt_erfc`: `erfc' x = -(2 / sqrt π * exp (-x²))`.
* `hasDerivAt_erfcx`: `erfcx' x = 2 x erfcx x - 2 / sqrt π`.
* `hasDerivAt_ndtr`: `ndtr' x = exp (-x²/2) / sqrt (2 π)`.
* `hasDerivAt_logNdtr`: `logNdtr' = ndtr' / ndtr`.
* `hasDerivAt_geluErf`: `geluErf' x = ndtr x + x ndtr' x`.
-/

namespace Activation.Math

/-- The error function. -/
protected noncomputable def erf (x : ℝ) : ℝ := erf x

/-- The derivative formula of `erf`: `2 / sqrt π * exp (-x²)`. -/
noncomputable def erfDeriv (x : ℝ) : ℝ := 2 / sqrt (pi ℝ) * exp (-(x ^ 2))

/-- `erf' x = 2 / sqrt π * exp (-x²)`. -/
protected theorem hasDerivAt_erf (x : ℝ) : HasDerivAt Math.erf (erfDeriv x) x :=
  hasDerivAt_erf x

/-- The complementary error function, `1 - erf x`. -/
protected noncomputable def erfc (x : ℝ) : ℝ := erfc x

/-- The derivative formula of `erfc`: `-(2 / sqrt π * exp (-x²))`. -/
noncomputable def erfcDeriv (x : ℝ) : ℝ := -(2 / sqrt (pi ℝ) * exp (-(x ^ 2)))

/-- `erfc' x = -(2 / sqrt π * exp (-x²))`. -/
protected theorem hasDerivAt_erfc (x : ℝ) : HasDerivAt Math.erfc (erfcDeriv x) x :=
  hasDerivAt_erfc x

/-- The scaled complementary error function, `exp (x²) * erfc x`. -/
protected noncomputable def erfcx (x : ℝ) : ℝ := erfcx x

/-- The derivative formula of `erfcx`: `2 x erfcx x - 2 / sqrt π`. -/
noncomputable def erfcxDeriv (x : ℝ) : ℝ := 2 * x * erfcx x - 2 / sqrt (pi ℝ)

/-- `erfcx' x = 2 x erfcx x - 2 / sqrt π`. -/
protected theorem hasDerivAt_erfcx (x : ℝ) : HasDerivAt Math.erfcx (erfcxDeriv x) x :=
  hasDerivAt_erfcx x

/-- The distribution function of the standard normal distribution. -/
noncomputable def ndtr (x : ℝ) : ℝ := normalCdf x

/-- The derivative formula of `ndtr`: `exp (-x²/2) / sqrt (2 π)`. -/
noncomputable def ndtrDeriv (x : ℝ) : ℝ := normalPdf x

/-- `ndtr' x = exp (-x²/2) / sqrt (2 π)`. -/
theorem hasDerivAt_ndtr (x : ℝ) : HasDerivAt ndtr (ndtrDeriv x) x :=
  hasDerivAt_normalCdf x

/-- The logarithm of the distribution function of the standard normal distribution. -/
noncomputable def logNdtr (x : ℝ) : ℝ := logNormalCdf x

/-- The derivative formula of `logNdtr`: `ndtr' x / ndtr x`. -/
noncomputable def logNdtrDeriv (x : ℝ) : ℝ := normalPdf x / normalCdf x

/-- `logNdtr' = ndtr' / ndtr`. -/
theorem hasDerivAt_logNdtr (x : ℝ) : HasDerivAt logNdtr (logNdtrDeriv x) x :=
  hasDerivAt_logNormalCdf x

/-- The exact GELU: `x` times the probability that a standard normal variable is at most `x`. -/
noncomputable def geluErf (x : ℝ) : ℝ := x * normalCdf x

/-- The derivative formula of `geluErf`: `ndtr x + x ndtr' x`. -/
noncomputable def geluErfDeriv (x : ℝ) : ℝ := normalCdf x + x * normalPdf x

/-- `geluErf' x = ndtr x + x ndtr' x`. -/
theorem hasDerivAt_geluErf (x : ℝ) : HasDerivAt geluErf (geluErfDeriv x) x :=
  ((hasDerivAt_id x).mul (hasDerivAt_normalCdf x)).congr_deriv (by rw [one_mul, geluErfDeriv])

end Activation.Math
