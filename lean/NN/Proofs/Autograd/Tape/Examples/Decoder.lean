prelude
import NN.Proofs.Autograd.Tape.Examples.PostNorm
/-!
# Example: a decoder block with the norms behind

The post-norm block of a decoder, as it was first published, for `n` tokens of `d` entries, a memory of `m`
tokens (what the encoder has made of its own) and `f` hidden units; tokens see the earlier ones, and all of the
memory:

    r = layerNorm (x + causalAttention (x Wq) (x Wk) (x Wv) Wo) * gammaA + betaA
    s = layerNorm (r + attention (r Uq) (mem Uk) (mem Uv) Uo) * gammaC + betaC
    y = layerNorm (s + gelu (s W1 + b1) W2 + b2) * gammaB + betaB

as a graph of 27 nodes.

## Main results
- `Decoder.block_output`: what the graph computes.
- `Decoder.block_correct`: every node is correct everywhere, for `0 < ε`.
- `Decoder.hasFDerivAt_block`: the graph has its JVP as its Fréchet derivative, and the reverse pass is the
  adjoint.
- `Decoder.hasDerivAt_block`: the reverse pass gives the partial derivative of every entry of the result with
  respect to every entry of the tokens, of the memory and of the weights.
-/

namespace Proofs.Autograd
open Spec Vec TapeNodes

namespace Decoder
open Transformer (rows times normalise feed)

variable (n m d f : Nat)

/-- The inputs: the tokens `x`, the memory `mem`; `gammaA`, `betaA`, `Wq`, `Wk`, `Wv`, `Wo`; `gammaC`, `betaC`,
`Uq`, `Uk`, `Uv`, `Uo`; `gammaB`, `betaB`, `W1`, `b1`, `W2`, `b2`. -/
abbrev inputs : List Shape :=
  [rows n d, rows m d, .dim d .scalar, .dim d .scalar, rows d d, rows d d, rows d d, rows d d,
    .dim d .scalar, .dim d .scalar, rows d d, rows d d, rows d d, rows d d, .dim d .scalar,
    .dim d .scalar, rows d f, .dim f .scalar, rows f d, .dim d .scalar]

/-- The values, the latest first: the outputs of the nodes, and the inputs. -/
abbrev values : List Shape :=
    .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n f) <| .cons (rows n f) <| .cons (rows n f) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows m d) <| .cons (rows m d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n d) <| inputs n m d f

/-! ### What the block computes -/

section
variable {Γ : List Shape} {a b e : Nat}

private theorem attention_forward (q : Idx Γ (rows a e)) (k v : Idx Γ (rows b e)) (y : CtxVec Γ) :
    (attention q k v).forward y = ⟨Fin.flatten (Activation.Math.attention Activation.Math.noMask
      (attentionScale e) (CtxVec.get q y) (CtxVec.get k y) (CtxVec.get v y))⟩ := rfl

private theorem causalAttention_forward (q k v : Idx Γ (rows a e)) (y : CtxVec Γ) :
    (causalAttention q k v).forward y = ⟨Fin.flatten (Activation.Math.attention Activation.Math.causalMask
      (attentionScale e) (CtxVec.get q y) (CtxVec.get k y) (CtxVec.get v y))⟩ := rfl

end

/-- The nodes: causal attention, its output, residual, norm; attention to the memory, its output, residual,
norm; hidden layer, residual, norm. -/
noncomputable def block (ε : ℝ) : Graph (inputs n m d f) (values n m d f) :=
  (Graph.nil : Graph (inputs n m d f) (inputs n m d f))
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there.there.there.there))
    |>.snoc (τ := rows n d) (matmul (Idx.here.there) (Idx.here.there₅.there))
    |>.snoc (τ := rows n d) (matmul (Idx.here.there.there) (Idx.here.there₅.there.there.there))
    |>.snoc (τ := rows n d) (causalAttention (Idx.here.there.there) (Idx.here.there) Idx.here)
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there₁₀.there))
    |>.snoc (τ := rows n d) (add (Idx.here.there₅) Idx.here)
    |>.snoc (τ := rows n d) (layerNorm Idx.here ε)
    |>.snoc (τ := rows n d) (mulRow Idx.here (Idx.here.there₅.there.there.there.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there₁₀.there))
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there₁₀.there₅.there.there.there.there))
    |>.snoc (τ := rows m d) (matmul (Idx.here.there₁₀.there) (Idx.here.there₁₀.there₁₀.there))
    |>.snoc (τ := rows m d) (matmul (Idx.here.there₁₀.there.there)
      (Idx.here.there₁₀.there₁₀.there.there.there))
    |>.snoc (τ := rows n d) (attention (Idx.here.there.there) (Idx.here.there) Idx.here)
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there₁₀.there₁₀.there₅.there))
    |>.snoc (τ := rows n d) (add (Idx.here.there₅) Idx.here)
    |>.snoc (τ := rows n d) (layerNorm Idx.here ε)
    |>.snoc (τ := rows n d) (mulRow Idx.here (Idx.here.there₁₀.there₁₀.there.there.there.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there₁₀.there₁₀.there₅.there))
    |>.snoc (τ := rows n f) (matmul Idx.here (Idx.here.there₁₀.there₁₀.there₁₀.there.there.there.there))
    |>.snoc (τ := rows n f) (addRow Idx.here (Idx.here.there₁₀.there₁₀.there₁₀.there₅.there))
    |>.snoc (τ := rows n f) (gelu Idx.here)
    |>.snoc (τ := rows n d) (matmul Idx.here
      (Idx.here.there₁₀.there₁₀.there₁₀.there₅.there.there.there.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there₁₀.there₁₀.there₁₀.there₁₀.there))
    |>.snoc (τ := rows n d) (add (Idx.here.there₅) Idx.here)
    |>.snoc (τ := rows n d) (layerNorm Idx.here ε)
    |>.snoc (τ := rows n d) (mulRow Idx.here
      (Idx.here.there₁₀.there₁₀.there₁₀.there₅.there.there.there.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there₁₀.there₁₀.there₁₀.there₁₀.there))

section
variable {n m d f : Nat}

/-- Attention to the memory: every token sees all of it. -/
noncomputable def look (r : Vec (d * n)) (mem : Vec (d * m)) (Uq Uk Uv Uo : Vec (d * d)) : Vec (d * n) :=
  times (m := n) ⟨Fin.flatten (Activation.Math.attention Activation.Math.noMask (attentionScale d)
    (times r Uq) (times mem Uk) (times mem Uv))⟩ Uo

/-- The result, step by step. -/
theorem block_output (ε : ℝ) (v : CtxVec (inputs n m d f))
    (x : Vec (d * n)) (mem : Vec (d * m)) (gammaA : Vec d) (betaA : Vec d) (Wq : Vec (d * d))
    (Wk : Vec (d * d)) (Wv : Vec (d * d)) (Wo : Vec (d * d)) (gammaC : Vec d) (betaC : Vec d)
    (Uq : Vec (d * d)) (Uk : Vec (d * d)) (Uv : Vec (d * d)) (Uo : Vec (d * d)) (gammaB : Vec d)
    (betaB : Vec d) (W1 : Vec (f * d)) (b1 : Vec f) (W2 : Vec (d * f)) (b2 : Vec d)
    (h0 : CtxVec.get Idx.here v = x) (h1 : CtxVec.get (Idx.here.there) v = mem)
    (h2 : CtxVec.get (Idx.here.there.there) v = gammaA)
    (h3 : CtxVec.get (Idx.here.there.there.there) v = betaA)
    (h4 : CtxVec.get (Idx.here.there.there.there.there) v = Wq)
    (h5 : CtxVec.get (Idx.here.there₅) v = Wk) (h6 : CtxVec.get (Idx.here.there₅.there) v = Wv)
    (h7 : CtxVec.get (Idx.here.there₅.there.there) v = Wo)
    (h8 : CtxVec.get (Idx.here.there₅.there.there.there) v = gammaC)
    (h9 : CtxVec.get (Idx.here.there₅.there.there.there.there) v = betaC)
    (h10 : CtxVec.get (Idx.here.there₁₀) v = Uq) (h11 : CtxVec.get (Idx.here.there₁₀.there) v = Uk)
    (h12 : CtxVec.get (Idx.here.there₁₀.there.there) v = Uv)
    (h13 : CtxVec.get (Idx.here.there₁₀.there.there.there) v = Uo)
    (h14 : CtxVec.get (Idx.here.there₁₀.there.there.there.there) v = gammaB)
    (h15 : CtxVec.get (Idx.here.there₁₀.there₅) v = betaB)
    (h16 : CtxVec.get (Idx.here.there₁₀.there₅.there) v = W1)
    (h17 : CtxVec.get (Idx.here.there₁₀.there₅.there.there) v = b1)
    (h18 : CtxVec.get (Idx.here.there₁₀.there₅.there.there.there) v = W2)
    (h19 : CtxVec.get (Idx.here.there₁₀.there₅.there.there.there.there) v = b2) :
    CtxVec.get .here ((block n m d f ε).eval v) =
      let r := normalise ε (x + Transformer.attend x Wq Wk Wv Wo) gammaA betaA
      let s := normalise ε (r + look r mem Uq Uk Uv Uo) gammaC betaC
      normalise ε (s + feed s W1 b1 W2 b2) gammaB betaB := by
  subst h0 h1 h2 h3 h4 h5 h6 h7 h8 h9 h10 h11 h12 h13 h14 h15 h16 h17 h18 h19
  simp only [block, Graph.get_here_eval, Graph.get_there_eval, Graph.eval_nil,
    Transformer.layerNorm_forward, Transformer.mulRow_forward, Transformer.addRow_forward,
    Transformer.matmul_forward, attention_forward, causalAttention_forward, Transformer.add_forward,
    Transformer.gelu_forward]
  rfl

end

/-- Every node is correct everywhere, for `0 < ε`. -/
theorem block_correct (ε : ℝ) (hε : 0 < ε) : Graph.FDerivCorrect (block n m d f ε) :=
  ⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨trivial, matmulFderiv _ _⟩, matmulFderiv _ _⟩, matmulFderiv _ _⟩,
  causalAttentionFderiv _ _ _⟩, matmulFderiv _ _⟩, addFderiv _ _⟩, layerNormFderiv _ ε hε⟩,
  mulRowFderiv _ _⟩, addRowFderiv _ _⟩, matmulFderiv _ _⟩, matmulFderiv _ _⟩, matmulFderiv _ _⟩,
  attentionFderiv _ _ _⟩, matmulFderiv _ _⟩, addFderiv _ _⟩, layerNormFderiv _ ε hε⟩, mulRowFderiv _ _⟩,
  addRowFderiv _ _⟩, matmulFderiv _ _⟩, addRowFderiv _ _⟩, geluFderiv _⟩, matmulFderiv _ _⟩,
  addRowFderiv _ _⟩, addFderiv _ _⟩, layerNormFderiv _ ε hε⟩, mulRowFderiv _ _⟩, addRowFderiv _ _⟩

variable {n m d f}

/-- The graph has its JVP as its Fréchet derivative, and its reverse pass is the adjoint. -/
theorem hasFDerivAt_block {ε : ℝ} (hε : 0 < ε) (x : CtxVec (inputs n m d f)) :
    ∃ D : CtxVec (inputs n m d f) →L[ℝ] CtxVec (values n m d f), (∀ dx, D dx = (block n m d f ε).jvp x dx) ∧
      HasFDerivAt (block n m d f ε).eval D x ∧ ∀ dx δ, ⟪D dx, δ⟫ = ⟪dx, (block n m d f ε).backprop x δ⟫ := by
  have correct := (block_correct n m d f ε hε).correctAt x
  obtain ⟨D, value, h⟩ := Graph.hasFDerivAt_eval correct
  exact ⟨D, value, h, Graph.inner_eq correct h⟩

/-- The reverse pass, started from 1 at entry `i` of the result, gives the partial derivatives of that entry
with respect to every entry of the tokens, of the memory and of the weights. -/
theorem hasDerivAt_block {ε : ℝ} (hε : 0 < ε) (x : CtxVec (inputs n m d f)) (i : Fin (d * n))
    (j : Fin (ctxSize (inputs n m d f))) :
    HasDerivAt (fun t => (CtxVec.get (.here : Idx (values n m d f) (rows n d))
        ((block n m d f ε).eval (x + t • basis j))).ofLp i)
      (((block n m d f ε).backprop x (CtxVec.single .here (basis (n := (rows n d).size) i))).ofLp j)
        0 :=
  Graph.hasDerivAt_output ((block_correct n m d f ε hε).correctAt x) .here i j

end Decoder

end Proofs.Autograd
