prelude
import NN.Analysis.Order.Basic

/-!
# Ordered fields

An `OrderedField` is an ordered ring with inverses, with the convention `0⁻¹ = 0` (so `a / 0 = 0`), as in
Lean's `Mathlib`: division is total, and theorems that need a nonzero divisor say so.

A `CompleteOrderedField` has least upper bounds. `Real` is one, and the whole of analysis is developed over an
arbitrary one: there, nothing can unfold into Cauchy sequences.

## Main definitions

* `OrderedField R`, `CompleteOrderedField R`.
* `IsUpperBound S b`, `IsLUB S s`, and `exists_isLUB`: a nonempty set with an upper bound has a least one.
-/

/-- An ordered ring with inverses of nonzero elements, and `0⁻¹ = 0`. -/
class OrderedField (R : Type) extends OrderedRing R, Inv R, Div R where
  /-- `a⁻¹` is the inverse of a nonzero `a`. -/
  mul_inv_cancel₀ {a : R} : a ≠ 0 → a * a⁻¹ = 1
  /-- The inverse of zero is zero by convention. -/
  inv_zero : (0 : R)⁻¹ = 0
  /-- Division is multiplication by the inverse. -/
  div_eq_mul_inv (a b : R) : a / b = a * b⁻¹

export OrderedField (mul_inv_cancel₀ inv_zero div_eq_mul_inv)

/-- `b` is an upper bound of the set `S`. -/
def IsUpperBound {R : Type} [LE R] (S : R → Prop) (b : R) : Prop := ∀ x, S x → x ≤ b

/-- `s` is the least upper bound of the set `S`. -/
def IsLUB {R : Type} [LE R] (S : R → Prop) (s : R) : Prop := IsUpperBound S s ∧ ∀ b, IsUpperBound S b → s ≤ b

/-- An ordered field in which every nonempty set with an upper bound has a least upper bound. -/
class CompleteOrderedField (R : Type) extends OrderedField R where
  /-- A nonempty set with an upper bound has a least upper bound. -/
  exists_isLUB (S : R → Prop) : (∃ x, S x) → (∃ b, IsUpperBound S b) → ∃ s, IsLUB S s

export CompleteOrderedField (exists_isLUB)

variable {R : Type} [OrderedField R] {a b c : R}

/-! ### Inverses and division -/

/-- `a⁻¹ * a = 1` for `a ≠ 0`. -/
theorem inv_mul_cancel₀ (h : a ≠ 0) : a⁻¹ * a = 1 := by rw [mul_comm, mul_inv_cancel₀ h]

/-- Division by zero gives zero. -/
theorem div_zero (a : R) : a / 0 = 0 := by rw [div_eq_mul_inv, inv_zero, mul_zero]

/-- Zero divided by anything is zero. -/
theorem zero_div (a : R) : 0 / a = 0 := by rw [div_eq_mul_inv, zero_mul]

/-- `1 / a = a⁻¹`. -/
theorem one_div (a : R) : 1 / a = a⁻¹ := by rw [div_eq_mul_inv, one_mul]

/-- `a / a = 1` for `a ≠ 0`. -/
theorem div_self (h : a ≠ 0) : a / a = 1 := by rw [div_eq_mul_inv, mul_inv_cancel₀ h]

/-- `1⁻¹ = 1`. -/
theorem inv_one : (1 : R)⁻¹ = 1 := by rw [← one_mul (1 : R)⁻¹, mul_inv_cancel₀ (ne_of_gt zero_lt_one)]

/-- `a / 1 = a`. -/
theorem div_one (a : R) : a / 1 = a := by rw [div_eq_mul_inv, inv_one, mul_one]

/-- `a / b * b = a` for `b ≠ 0`. -/
theorem div_mul_cancel₀ (a : R) (h : b ≠ 0) : a / b * b = a := by
  rw [div_eq_mul_inv, mul_assoc, inv_mul_cancel₀ h, mul_one]

/-- Inverses of positive elements are positive. -/
theorem inv_pos_of_pos (h : 0 < a) : 0 < a⁻¹ := by
  refine lt_of_mul_lt_mul_right (c := a) ?_ (le_of_lt h)
  rw [zero_mul, inv_mul_cancel₀ (ne_of_gt h)]
  exact zero_lt_one

/-- Quotients of positive elements are positive. -/
theorem div_pos (h : 0 < a) (g : 0 < b) : 0 < a / b := by
  rw [div_eq_mul_inv]
  exact mul_pos h (inv_pos_of_pos g)

/-- `a / c < b` if `a < b * c` and `0 < c`. -/
theorem div_lt_of_lt_mul (hc : 0 < c) (h : a < b * c) : a / c < b :=
  lt_of_mul_lt_mul_right (by rwa [div_mul_cancel₀ _ (ne_of_gt hc)]) (le_of_lt hc)

/-- `a < b / c` if `a * c < b` and `0 < c`. -/
theorem lt_div_of_mul_lt (hc : 0 < c) (h : a * c < b) : a < b / c :=
  lt_of_mul_lt_mul_right (by rwa [div_mul_cancel₀ _ (ne_of_gt hc)]) (le_of_lt hc)

/-! ### Halves, and small positive elements -/

/-- Half of a positive element is positive. -/
theorem half_pos (h : 0 < a) : 0 < a * 2⁻¹ := mul_pos h (inv_pos_of_pos two_pos)

/-- Two halves make a whole. -/
theorem add_halves (a : R) : a * 2⁻¹ + a * 2⁻¹ = a := by
  rw [show a * 2⁻¹ + a * 2⁻¹ = a * ((2 : R) * 2⁻¹) from ring, mul_inv_cancel₀ (ne_of_gt two_pos), mul_one]

/-- Two positive elements have a common positive lower bound. -/
theorem exists_pos_le_both (ha : 0 < a) (hb : 0 < b) : ∃ d : R, 0 < d ∧ d ≤ a ∧ d ≤ b :=
  (le_total a b).elim (fun h => ⟨a, ha, le_refl a, h⟩) fun h => ⟨b, hb, h, le_refl b⟩

/-- Every positive element is `d * c` for a positive `d`, for each positive `c`. -/
theorem exists_pos_mul_eq (hc : 0 < c) (h : 0 < a) : ∃ d : R, 0 < d ∧ d * c = a :=
  ⟨a / c, div_pos h hc, div_mul_cancel₀ a (ne_of_gt hc)⟩

/-- Every positive element bounds the triple of a positive element. -/
theorem exists_pos_add_add_le (h : 0 < a) : ∃ d : R, 0 < d ∧ d + d + d ≤ a := by
  have quarter := half_pos (half_pos h)
  refine ⟨_, quarter, ?_⟩
  have e := add_halves (a * 2⁻¹)
  have e' := add_halves a
  generalize a * 2⁻¹ * 2⁻¹ = d at *
  rw [← e', ← e]
  exact lin (le_of_lt quarter)
