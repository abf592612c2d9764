prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
import NN.Spec.Activation.Celu
import NN.Spec.Activation.Power
import NN.Spec.Activation.Shrink
/-!
# Elementwise nodes: CELU, soft and hard shrinkage, threshold, powers

`celu` is correct everywhere for a parameter that is not zero; the others where no entry is at a kink, or for
positive entries. Each has a context or a parameter that meets all hypotheses (`exists_...`).
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- `x` if `x > 0`, else `alpha (exp (x / alpha) - 1)`, of every entry. -/
noncomputable def celu (idx : Idx Γ s) (alpha : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.celu alpha) (Activation.Math.celuDeriv alpha)

/-- `celu` is correct everywhere, for `alpha ≠ 0`. -/
theorem celuFderiv (idx : Idx Γ s) (alpha : ℝ) (h : alpha ≠ 0) : NodeFDerivCorrect (celu idx alpha) :=
  elemwiseFderiv idx _ _ (Activation.Math.hasDerivAt_celu h)

/-- A parameter for which `celuFderiv` applies. -/
theorem exists_celuFderiv (idx : Idx Γ s) : ∃ alpha, alpha ≠ 0 ∧ NodeFDerivCorrect (celu idx alpha) :=
  ⟨1, ne_of_gt zero_lt_one, celuFderiv idx 1 (ne_of_gt zero_lt_one)⟩

/-! ### Shrinkage -/

/-- Every entry nearer to zero by `lambd`, and zero between `-lambd` and `lambd`. -/
noncomputable def softShrink (idx : Idx Γ s) (lambd : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.softShrink lambd) (Activation.Math.softShrinkDeriv lambd)

/-- `softShrink` is correct where no entry is `-lambd` or `lambd`. -/
theorem softShrinkFderivAt (idx : Idx Γ s) (lambd : ℝ) (xV : CtxVec Γ)
    (hneg : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -lambd)
    (hpos : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ lambd) :
    NodeFDerivCorrectAt (softShrink idx lambd) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_softShrink (hneg i) (hpos i)

/-- Every entry above `lambd` or below `-lambd`, the others replaced by zero. -/
noncomputable def hardShrink (idx : Idx Γ s) (lambd : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.hardShrink lambd) (Activation.Math.hardShrinkDeriv lambd)

/-- `hardShrink` is correct where no entry is `-lambd` or `lambd`. -/
theorem hardShrinkFderivAt (idx : Idx Γ s) (lambd : ℝ) (xV : CtxVec Γ)
    (hneg : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -lambd)
    (hpos : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ lambd) :
    NodeFDerivCorrectAt (hardShrink idx lambd) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_hardShrink (hneg i) (hpos i)

/-- A number that is neither of two others. -/
private theorem exists_ne (a b : ℝ) : ∃ c : ℝ, c ≠ a ∧ c ≠ b :=
  ⟨max a b + 1, ne_of_gt (lt_of_le_of_lt (le_max_left a b) (slin (zero_lt_one (R := ℝ)))),
    ne_of_gt (lt_of_le_of_lt (le_max_right a b) (slin (zero_lt_one (R := ℝ))))⟩

/-- A context where `softShrinkFderivAt` applies, for every `lambd`. -/
theorem exists_softShrinkFderivAt (idx : Idx Γ s) (lambd : ℝ) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -lambd) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ lambd) ∧
      NodeFDerivCorrectAt (softShrink idx lambd) xV := by
  obtain ⟨c, hneg, hpos⟩ := exists_ne (-lambd) lambd
  have h : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ c)).ofLp i ≠ -lambd := fun i => by
    rwa [CtxVec.get_const]
  have g : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ c)).ofLp i ≠ lambd := fun i => by
    rwa [CtxVec.get_const]
  exact ⟨_, h, g, softShrinkFderivAt idx lambd _ h g⟩

/-- A context where `hardShrinkFderivAt` applies, for every `lambd`. -/
theorem exists_hardShrinkFderivAt (idx : Idx Γ s) (lambd : ℝ) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ -lambd) ∧
      (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ lambd) ∧
      NodeFDerivCorrectAt (hardShrink idx lambd) xV := by
  obtain ⟨c, hneg, hpos⟩ := exists_ne (-lambd) lambd
  have h : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ c)).ofLp i ≠ -lambd := fun i => by
    rwa [CtxVec.get_const]
  have g : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ c)).ofLp i ≠ lambd := fun i => by
    rwa [CtxVec.get_const]
  exact ⟨_, h, g, hardShrinkFderivAt idx lambd _ h g⟩

/-! ### Threshold -/

/-- Every entry above `threshold`, the others replaced by `value`. -/
noncomputable def threshold (idx : Idx Γ s) (threshold value : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.threshold threshold value) (Activation.Math.thresholdDeriv threshold)

/-- `threshold` is correct where no entry is the threshold. -/
theorem thresholdFderivAt (idx : Idx Γ s) (t value : ℝ) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ t) : NodeFDerivCorrectAt (threshold idx t value) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_threshold value (hx i)

/-- A context where `thresholdFderivAt` applies, for every threshold. -/
theorem exists_thresholdFderivAt (idx : Idx Γ s) (t value : ℝ) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ t) ∧
      NodeFDerivCorrectAt (threshold idx t value) xV := by
  have h : ∀ i : Fin s.size, (CtxVec.get idx (CtxVec.const Γ (t + 1))).ofLp i ≠ t := fun i => by
    rw [CtxVec.get_const]
    exact ne_of_gt (slin (zero_lt_one (R := ℝ)))
  exact ⟨_, h, thresholdFderivAt idx t value _ h⟩

/-! ### Powers -/

/-- `x ^ p` of every entry. -/
noncomputable def pow (idx : Idx Γ s) (p : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.power p) (Activation.Math.powerDeriv p)

/-- `pow` is correct where every entry is positive. -/
theorem powFderivAt (idx : Idx Γ s) (p : ℝ) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) : NodeFDerivCorrectAt (pow idx p) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_power p (hx i)

/-- A context where `powFderivAt` applies, for every exponent. -/
theorem exists_powFderivAt (idx : Idx Γ s) (p : ℝ) :
    ∃ xV, (∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) ∧ NodeFDerivCorrectAt (pow idx p) xV := by
  have h : ∀ i : Fin s.size, 0 < (CtxVec.get idx (CtxVec.const Γ 1)).ofLp i := fun i => by
    rw [CtxVec.get_const]
    exact zero_lt_one
  exact ⟨_, h, powFderivAt idx p _ h⟩

end Proofs.Autograd.TapeNodes
