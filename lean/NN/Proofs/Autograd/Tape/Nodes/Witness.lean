prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
/-!
# The conditional certificates are not vacuous

Every certificate with a hypothesis comes with a context, or a parameter, that meets it: the context all of
whose entries are 1, and `ε = 1`. They do so for every list of shapes `Γ`, every shape `s`, and every place
`idx`.

The hypotheses of `elemwiseFderiv` and `elemwiseFderivAt` are met by every node of
`NN.Proofs.Autograd.Tape.Nodes.Elementwise`, that of `unaryOpFderiv`, to have an operation with its
certificate, by the linear layer (`nonempty_opSpecFDerivCorrect`).
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- The entries of the context of ones are positive. -/
theorem get_one_pos (idx : Idx Γ s) (i : Fin s.size) : 0 < (CtxVec.get idx (CtxVec.const Γ 1)).ofLp i := by
  rw [CtxVec.get_const]
  exact zero_lt_one

/-- The entries of the context of ones are not zero. -/
theorem get_one_ne_zero (idx : Idx Γ s) (i : Fin s.size) : (CtxVec.get idx (CtxVec.const Γ 1)).ofLp i ≠ 0 :=
  ne_of_gt (get_one_pos idx i)

/-- A context where `reluFderivAt` applies. -/
theorem exists_reluFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (relu idx) xV :=
  ⟨_, get_one_ne_zero idx, reluFderivAt idx _ (get_one_ne_zero idx)⟩

/-- A context where `absFderivAt` applies. -/
theorem exists_absFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (abs idx) xV :=
  ⟨_, get_one_ne_zero idx, absFderivAt idx _ (get_one_ne_zero idx)⟩

/-- A context where `logFderivAt` applies. -/
theorem exists_logFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (log idx) xV :=
  ⟨_, get_one_ne_zero idx, logFderivAt idx _ (get_one_ne_zero idx)⟩

/-- A context where `invFderivAt` applies. -/
theorem exists_invFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (inv idx) xV :=
  ⟨_, get_one_ne_zero idx, invFderivAt idx _ (get_one_ne_zero idx)⟩

/-- A point where `hasDerivAt_sqrt_clamp_of_pos` applies. -/
theorem exists_hasDerivAt_sqrt_clamp_of_pos :
    ∃ x : ℝ, 0 < x ∧ HasDerivAt (fun y : ℝ => _root_.sqrt (max y 0)) (1 / (2 * _root_.sqrt x)) x :=
  ⟨1, zero_lt_one, hasDerivAt_sqrt_clamp_of_pos zero_lt_one⟩

/-- A context where `sqrtClampFderivAt` applies. -/
theorem exists_sqrtClampFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) ∧ NodeFDerivCorrectAt (sqrtClamp idx) xV :=
  ⟨_, get_one_pos idx, sqrtClampFderivAt idx _ (get_one_pos idx)⟩

/-- A context where `sqrtFderivAt` applies. -/
theorem exists_sqrtFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (sqrt idx) xV :=
  ⟨_, get_one_ne_zero idx, sqrtFderivAt idx _ (get_one_ne_zero idx)⟩

/-- A context where `eluFderivAt` applies, for every `alpha`. -/
theorem exists_eluFderivAt (idx : Idx Γ s) (alpha : ℝ) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (elu idx alpha) xV :=
  ⟨_, get_one_ne_zero idx, eluFderivAt idx alpha _ (get_one_ne_zero idx)⟩

/-- A parameter for which `safeLogFderiv` applies. -/
theorem exists_safeLogFderiv (idx : Idx Γ s) : ∃ ε, 0 < ε ∧ NodeFDerivCorrect (safeLog idx ε) :=
  ⟨1, zero_lt_one, safeLogFderiv idx 1 zero_lt_one⟩

/-- A parameter for which `smoothAbsFderiv` applies. -/
theorem exists_smoothAbsFderiv (idx : Idx Γ s) : ∃ ε, 0 < ε ∧ NodeFDerivCorrect (smoothAbs idx ε) :=
  ⟨1, zero_lt_one, smoothAbsFderiv idx 1 zero_lt_one⟩

/-- There are operations with a certificate, between all dimensions. -/
theorem nonempty_opSpecFDerivCorrect (inDim outDim : Nat) : Nonempty (OpSpecFDerivCorrect inDim outDim) :=
  ⟨LinearSpec.opSpecFDerivCorrect ⟨.ofVec 0, .ofVec 0⟩⟩

end Proofs.Autograd.TapeNodes
