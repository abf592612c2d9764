prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
/-!
# A wrong derivative formula cannot be certified

The certificates of `NN.Proofs.Autograd.Tape.Nodes.Elementwise` follow from derivatives of scalar functions.
Here is the converse: from the certificate of an elementwise node the scalar derivative follows, and
derivatives are unique. So no node with another derivative formula than the right one has a certificate.

## Main results
- `hasDerivAt_of_elemwise`, `elemwise_correctAt_iff`, `elemwise_correct_iff`: what a certificate means.
- `elemwise_deriv_unique`: two certified formulas agree.
- `relu_correctAt_iff`, `abs_correctAt_iff`, `elu_correctAt_iff`, `elu_correct_iff`: the hypotheses of the
  certificates of these nodes are necessary.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape} {idx : Idx Γ s} {f f' g' : ℝ → ℝ}

/-- An elementwise node is correct at a context only if its formula is the derivative at every entry. -/
theorem hasDerivAt_of_elemwise {xV : CtxVec Γ} (h : NodeFDerivCorrectAt (elemwise idx f f') xV)
    (i : Fin s.size) : HasDerivAt f (f' ((CtxVec.get idx xV).ofLp i)) ((CtxVec.get idx xV).ofLp i) :=
  Op.hasDerivAt_of_elementwise (Node.correctAt_of_unary h) i

/-- An elementwise node is correct at a context exactly if its formula is the derivative at every entry. -/
theorem elemwise_correctAt_iff {xV : CtxVec Γ} : NodeFDerivCorrectAt (elemwise idx f f') xV ↔
    ∀ i : Fin s.size, HasDerivAt f (f' ((CtxVec.get idx xV).ofLp i)) ((CtxVec.get idx xV).ofLp i) :=
  ⟨hasDerivAt_of_elemwise, elemwiseFderivAt idx f f' xV⟩

/-- Two formulas that are both certified at a context agree at its entries. -/
theorem elemwise_deriv_unique {xV : CtxVec Γ} (h : NodeFDerivCorrectAt (elemwise idx f f') xV)
    (h' : NodeFDerivCorrectAt (elemwise idx f g') xV) (i : Fin s.size) :
    f' ((CtxVec.get idx xV).ofLp i) = g' ((CtxVec.get idx xV).ofLp i) :=
  (hasDerivAt_of_elemwise h i).unique (hasDerivAt_of_elemwise h' i)

/-- If the shape has an entry, an elementwise node is correct everywhere exactly if its formula is the
derivative everywhere. -/
theorem elemwise_correct_iff (i : Fin s.size) :
    NodeFDerivCorrect (elemwise idx f f') ↔ ∀ z, HasDerivAt f (f' z) z := by
  refine ⟨fun h z => ?_, elemwiseFderiv idx f f'⟩
  have d := hasDerivAt_of_elemwise (h (CtxVec.single idx ⟨fun _ => z⟩)) i
  rwa [CtxVec.get_single] at d

/-! ### The hypotheses about kinks are necessary -/

/-- If `f` has no derivative at `0` and the formula is right elsewhere, the node is correct at the contexts
without a zero entry, and at no other. -/
theorem elemwise_correctAt_iff_ne_zero {xV : CtxVec Γ} (away : ∀ {z : ℝ}, z ≠ 0 → HasDerivAt f (f' z) z)
    (kink : ∀ d, ¬HasDerivAt f d 0) :
    NodeFDerivCorrectAt (elemwise idx f f') xV ↔ ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0 := by
  rw [elemwise_correctAt_iff]
  refine ⟨fun h i zero => ?_, fun h i => away (h i)⟩
  have d := h i
  rw [zero] at d
  exact kink _ d

/-- `relu` is correct exactly at the contexts without a zero entry. -/
theorem relu_correctAt_iff {xV : CtxVec Γ} :
    NodeFDerivCorrectAt (relu idx) xV ↔ ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0 :=
  elemwise_correctAt_iff_ne_zero Activation.Math.hasDerivAt_relu Activation.Math.not_hasDerivAt_relu_zero

/-- `abs` is correct exactly at the contexts without a zero entry. -/
theorem abs_correctAt_iff {xV : CtxVec Γ} :
    NodeFDerivCorrectAt (abs idx) xV ↔ ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0 :=
  elemwise_correctAt_iff_ne_zero Activation.Math.hasDerivAt_abs Activation.Math.not_hasDerivAt_abs_zero

/-- For `alpha ≠ 1`, `elu` is correct exactly at the contexts without a zero entry. -/
theorem elu_correctAt_iff {alpha : ℝ} (h : alpha ≠ 1) {xV : CtxVec Γ} :
    NodeFDerivCorrectAt (elu idx alpha) xV ↔ ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0 :=
  elemwise_correctAt_iff_ne_zero (Activation.Math.hasDerivAt_elu alpha)
    (Activation.Math.not_hasDerivAt_elu_zero h)

/-- If the shape has an entry, `elu` is correct everywhere exactly for `alpha = 1`. -/
theorem elu_correct_iff {alpha : ℝ} (i : Fin s.size) : NodeFDerivCorrect (elu idx alpha) ↔ alpha = 1 := by
  refine (elemwise_correct_iff i).trans ⟨fun h => ?_, fun h => ?_⟩
  · exact Classical.byContradiction fun ne => Activation.Math.not_hasDerivAt_elu_zero ne _ (h 0)
  · subst h
    exact Activation.Math.hasDerivAt_elu_one

end Proofs.Autograd.TapeNodes
