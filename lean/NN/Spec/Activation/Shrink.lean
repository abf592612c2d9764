prelude
import NN.Spec.Activation.Clamp

/-!
# Shrinkage and thresholds

`softShrink l x = x - clamp (-l) l x`: nearer to zero by `l`, and `0` between `-l` and `l`. `hardShrink l x` is
`x` beyond `l` on either side, else `0`. `threshold t v x` is `x` above `t`, else `v`.

## Main results

* `hasDerivAt_softShrink`, `hasDerivAt_hardShrink`: at every `x` other than `-l` and `l`.
* `hasDerivAt_threshold`: at every `x ≠ t`.
* `hasDerivAt_softShrinkDeriv`, `hasDerivAt_hardShrinkDeriv`, `hasDerivAt_thresholdDeriv`: the second
  derivatives are `0` there.
* `softShrink_of_mem`: `softShrink l x = 0` for `-l ≤ x ≤ l`.
-/

namespace Activation.Math

variable {l t v x : ℝ}

/-! ### Soft shrinkage -/

/-- The soft shrinkage: `x - clamp (-l) l x`. -/
noncomputable def softShrink (l x : ℝ) : ℝ := x - clamp (-l) l x

/-- The derivative formula of `softShrink l`: `0` between `-l` and `l`, else `1`. -/
noncomputable def softShrinkDeriv (l x : ℝ) : ℝ := 1 - clampDeriv (-l) l x

/-- `softShrink' x = softShrinkDeriv l x` at every `x` other than `-l` and `l`. -/
theorem hasDerivAt_softShrink (hneg : x ≠ -l) (hpos : x ≠ l) :
    HasDerivAt (softShrink l) (softShrinkDeriv l x) x :=
  (hasDerivAt_id x).sub (hasDerivAt_clamp hneg hpos)

/-- `softShrink l x = 0` for `-l ≤ x ≤ l`. -/
theorem softShrink_of_mem (h : -l ≤ x) (g : x ≤ l) : softShrink l x = 0 := by
  rw [softShrink, clamp_of_mem h g, sub_self]

/-- `softShrink'' = 0` off its kinks. -/
theorem hasDerivAt_softShrinkDeriv (hneg : x ≠ -l) (hpos : x ≠ l) : HasDerivAt (softShrinkDeriv l) 0 x := by
  refine HasDerivAt.congr_deriv (HasDerivAt.const_sub 1 (f' := 0) ?_) neg_zero
  rcases lt_or_gt_of_ne hneg with below | above
  · exact (hasDerivAt_const 0 x).congr_of_lt below fun y hy => clampDeriv_of_le (le_of_lt hy)
  rcases lt_or_gt_of_ne hpos with inside | outside
  · exact (hasDerivAt_const 1 x).congr_of_between above inside fun y h g => clampDeriv_of_mem h g
  · exact (hasDerivAt_const 0 x).congr_of_gt outside fun y hy => clampDeriv_of_ge (le_of_lt hy)

/-! ### Thresholds -/

open Classical in
/-- `x` above `t`, else `v`. -/
noncomputable def threshold (t v x : ℝ) : ℝ := if t < x then x else v

open Classical in
/-- The derivative formula of `threshold t v`: `1` above `t`, else `0`. -/
noncomputable def thresholdDeriv (t x : ℝ) : ℝ := if t < x then 1 else 0

open Classical in
/-- A function that is one above `t` and another one below it, off `t`. -/
theorem hasDerivAt_if_lt {f g : ℝ → ℝ} {f' g' : ℝ} (hx : x ≠ t) (hf : HasDerivAt f f' x)
    (hg : HasDerivAt g g' x) :
    HasDerivAt (fun y => if t < y then f y else g y) (if t < x then f' else g') x := by
  rcases lt_or_gt_of_ne hx with below | above
  · rw [if_neg (not_lt.mpr (le_of_lt below))]
    exact hg.congr_of_lt below fun y hy => if_neg (not_lt.mpr (le_of_lt hy))
  · rw [if_pos above]
    exact hf.congr_of_gt above fun y hy => if_pos hy

open Classical in
/-- The same with `x < t` for the condition. -/
theorem hasDerivAt_if_gt {f g : ℝ → ℝ} {f' g' : ℝ} (hx : x ≠ t) (hf : HasDerivAt f f' x)
    (hg : HasDerivAt g g' x) :
    HasDerivAt (fun y => if y < t then f y else g y) (if x < t then f' else g') x := by
  rcases lt_or_gt_of_ne hx with below | above
  · rw [if_pos below]
    exact hf.congr_of_lt below fun y hy => if_pos hy
  · rw [if_neg (not_lt.mpr (le_of_lt above))]
    exact hg.congr_of_gt above fun y hy => if_neg (not_lt.mpr (le_of_lt hy))

/-- `threshold' x = thresholdDeriv t x` at every `x ≠ t`. -/
theorem hasDerivAt_threshold (v : ℝ) (hx : x ≠ t) : HasDerivAt (threshold t v) (thresholdDeriv t x) x :=
  hasDerivAt_if_lt hx (hasDerivAt_id x) (hasDerivAt_const v x)

/-- `threshold'' = 0` off `t`. -/
theorem hasDerivAt_thresholdDeriv (hx : x ≠ t) : HasDerivAt (thresholdDeriv t) 0 x :=
  (hasDerivAt_if_lt hx (hasDerivAt_const 1 x) (hasDerivAt_const 0 x)).congr_deriv (by
    by_cases h : t < x
    · exact if_pos h
    · exact if_neg h)

/-! ### Hard shrinkage -/

open Classical in
/-- The hard shrinkage: `x` above `l` and below `-l`, else `0`. -/
noncomputable def hardShrink (l x : ℝ) : ℝ := if l < x then x else if x < -l then x else 0

open Classical in
/-- The derivative formula of `hardShrink l`: `1` above `l` and below `-l`, else `0`. -/
noncomputable def hardShrinkDeriv (l x : ℝ) : ℝ := if l < x then 1 else if x < -l then 1 else 0

/-- `hardShrink' x = hardShrinkDeriv l x` at every `x` other than `-l` and `l`. -/
theorem hasDerivAt_hardShrink (hneg : x ≠ -l) (hpos : x ≠ l) :
    HasDerivAt (hardShrink l) (hardShrinkDeriv l x) x :=
  hasDerivAt_if_lt hpos (hasDerivAt_id x) (hasDerivAt_if_gt hneg (hasDerivAt_id x) (hasDerivAt_const 0 x))

/-- `hardShrink'' = 0` off its kinks. -/
theorem hasDerivAt_hardShrinkDeriv (hneg : x ≠ -l) (hpos : x ≠ l) : HasDerivAt (hardShrinkDeriv l) 0 x :=
  (hasDerivAt_if_lt hpos (hasDerivAt_const 1 x)
    (hasDerivAt_if_gt hneg (hasDerivAt_const 1 x) (hasDerivAt_const 0 x))).congr_deriv (by
    by_cases h : l < x
    · exact if_pos h
    · rw [if_neg h]
      by_cases g : x < -l
      · exact if_pos g
      · exact if_neg g)

end Activation.Math
