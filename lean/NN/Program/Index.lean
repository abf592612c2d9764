prelude
import NN.Formula
import NN.Program.Basic

/-!
# Indices of programs

Which entry is read at which place is said by arithmetic on natural numbers: quotients and remainders take a
place of a tensor apart, tables hold the numbers of a gather, comparisons are masks and borders.

## Main definitions
- `Index.quot`, `Index.rem`: quotient and remainder; `Index.quot_add_rem` and `Index.rem_lt` characterise them.
- `Index.at`: an entry of a table.
- `Entry.choose`: one entry or another, by a comparison of indices.

## Main results
- `Entry.ok_nil`, `Entry.ok_cons`, `Entry.ok_choose`, `Entry.ok_apply`: where the rules apply, part by part.
- `Formula.ok_always`: formulas to which they apply whatever the values are.
-/

namespace Index

/-- No number is below zero. -/
theorem zero_le : (n : Nat) → Nat.le .zero n
  | .zero => .refl
  | .succ n => .step (zero_le n)

/-- The order is kept by the successor. -/
theorem succ_le_succ {k n : Nat} (h : Nat.le k n) : Nat.le (.succ k) (.succ n) := by
  induction h with
  | refl => exact .refl
  | step _ ih => exact .step ih

/-- The quotient and the remainder of `n` by `d`. -/
def divide (d : Nat) : Nat → Prod Nat Nat
  | .zero => ⟨.zero, .zero⟩
  | .succ n => cond (Nat.beq (.succ (divide d n).snd) d) ⟨.succ (divide d n).fst, .zero⟩
      ⟨(divide d n).fst, .succ (divide d n).snd⟩

/-- The quotient of `n` by `d`. -/
def quot (n d : Nat) : Nat := (divide d n).fst

/-- The remainder of `n` by `d`. -/
def rem (n d : Nat) : Nat := (divide d n).snd

/-- The remainder is less than a positive divisor. -/
theorem rem_lt (d : Nat) : (n : Nat) → rem n (.succ d) < .succ d
  | .zero => succ_le_succ (zero_le d)
  | .succ n => by
    have ih := rem_lt d n
    show (cond (Nat.beq (.succ (divide (.succ d) n).snd) (.succ d)) _ _ : Prod Nat Nat).snd < .succ d
    cases h : Nat.beq (.succ (divide (.succ d) n).snd) (.succ d) with
    | true => exact succ_le_succ (zero_le d)
    | false => exact Nat.lt_of_lt_succ_of_ne (succ_le_succ ih) (Nat.ne_of_beq_eq_false h)

/-- What quotient and remainder are. -/
theorem quot_add_rem (d : Nat) : (n : Nat) → d * quot n d + rem n d = n
  | .zero => rfl
  | .succ n => by
    have ih := quot_add_rem d n
    show d * (cond (Nat.beq (.succ (divide d n).snd) d) _ _ : Prod Nat Nat).fst +
      (cond (Nat.beq (.succ (divide d n).snd) d) _ _ : Prod Nat Nat).snd = .succ n
    cases h : Nat.beq (.succ (divide d n).snd) d with
    | true =>
      have e := Nat.eq_of_beq_eq_true _ _ h
      show d * (divide d n).fst + d = .succ n
      exact (congrArg (fun k => d * (divide d n).fst + k) e.symm).trans (congrArg Nat.succ ih)
    | false => exact congrArg Nat.succ ih

/-- Entry number `n` of a table, `0` behind its end. -/
def «at» : List Nat → Nat → Nat
  | .nil, _ => .zero
  | .cons k _, .zero => k
  | .cons _ l, .succ n => «at» l n

end Index

namespace Entry

/-- `e` where `b` is true, else `f`. -/
def choose (b : Bool) (e f : Entry) : Entry := cond b e f

variable {x : Nat → ℝ}

/-- The rules apply to a choice when they apply to both. -/
theorem ok_choose {b : Bool} {e f : Entry} (he : e.Ok x) (hf : f.Ok x) : (choose b e f).Ok x := by
  cases b with
  | true => exact he
  | false => exact hf

/-- The rules apply to no arguments. -/
theorem ok_nil : ∀ j, (nth .nil j).Ok x := fun _ i => Fin.elim0 i

/-- The rules apply to one argument more. -/
theorem ok_cons {a : Entry} {l : List Entry} (ha : a.Ok x) (hl : ∀ j, (nth l j).Ok x) :
    ∀ j, (nth (.cons a l) j).Ok x
  | .zero => ha
  | .succ j => hl j

/-- The rules apply to a formula without conditions when they apply to its arguments. -/
theorem ok_apply {F : Formula} {arg : Nat → Entry} (hF : ∀ v, F.Ok v) (h : ∀ j, (arg j).Ok x) :
    (apply F arg).Ok x :=
  ⟨hF _, h⟩

end Entry

/-- The rules apply to a formula from which no condition is missing, whatever the values are. -/
theorem Formula.ok_always (F : Formula) (h : isNil (F.missing .nil) = true) : ∀ v, F.Ok v := fun _ =>
  ok_of_missing_eq_nil (l := .nil) F trivial (eq_nil_of_isNil h)
