prelude
import NN.Analysis.DyadicPower
import NN.Analysis.Order.Abs

/-!
# Complex numbers

Just enough of the complex numbers to define sine and cosine: the ring structure, conjugation, and the taxicab
norm `|re| + |im|`, which is submultiplicative and needs no square root.

## Main definitions

* `Complex R`, with `instance : CommRing (Complex R)`.
* `Complex.taxicab z = |re z| + |im z|`, `Complex.conj z`.

## Main results

* `Complex.taxicab_mul_le`, `Complex.taxicab_add_le`.
* `Complex.taxicab_iterSquare_sub_le`: `|u ^ N - w ^ N| ≤ N |u - w| P` for `N = 2ⁿ` if `|u|, |w| ≤ M`, `1 ≤ M`
  and `M ^ N ≤ P`.
-/

/-- A complex number over `R`. -/
structure Complex (R : Type) where
  /-- The real part. -/
  re : R
  /-- The imaginary part. -/
  im : R

namespace Complex

/-- Complex numbers with the same parts are equal. -/
theorem ext {R : Type} : {z w : Complex R} → z.re = w.re → z.im = w.im → z = w
  | ⟨_, _⟩, ⟨_, _⟩, rfl, rfl => rfl

/-- The ring of complex numbers. -/
instance {R : Type} [CommRing R] : CommRing (Complex R) where
  zero := ⟨0, 0⟩
  one := ⟨1, 0⟩
  add z w := ⟨z.re + w.re, z.im + w.im⟩
  mul z w := ⟨z.re * w.re - z.im * w.im, z.re * w.im + z.im * w.re⟩
  neg z := ⟨-z.re, -z.im⟩
  sub z w := ⟨z.re - w.re, z.im - w.im⟩
  add_comm _ _ := ext (add_comm _ _) (add_comm _ _)
  add_assoc _ _ _ := ext (add_assoc _ _ _) (add_assoc _ _ _)
  add_zero _ := ext (add_zero _) (add_zero _)
  add_neg_cancel _ := ext (add_neg_cancel _) (add_neg_cancel _)
  mul_comm a b := ext
    (show a.re * b.re - a.im * b.im = b.re * a.re - b.im * a.im from ring)
    (show a.re * b.im + a.im * b.re = b.re * a.im + b.im * a.re from ring)
  mul_assoc a b c := ext
    (show (a.re * b.re - a.im * b.im) * c.re - (a.re * b.im + a.im * b.re) * c.im
      = a.re * (b.re * c.re - b.im * c.im) - a.im * (b.re * c.im + b.im * c.re) from ring)
    (show (a.re * b.re - a.im * b.im) * c.im + (a.re * b.im + a.im * b.re) * c.re
      = a.re * (b.re * c.im + b.im * c.re) + a.im * (b.re * c.re - b.im * c.im) from ring)
  mul_one a := ext (show a.re * 1 - a.im * 0 = a.re from ring) (show a.re * 0 + a.im * 1 = a.im from ring)
  mul_add a b c := ext
    (show a.re * (b.re + c.re) - a.im * (b.im + c.im)
      = (a.re * b.re - a.im * b.im) + (a.re * c.re - a.im * c.im) from ring)
    (show a.re * (b.im + c.im) + a.im * (b.re + c.re)
      = (a.re * b.im + a.im * b.re) + (a.re * c.im + a.im * c.re) from ring)
  sub_eq_add_neg _ _ := ext (sub_eq_add_neg _ _) (sub_eq_add_neg _ _)

section Taxicab

variable {R : Type} [OrderedField R] {z w : Complex R} {a b : R}

/-- The taxicab norm `|re z| + |im z|`. -/
noncomputable def taxicab (z : Complex R) : R := abs z.re + abs z.im

/-- The taxicab norm is nonnegative. -/
theorem taxicab_nonneg (z : Complex R) : 0 ≤ taxicab z := add_nonneg (abs_nonneg z.re) (abs_nonneg z.im)

/-- The real part is at most the norm. -/
theorem abs_re_le (h : taxicab z ≤ a) : abs z.re ≤ a := by
  have h : abs z.re + abs z.im ≤ a := h
  exact lin (add_le_add h (abs_nonneg z.im))

/-- The imaginary part is at most the norm. -/
theorem abs_im_le (h : taxicab z ≤ a) : abs z.im ≤ a := by
  have h : abs z.re + abs z.im ≤ a := h
  exact lin (add_le_add h (abs_nonneg z.re))

/-- The norm of `-z` is that of `z`. -/
theorem taxicab_neg (z : Complex R) : taxicab (-z) = taxicab z := by
  show abs (-z.re) + abs (-z.im) = abs z.re + abs z.im
  rw [abs_neg, abs_neg]

/-- The norm of `z - w` is that of `w - z`. -/
theorem taxicab_sub_comm (z w : Complex R) : taxicab (z - w) = taxicab (w - z) := by
  rw [← taxicab_neg, show -(z - w) = w - z from ring]

/-- The triangle inequality. -/
theorem taxicab_add_le (h : taxicab z ≤ a) (g : taxicab w ≤ b) : taxicab (z + w) ≤ a + b := by
  refine le_trans ?_ (add_le_add h g)
  show abs (z.re + w.re) + abs (z.im + w.im) ≤ abs z.re + abs z.im + (abs w.re + abs w.im)
  exact lin (add_le_add (abs_add_le z.re w.re) (abs_add_le z.im w.im))

/-- The norm is submultiplicative. -/
theorem taxicab_mul_le (h : taxicab z ≤ a) (g : taxicab w ≤ b) : taxicab (z * w) ≤ a * b := by
  refine le_trans ?_ (mul_le_mul h g (taxicab_nonneg w) (le_trans (taxicab_nonneg z) h))
  show abs (z.re * w.re - z.im * w.im) + abs (z.re * w.im + z.im * w.re)
    ≤ (abs z.re + abs z.im) * (abs w.re + abs w.im)
  have re := abs_add_le (z.re * w.re) (-(z.im * w.im))
  have im := abs_add_le (z.re * w.im) (z.im * w.re)
  rw [← sub_eq_add_neg, abs_neg, abs_mul, abs_mul] at re
  rw [abs_mul, abs_mul] at im
  exact lin (add_le_add re im)

/-- Only zero has norm zero. -/
theorem eq_zero_of_taxicab_le_zero (h : taxicab z ≤ 0) : z = 0 :=
  ext (eq_zero_of_abs_eq_zero (le_antisymm (abs_re_le h) (abs_nonneg _)))
    (eq_zero_of_abs_eq_zero (le_antisymm (abs_im_le h) (abs_nonneg _)))

/-- The complex conjugate. -/
def conj (z : Complex R) : Complex R := ⟨z.re, -z.im⟩

/-- Conjugation is multiplicative. -/
theorem conj_mul (z w : Complex R) : conj (z * w) = conj z * conj w := ext
  (show z.re * w.re - z.im * w.im = z.re * w.re - -z.im * -w.im from ring)
  (show -(z.re * w.im + z.im * w.re) = z.re * -w.im + -z.im * w.re from ring)

/-- Conjugation preserves distances. -/
theorem taxicab_conj_sub_conj (z w : Complex R) : taxicab (conj z - conj w) = taxicab (z - w) := by
  show abs (z.re - w.re) + abs (-z.im - -w.im) = abs (z.re - w.re) + abs (z.im - w.im)
  rw [show -z.im - -w.im = -(z.im - w.im) from ring, abs_neg]

end Taxicab

section IterSquare

variable {R : Type} [CompleteOrderedField R]

/-- Only zero has a norm below `c 2⁻ⁿ` for every `n`. -/
theorem eq_zero_of_taxicab_le_halfPow {z : Complex R} {c : R} (h : ∀ n, taxicab z ≤ c * halfPow R n) :
    z = 0 :=
  eq_zero_of_taxicab_le_zero (le_of_forall_le_add_halfPow (c := c) fun n => by
    rw [zero_add]
    exact h n)

/-- Conjugation commutes with powers. -/
theorem conj_iterSquare (n : Nat) (z : Complex R) : conj (iterSquare n z) = iterSquare n (conj z) := by
  induction n generalizing z with
  | zero => rfl
  | succ n ih =>
    show conj (iterSquare n (z * z)) = iterSquare n (conj z * conj z)
    rw [ih, conj_mul]

/-- `|z ^ (2ⁿ)| ≤ M ^ (2ⁿ)` if `|z| ≤ M`. -/
theorem taxicab_iterSquare_le (n : Nat) {z : Complex R} {M : R} (h : taxicab z ≤ M) :
    taxicab (iterSquare n z) ≤ iterSquare n M := by
  induction n generalizing z M with
  | zero => exact h
  | succ n ih => exact ih (taxicab_mul_le h h)

/-- `|u ^ N - w ^ N| M ≤ N |u - w| M ^ N` for `N = 2ⁿ` and `|u|, |w| ≤ M`. -/
theorem taxicab_iterSquare_sub_mul_le (n : Nat) {u w : Complex R} {M : R} (hM : 0 < M) (hu : taxicab u ≤ M)
    (hw : taxicab w ≤ M) :
    taxicab (iterSquare n u - iterSquare n w) * M ≤ twoPow R n * taxicab (u - w) * iterSquare n M := by
  induction n generalizing u w M with
  | zero =>
    show taxicab (u - w) * M ≤ 1 * taxicab (u - w) * M
    rw [one_mul]
    exact le_refl _
  | succ n ih =>
    -- `u² - w² = (u - w) (u + w)` costs a factor `2 M`, of which one `M` is cancelled
    have squares := ih (mul_pos hM hM) (taxicab_mul_le hu hu) (taxicab_mul_le hw hw)
    have factor : taxicab (u * u - w * w) ≤ taxicab (u - w) * (M + M) := by
      rw [show u * u - w * w = (u - w) * (u + w) from ring]
      exact taxicab_mul_le (le_refl _) (taxicab_add_le hu hw)
    have weight := mul_nonneg (le_of_lt (twoPow_pos (R := R) n)) (le_of_lt (iterSquare_pos n (mul_pos hM hM)))
    refine le_of_mul_le_mul_right (c := M) ?_ hM
    show taxicab (iterSquare n (u * u) - iterSquare n (w * w)) * M * M
      ≤ 2 * twoPow R n * taxicab (u - w) * iterSquare n (M * M) * M
    exact lin (add_le_add squares (mul_nonneg weight (sub_nonneg_of_le factor)))

/-- `|u ^ N - w ^ N| ≤ N |u - w| P` for `N = 2ⁿ`, if `|u|, |w| ≤ M` with `1 ≤ M` and `M ^ N ≤ P`. -/
theorem taxicab_iterSquare_sub_le (n : Nat) {u w : Complex R} {M P : R} (hM : 1 ≤ M) (hu : taxicab u ≤ M)
    (hw : taxicab w ≤ M) (hP : iterSquare n M ≤ P) :
    taxicab (iterSquare n u - iterSquare n w) ≤ twoPow R n * taxicab (u - w) * P := by
  have bound := taxicab_iterSquare_sub_mul_le n (lt_of_lt_of_le zero_lt_one hM) hu hw
  have le_M := mul_nonneg (taxicab_nonneg (iterSquare n u - iterSquare n w)) (sub_nonneg_of_le hM)
  have weight := mul_nonneg (le_of_lt (twoPow_pos (R := R) n)) (taxicab_nonneg (u - w))
  exact lin (add_le_add (add_le_add bound le_M) (mul_nonneg weight (sub_nonneg_of_le hP)))

end IterSquare

end Complex
