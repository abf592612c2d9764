prelude
import NN.Proofs.Autograd.Tape.Graph
import NN.Program.Entry

/-!
# Programs as data

A `Program` is a list of steps, the latest first; each step computes a tensor, one `Entry` for each of its
places, from the entries of everything that there is so far: the inputs and the results of the earlier steps.
This is what is left of a model when its framework has traced it. The theorems hold of all programs, so that a
program of anybody's needs no proof of its own, only the conditions `Program.Ok`.

## Main definitions
- `Program`, `Program.graph`: a program, and the tape that it is.
- `Program.Ok`: at each step the rules of differentiation apply to the values that it meets.
- `Node.ofEntries`: the node of a step.

## Main results
- `Program.hasFDerivAt`: where the rules apply, the evaluation has the JVP as its Fréchet derivative.
- `Program.inner_jvp`: the reverse pass is the adjoint of the JVP.
- `Op.correctAt_ofEntries`: the same for a single step.
-/

open Proofs.Autograd Spec Vec

/-! ### The entries of a vector -/

namespace Vec

/-- Entry number `j` of a vector, `0` behind its end. -/
noncomputable def read {n : Nat} (x : Vec n) (j : Nat) : ℝ :=
  ∑ k : Fin n, x.ofLp k * (if j = k.val then 1 else 0)

/-- An entry of a vector is the entry. -/
theorem read_val {n : Nat} (x : Vec n) (k : Fin n) : x.read k.val = x.ofLp k := by
  refine (Fin.sum_eq_single k fun j h => ?_).trans ?_
  · rw [if_neg fun e => h e.symm, mul_zero]
  · rw [if_pos rfl, mul_one]

/-- Behind the end there is `0`. -/
theorem read_of_le {n : Nat} (x : Vec n) {j : Nat} (h : ∀ k : Fin n, j ≠ k.val) : x.read j = 0 :=
  Fin.sum_eq_zero fun k => by rw [if_neg (h k), mul_zero]

/-- Reading an entry is linear, so it is its own differential. -/
theorem hasDifferentialAt_read {n : Nat} (x : Vec n) (j : Nat) :
    HasDifferentialAt (fun y : Vec n => y.read j) (fun w : Vec n => w.read j) x :=
  HasDifferentialAt.sum fun k => (hasDifferentialAt_coord k x).mul_const _

end Vec

namespace Proofs.Autograd

/-- The operation whose results are the entries `F 0`, `F 1`, ... of its argument. -/
noncomputable def Op.ofEntries (m n : Nat) (F : Nat → Entry) : Op m n where
  forward x := ⟨fun i => (F i.val).eval x.read⟩
  jvp x dx := ⟨fun i => (F i.val).tangent x.read dx.read⟩
  vjp x δ := ⟨fun k => ∑ i : Fin n, (F i.val).tangent x.read (fun j => if j = k.val then 1 else 0) * δ.ofLp i⟩
  inner_jvp x dx δ := by
    have expand (i : Fin n) : (F i.val).tangent x.read dx.read * δ.ofLp i = ∑ k : Fin m, dx.ofLp k *
        ((F i.val).tangent x.read (fun j => if j = k.val then 1 else 0) * δ.ofLp i) := by
      rw [show dx.read = fun j => ∑ k : Fin m, dx.ofLp k * (if j = k.val then 1 else 0) from rfl,
        (F i.val).tangent_sum x.read fun k j => dx.ofLp k * (if j = k.val then 1 else 0), Fin.sum_mul]
      exact Fin.sum_congr fun k => by rw [Entry.tangent_smul, mul_assoc]
    refine (Fin.sum_congr expand).trans ((Fin.sum_comm _).trans (Fin.sum_congr fun k => ?_))
    exact (Fin.mul_sum _ _).symm

/-- It is correct where the rules of differentiation apply to all entries. -/
theorem Op.correctAt_ofEntries {m n : Nat} {F : Nat → Entry} {x : Vec m}
    (h : ∀ i : Fin n, (F i.val).Ok x.read) : (Op.ofEntries m n F).CorrectAt x :=
  hasFDerivAt_of_differential fun i =>
    Entry.hasDifferentialAt_of_ok (v := fun y : Vec m => y.read) (d := fun w : Vec m => w.read)
      (hasDifferentialAt_read x) (F i.val) (h i)

/-- The node whose result has the entries `F 0`, `F 1`, ... of the whole context. -/
noncomputable def Node.ofEntries (Γ : List Shape) (τ : Shape) (F : Nat → Entry) : Node Γ τ :=
  Op.ofEntries (ctxSize Γ) τ.size F

end Proofs.Autograd

/-! ### Programs -/

/-- A step: the shape of its result, and the entries. -/
structure Step where
  /-- the shape of the result -/
  shape : Shape
  /-- the entries of the result, row by row, of everything that there is so far, the latest first -/
  entry : Nat → Entry

/-- The steps of a program, the latest first. -/
abbrev Program : Type := List Step

namespace Program

/-- The shapes of everything that there is when a program has run on inputs of the shapes `Γ`. -/
def context (Γ : List Shape) : Program → List Shape
  | .nil => Γ
  | .cons s p => .cons s.shape (context Γ p)

/-- The tape of a program. -/
noncomputable def graph (Γ : List Shape) : (p : Program) → Graph Γ (context Γ p)
  | .nil => .nil
  | .cons s p => .snoc (graph Γ p) (Node.ofEntries (context Γ p) s.shape s.entry)

/-- All values: those of the inputs and of all steps. -/
noncomputable def eval (Γ : List Shape) (p : Program) : CtxVec Γ → CtxVec (context Γ p) := (p.graph Γ).eval

/-- The rules of differentiation apply to every step, at the values that it meets on the inputs `x`. -/
def Ok (Γ : List Shape) : Program → CtxVec Γ → Prop
  | .nil, _ => True
  | .cons s p, x => Ok Γ p x ∧ ∀ i : Fin s.shape.size, (s.entry i.val).Ok (eval Γ p x).read

/-- Where the rules apply, every node of the tape is correct. -/
theorem Ok.fderivCorrectAt {Γ : List Shape} {x : CtxVec Γ} :
    {p : Program} → Ok Γ p x → (p.graph Γ).FDerivCorrectAt x
  | .nil, _ => trivial
  | .cons _ _, h => ⟨Ok.fderivCorrectAt h.1, Op.CorrectAt.node (Op.correctAt_ofEntries h.2)⟩

/-- Where the rules apply, the evaluation has the JVP as its Fréchet derivative. -/
theorem hasFDerivAt {Γ : List Shape} (p : Program) {x : CtxVec Γ} (h : p.Ok Γ x) :
    ∃ D : CtxVec Γ →L[ℝ] CtxVec (context Γ p), (∀ dx, D dx = (p.graph Γ).jvp x dx) ∧
      HasFDerivAt (p.eval Γ) D x :=
  Graph.hasFDerivAt_eval h.fderivCorrectAt

/-- The reverse pass is the adjoint of the JVP. -/
theorem inner_jvp {Γ : List Shape} (p : Program) (x dx : CtxVec Γ) (δ : CtxVec (context Γ p)) :
    ⟪(p.graph Γ).jvp x dx, δ⟫ = ⟪dx, (p.graph Γ).backprop x δ⟫ :=
  (p.graph Γ).inner_jvp x dx δ

end Program
