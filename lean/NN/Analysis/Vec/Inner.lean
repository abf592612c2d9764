prelude
import NN.Analysis.ContinuousLinearMap
import NN.Analysis.Vec.Basic
/-!
# The dot product

`⟪x, y⟫ = ∑ i, x i * y i` on `Vec n`, and the principle on which all reverse rules rest: a map that has an
adjoint for the dot product is linear and bounded (`ContinuousLinearMap.ofAdjoint`).

## Main results
- `Vec.inner_basis`: the coordinates are the dot products with the unit vectors.
- `Vec.ext_inner`: vectors with the same dot products are equal.
- `Vec.abs_inner_le`: `|⟪x, y⟫| ≤ ‖x‖ ‖y‖`.
-/

namespace Vec
variable {m n : Nat}

/-- The dot product. -/
noncomputable def inner (x y : Vec n) : ℝ := ∑ i, x.ofLp i * y.ofLp i

@[inherit_doc] notation "⟪" x ", " y "⟫" => Vec.inner x y

/-! ### The dot product is bilinear and symmetric -/

/-- `⟪x, y⟫ = ⟪y, x⟫` -/
theorem inner_comm (x y : Vec n) : ⟪x, y⟫ = ⟪y, x⟫ := Fin.sum_congr fun _ => mul_comm _ _

/-- `⟪x, y + z⟫ = ⟪x, y⟫ + ⟪x, z⟫` -/
theorem inner_add (x y z : Vec n) : ⟪x, y + z⟫ = ⟪x, y⟫ + ⟪x, z⟫ :=
  (Fin.sum_congr fun i => mul_add (x.ofLp i) (y.ofLp i) (z.ofLp i)).trans (Fin.sum_add_distrib _ _)

/-- `⟪x, c • y⟫ = c * ⟪x, y⟫` -/
theorem inner_smul (c : ℝ) (x y : Vec n) : ⟪x, c • y⟫ = c * ⟪x, y⟫ :=
  ((Fin.mul_sum c _).trans (Fin.sum_congr fun i => mul_left_comm c (x.ofLp i) (y.ofLp i))).symm

/-- `⟪x, 0⟫ = 0` -/
theorem inner_zero (x : Vec n) : ⟪x, 0⟫ = 0 := Fin.sum_eq_zero fun i => mul_zero (x.ofLp i)

/-- `⟪x + y, z⟫ = ⟪x, z⟫ + ⟪y, z⟫` -/
theorem add_inner (x y z : Vec n) : ⟪x + y, z⟫ = ⟪x, z⟫ + ⟪y, z⟫ := by
  rw [inner_comm, inner_add, inner_comm z, inner_comm z]

/-- `⟪c • x, y⟫ = c * ⟪x, y⟫` -/
theorem smul_inner (c : ℝ) (x y : Vec n) : ⟪c • x, y⟫ = c * ⟪x, y⟫ := by
  rw [inner_comm, inner_smul, inner_comm]

/-- `⟪x, -y⟫ = -⟪x, y⟫` -/
theorem inner_neg (x y : Vec n) : ⟪x, -y⟫ = -⟪x, y⟫ := by
  rw [← neg_one_smul y, inner_smul, neg_mul, one_mul]

/-- `⟪-x, y⟫ = -⟪x, y⟫` -/
theorem neg_inner (x y : Vec n) : ⟪-x, y⟫ = -⟪x, y⟫ := by rw [inner_comm, inner_neg, inner_comm]

/-- `⟪x, y - z⟫ = ⟪x, y⟫ - ⟪x, z⟫` -/
theorem inner_sub (x y z : Vec n) : ⟪x, y - z⟫ = ⟪x, y⟫ - ⟪x, z⟫ := by
  rw [AddCommGroup.sub_eq_add_neg, inner_add, inner_neg, sub_eq_add_neg]

/-- `⟪x - y, z⟫ = ⟪x, z⟫ - ⟪y, z⟫` -/
theorem sub_inner (x y z : Vec n) : ⟪x - y, z⟫ = ⟪x, z⟫ - ⟪y, z⟫ := by
  rw [inner_comm, inner_sub, inner_comm z, inner_comm z]

/-- `⟪0, x⟫ = 0` -/
theorem zero_inner (x : Vec n) : ⟪0, x⟫ = 0 := by rw [inner_comm, inner_zero]

/-- `|⟪x, y⟫| ≤ ‖x‖ ‖y‖` -/
theorem abs_inner_le (x y : Vec n) : abs ⟪x, y⟫ ≤ ‖x‖ * ‖y‖ := by
  refine le_trans (Fin.abs_sum_le_sum_abs _) (le_trans (Fin.sum_le_sum fun i => ?_)
    (le_of_eq (Fin.mul_sum ‖x‖ fun i => abs (y.ofLp i)).symm))
  rw [abs_mul]
  exact mul_le_mul (abs_apply_le_norm x i) (le_refl _) (abs_nonneg _) (norm_nonneg x)

/-! ### Unit vectors -/

/-- The `i`th unit vector. -/
noncomputable def basis (i : Fin n) : Vec n := ⟨fun j => if j.val = i.val then 1 else 0⟩

/-- Coordinate `i` of the `i`th unit vector is 1. -/
theorem basis_self (i : Fin n) : (basis i).ofLp i = 1 := if_pos rfl

/-- The other coordinates are 0. -/
theorem basis_of_ne {i j : Fin n} (h : j.val ≠ i.val) : (basis i).ofLp j = 0 := if_neg h

/-- The dot product with a unit vector is the coordinate. -/
theorem inner_basis (x : Vec n) (i : Fin n) : ⟪x, basis i⟫ = x.ofLp i := by
  refine (Fin.sum_eq_single i fun j h => ?_).trans ?_
  · rw [basis_of_ne h, mul_zero]
  · rw [basis_self, mul_one]

/-- The dot product with a unit vector is the coordinate. -/
theorem basis_inner (i : Fin n) (x : Vec n) : ⟪basis i, x⟫ = x.ofLp i := by rw [inner_comm, inner_basis]

/-- Vectors that have the same dot product with every vector are equal. -/
theorem ext_inner {x y : Vec n} (h : ∀ δ, ⟪x, δ⟫ = ⟪y, δ⟫) : x = y :=
  ext fun i => by rw [← inner_basis x i, h, inner_basis]

end Vec

/-- A map with an adjoint for the dot product is linear and bounded. -/
noncomputable def ContinuousLinearMap.ofAdjoint {m n : Nat} (f : Vec m → Vec n) (g : Vec n → Vec m)
    (h : ∀ x y, ⟪f x, y⟫ = ⟪x, g y⟫) : Vec m →L[ℝ] Vec n where
  toFun := f
  map_add a b := Vec.ext_inner fun δ => by rw [h, Vec.add_inner, Vec.add_inner, h, h]
  map_smul c a := Vec.ext_inner fun δ => by rw [h, Vec.smul_inner, Vec.smul_inner, h]
  bound := by
    have nonneg : 0 ≤ ∑ i, ‖g (Vec.basis i)‖ := Fin.sum_nonneg fun i => norm_nonneg _
    refine ⟨(∑ i, ‖g (Vec.basis i)‖) + 1, lt_of_lt_of_le zero_lt_one (lin nonneg), fun a => ?_⟩
    have le : ‖f a‖ ≤ ‖a‖ * ∑ i, ‖g (Vec.basis i)‖ := by
      rw [Fin.mul_sum]
      refine Fin.sum_le_sum fun i => ?_
      rw [← Vec.inner_basis (f a) i, h]
      exact Vec.abs_inner_le _ _
    exact le_trans le (lin (norm_nonneg a))

/-- The coordinate `x ↦ x i`. -/
noncomputable def ContinuousLinearMap.coord {n : Nat} (i : Fin n) : Vec n →L[ℝ] ℝ where
  toFun x := x.ofLp i
  map_add _ _ := rfl
  map_smul _ _ := rfl
  bound := ⟨1, zero_lt_one, fun x => by
    rw [one_mul]
    exact Vec.abs_apply_le_norm x i⟩
