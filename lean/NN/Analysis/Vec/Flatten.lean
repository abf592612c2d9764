prelude
import NN.Analysis.Vec.Inner
/-!
# Dot products of tables

Dot products with a vector whose entries are those of a table, row by row, as double sums; and sums with a
single term.
-/

/-- A sum with a factor that is zero at all but one index. -/
theorem Fin.sum_mul_ite {R : Type} [CommRing R] {n : Nat} (f : Fin n → R) (i : Fin n) (c : R) :
    ∑ j, f j * (if j.val = i.val then c else 0) = f i * c :=
  (Fin.sum_eq_single i fun j h => (congrArg (f j * ·) (if_neg h)).trans (mul_zero (f j))).trans
    (congrArg (f i * ·) (if_pos rfl))

namespace Vec
variable {m n : Nat}

/-- A dot product with a table that is given entry by entry, on the left. -/
theorem flatten_inner (f : Fin m → Fin n → ℝ) (δ : Vec (n * m)) :
    ⟪⟨Fin.flatten f⟩, δ⟫ = ∑ i, ∑ j, f i j * δ.ofLp (.rowMajor i j) :=
  (Fin.sum_rowMajor (n := m) (k := n) fun l => Fin.flatten f l * δ.ofLp l).trans
    (Fin.sum_congr fun _ => Fin.sum_congr fun _ => by rw [Fin.flatten_rowMajor])

/-- A dot product with a table that is given entry by entry, on the right. -/
theorem inner_flatten (x : Vec (n * m)) (f : Fin m → Fin n → ℝ) :
    ⟪x, ⟨Fin.flatten f⟩⟫ = ∑ i, ∑ j, x.ofLp (.rowMajor i j) * f i j :=
  (inner_comm x _).trans ((flatten_inner f x).trans
    (Fin.sum_congr fun _ => Fin.sum_congr fun _ => mul_comm _ _))

end Vec
