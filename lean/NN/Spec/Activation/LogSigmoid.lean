prelude
import NN.Spec.Activation.Softplus

/-!
# The logarithm of the sigmoid

## Main results

* `hasDerivAt_logSigmoid`: `logSigmoid' = 1 - sigmoid`.
* `logSigmoid_eq`: `logSigmoid x = -softplus (-x)`.
-/

namespace Activation.Math

/-- The logarithm of the sigmoid, `log (sigmoid x)`. -/
noncomputable def logSigmoid (x : ℝ) : ℝ := log (sigmoid x)

/-- The derivative formula of `logSigmoid`: `1 - sigmoid x`. -/
noncomputable def logSigmoidDeriv (x : ℝ) : ℝ := 1 - sigmoid x

/-- `logSigmoid' = 1 - sigmoid`. -/
theorem hasDerivAt_logSigmoid (x : ℝ) : HasDerivAt logSigmoid (logSigmoidDeriv x) x := by
  have ne := ne_of_gt (sigmoid_pos x)
  refine ((hasDerivAt_sigmoid x).log ne).congr_deriv (eq_div_of_mul_eq ne ?_).symm
  rw [sigmoidDeriv, logSigmoidDeriv, mul_comm]

/-- `logSigmoid x = -softplus (-x)`. -/
theorem logSigmoid_eq (x : ℝ) : logSigmoid x = -softplus (-x) := by
  rw [logSigmoid, sigmoid, one_div, log_inv, softplus]

end Activation.Math
