prelude
import NN.Spec.Activation.Abs
import NN.Spec.Activation.Cosh
import NN.Spec.Activation.Elu
import NN.Spec.Activation.Exp
import NN.Spec.Activation.Gelu
import NN.Spec.Activation.Inv
import NN.Spec.Activation.Log
import NN.Spec.Activation.Logistic
import NN.Spec.Activation.Relu
import NN.Spec.Activation.SafeLog
import NN.Spec.Activation.Sigmoid
import NN.Spec.Activation.Silu
import NN.Spec.Activation.Sinh
import NN.Spec.Activation.SmoothAbs
import NN.Spec.Activation.Softplus
import NN.Spec.Activation.Sqrt
import NN.Spec.Activation.SqrtClamp
import NN.Spec.Activation.Tanh

/-!
# Scalar activation functions

This file only imports the folder. Each file there defines one function `f` over ℝ in the namespace
`Activation.Math`, its derivative formula `fDeriv` as a definition of its own, and proves `hasDerivAt_f`. A theorem with
a hypothesis comes with `exists_hasDerivAt_f`, which shows that the hypothesis can be met. The functions that analysis
already has a name for (`abs`, `log`, `inv`, `sqrt`, `exp`, `sinh`, `cosh`, `tanh`) are protected: inside the namespace
`exp` is still the function of analysis, and the activation is `Math.exp`.

| function | formula | derivative formula | proven where |
| --- | --- | --- | --- |
| `relu x` | `max x 0` | `1` if `x > 0`, else `0` | `x ≠ 0` |
| `abs x` | `\|x\|` | `sign x` | `x ≠ 0` |
| `log x` | `log \|x\|` | `x⁻¹` | `x ≠ 0` |
| `inv x` | `x⁻¹` | `-(x²)⁻¹` | `x ≠ 0` |
| `sqrt x` | `√x` | `1 / (2 √x)` | `x ≠ 0` |
| `sqrtClamp x` | `√(max x 0)` | `1 / (2 √x)` | `0 < x` |
| `logistic x` | `exp x / (exp x + 1)` | `s (1 - s)` | everywhere |
| `sigmoid x` | `1 / (1 + exp (-x))` | `s (1 - s)` | everywhere |
| `tanh x` | `tanh x` | `1 - tanh² x` | everywhere |
| `softplus x` | `log (1 + exp x)` | `sigmoid x` | everywhere |
| `silu x` | `x sigmoid x` | `s + x s (1 - s)` | everywhere |
| `gelu x` | `x (1 + t) / 2`, `t = tanh (√(2/π) (x + 0.044715 x³))` | `NN.Spec.Activation.Gelu` | everywhere |
| `safeLog ε x` | `log (softplus x + ε)` | `sigmoid x / (softplus x + ε)` | everywhere, for `0 < ε` |
| `smoothAbs ε x` | `√(x² + ε)` | `x / √(x² + ε)` | everywhere, for `0 < ε` |
| `exp x`, `sinh x`, `cosh x` | | `exp x`, `cosh x`, `sinh x` | everywhere |
| `elu α x` | `x` if `x > 0`, else `α (exp x - 1)` | `1` if `x > 0`, else `α exp x` | `x ≠ 0` |

Derivatives are unique (`HasDerivAt.unique`), so no other formula can be proven at these points.

## At the kinks

`relu`, `abs` and `elu α` have derivatives from both sides at `0`: `0` and `1`, `-1` and `1`, `α` and `1`
(`hasLeftDerivAt_relu_zero`, `hasRightDerivAt_relu_zero`, ...). They have no derivative there (`not_hasDerivAt_relu_zero`,
...), except `elu 1` (`hasDerivAt_elu_one`). The other piecewise functions are in `NN.Spec.Activation.Kinks`.

## Bounds, signs and monotonicity

* `sigmoid_pos`, `sigmoid_lt_one`, `sigmoid_strictMono`, and the same for `logistic` (`logistic_eq_sigmoid`).
* `Math.neg_one_lt_tanh`, `Math.tanh_lt_one`, `Math.tanh_strictMono`.
* `softplus_pos`, `softplus_strictMono`, `lt_softplus`.
* `sign_silu`, `neg_exp_le_silu`; `sign_gelu`, `neg_exp_div_le_gelu`.
* `abs_lt_smoothAbs`, `relu_nonneg`, `neg_lt_elu`.
* Tails, which decide where floating-point numbers overflow or run out of digits: `sigmoid_lt_exp`,
  `one_sub_sigmoid_lt_exp`, `one_sub_tanh_lt`, `softplus_le_exp`, `softplus_sub_self_le_exp`, `mul_exp_le_silu`,
  `self_sub_silu_le`, `mul_exp_le_gelu`, `self_sub_gelu_le`.
-/
