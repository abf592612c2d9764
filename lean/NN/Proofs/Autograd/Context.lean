prelude
import NN.Analysis.Vec.Append
import NN.Spec.Tensor
/-!
# Contexts

A context is a list of shapes; its values are stored one after the other in one vector (`CtxVec`), the newest
entry first, so that the context grows at the front and no index needs a cast.

## Main definitions
- `Idx Γ s`: the place of an entry of shape `s` in the context `Γ`.
- `CtxVec.get idx x`: the entry at `idx`; `CtxVec.getCLM idx` the same as a continuous linear map.
- `CtxVec.single idx v`: the vector with `v` at `idx` and zero elsewhere, which is the adjoint of `get`
  (`CtxVec.inner_single`).
-/

namespace Proofs.Autograd
open Spec Vec

/-- The number of all entries of a context. -/
def ctxSize : List Shape → Nat
  | .nil => 0
  | .cons s Γ => s.size + ctxSize Γ

/-- The values of a context as one vector. -/
abbrev CtxVec (Γ : List Shape) : Type := Vec (ctxSize Γ)

/-- The place of an entry of shape `s` in a context. -/
inductive Idx : List Shape → Shape → Type where
  /-- the first entry -/
  | here {Γ : List Shape} {s : Shape} : Idx (.cons s Γ) s
  /-- an entry after the first -/
  | there {Γ : List Shape} {s t : Shape} (idx : Idx Γ s) : Idx (.cons t Γ) s

namespace CtxVec

/-- The entry at a place. -/
noncomputable def get : {Γ : List Shape} → {s : Shape} → Idx Γ s → CtxVec Γ → Vec s.size
  | _, _, .here, x => head x
  | _, _, .there idx, x => get idx (tail x)

/-- `v` at a place, zero elsewhere. -/
noncomputable def single : {Γ : List Shape} → {s : Shape} → Idx Γ s → Vec s.size → CtxVec Γ
  | _, _, .here, v => append v 0
  | _, _, .there idx, v => append 0 (single idx v)

/-- The first entry of an extended context. -/
theorem get_here {Γ : List Shape} {s : Shape} (v : Vec s.size) (x : CtxVec Γ) :
    get .here (append v x : CtxVec (.cons s Γ)) = v :=
  head_append v x

/-- The other entries of an extended context. -/
theorem get_there {Γ : List Shape} {s t : Shape} (idx : Idx Γ s) (v : Vec t.size) (x : CtxVec Γ) :
    get (.there idx) (append v x : CtxVec (.cons t Γ)) = get idx x :=
  congrArg (get idx) (tail_append v x)

/-- What was put in comes out. -/
theorem get_single : {Γ : List Shape} → {s : Shape} → (idx : Idx Γ s) → (v : Vec s.size) →
    get idx (single idx v) = v
  | _, _, .here, v => get_here v 0
  | _, _, .there idx, v => (get_there idx 0 _).trans (get_single idx v)

/-- `single` is the adjoint of `get`. -/
theorem inner_single : {Γ : List Shape} → {s : Shape} → (idx : Idx Γ s) → (x : CtxVec Γ) → (v : Vec s.size) →
    ⟪x, single idx v⟫ = ⟪get idx x, v⟫
  | _, _, .here, x, v => (inner_append x v 0).trans (by rw [inner_zero, add_zero]; rfl)
  | _, _, .there idx, x, v => (inner_append x 0 (single idx v)).trans (by
    rw [inner_zero, zero_add]
    exact inner_single idx (tail x) v)

/-- `get` as a continuous linear map. -/
noncomputable def getCLM {Γ : List Shape} {s : Shape} (idx : Idx Γ s) : CtxVec Γ →L[ℝ] Vec s.size :=
  .ofAdjoint (get idx) (single idx) fun x v => (inner_single idx x v).symm

/-- The context all of whose entries are `c`. -/
noncomputable def const (Γ : List Shape) (c : ℝ) : CtxVec Γ := ⟨fun _ => c⟩

/-- The entries of a constant context. -/
theorem get_const (c : ℝ) : {Γ : List Shape} → {s : Shape} → (idx : Idx Γ s) → (i : Fin s.size) →
    (get idx (const Γ c)).ofLp i = c
  | _, _, .here, _ => rfl
  | _, _, .there idx, i => get_const c idx i

/-- The entry at a place, as a tensor. -/
noncomputable def getTensor {Γ : List Shape} {s : Shape} (idx : Idx Γ s) (x : CtxVec Γ) : Tensor ℝ s :=
  .ofVec (get idx x)

end CtxVec

end Proofs.Autograd
