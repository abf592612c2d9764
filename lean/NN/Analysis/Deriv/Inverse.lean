prelude
import NN.Analysis.Continuous
import NN.Analysis.Deriv.Inv

/-!
# Inverse functions

## Main results

* `continuousAt_of_strictMono_inverse`: the inverse of a strictly increasing function is continuous.
* `HasDerivAt.of_local_left_inverse`: `(f⁻¹)' = 1 / f'(f⁻¹)`, for an inverse that is continuous.
* `HasDerivAt.of_strictMono_inverse`: both together.
-/

variable {R : Type} [OrderedField R] {f g : R → R} {f' a b p q y : R}

/-- The inverse `g` of a function `f` that increases strictly between `a` and `b` is continuous: it is enough
that it is an inverse, with values between `a` and `b`, for arguments between `p` and `q`. -/
theorem continuousAt_of_strictMono_inverse (mono : ∀ u v, a < u → u < v → v < b → f u < f v) (hp : p < y)
    (hq : y < q) (inverse : ∀ z, p < z → z < q → a < g z ∧ g z < b ∧ f (g z) = z) : ContinuousAt g y := by
  intro ε hε
  obtain ⟨ay, yb, e⟩ := inverse y hp hq
  obtain ⟨d, hd, h1, h2⟩ := exists_pos_le_both (half_pos (sub_pos_of_lt ay)) (half_pos (sub_pos_of_lt yb))
  obtain ⟨d, hd, h3, h4⟩ := exists_pos_le_both hd hε
  have e1 := add_halves (g y - a)
  have e2 := add_halves (b - g y)
  -- `f` at the points at distance `d` to the left and to the right
  have hl : a < g y - d := slin (add_lt_add_of_lt_of_le (half_pos (sub_pos_of_lt ay)) (le_trans h3 h1))
    (lin_eq (-1) e1)
  have hr : g y + d < b := slin (add_lt_add_of_lt_of_le (half_pos (sub_pos_of_lt yb)) (le_trans h3 h2))
    (lin_eq (-1) e2)
  have left := mono (g y - d) (g y) hl (slin hd) yb
  have right := mono (g y) (g y + d) ay (slin hd) hr
  rw [e] at left right
  obtain ⟨δ, hδ, h5, h6⟩ := exists_pos_le_both (sub_pos_of_lt left) (sub_pos_of_lt right)
  obtain ⟨δ, hδ, h7, h8⟩ := exists_pos_le_both hδ (sub_pos_of_lt hp)
  obtain ⟨δ, hδ, h9, h10⟩ := exists_pos_le_both hδ (sub_pos_of_lt hq)
  refine ⟨δ, hδ, fun z hz => ?_⟩
  have above := lt_of_le_of_lt (neg_le_abs _) hz
  have below := lt_of_le_of_lt (le_abs_self _) hz
  obtain ⟨az, zb, ez⟩ :=
    inverse z (slin (lt_of_lt_of_le above (le_trans h9 h8))) (slin (lt_of_lt_of_le below h10))
  have zl : g y - d < g z := not_le.mp fun h => by
    have le : f (g z) ≤ f (g y - d) := (lt_or_eq_of_le h).elim
      (fun h => le_of_lt (mono _ _ az h (lt_trans (slin hd) yb))) fun h => le_of_eq (by rw [h])
    rw [ez] at le
    exact not_le.mpr (lt_of_lt_of_le above (le_trans h9 (le_trans h7 h5))) (lin le)
  have zr : g z < g y + d := not_le.mp fun h => by
    have le : f (g y + d) ≤ f (g z) := (lt_or_eq_of_le h).elim
      (fun h => le_of_lt (mono _ _ (lt_trans ay (slin hd)) h zb)) fun h => le_of_eq (by rw [h])
    rw [ez] at le
    exact not_le.mpr (lt_of_lt_of_le below (le_trans h9 (le_trans h7 h6))) (lin le)
  exact lt_of_lt_of_le (abs_lt_of_lt_of_neg_lt (slin zr) (slin zl)) h4

/-- The derivative of an inverse function: `(f⁻¹)' = 1 / f'(f⁻¹)`. -/
theorem HasDerivAt.of_local_left_inverse (hg : ContinuousAt g y) (hf : HasDerivAt f f' (g y)) (hf' : f' ≠ 0)
    {d : R} (hd : 0 < d) (inverse : ∀ z, abs (z - y) < d → f (g z) = z) : HasDerivAt g f'⁻¹ y := by
  have m_pos := abs_pos hf'
  have k_pos : 0 < (abs f')⁻¹ := inv_pos_of_pos m_pos
  refine IsLittleO.of_const ((abs f')⁻¹ * (2 * (abs f')⁻¹)) (mul_pos k_pos (mul_pos two_pos k_pos))
    fun ε hε => ?_
  obtain ⟨η, hη, hηε, hηm⟩ := exists_pos_le_both hε (half_pos m_pos)
  obtain ⟨d₁, hd₁, near⟩ := hf η hη
  obtain ⟨d₂, hd₂, cont⟩ := hg d₁ hd₁
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd₂
  refine ⟨δ, hδ, fun z hz => ?_⟩
  have ey : f (g y) = y := inverse y (by rwa [sub_self, abs_zero])
  have k : abs (f (g z) - f (g y) - f' * (g z - g y)) ≤ η * abs (g z - g y) :=
    near (g z) (cont z (lt_of_lt_of_le hz h2))
  rw [inverse z (lt_of_lt_of_le hz h1), ey] at k
  -- `|g z - g y| ≤ 2 |z - y| / |f'|`
  have cm := mul_inv_cancel₀ (ne_of_gt m_pos)
  have t := abs_add_le (z - y) (-(z - y - f' * (g z - g y)))
  rw [abs_neg, show z - y + -(z - y - f' * (g z - g y)) = f' * (g z - g y) from ring, abs_mul] at t
  have half := mul_le_mul_of_nonneg_right hηm (abs_nonneg (g z - g y))
  have e := add_halves (abs f')
  have bound : abs (g z - g y) ≤ 2 * (abs f')⁻¹ * abs (z - y) := by
    have two : abs f' * 2⁻¹ * abs (g z - g y) ≤ abs (z - y) :=
      lin (add_le_add (add_le_add t k) half) (lin_eq (-abs (g z - g y)) e)
    have up := mul_le_mul_of_nonneg_left two (le_of_lt (mul_pos two_pos k_pos))
    exact lin up (lin_eq₂ (abs (g z - g y) * (2 * 2⁻¹)) cm (abs (g z - g y)) two_mul_inv_two)
  have r : g z - g y - f'⁻¹ * (z - y) = -f'⁻¹ * (z - y - f' * (g z - g y)) :=
    lin_eq (-(g z - g y)) (mul_inv_cancel₀ hf')
  rw [r, abs_mul, abs_neg, abs_inv hf']
  have last : η * abs (g z - g y) ≤ ε * (2 * (abs f')⁻¹ * abs (z - y)) :=
    mul_le_mul hηε bound (abs_nonneg _) (le_of_lt hε)
  exact lin (mul_le_mul_of_nonneg_left (le_trans k last) (le_of_lt k_pos))

/-- The derivative of the inverse `g` of a function that increases strictly between `a` and `b`. -/
theorem HasDerivAt.of_strictMono_inverse (hf : HasDerivAt f f' (g y)) (hf' : f' ≠ 0)
    (mono : ∀ u v, a < u → u < v → v < b → f u < f v) (hp : p < y) (hq : y < q)
    (inverse : ∀ z, p < z → z < q → a < g z ∧ g z < b ∧ f (g z) = z) : HasDerivAt g f'⁻¹ y := by
  obtain ⟨d, hd, h1, h2⟩ := exists_pos_le_both (sub_pos_of_lt hp) (sub_pos_of_lt hq)
  refine hf.of_local_left_inverse (continuousAt_of_strictMono_inverse mono hp hq inverse) hf' hd fun z hz =>
    (inverse z (slin (lt_of_lt_of_le (lt_of_le_of_lt (neg_le_abs _) hz) h1))
      (slin (lt_of_lt_of_le (lt_of_le_of_lt (le_abs_self _) hz) h2))).2.2
