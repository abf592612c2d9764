prelude
import NN.Proofs.Autograd.Rows
import NN.Spec.Activation.Normalise
/-!
# Normalisation nodes: RMS norm, layer norm, batch norm

RMS norm and layer norm act on every row of a matrix, that is over its last axis, batch norm on every column,
that is over the examples of a batch. Learned scales and offsets are nodes of their own
(`NN.Proofs.Autograd.Tape.Nodes.Broadcast`). The certificates hold at every context, for `0 < ε`.

## Implementation
Layer norm is RMS norm after subtracting the mean, so that its rules are compositions; all these rules are
symmetric: the VJP has the formula of the JVP.
-/

namespace Proofs.Autograd
open Spec Vec
open Activation.Math (rms)

/-! ### The operations on vectors -/

namespace Op

/-- `x i / √((∑ j, x j ^ 2) / n + ε)` -/
noncomputable def rmsNorm (n : Nat) (ε : ℝ) : Op n n where
  forward x := ⟨fun i => Activation.Math.rmsNorm ε x i⟩
  jvp x dx := ⟨fun i => (dx.ofLp i - Activation.Math.rmsNorm ε x i *
    ((∑ j, Activation.Math.rmsNorm ε x j * dx.ofLp j) / natCast ℝ n)) / rms ε x⟩
  vjp x δ := ⟨fun i => (δ.ofLp i - Activation.Math.rmsNorm ε x i *
    ((∑ j, Activation.Math.rmsNorm ε x j * δ.ofLp j) / natCast ℝ n)) / rms ε x⟩
  inner_jvp x dx δ := by
    -- both sides are `(∑ u v - (∑ y u) (∑ y v) / n) / r`
    have expand : ∀ (y u v : Fin n → ℝ) (c r : ℝ), ∑ i, (u i - y i * ((∑ j, y j * u j) / c)) / r * v i =
        ((∑ i, u i * v i) - (∑ i, y i * u i) * (∑ i, y i * v i) * c⁻¹) * r⁻¹ := fun y u v c r => by
      simp only [div_eq_mul_inv]
      generalize ∑ i, y i * u i = d
      rw [show (∑ i, u i * v i) - d * (∑ i, y i * v i) * c⁻¹ =
        (∑ i, u i * v i) + -(d * c⁻¹) * ∑ i, y i * v i from ring, Fin.mul_sum, ← Fin.sum_add_distrib,
          Fin.sum_mul]
      exact Fin.sum_congr fun i => ring
    refine (expand _ _ _ _ _).trans (Eq.trans ?_ ((expand _ _ _ _ _).symm.trans
      (Fin.sum_congr fun i => mul_comm _ _)))
    rw [mul_comm (∑ i, Activation.Math.rmsNorm ε x i * dx.ofLp i)]
    exact congrArg (fun t => (t - _) * _) (Fin.sum_congr fun i => mul_comm _ _)

/-- RMS norm is correct everywhere. -/
theorem correct_rmsNorm (n : Nat) {ε : ℝ} (hε : 0 < ε) : (rmsNorm n ε).Correct := fun x =>
  correctAt_of_differential fun i => Activation.Math.hasDifferentialAt_rmsNorm hε x i

/-- Subtracting the mean is its own adjoint. -/
theorem inner_center {n : Nat} (x y : Vec n) :
    ⟪Activation.Math.center x, y⟫ = ⟪x, Activation.Math.center y⟫ := by
  have expand : ∀ (u v : Fin n → ℝ) (c : ℝ), ∑ i, (u i - c) * v i = (∑ i, u i * v i) - c * ∑ i, v i :=
    fun u v c => by
      rw [sub_eq_add_neg, ← neg_mul, Fin.mul_sum, ← Fin.sum_add_distrib]
      exact Fin.sum_congr fun i => ring
  refine (expand _ _ _).trans (Eq.trans ?_ ((expand _ _ _).symm.trans (Fin.sum_congr fun i => mul_comm _ _)))
  rw [Activation.Math.mean, Activation.Math.mean, div_eq_mul_inv, div_eq_mul_inv,
    show ∑ i, y.ofLp i * x.ofLp i = ∑ i, x.ofLp i * y.ofLp i from Fin.sum_congr fun i => mul_comm _ _]
  exact ring

/-- The coordinates less their mean. -/
noncomputable def center (n : Nat) : Op n n :=
  linear Activation.Math.center Activation.Math.center inner_center

/-- Layer norm: RMS norm of the coordinates less their mean. -/
noncomputable def layerNorm (n : Nat) (ε : ℝ) : Op n n := (rmsNorm n ε).comp (center n)

/-- Layer norm is correct everywhere. -/
theorem correct_layerNorm (n : Nat) {ε : ℝ} (hε : 0 < ε) : (layerNorm n ε).Correct := fun x =>
  .comp (A := center n) (correct_rmsNorm n hε _) (correct_linear inner_center x)

end Op

/-! ### The nodes -/

namespace TapeNodes
variable {Γ : List Shape} {m n : Nat}

/-- RMS norm of every row of a matrix. -/
noncomputable def rmsNorm (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) : Node Γ
    (.dim m (.dim n .scalar)) :=
  Node.unary (τ := .dim m (.dim n .scalar)) idx (Op.rows m (Op.rmsNorm n ε))

/-- Entry `j` of row `i` of the result. -/
theorem rmsNorm_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (xV : CtxVec Γ) (i : Fin m)
    (j : Fin n) :
    ((rmsNorm idx ε).forward xV).ofLp (.rowMajor i j) = (CtxVec.get idx xV).ofLp (.rowMajor i j) /
      _root_.sqrt ((∑ l, (CtxVec.get idx xV).ofLp (.rowMajor i l) ^ 2) / natCast ℝ n + ε) :=
  Op.rows_forward_apply (Op.rmsNorm n ε) _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem rmsNorm_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (xV dxV : CtxVec Γ) (i : Fin m)
    (j : Fin n) : ((rmsNorm idx ε).jvp xV dxV).ofLp (.rowMajor i j) =
      ((CtxVec.get idx dxV).ofLp (.rowMajor i j) - Activation.Math.rmsNorm ε (row (CtxVec.get idx xV) i) j *
        ((∑ l, Activation.Math.rmsNorm ε (row (CtxVec.get idx xV) i) l *
          (CtxVec.get idx dxV).ofLp (.rowMajor i l)) / natCast ℝ n)) / rms ε (row (CtxVec.get idx xV) i) :=
  Op.rows_jvp_apply (Op.rmsNorm n ε) _ _ i j

/-- The gradient at entry `j` of row `i`. -/
theorem rmsNorm_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (xV : CtxVec Γ) (δ : Vec (n * m))
    (i : Fin m) (j : Fin n) : (CtxVec.get idx ((rmsNorm idx ε).vjp xV δ)).ofLp (.rowMajor i j) =
      (δ.ofLp (.rowMajor i j) - Activation.Math.rmsNorm ε (row (CtxVec.get idx xV) i) j *
        ((∑ l, Activation.Math.rmsNorm ε (row (CtxVec.get idx xV) i) l * δ.ofLp (.rowMajor i l)) /
          natCast ℝ n)) /
          rms ε (row (CtxVec.get idx xV) i) :=
  (Node.unary_vjp_apply (τ := .dim m (.dim n .scalar)) idx _ xV δ (.rowMajor i j)).trans
    (Op.rows_vjp_apply (Op.rmsNorm n ε) _ δ i j)

/-- `rmsNorm` is correct everywhere, for `0 < ε`. -/
theorem rmsNormFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (hε : 0 < ε) :
    NodeFDerivCorrect (rmsNorm idx ε) := fun _ =>
  Node.unary_correctAt (τ := .dim m (.dim n .scalar)) (Op.correctAt_rows fun _ => Op.correct_rmsNorm n hε _)

/-- A parameter for which `rmsNormFderiv` applies. -/
theorem exists_rmsNormFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) :
    ∃ ε, 0 < ε ∧ NodeFDerivCorrect (rmsNorm idx ε) :=
  ⟨1, zero_lt_one, rmsNormFderiv idx 1 zero_lt_one⟩

/-- Layer norm of every row of a matrix. -/
noncomputable def layerNorm (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) : Node Γ
    (.dim m (.dim n .scalar)) :=
  Node.unary (τ := .dim m (.dim n .scalar)) idx (Op.rows m (Op.layerNorm n ε))

/-- Entry `j` of row `i` of the result. -/
theorem layerNorm_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (xV : CtxVec Γ) (i : Fin m)
    (j : Fin n) : ((layerNorm idx ε).forward xV).ofLp (.rowMajor i j) =
      ((CtxVec.get idx xV).ofLp (.rowMajor i j) -
        (∑ l, (CtxVec.get idx xV).ofLp (.rowMajor i l)) / natCast ℝ n) /
        _root_.sqrt ((∑ l, ((CtxVec.get idx xV).ofLp (.rowMajor i l) -
          (∑ l', (CtxVec.get idx xV).ofLp (.rowMajor i l')) / natCast ℝ n) ^ 2) / natCast ℝ n + ε) :=
  Op.rows_forward_apply (Op.layerNorm n ε) _ i j

/-- Entry `j` of row `i` of the change of the result; the root is that of the variance plus `ε`. -/
theorem layerNorm_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (xV dxV : CtxVec Γ) (i : Fin m)
    (j : Fin n) : ((layerNorm idx ε).jvp xV dxV).ofLp (.rowMajor i j) =
      ((CtxVec.get idx dxV).ofLp (.rowMajor i j) -
          (∑ l, (CtxVec.get idx dxV).ofLp (.rowMajor i l)) / natCast ℝ n -
        Activation.Math.layerNorm ε (row (CtxVec.get idx xV) i) j *
          ((∑ l, Activation.Math.layerNorm ε (row (CtxVec.get idx xV) i) l *
            ((CtxVec.get idx dxV).ofLp (.rowMajor i l) -
              (∑ l', (CtxVec.get idx dxV).ofLp (.rowMajor i l')) / natCast ℝ n)) / natCast ℝ n)) /
        rms ε (Activation.Math.center (row (CtxVec.get idx xV) i)) :=
  Op.rows_jvp_apply (Op.layerNorm n ε) _ _ i j

/-- The gradient of layer norm of one row: the rule of RMS norm, and then the mean is subtracted. -/
noncomputable def layerNormVjp (ε : ℝ) (x δ : Vec n) : Vec n :=
  Activation.Math.center ⟨fun j => (δ.ofLp j - Activation.Math.layerNorm ε x j *
    ((∑ l, Activation.Math.layerNorm ε x l * δ.ofLp l) / natCast ℝ n)) / rms ε (Activation.Math.center x)⟩

/-- The gradient at entry `j` of row `i`. -/
theorem layerNorm_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (xV : CtxVec Γ) (δ : Vec (n * m))
    (i : Fin m) (j : Fin n) : (CtxVec.get idx ((layerNorm idx ε).vjp xV δ)).ofLp (.rowMajor i j) =
      (layerNormVjp ε (row (CtxVec.get idx xV) i) (row δ i)).ofLp j :=
  (Node.unary_vjp_apply (τ := .dim m (.dim n .scalar)) idx _ xV δ (.rowMajor i j)).trans
    (Op.rows_vjp_apply (Op.layerNorm n ε) _ δ i j)

/-- `layerNorm` is correct everywhere, for `0 < ε`. -/
theorem layerNormFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (hε : 0 < ε) :
    NodeFDerivCorrect (layerNorm idx ε) := fun _ =>
  Node.unary_correctAt (τ := .dim m (.dim n .scalar)) (Op.correctAt_rows fun _ => Op.correct_layerNorm n hε _)

/-- A parameter for which `layerNormFderiv` applies. -/
theorem exists_layerNormFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) :
    ∃ ε, 0 < ε ∧ NodeFDerivCorrect (layerNorm idx ε) :=
  ⟨1, zero_lt_one, layerNormFderiv idx 1 zero_lt_one⟩

/-- Batch norm: the columns of a matrix, less their means, divided by the roots of their variances plus `ε`.
-/
noncomputable def batchNorm (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) : Node Γ
    (.dim m (.dim n .scalar)) :=
  Node.unary (τ := .dim m (.dim n .scalar)) idx (Op.columns n (Op.layerNorm m ε))

/-- Entry `j` of row `i` of the result. -/
theorem batchNorm_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (xV : CtxVec Γ) (i : Fin m)
    (j : Fin n) : ((batchNorm idx ε).forward xV).ofLp (.rowMajor i j) =
      ((CtxVec.get idx xV).ofLp (.rowMajor i j) -
        (∑ l, (CtxVec.get idx xV).ofLp (.rowMajor l j)) / natCast ℝ m) /
        _root_.sqrt ((∑ l, ((CtxVec.get idx xV).ofLp (.rowMajor l j) -
          (∑ l', (CtxVec.get idx xV).ofLp (.rowMajor l' j)) / natCast ℝ m) ^ 2) / natCast ℝ m + ε) :=
  Op.columns_forward_apply (Op.layerNorm m ε) _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem batchNorm_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (xV dxV : CtxVec Γ) (i : Fin m)
    (j : Fin n) : ((batchNorm idx ε).jvp xV dxV).ofLp (.rowMajor i j) =
      ((CtxVec.get idx dxV).ofLp (.rowMajor i j) -
          (∑ l, (CtxVec.get idx dxV).ofLp (.rowMajor l j)) / natCast ℝ m -
        Activation.Math.layerNorm ε (column (CtxVec.get idx xV) j) i *
          ((∑ l, Activation.Math.layerNorm ε (column (CtxVec.get idx xV) j) l *
            ((CtxVec.get idx dxV).ofLp (.rowMajor l j) -
              (∑ l', (CtxVec.get idx dxV).ofLp (.rowMajor l' j)) / natCast ℝ m)) / natCast ℝ m)) /
        rms ε (Activation.Math.center (column (CtxVec.get idx xV) j)) :=
  Op.columns_jvp_apply (Op.layerNorm m ε) _ _ i j

/-- The gradient at entry `j` of row `i`. -/
theorem batchNorm_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (xV : CtxVec Γ) (δ : Vec (n * m))
    (i : Fin m) (j : Fin n) : (CtxVec.get idx ((batchNorm idx ε).vjp xV δ)).ofLp (.rowMajor i j) =
      (layerNormVjp ε (column (CtxVec.get idx xV) j) (column δ j)).ofLp i :=
  (Node.unary_vjp_apply (τ := .dim m (.dim n .scalar)) idx _ xV δ (.rowMajor i j)).trans
    (Op.columns_vjp_apply (Op.layerNorm m ε) _ δ i j)

/-- `batchNorm` is correct everywhere, for `0 < ε`. -/
theorem batchNormFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) (ε : ℝ) (hε : 0 < ε) :
    NodeFDerivCorrect (batchNorm idx ε) := fun _ =>
  Node.unary_correctAt (τ := .dim m (.dim n .scalar)) (Op.correctAt_columns fun _ =>
    Op.correct_layerNorm m hε _)

/-- A parameter for which `batchNormFderiv` applies. -/
theorem exists_batchNormFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) :
    ∃ ε, 0 < ε ∧ NodeFDerivCorrect (batchNorm idx ε) :=
  ⟨1, zero_lt_one, batchNormFderiv idx 1 zero_lt_one⟩

end TapeNodes

end Proofs.Autograd
