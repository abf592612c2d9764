prelude
import NN.Proofs.Autograd.Curried
import NN.Spec.Activation.Tanh
/-!
# The Elman cell

`elmanCell x h W U b` is `tanh (W x + U h + b)` of the input `x` and the state `h`, the step of a recurrent
network, with its weights as data; its certificate holds at every context. With weights that are learnt, and
unrolled over any number of steps, it is in `NN.Proofs.Autograd.Tape.Examples.Elman`.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {m n : Nat}

/-- What the hyperbolic tangent of the cell is taken of: `W x + U h + b`. -/
noncomputable def elmanSum (W : Fin m → Fin n → ℝ) (U : Fin m → Fin m → ℝ) (b : Fin m → ℝ) (x : Vec n)
    (h : Vec m) (i : Fin m) : ℝ :=
  (∑ j, W i j * x.ofLp j) + (∑ j, U i j * h.ofLp j) + b i

/-- The step of a recurrent network. -/
noncomputable def elmanCell (x : Idx Γ (.dim n .scalar)) (h : Idx Γ (.dim m .scalar)) (W : Fin m → Fin n → ℝ)
    (U : Fin m → Fin m → ℝ) (b : Fin m → ℝ) : Node Γ (.dim m .scalar) :=
  Node.curried (τ := .dim m .scalar) x h (fun u v => ⟨fun i => Activation.Math.tanh (elmanSum W U b u v i)⟩)
    (fun u v du dv => ⟨fun i => Activation.Math.tanhDeriv (elmanSum W U b u v i) *
      ((∑ j, W i j * du.ofLp j) + ∑ j, U i j * dv.ofLp j)⟩)
    (fun u v δ => ⟨fun j => ∑ i, W i j * (Activation.Math.tanhDeriv (elmanSum W U b u v i) * δ.ofLp i)⟩)
    (fun u v δ => ⟨fun j => ∑ i, U i j * (Activation.Math.tanhDeriv (elmanSum W U b u v i) * δ.ofLp i)⟩)
    fun u v du dv δ => by
      refine Eq.trans (Fin.sum_congr fun i => ?_) ((Fin.sum_add_distrib _ _).trans (congr (congrArg HAdd.hAdd
        (back W du fun i => Activation.Math.tanhDeriv (elmanSum W U b u v i) * δ.ofLp i))
        (back U dv fun i => Activation.Math.tanhDeriv (elmanSum W U b u v i) * δ.ofLp i)))
      exact ring
where
  /-- The adjoint of a matrix is its transpose. -/
  back {k : Nat} (M : Fin m → Fin k → ℝ) (u : Vec k) (δ : Fin m → ℝ) :
      ∑ i, (∑ j, M i j * u.ofLp j) * δ i = ∑ j, u.ofLp j * ∑ i, M i j * δ i := by
    simp only [Fin.mul_sum, Fin.sum_mul]
    rw [Fin.sum_comm]
    exact Fin.sum_congr fun j => Fin.sum_congr fun i => ring

/-- Coordinate `i` of the next state. -/
theorem elmanCell_forward_apply (x : Idx Γ (.dim n .scalar)) (h : Idx Γ (.dim m .scalar))
    (W : Fin m → Fin n → ℝ) (U : Fin m → Fin m → ℝ) (b : Fin m → ℝ) (xV : CtxVec Γ) (i : Fin m) :
    ((elmanCell x h W U b).forward xV).ofLp i = Activation.Math.tanh
      ((∑ j, W i j * (CtxVec.get x xV).ofLp j) + (∑ j, U i j * (CtxVec.get h xV).ofLp j) + b i) := rfl

/-- `elmanCell` is correct everywhere. -/
theorem elmanCellFderiv (x : Idx Γ (.dim n .scalar)) (h : Idx Γ (.dim m .scalar)) (W : Fin m → Fin n → ℝ)
    (U : Fin m → Fin m → ℝ) (b : Fin m → ℝ) : NodeFDerivCorrect (elmanCell x h W U b) := fun xV =>
  Node.correctAt_of_differential (τ := .dim m .scalar) fun i =>
    (HasDifferentialAt.scalar (f := fun y => elmanSum W U b (CtxVec.get x y) (CtxVec.get h y) i)
      (Activation.Math.hasDerivAt_tanh _)
      (((HasDifferentialAt.sum fun j => (CtxVec.hasDifferentialAt_get x j xV).const_mul (W i j)).add
        (HasDifferentialAt.sum fun j => (CtxVec.hasDifferentialAt_get h j xV).const_mul (U i j))).add
          (hasDifferentialAt_const (b i) xV))).congr fun v => by
            show _ * (_ + _ + 0) = _ * (_ + _)
            rw [add_zero]

end Proofs.Autograd.TapeNodes
