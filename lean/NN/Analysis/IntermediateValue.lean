prelude
import NN.Analysis.Continuous

/-!
# The intermediate value theorem and the extreme value theorem

## Main results

* `intermediate_value_Icc`: a continuous function takes on `[a, b]` every value between `f a` and `f b`.
* `exists_isMaxOn_Icc`: a continuous function has a maximum on `[a, b]`.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {a b c : R}

/-- A continuous function takes on `[a, b]` every value between `f a` and `f b`. -/
theorem intermediate_value_Icc (hab : a ≤ b) (hf : ∀ x, a ≤ x → x ≤ b → ContinuousAt f x) (ha : f a ≤ c)
    (hb : c ≤ f b) : ∃ x, a ≤ x ∧ x ≤ b ∧ f x = c := by
  -- the supremum `s` of the points where `f` is at most `c`
  obtain ⟨s, upper, least⟩ := exists_isLUB (fun t => a ≤ t ∧ t ≤ b ∧ f t ≤ c) ⟨a, le_refl a, hab, ha⟩
    ⟨b, fun t ht => ht.2.1⟩
  have as : a ≤ s := upper a ⟨le_refl a, hab, ha⟩
  have sb : s ≤ b := least b fun t ht => ht.2.1
  refine ⟨s, as, sb, le_antisymm ?_ ?_⟩
  · refine not_lt.mp fun lt => ?_
    obtain ⟨δ, hδ, near⟩ := (hf s as sb).gt_near lt
    have bound : s ≤ s - δ := least (s - δ) fun t ht => not_lt.mp fun far => not_le.mpr (near t (by
      rw [abs_of_nonpos (lin (upper t ht))]
      exact slin far)) ht.2.2
    exact not_le.mpr hδ (lin bound)
  · refine not_lt.mp fun lt => ?_
    obtain ⟨δ, hδ, near⟩ := (hf s as sb).lt_near lt
    have sb' : s < b := lt_of_le_of_ne sb fun e => not_le.mpr lt (e ▸ hb)
    obtain ⟨d, hd, h1, h2⟩ := exists_pos_le_both (half_pos hδ) (sub_pos_of_lt sb')
    have small : d < δ := lt_of_le_of_lt h1 (slin (half_pos hδ) (by
      have e := add_halves δ
      exact lin_eq (-1) e))
    have member : s + d ≤ s := upper (s + d) ⟨lin (add_le_add as (le_of_lt hd)), lin h2, le_of_lt (near _ (by
      rwa [show s + d - s = d from ring, abs_of_pos hd]))⟩
    exact not_le.mpr hd (lin member)

/-- A continuous function has a maximum on `[a, b]`. -/
theorem exists_isMaxOn_Icc (hab : a ≤ b) (hf : ∀ x, a ≤ x → x ≤ b → ContinuousAt f x) :
    ∃ x, a ≤ x ∧ x ≤ b ∧ ∀ y, a ≤ y → y ≤ b → f y ≤ f x := by
  apply Classical.byContradiction
  intro none
  have above : ∀ x, a ≤ x → x ≤ b → ∃ y, a ≤ y ∧ y ≤ b ∧ f x < f y := fun x ax xb =>
    Classical.byContradiction fun h => none ⟨x, ax, xb, fun y ay yb => not_lt.mp fun lt => h ⟨y, ay, yb, lt⟩⟩
  -- the supremum `s` of the points `t` such that some value exceeds all on `[a, t]`
  obtain ⟨s, upper, least⟩ := exists_isLUB
    (fun t => a ≤ t ∧ t ≤ b ∧ ∃ y, a ≤ y ∧ y ≤ b ∧ ∀ u, a ≤ u → u ≤ t → f u < f y)
    ⟨a, le_refl a, hab, let ⟨y, ay, yb, lt⟩ := above a (le_refl a) hab
      ⟨y, ay, yb, fun u au ua => le_antisymm ua au ▸ lt⟩⟩ ⟨b, fun t ht => ht.2.1⟩
  have as : a ≤ s := upper a ⟨le_refl a, hab, let ⟨y, ay, yb, lt⟩ := above a (le_refl a) hab
    ⟨y, ay, yb, fun u au ua => le_antisymm ua au ▸ lt⟩⟩
  have sb : s ≤ b := least b fun t ht => ht.2.1
  obtain ⟨y, ay, yb, lt⟩ := above s as sb
  obtain ⟨δ, hδ, near⟩ := (hf s as sb).lt_near lt
  obtain ⟨t, ⟨at', tb, y', ay', yb', lt'⟩, far⟩ :
      ∃ t, (a ≤ t ∧ t ≤ b ∧ ∃ y, a ≤ y ∧ y ≤ b ∧ ∀ u, a ≤ u → u ≤ t → f u < f y) ∧ s - δ < t :=
    Classical.byContradiction fun h => not_le.mpr hδ (lin (least (s - δ) fun t ht =>
      not_lt.mp fun lt => h ⟨t, ht, lt⟩))
  -- the larger of the two values exceeds all on `[a, s + d]`, as far as that lies in `[a, b]`
  obtain ⟨z, az, zb, hz, hz'⟩ : ∃ z, a ≤ z ∧ z ≤ b ∧ f y ≤ f z ∧ f y' ≤ f z :=
    (le_total (f y) (f y')).elim (fun h => ⟨y', ay', yb', h, le_refl _⟩) fun h => ⟨y, ay, yb, le_refl _, h⟩
  have all : ∀ u, a ≤ u → u < s + δ → f u < f z := fun u au us => by
    rcases lt_or_le t u with h | h
    · refine lt_of_lt_of_le (near u ?_) hz
      rcases le_total s u with g | g
      · rw [abs_of_nonneg (sub_nonneg_of_le g)]; exact slin us
      · rw [abs_of_nonpos (lin g)]; exact slin (lt_trans far h)
    · exact lt_of_lt_of_le (lt' u au h) hz'
  rcases lt_or_le b (s + δ) with h | h
  · exact lt_irrefl (f z) (all z az (lt_of_le_of_lt zb h))
  · have half := half_pos hδ
    have e := add_halves δ
    have member : s + δ * 2⁻¹ ≤ s := upper _ ⟨lin (add_le_add as (le_of_lt half)),
      le_trans (le_of_lt (slin half (lin_eq (-1) e))) h, z, az, zb, fun u au us =>
        all u au (lt_of_le_of_lt us (slin half (lin_eq (-1) e)))⟩
    exact not_le.mpr half (lin member)
