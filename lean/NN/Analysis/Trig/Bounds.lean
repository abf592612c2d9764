prelude
import NN.Analysis.Deriv.MeanValue
import NN.Analysis.Deriv.Mul
import NN.Analysis.Trig.Deriv

/-!
# Polynomial bounds of sine and cosine

The first Taylor polynomials of sine and cosine bound them from above and from below, each by integrating the
one before.

## Main results

* `sin_le`: `sin t ≤ t`; `le_cos`: `1 - t²/2 ≤ cos t`; `le_sin`: `t - t³/6 ≤ sin t`; `cos_le`:
  `cos t ≤ 1 - t²/2 + t⁴/24`; `sin_le_add`: `sin t ≤ t - t³/6 + t⁵/120`; all for `0 ≤ t`, and stated without division.
* `abs_cos_sub_cos_le`: `|cos x - cos y| ≤ |x - y|`.
-/

variable {R : Type} [CompleteOrderedField R] {t : R}

/-- A function that is `0` at `0` and has a nonnegative derivative is nonnegative to the right of `0`. -/
theorem nonneg_of_hasDerivAt_nonneg {f f' : R → R} (zero : f 0 = 0) (h : ∀ x, HasDerivAt f (f' x) x)
    (nonneg : ∀ x, 0 ≤ x → 0 ≤ f' x) (ht : 0 ≤ t) : 0 ≤ f t := by
  rw [← zero]
  exact le_of_hasDerivAt_nonneg ht (fun x _ _ => h x) fun x hx _ => nonneg x hx

/-- `(t²)' = 2 t`. -/
theorem hasDerivAt_mul_self (x : R) : HasDerivAt (fun y => y * y) (2 * x) x :=
  ((hasDerivAt_id x).mul (hasDerivAt_id x)).congr_deriv ring

/-- `sin t ≤ t` for `0 ≤ t`. -/
theorem sin_le (ht : 0 ≤ t) : sin t ≤ t := by
  refine le_of_sub_nonneg (nonneg_of_hasDerivAt_nonneg (f := fun y => y - sin y) (f' := fun y => 1 - cos y) ?_
    (fun x => (hasDerivAt_id x).sub (hasDerivAt_sin x)) (fun x _ => sub_nonneg_of_le (cos_le_one x)) ht)
  rw [sin_zero, sub_self]

/-- `2 - t² ≤ 2 cos t` for `0 ≤ t`. -/
theorem le_cos (ht : 0 ≤ t) : 2 - t * t ≤ 2 * cos t := by
  have k := nonneg_of_hasDerivAt_nonneg (f := fun y => 2 * cos y - 2 + y * y) (f' := fun y => 2 * (y - sin y))
    (by rw [cos_zero]; exact ring)
    (fun x => ((((hasDerivAt_cos x).const_mul 2).sub_const 2).add (hasDerivAt_mul_self x)).congr_deriv ring)
    (fun x hx => mul_nonneg (le_of_lt two_pos) (sub_nonneg_of_le (sin_le hx))) ht
  exact lin k

/-- `6 t - t³ ≤ 6 sin t` for `0 ≤ t`. -/
theorem le_sin (ht : 0 ≤ t) : 6 * t - t * t * t ≤ 6 * sin t := by
  have k := nonneg_of_hasDerivAt_nonneg (f := fun y => 6 * sin y - 6 * y + y * y * y)
    (f' := fun y => 3 * (2 * cos y - (2 - y * y))) (by rw [sin_zero]; exact ring)
    (fun x => ((((hasDerivAt_sin x).const_mul 6).sub ((hasDerivAt_id x).const_mul 6)).add
      ((hasDerivAt_mul_self x).mul (hasDerivAt_id x))).congr_deriv ring)
    (fun x hx => by
      have d := sub_nonneg_of_le (le_cos hx)
      exact lin (add_le_add (add_le_add d d) d)) ht
  exact lin k

/-- `24 cos t ≤ 24 - 12 t² + t⁴` for `0 ≤ t`. -/
theorem cos_le (ht : 0 ≤ t) : 24 * cos t ≤ 24 - 12 * (t * t) + t * t * (t * t) := by
  have k := nonneg_of_hasDerivAt_nonneg (f := fun y => 24 - 12 * (y * y) + y * y * (y * y) - 24 * cos y)
    (f' := fun y => 4 * (6 * sin y - (6 * y - y * y * y))) (by rw [cos_zero]; exact ring)
    (fun x => ((((hasDerivAt_mul_self x).const_mul 12).const_sub 24).add
      ((hasDerivAt_mul_self x).mul (hasDerivAt_mul_self x))).sub ((hasDerivAt_cos x).const_mul 24)
      |>.congr_deriv ring)
    (fun x hx => by
      have d := sub_nonneg_of_le (le_sin hx)
      exact lin (add_le_add (add_le_add d d) (add_le_add d d))) ht
  exact lin k

/-- `120 sin t ≤ 120 t - 20 t³ + t⁵` for `0 ≤ t`. -/
theorem sin_le_add (ht : 0 ≤ t) : 120 * sin t ≤ 120 * t - 20 * (t * t * t) + t * t * (t * t) * t := by
  have k := nonneg_of_hasDerivAt_nonneg
    (f := fun y => 120 * y - 20 * (y * y * y) + y * y * (y * y) * y - 120 * sin y)
    (f' := fun y => 5 * (24 - 12 * (y * y) + y * y * (y * y) - 24 * cos y)) (by rw [sin_zero]; exact ring)
    (fun x => ((((hasDerivAt_id x).const_mul 120).sub
        (((hasDerivAt_mul_self x).mul (hasDerivAt_id x)).const_mul 20)).add
      (((hasDerivAt_mul_self x).mul (hasDerivAt_mul_self x)).mul (hasDerivAt_id x))).sub
        ((hasDerivAt_sin x).const_mul 120) |>.congr_deriv ring)
    (fun x hx => mul_nonneg (le_of_lt (ofNat_pos 3)) (sub_nonneg_of_le (cos_le hx))) ht
  exact lin k

/-- The cosine is Lipschitz with constant 1, from the left. -/
theorem abs_cos_sub_cos_le_of_le {x y : R} (h : x ≤ y) : abs (cos y - cos x) ≤ y - x := by
  refine abs_le_of_le_of_neg_le ?_ ?_
  · have k : x - cos x ≤ y - cos y :=
      le_of_hasDerivAt_nonneg (f := fun z => z - cos z) (f' := fun z => 1 + sin z) h
      (fun z _ _ => ((hasDerivAt_id z).sub (hasDerivAt_cos z)).congr_deriv ring)
      (fun z _ _ => lin (neg_le_of_abs_le (abs_sin_le_one z)))
    exact lin k
  · have k : x + cos x ≤ y + cos y :=
      le_of_hasDerivAt_nonneg (f := fun z => z + cos z) (f' := fun z => 1 - sin z) h
      (fun z _ _ => ((hasDerivAt_id z).add (hasDerivAt_cos z)).congr_deriv ring)
      (fun z _ _ => sub_nonneg_of_le (sin_le_one z))
    exact lin k

/-- `|cos x - cos y| ≤ |x - y|`. -/
theorem abs_cos_sub_cos_le (x y : R) : abs (cos x - cos y) ≤ abs (x - y) := by
  rcases le_total x y with h | h
  · rw [abs_sub_comm, abs_sub_comm x y, abs_of_nonneg (sub_nonneg_of_le h)]
    exact abs_cos_sub_cos_le_of_le h
  · rw [abs_of_nonneg (sub_nonneg_of_le h)]
    exact abs_cos_sub_cos_le_of_le h
