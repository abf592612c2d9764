prelude
import NN.Spec.Activation.Elu

/-!
# SELU

`selu x = λ elu α x` with the constants of Klambauer et al., "Self-Normalizing Neural Networks" (2017), as
the exact rationals that PyTorch writes down: λ = 1.0507009873554804934193349852946 and
α = 1.6732632423543772848170429916717.

## Main results

* `hasDerivAt_selu`: `selu' x = seluDeriv x` at every `x ≠ 0`.
-/

namespace Activation.Math

/-- The scale λ of SELU. -/
noncomputable def seluScale : ℝ := 10507009873554804934193349852946 / 10 ^ 31

/-- The parameter α of SELU. -/
noncomputable def seluAlpha : ℝ := 16732632423543772848170429916717 / 10 ^ 31

/-- The scaled exponential linear unit: `λ x` if `x > 0`, else `λ α (exp x - 1)`. -/
noncomputable def selu (x : ℝ) : ℝ := seluScale * elu seluAlpha x

/-- The derivative formula of `selu`: `λ` if `x > 0`, else `λ α exp x`. -/
noncomputable def seluDeriv (x : ℝ) : ℝ := seluScale * eluDeriv seluAlpha x

/-- `selu' x = seluDeriv x` at every `x ≠ 0`. -/
theorem hasDerivAt_selu {x : ℝ} (hx : x ≠ 0) : HasDerivAt selu (seluDeriv x) x :=
  (hasDerivAt_elu seluAlpha hx).const_mul seluScale

end Activation.Math
