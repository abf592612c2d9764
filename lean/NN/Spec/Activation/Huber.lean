prelude
import NN.Analysis.Deriv.Comp
import NN.Analysis.Deriv.Mul
import NN.Analysis.Division
import NN.Spec.Activation.Clamp
/-!
# The Huber loss

`huber δ r` is `r² / 2` for `|r| ≤ δ` and `δ (|r| - δ / 2)` beyond.

## Main results
- `hasDerivAt_huber`: for `0 < δ` its derivative is `clamp (-δ) δ r`, everywhere, also where the two parts
  meet.
-/

namespace Activation.Math

open Classical in
/-- `δ (|r| - δ / 2)` if `|r| > δ`, else `r² / 2`. -/
noncomputable def huber (δ r : ℝ) : ℝ := if δ < _root_.abs r then δ * (_root_.abs r - δ / 2) else r ^ 2 / 2

/-- The derivative formula of `huber δ`: `clamp (-δ) δ r`. -/
noncomputable def huberDeriv (δ r : ℝ) : ℝ := clamp (-δ) δ r

/-- The square of the positive part, halved, has the positive part as its derivative. -/
theorem hasDerivAt_half_sq_max (x : ℝ) :
    HasDerivAt (fun y : ℝ => max y 0 * max y 0 * 2⁻¹) (max x 0) x := by
  have square : ∀ x : ℝ, HasDerivAt (fun y : ℝ => y * y * 2⁻¹) x x := fun x =>
    (((hasDerivAt_id x).mul (hasDerivAt_id x)).mul_const 2⁻¹).congr_deriv (lin_eq x two_mul_inv_two)
  have zero : ∀ x : ℝ, HasDerivAt (fun _ : ℝ => (0 : ℝ)) 0 x := hasDerivAt_const 0
  have right : ∀ y : ℝ, 0 ≤ y → max y 0 * max y 0 * 2⁻¹ = y * y * 2⁻¹ := fun y h => by rw [max_eq_left h]
  have left : ∀ y : ℝ, y ≤ 0 → max y 0 * max y 0 * 2⁻¹ = 0 := fun y h => by
    rw [max_eq_right h, mul_zero, zero_mul]
  by_cases h : x = 0
  · subst h
    rw [max_self]
    exact ((zero 0).hasLeftDerivAt_of_eq left).hasDerivAt ((square 0).hasRightDerivAt_of_eq right)
  rcases lt_or_gt_of_ne h with h | h
  · rw [max_eq_right (le_of_lt h)]
    exact (zero x).congr_of_lt h fun y hy => left y (le_of_lt hy)
  · rw [max_eq_left (le_of_lt h)]
    exact (square x).congr_of_gt h fun y hy => right y (le_of_lt hy)

/-- `huber δ r` is `r² / 2`, less half the square of what `r` or `-r` exceeds `δ` by. -/
theorem huber_eq {δ : ℝ} (hδ : 0 < δ) (r : ℝ) : huber δ r =
    r * r * 2⁻¹ - max (r - δ) 0 * max (r - δ) 0 * 2⁻¹ - max (-r - δ) 0 * max (-r - δ) 0 * 2⁻¹ := by
  rcases lt_or_le δ (_root_.abs r) with out | inside
  · rw [huber, if_pos out]
    rcases le_total 0 r with h | h
    · rw [abs_of_nonneg h] at out ⊢
      rw [max_eq_left (le_of_lt (sub_pos_of_lt out)),
        max_eq_right (lin (add_le_add h (le_of_lt hδ)) : -r - δ ≤ 0), div_eq_mul_inv]
      exact lin_eq (-(δ * r)) two_mul_inv_two
    · rw [abs_of_nonpos h] at out ⊢
      rw [max_eq_right (lin (add_le_add h (le_of_lt (neg_lt_neg hδ))) : r - δ ≤ 0),
        max_eq_left (le_of_lt (sub_pos_of_lt out)), div_eq_mul_inv]
      exact lin_eq (δ * r) two_mul_inv_two
  · rw [huber, if_neg (not_lt.mpr inside), max_eq_right (lin (le_of_abs_le inside) : r - δ ≤ 0),
      max_eq_right (lin (neg_le_of_abs_le inside) : -r - δ ≤ 0), div_eq_mul_inv]
    exact ring

/-- `clamp (-δ) δ r` is `r`, less what `r` exceeds `δ` by, plus what `-r` exceeds `δ` by. -/
theorem clamp_neg_eq {δ : ℝ} (hδ : 0 < δ) (r : ℝ) :
    clamp (-δ) δ r = r - max (r - δ) 0 + max (-r - δ) 0 := by
  rcases lt_or_le δ r with h | h
  · rw [clamp_of_ge (le_of_lt h), max_eq_left (le_of_lt (sub_pos_of_lt h)),
      max_eq_right (lin (add_le_add (le_of_lt h) (add_le_add (le_of_lt hδ) (le_of_lt hδ))) : -r - δ ≤ 0)]
    exact ring
  rcases lt_or_le r (-δ) with g | g
  · rw [clamp_of_le (le_of_lt g), min_eq_left (lin (add_le_add (le_of_lt hδ) (le_of_lt hδ)) : -δ ≤ δ),
      max_eq_right (lin h : r - δ ≤ 0), max_eq_left (lin (le_of_lt g) : 0 ≤ -r - δ)]
    exact ring
  · rw [clamp_of_mem g h, max_eq_right (lin h : r - δ ≤ 0), max_eq_right (lin g : -r - δ ≤ 0)]
    exact ring

/-- For `0 < δ` the derivative of `huber δ` is `clamp (-δ) δ r`, everywhere. -/
theorem hasDerivAt_huber {δ : ℝ} (hδ : 0 < δ) (r : ℝ) : HasDerivAt (huber δ) (huberDeriv δ r) r := by
  have above := HasDerivAt.comp (f := fun y => y - δ) (hasDerivAt_half_sq_max (r - δ))
    ((hasDerivAt_id r).sub_const δ)
  have below := HasDerivAt.comp (f := fun y => -y - δ) (hasDerivAt_half_sq_max (-r - δ))
    ((hasDerivAt_id r).neg.sub_const δ)
  have square := ((hasDerivAt_id r).mul (hasDerivAt_id r)).mul_const (2⁻¹ : ℝ)
  rw [show huber δ = _ from funext (huber_eq hδ)]
  refine ((square.sub above).sub below).congr_deriv ?_
  rw [huberDeriv, clamp_neg_eq hδ]
  exact lin_eq r two_mul_inv_two

end Activation.Math
