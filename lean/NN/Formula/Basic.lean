prelude
import NN.Analysis.Erf.Normal
import NN.Analysis.Order.MinMax
import NN.Analysis.Order.Sign
import NN.Analysis.Pi.Basic
import NN.Analysis.HyperbolicDeriv
import NN.Analysis.SqrtDeriv
import NN.Analysis.Trig.Arcsin
import NN.Analysis.Trig.Arctan
import NN.Analysis.Trig.Deriv
import NN.Analysis.Trig.Unique
import NN.Analysis.Real

/-!
# Formulas as data

A `Formula` is a real function of numbered variables, written down as data. The files of this folder say once
and for all how such functions are differentiated, so that a new function needs no proof of its own:

* `NN.Formula.Basic`: formulas and their values;
* `NN.Formula.Compare`: when two formulas are the same;
* `NN.Formula.Condition`: comparisons of formulas, `a < b` and `a ≠ b`;
* `NN.Formula.Deriv`: the derivative, a formula again, where it is valid, and the theorem
  (`Formula.hasDerivAt_of_ok`);
* `NN.Formula.Simplify`: `0 * x + 1 * y` is `y` (`Formula.eval_simplify`);
* `NN.Formula.Signs`, `NN.Formula.Require`: which of the conditions are always met
  (`Formula.ok_of_missing_eq_nil`).

`NN.Formula` puts them together: `Formula.hasDerivAt`.

## Main definitions

* `Fn`: the functions of one number, `Fn.value` what they compute. Another function is a constructor here, and
  a case in `Fn.value`, `Fn.deriv`, `Fn.require`, `Fn.hasDerivAt`, `Fn.signs`, `Fn.signs_spec`.
* `Formula`, `Formula.eval`: formulas and their values.
* `values`: the values of the variables, from a list. `update`: another value for one variable.
-/

/-- The functions of one number that a formula may apply. -/
inductive Fn where
  /-- The exponential function. -/
  | exp
  /-- The natural logarithm. -/
  | log
  /-- The square root. -/
  | sqrt
  /-- The hyperbolic sine. -/
  | sinh
  /-- The hyperbolic cosine. -/
  | cosh
  /-- The hyperbolic tangent. -/
  | tanh
  /-- The sine. -/
  | sin
  /-- The cosine. -/
  | cos
  /-- The inverse sine. -/
  | arcsin
  /-- The inverse cosine. -/
  | arccos
  /-- The inverse tangent. -/
  | arctan
  /-- The error function. -/
  | erf
  /-- The complementary error function. -/
  | erfc
  /-- The absolute value. -/
  | abs
  /-- The sign: `1`, `0` or `-1`. -/
  | sign

/-- What a function computes. -/
noncomputable def Fn.value : Fn → ℝ → ℝ
  | .exp, x => _root_.exp x
  | .log, x => _root_.log x
  | .sqrt, x => _root_.sqrt x
  | .sinh, x => _root_.sinh x
  | .cosh, x => _root_.cosh x
  | .tanh, x => _root_.tanh x
  | .sin, x => _root_.sin x
  | .cos, x => _root_.cos x
  | .arcsin, x => _root_.arcsin x
  | .arccos, x => _root_.arccos x
  | .arctan, x => _root_.arctan x
  | .erf, x => _root_.erf x
  | .erfc, x => _root_.erfc x
  | .abs, x => _root_.abs x
  | .sign, x => _root_.sign x

/-- Formulas in numbered variables. -/
inductive Formula where
  /-- Variable number `i`. -/
  | var (i : Nat)
  /-- The numeral `n`. -/
  | num (n : Nat)
  /-- The number `π`. -/
  | pi
  /-- A negative. -/
  | neg (a : Formula)
  /-- An inverse; that of `0` is `0`. -/
  | inv (a : Formula)
  /-- A power with a fixed exponent. -/
  | pow (a : Formula) (n : Nat)
  /-- A function applied. -/
  | fn (f : Fn) (a : Formula)
  /-- A sum. -/
  | add (a b : Formula)
  /-- A difference. -/
  | sub (a b : Formula)
  /-- A product. -/
  | mul (a b : Formula)
  /-- A quotient; `a / 0` is `0`. -/
  | div (a b : Formula)
  /-- The greater one. -/
  | max (a b : Formula)
  /-- The smaller one. -/
  | min (a b : Formula)
  /-- `t` where `a < b`, else `e`. -/
  | ifLt (a b t e : Formula)

namespace Formula

/-! ### Values -/

/-- The values of the variables, from a list; `0` for those behind its end. -/
noncomputable def values : List ℝ → Nat → ℝ
  | .nil, _ => 0
  | .cons x _, .zero => x
  | .cons _ l, .succ i => values l i

/-- The values `v`, but `x` for variable number `i`. -/
noncomputable def update (v : Nat → ℝ) (i : Nat) (x : ℝ) (j : Nat) : ℝ := cond (Nat.beq i j) x (v j)

open Classical in
/-- `t` if `a < b`, else `e`. -/
noncomputable def choose (a b t e : ℝ) : ℝ := if a < b then t else e

/-- The first branch. -/
theorem choose_of_lt {a b : ℝ} (h : a < b) (t e : ℝ) : choose a b t e = t := if_pos h

/-- The second branch. -/
theorem choose_of_not_lt {a b : ℝ} (h : ¬a < b) (t e : ℝ) : choose a b t e = e := if_neg h

/-- The second branch. -/
theorem choose_of_gt {a b : ℝ} (h : b < a) (t e : ℝ) : choose a b t e = e :=
  choose_of_not_lt (not_lt.mpr (le_of_lt h)) t e

/-- The value of a formula. -/
noncomputable def eval (v : Nat → ℝ) : Formula → ℝ
  | var i => v i
  | num n => RingNF.numeralValue ℝ n
  | pi => _root_.pi ℝ
  | neg a => -a.eval v
  | inv a => (a.eval v)⁻¹
  | pow a n => a.eval v ^ n
  | fn f a => f.value (a.eval v)
  | add a b => a.eval v + b.eval v
  | sub a b => a.eval v - b.eval v
  | mul a b => a.eval v * b.eval v
  | div a b => a.eval v / b.eval v
  | max a b => _root_.max (a.eval v) (b.eval v)
  | min a b => _root_.min (a.eval v) (b.eval v)
  | ifLt a b t e => choose (a.eval v) (b.eval v) (t.eval v) (e.eval v)

/-- The updated variable has the new value. -/
theorem update_self (v : Nat → ℝ) (i : Nat) (x : ℝ) : update v i x i = x := by
  rw [update, Nat.beq_refl]
  rfl

/-- The other variables have the old values. -/
theorem update_of_ne (v : Nat → ℝ) {i j : Nat} (h : Nat.beq i j = false) (x : ℝ) : update v i x j = v j := by
  rw [update, h]
  rfl

/-- Another value twice. -/
theorem update_update (v : Nat → ℝ) (i : Nat) (x y : ℝ) : update (update v i x) i y = update v i y :=
  funext fun j => by
    cases h : Nat.beq i j with
    | true =>
      rw [← Nat.eq_of_beq_eq_true i j h, update_self, update_self]
    | false => rw [update_of_ne _ h, update_of_ne _ h, update_of_ne _ h]

/-- The value that a variable has already. -/
theorem update_eq_self (v : Nat → ℝ) (i : Nat) : update v i (v i) = v :=
  funext fun j => by
    cases h : Nat.beq i j with
    | true =>
      rw [Nat.eq_of_beq_eq_true i j h]
      exact update_self v j (v j)
    | false => exact update_of_ne v h (v i)

/-- An operation on equal numbers. -/
theorem congr_binary (f : ℝ → ℝ → ℝ) {x x' y y' : ℝ} (h : x = x') (k : y = y') : f x y = f x' y' := by
  rw [h, k]

/-- A choice between equal numbers. -/
theorem congr_choose {a a' b b' t t' e e' : ℝ} (ha : a = a') (hb : b = b') (ht : t = t') (he : e = e') :
    choose a b t e = choose a' b' t' e' := by
  rw [ha, hb, ht, he]

/-! ### Numerals -/

/-- The numeral `0`. -/
theorem eval_zero (v : Nat → ℝ) : (num 0).eval v = 0 := rfl

/-- The numeral `1`. -/
theorem eval_one (v : Nat → ℝ) : (num 1).eval v = 1 := rfl

/-- A numeral has the value of the natural number. -/
theorem eval_num (v : Nat → ℝ) (n : Nat) : (num n).eval v = natCast ℝ n := RingNF.numeralValue_eq n

end Formula
