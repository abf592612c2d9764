prelude
import NN.Program.Basic
import NN.Proofs.Autograd.Tape.Hessian
/-!
# How the reverse rule of an operation changes: one theorem about all

`SecondAt A d x` says that along every curve through `x` the reverse rule of `A` is differentiated by `d`. It
is known as soon as the JVP can be differentiated at `x`, whatever the operation is; and if the JVP is given
by formulas, the rules of calculus for formulas say what `d` is.

## Main results
- `secondAt_of_differential`: from the differentials of the coordinates of the JVP, in the point.
- `secondAt_entries`: an operation whose JVP is given by entries (formulas, and sums of them over indices).
- `SecondAt.comp`, `SecondAt.fork`, `secondAt_product`, `secondAt_operation`: composition, pairing, products,
  linear maps.
- `SecondAt.unique`: there is only one `d`.
-/

namespace Proofs.Autograd
open Spec Vec
variable {m n k : Nat}

/-! ### From the derivative of the JVP -/

/-- A real function of a vector, along a curve. -/
theorem HasDerivAlong.scalar {f d : Vec m → ℝ} {c : ℝ → Vec m} {c' : Vec m} {t : ℝ}
    (h : HasDifferentialAt f d (c t)) (k : HasDerivAlong c c' t) :
    HasDerivAt (fun z => f (c z)) (d c') t := by
  obtain ⟨L, rfl, hL⟩ := h.exists_toFun
  have curve : HasFDerivAt c (ContinuousLinearMap.toSpanSingleton c') t :=
    hasFDerivAt_vec fun i => hasFDerivAt_iff_hasDerivAt.mpr (k i)
  refine hasFDerivAt_iff_hasDerivAt.mp ((hL.comp curve).congr_fderiv fun s => ?_)
  exact L.map_smul s c'

/-- How the reverse rule changes if the JVP in the direction `v` changes by `S x v dx` when `x` does by `dx`:
an entry of the gradient is the dot product of a column of the derivative and the cotangent. -/
noncomputable def jvpSecond (A : Op m n) (S : Vec m → Vec m → Vec m → Vec n) (x : Vec m) (δ : Vec n)
    (dx : Vec m) (dδ : Vec n) : Vec m :=
  ⟨fun j => ⟪S x (basis j) dx, δ⟫⟩ + A.vjp x dδ

/-- Whatever the operation is: where the coordinates of its JVP have differentials in the point, these say how
its reverse rule changes. -/
theorem secondAt_of_differential {A : Op m n} {S : Vec m → Vec m → Vec m → Vec n} {x : Vec m}
    (correct : A.CorrectAt x)
    (h : ∀ v i, HasDifferentialAt (fun y => (A.jvp y v).ofLp i) (fun w => (S x v w).ofLp i) x) :
    SecondAt A (jvpSecond A S) x where
  forward {c c' t} start along := by
    subst start
    exact HasDerivAlong.comp correct along
  vjp {c c' e e' t} start along k j := by
    subst start
    have entry : ∀ y δ, (A.vjp y δ).ofLp j = ⟪A.jvp y (basis j), δ⟫ := fun y δ => by
      rw [A.inner_jvp, basis_inner]
    have inner : HasDerivAt (fun z => ⟪A.jvp (c z) (basis j), e z⟫)
        (⟪S (c t) (basis j) c', e t⟫ + ⟪A.jvp (c t) (basis j), e'⟫) t := by
      rw [show ⟪S (c t) (basis j) c', e t⟫ + ⟪A.jvp (c t) (basis j), e'⟫ = _ from
        (Fin.sum_add_distrib _ _).symm]
      exact hasDerivAt_sum fun i => (HasDerivAlong.scalar (h (basis j) i) along).mul (k i)
    simp only [entry]
    refine inner.congr_deriv ?_
    show _ = ⟪S (c t) (basis j) c', e t⟫ + (A.vjp (c t) e').ofLp j
    rw [entry]

/-! ### Formulas -/

/-- The entries of a vector and of a constant behind it. -/
theorem hasDifferentialAt_read_append (x b : Vec m) (j : Nat) :
    HasDifferentialAt (fun y : Vec m => (append y b).read j)
      (fun w : Vec m => (append w (0 : Vec m)).read j) x :=
  HasDifferentialAt.sum fun l => HasDifferentialAt.mul_const _ (Fin.addCases
    (p := fun l => HasDifferentialAt (fun y : Vec m => (append y b).ofLp l)
      (fun w : Vec m => (append w (0 : Vec m)).ofLp l) x)
    (fun i => by
      simp only [append_castAdd]
      exact hasDifferentialAt_coord i x)
    (fun i => by
      simp only [append_natAdd]
      exact hasDifferentialAt_const _ x) l)

/-- How the JVP changes with the point, by the rules of calculus: the tangents of its entries in the changes
of the point, the direction kept. -/
noncomputable def entryBend (n : Nat) (F : Nat → Entry) (x v w : Vec m) : Vec n :=
  ⟨fun i => (F i.val).tangent (append x v).read (append w (0 : Vec m)).read⟩

/-- An operation whose JVP is given by entries of the point and the direction behind it: where the rules of
differentiation apply to them, they say how the reverse rule changes. -/
theorem secondAt_entries {A : Op m n} {F : Nat → Entry} {x : Vec m} (correct : A.CorrectAt x)
    (written : ∀ y v (i : Fin n), (A.jvp y v).ofLp i = (F i.val).eval (append y v).read)
    (ok : ∀ (v : Vec m) (i : Fin n), (F i.val).Ok (append x v).read) :
    SecondAt A (jvpSecond A (entryBend n F)) x :=
  secondAt_of_differential correct fun v i =>
    (Entry.hasDifferentialAt_of_ok (v := fun y : Vec m => (append y v).read)
      (d := fun w : Vec m => (append w (0 : Vec m)).read) (hasDifferentialAt_read_append x v) (F i.val)
      (ok v i)).congr_fun fun y => (written y v i).symm

/-! ### Composition -/

section
variable {A : Op m n} {x : Vec m} {d : Vec m → Vec n → Vec m → Vec n → Vec m}

/-- The chain rule: `B ∘ A`. -/
theorem SecondAt.comp {B : Op n k} {e : Vec n → Vec k → Vec n → Vec k → Vec n}
    (hB : SecondAt B e (A.forward x)) (hA : SecondAt A d x) : SecondAt (B.comp A) (fun x δ dx dδ =>
      d x (B.vjp (A.forward x) δ) dx (e (A.forward x) δ (A.jvp x dx) dδ)) x where
  forward start h := hB.forward (by rw [start]) (hA.forward start h)
  vjp {c c' f f' t} start h k := by
    have all := hA.vjp start h (hB.vjp (c := fun z => A.forward (c z)) (by rw [start]) (hA.forward start h) k)
    subst start
    exact all

/-- Both results at once: the gradients are added, and so are their changes. -/
theorem SecondAt.fork {B : Op m k} {e : Vec m → Vec k → Vec m → Vec k → Vec m} (hA : SecondAt A d x)
    (hB : SecondAt B e x) : SecondAt (A.fork B) (fun x δ dx dδ =>
      d x (head δ) dx (head dδ) + e x (tail δ) dx (tail dδ)) x where
  forward start h := (hA.forward start h).append (hB.forward start h)
  vjp start h k := (hA.vjp start h k.head).add (hB.vjp start h k.tail)

/-- Linear operations: the reverse rule does not depend on the point. -/
theorem secondAt_operation {f : Vec m → Vec n} {g : Vec n → Vec m} (adjoint : ∀ x y, ⟪f x, y⟫ = ⟪x, g y⟫)
    (x : Vec m) : SecondAt (Op.linear f g adjoint) (fun _ _ _ dδ => g dδ) x where
  forward _ h := h.linear adjoint
  vjp _ _ k := k.linear fun y x => by rw [inner_comm, ← adjoint, inner_comm]

/-- The product of the two halves of the argument, entry by entry. -/
theorem secondAt_product (z : Vec (n + n)) : SecondAt (Op.mul n) (fun z δ dz dδ =>
    append ⟨fun i => (tail dz).ofLp i * δ.ofLp i + (tail z).ofLp i * dδ.ofLp i⟩
      ⟨fun i => (head dz).ofLp i * δ.ofLp i + (head z).ofLp i * dδ.ofLp i⟩) z where
  forward {c c' t} start h i := by
    subst start
    refine ((h.head i).mul (h.tail i)).congr_deriv ?_
    show _ * _ + _ * _ = _ * _ + _ * _
    exact ring
  vjp {c c' e e' t} start h k := by
    subst start
    exact .append (fun i => (h.tail i).mul (k i)) fun i => (h.head i).mul (k i)

/-- There is only one: what the reverse rule changes by is determined by the operation's JVP. -/
theorem SecondAt.unique {e : Vec m → Vec n → Vec m → Vec n → Vec m} (h : SecondAt A d x) (k : SecondAt A e x)
    (δ : Vec n) (dx : Vec m) (dδ : Vec n) : d x δ dx dδ = e x δ dx dδ := by
  refine Vec.ext fun j => ?_
  have start : x + (0 : ℝ) • dx = x := by rw [zero_smul, AddCommGroup.add_zero]
  have cotangent : δ + (0 : ℝ) • dδ = δ := by rw [zero_smul, AddCommGroup.add_zero]
  have one := h.vjp (c := fun z => x + z • dx) (e := fun z => δ + z • dδ) start (.line x dx) (.line δ dδ) j
  have two := k.vjp (c := fun z => x + z • dx) (e := fun z => δ + z • dδ) start (.line x dx) (.line δ dδ) j
  rw [cotangent] at one two
  exact one.unique two

end

end Proofs.Autograd
