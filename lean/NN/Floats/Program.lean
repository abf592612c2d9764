prelude
import NN.Floats.Bound

/-!
# The error of a program

A program is a list of instructions; each computes one more number from those before. Register `0` is the one
computed last, register `1` the one before it, and so on; the inputs come first. The bound is a program too,
over formulas.

## Main definitions

* `Instr.computed p w`: the registers after a program. `Instr.bounded p s`: values and bounds.
  `Instr.Safe p s`: all conditions.

## Main results

* `Instr.error_le_bound`: **the result of a program is within the bound of the value without rounding**.
-/

open Formula

namespace Instr

/-- The registers after a program. -/
noncomputable def computed (r : Rounding) (lib : Library.Implementation) : List Instr → List ℝ → List ℝ
  | .nil, w => w
  | .cons c p, w => computed r lib p (.cons (c.compute r lib (values w)) w)

/-- One step of the bound of a program: values and bounds of the registers, two for each. -/
structure Step where
  /-- The value without rounding. -/
  exact : Formula
  /-- The bound of the error. -/
  error : Formula
  /-- The conditions. -/
  safe : List Condition

/-- The step of an instruction. -/
noncomputable def step (c : Instr) : Step := ⟨c.exact, c.error, c.safe⟩

/-- The steps of a program. -/
noncomputable def steps : List Instr → List Step
  | .nil => .nil
  | .cons c p => .cons c.step (steps p)

/-- The values and bounds after all steps. -/
noncomputable def bounded : List Step → List ℝ → List ℝ
  | .nil, s => s
  | .cons c p, s => bounded p (.cons (c.error.eval (values s)) (.cons (c.exact.eval (values s)) s))

/-- All conditions hold. -/
def Safe : List Step → List ℝ → Prop
  | .nil, _ => True
  | .cons c p, s => AllHold (values s) c.safe ∧
      Safe p (.cons (c.error.eval (values s)) (.cons (c.exact.eval (values s)) s))

/-- What is supposed of the library. -/
def Supposed (lib : Library.Implementation) : List Instr → Prop
  | .nil => True
  | .cons c p => c.Supposes lib ∧ Supposed lib p

/-- All registers are within the bounds after a program, if they are before. -/
theorem near_computed {r : Rounding} {lib : Library.Implementation}
    (rounds : ∀ F : FloatFormat, F.Rounds (r F)) : (p : List Instr) → (w s : List ℝ) →
    Near (values w) (values s) → Supposed lib p → Safe (steps p) s →
    Near (values (computed r lib p w)) (values (bounded (steps p) s))
  | .nil, _, _, near, _, _ => near
  | .cons c p, w, s, near, supposed, safe =>
    near_computed rounds p _ _ (fun i => by
      cases i with
      | zero => exact compute_error near rounds c supposed.1 safe.1
      | succ i => exact near i) supposed.2 safe.2

/-- **The error of a program.** Run on the float `x` with rounding to nearest, ties to even, and a library as
supposed, it gives a number that is within the bound of the value without rounding, wherever the conditions
hold. The value without rounding is variable `1` and the bound variable `0` after all steps. -/
theorem error_le_bound {lib : Library.Implementation} (p : List Instr) (q : List Step) (same : steps p = q)
    (supposed : Supposed lib p) (x : ℝ) (safe : Safe q (.cons 0 (.cons x .nil))) :
    _root_.abs (values (computed FloatFormat.round lib p (.cons x .nil)) 0 -
      values (bounded q (.cons 0 (.cons x .nil))) 1) ≤ values (bounded q (.cons 0 (.cons x .nil))) 0 := by
  subst same
  refine near_computed FloatFormat.round_rounds p _ _ (fun i => ?_) supposed safe 0
  cases i with
  | zero =>
    show _root_.abs (x - x) ≤ 0
    rw [sub_self, abs_zero]
    exact le_refl _
  | succ i =>
    show _root_.abs ((0 : ℝ) - 0) ≤ 0
    rw [sub_self, abs_zero]
    exact le_refl _

end Instr
