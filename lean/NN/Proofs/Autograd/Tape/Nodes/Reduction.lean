prelude
import NN.Proofs.Autograd.Curried
/-!
# Nodes that reduce all entries to one: sum, mean, dot product, mean-squared error

The input may have any shape; the result is a scalar. All certificates hold at every context. Over an empty
shape the sum is 0 and so is the mean, because `0 / 0 = 0`.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-! ### Sum -/

/-- The sum of all entries. -/
noncomputable def sum (idx : Idx Γ s) : Node Γ .scalar :=
  Node.unary (τ := .scalar) idx
    (Op.linear (fun x => ⟨fun _ => ∑ j, x.ofLp j⟩) (fun δ => ⟨fun _ => δ.ofLp (.last 0)⟩) fun x δ => by
      rw [Op.inner_one]
      exact Fin.sum_mul _ _)

/-- The result. -/
theorem sum_forward_apply (idx : Idx Γ s) (xV : CtxVec Γ) (i : Fin 1) :
    ((sum idx).forward xV).ofLp i = ∑ j, (CtxVec.get idx xV).ofLp j := rfl

/-- The change of the result. -/
theorem sum_jvp_apply (idx : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin 1) :
    ((sum idx).jvp xV dxV).ofLp i = ∑ j, (CtxVec.get idx dxV).ofLp j := rfl

/-- The gradient at entry `j`. -/
theorem sum_vjp_apply (idx : Idx Γ s) (xV : CtxVec Γ) (δ : Vec 1) (j : Fin s.size) :
    (CtxVec.get idx ((sum idx).vjp xV δ)).ofLp j = δ.ofLp (.last 0) :=
  Node.unary_vjp_apply (τ := .scalar) idx _ xV δ j

/-- `sum` is correct everywhere. -/
theorem sumFderiv (idx : Idx Γ s) : NodeFDerivCorrect (sum idx) := fun _ =>
  Node.unary_correctAt (τ := .scalar) (Op.correct_linear _ _)

/-! ### Mean -/

/-- The mean of all entries. -/
noncomputable def mean (idx : Idx Γ s) : Node Γ .scalar :=
  Node.unary (τ := .scalar) idx
    (Op.linear (fun x => ⟨fun _ => (∑ j, x.ofLp j) / natCast ℝ s.size⟩)
      (fun δ => ⟨fun _ => δ.ofLp (.last 0) / natCast ℝ s.size⟩) fun x δ => by
        rw [Op.inner_one]
        simp only [div_eq_mul_inv]
        exact (mul_assoc _ _ _).trans ((Fin.sum_mul _ _).trans (Fin.sum_congr fun j => ring)))

/-- The result. -/
theorem mean_forward_apply (idx : Idx Γ s) (xV : CtxVec Γ) (i : Fin 1) :
    ((mean idx).forward xV).ofLp i = (∑ j, (CtxVec.get idx xV).ofLp j) / natCast ℝ s.size := rfl

/-- The change of the result. -/
theorem mean_jvp_apply (idx : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin 1) :
    ((mean idx).jvp xV dxV).ofLp i = (∑ j, (CtxVec.get idx dxV).ofLp j) / natCast ℝ s.size := rfl

/-- The gradient at entry `j`. -/
theorem mean_vjp_apply (idx : Idx Γ s) (xV : CtxVec Γ) (δ : Vec 1) (j : Fin s.size) :
    (CtxVec.get idx ((mean idx).vjp xV δ)).ofLp j = δ.ofLp (.last 0) / natCast ℝ s.size :=
  Node.unary_vjp_apply (τ := .scalar) idx _ xV δ j

/-- `mean` is correct everywhere. -/
theorem meanFderiv (idx : Idx Γ s) : NodeFDerivCorrect (mean idx) := fun _ =>
  Node.unary_correctAt (τ := .scalar) (Op.correct_linear _ _)

/-! ### Dot product -/

/-- The dot product of two entries of the context of the same shape. -/
noncomputable def dot (a b : Idx Γ s) : Node Γ .scalar :=
  Node.sumOf₂ a b (fun x y => x * y) (fun _ y => y) fun x _ => x

/-- The result. -/
theorem dot_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin 1) :
    ((dot a b).forward xV).ofLp i = ∑ j, (CtxVec.get a xV).ofLp j * (CtxVec.get b xV).ofLp j := rfl

/-- The change of the result. -/
theorem dot_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin 1) :
    ((dot a b).jvp xV dxV).ofLp i = ∑ j, ((CtxVec.get b xV).ofLp j * (CtxVec.get a dxV).ofLp j +
      (CtxVec.get a xV).ofLp j * (CtxVec.get b dxV).ofLp j) := rfl

/-- What the gradient adds at the two inputs. -/
theorem dot_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec 1) :
    (dot a b).vjp xV δ = CtxVec.single a ⟨fun j => (CtxVec.get b xV).ofLp j * δ.ofLp (.last 0)⟩ +
      CtxVec.single b ⟨fun j => (CtxVec.get a xV).ofLp j * δ.ofLp (.last 0)⟩ := rfl

/-- `dot` is correct everywhere. -/
theorem dotFderiv (a b : Idx Γ s) : NodeFDerivCorrect (dot a b) := fun xV =>
  Node.correctAt_sumOf₂ fun j => ((CtxVec.hasDifferentialAt_get a j xV).mul
    (CtxVec.hasDifferentialAt_get b j xV)).congr fun _ => add_comm _ _

/-! ### Mean-squared error -/

/-- The mean of the squared differences of two entries of the context. -/
noncomputable def mse (a b : Idx Γ s) : Node Γ .scalar :=
  Node.meanOf₂ a b (fun x y => (x - y) ^ 2) (fun x y => 2 * (x - y)) fun x y => -(2 * (x - y))

/-- The result. -/
theorem mse_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin 1) :
    ((mse a b).forward xV).ofLp i =
      (∑ j, ((CtxVec.get a xV).ofLp j - (CtxVec.get b xV).ofLp j) ^ 2) / natCast ℝ s.size := rfl

/-- The change of the result. -/
theorem mse_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin 1) :
    ((mse a b).jvp xV dxV).ofLp i =
      (∑ j, (2 * ((CtxVec.get a xV).ofLp j - (CtxVec.get b xV).ofLp j) * (CtxVec.get a dxV).ofLp j +
        -(2 * ((CtxVec.get a xV).ofLp j - (CtxVec.get b xV).ofLp j)) * (CtxVec.get b dxV).ofLp j)) /
        natCast ℝ s.size := rfl

/-- What the gradient adds at the two inputs. -/
theorem mse_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec 1) :
    (mse a b).vjp xV δ =
      CtxVec.single a ⟨fun j => 2 * ((CtxVec.get a xV).ofLp j - (CtxVec.get b xV).ofLp j) * δ.ofLp (.last 0) /
        natCast ℝ s.size⟩ +
      CtxVec.single b ⟨fun j => -(2 * ((CtxVec.get a xV).ofLp j - (CtxVec.get b xV).ofLp j)) *
        δ.ofLp (.last 0) /
        natCast ℝ s.size⟩ := rfl

/-- `mse` is correct everywhere. -/
theorem mseFderiv (a b : Idx Γ s) : NodeFDerivCorrect (mse a b) := fun xV =>
  Node.correctAt_meanOf₂ fun j => by
    have d := (CtxVec.hasDifferentialAt_get a j xV).sub (CtxVec.hasDifferentialAt_get b j xV)
    exact ((d.mul d).congr_fun fun _ => ring).congr fun _ => ring

end Proofs.Autograd.TapeNodes
