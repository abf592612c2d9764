prelude
import NN.Analysis.Order.Abs
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false

set_option linter.unusedVariables false
/-! ε-δ derivatives over a complete ordered field. -/
variable {R : Type} [CompleteOrderedField R]
/-- `r y = o(y - x)` as `y → x`. -/
def IsLittleO (r : R → R) (x : R) : Prop :=
  ∀ ε > 0, ∃ δ > 0, ∀ y, abs (y - x) < δ → abs (r y) ≤ ε * abs (y - x)
/-- `r y = O(y - x)` as `y → x`. -/
def IsBigO (r : R → R) (x : R) : Prop :=
  ∃ C > 0, ∃ δ > 0, ∀ y, abs (y - x) < δ → abs (r y) ≤ C * abs (y - x)
def HasDerivAt (f : R → R) (f' x : R) : Prop := IsLittleO (fun y => f y - f x - f' * (y - x)) x

theorem IsLittleO.congr {r s : R → R} {x : R} (h : IsLittleO r x) (e : ∀ y, r y = s y) : IsLittleO s x := (funext e : r = s) ▸ h
theorem IsLittleO.bigO {r : R → R} {x : R} (h : IsLittleO r x) : IsBigO r x := ⟨1, zero_lt_one, h 1 zero_lt_one⟩
theorem isLittleO_zero (x : R) : IsLittleO (fun _ => 0) x := fun ε he =>
  ⟨1, zero_lt_one, fun y _ => by rw [abs_zero]; exact mul_nonneg (le_of_lt he) (abs_nonneg _)⟩
theorem IsLittleO.add {r s : R → R} {x : R} (h : IsLittleO r x) (g : IsLittleO s x) : IsLittleO (fun y => r y + s y) x := by
  intro ε he
  obtain ⟨d, hd, h⟩ := h _ (half_pos he)
  obtain ⟨d', hd', g⟩ := g _ (half_pos he)
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have k := add_le_add (h y (lt_of_lt_of_le hy h1)) (g y (lt_of_lt_of_le hy h2))
  rw [← add_mul, add_halves] at k
  exact le_trans (abs_add_le _ _) k
theorem IsLittleO.of_const {r : R → R} {x : R} (C : R) (hC : 0 < C)
    (h : ∀ ε > 0, ∃ δ > 0, ∀ y, abs (y - x) < δ → abs (r y) ≤ C * ε * abs (y - x)) : IsLittleO r x := by
  intro ε he
  obtain ⟨δ, hδ, h⟩ := h (C⁻¹ * ε) (mul_pos (inv_pos_of_pos hC) he)
  rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hC), one_mul] at h
  exact ⟨δ, hδ, h⟩
theorem IsLittleO.const_mul {r : R → R} {x : R} (c : R) (h : IsLittleO r x) : IsLittleO (fun y => c * r y) x := by
  have hc : 0 < abs c + 1 := lt_of_lt_of_le zero_lt_one (le_of [abs c] (abs_nonneg c) (by rfl))
  refine IsLittleO.of_const (abs c + 1) hc fun ε he => ?_
  obtain ⟨δ, hδ, h⟩ := h ε he
  refine ⟨δ, hδ, fun y hy => ?_⟩
  rw [abs_mul, mul_assoc]
  exact mul_le_mul (le_of [abs c] (le_of_lt (zero_lt_one (R := R))) (by rfl)) (h y hy) (abs_nonneg _) (le_of_lt hc)
/-- `O · O` is `o`. -/
theorem IsBigO.mul {r s : R → R} {x : R} (h : IsBigO r x) (g : IsBigO s x) : IsLittleO (fun y => r y * s y) x := by
  obtain ⟨C, hC, d, hd, h⟩ := h
  obtain ⟨D, hD, d', hd', g⟩ := g
  refine IsLittleO.of_const (C * D) (mul_pos hC hD) fun ε he => ?_
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  obtain ⟨δ, hδ, h3, h4⟩ := exists_pos_le_both hδ he
  refine ⟨δ, hδ, fun y hy => ?_⟩
  rw [abs_mul]
  have hr := h y (lt_of_lt_of_le hy (le_trans h3 h1))
  have hs := g y (lt_of_lt_of_le hy (le_trans h3 h2))
  have k := mul_le_mul hr hs (abs_nonneg _) (mul_nonneg (le_of_lt hC) (abs_nonneg _))
  refine le_trans k ?_
  have hle : abs (y - x) ≤ ε := le_trans (le_of_lt hy) h4
  exact le_of [C, D, abs (y - x), ε]
    (mul_nonneg (mul_nonneg (mul_nonneg (le_of_lt hC) (le_of_lt hD)) (abs_nonneg (y - x))) (sub_nonneg_of_le hle)) (by rfl)
theorem isBigO_const_mul_sub (c x : R) : IsBigO (fun y => c * (y - x)) x := by
  refine ⟨abs c + 1, lt_of_lt_of_le zero_lt_one (le_of [abs c] (abs_nonneg c) (by rfl)), 1, zero_lt_one, fun y _ => ?_⟩
  rw [abs_mul]
  exact le_of [abs c, abs (y - x)] (abs_nonneg (y - x)) (by rfl)
theorem IsBigO.add {r s : R → R} {x : R} (h : IsBigO r x) (g : IsBigO s x) : IsBigO (fun y => r y + s y) x := by
  obtain ⟨C, hC, d, hd, h⟩ := h
  obtain ⟨D, hD, d', hd', g⟩ := g
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨C + D, add_pos_of_pos_of_nonneg hC (le_of_lt hD), δ, hδ, fun y hy => le_trans (abs_add_le _ _) ?_⟩
  rw [add_mul]
  exact add_le_add (h y (lt_of_lt_of_le hy h1)) (g y (lt_of_lt_of_le hy h2))
namespace HasDerivAt
variable {f g : R → R} {f' g' x : R}
theorem bigO (h : HasDerivAt f f' x) : IsBigO (fun y => f y - f x) x := by
  have k := IsBigO.add (IsLittleO.bigO h) (isBigO_const_mul_sub f' x)
  have e : (fun y => (f y - f x - f' * (y - x)) + f' * (y - x)) = fun y => f y - f x :=
    funext fun y => ring_of [f y, f x, f', y, x] (by rfl)
  exact e ▸ k
theorem _root_.hasDerivAt_const (c x : R) : HasDerivAt (fun _ => c) 0 x :=
  (isLittleO_zero x).congr fun y => ring_of [c, y, x] (by rfl)
theorem _root_.hasDerivAt_id (x : R) : HasDerivAt (fun y => y) 1 x :=
  (isLittleO_zero x).congr fun y => ring_of [y, x] (by rfl)
theorem add (h : HasDerivAt f f' x) (k : HasDerivAt g g' x) : HasDerivAt (fun y => f y + g y) (f' + g') x :=
  (IsLittleO.add h k).congr fun y => ring_of [f y, f x, f', g y, g x, g', y, x] (by rfl)
theorem const_mul (c : R) (h : HasDerivAt f f' x) : HasDerivAt (fun y => c * f y) (c * f') x :=
  (IsLittleO.const_mul c h).congr fun y => ring_of [f y, f x, f', c, y, x] (by rfl)
theorem neg (h : HasDerivAt f f' x) : HasDerivAt (fun y => -f y) (-f') x :=
  (IsLittleO.const_mul (-1) h).congr fun y => ring_of [f y, f x, f', y, x] (by rfl)
theorem mul (h : HasDerivAt f f' x) (k : HasDerivAt g g' x) :
    HasDerivAt (fun y => f y * g y) (f' * g x + f x * g') x :=
  (((IsLittleO.const_mul (g x) h).add (IsLittleO.const_mul (f x) k)).add (h.bigO.mul k.bigO)).congr
    fun y => ring_of [f y, f x, f', g y, g x, g', y, x] (by rfl)
/-- chain rule -/
theorem comp (k : HasDerivAt g g' (f x)) (h : HasDerivAt f f' x) : HasDerivAt (fun y => g (f y)) (g' * f') x := by
  have main : IsLittleO (fun y => g (f y) - g (f x) - g' * (f y - f x)) x := by
    obtain ⟨C, hC, d, hd, hb⟩ := h.bigO
    refine IsLittleO.of_const C hC fun ε he => ?_
    obtain ⟨d', hd', hk⟩ := k ε he
    obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd (mul_pos (inv_pos_of_pos hC) hd')
    refine ⟨δ, hδ, fun y hy => ?_⟩
    have hfy := hb y (lt_of_lt_of_le hy h1)
    have hlt : abs (f y - f x) < d' := by
      refine lt_of_le_of_lt hfy ?_
      have e : d' = C * (C⁻¹ * d') := by rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hC), one_mul]
      have l := mul_pos hC (lt_of [δ, abs (y - x), C⁻¹ * d'] (add_lt_add_of_lt_of_le hy h2) (by rfl) : 0 < C⁻¹ * d' - abs (y - x))
      rw [e]
      exact lt_of [C, abs (y - x), C⁻¹ * d'] l (by rfl)
    refine le_trans (hk (f y) hlt) ?_
    exact le_of [C, ε, abs (y - x), abs (f y - f x)] (mul_nonneg (le_of_lt he) (sub_nonneg_of_le hfy)) (by rfl)
  exact (main.add (IsLittleO.const_mul g' h)).congr fun y => ring_of [g (f y), g (f x), g', f y, f x, f', y, x] (by rfl)
/-- the derivative is unique -/
theorem unique (h : HasDerivAt f f' x) (k : HasDerivAt f g' x) : f' = g' := by
  have l : IsLittleO (fun y => (f' - g') * (y - x)) x :=
    (IsLittleO.add k (IsLittleO.const_mul (-1) h)).congr fun y => ring_of [f y, f x, f', g', y, x] (by rfl)
  apply eq_of_sub_eq_zero
  apply eq_zero_of_abs_le
  intro ε he
  obtain ⟨δ, hδ, l⟩ := l ε he
  have hp := half_pos hδ
  have e : x + δ * 2⁻¹ - x = δ * 2⁻¹ := ring_of [x, δ, 2⁻¹] (by rfl)
  have m : _ → abs ((f' - g') * (x + δ * 2⁻¹ - x)) ≤ ε * abs (x + δ * 2⁻¹ - x) := l (x + δ * 2⁻¹)
  rw [e, abs_mul (f' - g'), abs_of_nonneg (le_of_lt hp)] at m
  have hlt : δ * 2⁻¹ < δ := by
    have := lt_of [δ * 2⁻¹] hp (by rfl) (x := δ * 2⁻¹) (y := δ * 2⁻¹ + δ * 2⁻¹)
    rwa [add_halves] at this
  have m := m hlt
  have i := mul_nonneg (le_of_lt (inv_pos_of_pos hp)) (sub_nonneg_of_le m)
  have e2 : (δ * 2⁻¹)⁻¹ * (ε * (δ * 2⁻¹) - abs (f' - g') * (δ * 2⁻¹)) = ((δ * 2⁻¹)⁻¹ * (δ * 2⁻¹)) * (ε - abs (f' - g')) :=
    ring_of [δ * 2⁻¹, (δ * 2⁻¹)⁻¹, ε, abs (f' - g')] (by rfl)
  rw [e2, inv_mul_cancel₀ (ne_of_gt hp), one_mul] at i
  exact le_of_sub_nonneg i
/-- the derivative depends only on the values near `x` -/
theorem congr_near (h : HasDerivAt f f' x) {d : R} (hd : 0 < d) (e : ∀ y, abs (y - x) < d → g y = f y) : HasDerivAt g f' x := by
  intro ε he
  obtain ⟨d', hd', h⟩ := h ε he
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have ex : g x = f x := e x (by rw [sub_self, abs_zero]; exact hd)
  show abs (g y - g x - f' * (y - x)) ≤ _
  rw [e y (lt_of_lt_of_le hy h1), ex]
  exact h y (lt_of_lt_of_le hy h2)
theorem inv (hx : x ≠ 0) : HasDerivAt (fun y => y⁻¹) (-(x⁻¹ * x⁻¹)) x := by
  have hp := half_pos (abs_pos hx)
  have near : ∀ y, abs (y - x) < abs x * 2⁻¹ → abs x * 2⁻¹ ≤ abs y := fun y hy => by
    have t : abs x ≤ abs y + abs (y - x) := by
      have := abs_add_le y (-(y - x))
      rw [abs_neg] at this
      have e : y + -(y - x) = x := ring_of [y, x] (by rfl)
      rwa [e] at this
    have t2 : abs x * 2⁻¹ + abs x * 2⁻¹ ≤ abs y + abs (y - x) := by rw [add_halves]; exact t
    exact le_of [abs x, 2⁻¹, abs y, abs (y - x)] (add_le_add t2 (le_of_lt hy)) (by rfl)
  have near0 : ∀ y, abs (y - x) < abs x * 2⁻¹ → y ≠ 0 := fun y hy e => by
    have := near y hy
    rw [e, abs_zero] at this
    exact (lt_iff_not_le _ _).mp hp this
  have sq : IsLittleO (fun y => (x⁻¹ * x⁻¹) * ((y - x) * (y - x))) x :=
    IsLittleO.const_mul _ ((isBigO_const_mul_sub 1 x).mul (isBigO_const_mul_sub 1 x) |>.congr fun y => ring_of [x, y] (by rfl))
  refine IsLittleO.of_const ((abs x * 2⁻¹)⁻¹) (inv_pos_of_pos hp) fun ε he => ?_
  obtain ⟨d, hd, sq⟩ := sq ε he
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hp
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have ny := near y (lt_of_lt_of_le hy h2)
  have hy0 := near0 y (lt_of_lt_of_le hy h2)
  have s := sq y (lt_of_lt_of_le hy h1)
  have e : y⁻¹ - x⁻¹ - -(x⁻¹ * x⁻¹) * (y - x) = y⁻¹ * ((x⁻¹ * x⁻¹) * ((y - x) * (y - x))) := by
    have a : y⁻¹ * ((x⁻¹ * x⁻¹) * ((y - x) * (y - x))) =
      (y * y⁻¹) * y * (x⁻¹ * x⁻¹) - 2 * (y * y⁻¹) * (x * x⁻¹) * x⁻¹ + y⁻¹ * (x * x⁻¹) * (x * x⁻¹) :=
      ring_of [y⁻¹, x⁻¹, y, x] (by rfl)
    rw [a, mul_inv_cancel₀ hy0, mul_inv_cancel₀ hx]
    have b : -(x⁻¹ * x⁻¹) * (y - x) = (x * x⁻¹) * x⁻¹ - y * (x⁻¹ * x⁻¹) := ring_of [x⁻¹, y, x] (by rfl)
    rw [b, mul_inv_cancel₀ hx]
    exact ring_of [y⁻¹, x⁻¹, y] (by rfl)
  show abs (y⁻¹ - x⁻¹ - -(x⁻¹ * x⁻¹) * (y - x)) ≤ _
  rw [e, abs_mul, mul_assoc (abs x * 2⁻¹)⁻¹]
  have hinv : abs y⁻¹ ≤ (abs x * 2⁻¹)⁻¹ := by
    have hy1 : abs y * abs y⁻¹ = 1 := by rw [← abs_mul, mul_inv_cancel₀ hy0]; exact abs_of_nonneg (le_of_lt zero_lt_one)
    have i := mul_nonneg (mul_nonneg (sub_nonneg_of_le ny) (abs_nonneg y⁻¹)) (le_of_lt (inv_pos_of_pos hp))
    have e2 : (abs y - abs x * 2⁻¹) * abs y⁻¹ * (abs x * 2⁻¹)⁻¹ =
      (abs y * abs y⁻¹) * (abs x * 2⁻¹)⁻¹ - ((abs x * 2⁻¹) * (abs x * 2⁻¹)⁻¹) * abs y⁻¹ :=
      ring_of [abs y, abs x * 2⁻¹, abs y⁻¹, (abs x * 2⁻¹)⁻¹] (by rfl)
    rw [e2, hy1, mul_inv_cancel₀ (ne_of_gt hp)] at i
    exact le_of [abs y⁻¹, (abs x * 2⁻¹)⁻¹] i (by rfl)
  exact mul_le_mul hinv s (abs_nonneg _) (le_of_lt (inv_pos_of_pos hp))
end HasDerivAt
open Classical in
noncomputable def relu (x : R) : R := if 0 ≤ x then x else 0
theorem pos_of_abs_sub_lt {x y : R} (h : abs (y - x) < x) : 0 < y :=
  lt_of [y, x, abs (y - x)] (add_lt_add_of_lt_of_le h (neg_le_abs (y - x))) (by rfl)
theorem neg_of_abs_sub_lt {x y : R} (h : abs (y - x) < -x) : y < 0 :=
  lt_of [y, x, abs (y - x)] (add_lt_add_of_lt_of_le h (le_abs_self (y - x))) (by rfl)
theorem HasDerivAt.relu_pos {x : R} (h : 0 < x) : HasDerivAt relu 1 x :=
  (hasDerivAt_id x).congr_near h fun y hy => if_pos (le_of_lt (pos_of_abs_sub_lt hy))
theorem HasDerivAt.relu_neg {x : R} (h : x < 0) : HasDerivAt relu 0 x :=
  (hasDerivAt_const 0 x).congr_near (lt_of [x] h (by rfl) : 0 < -x) fun y hy => if_neg ((lt_iff_not_le _ _).mp (neg_of_abs_sub_lt hy))
theorem HasDerivAt.abs_pos {x : R} (h : 0 < x) : HasDerivAt abs 1 x :=
  (hasDerivAt_id x).congr_near h fun y hy => abs_of_nonneg (le_of_lt (pos_of_abs_sub_lt hy))
theorem HasDerivAt.abs_neg {x : R} (h : x < 0) : HasDerivAt abs (-1) x :=
  (HasDerivAt.neg (hasDerivAt_id x)).congr_near (lt_of [x] h (by rfl) : 0 < -x) fun y hy => abs_of_nonpos (le_of_lt (neg_of_abs_sub_lt hy))
