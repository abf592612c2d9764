prelude
import NN.Proofs.Autograd.Node
/-!
# The tape: graphs of nodes

A graph is a sequence of nodes, each over the context that the outputs of the earlier nodes have extended. Its
evaluation computes all the outputs; its JVP and its reverse pass are made of those of the nodes. If every
node is correct, so is the graph, and the reverse pass computes gradients.

## Main definitions
- `Graph Γ Δ`: a graph with inputs `Γ`; `Δ` is `Γ` with the outputs put in front, the latest first.
- `Graph.eval`, `Graph.jvp`, `Graph.backprop`; `eval_snoc`, `jvp_snoc`, `backprop_snoc` say what they do, node
  by node.
- `Graph.FDerivCorrectAt g x`: every node of `g` is correct at the context that it meets when `g` is evaluated
  at `x`.

## Main results
- `Graph.hasFDerivAt_eval`: the evaluation has the JVP as its Fréchet derivative.
- `Graph.inner_jvp`: the reverse pass is the adjoint of the JVP.

What follows for gradients is in `NN.Proofs.Autograd.Tape.Backprop`.
-/

namespace Proofs.Autograd
open Spec Vec

/-- A graph with inputs `Γ`: a sequence of nodes that ends with the context `Δ`. -/
inductive Graph (Γ : List Shape) : List Shape → Type where
  /-- no nodes: the context is that of the inputs -/
  | nil : Graph Γ Γ
  /-- one more node, whose output is put in front of the context -/
  | snoc {Δ : List Shape} {τ : Shape} (g : Graph Γ Δ) (N : Node Δ τ) : Graph Γ (.cons τ Δ)

namespace Graph
variable {Γ Δ : List Shape} {s τ : Shape}

/-! ### Evaluation and the two passes -/

/-- The graph as one operation from the inputs to the final context: each node is forked with the identity. -/
noncomputable def op : {Δ : List Shape} → Graph Γ Δ → Op (ctxSize Γ) (ctxSize Δ)
  | _, .nil => Op.id (ctxSize Γ)
  | _, .snoc (Δ := Δ) g N => (Op.fork N (Op.id (ctxSize Δ))).comp g.op

/-- All values: those of the inputs and the outputs of all nodes. -/
noncomputable def eval (g : Graph Γ Δ) : CtxVec Γ → CtxVec Δ := g.op.forward

/-- The changes of all values when the inputs `x` change by `dx`. -/
noncomputable def jvp (g : Graph Γ Δ) : CtxVec Γ → CtxVec Γ → CtxVec Δ := g.op.jvp

/-- The gradient at the inputs `x`, for the gradients `δ` at all values. -/
noncomputable def backprop (g : Graph Γ Δ) : CtxVec Γ → CtxVec Δ → CtxVec Γ := g.op.vjp

/-- Without nodes the values are the inputs. -/
theorem eval_nil (x : CtxVec Γ) : (Graph.nil : Graph Γ Γ).eval x = x := rfl

/-- The last node is evaluated at the values of the rest of the graph. -/
theorem eval_snoc (g : Graph Γ Δ) (N : Node Δ τ) (x : CtxVec Γ) :
    (g.snoc N).eval x = append (N.forward (g.eval x)) (g.eval x) := rfl

/-- The change of the last node's output, in front of the changes of the other values. -/
theorem jvp_snoc (g : Graph Γ Δ) (N : Node Δ τ) (x dx : CtxVec Γ) :
    (g.snoc N).jvp x dx = append (N.jvp (g.eval x) (g.jvp x dx)) (g.jvp x dx) := rfl

/-- The latest node first: its gradient goes through its own reverse rule and is added to those of the earlier
values. -/
theorem backprop_snoc (g : Graph Γ Δ) (N : Node Δ τ) (x : CtxVec Γ) (δ : CtxVec (.cons τ Δ)) :
    (g.snoc N).backprop x δ = g.backprop x (N.vjp (g.eval x) (head δ) + tail δ) := rfl

/-- The newest value is the output of the last node. -/
theorem get_here_eval (g : Graph Γ Δ) (N : Node Δ τ) (x : CtxVec Γ) :
    CtxVec.get .here ((g.snoc N).eval x) = N.forward (g.eval x) :=
  CtxVec.get_here _ _

/-- The other values are those of the rest of the graph. -/
theorem get_there_eval (idx : Idx Δ s) (g : Graph Γ Δ) (N : Node Δ τ) (x : CtxVec Γ) :
    CtxVec.get (.there idx) ((g.snoc N).eval x) = CtxVec.get idx (g.eval x) :=
  CtxVec.get_there _ _ _

/-! ### Correctness -/

/-- Every node is correct at the context that it meets when the graph is evaluated at `x`. -/
def FDerivCorrectAt : {Δ : List Shape} → Graph Γ Δ → CtxVec Γ → Prop
  | _, .nil, _ => True
  | _, .snoc g N, x => FDerivCorrectAt g x ∧ NodeFDerivCorrectAt N (g.eval x)

/-- Every node is correct at every context. -/
def FDerivCorrect : {Δ : List Shape} → Graph Γ Δ → Prop
  | _, .nil => True
  | _, .snoc g N => FDerivCorrect g ∧ NodeFDerivCorrect N

/-- A graph of nodes that are correct everywhere is correct at every input. -/
theorem FDerivCorrect.correctAt :
    {Δ : List Shape} → {g : Graph Γ Δ} → FDerivCorrect g → ∀ x, FDerivCorrectAt g x
  | _, .nil, _, _ => trivial
  | _, .snoc _ _, h, x => ⟨FDerivCorrect.correctAt h.1 x, h.2 _⟩

/-- A graph of correct nodes is a correct operation. -/
theorem FDerivCorrectAt.op : {Δ : List Shape} → {g : Graph Γ Δ} → {x : CtxVec Γ} → FDerivCorrectAt g x →
    g.op.CorrectAt x
  | _, .nil, x, _ => Op.correct_id _ x
  | _, .snoc _ _, _, h => Op.CorrectAt.comp (.fork h.2.op (Op.correct_id _ _)) (FDerivCorrectAt.op h.1)

/-- The evaluation has the JVP as its Fréchet derivative. -/
theorem hasFDerivAt_eval {g : Graph Γ Δ} {x : CtxVec Γ} (h : FDerivCorrectAt g x) :
    ∃ D : CtxVec Γ →L[ℝ] CtxVec Δ, (∀ dx, D dx = g.jvp x dx) ∧ HasFDerivAt g.eval D x :=
  ⟨g.op.jvpCLM x, fun _ => rfl, h.op⟩

/-- The reverse pass is the adjoint of the JVP, at every input, also where a node is not differentiable. -/
theorem inner_jvp (g : Graph Γ Δ) (x dx : CtxVec Γ) (δ : CtxVec Δ) : ⟪g.jvp x dx, δ⟫ = ⟪dx, g.backprop x δ⟫ :=
  g.op.inner_jvp x dx δ

end Graph

end Proofs.Autograd
