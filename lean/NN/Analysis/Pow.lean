prelude
import NN.Core.RingTactic

/-!
# Natural powers in a commutative ring

## Main results

* `pow_zero`, `pow_succ`: `a ^ 0 = 1` and `a ^ (n + 1) = a ^ n * a`, which determine the powers.
* `pow_one`, `sq`, `pow_three`: the powers that formulas use.
-/

variable {R : Type} [CommRing R]

/-- `a ^ 0 = 1`. -/
theorem pow_zero (a : R) : a ^ 0 = 1 := rfl

/-- `a ^ (n + 1) = a ^ n * a`. -/
theorem pow_succ (a : R) (n : Nat) : a ^ (n + 1) = a ^ n * a := rfl

/-- `a ^ 1 = a`. -/
theorem pow_one (a : R) : a ^ 1 = a := ring

/-- `a ^ 2 = a * a`. -/
theorem sq (a : R) : a ^ 2 = a * a := ring

/-- `a ^ 3 = a * a * a`. -/
theorem pow_three (a : R) : a ^ 3 = a * a * a := ring
