prelude
import NN.Analysis.ExpDeriv
import NN.Analysis.LogDeriv

/-!
# Functions of probabilities and of logarithms

## Main definitions

* `logit p = log p - log (1 - p)`, `xlogy x y = x log y`, `xlog1py x y = x log (1 + y)`,
  `entr x = -(x log x)`, `logaddexp x y = log (exp x + exp y)`.

## Main results

* `exp_logaddexp`: what `logaddexp` is; `logaddexp_comm`, `lt_logaddexp`, `hasDerivAt_logaddexp`.
* `logit_eq_iff`: the odds `p / (1 - p)` are `exp (logit p)`; `hasDerivAt_logit`: `1 / p / (1 - p)`.
* `hasDerivAt_entr`: `-(log x) - 1`; `hasDerivAt_xlogy`.
-/

variable {R : Type} [CompleteOrderedField R] {x y : R}

/-- The logarithm of the odds `p / (1 - p)`, as `log p - log (1 - p)`. -/
noncomputable def logit (p : R) : R := log p - log (1 - p)

/-- `x log y`; `0` for `x = 0`, whatever `y` is. -/
noncomputable def xlogy (x y : R) : R := x * log y

/-- `x log (1 + y)`. -/
noncomputable def xlog1py (x y : R) : R := x * log (1 + y)

/-- What `x` contributes to the entropy, `-(x log x)`; `0` for `x = 0`. -/
noncomputable def entr (x : R) : R := -(x * log x)

/-- `log (exp x + exp y)`. -/
noncomputable def logaddexp (x y : R) : R := log (exp x + exp y)

/-- What `logaddexp` is: the number whose exponential is the sum of the two exponentials. -/
theorem exp_logaddexp (x y : R) : exp (logaddexp x y) = exp x + exp y :=
  exp_log (add_pos (exp_pos x) (exp_pos y))

/-- It is symmetric. -/
theorem logaddexp_comm (x y : R) : logaddexp x y = logaddexp y x := by rw [logaddexp, add_comm, logaddexp]

/-- It is above both. -/
theorem lt_logaddexp (x y : R) : x < logaddexp x y := lt_of_exp_lt_exp (by
  rw [exp_logaddexp]
  exact slin (exp_pos y))

/-- Its derivative in the first argument: the share of `exp x`. -/
theorem hasDerivAt_logaddexp (x y : R) :
    HasDerivAt (fun z => logaddexp z y) (exp x / (exp x + exp y)) x :=
  ((hasDerivAt_exp x).add_const (exp y)).log (ne_of_gt (add_pos (exp_pos x) (exp_pos y)))

/-- What `logit` is, for `0 < p < 1`: the one number whose exponential is the odds. -/
theorem logit_eq_iff (h : 0 < x) (g : x < 1) : logit x = y ↔ exp y * (1 - x) = x := by
  have down := sub_pos_of_lt g
  have e : exp (logit x) = x / (1 - x) := by rw [logit, exp_sub, exp_log h, exp_log down]
  refine ⟨fun k => ?_, fun k => exp_injective ?_⟩
  · rw [← k, e, div_mul_cancel₀ _ (ne_of_gt down)]
  · rw [e, ← eq_div_of_mul_eq (ne_of_gt down) k]

/-- `logit' p = 1 / p / (1 - p)` for `0 < p < 1`. -/
theorem hasDerivAt_logit (h : 0 < x) (g : x < 1) : HasDerivAt logit (1 / x / (1 - x)) x := by
  have down := sub_pos_of_lt g
  refine ((hasDerivAt_log (ne_of_gt h)).sub (((hasDerivAt_id x).const_sub 1).log (ne_of_gt down))).congr_deriv
    (eq_div_of_mul_eq (ne_of_gt down) ?_)
  rw [div_eq_mul_inv, one_div]
  exact lin_eq₂ (-1) (mul_inv_cancel₀ (ne_of_gt h)) 1 (mul_inv_cancel₀ (ne_of_gt down))

/-- `entr' x = -(log x) - 1` for `x ≠ 0`. -/
theorem hasDerivAt_entr (h : x ≠ 0) : HasDerivAt entr (-log x - 1) x := by
  refine (((hasDerivAt_id x).mul (hasDerivAt_log h)).neg).congr_deriv ?_
  rw [mul_inv_cancel₀ h]
  exact ring

/-- `xlogy' = log y` in the first argument. -/
theorem hasDerivAt_xlogy_left (x y : R) : HasDerivAt (fun z => xlogy z y) (log y) x :=
  ((hasDerivAt_id x).mul_const (log y)).congr_deriv (one_mul _)

/-- `xlogy' = x / y` in the second argument, for `y ≠ 0`. -/
theorem hasDerivAt_xlogy_right (x : R) (h : y ≠ 0) : HasDerivAt (fun z => xlogy x z) (x / y) y :=
  ((hasDerivAt_log h).const_mul x).congr_deriv (div_eq_mul_inv _ _).symm
