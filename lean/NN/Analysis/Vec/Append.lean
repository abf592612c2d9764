prelude
import NN.Analysis.Vec.Inner
/-!
# Concatenation of vectors

`Vec.append x y` is `x` followed by `y`; `Vec.head` and `Vec.tail` take it apart.
-/

namespace Vec
variable {m n : Nat}

/-- `x` followed by `y`. -/
noncomputable def append (x : Vec m) (y : Vec n) : Vec (m + n) := ⟨Fin.append x.ofLp y.ofLp⟩

/-- The first `m` coordinates. -/
noncomputable def head (z : Vec (m + n)) : Vec m := ⟨fun i => z.ofLp (.castAdd n i)⟩

/-- The last `n` coordinates. -/
noncomputable def tail (z : Vec (m + n)) : Vec n := ⟨fun j => z.ofLp (.natAdd m j)⟩

/-- The first coordinates are those of `x`. -/
theorem append_castAdd (x : Vec m) (y : Vec n) (i : Fin m) : (append x y).ofLp (.castAdd n i) = x.ofLp i :=
  Fin.append_left _ _ i

/-- The last coordinates are those of `y`. -/
theorem append_natAdd (x : Vec m) (y : Vec n) (j : Fin n) : (append x y).ofLp (.natAdd m j) = y.ofLp j :=
  Fin.append_right _ _ j

/-- The head of `x` followed by `y` is `x`. -/
theorem head_append (x : Vec m) (y : Vec n) : head (append x y) = x := ext (append_castAdd x y)

/-- The tail of `x` followed by `y` is `y`. -/
theorem tail_append (x : Vec m) (y : Vec n) : tail (append x y) = y := ext (append_natAdd x y)

/-- A vector is its head followed by its tail. -/
theorem append_head_tail (z : Vec (m + n)) : append (head z) (tail z) = z :=
  ext (Fin.addCases (append_castAdd _ _) (append_natAdd _ _))

/-- The dot product with a concatenation. -/
theorem append_inner (x : Vec m) (y : Vec n) (z : Vec (m + n)) :
    ⟪append x y, z⟫ = ⟪x, head z⟫ + ⟪y, tail z⟫ := by
  refine (Fin.sum_castAdd_natAdd _).trans ?_
  simp only [append_castAdd, append_natAdd]
  rfl

/-- The dot product with a concatenation. -/
theorem inner_append (z : Vec (m + n)) (x : Vec m) (y : Vec n) :
    ⟪z, append x y⟫ = ⟪head z, x⟫ + ⟪tail z, y⟫ := by
  rw [inner_comm, append_inner, inner_comm x, inner_comm y]

/-- The norm of a concatenation. -/
theorem norm_append (x : Vec m) (y : Vec n) : ‖append x y‖ = ‖x‖ + ‖y‖ := by
  refine (Fin.sum_castAdd_natAdd _).trans ?_
  simp only [append_castAdd, append_natAdd]
  rfl

end Vec
