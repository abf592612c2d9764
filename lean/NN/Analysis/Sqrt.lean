prelude
import NN.Spec.Activation
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! Square roots by completeness, and their derivative. -/
variable {R : Type} [CompleteOrderedField R]
theorem sqrt_exists {x : R} (hx : 0 < x) : ∃ s, 0 < s ∧ s * s = x := by
  have one := zero_lt_one (R := R)
  obtain ⟨s, hs, hl⟩ := exists_isLUB (fun y => 0 ≤ y ∧ y * y ≤ x) ⟨0, le_refl 0, lin (le_of_lt hx)⟩ ⟨1 + x, fun y hy =>
    lin (add_le_add (add_le_add (mul_self_nonneg (y - 1)) hy.2) hy.1)⟩
  have s0 : 0 ≤ s := hs 0 ⟨le_refl 0, lin (le_of_lt hx)⟩
  have ge : x ≤ s * s := by
    rcases lt_or_le (s * s) x with k | k
    · have hD := sub_pos_of_lt k
      have s1 := add_le_add (add_le_add s0 s0) (le_of_lt one)
      have hw : 0 < s + s + 1 + (x - s * s) := lt_of_lt_of_le hD (lin s1)
      have ei := mul_inv_cancel₀ (ne_of_gt hw)
      have hi := inv_pos_of_pos hw
      obtain ⟨h, hp, h1, e⟩ : ∃ h, 0 < h ∧ h ≤ 1 ∧ h * (s + s + 1 + (x - s * s)) = x - s * s := by
        refine ⟨(x - s * s) * (s + s + 1 + (x - s * s))⁻¹, mul_pos hD hi, ?_, ?_⟩
        · conv => rhs; rw [← ei]
          exact lin (mul_nonneg (sub_nonneg_of_le s1) (le_of_lt hi))
        · rw [mul_assoc, mul_comm _ (s + s + 1 + (x - s * s)), ei, mul_one]
      have m : s + h ≤ s := hs (s + h) ⟨lin (add_le_add s0 (le_of_lt hp)), lin (add_le_add (add_le_add
        (mul_nonneg (le_of_lt hp) (sub_nonneg_of_le h1)) (mul_nonneg (le_of_lt hp) (le_of_lt hD))) (le_of_eq e))⟩
      exact absurd (lin m) ((lt_iff_not_le 0 h).mp hp)
    · exact k
  have sp : 0 < s := lt_of_le_of_ne s0 fun e => (lt_iff_not_le 0 x).mp hx (by rw [← e] at ge; exact lin ge)
  refine ⟨s, sp, le_antisymm ?_ ge⟩
  have et : x * s⁻¹ * s = x := by rw [mul_assoc, inv_mul_cancel₀ (ne_of_gt sp), mul_one]
  have tp := mul_pos hx (inv_pos_of_pos sp)
  generalize x * s⁻¹ = t at *
  have eu := add_halves (s + t)
  have up := half_pos (add_pos_of_pos_of_nonneg sp (le_of_lt tp))
  generalize (s + t) * 2⁻¹ = u at *
  have su : s ≤ u := hl u fun y hy => by
    rcases lt_or_le u y with p | p
    · have q := mul_pos (mul_pos two_pos two_pos) (mul_pos (sub_pos_of_lt p) (add_pos_of_pos_of_nonneg up hy.1))
      have h2 : y * y ≤ t * s := et.symm ▸ hy.2
      have h3 : (s + t) * (s + t) ≤ (u + u) * (u + u) := le_of_eq (by rw [eu])
      have h4 := mul_nonneg (le_of_lt (mul_pos two_pos (two_pos (R := R)))) (sub_nonneg_of_le h2)
      exact absurd (slin (add_lt_add_of_lt_of_le q (add_le_add (add_le_add h4 h3) (mul_self_nonneg (s - t)))) : (0 : R) < 0) (lt_irrefl 0)
    · exact p
  have st : s ≤ t := by
    have k := add_le_add su su
    rw [eu] at k
    exact lin k
  rw [← et]
  exact lin (mul_nonneg (sub_nonneg_of_le st) s0)
open Classical in
noncomputable def sqrt (x : R) : R := if h : 0 < x then choose (sqrt_exists h) else 0
theorem sqrt_spec {x : R} (h : 0 < x) : 0 < sqrt x ∧ sqrt x * sqrt x = x := by
  have e : sqrt x = Classical.choose (sqrt_exists h) := dif_pos h
  rw [e]
  exact Classical.choose_spec (sqrt_exists h)
theorem hasDerivAt_sqrt {x : R} (hx : 0 < x) : HasDerivAt sqrt (1 / (2 * sqrt x)) x := by
  obtain ⟨sqrtPos, ea⟩ := sqrt_spec hx
  have jp := inv_pos_of_pos (mul_pos two_pos sqrtPos)
  have ej := mul_inv_cancel₀ (ne_of_gt (mul_pos two_pos sqrtPos))
  have ip := inv_pos_of_pos sqrtPos
  have ei := mul_inv_cancel₀ (ne_of_gt sqrtPos)
  rw [div_eq_mul_inv, one_mul]
  have sq : IsLittleO (fun y => ((2 * sqrt x)⁻¹ * ((sqrt x)⁻¹ * (sqrt x)⁻¹)) * ((y - x) * (y - x))) x :=
    IsLittleO.const_mul _ ((isBigO_const_mul_sub 1 x).mul (isBigO_const_mul_sub 1 x) |>.congr fun y => by ring)
  intro ε he
  obtain ⟨d, hd, sq⟩ := sq ε he
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hx
  refine ⟨δ, hδ, fun y hy => le_trans (le_trans ?_ (le_abs_self _)) (sq y (lt_of_lt_of_le hy h1))⟩
  obtain ⟨bp, eb⟩ := sqrt_spec (pos_of_abs_sub_lt (lt_of_lt_of_le hy h2))
  show abs (sqrt y - sqrt x - (2 * sqrt x)⁻¹ * (y - x)) ≤ (2 * sqrt x)⁻¹ * ((sqrt x)⁻¹ * (sqrt x)⁻¹) * ((y - x) * (y - x))
  generalize sqrt x = a at *
  generalize sqrt y = b at *
  generalize (2 * a)⁻¹ = j at *
  generalize a⁻¹ = i at *
  rw [← ea, ← eb]
  have er : b - a - j * (b * b - a * a) = -(j * ((b - a) * (b - a))) := by
    rw [show b - a - j * (b * b - a * a) = (1 - 2 * a * j) * (b - a) - j * ((b - a) * (b - a)) from ring, ej]
    ring
  have es : j * (i * i) * ((b * b - a * a) * (b * b - a * a)) = j * ((b - a) * (b - a)) * ((b * i + a * i) * (b * i + a * i)) := ring
  rw [er, abs_neg, abs_of_nonneg (mul_nonneg (le_of_lt jp) (mul_self_nonneg _)), es, ei]
  have bi := mul_nonneg (le_of_lt bp) (le_of_lt ip)
  exact lin (mul_nonneg (mul_nonneg (le_of_lt jp) (mul_self_nonneg (b - a))) (sub_nonneg_of_le (add_le_add (add_le_add bi bi) (mul_nonneg bi bi))))
