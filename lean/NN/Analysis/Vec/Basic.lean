prelude
import NN.Analysis.FinSum
import NN.Analysis.NormedSpace
import NN.Analysis.Real
/-!
# Vectors of real numbers

`Vec n` is the space of `n` real numbers, with the ℓ¹ norm. As in Mathlib's `EuclideanSpace ℝ (Fin n)` a
vector `x` is not itself a function: its coordinates are `x.ofLp i`, and `Vec.toLp f` is the vector with the
coordinates `f i`.

The choice of the norm does not influence what a derivative is, because all norms on `Vec n` that one could
mean bound each other: see `NN.Analysis.Vec.Norm`.
-/


/-- A vector of `n` real numbers. -/
structure Vec (n : Nat) where
  /-- the vector with given coordinates -/
  toLp ::
  /-- the coordinates -/
  ofLp : Fin n → ℝ

namespace Vec
variable {n : Nat}

/-- Vectors with equal coordinates are equal. -/
theorem ext {x y : Vec n} (h : ∀ i, x.ofLp i = y.ofLp i) : x = y :=
  congrArg toLp (funext h)

/-! ### The operations, coordinate by coordinate -/

noncomputable instance : Zero (Vec n) := ⟨⟨fun _ => 0⟩⟩
noncomputable instance : Add (Vec n) := ⟨fun x y => ⟨fun i => x.ofLp i + y.ofLp i⟩⟩
noncomputable instance : Neg (Vec n) := ⟨fun x => ⟨fun i => -x.ofLp i⟩⟩
noncomputable instance : Sub (Vec n) := ⟨fun x y => ⟨fun i => x.ofLp i - y.ofLp i⟩⟩
noncomputable instance : SMul ℝ (Vec n) := ⟨fun c x => ⟨fun i => c * x.ofLp i⟩⟩

/-- `0 i = 0` -/
theorem zero_apply (i : Fin n) : (0 : Vec n).ofLp i = 0 := rfl
/-- `(x + y) i = x i + y i` -/
theorem add_apply (x y : Vec n) (i : Fin n) : (x + y).ofLp i = x.ofLp i + y.ofLp i := rfl
/-- `(-x) i = -x i` -/
theorem neg_apply (x : Vec n) (i : Fin n) : (-x).ofLp i = -x.ofLp i := rfl
/-- `(x - y) i = x i - y i` -/
theorem sub_apply (x y : Vec n) (i : Fin n) : (x - y).ofLp i = x.ofLp i - y.ofLp i := rfl
/-- `(c • x) i = c * x i` -/
theorem smul_apply (c : ℝ) (x : Vec n) (i : Fin n) : (c • x).ofLp i = c * x.ofLp i := rfl

/-! ### The normed space -/

/-- The ℓ¹ norm: the sum of the absolute values of the coordinates. -/
noncomputable def l1 (x : Vec n) : ℝ := ∑ i, abs (x.ofLp i)

noncomputable instance : AddCommGroup (Vec n) where
  add_comm x y := ext fun i => add_comm (x.ofLp i) (y.ofLp i)
  add_assoc x y z := ext fun i => add_assoc (x.ofLp i) (y.ofLp i) (z.ofLp i)
  add_zero x := ext fun i => add_zero (x.ofLp i)
  add_neg_cancel x := ext fun i => add_neg_cancel (x.ofLp i)
  sub_eq_add_neg x y := ext fun i => sub_eq_add_neg (x.ofLp i) (y.ofLp i)

/-- A coordinate is at most the norm. -/
theorem abs_apply_le_l1 (x : Vec n) (i : Fin n) : abs (x.ofLp i) ≤ l1 x :=
  Fin.single_le_sum (f := fun i => abs (x.ofLp i)) (fun i => abs_nonneg (x.ofLp i)) i

noncomputable instance : NormedSpace ℝ (Vec n) where
  norm := l1
  smul_add c x y := ext fun i => mul_add c (x.ofLp i) (y.ofLp i)
  add_smul c d x := ext fun i => add_mul c d (x.ofLp i)
  mul_smul c d x := ext fun i => mul_assoc c d (x.ofLp i)
  one_smul x := ext fun i => one_mul (x.ofLp i)
  norm_nonneg x := Fin.sum_nonneg fun i => abs_nonneg (x.ofLp i)
  eq_zero_of_norm_eq_zero {x} h := ext fun i => eq_zero_of_norm_eq_zero (V := ℝ)
    (le_antisymm (h ▸ abs_apply_le_l1 x i) (abs_nonneg (x.ofLp i)))
  norm_add_le x y := le_trans (Fin.sum_le_sum fun i => abs_add_le (x.ofLp i) (y.ofLp i))
    (le_of_eq (Fin.sum_add_distrib _ _))
  norm_smul c x := (Fin.sum_congr fun i => abs_mul c (x.ofLp i)).trans (Fin.mul_sum (abs c) _).symm

/-- The norm is the sum of the absolute values of the coordinates. -/
theorem norm_eq_sum (x : Vec n) : ‖x‖ = ∑ i, abs (x.ofLp i) := rfl

/-- A coordinate is at most the norm. -/
theorem abs_apply_le_norm (x : Vec n) (i : Fin n) : abs (x.ofLp i) ≤ ‖x‖ := abs_apply_le_l1 x i

end Vec
