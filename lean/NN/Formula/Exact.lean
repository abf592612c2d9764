prelude
import NN.Analysis.Order.NatCast
import NN.Formula.Compare
import NN.Formula.Signs

/-!
# Exact rational numbers

Formulas without variables are often rational numbers: `1 - 2`, `3 / 4`. They are computed as fractions
`(p - n) / q` of naturals, so that numbers can be compared.

## Main definitions

* `Exact`: a fraction, or none. `Exact.Holds e x`: if there is one, it has the value `x`.
* `Exact.signs`: its signs, by comparing naturals.
-/

/-- Zero is the least number. -/
theorem Nat.zero_ble : (n : Nat) → Nat.ble .zero n = true
  | .zero => rfl
  | .succ _ => rfl

/-- What is at most another number, and not equal, is less. -/
theorem Nat.ble_succ_of_ne : {m n : Nat} → Nat.ble m n = true → n ≠ m → Nat.ble (.succ m) n = true
  | .zero, .zero, _, k => absurd rfl k
  | .zero, .succ n, _, _ => Nat.zero_ble n
  | .succ _, .zero, h, _ => Bool.noConfusion h
  | .succ m, .succ n, h, k => Nat.ble_succ_of_ne (m := m) (n := n) h fun e => k (congrArg Nat.succ e)

/-- What is not at most another number is greater. -/
theorem Nat.ble_of_not_ble : {m n : Nat} → Nat.ble m n = false → Nat.ble (.succ n) m = true
  | .zero, .zero, h => Bool.noConfusion h
  | .zero, .succ _, h => Bool.noConfusion h
  | .succ m, .zero, _ => Nat.zero_ble m
  | .succ m, .succ n, h => Nat.ble_of_not_ble (m := m) (n := n) h

/-- The fraction `(p - n) / q`; or none, if not `known`. -/
structure Exact where
  /-- Is there a fraction? -/
  known : Bool
  /-- What is added. -/
  p : Nat
  /-- What is subtracted. -/
  n : Nat
  /-- The divisor. -/
  q : Nat

/-- If there is a fraction, it has the value `x`. -/
def Exact.Holds (e : Exact) (x : ℝ) : Prop :=
  e.known = true → 0 < natCast ℝ e.q ∧ x * natCast ℝ e.q = natCast ℝ e.p - natCast ℝ e.n

namespace Exact
variable {d e : Exact} {x y : ℝ}

/-- No fraction. -/
noncomputable def none : Exact := ⟨false, 0, 0, 1⟩

/-- No fraction says nothing. -/
theorem holds_none (x : ℝ) : none.Holds x := fun h => Bool.noConfusion h

/-- A natural number. -/
noncomputable def nat (m : Nat) : Exact := ⟨true, m, 0, 1⟩

/-- It has its value. -/
theorem holds_nat (m : Nat) : (nat m).Holds (natCast ℝ m) := fun _ => by
  refine ⟨natCast_lt 0 1 rfl, ?_⟩
  show natCast ℝ m * (0 + 1) = natCast ℝ m - 0
  ring

/-- The negative. -/
noncomputable def neg (e : Exact) : Exact := ⟨e.known, e.n, e.p, e.q⟩

/-- It has the negative value. -/
theorem Holds.neg (h : e.Holds x) : e.neg.Holds (-x) := fun k => by
  have ⟨hq, hx⟩ := h k
  refine ⟨hq, ?_⟩
  show -x * natCast ℝ e.q = natCast ℝ e.n - natCast ℝ e.p
  exact lin_eq (-1) hx

/-- The sum. -/
noncomputable def add (d e : Exact) : Exact :=
  ⟨Bool.and d.known e.known, d.p * e.q + e.p * d.q, d.n * e.q + e.n * d.q, d.q * e.q⟩

/-- It has the value of the sum. -/
theorem Holds.add (h : d.Holds x) (k : e.Holds y) : (d.add e).Holds (x + y) := fun both => by
  have ⟨hd, hx⟩ := h (Bool.and_eq_true_elim both).1
  have ⟨he, hy⟩ := k (Bool.and_eq_true_elim both).2
  show 0 < natCast ℝ (d.q * e.q) ∧ (x + y) * natCast ℝ (d.q * e.q) =
    natCast ℝ (d.p * e.q + e.p * d.q) - natCast ℝ (d.n * e.q + e.n * d.q)
  rw [natCast_add, natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul]
  exact ⟨mul_pos hd he, lin_eq₂ (natCast ℝ e.q) hx (natCast ℝ d.q) hy⟩

/-- The product. -/
noncomputable def mul (d e : Exact) : Exact :=
  ⟨Bool.and d.known e.known, d.p * e.p + d.n * e.n, d.p * e.n + d.n * e.p, d.q * e.q⟩

/-- It has the value of the product. -/
theorem Holds.mul (h : d.Holds x) (k : e.Holds y) : (d.mul e).Holds (x * y) := fun both => by
  have ⟨hd, hx⟩ := h (Bool.and_eq_true_elim both).1
  have ⟨he, hy⟩ := k (Bool.and_eq_true_elim both).2
  show 0 < natCast ℝ (d.q * e.q) ∧ x * y * natCast ℝ (d.q * e.q) =
    natCast ℝ (d.p * e.p + d.n * e.n) - natCast ℝ (d.p * e.n + d.n * e.p)
  rw [natCast_add, natCast_add, natCast_mul, natCast_mul, natCast_mul, natCast_mul, natCast_mul]
  refine ⟨mul_pos hd he, ?_⟩
  exact lin_eq₂ (y * natCast ℝ e.q) hx (natCast ℝ d.p - natCast ℝ d.n) hy

/-- The inverse of a fraction `p / q` that is not zero; of others none. -/
noncomputable def inv (e : Exact) : Exact :=
  ⟨Bool.and e.known (Bool.and (Nat.beq e.n 0) (Nat.ble 1 e.p)), e.q, 0, e.p⟩

/-- It has the value of the inverse. -/
theorem Holds.inv (h : e.Holds x) : e.inv.Holds x⁻¹ := fun all => by
  have ⟨known, good⟩ := Bool.and_eq_true_elim all
  have ⟨n0, pos⟩ := Bool.and_eq_true_elim good
  have ⟨hq, hx⟩ := h known
  have hp : 0 < natCast ℝ e.p := natCast_lt 0 e.p pos
  have n0 : natCast ℝ e.n = 0 := by rw [Nat.eq_of_beq_eq_true e.n 0 n0]; rfl
  rw [n0] at hx
  have ne : x ≠ 0 := fun zero => by
    rw [zero, zero_mul] at hx
    exact ne_of_gt hp (lin_eq (-1) hx)
  refine ⟨hp, ?_⟩
  show x⁻¹ * natCast ℝ e.p = natCast ℝ e.q - 0
  exact lin_eq₂ (-x⁻¹) hx (natCast ℝ e.q) (mul_inv_cancel₀ ne)

/-- The quotient, if the divisor has an inverse. -/
noncomputable def div (d e : Exact) : Exact := d.mul e.inv

/-- It has the value of the quotient. -/
theorem Holds.div (h : d.Holds x) (k : e.Holds y) : (d.div e).Holds (x / y) := by
  rw [div_eq_mul_inv]
  exact h.mul k.inv

/-- The power. -/
noncomputable def pow (e : Exact) : Nat → Exact
  | .zero => nat 1
  | .succ m => (e.pow m).mul e

/-- It has the value of the power. -/
theorem Holds.pow (h : e.Holds x) : (m : Nat) → (e.pow m).Holds (x ^ m)
  | .zero => by
    have k := holds_nat 1
    rwa [show natCast ℝ 1 = 1 from zero_add 1] at k
  | .succ m => (h.pow m).mul h

/-- The signs of a fraction. -/
noncomputable def signs (e : Exact) : Signs :=
  cond e.known (cond (Nat.beq e.p e.n) .null (cond (Nat.ble e.n e.p) .positive .negative)) .any

/-- They are right. -/
theorem Holds.signs (h : e.Holds x) : e.signs.Holds x := by
  unfold Exact.signs
  cases k : e.known with
  | false => exact Signs.holds_any x
  | true =>
    have ⟨hq, hx⟩ := h k
    cases same : Nat.beq e.p e.n with
    | true =>
      rw [Nat.eq_of_beq_eq_true _ _ same, sub_self] at hx
      have hx := (eq_zero_or_eq_zero_of_mul_eq_zero hx).elim id fun z => absurd z (ne_of_gt hq)
      exact Signs.holds_of_zero hx rfl
    | false =>
      have ne : e.p ≠ e.n := Nat.ne_of_beq_eq_false same
      cases le : Nat.ble e.n e.p with
      | true =>
        have lt : natCast ℝ e.n < natCast ℝ e.p := natCast_lt _ _ (Nat.ble_succ_of_ne le ne)
        have hx : 0 * natCast ℝ e.q < x * natCast ℝ e.q := by
          rw [zero_mul, hx]
          exact sub_pos_of_lt lt
        exact Signs.holds_of_pos (lt_of_mul_lt_mul_right hx (le_of_lt hq)) rfl
      | false =>
        have lt : natCast ℝ e.p < natCast ℝ e.n := natCast_lt _ _ (Nat.ble_of_not_ble le)
        have hx : x * natCast ℝ e.q < 0 * natCast ℝ e.q := by
          rw [zero_mul, hx]
          exact slin lt
        exact Signs.holds_of_neg (lt_of_mul_lt_mul_right hx (le_of_lt hq)) rfl

end Exact
