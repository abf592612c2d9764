prelude
import NN.Proofs.Autograd.Context
import NN.Proofs.Autograd.Op
/-!
# Nodes of a tape

A node reads a context and gives a value of shape `τ`. It is an operation (`Op`) whose argument is the whole
context, so it has a forward map, a forward rule (JVP) and a reverse rule (VJP).

## Main definitions
- `NodeFDerivCorrectAt N xV`: at the context `xV`, the JVP is the Fréchet derivative of the forward map and
  the VJP is its adjoint for the dot product.
- `NodeFDerivCorrect N`: so it is at every context.
- `Node.unary`, `Node.binary`: an operation applied to one or two entries of the context.
-/

namespace Proofs.Autograd
open Spec Vec

/-- A node with a result of shape `τ` over the context `Γ`. -/
abbrev Node (Γ : List Shape) (τ : Shape) : Type := Op (ctxSize Γ) τ.size

/-- At the context `xV` the JVP is the Fréchet derivative of the forward map, and the VJP is its adjoint. -/
structure NodeFDerivCorrectAt {Γ : List Shape} {τ : Shape} (N : Node Γ τ) (xV : CtxVec Γ) : Prop where
  /-- the JVP at `xV` is the Fréchet derivative of the forward map -/
  hasFDerivAt : ∃ D : CtxVec Γ →L[ℝ] Vec τ.size, (∀ dxV, D dxV = N.jvp xV dxV) ∧ HasFDerivAt N.forward D xV
  /-- the VJP at `xV` is the adjoint of the JVP -/
  inner_jvp : ∀ dxV δ, ⟪N.jvp xV dxV, δ⟫ = ⟪dxV, N.vjp xV δ⟫

/-- The JVP is the Fréchet derivative of the forward map, and the VJP is its adjoint, at every context. -/
def NodeFDerivCorrect {Γ : List Shape} {τ : Shape} (N : Node Γ τ) : Prop := ∀ xV, NodeFDerivCorrectAt N xV

section
variable {Γ : List Shape} {τ : Shape} {N : Node Γ τ} {xV : CtxVec Γ}

/-- The node is correct at a context when it is correct there as an operation. -/
theorem Op.CorrectAt.node (h : Op.CorrectAt N xV) : NodeFDerivCorrectAt N xV :=
  ⟨⟨Op.jvpCLM N xV, fun _ => rfl, h⟩, N.inner_jvp xV⟩

/-- The node is correct as an operation when it is correct as a node. -/
theorem NodeFDerivCorrectAt.op (h : NodeFDerivCorrectAt N xV) : Op.CorrectAt N xV := by
  obtain ⟨D, value, hD⟩ := h.hasFDerivAt
  exact hD.congr_fderiv value

/-- The node is correct as an operation, everywhere. -/
theorem NodeFDerivCorrect.op (h : NodeFDerivCorrect N) : Op.Correct N := fun xV => (h xV).op

end

/-- The operation that reads one entry of the context. -/
noncomputable def Op.get {Γ : List Shape} {s : Shape} (idx : Idx Γ s) : Op (ctxSize Γ) s.size :=
  .linear (CtxVec.get idx) (CtxVec.single idx) fun x v => (CtxVec.inner_single idx x v).symm

/-- Reading an entry is linear. -/
theorem Op.correct_get {Γ : List Shape} {s : Shape} (idx : Idx Γ s) : (Op.get idx).Correct :=
  Op.correct_linear _

namespace Node
variable {Γ : List Shape} {s t τ : Shape}

/-- An operation applied to one entry. -/
noncomputable def unary (idx : Idx Γ s) (A : Op s.size τ.size) : Node Γ τ := A.comp (.get idx)

/-- The operation is applied to the entry. -/
theorem unary_forward (idx : Idx Γ s) (A : Op s.size τ.size) (xV : CtxVec Γ) :
    (unary idx A : Node Γ τ).forward xV = A.forward (CtxVec.get idx xV) := rfl

/-- A node made of an operation is correct where the operation is. -/
theorem unary_correctAt {idx : Idx Γ s} {A : Op s.size τ.size} {xV : CtxVec Γ}
    (h : A.CorrectAt (CtxVec.get idx xV)) : NodeFDerivCorrectAt (unary idx A) xV :=
  (Op.CorrectAt.comp (A := Op.get idx) h (Op.correct_get idx xV)).node

/-- Conversely: a node made of an operation is correct only where the operation is. -/
theorem correctAt_of_unary {idx : Idx Γ s} {A : Op s.size τ.size} {xV : CtxVec Γ}
    (h : NodeFDerivCorrectAt (unary idx A) xV) : A.CorrectAt (CtxVec.get idx xV) := by
  -- put an argument of the operation at `idx`, and leave the rest of the context as it is
  let rest := xV - CtxVec.single idx (CtxVec.get idx xV)
  let insert : Op s.size (ctxSize Γ) := (Op.translate rest).comp
    (.linear (CtxVec.single idx) (CtxVec.get idx) fun v x => by
      rw [inner_comm, CtxVec.inner_single, inner_comm])
  have get_insert : ∀ v, CtxVec.get idx (insert.forward v) = v := fun v => by
    show CtxVec.getCLM idx (CtxVec.single idx v + (xV - CtxVec.single idx (CtxVec.get idx xV))) = v
    rw [(CtxVec.getCLM idx).map_add, (CtxVec.getCLM idx).map_sub]
    show CtxVec.get idx (CtxVec.single idx v) +
      (CtxVec.get idx xV - CtxVec.get idx (CtxVec.single idx (CtxVec.get idx xV))) = v
    rw [CtxVec.get_single, CtxVec.get_single, AddCommGroup.sub_self, AddCommGroup.add_zero]
  have insert_get : insert.forward (CtxVec.get idx xV) = xV := by
    show CtxVec.single idx (CtxVec.get idx xV) + (xV - CtxVec.single idx (CtxVec.get idx xV)) = xV
    rw [AddCommGroup.add_comm, AddCommGroup.sub_add_cancel]
  have whole : Op.CorrectAt (Op.comp (unary idx A) insert) (CtxVec.get idx xV) :=
    .comp (by rw [insert_get]; exact h.op) (.comp (Op.correct_translate _ _) (Op.correct_linear _ _))
  refine (whole.congr fun v => congrArg A.forward (get_insert v)).congr_fderiv fun v => ?_
  show A.jvp (CtxVec.get idx (insert.forward (CtxVec.get idx xV))) (CtxVec.get idx (CtxVec.single idx v)) =
    A.jvp (CtxVec.get idx xV) v
  rw [get_insert, CtxVec.get_single]

/-- An operation applied to two entries, which may be the same one. -/
noncomputable def binary (i : Idx Γ s) (j : Idx Γ t) (A : Op (s.size + t.size) τ.size) : Node Γ τ :=
  A.comp (.fork (.get i) (.get j))

/-- The operation is applied to the two entries, one after the other. -/
theorem binary_forward (i : Idx Γ s) (j : Idx Γ t) (A : Op (s.size + t.size) τ.size) (xV : CtxVec Γ) :
    (binary i j A : Node Γ τ).forward xV = A.forward (append (CtxVec.get i xV) (CtxVec.get j xV)) := rfl

/-- A node made of an operation is correct where the operation is. -/
theorem binary_correctAt {i : Idx Γ s} {j : Idx Γ t} {A : Op (s.size + t.size) τ.size} {xV : CtxVec Γ}
    (h : A.CorrectAt (append (CtxVec.get i xV) (CtxVec.get j xV))) : NodeFDerivCorrectAt (binary i j A) xV :=
  (Op.CorrectAt.comp (A := Op.fork (.get i) (.get j)) h
    (Op.CorrectAt.fork (Op.correct_get i xV) (Op.correct_get j xV))).node

end Node

end Proofs.Autograd
