prelude
import NN.Analysis.Order.Abs
import NN.Core.Macro
/-!
# Normed spaces

Commutative groups and normed spaces over a complete ordered field `R`.

## Main definitions
- `AddCommGroup V`: a commutative group, written additively. Every commutative ring is one.
- `NormedSpace R V`: a group with a multiplication `c • v` by scalars and a norm `‖v‖` in `R` that is
  absolutely homogeneous, subadditive and zero at zero alone. `R` itself is one, with `‖c‖ = |c|`.

## Implementation
A normed space brings its own `+`, `-`, `0`. On the field itself there are then two ways to find an addition:
that of the ring, and that of the normed space. They are the same by definition, because the instance of the
field is built from the operations of the ring; and the first is always found first, because the projections
of `AddCommGroup` have a low priority. So a statement about `R` never mentions the second.
-/
universe u v w

/-- Multiplication `c • v` by a scalar. -/
class SMul (R : Type u) (V : Type v) where
  /-- `c • v` -/
  smul : R → V → V

/-- The notation `c • v` is that of `HSMul`, which finds the multiplication here. -/
instance instHSMul {R : Type u} {V : Type v} [SMul R V] : HSMul R V V := ⟨SMul.smul⟩

/-- Print `HSMul.hSMul c v` as `c • v`. -/
@[app_unexpander HSMul.hSMul] def unexpandHSMul : Lean.PrettyPrinter.Unexpander
  | `($_ $c $v) => `($c • $v)
  | _ => throw ()

/-- A commutative group, written additively. -/
class AddCommGroup (V : Type) extends Zero V, Add V, Neg V, Sub V where
  protected add_comm (a b : V) : a + b = b + a
  protected add_assoc (a b c : V) : a + b + c = a + (b + c)
  protected add_zero (a : V) : a + 0 = a
  protected add_neg_cancel (a : V) : a + -a = 0
  protected sub_eq_add_neg (a b : V) : a - b = a + -b

attribute [instance 100] AddCommGroup.toZero AddCommGroup.toAdd AddCommGroup.toNeg AddCommGroup.toSub

/-- The additive group of a ring. -/
instance CommRing.toAddCommGroup {R : Type} [CommRing R] : AddCommGroup R where
  add_comm := add_comm
  add_assoc := add_assoc
  add_zero := add_zero
  add_neg_cancel := add_neg_cancel
  sub_eq_add_neg := sub_eq_add_neg

namespace AddCommGroup
variable {V : Type} [AddCommGroup V]

/-- `0 + a = a` -/
protected theorem zero_add (a : V) : 0 + a = a := by rw [AddCommGroup.add_comm, AddCommGroup.add_zero]

/-- `a - a = 0` -/
protected theorem sub_self (a : V) : a - a = 0 := by
  rw [AddCommGroup.sub_eq_add_neg, AddCommGroup.add_neg_cancel]

/-- `-a + a = 0` -/
protected theorem neg_add_cancel (a : V) : -a + a = 0 := by
  rw [AddCommGroup.add_comm, AddCommGroup.add_neg_cancel]

/-- `a - b + b = a` -/
protected theorem sub_add_cancel (a b : V) : a - b + b = a := by
  rw [AddCommGroup.sub_eq_add_neg, AddCommGroup.add_assoc, AddCommGroup.neg_add_cancel, AddCommGroup.add_zero]

/-- `a + b - b = a` -/
protected theorem add_sub_cancel (a b : V) : a + b - b = a := by
  rw [AddCommGroup.sub_eq_add_neg, AddCommGroup.add_assoc, AddCommGroup.add_neg_cancel, AddCommGroup.add_zero]

/-- `a - b + (b - c) = a - c` -/
protected theorem sub_add_sub_cancel (a b c : V) : a - b + (b - c) = a - c := by
  rw [AddCommGroup.sub_eq_add_neg b c, ← AddCommGroup.add_assoc, AddCommGroup.sub_add_cancel,
    ← AddCommGroup.sub_eq_add_neg]

/-- Two elements whose difference is zero are equal. -/
protected theorem eq_of_sub_eq_zero {a b : V} (h : a - b = 0) : a = b := by
  rw [← AddCommGroup.sub_add_cancel a b, h, AddCommGroup.zero_add]

/-- `a + b = 0` implies `b = -a`. -/
protected theorem eq_neg_of_add_eq_zero {a b : V} (h : a + b = 0) : b = -a := by
  rw [← AddCommGroup.zero_add b, ← AddCommGroup.neg_add_cancel a, AddCommGroup.add_assoc, h,
    AddCommGroup.add_zero]

/-- `- -a = a` -/
protected theorem neg_neg (a : V) : - -a = a :=
  (AddCommGroup.eq_neg_of_add_eq_zero (AddCommGroup.neg_add_cancel a)).symm

/-- `a + a = a` implies `a = 0`. -/
protected theorem eq_zero_of_add_self {a : V} (h : a + a = a) : a = 0 := by
  rw [← AddCommGroup.add_sub_cancel a a, h, AddCommGroup.sub_self]

/-- `a + b + (c + d) = a + c + (b + d)` -/
protected theorem add_add_add_comm (a b c d : V) : a + b + (c + d) = a + c + (b + d) := by
  rw [AddCommGroup.add_assoc, ← AddCommGroup.add_assoc b, AddCommGroup.add_comm b c, AddCommGroup.add_assoc c,
    AddCommGroup.add_assoc]

/-- `-(a + b) = -a + -b` -/
protected theorem neg_add (a b : V) : -(a + b) = -a + -b :=
  (AddCommGroup.eq_neg_of_add_eq_zero (by
    rw [AddCommGroup.add_add_add_comm, AddCommGroup.add_neg_cancel, AddCommGroup.add_neg_cancel,
      AddCommGroup.add_zero])).symm

/-- `a + b - (c + d) = a - c + (b - d)` -/
protected theorem add_sub_add_comm (a b c d : V) : a + b - (c + d) = a - c + (b - d) := by
  rw [AddCommGroup.sub_eq_add_neg, AddCommGroup.sub_eq_add_neg, AddCommGroup.sub_eq_add_neg,
    AddCommGroup.neg_add, AddCommGroup.add_add_add_comm]

end AddCommGroup

/-- A normed space over the complete ordered field `R`. -/
class NormedSpace (R : outParam Type) [CompleteOrderedField R]
    (V : Type) extends AddCommGroup V, SMul R V where
  /-- the norm `‖v‖` -/
  norm : V → R
  smul_add (c : R) (a b : V) : c • (a + b) = c • a + c • b
  add_smul (c d : R) (a : V) : (c + d) • a = c • a + d • a
  mul_smul (c d : R) (a : V) : (c * d) • a = c • d • a
  one_smul (a : V) : (1 : R) • a = a
  norm_nonneg (a : V) : 0 ≤ norm a
  eq_zero_of_norm_eq_zero {a : V} : norm a = 0 → a = 0
  norm_add_le (a b : V) : norm (a + b) ≤ norm a + norm b
  norm_smul (c : R) (a : V) : norm (c • a) = abs c * norm a

export NormedSpace (norm smul_add add_smul mul_smul one_smul norm_nonneg eq_zero_of_norm_eq_zero norm_add_le
  norm_smul)

@[inherit_doc] notation "‖" v "‖" => NormedSpace.norm v

variable {R : Type} [CompleteOrderedField R] {U V : Type} [NormedSpace R U] [NormedSpace R V]

/-- `0 • a = 0` -/
theorem zero_smul (a : V) : (0 : R) • a = 0 :=
  AddCommGroup.eq_zero_of_add_self (by rw [← add_smul, add_zero])

/-- `c • 0 = 0` -/
theorem smul_zero (c : R) : c • (0 : V) = 0 :=
  AddCommGroup.eq_zero_of_add_self (by rw [← smul_add, AddCommGroup.add_zero])

/-- `(-1) • a = -a` -/
theorem neg_one_smul (a : V) : (-1 : R) • a = -a := by
  apply AddCommGroup.eq_neg_of_add_eq_zero
  conv => lhs; lhs; rw [← one_smul a]
  rw [← add_smul, add_neg_cancel, zero_smul]

/-- `‖0‖ = 0` -/
theorem norm_zero : ‖(0 : V)‖ = 0 := by rw [← zero_smul (0 : V), norm_smul, abs_zero, zero_mul]

/-- `‖-a‖ = ‖a‖` -/
theorem norm_neg (a : V) : ‖-a‖ = ‖a‖ := by
  rw [← neg_one_smul, norm_smul, abs_neg, abs_of_nonneg (le_of_lt zero_lt_one), one_mul]

/-- `‖a - b‖ ≤ ‖a‖ + ‖b‖` -/
theorem norm_sub_le (a b : V) : ‖a - b‖ ≤ ‖a‖ + ‖b‖ := by
  rw [AddCommGroup.sub_eq_add_neg, ← norm_neg b]
  exact norm_add_le a (-b)

/-- The field is a normed space over itself, with the absolute value. -/
noncomputable instance NormedSpace.self : NormedSpace R R where
  smul c a := c * a
  norm := abs
  smul_add := mul_add
  add_smul c d a := add_mul c d a
  mul_smul := mul_assoc
  one_smul := one_mul
  norm_nonneg := abs_nonneg
  eq_zero_of_norm_eq_zero h := Classical.byContradiction fun ha => ne_of_gt (abs_pos ha) h
  norm_add_le := abs_add_le
  norm_smul := abs_mul

/-- On the field the norm is the absolute value. -/
theorem norm_eq_abs (a : R) : ‖a‖ = abs a := rfl

/-- On the field `c • a` is the product. -/
theorem smul_eq_mul (c a : R) : c • a = c * a := rfl

/-- No diamond: the addition that the normed space `R` brings is that of the ring, by definition. -/
example : (NormedSpace.toAddCommGroup : AddCommGroup R).toAdd = CommRing.toAdd := rfl

/-- And the addition of the ring is the one that is found. -/
example (a b : R) : a + b = @HAdd.hAdd R R R (@instHAdd R CommRing.toAdd) a b := by with_reducible rfl
