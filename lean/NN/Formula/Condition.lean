prelude
import NN.Formula.Basic

/-!
# Comparisons of formulas

## Main definitions

* `Formula.Condition`: `a < b`, `a ≤ b` or `a ≠ b`, as data. `Condition.Holds`: what it says.
* `Formula.AllHold v l`: all conditions of the list hold for the values `v`.

## Main results

* `AllHold.nil`, `AllHold.cons`, `AllHold.append`: how one shows it.
-/

namespace Formula

/-- A comparison of two formulas. -/
inductive Condition where
  /-- `a < b`. -/
  | lt (a b : Formula)
  /-- `a ≤ b`. -/
  | le (a b : Formula)
  /-- `a ≠ b`. -/
  | ne (a b : Formula)

/-- A condition holds for the values `v` of the variables. -/
def Condition.Holds (v : Nat → ℝ) : Condition → Prop
  | .lt a b => a.eval v < b.eval v
  | .le a b => a.eval v ≤ b.eval v
  | .ne a b => a.eval v ≠ b.eval v

/-- All conditions of a list hold. -/
def AllHold (v : Nat → ℝ) : List Condition → Prop
  | .nil => True
  | .cons c l => c.Holds v ∧ AllHold v l

/-- One list of conditions behind another. -/
noncomputable def append : List Condition → List Condition → List Condition
  | .nil, m => m
  | .cons c l, m => .cons c (append l m)

variable {v : Nat → ℝ} {c : Condition} {l m : List Condition}

/-- No condition. -/
theorem AllHold.nil : AllHold v .nil := trivial

/-- One condition more. -/
theorem AllHold.cons (h : c.Holds v) (k : AllHold v l) : AllHold v (.cons c l) := ⟨h, k⟩

/-- The conditions of both lists. -/
theorem AllHold.append (h : AllHold v l) (k : AllHold v m) : AllHold v (append l m) := by
  induction l with
  | nil => exact k
  | cons c l ih => exact ⟨h.1, ih h.2⟩

/-- Two lists without elements. -/
theorem append_eq_nil (h : append l m = .nil) : l = .nil ∧ m = .nil := by
  cases l with
  | nil => exact ⟨rfl, h⟩
  | cons c l => exact nomatch h

end Formula
