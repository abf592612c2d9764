prelude
import NN.Proofs.Autograd.Tape.Nodes.BinaryFunctions
import NN.Spec.Activation.Erf
import NN.Spec.Activation.LeakyRelu
import NN.Spec.Activation.Relu
import NN.Spec.Activation.Silu
/-!
# Gated units, and the rectified linear unit with a slope that is learnt

`glu`, `swiGlu`, `geGlu` multiply one input with an activation of the other, coordinate by coordinate; their
certificates hold at every context. `prelu` is the leaky rectified linear unit whose slope is an input too; its
certificate holds where no entry of the first input is zero.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- What is multiplied with a function of the other input is differentiated by the product rule. -/
theorem zipped_gate {f g : ℝ → ℝ} {f' g' : ℝ → ℝ} (hf : ∀ x, HasDerivAt f (f' x) x)
    (hg : ∀ x, HasDerivAt g (g' x) x) (a b : Idx Γ s) :
    NodeFDerivCorrect (zipped (fun x y => f x * g y) (fun x y => f' x * g y) (fun x y => f x * g' y) a b) :=
  fun xV => Node.correctAt_of_differential fun i =>
    (((CtxVec.hasDifferentialAt_get a i xV).scalar (hf _)).mul
      ((CtxVec.hasDifferentialAt_get b i xV).scalar (hg _))).congr fun v => by
        show f _ * (g' _ * _) + g _ * (f' _ * _) = f' _ * g _ * _ + f _ * g' _ * _
        exact ring

/-- The gated linear unit `a sigmoid b`, coordinate by coordinate. -/
noncomputable def glu (a b : Idx Γ s) : Node Γ s :=
  zipped (fun x y => x * Activation.Math.sigmoid y) (fun _ y => 1 * Activation.Math.sigmoid y)
    (fun x y => x * Activation.Math.sigmoidDeriv y) a b

/-- `glu` is correct everywhere. -/
theorem gluFderiv (a b : Idx Γ s) : NodeFDerivCorrect (glu a b) :=
  zipped_gate hasDerivAt_id Activation.Math.hasDerivAt_sigmoid a b

/-- SwiGLU without its matrices: `silu a * b`, coordinate by coordinate. -/
noncomputable def swiGlu (a b : Idx Γ s) : Node Γ s :=
  zipped (fun x y => Activation.Math.silu x * y) (fun x y => Activation.Math.siluDeriv x * y)
    (fun x _ => Activation.Math.silu x * 1) a b

/-- `swiGlu` is correct everywhere. -/
theorem swiGluFderiv (a b : Idx Γ s) : NodeFDerivCorrect (swiGlu a b) :=
  zipped_gate Activation.Math.hasDerivAt_silu hasDerivAt_id a b

/-- GeGLU without its matrices, with the exact GELU: `gelu a * b`, coordinate by coordinate. -/
noncomputable def geGlu (a b : Idx Γ s) : Node Γ s :=
  zipped (fun x y => Activation.Math.geluErf x * y) (fun x y => Activation.Math.geluErfDeriv x * y)
    (fun x _ => Activation.Math.geluErf x * 1) a b

/-- `geGlu` is correct everywhere. -/
theorem geGluFderiv (a b : Idx Γ s) : NodeFDerivCorrect (geGlu a b) :=
  zipped_gate Activation.Math.hasDerivAt_geluErf hasDerivAt_id a b

/-! ### A slope that is an input -/

/-- The leaky rectified linear unit in terms of the rectified linear unit. -/
theorem leakyRelu_eq (α x : ℝ) :
    Activation.Math.leakyRelu α x = Activation.Math.relu x + α * (x - Activation.Math.relu x) := by
  rcases lt_or_le 0 x with h | h
  · rw [Activation.Math.leakyRelu_of_nonneg α (le_of_lt h), Activation.Math.relu_of_nonneg (le_of_lt h)]
    exact ring
  · rw [Activation.Math.leakyRelu_of_nonpos α h, Activation.Math.relu_of_nonpos h]
    exact ring

open Classical in
/-- `a` where it is positive, else `b a`: coordinate by coordinate. -/
noncomputable def prelu (a b : Idx Γ s) : Node Γ s :=
  zipped (fun x y => Activation.Math.leakyRelu y x) (fun x y => Activation.Math.leakyReluDeriv y x)
    (fun x _ => if 0 < x then 0 else x) a b

open Classical in
/-- `prelu` is correct where no entry of the first input is zero. -/
theorem preluFderivAt (a b : Idx Γ s) (xV : CtxVec Γ) (ha : ∀ i : Fin s.size, (CtxVec.get a xV).ofLp i ≠ 0) :
    NodeFDerivCorrectAt (prelu a b) xV :=
  Node.correctAt_of_differential fun i => by
    have x := CtxVec.hasDifferentialAt_get a i xV
    have r := HasDifferentialAt.scalar (f := fun y => (CtxVec.get a y).ofLp i) (x := xV)
      (Activation.Math.hasDerivAt_relu (ha i)) x
    have k := r.add ((CtxVec.hasDifferentialAt_get b i xV).mul (x.sub r))
    refine (k.congr_fun fun v => (leakyRelu_eq _ _).symm).congr fun v => ?_
    show Activation.Math.reluDeriv _ * _ + ((CtxVec.get b xV).ofLp i * (_ - Activation.Math.reluDeriv _ * _) +
      (_ - Activation.Math.relu _) * _) = Activation.Math.leakyReluDeriv _ _ * _ + (if _ then 0 else _) * _
    rcases lt_or_gt_of_ne (ha i).symm with h | h
    · rw [Activation.Math.reluDeriv, Activation.Math.leakyReluDeriv, if_pos h, if_pos h, if_pos h,
        Activation.Math.relu_of_nonneg (le_of_lt h)]
      exact ring
    · have n := not_lt.mpr (le_of_lt h)
      rw [Activation.Math.reluDeriv, Activation.Math.leakyReluDeriv, if_neg n, if_neg n, if_neg n,
        Activation.Math.relu_of_nonpos (le_of_lt h)]
      exact ring

/-- A context where `preluFderivAt` applies. -/
theorem exists_preluFderivAt (a b : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, (CtxVec.get a xV).ofLp i ≠ 0) ∧ NodeFDerivCorrectAt (prelu a b) xV := by
  have h : ∀ i : Fin s.size, (CtxVec.get a (CtxVec.const Γ 1)).ofLp i ≠ 0 := fun i => by
    rw [CtxVec.get_const]
    exact ne_of_gt zero_lt_one
  exact ⟨_, h, preluFderivAt a b _ h⟩

end Proofs.Autograd.TapeNodes
