prelude
import NN.Spec.Activation.Softplus

/-!
# The safe logarithm

`safeLog ε x = log (softplus x + ε)`: a logarithm whose argument is positive for every `x`.

## Main results

* `hasDerivAt_safeLog`: `safeLog' x = sigmoid x / (softplus x + ε)`, for `0 < ε`.
-/

namespace Activation.Math

/-- The safe logarithm, `log (softplus x + ε)`. -/
noncomputable def safeLog (ε x : ℝ) : ℝ := log (softplus x + ε)

/-- The derivative formula of `safeLog ε`: `sigmoid x / (softplus x + ε)`. -/
noncomputable def safeLogDeriv (ε x : ℝ) : ℝ := sigmoid x / (softplus x + ε)

/-- `safeLog' x = sigmoid x / (softplus x + ε)`, for `0 < ε`. -/
theorem hasDerivAt_safeLog {ε : ℝ} (hε : 0 < ε) (x : ℝ) : HasDerivAt (safeLog ε) (safeLogDeriv ε x) x :=
  ((hasDerivAt_softplus x).add_const ε).log (ne_of_gt (add_pos (softplus_pos x) hε))

/-- A parameter for which `hasDerivAt_safeLog` applies. -/
theorem exists_hasDerivAt_safeLog : ∃ ε : ℝ, 0 < ε ∧ ∀ x, HasDerivAt (safeLog ε) (safeLogDeriv ε x) x :=
  ⟨1, zero_lt_one, hasDerivAt_safeLog zero_lt_one⟩

end Activation.Math
