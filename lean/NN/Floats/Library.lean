prelude
import NN.Analysis.Pow
import NN.Floats.Errors
import NN.Formula.Condition

/-!
# Functions of a library

A call of `exp` in a program gives a float near the exponential of the argument. How near is not known here:
it is a hypothesis (`Library.Within`), which is tested and not proven.

## Main definitions

* `Library`: the functions that programs may call. `Library.value`, `Library.formula`: what they compute.
* `Library.spread`, `Library.require`: how an error of the argument spreads, and when, as formulas.

## Main results

* `Library.spread_spec`: it spreads no more than that.
-/

/-- The functions that programs may call. -/
inductive Library where
  /-- `exp x`. -/
  | exp
  /-- `log x`. -/
  | log
  /-- `log (1 + x)`. -/
  | log1p
  /-- `exp x - 1`. -/
  | expm1
  /-- `tanh x`. -/
  | tanh
  /-- `sin x`. -/
  | sin
  /-- `cos x`. -/
  | cos

namespace Library

/-- What a function computes. -/
noncomputable def value : Library → ℝ → ℝ
  | exp, x => _root_.exp x
  | log, x => _root_.log x
  | log1p, x => _root_.log (1 + x)
  | expm1, x => _root_.exp x - 1
  | tanh, x => _root_.tanh x
  | sin, x => _root_.sin x
  | cos, x => _root_.cos x

/-- The same as a formula. -/
noncomputable def formula (a : Formula) : Library → Formula
  | exp => .fn .exp a
  | log => .fn .log a
  | log1p => .fn .log (.add (.num 1) a)
  | expm1 => .sub (.fn .exp a) (.num 1)
  | tanh => .fn .tanh a
  | sin => .fn .sin a
  | cos => .fn .cos a

/-- It has the value. -/
theorem eval_formula (v : Nat → ℝ) (a : Formula) (f : Library) :
    (f.formula a).eval v = f.value (a.eval v) := by
  cases f <;> rfl

/-- How far the value moves when the argument `a` moves by `e`. -/
noncomputable def spread (a e : Formula) : Library → Formula
  | exp | expm1 => .mul (.fn .exp a) (.sub (.fn .exp e) (.num 1))
  | log => .div e (.sub a e)
  | log1p => .div e (.sub (.add (.num 1) a) e)
  | tanh | sin | cos => e

/-- When it moves no more. -/
noncomputable def require (a e : Formula) : Library → List Formula.Condition
  | log => .cons (.lt e a) .nil
  | log1p => .cons (.lt e (.add (.num 1) a)) .nil
  | _ => .nil

/-- The value moves no more than `spread`. -/
theorem spread_spec {v : Nat → ℝ} {a e : Formula} {x : ℝ} (f : Library)
    (h : abs (x - a.eval v) ≤ e.eval v) (k : Formula.AllHold v (f.require a e)) :
    abs (f.value x - f.value (a.eval v)) ≤ (f.spread a e).eval v := by
  cases f with
  | exp => exact exp_error h
  | expm1 =>
    show abs (_root_.exp x - 1 - (_root_.exp (a.eval v) - 1)) ≤ _
    rw [show _root_.exp x - 1 - (_root_.exp (a.eval v) - 1) = _root_.exp x - _root_.exp (a.eval v) from ring]
    exact exp_error h
  | log => exact log_error h k.1
  | log1p =>
    refine log_error (a := 1 + x) (A := 1 + a.eval v) ?_ k.1
    rwa [show 1 + x - (1 + a.eval v) = x - a.eval v from ring]
  | tanh =>
    refine le_trans (abs_sub_le_of_hasDerivAt hasDerivAt_tanh (fun y => ?_) _ _) h
    have p := one_sub_tanh_sq_pos y
    have q : 0 ≤ _root_.tanh y ^ 2 := by
      rw [sq]
      exact mul_self_nonneg _
    rw [abs_of_pos p]
    exact lin q
  | sin => exact le_trans (abs_sub_le_of_hasDerivAt hasDerivAt_sin abs_cos_le_one _ _) h
  | cos =>
    refine le_trans (abs_sub_le_of_hasDerivAt hasDerivAt_cos (fun y => ?_) _ _) h
    rw [abs_neg]
    exact abs_sin_le_one y

/-- What a library computes in a format: a function of floats for each of the functions. -/
def Implementation : Type := Library → FloatFormat → ℝ → ℝ

/-- The library's `f` in the format `F` has an error of at most `k / 100` units of rounding, or half the least
float: a hypothesis about a library that is not proven but tested. -/
def Within (lib : Implementation) (f : Library) (F : FloatFormat) (k : Nat) : Prop :=
  ∀ x, abs (lib f F x - f.value x) ≤ max (natCast ℝ k / natCast ℝ 100 * F.unit * abs (f.value x)) F.tiny

end Library
