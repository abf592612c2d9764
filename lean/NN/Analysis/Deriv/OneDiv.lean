prelude
import NN.Analysis.Deriv.Inv

/-!
# The derivative of one over a function

## Main results

* `HasDerivAt.one_div`: `(1 / f)' = -(f' / f²)` where `f x ≠ 0`.
-/

variable {R : Type} [OrderedField R] {f : R → R} {f' x : R}

/-- The square of what is not zero is not zero. -/
theorem sq_ne_zero (hx : x ≠ 0) : x ^ 2 ≠ 0 := by
  rw [show x ^ 2 = x * x from ring]
  exact mul_ne_zero hx hx

/-- `(1 / f)' = -(f' / f²)` where `f x ≠ 0`. -/
theorem HasDerivAt.one_div (h : HasDerivAt f f' x) (hx : f x ≠ 0) :
    HasDerivAt (fun y => 1 / f y) (-(f' / f x ^ 2)) x :=
  ((hasDerivAt_const 1 x).div h hx).congr_deriv (by
    rw [div_eq_mul_inv, div_eq_mul_inv]
    exact ring)
