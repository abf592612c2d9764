prelude
import NN.Analysis.Exp
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false

set_option linter.unusedVariables false
/-! log as the inverse of exp. -/
variable {R : Type} [CompleteOrderedField R]
theorem one_add_le_exp (x : R) : 1 + x ≤ exp x := by
  have := exp_tangent_le (0 : R) x
  rw [exp_zero, one_mul] at this
  exact lin this
theorem exp_lt_exp {x z : R} (h : x < z) : exp x < exp z :=
  lt_of_lt_of_le (slin (mul_pos (exp_pos x) (sub_pos_of_lt h)) : exp x < exp x * (1 + (z - x))) (exp_tangent_le x z)
theorem le_of_exp_le_exp {x z : R} (h : exp x ≤ exp z) : x ≤ z := by
  rcases lt_or_le z x with k | k
  · exact absurd h ((lt_iff_not_le _ _).mp (exp_lt_exp k))
  · exact k
theorem log_exists {y : R} (hy : 0 < y) : ∃ s, exp s = y := by
  have iy := inv_pos_of_pos hy
  obtain ⟨s, hs, hl⟩ := exists_isLUB (fun x => exp x ≤ y)
    ⟨-y⁻¹, by
      rw [exp_neg]
      have a : 1 ≤ y * exp y⁻¹ := by
        have b := mul_le_mul_of_nonneg_left (one_add_le_exp y⁻¹) (le_of_lt hy)
        rw [show y * (1 + y⁻¹) = y + y * y⁻¹ from ring, mul_inv_cancel₀ (ne_of_gt hy)] at b
        exact le_trans (lin (le_of_lt hy)) b
      have d := mul_nonneg (sub_nonneg_of_le a) (le_of_lt (inv_pos_of_pos (exp_pos y⁻¹)))
      rw [show (y * exp y⁻¹ - 1) * (exp y⁻¹)⁻¹ = y * (exp y⁻¹ * (exp y⁻¹)⁻¹) - (exp y⁻¹)⁻¹ from ring, mul_inv_cancel₀ (ne_of_gt (exp_pos y⁻¹)), mul_one] at d
      exact le_of_sub_nonneg d⟩
    ⟨y, fun x hx => le_trans (lin (le_of_lt (zero_lt_one (R := R))) : x ≤ 1 + x) (le_trans (one_add_le_exp x) hx)⟩
  refine ⟨s, le_antisymm ?_ ?_⟩
  · rcases lt_or_le y (exp s) with k | k
    · have ie := mul_inv_cancel₀ (ne_of_gt (exp_pos s))
      have ub := hl (s - (1 - y * (exp s)⁻¹)) fun x hx => by
        apply le_of_exp_le_exp
        refine le_trans hx (le_trans ?_ (exp_tangent_le s _))
        rw [show exp s * (1 + (s - (1 - y * (exp s)⁻¹) - s)) = y * (exp s * (exp s)⁻¹) from ring, ie, mul_one]
        exact le_refl y
      have t := mul_pos (sub_pos_of_lt k) (inv_pos_of_pos (exp_pos s))
      rw [show (exp s - y) * (exp s)⁻¹ = exp s * (exp s)⁻¹ - y * (exp s)⁻¹ from ring, ie] at t
      exact absurd (slin (add_lt_add_of_lt_of_le t ub)) (lt_irrefl (0 : R))
    · exact k
  · rcases lt_or_le (exp s) y with k | k
    · have ie := mul_inv_cancel₀ (ne_of_gt hy)
      have m := hs (s + (1 - exp s * y⁻¹)) (by
        have t := exp_tangent_le (s + (1 - exp s * y⁻¹)) s
        rw [show exp (s + (1 - exp s * y⁻¹)) * (1 + (s - (s + (1 - exp s * y⁻¹)))) = exp (s + (1 - exp s * y⁻¹)) * y⁻¹ * exp s from ring] at t
        have u := mul_nonneg (mul_nonneg (sub_nonneg_of_le t) (le_of_lt (inv_pos_of_pos (exp_pos s)))) (le_of_lt hy)
        rw [show (exp s - exp (s + (1 - exp s * y⁻¹)) * y⁻¹ * exp s) * (exp s)⁻¹ * y = (exp s * (exp s)⁻¹) * (y - exp (s + (1 - exp s * y⁻¹)) * (y * y⁻¹)) from ring, mul_inv_cancel₀ (ne_of_gt (exp_pos s)), ie, one_mul, mul_one] at u
        exact le_of_sub_nonneg u)
      have t := mul_pos (sub_pos_of_lt k) iy
      rw [show (y - exp s) * y⁻¹ = y * y⁻¹ - exp s * y⁻¹ from ring, ie] at t
      exact absurd (slin (add_lt_add_of_lt_of_le t m)) (lt_irrefl (0 : R))
    · exact k
open Classical in
noncomputable def log (y : R) : R := if h : 0 < y then choose (log_exists h) else 0
theorem exp_log {y : R} (h : 0 < y) : exp (log y) = y := by
  have e : log y = Classical.choose (log_exists h) := dif_pos h
  rw [e]
  exact Classical.choose_spec (log_exists h)
theorem hasDerivAt_log {x : R} (hx : 0 < x) : HasDerivAt log x⁻¹ x := by
  have ix := mul_inv_cancel₀ (ne_of_gt hx)
  have ipos := inv_pos_of_pos hx
  have sq : IsLittleO (fun y => (2 * (x⁻¹ * x⁻¹)) * ((y - x) * (y - x))) x :=
    IsLittleO.const_mul _ ((isBigO_const_mul_sub 1 x).mul (isBigO_const_mul_sub 1 x) |>.congr fun y => by ring)
  intro ε he
  obtain ⟨d, hd, sq⟩ := sq ε he
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd (half_pos hx)
  refine ⟨δ, hδ, fun y hy => le_trans ?_ (sq y (lt_of_lt_of_le hy h1))⟩
  have hyx : x * 2⁻¹ ≤ y := by
    have a := le_trans (neg_le_abs (y - x)) (le_trans (le_of_lt hy) h2)
    have b := add_halves x
    have c : x * 2⁻¹ + x * 2⁻¹ - x * 2⁻¹ ≤ y := by rw [b]; exact lin a
    exact lin c
  have hy0 : 0 < y := lt_of_lt_of_le (half_pos hx) hyx
  have a := exp_tangent_le (log x) (log y)
  have b := exp_tangent_le (log y) (log x)
  rw [exp_log hx, exp_log hy0] at a b
  show abs (log y - log x - x⁻¹ * (y - x)) ≤ abs (2 * (x⁻¹ * x⁻¹) * ((y - x) * (y - x)))
  refine le_trans (abs_le_of_le_of_neg_le ?_ ?_) (le_abs_self _)
  · have c := mul_nonneg (sub_nonneg_of_le a) (le_of_lt ipos)
    rw [show (y - x * (1 + (log y - log x))) * x⁻¹ = x⁻¹ * y - (x * x⁻¹) * (1 + (log y - log x)) from ring, ix] at c
    have p : x⁻¹ * (y - x) = x⁻¹ * y - x * x⁻¹ := ring
    rw [p, ix]
    exact lin (add_le_add c (mul_nonneg (le_of_lt two_pos) (mul_self_nonneg (x⁻¹ * (y - x)))))
  · have iy := inv_pos_of_pos hy0
    have c := mul_nonneg (sub_nonneg_of_le b) (le_of_lt iy)
    rw [show (x - y * (1 + (log x - log y))) * y⁻¹ = x * y⁻¹ - (y * y⁻¹) * (1 + (log x - log y)) from ring, mul_inv_cancel₀ (ne_of_gt hy0)] at c
    have k : y⁻¹ ≤ 2 * x⁻¹ := by
      have t := mul_nonneg (mul_nonneg (mul_nonneg (sub_nonneg_of_le hyx) (le_of_lt iy)) (le_of_lt ipos)) (le_of_lt (two_pos (R := R)))
      rw [show (y - x * 2⁻¹) * y⁻¹ * x⁻¹ * 2 = 2 * x⁻¹ * (y * y⁻¹) - (x * x⁻¹) * (2 * 2⁻¹) * y⁻¹ from ring, mul_inv_cancel₀ (ne_of_gt hy0), ix, two_mul_inv_two] at t
      exact lin t
    have m := mul_nonneg (mul_nonneg (sub_nonneg_of_le k) (le_of_lt ipos)) (mul_self_nonneg (y - x))
    have e : y⁻¹ * x⁻¹ * ((y - x) * (y - x)) = x⁻¹ * (y - x) * (y * y⁻¹) - (x * x⁻¹) * (y * y⁻¹) + (x * x⁻¹) * (x * y⁻¹) := ring
    rw [mul_inv_cancel₀ (ne_of_gt hy0), ix] at e
    have m2 : y⁻¹ * x⁻¹ * ((y - x) * (y - x)) ≤ 2 * (x⁻¹ * x⁻¹) * ((y - x) * (y - x)) := lin m
    rw [e] at m2
    exact lin (add_le_add c m2)
