prelude
import NN.Analysis.Deriv
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false

set_option linter.unusedVariables false
/-! exp as the supremum of `(1 + x/2^n)^(2^n)`, with derivative itself. -/
variable {R : Type} [CompleteOrderedField R]
theorem archimedean (x : R) : ∃ n : Nat, x ≤ natCast R n := by
  apply Classical.byContradiction
  intro h
  have h' : ∀ n : Nat, natCast R n ≤ x := fun n => (le_total (natCast R n) x).elim id fun g => absurd ⟨n, g⟩ h
  obtain ⟨s, hs, hl⟩ := exists_isLUB (fun y : R => ∃ n : Nat, y = natCast R n) ⟨0, 0, rfl⟩ ⟨x, fun y ⟨n, e⟩ => e ▸ h' n⟩
  have k : s ≤ s - 1 := hl (s - 1) fun y ⟨n, e⟩ => by
    have : natCast R n + 1 ≤ s := hs (natCast R (.succ n)) ⟨.succ n, rfl⟩
    rw [e]
    exact lin this
  exact (lt_iff_not_le (0:R) 1).mp zero_lt_one (lin k)
/-- `2^-n` -/
noncomputable def hf (R : Type) [CompleteOrderedField R] : Nat → R
  | .zero => 1
  | .succ n => hf R n * 2⁻¹
/-- `2^n` -/
def tw (R : Type) [CompleteOrderedField R] : Nat → R
  | .zero => 1
  | .succ n => 2 * tw R n
/-- `u^(2^n)` -/
def pw : Nat → R → R
  | .zero, u => u
  | .succ n, u => pw n (u * u)
theorem two_inv : (2 : R) * 2⁻¹ = 1 := mul_inv_cancel₀ (ne_of_gt two_pos)
theorem hf_pos : (n : Nat) → 0 < hf R n
  | .zero => zero_lt_one
  | .succ n => half_pos (hf_pos n)
theorem tw_pos : (n : Nat) → 0 < tw R n
  | .zero => zero_lt_one
  | .succ n => mul_pos two_pos (tw_pos n)
theorem tw_hf (n : Nat) : tw R n * hf R n = 1 := by
  induction n with
  | zero => exact mul_one 1
  | succ n ih =>
    show 2 * tw R n * (hf R n * 2⁻¹) = 1
    rw [show 2 * tw R n * (hf R n * 2⁻¹) = (2 * 2⁻¹) * (tw R n * hf R n) from ring, ih, two_inv, mul_one]
theorem natCast_le_tw (n : Nat) : natCast R n ≤ tw R n ∧ 1 ≤ tw R n := by
  induction n with
  | zero => exact ⟨le_of_lt zero_lt_one, le_refl _⟩
  | succ n ih =>
    obtain ⟨a, b⟩ := ih
    constructor
    · show natCast R n + 1 ≤ 2 * tw R n
      exact lin (add_le_add a b)
    · show 1 ≤ 2 * tw R n
      exact lin (add_le_add b (le_trans (le_of_lt zero_lt_one) b))
/-- `x 2^-n < 1` for some `n` -/
theorem exists_hf (x : R) : ∃ n : Nat, x * hf R n < 1 := by
  obtain ⟨n, hn⟩ := archimedean (x + 1)
  refine ⟨n, ?_⟩
  have k : 0 < tw R n - x := slin (lt_of_lt_of_le (slin (zero_lt_one (R := R)) : x < x + 1) (le_trans hn (natCast_le_tw n).1))
  have l := mul_pos k (hf_pos (R := R) n)
  rw [show (tw R n - x) * hf R n = tw R n * hf R n - x * hf R n from ring, tw_hf] at l
  exact slin l
theorem pw_mul (n : Nat) (u v : R) : pw n (u * v) = pw n u * pw n v := by
  induction n generalizing u v with
  | zero => rfl
  | succ n ih =>
    show pw n (u * v * (u * v)) = pw n (u * u) * pw n (v * v)
    rw [← ih, show u * v * (u * v) = u * u * (v * v) from ring]
theorem pw_one (n : Nat) : pw n (1 : R) = 1 := by
  induction n with
  | zero => rfl
  | succ n ih =>
    show pw n ((1 : R) * 1) = 1
    rw [mul_one, ih]
theorem pw_pos (n : Nat) {u : R} (h : 0 < u) : 0 < pw n u := by
  induction n generalizing u with
  | zero => exact h
  | succ n ih => exact ih (mul_pos h h)
theorem pw_mono (n : Nat) {u v : R} (h : 0 ≤ u) (g : u ≤ v) : pw n u ≤ pw n v := by
  induction n generalizing u v with
  | zero => exact g
  | succ n ih => exact ih (mul_nonneg h h) (mul_le_mul g g h (le_trans h g))
theorem bernoulli (n : Nat) {t : R} (h : 0 ≤ 1 + t) : 1 + tw R n * t ≤ pw n (1 + t) := by
  induction n generalizing t with
  | zero => exact le_of_eq (show 1 + 1 * t = 1 + t from ring)
  | succ n ih =>
    show 1 + 2 * tw R n * t ≤ pw n ((1 + t) * (1 + t))
    have e : (1 + t) * (1 + t) = 1 + (2 * t + t * t) := ring
    rw [e]
    refine le_trans ?_ (ih (e ▸ mul_self_nonneg (1 + t)))
    exact lin (mul_nonneg (le_of_lt (tw_pos n)) (mul_self_nonneg t))
noncomputable def ap (n : Nat) (x : R) : R := pw n (1 + x * hf R n)
def Ok (n : Nat) (x : R) : Prop := 0 < 1 + x * hf R n
theorem exists_ok (x : R) : ∃ n, Ok n x := by
  obtain ⟨n, h⟩ := exists_hf (-x)
  exact ⟨n, slin h⟩
theorem Ok.succ {n : Nat} {x : R} (h : Ok n x) : Ok (.succ n) x := by
  show 0 < 1 + x * (hf R n * 2⁻¹)
  have k : 0 < (1 + x * hf R n) * 2⁻¹ + 2⁻¹ := add_pos (half_pos h) (le_of_lt (inv_pos two_pos))
  rw [show (1 + x * hf R n) * 2⁻¹ + 2⁻¹ = 2 * 2⁻¹ + x * (hf R n * 2⁻¹) from ring, two_inv] at k
  exact k
theorem ap_succ {n : Nat} {x : R} (h : Ok n x) : ap n x ≤ ap (.succ n) x := by
  refine pw_mono n (le_of_lt h) ?_
  show 1 + x * hf R n ≤ (1 + x * (hf R n * 2⁻¹)) * (1 + x * (hf R n * 2⁻¹))
  rw [show (1 + x * (hf R n * 2⁻¹)) * (1 + x * (hf R n * 2⁻¹)) = 1 + x * hf R n * (2 * 2⁻¹) + (x * (hf R n * 2⁻¹)) * (x * (hf R n * 2⁻¹)) from ring, two_inv]
  exact lin (mul_self_nonneg (x * (hf R n * 2⁻¹)))
theorem Ok.add {n : Nat} {x : R} (h : Ok n x) (d : Nat) : Ok (n + d) x ∧ ap n x ≤ ap (n + d) x := by
  induction d with
  | zero => exact ⟨h, le_refl _⟩
  | succ d ih => exact ⟨ih.1.succ, le_trans ih.2 (ap_succ ih.1)⟩
theorem Nat.add_comm (m n : Nat) : m + n = n + m := NatL.add_comm m n
theorem ap_pos {n : Nat} {x : R} (h : Ok n x) : 0 < ap n x := pw_pos n h
theorem ap_mul_neg (n : Nat) (x : R) : ap n x * ap n (-x) = pw n (1 + -(x * x * (hf R n * hf R n))) := by
  show pw n _ * pw n _ = _
  rw [← pw_mul, show (1 + x * hf R n) * (1 + -x * hf R n) = 1 + -(x * x * (hf R n * hf R n)) from ring]
theorem ap_le {m n : Nat} {x : R} (h : Ok n x) (g : Ok m (-x)) : ap n x * ap m (-x) ≤ 1 := by
  have a := h.add m
  have b := g.add n
  rw [Nat.add_comm m n] at b
  have k := mul_le_mul a.2 b.2 (le_of_lt (ap_pos g)) (le_of_lt (ap_pos a.1))
  refine le_trans k ?_
  rw [ap_mul_neg]
  refine le_trans (pw_mono (v := 1) _ ?_ ?_) (le_of_eq (pw_one _))
  · have := le_of_lt (mul_pos a.1 b.1)
    rwa [show (1 + x * hf R (n + m)) * (1 + -x * hf R (n + m)) = 1 + -(x * x * (hf R (n + m) * hf R (n + m))) from ring] at this
  · exact lin (mul_self_nonneg (x * hf R (n + m)))
theorem le_mul_inv {a b c : R} (h : a * b ≤ c) (hb : 0 < b) : a ≤ c * b⁻¹ := by
  have k := mul_nonneg (sub_nonneg_of_le h) (le_of_lt (inv_pos hb))
  rw [show (c - a * b) * b⁻¹ = c * b⁻¹ - a * (b * b⁻¹) from ring, mul_inv_cancel₀ (ne_of_gt hb)] at k
  exact lin k
theorem mul_le_of_le_mul_inv {a b c : R} (h : a ≤ c * b⁻¹) (hb : 0 < b) : a * b ≤ c := by
  have k := mul_nonneg (sub_nonneg_of_le h) (le_of_lt hb)
  rw [show (c * b⁻¹ - a) * b = c * (b * b⁻¹) - a * b from ring, mul_inv_cancel₀ (ne_of_gt hb)] at k
  exact lin k
theorem exp_exists (x : R) : ∃ s, (∀ n, Ok n x → ap n x ≤ s) ∧ ∀ b, (∀ n, Ok n x → ap n x ≤ b) → s ≤ b := by
  obtain ⟨n, hn⟩ := exists_ok x
  obtain ⟨m, hm⟩ := exists_ok (-x)
  obtain ⟨s, h, g⟩ := exists_isLUB (fun y : R => ∃ n, Ok n x ∧ y = ap n x) ⟨_, n, hn, rfl⟩
    ⟨1 * (ap m (-x))⁻¹, fun y ⟨k, hk, e⟩ => e ▸ le_mul_inv (ap_le hk hm) (ap_pos hm)⟩
  exact ⟨s, fun n hn => h _ ⟨n, hn, rfl⟩, fun b hb => g b fun y ⟨n, hn, e⟩ => e ▸ hb n hn⟩
noncomputable def exp (x : R) : R := Classical.choose (exp_exists x)
theorem ap_le_exp {n : Nat} {x : R} (h : Ok n x) : ap n x ≤ exp x := (Classical.choose_spec (exp_exists x)).1 n h
theorem exp_le {x b : R} (h : ∀ n, Ok n x → ap n x ≤ b) : exp x ≤ b := (Classical.choose_spec (exp_exists x)).2 b h
theorem exp_pos (x : R) : 0 < exp x := by
  obtain ⟨n, hn⟩ := exists_ok x
  exact lt_of_lt_of_le (ap_pos hn) (ap_le_exp hn)
theorem exp_mul_neg (x : R) : exp x * exp (-x) = 1 := by
  apply le_antisymm
  · rw [mul_comm]
    refine mul_le_of_le_mul_inv (exp_le fun m hm => ?_) (exp_pos x)
    refine le_mul_inv ?_ (exp_pos x)
    rw [mul_comm]
    exact mul_le_of_le_mul_inv (exp_le fun n hn => le_mul_inv (ap_le hn hm) (ap_pos hm)) (ap_pos hm)
  · apply Classical.byContradiction
    intro hc
    have hc := sub_pos_of_lt (not_le.mp hc)
    have hi := inv_pos hc
    obtain ⟨i, hi1⟩ := exists_ok x
    obtain ⟨j, hj1⟩ := exists_ok (-x)
    obtain ⟨l, hl⟩ := exists_hf (x * x * (1 - exp x * exp (-x))⁻¹)
    have a := (hi1.add j)
    have b := (hj1.add i)
    rw [Nat.add_comm j i] at b
    have a := a.1.add l
    have b := b.1.add l
    have lo : 1 - x * x * hf R (i + j + l) ≤ exp x * exp (-x) := by
      refine le_trans ?_ (mul_le_mul (ap_le_exp a.1) (ap_le_exp b.1) (le_of_lt (ap_pos b.1)) (le_of_lt (exp_pos x)))
      rw [ap_mul_neg]
      refine le_trans ?_ (bernoulli _ ?_)
      · rw [show 1 + tw R (i + j + l) * -(x * x * (hf R (i + j + l) * hf R (i + j + l))) = 1 - (tw R (i + j + l) * hf R (i + j + l)) * (x * x * hf R (i + j + l)) from ring, tw_hf]
        exact le_of_eq ring
      · have := le_of_lt (mul_pos a.1 b.1)
        rwa [show (1 + x * hf R (i + j + l)) * (1 + -x * hf R (i + j + l)) = 1 + -(x * x * (hf R (i + j + l) * hf R (i + j + l))) from ring] at this
    have hm : ∀ k : Nat, hf R (k + l) ≤ hf R l := fun k => by
      induction k with
      | zero => rw [Nat.add_comm]; exact le_refl _
      | succ k ih =>
        rw [Nat.add_comm] at ih ⊢
        refine le_trans ?_ ih
        show hf R (l + k) * 2⁻¹ ≤ hf R (l + k)
        have : hf R (l + k) * 2⁻¹ ≤ hf R (l + k) * 2⁻¹ + hf R (l + k) * 2⁻¹ := lin (le_of_lt (half_pos (hf_pos (R := R) (l + k))))
        rwa [add_halves] at this
    have t := mul_pos hc (sub_pos_of_lt hl)
    rw [show (1 - exp x * exp (-x)) * (1 - x * x * (1 - exp x * exp (-x))⁻¹ * hf R l) = (1 - exp x * exp (-x)) - ((1 - exp x * exp (-x)) * (1 - exp x * exp (-x))⁻¹) * (x * x * hf R l) from ring, mul_inv_cancel₀ (ne_of_gt hc)] at t
    have u := mul_nonneg (mul_self_nonneg x) (sub_nonneg_of_le (hm (i + j)))
    have w := add_lt_add_of_lt_of_le (add_lt_add_of_lt_of_le t lo) u
    exact lt_irrefl (0 : R) (slin w)
/-- the tangent inequality where the approximants give it directly -/
theorem exp_tangent_aux {x y : R} (c : 0 ≤ (y - x) * (-x)) : exp x * (1 + (y - x)) ≤ exp y := by
  rcases lt_or_le 0 (1 + (y - x)) with p | p
  · refine mul_le_of_le_mul_inv (exp_le fun n hn => le_mul_inv ?_ p) p
    obtain ⟨m, hm⟩ := exists_ok y
    have a := hn.add m
    have b := hm.add n
    rw [Nat.add_comm m n] at b
    refine le_trans (mul_le_mul a.2 (le_refl _) (le_of_lt p) (le_of_lt (ap_pos a.1))) (le_trans ?_ (ap_le_exp b.1))
    generalize n + m = k at a b
    have hu : 0 < 1 + x * hf R k := a.1
    have hv : 0 < 1 + y * hf R k := b.1
    have iu := mul_inv_cancel₀ (ne_of_gt hu)
    have f : 1 + y * hf R k = (1 + x * hf R k) * (1 + (y - x) * hf R k * (1 + x * hf R k)⁻¹) := by
      rw [show (1 + x * hf R k) * (1 + (y - x) * hf R k * (1 + x * hf R k)⁻¹) = (1 + x * hf R k) + (y - x) * hf R k * ((1 + x * hf R k) * (1 + x * hf R k)⁻¹) from ring, iu]
      exact ring
    have pos : 0 ≤ 1 + (y - x) * hf R k * (1 + x * hf R k)⁻¹ := by
      have t := mul_nonneg (le_of_lt hv) (le_of_lt (inv_pos hu))
      rw [f, show (1 + x * hf R k) * (1 + (y - x) * hf R k * (1 + x * hf R k)⁻¹) * (1 + x * hf R k)⁻¹ = ((1 + x * hf R k) * (1 + x * hf R k)⁻¹) * (1 + (y - x) * hf R k * (1 + x * hf R k)⁻¹) from ring, iu, one_mul] at t
      exact t
    have bern := bernoulli k pos
    rw [show 1 + tw R k * ((y - x) * hf R k * (1 + x * hf R k)⁻¹) = 1 + (tw R k * hf R k) * ((y - x) * (1 + x * hf R k)⁻¹) from ring, tw_hf, one_mul] at bern
    have ge : y - x ≤ (y - x) * (1 + x * hf R k)⁻¹ := by
      have t := mul_nonneg (mul_nonneg c (le_of_lt (hf_pos k))) (le_of_lt (inv_pos hu))
      have e : (y - x) * -x * hf R k * (1 + x * hf R k)⁻¹ = (y - x) * (1 + x * hf R k)⁻¹ - (y - x) * ((1 + x * hf R k) * (1 + x * hf R k)⁻¹) := ring
      rw [e, iu, mul_one] at t
      exact le_of_sub_nonneg t
    show ap k x * (1 + (y - x)) ≤ pw k (1 + y * hf R k)
    rw [f, pw_mul]
    exact mul_le_mul_of_nonneg_left (le_trans (lin ge) bern) (le_of_lt (ap_pos a.1))
  · refine le_trans ?_ (le_of_lt (exp_pos y))
    exact lin (mul_nonneg (le_of_lt (exp_pos x)) (sub_nonneg_of_le p))
theorem exp_neg (x : R) : exp (-x) = (exp x)⁻¹ := by
  have h := exp_mul_neg x
  rw [← mul_one (exp (-x)), ← mul_inv_cancel₀ (ne_of_gt (exp_pos x)), ← mul_assoc, mul_comm (exp (-x)), h, one_mul]
theorem exp_tangent (x y : R) : exp x * (1 + (y - x)) ≤ exp y := by
  rcases le_total 0 ((y - x) * -x) with c | c
  · exact exp_tangent_aux c
  · rcases le_total 0 ((y - x) * y) with d | d
    · have d' : 0 ≤ (-x - -y) * - -y := lin d
      have k := exp_tangent_aux d'
      have e := exp_mul_neg x
      have e' := exp_mul_neg y
      have l := mul_nonneg (mul_nonneg (sub_nonneg_of_le k) (le_of_lt (exp_pos x))) (le_of_lt (exp_pos y))
      rw [show (exp (-x) - exp (-y) * (1 + (-x - -y))) * exp x * exp y = (exp x * exp (-x)) * exp y - (exp y * exp (-y)) * (exp x * (1 + (y - x))) from ring, e, e', one_mul, one_mul] at l
      exact le_of_sub_nonneg l
    · have s : (y - x) * (y - x) ≤ 0 := lin (add_le_add c d)
      have z : y - x = 0 := by
        apply Classical.byContradiction
        intro h
        exact mul_ne_zero h h (le_antisymm s (mul_self_nonneg _))
      rw [z, add_zero, mul_one, eq_of_sub_eq_zero z]
      exact le_refl _
theorem exp_zero : exp (0 : R) = 1 := by
  have h := exp_mul_neg (0 : R)
  rw [neg_zero] at h
  have k := exp_tangent (0 : R) 0
  have e : (exp (0 : R) - 1) * (exp (0 : R) + 1) = 0 := by
    rw [show (exp (0 : R) - 1) * (exp (0 : R) + 1) = exp (0 : R) * exp (0 : R) - 1 from ring, h, sub_self]
  apply eq_of_sub_eq_zero
  apply Classical.byContradiction
  intro g
  exact mul_ne_zero g (ne_of_gt (add_pos (exp_pos 0) (le_of_lt zero_lt_one))) e
theorem hasDerivAt_exp (x : R) : HasDerivAt exp (exp x) x := by
  have hx := exp_pos x
  refine IsLittleO.of_const (exp x * 2) (mul_pos hx two_pos) fun ε he => ?_
  obtain ⟨δ, hδ, h1, h2⟩ := exists_lt_both (half_pos (zero_lt_one (R := R))) he
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have a := exp_tangent x y
  have b := exp_tangent y x
  have q := abs_nonneg (y - x)
  have le1 := le_abs_self (y - x)
  have le2 := neg_le_abs (y - x)
  have hs := le_trans (le_of_lt hy) h2
  have hh : abs (y - x) ≤ 2⁻¹ := by
    have := le_trans (le_of_lt hy) h1
    rwa [one_mul] at this
  have sq : abs (y - x) * abs (y - x) = (y - x) * (y - x) := by rw [← abs_mul]; exact abs_of_nonneg (mul_self_nonneg _)
  have goal2 : exp y - exp x - exp x * (y - x) ≤ exp x * 2 * (abs (y - x) * abs (y - x)) := by
    rw [sq]
    generalize hd : y - x = d at *
    have hd' : x - y = -d := by rw [← hd]; exact ring
    rw [hd'] at b
    rcases le_total 0 d with g | g
    · have ey : exp y ≤ exp x * 2 := by
        have t := mul_nonneg (le_of_lt (exp_pos y)) (sub_nonneg_of_le (le_trans le1 hh))
        have u : exp y * 2⁻¹ ≤ exp x := by
          have v : exp y * 2⁻¹ + exp y * 2⁻¹ - exp y * d ≤ exp x := by rw [add_halves]; exact lin b
          exact lin (add_le_add v t)
        have w := add_le_add u u
        rw [add_halves] at w
        exact lin w
      have t1 := mul_nonneg g (sub_nonneg_of_le b)
      have t2 := mul_nonneg (mul_nonneg g g) (sub_nonneg_of_le ey)
      exact lin (add_le_add (add_le_add t1 t2) b)
    · have t1 := mul_nonneg (neg_nonneg g) (sub_nonneg_of_le a)
      have t2 := mul_nonneg (le_of_lt hx) (mul_self_nonneg d)
      exact lin (add_le_add (add_le_add t1 t2) b)
  show abs (exp y - exp x - exp x * (y - x)) ≤ _
  rw [abs_of_nonneg (lin a)]
  refine le_trans goal2 ?_
  exact lin (mul_nonneg (mul_nonneg (mul_nonneg (le_of_lt hx) (le_of_lt two_pos)) q) (sub_nonneg_of_le hs))
