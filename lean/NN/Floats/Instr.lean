prelude
import NN.Floats.Library

/-!
# Instructions whose operations are rounded, and the formulas of their errors

An operation computes exactly; `round` rounds. So a rounded sum is two instructions, a fused multiply-add
three (product, sum, `round`), a conversion between formats is `round`, and what is exact in floating-point
arithmetic (negatives, comparisons) is one.

Arguments are numbers of registers. What is computed is `X + L + r`: the value `X` without rounding, a linear
combination `L` of the rounding errors so far, and a rest `r` of second order. In formulas each register `i` has
three values: `X` (variable `3 i + 2`), a bound of the whole error (variable `3 i + 1`), and one of the rest
(variable `3 i`). The coefficients of `L` follow from the partial derivatives of the instructions, as in
differentiation forwards. So an error that a kernel computes and takes away again is seen to be taken away.

## Main definitions

* `Instr`, `Instr.compute`: instructions, and what they compute in floating-point arithmetic.
* `Instr.exact`: the formula of the value without rounding. `Instr.left`, `Instr.right`: on which registers it
  depends, and the partial derivatives. `Instr.fresh`: a bound of the rounding error that is new.
  `Instr.rest`: one of the rest. `Instr.safe`: the conditions under which this is so.
  `NN.Floats.Bound` proves it.
-/

open Formula

/-- One step of a program. The arguments `i`, `j`, `k`, `l` are numbers of registers. -/
inductive Instr where
  /-- The number `m / 2ᵏ`. -/
  | num (m k : Nat)
  /-- A negative. -/
  | neg (i : Nat)
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
  | add i j => w i + w j
  | sub i j => w i - w j
  | mul i j => w i * w j
  | div i j => w i / w j
  | sqrt i => _root_.sqrt (w i)
  | round F i => r F (w i)
  | call f F _ i => lib f F (w i)
  | ifLt i j k l => choose (w i) (w j) (w k) (w l)

/-- The value without rounding of register `i`. -/
noncomputable def value (i : Nat) : Formula := .var (3 * i + 2)

/-- The bound of the error of register `i`. -/
noncomputable def total (i : Nat) : Formula := .var (3 * i + 1)

/-- The bound of the rest of register `i`. -/
noncomputable def small (i : Nat) : Formula := .var (3 * i)

/-- The absolute value. -/
noncomputable def size (a : Formula) : Formula := .fn .abs a

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
  | add i j => .add (value i) (value j)
  | sub i j => .sub (value i) (value j)
  | mul i j => .mul (value i) (value j)
  | div i j => .div (value i) (value j)
  | sqrt i => .fn .sqrt (value i)
  | round _ i => value i
  | call f _ _ i => f.formula (value i)
  | ifLt i j k l => .ifLt (value i) (value j) (value k) (value l)

/-- A register, and a partial derivative with respect to it. -/
structure Part where
  /-- The register. -/
  place : Nat
  /-- The partial derivative. -/
  slope : Formula

/-- The first register that an instruction depends on. -/
noncomputable def left : Instr → Part
  | num _ _ => ⟨0, .num 0⟩
  | neg i => ⟨i, .neg (.num 1)⟩
  | add i _ | sub i _ | round _ i => ⟨i, .num 1⟩
  | mul i j => ⟨i, value j⟩
  | div i j => ⟨i, .div (.num 1) (value j)⟩
  | sqrt i => ⟨i, .div (.num 1) (.mul (.num 2) (.fn .sqrt (value i)))⟩
  | call f _ _ i => ⟨i, f.slope (value i)⟩
  | ifLt i j k _ => ⟨k, .ifLt (value i) (value j) (.num 1) (.num 0)⟩

/-- The second one. -/
noncomputable def right : Instr → Part
  | add _ j => ⟨j, .num 1⟩
  | sub _ j => ⟨j, .neg (.num 1)⟩
  | mul i j => ⟨j, value i⟩
  | div i j => ⟨j, .neg (.div (.div (value i) (value j)) (value j))⟩
  | ifLt i j _ l => ⟨l, .ifLt (value i) (value j) (.num 0) (.num 1)⟩
  | _ => ⟨0, .num 0⟩

/-- The bound of the rounding error that an instruction adds. -/
noncomputable def fresh : Instr → Formula
  | round F i => .max (.mul (unit F) (.add (size (value i)) (total i))) (tiny F)
  | call f F k i => .max (.mul (.mul (.div (.num k) (.num 100)) (unit F))
      (.add (size (f.formula (value i))) (f.spread (value i) (total i)))) (tiny F)
  | _ => .num 0

/-- The bound of the rest of a choice: that of the branch that is taken, where rounding does not change which
one; else all that the branches may differ. -/
noncomputable def choiceRest (i j k l : Nat) : Formula :=
  .ifLt (.num 0) (.add (total i) (total j))
    (.ifLt (.add (total i) (total j)) (size (.sub (value i) (value j)))
      (.ifLt (value i) (value j) (small k) (small l))
      (.add (.add (total k) (total l)) (size (.sub (value k) (value l)))))
    (.ifLt (value i) (value j) (small k) (small l))

/-- The bound of the rest. -/
noncomputable def rest : Instr → Formula
  | num _ _ => .num 0
  | neg i | round _ i => small i
  | add i j | sub i j => .add (small i) (small j)
  | mul i j => .add (.add (.mul (size (value j)) (small i)) (.mul (size (value i)) (small j)))
      (.mul (total i) (total j))
  | div i j => .add
      (.div (.add (small i) (.mul (size (.div (value i) (value j))) (small j))) (size (value j)))
      (.div (.mul (.add (total i) (.mul (size (.div (value i) (value j))) (total j))) (total j))
        (.mul (.sub (size (value j)) (total j)) (size (value j))))
  | sqrt i => .div (.add (small i) (.mul (.div (total i) (.fn .sqrt (value i)))
      (.div (total i) (.fn .sqrt (value i))))) (.mul (.num 2) (.fn .sqrt (value i)))
  | call f _ _ i => .add (.mul (f.bend (value i) (total i)) (total i))
      (.mul (size (f.slope (value i))) (small i))
  | ifLt i j k l => choiceRest i j k l

/-- The conditions under which the bounds hold, and nothing overflows. -/
noncomputable def safe : Instr → List Condition
  | div _ j => .cons (.lt (total j) (size (value j))) .nil
  | sqrt i => .cons (.lt (total i) (value i)) .nil
  | round F i => .cons (.lt (.add (size (value i)) (total i)) (greatest F)) .nil
  | call f F k i => .cons (.lt (.add (.add (size (f.formula (value i))) (f.spread (value i) (total i)))
      ((call f F k i).fresh)) (greatest F)) (f.require (value i) (total i))
  | _ => .nil

/-- What is supposed of the library for an instruction. -/
def Supposes (lib : Library.Implementation) : Instr → Prop
  | call f F k _ => Library.Within lib f F k
  | _ => True

end Instr
