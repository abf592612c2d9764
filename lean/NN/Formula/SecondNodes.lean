prelude
import NN.Formula.Second
import NN.Spec.Activation.Cos
import NN.Spec.Activation.Cosh
import NN.Spec.Activation.Erf
import NN.Spec.Activation.Exp
import NN.Spec.Activation.InverseHyperbolic
import NN.Spec.Activation.InverseTrig
import NN.Spec.Activation.LogExp
import NN.Spec.Activation.LogSigmoid
import NN.Spec.Activation.Logistic
import NN.Spec.Activation.Mish
import NN.Spec.Activation.Sin
import NN.Spec.Activation.Sinh
import NN.Spec.Activation.Smooth
import NN.Spec.Activation.Square
import NN.Spec.Activation.Tanh

/-!
# Second derivatives of the smooth activations

Each function is written down as a formula; then its second derivative is the formula's, computed. Nothing is
proven twice: that the formula's first derivative is the one of the node follows from uniqueness.

## Main results

* `Formula.hasDerivAt_second`: the derivative of `f'` is the second derivative of a formula of `f`.
* `hasDerivAt_deriv_sigmoid`, `hasDerivAt_deriv_silu`, `hasDerivAt_deriv_geluErf`, ...: for the functions of
  the nodes that are smooth everywhere.
-/

namespace Formula

/-- One variable, with the value `x`. -/
noncomputable def at1 (x : ℝ) : Nat → ℝ := values (.cons x .nil)

/-- Another value for the one variable. -/
theorem update_at1 (x y : ℝ) : update (at1 x) 0 y = at1 y := funext fun j => by
  cases j with
  | zero => exact update_self _ 0 y
  | succ j => exact update_of_ne (at1 x) (i := 0) (j := .succ j) rfl y

/-- The derivative of a function of one variable is that of its formula. -/
theorem hasDerivAt_at1 {f : ℝ → ℝ} (e : Formula) (same : ∀ x, e.eval (at1 x) = f x) (x : ℝ)
    (complete : isNil (e.missing .nil) = true := by decide +kernel) :
    HasDerivAt f ((e.derivative 0).eval (at1 x)) x := by
  have k : HasDerivAt (fun z => e.eval (update (at1 x) 0 z)) ((e.derivative 0).eval (at1 x)) x :=
    hasDerivAt e 0 .nil (at1 x) .nil complete
  rwa [show (fun z => e.eval (update (at1 x) 0 z)) = f from funext fun z => by rw [update_at1, same]] at k

/-- The derivative of `f'` is the second derivative of a formula of `f`. -/
theorem hasDerivAt_second {f f' : ℝ → ℝ} (e : Formula) (same : ∀ x, e.eval (at1 x) = f x)
    (h : ∀ x, HasDerivAt f (f' x) x) (x : ℝ)
    (first : isNil (e.missing .nil) = true := by decide +kernel)
    (second : isNil ((e.derivative 0).missing .nil) = true := by decide +kernel) :
    HasDerivAt f' ((e.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_at1 (e.derivative 0) (fun y => (hasDerivAt_at1 e same y first).unique (h y)) x second

end Formula

namespace Activation.Math
open Formula

/-- The variable. -/
noncomputable def X : Formula := .var 0

/-- The formula of `exp`. -/
noncomputable def expFormula : Formula := fn .exp X

/-- The second derivative of `exp`. -/
theorem hasDerivAt_deriv_exp (x : ℝ) :
    HasDerivAt expDeriv ((expFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second expFormula (fun _ => rfl) Math.hasDerivAt_exp x

/-- The formula of `sin`. -/
noncomputable def sinFormula : Formula := fn .sin X

/-- The second derivative of `sin`. -/
theorem hasDerivAt_deriv_sin (x : ℝ) :
    HasDerivAt sinDeriv ((sinFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second sinFormula (fun _ => rfl) Math.hasDerivAt_sin x

/-- The formula of `cos`. -/
noncomputable def cosFormula : Formula := fn .cos X

/-- The second derivative of `cos`. -/
theorem hasDerivAt_deriv_cos (x : ℝ) :
    HasDerivAt cosDeriv ((cosFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second cosFormula (fun _ => rfl) Math.hasDerivAt_cos x

/-- The formula of `sinh`. -/
noncomputable def sinhFormula : Formula := fn .sinh X

/-- The second derivative of `sinh`. -/
theorem hasDerivAt_deriv_sinh (x : ℝ) :
    HasDerivAt sinhDeriv ((sinhFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second sinhFormula (fun _ => rfl) Math.hasDerivAt_sinh x

/-- The formula of `cosh`. -/
noncomputable def coshFormula : Formula := fn .cosh X

/-- The second derivative of `cosh`. -/
theorem hasDerivAt_deriv_cosh (x : ℝ) :
    HasDerivAt coshDeriv ((coshFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second coshFormula (fun _ => rfl) Math.hasDerivAt_cosh x

/-- The formula of `tanh`. -/
noncomputable def tanhFormula : Formula := fn .tanh X

/-- The second derivative of `tanh`. -/
theorem hasDerivAt_deriv_tanh (x : ℝ) :
    HasDerivAt tanhDeriv ((tanhFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second tanhFormula (fun _ => rfl) Math.hasDerivAt_tanh x

/-- The formula of `square`. -/
noncomputable def squareFormula : Formula := pow X 2

/-- The second derivative of `square`. -/
theorem hasDerivAt_deriv_square (x : ℝ) :
    HasDerivAt squareDeriv ((squareFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second squareFormula (fun _ => rfl) Math.hasDerivAt_square x

/-- The formula of `sigmoid`. -/
noncomputable def sigmoidFormula : Formula := div (num 1) (add (num 1) (fn .exp (.neg X)))

/-- The second derivative of `sigmoid`. -/
theorem hasDerivAt_deriv_sigmoid (x : ℝ) :
    HasDerivAt sigmoidDeriv ((sigmoidFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second sigmoidFormula (fun _ => rfl) Math.hasDerivAt_sigmoid x

/-- The formula of `logistic`. -/
noncomputable def logisticFormula : Formula := div (fn .exp X) (add (fn .exp X) (num 1))

/-- The second derivative of `logistic`. -/
theorem hasDerivAt_deriv_logistic (x : ℝ) :
    HasDerivAt logisticDeriv ((logisticFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second logisticFormula (fun _ => rfl) Math.hasDerivAt_logistic x

/-- The formula of `softplus`. -/
noncomputable def softplusFormula : Formula := fn .log (add (num 1) (fn .exp X))

/-- The second derivative of `softplus`. -/
theorem hasDerivAt_deriv_softplus (x : ℝ) :
    HasDerivAt softplusDeriv ((softplusFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second softplusFormula (fun _ => rfl) Math.hasDerivAt_softplus x

/-- The formula of `silu`. -/
noncomputable def siluFormula : Formula := mul X (div (num 1) (add (num 1) (fn .exp (.neg X))))

/-- The second derivative of `silu`. -/
theorem hasDerivAt_deriv_silu (x : ℝ) :
    HasDerivAt siluDeriv ((siluFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second siluFormula (fun _ => rfl) Math.hasDerivAt_silu x

/-- The formula of `mish`. -/
noncomputable def mishFormula : Formula := mul X (fn .tanh (fn .log (add (num 1) (fn .exp X))))

/-- The second derivative of `mish`. -/
theorem hasDerivAt_deriv_mish (x : ℝ) :
    HasDerivAt mishDeriv ((mishFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second mishFormula (fun _ => rfl) Math.hasDerivAt_mish x

/-- The formula of `logSigmoid`. -/
noncomputable def logSigmoidFormula : Formula := fn .log (div (num 1) (add (num 1) (fn .exp (.neg X))))

/-- The second derivative of `logSigmoid`. -/
theorem hasDerivAt_deriv_logSigmoid (x : ℝ) :
    HasDerivAt logSigmoidDeriv ((logSigmoidFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second logSigmoidFormula (fun _ => rfl) Math.hasDerivAt_logSigmoid x

/-- The formula of `tanhShrink`. -/
noncomputable def tanhShrinkFormula : Formula := sub X (fn .tanh X)

/-- The second derivative of `tanhShrink`. -/
theorem hasDerivAt_deriv_tanhShrink (x : ℝ) :
    HasDerivAt tanhShrinkDeriv ((tanhShrinkFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second tanhShrinkFormula (fun _ => rfl) Math.hasDerivAt_tanhShrink x

/-- The formula of `erf`. -/
noncomputable def erfFormula : Formula := fn .erf X

/-- The second derivative of `erf`. -/
theorem hasDerivAt_deriv_erf (x : ℝ) :
    HasDerivAt erfDeriv ((erfFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second erfFormula (fun _ => rfl) Math.hasDerivAt_erf x

/-- The formula of `erfc`. -/
noncomputable def erfcFormula : Formula := fn .erfc X

/-- The second derivative of `erfc`. -/
theorem hasDerivAt_deriv_erfc (x : ℝ) :
    HasDerivAt erfcDeriv ((erfcFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second erfcFormula (fun _ => rfl) Math.hasDerivAt_erfc x

/-- The formula of `erfcx`. -/
noncomputable def erfcxFormula : Formula := mul (fn .exp (pow X 2)) (fn .erfc X)

/-- The second derivative of `erfcx`. -/
theorem hasDerivAt_deriv_erfcx (x : ℝ) :
    HasDerivAt erfcxDeriv ((erfcxFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second erfcxFormula (fun _ => rfl) Math.hasDerivAt_erfcx x

/-- The formula of `ndtr`. -/
noncomputable def ndtrFormula : Formula := div (fn .erfc (.neg (div X (fn .sqrt (num 2))))) (num 2)

/-- The second derivative of `ndtr`. -/
theorem hasDerivAt_deriv_ndtr (x : ℝ) :
    HasDerivAt ndtrDeriv ((ndtrFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second ndtrFormula (fun _ => rfl) Math.hasDerivAt_ndtr x

/-- The formula of `logNdtr`. -/
noncomputable def logNdtrFormula : Formula :=
  fn .log (div (fn .erfc (.neg (div X (fn .sqrt (num 2))))) (num 2))

/-- The second derivative of `logNdtr`. -/
theorem hasDerivAt_deriv_logNdtr (x : ℝ) :
    HasDerivAt logNdtrDeriv ((logNdtrFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second logNdtrFormula (fun _ => rfl) Math.hasDerivAt_logNdtr x

/-- The formula of `geluErf`. -/
noncomputable def geluErfFormula : Formula := mul X (div (fn .erfc (.neg (div X (fn .sqrt (num 2))))) (num 2))

/-- The second derivative of `geluErf`. -/
theorem hasDerivAt_deriv_geluErf (x : ℝ) :
    HasDerivAt geluErfDeriv ((geluErfFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second geluErfFormula (fun _ => rfl) Math.hasDerivAt_geluErf x

/-- The formula of `atan`. -/
noncomputable def atanFormula : Formula := fn .arctan X

/-- The second derivative of `atan`. -/
theorem hasDerivAt_deriv_atan (x : ℝ) :
    HasDerivAt atanDeriv ((atanFormula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second atanFormula (fun _ => rfl) Math.hasDerivAt_atan x

/-- The formula of `asinhDeriv`. -/
noncomputable def asinhDerivFormula : Formula := div (num 1) (fn .sqrt (add (pow X 2) (num 1)))

/-- The second derivative of `asinh`. -/
theorem hasDerivAt_deriv_asinh (x : ℝ) :
    HasDerivAt asinhDeriv ((asinhDerivFormula.derivative 0).eval (at1 x)) x :=
  hasDerivAt_at1 asinhDerivFormula (fun _ => rfl) x

/-- The formula of `expm1`. -/
noncomputable def expm1Formula : Formula := sub (fn .exp X) (num 1)

/-- The second derivative of `expm1`. -/
theorem hasDerivAt_deriv_expm1 (x : ℝ) :
    HasDerivAt expm1Deriv ((expm1Formula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second expm1Formula (fun _ => rfl) Math.hasDerivAt_expm1 x

/-- The formula of `exp2`. -/
noncomputable def exp2Formula : Formula := fn .exp (mul X (fn .log (num 2)))

/-- The second derivative of `exp2`. -/
theorem hasDerivAt_deriv_exp2 (x : ℝ) :
    HasDerivAt exp2Deriv ((exp2Formula.secondDerivative 0 0).eval (at1 x)) x :=
  hasDerivAt_second exp2Formula (fun _ => rfl) Math.hasDerivAt_exp2 x

end Activation.Math
