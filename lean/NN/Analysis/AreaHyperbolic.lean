prelude
import NN.Analysis.Deriv.Pow
import NN.Analysis.HyperbolicDeriv
import NN.Analysis.SqrtDeriv

/-!
# The inverse hyperbolic functions

## Main definitions

* `arsinh x = log (x + sqrt (x² + 1))`,
  `arcosh x = log (x + sqrt (x - 1) sqrt (x + 1))`,
  `artanh x = (log (1 + x) - log (1 - x)) / 2`, with Mathlib's names.

## Main results

* `arsinh_eq_iff`, `arcosh_eq_iff`, `artanh_eq_iff`: what they are.
* `hasDerivAt_arsinh`: `1 / sqrt (x² + 1)`; `hasDerivAt_arcosh`: `1 / (sqrt (x - 1) sqrt (x + 1))` for
  `1 < x`; `hasDerivAt_artanh`: `1 / (1 - x) / (1 + x)` for `-1 < x < 1`.
-/

variable {R : Type} [CompleteOrderedField R] {x y : R}

/-- The inverse hyperbolic sine, `log (x + sqrt (x² + 1))`. -/
noncomputable def arsinh (x : R) : R := log (x + sqrt (x ^ 2 + 1))

/-- The inverse hyperbolic cosine, `log (x + sqrt (x² - 1))` with the root as a product. -/
noncomputable def arcosh (x : R) : R := log (x + sqrt (x - 1) * sqrt (x + 1))

/-- The inverse hyperbolic tangent, `log ((1 + x) / (1 - x)) / 2` with the logarithm as a difference. -/
noncomputable def artanh (x : R) : R := (log (1 + x) - log (1 - x)) / 2

/-! ### The inverse hyperbolic sine -/

/-- `0 < x² + 1`. -/
theorem sq_add_one_pos (x : R) : 0 < x ^ 2 + 1 := by
  rw [show x ^ 2 + 1 = 1 + x * x from ring]
  exact add_pos_of_pos_of_nonneg zero_lt_one (mul_self_nonneg x)

/-- `0 < x + sqrt (x² + 1)`. -/
theorem add_sqrt_sq_add_one_pos (x : R) : 0 < x + sqrt (x ^ 2 + 1) := by
  refine not_le.mp fun h => ?_
  have s := mul_self_sqrt (le_of_lt (sq_add_one_pos x))
  have k := mul_le_mul (lin h : sqrt (x ^ 2 + 1) ≤ -x) (lin h : sqrt (x ^ 2 + 1) ≤ -x) (sqrt_nonneg _)
    (le_trans (sqrt_nonneg (x ^ 2 + 1)) (lin h))
  rw [s] at k
  exact not_le.mpr zero_lt_one (lin k)

/-- `exp (arsinh x) = x + sqrt (x² + 1)`. -/
theorem exp_arsinh (x : R) : exp (arsinh x) = x + sqrt (x ^ 2 + 1) := exp_log (add_sqrt_sq_add_one_pos x)

/-- `exp (-arsinh x) = sqrt (x² + 1) - x`. -/
theorem exp_neg_arsinh (x : R) : exp (-arsinh x) = sqrt (x ^ 2 + 1) - x := by
  rw [exp_neg, exp_arsinh]
  exact (eq_inv_of_mul_eq_one_right (lin_eq 1 (mul_self_sqrt (le_of_lt (sq_add_one_pos x))))).symm

/-- `sinh (arsinh x) = x`. -/
theorem sinh_arsinh (x : R) : sinh (arsinh x) = x := by
  rw [sinh, exp_neg_arsinh, exp_arsinh]
  exact (eq_div_of_mul_eq two_ne_zero ring).symm

/-- What `arsinh` is: the one number with the given hyperbolic sine. -/
theorem arsinh_eq_iff : arsinh x = y ↔ sinh y = x :=
  ⟨fun h => h ▸ sinh_arsinh x, fun h => sinh_strictMono.injective ((sinh_arsinh x).trans h.symm)⟩

/-- `arsinh' x = 1 / sqrt (x² + 1)`. -/
theorem hasDerivAt_arsinh (x : R) : HasDerivAt arsinh (1 / sqrt (x ^ 2 + 1)) x := by
  have pos := sq_add_one_pos x
  have s_pos := sqrt_pos pos
  refine (((hasDerivAt_id x).add (((hasDerivAt_id x).sq.add_const 1).sqrt (ne_of_gt pos))).log
    (ne_of_gt (add_sqrt_sq_add_one_pos x))).congr_deriv (eq_div_of_mul_eq (ne_of_gt s_pos) ?_)
  have c := mul_inv_cancel₀ (ne_of_gt s_pos)
  have c' := mul_inv_cancel₀ (ne_of_gt (add_sqrt_sq_add_one_pos x))
  rw [div_eq_mul_inv, div_eq_mul_inv, mul_inv]
  generalize sqrt (x ^ 2 + 1) = s at *
  generalize (x + s)⁻¹ = i at *
  generalize s⁻¹ = r at *
  have two := two_mul_inv_two (R := R)
  generalize (2 : R)⁻¹ = h at *
  have step : (1 + 2 * x * 1 * (h * r)) * i * s = (s + x * (s * r)) * i := lin_eq (x * r * i * s) two
  rw [step, c]
  exact lin_eq 1 c'

/-! ### The inverse hyperbolic cosine -/

/-- The root in `arcosh` is that of `x² - 1`. -/
theorem mul_self_sqrt_sub_mul_sqrt_add (h : 1 ≤ x) :
    sqrt (x - 1) * sqrt (x + 1) * (sqrt (x - 1) * sqrt (x + 1)) = x ^ 2 - 1 :=
  lin_eq₂ (sqrt (x + 1) * sqrt (x + 1)) (mul_self_sqrt (sub_nonneg_of_le h)) (x - 1)
    (mul_self_sqrt (add_nonneg (le_trans zero_le_one h) zero_le_one))

/-- `exp (arcosh x) = x + sqrt (x - 1) sqrt (x + 1)` for `1 ≤ x`. -/
theorem exp_arcosh (h : 1 ≤ x) : exp (arcosh x) = x + sqrt (x - 1) * sqrt (x + 1) :=
  exp_log (add_pos_of_pos_of_nonneg (lt_of_lt_of_le zero_lt_one h)
    (mul_nonneg (sqrt_nonneg _) (sqrt_nonneg _)))

/-- `cosh (arcosh x) = x` for `1 ≤ x`. -/
theorem cosh_arcosh (h : 1 ≤ x) : cosh (arcosh x) = x := by
  have e : exp (-arcosh x) = x - sqrt (x - 1) * sqrt (x + 1) := by
    rw [exp_neg, exp_arcosh h]
    exact (eq_inv_of_mul_eq_one_right (lin_eq (-1) (mul_self_sqrt_sub_mul_sqrt_add h))).symm
  rw [cosh, e, exp_arcosh h]
  exact (eq_div_of_mul_eq two_ne_zero ring).symm

/-- `0 ≤ arcosh x` for `1 ≤ x`. -/
theorem arcosh_nonneg (h : 1 ≤ x) : 0 ≤ arcosh x := by
  refine le_of_exp_le_exp ?_
  rw [exp_zero, exp_arcosh h]
  exact lin (add_le_add h (mul_nonneg (sqrt_nonneg (x - 1)) (sqrt_nonneg (x + 1))))

/-- The hyperbolic cosine increases strictly on the nonnegative numbers. -/
theorem cosh_lt_cosh (hx : 0 ≤ x) (h : x < y) : cosh x < cosh y := by
  have sx : 0 ≤ sinh x := by
    have k := sinh_strictMono.monotone hx
    rwa [sinh_zero] at k
  have lt := sinh_strictMono h
  have ex := cosh_sq_sub_sinh_sq x
  have ey := cosh_sq_sub_sinh_sq y
  refine not_le.mp fun le => ?_
  have k := mul_le_mul le le (le_of_lt (cosh_pos y)) (le_of_lt (cosh_pos x))
  have gain := mul_pos (sub_pos_of_lt lt) (add_pos_of_pos_of_nonneg (lt_of_le_of_lt sx lt) sx)
  exact lt_irrefl (0 : R) (slin (add_lt_add_of_lt_of_le gain k) (lin_eq₂ 1 ey (-1) ex))

/-- What `arcosh` is, for `1 ≤ x`: the one nonnegative number with the given hyperbolic cosine. -/
theorem arcosh_eq_iff (h : 1 ≤ x) : arcosh x = y ↔ 0 ≤ y ∧ cosh y = x := by
  refine ⟨fun e => e ▸ ⟨arcosh_nonneg h, cosh_arcosh h⟩,
    fun ⟨hy, e⟩ => Classical.byContradiction fun ne => ?_⟩
  rcases lt_or_gt_of_ne ne with g | g
  · exact ne_of_lt (cosh_lt_cosh (arcosh_nonneg h) g) ((cosh_arcosh h).trans e.symm)
  · exact ne_of_gt (cosh_lt_cosh hy g) ((cosh_arcosh h).trans e.symm)

/-- `arcosh' x = 1 / (sqrt (x - 1) sqrt (x + 1))` for `1 < x`. -/
theorem hasDerivAt_arcosh (h : 1 < x) : HasDerivAt arcosh (1 / (sqrt (x - 1) * sqrt (x + 1))) x := by
  have low := sub_pos_of_lt h
  have high := add_pos (lt_trans zero_lt_one h) (zero_lt_one (R := R))
  have a_pos := sqrt_pos low
  have b_pos := sqrt_pos high
  have sum_pos := add_pos (lt_trans zero_lt_one h) (mul_pos a_pos b_pos)
  refine (((hasDerivAt_id x).add ((((hasDerivAt_id x).sub_const 1).sqrt (ne_of_gt low)).mul
    (((hasDerivAt_id x).add_const 1).sqrt (ne_of_gt high)))).log (ne_of_gt sum_pos)).congr_deriv
    (eq_div_of_mul_eq (ne_of_gt (mul_pos a_pos b_pos)) ?_)
  have ca := mul_inv_cancel₀ (ne_of_gt a_pos)
  have cb := mul_inv_cancel₀ (ne_of_gt b_pos)
  have cs := mul_inv_cancel₀ (ne_of_gt sum_pos)
  have sa := mul_self_sqrt (le_of_lt low)
  have sb := mul_self_sqrt (le_of_lt high)
  have two := two_mul_inv_two (R := R)
  rw [div_eq_mul_inv, div_eq_mul_inv, div_eq_mul_inv, mul_inv, mul_inv]
  generalize sqrt (x - 1) = a at *
  generalize sqrt (x + 1) = b at *
  generalize (x + a * b)⁻¹ = i at *
  generalize a⁻¹ = r at *
  generalize b⁻¹ = s at *
  generalize (2 : R)⁻¹ = h at *
  have step : (1 + (1 * (h * r) * b + a * (1 * (h * s)))) * i * (a * b)
      = (a * b + h * (b * b * (a * r) + a * a * (b * s))) * i := ring
  rw [step, ca, cb, sa, sb]
  exact lin_eq₂ 1 cs (x * i) two

/-! ### The inverse hyperbolic tangent -/

/-- `tanh (artanh x) = x` for `-1 < x < 1`. -/
theorem tanh_artanh (h : -1 < x) (g : x < 1) : tanh (artanh x) = x := by
  have up : 0 < 1 + x := slin h
  have down : 0 < 1 - x := sub_pos_of_lt g
  rw [tanh_eq_iff]
  have square : exp (artanh x) * exp (artanh x) = (1 + x) / (1 - x) := by
    rw [← exp_add, artanh, div_eq_mul_inv _ 2, add_halves, exp_sub, exp_log up, exp_log down]
  have cancel := div_mul_cancel₀ (1 + x) (ne_of_gt down)
  rw [← square] at cancel
  refine eq_of_two_mul_eq ?_
  have c := two_mul_cosh (artanh x)
  have s := two_mul_sinh (artanh x)
  have p := exp_mul_exp_neg (artanh x)
  rw [show 2 * (x * cosh (artanh x)) = x * (2 * cosh (artanh x)) from ring, c, s]
  generalize exp (artanh x) = u at *
  generalize exp (-artanh x) = w at *
  exact lin_eq₂ (-w) cancel (u * (1 - x)) p

/-- What `artanh` is, for `-1 < x < 1`: the one number with the given hyperbolic tangent. -/
theorem artanh_eq_iff (h : -1 < x) (g : x < 1) : artanh x = y ↔ tanh y = x :=
  ⟨fun e => e ▸ tanh_artanh h g, fun e => tanh_strictMono.injective ((tanh_artanh h g).trans e.symm)⟩

/-- `artanh' x = 1 / (1 - x) / (1 + x)` for `-1 < x < 1`. -/
theorem hasDerivAt_artanh (h : -1 < x) (g : x < 1) : HasDerivAt artanh (1 / (1 - x) / (1 + x)) x := by
  have up : 0 < 1 + x := slin h
  have down : 0 < 1 - x := sub_pos_of_lt g
  refine (((((hasDerivAt_id x).const_add 1).log (ne_of_gt up)).sub
    (((hasDerivAt_id x).const_sub 1).log (ne_of_gt down))).div_const 2).congr_deriv
    (eq_div_of_mul_eq (ne_of_gt up) ?_)
  have c := mul_inv_cancel₀ (ne_of_gt up)
  have c' := mul_inv_cancel₀ (ne_of_gt down)
  have two := two_mul_inv_two (R := R)
  rw [div_eq_mul_inv, div_eq_mul_inv, div_eq_mul_inv, one_div]
  generalize (1 + x)⁻¹ = i at *
  generalize (1 - x)⁻¹ = j at *
  generalize (2 : R)⁻¹ = k at *
  have step : (1 * i - -1 * j) * k * (1 + x) = k * ((1 + x) * i + j * (2 - (1 - x))) := ring
  rw [step, c]
  exact lin_eq₂ (-k) c' j two
