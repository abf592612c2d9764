prelude
import NN.Analysis.Deriv.OneDiv
import NN.Spec.Activation.Cos
import NN.Spec.Activation.Erf
import NN.Spec.Activation.Neg
import NN.Spec.Activation.Scale
import NN.Spec.Activation.Smooth
import NN.Spec.Activation.SmoothAbs
import NN.Spec.Activation.Square
import NN.Spec.Activation.Tanh

/-!
# Second derivatives: polynomials, the hyperbolic tangent, the error function

Those of `sin`, `exp`, `sinh`, `cosh` are first derivatives of others.

## Main results

* `hasDerivAt_tanhDeriv`, `hasDerivAt_smoothAbsDeriv`, `hasDerivAt_erfDeriv`, `hasDerivAt_geluErfDeriv`, ...
-/

namespace Activation.Math

/-- `neg'' = 0`. -/
theorem hasDerivAt_negDeriv (x : ℝ) : HasDerivAt negDeriv 0 x := hasDerivAt_const (-1) x

/-- `(c x)'' = 0`. -/
theorem hasDerivAt_scaleDeriv (c x : ℝ) : HasDerivAt (scaleDeriv c) 0 x := hasDerivAt_const c x

/-- `(x²)'' = 2`. -/
theorem hasDerivAt_squareDeriv (x : ℝ) : HasDerivAt squareDeriv 2 x :=
  ((hasDerivAt_id x).const_mul 2).congr_deriv (mul_one 2)

/-- `cos'' = -cos`. -/
theorem hasDerivAt_cosDeriv (x : ℝ) : HasDerivAt cosDeriv (-cos x) x := (hasDerivAt_sin x).neg

/-- `tanh'' = -2 tanh (1 - tanh²)`. -/
theorem hasDerivAt_tanhDeriv (x : ℝ) : HasDerivAt tanhDeriv (-(2 * tanh x * (1 - tanh x ^ 2))) x :=
  (hasDerivAt_tanh x).sq.const_sub 1

/-- `tanhShrink'' = 2 tanh (1 - tanh²)`. -/
theorem hasDerivAt_tanhShrinkDeriv (x : ℝ) :
    HasDerivAt tanhShrinkDeriv (2 * tanh x * (1 - tanh x ^ 2)) x :=
  (hasDerivAt_tanh x).sq

/-- `softCap'' = -2 t (1 - t²) / c` with `t = tanh (x / c)`. -/
theorem hasDerivAt_softCapDeriv (c x : ℝ) :
    HasDerivAt (softCapDeriv c) (-(2 * tanh (x / c) * ((1 - tanh (x / c) ^ 2) * (1 / c)))) x :=
  ((hasDerivAt_id x).div_const c).tanh.sq.const_sub 1

/-- `smoothAbs'' = (r - x² / r) / r²` with `r = sqrt (x² + ε)`, for `0 < ε`. -/
theorem hasDerivAt_smoothAbsDeriv {ε : ℝ} (hε : 0 < ε) (x : ℝ) :
    HasDerivAt (smoothAbsDeriv ε)
      ((sqrt (x ^ 2 + ε) - x * (2 * x / (2 * sqrt (x ^ 2 + ε)))) / sqrt (x ^ 2 + ε) ^ 2) x := by
  have pos := sq_add_pos hε x
  refine ((hasDerivAt_id x).div (((hasDerivAt_id x).sq.add_const ε).sqrt (ne_of_gt pos))
    (ne_of_gt (sqrt_pos pos))).congr_deriv ?_
  rw [one_mul, mul_one]

/-! ### The error function -/

/-- `erf'' = -(2 / sqrt π) 2 x exp (-x²)`. -/
theorem hasDerivAt_erfDeriv (x : ℝ) :
    HasDerivAt erfDeriv (2 / sqrt (pi ℝ) * (-(2 * x) * exp (-(x ^ 2)))) x :=
  (hasDerivAt_exp_neg_sq x).const_mul _

/-- `erfc'' = (2 / sqrt π) 2 x exp (-x²)`. -/
theorem hasDerivAt_erfcDeriv (x : ℝ) :
    HasDerivAt erfcDeriv (-(2 / sqrt (pi ℝ) * (-(2 * x) * exp (-(x ^ 2))))) x :=
  (hasDerivAt_erfDeriv x).neg

/-- `erfcx'' = 2 erfcx + 2 x erfcx'`. -/
theorem hasDerivAt_erfcxDeriv (x : ℝ) :
    HasDerivAt erfcxDeriv (2 * erfcx x + 2 * x * (2 * x * erfcx x - 2 / sqrt (pi ℝ))) x :=
  ((((hasDerivAt_id x).const_mul 2).mul (hasDerivAt_erfcx x)).sub_const _).congr_deriv (by rw [mul_one])

/-- The density of the normal distribution has the derivative `-x` times itself. -/
theorem hasDerivAt_ndtrDeriv (x : ℝ) : HasDerivAt ndtrDeriv (-(x * normalPdf x)) x := by
  refine ((((hasDerivAt_id x).sq.div_const 2).neg.exp).div_const (sqrt (2 * pi ℝ))).congr_deriv ?_
  have half : 2 * x * 1 / 2 = x := by
    rw [mul_one, mul_comm, div_eq_mul_inv, mul_assoc, mul_inv_cancel₀ two_ne_zero, mul_one]
  rw [half, normalPdf]
  generalize exp (-(x ^ 2 / 2)) = E
  rw [div_eq_mul_inv, div_eq_mul_inv]
  exact ring

/-- `logNdtr'' = (-(x p) c - p²) / c²` with the density `p` and the distribution function `c`. -/
theorem hasDerivAt_logNdtrDeriv (x : ℝ) :
    HasDerivAt logNdtrDeriv
      ((-(x * normalPdf x) * normalCdf x - normalPdf x * normalPdf x) / normalCdf x ^ 2) x :=
  (hasDerivAt_ndtrDeriv x).div (hasDerivAt_normalCdf x) (ne_of_gt (normalCdf_pos x))

/-- The exact `gelu'' = p (2 - x²)` with the density `p` of the normal distribution. -/
theorem hasDerivAt_geluErfDeriv (x : ℝ) :
    HasDerivAt geluErfDeriv (normalPdf x * (2 - x ^ 2)) x :=
  ((hasDerivAt_normalCdf x).add ((hasDerivAt_id x).mul (hasDerivAt_ndtrDeriv x))).congr_deriv (by
    show normalPdf x + (1 * normalPdf x + x * -(x * normalPdf x)) = normalPdf x * (2 - x ^ 2)
    exact ring)

end Activation.Math
