prelude
import NN.Analysis.Fin
import NN.Analysis.Order.Abs
/-!
# Finite sums

`Fin.sum f = f 0 + f 1 + ... + f (n - 1)`, written `∑ i, f i`, over any commutative ring, and what sums do
with order and absolute value over an ordered field.

## Main results
- `Fin.sum_add_distrib`, `Fin.mul_sum`, `Fin.sum_comm`: sums are linear and can be exchanged.
- `Fin.sum_append`, `Fin.sum_rowMajor`: sums over `Fin (m + n)` and over a table.
- `Fin.sum_le_sum`, `Fin.single_le_sum`, `Fin.abs_sum_le_sum_abs`.
-/

namespace Fin

section Ring
variable {R : Type} [CommRing R]

/-- The sum of a finite family. -/
def sum : {n : Nat} → (Fin n → R) → R
  | .zero, _ => 0
  | .succ n, f => sum (fun i : Fin n => f i.castSucc) + f (last n)

/-- `∑ i, f i` is the sum of `f i` over all `i : Fin n`. -/
macro "∑ " i:ident ", " b:term:67 : term => `(Fin.sum fun $i:ident => $b)

/-- `∑ i : Fin n, f i` is the same sum, with the type of the index named. -/
macro "∑ " i:ident " : " t:term ", " b:term:67 : term => `(Fin.sum fun $i:ident : $t => $b)

/-- Print `Fin.sum fun i => f i` as `∑ i, f i`. -/
@[app_unexpander Fin.sum] def unexpandSum : Lean.PrettyPrinter.Unexpander
  | `($_ fun $i:ident => $b) => `(∑ $i, $b)
  | _ => throw ()

/-- One more summand. -/
theorem sum_succ {n : Nat} (f : Fin (.succ n) → R) : ∑ i, f i = (∑ i, f i.castSucc) + f (last n) := rfl

/-- Equal summands give equal sums. -/
theorem sum_congr {n : Nat} {f g : Fin n → R} (h : ∀ i, f i = g i) : ∑ i, f i = ∑ i, g i :=
  congrArg sum (funext h)

/-- The sum of zeros is zero. -/
theorem sum_const_zero : (n : Nat) → sum (fun _ : Fin n => (0 : R)) = 0
  | .zero => rfl
  | .succ n => (congrArg (· + 0) (sum_const_zero n)).trans (add_zero 0)

/-- A sum all of whose terms vanish is zero. -/
theorem sum_eq_zero {n : Nat} {f : Fin n → R} (h : ∀ i, f i = 0) : ∑ i, f i = 0 :=
  (sum_congr h).trans (sum_const_zero n)

/-- The sum of sums. -/
theorem sum_add_distrib : {n : Nat} → (f g : Fin n → R) → ∑ i, (f i + g i) = (∑ i, f i) + ∑ i, g i
  | .zero, _, _ => (add_zero 0).symm
  | .succ _, f, g => by
    simp only [sum, sum_add_distrib]
    ring

/-- A common factor. -/
theorem mul_sum (c : R) : {n : Nat} → (f : Fin n → R) → c * ∑ i, f i = ∑ i, c * f i
  | .zero, _ => mul_zero c
  | .succ _, f => by simp only [sum, mul_add, mul_sum c]

/-- A common factor on the right. -/
theorem sum_mul (c : R) {n : Nat} (f : Fin n → R) : (∑ i, f i) * c = ∑ i, f i * c := by
  rw [mul_comm, mul_sum]
  exact sum_congr fun i => mul_comm c (f i)

/-- Double sums can be exchanged. -/
theorem sum_comm : {m n : Nat} → (f : Fin m → Fin n → R) → ∑ i, ∑ j, f i j = ∑ j, ∑ i, f i j
  | .zero, n, _ => (sum_const_zero n).symm
  | .succ _, _, f => by
    simp only [sum]
    rw [sum_comm, sum_add_distrib]

/-- The sum over `m + n` indices is the sum over the first `m` and the sum over the last `n`. -/
theorem sum_castAdd_natAdd {m : Nat} : {n : Nat} → (f : Fin (m + n) → R) →
    ∑ i, f i = (∑ i, f (castAdd n i)) + ∑ j, f (natAdd m j)
  | .zero, _ => (add_zero _).symm
  | .succ n, f =>
    (congrArg (· + f (last (m + n))) (sum_castAdd_natAdd fun i => f i.castSucc)).trans (add_assoc _ _ _)

/-- The sum over a table is the sum over its rows of the sums over their entries. -/
theorem sum_rowMajor {k : Nat} : {n : Nat} → (f : Fin (k * n) → R) → ∑ l, f l = ∑ i, ∑ j, f (rowMajor i j)
  | .zero, _ => rfl
  | .succ n, f =>
    (sum_castAdd_natAdd (m := k * n) (n := k) f).trans
      (congrArg (· + ∑ j, f (rowMajor (last n) j)) (sum_rowMajor fun l => f (castAdd k l)))

/-- A sum with a single term: that of index `i`. -/
theorem sum_eq_single : {n : Nat} → {f : Fin n → R} → (i : Fin n) → (∀ j, j.val ≠ i.val → f j = 0) →
    ∑ j, f j = f i
  | .zero, _ => fun i => i.elim0
  | .succ n, f => lastCases
    (fun i h => by
      have hlast : f (last n) = 0 := h (last n) (Nat.ne_of_lt i.isLt).symm
      rw [sum_succ, hlast, add_zero]
      exact sum_eq_single i fun j hj => h j.castSucc hj)
    (fun h => by
      rw [sum_succ, sum_eq_zero fun j => h j.castSucc (Nat.ne_of_lt j.isLt), zero_add])

end Ring

section Order
variable {R : Type} [OrderedField R]

/-- Sums are monotone. -/
theorem sum_le_sum : {n : Nat} → {f g : Fin n → R} → (∀ i, f i ≤ g i) → ∑ i, f i ≤ ∑ i, g i
  | .zero, _, _, _ => le_refl 0
  | .succ _, _, _, h => add_le_add (sum_le_sum fun i => h i.castSucc) (h (last _))

/-- A sum of nonnegative terms is nonnegative. -/
theorem sum_nonneg {n : Nat} {f : Fin n → R} (h : ∀ i, 0 ≤ f i) : 0 ≤ ∑ i, f i :=
  sum_const_zero (R := R) n ▸ sum_le_sum h

/-- A single term is at most the sum, if all terms are nonnegative. -/
theorem single_le_sum : {n : Nat} → {f : Fin n → R} → (∀ i, 0 ≤ f i) → ∀ i, f i ≤ ∑ i, f i
  | .zero, _, _ => fun i => i.elim0
  | .succ n, f, h => by
    have hlast : f (last n) ≤ ∑ i, f i := by
      rw [sum_succ]
      exact lin (sum_nonneg fun i => h i.castSucc)
    have hrest : (∑ i, f i.castSucc) ≤ ∑ i, f i := by
      rw [sum_succ f]
      exact lin (h (last n))
    exact lastCases (fun j => le_trans (single_le_sum (fun i => h i.castSucc) j) hrest) hlast

/-- The absolute value of a sum is at most the sum of the absolute values. -/
theorem abs_sum_le_sum_abs : {n : Nat} → (f : Fin n → R) → abs (∑ i, f i) ≤ ∑ i, abs (f i)
  | .zero, _ => le_of_eq abs_zero
  | .succ _, _ => le_trans (abs_add_le _ _) (add_le_add (abs_sum_le_sum_abs _) (le_refl _))

/-- If every term is at most `c`, the sum of `n` terms is at most `n * c`. -/
theorem sum_le_card_mul {c : R} : {n : Nat} → {f : Fin n → R} → (∀ i, f i ≤ c) → ∑ i, f i ≤ natCast R n * c
  | .zero, _, _ => le_of_eq (zero_mul c).symm
  | .succ n, f, h => by
    show (∑ i, f i.castSucc) + f (last n) ≤ (natCast R n + 1) * c
    exact lin (add_le_add (sum_le_card_mul fun i => h i.castSucc) (h (last n)))

end Order

end Fin
