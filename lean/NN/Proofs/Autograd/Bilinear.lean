prelude
import NN.Proofs.Autograd.Op
/-!
# Bilinear operations

An operation `B x y` of two vectors that has an adjoint in each of them is bilinear, and correct with the
product rule `dB = B dx y + B x dy`. Matrix-vector products with trainable weights, and dot products, are of
this kind.

## Main definitions and results
- `Op.bilinear B P Q`, `Op.correct_bilinear`: the operation on `Vec (m + n)`, with `x` in front of `y`.
- `Op.matVec m n`: `W x` for a matrix `W` of `m` rows of `n` entries, stored row by row, and both `W` and `x`
  arguments.
- `Op.inner n`: the dot product of the two halves of the argument.
-/

namespace Proofs.Autograd
open Vec

namespace Op
variable {m n k : Nat}

/-! ### The general case -/

section
variable {B : Vec m → Vec n → Vec k} {P : Vec n → Vec k → Vec m} {Q : Vec m → Vec k → Vec n}

/-- The operation `B x y` of the two parts `x`, `y` of the argument, with the adjoint `P y` of `B · y` and the
adjoint `Q x` of `B x ·`. -/
noncomputable def bilinear (B : Vec m → Vec n → Vec k) (P : Vec n → Vec k → Vec m) (Q : Vec m → Vec k → Vec n)
    (hP : ∀ x y δ, ⟪B x y, δ⟫ = ⟪x, P y δ⟫) (hQ : ∀ x y δ, ⟪B x y, δ⟫ = ⟪y, Q x δ⟫) : Op (m + n) k where
  forward z := B (head z) (tail z)
  jvp z dz := B (head dz) (tail z) + B (head z) (tail dz)
  vjp z δ := append (P (tail z) δ) (Q (head z) δ)
  inner_jvp z dz δ := by rw [add_inner, inner_append, hP, hQ (head z)]

/-- A bilinear operation is correct: the product rule. -/
theorem correct_bilinear (hP : ∀ x y δ, ⟪B x y, δ⟫ = ⟪x, P y δ⟫) (hQ : ∀ x y δ, ⟪B x y, δ⟫ = ⟪y, Q x δ⟫) :
    (bilinear B P Q hP hQ).Correct := fun z => by
  refine hasFDerivAt_vec fun i => ?_
  -- coordinate `i` is `⟪x, P y (basis i)⟫`, a sum of products of linear functions of `z`
  have coordinate : ∀ x y, ⟪x, P y (basis i)⟫ = (B x y).ofLp i := fun x y => by rw [← hP, inner_basis]
  let right : Vec (m + n) →L[ℝ] Vec m := .ofAdjoint (fun z => P (tail z) (basis i))
    (fun w => append 0 (Q w (basis i))) fun z w => by
      rw [inner_comm, coordinate, ← inner_basis, hQ, inner_append, inner_zero, zero_add]
  have sum := HasFDerivAt.sum fun j : Fin m => (hasFDerivAt_coord (.castAdd n j) z).mul
    ((hasFDerivAt_coord j (right z)).comp (right.hasFDerivAt z))
  refine (sum.congr fun y => coordinate (head y) (tail y)).congr_fderiv fun v => ?_
  rw [ContinuousLinearMap.sum_apply]
  show ∑ j, ((head z).ofLp j * (P (tail v) (basis i)).ofLp j +
      (P (tail z) (basis i)).ofLp j * (head v).ofLp j) =
    (B (head v) (tail z)).ofLp i + (B (head z) (tail v)).ofLp i
  rw [Fin.sum_add_distrib, ← coordinate, ← coordinate, inner_comm (head v), add_comm]
  rfl

end

/-! ### A matrix times a vector, both arguments -/

/-- `W x`, for a matrix of `m` rows of `n` entries that is stored row by row. -/
noncomputable def mulVec (W : Vec (n * m)) (x : Vec n) : Vec m :=
  ⟨fun i => ∑ j, W.ofLp (.rowMajor i j) * x.ofLp j⟩

/-- The matrix of the products `δ i * x j`. -/
noncomputable def outer (x : Vec n) (δ : Vec m) : Vec (n * m) := ⟨Fin.flatten fun i j => δ.ofLp i * x.ofLp j⟩

/-- Entry `j` of row `i`. -/
theorem outer_apply (x : Vec n) (δ : Vec m) (i : Fin m) (j : Fin n) :
    (outer x δ).ofLp (.rowMajor i j) = δ.ofLp i * x.ofLp j :=
  Fin.flatten_rowMajor _ i j

/-- `W` transposed, times `δ`. -/
noncomputable def vecMul (W : Vec (n * m)) (δ : Vec m) : Vec n :=
  ⟨fun j => ∑ i, W.ofLp (.rowMajor i j) * δ.ofLp i⟩

/-- The adjoint of `W ↦ W x`. -/
theorem inner_mulVec_outer (W : Vec (n * m)) (x : Vec n) (δ : Vec m) : ⟪mulVec W x, δ⟫ = ⟪W, outer x δ⟫ := by
  refine Eq.trans (Fin.sum_congr fun i => ?_)
    (Fin.sum_rowMajor (n := m) (k := n) fun l => W.ofLp l * (outer x δ).ofLp l).symm
  refine (Fin.sum_mul (δ.ofLp i) _).trans (Fin.sum_congr fun j => ?_)
  rw [outer_apply]
  exact ring

/-- The adjoint of `x ↦ W x`. -/
theorem inner_mulVec_vecMul (W : Vec (n * m)) (x : Vec n) (δ : Vec m) :
    ⟪mulVec W x, δ⟫ = ⟪x, vecMul W δ⟫ := by
  show ∑ i, (∑ j, W.ofLp (.rowMajor i j) * x.ofLp j) * δ.ofLp i =
    ∑ j, x.ofLp j * ∑ i, W.ofLp (.rowMajor i j) * δ.ofLp i
  simp only [Fin.mul_sum, Fin.sum_mul]
  rw [Fin.sum_comm]
  exact Fin.sum_congr fun j => Fin.sum_congr fun i => ring

/-- `W x` with both the matrix of `m` rows of `n` entries and the vector as arguments. -/
noncomputable def matVec (m n : Nat) : Op (n * m + n) m :=
  bilinear mulVec outer vecMul inner_mulVec_outer inner_mulVec_vecMul

/-- What the operation computes. -/
theorem matVec_forward (W : Vec (n * m)) (x : Vec n) : (matVec m n).forward (append W x) = mulVec W x := by
  show mulVec (head (append W x)) (tail (append W x)) = mulVec W x
  rw [head_append, tail_append]

/-- The matrix-vector product is correct in both arguments. -/
theorem correct_matVec (m n : Nat) : (matVec m n).Correct := correct_bilinear _ _

/-! ### The dot product -/

/-- The dot product of the two halves of the argument, as a vector of one entry. -/
noncomputable def inner (n : Nat) : Op (n + n) 1 :=
  bilinear (fun x y => ⟨fun _ => ⟪x, y⟫⟩) (fun y δ => δ.ofLp (.last 0) • y) (fun x δ => δ.ofLp (.last 0) • x)
    (fun x y δ => by
      rw [inner_smul]
      show 0 + ⟪x, y⟫ * δ.ofLp (.last 0) = _
      exact ring)
    (fun x y δ => by
      rw [inner_smul, inner_comm y]
      show 0 + ⟪x, y⟫ * δ.ofLp (.last 0) = _
      exact ring)

/-- What the operation computes. -/
theorem inner_forward (x y : Vec n) : (inner n).forward (append x y) = ⟨fun _ => ⟪x, y⟫⟩ := by
  show (⟨fun _ => ⟪head (append x y), tail (append x y)⟫⟩ : Vec 1) = ⟨fun _ => ⟪x, y⟫⟩
  rw [head_append, tail_append]

/-- The dot product is correct in both arguments. -/
theorem correct_inner (n : Nat) : (inner n).Correct := correct_bilinear _ _

end Op

end Proofs.Autograd
