prelude
import NN.Analysis.Number.Completion
import NN.Analysis.Number.Rational
import NN.Analysis.Order.Archimedean

/-!
# The real numbers

`Real`, written `ℝ`, is the completion of the rationals, and a complete ordered field.

## Main results

* `instance : CompleteOrderedField ℝ`.

## Implementation notes

`Real` is a structure around the completion, and its only instance is irreducible: for the elaborator ℝ is as opaque as
an abstract complete ordered field, and no unification ever unfolds a sum of reals into Cauchy sequences. Nothing is lost:
what can be said of ℝ follows from its being a complete ordered field, because any two are isomorphic.
-/

/-- The real numbers. -/
structure Real where
  /-- The real number given by a limit of rationals. -/
  ofCompletion ::
  /-- A real number as a limit of rationals. -/
  toCompletion : Completion Rational

@[inherit_doc] notation "ℝ" => Real

/-- The completion of the rationals is a complete ordered field. -/
noncomputable instance : CompleteOrderedField (Completion Rational) where
  exists_isLUB _ := Completion.exists_isLUB Rational.exists_nat_ge

namespace Real

/-- The operations and the order of the completion, carried over to the wrapper. -/
@[irreducible] noncomputable instance instCompleteOrderedField : CompleteOrderedField ℝ where
  zero := ⟨0⟩
  one := ⟨1⟩
  add x y := ⟨x.toCompletion + y.toCompletion⟩
  mul x y := ⟨x.toCompletion * y.toCompletion⟩
  neg x := ⟨-x.toCompletion⟩
  sub x y := ⟨x.toCompletion - y.toCompletion⟩
  inv x := ⟨x.toCompletion⁻¹⟩
  div x y := ⟨x.toCompletion / y.toCompletion⟩
  le x y := x.toCompletion ≤ y.toCompletion
  lt x y := x.toCompletion < y.toCompletion
  add_comm _ _ := congrArg ofCompletion (add_comm _ _)
  add_assoc _ _ _ := congrArg ofCompletion (add_assoc _ _ _)
  add_zero _ := congrArg ofCompletion (add_zero _)
  add_neg_cancel _ := congrArg ofCompletion (add_neg_cancel _)
  mul_comm _ _ := congrArg ofCompletion (mul_comm _ _)
  mul_assoc _ _ _ := congrArg ofCompletion (mul_assoc _ _ _)
  mul_one _ := congrArg ofCompletion (mul_one _)
  mul_add _ _ _ := congrArg ofCompletion (mul_add _ _ _)
  sub_eq_add_neg _ _ := congrArg ofCompletion (sub_eq_add_neg _ _)
  zero_ne_one h := zero_ne_one (congrArg toCompletion h)
  eq_zero_or_eq_zero_of_mul_eq_zero h :=
    (eq_zero_or_eq_zero_of_mul_eq_zero (congrArg toCompletion h)).elim
      (fun h => .inl (congrArg ofCompletion h)) fun h => .inr (congrArg ofCompletion h)
  le_trans h g := le_trans (R := Completion Rational) h g
  le_antisymm h g := congrArg ofCompletion (le_antisymm (R := Completion Rational) h g)
  le_total _ _ := le_total (R := Completion Rational) _ _
  lt_iff_not_le _ _ := lt_iff_not_le (R := Completion Rational) _ _
  add_le_add_left c _ _ h := add_le_add_left (R := Completion Rational) c.toCompletion h
  mul_nonneg h g := mul_nonneg (R := Completion Rational) h g
  mul_inv_cancel₀ h := congrArg ofCompletion (mul_inv_cancel₀ fun e => h (congrArg ofCompletion e))
  inv_zero := congrArg ofCompletion inv_zero
  div_eq_mul_inv _ _ := congrArg ofCompletion (div_eq_mul_inv _ _)
  exists_isLUB S := fun ⟨x, hx⟩ ⟨b, hb⟩ =>
    let ⟨s, above, least⟩ := exists_isLUB (fun x => S ⟨x⟩) ⟨x.toCompletion, hx⟩ ⟨b.toCompletion, fun y hy => hb ⟨y⟩ hy⟩
    ⟨⟨s⟩, fun y hy => above y.toCompletion hy, fun c hc => least c.toCompletion fun y hy => hc ⟨y⟩ hy⟩

end Real

