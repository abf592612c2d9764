prelude
import NN.Proofs.Autograd.Bilinear
import NN.Proofs.Autograd.Node
import NN.Proofs.Autograd.Rows
import NN.Spec.Activation.Tanh
/-!
# Example: a recurrent network, unrolled over any number of steps

The state of an Elman network after `T` steps, `h (t + 1) = tanh (W x t + U h t + b)`, as an operation on a
context that holds the data `x` of every step, the latest first, and then the weights `W` and `U`, the bias
`b` and the state at the start. Every step reads the same weights, so that the reverse rule adds up what all steps
contribute: backpropagation through time.

## Main results
- `Elman.state_forward_succ`: what a step computes.
- `Elman.correct_state`: the reverse rule is the adjoint of the Fréchet derivative, for every number of steps.
- `Elman.state_vjp_succ`: the reverse rule of one step more, in terms of those before.
- `Elman.hasDerivAt_state`: its coordinates are the derivatives with respect to every weight, every bias,
  every datum, and the state at the start.
-/

namespace Proofs.Autograd.Elman
open Spec Vec
variable {n m k : Nat}

/-! ### One step -/

/-- What a step takes the hyperbolic tangent of: `W x + U h + b`. -/
noncomputable def argument (W : Op k (n * m)) (U : Op k (m * m)) (b : Op k m) (x : Op k n) (h : Op k m) :
    Op k m :=
  (Op.add m).comp (.fork ((Op.add m).comp (.fork ((Op.matVec m n).comp (.fork W x))
    ((Op.matVec m m).comp (.fork U h)))) b)

/-- One step, `tanh (W x + U h + b)`. -/
noncomputable def step (W : Op k (n * m)) (U : Op k (m * m)) (b : Op k m) (x : Op k n) (h : Op k m) :
    Op k m :=
  (Op.elementwise m Activation.Math.tanh Activation.Math.tanhDeriv).comp (argument W U b x h)

/-- What a step computes. -/
theorem step_forward (W : Op k (n * m)) (U : Op k (m * m)) (b : Op k m) (x : Op k n) (h : Op k m)
    (z : Vec k) (i : Fin m) : ((step W U b x h).forward z).ofLp i = Activation.Math.tanh
      ((Op.mulVec (W.forward z) (x.forward z) + Op.mulVec (U.forward z) (h.forward z) +
        b.forward z).ofLp i) := by
  refine congrArg (fun v : Vec m => Activation.Math.tanh (v.ofLp i)) ?_
  refine (Op.add_forward _ _).trans (congrArg (· + b.forward z) ((Op.add_forward _ _).trans ?_))
  exact congr (congrArg HAdd.hAdd (Op.matVec_forward _ _)) (Op.matVec_forward _ _)

/-- The reverse rule of the argument: outer products at the weights, transposed weights at `x` and `h`. -/
theorem argument_vjp (W : Op k (n * m)) (U : Op k (m * m)) (b : Op k m) (x : Op k n) (h : Op k m) (z : Vec k)
    (δ : Vec m) : (argument W U b x h).vjp z δ =
      (W.vjp z (Op.outer (x.forward z) δ) + x.vjp z (Op.vecMul (W.forward z) δ)) +
        (U.vjp z (Op.outer (h.forward z) δ) + h.vjp z (Op.vecMul (U.forward z) δ)) + b.vjp z δ := by
  have product {i j : Nat} (M : Op k (j * i)) (u : Op k j) (ε : Vec i) :
      ((Op.matVec i j).comp (.fork M u)).vjp z ε =
        M.vjp z (Op.outer (u.forward z) ε) + u.vjp z (Op.vecMul (M.forward z) ε) := by
    show M.vjp z (head (append _ _)) + u.vjp z (tail (append _ _)) = _
    rw [head_append, tail_append]
    show M.vjp z (Op.outer (tail (append _ _)) ε) + u.vjp z (Op.vecMul (head (append _ _)) ε) = _
    rw [head_append, tail_append]
  have sum (A B : Op k m) (ε : Vec m) : ((Op.add m).comp (.fork A B)).vjp z ε = A.vjp z ε + B.vjp z ε := by
    show A.vjp z (head (append ε ε)) + B.vjp z (tail (append ε ε)) = _
    rw [head_append, tail_append]
  rw [argument, sum, sum, product, product]

/-- A step of correct operations is correct. -/
theorem correctAt_step {W : Op k (n * m)} {U : Op k (m * m)} {b : Op k m} {x : Op k n} {h : Op k m}
    {z : Vec k} (hW : W.CorrectAt z) (hU : U.CorrectAt z) (hb : b.CorrectAt z) (hx : x.CorrectAt z)
    (hh : h.CorrectAt z) :
    (step W U b x h).CorrectAt z :=
  have product : Op.CorrectAt ((Op.matVec m n).comp (.fork W x)) z :=
    .comp (A := Op.fork W x) (Op.correct_matVec m n _) (.fork hW hx)
  have recurrent : Op.CorrectAt ((Op.matVec m m).comp (.fork U h)) z :=
    .comp (A := Op.fork U h) (Op.correct_matVec m m _) (.fork hU hh)
  have sum : Op.CorrectAt ((Op.add m).comp (.fork ((Op.matVec m n).comp (.fork W x))
      ((Op.matVec m m).comp (.fork U h)))) z :=
    .comp (A := Op.fork _ _) (Op.correct_add m _) (.fork product recurrent)
  .comp (A := argument W U b x h) (Op.correctAt_elementwise fun _ => Activation.Math.hasDerivAt_tanh _)
    (.comp (A := Op.fork _ _) (Op.correct_add m _) (.fork sum hb))

/-! ### All steps -/

/-- The context of `T` steps: the data, the latest first, and `W`, `U`, `b`, and the state at the start. -/
def inputs (n m : Nat) : Nat → List Shape
  | .zero => [.dim m (.dim n .scalar), .dim m (.dim m .scalar), .dim m .scalar, .dim m .scalar]
  | .succ T => .cons (.dim n .scalar) (inputs n m T)

/-- An entry of the context at the start, after `T` steps. -/
def later {s : Shape} (idx : Idx (inputs n m 0) s) : (T : Nat) → Idx (inputs n m T) s
  | .zero => idx
  | .succ T => .there (later idx T)

/-- The weights of the data, in the context of `T` steps. -/
noncomputable def weights (n m T : Nat) : Op (ctxSize (inputs n m T)) (n * m) :=
  Op.get (s := .dim m (.dim n .scalar)) (later Idx.here T)

/-- The weights of the state. -/
noncomputable def recurrent (n m T : Nat) : Op (ctxSize (inputs n m T)) (m * m) :=
  Op.get (s := .dim m (.dim m .scalar)) (later Idx.here.there T)

/-- The bias. -/
noncomputable def bias (n m T : Nat) : Op (ctxSize (inputs n m T)) m :=
  Op.get (s := .dim m .scalar) (later Idx.here.there.there T)

/-- The datum of the last step. -/
noncomputable def datum (n m T : Nat) : Op (ctxSize (inputs n m (.succ T))) n :=
  Op.get (s := .dim n .scalar) (Idx.here : Idx (.cons (.dim n .scalar) (inputs n m T)) _)

/-- What the steps before the last one read. -/
noncomputable def before (n m T : Nat) : Op (ctxSize (inputs n m (.succ T))) (ctxSize (inputs n m T)) :=
  Op.gather (Fin.natAdd n)

/-- The state after `T` steps. -/
noncomputable def state (n m : Nat) : (T : Nat) → Op (ctxSize (inputs n m T)) m
  | .zero => Op.get (s := .dim m .scalar) Idx.here.there.there.there
  | .succ T => step (weights n m (.succ T)) (recurrent n m (.succ T)) (bias n m (.succ T)) (datum n m T)
    ((state n m T).comp (before n m T))

/-- The state before the last step. -/
noncomputable def previous (n m T : Nat) : Op (ctxSize (inputs n m (.succ T))) m :=
  (state n m T).comp (before n m T)

/-- What one more step computes. -/
theorem state_forward_succ (T : Nat) (z : CtxVec (inputs n m (.succ T))) (i : Fin m) :
    ((state n m (.succ T)).forward z).ofLp i = Activation.Math.tanh
      ((Op.mulVec ((weights n m (.succ T)).forward z) ((datum n m T).forward z) +
        Op.mulVec ((recurrent n m (.succ T)).forward z) ((previous n m T).forward z) +
          (bias n m (.succ T)).forward z).ofLp i) :=
  step_forward _ _ _ _ _ z i

/-- The state is correct after every number of steps, at every context. -/
theorem correct_state (n m : Nat) : (T : Nat) → (state n m T).Correct
  | .zero => Op.correct_get _
  | .succ T => fun z => correctAt_step (Op.correct_get _ z) (Op.correct_get _ z) (Op.correct_get _ z)
    (Op.correct_get _ z) (.comp (A := before n m T) (correct_state n m T _) (Op.correct_gather _ z))

/-- What the gradient `δ` at the state is at the argument of the last step: times `tanh'`, entry by entry. -/
noncomputable def share (T : Nat) (z : CtxVec (inputs n m (.succ T))) (δ : Vec m) : Vec m :=
  (Op.elementwise m Activation.Math.tanh Activation.Math.tanhDeriv).vjp
    ((argument (weights n m (.succ T)) (recurrent n m (.succ T)) (bias n m (.succ T)) (datum n m T)
      (previous n m T)).forward z) δ

/-- Backpropagation through time: what the last step adds at the weights, at its datum and at the bias, and
the reverse rule of the steps before, for `U` transposed times the `share` of the step. -/
theorem state_vjp_succ (T : Nat) (z : CtxVec (inputs n m (.succ T))) (δ : Vec m) :
    (state n m (.succ T)).vjp z δ =
      ((weights n m (.succ T)).vjp z (Op.outer ((datum n m T).forward z) (share T z δ)) +
        (datum n m T).vjp z (Op.vecMul ((weights n m (.succ T)).forward z) (share T z δ))) +
      ((recurrent n m (.succ T)).vjp z (Op.outer ((previous n m T).forward z) (share T z δ)) +
        (before n m T).vjp z ((state n m T).vjp ((before n m T).forward z)
          (Op.vecMul ((recurrent n m (.succ T)).forward z) (share T z δ)))) +
      (bias n m (.succ T)).vjp z (share T z δ) :=
  argument_vjp _ _ _ _ _ z (share T z δ)

/-- The coordinates of the reverse rule are the derivatives of `⟪state, δ⟫` with respect to every weight,
every bias, every datum, and the state at the start. -/
theorem hasDerivAt_state (T : Nat) (z : CtxVec (inputs n m T)) (δ : Vec m)
    (j : Fin (ctxSize (inputs n m T))) :
    HasDerivAt (fun t => ⟪(state n m T).forward (z + t • basis j), δ⟫) (((state n m T).vjp z δ).ofLp j) 0 :=
  (correct_state n m T z).hasDerivAt_partial δ j

end Proofs.Autograd.Elman
