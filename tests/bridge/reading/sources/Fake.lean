prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
import NN.Spec.Activation.Limits
/-!
Nodes and theorems that the catalogue must judge: some honest, some wrong, each wrong in one way.
-/

namespace Fake
open Spec Vec Proofs.Autograd
open Proofs.Autograd.TapeNodes (elemwise elemwiseFderiv elemwiseFderivAt)
variable {Γ : List Shape} {s : Shape}

/-- A node without a theorem. -/
noncomputable def unproved (idx : Idx Γ s) : Node Γ s := elemwise idx (fun x => x) fun _ => 1

/-- A node whose theorem is not finished. -/
noncomputable def hole (idx : Idx Γ s) : Node Γ s := elemwise idx (fun x => x * x) fun x => 2 * x
theorem holeFderiv (idx : Idx Γ s) : NodeFDerivCorrect (hole idx) := sorry

/-- A theorem that stands on a lemma that is not finished. -/
noncomputable def inherited (idx : Idx Γ s) : Node Γ s := elemwise idx (fun x => -x) fun _ => -1
theorem lemmaWithHole (x : ℝ) : HasDerivAt (fun x : ℝ => -x) (-1) x := sorry
theorem inheritedFderiv (idx : Idx Γ s) : NodeFDerivCorrect (inherited idx) :=
  elemwiseFderiv idx _ _ lemmaWithHole

/-- A theorem that stands on an axiom that nobody allowed. -/
noncomputable def assumed (idx : Idx Γ s) : Node Γ s := elemwise idx (fun x => x + x) fun _ => 2
axiom convenient (x : ℝ) : HasDerivAt (fun x : ℝ => x + x) 2 x
theorem assumedFderiv (idx : Idx Γ s) : NodeFDerivCorrect (assumed idx) :=
  elemwiseFderiv idx _ _ convenient

/-- A theorem named after this node that is about another one. -/
noncomputable def misnamed (idx : Idx Γ s) : Node Γ s := elemwise idx (fun x => x) fun _ => 1
theorem misnamedFderiv (idx : Idx Γ s) : NodeFDerivCorrect (TapeNodes.tanh idx) := TapeNodes.tanhFderiv idx

/-- A theorem about one value of a parameter only. -/
theorem specialFderiv (idx : Idx Γ s) (h : (0 : ℝ) < 1) : NodeFDerivCorrect (TapeNodes.safeLog idx 1) :=
  TapeNodes.safeLogFderiv idx 1 h

/-- A theorem about one input only. -/
theorem atZeroFderivAt (idx : Idx Γ s) : NodeFDerivCorrectAt (TapeNodes.tanh idx) 0 := TapeNodes.tanhFderiv idx 0

/-- A theorem about a node that was never given a name. -/
theorem namelessFderiv (idx : Idx Γ s) : NodeFDerivCorrect (({ elemwise idx id id with }) : Node Γ s) := sorry

/-- A lemma about all nodes certifies none. -/
theorem pointwise_of_global {N : Node Γ s} (h : NodeFDerivCorrect N) (xV : CtxVec Γ) : NodeFDerivCorrectAt N xV := h xV

/-- An alias is a node of its own, with the same formula. -/
noncomputable def alias (idx : Idx Γ s) : Node Γ s := TapeNodes.tanh idx
theorem aliasFderiv (idx : Idx Γ s) (xV : CtxVec Γ) : NodeFDerivCorrectAt (alias idx) xV := TapeNodes.tanhFderiv idx xV

/-- A type that stands for the type of nodes. -/
abbrev Layer (Γ : List Shape) (s : Shape) : Type := Node Γ s
noncomputable def layered (idx : Idx Γ s) : Layer Γ s := elemwise idx (fun x => x) fun _ => 1

/-- A function of the reals that is no formula. -/
noncomputable def chosen : ℝ → ℝ := Classical.choice ⟨fun x => x⟩
noncomputable def opaqueFormula (idx : Idx Γ s) : Node Γ s := elemwise idx chosen chosen

/-- Comparisons in all their guises; which branch is which matters. -/
noncomputable def branches (idx : Idx Γ s) (a b : ℝ) : Node Γ s :=
  open Classical in
  elemwise idx (fun x => if x < a then (if x ≤ b then 1 else 2) else if ¬ a < x then 3 else if x ≥ b then 4 else 5)
    fun x => if x > a then 0 else 1

/-- Local definitions, functions of functions, numerals, powers. -/
noncomputable def twice (f : ℝ → ℝ) (x : ℝ) : ℝ := f (f x)
noncomputable def sugar (idx : Idx Γ s) (c : ℝ) : Node Γ s :=
  elemwise idx (fun x => let y := x ^ 3; twice (fun z => z - c) (y / 12)) fun x => (1 / 0 : ℝ) + 44715 / 1000000 * x⁻¹

/-- A sum that is none: the instance adds one more. -/
noncomputable def crooked : Add ℝ := ⟨fun x y => x + y + 1⟩
noncomputable def dishonest (idx : Idx Γ s) : Node Γ s := elemwise idx (fun x => @HAdd.hAdd ℝ ℝ ℝ ⟨crooked.add⟩ x x) fun _ => 2

/-- An exponential that is none. -/
noncomputable def exp (x : ℝ) : ℝ := _root_.exp x * 2
noncomputable def doubled (idx : Idx Γ s) : Node Γ s := elemwise idx exp exp

/-- Hypotheses of every kind. -/
noncomputable def conditions (idx : Idx Γ s) (p q : ℝ) : Node Γ s := elemwise idx (fun x => x * p) fun _ => p
theorem conditionsFderivAt (idx : Idx Γ s) (p q : ℝ) (xV : CtxVec Γ) (h₁ : p ≠ 0) (h₂ : 0 < q)
    (h₃ : ∀ i : Fin s.size, p ≤ (CtxVec.get idx xV).ofLp i) (h₄ : ∀ i : Fin s.size, ¬ (CtxVec.get idx xV).ofLp i ≤ q)
    (h₅ : CtxVec.get idx xV = CtxVec.get idx xV) : NodeFDerivCorrectAt (conditions idx p q) xV := sorry

/-- Layers over weights and a bias: one about which nothing is said, and one that adds the bias twice. -/
noncomputable def silent {m n : Nat} (x : Idx Γ (.dim m .scalar)) (w : LinearSpec m n) : Node Γ (.dim n .scalar) :=
  TapeNodes.linear x w
noncomputable def biased {m n : Nat} (x : Idx Γ (.dim m .scalar)) (w : LinearSpec m n) : Node Γ (.dim n .scalar) :=
  TapeNodes.linear x w
theorem biased_forward_apply {m n : Nat} (x : Idx Γ (.dim m .scalar)) (w : LinearSpec m n) (xV : CtxVec Γ) (i : Fin n) :
    ((biased x w).forward xV).ofLp i =
      (∑ j, w.weight i j * (TapeNodes.getVec x xV).ofLp j) + (w.biasAt i + w.biasAt i) := sorry

/-- Recursions over an index: sums by another name, and what looks like a sum and is none. -/
noncomputable def ownSum : {n : Nat} → (Fin n → ℝ) → ℝ
  | .zero, _ => 0
  | .succ n, f => f (.last n) + ownSum fun i : Fin n => f i.castSucc
noncomputable def oneMore : {n : Nat} → (Fin n → ℝ) → ℝ
  | .zero, _ => 1
  | .succ n, f => oneMore (fun i : Fin n => f i.castSucc) + f (.last n)
noncomputable def lastTwice : {n : Nat} → (Fin n → ℝ) → ℝ
  | .zero, _ => 0
  | .succ n, f => lastTwice (fun i : Fin n => f i.castSucc) + f (.last n) + f (.last n)
noncomputable def lastOnly : {n : Nat} → (Fin n → ℝ) → ℝ
  | .zero, _ => 0
  | .succ n, f => lastOnly (fun _ : Fin n => f (.last n)) + f (.last n)
noncomputable def everyOther : {n : Nat} → (Fin n → ℝ) → ℝ
  | .zero, _ => 0
  | .succ .zero, f => f (.last 0)
  | .succ (.succ n), f => everyOther (fun i : Fin n => f i.castSucc.castSucc) + f (.last (.succ n))
noncomputable def notAtThree : {n : Nat} → (Fin n → ℝ) → ℝ
  | .zero, _ => 0
  | .succ n, f => notAtThree (fun i : Fin n => f i.castSucc) + if n = 3 then 0 else f (.last n)

noncomputable def reduced (F : {n : Nat} → (Fin n → ℝ) → ℝ) (n : Nat) : Op n 1 where
  forward x := ⟨fun _ => F x.ofLp⟩
  jvp _ dx := ⟨fun _ => F dx.ofLp⟩
  vjp _ δ := ⟨fun _ => δ.ofLp (.last 0)⟩
  inner_jvp := sorry
noncomputable def sumOwn {n : Nat} (x : Idx Γ (.dim n .scalar)) : Node Γ .scalar :=
  Node.unary (τ := .scalar) x (reduced ownSum n)
noncomputable def sumOneMore {n : Nat} (x : Idx Γ (.dim n .scalar)) : Node Γ .scalar :=
  Node.unary (τ := .scalar) x (reduced oneMore n)
noncomputable def sumLastTwice {n : Nat} (x : Idx Γ (.dim n .scalar)) : Node Γ .scalar :=
  Node.unary (τ := .scalar) x (reduced lastTwice n)
noncomputable def sumLastOnly {n : Nat} (x : Idx Γ (.dim n .scalar)) : Node Γ .scalar :=
  Node.unary (τ := .scalar) x (reduced lastOnly n)
noncomputable def sumEveryOther {n : Nat} (x : Idx Γ (.dim n .scalar)) : Node Γ .scalar :=
  Node.unary (τ := .scalar) x (reduced everyOther n)
noncomputable def sumNotAtThree {n : Nat} (x : Idx Γ (.dim n .scalar)) : Node Γ .scalar :=
  Node.unary (τ := .scalar) x (reduced notAtThree n)

/-- A result whose rows are counted from the other end. -/
noncomputable def columnMajor {m n : Nat} (i : Fin m) (j : Fin n) : Fin (n * m) := .rowMajor i j
noncomputable def swapped {m n : Nat} (x : Idx Γ (.dim m (.dim n .scalar))) : Node Γ .scalar :=
  Node.unary (τ := .scalar) x {
    forward := fun x => ⟨fun _ => ∑ i : Fin m, ∑ j : Fin n, x.ofLp (columnMajor i j)⟩
    jvp := fun _ dx => ⟨fun _ => ∑ j : Fin n, ∑ i : Fin m, dx.ofLp (columnMajor i j)⟩
    vjp := fun _ δ => ⟨fun _ => δ.ofLp (.last 0)⟩
    inner_jvp := sorry }

/-- A limit named after a function that it is not about. -/
theorem tendsAtTop_relu : TendsAtTop Activation.Math.tanh (1 : ℝ) := Activation.Math.tendsAtTop_tanh

/-- Limits that are so if something is that never is. -/
theorem tendsAtTop_sin (h : (0 : ℝ) < 0) : TendsAtTop sin (0 : ℝ) := absurd h (lt_irrefl 0)
theorem tendsAtBot_sin [OrderedField Empty] : TendsAtBot sin (0 : ℝ) := nomatch (0 : Empty)

end Fake
