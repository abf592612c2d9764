prelude
import NN.Analysis.Deriv.Comp
import NN.Analysis.Trig.Basic

/-!
# The derivatives of sine and cosine

## Main results

* `hasDerivAt_cos`: `cos' = -sin`; `hasDerivAt_sin`: `sin' = cos`.
* `HasDerivAt.cos`, `HasDerivAt.sin`: the same for compositions.

Both come from `cis y = cis x * cis (y - x)` and the bound `|cis d - (1 + i d)| ≤ 2 d² exp |d|`.
-/

open Complex

variable {R : Type} [CompleteOrderedField R] {f : R → R} {f' x : R}

/-- `|cis y - cis x (1 + i (y - x))| ≤ 2 e |cis x| (y - x)²` for `|y - x| < 1`. -/
theorem taxicab_cis_sub_linear_le {x y : R} (h : abs (y - x) < 1) :
    taxicab (cis y - cis x * ⟨1, y - x⟩) ≤ taxicab (cis x) * 2 * exp 1 * ((y - x) * (y - x)) := by
  have e : cis y = cis x * cis (y - x) := by rw [← cis_add, show x + (y - x) = y from ring]
  rw [e, show cis x * cis (y - x) - cis x * ⟨1, y - x⟩ = cis x * (cis (y - x) - ⟨1, y - x⟩) from ring]
  refine le_trans (taxicab_mul_le (le_refl _) (taxicab_cis_sub_le (y - x))) ?_
  show taxicab (cis x) * (2 * ((y - x) * (y - x) * exp (abs (y - x)))) ≤ _
  have gain := mul_nonneg (mul_nonneg (taxicab_nonneg (cis x)) (mul_self_nonneg (y - x)))
    (sub_nonneg_of_le (le_of_lt (exp_lt_exp h)))
  exact lin (add_le_add gain gain)

/-- `cos' = -sin`. -/
theorem hasDerivAt_cos (x : R) : HasDerivAt cos (-sin x) x :=
  HasDerivAt.of_quadratic_bound (C := taxicab (cis x) * 2 * exp 1) zero_lt_one fun y h => by
    have bound : abs (cos y - (cos x * 1 - sin x * (y - x))) ≤ _ := abs_re_le (taxicab_cis_sub_linear_le h)
    rwa [show cos y - (cos x * 1 - sin x * (y - x)) = cos y - cos x - -sin x * (y - x) from ring] at bound

/-- `sin' = cos`. -/
theorem hasDerivAt_sin (x : R) : HasDerivAt sin (cos x) x :=
  HasDerivAt.of_quadratic_bound (C := taxicab (cis x) * 2 * exp 1) zero_lt_one fun y h => by
    have bound : abs (sin y - (cos x * (y - x) + sin x * 1)) ≤ _ := abs_im_le (taxicab_cis_sub_linear_le h)
    rwa [show sin y - (cos x * (y - x) + sin x * 1) = sin y - sin x - cos x * (y - x) from ring] at bound

/-- `(cos ∘ f)' = -sin f · f'`. -/
theorem HasDerivAt.cos (h : HasDerivAt f f' x) :
    HasDerivAt (fun y => _root_.cos (f y)) (-_root_.sin (f x) * f') x :=
  HasDerivAt.comp (hasDerivAt_cos (f x)) h

/-- `(sin ∘ f)' = cos f · f'`. -/
theorem HasDerivAt.sin (h : HasDerivAt f f' x) :
    HasDerivAt (fun y => _root_.sin (f y)) (_root_.cos (f x) * f') x :=
  HasDerivAt.comp (hasDerivAt_sin (f x)) h
