prelude
import NN.Analysis.Division
import NN.Analysis.Order.Abs

/-!
# Little-o and big-O of a displacement

Everything about derivatives in this library rests on two notions: a function `r` is `o(y - x)`, or
`O(y - x)`, as `y` tends to `x`. Both are stated with `ε` and `δ` and without a division, so that `y = x` is
no exception.

## Main definitions

* `IsLittleO r x`: `r y = o(y - x)` as `y → x`.
* `IsBigO r x`: `r y = O(y - x)` as `y → x`.

## Main results

* `IsLittleO.add`, `IsLittleO.const_mul`, `IsBigO.add`: both are closed under linear combinations.
* `IsBigO.mul`: a product of two `O(y - x)` is `o(y - x)`.
* `IsLittleO.of_quadratic_bound`: so is whatever is bounded by a multiple of `(y - x)²` near `x`.
-/

variable {R : Type} [OrderedField R] {r s : R → R} {x : R}

/-- `r y = o(y - x)` as `y → x`. -/
def IsLittleO (r : R → R) (x : R) : Prop :=
  ∀ ε > 0, ∃ δ > 0, ∀ y, abs (y - x) < δ → abs (r y) ≤ ε * abs (y - x)

/-- `r y = O(y - x)` as `y → x`. -/
def IsBigO (r : R → R) (x : R) : Prop :=
  ∃ C > 0, ∃ δ > 0, ∀ y, abs (y - x) < δ → abs (r y) ≤ C * abs (y - x)

/-- `0 < |a| + 1`. -/
theorem abs_add_one_pos (a : R) : 0 < abs a + 1 := by
  rw [add_comm]
  exact add_pos_of_pos_of_nonneg zero_lt_one (abs_nonneg a)

/-! ### Little-o -/

/-- A function with the same values is `o(y - x)` too. -/
theorem IsLittleO.congr (h : IsLittleO r x) (e : ∀ y, r y = s y) : IsLittleO s x := (funext e : r = s) ▸ h

/-- A function that is smaller near `x` is `o(y - x)` too. -/
theorem IsLittleO.mono (h : IsLittleO s x) {d : R} (hd : 0 < d)
    (e : ∀ y, abs (y - x) < d → abs (r y) ≤ abs (s y)) : IsLittleO r x := by
  intro ε hε
  obtain ⟨d', hd', h⟩ := h ε hε
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  exact ⟨δ, hδ, fun y hy => le_trans (e y (lt_of_lt_of_le hy h1)) (h y (lt_of_lt_of_le hy h2))⟩

/-- It is enough to bound `r` by `C ε |y - x|` for one constant `C`. -/
theorem IsLittleO.of_const (C : R) (hC : 0 < C)
    (h : ∀ ε > 0, ∃ δ > 0, ∀ y, abs (y - x) < δ → abs (r y) ≤ C * ε * abs (y - x)) : IsLittleO r x := by
  intro ε hε
  obtain ⟨δ, hδ, h⟩ := h (C⁻¹ * ε) (mul_pos (inv_pos_of_pos hC) hε)
  rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hC), one_mul] at h
  exact ⟨δ, hδ, h⟩

/-- `0 = o(y - x)`. -/
theorem isLittleO_zero (x : R) : IsLittleO (fun _ => 0) x := fun ε hε =>
  ⟨1, zero_lt_one, fun y _ => by rw [abs_zero]; exact mul_nonneg (le_of_lt hε) (abs_nonneg _)⟩

/-- `o + o = o`. -/
theorem IsLittleO.add (h : IsLittleO r x) (g : IsLittleO s x) : IsLittleO (fun y => r y + s y) x := by
  intro ε hε
  obtain ⟨d, hd, h⟩ := h _ (half_pos hε)
  obtain ⟨d', hd', g⟩ := g _ (half_pos hε)
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have k := add_le_add (h y (lt_of_lt_of_le hy h1)) (g y (lt_of_lt_of_le hy h2))
  rw [← add_mul, add_halves] at k
  exact le_trans (abs_add_le _ _) k

/-- `c o = o`. -/
theorem IsLittleO.const_mul (c : R) (h : IsLittleO r x) : IsLittleO (fun y => c * r y) x := by
  have hc := abs_add_one_pos c
  refine IsLittleO.of_const (abs c + 1) hc fun ε hε => ?_
  obtain ⟨δ, hδ, h⟩ := h ε hε
  refine ⟨δ, hδ, fun y hy => ?_⟩
  rw [abs_mul, mul_assoc]
  exact mul_le_mul (lin (le_of_lt (zero_lt_one (R := R)))) (h y hy) (abs_nonneg _) (le_of_lt hc)

/-! ### Big-O -/

/-- `o` is `O`. -/
theorem IsLittleO.isBigO (h : IsLittleO r x) : IsBigO r x := ⟨1, zero_lt_one, h 1 zero_lt_one⟩

/-- `c (y - x) = O(y - x)`. -/
theorem isBigO_const_mul_sub (c x : R) : IsBigO (fun y => c * (y - x)) x := by
  refine ⟨abs c + 1, abs_add_one_pos c, 1, zero_lt_one, fun y _ => ?_⟩
  rw [abs_mul]
  exact lin (abs_nonneg (y - x))

/-- `O + O = O`. -/
theorem IsBigO.add (h : IsBigO r x) (g : IsBigO s x) : IsBigO (fun y => r y + s y) x := by
  obtain ⟨C, hC, d, hd, h⟩ := h
  obtain ⟨D, hD, d', hd', g⟩ := g
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨C + D, add_pos hC hD, δ, hδ, fun y hy => le_trans (abs_add_le _ _) ?_⟩
  rw [add_mul]
  exact add_le_add (h y (lt_of_lt_of_le hy h1)) (g y (lt_of_lt_of_le hy h2))

/-- `O O = o`. -/
theorem IsBigO.mul (h : IsBigO r x) (g : IsBigO s x) : IsLittleO (fun y => r y * s y) x := by
  obtain ⟨C, hC, d, hd, h⟩ := h
  obtain ⟨D, hD, d', hd', g⟩ := g
  refine IsLittleO.of_const (C * D) (mul_pos hC hD) fun ε hε => ?_
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  obtain ⟨δ, hδ, h3, h4⟩ := exists_pos_le_both hδ hε
  refine ⟨δ, hδ, fun y hy => ?_⟩
  rw [abs_mul]
  have hr := h y (lt_of_lt_of_le hy (le_trans h3 h1))
  have hs := g y (lt_of_lt_of_le hy (le_trans h3 h2))
  have hε : abs (y - x) ≤ ε := le_trans (le_of_lt hy) h4
  refine le_trans (mul_le_mul hr hs (abs_nonneg _) (mul_nonneg (le_of_lt hC) (abs_nonneg _))) ?_
  exact lin (mul_nonneg (mul_nonneg (le_of_lt (mul_pos hC hD)) (abs_nonneg (y - x))) (sub_nonneg_of_le hε))

/-- `|r y| ≤ C (y - x)²` near `x` implies `r y = o(y - x)`. -/
theorem IsLittleO.of_quadratic_bound {C d : R} (hd : 0 < d)
    (h : ∀ y, abs (y - x) < d → abs (r y) ≤ C * ((y - x) * (y - x))) : IsLittleO r x :=
  IsLittleO.mono ((isBigO_const_mul_sub C x).mul (isBigO_const_mul_sub 1 x)) hd fun y hy =>
    le_trans (h y hy) (le_trans (le_of_eq ring) (le_abs_self (C * (y - x) * (1 * (y - x)))))
