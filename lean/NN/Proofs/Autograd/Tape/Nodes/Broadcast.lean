prelude
import NN.Proofs.Autograd.Curried
/-!
# Nodes that read or repeat rows: embedding, a vector added to or multiplied with every row

- `embedding idx token`: the rows `token i` of a table, where `token` is data.
- `addRow a b`, `mulRow a b`: the vector `b` added to, or multiplied with, every row of the matrix `a`:
  biases, and the learned scales and offsets of normalisations.

All certificates hold at every context.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {k m n : Nat}

/-! ### Embedding -/

/-- The rows `token i` of a table of `k` rows. -/
noncomputable def embedding (idx : Idx Γ (.dim k (.dim n .scalar))) (token : Fin m → Fin k) :
    Node Γ (.dim m (.dim n .scalar)) :=
  Node.unary (τ := .dim m (.dim n .scalar)) idx (Op.linear
    (fun x => ⟨Fin.flatten fun i j => x.ofLp (.rowMajor (token i) j)⟩)
    (fun δ => ⟨Fin.flatten fun l j => ∑ i, if l.val = (token i).val then δ.ofLp (.rowMajor i j) else 0⟩)
    fun x δ => by
      refine (flatten_inner _ δ).trans (Eq.trans ?_ (inner_flatten x _).symm)
      refine Eq.trans ?_ (Fin.sum_congr fun l => Fin.sum_congr fun j => (Fin.mul_sum _ _).symm)
      refine ((Fin.sum_comm _).trans (Eq.trans (Fin.sum_congr fun j => ?_) (Fin.sum_comm _)))
      exact Eq.trans (Fin.sum_congr fun i => (Fin.sum_mul_ite (fun l => x.ofLp (.rowMajor l j)) (token i)
        _).symm)
        (Fin.sum_comm _))

/-- Entry `j` of row `i` of the result. -/
theorem embedding_forward_apply (idx : Idx Γ (.dim k (.dim n .scalar))) (token : Fin m → Fin k)
    (xV : CtxVec Γ) (i : Fin m) (j : Fin n) : ((embedding idx token).forward xV).ofLp (.rowMajor i j) =
      (CtxVec.get idx xV).ofLp (.rowMajor (token i) j) := Fin.flatten_rowMajor _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem embedding_jvp_apply (idx : Idx Γ (.dim k (.dim n .scalar))) (token : Fin m → Fin k)
    (xV dxV : CtxVec Γ) (i : Fin m) (j : Fin n) : ((embedding idx token).jvp xV dxV).ofLp (.rowMajor i j) =
      (CtxVec.get idx dxV).ofLp (.rowMajor (token i) j) := Fin.flatten_rowMajor _ i j

/-- The gradient at entry `j` of row `l` of the table: the sum over all places where the row was read. -/
theorem embedding_vjp_apply (idx : Idx Γ (.dim k (.dim n .scalar))) (token : Fin m → Fin k) (xV : CtxVec Γ)
    (δ : Vec (n * m)) (l : Fin k) (j : Fin n) :
    (CtxVec.get idx ((embedding idx token).vjp xV δ)).ofLp (.rowMajor l j) =
      ∑ i, if l.val = (token i).val then δ.ofLp (.rowMajor i j) else 0 :=
  (Node.unary_vjp_apply (τ := .dim m (.dim n .scalar)) idx _ xV δ (.rowMajor l j)).trans
    (Fin.flatten_rowMajor _ l j)

/-- `embedding` is correct everywhere. -/
theorem embeddingFderiv (idx : Idx Γ (.dim k (.dim n .scalar))) (token : Fin m → Fin k) :
    NodeFDerivCorrect (embedding idx token) := fun _ =>
  Node.unary_correctAt (τ := .dim m (.dim n .scalar)) (Op.correct_linear _ _)

/-! ### A vector added to every row -/

/-- The vector `b` added to every row of the matrix `a`. -/
noncomputable def addRow (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar)) :
    Node Γ (.dim m (.dim n .scalar)) :=
  Node.curried (τ := .dim m (.dim n .scalar)) a b (fun x y =>
    ⟨Fin.flatten fun i j => x.ofLp (.rowMajor i j) + y.ofLp j⟩)
    (fun _ _ dx dy => ⟨Fin.flatten fun i j => dx.ofLp (.rowMajor i j) + dy.ofLp j⟩)
    (fun _ _ δ => ⟨fun i => δ.ofLp i⟩) (fun _ _ δ => ⟨fun j => ∑ i, δ.ofLp (.rowMajor i j)⟩)
    fun _ _ dx dy δ => by
      refine (flatten_inner _ δ).trans (Eq.trans ?_ (congr (congrArg HAdd.hAdd
        (Fin.sum_rowMajor fun l => dx.ofLp l * δ.ofLp l).symm) (Fin.sum_congr fun j =>
          (Fin.mul_sum (dy.ofLp j) fun i => δ.ofLp (.rowMajor i j)).symm)))
      simp only [add_mul, Fin.sum_add_distrib]
      exact congrArg (_ + ·) (Fin.sum_comm _)

/-- Entry `j` of row `i` of the result. -/
theorem addRow_forward_apply (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar))
    (xV : CtxVec Γ) (i : Fin m) (j : Fin n) : ((addRow a b).forward xV).ofLp (.rowMajor i j) =
      (CtxVec.get a xV).ofLp (.rowMajor i j) + (CtxVec.get b xV).ofLp j := Fin.flatten_rowMajor _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem addRow_jvp_apply (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar))
    (xV dxV : CtxVec Γ) (i : Fin m) (j : Fin n) : ((addRow a b).jvp xV dxV).ofLp (.rowMajor i j) =
      (CtxVec.get a dxV).ofLp (.rowMajor i j) + (CtxVec.get b dxV).ofLp j := Fin.flatten_rowMajor _ i j

/-- What the gradient adds at the two inputs. -/
theorem addRow_vjp_apply (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ)
    (δ : Vec (n * m)) : (addRow a b).vjp xV δ =
      CtxVec.single a ⟨fun i => δ.ofLp i⟩ + CtxVec.single b ⟨fun j => ∑ i, δ.ofLp (.rowMajor i j)⟩ := rfl

/-- `addRow` is correct everywhere. -/
theorem addRowFderiv (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar)) :
    NodeFDerivCorrect (addRow a b) := fun xV =>
  Node.correctAt_matrix (addRow_forward_apply a b) (addRow_jvp_apply a b xV) fun _ _ =>
    (CtxVec.hasDifferentialAt_get a _ xV).add (CtxVec.hasDifferentialAt_get b _ xV)

/-! ### A vector multiplied with every row -/

/-- Every row of the matrix `a` times the vector `b`, entry by entry. -/
noncomputable def mulRow (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar)) :
    Node Γ (.dim m (.dim n .scalar)) :=
  Node.curried (τ := .dim m (.dim n .scalar)) a b (fun x y =>
    ⟨Fin.flatten fun i j => x.ofLp (.rowMajor i j) * y.ofLp j⟩)
    (fun x y dx dy => ⟨Fin.flatten fun i j => x.ofLp (.rowMajor i j) * dy.ofLp j +
      y.ofLp j * dx.ofLp (.rowMajor i j)⟩)
    (fun _ y δ => ⟨Fin.flatten fun i j => y.ofLp j * δ.ofLp (.rowMajor i j)⟩)
    (fun x _ δ => ⟨fun j => ∑ i, x.ofLp (.rowMajor i j) * δ.ofLp (.rowMajor i j)⟩)
    fun x y dx dy δ => by
      refine (flatten_inner _ δ).trans (Eq.trans ?_ (congr (congrArg HAdd.hAdd (inner_flatten dx _).symm)
        (Fin.sum_congr fun j => (Fin.mul_sum (dy.ofLp j) fun i =>
          x.ofLp (.rowMajor i j) * δ.ofLp (.rowMajor i j)).symm)))
      simp only [add_mul, Fin.sum_add_distrib]
      rw [add_comm]
      refine congr (congrArg HAdd.hAdd (Fin.sum_congr fun i => Fin.sum_congr fun j => ring)) ?_
      exact (Fin.sum_comm _).trans (Fin.sum_congr fun j => Fin.sum_congr fun i => ring)

/-- Entry `j` of row `i` of the result. -/
theorem mulRow_forward_apply (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar))
    (xV : CtxVec Γ) (i : Fin m) (j : Fin n) : ((mulRow a b).forward xV).ofLp (.rowMajor i j) =
      (CtxVec.get a xV).ofLp (.rowMajor i j) * (CtxVec.get b xV).ofLp j := Fin.flatten_rowMajor _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem mulRow_jvp_apply (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar))
    (xV dxV : CtxVec Γ) (i : Fin m) (j : Fin n) : ((mulRow a b).jvp xV dxV).ofLp (.rowMajor i j) =
      (CtxVec.get a xV).ofLp (.rowMajor i j) * (CtxVec.get b dxV).ofLp j +
        (CtxVec.get b xV).ofLp j * (CtxVec.get a dxV).ofLp (.rowMajor i j) := Fin.flatten_rowMajor _ i j

/-- What the gradient adds at the two inputs. -/
theorem mulRow_vjp_apply (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ)
    (δ : Vec (n * m)) : (mulRow a b).vjp xV δ =
      CtxVec.single a ⟨Fin.flatten fun i j => (CtxVec.get b xV).ofLp j * δ.ofLp (.rowMajor i j)⟩ +
      CtxVec.single b ⟨fun j => ∑ i, (CtxVec.get a xV).ofLp (.rowMajor i j) * δ.ofLp (.rowMajor i j)⟩ := rfl

/-- `mulRow` is correct everywhere. -/
theorem mulRowFderiv (a : Idx Γ (.dim m (.dim n .scalar))) (b : Idx Γ (.dim n .scalar)) :
    NodeFDerivCorrect (mulRow a b) := fun xV =>
  Node.correctAt_matrix (mulRow_forward_apply a b) (mulRow_jvp_apply a b xV) fun _ _ =>
    (CtxVec.hasDifferentialAt_get a _ xV).mul (CtxVec.hasDifferentialAt_get b _ xV)

end Proofs.Autograd.TapeNodes
