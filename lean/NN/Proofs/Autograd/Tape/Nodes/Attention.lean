prelude
import NN.Proofs.Autograd.Rows
import NN.Spec.Activation.Attention
/-!
# Nodes of scaled dot-product attention

The queries `a` (`m` rows of `d` entries), the keys `b` (`n` rows of `d` entries) and the values `c` (`n` rows
of `e` entries) are entries of the context. The scores are divided by `√d`.

- `attention a b c`: every query sees every key; `causalAttention a b c`: query `i` sees the keys `0, ..., i`.
- `maskedAttention a b c w`: with weights `w i j`, 0 where the key `j` is hidden from the query `i`. It
  supposes that no weight is negative and that every query sees a key.
- `biasedAttention a b c bias`: `bias i j` is added to the scores.

## Implementation
The formulas are in `NN.Spec.Activation.Attention`. For several heads see
`NN.Proofs.Autograd.Tape.Nodes.MultiHeadAttention`.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec Activation.Math
variable {Γ : List Shape} {m n d e : Nat}

/-- The factor of the scores, `1 / √d`. -/
noncomputable def attentionScale (d : Nat) : ℝ := 1 / _root_.sqrt (natCast ℝ d)

/-! ### One head -/

/-- Attention with the weights `w` as a mask. -/
noncomputable def maskedAttention (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (w : Fin m → Fin n → ℝ) : Node Γ (.dim m (.dim e .scalar)) :=
  Node.curried₃ (τ := .dim m (.dim e .scalar)) a b c
    (fun q k v => ⟨Fin.flatten (Activation.Math.attention w (attentionScale d) q k v)⟩)
    (fun q k v dq dk dv => ⟨Fin.flatten (attentionJvp w (attentionScale d) q k v dq dk dv)⟩)
    (fun q k v δ => ⟨Fin.flatten (attentionVjpQ w (attentionScale d) q k v δ)⟩)
    (fun q k v δ => ⟨Fin.flatten (attentionVjpK w (attentionScale d) q k v δ)⟩)
    (fun q k _ δ => ⟨Fin.flatten (attentionVjpV w (attentionScale d) q k δ)⟩)
    (inner_attentionJvp w (attentionScale d))

/-- Entry `l` of row `i` of the result. -/
theorem maskedAttention_forward_apply (a : Idx Γ (.dim m (.dim d .scalar)))
    (b : Idx Γ (.dim n (.dim d .scalar))) (c : Idx Γ (.dim n (.dim e .scalar))) (w : Fin m → Fin n → ℝ)
    (xV : CtxVec Γ) (i : Fin m) (l : Fin e) :
    ((maskedAttention a b c w).forward xV).ofLp (.rowMajor i l) =
      Activation.Math.attention w (attentionScale d) (CtxVec.get a xV) (CtxVec.get b xV)
        (CtxVec.get c xV) i l :=
  Fin.flatten_rowMajor _ i l

/-- Entry `l` of row `i` of the change of the result. -/
theorem maskedAttention_jvp_apply (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (w : Fin m → Fin n → ℝ) (xV dxV : CtxVec Γ) (i : Fin m)
    (l : Fin e) :
    ((maskedAttention a b c w).jvp xV dxV).ofLp (.rowMajor i l) =
      attentionJvp w (attentionScale d) (CtxVec.get a xV) (CtxVec.get b xV) (CtxVec.get c xV)
        (CtxVec.get a dxV) (CtxVec.get b dxV) (CtxVec.get c dxV) i l :=
  Fin.flatten_rowMajor _ i l

/-- What the gradient adds at queries, keys and values. -/
theorem maskedAttention_vjp_apply (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (w : Fin m → Fin n → ℝ) (xV : CtxVec Γ) (δ : Vec (e * m)) :
    (maskedAttention a b c w).vjp xV δ =
      CtxVec.single a ⟨Fin.flatten (attentionVjpQ w (attentionScale d) (CtxVec.get a xV) (CtxVec.get b xV)
        (CtxVec.get c xV) δ)⟩ +
      (CtxVec.single b ⟨Fin.flatten (attentionVjpK w (attentionScale d) (CtxVec.get a xV) (CtxVec.get b xV)
        (CtxVec.get c xV) δ)⟩ +
      CtxVec.single c ⟨Fin.flatten (attentionVjpV w (attentionScale d) (CtxVec.get a xV)
        (CtxVec.get b xV) δ)⟩) :=
  rfl

/-- `maskedAttention` is correct everywhere, if no weight is negative and every query sees a key. -/
theorem maskedAttentionFderiv (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (w : Fin m → Fin n → ℝ) (nonneg : ∀ i j, 0 ≤ w i j)
    (sees : ∀ i, ∃ j, 0 < w i j) : NodeFDerivCorrect (maskedAttention a b c w) := fun xV =>
  Node.correctAt_matrix (maskedAttention_forward_apply a b c w) (maskedAttention_jvp_apply a b c w xV)
    fun i l =>
    hasDifferentialAt_attention (fun j => CtxVec.hasDifferentialAt_get a j xV)
      (fun j => CtxVec.hasDifferentialAt_get b j xV) (fun j => CtxVec.hasDifferentialAt_get c j xV) i
      (fun _ => let ⟨j, pos⟩ := sees i; ne_of_gt (sum_mul_exp_pos (nonneg i) _ j pos)) l

/-- A mask for which `maskedAttentionFderiv` applies: everything is seen. -/
theorem exists_maskedAttentionFderiv (a : Idx Γ (.dim m (.dim d .scalar)))
    (b : Idx Γ (.dim (.succ n) (.dim d .scalar))) (c : Idx Γ (.dim (.succ n) (.dim e .scalar))) :
    ∃ w : Fin m → Fin (.succ n) → ℝ, (∀ i j, 0 ≤ w i j) ∧ (∀ i, ∃ j, 0 < w i j) ∧
      NodeFDerivCorrect (maskedAttention a b c w) :=
  have sees : ∀ _ : Fin m, ∃ _ : Fin (.succ n), (0 : ℝ) < 1 := fun _ => ⟨.last n, zero_lt_one⟩
  ⟨fun _ _ => 1, fun _ _ => zero_le_one, sees, maskedAttentionFderiv a b c _ (fun _ _ => zero_le_one) sees⟩

/-! ### Without a mask, and causal -/

/-- Attention: every query sees every key. -/
noncomputable def attention (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) : Node Γ (.dim m (.dim e .scalar)) := maskedAttention a b c noMask

/-- Entry `l` of row `i` of the result. -/
theorem attention_forward_apply (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (xV : CtxVec Γ) (i : Fin m) (l : Fin e) :
    ((attention a b c).forward xV).ofLp (.rowMajor i l) =
      Activation.Math.attention noMask (attentionScale d) (CtxVec.get a xV) (CtxVec.get b xV)
        (CtxVec.get c xV) i l :=
  maskedAttention_forward_apply a b c noMask xV i l

/-- Entry `l` of row `i` of the change of the result. -/
theorem attention_jvp_apply (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (xV dxV : CtxVec Γ) (i : Fin m) (l : Fin e) :
    ((attention a b c).jvp xV dxV).ofLp (.rowMajor i l) =
      attentionJvp noMask (attentionScale d) (CtxVec.get a xV) (CtxVec.get b xV) (CtxVec.get c xV)
        (CtxVec.get a dxV) (CtxVec.get b dxV) (CtxVec.get c dxV) i l :=
  maskedAttention_jvp_apply a b c noMask xV dxV i l

/-- What the gradient adds at queries, keys and values. -/
theorem attention_vjp_apply (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (xV : CtxVec Γ) (δ : Vec (e * m)) :
    (attention a b c).vjp xV δ =
      CtxVec.single a ⟨Fin.flatten (attentionVjpQ noMask (attentionScale d) (CtxVec.get a xV)
        (CtxVec.get b xV) (CtxVec.get c xV) δ)⟩ +
      (CtxVec.single b ⟨Fin.flatten (attentionVjpK noMask (attentionScale d) (CtxVec.get a xV)
        (CtxVec.get b xV) (CtxVec.get c xV) δ)⟩ +
      CtxVec.single c ⟨Fin.flatten (attentionVjpV noMask (attentionScale d) (CtxVec.get a xV)
        (CtxVec.get b xV) δ)⟩) :=
  rfl

/-- `attention` is correct everywhere. -/
theorem attentionFderiv (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) : NodeFDerivCorrect (attention a b c) := fun xV =>
  Node.correctAt_matrix (attention_forward_apply a b c) (attention_jvp_apply a b c xV) fun i l =>
    hasDifferentialAt_attention (fun j => CtxVec.hasDifferentialAt_get a j xV)
      (fun j => CtxVec.hasDifferentialAt_get b j xV) (fun j => CtxVec.hasDifferentialAt_get c j xV) i
      (fun j => sum_noMask_ne_zero i j _) l

/-- Attention: query `i` sees the keys `0, ..., i`. -/
noncomputable def causalAttention (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) : Node Γ (.dim m (.dim e .scalar)) :=
  maskedAttention a b c causalMask

/-- Entry `l` of row `i` of the result. -/
theorem causalAttention_forward_apply (a : Idx Γ (.dim m (.dim d .scalar)))
    (b : Idx Γ (.dim n (.dim d .scalar))) (c : Idx Γ (.dim n (.dim e .scalar))) (xV : CtxVec Γ) (i : Fin m)
    (l : Fin e) :
    ((causalAttention a b c).forward xV).ofLp (.rowMajor i l) =
      Activation.Math.attention causalMask (attentionScale d) (CtxVec.get a xV) (CtxVec.get b xV)
        (CtxVec.get c xV) i l :=
  maskedAttention_forward_apply a b c causalMask xV i l

/-- Entry `l` of row `i` of the change of the result. -/
theorem causalAttention_jvp_apply (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (xV dxV : CtxVec Γ) (i : Fin m) (l : Fin e) :
    ((causalAttention a b c).jvp xV dxV).ofLp (.rowMajor i l) =
      attentionJvp causalMask (attentionScale d) (CtxVec.get a xV) (CtxVec.get b xV) (CtxVec.get c xV)
        (CtxVec.get a dxV) (CtxVec.get b dxV) (CtxVec.get c dxV) i l :=
  maskedAttention_jvp_apply a b c causalMask xV dxV i l

/-- What the gradient adds at queries, keys and values. -/
theorem causalAttention_vjp_apply (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (xV : CtxVec Γ) (δ : Vec (e * m)) :
    (causalAttention a b c).vjp xV δ =
      CtxVec.single a ⟨Fin.flatten (attentionVjpQ causalMask (attentionScale d) (CtxVec.get a xV)
        (CtxVec.get b xV) (CtxVec.get c xV) δ)⟩ +
      (CtxVec.single b ⟨Fin.flatten (attentionVjpK causalMask (attentionScale d) (CtxVec.get a xV)
        (CtxVec.get b xV) (CtxVec.get c xV) δ)⟩ +
      CtxVec.single c ⟨Fin.flatten (attentionVjpV causalMask (attentionScale d) (CtxVec.get a xV)
        (CtxVec.get b xV) δ)⟩) :=
  rfl

/-- `causalAttention` is correct everywhere. -/
theorem causalAttentionFderiv (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) : NodeFDerivCorrect (causalAttention a b c) := fun xV =>
  Node.correctAt_matrix (causalAttention_forward_apply a b c) (causalAttention_jvp_apply a b c xV) fun i l =>
    hasDifferentialAt_attention (fun j => CtxVec.hasDifferentialAt_get a j xV)
      (fun j => CtxVec.hasDifferentialAt_get b j xV) (fun j => CtxVec.hasDifferentialAt_get c j xV) i
      (fun j => sum_causalMask_ne_zero i j _) l

/-! ### With an additive bias -/

/-- Attention: `bias i j` is added to the score of the key `j` for the query `i`, as a factor `exp (bias i j)`
of its weight. -/
noncomputable def biasedAttention (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (bias : Fin m → Fin n → ℝ) : Node Γ (.dim m (.dim e .scalar)) :=
  maskedAttention a b c fun i j => exp (bias i j)

/-- The weight of a key is the exponential of its score plus its bias. -/
theorem exp_bias_mul_exp (bias score : ℝ) : exp bias * exp score = exp (score + bias) := by
  rw [exp_add, mul_comm]

/-- Entry `l` of row `i` of the result. -/
theorem biasedAttention_forward_apply (a : Idx Γ (.dim m (.dim d .scalar)))
    (b : Idx Γ (.dim n (.dim d .scalar))) (c : Idx Γ (.dim n (.dim e .scalar))) (bias : Fin m → Fin n → ℝ)
    (xV : CtxVec Γ) (i : Fin m) (l : Fin e) :
    ((biasedAttention a b c bias).forward xV).ofLp (.rowMajor i l) =
      Activation.Math.attention (fun i j => exp (bias i j)) (attentionScale d) (CtxVec.get a xV)
        (CtxVec.get b xV) (CtxVec.get c xV) i l :=
  maskedAttention_forward_apply a b c _ xV i l

/-- `biasedAttention` is correct everywhere. -/
theorem biasedAttentionFderiv (a : Idx Γ (.dim m (.dim d .scalar))) (b : Idx Γ (.dim n (.dim d .scalar)))
    (c : Idx Γ (.dim n (.dim e .scalar))) (bias : Fin m → Fin n → ℝ) :
    NodeFDerivCorrect (biasedAttention a b c bias) := fun xV =>
  Node.correctAt_matrix (maskedAttention_forward_apply a b c _) (maskedAttention_jvp_apply a b c _ xV)
    fun i l => hasDifferentialAt_attention (w := fun i j => exp (bias i j))
      (fun j => CtxVec.hasDifferentialAt_get a j xV) (fun j => CtxVec.hasDifferentialAt_get b j xV)
      (fun j => CtxVec.hasDifferentialAt_get c j xV) i (fun j => ne_of_gt (sum_mul_exp_pos
        (w := fun j => exp (bias i j)) (fun j => le_of_lt (exp_pos (bias i j))) _ j (exp_pos (bias i j)))) l

end Proofs.Autograd.TapeNodes
