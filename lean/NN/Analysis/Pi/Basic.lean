prelude
import NN.Analysis.Pi.ChordDoubling

/-!
# π

`π` is twice the first positive zero of the cosine.

## Main results

* `cos_pi_div_two`, `cos_pos_of_lt_pi_div_two`, `pi_div_two_le_of_cos_eq_zero`: `π / 2` is the first positive
  zero of `cos`.
* `pi_pos`, `sin_pi_div_two`, `sin_pi`, `cos_pi`; `cos_pos_of_abs_lt`, `sin_pos_of_lt_pi`: signs.
* `cos_add_pi`, `sin_add_pi`, `cos_add_two_pi`, `sin_add_two_pi`: periods.
* `le_mul_pi_of_certificate`, `mul_pi_le_of_certificate`: enclosures, used in `NN.Analysis.Enclosure.Pi`.
-/

variable {R : Type} [CompleteOrderedField R] {x : R}

/-- The cosine has a first positive zero. -/
theorem exists_first_zero_cos (R : Type) [CompleteOrderedField R] :
    ∃ c : R, 0 < c ∧ cos c = 0 ∧ ∀ x, 0 ≤ x → x < c → 0 < cos x := by
  -- `c` is the least upper bound of the points up to which the cosine is positive
  obtain ⟨z, z0, -, hz⟩ : ∃ x : R, 0 ≤ x ∧ natCast R 100 * x ≤ natCast R 200 ∧ cos x ≤ 0 :=
    exists_cos_nonpos_of_certificate (m := 24) (l := [90, 279]) (by decide +kernel)
  obtain ⟨c, above, least⟩ := exists_isLUB (fun x : R => 0 ≤ x ∧ ∀ y, 0 ≤ y → y ≤ x → 0 < cos y)
    ⟨0, le_refl 0, fun y y0 hy => by rw [le_antisymm hy y0, cos_zero]; exact zero_lt_one⟩
    ⟨z, fun x hx => not_lt.mp fun h => not_le.mpr (hx.2 z z0 (le_of_lt h)) hz⟩
  have c0 : 0 ≤ c := above 0
    ⟨le_refl 0, fun y y0 hy => by rw [le_antisymm hy y0, cos_zero]; exact zero_lt_one⟩
  have before : ∀ x, 0 ≤ x → x < c → 0 < cos x := fun x x0 hx => Classical.byContradiction fun h =>
    not_le.mpr hx (least x fun s hs => not_lt.mp fun g => h (hs.2 x x0 (le_of_lt g)))
  have zero : cos c = 0 := by
    refine Classical.byContradiction fun ne => ?_
    rcases lt_or_gt_of_ne ne with neg | pos
    · -- the cosine is negative near `c`, but positive before
      have c_pos : 0 < c := lt_of_le_of_ne c0 fun e => by
        rw [← e, cos_zero] at neg
        exact lt_irrefl (0 : R) (lt_trans zero_lt_one neg)
      obtain ⟨d, hd, d_le, d_lt⟩ := exists_pos_le_both c_pos (neg_pos_of_neg neg)
      have near := le_of_abs_le (abs_cos_sub_cos_le (c - d) c)
      rw [show c - d - c = -d from ring, abs_neg, abs_of_pos hd] at near
      exact lt_irrefl (0 : R) (lt_of_lt_of_le (before (c - d) (sub_nonneg_of_le d_le) (slin hd))
        (lin (add_le_add near d_lt)))
    · -- the cosine is positive up to a point beyond `c`
      have beyond : c + cos c * 2⁻¹ ≤ c := above _ ⟨add_nonneg c0 (le_of_lt (half_pos pos)), fun y y0 hy => by
        rcases lt_or_le y c with h | h
        · exact before y y0 h
        · have near := neg_le_of_abs_le (abs_cos_sub_cos_le y c)
          rw [abs_of_nonneg (sub_nonneg_of_le h)] at near
          have half := half_pos pos
          have e := le_of_eq (add_halves (cos c))
          generalize cos c * 2⁻¹ = δ at *
          exact lt_of_lt_of_le half (lin (add_le_add (add_le_add near hy) e))⟩
      exact lt_irrefl (0 : R) (lt_of_lt_of_le (half_pos pos) (lin beyond))
  refine ⟨c, lt_of_le_of_ne c0 fun e => ?_, zero, before⟩
  rw [← e, cos_zero] at zero
  exact zero_ne_one zero.symm

/-- `π`: twice the first positive zero of the cosine. -/
noncomputable def pi (R : Type) [CompleteOrderedField R] : R := 2 * Classical.choose (exists_first_zero_cos R)

/-! ### The first zero of the cosine -/

/-- `π / 2` is the first positive zero of the cosine. -/
theorem pi_div_two_spec (R : Type) [CompleteOrderedField R] :
    0 < pi R / 2 ∧ cos (pi R / 2) = 0 ∧ ∀ x, 0 ≤ x → x < pi R / 2 → 0 < cos x := by
  have e : pi R / 2 = Classical.choose (exists_first_zero_cos R) := by
    rw [div_eq_mul_inv]
    show 2 * Classical.choose (exists_first_zero_cos R) * 2⁻¹ = _
    exact lin_eq (Classical.choose (exists_first_zero_cos R)) two_mul_inv_two
  rw [e]
  exact Classical.choose_spec (exists_first_zero_cos R)

/-- `0 < π / 2`. -/
theorem pi_div_two_pos (R : Type) [CompleteOrderedField R] : 0 < pi R / 2 := (pi_div_two_spec R).1

/-- `cos (π / 2) = 0`. -/
theorem cos_pi_div_two (R : Type) [CompleteOrderedField R] : cos (pi R / 2) = 0 := (pi_div_two_spec R).2.1

/-- `cos x > 0` for `0 ≤ x < π / 2`. -/
theorem cos_pos_of_lt_pi_div_two (h0 : 0 ≤ x) (h : x < pi R / 2) : 0 < cos x := (pi_div_two_spec R).2.2 x h0 h

/-- No nonnegative zero of the cosine is below `π / 2`. -/
theorem pi_div_two_le_of_cos_eq_zero (h0 : 0 ≤ x) (h : cos x = 0) : pi R / 2 ≤ x :=
  not_lt.mp fun lt => ne_of_gt (cos_pos_of_lt_pi_div_two h0 lt) h

/-- `π / 2 + π / 2 = π`. -/
theorem pi_div_two_add_self (R : Type) [CompleteOrderedField R] : pi R / 2 + pi R / 2 = pi R := by
  rw [div_eq_mul_inv]
  exact add_halves (pi R)

/-- `0 < π`. -/
theorem pi_pos (R : Type) [CompleteOrderedField R] : 0 < pi R := by
  rw [← pi_div_two_add_self]
  exact add_pos (pi_div_two_pos R) (pi_div_two_pos R)

/-- `sin (π / 2) = 1`. -/
theorem sin_pi_div_two (R : Type) [CompleteOrderedField R] : sin (pi R / 2) = 1 := by
  have nonneg : sin (0 : R) ≤ sin (pi R / 2) :=
    le_of_hasDerivAt_nonneg (le_of_lt (pi_div_two_pos R)) (fun x _ _ => hasDerivAt_sin x) fun x x0 hx =>
      (lt_or_eq_of_le hx).elim (fun h => le_of_lt (cos_pos_of_lt_pi_div_two x0 h))
        fun h => le_of_eq (h ▸ (cos_pi_div_two R).symm)
  have unit := cos_mul_self_add_sin_mul_self (pi R / 2)
  rw [sin_zero] at nonneg
  rw [cos_pi_div_two] at unit
  have product : (sin (pi R / 2) - 1) * (sin (pi R / 2) + 1) = 0 := lin_eq 1 unit
  exact eq_of_sub_eq_zero ((eq_zero_or_eq_zero_of_mul_eq_zero product).elim id fun h =>
    absurd h (ne_of_gt (lt_of_lt_of_le zero_lt_one (lin nonneg))))

/-! ### Shifts -/

/-- `cos (x + π / 2) = -sin x`. -/
theorem cos_add_pi_div_two (x : R) : cos (x + pi R / 2) = -sin x := by
  rw [cos_add, cos_pi_div_two, sin_pi_div_two]
  exact ring

/-- `sin (x + π / 2) = cos x`. -/
theorem sin_add_pi_div_two (x : R) : sin (x + pi R / 2) = cos x := by
  rw [sin_add, cos_pi_div_two, sin_pi_div_two]
  exact ring

/-- `cos (x + π) = -cos x`. -/
theorem cos_add_pi (x : R) : cos (x + pi R) = -cos x := by
  rw [← pi_div_two_add_self, ← add_assoc, cos_add_pi_div_two, sin_add_pi_div_two]

/-- `sin (x + π) = -sin x`. -/
theorem sin_add_pi (x : R) : sin (x + pi R) = -sin x := by
  rw [← pi_div_two_add_self, ← add_assoc, sin_add_pi_div_two, cos_add_pi_div_two]

/-- `cos π = -1`. -/
theorem cos_pi (R : Type) [CompleteOrderedField R] : cos (pi R) = -1 := by
  rw [← zero_add (pi R), cos_add_pi, cos_zero]

/-- `sin π = 0`. -/
theorem sin_pi (R : Type) [CompleteOrderedField R] : sin (pi R) = 0 := by
  rw [← zero_add (pi R), sin_add_pi, sin_zero, neg_zero]

/-- The cosine has period `2 π`. -/
theorem cos_add_two_pi (x : R) : cos (x + 2 * pi R) = cos x := by
  rw [show x + 2 * pi R = x + pi R + pi R from ring, cos_add_pi, cos_add_pi, neg_neg]

/-- The sine has period `2 π`. -/
theorem sin_add_two_pi (x : R) : sin (x + 2 * pi R) = sin x := by
  rw [show x + 2 * pi R = x + pi R + pi R from ring, sin_add_pi, sin_add_pi, neg_neg]

/-! ### Signs -/

/-- `cos x > 0` for `-π / 2 < x < π / 2`. -/
theorem cos_pos_of_abs_lt (h : abs x < pi R / 2) : 0 < cos x := by
  have pos := cos_pos_of_lt_pi_div_two (abs_nonneg x) h
  rcases le_total 0 x with g | g
  · rwa [abs_of_nonneg g] at pos
  · rwa [abs_of_nonpos g, cos_neg] at pos

/-- `sin x > 0` for `0 < x < π`. -/
theorem sin_pos_of_lt_pi (h0 : 0 < x) (h : x < pi R) : 0 < sin x := by
  rw [show x = x - pi R / 2 + pi R / 2 from ring, sin_add_pi_div_two]
  rw [← pi_div_two_add_self] at h
  refine cos_pos_of_abs_lt ?_
  rcases le_total 0 (x - pi R / 2) with g | g
  · rw [abs_of_nonneg g]; exact slin h
  · rw [abs_of_nonpos g]; exact slin h0

/-! ### Enclosures -/

/-- `2 b / D ≤ π` if the cosine is certified positive on `[0, b / D]`. -/
theorem le_mul_pi_of_certificate {D b m : Nat} {l : List Nat}
    (certificate : CosPosCertificate D b m l = true) :
    natCast R (2 * b) ≤ natCast R D * pi R := by
  have half : natCast R b ≤ natCast R D * (pi R / 2) := le_of_lt (not_le.mp fun h =>
    ne_of_gt (cos_pos_of_certificate certificate (le_of_lt (pi_div_two_pos R)) h) (cos_pi_div_two R))
  rw [← pi_div_two_add_self, natCast_mul]
  exact lin (add_le_add half half) (show _ - 2 * natCast R b = _ from ring)

/-- `π ≤ 2 b / D` if the cosine is certified not to be positive everywhere on `[0, b / D]`. -/
theorem mul_pi_le_of_certificate {D b m : Nat} {l : List Nat}
    (certificate : CosNonposCertificate D b m l = true) :
    natCast R D * pi R ≤ natCast R (2 * b) := by
  obtain ⟨x, x0, le_b, nonpos⟩ := exists_cos_nonpos_of_certificate (R := R) certificate
  have le_x : pi R / 2 ≤ x := not_lt.mp fun h => not_le.mpr (cos_pos_of_lt_pi_div_two x0 h) nonpos
  have half := le_trans (mul_le_mul_of_nonneg_left le_x (natCast_nonneg (R := R) D)) le_b
  rw [← pi_div_two_add_self, natCast_mul]
  exact lin (add_le_add half half) (show 2 * natCast R b - _ = _ from ring)
