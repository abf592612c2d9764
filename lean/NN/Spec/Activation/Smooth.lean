prelude
import NN.Analysis.Deriv.Pow
import NN.Analysis.HyperbolicDeriv
import NN.Spec.Activation.Relu
import NN.Spec.Activation.Silu

/-!
# Smooth activations of language models

`swish β x = x sigmoid (β x)`, `softCap c x = c tanh (x / c)`, `squaredRelu x = relu² x`,
`tanhShrink x = x - tanh x`.

## Main results

* `hasDerivAt_swish`, `hasDerivAt_softCap` (for `c ≠ 0`), `hasDerivAt_squaredRelu` (at `0` too),
  `hasDerivAt_tanhShrink`.
-/

namespace Activation.Math

/-- The swish with its parameter, `x sigmoid (β x)`. -/
noncomputable def swish (β x : ℝ) : ℝ := x * sigmoid (β * x)

/-- The derivative formula of `swish β`: `s + β x s (1 - s)` with `s = sigmoid (β x)`. -/
noncomputable def swishDeriv (β x : ℝ) : ℝ :=
  sigmoid (β * x) + β * x * (sigmoid (β * x) * (1 - sigmoid (β * x)))

/-- `swish' = s + β x s (1 - s)` with `s = sigmoid (β x)`. -/
theorem hasDerivAt_swish (β x : ℝ) : HasDerivAt (swish β) (swishDeriv β x) x := by
  refine ((hasDerivAt_id x).mul (HasDerivAt.comp (hasDerivAt_sigmoid (β * x))
    ((hasDerivAt_id x).const_mul β))).congr_deriv ?_
  rw [swishDeriv, sigmoidDeriv]
  generalize sigmoid (β * x) = s
  exact ring

/-- The soft cap, `c tanh (x / c)`: nearly `x` for small `x`, and at most `|c|`. -/
noncomputable def softCap (c x : ℝ) : ℝ := c * tanh (x / c)

/-- The derivative formula of `softCap c`: `1 - tanh² (x / c)`. -/
noncomputable def softCapDeriv (c x : ℝ) : ℝ := 1 - tanh (x / c) ^ 2

/-- `softCap' = 1 - tanh² (x / c)`, for `c ≠ 0`. -/
theorem hasDerivAt_softCap {c : ℝ} (hc : c ≠ 0) (x : ℝ) : HasDerivAt (softCap c) (softCapDeriv c x) x := by
  refine (((hasDerivAt_id x).div_const c).tanh.const_mul c).congr_deriv ?_
  rw [softCapDeriv, div_eq_mul_inv 1 c]
  generalize tanh (x / c) = t
  exact lin_eq (1 - t ^ 2) (mul_inv_cancel₀ hc)

/-- A parameter for which `hasDerivAt_softCap` applies. -/
theorem exists_hasDerivAt_softCap : ∃ c : ℝ, c ≠ 0 ∧ ∀ x, HasDerivAt (softCap c) (softCapDeriv c x) x :=
  ⟨1, ne_of_gt zero_lt_one, hasDerivAt_softCap (ne_of_gt zero_lt_one)⟩

/-- The square of the rectified linear unit. -/
noncomputable def squaredRelu (x : ℝ) : ℝ := relu x ^ 2

/-- The derivative formula of `squaredRelu`: `2 relu x`. -/
noncomputable def squaredReluDeriv (x : ℝ) : ℝ := 2 * relu x

/-- `squaredRelu' = 2 relu`, at `0` too. -/
theorem hasDerivAt_squaredRelu (x : ℝ) : HasDerivAt squaredRelu (squaredReluDeriv x) x := by
  rw [squaredReluDeriv]
  by_cases hx : x = 0
  · rw [hx, relu_of_nonneg (le_refl 0), mul_zero]
    have left : HasLeftDerivAt squaredRelu 0 0 := (hasDerivAt_const 0 0).hasLeftDerivAt_of_eq fun y hy => by
      rw [squaredRelu, relu_of_nonpos hy]
      exact ring
    have right : HasRightDerivAt squaredRelu 0 0 :=
      ((hasDerivAt_id 0).sq.congr_deriv (show 2 * (0 : ℝ) * 1 = 0 from ring)).hasRightDerivAt_of_eq
        fun y hy => by rw [squaredRelu, relu_of_nonneg hy]
    exact left.hasDerivAt right
  · rcases lt_or_gt_of_ne hx with h | h
    · rw [relu_of_nonpos (le_of_lt h), mul_zero]
      exact (hasDerivAt_const 0 x).congr_of_neg h fun y hy => by
        rw [squaredRelu, relu_of_nonpos (le_of_lt hy)]
        exact ring
    · rw [relu_of_nonneg (le_of_lt h)]
      exact ((hasDerivAt_id x).sq.congr_deriv (mul_one _)).congr_of_pos h fun y hy => by
        rw [squaredRelu, relu_of_nonneg (le_of_lt hy)]

/-- `x - tanh x`. -/
noncomputable def tanhShrink (x : ℝ) : ℝ := x - tanh x

/-- The derivative formula of `tanhShrink`: `tanh² x`. -/
noncomputable def tanhShrinkDeriv (x : ℝ) : ℝ := tanh x ^ 2

/-- `tanhShrink' = tanh²`. -/
theorem hasDerivAt_tanhShrink (x : ℝ) : HasDerivAt tanhShrink (tanhShrinkDeriv x) x :=
  ((hasDerivAt_id x).sub (hasDerivAt_tanh x)).congr_deriv (by
    rw [tanhShrinkDeriv]
    exact ring)

end Activation.Math
