prelude
import NN.Spec.Activation.HardSigmoid
import NN.Spec.Activation.HardTanh
import NN.Spec.Activation.Selu
import NN.Spec.Activation.Shrink

/-!
# Where piecewise activations have no derivative

The exceptions in the theorems about derivatives are necessary. At a kink a function has different derivatives
from the left and from the right; at a jump it has none from one side.

## Main results

* `not_hasDerivAt_hardTanh_one`, `not_hasDerivAt_hardSigmoid_three`, `not_hasDerivAt_hardSwish_three`, and at the
  other ends; `not_hasDerivAt_selu_zero`.
* `not_hasDerivAt_softShrink`, `not_hasDerivAt_softShrink_neg`: kinks at `l` and `-l`, for `0 < l`.
* `not_hasDerivAt_threshold`: a jump at `t`, unless `v = t`. `not_hasDerivAt_hardShrink`,
  `not_hasDerivAt_hardShrink_neg`: jumps at `l` and `-l`, for `0 < l`.
-/

namespace Activation.Math

variable {l t v : ℝ}

/-- The function may be rewritten. -/
theorem _root_.HasDerivAt.congr_fun {f g : ℝ → ℝ} {f' x : ℝ} (h : HasDerivAt f f' x) (e : ∀ y, f y = g y) :
    HasDerivAt g f' x := (funext e : f = g) ▸ h

/-! ### Kinks -/

/-- `hardTanh` has no derivative at `-1`. -/
theorem not_hasDerivAt_hardTanh_neg_one (f' : ℝ) : ¬HasDerivAt hardTanh f' (-1) :=
  not_hasDerivAt_clamp_lo (slin (ofNat_pos (R := ℝ) 0)) f'

/-- `hardTanh` has no derivative at `1`. -/
theorem not_hasDerivAt_hardTanh_one (f' : ℝ) : ¬HasDerivAt hardTanh f' 1 :=
  not_hasDerivAt_clamp_hi (slin (ofNat_pos (R := ℝ) 0)) f'

/-- Where `hardSigmoid` has a derivative, `clamp (-3) 3` has one. -/
theorem hasDerivAt_clamp_of_hardSigmoid {f' x : ℝ} (h : HasDerivAt hardSigmoid f' x) :
    HasDerivAt (clamp (-3) 3) (6 * f') x := by
  refine ((h.const_mul 6).sub_const 3).congr_fun fun y => ?_
  show 6 * ((clamp (-3) 3 y + 3) / 6) - 3 = clamp (-3) 3 y
  rw [mul_comm, div_mul_cancel₀ _ (ne_of_gt (ofNat_pos _))]
  exact ring

/-- `hardSigmoid` has no derivative at `-3`. -/
theorem not_hasDerivAt_hardSigmoid_neg_three (f' : ℝ) : ¬HasDerivAt hardSigmoid f' (-3) := fun h =>
  not_hasDerivAt_clamp_lo (slin (ofNat_pos (R := ℝ) 4)) _ (hasDerivAt_clamp_of_hardSigmoid h)

/-- `hardSigmoid` has no derivative at `3`. -/
theorem not_hasDerivAt_hardSigmoid_three (f' : ℝ) : ¬HasDerivAt hardSigmoid f' 3 := fun h =>
  not_hasDerivAt_clamp_hi (slin (ofNat_pos (R := ℝ) 4)) _ (hasDerivAt_clamp_of_hardSigmoid h)

/-- `hardSwish` has no derivative at `3`: from the left it is `3 / 2`, from the right `1`. -/
theorem not_hasDerivAt_hardSwish_three (f' : ℝ) : ¬HasDerivAt hardSwish f' 3 := fun d => by
  have six : (6 : ℝ) ≠ 0 := ne_of_gt (ofNat_pos _)
  -- from `-3` on it is `y (min y 3 + 3) / 6`
  have d : HasDerivAt (fun y => y * ((min y 3 + 3) / 6)) f' 3 :=
    d.congr_of_gt (slin (ofNat_pos (R := ℝ) 4) : (-3 : ℝ) < 3) fun y hy => by
      rw [hardSwish, hardSigmoid, clamp, max_eq_left (le_of_lt hy)]
  refine not_hasDerivAt_of_left_ne_right
    (((hasDerivAt_id 3).mul (((hasDerivAt_id 3).add_const 3).div_const 6)).hasLeftDerivAt_of_eq fun _ h => by
      rw [min_eq_left h])
    ((hasDerivAt_id 3).hasRightDerivAt_of_eq fun _ h => by
      rw [min_eq_right h, show (3 : ℝ) + 3 = 6 from ring, div_self six, mul_one]) (fun e => ?_) f' d
  have more : (0 : ℝ) < 3 * (1 / 6) := mul_pos (ofNat_pos _) (div_pos zero_lt_one (ofNat_pos _))
  rw [show (3 : ℝ) + 3 = 6 from ring, div_self six] at e
  exact lt_irrefl (1 : ℝ) (lt_of_lt_of_le (slin more) (le_of_eq e))

/-- `hardSwish` has no derivative at `-3`: from the left it is `0`, from the right `-(1 / 2)`. -/
theorem not_hasDerivAt_hardSwish_neg_three (f' : ℝ) : ¬HasDerivAt hardSwish f' (-3) := fun d => by
  have less : (-3 : ℝ) < 3 := slin (ofNat_pos (R := ℝ) 4)
  -- up to `3` it is `y (max y (-3) + 3) / 6`
  have d : HasDerivAt (fun y => y * ((max y (-3) + 3) / 6)) f' (-3) := d.congr_of_lt less fun y hy => by
    rw [hardSwish, hardSigmoid, clamp, min_eq_left (max_le (le_of_lt hy) (le_of_lt less))]
  refine not_hasDerivAt_of_left_ne_right
    ((hasDerivAt_const 0 (-3)).hasLeftDerivAt_of_eq fun _ h => by
      rw [max_eq_right h, neg_add_cancel, zero_div, mul_zero])
    (((hasDerivAt_id (-3)).mul (((hasDerivAt_id (-3)).add_const 3).div_const 6)).hasRightDerivAt_of_eq
      fun _ h => by rw [max_eq_left h]) (fun e => ?_) f' d
  have more : (0 : ℝ) < 3 * (1 / 6) := mul_pos (ofNat_pos _) (div_pos zero_lt_one (ofNat_pos _))
  rw [neg_add_cancel, zero_div] at e
  exact lt_irrefl (0 : ℝ) (lt_of_lt_of_le more (lin (le_of_eq e)))

/-- `selu` has no derivative at `0`. -/
theorem not_hasDerivAt_selu_zero (f' : ℝ) : ¬HasDerivAt selu f' 0 := fun d => by
  have power : (0 : ℝ) < 10 ^ 31 := pow_pos (ofNat_pos _) _
  have scale : seluScale ≠ 0 := ne_of_gt (div_pos (ofNat_pos _) power)
  have alpha : seluAlpha ≠ 1 := fun e => by
    have product := div_mul_cancel₀ (16732632423543772848170429916717 : ℝ) (ne_of_gt power)
    rw [show (16732632423543772848170429916717 : ℝ) / 10 ^ 31 = 1 from e] at product
    exact lt_irrefl (0 : ℝ) (lt_of_lt_of_le (ofNat_pos (R := ℝ) 6732632423543772848170429916715)
      (lin (le_of_eq product.symm)))
  refine not_hasDerivAt_elu_zero alpha (seluScale⁻¹ * f') ((d.const_mul seluScale⁻¹).congr_fun fun y => ?_)
  show seluScale⁻¹ * (seluScale * elu seluAlpha y) = _
  exact lin_eq (elu seluAlpha y) (mul_inv_cancel₀ scale)

/-- From the right `softShrink l` has derivative `1` at `l`. -/
theorem hasRightDerivAt_softShrink (l : ℝ) : HasRightDerivAt (softShrink l) 1 l :=
  ((hasDerivAt_id l).sub_const l).hasRightDerivAt_of_eq fun y hy => by
    rw [softShrink, clamp_of_ge hy]

/-- `softShrink l` has no derivative at `l`, for `0 < l`. -/
theorem not_hasDerivAt_softShrink (h : 0 < l) (f' : ℝ) : ¬HasDerivAt (softShrink l) f' l := fun d =>
  not_hasDerivAt_clamp_hi (lo := -l) (slin (add_pos h h)) (1 - f')
    (((hasDerivAt_id l).sub d).congr_fun fun y => by
      show y - (y - clamp (-l) l y) = clamp (-l) l y
      exact ring)

/-- `softShrink l` has no derivative at `-l`, for `0 < l`. -/
theorem not_hasDerivAt_softShrink_neg (h : 0 < l) (f' : ℝ) : ¬HasDerivAt (softShrink l) f' (-l) := fun d =>
  not_hasDerivAt_clamp_lo (hi := l) (slin (add_pos h h)) (1 - f')
    (((hasDerivAt_id (-l)).sub d).congr_fun fun y => by
      show y - (y - clamp (-l) l y) = clamp (-l) l y
      exact ring)

/-! ### Jumps -/

/-- A function that agrees to the right of a point with a differentiable one, and has another value at the
point, has no derivative there. -/
theorem not_hasDerivAt_of_jump_right {f g : ℝ → ℝ} {g' x : ℝ} (hg : HasDerivAt g g' x)
    (e : ∀ y, x < y → f y = g y) (ne : f x ≠ g x) (f' : ℝ) : ¬HasDerivAt f f' x := fun hf => by
  -- the square of the difference is positive at the point, so near it, but zero to the right
  obtain ⟨d, hd, near⟩ := ((hf.sub hg).mul (hf.sub hg)).pos_near (mul_self_pos fun z => ne (eq_of_sub_eq_zero z))
  have half := half_pos hd
  have right : x < x + d * 2⁻¹ := slin half
  refine lt_irrefl (0 : ℝ) (lt_of_lt_of_le (near (x + d * 2⁻¹) ?_) (le_of_eq ?_))
  · rw [show x + d * 2⁻¹ - x = d * 2⁻¹ from ring, abs_of_pos half]
    exact lt_of_lt_of_le (slin half : d * 2⁻¹ < d * 2⁻¹ + d * 2⁻¹) (le_of_eq (add_halves d))
  · rw [e _ right, sub_self, zero_mul]

/-- The same to the left. -/
theorem not_hasDerivAt_of_jump_left {f g : ℝ → ℝ} {g' x : ℝ} (hg : HasDerivAt g g' x)
    (e : ∀ y, y < x → f y = g y) (ne : f x ≠ g x) (f' : ℝ) : ¬HasDerivAt f f' x := fun hf => by
  obtain ⟨d, hd, near⟩ := ((hf.sub hg).mul (hf.sub hg)).pos_near (mul_self_pos fun z => ne (eq_of_sub_eq_zero z))
  have half := half_pos hd
  have left : x - d * 2⁻¹ < x := slin half
  refine lt_irrefl (0 : ℝ) (lt_of_lt_of_le (near (x - d * 2⁻¹) ?_) (le_of_eq ?_))
  · rw [show x - d * 2⁻¹ - x = -(d * 2⁻¹) from ring, abs_neg, abs_of_pos half]
    exact lt_of_lt_of_le (slin half : d * 2⁻¹ < d * 2⁻¹ + d * 2⁻¹) (le_of_eq (add_halves d))
  · rw [e _ left, sub_self, zero_mul]

/-- `threshold t v` has no derivative at `t`, unless `v = t`. -/
theorem not_hasDerivAt_threshold (h : v ≠ t) (f' : ℝ) : ¬HasDerivAt (threshold t v) f' t :=
  not_hasDerivAt_of_jump_right (f := threshold t v) (hasDerivAt_id t) (fun y hy => if_pos hy) (by
    rw [threshold, if_neg (lt_irrefl t)]
    exact h) f'

/-- `hardShrink l` has no derivative at `l`, for `0 < l`. -/
theorem not_hasDerivAt_hardShrink (h : 0 < l) (f' : ℝ) : ¬HasDerivAt (hardShrink l) f' l :=
  not_hasDerivAt_of_jump_right (f := hardShrink l) (hasDerivAt_id l) (fun y hy => if_pos hy) (by
    rw [hardShrink, if_neg (lt_irrefl l), if_neg (not_lt.mpr (lin (add_nonneg (le_of_lt h) (le_of_lt h))))]
    exact ne_of_lt h) f'

/-- `hardShrink l` has no derivative at `-l`, for `0 < l`. -/
theorem not_hasDerivAt_hardShrink_neg (h : 0 < l) (f' : ℝ) : ¬HasDerivAt (hardShrink l) f' (-l) := by
  have outside : ∀ y, y ≤ -l → ¬l < y := fun y hy =>
    not_lt.mpr (lin (add_le_add hy (add_nonneg (le_of_lt h) (le_of_lt h))))
  refine not_hasDerivAt_of_jump_left (hasDerivAt_id (-l)) (fun y hy => ?_) ?_ f'
  · rw [hardShrink, if_neg (outside y (le_of_lt hy)), if_pos hy]
  · rw [hardShrink, if_neg (outside _ (le_refl _)), if_neg (lt_irrefl _)]
    exact ne_of_gt (slin h)

end Activation.Math
