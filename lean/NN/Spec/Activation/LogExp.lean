prelude
import NN.Analysis.LogBase
import NN.Analysis.LogFunctions
import NN.Analysis.LogOnePlus
import NN.Analysis.Real

/-!
# Logarithms and exponentials in other forms

`log (1 + x)`, `exp x - 1`, the bases 2 and 10, the log-odds and the entropy.

## Main results

* `hasDerivAt_log1p`: `log1p' x = 1 / (1 + x)` for `-1 < x`.
* `hasDerivAt_expm1`: `expm1' = exp`.
* `hasDerivAt_exp2`: `exp2' x = 2 ^ x log 2`.
* `hasDerivAt_log2`: `log2' x = 1 / x / log 2` for `0 < x`.
* `hasDerivAt_log10`: `log10' x = 1 / x / log 10` for `0 < x`.
* `hasDerivAt_logit`: `logit' x = 1 / x / (1 - x)` for `0 < x < 1`.
* `hasDerivAt_entr`: `entr' x = -log x - 1` for `0 < x`.
-/

namespace Activation.Math

/-- `log (1 + x)`. -/
protected noncomputable def log1p (x : ℝ) : ℝ := log1p x

/-- The derivative formula of `log1p`: `1 / (1 + x)`. -/
noncomputable def log1pDeriv (x : ℝ) : ℝ := 1 / (1 + x)

/-- `log1p' x = 1 / (1 + x)` for `-1 < x`. -/
protected theorem hasDerivAt_log1p {x : ℝ} (hx : -1 < x) : HasDerivAt Math.log1p (log1pDeriv x) x :=
  hasDerivAt_log1p (ne_of_gt (slin hx))

/-- A point where `hasDerivAt_log1p` applies. -/
theorem exists_hasDerivAt_log1p : ∃ x : ℝ, -1 < x ∧ HasDerivAt Math.log1p (log1pDeriv x) x :=
  ⟨0, slin (zero_lt_one (R := ℝ)), Math.hasDerivAt_log1p (slin (zero_lt_one (R := ℝ)))⟩

/-- `exp x - 1`. -/
protected noncomputable def expm1 (x : ℝ) : ℝ := expm1 x

/-- The derivative formula of `expm1`: `exp x`. -/
noncomputable def expm1Deriv (x : ℝ) : ℝ := exp x

/-- `expm1' = exp`. -/
protected theorem hasDerivAt_expm1 (x : ℝ) : HasDerivAt Math.expm1 (expm1Deriv x) x :=
  hasDerivAt_expm1 x

/-- `2 ^ x`. -/
protected noncomputable def exp2 (x : ℝ) : ℝ := exp2 x

/-- The derivative formula of `exp2`: `2 ^ x log 2`. -/
noncomputable def exp2Deriv (x : ℝ) : ℝ := exp2 x * log 2

/-- `exp2' x = 2 ^ x log 2`. -/
protected theorem hasDerivAt_exp2 (x : ℝ) : HasDerivAt Math.exp2 (exp2Deriv x) x :=
  hasDerivAt_exp2 x

/-- The logarithm to base 2. -/
protected noncomputable def log2 (x : ℝ) : ℝ := log2 x

/-- The derivative formula of `log2`: `1 / x / log 2`. -/
noncomputable def log2Deriv (x : ℝ) : ℝ := 1 / x / log 2

/-- `log2' x = 1 / x / log 2` for `0 < x`. -/
protected theorem hasDerivAt_log2 {x : ℝ} (hx : 0 < x) : HasDerivAt Math.log2 (log2Deriv x) x :=
  hasDerivAt_log2 (ne_of_gt hx)

/-- A point where `hasDerivAt_log2` applies. -/
theorem exists_hasDerivAt_log2 : ∃ x : ℝ, 0 < x ∧ HasDerivAt Math.log2 (log2Deriv x) x :=
  ⟨1, zero_lt_one, Math.hasDerivAt_log2 zero_lt_one⟩

/-- The logarithm to base 10. -/
protected noncomputable def log10 (x : ℝ) : ℝ := log10 x

/-- The derivative formula of `log10`: `1 / x / log 10`. -/
noncomputable def log10Deriv (x : ℝ) : ℝ := 1 / x / log 10

/-- `log10' x = 1 / x / log 10` for `0 < x`. -/
protected theorem hasDerivAt_log10 {x : ℝ} (hx : 0 < x) : HasDerivAt Math.log10 (log10Deriv x) x :=
  hasDerivAt_log10 (ne_of_gt hx)

/-- A point where `hasDerivAt_log10` applies. -/
theorem exists_hasDerivAt_log10 : ∃ x : ℝ, 0 < x ∧ HasDerivAt Math.log10 (log10Deriv x) x :=
  ⟨1, zero_lt_one, Math.hasDerivAt_log10 zero_lt_one⟩

/-- The logarithm of the odds, `log x - log (1 - x)`. -/
protected noncomputable def logit (x : ℝ) : ℝ := logit x

/-- The derivative formula of `logit`: `1 / x / (1 - x)`. -/
noncomputable def logitDeriv (x : ℝ) : ℝ := 1 / x / (1 - x)

/-- `logit' x = 1 / x / (1 - x)` for `0 < x < 1`. -/
protected theorem hasDerivAt_logit {x : ℝ} (h0 : 0 < x) (h1 : x < 1) :
    HasDerivAt Math.logit (logitDeriv x) x :=
  hasDerivAt_logit h0 h1

/-- A point where `hasDerivAt_logit` applies. -/
theorem exists_hasDerivAt_logit :
    ∃ x : ℝ, 0 < x ∧ x < 1 ∧ HasDerivAt Math.logit (logitDeriv x) x :=
  have h0 : (0 : ℝ) < 2⁻¹ := inv_pos_of_pos two_pos
  have h1 : (2⁻¹ : ℝ) < 1 := by
    rw [← one_div]
    exact div_lt_one_of_lt two_pos (slin (zero_lt_one (R := ℝ)))
  ⟨2⁻¹, h0, h1, Math.hasDerivAt_logit h0 h1⟩

/-- What a probability contributes to the entropy, `-(x log x)`. -/
protected noncomputable def entr (x : ℝ) : ℝ := entr x

/-- The derivative formula of `entr`: `-log x - 1`. -/
noncomputable def entrDeriv (x : ℝ) : ℝ := -log x - 1

/-- `entr' x = -log x - 1` for `0 < x`. -/
protected theorem hasDerivAt_entr {x : ℝ} (hx : 0 < x) : HasDerivAt Math.entr (entrDeriv x) x :=
  hasDerivAt_entr (ne_of_gt hx)

/-- A point where `hasDerivAt_entr` applies. -/
theorem exists_hasDerivAt_entr : ∃ x : ℝ, 0 < x ∧ HasDerivAt Math.entr (entrDeriv x) x :=
  ⟨1, zero_lt_one, Math.hasDerivAt_entr zero_lt_one⟩

end Activation.Math
