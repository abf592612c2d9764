prelude
import NN.Analysis.Deriv.Basic

/-!
# Derivatives of sums, negatives and differences

## Main results

* `HasDerivAt.add`, `HasDerivAt.neg`, `HasDerivAt.sub`, and `add_const`, `const_add`, `sub_const`,
  `const_sub`.
-/

namespace HasDerivAt
variable {R : Type} [OrderedField R] {f g : R → R} {f' g' x : R}

/-- `(f + g)' = f' + g'`. -/
theorem add (h : HasDerivAt f f' x) (k : HasDerivAt g g' x) : HasDerivAt (fun y => f y + g y) (f' + g') x :=
  (IsLittleO.add h k).congr fun _ => ring

/-- `(-f)' = -f'`. -/
theorem neg (h : HasDerivAt f f' x) : HasDerivAt (fun y => -f y) (-f') x :=
  (IsLittleO.const_mul (-1) h).congr fun _ => ring

/-- `(f - g)' = f' - g'`. -/
theorem sub (h : HasDerivAt f f' x) (k : HasDerivAt g g' x) : HasDerivAt (fun y => f y - g y) (f' - g') x :=
  (IsLittleO.add h k.neg).congr fun _ => ring

/-- `(f + c)' = f'`. -/
theorem add_const (h : HasDerivAt f f' x) (c : R) : HasDerivAt (fun y => f y + c) f' x :=
  IsLittleO.congr h fun _ => ring

/-- `(c + f)' = f'`. -/
theorem const_add (c : R) (h : HasDerivAt f f' x) : HasDerivAt (fun y => c + f y) f' x :=
  IsLittleO.congr h fun _ => ring

/-- `(f - c)' = f'`. -/
theorem sub_const (h : HasDerivAt f f' x) (c : R) : HasDerivAt (fun y => f y - c) f' x :=
  IsLittleO.congr h fun _ => ring

/-- `(c - f)' = -f'`. -/
theorem const_sub (c : R) (h : HasDerivAt f f' x) : HasDerivAt (fun y => c - f y) (-f') x :=
  IsLittleO.congr h.neg fun _ => ring

end HasDerivAt
