prelude
import NN.Analysis.Order.NatCast
import NN.Analysis.Sqrt
import NN.Analysis.Vec.Inner
import NN.Analysis.FDeriv.Basic
/-!
# The choice of the norm does not matter

`Vec n` has the ℓ¹ norm, Mathlib's `EuclideanSpace ℝ (Fin n)` the Euclidean one. Derivatives are the same for
both, and for every norm that bounds the ℓ¹ norm and is bounded by it.

## Main results
- `Vec.IsEquivNorm N`: the function `N` bounds the norm and is bounded by it, up to a constant factor.
- `Vec.isEquivNorm_euclidean`: so does `√⟪x, x⟫`.
- `Vec.isEquivNorm_of_sup`: so does the greatest absolute value of the coordinates.
- `hasFDerivAt_iff_of_equiv`: a derivative can be tested with any such functions in place of the norms.
-/

namespace Vec
variable {m n : Nat}

/-- Up to a constant factor, `N` bounds the norm and is bounded by it. -/
def IsEquivNorm (N : Vec n → ℝ) : Prop := ∃ C > 0, ∀ x, ‖x‖ ≤ C * N x ∧ N x ≤ C * ‖x‖

/-! ### The Euclidean norm -/

/-- The sum of the squares of `f i - c`, multiplied out. -/
private theorem sum_sub_sq (c : ℝ) : {n : Nat} → (f : Fin n → ℝ) →
    ∑ i, (f i - c) * (f i - c) = (∑ i, f i * f i) - 2 * c * (∑ i, f i) + natCast ℝ n * (c * c)
  | .zero, _ => by
    show (0 : ℝ) = 0 - 2 * c * 0 + 0 * (c * c)
    exact ring
  | .succ n, f => by
    rw [Fin.sum_succ, Fin.sum_succ, Fin.sum_succ, sum_sub_sq c fun i => f i.castSucc]
    show _ = _ - _ + (natCast ℝ n + 1) * (c * c)
    exact ring

/-- `(∑ f i)² ≤ n * ∑ (f i)²` -/
private theorem sum_mul_self_le : {n : Nat} → (f : Fin n → ℝ) →
    (∑ i, f i) * (∑ i, f i) ≤ natCast ℝ n * ∑ i, f i * f i
  | .zero, _ => le_of_eq ((mul_zero (0 : ℝ)).trans (mul_zero (0 : ℝ)).symm)
  | .succ n, f => by
    have rest := sum_mul_self_le fun i : Fin n => f i.castSucc
    have squares : 0 ≤ ∑ i : Fin n, (f i.castSucc - f (Fin.last n)) * (f i.castSucc - f (Fin.last n)) :=
      Fin.sum_nonneg fun i => mul_self_nonneg _
    rw [sum_sub_sq] at squares
    rw [Fin.sum_succ, Fin.sum_succ]
    show _ ≤ (natCast ℝ n + 1) * _
    exact lin (add_le_add rest squares)

/-- `⟪x, x⟫ ≤ ‖x‖²` -/
theorem inner_self_le (x : Vec n) : ⟪x, x⟫ ≤ ‖x‖ * ‖x‖ := le_trans (le_abs_self _) (abs_inner_le x x)

/-- `‖x‖² ≤ n ⟪x, x⟫` -/
theorem norm_mul_self_le (x : Vec n) : ‖x‖ * ‖x‖ ≤ natCast ℝ n * ⟪x, x⟫ := by
  refine le_trans (sum_mul_self_le fun i => abs (x.ofLp i)) (le_of_eq (congrArg (natCast ℝ n * ·) ?_))
  exact Fin.sum_congr fun i => by rw [← abs_mul, abs_of_nonneg (mul_self_nonneg _)]

/-- `0 ≤ ⟪x, x⟫` -/
theorem inner_self_nonneg (x : Vec n) : 0 ≤ ⟪x, x⟫ := Fin.sum_nonneg fun i => mul_self_nonneg (x.ofLp i)

/-- The Euclidean norm `√⟪x, x⟫` is equivalent to the norm: `√⟪x, x⟫ ≤ ‖x‖ ≤ (n + 1) √⟪x, x⟫`. -/
theorem isEquivNorm_euclidean : IsEquivNorm fun x : Vec n => sqrt ⟪x, x⟫ := by
  have hn := natCast_nonneg (R := ℝ) n
  have hC : 0 < natCast ℝ n + 1 := lt_of_lt_of_le zero_lt_one (lin hn)
  refine ⟨natCast ℝ n + 1, hC, fun x => ?_⟩
  obtain ⟨root, square⟩ := sqrt_spec (inner_self_nonneg x)
  have upper := norm_mul_self_le x
  have lower := inner_self_le x
  have hx := norm_nonneg x
  show ‖x‖ ≤ (natCast ℝ n + 1) * sqrt ⟪x, x⟫ ∧ sqrt ⟪x, x⟫ ≤ (natCast ℝ n + 1) * ‖x‖
  rw [← square] at upper lower
  generalize sqrt ⟪x, x⟫ = r at *
  constructor
  · refine le_of_mul_self_le (mul_nonneg (le_of_lt hC) root) (le_trans upper ?_)
    exact lin (add_le_add (mul_nonneg hn (mul_self_nonneg r)) (add_le_add
      (mul_nonneg (mul_nonneg hn hn) (mul_self_nonneg r)) (mul_self_nonneg r)))
  · exact le_trans (le_of_mul_self_le hx lower) (lin (mul_nonneg hn hx))

/-! ### The greatest coordinate -/

/-- A function that is at least every coordinate, and itself one of them unless there is none, is equivalent
to the norm: this is the greatest absolute value of the coordinates. -/
theorem isEquivNorm_of_sup {N : Vec n → ℝ} (nonneg : ∀ x, 0 ≤ N x) (upper : ∀ x i, abs (x.ofLp i) ≤ N x)
    (attained : ∀ x, N x = 0 ∨ ∃ i, N x = abs (x.ofLp i)) : IsEquivNorm N := by
  have hn := natCast_nonneg (R := ℝ) n
  refine ⟨natCast ℝ n + 1, lt_of_lt_of_le zero_lt_one (lin hn), fun x => ⟨?_, ?_⟩⟩
  · exact le_trans (Fin.sum_le_card_mul (upper x)) (lin (nonneg x))
  · have le : N x ≤ ‖x‖ :=
      (attained x).elim (fun h => h ▸ norm_nonneg x) fun ⟨i, h⟩ => h ▸ abs_apply_le_norm x i
    exact le_trans le (lin (mul_nonneg hn (norm_nonneg x)))

end Vec

/-- If `b = o(a)`, then `b' = o(a')` for every `a'` that bounds `a` and every `b'` that is bounded by `b`, up
to constant factors. -/
private theorem littleO_of_le {α : Type} {C D : ℝ} (hC : 0 < C) (hD : 0 < D) {a a' b b' : α → ℝ}
    (ha : ∀ y, a y ≤ C * a' y) (hb : ∀ y, b' y ≤ D * b y)
    (h : ∀ ε > 0, ∃ δ > 0, ∀ y, a y < δ → b y ≤ ε * a y) :
    ∀ ε > 0, ∃ δ > 0, ∀ y, a' y < δ → b' y ≤ ε * a' y := by
  intro ε hε
  have hCi := inv_pos_of_pos hC
  have hDi := inv_pos_of_pos hD
  have eC := inv_mul_cancel₀ (ne_of_gt hC)
  have eD := inv_mul_cancel₀ (ne_of_gt hD)
  obtain ⟨δ, hδ, h⟩ := h (C⁻¹ * (D⁻¹ * ε)) (mul_pos hCi (mul_pos hDi hε))
  refine ⟨C⁻¹ * δ, mul_pos hCi hδ, fun y hy => ?_⟩
  have near : a y < δ := by
    refine lt_of_le_of_lt (ha y) ?_
    have k := mul_pos hC (sub_pos_of_lt hy)
    rw [show C * (C⁻¹ * δ - a' y) = C⁻¹ * C * δ - C * a' y from ring, eC] at k
    exact slin k
  have small := mul_le_mul_of_nonneg_left (h y near) (le_of_lt hD)
  have scale := mul_le_mul_of_nonneg_left (ha y) (le_of_lt (mul_pos hCi hε))
  refine le_trans (hb y) (le_trans small ?_)
  rw [show D * (C⁻¹ * (D⁻¹ * ε) * a y) = D⁻¹ * D * (C⁻¹ * ε * a y) from ring, eD, one_mul]
  refine le_trans scale (le_of_eq ?_)
  rw [show C⁻¹ * ε * (C * a' y) = C⁻¹ * C * (ε * a' y) from ring, eC, one_mul]

/-- A derivative can be tested with any functions that are equivalent to the norms. -/
theorem hasFDerivAt_iff_of_equiv {m n : Nat} {M : Vec m → ℝ} {N : Vec n → ℝ} (hM : Vec.IsEquivNorm M)
    (hN : Vec.IsEquivNorm N) {f : Vec m → Vec n} {f' : Vec m →L[ℝ] Vec n} {x : Vec m} :
    HasFDerivAt f f' x ↔
      ∀ ε > 0, ∃ δ > 0, ∀ y, M (y - x) < δ → N (f y - f x - f' (y - x)) ≤ ε * M (y - x) := by
  obtain ⟨C, hC, boundM⟩ := hM
  obtain ⟨D, hD, boundN⟩ := hN
  exact ⟨littleO_of_le hC hD (fun y => (boundM (y - x)).1) fun y => (boundN (f y - f x - f' (y - x))).2,
    littleO_of_le hC hD (fun y => (boundM (y - x)).2) fun y => (boundN (f y - f x - f' (y - x))).1⟩
