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
* `Library.slope`, `Library.bend`: the derivative, and how much it changes.

## Main results

* `Library.spread_spec`: it spreads no more than that. `Library.first_spec`: how it spreads to first order.
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
  /-- `exp x` as the sum of two floats, which no rounding has made one. -/
  | expPair

namespace Library

/-- What a function computes. -/
noncomputable def value : Library → ℝ → ℝ
  | exp, x | expPair, x => _root_.exp x
  | log, x => _root_.log x
  | log1p, x => _root_.log (1 + x)
  | expm1, x => _root_.exp x - 1
  | tanh, x => _root_.tanh x
  | sin, x => _root_.sin x
  | cos, x => _root_.cos x

/-- The same as a formula. -/
noncomputable def formula (a : Formula) : Library → Formula
  | exp | expPair => .fn .exp a
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
  | exp | expPair | expm1 => .mul (.fn .exp a) (.sub (.fn .exp e) (.num 1))
  | log => .div e (.sub a e)
  | log1p => .div e (.sub (.add (.num 1) a) e)
  | tanh | sin | cos => e

/-- When it moves no more; and for `expPair`, that it stays far from underflow and overflow, since its power of
two is kept apart. -/
noncomputable def require (a e : Formula) : Library → List Formula.Condition
  | log => .cons (.lt e a) .nil
  | log1p => .cons (.lt e (.add (.num 1) a)) .nil
  | expPair => .cons (.lt (.add (.fn .abs a) e) (.num 340)) .nil
  | _ => .nil

/-- The value moves no more than `spread`. -/
theorem spread_spec {v : Nat → ℝ} {a e : Formula} {x : ℝ} (f : Library)
    (h : abs (x - a.eval v) ≤ e.eval v) (k : Formula.AllHold v (f.require a e)) :
    abs (f.value x - f.value (a.eval v)) ≤ (f.spread a e).eval v := by
  cases f with
  | exp | expPair => exact exp_error h
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

/-- The derivative. -/
noncomputable def slope (a : Formula) : Library → Formula
  | exp | expPair | expm1 => .fn .exp a
  | log => .inv a
  | log1p => .inv (.add (.num 1) a)
  | tanh => .sub (.num 1) (.pow (.fn .tanh a) 2)
  | sin => .fn .cos a
  | cos => .neg (.fn .sin a)

/-- How much the derivative changes when the argument `a` moves by `e`. -/
noncomputable def bend (a e : Formula) : Library → Formula
  | exp | expPair | expm1 => .mul (.fn .exp a) (.sub (.fn .exp e) (.num 1))
  | log => .div e (.mul (.sub a e) a)
  | log1p => .div e (.mul (.sub (.add (.num 1) a) e) (.add (.num 1) a))
  | tanh => .mul (.num 2) e
  | sin | cos => e

/-- `|1/z - 1/A| ≤ t / ((A - t) A)`. -/
theorem inv_error {z A t : ℝ} (h : abs (z - A) ≤ t) (away : t < A) :
    abs (z⁻¹ - A⁻¹) ≤ t / ((A - t) * A) := by
  have hA : 0 < A := lt_of_le_of_lt (error_nonneg h) away
  have hz := pos_of_error_lt h away
  have gap := sub_pos_of_lt away
  refine le_div_of_mul_le (mul_pos gap hA) ?_
  have low : (A - t) * A ≤ z * A := mul_le_mul_of_nonneg_right (lin (neg_le_of_abs_le h)) (le_of_lt hA)
  refine le_trans (mul_le_mul_of_nonneg_left low (abs_nonneg _)) ?_
  rw [← abs_of_pos (mul_pos hz hA), ← abs_mul, abs_sub_comm] at *
  have e : (z⁻¹ - A⁻¹) * (z * A) = A - z :=
    lin_eq₂ A (mul_inv_cancel₀ (ne_of_gt hz)) (-z) (mul_inv_cancel₀ (ne_of_gt hA))
  rw [e]
  exact h

/-- The logarithm is near its tangent. -/
theorem log_tangent {x A t : ℝ} (h : abs (x - A) ≤ t) (away : t < A) :
    abs (_root_.log x - (_root_.log A + A⁻¹ * (x - A))) ≤ t / ((A - t) * A) * t :=
  tangent_error (f' := fun z => z⁻¹) (fun _ hz => hasDerivAt_log (ne_of_gt (pos_of_error_lt hz away)))
    (fun _ hz => inv_error hz away) h

/-- The value is near the tangent. -/
theorem tangent_spec {v : Nat → ℝ} {a e : Formula} {x : ℝ} (f : Library)
    (h : abs (x - a.eval v) ≤ e.eval v) (k : Formula.AllHold v (f.require a e)) :
    abs (f.value x - (f.value (a.eval v) + (f.slope a).eval v * (x - a.eval v))) ≤
      (f.bend a e).eval v * e.eval v := by
  cases f with
  | exp | expPair => exact tangent_error (f' := _root_.exp) (fun z _ => hasDerivAt_exp z) (fun _ hz => exp_error hz) h
  | expm1 =>
    exact tangent_error (f := fun y => _root_.exp y - 1) (f' := _root_.exp) (fun z _ => hasDerivAt_expm1 z)
      (fun _ hz => exp_error hz) h
  | log => exact log_tangent h k.1
  | log1p =>
    have shifted : abs (1 + x - (1 + a.eval v)) ≤ e.eval v := by
      rwa [show 1 + x - (1 + a.eval v) = x - a.eval v from ring]
    have t := log_tangent shifted k.1
    rw [show 1 + x - (1 + a.eval v) = x - a.eval v from ring] at t
    exact t
  | tanh =>
    refine tangent_error (f' := fun z => 1 - _root_.tanh z ^ 2) (fun z _ => hasDerivAt_tanh z)
      (fun z hz => ?_) h
    show abs (1 - _root_.tanh z ^ 2 - (1 - _root_.tanh (a.eval v) ^ 2)) ≤ 2 * e.eval v
    have near : abs (_root_.tanh z - _root_.tanh (a.eval v)) ≤ e.eval v :=
      (tanh : Library).spread_spec (a := a) (e := e) (v := v) hz trivial
    have le_one : ∀ y : ℝ, abs (_root_.tanh y) ≤ 1 := fun y =>
      abs_le_of_le_of_neg_le (le_of_lt (tanh_lt_one y)) (lin (le_of_lt (neg_one_lt_tanh y)))
    rw [show 1 - _root_.tanh z ^ 2 - (1 - _root_.tanh (a.eval v) ^ 2) =
      (_root_.tanh (a.eval v) + _root_.tanh z) * -(_root_.tanh z - _root_.tanh (a.eval v)) from ring, abs_mul,
      abs_neg]
    have two : abs (_root_.tanh (a.eval v) + _root_.tanh z) ≤ 2 :=
      le_trans (abs_add_le_add (le_one _) (le_one z)) (lin (le_refl (2 : ℝ)))
    exact mul_le_mul two near (abs_nonneg _) (le_of_lt two_pos)
  | sin =>
    exact tangent_error (f' := _root_.cos) (fun z _ => hasDerivAt_sin z)
      (fun z hz => (cos : Library).spread_spec (a := a) (e := e) (v := v) hz trivial) h
  | cos =>
    refine tangent_error (f' := fun z => -_root_.sin z) (fun z _ => hasDerivAt_cos z) (fun z hz => ?_) h
    exact neg_error ((sin : Library).spread_spec (a := a) (e := e) (v := v) hz trivial)

/-- The value to first order: `x` is `A + l` up to `r`. -/
theorem first_spec {v : Nat → ℝ} {a e : Formula} {x l r : ℝ} (f : Library)
    (hr : abs (x - (a.eval v + l)) ≤ r) (h : abs (x - a.eval v) ≤ e.eval v)
    (k : Formula.AllHold v (f.require a e)) :
    abs (f.value x - (f.value (a.eval v) + (f.slope a).eval v * l)) ≤
      (f.bend a e).eval v * e.eval v + abs ((f.slope a).eval v) * r := by
  have t := abs_add_le_add (f.tangent_spec h k) (mul_const_first ((f.slope a).eval v) hr)
  refine le_trans (le_of_eq (congrArg abs ?_)) t
  exact ring

/-- What a library computes in a format: a function of floats for each of the functions. -/
def Implementation : Type := Library → FloatFormat → ℝ → ℝ

/-- The library's `f` in the format `F` has an error of at most `k / 100` units of rounding, or half the least
float: a hypothesis about a library that is not proven but tested. -/
def Within (lib : Implementation) (f : Library) (F : FloatFormat) (k : Nat) : Prop :=
  ∀ x, abs (lib f F x - f.value x) ≤ max (natCast ℝ k / natCast ℝ 100 * F.unit * abs (f.value x)) F.tiny

end Library
