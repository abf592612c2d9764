prelude
import NN.Proofs.Autograd.Tape.Nodes.Normalisation
import NN.Proofs.Autograd.Tape.Nodes.Softmax
import NN.Proofs.Autograd.Tape.Second
/-!
# How the reverse rules of softmax and of the norms change

At every size, as formulas. `SecondAt.unique` says that there are no others.

## Main results
- `secondAt_softmax`, `secondAt_logSoftmax`, `secondAt_rmsNorm`, `secondAt_layerNorm`: of vectors.
- `SecondAt.rows`: of every row of a matrix, from that of one; `SecondAt.node`: of a node with one input.
- `secondAt_softmaxRows`, `secondAt_layerNormRows`: put together for nodes.
- `hasDerivAt_softmax_hvp`: the Hessian-vector product of the softmax.
-/

namespace Proofs.Autograd
open Spec Vec
variable {m n k : Nat}

/-! ### Softmax -/

/-- How the JVP of the softmax in the direction `v` changes along `w`. -/
noncomputable def softmaxBend (x v w : Vec n) : Vec n :=
  ⟨fun i => (v.ofLp i - ∑ j, Activation.Math.softmax x j * v.ofLp j) * ((Op.softmax n).jvp x w).ofLp i -
    Activation.Math.softmax x i * ∑ j, ((Op.softmax n).jvp x w).ofLp j * v.ofLp j⟩

/-- An average with the softmax as weights, and how it changes. -/
theorem hasDifferentialAt_softmax_average (x v : Vec n) :
    HasDifferentialAt (fun y : Vec n => ∑ j, Activation.Math.softmax y j * v.ofLp j)
      (fun w => ∑ j, ((Op.softmax n).jvp x w).ofLp j * v.ofLp j) x :=
  HasDifferentialAt.sum fun j =>
    (HasDifferentialAt.softmax (fun l => hasDifferentialAt_coord l x) j).mul_const _

/-- The softmax is differentiated twice everywhere. -/
theorem secondAt_softmax (x : Vec n) : SecondAt (Op.softmax n) (jvpSecond (Op.softmax n) softmaxBend) x :=
  secondAt_of_differential (Op.correct_softmax n x) fun v i =>
    ((HasDifferentialAt.softmax (fun l => hasDifferentialAt_coord l x) i).mul
      ((hasDifferentialAt_const (v.ofLp i) x).sub (hasDifferentialAt_softmax_average x v))).congr fun w => by
        show Activation.Math.softmax x i * (0 - ∑ j, ((Op.softmax n).jvp x w).ofLp j * v.ofLp j) +
          (v.ofLp i - ∑ j, Activation.Math.softmax x j * v.ofLp j) * ((Op.softmax n).jvp x w).ofLp i =
            (v.ofLp i - ∑ j, Activation.Math.softmax x j * v.ofLp j) * ((Op.softmax n).jvp x w).ofLp i -
              Activation.Math.softmax x i * ∑ j, ((Op.softmax n).jvp x w).ofLp j * v.ofLp j
        generalize ∑ j, ((Op.softmax n).jvp x w).ofLp j * v.ofLp j = a
        exact ring

/-- How the JVP of the log-softmax in the direction `v` changes along `w`: equally at every coordinate. -/
noncomputable def logSoftmaxBend (x v w : Vec n) : Vec n :=
  ⟨fun _ => 0 - ∑ j, ((Op.softmax n).jvp x w).ofLp j * v.ofLp j⟩

/-- The log-softmax is differentiated twice everywhere. -/
theorem secondAt_logSoftmax (x : Vec n) :
    SecondAt (Op.logSoftmax n) (jvpSecond (Op.logSoftmax n) logSoftmaxBend) x :=
  secondAt_of_differential (Op.correct_logSoftmax n x) fun v i =>
    (hasDifferentialAt_const (v.ofLp i) x).sub (hasDifferentialAt_softmax_average x v)

/-! ### Norms -/

/-- How the JVP of the RMS norm in the direction `v` changes along `w`: `y` is the norm, `r` the root that it
is divided by. -/
noncomputable def rmsNormBend (ε : ℝ) (x v w : Vec n) : Vec n :=
  let y := Activation.Math.rmsNorm ε x
  let dy := ((Op.rmsNorm n ε).jvp x w).ofLp
  let mean : ℝ := (∑ j, y j * v.ofLp j) / natCast ℝ n
  ⟨fun i => (0 - (y i * ((∑ j, dy j * v.ofLp j) / natCast ℝ n) + mean * dy i) -
    (v.ofLp i - y i * mean) / Activation.Math.rms ε x * ((∑ j, y j * w.ofLp j) / natCast ℝ n)) /
      Activation.Math.rms ε x⟩

/-- The root that the RMS norm divides by changes by the mean of `y j * w j`. -/
theorem hasDifferentialAt_rms {ε : ℝ} (hε : 0 < ε) (x : Vec n) :
    HasDifferentialAt (fun y => Activation.Math.rms ε y)
      (fun w => (∑ j, Activation.Math.rmsNorm ε x j * w.ofLp j) / natCast ℝ n) x := by
  refine (((HasDifferentialAt.sum fun j => (((hasDifferentialAt_coord j x).mul
    (hasDifferentialAt_coord j x)).congr_fun fun y => (ring : _ = y.ofLp j ^ 2))).div_const
      (natCast ℝ n)).add_const ε |>.sqrt (ne_of_gt (Activation.Math.mean_sq_add_pos hε x))).congr fun w => ?_
  show (∑ j, (x.ofLp j * w.ofLp j + x.ofLp j * w.ofLp j)) / natCast ℝ n / (2 * Activation.Math.rms ε x) = _
  have e : ∑ j, Activation.Math.rmsNorm ε x j * w.ofLp j =
      (∑ j, x.ofLp j * w.ofLp j) * (Activation.Math.rms ε x)⁻¹ := by
    simp only [Activation.Math.rmsNorm, div_eq_mul_inv]
    exact (Fin.sum_congr fun j => ring).trans (Fin.sum_mul _ _).symm
  rw [e, Fin.sum_add_distrib]
  generalize ∑ j, x.ofLp j * w.ofLp j = a
  simp only [div_eq_mul_inv, mul_inv]
  exact lin_eq (a * (natCast ℝ n)⁻¹ * (Activation.Math.rms ε x)⁻¹) two_mul_inv_two

/-- The RMS norm is differentiated twice everywhere, for `0 < ε`. -/
theorem secondAt_rmsNorm {ε : ℝ} (hε : 0 < ε) (x : Vec n) :
    SecondAt (Op.rmsNorm n ε) (jvpSecond (Op.rmsNorm n ε) (rmsNormBend ε)) x :=
  secondAt_of_differential (Op.correct_rmsNorm n hε x) fun v i =>
    ((hasDifferentialAt_const (v.ofLp i) x).sub ((Activation.Math.hasDifferentialAt_rmsNorm hε x i).mul
      ((HasDifferentialAt.sum fun j => (Activation.Math.hasDifferentialAt_rmsNorm hε x j).mul_const
        (v.ofLp j)).div_const (natCast ℝ n)))).div (hasDifferentialAt_rms hε x)
          (ne_of_gt (Activation.Math.rms_pos hε x))

/-- The layer norm is the RMS norm of what is left when the mean is subtracted. -/
theorem secondAt_layerNorm {ε : ℝ} (hε : 0 < ε) (x : Vec n) :
    SecondAt (Op.layerNorm n ε) (fun x δ dx dδ => Activation.Math.center (jvpSecond (Op.rmsNorm n ε)
      (rmsNormBend ε) (Activation.Math.center x) δ (Activation.Math.center dx) dδ)) x :=
  SecondAt.comp (A := Op.center n) (secondAt_rmsNorm hε _) (secondAt_operation Op.inner_center x)

/-! ### Rows and nodes -/

/-- Every row by itself. -/
noncomputable def rowsSecond (m : Nat) (d : Vec k → Vec n → Vec k → Vec n → Vec k) (x : Vec (k * m))
    (δ : Vec (n * m)) (dx : Vec (k * m)) (dδ : Vec (n * m)) : Vec (k * m) :=
  ⟨Fin.flatten fun i => (d (row x i) (row δ i) (row dx i) (row dδ i)).ofLp⟩

/-- An operation on every row, from how it is differentiated at each. -/
theorem SecondAt.rows {A : Op k n} {d : Vec k → Vec n → Vec k → Vec n → Vec k} {x : Vec (k * m)}
    (h : ∀ i : Fin m, SecondAt A d (row x i)) : SecondAt (Op.rows m A) (rowsSecond m d) x where
  forward {c c' t} start along := Fin.rowMajorCases fun i j => by
    show HasDerivAt (fun z => ((Op.rows m A).forward (c z)).ofLp (.rowMajor i j))
      (((Op.rows m A).jvp x c').ofLp (.rowMajor i j)) t
    simp only [Op.rows_forward_apply, Op.rows_jvp_apply]
    exact (h i).forward (c := fun z => row (c z) i) (c' := row c' i) (t := t) (by rw [start])
      (fun l => along (.rowMajor i l)) j
  vjp {c c' e e' t} start along alongδ := Fin.rowMajorCases fun i j => by
    show HasDerivAt (fun z => ((Op.rows m A).vjp (c z) (e z)).ofLp (.rowMajor i j))
      ((rowsSecond m d x (e t) c' e').ofLp (.rowMajor i j)) t
    simp only [Op.rows_vjp_apply]
    refine ((h i).vjp (c := fun z => row (c z) i) (c' := row c' i) (e := fun z => row (e z) i)
      (e' := row e' i) (t := t) (by rw [start]) (fun l => along (.rowMajor i l))
        (fun l => alongδ (.rowMajor i l)) j).congr_deriv ?_
    exact (Fin.flatten_rowMajor (fun i => (d (row x i) (row (e t) i) (row c' i) (row e' i)).ofLp) i j).symm

/-- A node with one input, from the operation that it applies. -/
theorem SecondAt.node {Γ : List Shape} {s τ : Shape} {idx : Idx Γ s} {A : Op s.size τ.size}
    {d : Vec s.size → Vec τ.size → Vec s.size → Vec τ.size → Vec s.size} {x : CtxVec Γ}
    (h : SecondAt A d (CtxVec.get idx x)) : SecondAt (Node.unary idx A : Node Γ τ) (fun x δ dx dδ =>
      CtxVec.single idx (d (CtxVec.get idx x) δ (CtxVec.get idx dx) dδ)) x :=
  SecondAt.comp (A := Op.get idx) h (secondAt_operation _ x)

section
variable {Γ : List Shape}

/-- The softmax of every row of a matrix. -/
theorem secondAt_softmaxRows (idx : Idx Γ (.dim m (.dim n .scalar))) (x : CtxVec Γ) :
    SecondAt (TapeNodes.softmaxRows idx) (fun x δ dx dδ => CtxVec.single idx (rowsSecond m
      (jvpSecond (Op.softmax n) softmaxBend) (CtxVec.get idx x) δ (CtxVec.get idx dx) dδ)) x :=
  SecondAt.node (τ := .dim m (.dim n .scalar)) (.rows fun _ => secondAt_softmax _)

/-- The layer norm of every row of a matrix. -/
theorem secondAt_layerNormRows (idx : Idx Γ (.dim m (.dim n .scalar))) {ε : ℝ} (hε : 0 < ε) (x : CtxVec Γ) :
    SecondAt (TapeNodes.layerNorm idx ε) (fun x δ dx dδ => CtxVec.single idx (rowsSecond m
      (fun x δ dx dδ => Activation.Math.center (jvpSecond (Op.rmsNorm n ε) (rmsNormBend ε)
        (Activation.Math.center x) δ (Activation.Math.center dx) dδ))
          (CtxVec.get idx x) δ (CtxVec.get idx dx) dδ)) x :=
  SecondAt.node (τ := .dim m (.dim n .scalar)) (.rows fun _ => secondAt_layerNorm hε _)

end

/-- The Hessian-vector product of the softmax: coordinate `j` of its gradient, along a line. -/
theorem hasDerivAt_softmax_hvp (x δ dx : Vec n) (j : Fin n) :
    HasDerivAt (fun z => ((Op.softmax n).vjp (x + z • dx) δ).ofLp j) ⟪softmaxBend x (basis j) dx, δ⟫ 0 := by
  have start : x + (0 : ℝ) • dx = x := by rw [zero_smul, AddCommGroup.add_zero]
  refine ((secondAt_softmax x).vjp (c := fun z => x + z • dx) (e := fun _ => δ) start (.line x dx) (.const δ)
    j).congr_deriv ?_
  show ⟪softmaxBend x (basis j) dx, δ⟫ + Activation.Math.softmax x j * ((0 : Vec n).ofLp j -
    ∑ l, Activation.Math.softmax x l * (0 : Vec n).ofLp l) = _
  rw [show ∑ l, Activation.Math.softmax x l * (0 : Vec n).ofLp l = 0 from
    Fin.sum_eq_zero fun l => mul_zero _, show (0 : Vec n).ofLp j = 0 from rfl, sub_self, mul_zero, add_zero]

end Proofs.Autograd
