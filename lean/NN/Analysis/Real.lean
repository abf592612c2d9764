prelude
import NN.Analysis.Completion
import NN.Analysis.Exp
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! The real numbers. -/
def Real : Type := Ord.Comp Ord.Q
noncomputable instance : OrderedRing Real := inferInstanceAs (OrderedRing (Ord.Comp Ord.Q))
noncomputable instance : CompleteOrderedField Real where
  inv := Ord.invOf
  div a b := a * Ord.invOf b
  mul_inv_cancel₀ h := Ord.invOf_spec (Ord.Comp.exists_inv _ h)
  inv_zero := Ord.invOf_zero zero_ne_one
  div_eq_mul_inv a b := rfl
  exists_isLUB := Ord.Comp.exists_isLUB Ord.Q.arch
theorem Real.exp_deriv (x : Real) : HasDerivAt exp (exp x) x := hasDerivAt_exp x
