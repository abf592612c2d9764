prelude
import NN.Analysis.Integral.FundamentalTheorem

/-!
# Differentiation under the integral sign

## Main results

* `hasDerivAt_integral`: `(∫ h y t dt)' = ∫ h' t dt`, if `h y t - h x t - h' t (y - x)` is bounded by a
  multiple of `(y - x)²` that does not depend on `t`.
-/

variable {R : Type} [CompleteOrderedField R]

/-- Differentiation under the integral sign over `[0, 1]`. -/
theorem hasDerivAt_integral {h : R → R → R} {h' : R → R} {x C d : R} (cont : ∀ y, Continuous (h y))
    (cont' : Continuous h') (hd : 0 < d)
    (bound : ∀ y t, abs (y - x) < d → 0 ≤ t → t ≤ 1 →
      abs (h y t - h x t - h' t * (y - x)) ≤ C * ((y - x) * (y - x))) :
    HasDerivAt (fun y => integral (h y) 0 1) (integral h' 0 1) x := by
  refine HasDerivAt.of_quadratic_bound (C := C) hd fun y hy => ?_
  have minus := (cont x).const_mul (-1)
  have slope := cont'.const_mul (-(y - x))
  have e : integral (fun t => h y t + -1 * h x t + -(y - x) * h' t) 0 1
      = integral (h y) 0 1 - integral (h x) 0 1 - integral h' 0 1 * (y - x) := by
    rw [integral_add ((cont y).add minus) slope, integral_add (cont y) minus, integral_const_mul _ (cont x),
      integral_const_mul _ cont']
    exact ring
  rw [← e]
  refine le_trans (abs_integral_le (M := C * ((y - x) * (y - x))) (((cont y).add minus).add slope) zero_le_one
    fun t t0 t1 => ?_) (le_of_eq ring)
  rw [show h y t + -1 * h x t + -(y - x) * h' t = h y t - h x t - h' t * (y - x) from ring]
  exact bound y t hy t0 t1
