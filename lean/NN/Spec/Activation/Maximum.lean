prelude
import NN.Analysis.FDeriv.Differential
import NN.Analysis.Order.MinMax
/-!
# The maximum of finitely many numbers

## Main definitions and results
- `maximum x`, the greatest coordinate of a vector (0 for a vector without coordinates); `le_maximum`,
  `exists_eq_maximum`.
- `maximumGradient x j`: 1 where `x j` is the maximum, else 0.
- `hasDifferentialAt_maximum`: the differential is `∑ j, maximumGradient x j * dx j`, if the maximum is
  attained only once.
-/

namespace Activation.Math

/-- The greatest of finitely many numbers; 0 if there is none. -/
noncomputable def maximumOf : {n : Nat} → (Fin n → ℝ) → ℝ
  | .zero, _ => 0
  | .succ .zero, f => f (.last 0)
  | .succ (.succ n), f => max (maximumOf fun i : Fin (.succ n) => f i.castSucc) (f (.last (.succ n)))

/-- The greatest coordinate of a vector; 0 if there is none. -/
noncomputable def maximum {n : Nat} (x : Vec n) : ℝ := maximumOf x.ofLp

open Classical in
/-- 1 where the coordinate is the maximum, else 0. -/
noncomputable def maximumGradient {n : Nat} (x : Vec n) (j : Fin n) : ℝ :=
  if x.ofLp j < maximum x then 0 else 1

/-- Every number is at most the maximum. -/
theorem le_maximumOf : {n : Nat} → (f : Fin n → ℝ) → (i : Fin n) → f i ≤ maximumOf f
  | .zero, _ => fun i => i.elim0
  | .succ .zero, _ => Fin.lastCases (fun i => i.elim0) (le_refl _)
  | .succ (.succ n), f => Fin.lastCases
    (fun i => le_trans (le_maximumOf (fun i : Fin (.succ n) => f i.castSucc) i) (le_max_left _ _))
    (le_max_right _ _)

/-- The maximum is one of the numbers. -/
theorem exists_eq_maximumOf : {n : Nat} → (f : Fin (.succ n) → ℝ) → ∃ i, maximumOf f = f i
  | .zero, _ => ⟨.last 0, rfl⟩
  | .succ n, f => by
    obtain ⟨i, h⟩ := exists_eq_maximumOf fun i : Fin (.succ n) => f i.castSucc
    rcases max_choice (maximumOf fun i : Fin (.succ n) => f i.castSucc) (f (.last (.succ n))) with e | e
    · exact ⟨i.castSucc, e.trans h⟩
    · exact ⟨.last (.succ n), e⟩

variable {n : Nat}

/-- Every coordinate is at most the maximum. -/
theorem le_maximum (x : Vec n) (i : Fin n) : x.ofLp i ≤ maximum x := le_maximumOf x.ofLp i

/-- The maximum is one of the coordinates. -/
theorem exists_eq_maximum (x : Vec (.succ n)) : ∃ i, maximum x = x.ofLp i := exists_eq_maximumOf x.ofLp

/-- A coordinate that is at least all others is the maximum. -/
theorem maximum_eq : {n : Nat} → {x : Vec n} → {i : Fin n} → (∀ j, x.ofLp j ≤ x.ofLp i) → maximum x = x.ofLp i
  | .zero, _, i => fun _ => i.elim0
  | .succ _, x, i => fun h => by
    obtain ⟨j, e⟩ := exists_eq_maximum x
    exact le_antisymm (e ▸ h j) (le_maximum x i)

/-- Finitely many numbers that are less than `b` are so by a margin. -/
theorem exists_margin {b : ℝ} : {n : Nat} → {f : Fin n → ℝ} → (p : Fin n → Prop) → (∀ i, p i → f i < b) →
    ∃ δ > 0, ∀ i, p i → f i + δ ≤ b
  | .zero, _, _, _ => ⟨1, zero_lt_one, fun i => i.elim0⟩
  | .succ n, f, p, h => by
    obtain ⟨d, hd, rest⟩ := exists_margin (f := fun i : Fin n => f i.castSucc) (fun i => p i.castSucc)
      fun i => h i.castSucc
    by_cases last : p (.last n)
    · obtain ⟨e, he, le, le'⟩ := exists_pos_le_both hd (sub_pos_of_lt (h _ last))
      exact ⟨e, he, Fin.lastCases (fun i hi => le_trans (lin le) (rest i hi)) fun _ => lin le'⟩
    · exact ⟨d, hd, Fin.lastCases rest fun hi => absurd hi last⟩

/-- Where the maximum is attained only once, its differential is the change of that coordinate. -/
theorem hasDifferentialAt_maximum_of_lt {x : Vec n} {i : Fin n}
    (h : ∀ j, j.val ≠ i.val → x.ofLp j < x.ofLp i) :
    HasDifferentialAt maximum (fun v => v.ofLp i) x := by
  obtain ⟨δ, hδ, margin⟩ := exists_margin (f := x.ofLp) (fun j => j.val ≠ i.val) h
  have le : ∀ j, x.ofLp j ≤ x.ofLp i := fun j => by
    by_cases e : j.val = i.val
    · rw [Fin.ext e]
      exact le_refl _
    · exact le_of_lt (h j e)
  refine (hasDifferentialAt_coord i x).congr_near (half_pos hδ) (fun y hy => ?_) (maximum_eq le)
  refine maximum_eq fun j => ?_
  by_cases e : j.val = i.val
  · rw [Fin.ext e]
    exact le_refl _
  · -- no coordinate changes by half the margin
    have near : ∀ l, abs (y.ofLp l - x.ofLp l) ≤ δ * 2⁻¹ := fun l =>
      le_trans (Vec.abs_apply_le_norm (y - x) l) (le_of_lt hy)
    have upper := le_of_abs_le (near j)
    have lower := neg_le_of_abs_le (near i)
    have both := add_le_add (add_le_add upper lower) (margin j e)
    rw [add_halves] at both
    exact lin both

/-- The differential of the maximum is `∑ j, maximumGradient x j * dx j`, if two coordinates with the same
value are less than the maximum. -/
theorem hasDifferentialAt_maximum : {n : Nat} → {x : Vec n} →
    (∀ j l : Fin n, j.val ≠ l.val → x.ofLp j = x.ofLp l → x.ofLp j < maximum x) →
    HasDifferentialAt maximum (fun v => ∑ j, maximumGradient x j * v.ofLp j) x
  | .zero, x, _ => hasDifferentialAt_const 0 x
  | .succ n, x, h => by
    obtain ⟨i, e⟩ := exists_eq_maximum x
    have less : ∀ j : Fin (.succ n), j.val ≠ i.val → x.ofLp j < x.ofLp i := fun j ne =>
      lt_of_le_of_ne (e ▸ le_maximum x j) fun eq => by
        have k := h i j ne.symm eq.symm
        rw [e] at k
        exact lt_irrefl _ k
    refine (hasDifferentialAt_maximum_of_lt less).congr fun v =>
      ((Fin.sum_eq_single i fun j ne => ?_).trans ?_).symm
    · rw [maximumGradient, if_pos (e.symm ▸ less j ne), zero_mul]
    · rw [maximumGradient, if_neg (e.symm ▸ lt_irrefl _), one_mul]

/-- Numbers that attain their maximum only once, as `hasDifferentialAt_maximum` supposes. -/
theorem exists_maximum_once : (n : Nat) → ∃ x : Vec n,
    ∀ j l : Fin n, j.val ≠ l.val → x.ofLp j = x.ofLp l → x.ofLp j < maximum x
  | .zero => ⟨0, fun j => j.elim0⟩
  | .succ n => by
    refine ⟨Vec.basis (.last n), fun j l ne eq => ?_⟩
    have one_le := le_maximum (Vec.basis (.last n)) (.last n)
    rw [Vec.basis_self] at one_le
    refine lt_of_lt_of_le ?_ one_le
    by_cases hj : j.val = n
    · -- then `l` is another index, and has another value
      have hl : l.val ≠ (Fin.last n).val := fun e => ne (hj.trans e.symm)
      rw [eq, Vec.basis_of_ne hl]
      exact zero_lt_one
    · rw [Vec.basis_of_ne (i := .last n) hj]
      exact zero_lt_one

end Activation.Math
