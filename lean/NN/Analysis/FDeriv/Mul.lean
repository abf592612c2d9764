prelude
import NN.Analysis.FDeriv.Add
import NN.Analysis.Deriv.Mul
import NN.Analysis.FDeriv.Comp
/-!
# The product rule

For two functions `f g : U → R` the derivative of `f * g` is `f x • g' + g x • f'`. It follows from the chain
rule for the square by polarisation, `4 f g = (f + g)² - (f - g)²`, so it needs no estimate of its own.
-/

variable {R : Type} [CompleteOrderedField R] {U : Type} [NormedSpace R U]

/-- The derivative of a square. -/
theorem HasFDerivAt.mul_self {f : U → R} {f' : U →L[R] R} {x : U} (hf : HasFDerivAt f f' x) :
    HasFDerivAt (fun y => f y * f y) (f'.smul (2 * f x)) x :=
  (HasDerivAt.comp_hasFDerivAt ((hasDerivAt_id (f x)).mul (hasDerivAt_id (f x))) hf).congr_fderiv fun v => by
    show (1 * f x + f x * 1) * f' v = 2 * f x * f' v
    exact ring

/-- The product rule. -/
theorem HasFDerivAt.mul {f g : U → R} {f' g' : U →L[R] R} {x : U} (hf : HasFDerivAt f f' x)
    (hg : HasFDerivAt g g' x) :
    HasFDerivAt (fun y => f y * g y) ((g'.smul (f x)).add (f'.smul (g x))) x := by
  have two : (2 : R) * 2⁻¹ = 1 := mul_inv_cancel₀ (ne_of_gt two_pos)
  have h := (((hf.add hg).mul_self).add (((hf.add (hg.const_smul (-1))).mul_self).const_smul (-1))).const_smul
    ((2⁻¹ : R) * 2⁻¹)
  refine (h.congr fun y => ?_).congr_fderiv fun v => ?_
  · show 2⁻¹ * 2⁻¹ * ((f y + g y) * (f y + g y) + -1 * ((f y + -1 * g y) * (f y + -1 * g y))) = f y * g y
    generalize f y = a
    generalize g y = b
    rw [show (2⁻¹ : R) * 2⁻¹ * ((a + b) * (a + b) + -1 * ((a + -1 * b) * (a + -1 * b))) =
      (2 * 2⁻¹) * (2 * 2⁻¹) * (a * b) from ring, two]
    exact ring
  · show 2⁻¹ * 2⁻¹ * (2 * (f x + g x) * (f' v + g' v) + -1 * (2 * (f x + -1 * g x) * (f' v + -1 * g' v))) =
      f x * g' v + g x * f' v
    generalize f x = a
    generalize g x = b
    rw [show (2⁻¹ : R) * 2⁻¹ * (2 * (a + b) * (f' v + g' v) + -1 * (2 * (a + -1 * b) * (f' v + -1 * g' v))) =
      (2 * 2⁻¹) * (2 * 2⁻¹) * (a * g' v + b * f' v) from ring, two]
    exact ring
