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
`Activation.Math`, its derivative formula `fDeriv` as a definition of its own, and proves `hasDerivAt_f`. A
theorem with a hypothesis comes with `exists_hasDerivAt_f`, a point that meets it.

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
-/
