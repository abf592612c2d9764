prelude
import NN.Proofs.Autograd.Tape.Nodes.BinaryFunctions
import NN.Spec.Activation.Maximum
import NN.Spec.Activation.Relu
/-!
# Maximum and minimum, of two entries and of all entries

- `maximum a b`, `minimum a b`: coordinate by coordinate. Where two entries are equal each gets one half of the
  gradient, as in PyTorch and TorchLean; the certificates hold where no two entries are equal.
- `maxElem x`, `minElem x`: of all entries. The certificates hold where the maximum or minimum is attained only
  once; `hasRightDerivAt_max_self` and its like say what happens where it is not.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-! ### Of two entries -/

open Classical in
/-- The share of the gradient that the greater of two numbers gets: all of it, and one half if they are equal.
-/
noncomputable def winner (x y : ℝ) : ℝ := if y < x then 1 else if x < y then 0 else 1 / 2

/-- The greater number gets everything. -/
theorem winner_of_lt {x y : ℝ} (h : y < x) : winner x y = 1 := if_pos h

/-- The lesser number gets nothing. -/
theorem winner_of_gt {x y : ℝ} (h : x < y) : winner x y = 0 :=
  (if_neg fun g => lt_irrefl x (lt_trans h g)).trans (if_pos h)

/-- Equal numbers share. -/
theorem winner_self (x : ℝ) : winner x x = 1 / 2 := (if_neg (lt_irrefl x)).trans (if_neg (lt_irrefl x))

/-- The maximum in terms of the rectified linear unit. -/
theorem max_eq_add_relu (x y : ℝ) : max x y = x + Activation.Math.relu (y - x) := by
  rcases lt_or_le x y with h | h
  · rw [max_eq_right_of_lt h, Activation.Math.relu_of_nonneg (lin (le_of_lt h))]
    exact ring
  · rw [max_eq_left h, Activation.Math.relu_of_nonpos (lin h)]
    exact ring

/-- The minimum in terms of the rectified linear unit. -/
theorem min_eq_sub_relu (x y : ℝ) : min x y = x - Activation.Math.relu (x - y) := by
  rcases lt_or_le y x with h | h
  · rw [min_eq_right (le_of_lt h), Activation.Math.relu_of_nonneg (lin (le_of_lt h))]
    exact ring
  · rw [min_eq_left h, Activation.Math.relu_of_nonpos (lin h)]
    exact ring

/-- The greater of two entries, coordinate by coordinate. -/
noncomputable def maximum (a b : Idx Γ s) : Node Γ s :=
  zipped max (fun x y => winner x y) (fun x y => winner y x) a b

/-- `maximum` is correct where no two entries are equal. -/
theorem maximumFderivAt (a b : Idx Γ s) (xV : CtxVec Γ)
    (h : ∀ i : Fin s.size, (CtxVec.get a xV).ofLp i ≠ (CtxVec.get b xV).ofLp i) :
    NodeFDerivCorrectAt (maximum a b) xV :=
  Node.correctAt_of_differential fun i => by
    have x := CtxVec.hasDifferentialAt_get a i xV
    have y := CtxVec.hasDifferentialAt_get b i xV
    have ne : (CtxVec.get b xV).ofLp i - (CtxVec.get a xV).ofLp i ≠ 0 := fun e => h i (eq_of_sub_eq_zero e).symm
    have k := x.add (HasDifferentialAt.scalar (f := fun v => (CtxVec.get b v).ofLp i - (CtxVec.get a v).ofLp i)
      (Activation.Math.hasDerivAt_relu ne) (y.sub x))
    refine (k.congr_fun fun v => (max_eq_add_relu _ _).symm).congr fun v => ?_
    show _ + Activation.Math.reluDeriv _ * (_ - _) = winner _ _ * _ + winner _ _ * _
    rcases lt_or_gt_of_ne (h i) with less | greater
    · rw [winner_of_gt less, winner_of_lt less, Activation.Math.reluDeriv, if_pos (sub_pos_of_lt less)]
      exact ring
    · rw [winner_of_lt greater, winner_of_gt greater, Activation.Math.reluDeriv,
        if_neg (not_lt.mpr (lin (le_of_lt greater)))]
      exact ring

/-- A context where two different places have no two equal entries. -/
theorem exists_entries_ne {a b : Idx Γ s} (apart : Idx.Apart a b) :
    ∃ xV : CtxVec Γ, ∀ i : Fin s.size, (CtxVec.get a xV).ofLp i ≠ (CtxVec.get b xV).ofLp i :=
  ⟨CtxVec.single a ⟨fun _ => 1⟩, fun i => by
    rw [CtxVec.get_single, CtxVec.get_single_of_apart apart.symm]
    exact ne_of_gt zero_lt_one⟩

/-- A context where `maximumFderivAt` applies. -/
theorem exists_maximumFderivAt {a b : Idx Γ s} (apart : Idx.Apart a b) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get a xV).ofLp i ≠ (CtxVec.get b xV).ofLp i) ∧
      NodeFDerivCorrectAt (maximum a b) xV :=
  let ⟨xV, h⟩ := exists_entries_ne apart
  ⟨xV, h, maximumFderivAt a b xV h⟩

/-- The lesser of two entries, coordinate by coordinate. -/
noncomputable def minimum (a b : Idx Γ s) : Node Γ s :=
  zipped min (fun x y => winner y x) (fun x y => winner x y) a b

/-- `minimum` is correct where no two entries are equal. -/
theorem minimumFderivAt (a b : Idx Γ s) (xV : CtxVec Γ)
    (h : ∀ i : Fin s.size, (CtxVec.get a xV).ofLp i ≠ (CtxVec.get b xV).ofLp i) :
    NodeFDerivCorrectAt (minimum a b) xV :=
  Node.correctAt_of_differential fun i => by
    have x := CtxVec.hasDifferentialAt_get a i xV
    have y := CtxVec.hasDifferentialAt_get b i xV
    have ne : (CtxVec.get a xV).ofLp i - (CtxVec.get b xV).ofLp i ≠ 0 := fun e => h i (eq_of_sub_eq_zero e)
    have k := x.sub (HasDifferentialAt.scalar (f := fun v => (CtxVec.get a v).ofLp i - (CtxVec.get b v).ofLp i)
      (Activation.Math.hasDerivAt_relu ne) (x.sub y))
    refine (k.congr_fun fun v => (min_eq_sub_relu _ _).symm).congr fun v => ?_
    show _ - Activation.Math.reluDeriv _ * (_ - _) = winner _ _ * _ + winner _ _ * _
    rcases lt_or_gt_of_ne (h i) with less | greater
    · rw [winner_of_gt less, winner_of_lt less, Activation.Math.reluDeriv,
        if_neg (not_lt.mpr (lin (le_of_lt less)))]
      exact ring
    · rw [winner_of_lt greater, winner_of_gt greater, Activation.Math.reluDeriv,
        if_pos (sub_pos_of_lt greater)]
      exact ring

/-- A context where `minimumFderivAt` applies. -/
theorem exists_minimumFderivAt {a b : Idx Γ s} (apart : Idx.Apart a b) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get a xV).ofLp i ≠ (CtxVec.get b xV).ofLp i) ∧
      NodeFDerivCorrectAt (minimum a b) xV :=
  let ⟨xV, h⟩ := exists_entries_ne apart
  ⟨xV, h, minimumFderivAt a b xV h⟩

/-! ### Ties: the derivatives to either side -/

/-- At a tie the maximum changes to the right, in the direction `u`, `v`, by the greater of the two. -/
theorem hasRightDerivAt_max_self (c u v : ℝ) :
    HasRightDerivAt (fun t => max (c + t * u) (c + t * v)) (max u v) 0 := by
  refine HasDerivAt.hasRightDerivAt_of_eq (f := fun t => c + t * max u v) ?_ fun t ht => ?_
  · exact (((hasDerivAt_id 0).mul_const (max u v)).const_add c).congr_deriv (one_mul _)
  · rcases lt_or_le u v with h | h
    · rw [max_eq_right_of_lt h, max_eq_right (lin (mul_le_mul_of_nonneg_left (le_of_lt h) ht))]
    · rw [max_eq_left h, max_eq_left (lin (mul_le_mul_of_nonneg_left h ht))]

/-- To the left it changes by the lesser of the two: the share of each is anything between none and all. -/
theorem hasLeftDerivAt_max_self (c u v : ℝ) :
    HasLeftDerivAt (fun t => max (c + t * u) (c + t * v)) (min u v) 0 := by
  refine HasDerivAt.hasLeftDerivAt_of_eq (f := fun t => c + t * min u v) ?_ fun t ht => ?_
  · exact (((hasDerivAt_id 0).mul_const (min u v)).const_add c).congr_deriv (one_mul _)
  · rcases lt_or_le u v with h | h
    · rw [min_eq_left (le_of_lt h),
        max_eq_left (lin (mul_le_mul_of_nonneg_left (le_of_lt h) (show 0 ≤ -t from lin ht)))]
    · rw [min_eq_right h, max_eq_right (lin (mul_le_mul_of_nonneg_left h (show 0 ≤ -t from lin ht)))]

/-- At a tie the maximum has a derivative only in directions that keep the tie. -/
theorem not_hasDerivAt_max_self (c : ℝ) {u v : ℝ} (h : u ≠ v) (f' : ℝ) :
    ¬HasDerivAt (fun t => max (c + t * u) (c + t * v)) f' 0 := by
  refine not_hasDerivAt_of_left_ne_right (hasLeftDerivAt_max_self c u v) (hasRightDerivAt_max_self c u v)
    (fun e => ?_) f'
  rcases lt_or_gt_of_ne h with g | g
  · rw [min_eq_left (le_of_lt g), max_eq_right_of_lt g] at e
    exact h e
  · rw [min_eq_right (le_of_lt g), max_eq_left_of_lt g] at e
    exact h e.symm

/-! ### Of all entries -/

/-- The greatest of all entries. -/
noncomputable def maxElem (idx : Idx Γ s) : Node Γ .scalar :=
  Node.unary (τ := .scalar) idx (Op.ofGradient Activation.Math.maximum Activation.Math.maximumGradient)

/-- The result. -/
theorem maxElem_forward_apply (idx : Idx Γ s) (xV : CtxVec Γ) (i : Fin 1) :
    ((maxElem idx).forward xV).ofLp i = Activation.Math.maximum (CtxVec.get idx xV) := rfl

/-- `maxElem` is correct where the maximum is attained only once. -/
theorem maxElemFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ k l : Fin s.size, k.val ≠ l.val → (CtxVec.get idx xV).ofLp k = (CtxVec.get idx xV).ofLp l →
      (CtxVec.get idx xV).ofLp k < Activation.Math.maximum (CtxVec.get idx xV)) :
    NodeFDerivCorrectAt (maxElem idx) xV :=
  Node.unary_correctAt (τ := .scalar)
    (Op.correctAt_of_differential fun _ => Activation.Math.hasDifferentialAt_maximum hx)

/-- A context where `maxElemFderivAt` applies. -/
theorem exists_maxElemFderivAt (idx : Idx Γ s) : ∃ xV, (∀ k l : Fin s.size, k.val ≠ l.val →
    (CtxVec.get idx xV).ofLp k = (CtxVec.get idx xV).ofLp l →
      (CtxVec.get idx xV).ofLp k < Activation.Math.maximum (CtxVec.get idx xV)) ∧
        NodeFDerivCorrectAt (maxElem idx) xV := by
  obtain ⟨c, once⟩ := Activation.Math.exists_maximum_once s.size
  have e := CtxVec.get_single idx c
  have hx := e.symm ▸ once
  exact ⟨CtxVec.single idx c, hx, maxElemFderivAt idx _ hx⟩

/-- The least of all entries: the greatest with the other sign. -/
noncomputable def minElem (idx : Idx Γ s) : Node Γ .scalar :=
  Node.unary (τ := .scalar) idx (Op.ofGradient (fun x => -Activation.Math.maximum (-x)) fun x =>
    Activation.Math.maximumGradient (-x))

/-- The result. -/
theorem minElem_forward_apply (idx : Idx Γ s) (xV : CtxVec Γ) (i : Fin 1) :
    ((minElem idx).forward xV).ofLp i = -Activation.Math.maximum (-CtxVec.get idx xV) := rfl

/-- `minElem` is correct where the minimum is attained only once. -/
theorem minElemFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ k l : Fin s.size, k.val ≠ l.val → (CtxVec.get idx xV).ofLp k = (CtxVec.get idx xV).ofLp l →
      -(CtxVec.get idx xV).ofLp k < Activation.Math.maximum (-CtxVec.get idx xV)) :
    NodeFDerivCorrectAt (minElem idx) xV :=
  Node.unary_correctAt (τ := .scalar) (Op.correctAt_of_differential fun _ => by
    obtain ⟨f', value, h⟩ := Activation.Math.hasDifferentialAt_maximum (x := -CtxVec.get idx xV)
      fun k l ne eq => hx k l ne ((neg_neg _).symm.trans ((congrArg (-·) eq).trans (neg_neg _)))
    let negation : Vec s.size →L[ℝ] Vec s.size := .ofAdjoint (fun x => -x) (fun x => -x) fun x δ =>
      (neg_inner x δ).trans (inner_neg x δ).symm
    refine HasDifferentialAt.congr (HasDifferentialAt.neg (f := fun y => Activation.Math.maximum (-y))
      (d := fun v => f' (-v)) ⟨f'.comp negation, fun _ => rfl, h.comp (negation.hasFDerivAt _)⟩) fun v => ?_
    rw [value]
    refine Eq.trans (b := -1 * ∑ j, Activation.Math.maximumGradient (-CtxVec.get idx xV) j * (-v).ofLp j) ring
      ((Fin.mul_sum _ _).trans (Fin.sum_congr fun j => ?_))
    show -1 * (_ * -v.ofLp j) = _ * v.ofLp j
    exact ring)

/-- A context where `minElemFderivAt` applies. -/
theorem exists_minElemFderivAt (idx : Idx Γ s) : ∃ xV, (∀ k l : Fin s.size, k.val ≠ l.val →
    (CtxVec.get idx xV).ofLp k = (CtxVec.get idx xV).ofLp l →
      -(CtxVec.get idx xV).ofLp k < Activation.Math.maximum (-CtxVec.get idx xV)) ∧
        NodeFDerivCorrectAt (minElem idx) xV := by
  obtain ⟨c, once⟩ := Activation.Math.exists_maximum_once s.size
  have e := CtxVec.get_single idx (-c)
  have back : -(-c) = c := ext fun i => neg_neg (c.ofLp i)
  have hx : ∀ k l : Fin s.size, k.val ≠ l.val → (-c).ofLp k = (-c).ofLp l →
      -(-c).ofLp k < Activation.Math.maximum (-(-c)) := fun k l ne eq => by
    rw [back]
    show - -c.ofLp k < _
    rw [neg_neg]
    exact once k l ne ((neg_neg _).symm.trans ((congrArg (-·) eq).trans (neg_neg _)))
  have hx := e.symm ▸ hx
  exact ⟨CtxVec.single idx (-c), hx, minElemFderivAt idx _ hx⟩

end Proofs.Autograd.TapeNodes
