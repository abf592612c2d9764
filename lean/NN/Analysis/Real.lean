prelude
import NN.Analysis.Number.LeastUpperBound
import NN.Analysis.Number.Rational
import NN.Analysis.Order.Archimedean

/-!
# The real numbers

`Real`, written `ℝ`, is the completion of the rationals.

## Main results

* `instance : CompleteOrderedField ℝ`. It is Archimedean, as every complete ordered field (`exists_nat_ge`).
* `Real.exists_rational_between`: the rationals are dense in ℝ.
* `Real.toCompletion_add`, `Real.toCompletion_mul`, `Real.toCompletion_le`: the operations and the order of ℝ
  are those of the completion.

## Implementation notes

`Real` is a structure around the completion, and its instance is opaque: for the elaborator and for the kernel
ℝ is like an abstract complete ordered field, and no unification ever unfolds a sum of reals into Cauchy
sequences. (Mathlib's `irreducible_def` works in the same way.) That the instance is what it should be is the
theorem `Real.instCompleteOrderedField_eq`.
-/

/-- The real numbers: limits of Cauchy sequences of rationals. -/
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
@[reducible] noncomputable def fieldOfCompletion : CompleteOrderedField ℝ where
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
    let ⟨s, above, least⟩ := exists_isLUB (fun x => S ⟨x⟩) ⟨x.toCompletion, hx⟩
      ⟨b.toCompletion, fun y hy => hb ⟨y⟩ hy⟩
    ⟨⟨s⟩, fun y hy => above y.toCompletion hy, fun c hc => least c.toCompletion fun y hy => hc ⟨y⟩ hy⟩

/-- `fieldOfCompletion`, hidden from unification. -/
noncomputable opaque wrapped : { s : CompleteOrderedField ℝ // s = fieldOfCompletion } :=
  ⟨fieldOfCompletion, rfl⟩

/-- The real numbers are a complete ordered field. -/
noncomputable instance instCompleteOrderedField : CompleteOrderedField ℝ := wrapped.val

/-- The operations and the order of ℝ are those of the completion of the rationals. -/
theorem instCompleteOrderedField_eq : instCompleteOrderedField = fieldOfCompletion := wrapped.property

/-- The sum of ℝ is that of the completion. -/
theorem toCompletion_add (x y : ℝ) : (x + y).toCompletion = x.toCompletion + y.toCompletion := by
  rw [instCompleteOrderedField_eq]
  rfl

/-- The product of ℝ is that of the completion. -/
theorem toCompletion_mul (x y : ℝ) : (x * y).toCompletion = x.toCompletion * y.toCompletion := by
  rw [instCompleteOrderedField_eq]
  rfl

/-- The order of ℝ is that of the completion. -/
theorem toCompletion_lt (x y : ℝ) : x < y ↔ x.toCompletion < y.toCompletion := by
  rw [instCompleteOrderedField_eq]
  exact Iff.rfl

/-- A rational number as a real number. -/
noncomputable def ofRational (q : Rational) : ℝ := ⟨Completion.const q⟩

/-- The rationals are dense in the reals. -/
theorem exists_rational_between {x y : ℝ} (h : x < y) :
    ∃ q : Rational, x < ofRational q ∧ ofRational q < y := by
  obtain ⟨p, n, q, q_pos, above, below⟩ := exists_fraction_between ((toCompletion_lt x y).mp h)
  have q_ne : natCast Rational q ≠ 0 := fun e => ne_of_gt q_pos (by rw [← Completion.const_natCast, e]; rfl)
  have e : Completion.const ((natCast Rational p - natCast Rational n) / natCast Rational q)
      = (natCast _ p - natCast _ n) / natCast _ q := by
    rw [Completion.const_div _ q_ne, sub_eq_add_neg, Completion.const_add, Completion.const_neg,
      Completion.const_natCast, Completion.const_natCast, Completion.const_natCast, ← sub_eq_add_neg]
  rw [← e] at above below
  exact ⟨_, (toCompletion_lt _ _).mpr above, (toCompletion_lt _ _).mpr below⟩

end Real
