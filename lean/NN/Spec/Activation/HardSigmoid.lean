prelude
import NN.Analysis.Deriv.Mul
import NN.Spec.Activation.Clamp

/-!
# Hard sigmoid and hard swish

`hardSigmoid x` is `0` for `x ≤ -3`, `1` for `x ≥ 3`, and `(x + 3) / 6` between; `hardSwish x` is
`x hardSigmoid x`.

## Main results

* `hasDerivAt_hardSigmoid`, `hasDerivAt_hardSwish`: the derivatives at every `x` other than `-3` and `3`.
-/

namespace Activation.Math

/-- The piecewise linear counterpart of the sigmoid: `(x + 3) / 6`, cut off at `0` and `1`. -/
noncomputable def hardSigmoid (x : ℝ) : ℝ := (clamp (-3) 3 x + 3) / 6

/-- The derivative formula of `hardSigmoid`: `1 / 6` if `-3 < x < 3`, else `0`. -/
noncomputable def hardSigmoidDeriv (x : ℝ) : ℝ := clampDeriv (-3) 3 x / 6

/-- `hardSigmoid' x = hardSigmoidDeriv x` at every `x` other than `-3` and `3`. -/
theorem hasDerivAt_hardSigmoid {x : ℝ} (hneg : x ≠ -3) (hpos : x ≠ 3) :
    HasDerivAt hardSigmoid (hardSigmoidDeriv x) x :=
  ((hasDerivAt_clamp hneg hpos).add_const 3).div_const 6

/-- The hard swish, `x hardSigmoid x`. -/
noncomputable def hardSwish (x : ℝ) : ℝ := x * hardSigmoid x

/-- The derivative formula of `hardSwish`: `h + x h'` with `h = hardSigmoid x`. -/
noncomputable def hardSwishDeriv (x : ℝ) : ℝ := hardSigmoid x + x * hardSigmoidDeriv x

/-- `hardSwish' x = hardSwishDeriv x` at every `x` other than `-3` and `3`. -/
theorem hasDerivAt_hardSwish {x : ℝ} (hneg : x ≠ -3) (hpos : x ≠ 3) :
    HasDerivAt hardSwish (hardSwishDeriv x) x :=
  ((hasDerivAt_id x).mul (hasDerivAt_hardSigmoid hneg hpos)).congr_deriv (by rw [one_mul, hardSwishDeriv])

/-- `hardSigmoid x = 0` for `x ≤ -3`. -/
theorem hardSigmoid_of_le {x : ℝ} (h : x ≤ -3) : hardSigmoid x = 0 := by
  have less : (-3 : ℝ) < 3 := slin (ofNat_pos (R := ℝ) 4)
  rw [hardSigmoid, clamp_of_le h, min_eq_left (le_of_lt less), neg_add_cancel, zero_div]

/-- `hardSigmoid x = 1` for `3 ≤ x`. -/
theorem hardSigmoid_of_ge {x : ℝ} (h : 3 ≤ x) : hardSigmoid x = 1 := by
  rw [hardSigmoid, clamp_of_ge h, show (3 : ℝ) + 3 = 6 from ring, div_self (ne_of_gt (ofNat_pos _))]

end Activation.Math
