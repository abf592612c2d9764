prelude
import NN.Analysis.Deriv.Add
import NN.Analysis.DyadicPower
import NN.Analysis.Monotone

/-!
# Consequences of the sign of the derivative

The one place of differential calculus where completeness is needed: a function with a nonnegative
derivative on an interval increases there. From it follow strict monotonicity, and that derivative zero
means constant.

## Main results

* `le_of_hasDerivAt_nonneg`: `f a ≤ f b` if `0 ≤ f'` on `[a, b]`.
* `lt_of_hasDerivAt_pos`: `f a < f b` if `0 < f'` on `[a, b]` and `a < b`; `strictMono_of_hasDerivAt_pos`.
* `eq_of_hasDerivAt_zero`: a function whose derivative is `0` everywhere is constant.
-/

variable {R : Type} [CompleteOrderedField R] {f f' : R → R} {a b : R}

/-- `f` loses at most `ε (b - a)` on `[a, b]` if `0 ≤ f'` there. -/
theorem le_add_mul_of_hasDerivAt_nonneg (hab : a ≤ b) (h : ∀ x, a ≤ x → x ≤ b → HasDerivAt f (f' x) x)
    (nonneg : ∀ x, a ≤ x → x ≤ b → 0 ≤ f' x) {ε : R} (hε : 0 < ε) : f a ≤ f b + ε * (b - a) := by
  -- the supremum `c` of the points `t` of `[a, b]` up to which the claim holds
  obtain ⟨c, upper, least⟩ := exists_isLUB (fun t => a ≤ t ∧ t ≤ b ∧ f a ≤ f t + ε * (t - a))
    ⟨a, le_refl a, hab, lin (le_refl 0)⟩ ⟨b, fun t ht => ht.2.1⟩
  have ac : a ≤ c := upper a ⟨le_refl a, hab, lin (le_refl 0)⟩
  have cb : c ≤ b := least b fun t ht => ht.2.1
  obtain ⟨δ, hδ, near⟩ := h c ac cb ε hε
  -- the claim holds at `c` itself
  have claim : f a ≤ f c + ε * (c - a) := by
    apply Classical.byContradiction
    intro false_at_c
    have bound : c ≤ c - δ := least (c - δ) fun t ht => not_lt.mp fun far => by
      have tc : t ≤ c := upper t ht
      have e : abs (t - c) = c - t := (abs_of_nonpos (lin tc : t - c ≤ 0)).trans ring
      have k : abs (f t - f c - f' c * (t - c)) ≤ ε * abs (t - c) := near t (by rw [e]; exact slin far)
      rw [e] at k
      have up := le_trans (le_abs_self _) k
      have slope := mul_nonneg (nonneg c ac cb) (sub_nonneg_of_le tc)
      exact false_at_c (lin (add_le_add (add_le_add up slope) ht.2.2))
    exact (lt_iff_not_le (0 : R) δ).mp hδ (lin bound)
  -- and `c` is `b`, because the claim extends to the right of `c`
  rcases lt_or_le c b with lt | le
  · obtain ⟨d, hd, dδ, db⟩ := exists_pos_le_both (half_pos hδ) (sub_pos_of_lt lt)
    have e : abs (c + d - c) = d := by
      rw [show c + d - c = d from ring]
      exact abs_of_nonneg (le_of_lt hd)
    have half : δ * 2⁻¹ < δ :=
      lt_of_lt_of_le (slin (half_pos hδ) : δ * 2⁻¹ < δ * 2⁻¹ + δ * 2⁻¹) (le_of_eq (add_halves δ))
    have k : abs (f (c + d) - f c - f' c * (c + d - c)) ≤ ε * abs (c + d - c) :=
      near (c + d) (by rw [e]; exact lt_of_le_of_lt dδ half)
    rw [e] at k
    have down := le_trans (neg_le_abs _) k
    have slope := mul_nonneg (nonneg c ac cb) (le_of_lt hd)
    have member : c + d ≤ c := upper (c + d) ⟨lin (add_le_add ac (le_of_lt hd)), lin db,
      lin (add_le_add (add_le_add down slope) claim)⟩
    exact absurd (lin member : d ≤ 0) ((lt_iff_not_le 0 d).mp hd)
  · rwa [le_antisymm cb le] at claim

/-- A function with a nonnegative derivative on `[a, b]` has `f a ≤ f b`. -/
theorem le_of_hasDerivAt_nonneg (hab : a ≤ b) (h : ∀ x, a ≤ x → x ≤ b → HasDerivAt f (f' x) x)
    (nonneg : ∀ x, a ≤ x → x ≤ b → 0 ≤ f' x) : f a ≤ f b :=
  le_of_forall_le_add_halfPow (c := b - a) fun n => by
    rw [mul_comm]
    exact le_add_mul_of_hasDerivAt_nonneg hab h nonneg (halfPow_pos n)

/-- A function with a positive derivative on `[a, b]`, `a < b`, has `f a < f b`. -/
theorem lt_of_hasDerivAt_pos (hab : a < b) (h : ∀ x, a ≤ x → x ≤ b → HasDerivAt f (f' x) x)
    (pos : ∀ x, a ≤ x → x ≤ b → 0 < f' x) : f a < f b := by
  apply Classical.byContradiction
  intro g
  have g := not_lt.mp g
  have const : ∀ x, a ≤ x → x ≤ b → f x = f a := fun x ax xb => le_antisymm
    (le_trans (le_of_hasDerivAt_nonneg xb (fun y xy yb => h y (le_trans ax xy) yb)
      fun y xy yb => le_of_lt (pos y (le_trans ax xy) yb)) g)
    (le_of_hasDerivAt_nonneg ax (fun y ay yx => h y ay (le_trans yx xb))
      fun y ay yx => le_of_lt (pos y ay (le_trans yx xb)))
  -- at the midpoint the derivative is that of a constant
  have hd := half_pos (sub_pos_of_lt hab)
  have two_halves := add_halves (b - a)
  generalize (b - a) * 2⁻¹ = d at hd two_halves
  have am : a ≤ a + d := lin (le_of_lt hd)
  have end_eq : a + (d + d) ≤ b := by
    rw [two_halves]
    exact le_of_eq ring
  have mb : a + d ≤ b := le_trans (lin (le_of_lt hd) : a + d ≤ a + (d + d)) end_eq
  have flat : HasDerivAt f 0 (a + d) := (hasDerivAt_const (f a) (a + d)).congr_near hd fun y hy => const y
    (lin (le_trans (neg_le_abs _) (le_of_lt hy)))
    (le_trans (lin (le_trans (le_abs_self _) (le_of_lt hy)) : y ≤ a + (d + d)) end_eq)
  exact lt_irrefl (0 : R) (lt_of_lt_of_le (pos (a + d) am mb) (le_of_eq ((h (a + d) am mb).unique flat)))

/-- A function with a positive derivative everywhere is strictly increasing. -/
theorem strictMono_of_hasDerivAt_pos (h : ∀ x, HasDerivAt f (f' x) x) (pos : ∀ x, 0 < f' x) : StrictMono f :=
  fun hab => lt_of_hasDerivAt_pos hab (fun x _ _ => h x) fun x _ _ => pos x

/-- A function with a nonnegative derivative everywhere is increasing. -/
theorem monotone_of_hasDerivAt_nonneg (h : ∀ x, HasDerivAt f (f' x) x) (nonneg : ∀ x, 0 ≤ f' x) :
    Monotone f :=
  fun hab => le_of_hasDerivAt_nonneg hab (fun x _ _ => h x) fun x _ _ => nonneg x

/-- A function with derivative `0` everywhere is constant. -/
theorem eq_of_hasDerivAt_zero (h : ∀ x, HasDerivAt f 0 x) (a b : R) : f a = f b := by
  have le : ∀ {a b : R}, a ≤ b → f a = f b := fun {a b} hab => by
    have neg : -f a ≤ -f b := monotone_of_hasDerivAt_nonneg (f := fun y => -f y) (f' := fun _ => 0)
      (fun x => (h x).neg.congr_deriv neg_zero) (fun _ => le_refl 0) hab
    exact le_antisymm (monotone_of_hasDerivAt_nonneg (f' := fun _ => 0) h (fun _ => le_refl 0) hab) (lin neg)
  exact (le_total a b).elim le fun hba => (le hba).symm
