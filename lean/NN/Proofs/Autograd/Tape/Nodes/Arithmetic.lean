prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
import NN.Spec.Activation.Cos
import NN.Spec.Activation.Neg
import NN.Spec.Activation.Scale
import NN.Spec.Activation.Sin
import NN.Spec.Activation.Square
/-!
# Elementwise nodes: negation, square, multiples, sine and cosine

Each node is `elemwise` of a function of `NN.Spec.Activation` and of its derivative formula; its certificate
holds at every context.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- The negative of every entry. -/
noncomputable def neg (idx : Idx Γ s) : Node Γ s := elemwise idx Activation.Math.neg Activation.Math.negDeriv

/-- `neg` is correct everywhere. -/
theorem negFderiv (idx : Idx Γ s) : NodeFDerivCorrect (neg idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_neg

/-- The square of every entry. -/
noncomputable def square (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.square Activation.Math.squareDeriv

/-- `square` is correct everywhere. -/
theorem squareFderiv (idx : Idx Γ s) : NodeFDerivCorrect (square idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_square

/-- Every entry times the constant `c`. -/
noncomputable def scale (idx : Idx Γ s) (c : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.scale c) (Activation.Math.scaleDeriv c)

/-- `scale` is correct everywhere. -/
theorem scaleFderiv (idx : Idx Γ s) (c : ℝ) : NodeFDerivCorrect (scale idx c) :=
  elemwiseFderiv idx _ _ (Activation.Math.hasDerivAt_scale c)

/-- The sine of every entry. -/
noncomputable def sin (idx : Idx Γ s) : Node Γ s := elemwise idx Activation.Math.sin Activation.Math.sinDeriv

/-- `sin` is correct everywhere. -/
theorem sinFderiv (idx : Idx Γ s) : NodeFDerivCorrect (sin idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_sin

/-- The cosine of every entry. -/
noncomputable def cos (idx : Idx Γ s) : Node Γ s := elemwise idx Activation.Math.cos Activation.Math.cosDeriv

/-- `cos` is correct everywhere. -/
theorem cosFderiv (idx : Idx Γ s) : NodeFDerivCorrect (cos idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_cos

end Proofs.Autograd.TapeNodes
