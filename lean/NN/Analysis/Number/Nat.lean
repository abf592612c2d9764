prelude
import NN.Core.RingTactic

/-!
# The natural numbers

The arithmetic of `Nat` as a commutative cancellative semiring without zero divisors. It is proved by hand,
because `ring` needs negatives; from the integers upward `ring` takes over.

## Main results

* `Nat.add_comm`, `Nat.add_assoc`, `Nat.mul_comm`, `Nat.mul_assoc`, `Nat.mul_add`, `Nat.add_mul`: the semiring
  laws.
* `Nat.add_left_cancel`, `Nat.eq_zero_of_add_eq_zero`, `Nat.eq_zero_of_mul_eq_zero`: cancellation.
* `Nat.le_total_exists_add`: of two naturals one is the other plus a natural.
-/

namespace Nat

/-- `0 + n = n`. -/
protected theorem zero_add : (n : Nat) → 0 + n = n
  | .zero => rfl
  | .succ n => congrArg Nat.succ (Nat.zero_add n)

/-- `(m + 1) + n = (m + n) + 1`. -/
protected theorem succ_add (m : Nat) : (n : Nat) → Nat.succ m + n = Nat.succ (m + n)
  | .zero => rfl
  | .succ n => congrArg Nat.succ (Nat.succ_add m n)

/-- Addition is commutative. -/
protected theorem add_comm (m : Nat) : (n : Nat) → m + n = n + m
  | .zero => (Nat.zero_add m).symm
  | .succ n => (congrArg Nat.succ (Nat.add_comm m n)).trans (Nat.succ_add n m).symm

/-- Addition is associative. -/
protected theorem add_assoc (a b : Nat) : (c : Nat) → a + b + c = a + (b + c)
  | .zero => rfl
  | .succ c => congrArg Nat.succ (Nat.add_assoc a b c)

/-- `a + (b + c) = b + (a + c)`. -/
protected theorem add_left_comm (a b c : Nat) : a + (b + c) = b + (a + c) := by
  rw [← Nat.add_assoc, Nat.add_comm a b, Nat.add_assoc]

/-- `0 * n = 0`. -/
protected theorem zero_mul : (n : Nat) → 0 * n = 0
  | .zero => rfl
  | .succ n => Nat.zero_mul n

/-- `(m + 1) * n = m * n + n`. -/
protected theorem succ_mul (m : Nat) : (n : Nat) → Nat.succ m * n = m * n + n
  | .zero => rfl
  | .succ n => by
    show Nat.succ (Nat.succ m * n + m) = Nat.succ (m * n + m + n)
    rw [Nat.succ_mul m n, Nat.add_assoc, Nat.add_assoc, Nat.add_comm n m]

/-- Multiplication is commutative. -/
protected theorem mul_comm (m : Nat) : (n : Nat) → m * n = n * m
  | .zero => (Nat.zero_mul m).symm
  | .succ n => by
    show m * n + m = _
    rw [Nat.mul_comm m n, Nat.succ_mul]

/-- Multiplication distributes over addition, from the left. -/
protected theorem mul_add (a b : Nat) : (c : Nat) → a * (b + c) = a * b + a * c
  | .zero => rfl
  | .succ c => by
    show a * (b + c) + a = a * b + (a * c + a)
    rw [Nat.mul_add a b c, Nat.add_assoc]

/-- Multiplication distributes over addition, from the right. -/
protected theorem add_mul (a b c : Nat) : (a + b) * c = a * c + b * c := by
  rw [Nat.mul_comm, Nat.mul_add, Nat.mul_comm c a, Nat.mul_comm c b]

/-- Multiplication is associative. -/
protected theorem mul_assoc (a b : Nat) : (c : Nat) → a * b * c = a * (b * c)
  | .zero => rfl
  | .succ c => by
    show a * b * c + a * b = a * (b * c + b)
    rw [Nat.mul_assoc a b c, Nat.mul_add]

/-- `a * (b * c) = b * (a * c)`. -/
protected theorem mul_left_comm (a b c : Nat) : a * (b * c) = b * (a * c) := by
  rw [← Nat.mul_assoc, Nat.mul_comm a b, Nat.mul_assoc]

/-- `n * 1 = n`. -/
protected theorem mul_one (n : Nat) : n * 1 = n := Nat.zero_add n

/-- A summand can be cancelled from the left. -/
protected theorem add_left_cancel {b c : Nat} : {a : Nat} → a + b = a + c → b = c
  | .zero, h => by
    have h : 0 + b = 0 + c := h
    rwa [Nat.zero_add, Nat.zero_add] at h
  | .succ a, h => by
    rw [Nat.succ_add, Nat.succ_add] at h
    injection h with h
    exact Nat.add_left_cancel h

/-- A sum that is zero has zero summands. -/
theorem eq_zero_of_add_eq_zero : {a b : Nat} → a + b = 0 → a = 0
  | .zero, _, _ => rfl
  | .succ a, b, h => by
    rw [Nat.succ_add] at h
    cases h

/-- A product that is zero has a zero factor. -/
theorem eq_zero_of_mul_eq_zero : {a b : Nat} → a * b = 0 → a = 0 ∨ b = 0
  | .zero, _, _ => .inl rfl
  | _, .zero, _ => .inr rfl
  | .succ a, .succ b, h => nomatch (h : Nat.succ (Nat.succ a * b + a) = 0)

/-- Of two naturals, one is the other plus a natural. -/
theorem le_total_exists_add : (a b : Nat) → (∃ k, a = b + k) ∨ ∃ k, b = a + k
  | a, .zero => .inl ⟨a, (Nat.zero_add a).symm⟩
  | .zero, b => .inr ⟨b, (Nat.zero_add b).symm⟩
  | .succ a, .succ b => (le_total_exists_add a b).elim
      (fun ⟨k, h⟩ => .inl ⟨k, by rw [Nat.succ_add, h]⟩)
      (fun ⟨k, h⟩ => .inr ⟨k, by rw [Nat.succ_add, h]⟩)

end Nat
