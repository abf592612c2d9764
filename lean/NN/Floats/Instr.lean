prelude
import NN.Floats.Library

/-!
# Instructions whose operations are rounded, and the formulas of their errors

An operation computes exactly; `round` rounds. So a rounded sum is two instructions, a fused multiply-add
three (product, sum, `round`), a conversion between formats is `round`, and what is exact in floating-point
arithmetic (negatives, absolute values, comparisons) is one.

Arguments are numbers of registers. In formulas each register has two values, the number that it would have
without rounding (variable `2 i + 1`) and a bound of the error (variable `2 i`).

## Main definitions

* `Instr`, `Instr.compute`: instructions, and what they compute in floating-point arithmetic.
* `Instr.exact`, `Instr.error`, `Instr.safe`: the formulas of an instruction: the value without rounding, the
  bound of the error, the conditions under which it is one. `NN.Floats.Bound` proves it.
-/

open Formula

/-- One step of a program. The arguments `i`, `j`, `k`, `l` are numbers of registers. -/
inductive Instr where
  /-- The number `m / 2ᵏ`. -/
  | num (m k : Nat)
  /-- A negative. -/
  | neg (i : Nat)
  /-- An absolute value. -/
  | abs (i : Nat)
  /-- The greater one. -/
  | max (i j : Nat)
  /-- The smaller one. -/
  | min (i j : Nat)
  /-- A sum. -/
  | add (i j : Nat)
  /-- A difference. -/
  | sub (i j : Nat)
  /-- A product. -/
  | mul (i j : Nat)
  /-- A quotient. -/
  | div (i j : Nat)
  /-- A root. -/
  | sqrt (i : Nat)
  /-- Rounding to a format. -/
  | round (F : FloatFormat) (i : Nat)
  /-- A call of a library's function, which has an error of `k / 100` units of rounding. -/
  | call (f : Library) (F : FloatFormat) (k : Nat) (i : Nat)
  /-- Register `k` if register `i` is less than register `j`, else register `l`. -/
  | ifLt (i j k l : Nat)

/-- How numbers are rounded. -/
def Rounding : Type := FloatFormat → ℝ → ℝ

namespace Instr

/-- `m / 2ᵏ`. -/
noncomputable def constant (m k : Nat) : Formula := .div (.num m) (.pow (.num 2) k)

/-- What an instruction computes from the registers `w`. -/
noncomputable def compute (r : Rounding) (lib : Library.Implementation) (w : Nat → ℝ) : Instr → ℝ
  | num m k => (constant m k).eval w
  | neg i => -w i
  | abs i => _root_.abs (w i)
  | max i j => _root_.max (w i) (w j)
  | min i j => _root_.min (w i) (w j)
  | add i j => w i + w j
  | sub i j => w i - w j
  | mul i j => w i * w j
  | div i j => w i / w j
  | sqrt i => _root_.sqrt (w i)
  | round F i => r F (w i)
  | call f F _ i => lib f F (w i)
  | ifLt i j k l => choose (w i) (w j) (w k) (w l)

/-- The value without rounding of register `i`. -/
noncomputable def value (i : Nat) : Formula := .var (2 * i + 1)

/-- The bound of the error of register `i`. -/
noncomputable def bound (i : Nat) : Formula := .var (2 * i)

/-- The absolute value of the value without rounding. -/
noncomputable def size (i : Nat) : Formula := .fn .abs (value i)

/-- The unit of rounding of a format. -/
noncomputable def unit (F : FloatFormat) : Formula := .div (.num 1) (.pow (.num 2) (.succ F.bits))

/-- Half the least float of a format. -/
noncomputable def tiny (F : FloatFormat) : Formula := .div (.num 1) (.pow (.num 2) (.succ F.least))

/-- The greatest float of a format. -/
noncomputable def greatest (F : FloatFormat) : Formula :=
  .sub (.pow (.num 2) F.greatest) (.pow (.num 2) (F.greatest - .succ F.bits))

/-- The formula of the value without rounding. -/
noncomputable def exact : Instr → Formula
  | num m k => constant m k
  | neg i => .neg (value i)
  | abs i => size i
  | max i j => .max (value i) (value j)
  | min i j => .min (value i) (value j)
  | add i j => .add (value i) (value j)
  | sub i j => .sub (value i) (value j)
  | mul i j => .mul (value i) (value j)
  | div i j => .div (value i) (value j)
  | sqrt i => .fn .sqrt (value i)
  | round _ i => value i
  | call f _ _ i => f.formula (value i)
  | ifLt i j k l => .ifLt (value i) (value j) (value k) (value l)

/-- The bound of the error of a choice: that of the branch that is taken, where rounding does not change which
one; else the greater one, and the difference of the branches. -/
noncomputable def choiceError (i j k l : Nat) : Formula :=
  .ifLt (.num 0) (.add (bound i) (bound j))
    (.ifLt (.add (bound i) (bound j)) (.fn .abs (.sub (value i) (value j)))
      (.ifLt (value i) (value j) (bound k) (bound l))
      (.add (.max (bound k) (bound l)) (.fn .abs (.sub (value k) (value l)))))
    (.ifLt (value i) (value j) (bound k) (bound l))

/-- The formula of the bound of the error. -/
noncomputable def error : Instr → Formula
  | num _ _ => .num 0
  | neg i | abs i => bound i
  | max i j | min i j => .max (bound i) (bound j)
  | add i j | sub i j => .add (bound i) (bound j)
  | mul i j => .add (.mul (size i) (bound j)) (.mul (bound i) (.add (size j) (bound j)))
  | div i j => .div (.add (bound i) (.mul (.fn .abs (.div (value i) (value j))) (bound j)))
      (.sub (size j) (bound j))
  | sqrt i => .div (bound i) (.fn .sqrt (value i))
  | round F i => .add (bound i) (.max (.mul (unit F) (.add (size i) (bound i))) (tiny F))
  | call f F k i => .add (f.spread (value i) (bound i)) (.max (.mul (.mul (.div (.num k) (.num 100)) (unit F))
      (.add (.fn .abs (f.formula (value i))) (f.spread (value i) (bound i)))) (tiny F))
  | ifLt i j k l => choiceError i j k l

/-- The conditions under which the bound holds, and nothing overflows. -/
noncomputable def safe : Instr → List Condition
  | div _ j => .cons (.lt (bound j) (size j)) .nil
  | sqrt i => .cons (.lt (bound i) (value i)) .nil
  | round F i => .cons (.lt (.add (size i) (bound i)) (greatest F)) .nil
  | call f F k i => .cons (.lt (.add (.fn .abs ((call f F k i).exact)) ((call f F k i).error)) (greatest F))
      (f.require (value i) (bound i))
  | _ => .nil

/-- What is supposed of the library for an instruction. -/
def Supposes (lib : Library.Implementation) : Instr → Prop
  | call f F k _ => Library.Within lib f F k
  | _ => True

end Instr
