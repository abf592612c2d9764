prelude
import NN.Analysis.FDeriv.Differential
/-!
# Softmax, log-softmax, log-sum-exp

Real functions of a vector `x`, with the differentials that they have when the coordinates of `x` are
functions.

## Main definitions and results
- `softmax x i = exp (x i) / ∑ j, exp (x j)`; `softmax_pos`, `sum_softmax`: they are positive and their sum is
  1.
- `logSumExp x = log (∑ j, exp (x j))`, `logSoftmax x i = x i - logSumExp x`; `exp_logSoftmax`.
- `maskedSoftmax w x i = w i exp (x i) / ∑ j, w j exp (x j)`: with weights 0 and 1 the softmax of some of the
  coordinates only; `sum_maskedSoftmax`, `maskedSoftmax_one`.
- `HasDifferentialAt.maskedSoftmax`, `.softmax`, `.logSumExp`, `.logSoftmax`: their differentials are
  `p i (dx i - ∑ j, p j dx j)`, the same for the softmax, `∑ j, p j dx j`, and `dx i - ∑ j, p j dx j`.
-/

namespace Activation.Math
variable {n : Nat}

/-- `softmax x i = exp (x i) / ∑ j, exp (x j)` -/
noncomputable def softmax (x : Vec n) (i : Fin n) : ℝ := exp (x.ofLp i) / ∑ j, exp (x.ofLp j)

/-- The logarithm of the sum of the exponentials. -/
noncomputable def logSumExp (x : Vec n) : ℝ := log (∑ j, exp (x.ofLp j))

/-- `logSoftmax x i = x i - log (∑ j, exp (x j))` -/
noncomputable def logSoftmax (x : Vec n) (i : Fin n) : ℝ := x.ofLp i - log (∑ j, exp (x.ofLp j))

/-- `maskedSoftmax w x i = w i exp (x i) / ∑ j, w j exp (x j)` -/
noncomputable def maskedSoftmax (w : Fin n → ℝ) (x : Vec n) (i : Fin n) : ℝ :=
  w i * exp (x.ofLp i) / ∑ j, w j * exp (x.ofLp j)

/-! ### What they are -/

/-- The denominator is positive as soon as one weight is positive and none is negative. -/
theorem sum_mul_exp_pos {w : Fin n → ℝ} (nonneg : ∀ j, 0 ≤ w j) (x : Vec n) (i : Fin n) (pos : 0 < w i) :
    0 < ∑ j, w j * exp (x.ofLp j) :=
  lt_of_lt_of_le (mul_pos pos (exp_pos _))
    (Fin.single_le_sum (f := fun j => w j * exp (x.ofLp j))
      (fun j => mul_nonneg (nonneg j) (le_of_lt (exp_pos _))) i)

/-- The denominator is positive as soon as there is a coordinate. -/
theorem sum_exp_pos (x : Vec n) (i : Fin n) : 0 < ∑ j, exp (x.ofLp j) :=
  lt_of_lt_of_le (exp_pos (x.ofLp i))
    (Fin.single_le_sum (f := fun j => exp (x.ofLp j)) (fun j => le_of_lt (exp_pos (x.ofLp j))) i)

/-- Without a mask it is the softmax. -/
theorem maskedSoftmax_one (x : Vec n) (i : Fin n) : maskedSoftmax (fun _ => 1) x i = softmax x i := by
  simp only [maskedSoftmax, softmax, one_mul]

/-- What is masked gets no weight. -/
theorem maskedSoftmax_of_zero {w : Fin n → ℝ} (x : Vec n) {i : Fin n} (h : w i = 0) :
    maskedSoftmax w x i = 0 := by
  rw [maskedSoftmax, h, zero_mul, zero_div]

/-- The values of a masked softmax have the sum 1. -/
theorem sum_maskedSoftmax {w : Fin n → ℝ} {x : Vec n} (h : ∑ j, w j * exp (x.ofLp j) ≠ 0) :
    ∑ i, maskedSoftmax w x i = 1 := by
  simp only [maskedSoftmax, div_eq_mul_inv]
  rw [← Fin.sum_mul, mul_inv_cancel₀ h]

/-- The values of a softmax are positive. -/
theorem softmax_pos (x : Vec n) (i : Fin n) : 0 < softmax x i := div_pos (exp_pos _) (sum_exp_pos x i)

/-- The values of a softmax have the sum 1. -/
theorem sum_softmax (x : Vec (.succ n)) : ∑ i, softmax x i = 1 := by
  simp only [softmax, div_eq_mul_inv]
  rw [← Fin.sum_mul, mul_inv_cancel₀ (ne_of_gt (sum_exp_pos x (.last n)))]

/-- The logarithm of the softmax. -/
theorem exp_logSoftmax (x : Vec n) (i : Fin n) : exp (logSoftmax x i) = softmax x i := by
  rw [logSoftmax, sub_eq_add_neg, exp_add, exp_neg, exp_log (sum_exp_pos x i), softmax, div_eq_mul_inv]

/-- Only the differences of the coordinates matter. -/
theorem softmax_add_const (x : Vec n) (c : ℝ) (i : Fin n) :
    softmax ⟨fun j => x.ofLp j + c⟩ i = softmax x i := by
  simp only [softmax, exp_add]
  rw [← Fin.sum_mul, div_eq_mul_inv, div_eq_mul_inv, mul_inv]
  exact lin_eq (exp (x.ofLp i) * (∑ j, exp (x.ofLp j))⁻¹) (mul_inv_cancel₀ (ne_of_gt (exp_pos c)))

/-- The form that is behind the reverse rule of every softmax is symmetric: both sides are
`∑ p u v - (∑ p u) (∑ p v)`. -/
theorem sum_softmaxJvp_mul (p u v : Fin n → ℝ) :
    ∑ i, p i * (u i - ∑ j, p j * u j) * v i = ∑ i, u i * (p i * (v i - ∑ j, p j * v j)) := by
  have expand : ∀ (u v : Fin n → ℝ), ∑ i, p i * (u i - ∑ j, p j * u j) * v i =
      (∑ i, p i * u i * v i) - (∑ i, p i * u i) * ∑ i, p i * v i := fun u v => by
    rw [sub_eq_add_neg, ← neg_mul, Fin.mul_sum, ← Fin.sum_add_distrib]
    exact Fin.sum_congr fun i => ring
  refine (expand u v).trans (Eq.trans ?_ ((expand v u).symm.trans (Fin.sum_congr fun i => mul_comm _ _)))
  rw [mul_comm (∑ i, p i * u i)]
  exact congrArg (· - _) (Fin.sum_congr fun i => ring)

/-! ### Differentials -/

section
variable {U : Type} [NormedSpace ℝ U] {s d : Fin n → U → ℝ} {x : U}

/-- The differential of a masked softmax: `p i (dx i - ∑ j, p j dx j)`. -/
theorem _root_.HasDifferentialAt.maskedSoftmax {w : Fin n → ℝ} (h : ∀ j, HasDifferentialAt (s j) (d j) x)
    (ne : ∑ j, w j * exp (s j x) ≠ 0) (i : Fin n) :
    HasDifferentialAt (fun y => maskedSoftmax w ⟨fun j => s j y⟩ i)
      (fun v => maskedSoftmax w ⟨fun j => s j x⟩ i *
        (d i v - ∑ j, maskedSoftmax w ⟨fun j => s j x⟩ j * d j v)) x := by
  refine (HasDifferentialAt.div ((h i).exp.const_mul (w i))
    (HasDifferentialAt.sum fun j => (h j).exp.const_mul (w j)) ne).congr fun v => ?_
  simp only [Math.maskedSoftmax, div_eq_mul_inv]
  generalize (∑ j, w j * exp (s j x))⁻¹ = c
  have e : ∑ j, w j * exp (s j x) * c * d j v = (∑ j, w j * (exp (s j x) * d j v)) * c :=
    (Fin.sum_congr fun j => ring).trans (Fin.sum_mul c _).symm
  rw [e]
  exact ring

/-- The differential of the softmax: `p i (dx i - ∑ j, p j dx j)`. -/
theorem _root_.HasDifferentialAt.softmax (h : ∀ j, HasDifferentialAt (s j) (d j) x) (i : Fin n) :
    HasDifferentialAt (fun y => softmax ⟨fun j => s j y⟩ i)
      (fun v => softmax ⟨fun j => s j x⟩ i * (d i v - ∑ j, softmax ⟨fun j => s j x⟩ j * d j v)) x := by
  have ne : ∑ j, 1 * exp (s j x) ≠ 0 :=
    ne_of_gt (sum_mul_exp_pos (fun _ => zero_le_one) ⟨fun j => s j x⟩ i zero_lt_one)
  refine ((HasDifferentialAt.maskedSoftmax h ne i).congr_fun fun y => maskedSoftmax_one _ i).congr fun v => ?_
  simp only [maskedSoftmax_one]

/-- The differential of log-sum-exp, if there is a coordinate: `∑ j, p j dx j`. -/
theorem _root_.HasDifferentialAt.logSumExp_of (h : ∀ j, HasDifferentialAt (s j) (d j) x) (i : Fin n) :
    HasDifferentialAt (fun y => logSumExp ⟨fun j => s j y⟩)
      (fun v => ∑ j, softmax ⟨fun j => s j x⟩ j * d j v) x := by
  refine (HasDifferentialAt.log (HasDifferentialAt.sum fun j => (h j).exp)
    (ne_of_gt (sum_exp_pos ⟨fun j => s j x⟩ i))).congr fun v => ?_
  simp only [Math.softmax, div_eq_mul_inv]
  exact (Fin.sum_mul _ _).trans (Fin.sum_congr fun j => ring)

/-- The differential of log-softmax: `dx i - ∑ j, p j dx j`. -/
theorem _root_.HasDifferentialAt.logSoftmax (h : ∀ j, HasDifferentialAt (s j) (d j) x) (i : Fin n) :
    HasDifferentialAt (fun y => logSoftmax ⟨fun j => s j y⟩ i)
      (fun v => d i v - ∑ j, softmax ⟨fun j => s j x⟩ j * d j v) x :=
  (h i).sub (HasDifferentialAt.logSumExp_of h i)

end

/-- The differential of log-sum-exp: `∑ j, p j dx j`. For a vector without coordinates it is a constant. -/
theorem _root_.HasDifferentialAt.logSumExp {U : Type} [NormedSpace ℝ U] {x : U} : {n : Nat} →
    {s d : Fin n → U → ℝ} → (∀ j, HasDifferentialAt (s j) (d j) x) →
    HasDifferentialAt (fun y => logSumExp ⟨fun j => s j y⟩)
      (fun v => ∑ j, softmax ⟨fun j => s j x⟩ j * d j v) x
  | .zero, _, _, _ => hasDifferentialAt_const (_root_.log 0) x
  | .succ n, _, _, h => HasDifferentialAt.logSumExp_of h (.last n)

end Activation.Math
