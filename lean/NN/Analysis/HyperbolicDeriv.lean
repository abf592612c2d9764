prelude
import NN.Analysis.Deriv.Inv
import NN.Analysis.ExpDeriv
import NN.Analysis.Hyperbolic

/-!
# Derivatives of the hyperbolic functions

## Main results

* `hasDerivAt_sinh`: `sinh' = cosh`; `hasDerivAt_cosh`: `cosh' = sinh`; `hasDerivAt_tanh`:
  `tanh' = 1 - tanh²`.
* `HasDerivAt.tanh` for compositions.
* `sinh_strictMono`, `tanh_strictMono`.
-/

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' : R}

/-- `sinh' = cosh`. -/
theorem hasDerivAt_sinh (x : R) : HasDerivAt sinh (cosh x) x :=
  (((hasDerivAt_exp x).sub (hasDerivAt_exp_neg x)).div_const 2).congr_deriv (by
    rw [cosh, show exp x - -exp (-x) = exp x + exp (-x) from ring])

/-- `cosh' = sinh`. -/
theorem hasDerivAt_cosh (x : R) : HasDerivAt cosh (sinh x) x :=
  (((hasDerivAt_exp x).add (hasDerivAt_exp_neg x)).div_const 2).congr_deriv (by
    rw [sinh, ← sub_eq_add_neg])

/-- `tanh' = 1 - tanh²`. -/
theorem hasDerivAt_tanh (x : R) : HasDerivAt tanh (1 - tanh x ^ 2) x := by
  refine ((hasDerivAt_sinh x).div (hasDerivAt_cosh x) (cosh_ne_zero x)).congr_deriv ?_
  rw [tanh, div_eq_mul_inv, div_eq_mul_inv, inv_sq]
  exact lin_eq (cosh x * (cosh x)⁻¹ + 1) (mul_inv_cancel₀ (cosh_ne_zero x))

/-- `(tanh ∘ f)' = (1 - tanh² f) f'`. -/
theorem HasDerivAt.tanh {x : R} (h : HasDerivAt f f' x) :
    HasDerivAt (fun y => _root_.tanh (f y)) ((1 - _root_.tanh (f x) ^ 2) * f') x :=
  HasDerivAt.comp (hasDerivAt_tanh (f x)) h

/-- `0 < 1 - tanh² x`. -/
theorem one_sub_tanh_sq_pos (x : R) : 0 < 1 - tanh x ^ 2 :=
  slin (mul_pos (sub_pos_of_lt (tanh_lt_one x)) (sub_pos_of_lt (neg_one_lt_tanh x)))

/-- `sinh` is strictly increasing. -/
theorem sinh_strictMono : StrictMono (sinh (R := R)) := strictMono_of_hasDerivAt_pos hasDerivAt_sinh cosh_pos

/-- `tanh` is strictly increasing. -/
theorem tanh_strictMono : StrictMono (tanh (R := R)) :=
  strictMono_of_hasDerivAt_pos hasDerivAt_tanh one_sub_tanh_sq_pos
