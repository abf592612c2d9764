prelude
import NN.Analysis.Deriv.Comp
import NN.Analysis.Deriv.Mul
import NN.Analysis.IntermediateValue

/-!
# Rolle's theorem and the mean value theorem

## Main results

* `HasDerivAt.eq_zero_of_isMaxOn`: the derivative vanishes at an inner maximum.
* `exists_hasDerivAt_eq_zero`: Rolle's theorem.
* `exists_hasDerivAt_eq_slope`: the mean value theorem, `f' c = (f b - f a) / (b - a)` for some `c` between.
-/

section Extremum
variable {R : Type} [OrderedField R] {f : R → R} {f' a b c : R}

/-- A function that is nowhere larger right of `c` has a nonpositive derivative at `c`. -/
theorem HasDerivAt.nonpos_of_le_right (h : HasDerivAt f f' c) (hb : c < b)
    (le : ∀ y, c < y → y < b → f y ≤ f c) : f' ≤ 0 := by
  refine not_lt.mp fun pos => ?_
  obtain ⟨δ, hδ, near⟩ := h _ (half_pos pos)
  obtain ⟨d, hd, h1, h2⟩ := exists_pos_le_both (half_pos hδ) (half_pos (sub_pos_of_lt hb))
  have e := add_halves δ
  have e' := add_halves (b - c)
  have e'' := add_halves f'
  have small : d < δ := lt_of_le_of_lt h1 (slin (half_pos hδ) (lin_eq (-1) e))
  have inside : c + d < b := slin (add_lt_add_of_lt_of_le (half_pos (sub_pos_of_lt hb)) h2) (lin_eq (-1) e')
  have k := near (c + d) (by rwa [show c + d - c = d from ring, abs_of_pos hd])
  rw [show c + d - c = d from ring, abs_of_pos hd] at k
  have up := neg_le_of_abs_le k
  have gain := mul_pos (half_pos pos) hd
  have l := le (c + d) (slin hd) inside
  exact not_le.mpr gain (lin (add_le_add up l) (lin_eq (-d) e''))

/-- The derivative vanishes at a maximum inside an interval (Fermat). -/
theorem HasDerivAt.eq_zero_of_isMaxOn (h : HasDerivAt f f' c) (ha : a < c) (hb : c < b)
    (le : ∀ y, a ≤ y → y ≤ b → f y ≤ f c) : f' = 0 := by
  refine le_antisymm
    (h.nonpos_of_le_right hb fun y cy yb => le y (le_of_lt (lt_trans ha cy)) (le_of_lt yb)) ?_
  have k : HasDerivAt (fun y => f (-y)) (f' * -1) (-c) :=
    HasDerivAt.comp (f := fun y => -y) (by rwa [neg_neg]) (hasDerivAt_id (-c)).neg
  exact lin (k.nonpos_of_le_right (b := -a) (slin ha) fun y cy yb => by
    rw [neg_neg]
    exact le (-y) (lin (le_of_lt yb)) (le_of_lt (slin (add_lt_add cy hb))))

end Extremum

variable {R : Type} [CompleteOrderedField R] {f f' : R → R} {a b : R}

/-- Rolle's theorem: a function with equal values at the ends has derivative zero somewhere between. -/
theorem exists_hasDerivAt_eq_zero (hab : a < b) (h : ∀ x, a ≤ x → x ≤ b → HasDerivAt f (f' x) x)
    (e : f a = f b) : ∃ c, a < c ∧ c < b ∧ f' c = 0 := by
  -- a maximum inside gives the zero; if the maxima of `f` and `-f` are at the ends, `f` is constant
  have key : ∀ {g g' : R → R}, (∀ x, a ≤ x → x ≤ b → HasDerivAt g (g' x) x) → g a = g b →
      (∃ c, a < c ∧ c < b ∧ g' c = 0) ∨ ∀ y, a ≤ y → y ≤ b → g y ≤ g a := fun {g g'} hg eg => by
    obtain ⟨c, ac, cb, max⟩ := exists_isMaxOn_Icc (le_of_lt hab) fun x ax xb => (hg x ax xb).continuousAt
    rcases lt_or_eq_of_le ac with h1 | h1
    · rcases lt_or_eq_of_le cb with h2 | h2
      · exact .inl ⟨c, h1, h2, (hg c ac cb).eq_zero_of_isMaxOn h1 h2 max⟩
      · exact .inr (by rwa [h2, ← eg] at max)
    · exact .inr (by rwa [← h1] at max)
  rcases key h e with found | upper
  · exact found
  rcases key (g := fun y => -f y) (g' := fun y => -f' y) (fun x ax xb => (h x ax xb).neg)
    (congrArg (fun z => -z) e) with ⟨c, ac, cb, zero⟩ | lower
  · exact ⟨c, ac, cb, by rw [← neg_neg (f' c), zero, neg_zero]⟩
  -- `f` is constant: its middle will do
  have hd := half_pos (sub_pos_of_lt hab)
  have two := add_halves (b - a)
  have ac : a < a + (b - a) * 2⁻¹ := slin hd
  have cb : a + (b - a) * 2⁻¹ < b := slin hd (lin_eq (-1) two)
  have flat : ∀ y, a ≤ y → y ≤ b → f y = f a := fun y ay yb =>
    le_antisymm (upper y ay yb) (lin (lower y ay yb))
  refine ⟨_, ac, cb, (h _ (le_of_lt ac) (le_of_lt cb)).eq_zero_of_isMaxOn ac cb fun y ay yb => le_of_eq ?_⟩
  rw [flat y ay yb, flat _ (le_of_lt ac) (le_of_lt cb)]

/-- The mean value theorem. -/
theorem exists_hasDerivAt_eq_slope (hab : a < b) (h : ∀ x, a ≤ x → x ≤ b → HasDerivAt f (f' x) x) :
    ∃ c, a < c ∧ c < b ∧ f' c = (f b - f a) / (b - a) := by
  obtain ⟨c, ac, cb, zero⟩ := exists_hasDerivAt_eq_zero (f := fun y => f y * (b - a) - y * (f b - f a)) hab
    (fun x ax xb => ((h x ax xb).mul_const (b - a)).sub ((hasDerivAt_id x).mul_const (f b - f a))) ring
  exact ⟨c, ac, cb, eq_div_of_mul_eq (ne_of_gt (sub_pos_of_lt hab)) (lin_eq 1 zero)⟩
