prelude
import NN.Proofs.Autograd.Tape.Nodes.Attention
/-!
# Nodes of multi-head attention

Queries, keys and values for `h` heads, which are the first axis: `h` times `m` rows of `d` entries, and so
on, the layout of PyTorch's `scaled_dot_product_attention`. Every head is the attention of
`NN.Proofs.Autograd.Tape.Nodes.Attention` by itself; `swapAxes` makes the heads the first axis.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec Activation.Math
variable {Γ : List Shape} {h m n d e : Nat}

/-! ### Heads in front -/

/-- A table of three axes with the first two exchanged. -/
noncomputable def swappedAxes (x : Vec ((d * n) * m)) : Vec ((d * m) * n) :=
  ⟨Fin.flatten fun (j : Fin n) => Fin.flatten fun (i : Fin m) (l : Fin d) => x.ofLp
    (.rowMajor i (.rowMajor j l))⟩

/-- The entries of the table with exchanged axes. -/
theorem swappedAxes_apply (x : Vec ((d * n) * m)) (j : Fin n) (i : Fin m) (l : Fin d) :
    (swappedAxes x).ofLp (.rowMajor j (.rowMajor i l)) = x.ofLp (.rowMajor i (.rowMajor j l)) :=
  (Fin.flatten_rowMajor _ j _).trans (Fin.flatten_rowMajor _ i l)

/-- The adjoint exchanges the axes back. -/
theorem inner_swappedAxes (x : Vec ((d * n) * m)) (δ : Vec ((d * m) * n)) :
    ⟪swappedAxes x, δ⟫ = ⟪x, swappedAxes δ⟫ := by
  refine (Fin.sum_rowMajor (n := n) (k := d * m) _).trans (Eq.trans ?_
    (Fin.sum_rowMajor (n := m) (k := d * n) _).symm)
  refine (Fin.sum_congr fun j => Fin.sum_rowMajor (n := m) (k := d) _).trans ((Fin.sum_comm _).trans
    (Fin.sum_congr fun i => (Fin.sum_congr fun j => Fin.sum_congr fun l => ?_).trans
      (Fin.sum_rowMajor (n := n) (k := d) _).symm))
  rw [swappedAxes_apply, swappedAxes_apply]

/-- The first two of three axes, exchanged. -/
noncomputable def swapAxes (idx : Idx Γ (.dim m (.dim n (.dim d .scalar)))) : Node Γ
    (.dim n (.dim m (.dim d .scalar))) :=
  Node.unary (τ := .dim n (.dim m (.dim d .scalar))) idx (Op.linear swappedAxes swappedAxes inner_swappedAxes)

/-- The entries of the result. -/
theorem swapAxes_forward_apply (idx : Idx Γ (.dim m (.dim n (.dim d .scalar)))) (xV : CtxVec Γ) (j : Fin n)
    (i : Fin m) (l : Fin d) : ((swapAxes idx).forward xV).ofLp (.rowMajor j (.rowMajor i l)) =
      (CtxVec.get idx xV).ofLp (.rowMajor i (.rowMajor j l)) := swappedAxes_apply _ j i l

/-- The entries of the change of the result. -/
theorem swapAxes_jvp_apply (idx : Idx Γ (.dim m (.dim n (.dim d .scalar)))) (xV dxV : CtxVec Γ) (j : Fin n)
    (i : Fin m) (l : Fin d) : ((swapAxes idx).jvp xV dxV).ofLp (.rowMajor j (.rowMajor i l)) =
      (CtxVec.get idx dxV).ofLp (.rowMajor i (.rowMajor j l)) := swappedAxes_apply _ j i l

/-- The entries of the gradient. -/
theorem swapAxes_vjp_apply (idx : Idx Γ (.dim m (.dim n (.dim d .scalar)))) (xV : CtxVec Γ)
    (δ : Vec ((d * m) * n)) (i : Fin m) (j : Fin n) (l : Fin d) :
    (CtxVec.get idx ((swapAxes idx).vjp xV δ)).ofLp (.rowMajor i (.rowMajor j l)) =
      δ.ofLp (.rowMajor j (.rowMajor i l)) :=
  (Node.unary_vjp_apply (τ := .dim n (.dim m (.dim d .scalar))) idx _ xV δ _).trans
    (swappedAxes_apply _ i j l)

/-- `swapAxes` is correct everywhere. -/
theorem swapAxesFderiv (idx : Idx Γ (.dim m (.dim n (.dim d .scalar)))) : NodeFDerivCorrect (swapAxes idx) :=
  fun _ =>
  Node.unary_correctAt (τ := .dim n (.dim m (.dim d .scalar))) (Op.correct_linear _ _)

/-! ### The heads -/

/-- The reverse rules are the adjoint of the forward rule, head by head. -/
theorem inner_multiHeadJvp (w : Fin m → Fin n → ℝ) (s : ℝ) (q : Vec ((d * m) * h)) (k : Vec ((d * n) * h))
    (v : Vec ((e * n) * h)) (dq : Vec ((d * m) * h)) (dk : Vec ((d * n) * h)) (dv : Vec ((e * n) * h))
    (δ : Vec ((e * m) * h)) :
    ⟪⟨Fin.flatten fun t => Fin.flatten (attentionJvp w s (row q t) (row k t) (row v t) (row dq t) (row dk t)
        (row dv t))⟩, δ⟫ =
      ⟪dq, ⟨Fin.flatten fun t => Fin.flatten (attentionVjpQ w s (row q t) (row k t) (row v t) (row δ t))⟩⟫ +
      (⟪dk, ⟨Fin.flatten fun t => Fin.flatten (attentionVjpK w s (row q t) (row k t) (row v t) (row δ t))⟩⟫ +
        ⟪dv, ⟨Fin.flatten fun t => Fin.flatten (attentionVjpV w s (row q t) (row k t) (row δ t))⟩⟫) := by
  rw [flatten_inner, inner_flatten, inner_flatten, inner_flatten, ← Fin.sum_add_distrib,
    ← Fin.sum_add_distrib]
  exact Fin.sum_congr fun t =>
    inner_attentionJvp w s (row q t) (row k t) (row v t) (row dq t) (row dk t) (row dv t) (row δ t)

/-- A node with three axes is correct where its entries have the right differentials. -/
theorem correctAt_heads {N : Node Γ (.dim h (.dim m (.dim e .scalar)))} {xV : CtxVec Γ}
    {f g : CtxVec Γ → Fin h → Fin m → Fin e → ℝ}
    (forward : ∀ y t i l, (N.forward y).ofLp (.rowMajor t (.rowMajor i l)) = f y t i l)
    (jvp : ∀ v t i l, (N.jvp xV v).ofLp (.rowMajor t (.rowMajor i l)) = g v t i l)
    (hd : ∀ t i l, HasDifferentialAt (fun y => f y t i l) (fun v => g v t i l) xV) :
    NodeFDerivCorrectAt N xV :=
  Node.correctAt_of_differential (Fin.rowMajorCases (n := h) (k := e * m) fun t =>
    Fin.rowMajorCases (n := m) (k := e) fun i l =>
      ((hd t i l).congr_fun fun y => (forward y t i l).symm).congr fun v => (jvp v t i l).symm)

/-- Multi-head attention: in each head every query sees every key. -/
noncomputable def multiHeadAttention (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar)))) :
    Node Γ (.dim h (.dim m (.dim e .scalar))) :=
  Node.curried₃ (τ := .dim h (.dim m (.dim e .scalar))) a b c
    (fun q k v => ⟨Fin.flatten fun t => Fin.flatten (Activation.Math.attention noMask (attentionScale d)
      (row q t) (row k t) (row v t))⟩)
    (fun q k v dq dk dv => ⟨Fin.flatten fun t => Fin.flatten (attentionJvp noMask (attentionScale d)
      (row q t) (row k t) (row v t) (row dq t) (row dk t) (row dv t))⟩)
    (fun q k v δ => ⟨Fin.flatten fun t => Fin.flatten (attentionVjpQ noMask (attentionScale d)
      (row q t) (row k t) (row v t) (row δ t))⟩)
    (fun q k v δ => ⟨Fin.flatten fun t => Fin.flatten (attentionVjpK noMask (attentionScale d)
      (row q t) (row k t) (row v t) (row δ t))⟩)
    (fun q k _ δ => ⟨Fin.flatten fun t => Fin.flatten (attentionVjpV noMask (attentionScale d)
      (row q t) (row k t) (row δ t))⟩)
    (inner_multiHeadJvp noMask (attentionScale d))

/-- Entry `l` of row `i` of head `t` of the result. -/
theorem multiHeadAttention_forward_apply (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar))))
    (xV : CtxVec Γ) (t : Fin h) (i : Fin m) (l : Fin e) : ((multiHeadAttention a b c).forward xV).ofLp
      (.rowMajor t (.rowMajor i l)) =
      Activation.Math.attention noMask (attentionScale d) (row (CtxVec.get a xV) t) (row (CtxVec.get b xV) t)
        (row (CtxVec.get c xV) t) i l :=
  (Fin.flatten_rowMajor _ t _).trans (Fin.flatten_rowMajor _ i l)

/-- Entry `l` of row `i` of head `t` of the change of the result. -/
theorem multiHeadAttention_jvp_apply (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar))))
    (xV dxV : CtxVec Γ) (t : Fin h) (i : Fin m) (l : Fin e) :
    ((multiHeadAttention a b c).jvp xV dxV).ofLp (.rowMajor t (.rowMajor i l)) =
      attentionJvp noMask (attentionScale d) (row (CtxVec.get a xV) t) (row (CtxVec.get b xV) t)
        (row (CtxVec.get c xV) t) (row (CtxVec.get a dxV) t) (row (CtxVec.get b dxV) t)
        (row (CtxVec.get c dxV) t) i l :=
  (Fin.flatten_rowMajor _ t _).trans (Fin.flatten_rowMajor _ i l)

/-- What the gradient adds at queries, keys and values. -/
theorem multiHeadAttention_vjp_apply (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar))))
    (xV : CtxVec Γ) (δ : Vec ((e * m) * h)) : (multiHeadAttention a b c).vjp xV δ =
      CtxVec.single a ⟨Fin.flatten fun t => Fin.flatten (attentionVjpQ noMask (attentionScale d)
        (row (CtxVec.get a xV) t) (row (CtxVec.get b xV) t) (row (CtxVec.get c xV) t) (row δ t))⟩ +
      (CtxVec.single b ⟨Fin.flatten fun t => Fin.flatten (attentionVjpK noMask (attentionScale d)
        (row (CtxVec.get a xV) t) (row (CtxVec.get b xV) t) (row (CtxVec.get c xV) t) (row δ t))⟩ +
      CtxVec.single c ⟨Fin.flatten fun t => Fin.flatten (attentionVjpV noMask (attentionScale d)
        (row (CtxVec.get a xV) t) (row (CtxVec.get b xV) t) (row δ t))⟩) := rfl

/-- `multiHeadAttention` is correct everywhere. -/
theorem multiHeadAttentionFderiv (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar)))) :
    NodeFDerivCorrect (multiHeadAttention a b c) := fun xV =>
  correctAt_heads (multiHeadAttention_forward_apply a b c) (multiHeadAttention_jvp_apply a b c xV)
    fun t i l =>
    hasDifferentialAt_attention (q := fun y => row (CtxVec.get a y) t) (dq := fun u => row (CtxVec.get a u) t)
      (k := fun y => row (CtxVec.get b y) t) (dk := fun u => row (CtxVec.get b u) t)
      (v := fun y => row (CtxVec.get c y) t) (dv := fun u => row (CtxVec.get c u) t)
      (fun j => CtxVec.hasDifferentialAt_get a (.rowMajor t j) xV)
      (fun j => CtxVec.hasDifferentialAt_get b (.rowMajor t j) xV)
      (fun j => CtxVec.hasDifferentialAt_get c (.rowMajor t j) xV) i (fun j => sum_noMask_ne_zero i j _) l

/-- Multi-head attention: in each head query `i` sees the keys `0, ..., i`. -/
noncomputable def multiHeadCausalAttention (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar)))) :
    Node Γ (.dim h (.dim m (.dim e .scalar))) :=
  Node.curried₃ (τ := .dim h (.dim m (.dim e .scalar))) a b c
    (fun q k v => ⟨Fin.flatten fun t => Fin.flatten (Activation.Math.attention causalMask (attentionScale d)
      (row q t) (row k t) (row v t))⟩)
    (fun q k v dq dk dv => ⟨Fin.flatten fun t => Fin.flatten (attentionJvp causalMask (attentionScale d)
      (row q t) (row k t) (row v t) (row dq t) (row dk t) (row dv t))⟩)
    (fun q k v δ => ⟨Fin.flatten fun t => Fin.flatten (attentionVjpQ causalMask (attentionScale d)
      (row q t) (row k t) (row v t) (row δ t))⟩)
    (fun q k v δ => ⟨Fin.flatten fun t => Fin.flatten (attentionVjpK causalMask (attentionScale d)
      (row q t) (row k t) (row v t) (row δ t))⟩)
    (fun q k _ δ => ⟨Fin.flatten fun t => Fin.flatten (attentionVjpV causalMask (attentionScale d)
      (row q t) (row k t) (row δ t))⟩)
    (inner_multiHeadJvp causalMask (attentionScale d))

/-- Entry `l` of row `i` of head `t` of the result. -/
theorem multiHeadCausalAttention_forward_apply (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar))))
    (xV : CtxVec Γ) (t : Fin h) (i : Fin m) (l : Fin e) : ((multiHeadCausalAttention a b c).forward xV).ofLp
      (.rowMajor t (.rowMajor i l)) =
      Activation.Math.attention causalMask (attentionScale d) (row (CtxVec.get a xV) t)
        (row (CtxVec.get b xV) t)
        (row (CtxVec.get c xV) t) i l :=
  (Fin.flatten_rowMajor _ t _).trans (Fin.flatten_rowMajor _ i l)

/-- Entry `l` of row `i` of head `t` of the change of the result. -/
theorem multiHeadCausalAttention_jvp_apply (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar))))
    (xV dxV : CtxVec Γ) (t : Fin h) (i : Fin m) (l : Fin e) :
    ((multiHeadCausalAttention a b c).jvp xV dxV).ofLp (.rowMajor t (.rowMajor i l)) =
      attentionJvp causalMask (attentionScale d) (row (CtxVec.get a xV) t) (row (CtxVec.get b xV) t)
        (row (CtxVec.get c xV) t) (row (CtxVec.get a dxV) t) (row (CtxVec.get b dxV) t)
        (row (CtxVec.get c dxV) t) i l :=
  (Fin.flatten_rowMajor _ t _).trans (Fin.flatten_rowMajor _ i l)

/-- What the gradient adds at queries, keys and values. -/
theorem multiHeadCausalAttention_vjp_apply (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar))))
    (xV : CtxVec Γ) (δ : Vec ((e * m) * h)) : (multiHeadCausalAttention a b c).vjp xV δ =
      CtxVec.single a ⟨Fin.flatten fun t => Fin.flatten (attentionVjpQ causalMask (attentionScale d)
        (row (CtxVec.get a xV) t) (row (CtxVec.get b xV) t) (row (CtxVec.get c xV) t) (row δ t))⟩ +
      (CtxVec.single b ⟨Fin.flatten fun t => Fin.flatten (attentionVjpK causalMask (attentionScale d)
        (row (CtxVec.get a xV) t) (row (CtxVec.get b xV) t) (row (CtxVec.get c xV) t) (row δ t))⟩ +
      CtxVec.single c ⟨Fin.flatten fun t => Fin.flatten (attentionVjpV causalMask (attentionScale d)
        (row (CtxVec.get a xV) t) (row (CtxVec.get b xV) t) (row δ t))⟩) := rfl

/-- `multiHeadCausalAttention` is correct everywhere. -/
theorem multiHeadCausalAttentionFderiv (a : Idx Γ (.dim h (.dim m (.dim d .scalar))))
    (b : Idx Γ (.dim h (.dim n (.dim d .scalar)))) (c : Idx Γ (.dim h (.dim n (.dim e .scalar)))) :
    NodeFDerivCorrect (multiHeadCausalAttention a b c) := fun xV =>
  correctAt_heads (multiHeadCausalAttention_forward_apply a b c) (multiHeadCausalAttention_jvp_apply a b c xV)
    fun t i l =>
    hasDifferentialAt_attention (q := fun y => row (CtxVec.get a y) t) (dq := fun u => row (CtxVec.get a u) t)
      (k := fun y => row (CtxVec.get b y) t) (dk := fun u => row (CtxVec.get b u) t)
      (v := fun y => row (CtxVec.get c y) t) (dv := fun u => row (CtxVec.get c u) t)
      (fun j => CtxVec.hasDifferentialAt_get a (.rowMajor t j) xV)
      (fun j => CtxVec.hasDifferentialAt_get b (.rowMajor t j) xV)
      (fun j => CtxVec.hasDifferentialAt_get c (.rowMajor t j) xV) i (fun j => sum_causalMask_ne_zero i j _) l

end Proofs.Autograd.TapeNodes
