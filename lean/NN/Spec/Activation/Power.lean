prelude
import NN.Analysis.Real
import NN.Analysis.Rpow

/-!
# Powers with a real exponent

`NN.Analysis.Rpow` says what they are: `exp (p log x)`.

## Main results

* `hasDerivAt_power`: `(x ^ p)' = p x ^ (p - 1)` for `0 < x`.
* `hasDerivAt_powerDeriv`: `(x ^ p)'' = p (p - 1) x ^ (p - 2)` for `0 < x`.
-/

namespace Activation.Math

/-- `x ^ p`, for `0 < x`. -/
noncomputable def power (p x : ℝ) : ℝ := rpow x p

/-- The derivative formula of `power p`: `p x ^ (p - 1)`. -/
noncomputable def powerDeriv (p x : ℝ) : ℝ := p * rpow x (p - 1)

/-- `(x ^ p)' = p x ^ (p - 1)` for `0 < x`. -/
theorem hasDerivAt_power (p : ℝ) {x : ℝ} (hx : 0 < x) : HasDerivAt (power p) (powerDeriv p x) x :=
  hasDerivAt_rpow hx p

/-- `(x ^ p)'' = p (p - 1) x ^ (p - 2)` for `0 < x`. -/
theorem hasDerivAt_powerDeriv (p : ℝ) {x : ℝ} (hx : 0 < x) :
    HasDerivAt (powerDeriv p) (p * ((p - 1) * rpow x (p - 1 - 1))) x :=
  (hasDerivAt_rpow hx (p - 1)).const_mul p

end Activation.Math
