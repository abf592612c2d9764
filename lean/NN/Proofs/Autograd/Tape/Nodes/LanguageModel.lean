prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
import NN.Spec.Activation.Smooth
/-!
# Elementwise nodes: swish, soft cap, squared ReLU, tanh shrink

Their certificates hold at every context; that of the soft cap supposes that its parameter is not zero.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- `x sigmoid (β x)` of every entry. -/
noncomputable def swish (idx : Idx Γ s) (β : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.swish β) (Activation.Math.swishDeriv β)

/-- `swish` is correct everywhere. -/
theorem swishFderiv (idx : Idx Γ s) (β : ℝ) : NodeFDerivCorrect (swish idx β) :=
  elemwiseFderiv idx _ _ (Activation.Math.hasDerivAt_swish β)

/-- `c tanh (x / c)` of every entry. -/
noncomputable def softCap (idx : Idx Γ s) (c : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.softCap c) (Activation.Math.softCapDeriv c)

/-- `softCap` is correct everywhere, for `c ≠ 0`. -/
theorem softCapFderiv (idx : Idx Γ s) (c : ℝ) (hc : c ≠ 0) : NodeFDerivCorrect (softCap idx c) :=
  elemwiseFderiv idx _ _ (Activation.Math.hasDerivAt_softCap hc)

/-- A parameter for which `softCapFderiv` applies. -/
theorem exists_softCapFderiv (idx : Idx Γ s) : ∃ c, c ≠ 0 ∧ NodeFDerivCorrect (softCap idx c) :=
  ⟨1, ne_of_gt zero_lt_one, softCapFderiv idx 1 (ne_of_gt zero_lt_one)⟩

/-- The square of the ReLU of every entry. -/
noncomputable def squaredRelu (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.squaredRelu Activation.Math.squaredReluDeriv

/-- `squaredRelu` is correct everywhere, at `0` too. -/
theorem squaredReluFderiv (idx : Idx Γ s) : NodeFDerivCorrect (squaredRelu idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_squaredRelu

/-- `x - tanh x` of every entry. -/
noncomputable def tanhShrink (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.tanhShrink Activation.Math.tanhShrinkDeriv

/-- `tanhShrink` is correct everywhere. -/
theorem tanhShrinkFderiv (idx : Idx Γ s) : NodeFDerivCorrect (tanhShrink idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_tanhShrink

end Proofs.Autograd.TapeNodes
