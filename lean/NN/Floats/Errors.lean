prelude
import NN.Analysis.Deriv.MeanValue
import NN.Analysis.HyperbolicDeriv
import NN.Analysis.LogOnePlus
import NN.Analysis.Sqrt
import NN.Analysis.Trig.Deriv
import NN.Floats.Format

/-!
# How errors of arguments spread

Of operations and functions: with `|a - A| ≤ e`, `|b - B| ≤ d`, how far the value at `a`, `b` may be from
that at `A`, `B`.

## Main results

* `mul_error`, `div_error`, `sqrt_error`, `max_error`, `choose_error`: of operations.
* `exp_error`, `log_error`, `abs_sub_le_of_hasDerivAt`: of functions.
* `model_error`: of rounding, by the standard model.
-/

section
variable {a b A B e d : ℝ}

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

/-- Products. -/
theorem mul_error (h : abs (a - A) ≤ e) (g : abs (b - B) ≤ d) :
    abs (a * b - A * B) ≤ abs A * d + e * (abs B + d) := by
  rw [show a * b - A * B = A * (b - B) + (a - A) * b from ring]
  refine abs_add_le_add ?_ ?_
  · rw [abs_mul]
    exact mul_le_mul_of_nonneg_left g (abs_nonneg A)
  · rw [abs_mul]
    exact mul_le_mul h (abs_le_add_error g) (abs_nonneg b) (error_nonneg h)

/-- `x / y ≤ z` because `x ≤ z y` and `0 < y`. -/
theorem div_le_of_le_mul {x y z : ℝ} (hy : 0 < y) (h : x ≤ z * y) : x / y ≤ z :=
  le_of_mul_le_mul_right (by rwa [div_mul_cancel₀ x (ne_of_gt hy)]) hy

/-- `x ≤ z / y` because `x y ≤ z` and `0 < y`. -/
theorem le_div_of_mul_le {x y z : ℝ} (hy : 0 < y) (h : x * y ≤ z) : x ≤ z / y :=
  le_of_mul_le_mul_right (by rwa [div_mul_cancel₀ z (ne_of_gt hy)]) hy

/-- Quotients, where the divisor is further from `0` than its error. -/
theorem div_error (h : abs (a - A) ≤ e) (g : abs (b - B) ≤ d) (away : d < abs B) :
    abs (a / b - A / B) ≤ (e + abs (A / B) * d) / (abs B - d) := by
  have hd := error_nonneg g
  have gap := sub_pos_of_lt away
  have hb : 0 < abs b := lt_of_lt_of_le gap (sub_error_le_abs g)
  have B0 : B ≠ 0 := fun z => by
    rw [z, abs_zero] at away
    exact absurd hd (not_le.mpr away)
  have b0 : b ≠ 0 := fun z => by
    rw [z, abs_zero] at hb
    exact lt_irrefl _ hb
  refine le_div_of_mul_le gap ?_
  refine le_trans (mul_le_mul_of_nonneg_left (sub_error_le_abs g) (abs_nonneg _)) ?_
  rw [← abs_mul, show (a / b - A / B) * b = a / b * b - A / B * b from ring, div_mul_cancel₀ a b0]
  have eA := div_mul_cancel₀ A B0
  generalize A / B = Q at *
  rw [show a - Q * b = a - Q * B + Q * (B - b) from ring, eA]
  refine abs_add_le_add h ?_
  rw [abs_mul, abs_sub_comm]
  exact mul_le_mul_of_nonneg_left g (abs_nonneg Q)

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

/-- Absolute values. -/
theorem abs_error (h : abs (a - A) ≤ e) : abs (abs a - abs A) ≤ e :=
  abs_le_of_le_of_neg_le (lin (abs_le_add_error h)) (lin (sub_error_le_abs h))

/-- The greater one. -/
theorem max_error (h : abs (a - A) ≤ e) (g : abs (b - B) ≤ d) : abs (max a b - max A B) ≤ max e d := by
  have up : ∀ {a b A B : ℝ}, abs (a - A) ≤ e → abs (b - B) ≤ d → max a b - max A B ≤ max e d :=
    fun {a b A B} h g => by
      rcases max_choice a b with c | c
      · rw [c]
        exact le_trans (lin (le_max_left A B) : _ ≤ a - A) (le_trans (le_of_abs_le h) (le_max_left e d))
      · rw [c]
        exact le_trans (lin (le_max_right A B) : _ ≤ b - B) (le_trans (le_of_abs_le g) (le_max_right e d))
  refine abs_le_of_le_of_neg_le (up h g) ?_
  rw [show -(max a b - max A B) = max A B - max a b from ring]
  exact up (by rwa [abs_sub_comm]) (by rwa [abs_sub_comm])

/-- The smaller one. -/
theorem min_error (h : abs (a - A) ≤ e) (g : abs (b - B) ≤ d) : abs (min a b - min A B) ≤ max e d := by
  have flip : ∀ x y : ℝ, min x y = -max (-x) (-y) := fun x y => by
    rcases le_total x y with l | l
    · rw [min_eq_left l, max_eq_left (neg_le_neg l), neg_neg]
    · rw [min_eq_right l, max_eq_right (neg_le_neg l), neg_neg]
  rw [flip, flip]
  exact neg_error (max_error (neg_error h) (neg_error g))

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

end

/-! ### Rounding -/

/-- Rounding what has an error, with `κ` units; for functions of a library, which round only nearly. -/
theorem model_error {r a A e κ η : ℝ} (hκ : 0 ≤ κ) (model : abs (r - a) ≤ max (κ * abs a) η)
    (h : abs (a - A) ≤ e) : abs (r - A) ≤ e + max (κ * (abs A + e)) η := by
  rw [show r - A = a - A + (r - a) from ring]
  refine abs_add_le_add h (le_trans model (max_le (le_trans ?_ (le_max_left _ _)) (le_max_right _ _)))
  exact mul_le_mul_of_nonneg_left (abs_le_add_error h) hκ
