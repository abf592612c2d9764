prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
import NN.Spec.Activation.LogSigmoid
import NN.Spec.Activation.Mish
import NN.Spec.Activation.Sinc
import NN.Spec.Activation.Softsign
/-!
# Elementwise nodes: softsign, mish, log-sigmoid, sinc

Smooth activations that the seed does not have; the certificates hold at every context. Softsign
`x / (1 + |x|)` and the cardinal sine are among them: they are differentiable at `0` too.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- `x / (1 + |x|)` of every entry. -/
noncomputable def softsign (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.softsign Activation.Math.softsignDeriv

/-- `softsign` is correct everywhere. -/
theorem softsignFderiv (idx : Idx Γ s) : NodeFDerivCorrect (softsign idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_softsign

/-- `x tanh (softplus x)` of every entry. -/
noncomputable def mish (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.mish Activation.Math.mishDeriv

/-- `mish` is correct everywhere. -/
theorem mishFderiv (idx : Idx Γ s) : NodeFDerivCorrect (mish idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_mish

/-- `log (sigmoid x)` of every entry. -/
noncomputable def logSigmoid (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.logSigmoid Activation.Math.logSigmoidDeriv

/-- `logSigmoid` is correct everywhere. -/
theorem logSigmoidFderiv (idx : Idx Γ s) : NodeFDerivCorrect (logSigmoid idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_logSigmoid

/-- The cardinal sine of every entry. -/
noncomputable def sinc (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.sinc Activation.Math.sincDeriv

/-- `sinc` is correct everywhere. -/
theorem sincFderiv (idx : Idx Γ s) : NodeFDerivCorrect (sinc idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_sinc

end Proofs.Autograd.TapeNodes
