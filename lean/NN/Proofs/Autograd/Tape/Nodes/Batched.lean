prelude
import NN.Proofs.Autograd.Tape.Nodes.Matrix
import NN.Proofs.Autograd.Tape.Nodes.MultiHeadAttention
/-!
# Nodes of tables with three axes: batched products, the last two axes exchanged

- `batchedMatmul a b`: the products of `h` pairs of matrices, the layout of PyTorch's `bmm`.
- `swapLast idx`: every one of `h` matrices transposed; `swapAxes` exchanges the first two axes, so that the
  two give every order of three axes.
- `lastToFirst idx`, `firstToLast idx`: an axis moved from one end to the other.

All certificates hold at every context.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {h k m n : Nat}

/-! ### Batched products -/

/-- The products of `h` pairs of matrices. -/
noncomputable def batchedMatmul (a : Idx Γ (.dim h (.dim m (.dim k .scalar))))
    (b : Idx Γ (.dim h (.dim k (.dim n .scalar)))) : Node Γ (.dim h (.dim m (.dim n .scalar))) :=
  Node.curried (τ := .dim h (.dim m (.dim n .scalar))) a b
    (fun x y => ⟨Fin.flatten fun t => (product (row x t) (row y t)).ofLp⟩)
    (fun x y dx dy => ⟨Fin.flatten fun t => (productJvp (row x t) (row y t) (row dx t) (row dy t)).ofLp⟩)
    (fun _ y δ => ⟨Fin.flatten fun t => (productVjp₁ (row y t) (row δ t)).ofLp⟩)
    (fun x _ δ => ⟨Fin.flatten fun t => (productVjp₂ (row x t) (row δ t)).ofLp⟩) fun x y dx dy δ => by
      rw [flatten_inner, inner_flatten, inner_flatten, ← Fin.sum_add_distrib]
      exact Fin.sum_congr fun t =>
        inner_productJvp (row x t) (row y t) (row dx t) (row dy t) (row δ t)

/-- Entry `j` of row `i` of product `t`. -/
theorem batchedMatmul_forward_apply (a : Idx Γ (.dim h (.dim m (.dim k .scalar))))
    (b : Idx Γ (.dim h (.dim k (.dim n .scalar)))) (xV : CtxVec Γ) (t : Fin h) (i : Fin m) (j : Fin n) :
    ((batchedMatmul a b).forward xV).ofLp (.rowMajor t (.rowMajor i j)) =
      ∑ l, (CtxVec.get a xV).ofLp (.rowMajor t (.rowMajor i l)) *
        (CtxVec.get b xV).ofLp (.rowMajor t (.rowMajor l j)) :=
  (Fin.flatten_rowMajor _ t _).trans (Fin.flatten_rowMajor _ i j)

/-- Entry `j` of row `i` of the change of product `t`. -/
theorem batchedMatmul_jvp_apply (a : Idx Γ (.dim h (.dim m (.dim k .scalar))))
    (b : Idx Γ (.dim h (.dim k (.dim n .scalar)))) (xV dxV : CtxVec Γ) (t : Fin h) (i : Fin m) (j : Fin n) :
    ((batchedMatmul a b).jvp xV dxV).ofLp (.rowMajor t (.rowMajor i j)) =
      ∑ l, ((CtxVec.get a xV).ofLp (.rowMajor t (.rowMajor i l)) *
          (CtxVec.get b dxV).ofLp (.rowMajor t (.rowMajor l j)) +
        (CtxVec.get b xV).ofLp (.rowMajor t (.rowMajor l j)) *
          (CtxVec.get a dxV).ofLp (.rowMajor t (.rowMajor i l))) :=
  (Fin.flatten_rowMajor _ t _).trans (Fin.flatten_rowMajor _ i j)

/-- What the gradient adds at the two inputs, product by product. -/
theorem batchedMatmul_vjp_apply (a : Idx Γ (.dim h (.dim m (.dim k .scalar))))
    (b : Idx Γ (.dim h (.dim k (.dim n .scalar)))) (xV : CtxVec Γ) (δ : Vec ((n * m) * h)) :
    (batchedMatmul a b).vjp xV δ =
      CtxVec.single a ⟨Fin.flatten fun t => (productVjp₁ (row (CtxVec.get b xV) t) (row δ t)).ofLp⟩ +
      CtxVec.single b ⟨Fin.flatten fun t => (productVjp₂ (row (CtxVec.get a xV) t) (row δ t)).ofLp⟩ := rfl

/-- `batchedMatmul` is correct everywhere, in both arguments. -/
theorem batchedMatmulFderiv (a : Idx Γ (.dim h (.dim m (.dim k .scalar))))
    (b : Idx Γ (.dim h (.dim k (.dim n .scalar)))) : NodeFDerivCorrect (batchedMatmul a b) := fun xV =>
  correctAt_heads (batchedMatmul_forward_apply a b) (batchedMatmul_jvp_apply a b xV) fun _ _ _ =>
    HasDifferentialAt.sum fun _ => (CtxVec.hasDifferentialAt_get a _ xV).mul
      (CtxVec.hasDifferentialAt_get b _ xV)

/-! ### The last two axes -/

/-- The transpose as an operation. -/
noncomputable def _root_.Proofs.Autograd.Op.transpose (m n : Nat) : Op (n * m) (m * n) :=
  Op.linear transposed transposed fun x δ =>
    (flatten_inner _ δ).trans ((Fin.sum_comm _).trans (inner_flatten x _).symm)

/-- Every one of `h` matrices transposed. -/
noncomputable def swapLast (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) :
    Node Γ (.dim h (.dim n (.dim m .scalar))) :=
  Node.unary (τ := .dim h (.dim n (.dim m .scalar))) idx (Op.rows h (Op.transpose m n))

/-- The entries of the result. -/
theorem swapLast_forward_apply (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) (xV : CtxVec Γ) (t : Fin h)
    (j : Fin n) (i : Fin m) : ((swapLast idx).forward xV).ofLp (.rowMajor t (.rowMajor j i)) =
      (CtxVec.get idx xV).ofLp (.rowMajor t (.rowMajor i j)) :=
  (Op.rows_forward_apply (Op.transpose m n) _ t _).trans (Fin.flatten_rowMajor _ j i)

/-- The entries of the change of the result. -/
theorem swapLast_jvp_apply (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) (xV dxV : CtxVec Γ) (t : Fin h)
    (j : Fin n) (i : Fin m) : ((swapLast idx).jvp xV dxV).ofLp (.rowMajor t (.rowMajor j i)) =
      (CtxVec.get idx dxV).ofLp (.rowMajor t (.rowMajor i j)) :=
  (Op.rows_jvp_apply (Op.transpose m n) (CtxVec.get idx xV) _ t _).trans (Fin.flatten_rowMajor _ j i)

/-- The entries of the gradient. -/
theorem swapLast_vjp_apply (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) (xV : CtxVec Γ)
    (δ : Vec ((m * n) * h)) (t : Fin h) (i : Fin m) (j : Fin n) :
    (CtxVec.get idx ((swapLast idx).vjp xV δ)).ofLp (.rowMajor t (.rowMajor i j)) =
      δ.ofLp (.rowMajor t (.rowMajor j i)) :=
  (Node.unary_vjp_apply (τ := .dim h (.dim n (.dim m .scalar))) idx _ xV δ _).trans
    ((Op.rows_vjp_apply (Op.transpose m n) (CtxVec.get idx xV) δ t _).trans (Fin.flatten_rowMajor _ i j))

/-- `swapLast` is correct everywhere. -/
theorem swapLastFderiv (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) : NodeFDerivCorrect (swapLast idx) :=
  fun _ => Node.unary_correctAt (τ := .dim h (.dim n (.dim m .scalar)))
    (Op.correctAt_rows fun _ => Op.correct_linear _ _)

/-! ### An axis moved from one end to the other -/

/-- The last of three axes in front, by exchanging twice. -/
noncomputable def lastToFirst (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) :
    Node Γ (.dim n (.dim h (.dim m .scalar))) :=
  Node.unary (τ := .dim n (.dim h (.dim m .scalar))) idx
    ((Op.linear swappedAxes swappedAxes inner_swappedAxes).comp (Op.rows h (Op.transpose m n)))

/-- The entries of the result. -/
theorem lastToFirst_forward_apply (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) (xV : CtxVec Γ) (j : Fin n)
    (t : Fin h) (i : Fin m) : ((lastToFirst idx).forward xV).ofLp (.rowMajor j (.rowMajor t i)) =
      (CtxVec.get idx xV).ofLp (.rowMajor t (.rowMajor i j)) :=
  (swappedAxes_apply _ j t i).trans (swapLast_forward_apply idx xV t j i)

/-- The entries of the gradient. -/
theorem lastToFirst_vjp_apply (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) (xV : CtxVec Γ)
    (δ : Vec ((m * h) * n)) (t : Fin h) (i : Fin m) (j : Fin n) :
    (CtxVec.get idx ((lastToFirst idx).vjp xV δ)).ofLp (.rowMajor t (.rowMajor i j)) =
      δ.ofLp (.rowMajor j (.rowMajor t i)) :=
  (swapLast_vjp_apply idx xV (swappedAxes δ) t i j).trans (swappedAxes_apply δ t j i)

/-- `lastToFirst` is correct everywhere. -/
theorem lastToFirstFderiv (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) :
    NodeFDerivCorrect (lastToFirst idx) := fun _ =>
  Node.unary_correctAt (τ := .dim n (.dim h (.dim m .scalar))) (.comp (A := Op.rows h (Op.transpose m n))
    (Op.correct_linear _ _) (Op.correctAt_rows fun _ => Op.correct_linear _ _))

/-- The first of three axes at the end, by exchanging twice. -/
noncomputable def firstToLast (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) :
    Node Γ (.dim m (.dim n (.dim h .scalar))) :=
  Node.unary (τ := .dim m (.dim n (.dim h .scalar))) idx
    ((Op.rows m (Op.transpose h n)).comp (Op.linear swappedAxes swappedAxes inner_swappedAxes))

/-- The entries of the result. -/
theorem firstToLast_forward_apply (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) (xV : CtxVec Γ) (i : Fin m)
    (j : Fin n) (t : Fin h) : ((firstToLast idx).forward xV).ofLp (.rowMajor i (.rowMajor j t)) =
      (CtxVec.get idx xV).ofLp (.rowMajor t (.rowMajor i j)) :=
  (Op.rows_forward_apply (Op.transpose h n) _ i _).trans ((Fin.flatten_rowMajor _ j t).trans
    (swappedAxes_apply _ i t j))

/-- The entries of the gradient. -/
theorem firstToLast_vjp_apply (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) (xV : CtxVec Γ)
    (δ : Vec ((h * n) * m)) (t : Fin h) (i : Fin m) (j : Fin n) :
    (CtxVec.get idx ((firstToLast idx).vjp xV δ)).ofLp (.rowMajor t (.rowMajor i j)) =
      δ.ofLp (.rowMajor i (.rowMajor j t)) :=
  (Node.unary_vjp_apply (τ := .dim m (.dim n (.dim h .scalar))) idx _ xV δ _).trans
    ((swappedAxes_apply _ t i j).trans ((Op.rows_vjp_apply (Op.transpose h n)
      (swappedAxes (CtxVec.get idx xV)) δ i _).trans (Fin.flatten_rowMajor _ t j)))

/-- `firstToLast` is correct everywhere. -/
theorem firstToLastFderiv (idx : Idx Γ (.dim h (.dim m (.dim n .scalar)))) :
    NodeFDerivCorrect (firstToLast idx) := fun _ =>
  Node.unary_correctAt (τ := .dim m (.dim n (.dim h .scalar))) (.comp
    (A := Op.linear swappedAxes swappedAxes inner_swappedAxes)
    (Op.correctAt_rows fun _ => Op.correct_linear _ _) (Op.correct_linear _ _))

end Proofs.Autograd.TapeNodes
