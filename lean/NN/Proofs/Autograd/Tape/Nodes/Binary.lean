prelude
import NN.Proofs.Autograd.Curried
/-!
# Nodes with two inputs: sum, difference, product, quotient

The two inputs `a` and `b` are entries of the same shape; they may be the same entry. The certificates of
`add`, `sub` and `mul` hold at every context, that of `div` where no entry of the divisor is zero.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-! ### Sum -/

/-- The sum of two entries of the context. -/
noncomputable def add (a b : Idx Γ s) : Node Γ s :=
  Node.curried a b (fun x y => ⟨fun i => x.ofLp i + y.ofLp i⟩)
    (fun _ _ dx dy => ⟨fun i => dx.ofLp i + dy.ofLp i⟩)
    (fun _ _ δ => ⟨fun i => δ.ofLp i⟩) (fun _ _ δ => ⟨fun i => δ.ofLp i⟩) fun _ _ dx dy δ => add_inner dx dy δ

/-- Coordinate `i` of the result. -/
theorem add_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((add a b).forward xV).ofLp i = (CtxVec.get a xV).ofLp i + (CtxVec.get b xV).ofLp i := rfl

/-- Coordinate `i` of the change of the result. -/
theorem add_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((add a b).jvp xV dxV).ofLp i = (CtxVec.get a dxV).ofLp i + (CtxVec.get b dxV).ofLp i := rfl

/-- What the gradient adds at the two inputs. -/
theorem add_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (add a b).vjp xV δ = CtxVec.single a ⟨fun i => δ.ofLp i⟩ + CtxVec.single b ⟨fun i => δ.ofLp i⟩ := rfl

/-- `add` is correct everywhere. -/
theorem addFderiv (a b : Idx Γ s) : NodeFDerivCorrect (add a b) := fun xV =>
  Node.correctAt_of_differential fun i =>
    (CtxVec.hasDifferentialAt_get a i xV).add (CtxVec.hasDifferentialAt_get b i xV)

/-! ### Difference -/

/-- The difference of two entries of the context. -/
noncomputable def sub (a b : Idx Γ s) : Node Γ s :=
  Node.curried a b (fun x y => ⟨fun i => x.ofLp i - y.ofLp i⟩)
    (fun _ _ dx dy => ⟨fun i => dx.ofLp i - dy.ofLp i⟩)
    (fun _ _ δ => ⟨fun i => δ.ofLp i⟩) (fun _ _ δ => ⟨fun i => -δ.ofLp i⟩) fun _ _ dx dy δ => by
      refine (sub_inner dx dy δ).trans (Eq.trans ?_ (congrArg (⟪dx, δ⟫ + ·) (inner_neg dy δ).symm))
      exact sub_eq_add_neg _ _

/-- Coordinate `i` of the result. -/
theorem sub_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((sub a b).forward xV).ofLp i = (CtxVec.get a xV).ofLp i - (CtxVec.get b xV).ofLp i := rfl

/-- Coordinate `i` of the change of the result. -/
theorem sub_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((sub a b).jvp xV dxV).ofLp i = (CtxVec.get a dxV).ofLp i - (CtxVec.get b dxV).ofLp i := rfl

/-- What the gradient adds at the two inputs. -/
theorem sub_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (sub a b).vjp xV δ = CtxVec.single a ⟨fun i => δ.ofLp i⟩ + CtxVec.single b ⟨fun i => -δ.ofLp i⟩ := rfl

/-- `sub` is correct everywhere. -/
theorem subFderiv (a b : Idx Γ s) : NodeFDerivCorrect (sub a b) := fun xV =>
  Node.correctAt_of_differential fun i =>
    (CtxVec.hasDifferentialAt_get a i xV).sub (CtxVec.hasDifferentialAt_get b i xV)

/-! ### Product -/

/-- The product of two entries of the context, coordinate by coordinate. -/
noncomputable def mul (a b : Idx Γ s) : Node Γ s :=
  Node.curried a b (fun x y => ⟨fun i => x.ofLp i * y.ofLp i⟩)
    (fun x y dx dy => ⟨fun i => x.ofLp i * dy.ofLp i + y.ofLp i * dx.ofLp i⟩)
    (fun _ y δ => ⟨fun i => y.ofLp i * δ.ofLp i⟩) (fun x _ δ => ⟨fun i => x.ofLp i * δ.ofLp i⟩)
    fun x y dx dy δ => by
      refine Eq.trans (Fin.sum_congr fun i => ?_) (Fin.sum_add_distrib _ _)
      show (x.ofLp i * dy.ofLp i + y.ofLp i * dx.ofLp i) * δ.ofLp i =
        dx.ofLp i * (y.ofLp i * δ.ofLp i) + dy.ofLp i * (x.ofLp i * δ.ofLp i)
      exact ring

/-- Coordinate `i` of the result. -/
theorem mul_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((mul a b).forward xV).ofLp i = (CtxVec.get a xV).ofLp i * (CtxVec.get b xV).ofLp i := rfl

/-- Coordinate `i` of the change of the result: the product rule. -/
theorem mul_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((mul a b).jvp xV dxV).ofLp i = (CtxVec.get a xV).ofLp i * (CtxVec.get b dxV).ofLp i +
      (CtxVec.get b xV).ofLp i * (CtxVec.get a dxV).ofLp i := rfl

/-- What the gradient adds at the two inputs. -/
theorem mul_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (mul a b).vjp xV δ = CtxVec.single a ⟨fun i => (CtxVec.get b xV).ofLp i * δ.ofLp i⟩ +
      CtxVec.single b ⟨fun i => (CtxVec.get a xV).ofLp i * δ.ofLp i⟩ := rfl

/-- `mul` is correct everywhere. -/
theorem mulFderiv (a b : Idx Γ s) : NodeFDerivCorrect (mul a b) := fun xV =>
  Node.correctAt_of_differential fun i =>
    (CtxVec.hasDifferentialAt_get a i xV).mul (CtxVec.hasDifferentialAt_get b i xV)

/-! ### Quotient -/

/-- The quotient of two entries of the context, coordinate by coordinate. -/
noncomputable def div (a b : Idx Γ s) : Node Γ s :=
  Node.curried a b (fun x y => ⟨fun i => x.ofLp i / y.ofLp i⟩)
    (fun x y dx dy => ⟨fun i => (dx.ofLp i - x.ofLp i / y.ofLp i * dy.ofLp i) / y.ofLp i⟩)
    (fun _ y δ => ⟨fun i => δ.ofLp i / y.ofLp i⟩)
    (fun x y δ => ⟨fun i => -(x.ofLp i / y.ofLp i * δ.ofLp i / y.ofLp i)⟩) fun x y dx dy δ => by
      refine Eq.trans (Fin.sum_congr fun i => ?_) (Fin.sum_add_distrib _ _)
      show (dx.ofLp i - x.ofLp i / y.ofLp i * dy.ofLp i) / y.ofLp i * δ.ofLp i =
        dx.ofLp i * (δ.ofLp i / y.ofLp i) + dy.ofLp i * -(x.ofLp i / y.ofLp i * δ.ofLp i / y.ofLp i)
      simp only [div_eq_mul_inv]
      exact ring

/-- Coordinate `i` of the result. -/
theorem div_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((div a b).forward xV).ofLp i = (CtxVec.get a xV).ofLp i / (CtxVec.get b xV).ofLp i := rfl

/-- Coordinate `i` of the change of the result: the quotient rule. -/
theorem div_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((div a b).jvp xV dxV).ofLp i = ((CtxVec.get a dxV).ofLp i -
      (CtxVec.get a xV).ofLp i / (CtxVec.get b xV).ofLp i * (CtxVec.get b dxV).ofLp i) /
        (CtxVec.get b xV).ofLp i := rfl

/-- What the gradient adds at the two inputs. -/
theorem div_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (div a b).vjp xV δ = CtxVec.single a ⟨fun i => δ.ofLp i / (CtxVec.get b xV).ofLp i⟩ +
      CtxVec.single b ⟨fun i => -((CtxVec.get a xV).ofLp i / (CtxVec.get b xV).ofLp i * δ.ofLp i /
        (CtxVec.get b xV).ofLp i)⟩ := rfl

/-- `div` is correct where no entry of the divisor is zero. -/
theorem divFderivAt (a b : Idx Γ s) (xV : CtxVec Γ) (hb : ∀ i : Fin s.size, (CtxVec.get b xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (div a b) xV :=
  Node.correctAt_of_differential fun i =>
    (CtxVec.hasDifferentialAt_get a i xV).div (CtxVec.hasDifferentialAt_get b i xV) (hb i)

/-- A context where `divFderivAt` applies. -/
theorem exists_divFderivAt (a b : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get b xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (div a b) xV := by
  have h : ∀ i : Fin s.size, (CtxVec.get b (CtxVec.const Γ 1)).ofLp i ≠ 0 := fun i => by
    rw [CtxVec.get_const]
    exact ne_of_gt zero_lt_one
  exact ⟨_, h, divFderivAt a b _ h⟩

end Proofs.Autograd.TapeNodes
