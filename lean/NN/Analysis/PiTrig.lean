prelude
import NN.Analysis.Pi
import NN.Analysis.Trig
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! `pi / 2` is the first zero of cos. -/
variable {R : Type} [CompleteOrderedField R]
/-- squared chord of the angle `x` -/
noncomputable def vs (x : R) : R := 2 - 2 * cos x
theorem vs_eq (x : R) : vs x = (cos x - 1) * (cos x - 1) + sin x * sin x := by
  apply eq_of_sub_eq_zero
  show 2 - 2 * cos x - _ = 0
  rw [show 2 - 2 * cos x - ((cos x - 1) * (cos x - 1) + sin x * sin x) = 1 - (cos x * cos x + sin x * sin x) from ring, cos_sq_add_sin_sq, sub_self]
theorem vs_nonneg (x : R) : 0 ≤ vs x := by
  rw [vs_eq]
  exact lin (add_le_add (mul_self_nonneg (cos x - 1)) (mul_self_nonneg (sin x)))
theorem vs_double (x : R) : vs (x + x) = vs x * (4 - vs x) := by
  apply eq_of_sub_eq_zero
  show 2 - 2 * cos (x + x) - (2 - 2 * cos x) * (4 - (2 - 2 * cos x)) = 0
  rw [cos_add, show 2 - 2 * (cos x * cos x - sin x * sin x) - (2 - 2 * cos x) * (4 - (2 - 2 * cos x)) = 2 * (cos x * cos x + sin x * sin x - 1) from ring,
    cos_sq_add_sin_sq, sub_self, mul_zero]
theorem vs_half (n : Nat) (x : R) : vs (x * halfPow R n) = vs (x * halfPow R (.succ n)) * (4 - vs (x * halfPow R (.succ n))) := by
  rw [← vs_double, ← mul_add]
  show _ = vs (x * (halfPow R n * 2⁻¹ + halfPow R n * 2⁻¹))
  rw [add_halves]
theorem good_vs (n : Nat) {x : R} (h : Good n (vs (x * halfPow R n))) : vs x ≤ 2 := by
  induction n with
  | zero =>
    have h : vs (x * 1) ≤ 2 := h
    rwa [mul_one] at h
  | succ n ih =>
    refine ih ?_
    rw [vs_half]
    exact h.2
theorem vs_good (n : Nat) {x : R} (h : ∀ k, vs (x * halfPow R k) ≤ 2) : Good n (vs (x * halfPow R n)) := by
  induction n with
  | zero => exact h 0
  | succ n ih =>
    refine ⟨h _, ?_⟩
    rwa [← vs_half]
theorem vs_le4 (n : Nat) (x : R) : vs x ≤ twoPow R n * twoPow R n * vs (x * halfPow R n) := by
  induction n with
  | zero =>
    show vs x ≤ 1 * 1 * vs (x * 1)
    rw [mul_one, mul_one, one_mul]
    exact le_refl _
  | succ n ih =>
    refine le_trans ih ?_
    rw [vs_half]
    show _ ≤ 2 * twoPow R n * (2 * twoPow R n) * vs (x * halfPow R (.succ n))
    generalize vs (x * halfPow R (.succ n)) = v
    exact lin (mul_nonneg (mul_self_nonneg (twoPow R n)) (mul_self_nonneg v))
noncomputable def KK (R : Type) [CompleteOrderedField R] : R := 2 * (2 * exp 1) * (2 * exp 1) + 2 * (2 * exp 1)
theorem KK_nonneg : 0 ≤ KK R := by
  have e := le_of_lt (exp_pos (1 : R))
  have a := mul_nonneg (le_of_lt (two_pos (R := R))) e
  have b := mul_nonneg a a
  show 0 ≤ 2 * (2 * exp 1) * (2 * exp 1) + 2 * (2 * exp 1)
  exact lin (add_le_add (add_le_add b b) (add_le_add a a))
theorem vs_near {t : R} (h0 : 0 ≤ t) (h1 : t ≤ 1) : abs (vs t - t * t) ≤ KK R * (t * t * t) := by
  have k := Cx.cis_zero_near t
  have k : abs (cos t - 1) + abs (sin t - t) ≤ 2 * (t * t * exp (abs t)) := k
  rw [abs_of_nonneg h0] at k
  have ee : exp t ≤ exp 1 := by
    rcases lt_or_le t 1 with h | h
    · exact le_of_lt (exp_lt_exp h)
    · rw [le_antisymm h1 h]; exact le_refl _
  have tt := mul_nonneg h0 h0
  have m := mul_nonneg tt (sub_nonneg_of_le ee)
  have e := le_of_lt (exp_pos (1 : R))
  have k : abs (cos t - 1) + abs (sin t - t) ≤ 2 * exp 1 * (t * t) := lin (add_le_add k (add_le_add m m))
  rw [vs_eq]
  have sp : abs (cos t - 1) * abs (cos t - 1) = (cos t - 1) * (cos t - 1) := by rw [← abs_mul]; exact abs_of_nonneg (mul_self_nonneg _)
  have sq : abs (sin t - t) * abs (sin t - t) = (sin t - t) * (sin t - t) := by rw [← abs_mul]; exact abs_of_nonneg (mul_self_nonneg _)
  have p0 := abs_nonneg (cos t - 1)
  have q0 := abs_nonneg (sin t - t)
  have q1 := le_abs_self (sin t - t)
  have q2 := neg_le_abs (sin t - t)
  show _ ≤ (2 * (2 * exp 1) * (2 * exp 1) + 2 * (2 * exp 1)) * (t * t * t)
  generalize 2 * exp (1 : R) = B at *
  have pa : abs (cos t - 1) ≤ B * (t * t) := lin (add_le_add k q0)
  have qa : abs (sin t - t) ≤ B * (t * t) := lin (add_le_add k p0)
  have a0 := le_trans p0 pa
  have p2 := mul_le_mul pa pa p0 a0
  have q2' := mul_le_mul qa qa q0 a0
  rw [sp] at p2
  rw [sq] at q2'
  have f := mul_nonneg (mul_nonneg (mul_self_nonneg B) (mul_nonneg tt h0)) (sub_nonneg_of_le h1)
  have g1 := mul_nonneg h0 (sub_nonneg_of_le (le_trans q1 qa))
  have g2 := mul_nonneg h0 (sub_nonneg_of_le (le_trans q2 qa))
  refine abs_le_of_le_of_neg_le ?_ ?_
  · exact lin (add_le_add (add_le_add p2 q2') (add_le_add (add_le_add g1 g1) (add_le_add f f)))
  · have s := add_le_add (mul_self_nonneg (cos t - 1)) (mul_self_nonneg (sin t - t))
    have aa := mul_nonneg (mul_self_nonneg B) (mul_nonneg tt h0)
    exact lin (add_le_add s (add_le_add (add_le_add g2 g2) (add_le_add aa aa)))
theorem vs_lim {x : R} (n : Nat) (hx : 0 ≤ x) (h1 : x * halfPow R n ≤ 1) : abs (twoPow R n * twoPow R n * vs (x * halfPow R n) - x * x) ≤ KK R * (x * x * x) * halfPow R n := by
  have hp := le_of_lt (halfPow_pos (R := R) n)
  have k := mul_le_mul_of_nonneg_left (vs_near (mul_nonneg hx hp) h1) (mul_self_nonneg (twoPow R n))
  rw [← abs_of_nonneg (mul_self_nonneg (twoPow R n)), ← abs_mul, abs_of_nonneg (mul_self_nonneg (twoPow R n)),
    show twoPow R n * twoPow R n * (vs (x * halfPow R n) - x * halfPow R n * (x * halfPow R n)) = twoPow R n * twoPow R n * vs (x * halfPow R n) - x * x * ((twoPow R n * halfPow R n) * (twoPow R n * halfPow R n)) from ring,
    show twoPow R n * twoPow R n * (KK R * (x * halfPow R n * (x * halfPow R n) * (x * halfPow R n))) = KK R * (x * x * x) * halfPow R n * ((twoPow R n * halfPow R n) * (twoPow R n * halfPow R n)) from ring,
    twoPow_mul_halfPow, mul_one, mul_one, mul_one] at k
  exact k
theorem exists_n {a b η : R} (ha : 0 ≤ a) (hb : 0 ≤ b) (h : 0 < η) : ∃ n : Nat, a * halfPow R n ≤ η ∧ b * halfPow R n ≤ 1 := by
  obtain ⟨n, hn⟩ := exists_mul_halfPow_lt_one (a * η⁻¹ + b)
  have p := le_of_lt (halfPow_pos (R := R) n)
  have hn := le_of_lt hn
  have t1 := mul_nonneg (mul_nonneg ha (le_of_lt (inv_pos_of_pos h))) p
  have t2 := mul_nonneg hb p
  refine ⟨n, ?_, lin (add_le_add hn t1)⟩
  have k := mul_nonneg (le_of_lt h) (add_le_add (sub_nonneg_of_le hn) t2 |> lin : 0 ≤ 1 - a * η⁻¹ * halfPow R n)
  rw [show η * (1 - a * η⁻¹ * halfPow R n) = η - (η * η⁻¹) * (a * halfPow R n) from ring, mul_inv_cancel₀ (ne_of_gt h), one_mul] at k
  exact le_of_sub_nonneg k
theorem vs_le {x : R} (hx : 0 ≤ x) : vs x ≤ x * x := by
  apply Classical.byContradiction
  intro g
  have hη := half_pos (sub_pos_of_lt (not_le.mp g))
  obtain ⟨n, h1, h2⟩ := exists_n (mul_nonneg KK_nonneg (mul_nonneg (mul_nonneg hx hx) hx)) hx hη
  have k := le_trans (le_abs_self _) (vs_lim n hx h2)
  have l := vs_le4 n x
  have e := add_halves (vs x - x * x)
  generalize (vs x - x * x) * 2⁻¹ = η at *
  have e := le_of_eq e
  exact lt_irrefl (0 : R) (lt_of_lt_of_le hη (lin (add_le_add (add_le_add k l) (add_le_add h1 e))))
theorem chain_le_vs {x y : R} (hy : 0 ≤ y) (h : y < x) : ∃ n, chain n y ≤ vs (x * halfPow R n) := by
  have hx := lt_of_le_of_lt hy h
  have hη : 0 < x * x - y * y := by
    have t := mul_pos (sub_pos_of_lt h) (add_pos_of_pos_of_nonneg hx hy)
    rwa [show (x - y) * (x + y) = x * x - y * y from ring] at t
  have x0 := le_of_lt hx
  obtain ⟨n, h1, h2⟩ := exists_n (mul_nonneg KK_nonneg (mul_nonneg (mul_nonneg x0 x0) x0)) x0 hη
  have k := le_trans (neg_le_abs _) (vs_lim n x0 h2)
  refine ⟨n, ?_⟩
  have t := mul_nonneg (sub_nonneg_of_le (add_le_add k h1)) (mul_self_nonneg (halfPow R n))
  show y * y * (halfPow R n * halfPow R n) ≤ _
  generalize vs (x * halfPow R n) = v at *
  have f := twoPow_mul_halfPow (R := R) n
  rw [show (KK R * (x * x * x) * halfPow R n + (x * x - y * y) - (-(twoPow R n * twoPow R n * v - x * x) + KK R * (x * x * x) * halfPow R n)) * (halfPow R n * halfPow R n)
    = (twoPow R n * halfPow R n) * (twoPow R n * halfPow R n) * v - y * y * (halfPow R n * halfPow R n) from ring, f, one_mul, one_mul] at t
  exact le_of_sub_nonneg t
/-- `x` is at most a quarter turn -/
def Qt (x : R) : Prop := 0 ≤ x ∧ ∃ n, Good n (chain n x)
theorem Qt.mono {x y : R} (h : Qt y) (hx : 0 ≤ x) (g : x ≤ y) : Qt x := by
  obtain ⟨hy, n, k⟩ := h
  refine ⟨hx, n, k.mono n (chain_nonneg n x) ?_⟩
  show x * x * (halfPow R n * halfPow R n) ≤ y * y * (halfPow R n * halfPow R n)
  exact lin (mul_nonneg (sub_nonneg_of_le (mul_le_mul g g hx hy)) (mul_self_nonneg (halfPow R n)))
theorem Qt.vs_le {x : R} (h : Qt x) : vs x ≤ 2 := by
  obtain ⟨hx, n, k⟩ := h
  refine good_vs n (k.mono n (vs_nonneg _) ?_)
  exact le_trans (_root_.vs_le (mul_nonneg hx (le_of_lt (halfPow_pos n)))) (le_of_eq (show _ = x * x * (halfPow R n * halfPow R n) from ring))
theorem Qt.cos_nonneg {x : R} (h : Qt x) : 0 ≤ cos x := by
  have k : 2 - 2 * cos x ≤ 2 := h.vs_le
  refine le_of_mul_le (two_pos (R := R)) (lin k)
theorem cos_cont (x : R) {ε : R} (he : 0 < ε) : ∃ δ, 0 < δ ∧ ∀ y, abs (y - x) < δ → abs (cos y - cos x) ≤ ε := by
  obtain ⟨d, hd, h⟩ := hasDerivAt_cos x 1 zero_lt_one
  have s := abs_nonneg (-sin x)
  have c : 0 < 1 + abs (-sin x) := add_pos_of_pos_of_nonneg zero_lt_one s
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd (mul_pos he (inv_pos_of_pos c))
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have k : abs (cos y - cos x - -sin x * (y - x)) ≤ 1 * abs (y - x) := h y (lt_of_lt_of_le hy h1)
  have t := abs_add_le (cos y - cos x - -sin x * (y - x)) (-sin x * (y - x))
  rw [show cos y - cos x - -sin x * (y - x) + -sin x * (y - x) = cos y - cos x from ring, abs_mul] at t
  have w := mul_le_of_le_mul_inv (le_trans (le_of_lt hy) h2) c
  exact lin (add_le_add (add_le_add t k) w)
noncomputable def pi2 (R : Type) [CompleteOrderedField R] : R := Classical.choose (pi_exists (R := R))
theorem pi_eq : pi R = 2 * pi2 R := rfl
theorem pi2_ub {x : R} (h : Qt x) : x ≤ pi2 R := (Classical.choose_spec (pi_exists (R := R))).1 x h
theorem lt_pi2 {x : R} (h : x < pi2 R) : ∃ y, Qt y ∧ x < y := by
  apply Classical.byContradiction
  intro g
  refine (lt_iff_not_le _ _).mp h ((Classical.choose_spec (pi_exists (R := R))).2 x fun y hy => ?_)
  exact not_lt.mp fun k => g ⟨y, hy, k⟩
theorem pi2_pos : 0 < pi2 R := by
  refine lt_of_lt_of_le (zero_lt_one (R := R)) (pi2_ub ⟨le_of_lt zero_lt_one, 0, ?_⟩)
  show (1 : R) * 1 * (1 * 1) ≤ 2
  exact lin (le_of_lt (zero_lt_one (R := R)))
theorem cos_nonneg {x : R} (h0 : 0 ≤ x) (h : x < pi2 R) : 0 ≤ cos x := by
  obtain ⟨y, hy, k⟩ := lt_pi2 h
  exact (hy.mono h0 (le_of_lt k)).cos_nonneg
theorem cos_pi2 : cos (pi2 R) = 0 := by
  have p0 := pi2_pos (R := R)
  apply le_antisymm
  · apply Classical.byContradiction
    intro g
    have g := not_le.mp g
    obtain ⟨δ, hδ, h⟩ := cos_cont (pi2 R) g
    obtain ⟨e, he, e1, e2⟩ := exists_pos_le_both (half_pos hδ) (half_pos p0)
    have hh := add_halves δ
    have hh' := add_halves (pi2 R)
    have hp := half_pos hδ
    have hp' := half_pos p0
    generalize δ * 2⁻¹ = d at *
    generalize pi2 R * 2⁻¹ = q at *
    -- `z = pi2 + e` still has `vs ≤ 2`, and so have all its halves
    have z0 : 0 ≤ pi2 R + e := le_of_lt (add_pos_of_pos_of_nonneg p0 (le_of_lt he))
    have z1 : vs (pi2 R + e) ≤ 2 := by
      have b : abs (pi2 R + e - pi2 R) < δ := by
        rw [show pi2 R + e - pi2 R = e from ring, abs_of_nonneg (le_of_lt he), ← hh]
        exact slin (add_lt_add_of_lt_of_le hp e1)
      have k := le_trans (neg_le_abs _) (h _ b)
      show 2 - 2 * cos (pi2 R + e) ≤ 2
      exact lin (add_le_add k k)
    have z2 : ∀ k, vs ((pi2 R + e) * halfPow R k) ≤ 2 := fun k => by
      cases k with
      | zero =>
        show vs ((pi2 R + e) * 1) ≤ 2
        rwa [mul_one]
      | succ k =>
        have hk : halfPow R k ≤ 1 := by
          have := natCast_le_twoPow (R := R) k
          have t := mul_nonneg (sub_nonneg_of_le this.2) (le_of_lt (halfPow_pos (R := R) k))
          rw [show (twoPow R k - 1) * halfPow R k = twoPow R k * halfPow R k - halfPow R k from ring, twoPow_mul_halfPow] at t
          exact le_of_sub_nonneg t
        have i2 := inv_pos_of_pos (two_pos (R := R))
        have s : (pi2 R + e) * halfPow R (.succ k) < pi2 R := by
          show (pi2 R + e) * (halfPow R k * 2⁻¹) < _
          have t := mul_nonneg (mul_nonneg z0 (le_of_lt i2)) (sub_nonneg_of_le hk)
          have u := add_halves (pi2 R + e)
          have w : (pi2 R + e) * 2⁻¹ < pi2 R := by
            generalize (pi2 R + e) * 2⁻¹ = c at *
            apply Classical.byContradiction
            intro o
            have o := not_lt.mp o
            have eu := le_of_eq u
            have e3 := le_of_eq hh'
            exact lt_irrefl (0 : R) (lt_of_lt_of_le hp' (lin (add_le_add (add_le_add (add_le_add o o) eu) (add_le_add e2 e3))))
          exact lt_of_le_of_lt (lin t) w
        have n0 : 0 ≤ (pi2 R + e) * halfPow R (.succ k) := mul_nonneg z0 (le_of_lt (halfPow_pos _))
        have c := cos_nonneg n0 s
        show 2 - 2 * cos ((pi2 R + e) * halfPow R (.succ k)) ≤ 2
        exact lin (add_le_add c c)
    have y0 : pi2 R + e * 2⁻¹ < pi2 R + e := by
      have a := half_pos he
      have b := add_halves e
      generalize e * 2⁻¹ = c at *
      rw [← b]
      exact slin a
    have y1 : 0 ≤ pi2 R + e * 2⁻¹ := le_of_lt (add_pos_of_pos_of_nonneg p0 (le_of_lt (half_pos he)))
    obtain ⟨n, hn⟩ := chain_le_vs y1 y0
    have k := pi2_ub ⟨y1, n, (vs_good n z2).mono n (chain_nonneg _ _) hn⟩
    exact lt_irrefl (0 : R) (lt_of_lt_of_le (half_pos he) (lin k))
  · apply Classical.byContradiction
    intro g
    have g := not_le.mp g
    have gp : 0 < -cos (pi2 R) * 2⁻¹ := half_pos (slin g)
    obtain ⟨δ, hδ, h⟩ := cos_cont (pi2 R) gp
    obtain ⟨y, hy, k⟩ := lt_pi2 (x := pi2 R - δ) (slin hδ)
    have u := pi2_ub hy
    have b : abs (y - pi2 R) < δ := by
      rw [abs_of_nonpos (lin u)]
      exact slin k
    have l := le_trans (le_abs_self _) (h y b)
    have c := hy.cos_nonneg
    have f := le_of_eq (add_halves (-cos (pi2 R)))
    generalize -cos (pi2 R) * 2⁻¹ = q at *
    exact lt_irrefl (0 : R) (lt_of_lt_of_le gp (lin (add_le_add (add_le_add c l) f)))
theorem sin_pi : sin (pi R) = 0 := by
  rw [show pi R = pi2 R + pi2 R from by rw [pi_eq]; exact ring, sin_add, cos_pi2]
  exact ring
theorem cos_pi : cos (pi R) = -1 := by
  have k := cos_sq_add_sin_sq (pi2 R)
  rw [cos_pi2, show (0 : R) * 0 + sin (pi2 R) * sin (pi2 R) = sin (pi2 R) * sin (pi2 R) from ring] at k
  rw [show pi R = pi2 R + pi2 R from by rw [pi_eq]; exact ring, cos_add, cos_pi2, k]
  exact ring
theorem sin_small {d : R} (h0 : 0 < d) (h1 : d ≤ 1) (h2 : d * (4 * exp 1) ≤ 1) : 0 < sin d := by
  have k := Cx.cis_zero_near d
  have k : abs (cos d - 1) + abs (sin d - d) ≤ 2 * (d * d * exp (abs d)) := k
  rw [abs_of_nonneg (le_of_lt h0)] at k
  have ee : exp d ≤ exp 1 := by
    rcases lt_or_le d 1 with h | h
    · exact le_of_lt (exp_lt_exp h)
    · rw [le_antisymm h1 h]; exact le_refl _
  have a := abs_nonneg (cos d - 1)
  have b := neg_le_abs (sin d - d)
  have m := mul_nonneg (mul_self_nonneg d) (sub_nonneg_of_le ee)
  have n := mul_nonneg (le_of_lt h0) (sub_nonneg_of_le h2)
  have s : d ≤ 2 * sin d := lin (add_le_add (add_le_add (add_le_add (add_le_add k k) (add_le_add a a)) (add_le_add b b)) (add_le_add (add_le_add (add_le_add m m) (add_le_add m m)) n))
  apply Classical.byContradiction
  intro g
  have g := not_lt.mp g
  exact lt_irrefl (0 : R) (lt_of_lt_of_le h0 (lin (add_le_add s (add_le_add g g))))
/-- `pi / 2` is the first zero of cos -/
theorem cos_pos {x : R} (h0 : 0 ≤ x) (h : x < pi2 R) : 0 < cos x := by
  refine lt_of_le_of_ne (cos_nonneg h0 h) fun e => ?_
  have e := e.symm
  have x0 : 0 < x := lt_of_le_of_ne h0 fun z => by
    rw [← z, cos_zero] at e
    exact zero_ne_one e.symm
  have q := mul_pos (add_pos_of_pos_of_nonneg two_pos (le_of_lt (two_pos (R := R)))) (exp_pos (1 : R))
  rw [show (2 : R) + 2 = 4 from ring] at q
  obtain ⟨a, ha, a1, a2⟩ := exists_pos_le_both (half_pos (sub_pos_of_lt h)) x0
  obtain ⟨b, hb, b1, b2⟩ := exists_pos_le_both (zero_lt_one (R := R)) (inv_pos_of_pos q)
  obtain ⟨d, hd, d1, d2⟩ := exists_pos_le_both ha hb
  have s := sin_small hd (le_trans d2 b1) (by
    have t := mul_le_mul (le_trans d2 b2) (le_refl (4 * exp (1 : R))) (le_of_lt q) (le_of_lt (inv_pos_of_pos q))
    rwa [inv_mul_cancel₀ (ne_of_gt q)] at t)
  have f := le_of_eq (add_halves (pi2 R - x))
  have g := half_pos (sub_pos_of_lt h)
  generalize (pi2 R - x) * 2⁻¹ = c at *
  have u := cos_nonneg (x := x + d) (le_of_lt (add_pos_of_pos_of_nonneg x0 (le_of_lt hd))) (slin (lt_of_le_of_lt (le_trans d1 a1) (lt_of_lt_of_le (slin g : c < c + c) f)))
  have v := cos_nonneg (x := x + -d) (lin (le_trans d1 a2)) (lt_of_le_of_lt (lin (le_of_lt hd)) h)
  rw [cos_add, e] at u v
  rw [sin_neg] at v
  have z : sin x * sin d = 0 := le_antisymm (lin u) (lin v)
  have p := cos_sq_add_sin_sq x
  rw [e, show (0 : R) * 0 + sin x * sin x = sin x * sin x from ring] at p
  have w : sin x ≠ 0 := fun k => by
    rw [k, mul_zero] at p
    exact zero_ne_one p
  exact mul_ne_zero w (ne_of_gt s) z
