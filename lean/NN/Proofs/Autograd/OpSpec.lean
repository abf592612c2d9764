prelude
import NN.Proofs.Autograd.Op
import NN.Spec.Linear
/-!
# Specifications of operations on tensors

`OpSpec inDim outDim` is an operation on tensors with its two rules, as a specification would write it down;
`OpSpecFDerivCorrect inDim outDim` is one together with the proof that its rules are right. The linear layer
is the example: `LinearSpec.opSpecFDerivCorrect`.
-/

namespace Proofs.Autograd
open Spec Vec

/-- An operation from tensors of shape `inDim` to tensors of shape `outDim`, with its forward and its reverse
rule. -/
structure OpSpec (inDim outDim : Nat) where
  /-- the operation -/
  forward : Tensor ℝ (.dim inDim .scalar) → Tensor ℝ (.dim outDim .scalar)
  /-- the forward rule: the change of the result when the argument `x` changes by `dx` -/
  jvp : Tensor ℝ (.dim inDim .scalar) → Tensor ℝ (.dim inDim .scalar) → Tensor ℝ (.dim outDim .scalar)
  /-- the reverse rule: the gradient at the argument `x` that belongs to the gradient `δ` at the result -/
  backward : Tensor ℝ (.dim inDim .scalar) → Tensor ℝ (.dim outDim .scalar) → Tensor ℝ (.dim inDim .scalar)
  /-- the reverse rule is the adjoint of the forward rule -/
  inner_jvp : ∀ x dx δ, ⟪(jvp x dx).toVec, δ.toVec⟫ = ⟪dx.toVec, (backward x δ).toVec⟫

/-- The operation on flattened tensors. -/
noncomputable def OpSpec.toOp {inDim outDim : Nat} (S : OpSpec inDim outDim) : Op inDim outDim where
  forward x := (S.forward (.ofVec x)).toVec
  jvp x dx := (S.jvp (.ofVec x) (.ofVec dx)).toVec
  vjp x δ := (S.backward (.ofVec x) (.ofVec δ)).toVec
  inner_jvp x dx δ := S.inner_jvp (.ofVec x) (.ofVec dx) (.ofVec δ)

/-- A specification with its certificate: the forward rule is the Fréchet derivative everywhere. -/
structure OpSpecFDerivCorrect (inDim outDim : Nat) where
  /-- the operation and its rules -/
  op : OpSpec inDim outDim
  /-- the proof that they are right -/
  correct : op.toOp.Correct

end Proofs.Autograd

namespace Spec.LinearSpec
open Proofs.Autograd
variable {inDim outDim : Nat}

/-- The linear layer as a specification: `W x + b`, `W dx`, and the transpose of `W` for the reverse rule. -/
noncomputable def opSpec (m : LinearSpec inDim outDim) : OpSpec inDim outDim where
  forward := m.forward
  jvp _ dx := m.jvp dx
  backward _ δ := m.vjp δ
  inner_jvp _ dx δ := by
    show ∑ i, (∑ j, m.weight i j * (dx.get j).item) * (δ.get i).item =
      ∑ j, (dx.get j).item * ∑ i, m.weight i j * (δ.get i).item
    simp only [Fin.mul_sum, Fin.sum_mul]
    rw [Fin.sum_comm]
    exact Fin.sum_congr fun j => Fin.sum_congr fun i => ring

/-- The linear layer is correct. -/
theorem correct_opSpec (m : LinearSpec inDim outDim) : m.opSpec.toOp.Correct := fun x => by
  refine hasFDerivAt_vec fun i => ?_
  exact ((HasFDerivAt.sum fun j => (hasFDerivAt_coord j x).const_smul (m.weight i j)).add_const
    (m.biasAt i)).congr_fderiv fun v => ContinuousLinearMap.sum_apply _ v

/-- The linear layer with its certificate. -/
noncomputable def opSpecFDerivCorrect (m : LinearSpec inDim outDim) : OpSpecFDerivCorrect inDim outDim :=
  ⟨m.opSpec, m.correct_opSpec⟩

end Spec.LinearSpec
