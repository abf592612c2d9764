prelude
import NN.Proofs.Autograd.Tape.Examples.Transformer
/-!
# Example: an encoder block with the norms behind

The post-norm block of an encoder, as it was first published, for `n` tokens of `d` entries and `f` hidden units;
every token sees every other one:

    r = layerNorm (x + attention (x Wq) (x Wk) (x Wv) Wo) * gammaA + betaA
    y = layerNorm (r + gelu (r W1 + b1) W2 + b2) * gammaB + betaB

as a graph of 18 nodes whose inputs are those of `Transformer.block`.

## Main results
- `PostNorm.block_output`: what the graph computes.
- `PostNorm.block_correct`: every node is correct everywhere, for `0 < ε`.
- `PostNorm.hasFDerivAt_block`: the graph has its JVP as its Fréchet derivative, and the reverse pass is the
  adjoint.
- `PostNorm.hasDerivAt_block`: the reverse pass gives the partial derivative of every entry of the result with
  respect to every entry of the tokens and of the weights.
- `PostNorm.backpropFrom_block`: so does the reverse pass that reads the stored values.
-/

namespace Proofs.Autograd
open Spec Vec TapeNodes

namespace PostNorm
open Transformer (rows inputs times timesRow plusRow normalise feed)

variable (n d f : Nat)

/-- The values, the latest first: the outputs of the nodes, and the inputs. -/
abbrev values : List Shape :=
  .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n f) <| .cons (rows n f) <| .cons (rows n f) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    .cons (rows n d) <| .cons (rows n d) <| .cons (rows n d) <|
    inputs n d f

/-! ### What attention computes -/

section
variable {Γ : List Shape} {m k : Nat}

private theorem attention_forward (a b c : Idx Γ (rows m k)) (y : CtxVec Γ) :
    (attention a b c).forward y = ⟨Fin.flatten (Activation.Math.attention Activation.Math.noMask
      (attentionScale k) (CtxVec.get a y) (CtxVec.get b y) (CtxVec.get c y))⟩ := rfl

end

/-! ### The block -/

/-- The nodes: queries, keys, values, attention, its output, residual; normalise, scale, offset; the hidden
layer, its bias, gelu, the output layer, its bias, residual; normalise, scale, offset. -/
noncomputable def block (ε : ℝ) : Graph (inputs n d f) (values n d f) :=
  (Graph.nil : Graph (inputs n d f) (inputs n d f))
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there.there.there))
    |>.snoc (τ := rows n d) (matmul (Idx.here.there) (Idx.here.there₅))
    |>.snoc (τ := rows n d) (matmul (Idx.here.there.there) (Idx.here.there₅.there.there))
    |>.snoc (τ := rows n d) (attention (Idx.here.there.there) (Idx.here.there) Idx.here)
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there₁₀))
    |>.snoc (τ := rows n d) (add (Idx.here.there₅) Idx.here)
    |>.snoc (τ := rows n d) (layerNorm Idx.here ε)
    |>.snoc (τ := rows n d) (mulRow Idx.here (Idx.here.there₅.there.there.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there₁₀))
    |>.snoc (τ := rows n f) (matmul Idx.here (Idx.here.there₁₀.there₅.there.there.there))
    |>.snoc (τ := rows n f) (addRow Idx.here (Idx.here.there₁₀.there₁₀))
    |>.snoc (τ := rows n f) (gelu Idx.here)
    |>.snoc (τ := rows n d) (matmul Idx.here (Idx.here.there₁₀.there₁₀.there.there.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there₁₀.there₁₀.there₅))
    |>.snoc (τ := rows n d) (add (Idx.here.there₅) Idx.here)
    |>.snoc (τ := rows n d) (layerNorm Idx.here ε)
    |>.snoc (τ := rows n d) (mulRow Idx.here (Idx.here.there₁₀.there₁₀.there.there.there))
    |>.snoc (τ := rows n d) (addRow Idx.here (Idx.here.there₁₀.there₁₀.there₅))

section
variable {n d f : Nat}

/-- The attention part: every token sees every other one. -/
noncomputable def attend (a : Vec (d * n)) (Wq Wk Wv Wo : Vec (d * d)) : Vec (d * n) :=
  times (m := n) ⟨Fin.flatten (Activation.Math.attention Activation.Math.noMask (attentionScale d)
    (times a Wq) (times a Wk) (times a Wv))⟩ Wo

/-- The result is `normalise (r + feed r)` for `r = normalise (x + attend x)`. -/
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
      let r := normalise ε (x + attend x Wq Wk Wv Wo) gammaA betaA
      normalise ε (r + feed r W1 b1 W2 b2) gammaB betaB := by
  subst hx hgA hbA hq hk hv ho hgB hbB h1 hb1 h2 hb2
  simp only [block, Graph.get_here_eval, Graph.get_there_eval, Graph.eval_nil,
    Transformer.layerNorm_forward, Transformer.mulRow_forward, Transformer.addRow_forward,
    Transformer.matmul_forward, attention_forward, Transformer.add_forward, Transformer.gelu_forward]
  rfl

end

/-- Every node is correct everywhere, for `0 < ε`. -/
theorem block_correct (ε : ℝ) (hε : 0 < ε) : Graph.FDerivCorrect (block n d f ε) :=
  ⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨⟨trivial, matmulFderiv _ _⟩, matmulFderiv _ _⟩, matmulFderiv _ _⟩,
    attentionFderiv _ _ _⟩, matmulFderiv _ _⟩, addFderiv _ _⟩, layerNormFderiv _ ε hε⟩, mulRowFderiv _ _⟩,
    addRowFderiv _ _⟩, matmulFderiv _ _⟩, addRowFderiv _ _⟩, geluFderiv _⟩, matmulFderiv _ _⟩,
    addRowFderiv _ _⟩, addFderiv _ _⟩, layerNormFderiv _ ε hε⟩, mulRowFderiv _ _⟩, addRowFderiv _ _⟩

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

end PostNorm

end Proofs.Autograd
