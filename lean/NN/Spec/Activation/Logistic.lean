prelude
import NN.Spec.Activation.Sigmoid

/-!
# The logistic function

`logistic x = exp x / (exp x + 1)`: the same function as `sigmoid`, by a formula that overflows elsewhere.

## Main results

* `logistic_eq_sigmoid`.
* `hasDerivAt_logistic`: `logistic' = logistic (1 - logistic)`.
* `logistic_pos`, `logistic_lt_one`, `logistic_strictMono`.
-/

namespace Activation.Math

/-- The logistic function, `exp x / (exp x + 1)`. -/
noncomputable def logistic (x : ℝ) : ℝ := exp x / (exp x + 1)

/-- The derivative formula of `logistic`: `s (1 - s)`. -/
noncomputable def logisticDeriv (x : ℝ) : ℝ := logistic x * (1 - logistic x)

/-- `logistic = sigmoid`. -/
theorem logistic_eq_sigmoid (x : ℝ) : logistic x = sigmoid x := by
  have pos : 0 < exp x + 1 := add_pos (exp_pos x) zero_lt_one
  exact (eq_div_of_mul_eq (ne_of_gt pos)
    (lin_eq₂ (exp x) (sigmoid_mul x) (-sigmoid x) (exp_mul_exp_neg x))).symm

/-- `logistic' = logistic (1 - logistic)`. -/
theorem hasDerivAt_logistic (x : ℝ) : HasDerivAt logistic (logisticDeriv x) x := by
  rw [logisticDeriv, show logistic = sigmoid from funext logistic_eq_sigmoid]
  exact hasDerivAt_sigmoid x

/-- `0 < logistic x`. -/
theorem logistic_pos (x : ℝ) : 0 < logistic x := by
  rw [logistic_eq_sigmoid]
  exact sigmoid_pos x

/-- `logistic x < 1`. -/
theorem logistic_lt_one (x : ℝ) : logistic x < 1 := by
  rw [logistic_eq_sigmoid]
  exact sigmoid_lt_one x

/-- `logistic` is strictly increasing. -/
theorem logistic_strictMono : StrictMono logistic := by
  rw [show logistic = sigmoid from funext logistic_eq_sigmoid]
  exact sigmoid_strictMono

end Activation.Math
