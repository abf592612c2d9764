prelude
import NN.Analysis.FDeriv.Linear
/-!
# Derivatives of sums and multiples
-/

variable {R : Type} [CompleteOrderedField R] {U V : Type} [NormedSpace R U] [NormedSpace R V]

/-- The derivative of a sum. -/
theorem HasFDerivAt.add {f g : U → V} {f' g' : U →L[R] V} {x : U} (hf : HasFDerivAt f f' x)
    (hg : HasFDerivAt g g' x) : HasFDerivAt (fun y => f y + g y) (f'.add g') x :=
  (IsLittleOAt.add hf hg).congr fun y => by
    show _ = f y + g y - (f x + g x) - (f' (y - x) + g' (y - x))
    rw [AddCommGroup.add_sub_add_comm, AddCommGroup.add_sub_add_comm]

/-- The derivative of a constant multiple. -/
theorem HasFDerivAt.const_smul (c : R) {f : U → V} {f' : U →L[R] V} {x : U} (hf : HasFDerivAt f f' x) :
    HasFDerivAt (fun y => c • f y) (f'.smul c) x :=
  (IsLittleOAt.map ((ContinuousLinearMap.id R V).smul c) hf).congr fun y => by
    show ((ContinuousLinearMap.id R V).smul c) (f y - f x - f' (y - x)) = _
    rw [ContinuousLinearMap.map_sub, ContinuousLinearMap.map_sub]
    rfl

/-- A constant may be added. -/
theorem HasFDerivAt.add_const (c : V) {f : U → V} {f' : U →L[R] V} {x : U} (hf : HasFDerivAt f f' x) :
    HasFDerivAt (fun y => f y + c) f' x :=
  (hf.add (hasFDerivAt_const c x)).congr_fderiv fun v => AddCommGroup.add_zero (f' v)
