prelude
import NN.Analysis.Deriv.Comp
import NN.Analysis.Deriv.Mul
import NN.Analysis.Deriv.MeanValue
import NN.Analysis.Exp

/-!
# The derivative of the exponential function

## Main results

* `hasDerivAt_exp`: `exp' = exp`; `HasDerivAt.exp` for compositions.
* `exp_unique`: `exp` is the only function with `f' = f` and `f 0 = 1`, which is what "the exponential
  function" means.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' x : R}

/-- `exp d ≤ 1 + d + 2 d²` for `d ≤ 1/2`, because `(1 - d) exp d ≤ 1`. -/
theorem exp_le_one_add_add_sq {d : R} (h : d ≤ 2⁻¹) : exp d ≤ 1 + d + 2 * (d * d) := by
  have half : (0 : R) < 2⁻¹ := inv_pos_of_pos two_pos
  have pos : 0 < 1 - d := by
    have k := sub_nonneg_of_le h
    have e : (2 : R)⁻¹ + (2⁻¹ - d) = 1 - d := lin_eq 1 two_mul_inv_two
    rw [← e]
    exact add_pos_of_pos_of_nonneg half k
  refine le_of_mul_le_mul_right (c := 1 - d) ?_ pos
  have le_one : exp d * (1 - d) ≤ 1 := by
    have k := mul_le_mul_of_nonneg_left (one_add_le_exp (-d)) (le_of_lt (exp_pos d))
    rwa [exp_mul_exp_neg, ← sub_eq_add_neg] at k
  have twice : 2 * d ≤ 1 :=
    le_trans (mul_le_mul_of_nonneg_left h (le_of_lt two_pos)) (le_of_eq two_mul_inv_two)
  have gain := mul_nonneg (mul_self_nonneg d) (sub_nonneg_of_le twice)
  exact lin (add_le_add le_one gain)

/-- `exp' = exp`. -/
theorem hasDerivAt_exp (x : R) : HasDerivAt exp (exp x) x := by
  refine HasDerivAt.of_quadratic_bound (C := exp x * 2) (inv_pos_of_pos two_pos) fun y hy => ?_
  have e : exp y = exp x * exp (y - x) := by rw [← exp_add, show x + (y - x) = y from ring]
  have lower := sub_nonneg_of_le (one_add_le_exp (y - x))
  have upper := sub_nonneg_of_le (exp_le_one_add_add_sq (le_trans (le_abs_self _) (le_of_lt hy)))
  rw [e, show exp x * exp (y - x) - exp x - exp x * (y - x) = exp x * (exp (y - x) - (1 + (y - x))) from ring,
    abs_of_nonneg (mul_nonneg (le_of_lt (exp_pos x)) lower)]
  exact lin (mul_nonneg (le_of_lt (exp_pos x)) upper)

/-- `(exp ∘ f)' = exp f · f'`. -/
theorem HasDerivAt.exp (h : HasDerivAt f f' x) :
    HasDerivAt (fun y => _root_.exp (f y)) (_root_.exp (f x) * f') x :=
  HasDerivAt.comp (hasDerivAt_exp (f x)) h

/-- `(exp (-x))' = -exp (-x)`. -/
theorem hasDerivAt_exp_neg (x : R) : HasDerivAt (fun y => exp (-y)) (-exp (-x)) x :=
  (hasDerivAt_id x).neg.exp.congr_deriv ring

/-- `exp` is the only function that is its own derivative and is `1` at `0`. -/
theorem exp_unique (h : ∀ x, HasDerivAt f (f x) x) (h0 : f 0 = 1) (x : R) : f x = exp x := by
  have const : f x * exp (-x) = f 0 * exp (-0) :=
    eq_of_hasDerivAt_zero (f := fun y => f y * exp (-y))
      (fun y => ((h y).mul (hasDerivAt_exp_neg y)).congr_deriv ring) x 0
  rw [h0, neg_zero, exp_zero, mul_one] at const
  exact lin_eq₂ (-f x) (exp_mul_exp_neg x) (exp x) const
