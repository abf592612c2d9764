prelude
import NN.Proofs.Autograd.Tape.Nodes.Witness
import NN.Spec.Activation.LogExp
/-!
# Elementwise nodes: log1p, expm1, exp2, log2, log10, logit, entr

`expm1` and `exp2` are correct at every context, the others where every entry is in their domain.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- `log (1 + x)` of every entry. -/
noncomputable def log1p (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.log1p Activation.Math.log1pDeriv

/-- `log1p` is correct where every entry is greater than `-1`. -/
theorem log1pFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, -1 < (CtxVec.get idx xV).ofLp i) :
    NodeFDerivCorrectAt (log1p idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_log1p (hx i)

/-- A context where `log1pFderivAt` applies. -/
theorem exists_log1pFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, -1 < (CtxVec.get idx xV).ofLp i) ∧
      NodeFDerivCorrectAt (log1p idx) xV := by
  have h0 : ∀ i : Fin s.size, -1 < (CtxVec.get idx (CtxVec.const Γ 0)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact slin (zero_lt_one (R := ℝ))
  exact ⟨_, h0, log1pFderivAt idx _ h0⟩

/-- `exp x - 1` of every entry. -/
noncomputable def expm1 (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.expm1 Activation.Math.expm1Deriv

/-- `expm1` is correct everywhere. -/
theorem expm1Fderiv (idx : Idx Γ s) : NodeFDerivCorrect (expm1 idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_expm1

/-- `2 ^ x` of every entry. -/
noncomputable def exp2 (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.exp2 Activation.Math.exp2Deriv

/-- `exp2` is correct everywhere. -/
theorem exp2Fderiv (idx : Idx Γ s) : NodeFDerivCorrect (exp2 idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_exp2

/-- The logarithm to base 2 of every entry. -/
noncomputable def log2 (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.log2 Activation.Math.log2Deriv

/-- `log2` is correct where every entry is positive. -/
theorem log2FderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) :
    NodeFDerivCorrectAt (log2 idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_log2 (hx i)

/-- A context where `log2FderivAt` applies. -/
theorem exists_log2FderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) ∧
      NodeFDerivCorrectAt (log2 idx) xV := by
  have h0 : ∀ i : Fin s.size, 0 < (CtxVec.get idx (CtxVec.const Γ 1)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact zero_lt_one
  exact ⟨_, h0, log2FderivAt idx _ h0⟩

/-- The logarithm to base 10 of every entry. -/
noncomputable def log10 (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.log10 Activation.Math.log10Deriv

/-- `log10` is correct where every entry is positive. -/
theorem log10FderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) :
    NodeFDerivCorrectAt (log10 idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_log10 (hx i)

/-- A context where `log10FderivAt` applies. -/
theorem exists_log10FderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) ∧
      NodeFDerivCorrectAt (log10 idx) xV := by
  have h0 : ∀ i : Fin s.size, 0 < (CtxVec.get idx (CtxVec.const Γ 1)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact zero_lt_one
  exact ⟨_, h0, log10FderivAt idx _ h0⟩

/-- The logarithm of the odds of every entry. -/
noncomputable def logit (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.logit Activation.Math.logitDeriv

/-- `logit` is correct where every entry is between `0` and `1`. -/
theorem logitFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (h0 : ∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i)
    (h1 : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i < 1) :
    NodeFDerivCorrectAt (logit idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_logit (h0 i) (h1 i)

/-- A context where `logitFderivAt` applies. -/
theorem exists_logitFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i < 1) ∧
      NodeFDerivCorrectAt (logit idx) xV := by
  have h0 : ∀ i : Fin s.size, 0 < (CtxVec.get idx (CtxVec.const Γ 2⁻¹)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact inv_pos_of_pos two_pos
  have h1 : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ 2⁻¹)).ofLp i < 1 :=
    fun i => by
      rw [CtxVec.get_const, ← one_div]
      exact div_lt_one_of_lt two_pos (slin (zero_lt_one (R := ℝ)))
  exact ⟨_, h0, h1, logitFderivAt idx _ h0 h1⟩

/-- `-(x log x)` of every entry. -/
noncomputable def entr (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.entr Activation.Math.entrDeriv

/-- `entr` is correct where every entry is positive. -/
theorem entrFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) :
    NodeFDerivCorrectAt (entr idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_entr (hx i)

/-- A context where `entrFderivAt` applies. -/
theorem exists_entrFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) ∧
      NodeFDerivCorrectAt (entr idx) xV := by
  have h0 : ∀ i : Fin s.size, 0 < (CtxVec.get idx (CtxVec.const Γ 1)).ofLp i :=
    fun i => by
      rw [CtxVec.get_const]
      exact zero_lt_one
  exact ⟨_, h0, entrFderivAt idx _ h0⟩

end Proofs.Autograd.TapeNodes
