prelude
import NN.Analysis.DyadicPower
import NN.Analysis.Monotone
import NN.Analysis.Number.Nat

/-!
# The exponential function

`exp x` is the supremum of the approximants `(1 + x/2ⁿ) ^ (2ⁿ)`, over those `n` for which the base is
positive. They increase with `n` (Bernoulli), so that every approximant is a proven lower bound: enclosures
of `exp` cost `n` squarings.

## Main results

* `exp_zero`, `exp_add`, `exp_neg`, `exp_sub`: the functional equation.
* `exp_pos`, `exp_strictMono`, `exp_lt_exp`, `exp_le_exp`, `exp_injective`: positivity and monotonicity.
* `one_add_le_exp`, `exp_tangent_le`: the graph lies above its tangents.

`NN.Analysis.ExpDeriv` proves that `exp` is the one function with `f' = f` and `f 0 = 1`.
-/

variable {R : Type} [CompleteOrderedField R]

/-! ### The approximants -/

/-- The `n`-th approximant of `exp x`: `(1 + x/2ⁿ) ^ (2ⁿ)`. -/
noncomputable def expApprox (n : Nat) (x : R) : R := iterSquare n (1 + x * halfPow R n)

/-- The base `1 + x/2ⁿ` of the `n`-th approximant is positive. -/
def ExpApproxPos (n : Nat) (x : R) : Prop := 0 < 1 + x * halfPow R n

/-- The approximants are positive once their base is. -/
theorem expApprox_pos {n : Nat} {x : R} (h : ExpApproxPos n x) : 0 < expApprox n x := iterSquare_pos n h

/-- Some base is positive. -/
theorem exists_expApproxPos (x : R) : ∃ n, ExpApproxPos n x := by
  obtain ⟨n, h⟩ := exists_mul_halfPow_lt_one (-x)
  exact ⟨n, slin h⟩

/-- The base stays positive: `1 + x/2ⁿ⁺¹` is the mean of `1` and `1 + x/2ⁿ`. -/
theorem ExpApproxPos.succ {n : Nat} {x : R} (h : ExpApproxPos n x) : ExpApproxPos (.succ n) x := by
  have mean : 0 < (1 + x * halfPow R n) * 2⁻¹ + 2⁻¹ :=
    add_pos (half_pos h) (inv_pos_of_pos two_pos)
  have e : (1 + x * halfPow R n) * 2⁻¹ + 2⁻¹ = 1 + x * (halfPow R n * 2⁻¹) := lin_eq 1 two_mul_inv_two
  exact lt_of_lt_of_le mean (le_of_eq e)

/-- The approximants increase: `1 + x/2ⁿ ≤ (1 + x/2ⁿ⁺¹)²`. -/
theorem expApprox_le_succ {n : Nat} {x : R} (h : ExpApproxPos n x) :
    expApprox n x ≤ expApprox (.succ n) x := by
  refine iterSquare_le_iterSquare n (le_of_lt h) (le_of_sub_nonneg ?_)
  have e : (1 + x * (halfPow R n * 2⁻¹)) * (1 + x * (halfPow R n * 2⁻¹)) - (1 + x * halfPow R n) =
      x * (halfPow R n * 2⁻¹) * (x * (halfPow R n * 2⁻¹)) := lin_eq (x * halfPow R n) two_mul_inv_two
  exact le_trans (mul_self_nonneg (x * (halfPow R n * 2⁻¹))) (le_of_eq e.symm)

/-- The base stays positive and the approximants increase, any number of steps. -/
theorem ExpApproxPos.add {n : Nat} {x : R} (h : ExpApproxPos n x) (d : Nat) :
    ExpApproxPos (n + d) x ∧ expApprox n x ≤ expApprox (n + d) x := by
  induction d with
  | zero => exact ⟨h, le_refl _⟩
  | succ d ih => exact ⟨ih.1.succ, le_trans ih.2 (expApprox_le_succ ih.1)⟩

/-- Two bases have a common index from which on both are positive. -/
theorem exists_expApproxPos_both (x y : R) : ∃ n, ∀ d, ExpApproxPos (n + d) x ∧ ExpApproxPos (n + d) y := by
  obtain ⟨m, hm⟩ := exists_expApproxPos x
  obtain ⟨n, hn⟩ := exists_expApproxPos y
  refine ⟨m + n, fun d => ⟨((hm.add n).1.add d).1, ?_⟩⟩
  rw [Nat.add_comm m n]
  exact ((hn.add m).1.add d).1

/-- The product of the bases for `x` and `-x`. -/
theorem one_add_mul_one_add_neg (x h : R) : (1 + x * h) * (1 + -x * h) = 1 + -(x * x * (h * h)) := ring

/-- The product of the approximants of `exp x` and of `exp (-x)`. -/
theorem expApprox_mul_neg (n : Nat) (x : R) :
    expApprox n x * expApprox n (-x) = iterSquare n (1 + -(x * x * (halfPow R n * halfPow R n))) := by
  show iterSquare n _ * iterSquare n _ = _
  rw [← iterSquare_mul, one_add_mul_one_add_neg]

/-- `0 < 1 - x²/4ⁿ` when both bases are positive. -/
theorem ExpApproxPos.one_sub_sq_pos {n : Nat} {x : R} (h : ExpApproxPos n x) (g : ExpApproxPos n (-x)) :
    0 < 1 + -(x * x * (halfPow R n * halfPow R n)) := by
  have k := mul_pos h g
  rwa [one_add_mul_one_add_neg] at k

/-- An approximant of `exp x` times one of `exp (-x)` is at most `1`. -/
theorem expApprox_mul_neg_le_one {m n : Nat} {x : R} (h : ExpApproxPos n x) (g : ExpApproxPos m (-x)) :
    expApprox n x * expApprox m (-x) ≤ 1 := by
  have a := h.add m
  have b := g.add n
  rw [Nat.add_comm m n] at b
  refine le_trans (mul_le_mul a.2 b.2 (le_of_lt (expApprox_pos g)) (le_of_lt (expApprox_pos a.1))) ?_
  rw [expApprox_mul_neg]
  refine le_trans (iterSquare_le_iterSquare (v := 1) _ (le_of_lt (a.1.one_sub_sq_pos b.1)) ?_)
    (le_of_eq (iterSquare_one _))
  exact lin (mul_self_nonneg (x * halfPow R (n + m)))

/-! ### The definition -/

/-- The approximants have a least upper bound. -/
theorem exists_exp (x : R) : ∃ s, (∀ n, ExpApproxPos n x → expApprox n x ≤ s) ∧
    ∀ b, (∀ n, ExpApproxPos n x → expApprox n x ≤ b) → s ≤ b := by
  obtain ⟨n, hn⟩ := exists_expApproxPos x
  obtain ⟨m, hm⟩ := exists_expApproxPos (-x)
  obtain ⟨s, upper, least⟩ := exists_isLUB (fun y : R => ∃ n, ExpApproxPos n x ∧ y = expApprox n x)
    ⟨_, n, hn, rfl⟩
    ⟨1 * (expApprox m (-x))⁻¹, fun y ⟨k, hk, e⟩ =>
      e ▸ le_mul_inv_of_mul_le (expApprox_mul_neg_le_one hk hm) (expApprox_pos hm)⟩
  exact ⟨s, fun n hn => upper _ ⟨n, hn, rfl⟩, fun b hb => least b fun y ⟨n, hn, e⟩ => e ▸ hb n hn⟩

/-- The exponential function, the supremum of `(1 + x/2ⁿ) ^ (2ⁿ)`. -/
noncomputable def exp (x : R) : R := Classical.choose (exists_exp x)

/-- Every approximant is a lower bound. -/
theorem expApprox_le_exp {n : Nat} {x : R} (h : ExpApproxPos n x) : expApprox n x ≤ exp x :=
  (Classical.choose_spec (exists_exp x)).1 n h

/-- `exp x` is the least upper bound of its approximants. -/
theorem exp_le_of_forall_expApprox_le {x b : R} (h : ∀ n, ExpApproxPos n x → expApprox n x ≤ b) : exp x ≤ b :=
  (Classical.choose_spec (exists_exp x)).2 b h

/-- `exp x * c ≤ b` because every approximant times `c` is at most `b`. -/
theorem exp_mul_le_of_forall {x b c : R} (hc : 0 < c) (h : ∀ n, ExpApproxPos n x → expApprox n x * c ≤ b) :
    exp x * c ≤ b :=
  mul_le_of_le_mul_inv (exp_le_of_forall_expApprox_le fun n hn => le_mul_inv_of_mul_le (h n hn) hc) hc

/-- `0 < exp x`. -/
theorem exp_pos (x : R) : 0 < exp x := by
  obtain ⟨n, hn⟩ := exists_expApproxPos x
  exact lt_of_lt_of_le (expApprox_pos hn) (expApprox_le_exp hn)

/-- `exp x ≠ 0`. -/
theorem exp_ne_zero (x : R) : exp x ≠ 0 := ne_of_gt (exp_pos x)

/-! ### The functional equation -/

/-- `exp x * exp (-x) = 1`. -/
theorem exp_mul_exp_neg (x : R) : exp x * exp (-x) = 1 := by
  apply le_antisymm
  · refine exp_mul_le_of_forall (exp_pos _) fun n hn => ?_
    rw [mul_comm]
    refine exp_mul_le_of_forall (expApprox_pos hn) fun m hm => ?_
    rw [mul_comm]
    exact expApprox_mul_neg_le_one hn hm
  · obtain ⟨m, hm⟩ := exists_expApproxPos_both x (-x)
    refine le_of_forall_le_add_halfPow (c := x * x) fun n => ?_
    obtain ⟨a, b⟩ := hm n
    have bernoulli := one_add_mul_le_iterSquare (m + n) (le_of_lt (a.one_sub_sq_pos b))
    rw [← expApprox_mul_neg] at bernoulli
    have lower : 1 - x * x * halfPow R (m + n) ≤ exp x * exp (-x) := by
      refine le_trans (le_of_eq ?_) (le_trans bernoulli (mul_le_mul (expApprox_le_exp a) (expApprox_le_exp b)
        (le_of_lt (expApprox_pos b)) (le_of_lt (exp_pos x))))
      exact lin_eq (x * x * halfPow R (m + n)) (twoPow_mul_halfPow (m + n))
    have small := halfPow_add_le (R := R) n m
    rw [Nat.add_comm] at small
    exact lin (add_le_add lower (mul_le_mul_of_nonneg_left small (mul_self_nonneg x)))

/-- `exp (-x) = (exp x)⁻¹`. -/
theorem exp_neg (x : R) : exp (-x) = (exp x)⁻¹ := eq_inv_of_mul_eq_one_right (exp_mul_exp_neg x)

/-- `exp (x + y) ≤ exp x * exp y` when `x` and `y` do not have opposite signs. -/
theorem exp_add_le {x y : R} (h : 0 ≤ x * y) : exp (x + y) ≤ exp x * exp y := by
  refine exp_le_of_forall_expApprox_le fun n hn => ?_
  obtain ⟨m, hm⟩ := exists_expApproxPos_both x y
  obtain ⟨a, b⟩ := hm n
  have c := hn.add m
  rw [Nat.add_comm n m] at c
  refine le_trans c.2 (le_trans ?_ (mul_le_mul (expApprox_le_exp a) (expApprox_le_exp b)
    (le_of_lt (expApprox_pos b)) (le_of_lt (exp_pos x))))
  show iterSquare (m + n) _ ≤ iterSquare (m + n) _ * iterSquare (m + n) _
  rw [← iterSquare_mul]
  exact iterSquare_le_iterSquare _ (le_of_lt c.1) (lin (mul_nonneg h (mul_self_nonneg (halfPow R (m + n)))))

/-- The functional equation when `x` and `y` do not have opposite signs. -/
theorem exp_add_of_nonneg {x y : R} (h : 0 ≤ x * y) : exp (x + y) = exp x * exp y := by
  refine le_antisymm (exp_add_le h) ?_
  have g := exp_add_le (x := -x) (y := -y) (lin h)
  have p := exp_mul_exp_neg x
  have q := exp_mul_exp_neg y
  have r := exp_mul_exp_neg (x + y)
  rw [show -(x + y) = -x + -y from ring] at r
  have k := mul_nonneg (sub_nonneg_of_le g)
    (le_of_lt (mul_pos (exp_pos (x + y)) (mul_pos (exp_pos x) (exp_pos y))))
  have e : (exp (-x) * exp (-y) - exp (-x + -y)) * (exp (x + y) * (exp x * exp y)) =
      exp x * exp (-x) * (exp y * exp (-y)) * exp (x + y) -
        exp (x + y) * exp (-x + -y) * (exp x * exp y) := ring
  rw [e, p, q, r] at k
  exact lin k

/-- `exp (x + y) = exp x * exp y`. -/
theorem exp_add (x y : R) : exp (x + y) = exp x * exp y := by
  have opposite : ∀ {u v : R}, 0 ≤ (u + v) * -v → exp (u + v) = exp u * exp v := fun {u v} h => by
    have e := exp_add_of_nonneg h
    rw [show u + v + -v = u from ring] at e
    rw [e, mul_assoc, mul_comm (exp (-v)), exp_mul_exp_neg, mul_one]
  rcases lt_or_le (x * y) 0 with xy | xy
  · rcases le_total 0 ((x + y) * -y) with h | h
    · exact opposite h
    rcases le_total 0 ((x + y) * -x) with g | g
    · rw [add_comm x y] at g ⊢
      rw [opposite g, mul_comm]
    -- now `x y < 0 ≤ x y (x + y)²`, so `x + y = 0`
    have z : x + y = 0 := Classical.byContradiction fun ne => by
      have sq := lt_of_le_of_ne (mul_self_nonneg (x + y)) fun e => mul_ne_zero ne ne e.symm
      have lt := mul_pos (sub_pos_of_lt xy) sq
      have le := mul_nonneg (neg_nonneg_of_nonpos h) (neg_nonneg_of_nonpos g)
      exact lt_irrefl (0 : R) (slin (add_lt_add_of_lt_of_le lt le))
    refine opposite (le_of_eq ?_)
    rw [z, zero_mul]
  · exact exp_add_of_nonneg xy

/-- `exp 0 = 1`. -/
theorem exp_zero : exp (0 : R) = 1 := by
  have h := exp_add (0 : R) (-0)
  rwa [exp_mul_exp_neg, neg_zero, add_zero] at h

/-- `exp (x - y) = exp x / exp y`. -/
theorem exp_sub (x y : R) : exp (x - y) = exp x / exp y := by
  rw [sub_eq_add_neg, exp_add, exp_neg, div_eq_mul_inv]

/-! ### Tangents and monotonicity -/

/-- `1 + x ≤ exp x`. -/
theorem one_add_le_exp (x : R) : 1 + x ≤ exp x := by
  rcases lt_or_le 0 (1 + x * halfPow R 0) with h | h
  · exact le_trans (le_of_eq (show 1 + x = 1 + x * 1 from ring)) (expApprox_le_exp (n := 0) h)
  · exact le_trans (le_of_eq (show 1 + x = 1 + x * 1 from ring)) (le_trans h (le_of_lt (exp_pos x)))

/-- The graph of `exp` lies above its tangents: `exp x + exp x * (y - x) ≤ exp y`. -/
theorem exp_tangent_le (x y : R) : exp x * (1 + (y - x)) ≤ exp y := by
  have h := mul_le_mul_of_nonneg_left (one_add_le_exp (y - x)) (le_of_lt (exp_pos x))
  rwa [← exp_add, show x + (y - x) = y from ring] at h

/-- `1 < exp x` for `0 < x`. -/
theorem one_lt_exp {x : R} (h : 0 < x) : 1 < exp x :=
  lt_of_lt_of_le (slin h : 1 < 1 + x) (one_add_le_exp x)

/-- `exp` is strictly increasing. -/
theorem exp_strictMono : StrictMono (exp (R := R)) := fun {x y} h =>
  lt_of_lt_of_le (slin (mul_pos (exp_pos x) (sub_pos_of_lt h)) : exp x < exp x * (1 + (y - x)))
    (exp_tangent_le x y)

/-- `x < y` implies `exp x < exp y`. -/
theorem exp_lt_exp {x y : R} (h : x < y) : exp x < exp y := exp_strictMono h

/-- `exp x ≤ exp y` implies `x ≤ y`. -/
theorem le_of_exp_le_exp {x y : R} (h : exp x ≤ exp y) : x ≤ y := exp_strictMono.le_iff_le.mp h

/-- `exp x < exp y` implies `x < y`. -/
theorem lt_of_exp_lt_exp {x y : R} (h : exp x < exp y) : x < y := exp_strictMono.lt_iff_lt.mp h

/-- `exp` is injective. -/
theorem exp_injective {x y : R} (h : exp x = exp y) : x = y := exp_strictMono.injective h
