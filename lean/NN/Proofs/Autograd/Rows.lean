prelude
import NN.Proofs.Autograd.Curried
/-!
# Gathering, and operations on every row

## Main definitions and results
- `Op.gather σ`: coordinate `i` of the result is coordinate `σ i` of the argument. Its reverse rule adds up
  the gradients of all `i` that read the same coordinate.
- `Vec.row x i`: a row of a matrix; `Op.rows m A`: the operation `A` on each of `m` rows, `Op.correctAt_rows`.
- `Op.columns n A`: the operation `A` on each of `n` columns, `Op.correctAt_columns`.
-/

/-- Row `i` of a matrix of `m` rows of `n` entries. -/
noncomputable def Vec.row {m n : Nat} (x : Vec (n * m)) (i : Fin m) : Vec n :=
  ⟨fun j => x.ofLp (.rowMajor i j)⟩

/-- Column `j` of a matrix of `m` rows of `n` entries. -/
noncomputable def Vec.column {m n : Nat} (x : Vec (n * m)) (j : Fin n) : Vec m :=
  ⟨fun i => x.ofLp (.rowMajor i j)⟩

namespace Proofs.Autograd
open Spec Vec

namespace Op
variable {m n k : Nat}

/-! ### Gathering -/

/-- The adjoint of `x ↦ x ∘ σ` adds up what belongs to the same coordinate. -/
theorem inner_gather (σ : Fin n → Fin m) (x : Vec m) (δ : Vec n) :
    ⟪⟨fun i => x.ofLp (σ i)⟩, δ⟫ = ⟪x, ⟨fun j => ∑ i, if (σ i).val = j.val then δ.ofLp i else 0⟩⟫ := by
  show ∑ i, x.ofLp (σ i) * δ.ofLp i = ∑ j, x.ofLp j * ∑ i, if (σ i).val = j.val then δ.ofLp i else 0
  refine Eq.trans ?_ ((Fin.sum_congr fun j => Fin.mul_sum _ _).trans (Fin.sum_comm _)).symm
  refine Fin.sum_congr fun i => ((Fin.sum_eq_single (σ i) fun j h => ?_).trans ?_).symm
  · rw [if_neg (show ¬(σ i).val = j.val from fun e => h e.symm), mul_zero]
  · rw [if_pos (show (σ i).val = (σ i).val from rfl)]

/-- Coordinate `i` of the result is coordinate `σ i` of the argument. -/
noncomputable def gather (σ : Fin n → Fin m) : Op m n :=
  linear (fun x => ⟨fun i => x.ofLp (σ i)⟩)
    (fun δ => ⟨fun j => ∑ i, if (σ i).val = j.val then δ.ofLp i else 0⟩) (inner_gather σ)

/-- Gathering is linear. -/
theorem correct_gather (σ : Fin n → Fin m) : (gather σ).Correct := correct_linear _

/-! ### Rows -/

/-- The operation `A` on every row of a matrix. -/
noncomputable def rows (m : Nat) (A : Op k n) : Op (k * m) (n * m) where
  forward x := ⟨Fin.flatten fun i => (A.forward (row x i)).ofLp⟩
  jvp x dx := ⟨Fin.flatten fun i => (A.jvp (row x i) (row dx i)).ofLp⟩
  vjp x δ := ⟨Fin.flatten fun i => (A.vjp (row x i) (row δ i)).ofLp⟩
  inner_jvp x dx δ := (flatten_inner _ δ).trans ((Fin.sum_congr fun i =>
    A.inner_jvp (row x i) (row dx i) (row δ i)).trans (inner_flatten dx _).symm)

/-- Entry `j` of row `i` of the result. -/
theorem rows_forward_apply (A : Op k n) (x : Vec (k * m)) (i : Fin m) (j : Fin n) :
    ((rows m A).forward x).ofLp (.rowMajor i j) = (A.forward (row x i)).ofLp j := Fin.flatten_rowMajor _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem rows_jvp_apply (A : Op k n) (x dx : Vec (k * m)) (i : Fin m) (j : Fin n) :
    ((rows m A).jvp x dx).ofLp (.rowMajor i j) = (A.jvp (row x i) (row dx i)).ofLp j :=
  Fin.flatten_rowMajor _ i j

/-- The gradient at entry `j` of row `i`. -/
theorem rows_vjp_apply (A : Op k n) (x : Vec (k * m)) (δ : Vec (n * m)) (i : Fin m) (j : Fin k) :
    ((rows m A).vjp x δ).ofLp (.rowMajor i j) = (A.vjp (row x i) (row δ i)).ofLp j :=
  Fin.flatten_rowMajor _ i j

/-- The operation on all rows is correct where it is correct at every row. -/
theorem correctAt_rows {A : Op k n} {x : Vec (k * m)} (h : ∀ i : Fin m, A.CorrectAt (row x i)) :
    (rows m A).CorrectAt x :=
  hasFDerivAt_vec (Fin.rowMajorCases fun i j => by
    have gathered : Op.CorrectAt (A.comp (gather fun j => Fin.rowMajor i j)) x :=
      .comp (A := gather fun j => Fin.rowMajor i j) (h i) (correct_gather _ x)
    exact ((hasFDerivAt_vec_iff.mp gathered j).congr fun y =>
      (rows_forward_apply A y i j).symm).congr_fderiv fun v => (rows_jvp_apply A x v i j).symm)

/-! ### Columns -/

/-- The operation `A` on every column of a matrix. -/
noncomputable def columns (n : Nat) (A : Op m k) : Op (n * m) (n * k) where
  forward x := ⟨Fin.flatten fun i j => (A.forward (column x j)).ofLp i⟩
  jvp x dx := ⟨Fin.flatten fun i j => (A.jvp (column x j) (column dx j)).ofLp i⟩
  vjp x δ := ⟨Fin.flatten fun i j => (A.vjp (column x j) (column δ j)).ofLp i⟩
  inner_jvp x dx δ := (flatten_inner _ δ).trans ((Fin.sum_comm _).trans ((Fin.sum_congr fun j =>
    A.inner_jvp (column x j) (column dx j) (column δ j)).trans ((Fin.sum_comm _).trans
      (inner_flatten dx _).symm)))

/-- Entry `j` of row `i` of the result. -/
theorem columns_forward_apply (A : Op m k) (x : Vec (n * m)) (i : Fin k) (j : Fin n) :
    ((columns n A).forward x).ofLp (.rowMajor i j) = (A.forward (column x j)).ofLp i :=
  Fin.flatten_rowMajor _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem columns_jvp_apply (A : Op m k) (x dx : Vec (n * m)) (i : Fin k) (j : Fin n) :
    ((columns n A).jvp x dx).ofLp (.rowMajor i j) = (A.jvp (column x j) (column dx j)).ofLp i :=
  Fin.flatten_rowMajor _ i j

/-- The gradient at entry `j` of row `i`. -/
theorem columns_vjp_apply (A : Op m k) (x : Vec (n * m)) (δ : Vec (n * k)) (i : Fin m) (j : Fin n) :
    ((columns n A).vjp x δ).ofLp (.rowMajor i j) = (A.vjp (column x j) (column δ j)).ofLp i :=
  Fin.flatten_rowMajor _ i j

/-- The operation on all columns is correct where it is correct at every column. -/
theorem correctAt_columns {A : Op m k} {x : Vec (n * m)} (h : ∀ j : Fin n, A.CorrectAt (column x j)) :
    (columns n A).CorrectAt x :=
  hasFDerivAt_vec (Fin.rowMajorCases fun i j => by
    have gathered : Op.CorrectAt (A.comp (gather fun i => Fin.rowMajor i j)) x :=
      .comp (A := gather fun i => Fin.rowMajor i j) (h j) (correct_gather _ x)
    exact ((hasFDerivAt_vec_iff.mp gathered i).congr fun y =>
      (columns_forward_apply A y i j).symm).congr_fderiv fun v => (columns_jvp_apply A x v i j).symm)

end Op

end Proofs.Autograd
