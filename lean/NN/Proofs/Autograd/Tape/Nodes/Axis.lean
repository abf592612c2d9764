prelude
import NN.Proofs.Autograd.Curried
import NN.Proofs.Autograd.Tape.Nodes.Matrix
/-!
# Nodes along one axis: sums and means of rows and columns, repetition

All are linear, so that their certificates hold at every context.

- `sumRows`, `meanRows`: of a matrix the sum, the mean of every row; `sumColumns`, `meanColumns`: of every
  column.
- `repeatRows`, `repeatColumns`: a vector as every row, as every column of a matrix.
- `fill`: a number as every entry.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {m n : Nat}

/-! ### Sums -/

/-- The sums of the rows. -/
noncomputable def rowSums (x : Vec (n * m)) : Vec m := ⟨fun i => ∑ j, x.ofLp (.rowMajor i j)⟩

/-- The sums of the columns. -/
noncomputable def columnSums (x : Vec (n * m)) : Vec n := ⟨fun j => ∑ i, x.ofLp (.rowMajor i j)⟩

/-- A vector as every column. -/
noncomputable def asColumns (n : Nat) (x : Vec m) : Vec (n * m) := ⟨Fin.flatten fun i _ => x.ofLp i⟩

/-- A vector as every row. -/
noncomputable def asRows (m : Nat) (x : Vec n) : Vec (n * m) := ⟨Fin.flatten fun _ j => x.ofLp j⟩

/-- Sums of rows and repeated columns are adjoint. -/
theorem rowSums_inner (x : Vec (n * m)) (δ : Vec m) : ⟪rowSums x, δ⟫ = ⟪x, asColumns n δ⟫ :=
  (Fin.sum_congr fun _ => Fin.sum_mul _ _).trans (inner_flatten x _).symm

/-- Sums of columns and repeated rows are adjoint. -/
theorem columnSums_inner (x : Vec (n * m)) (δ : Vec n) : ⟪columnSums x, δ⟫ = ⟪x, asRows m δ⟫ :=
  (Fin.sum_congr fun _ => Fin.sum_mul _ _).trans ((Fin.sum_comm _).trans (inner_flatten x _).symm)

/-- The sum of every row. -/
noncomputable def sumRows (idx : Idx Γ (.dim m (.dim n .scalar))) : Node Γ (.dim m .scalar) :=
  Node.unary (τ := .dim m .scalar) idx (Op.linear rowSums (asColumns n) rowSums_inner)

/-- Entry `i` of the result. -/
theorem sumRows_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (i : Fin m) :
    ((sumRows idx).forward xV).ofLp i = ∑ j, (CtxVec.get idx xV).ofLp (.rowMajor i j) := rfl

/-- Entry `i` of the change of the result. -/
theorem sumRows_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV dxV : CtxVec Γ) (i : Fin m) :
    ((sumRows idx).jvp xV dxV).ofLp i = ∑ j, (CtxVec.get idx dxV).ofLp (.rowMajor i j) := rfl

/-- The gradient at entry `j` of row `i`. -/
theorem sumRows_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (δ : Vec m) (i : Fin m)
    (j : Fin n) : (CtxVec.get idx ((sumRows idx).vjp xV δ)).ofLp (.rowMajor i j) = δ.ofLp i :=
  (Node.unary_vjp_apply (τ := .dim m .scalar) idx _ xV δ (.rowMajor i j)).trans (Fin.flatten_rowMajor _ i j)

/-- `sumRows` is correct everywhere. -/
theorem sumRowsFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) : NodeFDerivCorrect (sumRows idx) := fun _ =>
  Node.unary_correctAt (τ := .dim m .scalar) (Op.correct_linear _ _)

/-- The sum of every column. -/
noncomputable def sumColumns (idx : Idx Γ (.dim m (.dim n .scalar))) : Node Γ (.dim n .scalar) :=
  Node.unary (τ := .dim n .scalar) idx (Op.linear columnSums (asRows m) columnSums_inner)

/-- Entry `j` of the result. -/
theorem sumColumns_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (j : Fin n) :
    ((sumColumns idx).forward xV).ofLp j = ∑ i, (CtxVec.get idx xV).ofLp (.rowMajor i j) := rfl

/-- Entry `j` of the change of the result. -/
theorem sumColumns_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV dxV : CtxVec Γ) (j : Fin n) :
    ((sumColumns idx).jvp xV dxV).ofLp j = ∑ i, (CtxVec.get idx dxV).ofLp (.rowMajor i j) := rfl

/-- The gradient at entry `j` of row `i`. -/
theorem sumColumns_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (δ : Vec n) (i : Fin m)
    (j : Fin n) : (CtxVec.get idx ((sumColumns idx).vjp xV δ)).ofLp (.rowMajor i j) = δ.ofLp j :=
  (Node.unary_vjp_apply (τ := .dim n .scalar) idx _ xV δ (.rowMajor i j)).trans (Fin.flatten_rowMajor _ i j)

/-- `sumColumns` is correct everywhere. -/
theorem sumColumnsFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) :
    NodeFDerivCorrect (sumColumns idx) := fun _ =>
  Node.unary_correctAt (τ := .dim n .scalar) (Op.correct_linear _ _)

/-! ### Means -/

/-- A linear map and its adjoint, divided by a number. -/
theorem div_inner {k l : Nat} {f : Vec k → Vec l} {g : Vec l → Vec k} (h : ∀ x δ, ⟪f x, δ⟫ = ⟪x, g δ⟫) (c : ℝ)
    (x : Vec k) (δ : Vec l) : ⟪⟨fun i => (f x).ofLp i / c⟩, δ⟫ = ⟪x, ⟨fun i => (g δ).ofLp i / c⟩⟫ := by
  have left : ⟪⟨fun i => (f x).ofLp i / c⟩, δ⟫ = ⟪f x, δ⟫ * c⁻¹ :=
    (Fin.sum_congr fun i => by
      show (f x).ofLp i / c * δ.ofLp i = _
      rw [div_eq_mul_inv]
      exact ring).trans (Fin.sum_mul c⁻¹ _).symm
  have right : ⟪x, ⟨fun i => (g δ).ofLp i / c⟩⟫ = ⟪x, g δ⟫ * c⁻¹ :=
    (Fin.sum_congr fun i => by
      show x.ofLp i * ((g δ).ofLp i / c) = _
      rw [div_eq_mul_inv]
      exact ring).trans (Fin.sum_mul c⁻¹ _).symm
  rw [left, right, h]

/-- The mean of every row. -/
noncomputable def meanRows (idx : Idx Γ (.dim m (.dim n .scalar))) : Node Γ (.dim m .scalar) :=
  Node.unary (τ := .dim m .scalar) idx (Op.linear (fun x => ⟨fun i => (rowSums x).ofLp i / natCast ℝ n⟩)
    (fun δ => ⟨fun l => (asColumns n δ).ofLp l / natCast ℝ n⟩) (div_inner rowSums_inner _))

/-- Entry `i` of the result. -/
theorem meanRows_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (i : Fin m) :
    ((meanRows idx).forward xV).ofLp i = (∑ j, (CtxVec.get idx xV).ofLp (.rowMajor i j)) / natCast ℝ n := rfl

/-- Entry `i` of the change of the result. -/
theorem meanRows_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV dxV : CtxVec Γ) (i : Fin m) :
    ((meanRows idx).jvp xV dxV).ofLp i = (∑ j, (CtxVec.get idx dxV).ofLp (.rowMajor i j)) / natCast ℝ n := rfl

/-- The gradient at entry `j` of row `i`. -/
theorem meanRows_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (δ : Vec m) (i : Fin m)
    (j : Fin n) : (CtxVec.get idx ((meanRows idx).vjp xV δ)).ofLp (.rowMajor i j) =
      δ.ofLp i / natCast ℝ n :=
  (Node.unary_vjp_apply (τ := .dim m .scalar) idx _ xV δ (.rowMajor i j)).trans
    (congrArg (· / natCast ℝ n) (Fin.flatten_rowMajor _ i j))

/-- `meanRows` is correct everywhere. -/
theorem meanRowsFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) : NodeFDerivCorrect (meanRows idx) := fun _ =>
  Node.unary_correctAt (τ := .dim m .scalar) (Op.correct_linear _ _)

/-- The mean of every column. -/
noncomputable def meanColumns (idx : Idx Γ (.dim m (.dim n .scalar))) : Node Γ (.dim n .scalar) :=
  Node.unary (τ := .dim n .scalar) idx (Op.linear (fun x => ⟨fun j => (columnSums x).ofLp j / natCast ℝ m⟩)
    (fun δ => ⟨fun l => (asRows m δ).ofLp l / natCast ℝ m⟩) (div_inner columnSums_inner _))

/-- Entry `j` of the result. -/
theorem meanColumns_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (j : Fin n) :
    ((meanColumns idx).forward xV).ofLp j =
      (∑ i, (CtxVec.get idx xV).ofLp (.rowMajor i j)) / natCast ℝ m := rfl

/-- Entry `j` of the change of the result. -/
theorem meanColumns_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV dxV : CtxVec Γ) (j : Fin n) :
    ((meanColumns idx).jvp xV dxV).ofLp j =
      (∑ i, (CtxVec.get idx dxV).ofLp (.rowMajor i j)) / natCast ℝ m := rfl

/-- The gradient at entry `j` of row `i`. -/
theorem meanColumns_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (δ : Vec n) (i : Fin m)
    (j : Fin n) : (CtxVec.get idx ((meanColumns idx).vjp xV δ)).ofLp (.rowMajor i j) =
      δ.ofLp j / natCast ℝ m :=
  (Node.unary_vjp_apply (τ := .dim n .scalar) idx _ xV δ (.rowMajor i j)).trans
    (congrArg (· / natCast ℝ m) (Fin.flatten_rowMajor _ i j))

/-- `meanColumns` is correct everywhere. -/
theorem meanColumnsFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) :
    NodeFDerivCorrect (meanColumns idx) := fun _ =>
  Node.unary_correctAt (τ := .dim n .scalar) (Op.correct_linear _ _)

/-! ### Repetition -/

/-- A vector as every row of a matrix of `m` rows. -/
noncomputable def repeatRows (idx : Idx Γ (.dim n .scalar)) (m : Nat) : Node Γ (.dim m (.dim n .scalar)) :=
  Node.unary (τ := .dim m (.dim n .scalar)) idx (Op.linear (asRows m) columnSums fun x δ => by
    rw [inner_comm, inner_comm x]
    exact (columnSums_inner δ x).symm)

/-- Entry `j` of row `i` of the result. -/
theorem repeatRows_forward_apply (idx : Idx Γ (.dim n .scalar)) (m : Nat) (xV : CtxVec Γ)
    (i : Fin m) (j : Fin n) :
    ((repeatRows idx m).forward xV).ofLp (.rowMajor i j) = (CtxVec.get idx xV).ofLp j :=
  Fin.flatten_rowMajor _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem repeatRows_jvp_apply (idx : Idx Γ (.dim n .scalar)) (m : Nat) (xV dxV : CtxVec Γ)
    (i : Fin m) (j : Fin n) :
    ((repeatRows idx m).jvp xV dxV).ofLp (.rowMajor i j) = (CtxVec.get idx dxV).ofLp j :=
  Fin.flatten_rowMajor _ i j

/-- The gradient at entry `j`. -/
theorem repeatRows_vjp_apply (idx : Idx Γ (.dim n .scalar)) (m : Nat) (xV : CtxVec Γ)
    (δ : Vec (n * m)) (j : Fin n) :
    (CtxVec.get idx ((repeatRows idx m).vjp xV δ)).ofLp j = ∑ i, δ.ofLp (.rowMajor i j) :=
  Node.unary_vjp_apply (τ := .dim m (.dim n .scalar)) idx _ xV δ j

/-- `repeatRows` is correct everywhere. -/
theorem repeatRowsFderiv (idx : Idx Γ (.dim n .scalar)) (m : Nat) :
    NodeFDerivCorrect (repeatRows idx m) := fun _ =>
  Node.unary_correctAt (τ := .dim m (.dim n .scalar)) (Op.correct_linear _ _)

/-- A vector as every column of a matrix of `n` columns. -/
noncomputable def repeatColumns (idx : Idx Γ (.dim m .scalar)) (n : Nat) : Node Γ (.dim m (.dim n .scalar)) :=
  Node.unary (τ := .dim m (.dim n .scalar)) idx (Op.linear (asColumns n) rowSums fun x δ => by
    rw [inner_comm, inner_comm x]
    exact (rowSums_inner δ x).symm)

/-- Entry `j` of row `i` of the result. -/
theorem repeatColumns_forward_apply (idx : Idx Γ (.dim m .scalar)) (n : Nat) (xV : CtxVec Γ)
    (i : Fin m) (j : Fin n) :
    ((repeatColumns idx n).forward xV).ofLp (.rowMajor i j) = (CtxVec.get idx xV).ofLp i :=
  Fin.flatten_rowMajor _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem repeatColumns_jvp_apply (idx : Idx Γ (.dim m .scalar)) (n : Nat) (xV dxV : CtxVec Γ)
    (i : Fin m) (j : Fin n) :
    ((repeatColumns idx n).jvp xV dxV).ofLp (.rowMajor i j) = (CtxVec.get idx dxV).ofLp i :=
  Fin.flatten_rowMajor _ i j

/-- The gradient at entry `i`. -/
theorem repeatColumns_vjp_apply (idx : Idx Γ (.dim m .scalar)) (n : Nat) (xV : CtxVec Γ)
    (δ : Vec (n * m)) (i : Fin m) :
    (CtxVec.get idx ((repeatColumns idx n).vjp xV δ)).ofLp i = ∑ j, δ.ofLp (.rowMajor i j) :=
  Node.unary_vjp_apply (τ := .dim m (.dim n .scalar)) idx _ xV δ i

/-- `repeatColumns` is correct everywhere. -/
theorem repeatColumnsFderiv (idx : Idx Γ (.dim m .scalar)) (n : Nat) :
    NodeFDerivCorrect (repeatColumns idx n) := fun _ =>
  Node.unary_correctAt (τ := .dim m (.dim n .scalar)) (Op.correct_linear _ _)

/-- A number as every entry of a tensor. -/
noncomputable def fill (idx : Idx Γ .scalar) (s : Shape) : Node Γ s :=
  Node.unary idx (Op.linear (fun x => ⟨fun _ => x.ofLp (.last 0)⟩) (fun δ => ⟨fun _ => ∑ i, δ.ofLp i⟩)
    fun x δ => (Fin.mul_sum (x.ofLp (.last 0)) fun i => δ.ofLp i).symm.trans (Op.inner_one x ⟨fun _ => ∑ i, δ.ofLp i⟩).symm)

/-- Coordinate `i` of the result. -/
theorem fill_forward_apply (idx : Idx Γ .scalar) (s : Shape) (xV : CtxVec Γ) (i : Fin s.size) :
    ((fill idx s).forward xV).ofLp i = (CtxVec.get idx xV).ofLp (.last 0) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem fill_jvp_apply (idx : Idx Γ .scalar) (s : Shape) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((fill idx s).jvp xV dxV).ofLp i = (CtxVec.get idx dxV).ofLp (.last 0) := rfl

/-- The gradient: the sum of all. -/
theorem fill_vjp_apply (idx : Idx Γ .scalar) (s : Shape) (xV : CtxVec Γ) (δ : Vec s.size) (j : Fin 1) :
    (CtxVec.get idx ((fill idx s).vjp xV δ)).ofLp j = ∑ i, δ.ofLp i :=
  Node.unary_vjp_apply (s := .scalar) idx _ xV δ j

/-- `fill` is correct everywhere. -/
theorem fillFderiv (idx : Idx Γ .scalar) (s : Shape) : NodeFDerivCorrect (fill idx s) := fun _ =>
  Node.unary_correctAt (Op.correct_linear _ _)

end Proofs.Autograd.TapeNodes
