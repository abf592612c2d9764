prelude
import NN.Analysis.Number.Fraction
import NN.Analysis.Number.Integer

/-!
# The rational numbers

`Rational` is the field of fractions of the integers: an Archimedean ordered field.

## Main results

* `instance : OrderedField Rational`.
* `Rational.exists_nat_ge`: every rational is at most some natural.
-/

/-- The rational numbers: quotients of integers. -/
def Rational : Type := Fraction Integer

namespace Rational

noncomputable instance : OrderedField Rational := inferInstanceAs (OrderedField (Fraction Integer))

/-- Every rational is at most some natural: `a / s ≤ n` if `a * s ≤ n`, because `1 ≤ s * s`. -/
theorem exists_nat_ge (q : Rational) : ∃ n : Nat, q ≤ natCast Rational n := by
  revert q
  refine Fraction.ind fun a s hs => ?_
  obtain ⟨n, hn⟩ := Integer.exists_le_natCast (a * s)
  refine ⟨n, ?_⟩
  show Fraction.Nonneg (natCast (Fraction Integer) n + -Fraction.mk a s hs)
  rw [Fraction.natCast_eq_mk]
  show 0 ≤ (natCast Integer n * s + -a * 1) * (1 * s)
  have one_le := Integer.one_le_of_pos (mul_self_pos hs)
  exact lin (add_le_add hn (mul_nonneg (natCast_nonneg n) (sub_nonneg_of_le one_le)))

end Rational
