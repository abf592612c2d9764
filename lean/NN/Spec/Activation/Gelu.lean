prelude
import NN.Analysis.Deriv.Pow
import NN.Analysis.HyperbolicDeriv
import NN.Analysis.Pi.Basic
import NN.Analysis.Real
import NN.Analysis.Sqrt
import NN.Spec.Activation.Silu

/-!
# GELU, the tanh form

`gelu x = x (1 + t) / 2` with `t = tanh (k (x + 0.044715 x³))` and `k = √(2/π)`. The coefficient is the
exact rational `44715 / 1000000`, and `k` the closed term, not a decimal.

## Main results

* `hasDerivAt_gelu`: `gelu' = (1 + t + x (1 - t²) k (1 + 3 · 0.044715 x²)) / 2`.
* `gelu_eq`: `gelu x = x sigmoid (2 k (x + 0.044715 x³))`, so that `sign_gelu`: `gelu x` has the sign of `x`.
* `mul_exp_le_gelu`, `self_sub_gelu_le`: how fast the tails tend to `0` and to `x`.
* `neg_exp_div_le_gelu`: `-exp (-5/4) / (2k) ≤ gelu x`, a bound of about `-0.180`, where the minimum is
  about `-0.170`.
-/

namespace Activation.Math

/-- The scale of GELU, `√(2/π)`. -/
noncomputable def geluScale : ℝ := sqrt (2 / pi ℝ)

/-- The argument of `tanh` in GELU, `√(2/π) (x + 0.044715 x³)`. -/
noncomputable def geluArg (x : ℝ) : ℝ := geluScale * (x + 44715 / 1000000 * x ^ 3)

/-- The Gaussian error linear unit in its tanh form, `x (1 + tanh (√(2/π) (x + 0.044715 x³))) / 2`. -/
noncomputable def gelu (x : ℝ) : ℝ := x * (1 + tanh (geluArg x)) / 2

/-- The derivative formula of `gelu`: `(1 + t + x (1 - t²) k (1 + 3 · 0.044715 x²)) / 2`. -/
noncomputable def geluDeriv (x : ℝ) : ℝ :=
  (1 + tanh (geluArg x) +
    x * (1 - tanh (geluArg x) ^ 2) * (geluScale * (1 + 3 * (44715 / 1000000) * x ^ 2))) / 2

/-- The derivative of the argument of `tanh`. -/
theorem hasDerivAt_geluArg (x : ℝ) :
    HasDerivAt geluArg (geluScale * (1 + 3 * (44715 / 1000000) * x ^ 2)) x := by
  have inner := (hasDerivAt_id x).add ((hasDerivAt_id x).cube.const_mul (44715 / 1000000))
  refine (inner.const_mul geluScale).congr_deriv ?_
  generalize (44715 : ℝ) / 1000000 = c
  exact ring

/-- `gelu' = (1 + t + x (1 - t²) k (1 + 3 · 0.044715 x²)) / 2`. -/
theorem hasDerivAt_gelu (x : ℝ) : HasDerivAt gelu (geluDeriv x) x := by
  refine (((hasDerivAt_id x).mul ((hasDerivAt_geluArg x).tanh.const_add 1)).div_const 2).congr_deriv ?_
  rw [geluDeriv]
  generalize geluScale * (1 + 3 * (44715 / 1000000) * x ^ 2) = c
  rw [show 1 * (1 + tanh (geluArg x)) + x * ((1 - tanh (geluArg x) ^ 2) * c) =
    1 + tanh (geluArg x) + x * (1 - tanh (geluArg x) ^ 2) * c from ring]

/-! ### Sign and bounds -/

/-- `(1 + tanh u) / 2 = sigmoid (2u)`. -/
theorem one_add_tanh_div_two (u : ℝ) : (1 + tanh u) / 2 = sigmoid (2 * u) := by
  refine (eq_div_of_mul_eq (ne_of_gt (one_add_exp_neg_pos _)) ?_)
  have square : exp (-(2 * u)) = (cosh u - sinh u) * (cosh u - sinh u) := by
    rw [cosh_sub_sinh, ← exp_add, show -(2 * u) = -u + -u from ring]
  have product : (cosh u + sinh u) * (cosh u - sinh u) = 1 := by
    rw [cosh_add_sinh, cosh_sub_sinh, exp_mul_exp_neg]
  have cancel := mul_inv_cancel₀ (cosh_ne_zero u)
  have two_half := two_mul_inv_two (R := ℝ)
  rw [square, tanh, div_eq_mul_inv, div_eq_mul_inv]
  generalize cosh u = c at *
  generalize sinh u = s at *
  generalize c⁻¹ = i at *
  generalize (2 : ℝ)⁻¹ = h at *
  have twice : (1 + s * i) * (1 + (c - s) * (c - s)) = 2 :=
    lin_eq₂ (1 - (c - s) * (c - s)) cancel (i * (c - s)) product
  exact lin_eq₂ h twice 1 two_half

/-- `gelu x = x sigmoid (2 k (x + 0.044715 x³))`. -/
theorem gelu_eq (x : ℝ) : gelu x = x * sigmoid (2 * geluArg x) := by
  rw [← one_add_tanh_div_two, gelu, div_eq_mul_inv, div_eq_mul_inv, mul_assoc]

/-- `gelu x` has the sign of `x`. -/
theorem sign_gelu (x : ℝ) : sign (gelu x) = sign x := by
  rw [gelu_eq]
  exact sign_mul_of_pos x (sigmoid_pos _)

/-- `gelu x ≤ x` for `0 ≤ x`. -/
theorem gelu_le_self {x : ℝ} (hx : 0 ≤ x) : gelu x ≤ x := by
  rw [gelu_eq]
  exact lin (mul_nonneg hx (sub_nonneg_of_le (le_of_lt (sigmoid_lt_one (2 * geluArg x)))))

/-- `x ≤ gelu x` for `x ≤ 0`. -/
theorem self_le_gelu {x : ℝ} (hx : x ≤ 0) : x ≤ gelu x := by
  rw [gelu_eq]
  exact lin (mul_nonneg (sub_nonneg_of_le hx) (sub_nonneg_of_le (le_of_lt (sigmoid_lt_one (2 * geluArg x)))))

/-- The left tail: `x exp (2 k (x + 0.044715 x³)) ≤ gelu x` for `x ≤ 0`. -/
theorem mul_exp_le_gelu {x : ℝ} (hx : x ≤ 0) : x * exp (2 * geluArg x) ≤ gelu x := by
  rw [gelu_eq]
  exact lin (mul_nonneg (sub_nonneg_of_le hx) (sub_nonneg_of_le (le_of_lt (sigmoid_lt_exp (2 * geluArg x)))))

/-- The right tail: `x - gelu x ≤ x exp (-2 k (x + 0.044715 x³))` for `0 ≤ x`. -/
theorem self_sub_gelu_le {x : ℝ} (hx : 0 ≤ x) : x - gelu x ≤ x * exp (-(2 * geluArg x)) := by
  rw [gelu_eq]
  exact lin (mul_nonneg hx (sub_nonneg_of_le (le_of_lt (one_sub_sigmoid_lt_exp (2 * geluArg x)))))

/-- `0 < √(2/π)`. -/
theorem geluScale_pos : 0 < geluScale :=
  sqrt_pos (div_pos two_pos (pi_pos ℝ))

/-- `0 ≤ 0.044715`, in any ordered field: in ℝ itself Lean's kernel would unfold the numerals. -/
theorem geluCoeff_nonneg {R : Type} [OrderedField R] : (0 : R) ≤ 44715 / 1000000 :=
  le_of_lt (div_pos (ofNat_pos _) (ofNat_pos _))

/-- `-exp (-5/4) / (2k) ≤ gelu x`: on negative `x` the cubic term only brings `gelu` nearer to `0`, and
without it `gelu x` is `silu (2 k x) / (2k)`. -/
theorem neg_exp_div_le_gelu (x : ℝ) : -exp (-(5 / 4)) / (2 * geluScale) ≤ gelu x := by
  have pos : 0 < 2 * geluScale := mul_pos two_pos geluScale_pos
  refine le_of_mul_le_mul_right ?_ pos
  rw [div_mul_cancel₀ _ (ne_of_gt pos), gelu_eq]
  rcases le_total 0 x with hx | hx
  · refine le_trans (lin (le_of_lt (exp_pos (-(5 / 4)))) : -exp (-(5 / 4)) ≤ (0 : ℝ)) ?_
    exact mul_nonneg (mul_nonneg hx (le_of_lt (sigmoid_pos _))) (le_of_lt pos)
  · refine le_trans (neg_exp_le_silu (2 * geluScale * x)) ?_
    have coeff : (0 : ℝ) ≤ 44715 / 1000000 := geluCoeff_nonneg
    have cubic : 2 * geluArg x ≤ 2 * geluScale * x := by
      rw [geluArg]
      generalize (44715 : ℝ) / 1000000 = c at coeff ⊢
      exact lin (mul_nonneg (mul_nonneg (le_of_lt pos) coeff)
        (mul_nonneg (mul_self_nonneg x) (neg_nonneg_of_nonpos hx)))
    have less := sub_nonneg_of_le (sigmoid_strictMono.monotone cubic)
    rw [silu]
    exact lin (mul_nonneg (mul_nonneg (le_of_lt pos) (neg_nonneg_of_nonpos hx)) less)

end Activation.Math
