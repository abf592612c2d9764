prelude
import NN.Analysis.Deriv.Abs
import NN.Analysis.Deriv.OneDiv
import NN.Spec.Activation.Abs
import NN.Spec.Activation.HardSigmoid
import NN.Spec.Activation.HardTanh
import NN.Spec.Activation.LeakyRelu
import NN.Spec.Activation.Relu6
import NN.Spec.Activation.Selu
import NN.Spec.Activation.Smooth
import NN.Spec.Activation.Softsign

/-!
# Second derivatives of functions with kinks

Off their kinks. At a kink of `f'` there is none: `softsign''` and `squaredRelu''` jump at `0`, where
`softsign'` and `squaredRelu'` exist.

## Main results

* `hasDerivAt_reluDeriv`, `hasDerivAt_clampDeriv`, ...: `0` off the kinks.
* `hasDerivAt_eluDeriv`, `hasDerivAt_hardSwishDeriv`, `hasDerivAt_squaredReluDeriv`,
  `hasDerivAt_softsignDeriv`.
-/

namespace Activation.Math

variable {x : ℝ}

/-- `relu'' = 0` off `0`. -/
theorem hasDerivAt_reluDeriv (hx : x ≠ 0) : HasDerivAt reluDeriv 0 x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · exact (hasDerivAt_const 1 x).congr_of_pos h fun y hy => if_pos hy
  · exact (hasDerivAt_const 0 x).congr_of_neg h fun y hy => if_neg (not_lt.mpr (le_of_lt hy))

/-- `|x|'' = 0` off `0`. -/
theorem hasDerivAt_absDeriv (hx : x ≠ 0) : HasDerivAt absDeriv 0 x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · exact (hasDerivAt_const 1 x).congr_of_pos h fun y hy => sign_of_pos hy
  · exact (hasDerivAt_const (-1) x).congr_of_neg h fun y hy => sign_of_neg hy

/-- `leakyRelu'' = 0` off `0`. -/
theorem hasDerivAt_leakyReluDeriv (α : ℝ) (hx : x ≠ 0) : HasDerivAt (leakyReluDeriv α) 0 x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · exact (hasDerivAt_const 1 x).congr_of_pos h fun y hy => if_pos hy
  · exact (hasDerivAt_const α x).congr_of_neg h fun y hy => if_neg (not_lt.mpr (le_of_lt hy))

open Classical in
/-- `elu'' = α exp x` for `x < 0`, and `0` for `0 < x`. -/
theorem hasDerivAt_eluDeriv (α : ℝ) (hx : x ≠ 0) :
    HasDerivAt (eluDeriv α) (if 0 < x then 0 else α * exp x) x := by
  rcases lt_or_gt_of_ne hx.symm with h | h
  · rw [if_pos h]
    exact (hasDerivAt_const 1 x).congr_of_pos h fun y hy => if_pos hy
  · rw [if_neg (not_lt.mpr (le_of_lt h))]
    exact ((hasDerivAt_exp x).const_mul α).congr_of_neg h fun y hy => if_neg (not_lt.mpr (le_of_lt hy))

open Classical in
/-- `selu'' = λ α exp x` for `x < 0`, and `0` for `0 < x`. -/
theorem hasDerivAt_seluDeriv (hx : x ≠ 0) :
    HasDerivAt seluDeriv (seluScale * if 0 < x then 0 else seluAlpha * exp x) x :=
  (hasDerivAt_eluDeriv seluAlpha hx).const_mul seluScale

/-- `squaredRelu'' = 2 relu'` off `0`. -/
theorem hasDerivAt_squaredReluDeriv (hx : x ≠ 0) : HasDerivAt squaredReluDeriv (2 * reluDeriv x) x :=
  (hasDerivAt_relu hx).const_mul 2

/-- `softsign'' = -(2 (1 + |x|) sign x / (1 + |x|)⁴)` off `0`. -/
theorem hasDerivAt_softsignDeriv (hx : x ≠ 0) :
    HasDerivAt softsignDeriv (-(2 * (1 + abs x) * sign x / ((1 + abs x) ^ 2) ^ 2)) x :=
  ((hasDerivAt_abs hx).const_add 1).sq.one_div (sq_ne_zero (ne_of_gt (one_add_abs_pos x)))

/-! ### Clamped functions -/

variable {lo hi : ℝ}

/-- `clamp'' = 0` off its ends. -/
theorem hasDerivAt_clampDeriv (hlo : x ≠ lo) (hhi : x ≠ hi) : HasDerivAt (clampDeriv lo hi) 0 x := by
  rcases lt_or_gt_of_ne hlo with below | above
  · exact (hasDerivAt_const 0 x).congr_of_lt below fun y hy => clampDeriv_of_le (le_of_lt hy)
  rcases lt_or_gt_of_ne hhi with inside | outside
  · exact (hasDerivAt_const 1 x).congr_of_between above inside fun y h g => clampDeriv_of_mem h g
  · exact (hasDerivAt_const 0 x).congr_of_gt outside fun y hy => clampDeriv_of_ge (le_of_lt hy)

/-- `relu6'' = 0` off its ends. -/
theorem hasDerivAt_relu6Deriv (h0 : x ≠ 0) (h6 : x ≠ 6) : HasDerivAt relu6Deriv 0 x :=
  hasDerivAt_clampDeriv h0 h6

/-- `hardTanh'' = 0` off its ends. -/
theorem hasDerivAt_hardTanhDeriv (hneg : x ≠ -1) (hpos : x ≠ 1) : HasDerivAt hardTanhDeriv 0 x :=
  hasDerivAt_clampDeriv hneg hpos

/-- `hardSigmoid'' = 0` off its ends. -/
theorem hasDerivAt_hardSigmoidDeriv (hneg : x ≠ -3) (hpos : x ≠ 3) : HasDerivAt hardSigmoidDeriv 0 x :=
  ((hasDerivAt_clampDeriv hneg hpos).div_const 6).congr_deriv (zero_div 6)

/-- `hardSwish'' = 2 hardSigmoid'` off its ends. -/
theorem hasDerivAt_hardSwishDeriv (hneg : x ≠ -3) (hpos : x ≠ 3) :
    HasDerivAt hardSwishDeriv (2 * hardSigmoidDeriv x) x :=
  ((hasDerivAt_hardSigmoid hneg hpos).add
    ((hasDerivAt_id x).mul (hasDerivAt_hardSigmoidDeriv hneg hpos))).congr_deriv ring

end Activation.Math
