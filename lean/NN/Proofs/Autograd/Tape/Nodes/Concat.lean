prelude
import NN.Analysis.Number.Nat
import NN.Proofs.Autograd.Curried
/-!
# Concatenation

`concat a b` is the vector `a` followed by the vector `b`; its certificate holds at every context.

## Implementation
`joined` is `Vec.append` (`joined_eq_append`), written as a choice by the index instead of by recursion, so that an
entry can be read without knowing how many there are.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {m n : Nat}

/-- A number less one that is subtracted after it was added. -/
theorem add_sub_self_left : (m j : Nat) → Nat.sub (m + j) m = j
  | .zero, j => Nat.zero_add j
  | .succ m, j => by
    rw [Nat.succ_add]
    exact (both _ m).trans (add_sub_self_left m j)
where
  /-- One more on both sides. -/
  both (a : Nat) : (b : Nat) → Nat.sub (.succ a) (.succ b) = Nat.sub a b
    | .zero => rfl
    | .succ b => congrArg Nat.pred (both a b)

/-- An index past the first `m`, counted from there. -/
def pastFirst (m : Nat) {n : Nat} (k : Fin (m + n)) (h : ¬k.val < m) : Fin n :=
  ⟨Nat.sub k.val m, Fin.addCases (p := fun k => ¬k.val < m → Nat.sub k.val m < n)
    (fun i h => absurd i.isLt h) (fun j _ => (add_sub_self_left m j.val).symm ▸ j.isLt) k h⟩

open Classical in
/-- The vector `x` followed by the vector `y`, entry by entry. -/
noncomputable def joined (x : Vec m) (y : Vec n) : Vec (m + n) :=
  ⟨fun k => if h : k.val < m then x.ofLp ⟨k.val, h⟩ else y.ofLp (pastFirst m k h)⟩

/-- The first entries are those of `x`. -/
theorem joined_castAdd (x : Vec m) (y : Vec n) (i : Fin m) : (joined x y).ofLp (.castAdd n i) = x.ofLp i :=
  dif_pos i.isLt

/-- The others are those of `y`. -/
theorem joined_natAdd (x : Vec m) (y : Vec n) (j : Fin n) : (joined x y).ofLp (.natAdd m j) = y.ofLp j :=
  (dif_neg fun h : m + j.val < m => Nat.lt_irrefl (m + j.val)
    (Nat.le_add_right_of_le h j.val)).trans (congrArg y.ofLp (Fin.ext (add_sub_self_left m j.val)))

/-- It is the concatenation. -/
theorem joined_eq_append (x : Vec m) (y : Vec n) : joined x y = append x y :=
  ext (Fin.addCases (fun i => (joined_castAdd x y i).trans (append_castAdd x y i).symm)
    fun j => (joined_natAdd x y j).trans (append_natAdd x y j).symm)

/-- The vector `a` followed by the vector `b`. -/
noncomputable def concat (a : Idx Γ (.dim m .scalar)) (b : Idx Γ (.dim n .scalar)) :
    Node Γ (.dim (m + n) .scalar) :=
  Node.curried (τ := .dim (m + n) .scalar) a b joined (fun _ _ dx dy => joined dx dy)
    (fun _ _ δ => head δ) (fun _ _ δ => tail δ) fun _ _ dx dy δ => by
      rw [joined_eq_append]
      exact append_inner dx dy δ

/-- The first entries are those of `a`. -/
theorem concat_forward_left (a : Idx Γ (.dim m .scalar)) (b : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ)
    (i : Fin m) : ((concat a b).forward xV).ofLp (.castAdd n i) = (CtxVec.get a xV).ofLp i :=
  joined_castAdd _ _ i

/-- The others are those of `b`. -/
theorem concat_forward_right (a : Idx Γ (.dim m .scalar)) (b : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ)
    (j : Fin n) : ((concat a b).forward xV).ofLp (.natAdd m j) = (CtxVec.get b xV).ofLp j :=
  joined_natAdd _ _ j

/-- What the gradient adds at the two inputs: its beginning and its end. -/
theorem concat_vjp_apply (a : Idx Γ (.dim m .scalar)) (b : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ)
    (δ : Vec (m + n)) : (concat a b).vjp xV δ = CtxVec.single a (head δ) + CtxVec.single b (tail δ) := rfl

/-- `concat` is correct everywhere. -/
theorem concatFderiv (a : Idx Γ (.dim m .scalar)) (b : Idx Γ (.dim n .scalar)) :
    NodeFDerivCorrect (concat a b) := fun xV =>
  Node.correctAt_of_differential (τ := .dim (m + n) .scalar) (Fin.addCases
    (fun i => ((CtxVec.hasDifferentialAt_get a i xV).congr_fun fun y =>
      (joined_castAdd (CtxVec.get a y) (CtxVec.get b y) i).symm).congr fun v =>
      (joined_castAdd (CtxVec.get a v) (CtxVec.get b v) i).symm)
    fun j => ((CtxVec.hasDifferentialAt_get b j xV).congr_fun fun y =>
      (joined_natAdd (CtxVec.get a y) (CtxVec.get b y) j).symm).congr fun v =>
      (joined_natAdd (CtxVec.get a v) (CtxVec.get b v) j).symm)

end Proofs.Autograd.TapeNodes
