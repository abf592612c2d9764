prelude
import NN.Proofs.Autograd.Graph
import NN.Spec.Activation
universe u v w
/-! The elementwise nodes of the seed's page, over ℝ. -/
attribute [-instance] instNormedSelf
open Vec CtxVec Activation
namespace Proofs.Autograd.TapeNodes
variable {Γ : List Shape} {s : Shape}
/-! defined and differentiable everywhere -/
noncomputable def logistic (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.logistic Math.logisticDeriv
theorem logisticFderiv (i : Idx Γ s) : NodeFDerivCorrect (logistic i) := Node.elemwiseFderiv i _ _ Math.hasDerivAt_logistic
noncomputable def sigmoid (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.sigmoid Math.sigmoidDeriv
theorem sigmoidFderiv (i : Idx Γ s) : NodeFDerivCorrect (sigmoid i) := Node.elemwiseFderiv i _ _ Math.hasDerivAt_sigmoid
noncomputable def softplus (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.softplus Math.softplusDeriv
theorem softplusFderiv (i : Idx Γ s) : NodeFDerivCorrect (softplus i) := Node.elemwiseFderiv i _ _ Math.hasDerivAt_softplus
noncomputable def silu (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.silu Math.siluDeriv
theorem siluFderiv (i : Idx Γ s) : NodeFDerivCorrect (silu i) := Node.elemwiseFderiv i _ _ Math.hasDerivAt_silu
noncomputable def gelu (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.gelu Math.geluDeriv
theorem geluFderiv (i : Idx Γ s) : NodeFDerivCorrect (gelu i) := Node.elemwiseFderiv i _ _ Math.hasDerivAt_gelu
noncomputable def exp (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.exp Math.expDeriv
theorem expFderiv (i : Idx Γ s) : NodeFDerivCorrect (exp i) := Node.elemwiseFderiv i _ _ Math.hasDerivAt_exp
noncomputable def sinh (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.sinh Math.sinhDeriv
theorem sinhFderiv (i : Idx Γ s) : NodeFDerivCorrect (sinh i) := Node.elemwiseFderiv i _ _ Math.hasDerivAt_sinh
noncomputable def cosh (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.cosh Math.coshDeriv
theorem coshFderiv (i : Idx Γ s) : NodeFDerivCorrect (cosh i) := Node.elemwiseFderiv i _ _ Math.hasDerivAt_cosh
noncomputable def safeLog (i : Idx Γ s) (ε : ℝ) : Node ℝ Γ s := Node.elemwise i (Math.safeLog ε) (Math.safeLogDeriv ε)
theorem safeLogFderiv (i : Idx Γ s) (ε : ℝ) (hε : 0 < ε) : NodeFDerivCorrect (safeLog i ε) :=
  Node.elemwiseFderiv i _ _ (Math.hasDerivAt_safeLog hε)
noncomputable def smoothAbs (i : Idx Γ s) (ε : ℝ) : Node ℝ Γ s := Node.elemwise i (Math.smoothAbs ε) (Math.smoothAbsDeriv ε)
theorem smoothAbsFderiv (i : Idx Γ s) (ε : ℝ) (hε : 0 < ε) : NodeFDerivCorrect (smoothAbs i ε) :=
  Node.elemwiseFderiv i _ _ (Math.hasDerivAt_smoothAbs hε)
/-! away from a point -/
noncomputable def relu (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.relu Math.reluDeriv
theorem reluFderivAt (i : Idx Γ s) (x : CtxVec ℝ Γ) (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (relu i) x :=
  Node.elemwiseFderivAt i _ _ x fun k => Math.hasDerivAt_relu (h k)
noncomputable def abs (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.abs Math.absDeriv
theorem absFderivAt (i : Idx Γ s) (x : CtxVec ℝ Γ) (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (abs i) x :=
  Node.elemwiseFderivAt i _ _ x fun k => Math.hasDerivAt_abs (h k)
noncomputable def log (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.log Math.logDeriv
theorem logFderivAt (i : Idx Γ s) (x : CtxVec ℝ Γ) (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (log i) x :=
  Node.elemwiseFderivAt i _ _ x fun k => Math.hasDerivAt_log (h k)
noncomputable def inv (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.inv Math.invDeriv
theorem invFderivAt (i : Idx Γ s) (x : CtxVec ℝ Γ) (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (inv i) x :=
  Node.elemwiseFderivAt i _ _ x fun k => Math.hasDerivAt_inv (h k)
noncomputable def sqrt (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.sqrt Math.sqrtDeriv
theorem sqrtFderivAt (i : Idx Γ s) (x : CtxVec ℝ Γ) (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (sqrt i) x :=
  Node.elemwiseFderivAt i _ _ x fun k => Math.hasDerivAt_sqrt (h k)
noncomputable def sqrtClamp (i : Idx Γ s) : Node ℝ Γ s := Node.elemwise i Math.sqrtClamp Math.sqrtClampDeriv
theorem sqrtClampFderivAt (i : Idx Γ s) (x : CtxVec ℝ Γ) (h : ∀ k : Fin s.size, 0 < get i x k) : NodeFDerivCorrectAt (sqrtClamp i) x :=
  Node.elemwiseFderivAt i _ _ x fun k => Math.hasDerivAt_sqrtClamp (h k)
noncomputable def elu (i : Idx Γ s) (α : ℝ) : Node ℝ Γ s := Node.elemwise i (Math.elu α) (Math.eluDeriv α)
theorem eluFderivAt (i : Idx Γ s) (α : ℝ) (x : CtxVec ℝ Γ) (h : ∀ k : Fin s.size, get i x k ≠ 0) :
    NodeFDerivCorrectAt (elu i α) x := Node.elemwiseFderivAt i _ _ x fun k => Math.hasDerivAt_elu α (h k)
end Proofs.Autograd.TapeNodes
