prelude
import NN.Analysis.Deriv.Inverse
import NN.Analysis.Limit
import NN.Analysis.Trig.Tan

/-!
# The inverse tangent

`arctan y` is the number between `-π/2` and `π/2` whose tangent is `y`.

## Main results

* `arctan_eq_iff`: what `arctan` is; `tan_arctan`, `arctan_tan`, `neg_pi_div_two_lt_arctan`,
  `arctan_lt_pi_div_two`.
* `hasDerivAt_arctan`: `arctan' x = 1 / (1 + x²)`; `HasDerivAt.arctan`.
* `arctan_zero`, `arctan_one`, `arctan_neg`, `arctan_strictMono`, `tendsAtTop_arctan`, `tendsAtBot_arctan`.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' x y : R}

/-- The number between `-π/2` and `π/2` whose tangent is `y`. -/
noncomputable def arctan (y : R) : R := Classical.choose (exists_tan_eq y)

/-- `tan (arctan y) = y`. -/
theorem tan_arctan (y : R) : tan (arctan y) = y := (Classical.choose_spec (exists_tan_eq y)).2.2

/-- `-π/2 < arctan y`. -/
theorem neg_pi_div_two_lt_arctan (y : R) : -(pi R / 2) < arctan y :=
  (Classical.choose_spec (exists_tan_eq y)).1

/-- `arctan y < π/2`. -/
theorem arctan_lt_pi_div_two (y : R) : arctan y < pi R / 2 := (Classical.choose_spec (exists_tan_eq y)).2.1

/-- `0 < cos (arctan y)`. -/
theorem cos_arctan_pos (y : R) : 0 < cos (arctan y) :=
  cos_pos_of_between (neg_pi_div_two_lt_arctan y) (arctan_lt_pi_div_two y)

/-- `arctan (tan x) = x` for `-π/2 < x < π/2`. -/
theorem arctan_tan (hx : -(pi R / 2) < x) (xh : x < pi R / 2) : arctan (tan x) = x := by
  apply Classical.byContradiction
  intro ne
  have e := tan_arctan (tan x)
  rcases lt_or_gt_of_ne ne with h | h
  · exact ne_of_lt (tan_lt_tan (neg_pi_div_two_lt_arctan _) h xh) e
  · exact ne_of_gt (tan_lt_tan hx h (arctan_lt_pi_div_two _)) e

/-- What the inverse tangent is: the one number between `-π/2` and `π/2` with the given tangent. -/
theorem arctan_eq_iff : arctan x = y ↔ -(pi R / 2) < y ∧ y < pi R / 2 ∧ tan y = x :=
  ⟨fun h => h ▸ Classical.choose_spec (exists_tan_eq x), fun ⟨hy, yh, e⟩ => e ▸ arctan_tan hy yh⟩

/-- `arctan' x = 1 / (1 + x²)`. -/
theorem hasDerivAt_arctan (x : R) : HasDerivAt arctan (1 / (1 + x ^ 2)) x := by
  have d := hasDerivAt_tan (ne_of_gt (cos_arctan_pos x))
  rw [tan_arctan] at d
  refine (d.of_strictMono_inverse (g := arctan) (a := -(pi R / 2)) (b := pi R / 2) (p := x - 1) (q := x + 1)
    (ne_of_gt (one_add_sq_pos x)) (fun u v => tan_lt_tan) (slin (zero_lt_one (R := R)))
    (slin (zero_lt_one (R := R))) fun z _ _ =>
      ⟨neg_pi_div_two_lt_arctan z, arctan_lt_pi_div_two z, tan_arctan z⟩).congr_deriv (one_div _).symm

/-- `(arctan ∘ f)' = f' / (1 + f²)`. -/
theorem HasDerivAt.arctan (h : HasDerivAt f f' x) :
    HasDerivAt (fun y => _root_.arctan (f y)) (f' / (1 + f x ^ 2)) x :=
  (HasDerivAt.comp (hasDerivAt_arctan (f x)) h).congr_deriv (by rw [one_div, div_eq_mul_inv, mul_comm])

/-- `arctan` is strictly increasing. -/
theorem arctan_strictMono : StrictMono (arctan (R := R)) :=
  strictMono_of_hasDerivAt_pos hasDerivAt_arctan fun x => div_pos zero_lt_one (one_add_sq_pos x)

/-- `arctan 0 = 0`. -/
theorem arctan_zero : arctan (0 : R) = 0 :=
  arctan_eq_iff.mpr ⟨slin (pi_div_two_pos R), pi_div_two_pos R, tan_zero⟩

/-- The inverse tangent is odd. -/
theorem arctan_neg (x : R) : arctan (-x) = -arctan x :=
  arctan_eq_iff.mpr ⟨neg_lt_neg (arctan_lt_pi_div_two x), slin (neg_pi_div_two_lt_arctan x), by
    rw [tan_neg, tan_arctan]⟩

/-- `arctan 1 = π/4`. -/
theorem arctan_one (R : Type) [CompleteOrderedField R] : arctan (1 : R) = pi R / 4 := by
  have half := pi_div_two_pos R
  have pos : 0 < pi R / 4 := div_pos (pi_pos R) (ofNat_pos 2)
  refine arctan_eq_iff.mpr ⟨slin (add_lt_add half pos), ?_, tan_pi_div_four R⟩
  rw [div_eq_mul_inv, div_eq_mul_inv]
  have four : (4 : R) * 4⁻¹ = 1 := mul_inv_cancel₀ (ne_of_gt (ofNat_pos 2))
  exact slin pos (by
    rw [div_eq_mul_inv]
    exact lin_eq₂ (-(pi R * (2 : R)⁻¹)) four (2 * (4 : R)⁻¹ * pi R) (two_mul_inv_two (R := R)))

/-- `arctan x` tends to `π/2` at `+∞`. -/
theorem tendsAtTop_arctan : TendsAtTop arctan (pi R / 2) := by
  intro ε hε
  obtain ⟨d, hd, h1, h2⟩ := exists_pos_le_both (half_pos hε) (half_pos (pi_div_two_pos R))
  have e := add_halves ε
  have e' := add_halves (pi R / 2)
  refine ⟨tan (pi R / 2 - d), fun x hx => ?_⟩
  have inside : arctan (tan (pi R / 2 - d)) = pi R / 2 - d := arctan_tan
    (slin (add_lt_add_of_lt_of_le (add_pos (pi_div_two_pos R) (half_pos (pi_div_two_pos R))) h2)
      (lin_eq (-1) e'))
    (slin hd)
  have le := arctan_strictMono.monotone hx
  rw [inside] at le
  rw [abs_of_nonpos (lin (le_of_lt (arctan_lt_pi_div_two x)))]
  exact slin (add_lt_add_of_lt_of_le (half_pos hε) (add_le_add le h1)) (lin_eq (-1) e)

/-- `arctan x` tends to `-π/2` at `-∞`. -/
theorem tendsAtBot_arctan : TendsAtBot arctan (-(pi R / 2)) := tendsAtTop_arctan.of_odd arctan_neg
