prelude
import NN.Proofs.Autograd.Rows
import NN.Spec.Activation.Softmax
/-!
# Softmax nodes

Softmax, log-softmax and log-sum-exp of a vector, and the softmax and log-softmax of every row of a matrix,
that is over its last axis. All certificates hold at every context.

## Implementation
The operations on vectors are in the namespace `Proofs.Autograd.Op`, so that they can be applied to rows
(`Op.rows`).
-/

namespace Proofs.Autograd
open Spec Vec

/-! ### The operations on vectors -/

namespace Op

/-- The softmax of a vector. -/
noncomputable def softmax (n : Nat) : Op n n where
  forward x := ⟨fun i => Activation.Math.softmax x i⟩
  jvp x dx := ⟨fun i => Activation.Math.softmax x i * (dx.ofLp i -
    ∑ j, Activation.Math.softmax x j * dx.ofLp j)⟩
  vjp x δ := ⟨fun i => Activation.Math.softmax x i * (δ.ofLp i - ∑ j, Activation.Math.softmax x j * δ.ofLp j)⟩
  inner_jvp x dx δ := Activation.Math.sum_softmaxJvp_mul (Activation.Math.softmax x) dx.ofLp δ.ofLp

/-- The softmax is correct everywhere. -/
theorem correct_softmax (n : Nat) : (softmax n).Correct := fun x =>
  correctAt_of_differential fun i => HasDifferentialAt.softmax (fun j => hasDifferentialAt_coord j x) i

/-- The log-softmax of a vector. -/
noncomputable def logSoftmax (n : Nat) : Op n n where
  forward x := ⟨fun i => Activation.Math.logSoftmax x i⟩
  jvp x dx := ⟨fun i => dx.ofLp i - ∑ j, Activation.Math.softmax x j * dx.ofLp j⟩
  vjp x δ := ⟨fun i => δ.ofLp i - Activation.Math.softmax x i * ∑ j, δ.ofLp j⟩
  inner_jvp x dx δ := by
    show ∑ i, (dx.ofLp i - ∑ j, Activation.Math.softmax x j * dx.ofLp j) * δ.ofLp i =
      ∑ i, dx.ofLp i * (δ.ofLp i - Activation.Math.softmax x i * ∑ j, δ.ofLp j)
    have left : ∀ c : ℝ, ∑ i, (dx.ofLp i - c) * δ.ofLp i = (∑ i, dx.ofLp i * δ.ofLp i) - c * ∑ i, δ.ofLp i :=
      fun c => by
        rw [sub_eq_add_neg, ← neg_mul, Fin.mul_sum, ← Fin.sum_add_distrib]
        exact Fin.sum_congr fun i => ring
    have right : ∀ c : ℝ, ∑ i, dx.ofLp i * (δ.ofLp i - Activation.Math.softmax x i * c) =
        (∑ i, dx.ofLp i * δ.ofLp i) - (∑ i, Activation.Math.softmax x i * dx.ofLp i) * c := fun c => by
      rw [sub_eq_add_neg, ← mul_neg, Fin.sum_mul, ← Fin.sum_add_distrib]
      exact Fin.sum_congr fun i => ring
    rw [left, right]

/-- The log-softmax is correct everywhere. -/
theorem correct_logSoftmax (n : Nat) : (logSoftmax n).Correct := fun x =>
  correctAt_of_differential fun i => HasDifferentialAt.logSoftmax (fun j => hasDifferentialAt_coord j x) i

/-- The log-sum-exp of a vector; its gradient is the softmax. -/
noncomputable def logSumExp (n : Nat) : Op n 1 := ofGradient Activation.Math.logSumExp Activation.Math.softmax

/-- Log-sum-exp is correct everywhere. -/
theorem correct_logSumExp (n : Nat) : (logSumExp n).Correct := fun x =>
  correctAt_of_differential fun _ => HasDifferentialAt.logSumExp fun j => hasDifferentialAt_coord j x

end Op

/-! ### The nodes -/

namespace TapeNodes
variable {Γ : List Shape} {m n : Nat}

/-- The softmax of a vector. -/
noncomputable def softmax (idx : Idx Γ (.dim n .scalar)) : Node Γ (.dim n .scalar) :=
  Node.unary (τ := .dim n .scalar) idx (Op.softmax n)

/-- Coordinate `i` of the result. -/
theorem softmax_forward_apply (idx : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ) (i : Fin n) :
    ((softmax idx).forward xV).ofLp i =
      _root_.exp ((CtxVec.get idx xV).ofLp i) / ∑ j, _root_.exp ((CtxVec.get idx xV).ofLp j) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem softmax_jvp_apply (idx : Idx Γ (.dim n .scalar)) (xV dxV : CtxVec Γ) (i : Fin n) :
    ((softmax idx).jvp xV dxV).ofLp i = Activation.Math.softmax (CtxVec.get idx xV) i *
      ((CtxVec.get idx dxV).ofLp i -
        ∑ j, Activation.Math.softmax (CtxVec.get idx xV) j * (CtxVec.get idx dxV).ofLp j) := rfl

/-- The gradient at entry `j`. -/
theorem softmax_vjp_apply (idx : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ) (δ : Vec n) (j : Fin n) :
    (CtxVec.get idx ((softmax idx).vjp xV δ)).ofLp j = Activation.Math.softmax (CtxVec.get idx xV) j *
      (δ.ofLp j - ∑ i, Activation.Math.softmax (CtxVec.get idx xV) i * δ.ofLp i) :=
  Node.unary_vjp_apply (τ := .dim n .scalar) idx _ xV δ j

/-- `softmax` is correct everywhere. -/
theorem softmaxFderiv (idx : Idx Γ (.dim n .scalar)) : NodeFDerivCorrect (softmax idx) := fun _ =>
  Node.unary_correctAt (τ := .dim n .scalar) (Op.correct_softmax n _)

/-- The log-softmax of a vector. -/
noncomputable def logSoftmax (idx : Idx Γ (.dim n .scalar)) : Node Γ (.dim n .scalar) :=
  Node.unary (τ := .dim n .scalar) idx (Op.logSoftmax n)

/-- Coordinate `i` of the result. -/
theorem logSoftmax_forward_apply (idx : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ) (i : Fin n) :
    ((logSoftmax idx).forward xV).ofLp i =
      (CtxVec.get idx xV).ofLp i - _root_.log (∑ j, _root_.exp ((CtxVec.get idx xV).ofLp j)) := rfl

/-- Coordinate `i` of the change of the result. -/
theorem logSoftmax_jvp_apply (idx : Idx Γ (.dim n .scalar)) (xV dxV : CtxVec Γ) (i : Fin n) :
    ((logSoftmax idx).jvp xV dxV).ofLp i = (CtxVec.get idx dxV).ofLp i -
      ∑ j, Activation.Math.softmax (CtxVec.get idx xV) j * (CtxVec.get idx dxV).ofLp j := rfl

/-- The gradient at entry `j`. -/
theorem logSoftmax_vjp_apply (idx : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ) (δ : Vec n) (j : Fin n) :
    (CtxVec.get idx ((logSoftmax idx).vjp xV δ)).ofLp j =
      δ.ofLp j - Activation.Math.softmax (CtxVec.get idx xV) j * ∑ i, δ.ofLp i :=
  Node.unary_vjp_apply (τ := .dim n .scalar) idx _ xV δ j

/-- `logSoftmax` is correct everywhere. -/
theorem logSoftmaxFderiv (idx : Idx Γ (.dim n .scalar)) : NodeFDerivCorrect (logSoftmax idx) := fun _ =>
  Node.unary_correctAt (τ := .dim n .scalar) (Op.correct_logSoftmax n _)

/-- The logarithm of the sum of the exponentials of a vector. -/
noncomputable def logSumExp (idx : Idx Γ (.dim n .scalar)) : Node Γ .scalar :=
  Node.unary (τ := .scalar) idx (Op.logSumExp n)

/-- The result. -/
theorem logSumExp_forward_apply (idx : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ) (i : Fin 1) :
    ((logSumExp idx).forward xV).ofLp i = _root_.log (∑ j, _root_.exp ((CtxVec.get idx xV).ofLp j)) := rfl

/-- The change of the result. -/
theorem logSumExp_jvp_apply (idx : Idx Γ (.dim n .scalar)) (xV dxV : CtxVec Γ) (i : Fin 1) :
    ((logSumExp idx).jvp xV dxV).ofLp i =
      ∑ j, Activation.Math.softmax (CtxVec.get idx xV) j * (CtxVec.get idx dxV).ofLp j := rfl

/-- The gradient at entry `j`. -/
theorem logSumExp_vjp_apply (idx : Idx Γ (.dim n .scalar)) (xV : CtxVec Γ) (δ : Vec 1) (j : Fin n) :
    (CtxVec.get idx ((logSumExp idx).vjp xV δ)).ofLp j =
      Activation.Math.softmax (CtxVec.get idx xV) j * δ.ofLp (.last 0) :=
  Node.unary_vjp_apply (τ := .scalar) idx _ xV δ j

/-- `logSumExp` is correct everywhere. -/
theorem logSumExpFderiv (idx : Idx Γ (.dim n .scalar)) : NodeFDerivCorrect (logSumExp idx) := fun _ =>
  Node.unary_correctAt (τ := .scalar) (Op.correct_logSumExp n _)

/-- The softmax of every row of a matrix. -/
noncomputable def softmaxRows (idx : Idx Γ (.dim m (.dim n .scalar))) : Node Γ (.dim m (.dim n .scalar)) :=
  Node.unary (τ := .dim m (.dim n .scalar)) idx (Op.rows m (Op.softmax n))

/-- Entry `j` of row `i` of the result. -/
theorem softmaxRows_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (i : Fin m)
    (j : Fin n) :
    ((softmaxRows idx).forward xV).ofLp (.rowMajor i j) =
      _root_.exp ((CtxVec.get idx xV).ofLp (.rowMajor i j)) /
        ∑ l, _root_.exp ((CtxVec.get idx xV).ofLp (.rowMajor i l)) :=
  Op.rows_forward_apply (Op.softmax n) _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem softmaxRows_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV dxV : CtxVec Γ) (i : Fin m)
    (j : Fin n) :
    ((softmaxRows idx).jvp xV dxV).ofLp (.rowMajor i j) =
      Activation.Math.softmax (Vec.row (CtxVec.get idx xV) i) j * ((CtxVec.get idx dxV).ofLp (.rowMajor i j) -
        ∑ l, Activation.Math.softmax (Vec.row (CtxVec.get idx xV) i) l *
          (CtxVec.get idx dxV).ofLp (.rowMajor i l)) :=
  Op.rows_jvp_apply (Op.softmax n) _ _ i j

/-- The gradient at entry `j` of row `i`. -/
theorem softmaxRows_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (δ : Vec (n * m))
    (i : Fin m) (j : Fin n) : (CtxVec.get idx ((softmaxRows idx).vjp xV δ)).ofLp (.rowMajor i j) =
      Activation.Math.softmax (Vec.row (CtxVec.get idx xV) i) j * (δ.ofLp (.rowMajor i j) -
        ∑ l, Activation.Math.softmax (Vec.row (CtxVec.get idx xV) i) l * δ.ofLp (.rowMajor i l)) :=
  (Node.unary_vjp_apply (τ := .dim m (.dim n .scalar)) idx _ xV δ (.rowMajor i j)).trans
    (Op.rows_vjp_apply (Op.softmax n) _ δ i j)

/-- `softmaxRows` is correct everywhere. -/
theorem softmaxRowsFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) : NodeFDerivCorrect (softmaxRows idx) :=
  fun _ =>
  Node.unary_correctAt (τ := .dim m (.dim n .scalar)) (Op.correctAt_rows fun _ => Op.correct_softmax n _)

/-- The log-softmax of every row of a matrix. -/
noncomputable def logSoftmaxRows (idx : Idx Γ (.dim m (.dim n .scalar))) : Node Γ (.dim m (.dim n .scalar)) :=
  Node.unary (τ := .dim m (.dim n .scalar)) idx (Op.rows m (Op.logSoftmax n))

/-- Entry `j` of row `i` of the result. -/
theorem logSoftmaxRows_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (i : Fin m)
    (j : Fin n) : ((logSoftmaxRows idx).forward xV).ofLp (.rowMajor i j) =
      (CtxVec.get idx xV).ofLp (.rowMajor i j) -
        _root_.log (∑ l, _root_.exp ((CtxVec.get idx xV).ofLp (.rowMajor i l))) :=
  Op.rows_forward_apply (Op.logSoftmax n) _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem logSoftmaxRows_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV dxV : CtxVec Γ) (i : Fin m)
    (j : Fin n) : ((logSoftmaxRows idx).jvp xV dxV).ofLp (.rowMajor i j) =
      (CtxVec.get idx dxV).ofLp (.rowMajor i j) -
        ∑ l, Activation.Math.softmax (Vec.row (CtxVec.get idx xV) i) l *
          (CtxVec.get idx dxV).ofLp (.rowMajor i l) :=
  Op.rows_jvp_apply (Op.logSoftmax n) _ _ i j

/-- The gradient at entry `j` of row `i`. -/
theorem logSoftmaxRows_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (xV : CtxVec Γ) (δ : Vec (n * m))
    (i : Fin m) (j : Fin n) : (CtxVec.get idx ((logSoftmaxRows idx).vjp xV δ)).ofLp (.rowMajor i j) =
      δ.ofLp (.rowMajor i j) -
        Activation.Math.softmax (Vec.row (CtxVec.get idx xV) i) j * ∑ l, δ.ofLp (.rowMajor i l) :=
  (Node.unary_vjp_apply (τ := .dim m (.dim n .scalar)) idx _ xV δ (.rowMajor i j)).trans
    (Op.rows_vjp_apply (Op.logSoftmax n) _ δ i j)

/-- `logSoftmaxRows` is correct everywhere. -/
theorem logSoftmaxRowsFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) :
    NodeFDerivCorrect (logSoftmaxRows idx) := fun _ =>
  Node.unary_correctAt (τ := .dim m (.dim n .scalar)) (Op.correctAt_rows fun _ => Op.correct_logSoftmax n _)

end TapeNodes

end Proofs.Autograd
