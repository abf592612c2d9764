prelude
import NN.Analysis.Deriv.Basic

/-!
# Derivatives of products

## Main results

* `HasDerivAt.mul`: the product rule.
* `HasDerivAt.const_mul`, `HasDerivAt.mul_const`, `HasDerivAt.div_const`: multiples by a constant.
-/

namespace HasDerivAt
variable {R : Type} [OrderedField R] {f g : R → R} {f' g' x : R}

/-- `(f g)' = f' g + f g'`. -/
theorem mul (h : HasDerivAt f f' x) (k : HasDerivAt g g' x) :
    HasDerivAt (fun y => f y * g y) (f' * g x + f x * g') x :=
  (((IsLittleO.const_mul (g x) h).add (IsLittleO.const_mul (f x) k)).add (h.isBigO.mul k.isBigO)).congr
    fun _ => ring

/-- `(c f)' = c f'`. -/
theorem const_mul (c : R) (h : HasDerivAt f f' x) : HasDerivAt (fun y => c * f y) (c * f') x :=
  (IsLittleO.const_mul c h).congr fun _ => ring

/-- `(f c)' = f' c`. -/
theorem mul_const (h : HasDerivAt f f' x) (c : R) : HasDerivAt (fun y => f y * c) (f' * c) x :=
  (IsLittleO.const_mul c h).congr fun _ => ring

/-- `(f / c)' = f' / c`. -/
theorem div_const (h : HasDerivAt f f' x) (c : R) : HasDerivAt (fun y => f y / c) (f' / c) x := by
  rw [show (fun y => f y / c) = fun y => f y * c⁻¹ from funext fun y => div_eq_mul_inv _ _, div_eq_mul_inv]
  exact h.mul_const c⁻¹

end HasDerivAt
