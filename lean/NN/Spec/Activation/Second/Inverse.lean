prelude
import NN.Analysis.Deriv.OneDiv
import NN.Spec.Activation.Inv
import NN.Spec.Activation.InverseHyperbolic
import NN.Spec.Activation.InverseTrig
import NN.Spec.Activation.LogExp
import NN.Spec.Activation.Roots
import NN.Spec.Activation.Sqrt
import NN.Spec.Activation.SqrtClamp

/-!
# Second derivatives: quotients, roots, logarithms, inverse functions

Where the function is differentiable. That of the logarithm is the first derivative of the inverse.

## Main results

* `hasDerivAt_sqrtDeriv`, `hasDerivAt_log1pDeriv`, `hasDerivAt_logitDeriv`, `hasDerivAt_asinDeriv`, ...
-/

namespace Activation.Math

variable {x : ℝ}

/-- `(1 / x)'' = 2 x / x⁴`. -/
theorem hasDerivAt_invDeriv (hx : x ≠ 0) : HasDerivAt invDeriv (2 * x / (x ^ 2) ^ 2) x :=
  ((hasDerivAt_id x).sq.inv (sq_ne_zero hx)).neg.congr_deriv (by
    rw [div_eq_mul_inv, div_eq_mul_inv]
    exact ring)

/-! ### Roots -/

/-- `sqrt'' = -(2 / (2 r)) / (2 r)²` with `r = sqrt x`. -/
theorem hasDerivAt_sqrtDeriv (hx : 0 < x) :
    HasDerivAt sqrtDeriv (-(2 * (1 / (2 * sqrt x)) / (2 * sqrt x) ^ 2)) x :=
  ((hasDerivAt_sqrt (ne_of_gt hx)).const_mul 2).one_div (mul_ne_zero two_ne_zero (ne_of_gt (sqrt_pos hx)))

/-- The same for the root that is `0` for negative numbers. -/
theorem hasDerivAt_sqrtClampDeriv (hx : 0 < x) :
    HasDerivAt sqrtClampDeriv (-(2 * (1 / (2 * sqrt x)) / (2 * sqrt x) ^ 2)) x :=
  hasDerivAt_sqrtDeriv hx

/-- `rsqrt'' = (2 r + 2 x / (2 r)) / (2 x r)²` with `r = sqrt x`. -/
theorem hasDerivAt_rsqrtDeriv (hx : 0 < x) :
    HasDerivAt rsqrtDeriv
      ((2 * sqrt x + 2 * x * (1 / (2 * sqrt x))) / (2 * x * sqrt x) ^ 2) x :=
  ((((hasDerivAt_id x).const_mul 2).mul (hasDerivAt_sqrt (ne_of_gt hx))).one_div
    (mul_ne_zero (mul_ne_zero two_ne_zero (ne_of_gt hx)) (ne_of_gt (sqrt_pos hx)))).neg.congr_deriv (by
      rw [neg_neg, mul_one])

/-- `cbrt'' = (c - 3 c) / (3 x)²` with `c = cbrt x`. -/
theorem hasDerivAt_cbrtDeriv (hx : x ≠ 0) :
    HasDerivAt cbrtDeriv ((cbrt x / (3 * x) * (3 * x) - cbrt x * 3) / (3 * x) ^ 2) x :=
  ((hasDerivAt_cbrt hx).div ((hasDerivAt_id x).const_mul 3)
    (mul_ne_zero (ne_of_gt (ofNat_pos _)) hx)).congr_deriv (by rw [mul_one])

/-! ### Logarithms -/

/-- `log1p'' = -(1 / (1 + x)²)`. -/
theorem hasDerivAt_log1pDeriv (hx : -1 < x) : HasDerivAt log1pDeriv (-(1 / (1 + x) ^ 2)) x :=
  ((hasDerivAt_id x).const_add 1).one_div (ne_of_gt (slin hx))

/-- `exp2'' = exp2 log² 2`. -/
theorem hasDerivAt_exp2Deriv (x : ℝ) : HasDerivAt exp2Deriv (exp2 x * log 2 * log 2) x :=
  (hasDerivAt_exp2 x).mul_const (log 2)

/-- `log2'' = -(1 / x²) / log 2`. -/
theorem hasDerivAt_log2Deriv (hx : 0 < x) : HasDerivAt log2Deriv (-(1 / x ^ 2) / log 2) x :=
  ((hasDerivAt_id x).one_div (ne_of_gt hx)).div_const (log 2)

/-- `log10'' = -(1 / x²) / log 10`. -/
theorem hasDerivAt_log10Deriv (hx : 0 < x) : HasDerivAt log10Deriv (-(1 / x ^ 2) / log 10) x :=
  ((hasDerivAt_id x).one_div (ne_of_gt hx)).div_const (log 10)

/-- `logit'' = (-(1 / x²) (1 - x) + 1 / x) / (1 - x)²`. -/
theorem hasDerivAt_logitDeriv (h0 : 0 < x) (h1 : x < 1) :
    HasDerivAt logitDeriv ((-(1 / x ^ 2) * (1 - x) + 1 / x) / (1 - x) ^ 2) x :=
  (((hasDerivAt_id x).one_div (ne_of_gt h0)).div ((hasDerivAt_id x).const_sub 1)
    (ne_of_gt (sub_pos_of_lt h1))).congr_deriv (by
      rw [mul_neg, mul_one, sub_eq_add_neg, neg_neg])

/-- `entr'' = -(1 / x)`. -/
theorem hasDerivAt_entrDeriv (hx : 0 < x) : HasDerivAt entrDeriv (-x⁻¹) x :=
  (hasDerivAt_log (ne_of_gt hx)).neg.sub_const 1

/-! ### Inverse functions -/

/-- `tan'' = 2 tan (1 + tan²)`. -/
theorem hasDerivAt_tanDeriv (hx : cos x ≠ 0) : HasDerivAt tanDeriv (2 * tan x * (1 + tan x ^ 2)) x :=
  (hasDerivAt_tan hx).sq.const_add 1

/-- `atan'' = -(2 x / (1 + x²)²)`. -/
theorem hasDerivAt_atanDeriv (x : ℝ) : HasDerivAt atanDeriv (-(2 * x / (1 + x ^ 2) ^ 2)) x :=
  (((hasDerivAt_id x).sq.const_add 1).one_div
    (ne_of_gt (one_add_sq_pos x))).congr_deriv (by rw [mul_one])

/-- The derivative of `sqrt (1 - x) sqrt (1 + x)`. -/
theorem hasDerivAt_sqrt_mul_sqrt (hneg : -1 < x) (hpos : x < 1) :
    HasDerivAt (fun y => sqrt (1 - y) * sqrt (1 + y))
      (-1 / (2 * sqrt (1 - x)) * sqrt (1 + x) + sqrt (1 - x) * (1 / (2 * sqrt (1 + x)))) x :=
  (((hasDerivAt_id x).const_sub 1).sqrt (ne_of_gt (sub_pos_of_lt hpos))).mul
    (((hasDerivAt_id x).const_add 1).sqrt (ne_of_gt (slin hneg)))

/-- `asin'' = -(w' / w²)` with `w = sqrt (1 - x) sqrt (1 + x)`. -/
theorem hasDerivAt_asinDeriv (hneg : -1 < x) (hpos : x < 1) :
    HasDerivAt asinDeriv
      (-((-1 / (2 * sqrt (1 - x)) * sqrt (1 + x) + sqrt (1 - x) * (1 / (2 * sqrt (1 + x)))) /
        (sqrt (1 - x) * sqrt (1 + x)) ^ 2)) x :=
  (hasDerivAt_sqrt_mul_sqrt hneg hpos).one_div
    (ne_of_gt (mul_pos (sqrt_pos (sub_pos_of_lt hpos)) (sqrt_pos (slin hneg))))

/-- `acos'' = w' / w²` with `w = sqrt (1 - x) sqrt (1 + x)`. -/
theorem hasDerivAt_acosDeriv (hneg : -1 < x) (hpos : x < 1) :
    HasDerivAt acosDeriv ((-1 / (2 * sqrt (1 - x)) * sqrt (1 + x) + sqrt (1 - x) * (1 / (2 * sqrt (1 + x)))) /
      (sqrt (1 - x) * sqrt (1 + x)) ^ 2) x :=
  (hasDerivAt_asinDeriv hneg hpos).neg.congr_deriv (neg_neg _)

/-- `asinh'' = -(x / w / w²)` with `w = sqrt (x² + 1)`. -/
theorem hasDerivAt_asinhDeriv (x : ℝ) :
    HasDerivAt asinhDeriv (-(2 * x / (2 * sqrt (x ^ 2 + 1)) / sqrt (x ^ 2 + 1) ^ 2)) x := by
  have pos : 0 < x ^ 2 + 1 := sq_add_one_pos x
  refine ((((hasDerivAt_id x).sq.add_const 1).sqrt (ne_of_gt pos)).one_div
    (ne_of_gt (sqrt_pos pos))).congr_deriv ?_
  rw [mul_one]

/-- `acosh'' = -(w' / w²)` with `w = sqrt (x - 1) sqrt (x + 1)`. -/
theorem hasDerivAt_acoshDeriv (hx : 1 < x) :
    HasDerivAt acoshDeriv
      (-((1 / (2 * sqrt (x - 1)) * sqrt (x + 1) + sqrt (x - 1) * (1 / (2 * sqrt (x + 1)))) /
        (sqrt (x - 1) * sqrt (x + 1)) ^ 2)) x := by
  have below : 0 < x - 1 := sub_pos_of_lt hx
  have above : 0 < x + 1 := add_pos (lt_trans zero_lt_one hx) zero_lt_one
  exact ((((hasDerivAt_id x).sub_const 1).sqrt (ne_of_gt below)).mul
    (((hasDerivAt_id x).add_const 1).sqrt (ne_of_gt above))).one_div
    (ne_of_gt (mul_pos (sqrt_pos below) (sqrt_pos above)))

/-- `atanh'' = ((1 + x) / (1 - x)² - 1 / (1 - x)) / (1 + x)²`. -/
theorem hasDerivAt_atanhDeriv (hneg : -1 < x) (hpos : x < 1) :
    HasDerivAt atanhDeriv ((1 / (1 - x) ^ 2 * (1 + x) - 1 / (1 - x)) / (1 + x) ^ 2) x :=
  ((((hasDerivAt_id x).const_sub 1).one_div (ne_of_gt (sub_pos_of_lt hpos))).div
    ((hasDerivAt_id x).const_add 1) (ne_of_gt (slin hneg))).congr_deriv (by
      have sign : -(-1 / (1 - x) ^ 2) = 1 / (1 - x) ^ 2 := by
        rw [div_eq_mul_inv, div_eq_mul_inv]
        exact ring
      rw [sign, mul_one])

end Activation.Math
