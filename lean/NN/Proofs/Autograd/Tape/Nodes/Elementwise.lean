prelude
import NN.Analysis.Sqrt
import NN.Proofs.Autograd.Graph
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! The other elementwise nodes of the seed's page. -/
attribute [-instance] instNormedSelf
variable {R : Type} [CompleteOrderedField R]
open Vec CtxVec
theorem hasDerivAt_sqrt_relu {x : R} (h : 0 < x) : HasDerivAt (fun y => sqrt (relu y)) (1 / (2 * sqrt x)) x := by
  have e : relu x = x := if_pos (le_of_lt h)
  refine (HasDerivAt.comp (by rw [e]; exact hasDerivAt_sqrt h : HasDerivAt sqrt (1 / (2 * sqrt x)) (relu x)) (HasDerivAt.relu_pos h)).congr_deriv (mul_one _)
open Classical in
/-- `√` is 0 on the negative reals, and flat there -/
noncomputable def sqrtDeriv (x : R) : R := if 0 < x then 1 / (2 * sqrt x) else 0
theorem hasDerivAt_sqrt_ne {x : R} (h : x ≠ 0) : HasDerivAt sqrt (sqrtDeriv x) x := by
  rcases lt_or_le 0 x with p | p
  · exact (hasDerivAt_sqrt p).congr_deriv (if_pos p).symm
  · exact ((hasDerivAt_const 0 x).congr_near (slin (lt_of_le_of_ne p h) : 0 < -x) fun y hy =>
      (dif_neg (not_lt.mpr (le_of_lt (neg_of_abs_sub_lt hy))) : sqrt y = 0)).congr_deriv (if_neg (not_lt.mpr p)).symm
noncomputable def smoothAbs (ε x : R) : R := sqrt (x * x + ε)
theorem hasDerivAt_smoothAbs {ε : R} (h : 0 < ε) (x : R) : HasDerivAt (smoothAbs ε) (x / smoothAbs ε x) x := by
  have p : 0 < x * x + ε := by rw [add_comm]; exact add_pos_of_pos_of_nonneg h (mul_self_nonneg x)
  have i := hasDerivAt_id x
  refine (HasDerivAt.comp (f := fun y => y * y + ε) (hasDerivAt_sqrt p) ((i.mul i).add (hasDerivAt_const ε x))).congr_deriv ?_
  show 1 / (2 * smoothAbs ε x) * (1 * x + x * 1 + 0) = x / smoothAbs ε x
  have sp : 0 < smoothAbs ε x := (sqrt_spec p).1
  have e : 2⁻¹ * (smoothAbs ε x)⁻¹ = (2 * smoothAbs ε x)⁻¹ := eq_inv_of_mul_eq_one_right (by
    rw [show 2 * smoothAbs ε x * (2⁻¹ * (smoothAbs ε x)⁻¹) = (2 * 2⁻¹) * (smoothAbs ε x * (smoothAbs ε x)⁻¹) from ring, two_mul_inv_two, mul_inv_cancel₀ (ne_of_gt sp), mul_one])
  rw [div_eq_mul_inv, div_eq_mul_inv, ← e, show 1 * (2⁻¹ * (smoothAbs ε x)⁻¹) * (1 * x + x * 1 + 0) = (2 * 2⁻¹) * (x * (smoothAbs ε x)⁻¹) from ring, two_mul_inv_two, one_mul]
namespace Node
variable {Γ : List Shape} {s : Shape}
/-! defined and differentiable everywhere -/
noncomputable def exp (i : Idx Γ s) : Node R Γ s := elemwise i _root_.exp _root_.exp
theorem expFderiv (i : Idx Γ s) : NodeFDerivCorrect (exp (R := R) i) := elemwiseFderiv i _ _ hasDerivAt_exp
noncomputable def sinh (i : Idx Γ s) : Node R Γ s := elemwise i _root_.sinh _root_.cosh
theorem sinhFderiv (i : Idx Γ s) : NodeFDerivCorrect (sinh (R := R) i) := elemwiseFderiv i _ _ hasDerivAt_sinh
noncomputable def cosh (i : Idx Γ s) : Node R Γ s := elemwise i _root_.cosh _root_.sinh
theorem coshFderiv (i : Idx Γ s) : NodeFDerivCorrect (cosh (R := R) i) := elemwiseFderiv i _ _ hasDerivAt_cosh
noncomputable def sigmoid (i : Idx Γ s) : Node R Γ s := elemwise i _root_.sigmoid fun x => _root_.sigmoid x * (1 - _root_.sigmoid x)
theorem sigmoidFderiv (i : Idx Γ s) : NodeFDerivCorrect (sigmoid (R := R) i) := elemwiseFderiv i _ _ hasDerivAt_sigmoid
noncomputable def logistic (i : Idx Γ s) : Node R Γ s := elemwise i _root_.logistic fun x => _root_.logistic x * (1 - _root_.logistic x)
theorem logisticFderiv (i : Idx Γ s) : NodeFDerivCorrect (logistic (R := R) i) := elemwiseFderiv i _ _ hasDerivAt_logistic
noncomputable def softplus (i : Idx Γ s) : Node R Γ s := elemwise i _root_.softplus _root_.sigmoid
theorem softplusFderiv (i : Idx Γ s) : NodeFDerivCorrect (softplus (R := R) i) := elemwiseFderiv i _ _ hasDerivAt_softplus
noncomputable def silu (i : Idx Γ s) : Node R Γ s := elemwise i _root_.silu fun x => _root_.sigmoid x + x * _root_.sigmoid x * (1 - _root_.sigmoid x)
theorem siluFderiv (i : Idx Γ s) : NodeFDerivCorrect (silu (R := R) i) := elemwiseFderiv i _ _ hasDerivAt_silu
noncomputable def gelu (c k : R) (i : Idx Γ s) : Node R Γ s := elemwise i (_root_.gelu c k) (geluDeriv c k)
theorem geluFderiv (c k : R) (i : Idx Γ s) : NodeFDerivCorrect (gelu c k i) := elemwiseFderiv i _ _ (hasDerivAt_gelu c k)
noncomputable def safeLog (ε : R) (i : Idx Γ s) : Node R Γ s := elemwise i (_root_.safeLog ε) fun x => _root_.sigmoid x / (_root_.softplus x + ε)
theorem safeLogFderiv {ε : R} (h : 0 < ε) (i : Idx Γ s) : NodeFDerivCorrect (safeLog ε i) := elemwiseFderiv i _ _ (hasDerivAt_safeLog h)
noncomputable def smoothAbs (ε : R) (i : Idx Γ s) : Node R Γ s := elemwise i (_root_.smoothAbs ε) fun x => x / _root_.smoothAbs ε x
theorem smoothAbsFderiv {ε : R} (h : 0 < ε) (i : Idx Γ s) : NodeFDerivCorrect (smoothAbs ε i) := elemwiseFderiv i _ _ (hasDerivAt_smoothAbs h)
/-! away from a point -/
variable (i : Idx Γ s) (x : CtxVec R Γ)
noncomputable def abs (i : Idx Γ s) : Node R Γ s := elemwise i _root_.abs sign
theorem absFderivAt (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (abs i) x := elemwiseFderivAt i _ _ x fun k => hasDerivAt_abs (h k)
noncomputable def log (i : Idx Γ s) : Node R Γ s := elemwise i logAbs fun x => x⁻¹
theorem logFderivAt (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (log i) x := elemwiseFderivAt i _ _ x fun k => hasDerivAt_logAbs (h k)
noncomputable def inv (i : Idx Γ s) : Node R Γ s := elemwise i (fun x => x⁻¹) fun x => -(x⁻¹ * x⁻¹)
theorem invFderivAt (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (inv i) x := elemwiseFderivAt i _ _ x fun k => HasDerivAt.inv (h k)
noncomputable def sqrtClamp (i : Idx Γ s) : Node R Γ s := elemwise i (fun x => _root_.sqrt (_root_.relu x)) fun x => 1 / (2 * _root_.sqrt x)
theorem sqrtClampFderivAt (h : ∀ k : Fin s.size, 0 < get i x k) : NodeFDerivCorrectAt (sqrtClamp i) x :=
  elemwiseFderivAt i _ _ x fun k => hasDerivAt_sqrt_relu (h k)
noncomputable def sqrt (i : Idx Γ s) : Node R Γ s := elemwise i _root_.sqrt sqrtDeriv
theorem sqrtFderivAt (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (sqrt i) x := elemwiseFderivAt i _ _ x fun k => hasDerivAt_sqrt_ne (h k)
noncomputable def elu (α : R) (i : Idx Γ s) : Node R Γ s := elemwise i (_root_.elu α) (eluDeriv α)
theorem eluFderivAt (α : R) (h : ∀ k : Fin s.size, get i x k ≠ 0) : NodeFDerivCorrectAt (elu α i) x := elemwiseFderivAt i _ _ x fun k => hasDerivAt_elu α (h k)
end Node
