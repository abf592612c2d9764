prelude
import NN.Analysis.Real
import NN.Floats.Scaled

/-!
# Floating-point formats, and rounding to nearest, ties to even

What is modelled of IEEE 754: the values of a binary format, normal and subnormal, and its default rounding
as a function of real numbers. What is not: overflow (there is no greatest float; theorems about programs have
"at most the greatest float" among their hypotheses, and `FloatFormat.abs_round_le` says that rounding keeps to
it), infinities, nan, the sign of zero, flags, other directions of rounding.

## Main definitions

* `FloatFormat`, with `binary16`, `bfloat16`, `binary32`, `binary64`. `IsRep F x`: the number `x` is a float.
* `FloatFormat.round`: rounding to nearest, ties to even.
* `FloatFormat.Rounds F f`: the standard model, `|f x - x| ≤ max (u |x|) η`.

## Main results

* `round_rounds`: it follows the standard model. `round_of_isRep`: floats stay. `isRep_round`: a float comes
  out. `round_round`: rounding twice. `round_mono`: it is monotone. `round_neg`: it is odd.
* `round_nearest`: no float is nearer. `round_half_even`: between two neighbours it takes the even one.
-/

/-- A binary floating-point format. -/
structure FloatFormat where
  /-- How many bits of the significand are stored; the precision is one more. -/
  bits : Nat
  /-- The least positive float is `2⁻ˡ`. -/
  least : Nat
  /-- Floats are less than `2ᵍ`. -/
  greatest : Nat

namespace FloatFormat

/-- IEEE's half precision. -/
def binary16 : FloatFormat := ⟨10, 24, 16⟩
/-- The upper half of a `binary32`. -/
def bfloat16 : FloatFormat := ⟨7, 133, 128⟩
/-- IEEE's single precision. -/
def binary32 : FloatFormat := ⟨23, 149, 128⟩
/-- IEEE's double precision. -/
def binary64 : FloatFormat := ⟨52, 1074, 1024⟩

variable (F : FloatFormat) {x y : ℝ}

/-- The unit of rounding, half the distance from `1` to the next float. -/
noncomputable def unit : ℝ := halfPow ℝ (.succ F.bits)

/-- Half the least positive float. -/
noncomputable def tiny : ℝ := halfPow ℝ (.succ F.least)

/-- The number is a float: `± m 2ᵏ⁻ˡ` with `m < 2ᵖ`. -/
def IsRep (x : ℝ) : Prop := IsFloat (.succ F.bits) (abs x * twoPow ℝ F.least)

/-- The standard model of rounding. -/
def Rounds (f : ℝ → ℝ) : Prop := ∀ x, abs (f x - x) ≤ max (F.unit * abs x) F.tiny

open Classical in
/-- Rounding to nearest, ties to even. -/
noncomputable def round (x : ℝ) : ℝ :=
  if 0 ≤ x then roundTo (.succ F.bits) (x * twoPow ℝ F.least) * halfPow ℝ F.least
  else -(roundTo (.succ F.bits) (-x * twoPow ℝ F.least) * halfPow ℝ F.least)

/-- A number that is not negative, rounded. -/
theorem round_of_nonneg (h : 0 ≤ x) :
    F.round x = roundTo (.succ F.bits) (x * twoPow ℝ F.least) * halfPow ℝ F.least := if_pos h

/-- Scaling keeps numbers from being negative. -/
theorem scaled_up_nonneg (h : 0 ≤ x) : 0 ≤ x * twoPow ℝ F.least := mul_nonneg h (le_of_lt (twoPow_pos _))

/-- `1 < 2ᵖ`. -/
theorem one_lt_twoPow_succ (n : Nat) : 1 < twoPow ℝ (.succ n) := by
  show 1 < 2 * twoPow ℝ n
  have h := (natCast_le_twoPow (R := ℝ) n).2
  exact slin (add_lt_add_of_lt_of_le (lt_of_lt_of_le zero_lt_one h) h)

/-- Scaled down and up. -/
theorem down_up (y : ℝ) (n : Nat) : y * halfPow ℝ n * twoPow ℝ n = y := lin_eq y (twoPow_mul_halfPow n)

/-- Scaled up and down. -/
theorem up_down (y : ℝ) (n : Nat) : y * twoPow ℝ n * halfPow ℝ n = y := lin_eq y (twoPow_mul_halfPow n)

/-- Rounding zero. -/
theorem round_zero : F.round 0 = 0 := by
  rw [round_of_nonneg F (le_refl 0), zero_mul, roundTo_of_isFloat ⟨0, 0, twoPow_pos _, (zero_mul _).symm⟩,
    zero_mul]

/-- What comes of a number that is not negative is not negative. -/
theorem round_nonneg (h : 0 ≤ x) : 0 ≤ F.round x := by
  rw [round_of_nonneg F h]
  refine mul_nonneg ?_ (le_of_lt (halfPow_pos _))
  exact mul_nonneg (natCast_nonneg _) (le_of_lt (twoPow_pos _))

/-- Rounding is odd. -/
theorem round_neg (x : ℝ) : F.round (-x) = -F.round x := by
  by_cases z : x = 0
  · rw [z, neg_zero, round_zero, neg_zero]
  · rcases lt_or_gt_of_ne z with h | h
    · rw [round_of_nonneg F (le_of_lt (neg_pos_of_neg h))]
      have e : F.round x = _ := if_neg (not_le.mpr h)
      rw [e, neg_neg]
    · have e : F.round (-x) = _ := if_neg (not_le.mpr (slin h))
      rw [e, neg_neg, round_of_nonneg F (le_of_lt h)]

/-- What holds of rounding numbers that are not negative, and does not change with the sign, holds. -/
theorem by_sign {P : ℝ → Prop} (pos : ∀ x, 0 ≤ x → P x) (neg : ∀ x, P (-x) → P x) (x : ℝ) : P x := by
  rcases le_total 0 x with h | h
  · exact pos x h
  · exact neg x (pos (-x) (neg_nonneg_of_nonpos h))

/-- Rounding to nearest follows the standard model. -/
theorem round_rounds : F.Rounds F.round := by
  refine by_sign (fun x h => ?_) fun x h => ?_
  · have k := roundTo_error (.succ F.bits) (scaled_up_nonneg F h)
    have m := mul_le_mul_of_nonneg_right k (le_of_lt (halfPow_pos (R := ℝ) F.least))
    rw [round_of_nonneg F h, abs_of_nonneg h]
    have e : roundTo (.succ F.bits) (x * twoPow ℝ F.least) * halfPow ℝ F.least - x =
        (roundTo (.succ F.bits) (x * twoPow ℝ F.least) - x * twoPow ℝ F.least) * halfPow ℝ F.least := by
      conv => lhs; rhs; rw [← up_down x F.least]
      exact ring
    rw [e, abs_mul, abs_of_pos (halfPow_pos (R := ℝ) F.least)]
    refine le_trans m ?_
    rcases max_choice (halfPow ℝ (.succ F.bits) * (x * twoPow ℝ F.least)) 2⁻¹ with c | c
    · rw [c, mul_assoc, up_down]
      exact le_max_left _ _
    · rw [c, mul_comm]
      exact le_max_right _ _
  · rwa [round_neg, abs_neg, show -F.round x - -x = -(F.round x - x) from ring, abs_neg] at h

/-- Floats stay what they are. -/
theorem round_of_isRep (x : ℝ) : F.IsRep x → F.round x = x := by
  refine by_sign (P := fun x => F.IsRep x → F.round x = x) (fun x h g => ?_) (fun x h g => ?_) x
  · have g : IsFloat _ (abs x * _) := g
    rw [abs_of_nonneg h] at g
    rw [round_of_nonneg F h, roundTo_of_isFloat g, up_down]
  · have k := h (by
      show IsFloat _ (abs (-x) * _)
      rwa [abs_neg])
    rw [round_neg] at k
    rw [← neg_neg (F.round x), k, neg_neg]

/-- A float comes out. -/
theorem isRep_round (x : ℝ) : F.IsRep (F.round x) := by
  refine by_sign (P := fun x => F.IsRep (F.round x)) (fun x h => ?_) (fun x h => ?_) x
  · show IsFloat _ (abs (F.round x) * _)
    rw [abs_of_nonneg (round_nonneg F h), round_of_nonneg F h, down_up]
    exact isFloat_roundTo (one_lt_twoPow_succ _) (scaled_up_nonneg F h)
  · have h : IsFloat _ (abs (F.round (-x)) * _) := h
    rwa [round_neg, abs_neg] at h

/-- Rounding twice is rounding once. -/
theorem round_round (x : ℝ) : F.round (F.round x) = F.round x := round_of_isRep F _ (isRep_round F x)

/-- Rounding is monotone. -/
theorem round_mono (h : x ≤ y) : F.round x ≤ F.round y := by
  have pos : ∀ {a b : ℝ}, 0 ≤ a → a ≤ b → F.round a ≤ F.round b := fun ha hab => by
    rw [round_of_nonneg F ha, round_of_nonneg F (le_trans ha hab)]
    refine mul_le_mul_of_nonneg_right ?_ (le_of_lt (halfPow_pos _))
    exact roundTo_mono (scaled_up_nonneg F ha) (mul_le_mul_of_nonneg_right hab (le_of_lt (twoPow_pos _)))
  rcases le_total 0 x with hx | hx
  · exact pos hx h
  · rcases le_total 0 y with hy | hy
    · refine le_trans ?_ (round_nonneg F hy)
      have k := round_nonneg F (neg_nonneg_of_nonpos hx)
      rw [round_neg] at k
      exact lin k
    · have k := pos (neg_nonneg_of_nonpos hy) (neg_le_neg h)
      rw [round_neg, round_neg] at k
      exact lin k

/-- No float is nearer. -/
theorem round_nearest (x : ℝ) : (g : ℝ) → F.IsRep g → abs (F.round x - x) ≤ abs (g - x) := by
  refine by_sign (P := fun x => (g : ℝ) → F.IsRep g → abs (F.round x - x) ≤ abs (g - x)) (fun x h g hg => ?_)
    (fun x h g hg => ?_) x
  · have k := roundTo_nearest (scaled_up_nonneg F h) hg
    have down : ∀ a b : ℝ,
        (a * twoPow ℝ F.least - b * twoPow ℝ F.least) * halfPow ℝ F.least = a - b := fun a b =>
      lin_eq (a - b) (twoPow_mul_halfPow F.least)
    have m := mul_le_mul_of_nonneg_right k (le_of_lt (halfPow_pos (R := ℝ) F.least))
    rw [← abs_of_pos (halfPow_pos (R := ℝ) F.least), ← abs_mul, ← abs_mul, down,
      ← down_up (roundTo (.succ F.bits) (x * twoPow ℝ F.least)) F.least, down, ← round_of_nonneg F h] at m
    refine le_trans m ?_
    -- the absolute value of `g` is no further from `x ≥ 0` than `g`
    rcases le_total 0 g with n | n
    · rw [abs_of_nonneg n]
      exact le_refl _
    · rw [abs_of_nonpos n, abs_of_nonpos (lin (add_le_add n h) : g - x ≤ 0)]
      exact abs_le_of_le_of_neg_le (lin (add_le_add h h)) (lin (add_le_add n n))
  · have k := h (-g) (by
      show IsFloat _ (abs (-g) * _)
      rwa [abs_neg])
    rwa [round_neg, show -F.round x - -x = -(F.round x - x) from ring,
      show -g - -x = -(g - x) from ring, abs_neg, abs_neg] at k

/-- Halfway between two neighbours, `m` and `m + 1` times the spacing, the even one comes out. -/
theorem round_half_even (m e : Nat) (hx : x = (natCast ℝ m + 2⁻¹) * twoPow ℝ e * halfPow ℝ F.least)
    (scale : scaleOf (.succ F.bits) (x * twoPow ℝ F.least) = e) :
    ∃ n : Nat, n.isEven = true ∧ F.round x = natCast ℝ n * twoPow ℝ e * halfPow ℝ F.least := by
  refine ⟨nearestEven (natCast ℝ m + 2⁻¹), isEven_nearestEven_half m, ?_⟩
  have pos : 0 ≤ x := by
    rw [hx]
    exact mul_nonneg (mul_nonneg (add_nonneg (natCast_nonneg m) (le_of_lt half_pos_one))
      (le_of_lt (twoPow_pos e))) (le_of_lt (halfPow_pos _))
  rw [round_of_nonneg F pos]
  unfold roundTo
  rw [scale]
  have scaled : x * twoPow ℝ F.least * halfPow ℝ e = natCast ℝ m + 2⁻¹ := by
    rw [hx, down_up, up_down]
  rw [scaled]

/-- What is at most the largest float in absolute value stays so: if that is a float, nothing overflows. -/
theorem abs_round_le {c : ℝ} (hc : F.IsRep c) (h : abs x ≤ c) : abs (F.round x) ≤ c := by
  have up := round_mono F (le_of_abs_le h)
  have down := round_mono F (neg_le_of_abs_le h)
  rw [round_of_isRep F c hc] at up down
  rw [round_neg] at down
  exact abs_le_of_le_of_neg_le up down

end FloatFormat
