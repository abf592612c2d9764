prelude
import NN.Analysis.Deriv.Add
import NN.Analysis.Deriv.Comp
import NN.Analysis.FDeriv.Vec
import NN.Analysis.Vec.Append
/-!
# Differentiable operations

`Op m n` is an operation from `Vec m` to `Vec n` together with a forward rule (JVP) and a reverse rule (VJP)
that are adjoint to each other. There is one kind of thing, and it is closed under everything that autograd
does: composition, pairing, linear maps, scalar functions applied entry by entry. Nodes of a tape, graphs, and
specifications are all `Op`s.

`Op.CorrectAt A x` says that the JVP is the Fréchet derivative of the operation at `x`. Since the VJP is the
adjoint of the JVP, it is then the adjoint of the derivative.

## Main results
- `Op.CorrectAt.comp`, `Op.CorrectAt.fork`: correctness composes.
- `Op.correct_linear`, `Op.correct_translate`, `Op.correct_add`, `Op.correct_sub`, `Op.correct_mul`,
  `Op.correctAt_elementwise`.
- `Op.CorrectAt.unique`: a correct JVP and VJP are determined by the operation; a wrong rule cannot be proven
  correct.
- `Op.hasDerivAt_of_elementwise`: in particular the derivative formula of an elementwise operation must be
  right.
-/

namespace Proofs.Autograd
open Vec

/-- An operation between vectors with adjoint forward and reverse rules. -/
structure Op (m n : Nat) where
  /-- the operation -/
  forward : Vec m → Vec n
  /-- the forward rule: the change of the result when the argument `x` changes by `dx` -/
  jvp : Vec m → Vec m → Vec n
  /-- the reverse rule: the gradient at the argument `x` that belongs to the gradient `δ` at the result -/
  vjp : Vec m → Vec n → Vec m
  /-- the reverse rule is the adjoint of the forward rule, at every point -/
  inner_jvp : ∀ x dx δ, ⟪jvp x dx, δ⟫ = ⟪dx, vjp x δ⟫

namespace Op
variable {m n k : Nat}

/-- The forward rule at `x` as a continuous linear map. -/
noncomputable def jvpCLM (A : Op m n) (x : Vec m) : Vec m →L[ℝ] Vec n :=
  .ofAdjoint (A.jvp x) (A.vjp x) (A.inner_jvp x)

/-- At `x` the forward rule is the Fréchet derivative of the operation. -/
def CorrectAt (A : Op m n) (x : Vec m) : Prop := HasFDerivAt A.forward (A.jvpCLM x) x

/-- The forward rule is the Fréchet derivative of the operation, at every point. -/
def Correct (A : Op m n) : Prop := ∀ x, A.CorrectAt x

/-! ### Composition -/

/-- `B ∘ A`; the reverse rules are applied in the reverse order. -/
noncomputable def comp (B : Op n k) (A : Op m n) : Op m k where
  forward x := B.forward (A.forward x)
  jvp x dx := B.jvp (A.forward x) (A.jvp x dx)
  vjp x δ := A.vjp x (B.vjp (A.forward x) δ)
  inner_jvp _ _ _ := (B.inner_jvp _ _ _).trans (A.inner_jvp _ _ _)

/-- The composition of correct operations is correct. -/
theorem CorrectAt.comp {B : Op n k} {A : Op m n} {x : Vec m} (hB : B.CorrectAt (A.forward x))
    (hA : A.CorrectAt x) : (B.comp A).CorrectAt x :=
  (HasFDerivAt.comp hB hA).congr_fderiv fun _ => rfl

/-! ### Two results at once -/

/-- Both results, one after the other; the reverse rule adds the two gradients. -/
noncomputable def fork (A : Op m n) (B : Op m k) : Op m (n + k) where
  forward x := append (A.forward x) (B.forward x)
  jvp x dx := append (A.jvp x dx) (B.jvp x dx)
  vjp x δ := A.vjp x (head δ) + B.vjp x (tail δ)
  inner_jvp x dx δ := by rw [append_inner, A.inner_jvp, B.inner_jvp, inner_add]

/-- Two correct operations, side by side, are correct. -/
theorem CorrectAt.fork {A : Op m n} {B : Op m k} {x : Vec m} (hA : A.CorrectAt x) (hB : B.CorrectAt x) :
    (A.fork B).CorrectAt x := by
  refine hasFDerivAt_vec (Fin.addCases (fun i => ?_) fun j => ?_)
  · exact ((hasFDerivAt_vec_iff.mp hA i).congr fun y => (append_castAdd _ _ i).symm).congr_fderiv fun v =>
      (append_castAdd (A.jvp x v) (B.jvp x v) i).symm
  · exact ((hasFDerivAt_vec_iff.mp hB j).congr fun y => (append_natAdd _ _ j).symm).congr_fderiv fun v =>
      (append_natAdd (A.jvp x v) (B.jvp x v) j).symm

/-! ### Linear maps and translations -/

/-- A linear map `f` with its adjoint `g`. -/
def linear (f : Vec m → Vec n) (g : Vec n → Vec m) (h : ∀ x y, ⟪f x, y⟫ = ⟪x, g y⟫) : Op m n where
  forward := f
  jvp _ dx := f dx
  vjp _ δ := g δ
  inner_jvp _ := h

/-- A linear map is its own derivative. -/
theorem correct_linear {f : Vec m → Vec n} {g : Vec n → Vec m} (h : ∀ x y, ⟪f x, y⟫ = ⟪x, g y⟫) :
    (linear f g h).Correct :=
  (ContinuousLinearMap.ofAdjoint f g h).hasFDerivAt

/-- The identity. -/
def id (n : Nat) : Op n n := linear (fun x => x) (fun δ => δ) fun _ _ => rfl

/-- The identity is its own derivative. -/
theorem correct_id (n : Nat) : (id n).Correct := correct_linear _

/-- `x ↦ x + b` -/
noncomputable def translate (b : Vec n) : Op n n where
  forward x := x + b
  jvp _ dx := dx
  vjp _ δ := δ
  inner_jvp _ _ _ := rfl

/-- A translation has the identity as its derivative. -/
theorem correct_translate (b : Vec n) : (translate b).Correct := fun x =>
  ((hasFDerivAt_id x).add_const b).congr_fderiv fun _ => rfl

/-- The sum of the two halves of the argument. -/
noncomputable def add (n : Nat) : Op (n + n) n :=
  linear (fun z => head z + tail z) (fun δ => append δ δ) fun z δ => by rw [add_inner, inner_append]

/-- What the operation computes. -/
theorem add_forward (x y : Vec n) : (add n).forward (append x y) = x + y := by
  show head (append x y) + tail (append x y) = x + y
  rw [head_append, tail_append]

/-- Addition is linear. -/
theorem correct_add (n : Nat) : (add n).Correct := correct_linear _

/-- The difference of the two halves of the argument. -/
noncomputable def sub (n : Nat) : Op (n + n) n :=
  linear (fun z => head z - tail z) (fun δ => append δ (-δ)) fun z δ => by
    rw [sub_inner, inner_append, inner_neg, sub_eq_add_neg]

/-- What the operation computes. -/
theorem sub_forward (x y : Vec n) : (sub n).forward (append x y) = x - y := by
  show head (append x y) - tail (append x y) = x - y
  rw [head_append, tail_append]

/-- Subtraction is linear. -/
theorem correct_sub (n : Nat) : (sub n).Correct := correct_linear _

/-! ### Scalar functions, entry by entry -/

/-- The scalar function `f` applied to every entry, with `f'` as its derivative formula. -/
noncomputable def elementwise (n : Nat) (f f' : ℝ → ℝ) : Op n n where
  forward x := ⟨fun i => f (x.ofLp i)⟩
  jvp x dx := ⟨fun i => f' (x.ofLp i) * dx.ofLp i⟩
  vjp x δ := ⟨fun i => f' (x.ofLp i) * δ.ofLp i⟩
  inner_jvp x dx δ := Fin.sum_congr fun i => by
    show f' (x.ofLp i) * dx.ofLp i * δ.ofLp i = dx.ofLp i * (f' (x.ofLp i) * δ.ofLp i)
    exact ring

/-- An elementwise operation is correct where `f'` is the derivative of `f` at every entry. -/
theorem correctAt_elementwise {f f' : ℝ → ℝ} {x : Vec n} (h : ∀ i, HasDerivAt f (f' (x.ofLp i)) (x.ofLp i)) :
    (elementwise n f f').CorrectAt x :=
  hasFDerivAt_vec fun i => (HasDerivAt.comp_hasFDerivAt (f := fun y : Vec n => y.ofLp i) (h i)
    (hasFDerivAt_coord i x)).congr_fderiv fun _ => rfl

/-! ### Products -/

/-- The product of the two halves of the argument, entry by entry. -/
noncomputable def mul (n : Nat) : Op (n + n) n where
  forward z := ⟨fun i => (head z).ofLp i * (tail z).ofLp i⟩
  jvp z dz := ⟨fun i => (head z).ofLp i * (tail dz).ofLp i + (tail z).ofLp i * (head dz).ofLp i⟩
  vjp z δ := append ⟨fun i => (tail z).ofLp i * δ.ofLp i⟩ ⟨fun i => (head z).ofLp i * δ.ofLp i⟩
  inner_jvp z dz δ := by
    refine Eq.trans ?_ (inner_append dz _ _).symm
    refine Eq.trans (Fin.sum_congr fun i => ?_) (Fin.sum_add_distrib _ _)
    show ((head z).ofLp i * (tail dz).ofLp i + (tail z).ofLp i * (head dz).ofLp i) * δ.ofLp i =
      (head dz).ofLp i * ((tail z).ofLp i * δ.ofLp i) + (tail dz).ofLp i * ((head z).ofLp i * δ.ofLp i)
    exact ring

/-- What the operation computes. -/
theorem mul_forward (x y : Vec n) : (mul n).forward (append x y) = ⟨fun i => x.ofLp i * y.ofLp i⟩ := by
  show (⟨fun i => (head (append x y)).ofLp i * (tail (append x y)).ofLp i⟩ : Vec n) = _
  rw [head_append, tail_append]

/-- The product rule. -/
theorem correct_mul (n : Nat) : (mul n).Correct := fun z =>
  hasFDerivAt_vec fun i => ((hasFDerivAt_coord (.castAdd n i) z).mul
    (hasFDerivAt_coord (.natAdd n i) z)).congr_fderiv fun _ => rfl

/-! ### What correctness means for gradients, and that it leaves no choice -/

/-- The derivative of `⟪A x, δ⟫` in the direction `v` is `⟪v, vjp x δ⟫`: the VJP is the gradient of `⟪A x,
δ⟫`. -/
theorem CorrectAt.hasDerivAt_inner {A : Op m n} {x : Vec m} (h : A.CorrectAt x) (v : Vec m) (δ : Vec n) :
    HasDerivAt (fun t => ⟪A.forward (x + t • v), δ⟫) ⟪v, A.vjp x δ⟫ 0 :=
  A.inner_jvp x v δ ▸ HasFDerivAt.hasDerivAt_inner (f' := A.jvpCLM x) h v δ

/-- The coordinates of the VJP are the partial derivatives of `⟪A x, δ⟫`. -/
theorem CorrectAt.hasDerivAt_partial {A : Op m n} {x : Vec m} (h : A.CorrectAt x) (δ : Vec n) (i : Fin m) :
    HasDerivAt (fun t => ⟪A.forward (x + t • basis i), δ⟫) ((A.vjp x δ).ofLp i) 0 :=
  basis_inner i (A.vjp x δ) ▸ h.hasDerivAt_inner (basis i) δ

/-- The VJP is the adjoint of the Fréchet derivative, in whatever way that was found. -/
theorem CorrectAt.inner_eq {A : Op m n} {x : Vec m} (h : A.CorrectAt x) {D : Vec m →L[ℝ] Vec n}
    (hD : HasFDerivAt A.forward D x) (dx : Vec m) (δ : Vec n) : ⟪D dx, δ⟫ = ⟪dx, A.vjp x δ⟫ := by
  rw [hD.unique h]
  exact A.inner_jvp x dx δ

/-- The rules are determined by the operation. -/
theorem CorrectAt.unique {A B : Op m n} {x : Vec m} (hA : A.CorrectAt x) (hB : B.CorrectAt x)
    (e : ∀ y, A.forward y = B.forward y) : A.jvp x = B.jvp x ∧ A.vjp x = B.vjp x := by
  have same : A.jvpCLM x = B.jvpCLM x := HasFDerivAt.unique hA (HasFDerivAt.congr hB fun y => (e y).symm)
  have jvp : A.jvp x = B.jvp x := congrArg ContinuousLinearMap.toFun same
  refine ⟨jvp, funext fun δ => ext_inner fun v => ?_⟩
  rw [inner_comm, ← A.inner_jvp, jvp, B.inner_jvp, inner_comm]

/-- Conversely to `correctAt_elementwise`: an elementwise operation is correct at `x` only if its derivative
formula is the derivative at every entry of `x`. -/
theorem hasDerivAt_of_elementwise {f f' : ℝ → ℝ} {x : Vec n} (h : (elementwise n f f').CorrectAt x)
    (i : Fin n) : HasDerivAt f (f' (x.ofLp i)) (x.ofLp i) := by
  -- along the line `x + t • basis i`, entry `i` is `f (x i + t)`
  have d := CorrectAt.hasDerivAt_partial h (basis i) i
  have along (t : ℝ) : ⟪(elementwise n f f').forward (x + t • basis i), basis i⟫ = f (x.ofLp i + t) := by
    rw [inner_basis]
    show f (x.ofLp i + t * (basis i).ofLp i) = f (x.ofLp i + t)
    rw [basis_self, mul_one]
  have value : ((elementwise n f f').vjp x (basis i)).ofLp i = f' (x.ofLp i) := by
    show f' (x.ofLp i) * (basis i).ofLp i = f' (x.ofLp i)
    rw [basis_self, mul_one]
  rw [value, funext along] at d
  -- shift the line back to `x i`
  have shift : HasDerivAt (fun y => y + -x.ofLp i) 1 (x.ofLp i) :=
    (hasDerivAt_id (x.ofLp i)).add_const (-x.ofLp i)
  have start : x.ofLp i + -x.ofLp i = 0 := add_neg_cancel _
  have back : (fun y => f (x.ofLp i + (y + -x.ofLp i))) = f :=
    funext fun y => congrArg f (show x.ofLp i + (y + -x.ofLp i) = y from ring)
  have k := HasDerivAt.comp (f := fun y => y + -x.ofLp i) (g := fun t => f (x.ofLp i + t))
    (start.symm ▸ d) shift
  rw [back, mul_one] at k
  exact k

end Op

end Proofs.Autograd
