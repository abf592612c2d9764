prelude
import NN.Analysis.Deriv.Mul

/-!
# Derivatives of powers

## Main results

* `HasDerivAt.pow`: `(f ^ n)' = n f ^ (n - 1) f'` for a natural `n`; `HasDerivAt.sq`, `HasDerivAt.cube` for
  `n = 2, 3`.
-/

variable {R : Type} [OrderedField R] {f : R → R} {f' x : R}

/-- `(fⁿ)' = n fⁿ⁻¹ f'`. -/
theorem HasDerivAt.pow (h : HasDerivAt f f' x) (n : Nat) :
    HasDerivAt (fun y => f y ^ n) (natCast R n * f x ^ (n - 1) * f') x := by
  induction n with
  | zero => exact (hasDerivAt_const 1 x).congr_deriv (by
      show 0 = 0 * f x ^ (0 - 1) * f'
      rw [zero_mul, zero_mul])
  | succ n ih =>
    refine (ih.mul h).congr_deriv ?_
    show natCast R n * f x ^ (n - 1) * f' * f x + f x ^ n * f' = (natCast R n + 1) * f x ^ n * f'
    cases n with
    | zero =>
      show 0 * f x ^ (0 - 1) * f' * f x + f x ^ 0 * f' = (0 + 1) * f x ^ 0 * f'
      ring
    | succ m =>
      show natCast R (.succ m) * f x ^ m * f' * f x + f x ^ m * f x * f' =
        (natCast R (.succ m) + 1) * (f x ^ m * f x) * f'
      generalize natCast R (.succ m) = c
      generalize f x ^ m = p
      ring

/-- `(f²)' = 2 f f'`. -/
theorem HasDerivAt.sq (h : HasDerivAt f f' x) : HasDerivAt (fun y => f y ^ 2) (2 * f x * f') x :=
  (h.pow 2).congr_deriv (show 2 * f x ^ 1 * f' = 2 * f x * f' from ring)

/-- `(f³)' = 3 f² f'`. -/
theorem HasDerivAt.cube (h : HasDerivAt f f' x) : HasDerivAt (fun y => f y ^ 3) (3 * f x ^ 2 * f') x :=
  h.pow 3
