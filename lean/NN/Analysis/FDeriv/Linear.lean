prelude
import NN.Analysis.FDeriv.Basic
/-!
# Derivatives of linear maps and constants
-/

variable {R : Type} [CompleteOrderedField R] {U V : Type} [NormedSpace R U] [NormedSpace R V]

/-- A continuous linear map is its own derivative. -/
theorem ContinuousLinearMap.hasFDerivAt (L : U →L[R] V) (x : U) : HasFDerivAt L.toFun L x :=
  (IsLittleOAt.zero x).congr fun y => by rw [L.map_sub, AddCommGroup.sub_self]

/-- The identity has the derivative `id`. -/
theorem hasFDerivAt_id (x : U) : HasFDerivAt (fun y => y) (ContinuousLinearMap.id R U) x :=
  (ContinuousLinearMap.id R U).hasFDerivAt x

/-- A constant has the derivative zero. -/
theorem hasFDerivAt_const (c : V) (x : U) : HasFDerivAt (fun _ => c) (ContinuousLinearMap.zero (R := R)) x :=
  (IsLittleOAt.zero x).congr fun _ => by
    show 0 = c - c - 0
    rw [AddCommGroup.sub_self, AddCommGroup.sub_self]
