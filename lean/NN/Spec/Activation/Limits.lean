prelude
import NN.Analysis.Limit
import NN.Spec.Activation.Erf
import NN.Spec.Activation.Silu
import NN.Spec.Activation.Softplus
import NN.Spec.Activation.Tanh

/-!
# Limits at infinity

What kernels must answer at `±∞`. Most follow from one lemma, `TendsAtTop.of_exp`: what differs from `l` by at
most a multiple of `exp (-x)` tends to `l`.

## Main results

* `tendsAtBot_exp`, `tendsAtTop_mul_exp_neg`: `exp x` and `x * exp x` tend to `0` at `-∞`.
* `tendsAtTop_tanh`, `tendsAtTop_sigmoid` and `tendsAtBot_tanh`, `tendsAtBot_sigmoid`, `tendsAtBot_softplus`,
  `tendsAtBot_silu`, `tendsAtBot_geluErf`.
* `divergesAtTop_exp`, `divergesAtTop_log`, `divergesAtTop_softplus`, `divergesAtTop_silu`,
  `divergesAtTop_geluErf`: these grow beyond every bound.
-/

namespace Activation.Math

/-- `exp x` tends to `0` at `-∞`. -/
theorem tendsAtBot_exp : TendsAtBot exp (0 : ℝ) := by
  intro ε hε
  refine ⟨ε⁻¹, fun x hx => ?_⟩
  show abs (exp (-x) - 0) < ε
  rw [show exp (-x) - 0 = exp (-x) from ring, abs_of_pos (exp_pos _)]
  have large : ε⁻¹ < exp x := lt_of_le_of_lt hx (lt_of_lt_of_le (slin zero_lt_one) (one_add_le_exp x))
  have k := mul_pos (mul_pos (sub_pos_of_lt large) hε) (exp_pos (-x))
  have c := mul_inv_cancel₀ (ne_of_gt hε)
  exact slin k (lin_eq₂ (exp (-x)) c (-ε) (exp_mul_exp_neg x))

/-- What differs from `l` by at most a multiple of `exp (-x)` tends to `l`. -/
theorem _root_.TendsAtTop.of_exp {f : ℝ → ℝ} {l : ℝ} (c : ℝ)
    (h : ∀ x, 0 ≤ x → abs (f x - l) ≤ c * exp (-x)) : TendsAtTop f l :=
  .of_abs_le (TendsAtTop.const_mul c tendsAtBot_exp) fun x hx =>
    le_trans (h x hx) (le_trans (le_of_eq ring) (le_abs_self (c * exp (-x) - c * 0)))

/-- `x * exp (-x)` tends to `0` at `+∞`. -/
theorem tendsAtTop_mul_exp_neg : TendsAtTop (fun x : ℝ => x * exp (-x)) 0 := by
  intro ε hε
  refine ⟨4 * ε⁻¹, fun x hx => ?_⟩
  have c := mul_inv_cancel₀ (ne_of_gt hε)
  have pos : 0 < x := lt_of_lt_of_le (mul_pos (ofNat_pos 2) (inv_pos_of_pos hε)) hx
  rw [show x * exp (-x) - 0 = x * exp (-x) from ring, abs_of_pos (mul_pos pos (exp_pos _))]
  -- `x² < 4 exp x`
  have square : x * x < 4 * exp x := by
    obtain ⟨y, rfl⟩ : ∃ y, y + y = x := ⟨x * 2⁻¹, add_halves x⟩
    rw [exp_add]
    have above : y < exp y := lt_of_lt_of_le (slin zero_lt_one) (one_add_le_exp y)
    have half : 0 < y := by
      by_cases h : 0 < y
      · exact h
      · have le := not_lt.mp h
        exact absurd (lt_of_lt_of_le pos (lin (add_le_add le le))) (lt_irrefl 0)
    have k := mul_pos (sub_pos_of_lt above) (add_pos (exp_pos y) half)
    exact slin (add_pos (add_pos k k) (add_pos k k))
  have large : 4 ≤ x * ε := by
    have k := mul_le_mul_of_nonneg_left hx (le_of_lt hε)
    exact lin k (lin_eq 4 c)
  refine lt_of_mul_lt_mul_right (c := 4 * exp x) ?_ (le_of_lt (mul_pos (ofNat_pos 2) (exp_pos x)))
  rw [show x * exp (-x) * (4 * exp x) = 4 * x * (exp x * exp (-x)) from ring, exp_mul_exp_neg]
  exact slin (add_pos_of_pos_of_nonneg (mul_pos (sub_pos_of_lt square) hε)
    (mul_nonneg (sub_nonneg_of_le large) (le_of_lt pos)))

/-! ### Activations -/

/-- `tanh x` tends to `1` at `+∞`. -/
theorem tendsAtTop_tanh : TendsAtTop tanh (1 : ℝ) := .of_exp 2 fun x hx => by
  rw [abs_of_nonpos (lin (le_of_lt (tanh_lt_one x)))]
  have smaller : exp (-(2 * x)) ≤ exp (-x) := exp_strictMono.monotone (lin hx)
  exact lin (add_le_add (le_of_lt (one_sub_tanh_lt x)) (add_le_add smaller smaller))

/-- `tanh x` tends to `-1` at `-∞`. -/
theorem tendsAtBot_tanh : TendsAtBot tanh (-1 : ℝ) := tendsAtTop_tanh.of_odd tanh_neg

/-- `sigmoid x` tends to `1` at `+∞`. -/
theorem tendsAtTop_sigmoid : TendsAtTop sigmoid 1 := .of_exp 1 fun x _ => by
  rw [abs_of_nonpos (lin (le_of_lt (sigmoid_lt_one x)))]
  exact lin (le_of_lt (one_sub_sigmoid_lt_exp x))

/-- `sigmoid x` tends to `0` at `-∞`. -/
theorem tendsAtBot_sigmoid : TendsAtBot sigmoid 0 := TendsAtTop.of_exp 1 fun x _ => by
  rw [abs_of_nonneg (lin (le_of_lt (sigmoid_pos (-x))))]
  exact lin (le_of_lt (sigmoid_lt_exp (-x)))

/-- `softplus x` tends to `0` at `-∞`. -/
theorem tendsAtBot_softplus : TendsAtBot softplus 0 := TendsAtTop.of_exp 1 fun x _ => by
  rw [abs_of_nonneg (lin (le_of_lt (softplus_pos (-x))))]
  exact lin (softplus_le_exp (-x))

/-- `silu x` tends to `0` at `-∞`. -/
theorem tendsAtBot_silu : TendsAtBot silu 0 := by
  refine TendsAtTop.of_abs_le tendsAtTop_mul_exp_neg fun x hx => ?_
  have small := mul_le_mul_of_nonneg_left (le_of_lt (sigmoid_lt_exp (-x))) hx
  have nonneg := mul_nonneg hx (le_of_lt (sigmoid_pos (-x)))
  have e : silu (-x) - 0 = -(x * sigmoid (-x)) := by
    rw [silu]
    exact ring
  rw [e, abs_neg, abs_of_nonneg nonneg]
  exact le_trans small (le_trans (le_of_eq ring) (le_abs_self (x * exp (-x) - 0)))

/-- Twice the left tail of the normal distribution: `1 - erf (x / √2)` is at most a multiple of `exp (-x)`. -/
theorem one_sub_erf_le {x : ℝ} (hx : 0 ≤ x) : 1 - erf (x / sqrt 2) ≤ 4 / pi ℝ * exp 1 * exp (-x) := by
  have s := sqrt_pos (two_pos (R := ℝ))
  have square : (x / sqrt 2) ^ 2 + (x / sqrt 2) ^ 2 = x * x := by
    have two : sqrt (2 : ℝ) * sqrt 2 = 2 := mul_self_sqrt (le_of_lt two_pos)
    have whole : x / sqrt 2 * sqrt 2 = x := div_mul_cancel₀ x (ne_of_gt s)
    generalize x / sqrt 2 = t at *
    rw [← whole, show t * sqrt 2 * (t * sqrt 2) = t * t * (sqrt 2 * sqrt 2) from ring, two]
    exact ring
  have nonneg : 0 ≤ erf (x / sqrt 2) := by
    have k := erf_strictMono.monotone (mul_nonneg hx (le_of_lt (inv_pos_of_pos s)))
    rwa [erf_zero, ← div_eq_mul_inv] at k
  have below := one_sub_erf_sq_le (x / sqrt 2)
  have one := le_of_lt (erf_lt_one (x / sqrt 2))
  generalize x / sqrt 2 = t at *
  have smaller : exp (-(t ^ 2)) ≤ exp (1 + -x) := by
    refine exp_strictMono.monotone ?_
    have k := mul_nonneg (mul_self_nonneg (x - 1)) (le_of_lt (inv_pos_of_pos (two_pos (R := ℝ))))
    rw [show (x - 1) * (x - 1) = x * x - 2 * x + 1 from ring, ← square] at k
    have half := le_of_lt (inv_pos_of_pos (two_pos (R := ℝ)))
    exact lin (add_le_add k half) (lin_eq (-(1 - x + t ^ 2)) two_mul_inv_two)
  rw [exp_add] at smaller
  have tail := mul_le_mul_of_nonneg_left smaller (le_of_lt (div_pos (ofNat_pos 2) (pi_pos ℝ)) : 0 ≤ 4 / pi ℝ)
  exact lin (add_le_add (add_le_add below tail) (mul_nonneg nonneg (sub_nonneg_of_le one)))

/-- The exact gelu tends to `0` at `-∞`. -/
theorem tendsAtBot_geluErf : TendsAtBot geluErf 0 := by
  refine TendsAtTop.of_abs_le (tendsAtTop_mul_exp_neg.const_mul (4 / pi ℝ * exp 1)) fun x hx => ?_
  have half := inv_pos_of_pos (two_pos (R := ℝ))
  have small := mul_le_mul_of_nonneg_left (one_sub_erf_le hx) hx
  have value : geluErf (-x) - 0 = -(x * (1 - erf (x / sqrt 2)) * 2⁻¹) := by
    rw [geluErf, normalCdf_neg, normalCdf, erfc_neg, erfc, div_eq_mul_inv (_ : ℝ) 2]
    exact lin_eq x two_mul_inv_two
  have nonneg := mul_nonneg hx (sub_nonneg_of_le (le_of_lt (erf_lt_one (x / sqrt 2))))
  rw [value, abs_neg, abs_of_nonneg (mul_nonneg nonneg (le_of_lt half))]
  refine le_trans ?_ (le_abs_self _)
  have twice := add_halves (x * (1 - erf (x / sqrt 2)))
  have pos := mul_nonneg nonneg (le_of_lt half)
  generalize x * (1 - erf (x / sqrt 2)) * 2⁻¹ = h at *
  exact lin (add_le_add small pos) (lin_eq (-1) twice)

/-! ### Growth -/

/-- `exp x` grows beyond every bound. -/
theorem divergesAtTop_exp : DivergesAtTop (exp : ℝ → ℝ) := fun C =>
  ⟨C, fun x hx => le_trans hx (le_trans (lin zero_le_one) (one_add_le_exp x))⟩

/-- `log x` grows beyond every bound. -/
theorem divergesAtTop_log : DivergesAtTop (log : ℝ → ℝ) := fun C =>
  ⟨exp C, fun x hx => le_of_exp_le_exp (by rwa [exp_log (lt_of_lt_of_le (exp_pos C) hx)])⟩

/-- `softplus x` grows beyond every bound. -/
theorem divergesAtTop_softplus : DivergesAtTop softplus := fun C =>
  ⟨C, fun x hx => le_trans hx (le_of_lt (lt_softplus x))⟩

/-- What vanishes at `-∞` and is reflected by `f (-x) = f x - x` grows beyond every bound at `+∞`. -/
theorem _root_.DivergesAtTop.of_reflection {f : ℝ → ℝ} (h : TendsAtBot f 0) (e : ∀ x, f (-x) = f x - x) :
    DivergesAtTop f := fun C => by
  obtain ⟨N, h⟩ := h 1 zero_lt_one
  obtain ⟨M, hN, hC⟩ : ∃ M, N ≤ M ∧ C + 1 ≤ M :=
    (le_total N (C + 1)).elim (fun h => ⟨C + 1, h, le_refl _⟩) fun h => ⟨N, le_refl _, h⟩
  refine ⟨M, fun x hx => ?_⟩
  have near : abs (f (-x) - 0) < 1 := h x (le_trans hN hx)
  have above := lt_of_le_of_lt (neg_le_abs _) near
  rw [e] at above
  exact lin (add_le_add (le_of_lt above) (le_trans hC hx))

/-- `silu x` grows beyond every bound. -/
theorem divergesAtTop_silu : DivergesAtTop silu := .of_reflection tendsAtBot_silu fun x => by
  rw [silu, silu, sigmoid_neg]
  exact ring

/-- The exact gelu grows beyond every bound. -/
theorem divergesAtTop_geluErf : DivergesAtTop geluErf := .of_reflection tendsAtBot_geluErf fun x => by
  rw [geluErf, geluErf, normalCdf_neg]
  exact ring

end Activation.Math
