prelude
import NN.Analysis.Trig.Arctan2
import NN.Proofs.Autograd.Tape.Nodes.BinaryFunctions
/-!
# The angle of two entries: atan2

`atan2 a b` is the angle of the point `(b, a)`, as PyTorch's `atan2`, coordinate by coordinate. Its certificate
holds off the half-line `a = 0`, `b ≤ 0`, where the angle jumps: where `max b |a|` is positive
(`max_abs_pos_iff`). That it is the angle is `hypot_mul_cos_arctan2` and `hypot_mul_sin_arctan2`.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- The angle of the point `(b, a)`, coordinate by coordinate. -/
noncomputable def atan2 (a b : Idx Γ s) : Node Γ s :=
  zipped arctan2 (fun y x => x / (x ^ 2 + y ^ 2)) (fun y x => -(y / (x ^ 2 + y ^ 2))) a b

/-- Coordinate `i` of the result. -/
theorem atan2_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin s.size) :
    ((atan2 a b).forward xV).ofLp i = arctan2 ((CtxVec.get a xV).ofLp i) ((CtxVec.get b xV).ofLp i) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem atan2_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((atan2 a b).jvp xV dxV).ofLp i =
      (CtxVec.get b xV).ofLp i / ((CtxVec.get b xV).ofLp i ^ 2 + (CtxVec.get a xV).ofLp i ^ 2) *
          (CtxVec.get a dxV).ofLp i +
        -((CtxVec.get a xV).ofLp i / ((CtxVec.get b xV).ofLp i ^ 2 + (CtxVec.get a xV).ofLp i ^ 2)) *
          (CtxVec.get b dxV).ofLp i := rfl

/-- What the gradient adds at the two inputs. -/
theorem atan2_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec s.size) :
    (atan2 a b).vjp xV δ =
      CtxVec.single a ⟨fun i => (CtxVec.get b xV).ofLp i /
          ((CtxVec.get b xV).ofLp i ^ 2 + (CtxVec.get a xV).ofLp i ^ 2) * δ.ofLp i⟩ +
        CtxVec.single b ⟨fun i => -((CtxVec.get a xV).ofLp i /
          ((CtxVec.get b xV).ofLp i ^ 2 + (CtxVec.get a xV).ofLp i ^ 2)) * δ.ofLp i⟩ := rfl

/-- `atan2` is correct where no point lies on the half-line `a = 0`, `b ≤ 0`. -/
theorem atan2FderivAt (a b : Idx Γ s) (xV : CtxVec Γ)
    (h : ∀ i : Fin s.size, 0 < max ((CtxVec.get b xV).ofLp i)
      (_root_.abs ((CtxVec.get a xV).ofLp i))) : NodeFDerivCorrectAt (atan2 a b) xV :=
  Node.correctAt_of_differential fun i =>
    (CtxVec.hasDifferentialAt_get a i xV).arctan2 (CtxVec.hasDifferentialAt_get b i xV) (h i)

/-- A context where `atan2FderivAt` applies. -/
theorem exists_atan2FderivAt (a b : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, 0 < max ((CtxVec.get b xV).ofLp i)
      (_root_.abs ((CtxVec.get a xV).ofLp i))) ∧ NodeFDerivCorrectAt (atan2 a b) xV := by
  have h : ∀ i : Fin s.size, 0 < max ((CtxVec.get b (CtxVec.const Γ 1)).ofLp i)
      (_root_.abs ((CtxVec.get a (CtxVec.const Γ 1)).ofLp i)) := fun i =>
    max_abs_pos_iff.mpr (Or.inr (by rw [CtxVec.get_const]; exact zero_lt_one))
  exact ⟨_, h, atan2FderivAt a b _ h⟩

end Proofs.Autograd.TapeNodes
