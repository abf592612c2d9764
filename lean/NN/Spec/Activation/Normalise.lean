prelude
import NN.Analysis.FDeriv.Differential
/-!
# Normalising a vector

## Main definitions and results
- `mean x`, the arithmetic mean of the coordinates; `center x`, the coordinates less their mean; `sum_center`.
- `rms ε x = √((∑ j, x j ^ 2) / n + ε)`, the root of the mean square with `ε`; `rms_pos` for `0 < ε`.
- `rmsNorm ε x i = x i / rms ε x`; `layerNorm ε x i = rmsNorm ε (center x) i`, whose root is that of the
  variance.
- `hasDifferentialAt_rmsNorm`: with `y = rmsNorm ε x`, the differential is
  `(dx i - y i (∑ j, y j dx j) / n) / rms ε x`.
-/

namespace Activation.Math
variable {n : Nat}

/-- The arithmetic mean of the coordinates. -/
noncomputable def mean (x : Vec n) : ℝ := (∑ j, x.ofLp j) / natCast ℝ n

/-- The coordinates less their mean. -/
noncomputable def center (x : Vec n) : Vec n := ⟨fun i => x.ofLp i - mean x⟩

/-- The root of the mean square, with `ε` added under the root. -/
noncomputable def rms (ε : ℝ) (x : Vec n) : ℝ := sqrt ((∑ j, x.ofLp j ^ 2) / natCast ℝ n + ε)

/-- `rmsNorm ε x i = x i / √((∑ j, x j ^ 2) / n + ε)` -/
noncomputable def rmsNorm (ε : ℝ) (x : Vec n) (i : Fin n) : ℝ := x.ofLp i / rms ε x

/-- The coordinates less their mean, divided by the root of their variance plus `ε`. -/
noncomputable def layerNorm (ε : ℝ) (x : Vec n) (i : Fin n) : ℝ := rmsNorm ε (center x) i

/-- `0 ≤ n⁻¹` -/
theorem inv_natCast_nonneg : (n : Nat) → 0 ≤ (natCast ℝ n)⁻¹
  | .zero => le_of_eq inv_zero.symm
  | .succ n => le_of_lt (inv_pos_of_pos
    (lt_of_lt_of_le zero_lt_one (lin (natCast_nonneg n)) : 0 < natCast ℝ n + 1))

/-- What stands under the root is positive, for `0 < ε`. -/
theorem mean_sq_add_pos {ε : ℝ} (hε : 0 < ε) (x : Vec n) : 0 < (∑ j, x.ofLp j ^ 2) / natCast ℝ n + ε := by
  rw [div_eq_mul_inv, add_comm]
  refine add_pos_of_pos_of_nonneg hε (mul_nonneg (Fin.sum_nonneg fun j => ?_) (inv_natCast_nonneg n))
  rw [show x.ofLp j ^ 2 = x.ofLp j * x.ofLp j from ring]
  exact mul_self_nonneg _

/-- The root is positive, for `0 < ε`. -/
theorem rms_pos {ε : ℝ} (hε : 0 < ε) (x : Vec n) : 0 < rms ε x := sqrt_pos (mean_sq_add_pos hε x)

/-- A sum of differences from a constant. -/
private theorem sum_sub_const (c : ℝ) : {n : Nat} → (f : Fin n → ℝ) →
    ∑ i, (f i - c) = (∑ i, f i) - natCast ℝ n * c
  | .zero, _ => show (0 : ℝ) = 0 - 0 * c from ring
  | .succ n, f => by
    rw [Fin.sum_succ, Fin.sum_succ, sum_sub_const c]
    show _ = _ - (natCast ℝ n + 1) * c
    exact ring

/-- The centred coordinates have the sum zero. -/
theorem sum_center : {n : Nat} → (x : Vec n) → ∑ i, (center x).ofLp i = 0
  | .zero, _ => rfl
  | .succ n, x => by
    have ne : natCast ℝ (.succ n) ≠ 0 :=
      ne_of_gt (lt_of_lt_of_le zero_lt_one (lin (natCast_nonneg n)) : 0 < natCast ℝ n + 1)
    refine (sum_sub_const (mean x) x.ofLp).trans ?_
    rw [mul_comm, mean, div_mul_cancel₀ _ ne, sub_self]

/-- The differential of `rmsNorm`. -/
theorem hasDifferentialAt_rmsNorm {ε : ℝ} (hε : 0 < ε) (x : Vec n) (i : Fin n) :
    HasDifferentialAt (fun y => rmsNorm ε y i)
      (fun v => (v.ofLp i - rmsNorm ε x i * ((∑ j, rmsNorm ε x j * v.ofLp j) / natCast ℝ n)) / rms ε x) x :=
        by
  have root := rms_pos hε x
  have square : HasDifferentialAt (fun y : Vec n => (∑ j, y.ofLp j ^ 2) / natCast ℝ n + ε)
      (fun v => 2 * ((∑ j, x.ofLp j * v.ofLp j) / natCast ℝ n)) x :=
    (((HasDifferentialAt.sum fun j => (((hasDifferentialAt_coord j x).mul
      (hasDifferentialAt_coord j x)).congr_fun fun y => (ring : _ = y.ofLp j ^ 2))).div_const
        _).add_const ε).congr
        fun v => by
      simp only [div_eq_mul_inv]
      rw [← mul_assoc, Fin.mul_sum]
      exact congrArg (· * _) (Fin.sum_congr fun j => ring)
  refine ((hasDifferentialAt_coord i x).div (square.sqrt (ne_of_gt (mean_sq_add_pos hε x)))
    (ne_of_gt root)).congr fun v => ?_
  show (v.ofLp i - rmsNorm ε x i * (2 * ((∑ j, x.ofLp j * v.ofLp j) / natCast ℝ n) / (2 * rms ε x))) /
    rms ε x = _
  have e : ∑ j, rmsNorm ε x j * v.ofLp j = (∑ j, x.ofLp j * v.ofLp j) * (rms ε x)⁻¹ := by
    simp only [rmsNorm, div_eq_mul_inv]
    exact (Fin.sum_congr fun j => ring).trans (Fin.sum_mul _ _).symm
  rw [e]
  generalize ∑ j, x.ofLp j * v.ofLp j = a
  simp only [div_eq_mul_inv, mul_inv]
  refine congrArg (fun t => (v.ofLp i - rmsNorm ε x i * t) * (rms ε x)⁻¹) ?_
  exact lin_eq (a * (natCast ℝ n)⁻¹ * (rms ε x)⁻¹) two_mul_inv_two

end Activation.Math
