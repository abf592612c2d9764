prelude
import NN.Spec.Activation.Gelu
import NN.Spec.Activation.Logistic
import NN.Spec.Activation.LogSigmoid
import NN.Spec.Activation.Mish
import NN.Spec.Activation.SafeLog
import NN.Spec.Activation.Smooth

/-!
# Second derivatives: the sigmoid and what is made of it

What is called `f'` in the name of a theorem is the derivative formula of the node `f`; `softplus' = sigmoid`
has its derivative in `hasDerivAt_sigmoid`.

## Main results

* `hasDerivAt_sigmoidDeriv`, `hasDerivAt_siluDeriv`, `hasDerivAt_swishDeriv`, `hasDerivAt_mishDeriv`,
  `hasDerivAt_geluDeriv`, `hasDerivAt_safeLogDeriv`, ...
-/

namespace Activation.Math

/-- `sigmoid'' = s (1 - s) (1 - 2 s)`. -/
theorem hasDerivAt_sigmoidDeriv (x : ℝ) :
    HasDerivAt sigmoidDeriv (sigmoidDeriv x * (1 - 2 * sigmoid x)) x :=
  ((hasDerivAt_sigmoid x).mul ((hasDerivAt_sigmoid x).const_sub 1)).congr_deriv ring

/-- `logistic'' = s (1 - s) (1 - 2 s)`. -/
theorem hasDerivAt_logisticDeriv (x : ℝ) :
    HasDerivAt logisticDeriv (logisticDeriv x * (1 - 2 * logistic x)) x :=
  ((hasDerivAt_logistic x).mul ((hasDerivAt_logistic x).const_sub 1)).congr_deriv ring

/-- `logSigmoid'' = -(s (1 - s))`. -/
theorem hasDerivAt_logSigmoidDeriv (x : ℝ) : HasDerivAt logSigmoidDeriv (-sigmoidDeriv x) x :=
  (hasDerivAt_sigmoid x).const_sub 1

/-- `silu'' = s (1 - s) (2 + x (1 - 2 s))`. -/
theorem hasDerivAt_siluDeriv (x : ℝ) :
    HasDerivAt siluDeriv (sigmoidDeriv x * (2 + x * (1 - 2 * sigmoid x))) x := by
  have h := hasDerivAt_sigmoid x
  refine (h.add (((hasDerivAt_id x).mul h).mul (h.const_sub 1))).congr_deriv ?_
  rw [sigmoidDeriv]
  exact ring

/-- `swish'' = β s (1 - s) (2 + β x (1 - 2 s))` with `s = sigmoid (β x)`. -/
theorem hasDerivAt_swishDeriv (β x : ℝ) :
    HasDerivAt (swishDeriv β) (β * sigmoidDeriv (β * x) * (2 + β * x * (1 - 2 * sigmoid (β * x)))) x := by
  have k := (hasDerivAt_id x).const_mul β
  have h := HasDerivAt.comp (hasDerivAt_sigmoid (β * x)) k
  refine (h.add (k.mul (h.mul (h.const_sub 1)))).congr_deriv ?_
  rw [sigmoidDeriv]
  exact ring

/-- `mish'' = (1 - t²) s (2 + x (1 - s - 2 t s))` with `t = tanh (softplus x)`, `s = sigmoid x`. -/
theorem hasDerivAt_mishDeriv (x : ℝ) :
    HasDerivAt mishDeriv ((1 - tanh (softplus x) ^ 2) * sigmoid x *
      (2 + x * (1 - sigmoid x - 2 * tanh (softplus x) * sigmoid x))) x := by
  have s := hasDerivAt_sigmoid x
  have t := (hasDerivAt_softplus x).tanh
  refine (t.add (((hasDerivAt_id x).mul (t.sq.const_sub 1)).mul s)).congr_deriv ?_
  rw [sigmoidDeriv, softplusDeriv]
  exact ring

/-- `gelu'' = (1 - t²) (2 a + x a' - 2 x t a²) / 2` with `t = tanh u`, `a = u'`, for the argument `u` of the
hyperbolic tangent. -/
theorem hasDerivAt_geluDeriv (x : ℝ) :
    HasDerivAt geluDeriv ((1 - tanh (geluArg x) ^ 2) *
      (2 * (geluScale * (1 + 3 * (44715 / 1000000) * x ^ 2)) +
        x * (geluScale * (3 * (44715 / 1000000) * (2 * x))) -
        2 * x * tanh (geluArg x) * (geluScale * (1 + 3 * (44715 / 1000000) * x ^ 2)) ^ 2) / 2) x := by
  have t := (hasDerivAt_geluArg x).tanh
  have a := (((hasDerivAt_id x).sq.const_mul (3 * (44715 / 1000000))).const_add 1).const_mul geluScale
  refine (((t.const_add 1).add (((hasDerivAt_id x).mul (t.sq.const_sub 1)).mul a)).div_const 2).congr_deriv ?_
  exact congrArg (fun z : ℝ => z / 2) ring

/-- `safeLog'' = (s (1 - s) (p + ε) - s²) / (p + ε)²` with `p = softplus x`, for `0 < ε`. -/
theorem hasDerivAt_safeLogDeriv {ε : ℝ} (hε : 0 < ε) (x : ℝ) :
    HasDerivAt (safeLogDeriv ε)
      ((sigmoidDeriv x * (softplus x + ε) - sigmoid x * sigmoid x) / (softplus x + ε) ^ 2) x :=
  (hasDerivAt_sigmoid x).div ((hasDerivAt_softplus x).add_const ε) (ne_of_gt (add_pos (softplus_pos x) hε))

end Activation.Math
