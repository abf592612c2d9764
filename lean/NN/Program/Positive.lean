prelude
import NN.Program.Index

/-!
# Entries that are positive whatever the values are

A sum of exponentials, a mean of squares plus a positive number: that their reciprocals, roots and logarithms can
be differentiated is no condition on a program's inputs. The signs of formulas are computed
(`NN.Formula.Require`) from what is known of their arguments; here sums are added.

## Main results
- `Entry.sum_pos`, `Entry.sum_pos_of`, `Entry.sum_nonneg`: sums of positive numbers, of numbers that are not negative.
- `Entry.apply_pos`, `Entry.apply_nonneg`: formulas, by the signs of their arguments.
- `Entry.ok_apply_of`: the rules apply to a formula, by the signs of its arguments.
-/

namespace Formula
variable {v : Nat → ℝ} {l : List Condition} {j : Nat}

/-- Positive, as a condition on a variable. -/
theorem allHold_pos (h : 0 < v j) (hl : AllHold v l) : AllHold v (.cons (.lt (.num 0) (.var j)) l) :=
  AllHold.cons (c := .lt (.num 0) (.var j)) h hl

/-- Not negative, as a condition on a variable. -/
theorem allHold_nonneg (h : 0 ≤ v j) (hl : AllHold v l) : AllHold v (.cons (.le (.num 0) (.var j)) l) :=
  AllHold.cons (c := .le (.num 0) (.var j)) h hl

end Formula

namespace Entry
variable {x : Nat → ℝ} {F : Formula} {arg : Nat → Entry} {l : List Formula.Condition}

/-- A sum of numbers that are not negative is not negative. -/
theorem sum_nonneg {n : Nat} {f : Nat → Entry} (h : ∀ i, 0 ≤ (f i).eval x) : 0 ≤ (sum n f).eval x :=
  Fin.sum_nonneg fun i : Fin n => h i.val

/-- A sum of numbers that are not negative, one of which is positive, is positive. -/
theorem sum_pos_of {n : Nat} {f : Nat → Entry} (k : Fin n) (h : ∀ i, 0 ≤ (f i).eval x)
    (hk : 0 < (f k.val).eval x) : 0 < (sum n f).eval x :=
  lt_of_lt_of_le hk (Fin.single_le_sum (f := fun i : Fin n => (f i.val).eval x) (fun i => h i.val) k)

/-- A sum of positive numbers, of at least one, is positive. -/
theorem sum_pos {n : Nat} {f : Nat → Entry} (k : Fin n) (h : ∀ i, 0 < (f i).eval x) : 0 < (sum n f).eval x :=
  sum_pos_of k (fun i => le_of_lt (h i)) (h k.val)

/-- A choice between positive numbers is positive. -/
theorem choose_pos {b : Bool} {e f : Entry} (he : 0 < e.eval x) (hf : 0 < f.eval x) :
    0 < (choose b e f).eval x := by
  cases b with
  | true => exact he
  | false => exact hf

/-- A choice between numbers that are not negative is not negative. -/
theorem choose_nonneg {b : Bool} {e f : Entry} (he : 0 ≤ e.eval x) (hf : 0 ≤ f.eval x) :
    0 ≤ (choose b e f).eval x := by
  cases b with
  | true => exact he
  | false => exact hf

/-- A formula is positive where it is so by the signs of its arguments. -/
theorem apply_pos (hl : Formula.AllHold (fun j => (arg j).eval x) l) (h : (F.signs l).isPos = true) :
    0 < (apply F arg).eval x :=
  (Formula.signs_spec hl F).is_pos h

/-- A formula is not negative where it is so by the signs of its arguments. -/
theorem apply_nonneg (hl : Formula.AllHold (fun j => (arg j).eval x) l) (h : (F.signs l).isNonneg = true) :
    0 ≤ (apply F arg).eval x :=
  (Formula.signs_spec hl F).nonneg h

/-- The rules apply to a formula from which nothing is missing, by the signs of its arguments. -/
theorem ok_apply_of (hl : Formula.AllHold (fun j => (arg j).eval x) l)
    (h : Formula.isNil (F.missing l) = true) (ha : ∀ j, (arg j).Ok x) : (apply F arg).Ok x :=
  ⟨Formula.ok_of_missing_eq_nil F hl (Formula.eq_nil_of_isNil h), ha⟩

end Entry
