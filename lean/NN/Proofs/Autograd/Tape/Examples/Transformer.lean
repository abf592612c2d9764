prelude
import NN.Proofs.Autograd.Tape.Backprop
import NN.Proofs.Autograd.Tape.Nodes.Attention
import NN.Proofs.Autograd.Tape.Nodes.Binary
import NN.Proofs.Autograd.Tape.Nodes.Broadcast
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
import NN.Proofs.Autograd.Tape.Nodes.Matrix
import NN.Proofs.Autograd.Tape.Nodes.Normalisation
/-!
# Example: a transformer block

The pre-norm block of a causal transformer, for `n` tokens of `d` entries and `f` hidden units:

    a = layerNorm x * gammaA + betaA                   r = x + causalAttention (a Wq) (a Wk) (a Wv) Wo
    b = layerNorm r * gammaB + betaB                   y = r + gelu (b W1 + b1) W2 + b2

as a graph of 18 nodes whose inputs are the tokens and all the weights.

## Main results
- `Transformer.block_correct`: every node is correct everywhere, for `0 < ε`.
- `Transformer.hasFDerivAt_block`: the graph has its JVP as its Fréchet derivative, and the reverse pass is
  the adjoint.
- `Transformer.hasDerivAt_block`: the reverse pass gives the partial derivative of every entry of the result
  with
  respect to every entry of the tokens and of the weights.
- `Transformer.backpropFrom_block`: so does the reverse pass that reads the stored values.
-/

namespace Proofs.Autograd
open Spec Vec TapeNodes

section
variable {Γ : List Shape} {s t₁ t₂ t₃ t₄ t₅ t₆ t₇ t₈ t₉ t₁₀ : Shape}

/-- Five entries later. -/
abbrev Idx.there₅ (idx : Idx Γ s) : Idx (.cons t₁ (.cons t₂ (.cons t₃ (.cons t₄ (.cons t₅ Γ))))) s :=
  idx.there.there.there.there.there

/-- Ten entries later. -/
abbrev Idx.there₁₀ (idx : Idx Γ s) :
    Idx (.cons t₁ (.cons t₂ (.cons t₃ (.cons t₄ (.cons t₅ (.cons t₆ (.cons t₇ (.cons t₈ (.cons t₉
      (.cons t₁₀ Γ)))))))))) s :=
  idx.there₅.there₅

end

namespace Transformer
variable (n d f : Nat)

/-- The shape of `n` rows of `d` entries. -/
abbrev rows (n d : Nat) : Shape := .dim n (.dim d .scalar)

/-- The inputs: the tokens `x`; `gammaA`, `betaA`, `Wq`, `Wk`, `Wv`, `Wo`; `gammaB`, `betaB`, `W1`, `b1`,
`W2`, `b2`. -/
abbrev inputs : List Shape :=
  [rows n d, .dim d .scalar, .dim d .scalar, rows d d, rows d d, rows d d, rows d d, .dim d .scalar, .dim d
    .scalar,
    rows d f, .dim f .scalar, rows f d, .dim d .scalar]

/-- The values, the latest first: the outputs of the nodes, and the inputs. -/
abbrev values : List Shape :=
  .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n f) <| .cons (rows n f) <|
    .cons (rows n f) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    inputs n d f

/-- The nodes: normalise, scale, offset; queries, keys, values, attention, its output, residual; normalise,
scale,
offset; the hidden layer, its bias, gelu, the output layer, its bias, residual. -/
noncomputable def block (ε : ℝ) : Graph (inputs n d f) (values n d f) :=
  (Graph.nil : Graph (inputs n d f) (inputs n d f))
    |>.snoc (τ := rows n d) (layerNorm Idx.here ε)
    |>.snoc (τ := rows n d) (mulRow Idx.here (Idx.here.there.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there.there.there.there))
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there₅.there))
    |>.snoc (τ := rows n d) (matmul (Idx.here.there) (Idx.here.there₅.there.there.there))
    |>.snoc (τ := rows n d) (matmul (Idx.here.there.there) (Idx.here.there₁₀))
    |>.snoc (τ := rows n d) (causalAttention (Idx.here.there.there) (Idx.here.there) Idx.here)
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there₁₀.there.there.there))
    |>.snoc (τ := rows n d) (add (Idx.here.there₅.there.there.there) Idx.here)
    |>.snoc (τ := rows n d) (layerNorm Idx.here ε)
    |>.snoc (τ := rows n d) (mulRow Idx.here (Idx.here.there₁₀.there₅.there.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there₁₀.there₅.there.there.there.there))
    |>.snoc (τ := rows n f) (matmul Idx.here (Idx.here.there₁₀.there₁₀.there))
    |>.snoc (τ := rows n f) (addRow Idx.here (Idx.here.there₁₀.there₁₀.there.there.there))
    |>.snoc (τ := rows n f) (gelu Idx.here)
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there₁₀.there₁₀.there₅.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there₁₀.there₁₀.there₅.there.there.there))
    |>.snoc (τ := rows n d) (add (Idx.here.there₅.there.there.there) Idx.here)

/-- Every node is correct everywhere, for `0 < ε`. -/
theorem block_correct (ε : ℝ) (hε : 0 < ε) : Graph.FDerivCorrect (block n d f ε) :=
  ⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨trivial, layerNormFderiv _ ε hε⟩, mulRowFderiv _ _⟩, addRowFderiv _ _⟩,
    matmulFderiv _ _⟩, matmulFderiv _ _⟩, matmulFderiv _ _⟩, causalAttentionFderiv _ _ _⟩,
    matmulFderiv _ _⟩, addFderiv _ _⟩, layerNormFderiv _ ε hε⟩, mulRowFderiv _ _⟩, addRowFderiv _
    _⟩, matmulFderiv _ _⟩, addRowFderiv _ _⟩, geluFderiv _⟩, matmulFderiv _ _⟩, addRowFderiv _ _⟩,
    addFderiv _ _⟩

variable {n d f}

/-- The graph has its JVP as its Fréchet derivative, and its reverse pass is the adjoint. -/
theorem hasFDerivAt_block {ε : ℝ} (hε : 0 < ε) (x : CtxVec (inputs n d f)) :
    ∃ D : CtxVec (inputs n d f) →L[ℝ] CtxVec (values n d f), (∀ dx, D dx = (block n d f ε).jvp x dx) ∧
      HasFDerivAt (block n d f ε).eval D x ∧ ∀ dx δ, ⟪D dx, δ⟫ = ⟪dx, (block n d f ε).backprop x δ⟫ := by
  have correct := (block_correct n d f ε hε).correctAt x
  obtain ⟨D, value, h⟩ := Graph.hasFDerivAt_eval correct
  exact ⟨D, value, h, Graph.inner_eq correct h⟩

/-- The reverse pass, started from 1 at entry `i` of the result, gives the partial derivatives of that entry
with
respect to every entry of the tokens and of the weights. -/
theorem hasDerivAt_block {ε : ℝ} (hε : 0 < ε) (x : CtxVec (inputs n d f)) (i : Fin (d * n))
    (j : Fin (ctxSize (inputs n d f))) :
    HasDerivAt (fun t => (CtxVec.get (.here : Idx (values n d f) (rows n d))
        ((block n d f ε).eval (x + t • basis j))).ofLp i)
      (((block n d f ε).backprop x (CtxVec.single .here (basis (n := (rows n d).size) i))).ofLp
        j) 0 :=
  Graph.hasDerivAt_output ((block_correct n d f ε hε).correctAt x) .here i j

/-- The reverse pass that reads the stored values and evaluates nothing again is the same. -/
theorem backpropFrom_block (ε : ℝ) (x : CtxVec (inputs n d f)) (δ : CtxVec (values n d f)) :
    Graph.backpropFrom (block n d f ε) ((block n d f ε).eval x) δ = (block n d f ε).backprop x δ :=
  Graph.backpropFrom_eval _ x δ

end Transformer

end Proofs.Autograd
