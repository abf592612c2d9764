prelude
import NN.Proofs.Autograd.Curried
import NN.Proofs.Autograd.Tape.Backprop
/-!
# The tape that is executed

`Graph.backprop` is a function from gradients at all values to gradients at the inputs. What runs is a loop: the
values are computed once and stored; there is an accumulator for each of them; from the last node to the first
each reads its own accumulator, and what its reverse rule says is added, one input after the other and in place,
to the accumulators of its inputs. Here that loop is written down and proven to compute `Graph.backprop`. The
order is that of `oracle.graph` (`Graph.backprop` in `oracle/graph/program.py`).

## Main definitions
- `CtxVec.addAt idx v a`: the accumulators `a` after `v` was added to one of them.
- `Update`, `Update.run`: a list of such additions, made one after the other.
- `Rule N`: the reverse rule of a node as a list of additions; `Rule.unary`, `Rule.pair` for nodes with one and
  two inputs (`Rule.pair a b G₁ G₂ fun _ _ => rfl` for `Node.curried a b F J G₁ G₂`).
- `Tape g`: a rule for every node of a graph. `Tape.sweep`: the loop.

## Main results
- `Tape.inputs_sweep`: after the loop the accumulators of the inputs hold `Graph.backprop`.
- `Tape.hasDerivAt_sweep`: started from 1 at one entry of one output, they hold partial derivatives.
- `Rule.run_zero`: a node whose accumulator is zero may be passed over.
- `CtxVec.get_addAt`, `CtxVec.get_addAt_of_apart`: an addition changes its own accumulator and no other.
-/

namespace Proofs.Autograd
open Spec Vec

/-! ### Accumulators -/

namespace CtxVec

/-- The accumulators `a` after `v` was added to one of them. -/
noncomputable def addAt : {Γ : List Shape} → {s : Shape} → Idx Γ s → Vec s.size → CtxVec Γ → CtxVec Γ
  | _, _, .here, v, a => append (head a + v) (tail a)
  | _, _, .there idx, v, a => append (head a) (addAt idx v (tail a))

/-- Vectors with the same beginning and the same end are equal. -/
theorem ext_append {m n : Nat} {x y : Vec (m + n)} (h : head x = head y) (t : tail x = tail y) : x = y := by
  rw [← append_head_tail x, ← append_head_tail y, h, t]

/-- In all it is an addition. -/
theorem addAt_eq : {Γ : List Shape} → {s : Shape} → (idx : Idx Γ s) → (v : Vec s.size) → (a : CtxVec Γ) →
    addAt idx v a = a + single idx v
  | _, _, .here, v, a => ext_append
      ((head_append _ _).trans (congrArg (head a + ·) (head_append v 0).symm))
      ((tail_append _ _).trans ((AddCommGroup.add_zero _).symm.trans
        (congrArg (tail a + ·) (tail_append v 0).symm)))
  | _, _, .there idx, v, a => ext_append
      ((head_append _ _).trans ((AddCommGroup.add_zero _).symm.trans
        (congrArg (head a + ·) (head_append 0 (single idx v)).symm)))
      ((tail_append _ _).trans ((addAt_eq idx v (tail a)).trans
        (congrArg (tail a + ·) (tail_append 0 (single idx v)).symm)))

/-- An addition changes its own accumulator. -/
theorem get_addAt : {Γ : List Shape} → {s : Shape} → (idx : Idx Γ s) → (v : Vec s.size) → (a : CtxVec Γ) →
    get idx (addAt idx v a) = get idx a + v
  | _, _, .here, _, _ => head_append _ _
  | _, _, .there idx, v, a => (congrArg (get idx) (tail_append _ _)).trans (get_addAt idx v (tail a))

/-- It changes no other. -/
theorem get_addAt_of_apart {Γ : List Shape} {s t : Shape} {i : Idx Γ s} {j : Idx Γ t} (h : Idx.Apart i j)
    (v : Vec s.size) (a : CtxVec Γ) : get j (addAt i v a) = get j a := by
  induction h with
  | here_there b => exact congrArg (get b) (tail_append _ _)
  | there_here a => exact head_append _ _
  | there_there _ ih => exact (congrArg _ (tail_append _ _)).trans (ih v (tail a))

end CtxVec

/-! ### Reverse rules as additions -/

/-- One addition: what is added to which accumulator. -/
structure Update (Γ : List Shape) where
  /-- The shape of the accumulator. -/
  shape : Shape
  /-- Where it is. -/
  place : Idx Γ shape
  /-- What is added. -/
  value : Vec shape.size

namespace Update
variable {Γ : List Shape}

/-- The additions, made one after the other. -/
noncomputable def run : List (Update Γ) → CtxVec Γ → CtxVec Γ
  | .nil, a => a
  | .cons u l, a => run l (CtxVec.addAt u.place u.value a)

/-- What they add in all. -/
noncomputable def total : List (Update Γ) → CtxVec Γ
  | .nil => 0
  | .cons u l => CtxVec.single u.place u.value + total l

/-- One after the other they add their sum. -/
theorem run_eq : (l : List (Update Γ)) → (a : CtxVec Γ) → run l a = a + total l
  | .nil, a => (AddCommGroup.add_zero a).symm
  | .cons u l, a => by
    show run l (CtxVec.addAt u.place u.value a) = a + (CtxVec.single u.place u.value + total l)
    rw [run_eq l, CtxVec.addAt_eq, AddCommGroup.add_assoc]

end Update

/-- The reverse rule of a node as a list of additions, from the values that it met and its own accumulator. -/
structure Rule {Δ : List Shape} {τ : Shape} (N : Node Δ τ) where
  /-- The additions. -/
  updates : CtxVec Δ → Vec τ.size → List (Update Δ)
  /-- They are the node's reverse rule. -/
  vjp_eq : ∀ c δ, N.vjp c δ = Update.total (updates c δ)

namespace Rule
variable {Δ : List Shape} {τ : Shape} {N : Node Δ τ}

/-- The rule of a node with one input. -/
noncomputable def unary {s : Shape} (idx : Idx Δ s) (A : Op s.size τ.size) :
    Rule (Node.unary idx A : Node Δ τ) where
  updates c δ := .cons ⟨s, idx, A.vjp (CtxVec.get idx c) δ⟩ .nil
  vjp_eq _ _ := (AddCommGroup.add_zero _).symm

/-- The rule of a node whose reverse rule is a sum of what belongs to each of two inputs, in this order; they
may be the same. -/
noncomputable def pair {s t : Shape} (a : Idx Δ s) (b : Idx Δ t) (G₁ : CtxVec Δ → Vec τ.size → Vec s.size)
    (G₂ : CtxVec Δ → Vec τ.size → Vec t.size)
    (h : ∀ c δ, N.vjp c δ = CtxVec.single a (G₁ c δ) + CtxVec.single b (G₂ c δ)) : Rule N where
  updates c δ := .cons ⟨s, a, G₁ c δ⟩ (.cons ⟨t, b, G₂ c δ⟩ .nil)
  vjp_eq c δ := (h c δ).trans (congrArg (CtxVec.single a (G₁ c δ) + ·) (AddCommGroup.add_zero _).symm)

/-- From a zero gradient a reverse rule makes zero. -/
theorem vjp_zero (N : Node Δ τ) (c : CtxVec Δ) : N.vjp c 0 = 0 := ext_inner fun x => by
  rw [inner_comm, ← N.inner_jvp, inner_zero, zero_inner]

/-- A node whose accumulator is zero may be passed over. -/
theorem run_zero (r : Rule N) (c a : CtxVec Δ) : Update.run (r.updates c 0) a = a := by
  rw [Update.run_eq, ← r.vjp_eq, vjp_zero, AddCommGroup.add_zero]

end Rule

/-! ### The loop -/

/-- A rule for every node of a graph. -/
inductive Tape (Γ : List Shape) : {Δ : List Shape} → Graph Γ Δ → Type where
  /-- no nodes -/
  | nil : Tape Γ .nil
  /-- one more node -/
  | snoc {Δ : List Shape} {τ : Shape} {g : Graph Γ Δ} {N : Node Δ τ} (t : Tape Γ g) (r : Rule N) :
    Tape Γ (g.snoc N)

namespace Tape
variable {Γ Δ : List Shape}

/-- The loop over the nodes, the last one first: with the stored values `v` of all nodes, from accumulators `a`
to accumulators. Those of the nodes that are done stay where they are. -/
noncomputable def sweep : {Δ : List Shape} → {g : Graph Γ Δ} → Tape Γ g → CtxVec Δ → CtxVec Δ → CtxVec Δ
  | _, _, .nil, _, a => a
  | _, _, .snoc t r, v, a =>
    append (head a) (sweep t (tail v) (Update.run (r.updates (tail v) (head a)) (tail a)))

/-- The accumulators of the inputs. -/
noncomputable def inputs : {Δ : List Shape} → Graph Γ Δ → CtxVec Δ → CtxVec Γ
  | _, .nil, a => a
  | _, .snoc g _, a => inputs g (tail a)

/-- The loop computes the reverse pass that reads stored values. -/
theorem inputs_sweep_from : {Δ : List Shape} → {g : Graph Γ Δ} → (t : Tape Γ g) → (v a : CtxVec Δ) →
    inputs g (sweep t v a) = g.backpropFrom v a
  | _, _, .nil, _, _ => rfl
  | _, _, .snoc (g := g) (N := N) t r, v, a => by
    show inputs g (tail (append (head a)
      (sweep t (tail v) (Update.run (r.updates (tail v) (head a)) (tail a))))) =
        g.backpropFrom (tail v) (N.vjp (tail v) (head a) + tail a)
    rw [tail_append, inputs_sweep_from t, Update.run_eq, ← r.vjp_eq, AddCommGroup.add_comm]

/-- After the loop the accumulators of the inputs hold the reverse pass. -/
theorem inputs_sweep {g : Graph Γ Δ} (t : Tape Γ g) (x : CtxVec Γ) (δ : CtxVec Δ) :
    inputs g (sweep t (g.eval x) δ) = g.backprop x δ :=
  (inputs_sweep_from t _ δ).trans (g.backpropFrom_eval x δ)

/-- Started from 1 at entry `i` of the value `out`, and 0 elsewhere, the loop leaves the partial derivatives of
that entry in the accumulators of the inputs. -/
theorem hasDerivAt_sweep {g : Graph Γ Δ} {x : CtxVec Γ} {s : Shape} (t : Tape Γ g)
    (h : g.FDerivCorrectAt x) (out : Idx Δ s) (i : Fin s.size) (j : Fin (ctxSize Γ)) :
    HasDerivAt (fun z => (CtxVec.get out (g.eval (x + z • basis j))).ofLp i)
      ((inputs g (sweep t (g.eval x) (CtxVec.single out (basis i)))).ofLp j) 0 := by
  rw [inputs_sweep]
  exact g.hasDerivAt_output h out i j

end Tape

end Proofs.Autograd
