prelude
import NN.Proofs.Autograd.Tape.Nodes.Witness
import NN.Spec.Activation.Erf
/-!
# Elementwise nodes: erf, the normal distribution, the exact GELU

All certificates hold at every context.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- The error function of every entry. -/
noncomputable def erf (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.erf Activation.Math.erfDeriv

/-- `erf` is correct everywhere. -/
theorem erfFderiv (idx : Idx Γ s) : NodeFDerivCorrect (erf idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_erf

/-- The complementary error function of every entry. -/
noncomputable def erfc (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.erfc Activation.Math.erfcDeriv

/-- `erfc` is correct everywhere. -/
theorem erfcFderiv (idx : Idx Γ s) : NodeFDerivCorrect (erfc idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_erfc

/-- The scaled complementary error function of every entry. -/
noncomputable def erfcx (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.erfcx Activation.Math.erfcxDeriv

/-- `erfcx` is correct everywhere. -/
theorem erfcxFderiv (idx : Idx Γ s) : NodeFDerivCorrect (erfcx idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_erfcx

/-- The standard normal distribution function of every entry. -/
noncomputable def ndtr (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.ndtr Activation.Math.ndtrDeriv

/-- `ndtr` is correct everywhere. -/
theorem ndtrFderiv (idx : Idx Γ s) : NodeFDerivCorrect (ndtr idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_ndtr

/-- The logarithm of the standard normal distribution function of every entry. -/
noncomputable def logNdtr (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.logNdtr Activation.Math.logNdtrDeriv

/-- `logNdtr` is correct everywhere. -/
theorem logNdtrFderiv (idx : Idx Γ s) : NodeFDerivCorrect (logNdtr idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_logNdtr

/-- The exact GELU of every entry: PyTorch's default. -/
noncomputable def geluErf (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.geluErf Activation.Math.geluErfDeriv

/-- `geluErf` is correct everywhere. -/
theorem geluErfFderiv (idx : Idx Γ s) : NodeFDerivCorrect (geluErf idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_geluErf

end Proofs.Autograd.TapeNodes
