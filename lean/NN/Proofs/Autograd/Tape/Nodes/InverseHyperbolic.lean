prelude
import NN.Proofs.Autograd.Tape.Nodes.Witness
import NN.Spec.Activation.InverseHyperbolic
/-!
# Elementwise nodes: asinh, acosh, atanh

The certificate of `asinh` holds at every context, those of the others where the function has a derivative.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- The inverse hyperbolic sine of every entry. -/
noncomputable def asinh (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.asinh Activation.Math.asinhDeriv

/-- `asinh` is correct everywhere. -/
theorem asinhFderiv (idx : Idx Γ s) : NodeFDerivCorrect (asinh idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_asinh

/-- The inverse hyperbolic cosine of every entry. -/
noncomputable def acosh (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.acosh Activation.Math.acoshDeriv

/-- `acosh` is correct where every entry is greater than `1`. -/
theorem acoshFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, 1 < (CtxVec.get idx xV).ofLp i) :
    NodeFDerivCorrectAt (acosh idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_acosh (hx i)

/-- A context where `acoshFderivAt` applies. -/
theorem exists_acoshFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, 1 < (CtxVec.get idx xV).ofLp i) ∧
      NodeFDerivCorrectAt (acosh idx) xV := by
  have h0 : ∀ i : Fin s.size, 1 < (CtxVec.get idx (CtxVec.const Γ 2)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact slin (zero_lt_one (R := ℝ))
  exact ⟨_, h0, acoshFderivAt idx _ h0⟩

/-- The inverse hyperbolic tangent of every entry. -/
noncomputable def atanh (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.atanh Activation.Math.atanhDeriv

/-- `atanh` is correct where every entry is between `-1` and `1`. -/
theorem atanhFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hneg : ∀ i : Fin s.size, -1 < (CtxVec.get idx xV).ofLp i)
    (hpos : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i < 1) :
    NodeFDerivCorrectAt (atanh idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_atanh (hneg i) (hpos i)

/-- A context where `atanhFderivAt` applies. -/
theorem exists_atanhFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, -1 < (CtxVec.get idx xV).ofLp i) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i < 1) ∧
      NodeFDerivCorrectAt (atanh idx) xV := by
  have h0 : ∀ i : Fin s.size, -1 < (CtxVec.get idx (CtxVec.const Γ 0)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact slin (zero_lt_one (R := ℝ))
  have h1 : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ 0)).ofLp i < 1 :=
    fun i => by
      rw [CtxVec.get_const]
      exact zero_lt_one
  exact ⟨_, h0, h1, atanhFderivAt idx _ h0 h1⟩

end Proofs.Autograd.TapeNodes
