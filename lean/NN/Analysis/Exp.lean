prelude
import NN.Analysis.Deriv
import NN.Analysis.Number.Nat
import NN.Analysis.Order.Archimedean
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false

set_option linter.unusedVariables false
/-! exp as the supremum of `(1 + x/2^n)^(2^n)`, with derivative itself. -/
variable {R : Type} [CompleteOrderedField R]
/-- `2^-n` -/
noncomputable def halfPow (R : Type) [CompleteOrderedField R] : Nat → R
  | .zero => 1
  | .succ n => halfPow R n * 2⁻¹
/-- `2^n` -/
def twoPow (R : Type) [CompleteOrderedField R] : Nat → R
  | .zero => 1
  | .succ n => 2 * twoPow R n
/-- `u^(2^n)` -/
def iterSquare : Nat → R → R
  | .zero, u => u
  | .succ n, u => iterSquare n (u * u)
theorem two_mul_inv_two : (2 : R) * 2⁻¹ = 1 := mul_inv_cancel₀ (ne_of_gt two_pos)
theorem halfPow_pos : (n : Nat) → 0 < halfPow R n
  | .zero => zero_lt_one
  | .succ n => half_pos (halfPow_pos n)
theorem twoPow_pos : (n : Nat) → 0 < twoPow R n
  | .zero => zero_lt_one
  | .succ n => mul_pos two_pos (twoPow_pos n)
theorem twoPow_mul_halfPow (n : Nat) : twoPow R n * halfPow R n = 1 := by
  induction n with
  | zero => exact mul_one 1
  | succ n ih =>
    show 2 * twoPow R n * (halfPow R n * 2⁻¹) = 1
    rw [show 2 * twoPow R n * (halfPow R n * 2⁻¹) = (2 * 2⁻¹) * (twoPow R n * halfPow R n) from ring, ih, two_mul_inv_two, mul_one]
theorem natCast_le_twoPow (n : Nat) : natCast R n ≤ twoPow R n ∧ 1 ≤ twoPow R n := by
  induction n with
  | zero => exact ⟨le_of_lt zero_lt_one, le_refl _⟩
  | succ n ih =>
    obtain ⟨a, b⟩ := ih
    constructor
    · show natCast R n + 1 ≤ 2 * twoPow R n
      exact lin (add_le_add a b)
    · show 1 ≤ 2 * twoPow R n
      exact lin (add_le_add b (le_trans (le_of_lt zero_lt_one) b))
/-- `x 2^-n < 1` for some `n` -/
theorem exists_mul_halfPow_lt_one (x : R) : ∃ n : Nat, x * halfPow R n < 1 := by
  obtain ⟨n, hn⟩ := exists_nat_ge (x + 1)
  refine ⟨n, ?_⟩
  have k : 0 < twoPow R n - x := slin (lt_of_lt_of_le (slin (zero_lt_one (R := R)) : x < x + 1) (le_trans hn (natCast_le_twoPow n).1))
  have l := mul_pos k (halfPow_pos (R := R) n)
  rw [show (twoPow R n - x) * halfPow R n = twoPow R n * halfPow R n - x * halfPow R n from ring, twoPow_mul_halfPow] at l
  exact slin l
theorem iterSquare_mul (n : Nat) (u v : R) : iterSquare n (u * v) = iterSquare n u * iterSquare n v := by
  induction n generalizing u v with
  | zero => rfl
  | succ n ih =>
    show iterSquare n (u * v * (u * v)) = iterSquare n (u * u) * iterSquare n (v * v)
    rw [← ih, show u * v * (u * v) = u * u * (v * v) from ring]
theorem iterSquare_one (n : Nat) : iterSquare n (1 : R) = 1 := by
  induction n with
  | zero => rfl
  | succ n ih =>
    show iterSquare n ((1 : R) * 1) = 1
    rw [mul_one, ih]
theorem iterSquare_pos (n : Nat) {u : R} (h : 0 < u) : 0 < iterSquare n u := by
  induction n generalizing u with
  | zero => exact h
  | succ n ih => exact ih (mul_pos h h)
theorem iterSquare_le_iterSquare (n : Nat) {u v : R} (h : 0 ≤ u) (g : u ≤ v) : iterSquare n u ≤ iterSquare n v := by
  induction n generalizing u v with
  | zero => exact g
  | succ n ih => exact ih (mul_nonneg h h) (mul_le_mul g g h (le_trans h g))
theorem one_add_mul_le_iterSquare (n : Nat) {t : R} (h : 0 ≤ 1 + t) : 1 + twoPow R n * t ≤ iterSquare n (1 + t) := by
  induction n generalizing t with
  | zero => exact le_of_eq (show 1 + 1 * t = 1 + t from ring)
  | succ n ih =>
    show 1 + 2 * twoPow R n * t ≤ iterSquare n ((1 + t) * (1 + t))
    have e : (1 + t) * (1 + t) = 1 + (2 * t + t * t) := ring
    rw [e]
    refine le_trans ?_ (ih (e ▸ mul_self_nonneg (1 + t)))
    exact lin (mul_nonneg (le_of_lt (twoPow_pos n)) (mul_self_nonneg t))
noncomputable def expApprox (n : Nat) (x : R) : R := iterSquare n (1 + x * halfPow R n)
def ExpApproxPos (n : Nat) (x : R) : Prop := 0 < 1 + x * halfPow R n
theorem exists_expApproxPos (x : R) : ∃ n, ExpApproxPos n x := by
  obtain ⟨n, h⟩ := exists_mul_halfPow_lt_one (-x)
  exact ⟨n, slin h⟩
theorem ExpApproxPos.succ {n : Nat} {x : R} (h : ExpApproxPos n x) : ExpApproxPos (.succ n) x := by
  show 0 < 1 + x * (halfPow R n * 2⁻¹)
  have k : 0 < (1 + x * halfPow R n) * 2⁻¹ + 2⁻¹ := add_pos_of_pos_of_nonneg (half_pos h) (le_of_lt (inv_pos_of_pos two_pos))
  rw [show (1 + x * halfPow R n) * 2⁻¹ + 2⁻¹ = 2 * 2⁻¹ + x * (halfPow R n * 2⁻¹) from ring, two_mul_inv_two] at k
  exact k
theorem expApprox_le_succ {n : Nat} {x : R} (h : ExpApproxPos n x) : expApprox n x ≤ expApprox (.succ n) x := by
  refine iterSquare_le_iterSquare n (le_of_lt h) ?_
  show 1 + x * halfPow R n ≤ (1 + x * (halfPow R n * 2⁻¹)) * (1 + x * (halfPow R n * 2⁻¹))
  rw [show (1 + x * (halfPow R n * 2⁻¹)) * (1 + x * (halfPow R n * 2⁻¹)) = 1 + x * halfPow R n * (2 * 2⁻¹) + (x * (halfPow R n * 2⁻¹)) * (x * (halfPow R n * 2⁻¹)) from ring, two_mul_inv_two]
  exact lin (mul_self_nonneg (x * (halfPow R n * 2⁻¹)))
theorem ExpApproxPos.add {n : Nat} {x : R} (h : ExpApproxPos n x) (d : Nat) : ExpApproxPos (n + d) x ∧ expApprox n x ≤ expApprox (n + d) x := by
  induction d with
  | zero => exact ⟨h, le_refl _⟩
  | succ d ih => exact ⟨ih.1.succ, le_trans ih.2 (expApprox_le_succ ih.1)⟩
theorem expApprox_pos {n : Nat} {x : R} (h : ExpApproxPos n x) : 0 < expApprox n x := iterSquare_pos n h
theorem expApprox_mul_neg (n : Nat) (x : R) : expApprox n x * expApprox n (-x) = iterSquare n (1 + -(x * x * (halfPow R n * halfPow R n))) := by
  show iterSquare n _ * iterSquare n _ = _
  rw [← iterSquare_mul, show (1 + x * halfPow R n) * (1 + -x * halfPow R n) = 1 + -(x * x * (halfPow R n * halfPow R n)) from ring]
theorem expApprox_mul_neg_le_one {m n : Nat} {x : R} (h : ExpApproxPos n x) (g : ExpApproxPos m (-x)) : expApprox n x * expApprox m (-x) ≤ 1 := by
  have a := h.add m
  have b := g.add n
  rw [Nat.add_comm m n] at b
  have k := mul_le_mul a.2 b.2 (le_of_lt (expApprox_pos g)) (le_of_lt (expApprox_pos a.1))
  refine le_trans k ?_
  rw [expApprox_mul_neg]
  refine le_trans (iterSquare_le_iterSquare (v := 1) _ ?_ ?_) (le_of_eq (iterSquare_one _))
  · have := le_of_lt (mul_pos a.1 b.1)
    rwa [show (1 + x * halfPow R (n + m)) * (1 + -x * halfPow R (n + m)) = 1 + -(x * x * (halfPow R (n + m) * halfPow R (n + m))) from ring] at this
  · exact lin (mul_self_nonneg (x * halfPow R (n + m)))
theorem le_mul_inv_of_mul_le {a b c : R} (h : a * b ≤ c) (hb : 0 < b) : a ≤ c * b⁻¹ := by
  have k := mul_nonneg (sub_nonneg_of_le h) (le_of_lt (inv_pos_of_pos hb))
  rw [show (c - a * b) * b⁻¹ = c * b⁻¹ - a * (b * b⁻¹) from ring, mul_inv_cancel₀ (ne_of_gt hb)] at k
  exact lin k
theorem mul_le_of_le_mul_inv {a b c : R} (h : a ≤ c * b⁻¹) (hb : 0 < b) : a * b ≤ c := by
  have k := mul_nonneg (sub_nonneg_of_le h) (le_of_lt hb)
  rw [show (c * b⁻¹ - a) * b = c * (b * b⁻¹) - a * b from ring, mul_inv_cancel₀ (ne_of_gt hb)] at k
  exact lin k
theorem exists_exp (x : R) : ∃ s, (∀ n, ExpApproxPos n x → expApprox n x ≤ s) ∧ ∀ b, (∀ n, ExpApproxPos n x → expApprox n x ≤ b) → s ≤ b := by
  obtain ⟨n, hn⟩ := exists_expApproxPos x
  obtain ⟨m, hm⟩ := exists_expApproxPos (-x)
  obtain ⟨s, h, g⟩ := exists_isLUB (fun y : R => ∃ n, ExpApproxPos n x ∧ y = expApprox n x) ⟨_, n, hn, rfl⟩
    ⟨1 * (expApprox m (-x))⁻¹, fun y ⟨k, hk, e⟩ => e ▸ le_mul_inv_of_mul_le (expApprox_mul_neg_le_one hk hm) (expApprox_pos hm)⟩
  exact ⟨s, fun n hn => h _ ⟨n, hn, rfl⟩, fun b hb => g b fun y ⟨n, hn, e⟩ => e ▸ hb n hn⟩
noncomputable def exp (x : R) : R := Classical.choose (exists_exp x)
theorem expApprox_le_exp {n : Nat} {x : R} (h : ExpApproxPos n x) : expApprox n x ≤ exp x := (Classical.choose_spec (exists_exp x)).1 n h
theorem exp_le_of_forall_expApprox_le {x b : R} (h : ∀ n, ExpApproxPos n x → expApprox n x ≤ b) : exp x ≤ b := (Classical.choose_spec (exists_exp x)).2 b h
theorem exp_pos (x : R) : 0 < exp x := by
  obtain ⟨n, hn⟩ := exists_expApproxPos x
  exact lt_of_lt_of_le (expApprox_pos hn) (expApprox_le_exp hn)
theorem exp_mul_neg (x : R) : exp x * exp (-x) = 1 := by
  apply le_antisymm
  · rw [mul_comm]
    refine mul_le_of_le_mul_inv (exp_le_of_forall_expApprox_le fun m hm => ?_) (exp_pos x)
    refine le_mul_inv_of_mul_le ?_ (exp_pos x)
    rw [mul_comm]
    exact mul_le_of_le_mul_inv (exp_le_of_forall_expApprox_le fun n hn => le_mul_inv_of_mul_le (expApprox_mul_neg_le_one hn hm) (expApprox_pos hm)) (expApprox_pos hm)
  · apply Classical.byContradiction
    intro hc
    have hc := sub_pos_of_lt (not_le.mp hc)
    have hi := inv_pos_of_pos hc
    obtain ⟨i, hi1⟩ := exists_expApproxPos x
    obtain ⟨j, hj1⟩ := exists_expApproxPos (-x)
    obtain ⟨l, hl⟩ := exists_mul_halfPow_lt_one (x * x * (1 - exp x * exp (-x))⁻¹)
    have a := (hi1.add j)
    have b := (hj1.add i)
    rw [Nat.add_comm j i] at b
    have a := a.1.add l
    have b := b.1.add l
    have lo : 1 - x * x * halfPow R (i + j + l) ≤ exp x * exp (-x) := by
      refine le_trans ?_ (mul_le_mul (expApprox_le_exp a.1) (expApprox_le_exp b.1) (le_of_lt (expApprox_pos b.1)) (le_of_lt (exp_pos x)))
      rw [expApprox_mul_neg]
      refine le_trans ?_ (one_add_mul_le_iterSquare _ ?_)
      · rw [show 1 + twoPow R (i + j + l) * -(x * x * (halfPow R (i + j + l) * halfPow R (i + j + l))) = 1 - (twoPow R (i + j + l) * halfPow R (i + j + l)) * (x * x * halfPow R (i + j + l)) from ring, twoPow_mul_halfPow]
        exact le_of_eq ring
      · have := le_of_lt (mul_pos a.1 b.1)
        rwa [show (1 + x * halfPow R (i + j + l)) * (1 + -x * halfPow R (i + j + l)) = 1 + -(x * x * (halfPow R (i + j + l) * halfPow R (i + j + l))) from ring] at this
    have hm : ∀ k : Nat, halfPow R (k + l) ≤ halfPow R l := fun k => by
      induction k with
      | zero => rw [Nat.add_comm]; exact le_refl _
      | succ k ih =>
        rw [Nat.add_comm] at ih ⊢
        refine le_trans ?_ ih
        show halfPow R (l + k) * 2⁻¹ ≤ halfPow R (l + k)
        have : halfPow R (l + k) * 2⁻¹ ≤ halfPow R (l + k) * 2⁻¹ + halfPow R (l + k) * 2⁻¹ := lin (le_of_lt (half_pos (halfPow_pos (R := R) (l + k))))
        rwa [add_halves] at this
    have t := mul_pos hc (sub_pos_of_lt hl)
    rw [show (1 - exp x * exp (-x)) * (1 - x * x * (1 - exp x * exp (-x))⁻¹ * halfPow R l) = (1 - exp x * exp (-x)) - ((1 - exp x * exp (-x)) * (1 - exp x * exp (-x))⁻¹) * (x * x * halfPow R l) from ring, mul_inv_cancel₀ (ne_of_gt hc)] at t
    have u := mul_nonneg (mul_self_nonneg x) (sub_nonneg_of_le (hm (i + j)))
    have w := add_lt_add_of_lt_of_le (add_lt_add_of_lt_of_le t lo) u
    exact lt_irrefl (0 : R) (slin w)
/-- the tangent inequality where the approximants give it directly -/
theorem exp_tangent_le_aux {x y : R} (c : 0 ≤ (y - x) * (-x)) : exp x * (1 + (y - x)) ≤ exp y := by
  rcases lt_or_le 0 (1 + (y - x)) with p | p
  · refine mul_le_of_le_mul_inv (exp_le_of_forall_expApprox_le fun n hn => le_mul_inv_of_mul_le ?_ p) p
    obtain ⟨m, hm⟩ := exists_expApproxPos y
    have a := hn.add m
    have b := hm.add n
    rw [Nat.add_comm m n] at b
    refine le_trans (mul_le_mul a.2 (le_refl _) (le_of_lt p) (le_of_lt (expApprox_pos a.1))) (le_trans ?_ (expApprox_le_exp b.1))
    generalize n + m = k at a b
    have hu : 0 < 1 + x * halfPow R k := a.1
    have hv : 0 < 1 + y * halfPow R k := b.1
    have iu := mul_inv_cancel₀ (ne_of_gt hu)
    have f : 1 + y * halfPow R k = (1 + x * halfPow R k) * (1 + (y - x) * halfPow R k * (1 + x * halfPow R k)⁻¹) := by
      rw [show (1 + x * halfPow R k) * (1 + (y - x) * halfPow R k * (1 + x * halfPow R k)⁻¹) = (1 + x * halfPow R k) + (y - x) * halfPow R k * ((1 + x * halfPow R k) * (1 + x * halfPow R k)⁻¹) from ring, iu]
      exact ring
    have pos : 0 ≤ 1 + (y - x) * halfPow R k * (1 + x * halfPow R k)⁻¹ := by
      have t := mul_nonneg (le_of_lt hv) (le_of_lt (inv_pos_of_pos hu))
      rw [f, show (1 + x * halfPow R k) * (1 + (y - x) * halfPow R k * (1 + x * halfPow R k)⁻¹) * (1 + x * halfPow R k)⁻¹ = ((1 + x * halfPow R k) * (1 + x * halfPow R k)⁻¹) * (1 + (y - x) * halfPow R k * (1 + x * halfPow R k)⁻¹) from ring, iu, one_mul] at t
      exact t
    have bern := one_add_mul_le_iterSquare k pos
    rw [show 1 + twoPow R k * ((y - x) * halfPow R k * (1 + x * halfPow R k)⁻¹) = 1 + (twoPow R k * halfPow R k) * ((y - x) * (1 + x * halfPow R k)⁻¹) from ring, twoPow_mul_halfPow, one_mul] at bern
    have ge : y - x ≤ (y - x) * (1 + x * halfPow R k)⁻¹ := by
      have t := mul_nonneg (mul_nonneg c (le_of_lt (halfPow_pos k))) (le_of_lt (inv_pos_of_pos hu))
      have e : (y - x) * -x * halfPow R k * (1 + x * halfPow R k)⁻¹ = (y - x) * (1 + x * halfPow R k)⁻¹ - (y - x) * ((1 + x * halfPow R k) * (1 + x * halfPow R k)⁻¹) := ring
      rw [e, iu, mul_one] at t
      exact le_of_sub_nonneg t
    show expApprox k x * (1 + (y - x)) ≤ iterSquare k (1 + y * halfPow R k)
    rw [f, iterSquare_mul]
    exact mul_le_mul_of_nonneg_left (le_trans (lin ge) bern) (le_of_lt (expApprox_pos a.1))
  · refine le_trans ?_ (le_of_lt (exp_pos y))
    exact lin (mul_nonneg (le_of_lt (exp_pos x)) (sub_nonneg_of_le p))
theorem exp_neg (x : R) : exp (-x) = (exp x)⁻¹ := by
  have h := exp_mul_neg x
  rw [← mul_one (exp (-x)), ← mul_inv_cancel₀ (ne_of_gt (exp_pos x)), ← mul_assoc, mul_comm (exp (-x)), h, one_mul]
theorem exp_tangent_le (x y : R) : exp x * (1 + (y - x)) ≤ exp y := by
  rcases le_total 0 ((y - x) * -x) with c | c
  · exact exp_tangent_le_aux c
  · rcases le_total 0 ((y - x) * y) with d | d
    · have d' : 0 ≤ (-x - -y) * - -y := lin d
      have k := exp_tangent_le_aux d'
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
  have k := exp_tangent_le (0 : R) 0
  have e : (exp (0 : R) - 1) * (exp (0 : R) + 1) = 0 := by
    rw [show (exp (0 : R) - 1) * (exp (0 : R) + 1) = exp (0 : R) * exp (0 : R) - 1 from ring, h, sub_self]
  apply eq_of_sub_eq_zero
  apply Classical.byContradiction
  intro g
  exact mul_ne_zero g (ne_of_gt (add_pos_of_pos_of_nonneg (exp_pos 0) (le_of_lt zero_lt_one))) e
theorem hasDerivAt_exp (x : R) : HasDerivAt exp (exp x) x := by
  have hx := exp_pos x
  refine IsLittleO.of_const (exp x * 2) (mul_pos hx two_pos) fun ε he => ?_
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both (half_pos (zero_lt_one (R := R))) he
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have a := exp_tangent_le x y
  have b := exp_tangent_le y x
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
    · have t1 := mul_nonneg (neg_nonneg_of_nonpos g) (sub_nonneg_of_le a)
      have t2 := mul_nonneg (le_of_lt hx) (mul_self_nonneg d)
      exact lin (add_le_add (add_le_add t1 t2) b)
  show abs (exp y - exp x - exp x * (y - x)) ≤ _
  rw [abs_of_nonneg (lin a)]
  refine le_trans goal2 ?_
  exact lin (mul_nonneg (mul_nonneg (mul_nonneg (le_of_lt hx) (le_of_lt two_pos)) q) (sub_nonneg_of_le hs))
