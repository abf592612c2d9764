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

/-! ### Three and four axes -/

variable {k l : Nat}

/-- A dot product with a table of three axes, on the left. -/
theorem flatten_inner₃ (f : Fin m → Fin n → Fin k → ℝ) (δ : Vec ((k * n) * m)) :
    ⟪⟨Fin.flatten fun a => Fin.flatten (f a)⟩, δ⟫ =
      ∑ a, ∑ b, ∑ c, f a b c * δ.ofLp (.rowMajor a (.rowMajor b c)) :=
  (flatten_inner _ δ).trans (Fin.sum_congr fun a => flatten_inner (f a) ⟨fun i => δ.ofLp (.rowMajor a i)⟩)

/-- A dot product with a table of three axes, on the right. -/
theorem inner_flatten₃ (x : Vec ((k * n) * m)) (f : Fin m → Fin n → Fin k → ℝ) :
    ⟪x, ⟨Fin.flatten fun a => Fin.flatten (f a)⟩⟫ =
      ∑ a, ∑ b, ∑ c, x.ofLp (.rowMajor a (.rowMajor b c)) * f a b c :=
  (inner_flatten x _).trans (Fin.sum_congr fun a => inner_flatten ⟨fun i => x.ofLp (.rowMajor a i)⟩ (f a))

/-- A dot product with a table of four axes, on the right. -/
theorem inner_flatten₄ (x : Vec (((l * k) * n) * m)) (f : Fin m → Fin n → Fin k → Fin l → ℝ) :
    ⟪x, ⟨Fin.flatten fun a => Fin.flatten fun b => Fin.flatten (f a b)⟩⟫ =
      ∑ a, ∑ b, ∑ c, ∑ d, x.ofLp (.rowMajor a (.rowMajor b (.rowMajor c d))) * f a b c d :=
  (inner_flatten x _).trans (Fin.sum_congr fun a => inner_flatten₃ ⟨fun i => x.ofLp (.rowMajor a i)⟩ (f a))

end Vec
