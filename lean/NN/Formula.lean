prelude
import NN.Formula.Require
import NN.Formula.Simplify

/-!
# The derivative of any formula

A function that is made of arithmetic, choices and the functions of `Fn` is written down as a `Formula`; then
one theorem gives its derivative and the conditions under which it is that. `NN.Formula.Basic` is the map of
the folder; `proofgrad prove` writes files that use it.

## Main results

* `Formula.hasDerivAt`: where the conditions `l` hold, `e.derivative i` is the derivative of `e` with respect
  to variable number `i`. That nothing else needs to be supposed is computed by the kernel.
* `Formula.holds`: a condition between rational numbers, and others that signs prove, by computing: the
  witnesses that conditions can be met.
-/

namespace Formula

/-- The derivative with respect to variable number `i`, in simpler form. -/
noncomputable def derivative (i : Nat) (e : Formula) : Formula := (e.deriv i).simplify

/-- Is there no condition? -/
noncomputable def isNil : List Condition → Bool
  | .nil => true
  | .cons _ _ => false

/-- Then the list is empty. -/
theorem eq_nil_of_isNil {l : List Condition} (h : isNil l = true) : l = .nil := by
  cases l with
  | nil => rfl
  | cons c l => exact Bool.noConfusion h

/-- Where the conditions `l` hold, and they are all that is needed, `e.derivative i` is the derivative of `e`
with respect to variable number `i`. -/
theorem hasDerivAt (e : Formula) (i : Nat) (l : List Condition) (v : Nat → ℝ) (h : AllHold v l)
    (complete : isNil (e.missing l) = true := by
      first
      | decide +kernel
      | fail "the conditions do not imply that the rules of differentiation apply") :
    HasDerivAt (fun y => e.eval (update v i y)) ((e.derivative i).eval v) (v i) :=
  (hasDerivAt_of_ok v i e (ok_of_missing_eq_nil e h (eq_nil_of_isNil complete))).congr_deriv
    (eval_simplify v _).symm

/-- A condition that holds whatever the values of the variables are. -/
theorem holds (c : Condition) (v : Nat → ℝ)
    (proven : proves .nil c = true := by
      first
      | decide +kernel
      | fail "the condition is not seen to hold") : c.Holds v :=
  holds_of_proves .nil proven

end Formula
