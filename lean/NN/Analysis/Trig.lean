prelude
import NN.Analysis.Deriv.Basic
import NN.Analysis.Log
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! cos and sin as the limit of `(1 + i t / 2^n)^(2^n)`. -/
variable {R : Type} [CompleteOrderedField R]
structure Cx (R : Type) where
  re : R
  im : R
namespace Cx
theorem ext : {z w : Cx R} → z.re = w.re → z.im = w.im → z = w
  | ⟨a, b⟩, ⟨c, d⟩, h, g => by
    have h : a = c := h
    have g : b = d := g
    rw [h, g]
instance : CommRing (Cx R) where
  zero := ⟨0, 0⟩
  one := ⟨1, 0⟩
  add z w := ⟨z.re + w.re, z.im + w.im⟩
  mul z w := ⟨z.re * w.re - z.im * w.im, z.re * w.im + z.im * w.re⟩
  neg z := ⟨-z.re, -z.im⟩
  sub z w := ⟨z.re - w.re, z.im - w.im⟩
  add_comm a b := ext (add_comm _ _) (add_comm _ _)
  add_assoc a b c := ext (add_assoc _ _ _) (add_assoc _ _ _)
  add_zero a := ext (add_zero _) (add_zero _)
  add_neg_cancel a := ext (add_neg_cancel _) (add_neg_cancel _)
  mul_comm a b := ext (show a.re * b.re - a.im * b.im = b.re * a.re - b.im * a.im from ring) (show a.re * b.im + a.im * b.re = b.re * a.im + b.im * a.re from ring)
  mul_assoc a b c := ext
    (show (a.re * b.re - a.im * b.im) * c.re - (a.re * b.im + a.im * b.re) * c.im = a.re * (b.re * c.re - b.im * c.im) - a.im * (b.re * c.im + b.im * c.re) from ring)
    (show (a.re * b.re - a.im * b.im) * c.im + (a.re * b.im + a.im * b.re) * c.re = a.re * (b.re * c.im + b.im * c.re) + a.im * (b.re * c.re - b.im * c.im) from ring)
  mul_one a := ext (show a.re * 1 - a.im * 0 = a.re from ring) (show a.re * 0 + a.im * 1 = a.im from ring)
  mul_add a b c := ext (show a.re * (b.re + c.re) - a.im * (b.im + c.im) = (a.re * b.re - a.im * b.im) + (a.re * c.re - a.im * c.im) from ring)
    (show a.re * (b.im + c.im) + a.im * (b.re + c.re) = (a.re * b.im + a.im * b.re) + (a.re * c.im + a.im * c.re) from ring)
  sub_eq_add_neg a b := ext (sub_eq_add_neg _ _) (sub_eq_add_neg _ _)
noncomputable def nrm (z : Cx R) : R := abs z.re + abs z.im
theorem nrm_nonneg (z : Cx R) : 0 ≤ nrm z := lin (add_le_add (abs_nonneg z.re) (abs_nonneg z.im)) (by
  show abs z.re + abs z.im - 0 = _
  exact ring)
theorem nrm_add (z w : Cx R) : nrm (z + w) ≤ nrm z + nrm w := lin (add_le_add (abs_add_le z.re w.re) (abs_add_le z.im w.im)) (by
  show abs z.re + abs z.im + (abs w.re + abs w.im) - (abs (z.re + w.re) + abs (z.im + w.im)) = _
  exact ring)
theorem nrm_neg (z : Cx R) : nrm (-z) = nrm z := by
  show abs (-z.re) + abs (-z.im) = abs z.re + abs z.im
  rw [abs_neg, abs_neg]
theorem nrm_sub_comm (z w : Cx R) : nrm (z - w) = nrm (w - z) := by rw [← nrm_neg, show -(z - w) = w - z from ring]
theorem nrm_mul (z w : Cx R) : nrm (z * w) ≤ nrm z * nrm w := by
  have a : abs (z.re * w.re - z.im * w.im) ≤ abs z.re * abs w.re + abs z.im * abs w.im := by
    rw [sub_eq_add_neg, ← abs_mul, ← abs_mul, ← abs_neg (z.im * w.im)]
    exact abs_add_le _ _
  have b : abs (z.re * w.im + z.im * w.re) ≤ abs z.re * abs w.im + abs z.im * abs w.re := by
    rw [← abs_mul, ← abs_mul]
    exact abs_add_le _ _
  exact lin (add_le_add a b) (by
    show (abs z.re + abs z.im) * (abs w.re + abs w.im) - (abs (z.re * w.re - z.im * w.im) + abs (z.re * w.im + z.im * w.re)) = _
    exact ring)
theorem nrm_mul_le {z w : Cx R} {a b : R} (h : nrm z ≤ a) (g : nrm w ≤ b) : nrm (z * w) ≤ a * b :=
  le_trans (nrm_mul z w) (mul_le_mul h g (nrm_nonneg w) (le_trans (nrm_nonneg z) h))
theorem nrm_add_le {z w : Cx R} {a b : R} (h : nrm z ≤ a) (g : nrm w ≤ b) : nrm (z + w) ≤ a + b := le_trans (nrm_add z w) (add_le_add h g)
theorem eq_zero {z : Cx R} (h : nrm z ≤ 0) : z = 0 := by
  have a := abs_nonneg z.re
  have b := abs_nonneg z.im
  have h : abs z.re + abs z.im ≤ 0 := h
  have p : abs z.re = 0 := le_antisymm (lin (add_le_add h b)) a
  have q : abs z.im = 0 := le_antisymm (lin (add_le_add h a)) b
  have r : ∀ x : R, abs x = 0 → x = 0 := fun x e => Classical.byContradiction fun g => lt_irrefl (0 : R) (e ▸ abs_pos g)
  exact ext (r _ p) (r _ q)
theorem eq_zero_of_hf {z : Cx R} {K : R} (h : ∀ n, nrm z ≤ K * halfPow R n) : z = 0 := by
  apply eq_zero
  refine le_trans (le_abs_self _) (le_of_eq ?_)
  rw [eq_zero_of_abs_le (a := nrm z) fun ε he => ?_, abs_zero]
  rw [abs_of_nonneg (nrm_nonneg z)]
  obtain ⟨n, hn⟩ := exists_mul_halfPow_lt_one (K * ε⁻¹)
  have k := mul_nonneg (le_of_lt he) (sub_nonneg_of_le (le_of_lt hn))
  rw [show ε * (1 - K * ε⁻¹ * halfPow R n) = ε - (ε * ε⁻¹) * (K * halfPow R n) from ring, mul_inv_cancel₀ (ne_of_gt he), one_mul] at k
  exact le_trans (h n) (le_of_sub_nonneg k)
def cpw : Nat → Cx R → Cx R
  | .zero, u => u
  | .succ n, u => cpw n (u * u)
theorem cpw_mul (n : Nat) (u v : Cx R) : cpw n (u * v) = cpw n u * cpw n v := by
  induction n generalizing u v with
  | zero => rfl
  | succ n ih =>
    show cpw n (u * v * (u * v)) = cpw n (u * u) * cpw n (v * v)
    rw [← ih, show u * v * (u * v) = u * u * (v * v) from ring]
theorem cpw_nrm (n : Nat) {u : Cx R} {M : R} (h : nrm u ≤ M) : nrm (cpw n u) ≤ iterSquare n M := by
  induction n generalizing u M with
  | zero => exact h
  | succ n ih => exact ih (nrm_mul_le h h)
theorem cpw_diff (n : Nat) {u w : Cx R} {M : R} (hM : 0 < M) (hu : nrm u ≤ M) (hw : nrm w ≤ M) :
    nrm (cpw n u - cpw n w) * M ≤ twoPow R n * nrm (u - w) * iterSquare n M := by
  induction n generalizing u w M with
  | zero =>
    show nrm (u - w) * M ≤ 1 * nrm (u - w) * M
    rw [one_mul]
    exact le_refl _
  | succ n ih =>
    have k := ih (mul_pos hM hM) (nrm_mul_le hu hu) (nrm_mul_le hw hw)
    have e : nrm (u * u - w * w) ≤ nrm (u - w) * (M + M) := by
      rw [show u * u - w * w = (u - w) * (u + w) from ring]
      exact nrm_mul_le (le_refl _) (nrm_add_le hu hw)
    have t := mul_nonneg (mul_nonneg (le_of_lt (twoPow_pos (R := R) n)) (le_of_lt (iterSquare_pos n (mul_pos hM hM)))) (sub_nonneg_of_le e)
    show nrm (cpw n (u * u) - cpw n (w * w)) * M ≤ 2 * twoPow R n * nrm (u - w) * iterSquare n (M * M)
    generalize nrm (cpw n (u * u) - cpw n (w * w)) = X at *
    have f : 0 ≤ (2 * twoPow R n * nrm (u - w) * iterSquare n (M * M) - X * M) * M := lin (add_le_add k t)
    apply Classical.byContradiction
    intro g
    have g := mul_pos (sub_pos_of_lt (not_le.mp g)) hM
    exact lt_irrefl (0 : R) (lt_of_lt_of_le g (lin f))
theorem cpw_diff_le (n : Nat) {u w : Cx R} {M P : R} (hM : 1 ≤ M) (hu : nrm u ≤ M) (hw : nrm w ≤ M) (hP : iterSquare n M ≤ P) :
    nrm (cpw n u - cpw n w) ≤ twoPow R n * nrm (u - w) * P := by
  have k := cpw_diff n (lt_of_lt_of_le zero_lt_one hM) hu hw
  have a := mul_nonneg (nrm_nonneg (cpw n u - cpw n w)) (sub_nonneg_of_le hM)
  have b := mul_nonneg (mul_nonneg (le_of_lt (twoPow_pos (R := R) n)) (nrm_nonneg (u - w))) (sub_nonneg_of_le hP)
  exact lin (add_le_add (add_le_add k a) b)
noncomputable def E (n : Nat) (t : R) : Cx R := cpw n ⟨1, t * halfPow R n⟩
theorem abs_hf (t : R) (n : Nat) : abs (t * halfPow R n) = abs t * halfPow R n := by rw [abs_mul, abs_of_nonneg (le_of_lt (halfPow_pos n))]
theorem ok_abs (n : Nat) (t : R) : ExpApproxPos n (abs t) := add_pos_of_pos_of_nonneg zero_lt_one (mul_nonneg (abs_nonneg t) (le_of_lt (halfPow_pos n)))
theorem nrm_one (n : Nat) (t : R) : nrm (⟨1, t * halfPow R n⟩ : Cx R) = 1 + abs t * halfPow R n := by
  show abs 1 + abs (t * halfPow R n) = _
  rw [abs_hf, abs_of_nonneg (le_of_lt zero_lt_one)]
theorem nrm_E (n : Nat) (t : R) : nrm (E n t) ≤ exp (abs t) := le_trans (cpw_nrm n (le_of_eq (nrm_one n t))) (expApprox_le_exp (ok_abs n t))
theorem one_le_M (n : Nat) (t : R) : 1 ≤ 1 + abs t * halfPow R n := lin (mul_nonneg (abs_nonneg t) (le_of_lt (halfPow_pos n)))
theorem E_mul (n : Nat) (s t : R) : nrm (E n (s + t) - E n s * E n t) ≤ abs s * abs t * (exp (abs s) * exp (abs t)) * halfPow R n := by
  have ps := one_le_M n s
  have pt := one_le_M n t
  have z := le_of_lt (zero_lt_one (R := R))
  have hp := le_of_lt (halfPow_pos (R := R) n)
  have st := mul_nonneg (mul_nonneg (abs_nonneg s) hp) (mul_nonneg (abs_nonneg t) hp)
  have k := cpw_diff_le n (u := ⟨1, (s + t) * halfPow R n⟩) (w := ⟨1, s * halfPow R n⟩ * ⟨1, t * halfPow R n⟩)
    (M := (1 + abs s * halfPow R n) * (1 + abs t * halfPow R n)) (P := exp (abs s) * exp (abs t))
    (by
      have := mul_le_mul ps pt z (le_trans z ps)
      rwa [mul_one] at this)
    (by
      rw [nrm_one]
      have := mul_nonneg hp (sub_nonneg_of_le (abs_add_le s t))
      exact lin (add_le_add this st))
    (nrm_mul_le (le_of_eq (nrm_one n s)) (le_of_eq (nrm_one n t)))
    (by
      rw [iterSquare_mul]
      exact mul_le_mul (expApprox_le_exp (ok_abs n s)) (expApprox_le_exp (ok_abs n t)) (le_of_lt (expApprox_pos (ok_abs n t))) (le_of_lt (exp_pos _)))
  rw [cpw_mul] at k
  refine le_trans k (le_of_eq ?_)
  have e : nrm ((⟨1, (s + t) * halfPow R n⟩ : Cx R) - ⟨1, s * halfPow R n⟩ * ⟨1, t * halfPow R n⟩) = abs s * halfPow R n * (abs t * halfPow R n) := by
    show abs (1 - (1 * 1 - s * halfPow R n * (t * halfPow R n))) + abs ((s + t) * halfPow R n - (1 * (t * halfPow R n) + s * halfPow R n * 1)) = _
    rw [show (s + t) * halfPow R n - (1 * (t * halfPow R n) + s * halfPow R n * 1) = 0 from ring, abs_zero, add_zero,
      show 1 - (1 * 1 - s * halfPow R n * (t * halfPow R n)) = s * halfPow R n * (t * halfPow R n) from ring, abs_mul, abs_hf, abs_hf]
  rw [e, show twoPow R n * (abs s * halfPow R n * (abs t * halfPow R n)) * (exp (abs s) * exp (abs t)) = (twoPow R n * halfPow R n) * (abs s * abs t * (exp (abs s) * exp (abs t)) * halfPow R n) from ring, twoPow_mul_halfPow, one_mul]
/-- halving the step is the product formula at `t/2 + t/2` -/
theorem E_step (n : Nat) (t : R) : nrm (E (.succ n) t - E n t) ≤ t * t * exp (abs t) * (halfPow R n - halfPow R (.succ n)) := by
  have hp := halfPow_pos (R := R) (.succ n)
  have hl := le_of_lt hp
  have hh : halfPow R n = halfPow R (.succ n) + halfPow R (.succ n) := (add_halves _).symm
  have ht := twoPow_mul_halfPow (R := R) n
  have one := le_of_eq (nrm_one (.succ n) t)
  have one2 := nrm_mul_le one one
  have ps := one_le_M (.succ n) t
  have z := le_of_lt (zero_lt_one (R := R))
  have pa : iterSquare n ((1 + abs t * halfPow R (.succ n)) * (1 + abs t * halfPow R (.succ n))) ≤ exp (abs t) := expApprox_le_exp (ok_abs (.succ n) t)
  have k := cpw_diff_le n (u := Cx.mk 1 (t * halfPow R (.succ n)) * Cx.mk 1 (t * halfPow R (.succ n))) (w := ⟨1, t * halfPow R n⟩) (M := (1 + abs t * halfPow R (.succ n)) * (1 + abs t * halfPow R (.succ n))) (P := exp (abs t))
    (by
      have := mul_le_mul ps ps z (le_trans z ps)
      rwa [mul_one] at this)
    one2
    (by
      rw [nrm_one, hh]
      exact lin (mul_self_nonneg (abs t * halfPow R (.succ n))))
    pa
  refine le_trans k ?_
  have e : nrm ((⟨1, t * halfPow R (.succ n)⟩ : Cx R) * ⟨1, t * halfPow R (.succ n)⟩ - ⟨1, t * halfPow R n⟩) = t * t * (halfPow R (.succ n) * halfPow R (.succ n)) := by
    rw [hh]
    generalize halfPow R (.succ n) = h
    show abs (1 * 1 - t * h * (t * h) - 1) + abs (1 * (t * h) + t * h * 1 - t * (h + h)) = _
    rw [show 1 * (t * h) + t * h * 1 - t * (h + h) = 0 from ring, abs_zero, add_zero, show 1 * 1 - t * h * (t * h) - 1 = -(t * h * (t * h)) from ring, abs_neg, abs_of_nonneg (mul_self_nonneg _)]
    exact ring
  rw [e]
  rw [hh] at ht ⊢
  generalize halfPow R (.succ n) = h at *
  have q := mul_nonneg (mul_nonneg (mul_nonneg (mul_nonneg (le_of_lt (twoPow_pos (R := R) n)) (mul_self_nonneg t)) (mul_nonneg hl hl)) (le_of_lt (exp_pos (abs t)))) z
  have f : t * t * exp (abs t) * (h + h - h) = twoPow R n * (h + h) * (t * t * exp (abs t) * h) := by rw [ht]; exact ring
  rw [f]
  exact lin q
theorem E_tele (n d : Nat) (t : R) : nrm (E (n + d) t - E n t) ≤ t * t * exp (abs t) * (halfPow R n - halfPow R (n + d)) := by
  induction d with
  | zero =>
    show nrm (E n t - E n t) ≤ _ * (halfPow R n - halfPow R n)
    rw [sub_self, sub_self, mul_zero]
    show abs (0 : R) + abs 0 ≤ 0
    rw [abs_zero, add_zero]
    exact le_refl _
  | succ d ih =>
    show nrm (E (.succ (n + d)) t - E n t) ≤ _ * (halfPow R n - halfPow R (.succ (n + d)))
    rw [show E (.succ (n + d)) t - E n t = (E (.succ (n + d)) t - E (n + d) t) + (E (n + d) t - E n t) from ring]
    exact le_trans (nrm_add_le (E_step (n + d) t) ih) (le_of_eq ring)
theorem lim_exists {a : Nat → R} {C : R} (h : ∀ n d, abs (a (n + d) - a n) ≤ C * halfPow R n) : ∃ L, ∀ n, abs (L - a n) ≤ C * halfPow R n := by
  have cmp : ∀ m n, a m - C * halfPow R m ≤ a n + C * halfPow R n := fun m n => by
    have p := le_trans (neg_le_abs _) (h m n)
    have q := le_trans (le_abs_self _) (h n m)
    rw [Nat.add_comm] at q
    exact lin (add_le_add p q)
  obtain ⟨L, u, l⟩ := exists_isLUB (fun x => ∃ m, x = a m - C * halfPow R m) ⟨_, 0, rfl⟩ ⟨a 0 + C * halfPow R 0, fun x ⟨m, e⟩ => e ▸ cmp m 0⟩
  exact ⟨L, fun n => abs_le_of_le_of_neg_le (lin (l (a n + C * halfPow R n) fun x ⟨m, e⟩ => e ▸ cmp m n)) (lin (u _ ⟨n, rfl⟩))⟩
noncomputable def A (t : R) : R := 2 * (t * t * exp (abs t))
theorem cis_exists (t : R) : ∃ z : Cx R, ∀ n, nrm (z - E n t) ≤ A t * halfPow R n := by
  have C0 := mul_nonneg (mul_self_nonneg t) (le_of_lt (exp_pos (abs t)))
  have k : ∀ n d, nrm (E (n + d) t - E n t) ≤ t * t * exp (abs t) * halfPow R n := fun n d =>
    le_trans (E_tele n d t) (lin (mul_nonneg C0 (le_of_lt (halfPow_pos (n + d)))))
  obtain ⟨x, hx⟩ := lim_exists (a := fun n => (E n t).re) (C := t * t * exp (abs t)) fun n d => by
    have g : abs ((E (n + d) t).re - (E n t).re) + abs ((E (n + d) t).im - (E n t).im) ≤ _ := k n d
    exact lin (add_le_add g (abs_nonneg ((E (n + d) t).im - (E n t).im)))
  obtain ⟨y, hy⟩ := lim_exists (a := fun n => (E n t).im) (C := t * t * exp (abs t)) fun n d => by
    have g : abs ((E (n + d) t).re - (E n t).re) + abs ((E (n + d) t).im - (E n t).im) ≤ _ := k n d
    exact lin (add_le_add g (abs_nonneg ((E (n + d) t).re - (E n t).re)))
  exact ⟨⟨x, y⟩, fun n => lin (add_le_add (hx n) (hy n)) (by
    show 2 * (t * t * exp (abs t)) * halfPow R n - (abs (x - (E n t).re) + abs (y - (E n t).im)) = _
    exact ring)⟩
noncomputable def cis (t : R) : Cx R := Classical.choose (cis_exists t)
theorem cis_near (t : R) (n : Nat) : nrm (cis t - E n t) ≤ A t * halfPow R n := Classical.choose_spec (cis_exists t) n
theorem cis_add (s t : R) : cis (s + t) = cis s * cis t := by
  apply eq_of_sub_eq_zero
  refine eq_zero_of_hf (K := A (s + t) + abs s * abs t * (exp (abs s) * exp (abs t)) + exp (abs s) * A t + A s * nrm (cis t)) fun n => ?_
  rw [show cis (s + t) - cis s * cis t = (cis (s + t) - E n (s + t)) + (E n (s + t) - E n s * E n t) + E n s * (E n t - cis t) + (E n s - cis s) * cis t from ring]
  have a := cis_near s n
  have b := cis_near t n
  rw [nrm_sub_comm] at a b
  exact le_trans (nrm_add_le (nrm_add_le (nrm_add_le (cis_near (s + t) n) (E_mul n s t)) (nrm_mul_le (nrm_E n s) b)) (nrm_mul_le a (le_refl _))) (le_of_eq ring)
theorem cis_zero_near (t : R) : nrm (cis t - ⟨1, t⟩) ≤ A t := by
  have k := cis_near t 0
  have k : nrm (cis t - ⟨1, t * 1⟩) ≤ A t * 1 := k
  rwa [mul_one, mul_one] at k
theorem cis_zero : cis (0 : R) = 1 := by
  have k := cis_zero_near (0 : R)
  rw [show A (0 : R) = 0 from by
    show 2 * (0 * 0 * exp (abs (0:R))) = 0
    exact ring] at k
  exact eq_of_sub_eq_zero (eq_zero k)
def conj (z : Cx R) : Cx R := ⟨z.re, -z.im⟩
theorem conj_mul (z w : Cx R) : conj (z * w) = conj z * conj w :=
  ext (show z.re * w.re - z.im * w.im = z.re * w.re - -z.im * -w.im from ring) (show -(z.re * w.im + z.im * w.re) = z.re * -w.im + -z.im * w.re from ring)
theorem conj_cpw (n : Nat) (z : Cx R) : conj (cpw n z) = cpw n (conj z) := by
  induction n generalizing z with
  | zero => rfl
  | succ n ih =>
    show conj (cpw n (z * z)) = cpw n (conj z * conj z)
    rw [ih, conj_mul]
theorem conj_E (n : Nat) (t : R) : conj (E n t) = E n (-t) := by
  show conj (cpw n ⟨1, t * halfPow R n⟩) = cpw n ⟨1, -t * halfPow R n⟩
  rw [conj_cpw, neg_mul]
  rfl
theorem nrm_conj (z w : Cx R) : nrm (conj z - conj w) = nrm (z - w) := by
  show abs (z.re - w.re) + abs (-z.im - -w.im) = abs (z.re - w.re) + abs (z.im - w.im)
  rw [show -z.im - -w.im = -(z.im - w.im) from ring, abs_neg]
theorem cis_neg (t : R) : cis (-t) = conj (cis t) := by
  apply eq_of_sub_eq_zero
  refine eq_zero_of_hf (K := A (-t) + A t) fun n => ?_
  have a := cis_near t n
  rw [nrm_sub_comm, ← nrm_conj, conj_E] at a
  rw [show cis (-t) - conj (cis t) = (cis (-t) - E n (-t)) + (E n (-t) - conj (cis t)) from ring]
  exact le_trans (nrm_add_le (cis_near (-t) n) a) (le_of_eq ring)
end Cx
open Cx
noncomputable def cos (t : R) : R := (cis t).re
noncomputable def sin (t : R) : R := (cis t).im
theorem cos_add (s t : R) : cos (s + t) = cos s * cos t - sin s * sin t := congrArg Cx.re (cis_add s t)
theorem sin_add (s t : R) : sin (s + t) = cos s * sin t + sin s * cos t := congrArg Cx.im (cis_add s t)
theorem cos_zero : cos (0 : R) = 1 := congrArg Cx.re cis_zero
theorem sin_zero : sin (0 : R) = 0 := congrArg Cx.im cis_zero
theorem cos_neg (t : R) : cos (-t) = cos t := by
  have k := congrArg Cx.re (cis_neg t)
  exact k
theorem sin_neg (t : R) : sin (-t) = -sin t := by
  have k := congrArg Cx.im (cis_neg t)
  exact k
theorem cos_sq_add_sin_sq (t : R) : cos t * cos t + sin t * sin t = 1 := by
  have k := cos_add t (-t)
  rw [add_neg_cancel, cos_zero, cos_neg, sin_neg] at k
  rw [k]
  exact ring
theorem cis_deriv (x y : R) : abs (cos y - cos x - -sin x * (y - x)) + abs (sin y - sin x - cos x * (y - x)) ≤ nrm (cis x) * A (y - x) := by
  have e : cis y = cis x * cis (y - x) := by rw [← cis_add, show x + (y - x) = y from ring]
  have k := nrm_mul_le (le_refl (nrm (cis x))) (cis_zero_near (y - x))
  rw [show cis x * (cis (y - x) - ⟨1, y - x⟩) = cis x * cis (y - x) - cis x * ⟨1, y - x⟩ from ring, ← e] at k
  have k : abs (cos y - (cos x * 1 - sin x * (y - x))) + abs (sin y - (cos x * (y - x) + sin x * 1)) ≤ _ := k
  rwa [show cos y - (cos x * 1 - sin x * (y - x)) = cos y - cos x - -sin x * (y - x) from ring, show sin y - (cos x * (y - x) + sin x * 1) = sin y - sin x - cos x * (y - x) from ring] at k
theorem trig_little {r : R → R} {x : R} (h : ∀ y, abs (r y) ≤ nrm (cis x) * A (y - x)) : IsLittleO r x := by
  have N := nrm_nonneg (cis x)
  have e1 := exp_pos (1 : R)
  refine IsLittleO.of_const ((nrm (cis x) + 1) * 2 * exp 1) (mul_pos (mul_pos (lt_of_lt_of_le zero_lt_one (lin N)) two_pos) e1) fun ε he => ?_
  obtain ⟨δ, hδ, d1, d2⟩ := exists_pos_le_both (zero_lt_one (R := R)) he
  refine ⟨δ, hδ, fun y hy => le_trans (h y) ?_⟩
  have hs := le_trans (le_of_lt hy) d2
  have sq : (y - x) * (y - x) = abs (y - x) * abs (y - x) := by rw [← abs_mul]; exact (abs_of_nonneg (mul_self_nonneg _)).symm
  have ee := le_of_lt (exp_lt_exp (lt_of_lt_of_le hy d1))
  have q := abs_nonneg (y - x)
  show nrm (cis x) * (2 * ((y - x) * (y - x) * exp (abs (y - x)))) ≤ _
  rw [sq]
  generalize abs (y - x) = d at *
  have t := mul_le_mul (mul_le_mul_of_nonneg_left hs q) ee (le_of_lt (exp_pos d)) (mul_nonneg q (le_of_lt he))
  have n2 := mul_nonneg N (sub_nonneg_of_le t)
  have z := mul_nonneg (mul_nonneg q (le_of_lt he)) (le_of_lt e1)
  exact lin (add_le_add (add_le_add n2 n2) (add_le_add z z))
theorem hasDerivAt_cos (x : R) : HasDerivAt cos (-sin x) x := trig_little fun y =>
  lin (add_le_add (cis_deriv x y) (abs_nonneg (sin y - sin x - cos x * (y - x))))
theorem hasDerivAt_sin (x : R) : HasDerivAt sin (cos x) x := trig_little fun y =>
  lin (add_le_add (cis_deriv x y) (abs_nonneg (cos y - cos x - -sin x * (y - x))))
