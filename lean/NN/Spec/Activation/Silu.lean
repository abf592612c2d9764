prelude
import NN.Analysis.Order.Sign
import NN.Spec.Activation.Sigmoid

/-!
# SiLU

`silu x = x * sigmoid x`.

## Main results

* `hasDerivAt_silu`: `silu' = s + x s (1 - s)` with `s = sigmoid x`.
* `sign_silu`: `silu x` has the sign of `x`; `silu_le_self`, `self_le_silu`: `|silu x| ≤ |x|`.
* `mul_exp_le_silu`, `self_sub_silu_le`: how fast the tails tend to `0` and to `x`.
* `neg_exp_neg_le_silu`: `-exp (-a) ≤ silu x` for every `a` with `a - 1 ≤ exp (-a)`; the best such `a`,
  where the two sides are equal, gives the minimum of `silu`. `neg_exp_le_silu` is the case `a = 5/4`: a
  bound of about `-0.287`, where the minimum is about `-0.278`.
-/

namespace Activation.Math

/-- The sigmoid linear unit, `x * sigmoid x`. -/
noncomputable def silu (x : ℝ) : ℝ := x * sigmoid x

/-- The derivative formula of `silu`: `s + x s (1 - s)` with `s = sigmoid x`. -/
noncomputable def siluDeriv (x : ℝ) : ℝ := sigmoid x + x * sigmoid x * (1 - sigmoid x)

/-- `silu' = s + x s (1 - s)` with `s = sigmoid x`. -/
theorem hasDerivAt_silu (x : ℝ) : HasDerivAt silu (siluDeriv x) x :=
  ((hasDerivAt_id x).mul (hasDerivAt_sigmoid x)).congr_deriv (by
    rw [siluDeriv, sigmoidDeriv]
    exact ring)

/-! ### Sign and bounds -/

/-- `silu x` has the sign of `x`. -/
theorem sign_silu (x : ℝ) : sign (silu x) = sign x := sign_mul_of_pos x (sigmoid_pos x)

/-- `silu x ≤ x` for `0 ≤ x`. -/
theorem silu_le_self {x : ℝ} (hx : 0 ≤ x) : silu x ≤ x := by
  rw [silu]
  exact lin (mul_nonneg hx (sub_nonneg_of_le (le_of_lt (sigmoid_lt_one x))))

/-- `x ≤ silu x` for `x ≤ 0`. -/
theorem self_le_silu {x : ℝ} (hx : x ≤ 0) : x ≤ silu x := by
  rw [silu]
  exact lin (mul_nonneg (sub_nonneg_of_le hx) (sub_nonneg_of_le (le_of_lt (sigmoid_lt_one x))))

/-- The left tail: `x exp x ≤ silu x` for `x ≤ 0`. -/
theorem mul_exp_le_silu {x : ℝ} (hx : x ≤ 0) : x * exp x ≤ silu x := by
  rw [silu]
  exact lin (mul_nonneg (sub_nonneg_of_le hx) (sub_nonneg_of_le (le_of_lt (sigmoid_lt_exp x))))

/-- The right tail: `x - silu x ≤ x exp (-x)` for `0 ≤ x`. -/
theorem self_sub_silu_le {x : ℝ} (hx : 0 ≤ x) : x - silu x ≤ x * exp (-x) := by
  rw [silu]
  exact lin (mul_nonneg hx (sub_nonneg_of_le (le_of_lt (one_sub_sigmoid_lt_exp x))))

/-- A lower bound of `silu` for every `a` with `a - 1 ≤ exp (-a)`. -/
theorem neg_exp_neg_le_silu {a : ℝ} (ha : a - 1 ≤ exp (-a)) (x : ℝ) : -exp (-a) ≤ silu x := by
  refine le_of_mul_le_mul_right ?_ (one_add_exp_neg_pos x)
  -- `silu x * (1 + exp (-x)) = x`, and `exp (-a) * exp (-x)` is above its tangent `1 - a - x`
  have e : silu x * (1 + exp (-x)) = x := by rw [silu, mul_assoc, sigmoid_mul, mul_one]
  have tangent := one_add_le_exp (-a + -x)
  rw [exp_add] at tangent
  rw [e]
  exact lin (add_le_add ha tangent)

/-- `1/4 ≤ exp (-5/4)`, because `1/4 ≤ (1 - 5/32)⁸`. -/
theorem quarter_le_exp_neg : 1 / 4 ≤ exp (-(5 / 4 : ℝ)) := by
  have two_half := two_mul_inv_two (R := ℝ)
  have quarter : (4 : ℝ)⁻¹ = 2⁻¹ * 2⁻¹ := by rw [show (4 : ℝ) = 2 * 2 from ring, mul_inv]
  rw [div_eq_mul_inv, div_eq_mul_inv, quarter]
  generalize (2 : ℝ)⁻¹ = h at two_half
  -- everything in terms of `t = 1/32`
  obtain ⟨t, ht⟩ : ∃ t, t = h * h * h * h * h := ⟨_, rfl⟩
  have t32 : 32 * t = 1 := by
    rw [ht]
    exact lin_eq (1 + 2 * h + 4 * h ^ 2 + 8 * h ^ 3 + 16 * h ^ 4) two_half
  have hh : h = 16 * t := by
    rw [ht]
    exact lin_eq (-h * (1 + 2 * h + 4 * h ^ 2 + 8 * h ^ 3)) two_half
  have step : 27 * t ≤ exp (-(5 * t)) := le_trans (le_of_eq (lin_eq 1 t32)) (one_add_le_exp _)
  have t_pos : 0 < t := lt_of_mul_lt_mul_right (c := 32) (by
    rw [zero_mul, mul_comm, t32]
    exact zero_lt_one) (le_of_lt (ofNat_pos _))
  have nonneg : ∀ {c : ℝ}, 0 ≤ c → 0 ≤ c * c := fun h => mul_nonneg h h
  have square : ∀ {c y : ℝ}, 0 ≤ c → c ≤ exp (-y) → c * c ≤ exp (-(y + y)) := fun {c y} hc h => by
    rw [show -(y + y) = -y + -y from ring, exp_add]
    exact mul_le_mul h h hc (le_trans hc h)
  have base : 0 ≤ 27 * t := mul_nonneg (le_of_lt (ofNat_pos _)) (le_of_lt t_pos)
  have fourth := square (nonneg base) (square base step)
  have half : 16 * t ≤ 27 * t * (27 * t) * (27 * t * (27 * t)) := by
    have e : 16 * t = 524288 * (t * t * (t * t)) := lin_eq (-16 * t * (1 + 32 * t + 1024 * t ^ 2)) t32
    rw [e]
    exact lin (mul_nonneg (le_of_lt (ofNat_pos 7151)) (mul_self_nonneg (t * t)))
  have eighth := square (mul_nonneg (le_of_lt (ofNat_pos _)) (le_of_lt t_pos)) (le_trans half fourth)
  rw [hh]
  refine le_trans (le_of_eq ?_) (le_trans eighth (le_of_eq (congrArg exp ?_)))
  · exact ring
  · exact lin_eq (40 * t) t32

/-- `-exp (-5/4) ≤ silu x`. -/
theorem neg_exp_le_silu (x : ℝ) : -exp (-(5 / 4)) ≤ silu x := by
  refine neg_exp_neg_le_silu (le_trans (le_of_eq ?_) quarter_le_exp_neg) x
  have e : (4 : ℝ) * 4⁻¹ = 1 := mul_inv_cancel₀ (ne_of_gt (ofNat_pos _))
  rw [div_eq_mul_inv, div_eq_mul_inv]
  exact lin_eq 1 e

end Activation.Math
