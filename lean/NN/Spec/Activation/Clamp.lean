prelude
import NN.Analysis.Deriv.Local
import NN.Analysis.Deriv.OneSided
import NN.Analysis.Order.MinMax
import NN.Analysis.Real

/-!
# Clamping to an interval

`clamp lo hi x = min (max x lo) hi`, with derivative `1` between `lo` and `hi` and `0` outside.

## Main results

* `hasDerivAt_clamp`: `clamp' x = clampDeriv lo hi x` at every `x` that is neither `lo` nor `hi`, whatever
  `lo` and `hi` are: with `hi ≤ lo` the function is constant, and the formula is `0`.
* `not_hasDerivAt_clamp_lo`, `not_hasDerivAt_clamp_hi`: with `lo < hi` there is no derivative at the two ends.
-/

namespace Activation.Math

/-- The number of the interval from `lo` to `hi` that is nearest to `x`: `min (max x lo) hi`. -/
noncomputable def clamp (lo hi x : ℝ) : ℝ := min (max x lo) hi

open Classical in
/-- The derivative formula of `clamp lo hi`: `1` if `lo < x < hi`, else `0`. -/
noncomputable def clampDeriv (lo hi x : ℝ) : ℝ := if lo < x then if x < hi then 1 else 0 else 0

variable {lo hi x : ℝ}

/-- `clamp lo hi x = x` for `lo ≤ x ≤ hi`. -/
theorem clamp_of_mem (h : lo ≤ x) (g : x ≤ hi) : clamp lo hi x = x := by
  rw [clamp, max_eq_left h, min_eq_left g]

/-- `clamp lo hi x = hi` for `hi ≤ x`. -/
theorem clamp_of_ge (h : hi ≤ x) : clamp lo hi x = hi := min_eq_right (le_trans h (le_max_left x lo))

/-- `clamp lo hi x = min lo hi` for `x ≤ lo`, which is `lo` if `lo ≤ hi`. -/
theorem clamp_of_le (h : x ≤ lo) : clamp lo hi x = min lo hi := by rw [clamp, max_eq_right h]

/-- The formula between `lo` and `hi`. -/
theorem clampDeriv_of_mem (h : lo < x) (g : x < hi) : clampDeriv lo hi x = 1 := by
  rw [clampDeriv, if_pos h, if_pos g]

/-- The formula below `lo`. -/
theorem clampDeriv_of_le (h : x ≤ lo) : clampDeriv lo hi x = 0 := if_neg (not_lt.mpr h)

/-- The formula above `hi`. -/
theorem clampDeriv_of_ge (h : hi ≤ x) : clampDeriv lo hi x = 0 := by
  rw [clampDeriv, if_neg (not_lt.mpr h)]
  by_cases g : lo < x
  · exact if_pos g
  · exact if_neg g

/-- `clamp' x = clampDeriv lo hi x` at every `x` that is neither `lo` nor `hi`. -/
theorem hasDerivAt_clamp (hlo : x ≠ lo) (hhi : x ≠ hi) :
    HasDerivAt (clamp lo hi) (clampDeriv lo hi x) x := by
  rcases lt_or_gt_of_ne hlo with below | above
  · rw [clampDeriv_of_le (le_of_lt below)]
    exact (hasDerivAt_const (min lo hi) x).congr_of_lt below fun y hy => clamp_of_le (le_of_lt hy)
  rcases lt_or_gt_of_ne hhi with inside | outside
  · rw [clampDeriv_of_mem above inside]
    exact (hasDerivAt_id x).congr_of_between above inside fun y h g => clamp_of_mem (le_of_lt h) (le_of_lt g)
  · rw [clampDeriv_of_ge (le_of_lt outside)]
    exact (hasDerivAt_const hi x).congr_of_gt outside fun y hy => clamp_of_ge (le_of_lt hy)

/-- A point where `hasDerivAt_clamp` applies, for every `lo` and `hi`. -/
theorem exists_hasDerivAt_clamp (lo hi : ℝ) :
    ∃ x : ℝ, x ≠ lo ∧ x ≠ hi ∧ HasDerivAt (clamp lo hi) (clampDeriv lo hi x) x := by
  have above : ∀ c : ℝ, c ≤ max lo hi → max lo hi + 1 ≠ c := fun c h =>
    ne_of_gt (lt_of_le_of_lt h (slin (zero_lt_one (R := ℝ))))
  have hlo := above lo (le_max_left lo hi)
  have hhi := above hi (le_max_right lo hi)
  exact ⟨_, hlo, hhi, hasDerivAt_clamp hlo hhi⟩

/-! ### The kinks -/

/-- With `lo < hi`, `clamp` has no derivative at `lo`: from the left it is `0`, from the right `1`. -/
theorem not_hasDerivAt_clamp_lo (h : lo < hi) (f' : ℝ) : ¬HasDerivAt (clamp lo hi) f' lo := fun d => by
  -- up to `hi` it is `max x lo`
  have d : HasDerivAt (fun y => max y lo) f' lo := d.congr_of_lt h fun y hy =>
    (min_eq_left (max_le (le_of_lt hy) (le_of_lt h))).symm
  exact not_hasDerivAt_of_left_ne_right
    ((hasDerivAt_const lo lo).hasLeftDerivAt_of_eq fun _ h => max_eq_right h)
    ((hasDerivAt_id lo).hasRightDerivAt_of_eq fun _ h => max_eq_left h) zero_ne_one f' d

/-- With `lo < hi`, `clamp` has no derivative at `hi`: from the left it is `1`, from the right `0`. -/
theorem not_hasDerivAt_clamp_hi (h : lo < hi) (f' : ℝ) : ¬HasDerivAt (clamp lo hi) f' hi := fun d => by
  -- from `lo` on it is `min x hi`
  have d : HasDerivAt (fun y => min y hi) f' hi := d.congr_of_gt h fun y hy => by
    rw [clamp, max_eq_left (le_of_lt hy)]
  exact not_hasDerivAt_of_left_ne_right
    ((hasDerivAt_id hi).hasLeftDerivAt_of_eq fun _ h => min_eq_left h)
    ((hasDerivAt_const hi hi).hasRightDerivAt_of_eq fun _ h => min_eq_right h) zero_ne_one.symm f' d

end Activation.Math
