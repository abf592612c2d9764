prelude
import NN.Proofs.Autograd.Node
import NN.Proofs.Autograd.OpSpec
import NN.Spec.Activation
/-!
# Elementwise tape nodes, and the linear layer

Nodes that apply a scalar function to every entry of one tensor of the context, with the proof that their JVP
is the Fréchet derivative and their VJP its adjoint; and nodes made of a specified operation, of which the
linear layer is one. The module, its name, and the names, arguments and hypotheses of its declarations follow
TorchLean's module of the same name, which `docs/seed.md` compares with this one, node by node.

## Main definitions and results
- `elemwise idx f f'`: the node of the scalar function `f` with derivative formula `f'`; `elemwiseFderiv` and
  `elemwiseFderivAt` certify it from `HasDerivAt f (f' z) z`, for all `z` or at the entries of one context.
  The converse is `hasDerivAt_of_elemwise`, in `NN.Proofs.Autograd.Tape.Nodes.Converse`.
- For each function `g` the node `g` and its certificate: `gFderiv` where it holds at every context,
  `gFderivAt` where it needs a hypothesis about the entries.
- `unaryOp idx C`: the node of an operation `C` with its certificate; `linear x m`: the layer `W x + b`.

The scalar functions, their derivative formulas and the proofs about them are in `NN.Spec.Activation`, in the
namespace `Activation.Math`.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec

/-! ### Vectors in a context -/

section
variable {Γ : List Shape} {n : Nat}

/-- `CtxVec.get` specialized to vector shapes. -/
noncomputable def getVec (idx : Idx Γ (.dim n .scalar)) (x : CtxVec Γ) : Vec n := CtxVec.get idx x

/-- `CtxVec.getCLM` specialized to vector shapes `.dim n .scalar`. -/
noncomputable def getVecCLM (idx : Idx Γ (.dim n .scalar)) : CtxVec Γ →L[ℝ] Vec n := CtxVec.getCLM idx

/-- The continuous linear map `getVecCLM` is `getVec`. -/
@[simp] theorem getVecCLM_apply (idx : Idx Γ (.dim n .scalar)) (x : CtxVec Γ) :
    getVecCLM idx x = getVec idx x := rfl

/-- The continuous linear map `CtxVec.getCLM` is `CtxVec.get`, coordinate by coordinate. -/
@[simp] theorem getCLM_apply_ofLp {s : Shape} (idx : Idx Γ s) (x : CtxVec Γ) (i : Fin s.size) :
    ((CtxVec.getCLM idx) x).ofLp i = (CtxVec.get idx x).ofLp i := rfl

/-- Inject a `Vec n` into a vectorized context at `idx` (fills other blocks with zeros). -/
noncomputable def singleVec (idx : Idx Γ (.dim n .scalar)) (v : Vec n) : CtxVec Γ := CtxVec.single idx v

/-- `singleVec` is the adjoint of `getVec`. -/
@[simp] theorem inner_getVec_singleVec (idx : Idx Γ (.dim n .scalar)) (x : CtxVec Γ) (v : Vec n) :
    ⟪x, singleVec idx v⟫ = ⟪getVec idx x, v⟫ :=
  CtxVec.inner_single idx x v

end

/-! ### The elementwise node -/

section
variable {Γ : List Shape} {s : Shape}

/-- Elementwise node: apply a scalar function pointwise on a context entry. -/
noncomputable def elemwise (idx : Idx Γ s) (f f' : ℝ → ℝ) : Node Γ s :=
  Node.unary idx (Op.elementwise s.size f f')

/-- The result is `f` of every entry. -/
theorem elemwise_forward (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV : CtxVec Γ) :
    (elemwise idx f f').forward xV = ⟨fun i => f ((CtxVec.get idx xV).ofLp i)⟩ := rfl

/-- Entry `i` of the result is `f` of entry `i`. -/
theorem elemwise_forward_apply (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV : CtxVec Γ) (i : Fin s.size) :
    ((elemwise idx f f').forward xV).ofLp i = f ((CtxVec.get idx xV).ofLp i) := rfl

/-- Entry `i` changes by `f'` of entry `i` times its change. -/
theorem elemwise_jvp_apply (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((elemwise idx f f').jvp xV dxV).ofLp i = f' ((CtxVec.get idx xV).ofLp i) * (CtxVec.get idx dxV).ofLp i :=
  rfl

/-- The gradient at entry `i` is `f'` of entry `i` times the gradient at the result. -/
theorem elemwise_vjp_apply (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV : CtxVec Γ) (δ : Vec s.size) (i : Fin s.size) :
    (CtxVec.get idx ((elemwise idx f f').vjp xV δ)).ofLp i = f' ((CtxVec.get idx xV).ofLp i) * δ.ofLp i :=
  congrArg (fun v : Vec s.size => v.ofLp i)
    (CtxVec.get_single idx ⟨fun i => f' ((CtxVec.get idx xV).ofLp i) * δ.ofLp i⟩)

/-- On tensors the node is `Tensor.map f`. -/
theorem elemwise_forward_tensor (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV : CtxVec Γ) :
    Tensor.ofVec ((elemwise idx f f').forward xV) = (CtxVec.getTensor idx xV).map f :=
  (Tensor.map_ofVec f (CtxVec.get idx xV)).symm

/-- On tensors the JVP is `f' x * dx`, entry by entry. -/
theorem elemwise_jvp_tensor (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV dxV : CtxVec Γ) :
    Tensor.ofVec ((elemwise idx f f').jvp xV dxV) =
      Tensor.zipWith (fun x dx => f' x * dx) (CtxVec.getTensor idx xV) (CtxVec.getTensor idx dxV) :=
  (Tensor.zipWith_ofVec (fun x dx => f' x * dx) (CtxVec.get idx xV) (CtxVec.get idx dxV)).symm

/-- On tensors the VJP is `f' x * δ`, entry by entry. -/
theorem elemwise_vjp_tensor (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV : CtxVec Γ) (δ : Vec s.size) :
    CtxVec.getTensor idx ((elemwise idx f f').vjp xV δ) =
      Tensor.zipWith (fun x d => f' x * d) (CtxVec.getTensor idx xV) (Tensor.ofVec δ) :=
  (congrArg Tensor.ofVec (CtxVec.get_single idx _)).trans
    (Tensor.zipWith_ofVec (fun x d => f' x * d) (CtxVec.get idx xV) δ).symm

/-- Pointwise analytic correctness for `elemwise` nodes from a coordinatewise `HasDerivAt` hypothesis. -/
theorem elemwiseFderivAt (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV : CtxVec Γ)
    (hf : ∀ i : Fin s.size,
      HasDerivAt f (f' ((CtxVec.get idx xV).ofLp i)) ((CtxVec.get idx xV).ofLp i)) :
    NodeFDerivCorrectAt (elemwise idx f f') xV :=
  Node.unary_correctAt (Op.correctAt_elementwise hf)

/-- Analytic correctness for `elemwise` nodes from a scalar `HasDerivAt` hypothesis. -/
theorem elemwiseFderiv (idx : Idx Γ s) (f f' : ℝ → ℝ) (hf : ∀ z : ℝ, HasDerivAt f (f' z) z) :
    NodeFDerivCorrect (elemwise idx f f') :=
  fun xV => elemwiseFderivAt idx f f' xV fun i => hf ((CtxVec.get idx xV).ofLp i)

/-! ### Nodes that are differentiable away from a point -/

/-- Runtime `relu` node (elementwise; nondifferentiable at zero). -/
noncomputable def relu (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.relu Activation.Math.reluDeriv

/-- Pointwise `NodeFDerivCorrectAt` for `relu` under the assumption that inputs are nonzero. -/
theorem reluFderivAt (idx : Idx Γ s) (xV : CtxVec Γ) (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (relu idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_relu (hx i)

/-- Runtime `abs` node (elementwise; nondifferentiable at zero). -/
noncomputable def abs (idx : Idx Γ s) : Node Γ s := elemwise idx Activation.Math.abs Activation.Math.absDeriv

/-- Pointwise `NodeFDerivCorrectAt` for `abs` under the assumption that inputs are nonzero. -/
theorem absFderivAt (idx : Idx Γ s) (xV : CtxVec Γ) (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (abs idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_abs (hx i)

/-- Runtime `log` node (elementwise; differentiable only away from zero). -/
noncomputable def log (idx : Idx Γ s) : Node Γ s := elemwise idx Activation.Math.log Activation.Math.logDeriv

/-- Pointwise `NodeFDerivCorrectAt` for `log` under the assumption that inputs are nonzero. -/
theorem logFderivAt (idx : Idx Γ s) (xV : CtxVec Γ) (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (log idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_log (hx i)

/-- Elementwise inverse node (differentiable only away from zero). -/
noncomputable def inv (idx : Idx Γ s) : Node Γ s := elemwise idx Activation.Math.inv Activation.Math.invDeriv

/-- Pointwise `NodeFDerivCorrectAt` for `inv` under the assumption that inputs are nonzero. -/
theorem invFderivAt (idx : Idx Γ s) (xV : CtxVec Γ) (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (inv idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_inv (hx i)

/-- Derivative of the scalar function `y ↦ sqrt (max y 0)` at positive points. -/
theorem hasDerivAt_sqrt_clamp_of_pos {x : ℝ} (hx : 0 < x) :
    HasDerivAt (fun y : ℝ => _root_.sqrt (max y 0)) (1 / (2 * _root_.sqrt x)) x :=
  Activation.Math.hasDerivAt_sqrt_clamp_of_pos hx

/-- Elementwise "clamped sqrt": `sqrt (max x 0)` (differentiable on `x > 0`). -/
noncomputable def sqrtClamp (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.sqrtClamp Activation.Math.sqrtClampDeriv

/-- Pointwise `NodeFDerivCorrectAt` for `sqrtClamp` under the assumption that inputs are strictly positive. -/
theorem sqrtClampFderivAt (idx : Idx Γ s) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) :
    NodeFDerivCorrectAt (sqrtClamp idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_sqrtClamp (hx i)

/-- Runtime `sqrt` node (elementwise; nondifferentiable at zero). -/
noncomputable def sqrt (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.sqrt Activation.Math.sqrtDeriv

/-- Pointwise `NodeFDerivCorrectAt` for `sqrt` under the assumption that inputs are nonzero. -/
theorem sqrtFderivAt (idx : Idx Γ s) (xV : CtxVec Γ) (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (sqrt idx) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_sqrt (hx i)

/-! ### Nodes that are differentiable everywhere -/

/-- Runtime scalar logistic node, applied elementwise. -/
noncomputable def logistic (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.logistic Activation.Math.logisticDeriv

/-- Global `NodeFDerivCorrect` for `logistic` (uses the scalar derivative lemma). -/
theorem logisticFderiv (idx : Idx Γ s) : NodeFDerivCorrect (logistic idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_logistic

/-- Runtime `sigmoid` node (elementwise). -/
noncomputable def sigmoid (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.sigmoid Activation.Math.sigmoidDeriv

/-- Global `NodeFDerivCorrect` for `sigmoid`. -/
theorem sigmoidFderiv (idx : Idx Γ s) : NodeFDerivCorrect (sigmoid idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_sigmoid

/-- Runtime `tanh` node (elementwise). -/
noncomputable def tanh (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.tanh Activation.Math.tanhDeriv

/-- Global `NodeFDerivCorrect` for `tanh`. -/
theorem tanhFderiv (idx : Idx Γ s) : NodeFDerivCorrect (tanh idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_tanh

/-- Runtime `softplus` node (elementwise, smooth ReLU surrogate). -/
noncomputable def softplus (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.softplus Activation.Math.softplusDeriv

/-- Global `NodeFDerivCorrect` for `softplus`. -/
theorem softplusFderiv (idx : Idx Γ s) : NodeFDerivCorrect (softplus idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_softplus

/-- Runtime `silu` node (elementwise). -/
noncomputable def silu (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.silu Activation.Math.siluDeriv

/-- Global `NodeFDerivCorrect` for SiLU. -/
theorem siluFderiv (idx : Idx Γ s) : NodeFDerivCorrect (silu idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_silu

/-- Runtime tanh-approximate `gelu` node (elementwise). -/
noncomputable def gelu (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.gelu Activation.Math.geluDeriv

/-- Global `NodeFDerivCorrect` for tanh-approximate GELU. -/
theorem geluFderiv (idx : Idx Γ s) : NodeFDerivCorrect (gelu idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_gelu

/-- Runtime `safe_log` node (elementwise, always-defined log surrogate). -/
noncomputable def safeLog (idx : Idx Γ s) (ε : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.safeLog ε) (Activation.Math.safeLogDeriv ε)

/-- Global `NodeFDerivCorrect` for `safe_log` (requires `0 < ε`). -/
theorem safeLogFderiv (idx : Idx Γ s) (ε : ℝ) (hε : 0 < ε) : NodeFDerivCorrect (safeLog idx ε) :=
  elemwiseFderiv idx _ _ (Activation.Math.hasDerivAt_safeLog hε)

/-- Runtime `smooth_abs` node (elementwise, smooth abs surrogate). -/
noncomputable def smoothAbs (idx : Idx Γ s) (ε : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.smoothAbs ε) (Activation.Math.smoothAbsDeriv ε)

/-- Global `NodeFDerivCorrect` for `smooth_abs` (requires `0 < ε`). -/
theorem smoothAbsFderiv (idx : Idx Γ s) (ε : ℝ) (hε : 0 < ε) : NodeFDerivCorrect (smoothAbs idx ε) :=
  elemwiseFderiv idx _ _ (Activation.Math.hasDerivAt_smoothAbs hε)

/-- Runtime `exp` node (elementwise). -/
noncomputable def exp (idx : Idx Γ s) : Node Γ s := elemwise idx Activation.Math.exp Activation.Math.expDeriv

/-- Global `NodeFDerivCorrect` instance for the elementwise exponential. -/
theorem expFderiv (idx : Idx Γ s) : NodeFDerivCorrect (exp idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_exp

/-- Runtime `sinh` node (elementwise). -/
noncomputable def sinh (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.sinh Activation.Math.sinhDeriv

/-- Global `NodeFDerivCorrect` for elementwise hyperbolic sine. -/
theorem sinhFderiv (idx : Idx Γ s) : NodeFDerivCorrect (sinh idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_sinh

/-- Runtime `cosh` node (elementwise). -/
noncomputable def cosh (idx : Idx Γ s) : Node Γ s :=
  elemwise idx Activation.Math.cosh Activation.Math.coshDeriv

/-- Global `NodeFDerivCorrect` for elementwise hyperbolic cosine. -/
theorem coshFderiv (idx : Idx Γ s) : NodeFDerivCorrect (cosh idx) :=
  elemwiseFderiv idx _ _ Activation.Math.hasDerivAt_cosh

/-! ### ELU -/

/-- Runtime `elu` node (elementwise; nondifferentiable at zero unless `alpha = 1`). -/
noncomputable def elu (idx : Idx Γ s) (alpha : ℝ) : Node Γ s :=
  elemwise idx (Activation.Math.elu alpha) (Activation.Math.eluDeriv alpha)

/-- Pointwise `NodeFDerivCorrectAt` for ELU under the usual no-coordinate-at-the-kink assumption.

For arbitrary `alpha`, ELU has left derivative `alpha` and right derivative `1` at zero. Keeping the
hypothesis here avoids baking PyTorch's subgradient convention into a mathematical derivative theorem. -/
theorem eluFderivAt (idx : Idx Γ s) (alpha : ℝ) (xV : CtxVec Γ)
    (hx : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) : NodeFDerivCorrectAt (elu idx alpha) xV :=
  elemwiseFderivAt idx _ _ xV fun i => Activation.Math.hasDerivAt_elu alpha (hx i)

end

/-! ### Specified operations, and the linear layer -/

section
variable {Γ : List Shape} {inDim outDim : Nat}

/-- Unary node applying an analytically-correct `OpSpec` at a context index. -/
noncomputable def unaryOp (idx : Idx Γ (.dim inDim .scalar)) (C : OpSpecFDerivCorrect inDim outDim) :
    Node Γ (.dim outDim .scalar) :=
  Node.unary idx C.op.toOp

/-- `NodeFDerivCorrect` for `unaryOp`. -/
theorem unaryOpFderiv (idx : Idx Γ (.dim inDim .scalar)) (C : OpSpecFDerivCorrect inDim outDim) :
    NodeFDerivCorrect (unaryOp idx C) :=
  fun xV => Node.unary_correctAt (C.correct (getVec idx xV))

/-- On tensors the node is the specified operation. -/
theorem unaryOp_forward_tensor (idx : Idx Γ (.dim inDim .scalar)) (C : OpSpecFDerivCorrect inDim outDim)
    (xV : CtxVec Γ) : Tensor.ofVec ((unaryOp idx C).forward xV) = C.op.forward (CtxVec.getTensor idx xV) :=
  Tensor.ofVec_toVec _

/-- On tensors the JVP is the forward rule of the specification. -/
theorem unaryOp_jvp_tensor (idx : Idx Γ (.dim inDim .scalar)) (C : OpSpecFDerivCorrect inDim outDim)
    (xV dxV : CtxVec Γ) : Tensor.ofVec ((unaryOp idx C).jvp xV dxV) =
      C.op.jvp (CtxVec.getTensor idx xV) (CtxVec.getTensor idx dxV) :=
  Tensor.ofVec_toVec _

/-- On tensors the VJP is the reverse rule of the specification. -/
theorem unaryOp_vjp_tensor (idx : Idx Γ (.dim inDim .scalar)) (C : OpSpecFDerivCorrect inDim outDim)
    (xV : CtxVec Γ) (δ : Vec outDim) : CtxVec.getTensor idx ((unaryOp idx C).vjp xV δ) =
      C.op.backward (CtxVec.getTensor idx xV) (Tensor.ofVec δ) :=
  (congrArg Tensor.ofVec (CtxVec.get_single idx _)).trans (Tensor.ofVec_toVec _)

/-- Linear layer as a single tape node (fixed weights/bias in the `Spec.LinearSpec`). -/
noncomputable def linear (x : Idx Γ (.dim inDim .scalar)) (m : LinearSpec inDim outDim) :
    Node Γ (.dim outDim .scalar) :=
  unaryOp x m.opSpecFDerivCorrect

/-- `NodeFDerivCorrect` for `linear`: the node derivative matches the spec's `OpSpec` derivative. -/
theorem linearFderiv (x : Idx Γ (.dim inDim .scalar)) (m : LinearSpec inDim outDim) :
    NodeFDerivCorrect (linear x m) :=
  unaryOpFderiv x m.opSpecFDerivCorrect

/-- Entry `i` of the result is `∑ j, W i j * x j + b i`. -/
theorem linear_forward_apply (x : Idx Γ (.dim inDim .scalar)) (m : LinearSpec inDim outDim) (xV : CtxVec Γ)
    (i : Fin outDim) :
    ((linear x m).forward xV).ofLp i = (∑ j, m.weight i j * (getVec x xV).ofLp j) + m.biasAt i := rfl

/-- Entry `i` changes by `∑ j, W i j * dx j`. -/
theorem linear_jvp_apply (x : Idx Γ (.dim inDim .scalar)) (m : LinearSpec inDim outDim) (xV dxV : CtxVec Γ)
    (i : Fin outDim) :
    ((linear x m).jvp xV dxV).ofLp i = ∑ j, m.weight i j * (getVec x dxV).ofLp j := rfl

/-- The gradient at entry `j` is `∑ i, W i j * δ i`, with the transposed matrix. -/
theorem linear_vjp_apply (x : Idx Γ (.dim inDim .scalar)) (m : LinearSpec inDim outDim) (xV : CtxVec Γ)
    (δ : Vec outDim) (j : Fin inDim) :
    (getVec x ((linear x m).vjp xV δ)).ofLp j = ∑ i, m.weight i j * δ.ofLp i :=
  congrArg (fun v : Vec inDim => v.ofLp j) (CtxVec.get_single x _)

end

end Proofs.Autograd.TapeNodes
