prelude
import NN.Formula

/-!
# Formulas as fractions

Two formulas of one function are seen to be equal by multiplying out: each is a numerator over a denominator, both
without division (but within arguments of functions), and what remains is an identity of rings.

## Main definitions

* `Formula.fraction`: numerator and denominator. `Formula.divisors`: what must not be `0` for that.

## Main results

* `Formula.fraction_spec`: the formula is that fraction.
* `Formula.eval_eq_of_cross`: two formulas are equal where their fractions are, multiplied crosswise.
-/

namespace Formula

/-- A numerator over a denominator. -/
structure Fraction where
  /-- The numerator. -/
  num : Formula
  /-- The denominator. -/
  den : Formula

/-- A formula as a fraction. -/
noncomputable def fraction : Formula → Fraction
  | neg a => ⟨neg a.fraction.num, a.fraction.den⟩
  | inv a => ⟨a.fraction.den, a.fraction.num⟩
  | pow a n => ⟨pow a.fraction.num n, pow a.fraction.den n⟩
  | add a b => ⟨add (mul a.fraction.num b.fraction.den) (mul b.fraction.num a.fraction.den),
      mul a.fraction.den b.fraction.den⟩
  | sub a b => ⟨sub (mul a.fraction.num b.fraction.den) (mul b.fraction.num a.fraction.den),
      mul a.fraction.den b.fraction.den⟩
  | mul a b => ⟨mul a.fraction.num b.fraction.num, mul a.fraction.den b.fraction.den⟩
  | div a b => ⟨mul a.fraction.num b.fraction.den, mul a.fraction.den b.fraction.num⟩
  | a => ⟨a, num 1⟩

/-- That nothing is divided by `0`. -/
noncomputable def divisors : Formula → List Condition
  | neg a | pow a _ => a.divisors
  | inv a => .cons (.ne a (num 0)) a.divisors
  | add a b | sub a b | mul a b => append a.divisors b.divisors
  | div a b => .cons (.ne b (num 0)) (append a.divisors b.divisors)
  | _ => .nil

variable {v : Nat → ℝ}

/-- Both parts of a list of conditions hold. -/
theorem AllHold.parts {l m : List Condition} (h : AllHold v (Formula.append l m)) :
    AllHold v l ∧ AllHold v m := by
  induction l with
  | nil => exact ⟨trivial, h⟩
  | cons c l ih => exact ⟨⟨h.1, (ih h.2).1⟩, (ih h.2).2⟩

/-- Powers of a fraction. -/
theorem pow_fraction {x d n : ℝ} (hd : d ≠ 0) (h : x * d = n) : (m : Nat) → d ^ m ≠ 0 ∧ x ^ m * d ^ m = n ^ m
  | 0 => ⟨(ne_of_gt zero_lt_one), show (1 : ℝ) * 1 = 1 from ring⟩
  | m + 1 => by
    have ⟨ne, eq⟩ := pow_fraction hd h m
    refine ⟨mul_ne_zero ne hd, ?_⟩
    show x ^ m * x * (d ^ m * d) = n ^ m * n
    have swap : ∀ u w : ℝ, u * x * (w * d) = u * w * (x * d) := fun u w => ring
    rw [swap, eq, h]

/-- A formula is its fraction where nothing is divided by `0`. -/
theorem fraction_spec (e : Formula) (h : AllHold v e.divisors) :
    e.fraction.den.eval v ≠ 0 ∧ e.eval v * e.fraction.den.eval v = e.fraction.num.eval v := by
  induction e with
  | neg a ih =>
    have ⟨hd, ha⟩ := ih h
    refine ⟨hd, ?_⟩
    show -a.eval v * a.fraction.den.eval v = -a.fraction.num.eval v
    rw [← ha]
    ring
  | inv a ih =>
    have ⟨hd, ha⟩ := ih h.2
    have ne : a.eval v ≠ 0 := h.1
    refine ⟨?_, ?_⟩
    · show a.fraction.num.eval v ≠ 0
      rw [← ha]
      exact mul_ne_zero ne hd
    · show (a.eval v)⁻¹ * a.fraction.num.eval v = a.fraction.den.eval v
      rw [← ha, ← mul_assoc, inv_mul_cancel₀ ne, one_mul]
  | pow a n ih => exact pow_fraction (ih h).1 (ih h).2 n
  | add a b iha ihb =>
    have ⟨da, ea⟩ := iha h.parts.1
    have ⟨db, eb⟩ := ihb h.parts.2
    refine ⟨mul_ne_zero da db, ?_⟩
    show (a.eval v + b.eval v) * (a.fraction.den.eval v * b.fraction.den.eval v) =
      a.fraction.num.eval v * b.fraction.den.eval v + b.fraction.num.eval v * a.fraction.den.eval v
    rw [← ea, ← eb]
    ring
  | sub a b iha ihb =>
    have ⟨da, ea⟩ := iha h.parts.1
    have ⟨db, eb⟩ := ihb h.parts.2
    refine ⟨mul_ne_zero da db, ?_⟩
    show (a.eval v - b.eval v) * (a.fraction.den.eval v * b.fraction.den.eval v) =
      a.fraction.num.eval v * b.fraction.den.eval v - b.fraction.num.eval v * a.fraction.den.eval v
    rw [← ea, ← eb]
    ring
  | mul a b iha ihb =>
    have ⟨da, ea⟩ := iha h.parts.1
    have ⟨db, eb⟩ := ihb h.parts.2
    refine ⟨mul_ne_zero da db, ?_⟩
    show a.eval v * b.eval v * (a.fraction.den.eval v * b.fraction.den.eval v) =
      a.fraction.num.eval v * b.fraction.num.eval v
    rw [← ea, ← eb]
    ring
  | div a b iha ihb =>
    have ⟨da, ea⟩ := iha h.2.parts.1
    have ⟨db, eb⟩ := ihb h.2.parts.2
    have ne : b.eval v ≠ 0 := h.1
    refine ⟨mul_ne_zero da ?_, ?_⟩
    · rw [← eb]
      exact mul_ne_zero ne db
    · show a.eval v / b.eval v * (a.fraction.den.eval v * b.fraction.num.eval v) =
        a.fraction.num.eval v * b.fraction.den.eval v
      have cancel : a.eval v / b.eval v * b.eval v = a.eval v := div_mul_cancel₀ _ ne
      rw [← ea, ← eb, show a.eval v / b.eval v * (a.fraction.den.eval v * (b.eval v * b.fraction.den.eval v)) =
        a.eval v / b.eval v * b.eval v * (a.fraction.den.eval v * b.fraction.den.eval v) from ring, cancel]
      ring
  | var i => exact ⟨(ne_of_gt zero_lt_one), mul_one _⟩
  | num n => exact ⟨(ne_of_gt zero_lt_one), mul_one _⟩
  | pi => exact ⟨(ne_of_gt zero_lt_one), mul_one _⟩
  | fn f a => exact ⟨(ne_of_gt zero_lt_one), mul_one _⟩
  | max a b => exact ⟨(ne_of_gt zero_lt_one), mul_one _⟩
  | min a b => exact ⟨(ne_of_gt zero_lt_one), mul_one _⟩
  | ifLt a b t e => exact ⟨(ne_of_gt zero_lt_one), mul_one _⟩

/-- Where the conditions `l` hold, and they imply that nothing is divided by `0`, two formulas are equal if the
fractions are, multiplied crosswise. -/
theorem eval_eq_of_cross (a b : Formula) (l : List Condition) (v : Nat → ℝ) (h : AllHold v l)
    (cross : a.fraction.num.eval v * b.fraction.den.eval v = b.fraction.num.eval v * a.fraction.den.eval v)
    (safe : isNil (unproven l (append a.divisors b.divisors)) = true := by
      first
      | decide +kernel
      | fail "the conditions do not imply that nothing is divided by 0") : a.eval v = b.eval v := by
  have parts := (allHold_of_unproven h (eq_nil_of_isNil safe)).parts
  have ⟨da, ea⟩ := fraction_spec a parts.1
  have ⟨db, eb⟩ := fraction_spec b parts.2
  have zero : (a.eval v - b.eval v) * (a.fraction.den.eval v * b.fraction.den.eval v) = 0 := by
    rw [show (a.eval v - b.eval v) * (a.fraction.den.eval v * b.fraction.den.eval v) =
      a.eval v * a.fraction.den.eval v * b.fraction.den.eval v -
        b.eval v * b.fraction.den.eval v * a.fraction.den.eval v from ring, ea, eb, cross, sub_self]
  rcases eq_zero_or_eq_zero_of_mul_eq_zero zero with k | k
  · exact eq_of_sub_eq_zero k
  · exact absurd k (mul_ne_zero da db)

end Formula
