prelude
import NN.Proofs.Autograd.Node
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! The tape: a sequence of nodes, each over the context grown by the earlier outputs. -/
attribute [-instance] instNormedSelf
variable {R : Type} [CompleteOrderedField R]
open Vec CtxVec
/-- `Graph R Γ Δ`: from the inputs `Γ` to the context `Δ`, which is `Γ` with the outputs put in front, latest first -/
inductive Graph (R : Type) [CompleteOrderedField R] (Γ : List Shape) : List Shape → Type where
  | nil : Graph R Γ Γ
  | snoc {Δ : List Shape} {τ : Shape} (g : Graph R Γ Δ) (N : Node R Δ τ) : Graph R Γ (τ :: Δ)
namespace Graph
variable {Γ : List Shape}
def eval : {Δ : List Shape} → Graph R Γ Δ → CtxVec R Γ → CtxVec R Δ
  | _, .nil, x => x
  | _, .snoc g N, x => append (N.forward (eval g x)) (eval g x)
theorem get_here_eval {Δ : List Shape} {τ : Shape} (g : Graph R Γ Δ) (N : Node R Δ τ) (x : CtxVec R Γ) :
    get .here ((g.snoc N).eval x) = N.forward (g.eval x) := get_here _ _
theorem get_there_eval {Δ : List Shape} {τ s : Shape} (i : Idx Δ s) (g : Graph R Γ Δ) (N : Node R Δ τ) (x : CtxVec R Γ) :
    get (.there i) ((g.snoc N).eval x) = get i (g.eval x) := get_there _ _ _
def jvp : {Δ : List Shape} → Graph R Γ Δ → CtxVec R Γ → CtxVec R Γ → CtxVec R Δ
  | _, .nil, _, dx => dx
  | _, .snoc g N, x, dx => append (N.jvp (eval g x) (jvp g x dx)) (jvp g x dx)
/-- the latest node first: its cotangent goes through its own reverse rule and is added to that of the earlier context -/
noncomputable def backprop : {Δ : List Shape} → Graph R Γ Δ → CtxVec R Γ → CtxVec R Δ → CtxVec R Γ
  | _, .nil, _, δ => δ
  | _, .snoc g N, x, δ => backprop g x (N.vjp (eval g x) (head δ) + tail δ)
/-- every node is right at the context it meets -/
def FDerivCorrectAt : {Δ : List Shape} → Graph R Γ Δ → CtxVec R Γ → Prop
  | _, .nil, _ => True
  | _, .snoc g N, x => FDerivCorrectAt g x ∧ NodeFDerivCorrectAt N (eval g x)
def FDerivCorrect : {Δ : List Shape} → Graph R Γ Δ → Prop
  | _, .nil => True
  | _, .snoc g N => FDerivCorrect g ∧ NodeFDerivCorrect N
theorem FDerivCorrect.at : {Δ : List Shape} → {g : Graph R Γ Δ} → FDerivCorrect g → ∀ x, FDerivCorrectAt g x
  | _, .nil, _, _ => trivial
  | _, .snoc g N, h, x => ⟨FDerivCorrect.at h.1 x, h.2 _⟩
/-- every node's reverse rule is the adjoint of its forward rule -/
def Adjoint : {Δ : List Shape} → Graph R Γ Δ → Prop
  | _, .nil => True
  | _, .snoc g N => Adjoint g ∧ Op.Adjoint N
noncomputable def op {Δ : List Shape} (g : Graph R Γ Δ) : Op R (ctxSize Γ) (ctxSize Δ) := ⟨g.eval, g.jvp, g.backprop⟩
theorem op_correctAt : {Δ : List Shape} → {g : Graph R Γ Δ} → {x : CtxVec R Γ} → FDerivCorrectAt g x → g.op.CorrectAt x
  | _, .nil, x, _ => Op.correct_linear (f := fun x => x) (g := fun δ => δ) (fun _ _ => rfl) x
  | _, .snoc g N, x, h =>
    Op.CorrectAt.comp (A := g.op) (B := N.fork (.linear (fun c => c) fun δ => δ))
      (.fork h.2 (Op.correct_linear (fun _ _ => rfl) _)) (op_correctAt h.1)
theorem op_adjoint : {Δ : List Shape} → {g : Graph R Γ Δ} → Adjoint g → g.op.Adjoint
  | _, .nil, _ => fun _ _ _ => rfl
  | _, .snoc g N, h => Op.Adjoint.comp (A := g.op) (B := N.fork (.linear (fun c => c) fun δ => δ)) (.fork h.2 fun _ _ _ => rfl) (op_adjoint h.1)
section
variable {Δ : List Shape} {g : Graph R Γ Δ} {x : CtxVec R Γ}
/-- the whole evaluation has the Fréchet derivative `jvp` -/
theorem hasFDerivAt_eval (h : FDerivCorrectAt g x) :
    ∃ D : Lin (R := R) (CtxVec R Γ) (CtxVec R Δ), D.f = g.jvp x ∧ HasFDerivAt g.eval D x := (op_correctAt h).deriv
/-- `backprop` is its adjoint -/
theorem backprop_adjoint (h : FDerivCorrectAt g x) (dx : CtxVec R Γ) (δ : CtxVec R Δ) :
    dot (g.jvp x dx) δ = dot dx (g.backprop x δ) := (op_correctAt h).adjoint dx δ
/-- `backprop` is the adjoint of the Fréchet derivative, whatever way that was found -/
theorem backprop_eq_adjoint (h : FDerivCorrectAt g x) {D : Lin (R := R) (CtxVec R Γ) (CtxVec R Δ)} (d : HasFDerivAt g.eval D x)
    (hom : ∀ c v, D.f (smul c v) = smul c (D.f v)) (dx : CtxVec R Γ) (δ : CtxVec R Δ) : dot (D.f dx) δ = dot dx (g.backprop x δ) :=
  (op_correctAt h).adjoint_of_hasFDerivAt d hom dx δ
/-- `backprop` gives the partial derivatives of `⟨eval, δ⟩` -/
theorem backprop_partial (h : FDerivCorrectAt g x) (δ : CtxVec R Δ) (i : Fin (ctxSize Γ)) :
    HasDerivAt (fun t => dot (g.eval (x + smul t (basis i))) δ) (g.backprop x δ i) 0 :=
  ((op_correctAt h).hasDerivAt_dot (basis i) δ).congr_deriv (by rw [dot_comm, dot_basis]; rfl)
/-- a reverse pass that starts from one entry of one output gives the partial derivatives of that entry -/
theorem backprop_output {s : Shape} (h : FDerivCorrectAt g x) (o : Idx Δ s) (k : Fin s.size) (j : Fin (ctxSize Γ)) :
    HasDerivAt (fun t => get o (g.eval (x + smul t (basis j))) k) (g.backprop x (single o (basis k)) j) 0 := by
  have e : ∀ y, dot (g.eval y) (single o (basis k)) = get o (g.eval y) k := fun y => by
    rw [dot_comm, dot_single, dot_comm, dot_basis]
  have d := backprop_partial h (single o (basis k)) j
  simp only [e] at d
  exact d
/-- two correct tapes for the same function give the same gradients -/
theorem backprop_unique {g' : Graph R Γ Δ} (h : FDerivCorrectAt g x) (h' : FDerivCorrectAt g' x) (e : ∀ y, g.eval y = g'.eval y) :
    g.backprop x = g'.backprop x := ((op_correctAt h).unique (op_correctAt h') e).1
end
end Graph
