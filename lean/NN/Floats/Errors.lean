prelude
import NN.Analysis.Deriv.MeanValue
import NN.Analysis.HyperbolicDeriv
import NN.Analysis.LogOnePlus
import NN.Analysis.Sqrt
import NN.Analysis.Trig.Deriv
import NN.Floats.Format

/-!
# How errors of arguments spread

With `|a - A| ≤ e`, how far is the value at `a` from that at `A`? And to first order: with `a` equal to
`A + l` but for a rest, what is the value at `a` but for a rest, which is small of second order?

## Main results

* `exp_error`, `log_error`, `sqrt_error`, `abs_sub_le_of_hasDerivAt`: how far.
* `mul_first`, `div_first`, `sqrt_first`, `tangent_error`: to first order.
* `model_error`: rounding what has an error.
-/

section
variable {a b A B e d l m r q s t : ℝ}

/-- `|a| ≤ |A| + e`. -/
theorem abs_le_add_error (h : abs (a - A) ≤ e) : abs a ≤ abs A + e := by
  have k := abs_add_le A (a - A)
  rw [show A + (a - A) = a from ring] at k
  exact le_trans k (lin h)

/-- `|A| - e ≤ |a|`. -/
theorem sub_error_le_abs (h : abs (a - A) ≤ e) : abs A - e ≤ abs a := by
  rw [abs_sub_comm] at h
  exact lin (abs_le_add_error h)

/-- The error is not negative. -/
theorem error_nonneg (h : abs (a - A) ≤ e) : 0 ≤ e := le_trans (abs_nonneg _) h

/-- Sums. -/
theorem add_error (h : abs (a - A) ≤ e) (g : abs (b - B) ≤ d) : abs (a + b - (A + B)) ≤ e + d := by
  rw [show a + b - (A + B) = a - A + (b - B) from ring]
  exact abs_add_le_add h g

/-- Negatives. -/
theorem neg_error (h : abs (a - A) ≤ e) : abs (-a - -A) ≤ e := by
  rwa [show -a - -A = -(a - A) from ring, abs_neg]

/-- Differences. -/
theorem sub_error (h : abs (a - A) ≤ e) (g : abs (b - B) ≤ d) : abs (a - b - (A - B)) ≤ e + d := by
  rw [show a - b - (A - B) = a + -b - (A + -B) from ring]
  exact add_error h (neg_error g)

/-- `x ≤ z / y` because `x y ≤ z` and `0 < y`. -/
theorem le_div_of_mul_le {x y z : ℝ} (hy : 0 < y) (h : x * y ≤ z) : x ≤ z / y :=
  le_of_mul_le_mul_right (by rwa [div_mul_cancel₀ z (ne_of_gt hy)]) hy

/-- What is further from `0` than its error has the sign of `A`. -/
theorem pos_of_error_lt (h : abs (a - A) ≤ e) (away : e < A) : 0 < a := by
  have k := neg_le_of_abs_le h
  exact lt_of_lt_of_le (sub_pos_of_lt away) (lin k)

/-- Roots. -/
theorem sqrt_error (h : abs (a - A) ≤ e) (away : e < A) : abs (sqrt a - sqrt A) ≤ e / sqrt A := by
  have hA : 0 < A := lt_of_le_of_lt (error_nonneg h) away
  have ha := pos_of_error_lt h away
  refine le_div_of_mul_le (sqrt_pos hA) (le_trans ?_ h)
  have square : a - A = (sqrt a - sqrt A) * (sqrt a + sqrt A) := by
    have p := mul_self_sqrt (le_of_lt ha)
    have q := mul_self_sqrt (le_of_lt hA)
    exact lin_eq₂ (-1) p 1 q
  rw [square, abs_mul, abs_of_pos (add_pos (sqrt_pos ha) (sqrt_pos hA))]
  exact mul_le_mul_of_nonneg_left (lin (sqrt_nonneg a)) (abs_nonneg _)

/-! ### Functions -/

/-- The exponential function. -/
theorem exp_error (h : abs (a - A) ≤ e) : abs (exp a - exp A) ≤ exp A * (exp e - 1) := by
  have pos := le_of_lt (exp_pos A)
  have split : exp a = exp A * exp (a - A) := by
    rw [← exp_add]
    exact congrArg exp ring
  have e1 : exp a - exp A = exp A * (exp (a - A) - 1) := by
    rw [split]
    exact ring
  have mono : exp (a - A) ≤ exp e := exp_strictMono.le_iff_le.mpr (le_of_abs_le h)
  refine abs_le_of_le_of_neg_le ?_ ?_
  · rw [e1]
    exact mul_le_mul_of_nonneg_left (lin mono) pos
  · rw [e1, show -(exp A * (exp (a - A) - 1)) = exp A * (1 - exp (a - A)) from ring]
    refine mul_le_mul_of_nonneg_left ?_ pos
    have low := one_add_le_exp (a - A)
    have high := one_add_le_exp e
    exact lin (add_le_add (add_le_add low high) (neg_le_of_abs_le h))

/-- The logarithm. -/
theorem log_error (h : abs (a - A) ≤ e) (away : e < A) : abs (log a - log A) ≤ e / (A - e) := by
  have hA : 0 < A := lt_of_le_of_lt (error_nonneg h) away
  have ha := pos_of_error_lt h away
  have gap := sub_pos_of_lt away
  have key : ∀ x y : ℝ, 0 < x → 0 < y → A - e ≤ y → x - y ≤ e →
      log x - log y ≤ e / (A - e) := fun x y hx hy g k => by
    refine le_div_of_mul_le gap ?_
    have quotient : 0 < x * y⁻¹ := mul_pos hx (inv_pos_of_pos hy)
    have l := log_le_sub_one quotient
    rw [log_mul (ne_of_gt hx) (inv_ne_zero (ne_of_gt hy)), log_inv, ← sub_eq_add_neg] at l
    have m := mul_le_mul_of_nonneg_right l (le_of_lt hy)
    rw [show (x * y⁻¹ - 1) * y = x * (y * y⁻¹) - y from ring, mul_inv_cancel₀ (ne_of_gt hy), mul_one] at m
    rcases le_total 0 (log x - log y) with s | s
    · exact le_trans (mul_le_mul_of_nonneg_left g s) (le_trans m k)
    · have n := mul_nonneg (neg_nonneg_of_nonpos s) (le_of_lt gap)
      exact le_trans (lin n : (log x - log y) * (A - e) ≤ 0) (error_nonneg h)
  refine abs_le_of_le_of_neg_le (key a A ha hA (lin (error_nonneg h)) (le_of_abs_le h)) ?_
  rw [show -(log a - log A) = log A - log a from ring]
  refine key A a hA ha (lin (neg_le_of_abs_le h)) (lin (neg_le_of_abs_le h))

/-- A function whose derivative is at most `1` in absolute value spreads no error. -/
theorem abs_sub_le_of_hasDerivAt {f f' : ℝ → ℝ} (h : ∀ x, HasDerivAt f (f' x) x) (bound : ∀ x, abs (f' x) ≤ 1)
    (x y : ℝ) : abs (f x - f y) ≤ abs (x - y) := by
  have down : Monotone fun z => z - f z := monotone_of_hasDerivAt_nonneg (f' := fun z => 1 - f' z)
    (fun z => (hasDerivAt_id z).sub (h z)) fun z => sub_nonneg_of_le (le_of_abs_le (bound z))
  have up : Monotone fun z => z + f z := monotone_of_hasDerivAt_nonneg (f' := fun z => 1 + f' z)
    (fun z => (hasDerivAt_id z).add (h z)) fun z => lin (neg_le_of_abs_le (bound z))
  rcases le_total x y with l | l
  · have p : x - f x ≤ y - f y := down l
    have q : x + f x ≤ y + f y := up l
    rw [abs_sub_comm x, abs_of_nonneg (sub_nonneg_of_le l)]
    exact abs_le_of_le_of_neg_le (lin q) (lin p)
  · have p : y - f y ≤ x - f x := down l
    have q : y + f y ≤ x + f x := up l
    rw [abs_of_nonneg (sub_nonneg_of_le l)]
    exact abs_le_of_le_of_neg_le (lin p) (lin q)

/-! ### First order

`a` is `A + l` up to `r`, and within `t` of `A`; `b` is `B + m` up to `q`, and within `s` of `B`. -/

/-- Sums. -/
theorem add_first (h : abs (a - (A + l)) ≤ r) (g : abs (b - (B + m)) ≤ q) :
    abs (a + b - (A + B + (l + m))) ≤ r + q := by
  rw [show a + b - (A + B + (l + m)) = a - (A + l) + (b - (B + m)) from ring]
  exact abs_add_le_add h g

/-- A multiple. -/
theorem mul_const_first (c : ℝ) (h : abs (a - (A + l)) ≤ r) : abs (c * (a - (A + l))) ≤ abs c * r := by
  rw [abs_mul]
  exact mul_le_mul_of_nonneg_left h (abs_nonneg c)

/-- Products. -/
theorem mul_first (h : abs (a - (A + l)) ≤ r) (ht : abs (a - A) ≤ t) (g : abs (b - (B + m)) ≤ q)
    (hs : abs (b - B) ≤ s) :
    abs (a * b - (A * B + (B * l + A * m))) ≤ abs B * r + abs A * q + t * s := by
  rw [show a * b - (A * B + (B * l + A * m)) =
    B * (a - (A + l)) + A * (b - (B + m)) + (a - A) * (b - B) from ring]
  refine abs_add_le_add (abs_add_le_add (mul_const_first B h) (mul_const_first A g)) ?_
  rw [abs_mul]
  exact mul_le_mul ht hs (abs_nonneg _) (error_nonneg ht)

/-- Quotients, where the divisor is further from `0` than its error. -/
theorem div_first (h : abs (a - (A + l)) ≤ r) (ht : abs (a - A) ≤ t) (g : abs (b - (B + m)) ≤ q)
    (hs : abs (b - B) ≤ s) (away : s < abs B) :
    abs (a / b - (A / B + (1 / B * l + -(A / B / B) * m))) ≤
      (r + abs (A / B) * q) / abs B + (t + abs (A / B) * s) * s / ((abs B - s) * abs B) := by
  have gap := sub_pos_of_lt away
  have hB : 0 < abs B := lt_of_le_of_lt (error_nonneg hs) away
  have hb : 0 < abs b := lt_of_lt_of_le gap (sub_error_le_abs hs)
  have B0 : B ≠ 0 := fun z => by
    rw [z, abs_zero] at hB
    exact lt_irrefl _ hB
  have b0 : b ≠ 0 := fun z => by
    rw [z, abs_zero] at hb
    exact lt_irrefl _ hb
  have eA := div_mul_cancel₀ A B0
  have first : abs ((a - (A + l) - A / B * (b - (B + m))) / B) ≤ (r + abs (A / B) * q) / abs B := by
    refine le_div_of_mul_le hB ?_
    rw [← abs_mul, div_mul_cancel₀ _ B0, sub_eq_add_neg]
    refine abs_add_le_add h ?_
    rw [abs_neg]
    exact mul_const_first _ g
  have second : abs ((a - A / B * b) * (B - b) / (b * B)) ≤
      (t + abs (A / B) * s) * s / ((abs B - s) * abs B) := by
    refine le_div_of_mul_le (mul_pos gap hB) ?_
    have low : (abs B - s) * abs B ≤ abs (b * B) := by
      rw [abs_mul]
      exact mul_le_mul_of_nonneg_right (sub_error_le_abs hs) (abs_nonneg B)
    refine le_trans (mul_le_mul_of_nonneg_left low (abs_nonneg _)) ?_
    rw [← abs_mul, div_mul_cancel₀ _ (mul_ne_zero b0 B0), abs_mul, abs_sub_comm B]
    refine mul_le_mul ?_ hs (abs_nonneg _) (add_nonneg (error_nonneg ht)
      (mul_nonneg (abs_nonneg _) (error_nonneg hs)))
    have e : a - A / B * b = a - A + -(A / B * (b - B)) := lin_eq (-1) eA
    rw [e]
    refine abs_add_le_add ht ?_
    rw [abs_neg, abs_mul]
    exact mul_le_mul_of_nonneg_left hs (abs_nonneg _)
  have split : a / b - (A / B + (1 / B * l + -(A / B / B) * m)) =
      (a - (A + l) - A / B * (b - (B + m))) / B + (a - A / B * b) * (B - b) / (b * B) := by
    have ib := mul_inv_cancel₀ b0
    have iB := mul_inv_cancel₀ B0
    clear first second
    generalize A / B = Q at *
    rw [← eA, div_eq_mul_inv _ (b * B), mul_inv, div_eq_mul_inv a b, div_eq_mul_inv Q B,
      div_eq_mul_inv 1 B, div_eq_mul_inv _ B]
    generalize b⁻¹ = v at *
    generalize B⁻¹ = u at *
    exact lin_eq₂ (-(a - Q * b) * v) iB (Q + (a - Q * b) * u) ib
  rw [split]
  exact abs_add_le_add first second

/-- Roots. -/
theorem sqrt_first (h : abs (a - (A + l)) ≤ r) (ht : abs (a - A) ≤ t) (away : t < A) :
    abs (sqrt a - (sqrt A + 1 / (2 * sqrt A) * l)) ≤
      (r + t / sqrt A * (t / sqrt A)) / (2 * sqrt A) := by
  have hA : 0 < A := lt_of_le_of_lt (error_nonneg ht) away
  have hS := sqrt_pos hA
  have h2 := mul_pos two_pos hS
  have near := sqrt_error ht away
  have p := mul_self_sqrt (le_of_lt (pos_of_error_lt ht away))
  have q := mul_self_sqrt (le_of_lt hA)
  refine le_div_of_mul_le h2 ?_
  rw [← abs_of_pos h2, ← abs_mul, abs_of_pos h2]
  have e : (sqrt a - (sqrt A + 1 / (2 * sqrt A) * l)) * (2 * sqrt A) =
      a - (A + l) + -((sqrt a - sqrt A) * (sqrt a - sqrt A)) := by
    have one := div_mul_cancel₀ (1 : ℝ) (ne_of_gt h2)
    generalize 1 / (2 * sqrt A) = i at *
    have c : (sqrt a - (sqrt A + i * l)) * (2 * sqrt A) =
        (sqrt a - sqrt A) * (2 * sqrt A) - l * (i * (2 * sqrt A)) := ring
    rw [c, one]
    exact lin_eq₂ 1 p (-1) q
  rw [e]
  refine abs_add_le_add h ?_
  rw [abs_neg, abs_mul]
  exact mul_le_mul near near (abs_nonneg _) (error_nonneg near)

/-- Functions: how far they are from their tangents, from how much their derivative changes. -/
theorem tangent_error {f f' : ℝ → ℝ} {K : ℝ} (deriv : ∀ z, abs (z - A) ≤ t → HasDerivAt f (f' z) z)
    (change : ∀ z, abs (z - A) ≤ t → abs (f' z - f' A) ≤ K) (ht : abs (a - A) ≤ t) :
    abs (f a - (f A + f' A * (a - A))) ≤ K * t := by
  have hK : 0 ≤ K := error_nonneg (change a ht)
  have inside : ∀ {x y z : ℝ}, abs (x - A) ≤ t → abs (y - A) ≤ t → x ≤ z → z ≤ y → abs (z - A) ≤ t :=
    fun hx hy xz zy => abs_le_of_le_of_neg_le (le_trans (lin zy) (le_of_abs_le hy))
      (le_trans (lin xz) (neg_le_of_abs_le hx))
  have self : abs (A - A) ≤ t := by
    rw [sub_self, abs_zero]
    exact error_nonneg ht
  -- what is at most `K` steep does not rise by more than `K` times the way
  have key : ∀ x y : ℝ, x ≤ y → abs (x - A) ≤ t → abs (y - A) ≤ t →
      abs (f y - f x - f' A * (y - x)) ≤ K * (y - x) := fun x y xy hx hy => by
    have down : K * x - (f x - f' A * x) ≤ K * y - (f y - f' A * y) :=
      le_of_hasDerivAt_nonneg (f := fun z => K * z - (f z - f' A * z)) (f' := fun z => K - (f' z - f' A)) xy
        (fun z xz zy => (((hasDerivAt_id z).const_mul K).sub ((deriv z (inside hx hy xz zy)).sub
          ((hasDerivAt_id z).const_mul (f' A)))).congr_deriv ring)
        fun z xz zy => sub_nonneg_of_le (le_of_abs_le (change z (inside hx hy xz zy)))
    have up : K * x + (f x - f' A * x) ≤ K * y + (f y - f' A * y) :=
      le_of_hasDerivAt_nonneg (f := fun z => K * z + (f z - f' A * z)) (f' := fun z => K + (f' z - f' A)) xy
        (fun z xz zy => (((hasDerivAt_id z).const_mul K).add ((deriv z (inside hx hy xz zy)).sub
          ((hasDerivAt_id z).const_mul (f' A)))).congr_deriv ring)
        fun z xz zy => lin (neg_le_of_abs_le (change z (inside hx hy xz zy)))
    exact abs_le_of_le_of_neg_le (lin down) (lin up)
  rcases le_total A a with l | l
  · have k := key A a l self ht
    rw [show f a - (f A + f' A * (a - A)) = f a - f A - f' A * (a - A) from ring]
    exact le_trans k (mul_le_mul_of_nonneg_left (le_of_abs_le ht) hK)
  · have k := key a A l ht self
    rw [show f a - (f A + f' A * (a - A)) = -(f A - f a - f' A * (A - a)) from ring, abs_neg]
    exact le_trans k (mul_le_mul_of_nonneg_left (lin (neg_le_of_abs_le ht)) hK)

end

/-! ### Rounding -/

/-- Rounding what has an error, with `κ` units; for functions of a library, which round only nearly. -/
theorem model_error {r a A e κ η : ℝ} (hκ : 0 ≤ κ) (model : abs (r - a) ≤ max (κ * abs a) η)
    (h : abs (a - A) ≤ e) : abs (r - A) ≤ e + max (κ * (abs A + e)) η := by
  rw [show r - A = a - A + (r - a) from ring]
  refine abs_add_le_add h (le_trans model (max_le (le_trans ?_ (le_max_left _ _)) (le_max_right _ _)))
  exact mul_le_mul_of_nonneg_left (abs_le_add_error h) hκ
