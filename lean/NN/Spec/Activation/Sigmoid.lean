prelude
import NN.Analysis.Deriv.Inv
import NN.Analysis.ExpDeriv
import NN.Analysis.Real

/-!
# The sigmoid

`sigmoid x = 1 / (1 + exp (-x))`.

## Main results

* `hasDerivAt_sigmoid`: `sigmoid' = sigmoid (1 - sigmoid)`.
* `sigmoid_pos`, `sigmoid_lt_one`, `sigmoid_strictMono`, `sigmoid_neg`.
* `sigmoid_lt_exp`, `one_sub_sigmoid_lt_exp`: how fast the tails tend to `0` and `1`.
-/

namespace Activation.Math

/-- The sigmoid, `1 / (1 + exp (-x))`. -/
noncomputable def sigmoid (x : ℝ) : ℝ := 1 / (1 + exp (-x))

/-- The derivative formula of `sigmoid`: `s (1 - s)`. -/
noncomputable def sigmoidDeriv (x : ℝ) : ℝ := sigmoid x * (1 - sigmoid x)

/-- The denominator of the sigmoid is positive. -/
theorem one_add_exp_neg_pos (x : ℝ) : 0 < 1 + exp (-x) :=
  add_pos zero_lt_one (exp_pos (-x))

/-- `sigmoid x * (1 + exp (-x)) = 1`. -/
theorem sigmoid_mul (x : ℝ) : sigmoid x * (1 + exp (-x)) = 1 :=
  div_mul_cancel₀ 1 (ne_of_gt (one_add_exp_neg_pos x))

/-- `sigmoid' = sigmoid (1 - sigmoid)`. -/
theorem hasDerivAt_sigmoid (x : ℝ) : HasDerivAt sigmoid (sigmoidDeriv x) x := by
  have e : sigmoid = fun y => (1 + exp (-y))⁻¹ := funext fun y => one_div _
  have d := ((hasDerivAt_exp_neg x).const_add 1).inv (ne_of_gt (one_add_exp_neg_pos x))
  rw [← e] at d
  refine d.congr_deriv ?_
  have s : (1 + exp (-x))⁻¹ = sigmoid x := (one_div _).symm
  rw [sigmoidDeriv, div_eq_mul_inv, inv_sq, s]
  exact lin_eq (sigmoid x) (sigmoid_mul x)

/-! ### Bounds and monotonicity -/

/-- `0 < sigmoid x`. -/
theorem sigmoid_pos (x : ℝ) : 0 < sigmoid x := div_pos zero_lt_one (one_add_exp_neg_pos x)

/-- `sigmoid x < 1`. -/
theorem sigmoid_lt_one (x : ℝ) : sigmoid x < 1 :=
  div_lt_one_of_lt (one_add_exp_neg_pos x) (slin (exp_pos (-x)))

/-- `0 < sigmoid' x`. -/
theorem sigmoidDeriv_pos (x : ℝ) : 0 < sigmoidDeriv x :=
  mul_pos (sigmoid_pos x) (sub_pos_of_lt (sigmoid_lt_one x))

/-- `sigmoid` is strictly increasing. -/
theorem sigmoid_strictMono : StrictMono sigmoid :=
  strictMono_of_hasDerivAt_pos hasDerivAt_sigmoid sigmoidDeriv_pos

/-- `sigmoid (-x) = 1 - sigmoid x`. -/
theorem sigmoid_neg (x : ℝ) : sigmoid (-x) = 1 - sigmoid x := by
  have h := sigmoid_mul x
  have k := sigmoid_mul (-x)
  have e := exp_mul_exp_neg x
  rw [neg_neg] at k
  have c := one_add_exp_neg_pos x
  generalize sigmoid x = s at *
  generalize sigmoid (-x) = t at *
  generalize exp (-x) = q at *
  generalize exp x = p at *
  -- `t (1 + p) = 1`, `s (1 + q) = 1`, `p q = 1`
  have pq : t * (1 + q) = q := lin_eq₂ q k (-t) e
  exact lin_eq₂ (1 - t) h s pq

/-! ### Tails -/

/-- `sigmoid x < exp x`. -/
theorem sigmoid_lt_exp (x : ℝ) : sigmoid x < exp x := by
  refine div_lt_of_lt_mul (one_add_exp_neg_pos x) ?_
  rw [mul_add, exp_mul_exp_neg, mul_one]
  exact slin (exp_pos x)

/-- `1 - sigmoid x < exp (-x)`. -/
theorem one_sub_sigmoid_lt_exp (x : ℝ) : 1 - sigmoid x < exp (-x) := by
  rw [← sigmoid_neg]
  exact sigmoid_lt_exp (-x)

end Activation.Math
