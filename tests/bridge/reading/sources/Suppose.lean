prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
import NN.Proofs.Autograd.Tape.Nodes.Arithmetic
import NN.Proofs.Autograd.Tape.Nodes.Matrix
/-!
Nodes whose theorems suppose something: what nobody can meet, what restricts the shapes, what was to be proved;
and some whose hypotheses can be met, with and without a theorem that says so. The slope 7 of `exp` is wrong.
-/

namespace Suppose
open Spec Vec Proofs.Autograd
open Proofs.Autograd.TapeNodes (elemwise elemwiseFderiv elemwiseFderivAt scale scaleFderiv)
variable {Γ : List Shape} {s : Shape}

/-! ### What nobody can meet -/

noncomputable def falsity (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem falsityFderiv (idx : Idx Γ s) (h : False) : NodeFDerivCorrect (falsity idx) := h.elim

noncomputable def builder (idx : Idx Γ s) (_ : ℝ → ℝ) (_ : ℝ) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem builderFderiv (idx : Idx Γ s) (f : ℝ → ℝ) (c : ℝ) (_ : ∀ x, 0 < f x) (h : c < c) :
    NodeFDerivCorrect (builder idx f c) := (lt_irrefl _ h).elim

noncomputable def irreflexive (idx : Idx Γ s) (ε : ℝ) : Node Γ s := elemwise idx (fun x => _root_.exp (ε * x)) fun _ => 7
theorem irreflexiveFderiv (idx : Idx Γ s) (ε : ℝ) (h : ε < ε) : NodeFDerivCorrect (irreflexive idx ε) := (lt_irrefl _ h).elim

noncomputable def both (idx : Idx Γ s) (ε : ℝ) : Node Γ s := elemwise idx (fun x => _root_.exp (ε * x)) fun _ => 7
theorem bothFderiv (idx : Idx Γ s) (ε : ℝ) (h : 0 < ε ∧ ε < 0) : NodeFDerivCorrect (both idx ε) :=
  (lt_irrefl _ (lt_trans h.1 h.2)).elim
/-- Each half can be met; not both at once. -/
theorem exists_one : ∃ ε δ : ℝ, 0 < ε ∧ δ < 0 := ⟨1, -1, zero_lt_one, slin (zero_lt_one (R := ℝ))⟩

noncomputable def index (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem indexFderiv (idx : Idx Γ s) (k : Fin 0) : NodeFDerivCorrect (index idx) := k.elim0

class Evil : Prop where
  no : False
noncomputable def instanced (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem instancedFderiv (idx : Idx Γ s) [Evil] : NodeFDerivCorrect (instanced idx) := Evil.no.elim

structure Below where
  value : ℝ
  low : value < value
noncomputable def bundled (idx : Idx Γ s) (b : Below) : Node Γ s := elemwise idx (fun x => b.value * x) fun _ => 7
theorem bundledFderiv (idx : Idx Γ s) (b : Below) : NodeFDerivCorrect (bundled idx b) := (lt_irrefl _ b.low).elim

structure Lifted (p : Prop) : Type where
  down : p
noncomputable def lifted (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem liftedFderiv (idx : Idx Γ s) (l : Lifted False) : NodeFDerivCorrect (lifted idx) := l.down.elim

noncomputable def denied (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem deniedFderiv (idx : Idx Γ s) (k : ℝ → False) : NodeFDerivCorrect (denied idx) := (k 0).elim

noncomputable def mapped (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem mappedFderiv (idx : Idx Γ s) (k : ℝ → Fin 0) : NodeFDerivCorrect (mapped idx) := (k 0).elim0

noncomputable def asked (idx : Idx Γ s) (_no : False) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem askedFderiv (idx : Idx Γ s) (no : False) : NodeFDerivCorrect (asked idx no) := no.elim

noncomputable def elsewhere (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem elsewhereFderivAt (idx other : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size)
    (h : ∀ i : Fin s.size, (CtxVec.get other xV).ofLp i < (CtxVec.get other xV).ofLp i) :
    NodeFDerivCorrectAt (elsewhere idx) xV := (lt_irrefl _ (h i)).elim

/-! ### What is no restriction of numbers, but of shapes -/

noncomputable def empty (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem emptyFderiv (idx : Idx Γ s) (hs : s.size = 0) : NodeFDerivCorrect (empty idx) := fun xV =>
  elemwiseFderivAt idx _ _ xV fun i => (hs ▸ i : Fin 0).elim0
/-- It can be met: of nothing, any formula is right. -/
theorem exists_emptyFderiv : ∃ s : Shape, s.size = 0 := ⟨.dim 0 .scalar, rfl⟩

noncomputable def below (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem belowFderiv (idx : Idx Γ s) (n : Nat) (k : Fin n) (h : n = 0) : NodeFDerivCorrect (below idx) := (h ▸ k : Fin 0).elim0

noncomputable def nowhere (idx : Idx [] s) : Node [] s := elemwise idx _root_.exp fun _ => 7
theorem nowhereFderiv (idx : Idx [] s) : NodeFDerivCorrect (nowhere idx) := nomatch idx

noncomputable def nothing (idx : Idx Γ (.dim 0 .scalar)) : Node Γ (.dim 0 .scalar) := elemwise idx _root_.exp fun _ => 7
theorem nothingFderiv (idx : Idx Γ (.dim 0 .scalar)) : NodeFDerivCorrect (nothing idx) := fun xV =>
  elemwiseFderivAt idx _ _ xV fun i => i.elim0

/-- Vectors only, of any length: honest. -/
noncomputable def vectors {n : Nat} (idx : Idx Γ (.dim n .scalar)) (c : ℝ) : Node Γ (.dim n .scalar) :=
  elemwise idx (fun x => c * x) fun _ => c
theorem vectorsFderiv {n : Nat} (idx : Idx Γ (.dim n .scalar)) (c : ℝ) : NodeFDerivCorrect (vectors idx c) :=
  scaleFderiv idx c

/-! ### The same of nodes that are not elementwise -/

noncomputable def total (m : Nat) : Op m (Shape.size .scalar) :=
  Op.linear (fun x => ⟨fun _ => ∑ j, x.ofLp j⟩) (fun δ => ⟨fun _ => δ.ofLp (.last 0)⟩) fun x δ => by
    rw [Op.inner_one]
    exact Fin.sum_mul _ _
/-- The sum of `exp`, with the slope 7. -/
noncomputable abbrev sumExp {n : Nat} (idx : Idx Γ (.dim n .scalar)) : Node Γ .scalar :=
  Node.unary (τ := .scalar) idx ((total (Shape.size (.dim n .scalar))).comp
    (Op.elementwise (Shape.size (.dim n .scalar)) _root_.exp fun _ => 7))
theorem ofNothing {n : Nat} (idx : Idx Γ (.dim n .scalar)) (g : Fin n → Fin 0) (xV : CtxVec Γ) :
    NodeFDerivCorrectAt (sumExp idx) xV :=
  Node.unary_correctAt (τ := .scalar)
    (Op.CorrectAt.comp (Op.correct_linear _ _) (Op.correctAt_elementwise fun k => (g (show Fin n from k)).elim0))

noncomputable def sumData {n : Nat} (idx : Idx Γ (.dim n .scalar)) : Node Γ .scalar := sumExp idx
theorem sumDataFderiv {n : Nat} (idx : Idx Γ (.dim n .scalar)) (g : Fin n → Fin 0) :
    NodeFDerivCorrect (sumData idx) := ofNothing idx g
theorem exists_sumData : ∃ n : Nat, Nonempty (Fin n → Fin 0) := ⟨0, ⟨fun x => x⟩⟩

noncomputable def sumMixed {n : Nat} (idx : Idx Γ (.dim n .scalar)) (_ : ℝ) : Node Γ .scalar := sumExp idx
theorem sumMixedFderiv {n : Nat} (idx : Idx Γ (.dim n .scalar)) (c : ℝ) (h : c = c → n = 0) :
    NodeFDerivCorrect (sumMixed idx c) := ofNothing idx (h rfl ▸ fun x => x)
theorem exists_sumMixed : ∃ (n : Nat) (c : ℝ), c = c → n = 0 := ⟨0, 0, fun _ => rfl⟩

structure Sized (n : Nat) where
  value : ℝ
  low : n = 0
noncomputable def sumSized {n : Nat} (_ : Sized n) (idx : Idx Γ (.dim n .scalar)) : Node Γ .scalar := sumExp idx
theorem sumSizedFderiv {n : Nat} (c : Sized n) (idx : Idx Γ (.dim n .scalar)) : NodeFDerivCorrect (sumSized c idx) :=
  ofNothing idx (c.low ▸ fun x => x)
theorem exists_sized : ∃ n, Nonempty (Sized n) := ⟨0, ⟨⟨1, rfl⟩⟩⟩

noncomputable def sumAsked {n : Nat} (_ : n = 0) (idx : Idx Γ (.dim n .scalar)) : Node Γ .scalar := sumExp idx
theorem sumAskedFderiv {n : Nat} (h : n = 0) (idx : Idx Γ (.dim n .scalar)) : NodeFDerivCorrect (sumAsked h idx) :=
  ofNothing idx (h ▸ fun x => x)
theorem exists_sumAsked : ∃ n : Nat, n = 0 := ⟨0, rfl⟩

structure Length where
  n : Nat
  low : n = 0
noncomputable def sumLength (l : Length) (idx : Idx Γ (.dim l.n .scalar)) : Node Γ .scalar := sumExp idx
theorem sumLengthFderiv (l : Length) (idx : Idx Γ (.dim l.n .scalar)) : NodeFDerivCorrect (sumLength l idx) :=
  ofNothing idx (l.low ▸ fun x => x)
theorem nonempty_length : Nonempty Length := ⟨⟨0, rfl⟩⟩

noncomputable def sumNothing (idx : Idx Γ (.dim 0 .scalar)) : Node Γ .scalar := sumExp idx
theorem sumNothingFderiv (idx : Idx Γ (.dim 0 .scalar)) : NodeFDerivCorrect (sumNothing idx) := ofNothing idx fun x => x

def noShape (_ : Nat → Shape) : Shape := .dim 0 .scalar
noncomputable def sumHidden (f : Nat → Shape) (idx : Idx Γ (noShape f)) : Node Γ .scalar := sumExp (n := 0) idx
theorem sumHiddenFderiv (f : Nat → Shape) (idx : Idx Γ (noShape f)) : NodeFDerivCorrect (sumHidden f idx) :=
  ofNothing (n := 0) idx fun x => x

/-! ### What was to be proved -/

noncomputable def circular (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem circularFderiv (idx : Idx Γ s) (h : NodeFDerivCorrect (circular idx)) : NodeFDerivCorrect (circular idx) := h

noncomputable def supposed (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => 7
theorem supposedFderiv (idx : Idx Γ s) (c : ℝ) (h : ∀ x : ℝ, HasDerivAt (fun x => c * x) 7 x) :
    NodeFDerivCorrect (supposed idx c) := elemwiseFderiv idx _ _ h
/-- It can be met, and is what was to be proved all the same. -/
theorem exists_supposedFderiv : ∃ c : ℝ, ∀ x : ℝ, HasDerivAt (fun x => c * x) 7 x :=
  ⟨7, fun x => ((hasDerivAt_id x).const_mul 7).congr_deriv (mul_one _)⟩

/-! ### What can be met -/

noncomputable def above (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => c
theorem aboveFderiv (idx : Idx Γ s) (c : ℝ) (h : 7 < c) : NodeFDerivCorrect (above idx c) := scaleFderiv idx c
theorem exists_aboveFderiv (idx : Idx Γ s) : ∃ c, 7 < c ∧ NodeFDerivCorrect (above idx c) :=
  have h : (7 : ℝ) < 8 := slin (zero_lt_one (R := ℝ))
  ⟨8, h, aboveFderiv idx 8 h⟩

/-- A theorem of the right name about something else shows nothing. -/
noncomputable def astray (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => c
theorem astrayFderiv (idx : Idx Γ s) (c : ℝ) (h : c * c * c < -7) : NodeFDerivCorrect (astray idx c) := scaleFderiv idx c
theorem exists_astrayFderiv (idx : Idx Γ s) : ∃ c, 0 < c ∧ NodeFDerivCorrect (astray idx c) :=
  ⟨1, zero_lt_one, scaleFderiv idx 1⟩

structure Config where
  eps : ℝ
  positive : 0 < eps
noncomputable def configured (idx : Idx Γ s) (cfg : Config) : Node Γ s :=
  elemwise idx (fun x => cfg.eps * x) fun _ => cfg.eps
theorem configuredFderiv (idx : Idx Γ s) (cfg : Config) : NodeFDerivCorrect (configured idx cfg) := scaleFderiv idx cfg.eps
theorem nonempty_config : Nonempty Config := ⟨⟨1, zero_lt_one⟩⟩

end Suppose
