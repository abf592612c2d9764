prelude
import NN.Analysis.Integral.Gaussian
import NN.Analysis.Trig.Bounds

/-!
# Polynomial bounds of `exp (-u)` and of the Gaussian integral

The Taylor polynomials of `exp (-u)` lie above and below it in turn, for `0 ≤ u`, each by integrating the one
before. So do their integrals, the partial sums of `∑ (-1)ᵏ x²ᵏ⁺¹ / (k! (2k + 1))`.

## Main results

* `expNegSum_bounds`: `expNegSum (2n + 1) u ≤ exp (-u) ≤ expNegSum (2n) u`.
* `gaussianSum_le`, `le_gaussianSum`: the same for the Gaussian integral.
-/

variable {R : Type} [CompleteOrderedField R] {x u : R}

/-- `1 / n!`. -/
noncomputable def invFactorial (R : Type) [CompleteOrderedField R] : Nat → R
  | .zero => 1
  | .succ n => invFactorial R n * (natCast R (.succ n))⁻¹

/-- `(-1)ⁿ`. -/
def altSign (R : Type) [CompleteOrderedField R] : Nat → R
  | .zero => 1
  | .succ n => -altSign R n

/-- `∑ (-u)ᵏ / k!` for `k ≤ n`. -/
noncomputable def expNegSum : Nat → R → R
  | .zero, _ => 1
  | .succ n, u => expNegSum n u + altSign R (.succ n) * invFactorial R (.succ n) * u ^ (.succ n : Nat)

/-- `∑ (-1)ᵏ x²ᵏ⁺¹ / (k! (2k + 1))` for `k ≤ n`. -/
noncomputable def gaussianSum : Nat → R → R
  | .zero, x => x
  | .succ n, x => gaussianSum n x + altSign R (.succ n) * invFactorial R (.succ n) *
      ((natCast R (2 * .succ n + 1))⁻¹ * (x * (x ^ 2) ^ (.succ n : Nat)))

/-- Naturals from `1` on are positive. -/
theorem natCast_succ_pos (n : Nat) : 0 < natCast R (.succ n) :=
  lt_of_le_of_lt (natCast_nonneg n) (natCast_lt_succ n)

/-- `1 / (n + 1)! * (n + 1) = 1 / n!`. -/
theorem invFactorial_succ_mul (n : Nat) :
    invFactorial R (.succ n) * natCast R (.succ n) = invFactorial R n := by
  show invFactorial R n * (natCast R (.succ n))⁻¹ * natCast R (.succ n) = invFactorial R n
  rw [mul_assoc, inv_mul_cancel₀ (ne_of_gt (natCast_succ_pos n)), mul_one]

/-- The derivative of a Taylor polynomial is the negative of the one before. -/
theorem hasDerivAt_expNegSum (n : Nat) (u : R) : HasDerivAt (expNegSum (.succ n)) (-expNegSum n u) u := by
  have monomial : ∀ n : Nat, HasDerivAt
      (fun u : R => altSign R (.succ n) * invFactorial R (.succ n) * u ^ (.succ n : Nat))
      (-(altSign R n * invFactorial R n * u ^ n)) u := fun n => by
    refine (((hasDerivAt_id u).pow (.succ n)).const_mul _).congr_deriv ?_
    rw [← invFactorial_succ_mul n]
    show -altSign R n * invFactorial R (.succ n) * (natCast R (.succ n) * u ^ n * 1) = _
    generalize u ^ n = p
    exact ring
  induction n with
  | zero =>
    refine ((hasDerivAt_const 1 u).add (monomial 0)).congr_deriv ?_
    show 0 + -(1 * 1 * 1) = -(1 : R)
    exact ring
  | succ n ih =>
    refine (ih.add (monomial (.succ n))).congr_deriv ?_
    show _ = -(expNegSum n u + altSign R (.succ n) * invFactorial R (.succ n) * u ^ (.succ n : Nat))
    rw [neg_add]

/-- All Taylor polynomials are `1` at `0`. -/
theorem expNegSum_zero : (n : Nat) → expNegSum n (0 : R) = 1
  | .zero => rfl
  | .succ n => by
    show expNegSum n 0 + altSign R (.succ n) * invFactorial R (.succ n) * ((0 : R) ^ n * 0) = 1
    rw [expNegSum_zero n, mul_zero, mul_zero, add_zero]

/-- If one polynomial is below `exp (-u)`, the next one is above. -/
theorem exp_neg_le_expNegSum {n : Nat} (below : ∀ u : R, 0 ≤ u → expNegSum n u ≤ exp (-u)) (hu : 0 ≤ u) :
    exp (-u) ≤ expNegSum (.succ n) u :=
  le_of_sub_nonneg (nonneg_of_hasDerivAt_nonneg (f := fun u => expNegSum (.succ n) u - exp (-u))
    (f' := fun u => exp (-u) - expNegSum n u) (by rw [expNegSum_zero, neg_zero, exp_zero, sub_self])
    (fun u => ((hasDerivAt_expNegSum n u).sub (hasDerivAt_exp_neg u)).congr_deriv ring)
    (fun u hu => sub_nonneg_of_le (below u hu)) hu)

/-- If one polynomial is above `exp (-u)`, the next one is below. -/
theorem expNegSum_le_exp_neg {n : Nat} (above : ∀ u : R, 0 ≤ u → exp (-u) ≤ expNegSum n u) (hu : 0 ≤ u) :
    expNegSum (.succ n) u ≤ exp (-u) :=
  le_of_sub_nonneg (nonneg_of_hasDerivAt_nonneg (f := fun u => exp (-u) - expNegSum (.succ n) u)
    (f' := fun u => expNegSum n u - exp (-u)) (by rw [expNegSum_zero, neg_zero, exp_zero, sub_self])
    (fun u => ((hasDerivAt_exp_neg u).sub (hasDerivAt_expNegSum n u)).congr_deriv ring)
    (fun u hu => sub_nonneg_of_le (above u hu)) hu)

/-- `expNegSum (2n + 1) u ≤ exp (-u) ≤ expNegSum (2n) u` for `0 ≤ u`. -/
theorem expNegSum_bounds (n : Nat) : (∀ u : R, 0 ≤ u → exp (-u) ≤ expNegSum (2 * n) u) ∧
    ∀ u : R, 0 ≤ u → expNegSum (.succ (2 * n)) u ≤ exp (-u) := by
  have next : ∀ n, (∀ u : R, 0 ≤ u → exp (-u) ≤ expNegSum n u) →
      ∀ u : R, 0 ≤ u → expNegSum (.succ n) u ≤ exp (-u) := fun n above u hu => expNegSum_le_exp_neg above hu
  induction n with
  | zero =>
    have start : ∀ u : R, 0 ≤ u → exp (-u) ≤ 1 := fun u hu => by
      rw [← exp_zero]
      exact exp_strictMono.monotone (lin hu)
    exact ⟨start, next 0 start⟩
  | succ n ih =>
    have above : ∀ u : R, 0 ≤ u → exp (-u) ≤ expNegSum (.succ (.succ (2 * n))) u :=
      fun u hu => exp_neg_le_expNegSum ih.2 hu
    exact ⟨above, next _ above⟩

/-! ### The Gaussian integral -/

/-- The derivative of the sum. -/
theorem hasDerivAt_gaussianSum (n : Nat) (x : R) : HasDerivAt (gaussianSum n) (expNegSum n (x ^ 2)) x := by
  induction n with
  | zero => exact hasDerivAt_id x
  | succ n ih =>
    have d := ((hasDerivAt_id x).mul ((hasDerivAt_id x).sq.pow (.succ n))).const_mul
      (natCast R (2 * .succ n + 1))⁻¹ |>.const_mul (altSign R (.succ n) * invFactorial R (.succ n))
    refine (ih.add d).congr_deriv ?_
    show _ = expNegSum n (x ^ 2) + altSign R (.succ n) * invFactorial R (.succ n) * (x ^ 2) ^ (.succ n : Nat)
    have c := inv_mul_cancel₀ (ne_of_gt (natCast_succ_pos (R := R) (2 * .succ n)))
    have e : natCast R (2 * .succ n + 1) = 2 * natCast R (.succ n) + 1 := by
      rw [natCast_add, natCast_mul]
      show natCast R 2 * natCast R (.succ n) + (0 + 1) = _
      rw [zero_add]
      rfl
    rw [e] at c ⊢
    show expNegSum n (x ^ 2) + altSign R (.succ n) * invFactorial R (.succ n) *
      ((2 * natCast R (.succ n) + 1)⁻¹ * (1 * ((x ^ 2) ^ n * x ^ 2) + x * (natCast R (.succ n) * (x ^ 2) ^ n * (2 * x * 1)))) =
        expNegSum n (x ^ 2) + altSign R (.succ n) * invFactorial R (.succ n) * ((x ^ 2) ^ n * x ^ 2)
    generalize (x ^ 2) ^ n = p
    generalize (2 * natCast R (.succ n) + 1)⁻¹ = i at *
    generalize natCast R (.succ n) = m at *
    generalize altSign R (.succ n) * invFactorial R (.succ n) = a
    exact lin_eq (a * p * x ^ 2) c

/-- The sums are zero at zero. -/
theorem gaussianSum_zero : (n : Nat) → gaussianSum n (0 : R) = 0
  | .zero => rfl
  | .succ n => by
    show gaussianSum n 0 + _ * (_ * (0 * _)) = (0 : R)
    rw [gaussianSum_zero n, zero_mul, mul_zero, mul_zero, add_zero]

/-- Sums with an even number are above the Gaussian integral, for `0 ≤ x`. -/
theorem le_gaussianSum (n : Nat) (hx : 0 ≤ x) : gaussianIntegral x ≤ gaussianSum (2 * n) x :=
  le_of_sub_nonneg (nonneg_of_hasDerivAt_nonneg (f := fun x => gaussianSum (2 * n) x - gaussianIntegral x)
    (f' := fun x => expNegSum (2 * n) (x ^ 2) - exp (-(x ^ 2)))
    (by rw [gaussianSum_zero, gaussianIntegral_zero, sub_self])
    (fun x => (hasDerivAt_gaussianSum _ x).sub (hasDerivAt_gaussianIntegral x))
    (fun x _ => sub_nonneg_of_le ((expNegSum_bounds n).1 _ (lin (mul_self_nonneg x)))) hx)

/-- Sums with an odd number are below the Gaussian integral, for `0 ≤ x`. -/
theorem gaussianSum_le (n : Nat) (hx : 0 ≤ x) : gaussianSum (.succ (2 * n)) x ≤ gaussianIntegral x :=
  le_of_sub_nonneg (nonneg_of_hasDerivAt_nonneg
    (f := fun x => gaussianIntegral x - gaussianSum (.succ (2 * n)) x)
    (f' := fun x => exp (-(x ^ 2)) - expNegSum (.succ (2 * n)) (x ^ 2))
    (by rw [gaussianSum_zero, gaussianIntegral_zero, sub_self])
    (fun x => (hasDerivAt_gaussianIntegral x).sub (hasDerivAt_gaussianSum _ x))
    (fun x _ => sub_nonneg_of_le ((expNegSum_bounds n).2 _ (lin (mul_self_nonneg x)))) hx)
