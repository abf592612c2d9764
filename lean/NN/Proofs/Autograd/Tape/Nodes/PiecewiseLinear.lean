prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
import NN.Spec.Activation.HardSigmoid
import NN.Spec.Activation.HardTanh
import NN.Spec.Activation.LeakyRelu
import NN.Spec.Activation.Relu6
import NN.Spec.Activation.Selu
/-!
# Elementwise nodes with kinks: leaky ReLU, SELU, clamp, ReLU6, hard tanh, hard sigmoid, hard swish

Each certificate supposes that no entry is at a kink, one hypothesis for each kink, and comes with a context
that meets all hypotheses (`exists_...`).
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-! ### One kink, at zero -/

/-- `x` if `x > 0`, else `alpha x`, of every entry. -/
noncomputable def leakyRelu (idx : Idx Γ s) (alpha : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.leakyRelu alpha) (Activation.Math.leakyReluDeriv alpha)

/-- `leakyRelu` is correct where no entry is zero. -/
theorem leakyReluFderivAt (idx : Idx Γ s) (alpha : ℝ) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) : NodeFDerivCorrectAt (leakyRelu idx alpha) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_leakyRelu alpha (hx i)

/-- The scaled exponential linear unit of every entry. -/
noncomputable def selu (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.selu Activation.Math.seluDeriv

/-- `selu` is correct where no entry is zero. -/
theorem seluFderivAt (idx : Idx Γ s) (xV : CtxVec Γ) (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (selu idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_selu (hx i)

/-- Every entry of the context of twos is 2. -/
private theorem get_two_ne (idx : Idx Γ s) {c : ℝ} (h : (2 : ℝ) ≠ c) (i : Fin s.size) :
    (CtxVec.get idx (CtxVec.const Γ 2)).ofLp i ≠ c := by
  rw [CtxVec.get_const]
  exact h

/-- A context where `leakyReluFderivAt` applies, for every `alpha`. -/
theorem exists_leakyReluFderivAt (idx : Idx Γ s) (alpha : ℝ) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (leakyRelu idx alpha) xV :=
  ⟨_, get_two_ne idx two_ne_zero, leakyReluFderivAt idx alpha _ (get_two_ne idx two_ne_zero)⟩

/-- A context where `seluFderivAt` applies. -/
theorem exists_seluFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (selu idx) xV :=
  ⟨_, get_two_ne idx two_ne_zero, seluFderivAt idx _ (get_two_ne idx two_ne_zero)⟩

/-! ### Two kinks -/

/-- Every entry clamped to the interval from `lo` to `hi`. -/
noncomputable def clamp (idx : Idx Γ s) (lo hi : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.clamp lo hi) (Activation.Math.clampDeriv lo hi)

/-- `clamp` is correct where no entry is `lo` or `hi`. -/
theorem clampFderivAt (idx : Idx Γ s) (lo hi : ℝ) (xV : CtxVec Γ)
    (hlo : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ lo)
    (hhi : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ hi) : NodeFDerivCorrectAt (clamp idx lo hi) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_clamp (hlo i) (hhi i)

/-- A context where `clampFderivAt` applies, for every `lo` and `hi`. -/
theorem exists_clampFderivAt (idx : Idx Γ s) (lo hi : ℝ) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ lo) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ hi) ∧ NodeFDerivCorrectAt (clamp idx lo hi) xV := by
  obtain ⟨x, hlo, hhi, _⟩ := Activation.Math.exists_hasDerivAt_clamp lo hi
  have entry : ∀ i, (CtxVec.get idx (CtxVec.const Γ x)).ofLp i = x := CtxVec.get_const x idx
  have hlo : ∀ i, (CtxVec.get idx (CtxVec.const Γ x)).ofLp i ≠ lo := fun i => by rwa [entry]
  have hhi : ∀ i, (CtxVec.get idx (CtxVec.const Γ x)).ofLp i ≠ hi := fun i => by rwa [entry]
  exact ⟨_, hlo, hhi, clampFderivAt idx lo hi _ hlo hhi⟩

/-- ReLU6, `min (max x 0) 6`, of every entry. -/
noncomputable def relu6 (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.relu6 Activation.Math.relu6Deriv

/-- `relu6` is correct where no entry is zero or six. -/
theorem relu6FderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (h0 : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0)
    (h6 : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 6) : NodeFDerivCorrectAt (relu6 idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_relu6 (h0 i) (h6 i)

/-- A context where `relu6FderivAt` applies. -/
theorem exists_relu6FderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 6) ∧ NodeFDerivCorrectAt (relu6 idx) xV := by
  have h0 : (2 : ℝ) ≠ 0 := two_ne_zero
  have h6 : (2 : ℝ) ≠ 6 := ne_of_lt (slin (ofNat_pos (R := ℝ) 2))
  exact ⟨_, get_two_ne idx h0, get_two_ne idx h6,
    relu6FderivAt idx _ (get_two_ne idx h0) (get_two_ne idx h6)⟩

/-- `min (max x (-1)) 1` of every entry. -/
noncomputable def hardTanh (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.hardTanh Activation.Math.hardTanhDeriv

/-- `hardTanh` is correct where no entry is `-1` or `1`. -/
theorem hardTanhFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hneg : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -1)
    (hpos : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 1) : NodeFDerivCorrectAt (hardTanh idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_hardTanh (hneg i) (hpos i)

/-- A context where `hardTanhFderivAt` applies. -/
theorem exists_hardTanhFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -1) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 1) ∧ NodeFDerivCorrectAt (hardTanh idx) xV := by
  have hneg : (2 : ℝ) ≠ -1 := ne_of_gt (slin (ofNat_pos (R := ℝ) 1))
  have hpos : (2 : ℝ) ≠ 1 := ne_of_gt (slin (zero_lt_one (R := ℝ)))
  exact ⟨_, get_two_ne idx hneg, get_two_ne idx hpos,
    hardTanhFderivAt idx _ (get_two_ne idx hneg) (get_two_ne idx hpos)⟩

/-- `(x + 3) / 6`, cut off at `0` and `1`, of every entry. -/
noncomputable def hardSigmoid (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.hardSigmoid Activation.Math.hardSigmoidDeriv

/-- `hardSigmoid` is correct where no entry is `-3` or `3`. -/
theorem hardSigmoidFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hneg : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -3)
    (hpos : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 3) : NodeFDerivCorrectAt (hardSigmoid idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_hardSigmoid (hneg i) (hpos i)

/-- A context where `hardSigmoidFderivAt` applies. -/
theorem exists_hardSigmoidFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -3) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 3) ∧ NodeFDerivCorrectAt (hardSigmoid idx) xV := by
  have hneg : (2 : ℝ) ≠ -3 := ne_of_gt (slin (ofNat_pos (R := ℝ) 3))
  have hpos : (2 : ℝ) ≠ 3 := ne_of_lt (slin (zero_lt_one (R := ℝ)))
  exact ⟨_, get_two_ne idx hneg, get_two_ne idx hpos,
    hardSigmoidFderivAt idx _ (get_two_ne idx hneg) (get_two_ne idx hpos)⟩

/-- `x hardSigmoid x` of every entry. -/
noncomputable def hardSwish (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.hardSwish Activation.Math.hardSwishDeriv

/-- `hardSwish` is correct where no entry is `-3` or `3`. -/
theorem hardSwishFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hneg : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -3)
    (hpos : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 3) : NodeFDerivCorrectAt (hardSwish idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_hardSwish (hneg i) (hpos i)

/-- A context where `hardSwishFderivAt` applies. -/
theorem exists_hardSwishFderivAt (idx : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -3) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 3) ∧ NodeFDerivCorrectAt (hardSwish idx) xV := by
  have hneg : (2 : ℝ) ≠ -3 := ne_of_gt (slin (ofNat_pos (R := ℝ) 3))
  have hpos : (2 : ℝ) ≠ 3 := ne_of_lt (slin (zero_lt_one (R := ℝ)))
  exact ⟨_, get_two_ne idx hneg, get_two_ne idx hpos,
    hardSwishFderivAt idx _ (get_two_ne idx hneg) (get_two_ne idx hpos)⟩

end Proofs.Autograd.TapeNodes
