prelude
import NN.Analysis.Division
import NN.Analysis.Order.Archimedean

/-!
# Powers of two and repeated squaring

The exponential function, the trigonometric functions and `π` are defined in this library as limits of
`2ⁿ`-th powers, that is, of `n` squarings. This file holds what they share.

## Main definitions

* `twoPow R n = 2ⁿ` and `halfPow R n = 2⁻ⁿ`.
* `iterSquare n u = u ^ (2ⁿ)`, by squaring `n` times.

## Main results

* `le_of_forall_le_add_halfPow`: `a ≤ b + c 2⁻ⁿ` for all `n` implies `a ≤ b`.
* `one_add_mul_le_iterSquare`: Bernoulli's inequality, `1 + 2ⁿ t ≤ (1 + t) ^ (2ⁿ)`.
-/

variable {R : Type} [CompleteOrderedField R]

/-! ### `2⁻ⁿ` and `2ⁿ` -/

/-- `2⁻ⁿ`. -/
noncomputable def halfPow (R : Type) [CompleteOrderedField R] : Nat → R
  | .zero => 1
  | .succ n => halfPow R n * 2⁻¹

/-- `2ⁿ`. -/
def twoPow (R : Type) [CompleteOrderedField R] : Nat → R
  | .zero => 1
  | .succ n => 2 * twoPow R n

/-- `0 < 2⁻ⁿ`. -/
theorem halfPow_pos : (n : Nat) → 0 < halfPow R n
  | .zero => zero_lt_one
  | .succ n => half_pos (halfPow_pos n)

/-- `0 < 2ⁿ`. -/
theorem twoPow_pos : (n : Nat) → 0 < twoPow R n
  | .zero => zero_lt_one
  | .succ n => mul_pos two_pos (twoPow_pos n)

/-- `2ⁿ 2⁻ⁿ = 1`. -/
theorem twoPow_mul_halfPow (n : Nat) : twoPow R n * halfPow R n = 1 := by
  induction n with
  | zero => exact mul_one 1
  | succ n ih =>
    show 2 * twoPow R n * (halfPow R n * 2⁻¹) = 1
    exact lin_eq₂ 1 ih (twoPow R n * halfPow R n) two_mul_inv_two

/-- `2⁻⁽ⁿ⁺ᵏ⁾ ≤ 2⁻ⁿ`. -/
theorem halfPow_add_le (n k : Nat) : halfPow R (n + k) ≤ halfPow R n := by
  induction k with
  | zero => exact le_refl _
  | succ k ih =>
    refine le_trans ?_ ih
    show halfPow R (n + k) * 2⁻¹ ≤ halfPow R (n + k)
    have half := add_halves (halfPow R (n + k))
    exact le_trans (lin (le_of_lt (half_pos (halfPow_pos (R := R) (n + k))))) (le_of_eq half)

/-- `n ≤ 2ⁿ` and `1 ≤ 2ⁿ`. -/
theorem natCast_le_twoPow (n : Nat) : natCast R n ≤ twoPow R n ∧ 1 ≤ twoPow R n := by
  induction n with
  | zero => exact ⟨le_of_lt zero_lt_one, le_refl _⟩
  | succ n ih =>
    obtain ⟨h, one_le⟩ := ih
    constructor
    · show natCast R n + 1 ≤ 2 * twoPow R n
      exact lin (add_le_add h one_le)
    · show 1 ≤ 2 * twoPow R n
      exact lin (add_le_add one_le (le_trans (le_of_lt zero_lt_one) one_le))

/-- `x 2⁻ⁿ < 1` for some `n`. -/
theorem exists_mul_halfPow_lt_one (x : R) : ∃ n : Nat, x * halfPow R n < 1 := by
  obtain ⟨n, hn⟩ := exists_nat_ge (x + 1)
  have lt : x < twoPow R n :=
    lt_of_lt_of_le (slin (zero_lt_one (R := R)) : x < x + 1) (le_trans hn (natCast_le_twoPow n).1)
  have k := mul_pos (sub_pos_of_lt lt) (halfPow_pos (R := R) n)
  rw [show (twoPow R n - x) * halfPow R n = twoPow R n * halfPow R n - x * halfPow R n from ring,
    twoPow_mul_halfPow] at k
  exact ⟨n, slin k⟩

/-- An error of `c 2⁻ⁿ` for every `n` is none. -/
theorem le_of_forall_le_add_halfPow {a b c : R} (h : ∀ n, a ≤ b + c * halfPow R n) : a ≤ b := by
  apply Classical.byContradiction
  intro g
  have gap := sub_pos_of_lt (not_le.mp g)
  obtain ⟨n, hn⟩ := exists_mul_halfPow_lt_one (c * (a - b)⁻¹)
  have k := mul_pos gap (sub_pos_of_lt hn)
  have e : (a - b) * (1 - c * (a - b)⁻¹ * halfPow R n) = a - (b + c * halfPow R n) :=
    lin_eq (-c * halfPow R n) (mul_inv_cancel₀ (ne_of_gt gap))
  rw [e] at k
  exact lt_irrefl (0 : R) (slin (add_lt_add_of_lt_of_le k (h n)))

/-! ### Squaring `n` times -/

/-- `u ^ (2ⁿ)`. -/
def iterSquare {α : Type} [CommRing α] : Nat → α → α
  | .zero, u => u
  | .succ n, u => iterSquare n (u * u)

/-- `(u v) ^ (2ⁿ) = u ^ (2ⁿ) v ^ (2ⁿ)`. -/
theorem iterSquare_mul {α : Type} [CommRing α] (n : Nat) (u v : α) :
    iterSquare n (u * v) = iterSquare n u * iterSquare n v := by
  induction n generalizing u v with
  | zero => rfl
  | succ n ih =>
    show iterSquare n (u * v * (u * v)) = iterSquare n (u * u) * iterSquare n (v * v)
    rw [← ih, show u * v * (u * v) = u * u * (v * v) from ring]

/-- `1 ^ (2ⁿ) = 1`. -/
theorem iterSquare_one (n : Nat) : iterSquare n (1 : R) = 1 := by
  induction n with
  | zero => rfl
  | succ n ih =>
    show iterSquare n ((1 : R) * 1) = 1
    rw [mul_one, ih]

/-- Powers of positive numbers are positive. -/
theorem iterSquare_pos (n : Nat) {u : R} (h : 0 < u) : 0 < iterSquare n u := by
  induction n generalizing u with
  | zero => exact h
  | succ n ih => exact ih (mul_pos h h)

/-- `u ^ (2ⁿ)` increases with `u ≥ 0`. -/
theorem iterSquare_le_iterSquare (n : Nat) {u v : R} (hu : 0 ≤ u) (h : u ≤ v) :
    iterSquare n u ≤ iterSquare n v := by
  induction n generalizing u v with
  | zero => exact h
  | succ n ih => exact ih (mul_nonneg hu hu) (mul_le_mul h h hu (le_trans hu h))

/-- Bernoulli's inequality: `1 + 2ⁿ t ≤ (1 + t) ^ (2ⁿ)` for `t ≥ -1`. -/
theorem one_add_mul_le_iterSquare (n : Nat) {t : R} (h : 0 ≤ 1 + t) :
    1 + twoPow R n * t ≤ iterSquare n (1 + t) := by
  induction n generalizing t with
  | zero => exact le_of_eq (show 1 + 1 * t = 1 + t from ring)
  | succ n ih =>
    show 1 + 2 * twoPow R n * t ≤ iterSquare n ((1 + t) * (1 + t))
    have e : (1 + t) * (1 + t) = 1 + (2 * t + t * t) := ring
    rw [e]
    refine le_trans ?_ (ih (e ▸ mul_self_nonneg (1 + t)))
    exact lin (mul_nonneg (le_of_lt (twoPow_pos n)) (mul_self_nonneg t))
