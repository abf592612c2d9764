prelude
import NN.Analysis.Exp
import NN.Analysis.Trig.Complex

/-!
# The point of the unit circle at an angle

`cis t` is the limit of `(1 + i t / 2ⁿ) ^ (2ⁿ)`, the way `exp` is defined, so that it turns sums into
products. Its parts are the cosine and the sine of `t`.

## Main definitions

* `cisApprox n t = (1 + i t / 2ⁿ) ^ (2ⁿ)`, `cis t`.

## Main results

* `cis_add`: `cis (s + t) = cis s * cis t`; `cis_zero`, `cis_neg`.
* `taxicab_cis_sub_le`: `|cis t - (1 + i t)| ≤ 2 t² exp |t|`, from which the derivatives of sine and cosine
  follow.
-/

open Complex

variable {R : Type} [CompleteOrderedField R]

/-! ### The approximations -/

/-- `1 + i t / 2ⁿ`. -/
noncomputable def cisStep (n : Nat) (t : R) : Complex R := ⟨1, t * halfPow R n⟩

/-- `(1 + i t / 2ⁿ) ^ (2ⁿ)`. -/
noncomputable def cisApprox (n : Nat) (t : R) : Complex R := iterSquare n (cisStep n t)

/-- `|1 + i t / 2ⁿ| = 1 + |t| / 2ⁿ`. -/
theorem taxicab_cisStep (n : Nat) (t : R) : taxicab (cisStep n t) = 1 + abs t * halfPow R n := by
  show abs 1 + abs (t * halfPow R n) = _
  rw [abs_one, abs_mul, abs_of_pos (halfPow_pos n)]

/-- `1 ≤ 1 + |t| / 2ⁿ`. -/
theorem one_le_one_add_abs_mul_halfPow (n : Nat) (t : R) : 1 ≤ 1 + abs t * halfPow R n :=
  lin (mul_nonneg (abs_nonneg t) (le_of_lt (halfPow_pos n)))

/-- `(1 + |t| / 2ⁿ) ^ (2ⁿ) ≤ exp |t|`. -/
theorem iterSquare_one_add_abs_le_exp (n : Nat) (t : R) :
    iterSquare n (1 + abs t * halfPow R n) ≤ exp (abs t) :=
  expApprox_le_exp (add_pos_of_pos_of_nonneg zero_lt_one
    (mul_nonneg (abs_nonneg t) (le_of_lt (halfPow_pos n))))

/-- The approximations are bounded by `exp |t|`. -/
theorem taxicab_cisApprox_le (n : Nat) (t : R) : taxicab (cisApprox n t) ≤ exp (abs t) :=
  le_trans (taxicab_iterSquare_le n (le_of_eq (taxicab_cisStep n t))) (iterSquare_one_add_abs_le_exp n t)

/-- The approximations turn sums into products, up to an error of order `2⁻ⁿ`. -/
theorem taxicab_cisApprox_add_sub_le (n : Nat) (s t : R) :
    taxicab (cisApprox n (s + t) - cisApprox n s * cisApprox n t)
      ≤ abs s * abs t * (exp (abs s) * exp (abs t)) * halfPow R n := by
  have hs := one_le_one_add_abs_mul_halfPow n s
  have ht := one_le_one_add_abs_mul_halfPow n t
  have half := le_of_lt (halfPow_pos (R := R) n)
  -- both bases are at most `M = (1 + |s| / 2ⁿ) (1 + |t| / 2ⁿ)`
  have one_le : 1 ≤ (1 + abs s * halfPow R n) * (1 + abs t * halfPow R n) :=
    le_trans hs (lin (mul_nonneg (le_trans zero_le_one hs) (sub_nonneg_of_le ht)))
  have sum_le : taxicab (cisStep n (s + t)) ≤ (1 + abs s * halfPow R n) * (1 + abs t * halfPow R n) := by
    rw [taxicab_cisStep]
    have triangle := mul_nonneg half (sub_nonneg_of_le (abs_add_le s t))
    have product := mul_nonneg (mul_nonneg (abs_nonneg s) half) (mul_nonneg (abs_nonneg t) half)
    exact lin (add_le_add triangle product)
  have product_le := taxicab_mul_le (le_of_eq (taxicab_cisStep n s)) (le_of_eq (taxicab_cisStep n t))
  have power_le : iterSquare n ((1 + abs s * halfPow R n) * (1 + abs t * halfPow R n))
      ≤ exp (abs s) * exp (abs t) := by
    rw [iterSquare_mul]
    have pos := lt_of_lt_of_le zero_lt_one ht
    exact mul_le_mul (iterSquare_one_add_abs_le_exp n s) (iterSquare_one_add_abs_le_exp n t)
      (le_of_lt (iterSquare_pos n pos)) (le_of_lt (exp_pos _))
  have bound := taxicab_iterSquare_sub_le n one_le sum_le product_le power_le
  rw [iterSquare_mul] at bound
  refine le_trans bound (le_of_eq ?_)
  -- and they differ by `s t / 4ⁿ`
  have difference : taxicab (cisStep n (s + t) - cisStep n s * cisStep n t)
      = abs s * abs t * (halfPow R n * halfPow R n) := by
    show abs (1 - (1 * 1 - s * halfPow R n * (t * halfPow R n)))
      + abs ((s + t) * halfPow R n - (1 * (t * halfPow R n) + s * halfPow R n * 1)) = _
    rw [show (s + t) * halfPow R n - (1 * (t * halfPow R n) + s * halfPow R n * 1) = 0 from ring, abs_zero,
      add_zero,
      show 1 - (1 * 1 - s * halfPow R n * (t * halfPow R n)) = s * t * (halfPow R n * halfPow R n) from ring,
      abs_mul, abs_mul, abs_of_nonneg (mul_nonneg half half)]
  rw [difference,
    show twoPow R n * (abs s * abs t * (halfPow R n * halfPow R n)) * (exp (abs s) * exp (abs t))
      = (twoPow R n * halfPow R n) * (abs s * abs t * (exp (abs s) * exp (abs t)) * halfPow R n) from ring,
    twoPow_mul_halfPow, one_mul]

/-- One more squaring changes little: it is the product formula at `t/2 + t/2`. -/
theorem taxicab_cisApprox_succ_sub_le (n : Nat) (t : R) :
    taxicab (cisApprox (.succ n) t - cisApprox n t)
      ≤ t * t * exp (abs t) * (halfPow R n - halfPow R (.succ n)) := by
  have bound := taxicab_cisApprox_add_sub_le n (t * 2⁻¹) (t * 2⁻¹)
  have square : cisApprox n (t * 2⁻¹) * cisApprox n (t * 2⁻¹) = cisApprox (.succ n) t := by
    have step : cisStep n (t * 2⁻¹) = cisStep (.succ n) t := ext rfl
      (show t * 2⁻¹ * halfPow R n = t * (halfPow R n * 2⁻¹) from ring)
    show iterSquare n _ * iterSquare n _ = iterSquare n (_ * _)
    rw [← iterSquare_mul, step]
  have abs_half : abs (t * 2⁻¹) = abs t * 2⁻¹ := by rw [abs_mul, abs_of_pos (inv_pos_of_pos two_pos)]
  rw [square, ← exp_add, abs_half, add_halves, add_halves, taxicab_sub_comm] at bound
  refine le_trans bound ?_
  have e : abs t * 2⁻¹ * (abs t * 2⁻¹) = t * 2⁻¹ * (t * 2⁻¹) := by
    rw [← abs_half, abs_mul_abs_self]
  have half := halfPow_pos (R := R) (.succ n)
  have twice : halfPow R n = halfPow R (.succ n) + halfPow R (.succ n) := (add_halves _).symm
  have t_twice := add_halves t
  rw [e, twice]
  generalize t * 2⁻¹ = s at *
  rw [← t_twice]
  have gain := mul_nonneg (mul_nonneg (mul_self_nonneg s) (le_of_lt (exp_pos (abs (s + s))))) (le_of_lt half)
  exact lin (add_le_add gain gain)

/-- The approximations form a Cauchy sequence, because their differences telescope. -/
theorem taxicab_cisApprox_add_index_sub_le (n d : Nat) (t : R) :
    taxicab (cisApprox (n + d) t - cisApprox n t)
      ≤ t * t * exp (abs t) * (halfPow R n - halfPow R (n + d)) := by
  induction d with
  | zero =>
    show taxicab (cisApprox n t - cisApprox n t) ≤ _ * (halfPow R n - halfPow R n)
    rw [sub_self, sub_self, mul_zero]
    show abs (0 : R) + abs 0 ≤ 0
    rw [abs_zero, add_zero]
    exact le_refl _
  | succ d ih =>
    show taxicab (cisApprox (.succ (n + d)) t - cisApprox n t) ≤ _ * (halfPow R n - halfPow R (.succ (n + d)))
    rw [show cisApprox (.succ (n + d)) t - cisApprox n t
      = (cisApprox (.succ (n + d)) t - cisApprox (n + d) t) + (cisApprox (n + d) t - cisApprox n t) from ring]
    exact le_trans (taxicab_add_le (taxicab_cisApprox_succ_sub_le (n + d) t) ih) (le_of_eq ring)

/-! ### The limit -/

/-- A sequence whose later terms stay within `c 2⁻ⁿ` of the `n`-th one has a limit. -/
theorem exists_limit_of_abs_sub_le_halfPow {a : Nat → R} {c : R}
    (h : ∀ n d, abs (a (n + d) - a n) ≤ c * halfPow R n) : ∃ L, ∀ n, abs (L - a n) ≤ c * halfPow R n := by
  have compare : ∀ m n, a m - c * halfPow R m ≤ a n + c * halfPow R n := fun m n => by
    have lower := neg_le_of_abs_le (h m n)
    have upper := le_of_abs_le (h n m)
    rw [Nat.add_comm] at upper
    exact lin (add_le_add lower upper)
  obtain ⟨L, above, least⟩ := exists_isLUB (fun x => ∃ m, x = a m - c * halfPow R m) ⟨_, 0, rfl⟩
    ⟨a 0 + c * halfPow R 0, fun x ⟨m, e⟩ => e ▸ compare m 0⟩
  exact ⟨L, fun n => abs_le_of_le_of_neg_le
    (lin (least (a n + c * halfPow R n) fun x ⟨m, e⟩ => e ▸ compare m n)) (lin (above _ ⟨n, rfl⟩))⟩

/-- The error bound `2 t² exp |t|` of `1 + i t`, as an approximation of `cis t`. -/
noncomputable def cisError (t : R) : R := 2 * (t * t * exp (abs t))

/-- The approximations have a limit, and the `n`-th one is within `cisError t / 2ⁿ` of it. -/
theorem exists_cis (t : R) :
    ∃ z : Complex R, ∀ n, taxicab (z - cisApprox n t) ≤ cisError t * halfPow R n := by
  have constant := mul_nonneg (mul_self_nonneg t) (le_of_lt (exp_pos (abs t)))
  have cauchy : ∀ n d, taxicab (cisApprox (n + d) t - cisApprox n t) ≤ t * t * exp (abs t) * halfPow R n :=
    fun n d =>
    le_trans (taxicab_cisApprox_add_index_sub_le n d t)
      (lin (mul_nonneg constant (le_of_lt (halfPow_pos (n + d)))))
  obtain ⟨x, hx⟩ := exists_limit_of_abs_sub_le_halfPow (a := fun n => (cisApprox n t).re) fun n d =>
    abs_re_le (cauchy n d)
  obtain ⟨y, hy⟩ := exists_limit_of_abs_sub_le_halfPow (a := fun n => (cisApprox n t).im) fun n d =>
    abs_im_le (cauchy n d)
  refine ⟨⟨x, y⟩, fun n => ?_⟩
  show abs (x - (cisApprox n t).re) + abs (y - (cisApprox n t).im) ≤ 2 * (t * t * exp (abs t)) * halfPow R n
  have hx : abs (x - (cisApprox n t).re) ≤ t * t * exp (abs t) * halfPow R n := hx n
  have hy : abs (y - (cisApprox n t).im) ≤ t * t * exp (abs t) * halfPow R n := hy n
  exact lin (add_le_add hx hy)

/-- The point of the unit circle at the angle `t`: the limit of `(1 + i t / 2ⁿ) ^ (2ⁿ)`. -/
noncomputable def cis (t : R) : Complex R := Classical.choose (exists_cis t)

/-- The `n`-th approximation is within `cisError t / 2ⁿ` of `cis t`. -/
theorem taxicab_cis_sub_cisApprox_le (t : R) (n : Nat) :
    taxicab (cis t - cisApprox n t) ≤ cisError t * halfPow R n := Classical.choose_spec (exists_cis t) n

/-- `cis (s + t) = cis s * cis t`. -/
theorem cis_add (s t : R) : cis (s + t) = cis s * cis t := by
  apply eq_of_sub_eq_zero
  refine eq_zero_of_taxicab_le_halfPow (c := cisError (s + t) + abs s * abs t * (exp (abs s) * exp (abs t))
    + exp (abs s) * cisError t + cisError s * taxicab (cis t)) fun n => ?_
  rw [show cis (s + t) - cis s * cis t = (cis (s + t) - cisApprox n (s + t))
    + (cisApprox n (s + t) - cisApprox n s * cisApprox n t) + cisApprox n s * (cisApprox n t - cis t)
    + (cisApprox n s - cis s) * cis t from ring]
  have near_s := taxicab_cis_sub_cisApprox_le s n
  have near_t := taxicab_cis_sub_cisApprox_le t n
  rw [taxicab_sub_comm] at near_s near_t
  refine le_trans (taxicab_add_le (taxicab_add_le (taxicab_add_le (taxicab_cis_sub_cisApprox_le (s + t) n)
    (taxicab_cisApprox_add_sub_le n s t)) (taxicab_mul_le (taxicab_cisApprox_le n s) near_t))
    (taxicab_mul_le near_s (le_refl _))) (le_of_eq ring)

/-- `|cis t - (1 + i t)| ≤ 2 t² exp |t|`. -/
theorem taxicab_cis_sub_le (t : R) : taxicab (cis t - ⟨1, t⟩) ≤ cisError t := by
  have near : taxicab (cis t - ⟨1, t * 1⟩) ≤ cisError t * 1 := taxicab_cis_sub_cisApprox_le t 0
  rwa [mul_one, mul_one] at near

/-- `cis 0 = 1`. -/
theorem cis_zero : cis (0 : R) = 1 := by
  have near := taxicab_cis_sub_le (0 : R)
  have error : cisError (0 : R) = 0 := by
    show 2 * (0 * 0 * exp (abs (0 : R))) = 0
    exact ring
  rw [error] at near
  exact eq_of_sub_eq_zero (eq_zero_of_taxicab_le_zero near)

/-- `cis (-t)` is the conjugate of `cis t`. -/
theorem cis_neg (t : R) : cis (-t) = conj (cis t) := by
  apply eq_of_sub_eq_zero
  refine eq_zero_of_taxicab_le_halfPow (c := cisError (-t) + cisError t) fun n => ?_
  have conj_approx : conj (cisApprox n t) = cisApprox n (-t) := by
    show conj (iterSquare n (cisStep n t)) = iterSquare n ⟨1, -t * halfPow R n⟩
    rw [conj_iterSquare, neg_mul]
    rfl
  have near := taxicab_cis_sub_cisApprox_le t n
  rw [taxicab_sub_comm, ← taxicab_conj_sub_conj, conj_approx] at near
  rw [show cis (-t) - conj (cis t) = (cis (-t) - cisApprox n (-t)) + (cisApprox n (-t) - conj (cis t))
    from ring]
  exact le_trans (taxicab_add_le (taxicab_cis_sub_cisApprox_le (-t) n) near) (le_of_eq ring)
