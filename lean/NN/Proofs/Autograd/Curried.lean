prelude
import NN.Analysis.FDeriv.Differential
import NN.Analysis.Vec.Flatten
import NN.Proofs.Autograd.Node
/-!
# Nodes given by formulas

How the nodes with several inputs, and those whose result entries depend on many entries, are defined: by
formulas for the coordinates of the result, of the JVP and of the VJP, so that what a node computes holds by
definition.

## Main definitions and results
- `Op.correctAt_of_differential`, `Node.correctAt_of_differential`: correctness, one coordinate at a time.
- `Op.ofGradient f g`: a real function of a vector with the formula of its gradient.
- `Node.unary_vjp_apply`: the reverse rule of a node with one input, at that input.
- `Node.curried a b F J G₁ G₂`: a node of the two entries `a` and `b` of the context. Its reverse rule is
  `CtxVec.single a (G₁ ...) + CtxVec.single b (G₂ ...)`: what belongs to `a`, added to what belongs to `b`,
  also when both are the same entry. `CtxVec.get_add_single` reads it where they are not.
- `Node.curried₃` is the same for three entries, `CtxVec.get_add_single₃` reads its reverse rule.
- `Node.sumOf₂`, `Node.meanOf₂`, `Op.meanOf`: sums and means of a scalar function over the entries.
-/

namespace Proofs.Autograd
open Spec Vec

/-! ### Coordinates -/

/-- An operation is correct where the coordinates of its JVP are the differentials of its coordinates. -/
theorem Op.correctAt_of_differential {m n : Nat} {A : Op m n} {x : Vec m}
    (h : ∀ i, HasDifferentialAt (fun y => (A.forward y).ofLp i) (fun v => (A.jvp x v).ofLp i) x) :
    A.CorrectAt x :=
  hasFDerivAt_of_differential h

/-- A node is correct where the coordinates of its JVP are the differentials of its coordinates. -/
theorem Node.correctAt_of_differential {Γ : List Shape} {τ : Shape} {N : Node Γ τ} {xV : CtxVec Γ}
    (h : ∀ i, HasDifferentialAt (fun y => (N.forward y).ofLp i) (fun v => (N.jvp xV v).ofLp i) xV) :
    NodeFDerivCorrectAt N xV :=
  Op.CorrectAt.node (Op.correctAt_of_differential h)

/-- A node into matrices is correct where the entries of the matrices have the right differentials. -/
theorem Node.correctAt_matrix {Γ : List Shape} {m n : Nat} {N : Node Γ (.dim m (.dim n .scalar))}
    {xV : CtxVec Γ} {f d : CtxVec Γ → Fin m → Fin n → ℝ}
    (forward : ∀ y i j, (N.forward y).ofLp (.rowMajor i j) = f y i j)
    (jvp : ∀ v i j, (N.jvp xV v).ofLp (.rowMajor i j) = d v i j)
    (h : ∀ i j, HasDifferentialAt (fun y => f y i j) (fun v => d v i j) xV) : NodeFDerivCorrectAt N xV :=
  Node.correctAt_of_differential (Fin.rowMajorCases fun i j =>
    ((h i j).congr_fun fun y => (forward y i j).symm).congr fun v => (jvp v i j).symm)

/-- An entry of the context is its own differential, coordinate by coordinate. -/
theorem CtxVec.hasDifferentialAt_get {Γ : List Shape} {s : Shape} (a : Idx Γ s) (i : Fin s.size)
    (xV : CtxVec Γ) :
    HasDifferentialAt (fun y => (CtxVec.get a y).ofLp i) (fun v => (CtxVec.get a v).ofLp i) xV :=
  ((ContinuousLinearMap.coord i).comp (CtxVec.getCLM a)).hasDifferentialAt xV

/-- At its own place the reverse rule of a node with one input is that of the operation. -/
theorem Node.unary_vjp_apply {Γ : List Shape} {s τ : Shape} (idx : Idx Γ s) (A : Op s.size τ.size)
    (xV : CtxVec Γ) (δ : Vec τ.size) (j : Fin s.size) :
    (CtxVec.get idx ((Node.unary idx A : Node Γ τ).vjp xV δ)).ofLp j =
      (A.vjp (CtxVec.get idx xV) δ).ofLp j :=
  congrArg (fun v : Vec s.size => v.ofLp j) (CtxVec.get_single idx _)

/-! ### Different places of a context -/

/-- The two places are different. -/
inductive Idx.Apart : {Γ : List Shape} → {s t : Shape} → Idx Γ s → Idx Γ t → Prop where
  /-- the first entry and a later one -/
  | here_there {Γ : List Shape} {s t : Shape} (b : Idx Γ t) : Idx.Apart (.here : Idx (.cons s Γ) s) (.there b)
  /-- a later entry and the first one -/
  | there_here {Γ : List Shape} {s t : Shape} (a : Idx Γ s) : Idx.Apart (.there a) (.here : Idx (.cons t Γ) t)
  /-- two later entries -/
  | there_there {Γ : List Shape} {s t u : Shape} {a : Idx Γ s} {b : Idx Γ t} (h : Idx.Apart a b) :
    Idx.Apart (.there a : Idx (.cons u Γ) s) (.there b : Idx (.cons u Γ) t)

/-- The other way round. -/
theorem Idx.Apart.symm {Γ : List Shape} {s t : Shape} {a : Idx Γ s} {b : Idx Γ t} (h : Idx.Apart a b) :
    Idx.Apart b a := by
  induction h with
  | here_there b => exact .there_here b
  | there_here a => exact .here_there a
  | there_there _ ih => exact .there_there ih

/-- `get` is additive. -/
theorem CtxVec.get_add {Γ : List Shape} {s : Shape} (a : Idx Γ s) (x y : CtxVec Γ) :
    CtxVec.get a (x + y) = CtxVec.get a x + CtxVec.get a y :=
  (CtxVec.getCLM a).map_add x y

/-- Every entry of the zero vector is zero. -/
theorem CtxVec.get_zero {Γ : List Shape} {s : Shape} (a : Idx Γ s) : CtxVec.get a (0 : CtxVec Γ) = 0 :=
  (CtxVec.getCLM a).map_zero

/-- At other places `single b v` is zero. -/
theorem CtxVec.get_single_of_apart {Γ : List Shape} {s t : Shape} {a : Idx Γ s} {b : Idx Γ t}
    (h : Idx.Apart a b) (v : Vec t.size) : CtxVec.get a (CtxVec.single b v) = 0 := by
  induction h with
  | here_there b => exact CtxVec.get_here 0 (CtxVec.single b v)
  | there_here a => exact (CtxVec.get_there a v 0).trans (CtxVec.get_zero a)
  | there_there _ ih => exact (CtxVec.get_there _ 0 _).trans (ih v)

/-- The part of the gradient that belongs to one of two different places. -/
theorem CtxVec.get_add_single {Γ : List Shape} {s t : Shape} {a : Idx Γ s} {b : Idx Γ t} (h : Idx.Apart a b)
    (u : Vec s.size) (v : Vec t.size) : CtxVec.get a (CtxVec.single a u + CtxVec.single b v) = u ∧
      CtxVec.get b (CtxVec.single a u + CtxVec.single b v) = v := by
  rw [CtxVec.get_add, CtxVec.get_add, CtxVec.get_single, CtxVec.get_single, CtxVec.get_single_of_apart h,
    CtxVec.get_single_of_apart h.symm, AddCommGroup.add_zero, AddCommGroup.zero_add]
  exact ⟨rfl, rfl⟩

/-- The parts of the gradient that belong to three different places. -/
theorem CtxVec.get_add_single₃ {Γ : List Shape} {s t u : Shape} {a : Idx Γ s} {b : Idx Γ t} {c : Idx Γ u}
    (hab : Idx.Apart a b) (hac : Idx.Apart a c) (hbc : Idx.Apart b c) (x : Vec s.size) (y : Vec t.size)
    (z : Vec u.size) :
    CtxVec.get a (CtxVec.single a x + (CtxVec.single b y + CtxVec.single c z)) = x ∧
      CtxVec.get b (CtxVec.single a x + (CtxVec.single b y + CtxVec.single c z)) = y ∧
        CtxVec.get c (CtxVec.single a x + (CtxVec.single b y + CtxVec.single c z)) = z := by
  refine ⟨?_, ?_, ?_⟩
  · rw [CtxVec.get_add, CtxVec.get_add, CtxVec.get_single, CtxVec.get_single_of_apart hab,
      CtxVec.get_single_of_apart hac, AddCommGroup.add_zero, AddCommGroup.add_zero]
  · rw [CtxVec.get_add, CtxVec.get_single_of_apart hab.symm, (CtxVec.get_add_single hbc y z).1,
      AddCommGroup.zero_add]
  · rw [CtxVec.get_add, CtxVec.get_single_of_apart hac.symm, (CtxVec.get_add_single hbc y z).2,
      AddCommGroup.zero_add]

/-! ### Real functions of a vector -/

namespace Op
variable {n : Nat}

/-- The only coordinate of a dot product of vectors with one coordinate. -/
theorem inner_one (x y : Vec 1) : ⟪x, y⟫ = x.ofLp (.last 0) * y.ofLp (.last 0) := zero_add _

/-- A real function `f` of a vector, with the formula `g` of its gradient. -/
noncomputable def ofGradient (f : Vec n → ℝ) (g : Vec n → Fin n → ℝ) : Op n 1 where
  forward x := ⟨fun _ => f x⟩
  jvp x dx := ⟨fun _ => ∑ j, g x j * dx.ofLp j⟩
  vjp x δ := ⟨fun j => g x j * δ.ofLp (.last 0)⟩
  inner_jvp x dx δ := by
    rw [inner_one]
    exact (Fin.sum_mul _ _).trans (Fin.sum_congr fun j => ring)

/-- The mean of `f j` of entry `j`, with the formulas `f' j` of the derivatives. -/
noncomputable def meanOf (n : Nat) (f f' : Fin n → ℝ → ℝ) : Op n 1 where
  forward x := ⟨fun _ => (∑ j, f j (x.ofLp j)) / natCast ℝ n⟩
  jvp x dx := ⟨fun _ => (∑ j, f' j (x.ofLp j) * dx.ofLp j) / natCast ℝ n⟩
  vjp x δ := ⟨fun j => f' j (x.ofLp j) * δ.ofLp (.last 0) / natCast ℝ n⟩
  inner_jvp x dx δ := by
    rw [inner_one]
    simp only [div_eq_mul_inv]
    refine (mul_assoc _ _ _).trans ((Fin.sum_mul _ _).trans (Fin.sum_congr fun j => ?_))
    exact ring

/-- A mean is correct where each `f' j` is the derivative of `f j` at entry `j`. -/
theorem correctAt_meanOf {f f' : Fin n → ℝ → ℝ} {x : Vec n}
    (h : ∀ j, HasDerivAt (f j) (f' j (x.ofLp j)) (x.ofLp j)) : (meanOf n f f').CorrectAt x :=
  correctAt_of_differential fun _ =>
    (HasDifferentialAt.sum fun j => HasDifferentialAt.scalar (f := fun y : Vec n => y.ofLp j) (h j)
      (hasDifferentialAt_coord j x)).div_const _

end Op

/-! ### Two entries of the context -/

namespace Node
variable {Γ : List Shape} {s t τ : Shape}

/-- The node `F` of the entries `a` and `b`, with the forward rule `J x y dx dy` and the reverse rules
`G₁ x y δ` for the first and `G₂ x y δ` for the second entry. -/
noncomputable def curried (a : Idx Γ s) (b : Idx Γ t) (F : Vec s.size → Vec t.size → Vec τ.size)
    (J : Vec s.size → Vec t.size → Vec s.size → Vec t.size → Vec τ.size)
    (G₁ : Vec s.size → Vec t.size → Vec τ.size → Vec s.size)
    (G₂ : Vec s.size → Vec t.size → Vec τ.size → Vec t.size)
    (h : ∀ x y dx dy δ, ⟪J x y dx dy, δ⟫ = ⟪dx, G₁ x y δ⟫ + ⟪dy, G₂ x y δ⟫) : Node Γ τ where
  forward xV := F (CtxVec.get a xV) (CtxVec.get b xV)
  jvp xV dxV := J (CtxVec.get a xV) (CtxVec.get b xV) (CtxVec.get a dxV) (CtxVec.get b dxV)
  vjp xV δ := CtxVec.single a (G₁ (CtxVec.get a xV) (CtxVec.get b xV) δ) +
    CtxVec.single b (G₂ (CtxVec.get a xV) (CtxVec.get b xV) δ)
  inner_jvp xV dxV δ := by
    rw [inner_add, CtxVec.inner_single, CtxVec.inner_single]
    exact h _ _ _ _ _

/-- The node `F` of the entries `a`, `b` and `c`, with the forward rule `J` and the reverse rules `G₁`, `G₂`,
`G₃`. -/
noncomputable def curried₃ {u : Shape} (a : Idx Γ s) (b : Idx Γ t) (c : Idx Γ u)
    (F : Vec s.size → Vec t.size → Vec u.size → Vec τ.size)
    (J : Vec s.size → Vec t.size → Vec u.size → Vec s.size → Vec t.size → Vec u.size → Vec τ.size)
    (G₁ : Vec s.size → Vec t.size → Vec u.size → Vec τ.size → Vec s.size)
    (G₂ : Vec s.size → Vec t.size → Vec u.size → Vec τ.size → Vec t.size)
    (G₃ : Vec s.size → Vec t.size → Vec u.size → Vec τ.size → Vec u.size)
    (h : ∀ x y z dx dy dz δ,
      ⟪J x y z dx dy dz, δ⟫ = ⟪dx, G₁ x y z δ⟫ + (⟪dy, G₂ x y z δ⟫ + ⟪dz, G₃ x y z δ⟫)) : Node Γ τ where
  forward xV := F (CtxVec.get a xV) (CtxVec.get b xV) (CtxVec.get c xV)
  jvp xV dxV := J (CtxVec.get a xV) (CtxVec.get b xV) (CtxVec.get c xV)
    (CtxVec.get a dxV) (CtxVec.get b dxV) (CtxVec.get c dxV)
  vjp xV δ := CtxVec.single a (G₁ (CtxVec.get a xV) (CtxVec.get b xV) (CtxVec.get c xV) δ) +
    (CtxVec.single b (G₂ (CtxVec.get a xV) (CtxVec.get b xV) (CtxVec.get c xV) δ) +
      CtxVec.single c (G₃ (CtxVec.get a xV) (CtxVec.get b xV) (CtxVec.get c xV) δ))
  inner_jvp xV dxV δ := by
    rw [inner_add, inner_add, CtxVec.inner_single, CtxVec.inner_single, CtxVec.inner_single]
    exact h _ _ _ _ _ _ _

/-- The sum of a scalar function `f` over the pairs of entries, with the formulas of its partial derivatives.
-/
noncomputable def sumOf₂ (a b : Idx Γ s) (f f₁ f₂ : ℝ → ℝ → ℝ) : Node Γ .scalar :=
  curried a b (fun x y => ⟨fun _ => ∑ j, f (x.ofLp j) (y.ofLp j)⟩)
    (fun x y dx dy => ⟨fun _ => ∑ j, (f₁ (x.ofLp j) (y.ofLp j) * dx.ofLp j +
      f₂ (x.ofLp j) (y.ofLp j) * dy.ofLp j)⟩)
    (fun x y δ => ⟨fun j => f₁ (x.ofLp j) (y.ofLp j) * δ.ofLp (.last 0)⟩)
    (fun x y δ => ⟨fun j => f₂ (x.ofLp j) (y.ofLp j) * δ.ofLp (.last 0)⟩) fun x y dx dy δ => by
      refine (Op.inner_one _ δ).trans ((Fin.sum_mul _ _).trans (Eq.trans (Fin.sum_congr fun j => ?_)
        (Fin.sum_add_distrib _ _)))
      exact ring

/-- A sum is correct where `f` has the differential `f₁ dx + f₂ dy` at every pair of entries. -/
theorem correctAt_sumOf₂ {a b : Idx Γ s} {f f₁ f₂ : ℝ → ℝ → ℝ} {xV : CtxVec Γ}
    (h : ∀ j : Fin s.size, HasDifferentialAt (fun y : CtxVec Γ => f ((CtxVec.get a y).ofLp j)
      ((CtxVec.get b y).ofLp j)) (fun v => f₁ ((CtxVec.get a xV).ofLp j) ((CtxVec.get b xV).ofLp j) *
        (CtxVec.get a v).ofLp j + f₂ ((CtxVec.get a xV).ofLp j) ((CtxVec.get b xV).ofLp j) *
          (CtxVec.get b v).ofLp j) xV)
    :
    NodeFDerivCorrectAt (sumOf₂ a b f f₁ f₂) xV :=
  correctAt_of_differential fun _ => HasDifferentialAt.sum h

/-- The mean of a scalar function `f` over the pairs of entries, with the formulas of its partial derivatives.
-/
noncomputable def meanOf₂ (a b : Idx Γ s) (f f₁ f₂ : ℝ → ℝ → ℝ) : Node Γ .scalar :=
  curried a b (fun x y => ⟨fun _ => (∑ j, f (x.ofLp j) (y.ofLp j)) / natCast ℝ s.size⟩)
    (fun x y dx dy => ⟨fun _ => (∑ j, (f₁ (x.ofLp j) (y.ofLp j) * dx.ofLp j +
      f₂ (x.ofLp j) (y.ofLp j) * dy.ofLp j)) / natCast ℝ s.size⟩)
    (fun x y δ => ⟨fun j => f₁ (x.ofLp j) (y.ofLp j) * δ.ofLp (.last 0) / natCast ℝ s.size⟩)
    (fun x y δ => ⟨fun j => f₂ (x.ofLp j) (y.ofLp j) * δ.ofLp (.last 0) / natCast ℝ s.size⟩)
    fun x y dx dy δ => by
      simp only [div_eq_mul_inv]
      refine (Op.inner_one _ δ).trans ((mul_assoc _ _ _).trans ((Fin.sum_mul _ _).trans
        (Eq.trans (Fin.sum_congr fun j => ?_) (Fin.sum_add_distrib _ _))))
      exact ring

/-- A mean is correct where `f` has the differential `f₁ dx + f₂ dy` at every pair of entries. -/
theorem correctAt_meanOf₂ {a b : Idx Γ s} {f f₁ f₂ : ℝ → ℝ → ℝ} {xV : CtxVec Γ}
    (h : ∀ j : Fin s.size, HasDifferentialAt (fun y : CtxVec Γ => f ((CtxVec.get a y).ofLp j)
      ((CtxVec.get b y).ofLp j)) (fun v => f₁ ((CtxVec.get a xV).ofLp j) ((CtxVec.get b xV).ofLp j) *
        (CtxVec.get a v).ofLp j + f₂ ((CtxVec.get a xV).ofLp j) ((CtxVec.get b xV).ofLp j) *
          (CtxVec.get b v).ofLp j) xV)
    :
    NodeFDerivCorrectAt (meanOf₂ a b f f₁ f₂) xV :=
  correctAt_of_differential fun _ => (HasDifferentialAt.sum h).div_const _

end Node

end Proofs.Autograd
