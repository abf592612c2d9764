prelude
import NN.Proofs.Autograd.Tape.Graph
import NN.Proofs.Autograd.Tape.Nodes.Binary
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
import NN.Proofs.Autograd.Tape.Nodes.Matrix
import NN.Spec.Activation.Second.Smooth
/-!
# Hessian-vector products of the whole tape

The reverse pass is a function of the inputs and of the gradients at the outputs, and has a derivative itself.
Of a node it is given by `dvjp x δ dx dδ`: the change of `vjp x δ` when `x` and `δ` change by `dx` and `dδ`.
Those of the nodes give that of the tape: the gradient, differentiated once more along a direction.

## Main definitions
- `HasDerivAlong c c' t`: the curve `c` of vectors has the derivative `c'` at `t`, coordinate by coordinate.
- `SecondAt N d x`: along every curve through `x` the node is differentiated by its JVP, and its reverse
  rule by `d`.
- `Curved g`: a `dvjp` for every node of a graph; `Curved.hvp`: that of the whole graph.

## Main results
- `Curved.hasDerivAt_hvp`: `hvp x δ dx 0` is the derivative of the gradient `backprop x δ` along `dx`.
- `secondAt_elemwise`: an elementwise node, from `f''`. `secondAt_linear`: linear operations. `secondAt_add`,
  `secondAt_mul`: sums and products. `secondAt_affine`: any node whose derivative is affine in its inputs.
-/

namespace Proofs.Autograd
open Spec Vec

/-! ### Curves -/

/-- The derivative of a sum of functions of one number. -/
theorem hasDerivAt_sum {t : ℝ} : {n : Nat} → {f : Fin n → ℝ → ℝ} → {d : Fin n → ℝ} →
    (∀ i, HasDerivAt (f i) (d i) t) → HasDerivAt (fun z => ∑ i, f i z) (∑ i, d i) t
  | .zero, _, _, _ => hasDerivAt_const 0 t
  | .succ n, _, _, h => (hasDerivAt_sum fun i => h i.castSucc).add (h (Fin.last n))

/-- The curve `c` has the derivative `c'` at `t`, coordinate by coordinate. -/
def HasDerivAlong {n : Nat} (c : ℝ → Vec n) (c' : Vec n) (t : ℝ) : Prop :=
  ∀ i, HasDerivAt (fun z => (c z).ofLp i) (c'.ofLp i) t

namespace HasDerivAlong
variable {m n : Nat} {t : ℝ}

/-- A point does not move. -/
theorem const (x : Vec n) : HasDerivAlong (fun _ => x) 0 t := fun i => hasDerivAt_const (x.ofLp i) t

/-- Sums. -/
theorem add {c e : ℝ → Vec n} {c' e' : Vec n} (h : HasDerivAlong c c' t) (k : HasDerivAlong e e' t) :
    HasDerivAlong (fun z => c z + e z) (c' + e') t := fun i => (h i).add (k i)

/-- Beginnings. -/
theorem head {c : ℝ → Vec (m + n)} {c' : Vec (m + n)} (h : HasDerivAlong c c' t) :
    HasDerivAlong (fun z => Vec.head (c z)) (Vec.head c') t := fun i => h (.castAdd n i)

/-- Ends. -/
theorem tail {c : ℝ → Vec (m + n)} {c' : Vec (m + n)} (h : HasDerivAlong c c' t) :
    HasDerivAlong (fun z => Vec.tail (c z)) (Vec.tail c') t := fun i => h (.natAdd m i)

/-- One behind the other. -/
theorem append {c : ℝ → Vec m} {e : ℝ → Vec n} {c' : Vec m} {e' : Vec n} (h : HasDerivAlong c c' t)
    (k : HasDerivAlong e e' t) : HasDerivAlong (fun z => Vec.append (c z) (e z)) (Vec.append c' e') t :=
  Fin.addCases (fun i => by
      simp only [append_castAdd]
      exact h i) fun i => by
      simp only [append_natAdd]
      exact k i

/-- An entry of a context. -/
theorem get : {Γ : List Shape} → {s : Shape} → (idx : Idx Γ s) → {c : ℝ → CtxVec Γ} → {c' : CtxVec Γ} →
    HasDerivAlong c c' t → HasDerivAlong (fun z => CtxVec.get idx (c z)) (CtxVec.get idx c') t
  | _, _, .here, _, _, h => h.head
  | _, _, .there idx, _, _, h => get idx h.tail

/-- A context with one entry that is not zero. -/
theorem single : {Γ : List Shape} → {s : Shape} → (idx : Idx Γ s) → {v : ℝ → Vec s.size} → {v' : Vec s.size} →
    HasDerivAlong v v' t → HasDerivAlong (fun z => CtxVec.single idx (v z)) (CtxVec.single idx v') t
  | _, _, .here, _, _, h => h.append (const 0)
  | _, _, .there idx, _, _, h => (const 0).append (single idx h)

/-- A linear map with its adjoint. -/
theorem linear {f : Vec m → Vec n} {g : Vec n → Vec m} (adjoint : ∀ x y, ⟪f x, y⟫ = ⟪x, g y⟫) {c : ℝ → Vec m}
    {c' : Vec m} (h : HasDerivAlong c c' t) : HasDerivAlong (fun z => f (c z)) (f c') t := fun i => by
  have sums : ∀ x, (f x).ofLp i = ∑ j, x.ofLp j * (g (basis i)).ofLp j := fun x => by
    rw [← inner_basis (f x) i, adjoint]
    rfl
  simp only [sums]
  exact hasDerivAt_sum fun j => (h j).mul_const _

/-- A function that has a Fréchet derivative, along a curve. -/
theorem comp {f : Vec m → Vec n} {D : Vec m →L[ℝ] Vec n} {c : ℝ → Vec m} {c' : Vec m}
    (h : HasFDerivAt f D (c t)) (k : HasDerivAlong c c' t) : HasDerivAlong (fun z => f (c z)) (D c') t := by
  have curve : HasFDerivAt c (ContinuousLinearMap.toSpanSingleton c') t :=
    hasFDerivAt_vec fun i => hasFDerivAt_iff_hasDerivAt.mpr (k i)
  have entries := hasFDerivAt_vec_iff.mp (h.comp curve)
  refine fun i => hasFDerivAt_iff_hasDerivAt.mp ((entries i).congr_fderiv fun s => ?_)
  show (D (s • c')).ofLp i = s * (D c').ofLp i
  rw [D.map_smul]
  rfl

/-- A straight line. -/
theorem line (x dx : Vec n) : HasDerivAlong (fun z => x + z • dx) dx 0 := fun i =>
  (((hasDerivAt_id 0).mul_const (dx.ofLp i)).const_add (x.ofLp i)).congr_deriv (one_mul _)

end HasDerivAlong

/-! ### Nodes -/

/-- Along every curve through `x` the node is differentiated by its JVP, and its reverse rule by `d`. -/
structure SecondAt {m n : Nat} (N : Op m n) (d : Vec m → Vec n → Vec m → Vec n → Vec m) (x : Vec m) :
    Prop where
  /-- The values. -/
  forward : ∀ {c : ℝ → Vec m} {c' : Vec m} {t : ℝ}, c t = x → HasDerivAlong c c' t →
    HasDerivAlong (fun z => N.forward (c z)) (N.jvp x c') t
  /-- The reverse rule. -/
  vjp : ∀ {c : ℝ → Vec m} {c' : Vec m} {e : ℝ → Vec n} {e' : Vec n} {t : ℝ}, c t = x →
    HasDerivAlong c c' t → HasDerivAlong e e' t →
    HasDerivAlong (fun z => N.vjp (c z) (e z)) (d x (e t) c' e') t

section
variable {Δ : List Shape} {s : Shape}

/-- How the reverse rule of an elementwise node changes, with the second derivative `f''`. -/
noncomputable def elemwiseSecond (idx : Idx Δ s) (f' f'' : ℝ → ℝ) (x : CtxVec Δ) (δ : Vec s.size)
    (dx : CtxVec Δ) (dδ : Vec s.size) : CtxVec Δ :=
  CtxVec.single idx ⟨fun i => f'' ((CtxVec.get idx x).ofLp i) * (CtxVec.get idx dx).ofLp i * δ.ofLp i +
    f' ((CtxVec.get idx x).ofLp i) * dδ.ofLp i⟩

/-- An elementwise node, from its first and second derivative at every entry. -/
theorem secondAt_elemwise (idx : Idx Δ s) {f f' f'' : ℝ → ℝ} {x : CtxVec Δ}
    (first : ∀ i, HasDerivAt f (f' ((CtxVec.get idx x).ofLp i)) ((CtxVec.get idx x).ofLp i))
    (second : ∀ i, HasDerivAt f' (f'' ((CtxVec.get idx x).ofLp i)) ((CtxVec.get idx x).ofLp i)) :
    SecondAt (TapeNodes.elemwise idx f f') (elemwiseSecond idx f' f'') x where
  forward {c c' t} start h i := by
    subst start
    exact HasDerivAt.comp (f := fun z => (CtxVec.get idx (c z)).ofLp i) (first i) (h.get idx i)
  vjp {c c' e e' t} start h k := by
    subst start
    exact .single idx fun i =>
      (HasDerivAt.comp (f := fun z => (CtxVec.get idx (c z)).ofLp i) (second i) (h.get idx i)).mul (k i)

/-- For example the hyperbolic tangent, at every context. -/
theorem secondAt_tanh (idx : Idx Δ s) (x : CtxVec Δ) :
    SecondAt (TapeNodes.tanh idx) (elemwiseSecond idx Activation.Math.tanhDeriv
      fun y => -(2 * tanh y * (1 - tanh y ^ 2))) x :=
  secondAt_elemwise idx (fun _ => Activation.Math.hasDerivAt_tanh _) fun _ =>
    Activation.Math.hasDerivAt_tanhDeriv _

/-- The reverse rule of a linear operation on one input does not depend on the values. -/
noncomputable def linearSecond {τ : Shape} (idx : Idx Δ s) (g : Vec τ.size → Vec s.size) (_ : CtxVec Δ)
    (_ : Vec τ.size) (_ : CtxVec Δ) (dδ : Vec τ.size) : CtxVec Δ :=
  CtxVec.single idx (g dδ)

/-- Linear operations with their adjoints: sums over entries, reshapes, transposes, fixed matrices. -/
theorem secondAt_linear {τ : Shape} (idx : Idx Δ s) {f : Vec s.size → Vec τ.size}
    {g : Vec τ.size → Vec s.size} (adjoint : ∀ x y, ⟪f x, y⟫ = ⟪x, g y⟫) (x : CtxVec Δ) :
    SecondAt (Node.unary idx (Op.linear f g adjoint) : Node Δ τ) (linearSecond idx g) x where
  forward _ h := (h.get idx).linear adjoint
  vjp _ _ k := .single idx (k.linear fun y x => by rw [inner_comm, ← adjoint, inner_comm])

/-- The reverse rule of a sum does not depend on the values. -/
noncomputable def addSecond (a b : Idx Δ s) (_ : CtxVec Δ) (_ : Vec s.size) (_ : CtxVec Δ)
    (dδ : Vec s.size) : CtxVec Δ :=
  CtxVec.single a ⟨fun i => dδ.ofLp i⟩ + CtxVec.single b ⟨fun i => dδ.ofLp i⟩

/-- Sums. -/
theorem secondAt_add (a b : Idx Δ s) (x : CtxVec Δ) : SecondAt (TapeNodes.add a b) (addSecond a b) x where
  forward _ h i := (h.get a i).add (h.get b i)
  vjp _ _ k := .add (.single a fun i => k i) (.single b fun i => k i)

/-- How the reverse rule of a product changes. -/
noncomputable def mulSecond (a b : Idx Δ s) (x : CtxVec Δ) (δ : Vec s.size) (dx : CtxVec Δ)
    (dδ : Vec s.size) : CtxVec Δ :=
  CtxVec.single a ⟨fun i => (CtxVec.get b dx).ofLp i * δ.ofLp i + (CtxVec.get b x).ofLp i * dδ.ofLp i⟩ +
    CtxVec.single b ⟨fun i => (CtxVec.get a dx).ofLp i * δ.ofLp i + (CtxVec.get a x).ofLp i * dδ.ofLp i⟩

/-- Products. -/
theorem secondAt_mul (a b : Idx Δ s) (x : CtxVec Δ) : SecondAt (TapeNodes.mul a b) (mulSecond a b) x where
  forward {c c' t} start h i := by
    subst start
    refine ((h.get a i).mul (h.get b i)).congr_deriv ?_
    show _ * _ + _ * _ = _ * _ + _ * _
    exact ring
  vjp {c c' e e' t} start h k := by
    subst start
    exact .add (.single a fun i => (h.get b i).mul (k i)) (.single b fun i => (h.get a i).mul (k i))

/-- How the reverse rule of a node changes whose derivative is affine in the inputs: by the product rule. -/
noncomputable def affineSecond {τ : Shape} (N : Node Δ τ) (x : CtxVec Δ) (δ : Vec τ.size) (dx : CtxVec Δ)
    (dδ : Vec τ.size) : CtxVec Δ :=
  N.vjp dx δ - N.vjp 0 δ + N.vjp x dδ

/-- Nodes whose derivative is affine in the inputs: linear maps, products of matrices, squared errors. -/
theorem secondAt_affine {τ : Shape} {N : Node Δ τ} (correct : NodeFDerivCorrect N)
    (affine : ∀ v, ∃ L : CtxVec Δ →L[ℝ] Vec τ.size, ∀ y, N.jvp y v = N.jvp 0 v + L y) (x : CtxVec Δ) :
    SecondAt N (affineSecond N) x where
  forward {c c' t} start h := by
    subst start
    obtain ⟨D, value, hD⟩ := (correct (c t)).hasFDerivAt
    exact value c' ▸ HasDerivAlong.comp hD h
  vjp {c c' e e' t} start h k j := by
    subst start
    obtain ⟨L, split⟩ := affine (basis j)
    -- an entry of the gradient is the dot product of a column of the derivative and the cotangent
    have entry : ∀ y δ, (N.vjp y δ).ofLp j = ⟪N.jvp y (basis j), δ⟫ := fun y δ => by
      rw [N.inner_jvp, basis_inner]
    have column : HasDerivAlong (fun z => N.jvp (c z) (basis j)) (L c') t := fun i => by
      have parts : (fun z => (N.jvp (c z) (basis j)).ofLp i) =
          fun z => (N.jvp 0 (basis j)).ofLp i + (L (c z)).ofLp i :=
        funext fun z => congrArg (fun v : Vec τ.size => v.ofLp i) (split (c z))
      rw [parts]
      exact (HasDerivAlong.comp (L.hasFDerivAt (c t)) h i).const_add _
    have inner : HasDerivAt (fun z => ⟪N.jvp (c z) (basis j), e z⟫)
        (⟪L c', e t⟫ + ⟪N.jvp (c t) (basis j), e'⟫) t := by
      rw [show ⟪L c', e t⟫ + ⟪N.jvp (c t) (basis j), e'⟫ = _ from (Fin.sum_add_distrib _ _).symm]
      exact hasDerivAt_sum fun i => (column i).mul (k i)
    simp only [entry]
    refine inner.congr_deriv ?_
    show _ = (N.vjp c' (e t)).ofLp j - (N.vjp 0 (e t)).ofLp j + (N.vjp (c t) e').ofLp j
    rw [entry, entry, entry, split c', add_inner]
    exact ring

/-- So are nodes whose derivative is symmetric in point and direction, as that of a product of two entries is
that is linear in each. -/
theorem secondAt_symmetric {τ : Shape} {N : Node Δ τ} (correct : NodeFDerivCorrect N)
    (symmetric : ∀ y v, N.jvp y v = N.jvp v y) (x : CtxVec Δ) : SecondAt N (affineSecond N) x :=
  secondAt_affine correct (fun v => ⟨Op.jvpCLM N v, fun y => by
    rw [symmetric 0 v, symmetric y v]
    show _ = Op.jvpCLM N v 0 + Op.jvpCLM N v y
    rw [ContinuousLinearMap.map_zero, AddCommGroup.zero_add]
    rfl⟩) x

/-- For example products of matrices. -/
theorem secondAt_matmul {m k n : Nat} (a : Idx Δ (.dim m (.dim k .scalar)))
    (b : Idx Δ (.dim k (.dim n .scalar))) (x : CtxVec Δ) : SecondAt (TapeNodes.matmul a b) (affineSecond (TapeNodes.matmul a b)) x :=
  secondAt_symmetric (TapeNodes.matmulFderiv a b) (fun y v => congrArg (fun e => Vec.toLp (Fin.flatten e))
    (funext fun i => funext fun j => Fin.sum_congr fun l => by
      show (CtxVec.get a y).ofLp (.rowMajor i l) * (CtxVec.get b v).ofLp (.rowMajor l j) +
        (CtxVec.get b y).ofLp (.rowMajor l j) * (CtxVec.get a v).ofLp (.rowMajor i l) = _
      exact ring)) x

end

/-! ### The tape -/

/-- How the reverse rule of every node of a graph changes. -/
inductive Curved (Γ : List Shape) : {Δ : List Shape} → Graph Γ Δ → Type where
  /-- no nodes -/
  | nil : Curved Γ .nil
  /-- one more node -/
  | snoc {Δ : List Shape} {τ : Shape} {g : Graph Γ Δ} {N : Node Δ τ} (k : Curved Γ g)
    (d : CtxVec Δ → Vec τ.size → CtxVec Δ → Vec τ.size → CtxVec Δ) : Curved Γ (g.snoc N)

namespace Curved
variable {Γ : List Shape}

/-- The change of the gradient `backprop x δ` when `x` and `δ` change by `dx` and `dδ`. -/
noncomputable def hvp : {Δ : List Shape} → {g : Graph Γ Δ} → Curved Γ g → CtxVec Γ → CtxVec Δ → CtxVec Γ →
    CtxVec Δ → CtxVec Γ
  | _, _, .nil, _, _, _, dδ => dδ
  | _, _, .snoc (g := g) (N := N) k d, x, δ, dx, dδ =>
    hvp k x (N.vjp (g.eval x) (head δ) + tail δ) dx
      (d (g.eval x) (head δ) (g.jvp x dx) (head dδ) + tail dδ)

/-- Every node is twice differentiated at the values that it meets. -/
def CorrectAt : {Δ : List Shape} → {g : Graph Γ Δ} → Curved Γ g → CtxVec Γ → Prop
  | _, _, .nil, _ => True
  | _, _, .snoc (g := g) (N := N) k d, x => CorrectAt k x ∧ SecondAt N d (g.eval x)

/-- The values along a curve. -/
theorem eval_along : {Δ : List Shape} → {g : Graph Γ Δ} → (k : Curved Γ g) → {x : CtxVec Γ} → k.CorrectAt x →
    {c : ℝ → CtxVec Γ} → {c' : CtxVec Γ} → {t : ℝ} → c t = x → HasDerivAlong c c' t →
    HasDerivAlong (fun z => g.eval (c z)) (g.jvp x c') t
  | _, _, .nil, _, _, _, _, _, _, h => h
  | _, _, .snoc (g := g) k _, _, ok, c, _, _, start, h =>
    have rest := eval_along k ok.1 start h
    (ok.2.forward (c := fun z => g.eval (c z)) (congrArg g.eval start) rest).append rest

/-- The reverse pass along a curve. -/
theorem backprop_along : {Δ : List Shape} → {g : Graph Γ Δ} → (k : Curved Γ g) → {x : CtxVec Γ} →
    k.CorrectAt x → {c : ℝ → CtxVec Γ} → {c' : CtxVec Γ} → {e : ℝ → CtxVec Δ} → {e' : CtxVec Δ} → {t : ℝ} →
    c t = x → HasDerivAlong c c' t → HasDerivAlong e e' t →
    HasDerivAlong (fun z => g.backprop (c z) (e z)) (hvp k x (e t) c' e') t
  | _, _, .nil, _, _, _, _, _, _, _, _, _, h => h
  | _, _, .snoc (g := g) (N := N) k d, x, ok, c, c', e, e', t, start, h, he => by
    have values := eval_along k ok.1 start h
    have step := (ok.2.vjp (c := fun z => g.eval (c z)) (congrArg g.eval start) values he.head).add he.tail
    have all := backprop_along k ok.1 start h step
    subst start
    exact all

/-- The derivative of the gradient along a direction is the Hessian-vector product. -/
theorem hasDerivAt_hvp {Δ : List Shape} {g : Graph Γ Δ} (k : Curved Γ g) {x : CtxVec Γ} (ok : k.CorrectAt x)
    (dx : CtxVec Γ) (δ : CtxVec Δ) (j : Fin (ctxSize Γ)) :
    HasDerivAt (fun z => (g.backprop (x + z • dx) δ).ofLp j) ((hvp k x δ dx 0).ofLp j) 0 :=
  backprop_along k ok (by rw [zero_smul, AddCommGroup.add_zero]) (.line x dx) (.const δ) j

end Curved

end Proofs.Autograd
