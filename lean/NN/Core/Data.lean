prelude
import NN.Core.Nat
universe u

/-!
# Lists, characters, strings

The data types that Lean's elaborator has literals or layouts for. Lists are used throughout the library;
characters, strings and arrays only by names and syntax trees (`NN.Core.Syntax`).

## Main definitions

* `Option`, `List`, `Fin`.
* `Char`, `Array`, `ByteArray`, `String`: laid out for Lean's run-time system, with no more operations than
  `Lean.Syntax` needs.
-/

/-- An element of `α`, or none. -/
inductive Option (α : Type u) where
  /-- No element. -/
  | none : Option α
  /-- One element. -/
  | some (val : α) : Option α

export Option (none some)

/-- Finite lists. -/
inductive List (α : Type u) where
  /-- The empty list. -/
  | nil : List α
  /-- One element more, in front. -/
  | cons (head : α) (tail : List α) : List α

/-- The numbers below `n`. -/
structure Fin (n : Nat) where
  /-- The number with its bound. -/
  mk ::
  /-- The number. -/
  val : Nat
  /-- It is below `n`. -/
  isLt : Nat.le (.succ val) n

/-- Bytes. -/
structure UInt8 where
  /-- The byte as a number. -/
  toBitVec : Nat

/-- 32-bit words. -/
structure UInt32 where
  /-- The word as a number. -/
  toBitVec : Nat

/-- Characters. -/
structure Char where
  /-- The code point. -/
  val : UInt32

/-- Arrays. -/
structure Array (α : Type u) where
  /-- The elements in order. -/
  toList : List α

/-- Arrays of bytes. -/
structure ByteArray where
  /-- The bytes. -/
  data : Array UInt8

/-- Strings. -/
structure String where
  /-- The string with this encoding. -/
  ofByteArray ::
  /-- Its UTF-8 encoding. -/
  toByteArray : ByteArray

/-- The empty array, with room for `c` elements. -/
@[extern "lean_mk_empty_array_with_capacity"] def Array.mkEmpty {α : Type u} (_c : Nat) : Array α := ⟨.nil⟩

/-- The empty array. -/
def Array.empty {α : Type u} : Array α := Array.mkEmpty .zero

/-- `l` with `a` behind. -/
noncomputable def List.snoc {α : Type u} (l : List α) (a : α) : List α :=
  l.rec (.cons a .nil) (fun b _ ih => .cons b ih)

/-- The array with one more element, `v`, at its end. -/
@[extern "lean_array_push"] def Array.push {α : Type u} (a : Array α) (v : α) : Array α :=
  ⟨List.snoc a.toList v⟩
