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
- `Transformer.block_output`: what the graph computes.
- `Transformer.block_correct`: every node is correct everywhere, for `0 < ε`.
- `Transformer.hasFDerivAt_block`: the graph has its JVP as its Fréchet derivative, and the reverse pass is
  the adjoint.
- `Transformer.hasDerivAt_block`: the reverse pass gives the partial derivative of every entry of the result
  with respect to every entry of the tokens and of the weights.
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
  [rows n d, .dim d .scalar, .dim d .scalar, rows d d, rows d d, rows d d, rows d d, .dim d .scalar,
    .dim d .scalar,
    rows d f, .dim f .scalar, rows f d, .dim d .scalar]

/-- The values, the latest first: the outputs of the nodes, and the inputs. -/
abbrev values : List Shape :=
  .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n f) <| .cons (rows n f) <|
    .cons (rows n f) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    inputs n d f

/-! ### What the nodes compute -/

section
variable {Γ : List Shape} {m k e : Nat}

/-- The product of two matrices. -/
noncomputable def times {m k e : Nat} (x : Vec (k * m)) (y : Vec (e * k)) : Vec (e * m) :=
  ⟨Fin.flatten fun i j => ∑ l, x.ofLp (.rowMajor i l) * y.ofLp (.rowMajor l j)⟩

/-- Every row times a vector. -/
noncomputable def timesRow {m k : Nat} (x : Vec (k * m)) (y : Vec k) : Vec (k * m) :=
  ⟨Fin.flatten fun i j => x.ofLp (.rowMajor i j) * y.ofLp j⟩

/-- Every row plus a vector. -/
noncomputable def plusRow {m k : Nat} (x : Vec (k * m)) (y : Vec k) : Vec (k * m) :=
  ⟨Fin.flatten fun i j => x.ofLp (.rowMajor i j) + y.ofLp j⟩

/-- What the node computes: layer norm of every row. -/
theorem layerNorm_forward (a : Idx Γ (rows m k)) (ε : ℝ) (y : CtxVec Γ) :
    (layerNorm a ε).forward y = (Op.rows m (Op.layerNorm k ε)).forward (CtxVec.get a y) := rfl

/-- What the node computes: `mulRow` is `timesRow`. -/
theorem mulRow_forward (a : Idx Γ (rows m k)) (b : Idx Γ (.dim k .scalar)) (y : CtxVec Γ) :
    (mulRow a b).forward y = timesRow (CtxVec.get a y) (CtxVec.get b y) := rfl

/-- What the node computes: `addRow` is `plusRow`. -/
theorem addRow_forward (a : Idx Γ (rows m k)) (b : Idx Γ (.dim k .scalar)) (y : CtxVec Γ) :
    (addRow a b).forward y = plusRow (CtxVec.get a y) (CtxVec.get b y) := rfl

/-- What the node computes: `matmul` is `times`. -/
theorem matmul_forward (a : Idx Γ (rows m k)) (b : Idx Γ (rows k e)) (y : CtxVec Γ) :
    (matmul a b).forward y = times (CtxVec.get a y) (CtxVec.get b y) := rfl

private theorem causalAttention_forward (a b c : Idx Γ (rows m k)) (y : CtxVec Γ) :
    (causalAttention a b c).forward y = ⟨Fin.flatten (Activation.Math.attention Activation.Math.causalMask
      (attentionScale k) (CtxVec.get a y) (CtxVec.get b y) (CtxVec.get c y))⟩ := rfl

/-- What the node computes: `add` is addition. -/
theorem add_forward (a b : Idx Γ (rows m k)) (y : CtxVec Γ) :
    (add a b).forward y = CtxVec.get a y + CtxVec.get b y := rfl

/-- What the node computes: `gelu` of every entry. -/
theorem gelu_forward (a : Idx Γ (rows m k)) (y : CtxVec Γ) :
    (gelu a).forward y = ⟨fun i => Activation.Math.gelu ((CtxVec.get a y).ofLp i)⟩ := rfl

end

/-! ### The block -/

/-- The nodes: normalise, scale, offset; queries, keys, values, attention, its output, residual; normalise,
scale, offset; the hidden layer, its bias, gelu, the output layer, its bias, residual. -/
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

section
variable {n d f : Nat}

/-- Layer norm of every row, scaled with `gamma` and offset by `beta`. -/
noncomputable def normalise (ε : ℝ) (x : Vec (d * n)) (gamma beta : Vec d) : Vec (d * n) :=
  plusRow (timesRow ((Op.rows n (Op.layerNorm d ε)).forward x) gamma) beta

/-- The attention part: the tokens after layer norm, with causal attention. -/
noncomputable def attend (a : Vec (d * n)) (Wq Wk Wv Wo : Vec (d * d)) : Vec (d * n) :=
  times (m := n) ⟨Fin.flatten (Activation.Math.attention Activation.Math.causalMask (attentionScale d)
    (times a Wq) (times a Wk) (times a Wv))⟩ Wo

/-- The hidden layer with gelu, and the output layer. -/
noncomputable def feed (b : Vec (d * n)) (W1 : Vec (f * d)) (b1 : Vec f) (W2 : Vec (d * f)) (b2 : Vec d) :
    Vec (d * n) :=
  plusRow (times ⟨fun i => Activation.Math.gelu ((plusRow (times b W1) b1).ofLp i)⟩ W2) b2

/-- The result is `r + feed (normalise r)` for `r = x + attend (normalise x)`. -/
theorem block_output (ε : ℝ) (v : CtxVec (inputs n d f)) (x : Vec (d * n)) (gammaA betaA : Vec d)
    (Wq Wk Wv Wo : Vec (d * d)) (gammaB betaB : Vec d) (W1 : Vec (f * d)) (b1 : Vec f) (W2 : Vec (d * f))
    (b2 : Vec d) (hx : CtxVec.get .here v = x) (hgA : CtxVec.get (Idx.here.there) v = gammaA)
    (hbA : CtxVec.get (Idx.here.there.there) v = betaA) (hq : CtxVec.get (Idx.here.there.there.there) v = Wq)
    (hk : CtxVec.get (Idx.here.there.there.there.there) v = Wk) (hv : CtxVec.get (Idx.here.there₅) v = Wv)
    (ho : CtxVec.get (Idx.here.there₅.there) v = Wo)
    (hgB : CtxVec.get (Idx.here.there₅.there.there) v = gammaB)
    (hbB : CtxVec.get (Idx.here.there₅.there.there.there) v = betaB)
    (h1 : CtxVec.get (Idx.here.there₅.there.there.there.there) v = W1)
    (hb1 : CtxVec.get (Idx.here.there₁₀) v = b1) (h2 : CtxVec.get (Idx.here.there₁₀.there) v = W2)
    (hb2 : CtxVec.get (Idx.here.there₁₀.there.there) v = b2) :
    CtxVec.get .here ((block n d f ε).eval v) =
      let r := x + attend (normalise ε x gammaA betaA) Wq Wk Wv Wo
      r + feed (normalise ε r gammaB betaB) W1 b1 W2 b2 := by
  subst hx hgA hbA hq hk hv ho hgB hbB h1 hb1 h2 hb2
  simp only [block, Graph.get_here_eval, Graph.get_there_eval, Graph.eval_nil, layerNorm_forward,
    mulRow_forward,
    addRow_forward, matmul_forward, causalAttention_forward, add_forward, gelu_forward]
  rfl

end

/-- Every node is correct everywhere, for `0 < ε`. -/
theorem block_correct (ε : ℝ) (hε : 0 < ε) : Graph.FDerivCorrect (block n d f ε) :=
  ⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨trivial, layerNormFderiv _ ε hε⟩, mulRowFderiv _ _⟩, addRowFderiv _ _⟩,
    matmulFderiv _ _⟩, matmulFderiv _ _⟩, matmulFderiv _ _⟩, causalAttentionFderiv _ _ _⟩,
    matmulFderiv _ _⟩, addFderiv _ _⟩, layerNormFderiv _ ε hε⟩, mulRowFderiv _ _⟩, addRowFderiv _ _⟩,
    matmulFderiv _ _⟩, addRowFderiv _ _⟩, geluFderiv _⟩, matmulFderiv _ _⟩, addRowFderiv _ _⟩,
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
with respect to every entry of the tokens and of the weights. -/
theorem hasDerivAt_block {ε : ℝ} (hε : 0 < ε) (x : CtxVec (inputs n d f)) (i : Fin (d * n))
    (j : Fin (ctxSize (inputs n d f))) :
    HasDerivAt (fun t => (CtxVec.get (.here : Idx (values n d f) (rows n d))
        ((block n d f ε).eval (x + t • basis j))).ofLp i)
      (((block n d f ε).backprop x (CtxVec.single .here (basis (n := (rows n d).size) i))).ofLp j)
        0 :=
  Graph.hasDerivAt_output ((block_correct n d f ε hε).correctAt x) .here i j

/-- The reverse pass that reads the stored values and evaluates nothing again is the same. -/
theorem backpropFrom_block (ε : ℝ) (x : CtxVec (inputs n d f)) (δ : CtxVec (values n d f)) :
    Graph.backpropFrom (block n d f ε) ((block n d f ε).eval x) δ = (block n d f ε).backprop x δ :=
  Graph.backpropFrom_eval _ x δ

end Transformer

end Proofs.Autograd
