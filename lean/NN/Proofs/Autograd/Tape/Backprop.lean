prelude
import NN.Proofs.Autograd.Tape.Graph
/-!
# The reverse pass computes gradients

Let every node of a graph be correct at the context that it meets.

## Main results
- `Graph.hasDerivAt_partial`: coordinate `j` of `backprop x δ` is the partial derivative of `⟪eval x, δ⟫` with
  respect to input number `j`.
- `Graph.hasDerivAt_output`: started from 1 at one entry of one output, it gives the partial derivatives of
  that entry.
- `Graph.inner_eq`: it is the adjoint of the Fréchet derivative, in whatever way that was found.
- `Graph.backprop_unique`: two correct graphs that compute the same function have the same gradients.
- `Graph.backpropFrom_eval`: the reverse pass that reads the stored values, and evaluates nothing again, is
  the same.
-/

namespace Proofs.Autograd.Graph
open Spec Vec
variable {Γ Δ : List Shape} {s : Shape}

/-! ### Gradients -/

section
variable {g : Graph Γ Δ} {x : CtxVec Γ}

/-- The reverse pass is the adjoint of the Fréchet derivative, in whatever way that was found. -/
theorem inner_eq (h : FDerivCorrectAt g x) {D : CtxVec Γ →L[ℝ] CtxVec Δ} (hD : HasFDerivAt g.eval D x)
    (dx : CtxVec Γ) (δ : CtxVec Δ) : ⟪D dx, δ⟫ = ⟪dx, g.backprop x δ⟫ :=
  h.op.inner_eq hD dx δ

/-- The coordinates of `backprop x δ` are the partial derivatives of `⟪eval x, δ⟫`. -/
theorem hasDerivAt_partial (h : FDerivCorrectAt g x) (δ : CtxVec Δ) (j : Fin (ctxSize Γ)) :
    HasDerivAt (fun t => ⟪g.eval (x + t • basis j), δ⟫) ((g.backprop x δ).ofLp j) 0 :=
  h.op.hasDerivAt_partial δ j

/-- A reverse pass that starts with 1 at entry `i` of the value `out`, and 0 elsewhere, gives the partial
derivatives of that entry. -/
theorem hasDerivAt_output (h : FDerivCorrectAt g x) (out : Idx Δ s) (i : Fin s.size) (j : Fin (ctxSize Γ)) :
    HasDerivAt (fun t => (CtxVec.get out (g.eval (x + t • basis j))).ofLp i)
      ((g.backprop x (CtxVec.single out (basis i))).ofLp j) 0 := by
  have e : ∀ y, ⟪g.eval y, CtxVec.single out (basis i)⟫ = (CtxVec.get out (g.eval y)).ofLp i := fun y => by
    rw [CtxVec.inner_single, inner_basis]
  have d := hasDerivAt_partial h (CtxVec.single out (basis i)) j
  simp only [e] at d
  exact d

/-- Two correct graphs that compute the same function have the same JVP and the same gradients. -/
theorem backprop_unique {g' : Graph Γ Δ} (h : FDerivCorrectAt g x) (h' : FDerivCorrectAt g' x)
    (e : ∀ y, g.eval y = g'.eval y) : g.jvp x = g'.jvp x ∧ g.backprop x = g'.backprop x :=
  h.op.unique h'.op e

end

/-! ### The reverse pass that stores the values

`backprop` as defined evaluates the graph again at every node. A tape stores instead: the values of the whole
graph are `eval g x`, and those that a node met are what remains when the outputs from that node on are
dropped. -/

/-- The reverse pass that reads the values `v` of all nodes: one step for each node, and nothing is evaluated.
-/
noncomputable def backpropFrom : {Δ : List Shape} → Graph Γ Δ → CtxVec Δ → CtxVec Δ → CtxVec Γ
  | _, .nil, _, δ => δ
  | _, .snoc g N, v, δ => backpropFrom g (tail v) (N.vjp (tail v) (head δ) + tail δ)

/-- Reading the stored values is the same as evaluating again. -/
theorem backpropFrom_eval : {Δ : List Shape} → (g : Graph Γ Δ) → (x : CtxVec Γ) → (δ : CtxVec Δ) →
    backpropFrom g (g.eval x) δ = g.backprop x δ
  | _, .nil, _, _ => rfl
  | _, .snoc g N, x, δ => by
    have stored : tail ((g.snoc N).eval x) = g.eval x := tail_append _ _
    show backpropFrom g (tail ((g.snoc N).eval x))
      (N.vjp (tail ((g.snoc N).eval x)) (head δ) + tail δ) = g.backprop x (N.vjp (g.eval x) (head δ) + tail δ)
    rw [stored]
    exact backpropFrom_eval g x _

end Proofs.Autograd.Graph
