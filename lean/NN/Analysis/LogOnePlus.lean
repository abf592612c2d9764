prelude
import NN.Analysis.ExpDeriv
import NN.Analysis.LogDeriv

/-!
# `log (1 + x)` and `exp x - 1`

As functions of a number they are nothing new; as functions of a rounded number they are functions of their
own, because near zero neither is what its parts give.

## Main results

* `expm1_log1p`, `log1p_expm1`: they are inverse to each other; `log1p_eq_iff`.
* `hasDerivAt_log1p`, `hasDerivAt_expm1`.
-/

variable {R : Type} [CompleteOrderedField R] {x y : R}

/-- `log (1 + x)`. -/
noncomputable def log1p (x : R) : R := log (1 + x)

/-- `exp x - 1`. -/
noncomputable def expm1 (x : R) : R := exp x - 1

/-- `exp (log (1 + x)) - 1 = x` for `-1 < x`. -/
theorem expm1_log1p (h : -1 < x) : expm1 (log1p x) = x := by
  rw [expm1, log1p, exp_log (slin h)]
  exact ring

/-- `log (1 + (exp x - 1)) = x`. -/
theorem log1p_expm1 (x : R) : log1p (expm1 x) = x := by
  rw [log1p, expm1, show 1 + (exp x - 1) = exp x from ring, log_exp]

/-- What `log1p` is, for `-1 < x`: the one number whose exponential is `1 + x`. -/
theorem log1p_eq_iff (h : -1 < x) : log1p x = y ↔ expm1 y = x :=
  ⟨fun e => e ▸ expm1_log1p h, fun e => e ▸ log1p_expm1 y⟩

/-- `log1p' x = 1 / (1 + x)` for `x ≠ -1`. -/
theorem hasDerivAt_log1p (h : 1 + x ≠ 0) : HasDerivAt log1p (1 / (1 + x)) x :=
  ((hasDerivAt_id x).const_add 1).log h

/-- `expm1' = exp`. -/
theorem hasDerivAt_expm1 (x : R) : HasDerivAt expm1 (exp x) x := (hasDerivAt_exp x).sub_const 1
