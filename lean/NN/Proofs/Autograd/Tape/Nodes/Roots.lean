prelude
import NN.Proofs.Autograd.Tape.Nodes.Witness
import NN.Spec.Activation.Roots
/-!
# Elementwise nodes: rsqrt, cbrt

Their certificates hold where no entry is `0`, and for the inverse square root none is negative.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- The inverse square root of every entry. -/
noncomputable def rsqrt (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.rsqrt Activation.Math.rsqrtDeriv

/-- `rsqrt` is correct where every entry is positive. -/
theorem rsqrtFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) :
    NodeFDerivCorrectAt (rsqrt idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_rsqrt (hx i)

/-- A context where `rsqrtFderivAt` applies. -/
theorem exists_rsqrtFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) ∧
      NodeFDerivCorrectAt (rsqrt idx) xV := by
  have h0 : ∀ i : Fin s.size, 0 < (CtxVec.get idx (CtxVec.const Γ 1)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact zero_lt_one
  exact ⟨_, h0, rsqrtFderivAt idx _ h0⟩

/-- The cube root of every entry. -/
noncomputable def cbrt (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.cbrt Activation.Math.cbrtDeriv

/-- `cbrt` is correct where no entry is zero. -/
theorem cbrtFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (cbrt idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_cbrt (hx i)

/-- A context where `cbrtFderivAt` applies. -/
theorem exists_cbrtFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧
      NodeFDerivCorrectAt (cbrt idx) xV := by
  have h0 : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ 1)).ofLp i ≠ 0 :=
    fun i => by
      rw [CtxVec.get_const]
      exact ne_of_gt zero_lt_one
  exact ⟨_, h0, cbrtFderivAt idx _ h0⟩

end Proofs.Autograd.TapeNodes
