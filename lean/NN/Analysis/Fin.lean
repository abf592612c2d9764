prelude
import NN.Core.Classical
/-!
# Finite index types

`Fin n` has the `n` indices `0, ..., n - 1`. This file gives the two ways in which larger index types are made
of smaller ones: side by side (`Fin (m + n)`), for contexts, which are concatenations of their entries; and
row by row (`Fin (k * n)`), for tensors, which are stored with the last axis running fastest.

## Main definitions
- `Fin.castAdd n i`, `Fin.natAdd m j`: the indices of `Fin (m + n)` that come from the left and from the
  right; `Fin.append x y` is the family that is `x` on the first and `y` on the second.
- `Fin.rowMajor i j`: the index `k * i + j` of entry `j` of row `i`; `Fin.flatten f` is the family of all
  rows, one after the other.

Everything is by structural recursion, without division of natural numbers, so that `Fin.append` and
`Fin.flatten` compute in the kernel and no natural-number operation beyond `+` and `*` is needed.
-/
universe u

namespace Nat

/-! ### The order of the natural numbers, as far as indices need it -/

/-- `k ≤ m` implies `k ≤ m + n`. -/
protected theorem le_add_right_of_le {k m : Nat} (h : k ≤ m) : (n : Nat) → k ≤ m + n
  | .zero => h
  | .succ n => Nat.le.step (Nat.le_add_right_of_le h n)

/-- `k + 1 ≤ m` implies `k ≤ m`. -/
protected theorem le_of_succ_le {k m : Nat} (h : succ k ≤ m) : k ≤ m := by
  induction h with
  | refl => exact Nat.le.step Nat.le.refl
  | step _ ih => exact Nat.le.step ih

/-- `k + 1 ≤ m + 1` implies `k ≤ m`. -/
protected theorem le_of_succ_le_succ {k m : Nat} (h : succ k ≤ succ m) : k ≤ m := by
  cases h with
  | refl => exact Nat.le.refl
  | step h => exact Nat.le_of_succ_le h

/-- No number is less than itself. -/
protected theorem lt_irrefl : (n : Nat) → ¬n < n
  | .zero => fun h => by cases h
  | .succ n => fun h => Nat.lt_irrefl n (Nat.le_of_succ_le_succ h)

/-- `k < n` implies `k ≠ n`. -/
protected theorem ne_of_lt {k n : Nat} (h : k < n) : k ≠ n := by
  intro e
  subst e
  exact Nat.lt_irrefl k h

/-- `k < n + 1` and `k ≠ n` imply `k < n`. -/
protected theorem lt_of_lt_succ_of_ne {k n : Nat} (h : k < succ n) (e : k ≠ n) : k < n := by
  cases h with
  | refl => exact absurd rfl e
  | step h => exact h

/-- `k ≤ m` and `m ≤ n` imply `k ≤ n`. -/
protected theorem le_trans {k m n : Nat} (h : k ≤ m) (g : m ≤ n) : k ≤ n := by
  induction g with
  | refl => exact h
  | step _ ih => exact Nat.le.step ih

/-- Adding a number on the left keeps `<`. -/
protected theorem add_lt_add_left {k n : Nat} (m : Nat) (h : k < n) : m + k < m + n := by
  induction h with
  | refl => exact Nat.le.refl
  | step _ ih => exact Nat.le.step ih

/-- Multiplying by a number on the left keeps `≤`. -/
protected theorem mul_le_mul_left {i n : Nat} (k : Nat) (h : i ≤ n) : k * i ≤ k * n := by
  induction h with
  | refl => exact Nat.le.refl
  | step _ ih => exact Nat.le_add_right_of_le ih k

/-- Entry `j` of row `i` lies inside a table of `n` rows of `k` entries. -/
protected theorem mul_add_lt {i j k n : Nat} (hi : i < n) (hj : j < k) : k * i + j < k * n :=
  Nat.le_trans (Nat.add_lt_add_left (k * i) hj) (Nat.mul_le_mul_left k hi)

end Nat

namespace Fin

variable {α : Type u} {m n k : Nat}

/-- Two indices with the same value are equal. -/
theorem ext {i j : Fin n} (h : i.val = j.val) : i = j := by
  cases i
  cases j
  cases h
  rfl

/-- There is no index below `0`. -/
noncomputable def elim0 {C : Sort u} (i : Fin 0) : C :=
  False.elim (by
    obtain ⟨k, h⟩ := i
    cases h)

/-! ### One more index -/

/-- The index `i`, among one more. -/
def castSucc (i : Fin n) : Fin (.succ n) := ⟨i.val, .step i.isLt⟩

/-- The greatest index. -/
def last (n : Nat) : Fin (.succ n) := ⟨n, .refl⟩

/-- What holds at the last index and at all the others holds at every index. -/
theorem lastCases {p : Fin (.succ n) → Prop} (cast : ∀ j : Fin n, p j.castSucc) (last : p (last n)) :
    ∀ i, p i
  | ⟨k, hk⟩ => by
    cases hk with
    | refl => exact last
    | step hk => exact cast ⟨k, hk⟩

/-! ### Side by side -/

/-- The index `i` of the left part of `m + n` indices. -/
def castAdd (n : Nat) (i : Fin m) : Fin (m + n) := ⟨i.val, Nat.le_add_right_of_le i.isLt n⟩

/-- The index `m + j`: number `j` of the right part of `m + n` indices. -/
def natAdd (m : Nat) (j : Fin n) : Fin (m + n) := ⟨m + j.val, Nat.add_lt_add_left m j.isLt⟩

/-- Every index of `m + n` comes from the left or from the right. -/
theorem addCases {m : Nat} : {n : Nat} → {p : Fin (m + n) → Prop} → (left : ∀ i, p (castAdd n i)) →
    (right : ∀ j, p (natAdd m j)) → ∀ k, p k
  | .zero, _, left, _ => left
  | .succ n, _, left, right =>
    lastCases (addCases (n := n) (fun i => left i) fun j => right j.castSucc) (right (last n))

/-- The family that is `x` on the left part and `y` on the right part. -/
def append : {m n : Nat} → (Fin m → α) → (Fin n → α) → Fin (m + n) → α
  | _, .zero, x, _ => x
  | m, .succ n, x, y => fun k =>
    if h : k.val = m + n then y (last n)
    else append x (fun j => y j.castSucc) ⟨k.val, Nat.lt_of_lt_succ_of_ne k.isLt h⟩

/-- All but the last of `m + (n + 1)` entries are those of `m + n`. -/
theorem append_castSucc {m n : Nat} (x : Fin m → α) (y : Fin (.succ n) → α) (k : Fin (m + n)) :
    append x y k.castSucc = append x (n := n) (fun j => y j.castSucc) k :=
  dif_neg (Nat.ne_of_lt k.isLt)

/-- The last entry is the last of `y`. -/
theorem append_last {m n : Nat} (x : Fin m → α) (y : Fin (.succ n) → α) :
    append x y (last (m + n)) = y (last n) :=
  dif_pos rfl

/-- On the left part `append x y` is `x`. -/
theorem append_left {m : Nat} : {n : Nat} → (x : Fin m → α) → (y : Fin n → α) → (i : Fin m) →
    append x y (castAdd n i) = x i
  | .zero, _, _, _ => rfl
  | .succ n, x, y, i => (append_castSucc x y (castAdd n i)).trans (append_left x _ i)

/-- On the right part `append x y` is `y`. -/
theorem append_right {m : Nat} : {n : Nat} → (x : Fin m → α) → (y : Fin n → α) → (j : Fin n) →
    append x y (natAdd m j) = y j
  | .zero, _, _ => fun j => j.elim0
  | .succ _, x, y =>
    lastCases (fun j => (append_castSucc x y (natAdd m j)).trans (append_right x _ j)) (append_last x y)

/-! ### Row by row -/

/-- The index `k * i + j` of entry `j` of row `i`, in a table of `n` rows of `k` entries. -/
def rowMajor (i : Fin n) (j : Fin k) : Fin (k * n) := ⟨k * i.val + j.val, Nat.mul_add_lt i.isLt j.isLt⟩

/-- Every index of a table is an entry of a row. -/
theorem rowMajorCases {k : Nat} : {n : Nat} → {p : Fin (k * n) → Prop} →
    (∀ (i : Fin n) (j : Fin k), p (rowMajor i j)) → ∀ l, p l
  | .zero, _, _ => fun l => elim0 l
  | .succ n, _, h =>
    addCases (m := k * n) (n := k) (rowMajorCases fun i j => h i.castSucc j) fun j => h (last n) j

/-- All rows, one after the other. -/
noncomputable def flatten {k : Nat} : {n : Nat} → (Fin n → Fin k → α) → Fin (k * n) → α
  | .zero, _ => fun l => elim0 l
  | .succ n, f => append (m := k * n) (n := k) (flatten fun i => f i.castSucc) (f (last n))

/-- Entry `j` of row `i` of the flattened table. -/
theorem flatten_rowMajor {k : Nat} : {n : Nat} → (f : Fin n → Fin k → α) → (i : Fin n) → (j : Fin k) →
    flatten f (rowMajor i j) = f i j
  | .zero, _, i, _ => i.elim0
  | .succ n, f, i, j => by
    revert i
    refine lastCases (fun i => ?_) ?_
    · exact (append_left (m := k * n) (n := k) _ _ (rowMajor i j)).trans (flatten_rowMajor _ i j)
    · exact append_right (m := k * n) (n := k) _ _ j

end Fin
