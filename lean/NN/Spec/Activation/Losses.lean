prelude
import NN.Analysis.FinSum
import NN.Spec.Activation.LogSigmoid
/-!
# What the losses measure

## Main results
- `softplus_sub_mul`: `softplus x - t x` is the binary cross-entropy `-t log p - (1 - t) log (1 - p)` of the
  probability `p = sigmoid x`.
- `sum_mul_log_div_nonneg`: the Kullback-Leibler divergence of two positive distributions is not negative.
-/

namespace Activation.Math

/-- `log (sigmoid x) = x - softplus x` -/
theorem log_sigmoid (x : ℝ) : log (sigmoid x) = x - softplus x := by
  have product : 1 + exp x = exp x * (1 + exp (-x)) := by
    rw [mul_add, exp_mul_exp_neg, mul_one, add_comm]
  have e : softplus x = x + softplus (-x) := by
    rw [softplus, product, log_mul (ne_of_gt (exp_pos x)) (ne_of_gt (one_add_exp_neg_pos x)), log_exp]
    rfl
  have neg := logSigmoid_eq x
  rw [logSigmoid] at neg
  rw [neg, e]
  exact ring

/-- `softplus x - t x` is the binary cross-entropy of the probability `sigmoid x`, for the target `t`. -/
theorem softplus_sub_mul (t x : ℝ) :
    softplus x - t * x = -(t * log (sigmoid x)) - (1 - t) * log (1 - sigmoid x) := by
  have complement : log (1 - sigmoid x) = -softplus x := by
    rw [← sigmoid_neg]
    have neg := logSigmoid_eq (-x)
    rwa [logSigmoid, neg_neg] at neg
  rw [complement, log_sigmoid]
  exact ring

/-- The Kullback-Leibler divergence of two positive distributions is not negative. -/
theorem sum_mul_log_div_nonneg {n : Nat} {p q : Fin n → ℝ} (hp : ∀ i, 0 < p i) (hq : ∀ i, 0 < q i)
    (same : ∑ i, p i = ∑ i, q i) : 0 ≤ ∑ i, p i * log (p i / q i) := by
  -- `p log (p / q) ≥ p - q`, because `log (q / p) ≤ q / p - 1`
  have term : ∀ i, p i + -1 * q i ≤ p i * log (p i / q i) := fun i => by
    have upper := mul_le_mul_of_nonneg_left (log_le_sub_one (mul_pos (hq i) (inv_pos_of_pos (hp i))))
      (le_of_lt (hp i))
    have swap : log (p i / q i) = -log (q i * (p i)⁻¹) := by
      rw [← log_inv, mul_inv, inv_inv, div_eq_mul_inv, mul_comm]
    have value : p i * (q i * (p i)⁻¹ - 1) = q i - p i := lin_eq (q i) (mul_inv_cancel₀ (ne_of_gt (hp i)))
    rw [swap]
    rw [value] at upper
    exact lin upper
  refine le_trans (le_of_eq ?_) (Fin.sum_le_sum term)
  rw [Fin.sum_add_distrib, ← Fin.mul_sum, same]
  exact ring

end Activation.Math
