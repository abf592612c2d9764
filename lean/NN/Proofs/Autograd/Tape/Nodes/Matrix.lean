prelude
import NN.Proofs.Autograd.Curried
/-!
# Matrix nodes: product, transpose, reshape

A matrix of `m` rows of `n` entries has the shape `dim m (dim n scalar)`; entry `j` of row `i` is coordinate
`Fin.rowMajor i j`. All certificates hold at every context.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {k m n : Nat}

/-! ### The product of two matrices -/

/-- The product of a matrix of `m` rows of `k` entries and one of `k` rows of `n` entries. -/
noncomputable def product (x : Vec (k * m)) (y : Vec (n * k)) : Vec (n * m) :=
  ⟨Fin.flatten fun i j => ∑ l, x.ofLp (.rowMajor i l) * y.ofLp (.rowMajor l j)⟩

/-- The change of the product. -/
noncomputable def productJvp (x : Vec (k * m)) (y : Vec (n * k)) (dx : Vec (k * m)) (dy : Vec (n * k)) :
    Vec (n * m) :=
  ⟨Fin.flatten fun i j => ∑ l, (x.ofLp (.rowMajor i l) * dy.ofLp (.rowMajor l j) +
    y.ofLp (.rowMajor l j) * dx.ofLp (.rowMajor i l))⟩

/-- The gradient at the first matrix: `δ` times the transpose of the second. -/
noncomputable def productVjp₁ (y : Vec (n * k)) (δ : Vec (n * m)) : Vec (k * m) :=
  ⟨Fin.flatten fun i l => ∑ j, y.ofLp (.rowMajor l j) * δ.ofLp (.rowMajor i j)⟩

/-- The gradient at the second matrix: the transpose of the first times `δ`. -/
noncomputable def productVjp₂ (x : Vec (k * m)) (δ : Vec (n * m)) : Vec (n * k) :=
  ⟨Fin.flatten fun l j => ∑ i, x.ofLp (.rowMajor i l) * δ.ofLp (.rowMajor i j)⟩

/-- The reverse rules are the adjoint of the forward rule. -/
theorem inner_productJvp (x : Vec (k * m)) (y : Vec (n * k)) (dx : Vec (k * m)) (dy : Vec (n * k))
    (δ : Vec (n * m)) :
    ⟪productJvp x y dx dy, δ⟫ = ⟪dx, productVjp₁ y δ⟫ + ⟪dy, productVjp₂ x δ⟫ := by
  refine (flatten_inner _ δ).trans (Eq.trans ?_
    (congr (congrArg HAdd.hAdd (inner_flatten dx _).symm) (inner_flatten dy _).symm))
  simp only [Fin.sum_add_distrib, Fin.mul_sum, Fin.sum_mul, add_mul]
  rw [add_comm]
  refine congr (congrArg HAdd.hAdd ?_) ?_
  · exact Fin.sum_congr fun i => (Fin.sum_comm _).trans (Fin.sum_congr fun l => Fin.sum_congr fun j => ring)
  · exact Eq.trans (Fin.sum_congr fun i => Fin.sum_comm _) ((Fin.sum_comm _).trans
      (Fin.sum_congr fun l => (Fin.sum_comm _).trans (Fin.sum_congr fun j => Fin.sum_congr fun i => ring)))

/-- The product of a matrix of `m` rows of `k` entries and one of `k` rows of `n` entries. -/
noncomputable def matmul (a : Idx Γ (.dim m (.dim k .scalar))) (b : Idx Γ (.dim k (.dim n .scalar))) :
    Node Γ (.dim m (.dim n .scalar)) :=
  Node.curried (τ := .dim m (.dim n .scalar)) a b product productJvp (fun _ y δ => productVjp₁ y δ)
    (fun x _ δ => productVjp₂ x δ) inner_productJvp

/-- Entry `j` of row `i` of the result. -/
theorem matmul_forward_apply (a : Idx Γ (.dim m (.dim k .scalar))) (b : Idx Γ (.dim k (.dim n .scalar)))
    (xV : CtxVec Γ) (i : Fin m) (j : Fin n) : ((matmul a b).forward xV).ofLp (.rowMajor i j) =
      ∑ l, (CtxVec.get a xV).ofLp (.rowMajor i l) * (CtxVec.get b xV).ofLp (.rowMajor l j) :=
  Fin.flatten_rowMajor _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem matmul_jvp_apply (a : Idx Γ (.dim m (.dim k .scalar))) (b : Idx Γ (.dim k (.dim n .scalar)))
    (xV dxV : CtxVec Γ) (i : Fin m) (j : Fin n) : ((matmul a b).jvp xV dxV).ofLp (.rowMajor i j) =
      ∑ l, ((CtxVec.get a xV).ofLp (.rowMajor i l) * (CtxVec.get b dxV).ofLp (.rowMajor l j) +
        (CtxVec.get b xV).ofLp (.rowMajor l j) * (CtxVec.get a dxV).ofLp (.rowMajor i l)) :=
  Fin.flatten_rowMajor _ i j

/-- What the gradient adds at the two inputs: `δ` times the transpose of the second, and the transpose of the
first times `δ`. -/
theorem matmul_vjp_apply (a : Idx Γ (.dim m (.dim k .scalar))) (b : Idx Γ (.dim k (.dim n .scalar)))
    (xV : CtxVec Γ) (δ : Vec (n * m)) : (matmul a b).vjp xV δ =
      CtxVec.single a ⟨Fin.flatten fun i l =>
        ∑ j, (CtxVec.get b xV).ofLp (.rowMajor l j) * δ.ofLp (.rowMajor i j)⟩ +
      CtxVec.single b ⟨Fin.flatten fun l j =>
        ∑ i, (CtxVec.get a xV).ofLp (.rowMajor i l) * δ.ofLp (.rowMajor i j)⟩ := rfl

/-- `matmul` is correct everywhere, in both arguments. -/
theorem matmulFderiv (a : Idx Γ (.dim m (.dim k .scalar))) (b : Idx Γ (.dim k (.dim n .scalar))) :
    NodeFDerivCorrect (matmul a b) := fun xV =>
  Node.correctAt_matrix (matmul_forward_apply a b) (matmul_jvp_apply a b xV) fun _ _ =>
    HasDifferentialAt.sum fun _ => (CtxVec.hasDifferentialAt_get a _ xV).mul
      (CtxVec.hasDifferentialAt_get b _ xV)

/-! ### Transpose -/

/-- The transpose of a matrix of `m` rows of `n` entries. -/
noncomputable def transposed (x : Vec (n * m)) : Vec (m * n) :=
    ⟨Fin.flatten fun j i => x.ofLp (.rowMajor i j)⟩

/-- The rows become the columns. -/
noncomputable def transpose (idx : Idx Γ (.dim m (.dim n .scalar))) : Node Γ (.dim n (.dim m .scalar)) :=
  Node.unary (τ := .dim n (.dim m .scalar)) idx (Op.linear transposed transposed fun x δ =>
    (flatten_inner _ δ).trans ((Fin.sum_comm _).trans (inner_flatten x _).symm))

/-- Entry `i` of row `j` of the result. -/
theorem transpose_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (j : Fin n)
    (i : Fin m) :
    ((transpose idx).forward xV).ofLp (.rowMajor j i) = (CtxVec.get idx xV).ofLp (.rowMajor i j) :=
  Fin.flatten_rowMajor _ j i

/-- Entry `i` of row `j` of the change of the result. -/
theorem transpose_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV dxV : CtxVec Γ) (j : Fin n)
    (i : Fin m) :
    ((transpose idx).jvp xV dxV).ofLp (.rowMajor j i) = (CtxVec.get idx dxV).ofLp (.rowMajor i j) :=
  Fin.flatten_rowMajor _ j i

/-- The gradient at entry `j` of row `i`. -/
theorem transpose_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (δ : Vec (m * n))
    (i : Fin m) (j : Fin n) :
    (CtxVec.get idx ((transpose idx).vjp xV δ)).ofLp (.rowMajor i j) = δ.ofLp (.rowMajor j i) :=
  (Node.unary_vjp_apply (τ := .dim n (.dim m .scalar)) idx _ xV δ (.rowMajor i j)).trans
    (Fin.flatten_rowMajor _ i j)

/-- `transpose` is correct everywhere. -/
theorem transposeFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) : NodeFDerivCorrect (transpose idx) :=
  fun _ =>
  Node.unary_correctAt (τ := .dim n (.dim m .scalar)) (Op.correct_linear _ _)

/-! ### Reshape -/

/-- The index with the same value, among equally many. -/
def castIndex {m n : Nat} (h : m = n) (i : Fin n) : Fin m := ⟨i.val, h ▸ i.isLt⟩

/-- The adjoint of a change of the shape is the change back. -/
theorem inner_castIndex {m n : Nat} (h : m = n) (x : Vec m) (δ : Vec n) :
    ⟪⟨fun i => x.ofLp (castIndex h i)⟩, δ⟫ = ⟪x, ⟨fun j => δ.ofLp (castIndex h.symm j)⟩⟫ := by
  cases h
  rfl

variable {s t : Shape}

/-- The same entries in the same order, with another shape of equally many entries. -/
noncomputable def reshape (idx : Idx Γ s) (h : s.size = t.size) : Node Γ t :=
  Node.unary idx (Op.linear (fun x => ⟨fun i => x.ofLp (castIndex h i)⟩)
    (fun δ => ⟨fun j => δ.ofLp (castIndex h.symm j)⟩) (inner_castIndex h))

/-- Coordinate `i` of the result. -/
theorem reshape_forward_apply (idx : Idx Γ s) (h : s.size = t.size) (xV : CtxVec Γ) (i : Fin t.size) :
    ((reshape idx h).forward xV).ofLp i = (CtxVec.get idx xV).ofLp (castIndex h i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem reshape_jvp_apply (idx : Idx Γ s) (h : s.size = t.size) (xV dxV : CtxVec Γ) (i : Fin t.size) :
    ((reshape idx h).jvp xV dxV).ofLp i = (CtxVec.get idx dxV).ofLp (castIndex h i) := rfl

/-- The gradient at entry `j`. -/
theorem reshape_vjp_apply (idx : Idx Γ s) (h : s.size = t.size) (xV : CtxVec Γ) (δ : Vec t.size)
    (j : Fin s.size) : (CtxVec.get idx ((reshape idx h).vjp xV δ)).ofLp j = δ.ofLp (castIndex h.symm j) :=
  Node.unary_vjp_apply idx _ xV δ j

/-- `reshape` is correct everywhere. -/
theorem reshapeFderiv (idx : Idx Γ s) (h : s.size = t.size) : NodeFDerivCorrect (reshape idx h) := fun _ =>
  Node.unary_correctAt (Op.correct_linear _ _)

/-- Shapes for which `reshapeFderiv` applies: a vector becomes a matrix with one row. -/
theorem exists_reshapeFderiv (idx : Idx Γ (.dim n .scalar)) :
    ∃ h : (Shape.dim n .scalar).size = (Shape.dim 1 (.dim n .scalar)).size,
      NodeFDerivCorrect (reshape idx h) :=
  ⟨(Nat.mul_one n).symm, reshapeFderiv idx _⟩

end Proofs.Autograd.TapeNodes
