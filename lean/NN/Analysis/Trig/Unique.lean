prelude
import NN.Analysis.Deriv.MeanValue
import NN.Analysis.Deriv.Mul
import NN.Analysis.Trig.Deriv

/-!
# Sine and cosine are determined by their derivatives

## Main results

* `cos_sin_unique`: functions with `c' = -s`, `s' = c`, `c 0 = 1` and `s 0 = 0` are cosine and sine. So the
  definition by a limit gives the cosine and the sine that everyone means.
-/

variable {R : Type} [CompleteOrderedField R]

/-- Sine and cosine are the only functions with `c' = -s`, `s' = c`, `c 0 = 1` and `s 0 = 0`. -/
theorem cos_sin_unique {c s : R → R} (hc : ∀ x, HasDerivAt c (-s x) x) (hs : ∀ x, HasDerivAt s (c x) x)
    (c0 : c 0 = 1) (s0 : s 0 = 0) (x : R) : c x = cos x ∧ s x = sin x := by
  -- `(c + i s) (cos - i sin)` has derivative zero, so it is `1`
  have re : c x * cos x + s x * sin x = c 0 * cos 0 + s 0 * sin 0 :=
    eq_of_hasDerivAt_zero (f := fun y => c y * cos y + s y * sin y) (fun y =>
      (((hc y).mul (hasDerivAt_cos y)).add ((hs y).mul (hasDerivAt_sin y))).congr_deriv ring) x 0
  have im : s x * cos x - c x * sin x = s 0 * cos 0 - c 0 * sin 0 :=
    eq_of_hasDerivAt_zero (f := fun y => s y * cos y - c y * sin y) (fun y =>
      (((hs y).mul (hasDerivAt_cos y)).sub ((hc y).mul (hasDerivAt_sin y))).congr_deriv ring) x 0
  rw [c0, s0, cos_zero, sin_zero] at re im
  have re : c x * cos x + s x * sin x = 1 := re.trans ring
  have im : s x * cos x - c x * sin x = 0 := im.trans ring
  have unit := cos_mul_self_add_sin_mul_self x
  generalize cos x = p at *
  generalize sin x = q at *
  generalize c x = a at *
  generalize s x = b at *
  -- multiply by `cos + i sin`
  refine ⟨?_, ?_⟩
  · have e : a * (p * p + q * q) = p := lin_eq₂ p re (-q) im
    rwa [unit, mul_one] at e
  · have e : b * (p * p + q * q) = q := lin_eq₂ q re p im
    rwa [unit, mul_one] at e
