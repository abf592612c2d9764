prelude
import NN.Analysis.Deriv.Inverse
import NN.Analysis.Pi.Basic
import NN.Analysis.SqrtDeriv
import NN.Analysis.IntermediateValue

/-!
# The inverse sine and cosine

`arcsin x` is the number between `-π/2` and `π/2` whose sine is `x`, and `±π/2` for `x` beyond `±1`, as in
Mathlib; `arccos x = π/2 - arcsin x`.

## Main results

* `arcsin_eq_iff`, `arccos_eq_iff`: what they are for `-1 ≤ x ≤ 1`; `sin_arcsin`, `cos_arccos`.
* `hasDerivAt_arcsin`, `hasDerivAt_arccos`: the derivatives `±1 / sqrt (1 - x²)` for `-1 < x < 1`; with a
  prime, the root as a product of two, which shows where it ends.
* `arcsin_zero`, `arcsin_one`, `arcsin_of_one_le`, `arcsin_of_le_neg_one`, `arcsin_neg`.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' x y : R}

/-- The sine increases strictly on `[-π/2, π/2]`. -/
theorem sin_lt_sin (hx : -(pi R / 2) ≤ x) (h : x < y) (hy : y ≤ pi R / 2) : sin x < sin y := by
  have d := half_pos (sub_pos_of_lt h)
  have two := add_halves (y - x)
  -- nowhere decreasing on the interval, and increasing on its inner half
  have mono : ∀ {a b}, -(pi R / 2) ≤ a → a ≤ b → b ≤ pi R / 2 → sin a ≤ sin b := fun {a b} ha ab hb =>
    le_of_hasDerivAt_nonneg ab (fun z _ _ => hasDerivAt_sin z) fun z az zb => by
      rcases lt_or_eq_of_le (le_trans ha az) with h1 | h1
      · rcases lt_or_eq_of_le (le_trans zb hb) with h2 | h2
        · exact le_of_lt (cos_pos_of_abs_lt (abs_lt_of_lt_of_neg_lt h2 (slin h1)))
        · rw [h2, cos_pi_div_two]; exact le_refl 0
      · rw [← h1, cos_neg, cos_pi_div_two]; exact le_refl 0
  have d' := half_pos d
  have two' := add_halves ((y - x) * 2⁻¹)
  have inner : sin (x + (y - x) * 2⁻¹ * 2⁻¹) < sin (x + (y - x) * 2⁻¹) :=
    lt_of_hasDerivAt_pos (slin d' (lin_eq (-1) two')) (fun z _ _ => hasDerivAt_sin z) fun z az zb => by
      refine cos_pos_of_abs_lt (abs_lt_of_lt_of_neg_lt ?_ ?_)
      · exact slin (add_lt_add_of_lt_of_le d (add_le_add zb hy)) (lin_eq (-1) two)
      · exact slin (add_lt_add_of_lt_of_le d' (add_le_add az hx))
  refine lt_of_le_of_lt (mono hx (lin (le_of_lt d')) ?_) (lt_of_lt_of_le inner (mono ?_ ?_ hy))
  · exact lin (add_le_add (add_le_add (le_of_lt d) (le_of_lt d')) hy) (lin_eq₂ (-1) two (-1) two')
  · exact lin (add_le_add (le_of_lt d) hx)
  · exact lin (le_of_lt d) (lin_eq (-1) two)

/-- Every number in `[-1, 1]` is the sine of one in `[-π/2, π/2]`. -/
theorem exists_sin_eq (h : -1 ≤ x) (g : x ≤ 1) : ∃ y, -(pi R / 2) ≤ y ∧ y ≤ pi R / 2 ∧ sin y = x :=
  intermediate_value_Icc (lin (add_le_add (le_of_lt (pi_div_two_pos R)) (le_of_lt (pi_div_two_pos R))))
    (fun z _ _ => (hasDerivAt_sin z).continuousAt) (by rwa [sin_neg, sin_pi_div_two])
    (by rwa [sin_pi_div_two])

open Classical in
/-- The number in `[-π/2, π/2]` whose sine is `x`; `-π/2` for `x ≤ -1` and `π/2` for `1 ≤ x`. -/
noncomputable def arcsin (x : R) : R :=
  if h : -1 ≤ x ∧ x ≤ 1 then choose (exists_sin_eq h.1 h.2) else if x < 0 then -(pi R / 2) else pi R / 2

/-- The number in `[0, π]` whose cosine is `x`: `π/2 - arcsin x`. -/
noncomputable def arccos (x : R) : R := pi R / 2 - arcsin x

/-- What `arcsin` gives is in `[-π/2, π/2]` and has the given sine. -/
theorem arcsin_spec (h : -1 ≤ x) (g : x ≤ 1) :
    -(pi R / 2) ≤ arcsin x ∧ arcsin x ≤ pi R / 2 ∧ sin (arcsin x) = x := by
  have e : arcsin x = Classical.choose (exists_sin_eq h g) := dif_pos ⟨h, g⟩
  rw [e]
  exact Classical.choose_spec (exists_sin_eq h g)

/-- `sin (arcsin x) = x` for `-1 ≤ x ≤ 1`. -/
theorem sin_arcsin (h : -1 ≤ x) (g : x ≤ 1) : sin (arcsin x) = x := (arcsin_spec h g).2.2

/-- `arcsin (sin y) = y` for `-π/2 ≤ y ≤ π/2`. -/
theorem arcsin_sin (h : -(pi R / 2) ≤ y) (g : y ≤ pi R / 2) : arcsin (sin y) = y := by
  have bound := abs_sin_le_one y
  obtain ⟨hl, hr, e⟩ := arcsin_spec (x := sin y) (lin (neg_le_of_abs_le bound)) (le_of_abs_le bound)
  apply Classical.byContradiction
  intro ne
  rcases lt_or_gt_of_ne ne with k | k
  · exact ne_of_lt (sin_lt_sin hl k g) e
  · exact ne_of_gt (sin_lt_sin h k hr) e

/-- What the inverse sine is, for `-1 ≤ x ≤ 1`: the one number in `[-π/2, π/2]` with the given sine. -/
theorem arcsin_eq_iff (h : -1 ≤ x) (g : x ≤ 1) :
    arcsin x = y ↔ -(pi R / 2) ≤ y ∧ y ≤ pi R / 2 ∧ sin y = x :=
  ⟨fun e => e ▸ arcsin_spec h g, fun ⟨hy, yh, e⟩ => e ▸ arcsin_sin hy yh⟩

/-- `arcsin x = π/2` for `1 ≤ x`. -/
theorem arcsin_of_one_le (h : 1 ≤ x) : arcsin x = pi R / 2 := by
  have half := pi_div_two_pos R
  rcases lt_or_eq_of_le h with lt | eq
  · have out : ¬(-1 ≤ x ∧ x ≤ 1) := fun k => not_le.mpr lt k.2
    have pos : ¬x < 0 := not_lt.mpr (le_trans zero_le_one h)
    exact (dif_neg out).trans (if_neg pos)
  · rw [← eq]
    exact (arcsin_eq_iff (lin (add_le_add (zero_le_one (R := R)) (zero_le_one (R := R)))) (le_refl 1)).mpr
      ⟨lin (add_le_add (le_of_lt half) (le_of_lt half)), le_refl _, sin_pi_div_two R⟩

/-- The inverse sine is odd. -/
theorem arcsin_neg (x : R) : arcsin (-x) = -arcsin x := by
  have two_le : (-1 : R) ≤ 1 := lin (add_le_add (zero_le_one (R := R)) (zero_le_one (R := R)))
  have outside : ∀ {x : R}, 1 < x → arcsin (-x) = -arcsin x := fun {x} h => by
    rw [arcsin_of_one_le (le_of_lt h)]
    have out : ¬(-1 ≤ -x ∧ -x ≤ 1) := fun k => not_le.mpr h (lin k.1)
    have neg : -x < 0 := slin (lt_trans zero_lt_one h)
    exact (dif_neg out).trans (if_pos neg)
  rcases lt_or_le 1 x with h | h
  · exact outside h
  rcases lt_or_le x (-1) with g | g
  · have k := outside (x := -x) (slin g)
    rw [neg_neg] at k
    rw [k, neg_neg]
  · obtain ⟨hl, hr, e⟩ := arcsin_spec g h
    exact (arcsin_eq_iff (lin h) (lin g)).mpr ⟨lin hr, lin hl, by rw [sin_neg, e]⟩

/-- `arcsin x = -π/2` for `x ≤ -1`. -/
theorem arcsin_of_le_neg_one (h : x ≤ -1) : arcsin x = -(pi R / 2) := by
  rw [← neg_neg x, arcsin_neg, arcsin_of_one_le (lin h)]

/-- `arcsin 0 = 0`. -/
theorem arcsin_zero : arcsin (0 : R) = 0 := by
  have k := arcsin_sin (y := (0 : R)) (lin (le_of_lt (pi_div_two_pos R))) (le_of_lt (pi_div_two_pos R))
  rwa [sin_zero] at k

/-- `arcsin 1 = π/2`. -/
theorem arcsin_one (R : Type) [CompleteOrderedField R] : arcsin (1 : R) = pi R / 2 :=
  arcsin_of_one_le (le_refl 1)

/-- `arcsin' x = 1 / sqrt (1 - x²)` for `-1 < x < 1`. -/
theorem hasDerivAt_arcsin (h : -1 < x) (g : x < 1) : HasDerivAt arcsin (1 / sqrt (1 - x ^ 2)) x := by
  have inside : ∀ z : R, -1 < z → z < 1 → -(pi R / 2) < arcsin z ∧ arcsin z < pi R / 2 ∧ sin (arcsin z) = z :=
    fun z hz zh => by
      obtain ⟨hl, hr, e⟩ := arcsin_spec (le_of_lt hz) (le_of_lt zh)
      refine ⟨lt_of_le_of_ne hl fun k => ?_, lt_of_le_of_ne hr fun k => ?_, e⟩
      · rw [← k, sin_neg, sin_pi_div_two] at e
        exact ne_of_lt hz e
      · rw [k, sin_pi_div_two] at e
        exact ne_of_gt zh e
  obtain ⟨hl, hr, e⟩ := inside x h g
  have pos := cos_pos_of_abs_lt (abs_lt_of_lt_of_neg_lt hr (slin hl))
  have c : cos (arcsin x) = sqrt (1 - x ^ 2) := eq_sqrt_of_mul_self_eq (le_of_lt pos) (by
    have unit := cos_mul_self_add_sin_mul_self (arcsin x)
    rw [e] at unit
    exact lin_eq 1 unit)
  have d := hasDerivAt_sin (arcsin x)
  rw [c] at d pos
  exact (d.of_strictMono_inverse (g := arcsin) (a := -(pi R / 2)) (b := pi R / 2) (ne_of_gt pos)
    (fun u v hu uv hv => sin_lt_sin (le_of_lt hu) uv (le_of_lt hv)) h g inside).congr_deriv (one_div _).symm

/-- `sqrt (1 - x²) = sqrt (1 - x) sqrt (1 + x)` for `-1 ≤ x ≤ 1`. -/
theorem sqrt_one_sub_sq (h : -1 ≤ x) (g : x ≤ 1) : sqrt (1 - x ^ 2) = sqrt (1 - x) * sqrt (1 + x) := by
  rw [← sqrt_mul (sub_nonneg_of_le g) (lin h), show (1 - x) * (1 + x) = 1 - x ^ 2 from ring]

/-- `arcsin' x = 1 / (sqrt (1 - x) sqrt (1 + x))` for `-1 < x < 1`. -/
theorem hasDerivAt_arcsin' (h : -1 < x) (g : x < 1) :
    HasDerivAt arcsin (1 / (sqrt (1 - x) * sqrt (1 + x))) x :=
  (hasDerivAt_arcsin h g).congr_deriv (by rw [sqrt_one_sub_sq (le_of_lt h) (le_of_lt g)])

/-! ### The inverse cosine -/

/-- `cos (arccos x) = x` for `-1 ≤ x ≤ 1`. -/
theorem cos_arccos (h : -1 ≤ x) (g : x ≤ 1) : cos (arccos x) = x := by
  rw [arccos, cos_sub, cos_pi_div_two, sin_pi_div_two, sin_arcsin h g]
  exact ring

/-- What the inverse cosine is, for `-1 ≤ x ≤ 1`: the one number in `[0, π]` with the given cosine. -/
theorem arccos_eq_iff (h : -1 ≤ x) (g : x ≤ 1) : arccos x = y ↔ 0 ≤ y ∧ y ≤ pi R ∧ cos y = x := by
  have two := pi_div_two_add_self R
  refine ⟨fun e => ?_, fun ⟨hy, yh, e⟩ => ?_⟩
  · obtain ⟨hl, hr, -⟩ := arcsin_spec h g
    refine e ▸ ⟨sub_nonneg_of_le hr, ?_, cos_arccos h g⟩
    exact lin hl (show pi R - (pi R / 2 - arcsin x) = arcsin x - -(pi R / 2) from lin_eq (-1) two)
  · have k : arcsin x = pi R / 2 - y := (arcsin_eq_iff h g).mpr ⟨by
      rw [← two] at yh
      exact lin yh, lin hy, by
      rw [sin_sub, sin_pi_div_two, cos_pi_div_two, e]
      exact ring⟩
    rw [arccos, k]
    exact ring

/-- `arccos' x = -1 / sqrt (1 - x²)` for `-1 < x < 1`. -/
theorem hasDerivAt_arccos (h : -1 < x) (g : x < 1) : HasDerivAt arccos (-(1 / sqrt (1 - x ^ 2))) x :=
  (hasDerivAt_arcsin h g).const_sub (pi R / 2)

/-- `arccos' x = -1 / (sqrt (1 - x) sqrt (1 + x))` for `-1 < x < 1`. -/
theorem hasDerivAt_arccos' (h : -1 < x) (g : x < 1) :
    HasDerivAt arccos (-(1 / (sqrt (1 - x) * sqrt (1 + x)))) x :=
  (hasDerivAt_arcsin' h g).const_sub (pi R / 2)
