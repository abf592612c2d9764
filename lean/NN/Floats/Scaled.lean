prelude
import NN.Analysis.DyadicPower
import NN.Floats.NearestEven

/-!
# Rounding to a number of bits

Numbers here are multiples of the least spacing of a format, so that floats are naturals, `m 2ᵏ` with
`m < 2ᵖ`. There is no greatest one.

## Main definitions

* `IsFloat p y`: the number `y ≥ 0` is `m 2ᵏ` with `m < 2ᵖ`.
* `roundTo p y`: `y ≥ 0` to nearest, ties to even.

## Main results

* `roundTo_error`: the error is at most `2⁻ᵖ y` or `1/2`.
* `roundTo_of_isFloat`: floats stay. `isFloat_roundTo`: a float comes out. `roundTo_mono`: it is monotone.
* `roundTo_nearest`: no float is nearer.
-/

variable {R : Type} [CompleteOrderedField R] {p : Nat} {y z : R}

/-- `2ⁿ⁺ᵏ = 2ⁿ 2ᵏ`. -/
theorem twoPow_add (n k : Nat) : twoPow R (n + k) = twoPow R n * twoPow R k := by
  induction k with
  | zero => exact (mul_one _).symm
  | succ k ih =>
    show 2 * twoPow R (n + k) = twoPow R n * (2 * twoPow R k)
    rw [ih]
    exact ring

/-- A power of two is a natural. -/
theorem exists_natCast_eq_twoPow (n : Nat) : ∃ m : Nat, natCast R m = twoPow R n := by
  induction n with
  | zero => exact ⟨1, zero_add 1⟩
  | succ n ih =>
    obtain ⟨m, e⟩ := ih
    refine ⟨m + m, ?_⟩
    rw [natCast_add, e]
    show _ = 2 * twoPow R n
    exact ring

/-- Powers of two grow. -/
theorem twoPow_le_add (n k : Nat) : twoPow R n ≤ twoPow R (n + k) := by
  rw [twoPow_add]
  exact lin (mul_nonneg (le_of_lt (twoPow_pos (R := R) n))
    (sub_nonneg_of_le (natCast_le_twoPow (R := R) k).2))

/-- The number is `m 2ᵏ` with `m < 2ᵖ`. -/
def IsFloat (p : Nat) (y : R) : Prop := ∃ m k : Nat, natCast R m < twoPow R p ∧ y = natCast R m * twoPow R k

/-- The scale of a number: the least `e` with `y < 2ᵖ⁺ᵉ`. -/
theorem exists_scale (p : Nat) (y : R) :
    ∃ e : Nat, y < twoPow R (p + e) ∧ (e = 0 ∨ ∃ d, e = .succ d ∧ twoPow R (p + d) ≤ y) := by
  obtain ⟨n, h⟩ := exists_nat_gt y
  have go : ∀ k : Nat, y < twoPow R (p + k) →
      ∃ e : Nat, y < twoPow R (p + e) ∧ (e = 0 ∨ ∃ d, e = .succ d ∧ twoPow R (p + d) ≤ y) := fun k => by
    induction k with
    | zero => exact fun g => ⟨0, g, .inl rfl⟩
    | succ k ih =>
      intro g
      rcases lt_or_le y (twoPow R (p + k)) with l | l
      · exact ih l
      · exact ⟨.succ k, g, .inr ⟨k, rfl, l⟩⟩
  refine go n (lt_of_lt_of_le h (le_trans (natCast_le_twoPow n).1 ?_))
  rw [Nat.add_comm]
  exact twoPow_le_add n p

/-- The exponent of the spacing of floats near `y`. -/
noncomputable def scaleOf (p : Nat) (y : R) : Nat := Classical.choose (exists_scale p y)

/-- What it is. -/
theorem scaleOf_spec (p : Nat) (y : R) :
    y < twoPow R (p + scaleOf p y) ∧ (scaleOf p y = 0 ∨ ∃ d, scaleOf p y = .succ d ∧ twoPow R (p + d) ≤ y) :=
  Classical.choose_spec (exists_scale p y)

/-- The float nearest to `y ≥ 0`; of two that are equally near, the one with an even last bit. -/
noncomputable def roundTo (p : Nat) (y : R) : R :=
  natCast R (nearestEven (y * halfPow R (scaleOf p y))) * twoPow R (scaleOf p y)

/-- A number divided by `2ᵉ` and multiplied by it. -/
theorem mul_halfPow_mul_twoPow (y : R) (e : Nat) : y * halfPow R e * twoPow R e = y :=
  lin_eq y (twoPow_mul_halfPow e)

/-- The scaled number is not negative. -/
theorem scaled_nonneg (h : 0 ≤ y) (e : Nat) : 0 ≤ y * halfPow R e := mul_nonneg h (le_of_lt (halfPow_pos e))

/-- The error is at most half the spacing. -/
theorem roundTo_error_spacing (p : Nat) (h : 0 ≤ y) :
    abs (roundTo p y - y) ≤ 2⁻¹ * twoPow R (scaleOf p y) := by
  unfold roundTo
  generalize scaleOf p y = e
  have k := mul_le_mul_of_nonneg_right (abs_nearestEven_sub_le (scaled_nonneg h e))
    (le_of_lt (twoPow_pos (R := R) e))
  rwa [← abs_of_pos (twoPow_pos (R := R) e), ← abs_mul, abs_of_pos (twoPow_pos (R := R) e),
    show (natCast R (nearestEven (y * halfPow R e)) - y * halfPow R e) * twoPow R e =
      natCast R (nearestEven (y * halfPow R e)) * twoPow R e - y * halfPow R e * twoPow R e from ring,
    mul_halfPow_mul_twoPow] at k

/-- The error is at most `2⁻ᵖ y`, or `1/2`. -/
theorem roundTo_error (p : Nat) (h : 0 ≤ y) : abs (roundTo p y - y) ≤ max (halfPow R p * y) 2⁻¹ := by
  have k := roundTo_error_spacing p h
  rcases (scaleOf_spec p y).2 with e | ⟨d, e, l⟩
  · rw [e] at k
    refine le_trans (le_trans k ?_) (le_max_right _ _)
    exact le_of_eq (mul_one _)
  · rw [e] at k
    refine le_trans (le_trans k ?_) (le_max_left _ _)
    have m := mul_le_mul_of_nonneg_left l (le_of_lt (halfPow_pos (R := R) p))
    refine le_trans (le_of_eq ?_) m
    rw [twoPow_add]
    show 2⁻¹ * (2 * twoPow R d) = halfPow R p * (twoPow R p * twoPow R d)
    exact lin_eq₂ (twoPow R d) two_mul_inv_two (-twoPow R d) (twoPow_mul_halfPow p)

/-- A number below `2ᵖ⁺ᵏ` has at most scale `k`. -/
theorem scaleOf_le {k : Nat} (h : y < twoPow R (p + k)) : ∃ d, k = scaleOf p y + d := by
  rcases Nat.le_total_exists_add k (scaleOf p y) with g | ⟨j, e⟩
  · exact g
  · cases j with
    | zero => exact ⟨0, e.symm⟩
    | succ j =>
      rcases (scaleOf_spec p y).2 with z | ⟨d, f, l⟩
      · rw [z] at e
        cases e
      · have same : d = k + j := by
          rw [f] at e
          injection e
        rw [same, ← Nat.add_assoc] at l
        exact absurd (le_trans (twoPow_le_add (p + k) j) l) (not_le.mpr h)

/-- Floats stay what they are. -/
theorem roundTo_of_isFloat (h : IsFloat p y) : roundTo p y = y := by
  obtain ⟨m, k, lt, e⟩ := h
  have below : y < twoPow R (p + k) := by
    rw [e, twoPow_add]
    exact mul_lt_mul_of_pos_right lt (twoPow_pos k)
  obtain ⟨d, hd⟩ := scaleOf_le below
  obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := R) d
  have int : y * halfPow R (scaleOf p y) = natCast R (m * t) := by
    generalize scaleOf p y = s at hd
    rw [natCast_mul, ht, e, hd, twoPow_add]
    exact lin_eq (natCast R m * twoPow R d) (twoPow_mul_halfPow s)
  unfold roundTo
  rw [int, nearestEven_natCast, ← int, mul_halfPow_mul_twoPow]

/-- The scaled number is less than `2ᵖ`. -/
theorem scaled_lt (p : Nat) (y : R) : y * halfPow R (scaleOf p y) < twoPow R p := by
  have k := mul_lt_mul_of_pos_right (scaleOf_spec p y).1 (halfPow_pos (R := R) (scaleOf p y))
  rwa [twoPow_add, mul_assoc, twoPow_mul_halfPow, mul_one] at k

/-- The result is at most the bound of its scale. -/
theorem roundTo_le_twoPow (p : Nat) (h : 0 ≤ y) : roundTo p y ≤ twoPow R (p + scaleOf p y) := by
  obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := R) p
  have k := nearestEven_mono (scaled_nonneg h (scaleOf p y)) (le_of_lt (scaled_lt p y))
  rw [← ht, nearestEven_natCast, ht] at k
  rw [twoPow_add]
  exact mul_le_mul_of_nonneg_right k (le_of_lt (twoPow_pos _))

/-- A float comes out. -/
theorem isFloat_roundTo (hp : 1 < twoPow R p) (h : 0 ≤ y) : IsFloat p (roundTo p y) := by
  rcases lt_or_eq_of_le (roundTo_le_twoPow p h) with l | e
  · refine ⟨_, _, lt_of_mul_lt_mul_right (c := twoPow R (scaleOf p y)) ?_ (le_of_lt (twoPow_pos _)), rfl⟩
    rwa [← twoPow_add]
  · refine ⟨1, p + scaleOf p y, ?_, ?_⟩
    · rwa [show natCast R 1 = 1 from zero_add 1]
    · rw [e, show natCast R 1 = 1 from zero_add 1, one_mul]

/-- Rounding is monotone. -/
theorem roundTo_mono (h : 0 ≤ y) (g : y ≤ z) : roundTo (.succ p) y ≤ roundTo (.succ p) z := by
  obtain ⟨d, e⟩ := scaleOf_le (lt_of_le_of_lt g (scaleOf_spec (.succ p) z).1)
  cases d with
  | zero =>
    have same : scaleOf (.succ p) z = scaleOf (.succ p) y := e
    unfold roundTo
    rw [same]
    refine mul_le_mul_of_nonneg_right (nearestEven_mono (scaled_nonneg h _) ?_) (le_of_lt (twoPow_pos _))
    exact mul_le_mul_of_nonneg_right g (le_of_lt (halfPow_pos _))
  | succ d =>
    refine le_trans (roundTo_le_twoPow _ h) (le_trans (twoPow_le_add _ d) ?_)
    have same : scaleOf (.succ p) z = .succ (scaleOf (.succ p) y + d) := e
    rcases (scaleOf_spec (.succ p) z).2 with o | ⟨c, f, l⟩
    · rw [same] at o
      cases o
    · have hc : c = scaleOf (.succ p) y + d := by
        rw [f] at same
        injection same
      rw [Nat.add_assoc, ← hc]
      unfold roundTo
      rw [f]
      obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := R) p
      have low : natCast R t ≤ z * halfPow R (.succ c) := by
        have k := mul_le_mul_of_nonneg_right l (le_of_lt (halfPow_pos (R := R) (.succ c)))
        refine le_trans (le_of_eq ?_) k
        rw [ht, Nat.succ_add]
        show twoPow R p = twoPow R (.succ (p + c)) * halfPow R (.succ c)
        rw [show twoPow R (.succ (p + c)) = twoPow R (p + .succ c) from rfl, twoPow_add, mul_assoc,
          twoPow_mul_halfPow, mul_one]
      have k := nearestEven_mono (natCast_nonneg t) low
      rw [nearestEven_natCast, ht] at k
      have m := mul_le_mul_of_nonneg_right k (le_of_lt (twoPow_pos (R := R) (.succ c)))
      rwa [← twoPow_add, show twoPow R (p + .succ c) = twoPow R (Nat.succ p + c) by
        rw [Nat.succ_add]; rfl] at m

/-- Between two floats, the rounded number is. -/
theorem roundTo_between {a b : R} (ha : IsFloat (.succ p) a) (hb : IsFloat (.succ p) b) (h0 : 0 ≤ a)
    (h : a ≤ y) (g : y ≤ b) : a ≤ roundTo (.succ p) y ∧ roundTo (.succ p) y ≤ b :=
  ⟨roundTo_of_isFloat ha ▸ roundTo_mono h0 h, roundTo_of_isFloat hb ▸ roundTo_mono (le_trans h0 h) g⟩

/-- No multiple of the spacing is nearer. -/
theorem roundTo_nearest_multiple (p : Nat) (h : 0 ≤ y) (n : Nat) :
    abs (roundTo p y - y) ≤ abs (natCast R n * twoPow R (scaleOf p y) - y) := by
  unfold roundTo
  generalize scaleOf p y = e
  have factor : ∀ m : Nat, natCast R m * twoPow R e - y =
      (natCast R m - y * halfPow R e) * twoPow R e := fun m => lin_eq y (twoPow_mul_halfPow (R := R) e)
  rw [factor, factor, abs_mul, abs_mul]
  exact mul_le_mul_of_nonneg_right (abs_nearestEven_sub_le_abs (scaled_nonneg h e) n) (abs_nonneg _)

/-- No float is nearer. -/
theorem roundTo_nearest {g : R} (h : 0 ≤ y) (hg : IsFloat (.succ p) g) :
    abs (roundTo (.succ p) y - y) ≤ abs (g - y) := by
  obtain ⟨m, k, lt, e⟩ := hg
  rcases Nat.le_total_exists_add k (scaleOf (.succ p) y) with ⟨d, hd⟩ | ⟨d, hd⟩
  · obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := R) d
    have k := roundTo_nearest_multiple (.succ p) h (m * t)
    rwa [natCast_mul, ht, mul_assoc, mul_comm (twoPow R d), ← twoPow_add, ← hd, ← e] at k
  · cases d with
    | zero =>
      have k := roundTo_nearest_multiple (.succ p) h m
      rw [hd] at k
      rwa [e]
    | succ d =>
      rcases (scaleOf_spec (.succ p) y).2 with z | ⟨c, f, l⟩
      · rw [z] at hd
        cases hd
      · have same : c = k + d := by
          rw [f] at hd
          injection hd
        obtain ⟨t, ht⟩ := exists_natCast_eq_twoPow (R := R) p
        have n := roundTo_nearest_multiple (.succ p) h t
        have top : natCast R t * twoPow R (scaleOf (.succ p) y) = twoPow R (Nat.succ p + c) := by
          rw [ht, f, ← twoPow_add, Nat.succ_add]
          rfl
        have below : g ≤ twoPow R (Nat.succ p + c) := by
          rw [same, ← Nat.add_assoc, e]
          refine le_trans (mul_le_mul_of_nonneg_right (le_of_lt lt) (le_of_lt (twoPow_pos (R := R) k))) ?_
          rw [← twoPow_add]
          exact twoPow_le_add _ d
        rw [top] at n
        refine le_trans n ?_
        rw [abs_of_nonpos (lin l), abs_of_nonpos (lin (le_trans below l))]
        exact lin below
