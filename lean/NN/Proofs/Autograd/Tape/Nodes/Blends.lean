prelude
import NN.Proofs.Autograd.Curried
/-!
# Nodes with three inputs: lerp, addcmul, addcdiv

The three inputs are entries of the same shape; they may be the same entry. The certificates of `lerp` and
`addcmul` hold at every context, that of `addcdiv` where no entry of the divisor is zero.

## Main definitions

* `zipped₃ f fa fb fc a b c`: a function of three numbers, coordinate by coordinate, and its partial
  derivatives.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- A function of three numbers, coordinate by coordinate, with its partial derivatives. -/
noncomputable def zipped₃ (f fa fb fc : ℝ → ℝ → ℝ → ℝ) (a b c : Idx Γ s) : Node Γ s :=
  Node.curried₃ a b c (fun x y z => ⟨fun i => f (x.ofLp i) (y.ofLp i) (z.ofLp i)⟩)
    (fun x y z dx dy dz => ⟨fun i => fa (x.ofLp i) (y.ofLp i) (z.ofLp i) * dx.ofLp i +
      (fb (x.ofLp i) (y.ofLp i) (z.ofLp i) * dy.ofLp i + fc (x.ofLp i) (y.ofLp i) (z.ofLp i) * dz.ofLp i)⟩)
    (fun x y z δ => ⟨fun i => fa (x.ofLp i) (y.ofLp i) (z.ofLp i) * δ.ofLp i⟩)
    (fun x y z δ => ⟨fun i => fb (x.ofLp i) (y.ofLp i) (z.ofLp i) * δ.ofLp i⟩)
    (fun x y z δ => ⟨fun i => fc (x.ofLp i) (y.ofLp i) (z.ofLp i) * δ.ofLp i⟩) fun x y z dx dy dz δ => by
      refine Eq.trans (Fin.sum_congr fun i => ?_) ((Fin.sum_add_distrib _ _).trans
        (congrArg (_ + ·) (Fin.sum_add_distrib _ _)))
      show (fa (x.ofLp i) (y.ofLp i) (z.ofLp i) * dx.ofLp i + (fb (x.ofLp i) (y.ofLp i) (z.ofLp i) *
          dy.ofLp i +
        fc (x.ofLp i) (y.ofLp i) (z.ofLp i) * dz.ofLp i)) * δ.ofLp i =
          dx.ofLp i * (fa (x.ofLp i) (y.ofLp i) (z.ofLp i) * δ.ofLp i) +
            (dy.ofLp i * (fb (x.ofLp i) (y.ofLp i) (z.ofLp i) * δ.ofLp i) +
              dz.ofLp i * (fc (x.ofLp i) (y.ofLp i) (z.ofLp i) * δ.ofLp i))
      generalize fa (x.ofLp i) (y.ofLp i) (z.ofLp i) = p
      generalize fb (x.ofLp i) (y.ofLp i) (z.ofLp i) = q
      generalize fc (x.ofLp i) (y.ofLp i) (z.ofLp i) = r
      exact ring

/-! ### lerp -/

/-- `a + w (b - a)`, coordinate by coordinate: `a` for `w = 0`, `b` for `w = 1`. -/
noncomputable def lerp (a b w : Idx Γ s) : Node Γ s :=
  zipped₃ (fun x y z => x + z * (y - x)) (fun _ _ z => 1 - z)
    (fun _ _ z => z)
    (fun x y _ => y - x) a b w

/-- Coordinate `i` of the result. -/
theorem lerp_forward_apply (a b w : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((lerp a b w).forward xV).ofLp i =
      (CtxVec.get a xV).ofLp i + (CtxVec.get w xV).ofLp i * ((CtxVec.get b xV).ofLp i -
          (CtxVec.get a xV).ofLp i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem lerp_jvp_apply (a b w : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((lerp a b w).jvp xV dxV).ofLp i =
      (1 - (CtxVec.get w xV).ofLp i) * (CtxVec.get a dxV).ofLp i +
        (((CtxVec.get w xV).ofLp i) * (CtxVec.get b dxV).ofLp i +
          ((CtxVec.get b xV).ofLp i - (CtxVec.get a xV).ofLp i) * (CtxVec.get w dxV).ofLp i) := rfl

/-- What the gradient adds at the inputs. -/
theorem lerp_vjp_apply (a b w : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (lerp a b w).vjp xV δ =
      CtxVec.single a ⟨fun i => (1 - (CtxVec.get w xV).ofLp i) * δ.ofLp i⟩ +
        (CtxVec.single b ⟨fun i => ((CtxVec.get w xV).ofLp i) * δ.ofLp i⟩ +
          CtxVec.single w ⟨fun i => ((CtxVec.get b xV).ofLp i - (CtxVec.get a xV).ofLp i) *
              δ.ofLp i⟩) := rfl

/-- `lerp` is correct everywhere. -/
theorem lerpFderiv (a b w : Idx Γ s) : NodeFDerivCorrect (lerp a b w) := fun xV =>
  Node.correctAt_of_differential fun i =>
    ((CtxVec.hasDifferentialAt_get a i xV).add ((CtxVec.hasDifferentialAt_get w i xV).mul
        ((CtxVec.hasDifferentialAt_get b i xV).sub
        (CtxVec.hasDifferentialAt_get a i xV)))).congr fun v => by
      show _ + (_ * (_ - _) + (_ - _) * _) = (1 - _) * _ + (_ * _ + (_ - _) * _)
      exact ring

/-! ### addcmul -/

/-- `a + value b c`, coordinate by coordinate. -/
noncomputable def addcmul (a b c : Idx Γ s) (value : ℝ) : Node Γ s :=
  zipped₃ (fun x y z => x + value * (y * z)) (fun _ _ _ => 1)
    (fun _ _ z => value * z)
    (fun _ y _ => value * y) a b c

/-- Coordinate `i` of the result. -/
theorem addcmul_forward_apply (a b c : Idx Γ s) (value : ℝ) (xV : CtxVec Γ) (i : Fin s.size) :
    ((addcmul a b c value).forward xV).ofLp i =
      (CtxVec.get a xV).ofLp i + value * ((CtxVec.get b xV).ofLp i * (CtxVec.get c xV).ofLp i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem addcmul_jvp_apply (a b c : Idx Γ s) (value : ℝ) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((addcmul a b c value).jvp xV dxV).ofLp i =
      (1) * (CtxVec.get a dxV).ofLp i +
        ((value * (CtxVec.get c xV).ofLp i) * (CtxVec.get b dxV).ofLp i +
          (value * (CtxVec.get b xV).ofLp i) * (CtxVec.get c dxV).ofLp i) := rfl

/-- What the gradient adds at the inputs. -/
theorem addcmul_vjp_apply (a b c : Idx Γ s) (value : ℝ) (xV : CtxVec Γ) (δ : Vec s.size) :
    (addcmul a b c value).vjp xV δ =
      CtxVec.single a ⟨fun i => (1) * δ.ofLp i⟩ +
        (CtxVec.single b ⟨fun i => (value * (CtxVec.get c xV).ofLp i) * δ.ofLp i⟩ +
          CtxVec.single c ⟨fun i => (value * (CtxVec.get b xV).ofLp i) * δ.ofLp i⟩) := rfl

/-- `addcmul` is correct everywhere. -/
theorem addcmulFderiv (a b c : Idx Γ s) (value : ℝ) : NodeFDerivCorrect (addcmul a b c value) := fun xV =>
  Node.correctAt_of_differential fun i =>
    ((CtxVec.hasDifferentialAt_get a i xV).add (((CtxVec.hasDifferentialAt_get b i xV).mul
        (CtxVec.hasDifferentialAt_get c i xV)).const_mul value)).congr fun v => by
      show _ + value * (_ * _ + _ * _) = 1 * _ + (value * _ * _ + value * _ * _)
      exact ring

/-! ### addcdiv -/

/-- `a + value b / c`, coordinate by coordinate. -/
noncomputable def addcdiv (a b c : Idx Γ s) (value : ℝ) : Node Γ s :=
  zipped₃ (fun x y z => x + value * (y / z)) (fun _ _ _ => 1)
    (fun _ _ z => value / z)
    (fun _ y z => -(value * (y / z) / z)) a b c

/-- Coordinate `i` of the result. -/
theorem addcdiv_forward_apply (a b c : Idx Γ s) (value : ℝ) (xV : CtxVec Γ) (i : Fin s.size) :
    ((addcdiv a b c value).forward xV).ofLp i =
      (CtxVec.get a xV).ofLp i + value * ((CtxVec.get b xV).ofLp i / (CtxVec.get c xV).ofLp i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem addcdiv_jvp_apply (a b c : Idx Γ s) (value : ℝ) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((addcdiv a b c value).jvp xV dxV).ofLp i =
      (1) * (CtxVec.get a dxV).ofLp i +
        ((value / (CtxVec.get c xV).ofLp i) * (CtxVec.get b dxV).ofLp i +
          (-(value * ((CtxVec.get b xV).ofLp i / (CtxVec.get c xV).ofLp i) / (CtxVec.get c xV).ofLp i)) *
              (CtxVec.get c dxV).ofLp i) := rfl

/-- What the gradient adds at the inputs. -/
theorem addcdiv_vjp_apply (a b c : Idx Γ s) (value : ℝ) (xV : CtxVec Γ) (δ : Vec s.size) :
    (addcdiv a b c value).vjp xV δ =
      CtxVec.single a ⟨fun i => (1) * δ.ofLp i⟩ +
        (CtxVec.single b ⟨fun i => (value / (CtxVec.get c xV).ofLp i) * δ.ofLp i⟩ +
          CtxVec.single c ⟨fun i => (-(value * ((CtxVec.get b xV).ofLp i / (CtxVec.get c xV).ofLp i) /
              (CtxVec.get c xV).ofLp i)) * δ.ofLp i⟩) := rfl

/-- `addcdiv` is correct where no entry of `c` is zero. -/
theorem addcdivFderivAt (a b c : Idx Γ s) (value : ℝ) (xV : CtxVec Γ)
    (h : ∀ i : Fin s.size, (CtxVec.get c xV).ofLp i ≠ 0) : NodeFDerivCorrectAt (addcdiv a b c value) xV :=
  Node.correctAt_of_differential fun i =>
    ((CtxVec.hasDifferentialAt_get a i xV).add (((CtxVec.hasDifferentialAt_get b i xV).div
        (CtxVec.hasDifferentialAt_get c i xV) (h i)).const_mul value)).congr fun v => by
      show _ + value * ((_ - _ / _ * _) / _) = 1 * _ + (value / _ * _ + -(value * (_ / _) / _) * _)
      simp only [div_eq_mul_inv]
      exact ring

/-- A context where `addcdivFderivAt` applies. -/
theorem exists_addcdivFderivAt (a b c : Idx Γ s) (value : ℝ) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get c xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt
        (addcdiv a b c value) xV := by
  have h : ∀ i : Fin s.size, (CtxVec.get c (CtxVec.const Γ 1)).ofLp i ≠ 0 := fun i => by
    rw [CtxVec.get_const]
    exact ne_of_gt zero_lt_one
  exact ⟨_, h, addcdivFderivAt a b c value _ h⟩

/-- With the weight 1 it is `b`. -/
theorem lerp_one {a b w : Idx Γ s} {xV : CtxVec Γ} {i : Fin s.size} (one : (CtxVec.get w xV).ofLp i = 1) :
    ((lerp a b w).forward xV).ofLp i = (CtxVec.get b xV).ofLp i := by
  rw [lerp_forward_apply, one]
  exact ring

end Proofs.Autograd.TapeNodes
