prelude
import NN.Proofs.Autograd.Tape.Nodes.Witness
import NN.Spec.Activation.InverseTrig
/-!
# Elementwise nodes: tan, atan, asin, acos

The certificate of `atan` holds at every context, those of the others where the function has a derivative.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- The tangent of every entry. -/
noncomputable def tan (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.tan Activation.Math.tanDeriv

/-- `tan` is correct where the cosine of no entry is zero. -/
theorem tanFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, _root_.cos ((CtxVec.get idx xV).ofLp i) ≠ 0) :
    NodeFDerivCorrectAt (tan idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_tan (hx i)

/-- A context where `tanFderivAt` applies. -/
theorem exists_tanFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, _root_.cos ((CtxVec.get idx xV).ofLp i) ≠ 0) ∧
      NodeFDerivCorrectAt (tan idx) xV := by
  have h0 : ∀ i : Fin s.size, _root_.cos ((CtxVec.get idx (CtxVec.const Γ 0)).ofLp i) ≠ 0 :=
    fun i => by
      rw [CtxVec.get_const, cos_zero]
      exact ne_of_gt zero_lt_one
  exact ⟨_, h0, tanFderivAt idx _ h0⟩

/-- The inverse tangent of every entry. -/
noncomputable def atan (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.atan Activation.Math.atanDeriv

/-- `atan` is correct everywhere. -/
theorem atanFderiv (idx : Idx Γ s) : NodeFDerivCorrect (atan idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_atan

/-- The inverse sine of every entry. -/
noncomputable def asin (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.asin Activation.Math.asinDeriv

/-- `asin` is correct where every entry is between `-1` and `1`. -/
theorem asinFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hneg : ∀ i : Fin s.size, -1 < (CtxVec.get idx xV).ofLp i)
    (hpos : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i < 1) :
    NodeFDerivCorrectAt (asin idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_asin (hneg i) (hpos i)

/-- A context where `asinFderivAt` applies. -/
theorem exists_asinFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, -1 < (CtxVec.get idx xV).ofLp i) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i < 1) ∧
      NodeFDerivCorrectAt (asin idx) xV := by
  have h0 : ∀ i : Fin s.size, -1 < (CtxVec.get idx (CtxVec.const Γ 0)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact slin (zero_lt_one (R := ℝ))
  have h1 : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ 0)).ofLp i < 1 :=
    fun i => by
      rw [CtxVec.get_const]
      exact zero_lt_one
  exact ⟨_, h0, h1, asinFderivAt idx _ h0 h1⟩

/-- The inverse cosine of every entry. -/
noncomputable def acos (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.acos Activation.Math.acosDeriv

/-- `acos` is correct where every entry is between `-1` and `1`. -/
theorem acosFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hneg : ∀ i : Fin s.size, -1 < (CtxVec.get idx xV).ofLp i)
    (hpos : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i < 1) :
    NodeFDerivCorrectAt (acos idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_acos (hneg i) (hpos i)

/-- A context where `acosFderivAt` applies. -/
theorem exists_acosFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, -1 < (CtxVec.get idx xV).ofLp i) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i < 1) ∧
      NodeFDerivCorrectAt (acos idx) xV := by
  have h0 : ∀ i : Fin s.size, -1 < (CtxVec.get idx (CtxVec.const Γ 0)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact slin (zero_lt_one (R := ℝ))
  have h1 : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ 0)).ofLp i < 1 :=
    fun i => by
      rw [CtxVec.get_const]
      exact zero_lt_one
  exact ⟨_, h0, h1, acosFderivAt idx _ h0 h1⟩

end Proofs.Autograd.TapeNodes
