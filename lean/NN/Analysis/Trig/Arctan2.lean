prelude
import NN.Analysis.FDeriv.Differential
import NN.Analysis.Order.MinMax
import NN.Analysis.Rpow
import NN.Analysis.Trig.Arctan
/-!
# The angle of a point of the plane

`arctan2 y x` is the angle of the point `(x, y)`, more than `-π` and at most `π`: `2 arctan (y / (√(x² + y²) + x))`
off the half-line `y = 0`, `x ≤ 0`, `π` on it, and `0` at the origin. A point is off that half-line exactly if
`0 < max x |y|`.

## Main results

* `hypot_add_pos_iff`: what it is to be off the half-line.
* `hypot_mul_cos_arctan2`, `hypot_mul_sin_arctan2`, `arctan2_le_pi`, `neg_pi_lt_arctan2`: it is the angle.
* `HasDifferentialAt.arctan2`: its differential is `(x dy - y dx) / (x² + y²)`.
-/

variable {x y : ℝ}

open Classical in
/-- The angle of the point `(x, y)`. -/
noncomputable def arctan2 (y x : ℝ) : ℝ :=
  if 0 < max x (abs y) then 2 * arctan (y / (hypot x y + x)) else if x < 0 then pi ℝ else 0

/-- The square of the hypotenuse. -/
theorem hypot_mul_self (x y : ℝ) : hypot x y * hypot x y = x ^ 2 + y ^ 2 := (hypot_eq_iff.mp rfl).2

/-- The hypotenuse is not negative. -/
theorem hypot_nonneg (x y : ℝ) : 0 ≤ hypot x y := (hypot_eq_iff.mp rfl).1

/-- Off the half-line the hypotenuse is positive. -/
theorem hypot_pos_of_off (h : 0 < hypot x y + x) : 0 < hypot x y := by
  refine lt_of_le_of_ne (hypot_nonneg x y) fun e => ?_
  have square := hypot_mul_self x y
  rw [← e] at square h
  have zero : x * x ≤ 0 := lin (add_le_add (mul_self_nonneg y) (le_of_eq square.symm))
  have hx : x ≠ 0 := ne_of_gt (slin h)
  exact lt_irrefl _ (lt_of_lt_of_le (mul_self_pos hx) zero)

/-- A point is off the half-line `y = 0`, `x ≤ 0` exactly if this maximum is positive. -/
theorem max_abs_pos_iff : 0 < max x (abs y) ↔ y ≠ 0 ∨ 0 < x := by
  refine ⟨fun h => ?_, fun h => ?_⟩
  · by_cases hy : y = 0
    · refine Or.inr ?_
      rw [hy, abs_zero] at h
      rcases max_choice x 0 with e | e
      · rwa [e] at h
      · rw [e] at h
        exact absurd h (lt_irrefl 0)
    · exact Or.inl hy
  · rcases h with hy | hx
    · exact lt_of_lt_of_le (abs_pos hy) (le_max_right _ _)
    · exact lt_of_lt_of_le hx (le_max_left _ _)

/-- Off the half-line the denominator is positive, and only there. -/
theorem hypot_add_pos_iff : 0 < hypot x y + x ↔ 0 < max x (abs y) := by
  refine Iff.trans ?_ max_abs_pos_iff.symm
  have square := hypot_mul_self x y
  have nonneg := hypot_nonneg x y
  refine ⟨fun h => ?_, fun h => ?_⟩
  · by_cases hy : y = 0
    · refine Or.inr (not_le.mp fun hx => ?_)
      -- the hypotenuse is `-x`, and the sum is zero
      have e : hypot x y = -x := hypot_eq_iff.mpr ⟨lin hx, by rw [hy]; exact ring⟩
      rw [e] at h
      exact lt_irrefl 0 (slin h)
    · exact Or.inl hy
  · rcases h with hy | hx
    · -- `(h + x) (h - x) = y² > 0`
      refine not_le.mp fun le => ?_
      have pos := mul_self_pos hy
      have other : 0 ≤ hypot x y - x := lin (add_le_add (add_le_add nonneg nonneg) le)
      exact lt_irrefl (0 : ℝ) (lt_of_lt_of_le pos (lin (add_le_add (mul_le_mul_of_nonneg_right le other)
        (le_of_eq square.symm))))
    · exact lt_of_lt_of_le hx (lin nonneg)

/-- The angle off the half-line. -/
theorem arctan2_of_off (h : 0 < max x (abs y)) : arctan2 y x = 2 * arctan (y / (hypot x y + x)) := if_pos h

/-! ### It is the angle -/

/-- The square of the cosine of half the angle. -/
theorem cos_half_arctan2_sq (h : 0 < hypot x y + x) :
    cos (arctan (y / (hypot x y + x))) ^ 2 * (2 * hypot x y) = hypot x y + x := by
  have one := cos_sq_add_sin_sq (arctan (y / (hypot x y + x)))
  rw [← (tan_eq_iff (ne_of_gt (cos_arctan_pos (y / (hypot x y + x))))).mp
    (tan_arctan (y / (hypot x y + x)))] at one
  have f := div_mul_cancel₀ y (ne_of_gt h)
  have square := hypot_mul_self x y
  have cancel := mul_inv_cancel₀ (ne_of_gt h)
  generalize y / (hypot x y + x) = u at one f ⊢
  generalize hypot x y = r at f square cancel ⊢
  generalize cos (arctan u) = c at one ⊢
  generalize (r + x)⁻¹ = i at cancel
  -- `c² (1 + u²) = 1` and `(1 + u²) (r + x)² = 2 r (r + x)`
  have sum : (1 + u * u) * ((r + x) * (r + x)) = 2 * r * (r + x) :=
    lin_eq₂ (u * (r + x) + y) f (-1) square
  have both : c ^ 2 * (2 * r) * (r + x) = (r + x) * (r + x) :=
    lin_eq₂ (-(c ^ 2)) sum ((r + x) * (r + x)) one
  exact lin_eq₂ i both (-(c ^ 2 * (2 * r) - (r + x))) cancel

/-- The cosine of the angle, times the hypotenuse. -/
theorem hypot_mul_cos_arctan2 (off : 0 < max x (abs y)) : hypot x y * cos (arctan2 y x) = x := by
  have half := cos_half_arctan2_sq (hypot_add_pos_iff.mpr off)
  rw [arctan2_of_off off, cos_two_mul]
  generalize cos (arctan (y / (hypot x y + x))) = c at half ⊢
  exact lin_eq 1 half

/-- The sine of the angle, times the hypotenuse. -/
theorem hypot_mul_sin_arctan2 (off : 0 < max x (abs y)) : hypot x y * sin (arctan2 y x) = y := by
  have h := hypot_add_pos_iff.mpr off
  have half := cos_half_arctan2_sq h
  have f := div_mul_cancel₀ y (ne_of_gt h)
  rw [arctan2_of_off off, sin_two_mul, ← (tan_eq_iff (ne_of_gt (cos_arctan_pos (y / (hypot x y + x))))).mp
    (tan_arctan (y / (hypot x y + x)))]
  generalize y / (hypot x y + x) = u at half f ⊢
  generalize cos (arctan u) = c at half ⊢
  exact lin_eq₂ u half 1 f

/-- The angle is at most `π`. -/
theorem arctan2_le_pi (y x : ℝ) : arctan2 y x ≤ pi ℝ := by
  have half := arctan_lt_pi_div_two (y / (hypot x y + x))
  have whole := le_of_lt (add_lt_add half half)
  rw [pi_div_two_add_self] at whole
  rw [arctan2]
  by_cases off : 0 < max x (abs y)
  · rw [if_pos off]
    exact le_trans (le_of_eq ring) whole
  · rw [if_neg off]
    by_cases h : x < 0
    · exact le_of_eq (if_pos h)
    · rw [if_neg h]
      exact le_of_lt (pi_pos ℝ)

/-- The angle is greater than `-π`. -/
theorem neg_pi_lt_arctan2 (y x : ℝ) : -pi ℝ < arctan2 y x := by
  have half := neg_pi_div_two_lt_arctan (y / (hypot x y + x))
  have below : -pi ℝ < 0 := slin (pi_pos ℝ)
  rw [arctan2]
  by_cases off : 0 < max x (abs y)
  · rw [if_pos off, ← pi_div_two_add_self ℝ]
    exact slin (add_lt_add half half)
  · rw [if_neg off]
    by_cases h : x < 0
    · rw [if_pos h]
      exact lt_trans below (pi_pos ℝ)
    · rw [if_neg h]
      exact below

/-! ### Its differential -/

/-- The quotients in the differential of the angle, where `r` is the hypotenuse of `a` and `b`. -/
theorem arctan2_differential_eq {a b r : ℝ} (da db : ℝ) (square : r * r = b ^ 2 + a ^ 2) (hr : r ≠ 0)
    (hq : r + b ≠ 0) :
    2 * (1 / (1 + (a / (r + b)) ^ 2) *
      ((da - a / (r + b) * ((2 * b * 1 * db + 2 * a * 1 * da) / (2 * r) + db)) / (r + b))) =
        b / (r * r) * da + -(a / (r * r)) * db := by
  have rj := mul_inv_cancel₀ hr
  have qi := mul_inv_cancel₀ hq
  have two := two_mul_inv_two (R := ℝ)
  simp only [div_eq_mul_inv, one_mul, mul_inv]
  generalize r⁻¹ = j at rj ⊢
  generalize (r + b)⁻¹ = i at qi ⊢
  generalize (2 : ℝ)⁻¹ = h at two ⊢
  have square_i : a * a * i = r - b := lin_eq₂ (-i) square (r - b) qi
  have inverses : i * b * j + i = j := lin_eq₂ j qi (-i) rj
  have denominator : (1 + (a * i) ^ 2)⁻¹ = (r + b) * (j * h) := by
    have e : (1 + (a * i) ^ 2) * (r + b) = 2 * r := lin_eq₂ 1 square_i (a * a * i) qi
    exact (eq_inv_of_mul_eq_one_right (Eq.trans (b := 2 * r * (j * h)) (lin_eq (j * h) e)
      (lin_eq₂ (2 * h) rj 1 two))).symm
  have halves : (2 * b * 1 * db + 2 * a * 1 * da) * (h * j) = (b * db + a * da) * j :=
    lin_eq ((b * db + a * da) * j) two
  have product : a * i * ((b * db + a * da) * j + db) = (a * db + (r - b) * da) * j :=
    lin_eq₂ (da * j) square_i (a * db) inverses
  rw [denominator, halves, product]
  generalize e : da - (a * db + (r - b) * da) * j = z
  refine Eq.trans (b := j * z) (lin_eq₂ (j * z * 2 * h) qi (j * z) two) ?_
  rw [← e]
  exact lin_eq (-(j * da)) rj

/-- The differential of the angle: `(x dy - y dx) / (x² + y²)`, off the half-line. -/
theorem HasDifferentialAt.arctan2 {U : Type} [NormedSpace ℝ U] {f g d e : U → ℝ} {p : U}
    (hf : HasDifferentialAt f d p) (hg : HasDifferentialAt g e p) (off : 0 < max (g p) (abs (f p))) :
    HasDifferentialAt (fun z => _root_.arctan2 (f z) (g z))
      (fun v => g p / (g p ^ 2 + f p ^ 2) * d v + -(f p / (g p ^ 2 + f p ^ 2)) * e v) p := by
  have sum := hypot_add_pos_iff.mpr off
  have pos := hypot_pos_of_off sum
  have square := hypot_mul_self (g p) (f p)
  have root := ((hg.scalar (hasDerivAt_id _).sq).add (hf.scalar (hasDerivAt_id _).sq)).sqrt
    (square ▸ ne_of_gt (mul_pos pos pos))
  have angle := (((hf.div (root.add hg) (ne_of_gt sum)).scalar (hasDerivAt_arctan _)).const_mul 2).congr
    fun v => (arctan2_differential_eq (d v) (e v) square (ne_of_gt pos) (ne_of_gt sum)).trans (by rw [square])
  -- near the point the denominator is positive too
  obtain ⟨δ, hδ, near⟩ := (root.add hg).pos_near sum
  exact angle.congr_near hδ (fun z hz => arctan2_of_off (hypot_add_pos_iff.mp (near z hz)))
    (arctan2_of_off off)
