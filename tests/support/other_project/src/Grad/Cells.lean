prelude
import Grad.Cell
import NN.Analysis.Real
import NN.Analysis.Pow
import NN.Analysis.Deriv.Inv
import NN.Analysis.Deriv.Pow
import NN.Analysis.ExpDeriv
/-! # Some cells, one of them without a proof -/

namespace Grad
open Vec
variable {n m : Nat}

/-- The exponential of `-x`. -/
noncomputable def expNeg (x : ℝ) : ℝ := exp (-x)

/-- Something true that says nothing: no characterisation of `exp`. -/
theorem expNeg_eq (x : ℝ) : exp (-x) = exp (-x) := rfl

/-- The bell curve `exp (-x²)`. -/
noncomputable def bell (p : Port n m) : Cell n m :=
  pointwise p (fun x => expNeg (x ^ 2)) fun x => expNeg (x ^ 2) * -(2 * x)

/-- The bell curve is right everywhere. -/
theorem bell_sound (p : Port n m) : Sound (bell p) := fun x => pointwise_soundAt p _ _ x fun i =>
  ((hasDerivAt_exp _).comp ((hasDerivAt_id ((p.read x).ofLp i)).sq.neg)).congr_deriv (by
    rw [expNeg]
    exact ring)

/-- The reciprocal. -/
noncomputable def recip (p : Port n m) : Cell n m := pointwise p (fun x => x⁻¹) fun x => -(x ^ 2)⁻¹

/-- The reciprocal is right away from zero. -/
theorem recip_soundAt (p : Port n m) (x : Vec n) (hx : ∀ i : Fin m, (p.read x).ofLp i ≠ 0) :
    SoundAt (recip p) x :=
  pointwise_soundAt p _ _ x fun i => hasDerivAt_inv (hx i)

/-- The cube, whose theorem is still to be written. -/
noncomputable def cube (p : Port n m) : Cell n m := pointwise p (fun x => x ^ 3) fun x => 3 * x ^ 2

end Grad
