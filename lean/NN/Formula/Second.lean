prelude
import NN.Formula

/-!
# Second derivatives of formulas

The derivative of a formula is a formula, so that it has a derivative.

## Main results

* `Formula.hasDerivAt_derivative`: where the conditions `l` hold, `e.secondDerivative i j` is the derivative
  with respect to variable number `j` of the derivative with respect to variable number `i`.
-/

namespace Formula

/-- The derivative with respect to variable `j` of the derivative with respect to variable `i`. -/
noncomputable def secondDerivative (i j : Nat) (e : Formula) : Formula := (e.derivative i).derivative j

/-- Where the conditions `l` hold, and they are all that is needed, `e.secondDerivative i j` is the derivative
of `e.derivative i` with respect to variable number `j`, and `e.derivative i` that of `e` with respect to `i`. -/
theorem hasDerivAt_derivative (e : Formula) (i j : Nat) (l : List Condition) (v : Nat → ℝ) (h : AllHold v l)
    (first : isNil (e.missing l) = true := by
      first
      | decide +kernel
      | fail "the conditions do not imply that the rules of differentiation apply")
    (second : isNil ((e.derivative i).missing l) = true := by
      first
      | decide +kernel
      | fail "the conditions do not imply that the derivative can be differentiated") :
    HasDerivAt (fun y => e.eval (update v i y)) ((e.derivative i).eval v) (v i) ∧
      HasDerivAt (fun y => (e.derivative i).eval (update v j y)) ((e.secondDerivative i j).eval v) (v j) :=
  ⟨hasDerivAt e i l v h first, hasDerivAt (e.derivative i) j l v h second⟩

/-- For example the exact GELU: its second derivative exists everywhere. -/
theorem hasDerivAt_derivative_gelu (v : Nat → ℝ) :
    let gelu : Formula := mul (var 0) (div (fn .erfc (neg (div (var 0) (fn .sqrt (num 2))))) (num 2))
    HasDerivAt (fun y => gelu.eval (update v 0 y)) ((gelu.derivative 0).eval v) (v 0) ∧
      HasDerivAt (fun y => (gelu.derivative 0).eval (update v 0 y)) ((gelu.secondDerivative 0 0).eval v)
        (v 0) :=
  hasDerivAt_derivative _ 0 0 .nil v .nil

end Formula
