prelude
import NN.Analysis.IntermediateValue

/-!
# The integral

`integral f a b` is the upper Darboux integral of `f` from `a` to `b`, which for a continuous function is the
integral. It is defined without partitions: a minorant of `f` grows over every interval at most as fast as
the upper bounds of `f` there allow, and the integral is the largest growth of a minorant. (Minorants can be
glued, so the integral is additive; no common refinement is needed.)

## Main definitions

* `IsMinorant f G a b`, `integral f a b`.
* `LocallyBounded f`: `f` is bounded on every interval, as continuous and monotone functions are.

## Main results

* `integral_le`, `le_integral`: the integral over `[a, b]` lies between `m (b - a)` and `M (b - a)`.
* `integral_add_adjacent`: the integrals from `a` to `b` and from `b` to `c` add up.

That the derivative of `integral f a` is `f` is in `NN.Analysis.Integral.FundamentalTheorem`.
-/

variable {R : Type} [CompleteOrderedField R] {f G H : R → R} {a b c m M : R}

/-- Over every interval `[s, t]` within `[a, b]` the function `G` grows by at most `M (t - s)`, for every
upper bound `M` of `f` on `[s, t]`. -/
def IsMinorant (f G : R → R) (a b : R) : Prop :=
  ∀ s t M, a ≤ s → s ≤ t → t ≤ b → (∀ u, s ≤ u → u ≤ t → f u ≤ M) → G t - G s ≤ M * (t - s)

/-- `f` is bounded on every interval. -/
def LocallyBounded (f : R → R) : Prop := ∀ a b, ∃ m M, ∀ u, a ≤ u → u ≤ b → m ≤ f u ∧ f u ≤ M

/-- A continuous function is bounded on every interval. -/
theorem Continuous.locallyBounded (h : Continuous f) : LocallyBounded f := fun a b => by
  rcases lt_or_le b a with ba | ab
  · exact ⟨0, 0, fun u au ub => absurd (le_trans au ub) (not_le.mpr ba)⟩
  obtain ⟨x, -, -, max⟩ := exists_isMaxOn_Icc ab fun x _ _ => h x
  obtain ⟨y, -, -, min⟩ := exists_isMaxOn_Icc ab fun x _ _ => (h x).neg
  exact ⟨f y, f x, fun u au ub => ⟨lin (min u au ub), max u au ub⟩⟩

/-- The growths of minorants of `f` on `[a, b]`. -/
def MinorantGrowth (f : R → R) (a b g : R) : Prop := ∃ G, IsMinorant f G a b ∧ g = G b - G a

open Classical in
/-- The upper integral over `[a, b]`, for `a ≤ b`; `0` if there is none. -/
noncomputable def upperIntegral (f : R → R) (a b : R) : R :=
  if h : ∃ s, IsLUB (MinorantGrowth f a b) s then choose h else 0

open Classical in
/-- The integral of `f` from `a` to `b`; with the other sign if `b < a`. -/
noncomputable def integral (f : R → R) (a b : R) : R :=
  if a ≤ b then upperIntegral f a b else -upperIntegral f b a

/-! ### Minorants -/

/-- A line is a minorant of what lies above its slope. -/
theorem isMinorant_line (h : ∀ u, a ≤ u → u ≤ b → m ≤ f u) : IsMinorant f (fun t => m * t) a b :=
  fun s t M as st tb hM => by
    have k := le_trans (h s as (le_trans st tb)) (hM s (le_refl s) st)
    exact lin (mul_nonneg (sub_nonneg_of_le k) (sub_nonneg_of_le st))

/-- A minorant on an interval is one on a smaller interval. -/
theorem IsMinorant.mono (h : IsMinorant f G a c) {a' c' : R} (ha : a ≤ a') (hc : c' ≤ c) :
    IsMinorant f G a' c' :=
  fun s t M as st tb => h s t M (le_trans ha as) st (le_trans tb hc)

open Classical in
/-- Two minorants on adjacent intervals can be glued. -/
theorem IsMinorant.glue (h : IsMinorant f G a b) (k : IsMinorant f H b c) :
    IsMinorant f (fun t => if t ≤ b then G t else G b + (H t - H b)) a c := by
  intro s t M as st tc hM
  rcases lt_or_le b t with bt | tb
  · have et : (if t ≤ b then G t else G b + (H t - H b)) = G b + (H t - H b) := if_neg (not_le.mpr bt)
    rcases lt_or_le b s with bs | sb
    · have es : (if s ≤ b then G s else G b + (H s - H b)) = G b + (H s - H b) := if_neg (not_le.mpr bs)
      have d := k s t M (le_of_lt bs) st tc hM
      show (if t ≤ b then G t else G b + (H t - H b)) - (if s ≤ b then G s else G b + (H s - H b)) ≤ _
      rw [et, es]
      exact lin d
    · have es : (if s ≤ b then G s else G b + (H s - H b)) = G s := if_pos sb
      have d := h s b M as sb (le_refl b) fun u su ub => hM u su (le_trans ub (le_of_lt bt))
      have d' := k b t M (le_refl b) (le_of_lt bt) tc fun u bu ut => hM u (le_trans sb bu) ut
      show (if t ≤ b then G t else G b + (H t - H b)) - (if s ≤ b then G s else G b + (H s - H b)) ≤ _
      rw [et, es]
      exact lin (add_le_add d d')
  · have et : (if t ≤ b then G t else G b + (H t - H b)) = G t := if_pos tb
    have es : (if s ≤ b then G s else G b + (H s - H b)) = G s := if_pos (le_trans st tb)
    show (if t ≤ b then G t else G b + (H t - H b)) - (if s ≤ b then G s else G b + (H s - H b)) ≤ _
    rw [et, es]
    exact h s t M as st tb hM

/-! ### The upper integral -/

/-- The growth of a minorant is at most `M (b - a)`. -/
theorem MinorantGrowth.le {g : R} (hab : a ≤ b) (hM : ∀ u, a ≤ u → u ≤ b → f u ≤ M)
    (h : MinorantGrowth f a b g) : g ≤ M * (b - a) :=
  let ⟨_, minorant, e⟩ := h
  e ▸ minorant a b M (le_refl a) hab (le_refl b) hM

/-- The integral of a locally bounded function is the least upper bound of the growths of its minorants. -/
theorem upperIntegral_isLUB (h : LocallyBounded f) (hab : a ≤ b) :
    IsLUB (MinorantGrowth f a b) (upperIntegral f a b) := by
  obtain ⟨m, M, bound⟩ := h a b
  have ex : ∃ s, IsLUB (MinorantGrowth f a b) s := exists_isLUB _
    ⟨_, _, isMinorant_line fun u au ub => (bound u au ub).1, rfl⟩
    ⟨M * (b - a), fun g hg => hg.le hab fun u au ub => (bound u au ub).2⟩
  have e : upperIntegral f a b = Classical.choose ex := dif_pos ex
  rw [e]
  exact Classical.choose_spec ex

/-- The upper integral is additive. -/
theorem upperIntegral_add_adjacent (h : LocallyBounded f) (hab : a ≤ b) (hbc : b ≤ c) :
    upperIntegral f a b + upperIntegral f b c = upperIntegral f a c := by
  obtain ⟨upper, least⟩ := upperIntegral_isLUB h hab
  obtain ⟨upper', least'⟩ := upperIntegral_isLUB h hbc
  obtain ⟨upper'', least''⟩ := upperIntegral_isLUB h (le_trans hab hbc)
  refine le_antisymm ?_ (least'' _ fun g ⟨G, hG, e⟩ => ?_)
  · -- glue a minorant on `[a, b]` and one on `[b, c]`
    have step : upperIntegral f a b ≤ upperIntegral f a c - upperIntegral f b c := least _
      fun g ⟨G, hG, e⟩ => by
      have step : upperIntegral f b c ≤ upperIntegral f a c - g := least' _ fun g' ⟨H, hH, e'⟩ => by
        rcases lt_or_eq_of_le hbc with lt | eq
        · have k := upper'' _ ⟨_, hG.glue hH, rfl⟩
          rw [if_neg (not_le.mpr lt), if_pos hab] at k
          rw [e, e']
          exact lin k
        · have k := upper'' g ⟨G, eq ▸ hG, eq ▸ e⟩
          rw [e', eq, sub_self]
          exact lin k
      exact lin step
    exact lin step
  · have k := upper _ ⟨G, hG.mono (le_refl a) hbc, rfl⟩
    have k' := upper' _ ⟨G, hG.mono hab (le_refl c), rfl⟩
    rw [e]
    exact lin (add_le_add k k')

/-! ### The integral -/

/-- The integral in the direction of the order. -/
theorem integral_of_le (hab : a ≤ b) : integral f a b = upperIntegral f a b := if_pos hab

/-- An integral over a point is zero. -/
theorem integral_self (h : LocallyBounded f) (a : R) : integral f a a = 0 := by
  have k := upperIntegral_add_adjacent h (le_refl a) (le_refl a)
  rw [integral_of_le (le_refl a)]
  exact lin_eq 1 k

/-- The integral backwards is the negative. -/
theorem integral_symm (h : LocallyBounded f) (a b : R) : integral f b a = -integral f a b := by
  have forward : ∀ {a b : R}, a < b → integral f b a = -integral f a b := fun {a b} lt => by
    rw [integral_of_le (le_of_lt lt)]
    exact if_neg (not_le.mpr lt)
  by_cases e : a = b
  · rw [e, integral_self h, neg_zero]
  · rcases lt_or_gt_of_ne e with lt | gt
    · exact forward lt
    · rw [forward gt, neg_neg]

/-- The integrals from `a` to `b` and from `b` to `c` add up, in whatever order the points are. -/
theorem integral_add_adjacent (h : LocallyBounded f) (a b c : R) :
    integral f a b + integral f b c = integral f a c := by
  have ordered : ∀ {a b c : R}, a ≤ b → b ≤ c → integral f a b + integral f b c = integral f a c :=
    fun {a b c} ab bc => by
      rw [integral_of_le ab, integral_of_le bc, integral_of_le (le_trans ab bc)]
      exact upperIntegral_add_adjacent h ab bc
  have ab := integral_symm h a b
  have bc := integral_symm h b c
  have ac := integral_symm h a c
  rcases le_total a b with h1 | h1 <;> rcases le_total b c with h2 | h2
  · exact ordered h1 h2
  · rcases le_total a c with h3 | h3
    · exact lin_eq₂ (-1) (ordered h3 h2) 1 bc
    · have k := ordered h3 h1
      rw [ac, bc] at k
      exact lin_eq 1 k
  · rcases le_total a c with h3 | h3
    · exact lin_eq₂ (-1) (ordered h1 h3) 1 ab
    · have k := ordered h2 h3
      rw [ac, ab] at k
      exact lin_eq 1 k
  · have k := ordered h2 h1
    rw [ab, bc, ac] at k
    exact lin_eq (-1) k

/-- The integral over `[a, b]` of what is at most `M` is at most `M (b - a)`. -/
theorem integral_le (h : LocallyBounded f) (hab : a ≤ b) (hM : ∀ u, a ≤ u → u ≤ b → f u ≤ M) :
    integral f a b ≤ M * (b - a) := by
  rw [integral_of_le hab]
  exact (upperIntegral_isLUB h hab).2 _ fun g hg => hg.le hab hM

/-- The integral over `[a, b]` of what is at least `m` is at least `m (b - a)`. -/
theorem le_integral (h : LocallyBounded f) (hab : a ≤ b) (hm : ∀ u, a ≤ u → u ≤ b → m ≤ f u) :
    m * (b - a) ≤ integral f a b := by
  rw [integral_of_le hab]
  exact (upperIntegral_isLUB h hab).1 _ ⟨_, isMinorant_line hm, show m * (b - a) = m * b - m * a from ring⟩
