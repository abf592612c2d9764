prelude
import NN.Proofs.Autograd.Bilinear
import NN.Proofs.Autograd.Tape.Backprop
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
/-!
# Example: training a network with one hidden layer

The loss `‖V tanh (U x + b) + c - y‖²` as a graph whose inputs are the weights `U`, `V`, the biases `b`, `c`,
the datum `x` and the target `y`. The reverse pass gives the derivative of the loss with respect to every one
of them.

## Main results
- `Mlp.loss_output`: what the graph computes.
- `Mlp.hasDerivAt_loss`: what its reverse pass computes.
-/

namespace Proofs.Autograd.Mlp
open Spec Vec TapeNodes
variable (n m k : Nat)

/-- The inputs: `U`, `b`, `V`, `c`, `x`, `y`. -/
abbrev inputs : List Shape :=
  [.dim m (.dim n .scalar), .dim m .scalar, .dim k (.dim m .scalar), .dim k .scalar, .dim n .scalar,
    .dim k .scalar]

/-- The values, the latest first: the loss, the error, the output layer, `V h`; the hidden layer `h`, its
argument, `U x`; the inputs. -/
abbrev values : List Shape :=
  .cons .scalar <| .cons (.dim k .scalar) <| .cons (.dim k .scalar) <| .cons (.dim k .scalar) <|
    .cons (.dim m .scalar) <| .cons (.dim m .scalar) <| .cons (.dim m .scalar) <| inputs n m k

/-- The nodes `U x`, `U x + b`, `tanh`, `V h`, `V h + c`, the error, and its square. -/
noncomputable def loss : Graph (inputs n m k) (values n m k) :=
  (Graph.nil : Graph (inputs n m k) (inputs n m k))
    |>.snoc (τ := .dim m .scalar) (.binary Idx.here Idx.here.there.there.there.there (Op.matVec m n))
    |>.snoc (τ := .dim m .scalar) (.binary Idx.here Idx.here.there.there (Op.add m))
    |>.snoc (TapeNodes.tanh Idx.here)
    |>.snoc (τ := .dim k .scalar) (.binary Idx.here.there.there.there.there.there Idx.here (Op.matVec k m))
    |>.snoc (τ := .dim k .scalar) (.binary Idx.here Idx.here.there.there.there.there.there.there.there
      (Op.add k))
    |>.snoc (τ := .dim k .scalar) (.binary Idx.here
      Idx.here.there.there.there.there.there.there.there.there.there.there (Op.sub k))
    |>.snoc (τ := .scalar) (.binary Idx.here Idx.here (Op.inner k))

section
variable {n m k : Nat}

/-- The hidden layer `tanh (U x + b)`. -/
noncomputable def hidden (U : Vec (n * m)) (b : Vec m) (x : Vec n) : Vec m :=
  ⟨fun i => Activation.Math.tanh ((Op.mulVec U x + b).ofLp i)⟩

/-- The loss is the square of the error `V h + c - y`. -/
theorem loss_output (U : Vec (n * m)) (b : Vec m) (V : Vec (m * k)) (c : Vec k) (x : Vec n) (y : Vec k)
    (w : CtxVec (inputs n m k)) (hU : CtxVec.get .here w = U) (hb : CtxVec.get (.there .here) w = b)
    (hV : CtxVec.get (.there (.there .here)) w = V) (hc : CtxVec.get (.there (.there (.there .here))) w = c)
    (hx : CtxVec.get (.there (.there (.there (.there .here)))) w = x)
    (hy : CtxVec.get (.there (.there (.there (.there (.there .here))))) w = y) :
    CtxVec.get .here ((loss n m k).eval w) =
      ⟨fun _ => ⟪Op.mulVec V (hidden U b x) + c - y, Op.mulVec V (hidden U b x) + c - y⟫⟩ := by
  subst hU hb hV hc hx hy
  simp only [loss, Graph.get_here_eval, Graph.get_there_eval, Graph.eval_nil, Node.binary_forward,
    Op.inner_forward, Op.sub_forward, Op.add_forward, Op.matVec_forward, TapeNodes.tanh, elemwise_forward]
  rfl

end

/-- Every node is correct everywhere. -/
theorem loss_correct : Graph.FDerivCorrect (loss n m k) :=
  ⟨⟨⟨⟨⟨⟨⟨trivial, fun _ => Node.binary_correctAt (Op.correct_matVec m n _)⟩,
    fun _ => Node.binary_correctAt (Op.correct_add m _)⟩, tanhFderiv _⟩,
    fun _ => Node.binary_correctAt (Op.correct_matVec k m _)⟩,
    fun _ => Node.binary_correctAt (Op.correct_add k _)⟩,
    fun _ => Node.binary_correctAt (Op.correct_sub k _)⟩,
    fun _ => Node.binary_correctAt (Op.correct_inner k _)⟩

/-- The reverse pass gives the derivative of the loss with respect to every weight, every bias, and every
entry of the datum and the target. -/
theorem hasDerivAt_loss (x : CtxVec (inputs n m k)) (j : Fin (ctxSize (inputs n m k))) :
    HasDerivAt (fun t => (CtxVec.get .here ((loss n m k).eval (x + t • basis j))).ofLp (.last 0))
      (((loss n m k).backprop x (CtxVec.single .here (basis (.last 0)))).ofLp j) 0 :=
  Graph.hasDerivAt_output ((loss_correct n m k).correctAt x) .here (.last 0) j

end Proofs.Autograd.Mlp
