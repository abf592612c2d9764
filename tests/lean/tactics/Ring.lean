prelude
import NN.Analysis.Order.Basic
universe u

/-!
# `ring`, `lin` and `slin`
-/

variable {α : Type u} [CommRing α]

example (a b : α) : (a + b) * (a - b) = a * a - b * b := ring

example (a b : α) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2 := by
  ring

example (a b c : α) : (a + b + c) ^ 3 * (a - b) =
    (a - b) * (c + b + a) * (c * (b + (b + a)) + (a + b) ^ 2 + a * c + c * c) := ring

example (a b : α) : 2 * (a + 3 * b) - a = a + b * 6 := ring

example (a : α) : a - a = 0 := ring

example (a : α) : - -a * 1 + 0 = a ^ 1 := ring

example : (2 : α) * 3 = 6 := ring

example (a : α) : 123456789012345678901234567890 * a = 123456789012345678901234567889 * a + a := ring

/-! Atoms: whatever is not an operation of the ring. -/

example (a b : α) (f : α → α) : 2 * (f a + 3 * b) - f a = f a + b * 6 := ring

example (a b c : α) (f : α → α → α) : f (a + b) c * c = c * f (a + b) c := ring

example (n : Nat) (a b : α) (f : Nat → α) : f n * a + f (n + 1) * b = b * f (n + 1) + a * f n := ring

/-! More atoms than instance search would allow by itself. -/

example (a b c d e f g h i j : α) : (a + b + c + d + e + f + g + h + i + j) * (a - j) =
    a * a + a * (b + c + d + e + f + g + h + i) - (b + c + d + e + f + g + h + i) * j - j ^ 2 := ring

/-! As a step of another proof. -/

example (a b c : α) (h : a = b) : c * (a - b) = 0 := by
  rw [h]
  ring

example (a b c : α) (h : a * b = 1) : a * (c * b) = c := by
  rw [show a * (c * b) = c * (a * b) from ring, h]
  ring

example (a b c : α) (h : a * b = 1) : a * (c * b) = c :=
  calc
    a * (c * b) = c * (a * b) := ring
    _ = c * 1 := by rw [h]
    _ = c := ring

section Order

variable {R : Type} [OrderedRing R] {a b c d : R}

example (h : a ≤ b) : a + c ≤ b + c := lin h

example (h : a ≤ b) : -b ≤ -a := lin h

example (h : a < b) : 2 * c - b < 2 * c - a := slin h

example (h : a ≤ b) (g : c ≤ d) : a + c ≤ b + d := lin (add_le_add h g)

example : 2 * a * b ≤ a * a + b * b := lin (mul_self_nonneg (a - b))

end Order
