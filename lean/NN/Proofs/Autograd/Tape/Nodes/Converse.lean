prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
/-!
# A wrong derivative formula cannot be certified

The certificates of `NN.Proofs.Autograd.Tape.Nodes.Elementwise` follow from derivatives of scalar functions. Here is the
converse: from the certificate of an elementwise node the scalar derivative follows, and derivatives are unique. So no
node with another derivative formula than the right one has a certificate.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape} {idx : Idx Γ s} {f f' g' : ℝ → ℝ}

/-- An elementwise node is correct at a context only if its formula is the derivative at every entry. -/
theorem hasDerivAt_of_elemwise {xV : CtxVec Γ} (h : NodeFDerivCorrectAt (elemwise idx f f') xV) (i : Fin s.size) :
    HasDerivAt f (f' ((CtxVec.get idx xV).ofLp i)) ((CtxVec.get idx xV).ofLp i) :=
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

/-- If the shape has an entry, an elementwise node is correct everywhere exactly if its formula is the derivative
everywhere. -/
theorem elemwise_correct_iff (i : Fin s.size) :
    NodeFDerivCorrect (elemwise idx f f') ↔ ∀ z, HasDerivAt f (f' z) z := by
  refine ⟨fun h z => ?_, elemwiseFderiv idx f f'⟩
  have d := hasDerivAt_of_elemwise (h (CtxVec.single idx ⟨fun _ => z⟩)) i
  rwa [CtxVec.get_single] at d

end Proofs.Autograd.TapeNodes
