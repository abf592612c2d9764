prelude
import NN.Analysis.Order.Abs

/-!
# Limits at infinity

## Main definitions

* `TendsAtTop f l`, `TendsAtBot f l`: `f x` tends to `l` as `x` tends to `+∞`, to `-∞`.
* `DivergesAtTop f`: `f x` grows beyond every bound as `x` tends to `+∞`.

## Main results

* `TendsAtTop.unique`: there is at most one limit.
* `TendsAtTop.of_abs_le`, `TendsAtTop.neg`, `add`, `const_mul`, `comp_neg`.
-/

variable {R : Type} [OrderedField R] {f g : R → R} {l m : R}

/-- `f x` tends to `l` as `x` tends to `+∞`. -/
def TendsAtTop (f : R → R) (l : R) : Prop := ∀ ε > 0, ∃ N, ∀ x, N ≤ x → abs (f x - l) < ε

/-- `f x` tends to `l` as `x` tends to `-∞`. -/
def TendsAtBot (f : R → R) (l : R) : Prop := TendsAtTop (fun x => f (-x)) l

/-- `f x` grows beyond every bound as `x` tends to `+∞`. -/
def DivergesAtTop (f : R → R) : Prop := ∀ C, ∃ N, ∀ x, N ≤ x → C ≤ f x

namespace TendsAtTop

/-- The limit is unique. -/
theorem unique (h : TendsAtTop f l) (k : TendsAtTop f m) : l = m := by
  refine eq_of_sub_eq_zero (eq_zero_of_abs_le fun ε hε => ?_)
  obtain ⟨N, h⟩ := h _ (half_pos hε)
  obtain ⟨M, k⟩ := k _ (half_pos hε)
  obtain ⟨x, hN, hM⟩ : ∃ x, N ≤ x ∧ M ≤ x :=
    (le_total N M).elim (fun h => ⟨M, h, le_refl M⟩) fun h => ⟨N, le_refl N, h⟩
  have t := add_le_add (le_of_lt (k x hM)) (le_of_lt (h x hN))
  rw [add_halves, abs_sub_comm (f x) l] at t
  refine le_trans ?_ t
  rw [show l - m = f x - m + (l - f x) from ring]
  exact abs_add_le _ _

/-- A function that differs from `l` by at most what another one differs from its limit tends to `l`. -/
theorem of_abs_le (h : TendsAtTop g m) (le : ∀ x, 0 ≤ x → abs (f x - l) ≤ abs (g x - m)) :
    TendsAtTop f l := by
  intro ε hε
  obtain ⟨N, h⟩ := h ε hε
  rcases le_total 0 N with n | n
  · exact ⟨N, fun x hx => lt_of_le_of_lt (le x (le_trans n hx)) (h x hx)⟩
  · exact ⟨0, fun x hx => lt_of_le_of_lt (le x hx) (h x (le_trans n hx))⟩

/-- The limit of a sum. -/
theorem add (h : TendsAtTop f l) (k : TendsAtTop g m) : TendsAtTop (fun x => f x + g x) (l + m) := by
  intro ε hε
  obtain ⟨N, h⟩ := h _ (half_pos hε)
  obtain ⟨M, k⟩ := k _ (half_pos hε)
  obtain ⟨x₀, hN, hM⟩ : ∃ x, N ≤ x ∧ M ≤ x :=
    (le_total N M).elim (fun h => ⟨M, h, le_refl M⟩) fun h => ⟨N, le_refl N, h⟩
  refine ⟨x₀, fun x hx => ?_⟩
  have sum := add_lt_add (h x (le_trans hN hx)) (k x (le_trans hM hx))
  rw [add_halves] at sum
  refine lt_of_le_of_lt ?_ sum
  rw [show f x + g x - (l + m) = f x - l + (g x - m) from ring]
  exact abs_add_le _ _

/-- The limit of a multiple. -/
theorem const_mul (c : R) (h : TendsAtTop f l) : TendsAtTop (fun x => c * f x) (c * l) := by
  intro ε hε
  have pos : 0 < abs c + 1 := add_comm (1 : R) _ ▸ add_pos_of_pos_of_nonneg zero_lt_one (abs_nonneg c)
  obtain ⟨d, hd, e⟩ := exists_pos_mul_eq pos hε
  obtain ⟨N, h⟩ := h d hd
  refine ⟨N, fun x hx => ?_⟩
  rw [show c * f x - c * l = c * (f x - l) from ring, abs_mul, ← e]
  have k := h x hx
  have le := mul_le_mul_of_nonneg_left (le_of_lt k) (abs_nonneg c)
  exact lt_of_le_of_lt le (slin hd)

/-- The limit of the negative. -/
theorem neg (h : TendsAtTop f l) : TendsAtTop (fun x => -f x) (-l) := fun ε hε =>
  let ⟨N, h⟩ := h ε hε
  ⟨N, fun x hx => by
    rw [show -f x - -l = -(f x - l) from ring, abs_neg]
    exact h x hx⟩

/-- A constant is its own limit. -/
theorem const (c : R) : TendsAtTop (fun _ : R => c) c := fun ε hε =>
  ⟨0, fun _ _ => by rwa [sub_self, abs_zero]⟩

/-- The limit at `-∞` of an odd function is the negative of that at `+∞`. -/
theorem of_odd (h : TendsAtTop f l) (odd : ∀ x, f (-x) = -f x) : TendsAtBot f (-l) := by
  have k := h.neg
  rwa [show (fun x => -f x) = fun x => f (-x) from funext fun x => (odd x).symm] at k

end TendsAtTop
