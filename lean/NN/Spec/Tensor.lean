prelude
import NN.Analysis.Vec.Basic
import NN.Spec.Shape
/-!
# Tensors

Nested tensors by shape, and their flattening to vectors in row-major order, as in NumPy.

## Main definitions
- `Spec.Tensor α s`: a number for `scalar`, `n` tensors of shape `s` for `dim n s`.
- `Tensor.map`, `Tensor.zipWith`: a function applied to every entry, or to the pairs of entries of two
  tensors.
- `Tensor.toVec : Tensor ℝ s → Vec s.size` and `Tensor.ofVec` are inverse to each other (`ofVec_toVec`,
  `toVec_ofVec`): all that is proven of vectors is proven of tensors.

## Main results
- `Tensor.entries_dim`: entry `j` of row `i` stands at the place `size * i + j`.
- `Tensor.toVec_map`, `Tensor.map_ofVec`, `Tensor.zipWith_ofVec`: `map` and `zipWith` act on the coordinates.
-/

namespace Spec

/-- A tensor with entries in `α`. -/
inductive Tensor (α : Type) : Shape → Type where
  /-- a single entry -/
  | scalar (a : α) : Tensor α .scalar
  /-- `n` tensors of the same shape -/
  | dim {n : Nat} {s : Shape} (rows : Fin n → Tensor α s) : Tensor α (.dim n s)

namespace Tensor
variable {α β : Type} {n m : Nat} {s : Shape}

/-- The entry of a scalar. -/
def item : Tensor α .scalar → α
  | .scalar a => a

/-- The row `i`. -/
def get : Tensor α (.dim n s) → Fin n → Tensor α s
  | .dim rows => rows

/-- A scalar is made of its entry. -/
theorem scalar_item : (t : Tensor α .scalar) → .scalar t.item = t
  | .scalar _ => rfl

/-- A tensor is made of its rows. -/
theorem dim_get : (t : Tensor α (.dim n s)) → .dim t.get = t
  | .dim _ => rfl

/-- Apply a function to every entry. -/
def map (f : α → β) : {s : Shape} → Tensor α s → Tensor β s
  | _, .scalar a => .scalar (f a)
  | _, .dim rows => .dim fun i => map f (rows i)

/-- Combine two tensors of the same shape entry by entry. -/
def zipWith {γ : Type} (f : α → β → γ) : {s : Shape} → Tensor α s → Tensor β s → Tensor γ s
  | .scalar, t, u => .scalar (f t.item u.item)
  | .dim _ _, t, u => .dim fun i => zipWith f (t.get i) (u.get i)

/-! ### Flattening -/

/-- The entries in row-major order. -/
noncomputable def entries : {s : Shape} → Tensor α s → Fin s.size → α
  | .scalar, t => fun _ => t.item
  | .dim _ .scalar, t => fun i => (t.get i).item
  | .dim _ (.dim _ _), t => Fin.flatten fun i => entries (t.get i)

/-- The tensor with given entries, in row-major order. -/
def ofEntries : {s : Shape} → (Fin s.size → α) → Tensor α s
  | .scalar, f => .scalar (f (Fin.last 0))
  | .dim _ .scalar, f => .dim fun i => .scalar (f i)
  | .dim _ (.dim _ _), f => .dim fun i => ofEntries fun j => f (Fin.rowMajor i j)

/-- Row-major order: entry `j` of row `i` stands at the place `size * i + j`. -/
theorem entries_dim (t : Tensor α (.dim n (.dim m s))) (i : Fin n) (j : Fin (Shape.dim m s).size) :
    t.entries (Fin.rowMajor i j) = (t.get i).entries j :=
  Fin.flatten_rowMajor _ i j

/-- The entries are those that were given. -/
theorem entries_ofEntries :
    {s : Shape} → (f : Fin s.size → α) → (i : Fin s.size) → (ofEntries f).entries i = f i
  | .scalar, _ => Fin.lastCases (fun j => j.elim0) rfl
  | .dim _ .scalar, _ => fun _ => rfl
  | .dim n (.dim m s), f => Fin.rowMajorCases (n := n) (k := (Shape.dim m s).size) fun i j =>
    (entries_dim (ofEntries f) i j).trans (entries_ofEntries (fun j => f (Fin.rowMajor i j)) j)

/-- A tensor is made of its entries. -/
theorem ofEntries_entries : {s : Shape} → (t : Tensor α s) → ofEntries t.entries = t
  | .scalar, t => t.scalar_item
  | .dim _ .scalar, t => (congrArg dim (funext fun i => (t.get i).scalar_item)).trans t.dim_get
  | .dim n (.dim m s), t => by
    refine Eq.trans (congrArg dim (funext fun i => ?_)) t.dim_get
    have e : (fun j => t.entries (Fin.rowMajor i j)) = (t.get i).entries := funext (entries_dim t i)
    exact (congrArg ofEntries e).trans (ofEntries_entries (t.get i))

/-- The entries of `t.map f` are `f` of those of `t`. -/
theorem entries_map (f : α → β) : {s : Shape} → (t : Tensor α s) → (i : Fin s.size) →
    (t.map f).entries i = f (t.entries i)
  | _, .scalar _ => fun _ => rfl
  | .dim _ .scalar, .dim rows => fun i => show ((rows i).map f).item = f (rows i).item by
    cases rows i
    rfl
  | .dim n (.dim m s), .dim rows => Fin.rowMajorCases (n := n) (k := (Shape.dim m s).size) fun i j => by
    refine (entries_dim (map f (.dim rows)) i j).trans ((entries_map f (rows i) j).trans ?_)
    exact congrArg f (entries_dim (.dim rows) i j).symm

/-- The entries of `zipWith f t u` are `f` of those of `t` and `u`. -/
theorem entries_zipWith {γ : Type} (f : α → β → γ) : {s : Shape} → (t : Tensor α s) → (u : Tensor β s) →
    (i : Fin s.size) → (zipWith f t u).entries i = f (t.entries i) (u.entries i)
  | .scalar, _, _ => fun _ => rfl
  | .dim _ .scalar, _, _ => fun _ => rfl
  | .dim n (.dim m s), t, u => Fin.rowMajorCases (n := n) (k := (Shape.dim m s).size) fun i j => by
    refine (entries_dim (zipWith f t u) i j).trans ((entries_zipWith f (t.get i) (u.get i) j).trans ?_)
    rw [entries_dim, entries_dim]

/-! ### Tensors of real numbers are vectors -/

/-- The entries of a tensor as one vector, in row-major order. -/
noncomputable def toVec (t : Tensor ℝ s) : Vec s.size := ⟨t.entries⟩

/-- The tensor whose entries, in row-major order, are given by a vector. -/
noncomputable def ofVec (v : Vec s.size) : Tensor ℝ s := ofEntries v.ofLp

/-- Flattening loses nothing. -/
theorem ofVec_toVec (t : Tensor ℝ s) : ofVec t.toVec = t := ofEntries_entries t

/-- Flattening reaches every vector. -/
theorem toVec_ofVec (v : Vec s.size) : (ofVec v : Tensor ℝ s).toVec = v := Vec.ext (entries_ofEntries v.ofLp)

/-- `map` acts on the coordinates. -/
theorem toVec_map (f : ℝ → ℝ) (t : Tensor ℝ s) : (t.map f).toVec = ⟨fun i => f (t.toVec.ofLp i)⟩ :=
  Vec.ext (entries_map f t)

/-- `map` acts on the coordinates. -/
theorem map_ofVec (f : ℝ → ℝ) (v : Vec s.size) :
    (ofVec v : Tensor ℝ s).map f = ofVec ⟨fun i => f (v.ofLp i)⟩ := by
  rw [← ofVec_toVec (map f (ofVec v)), toVec_map, toVec_ofVec]

/-- `zipWith` acts on the coordinates. -/
theorem zipWith_ofVec (f : ℝ → ℝ → ℝ) (v w : Vec s.size) :
    zipWith f (ofVec v : Tensor ℝ s) (ofVec w) = ofVec ⟨fun i => f (v.ofLp i) (w.ofLp i)⟩ := by
  rw [← ofVec_toVec (zipWith f (ofVec v) (ofVec w))]
  refine congrArg ofVec (Vec.ext fun i => (entries_zipWith f _ _ i).trans ?_)
  rw [ofVec, ofVec, entries_ofEntries, entries_ofEntries]

end Tensor

end Spec
