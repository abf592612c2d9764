prelude
import NN.Analysis.Frechet
import NN.Analysis.Hyperbolic
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! `Fin n`, finite sums over it, splitting `Fin (m + n)`. -/
theorem Nat.le_add {k m : Nat} (h : Nat.le k m) : (n : Nat) → Nat.le k (m + n)
  | .zero => h
  | .succ n => .step (Nat.le_add h n)
theorem Nat.le_of_succ_le {k m : Nat} (h : Nat.le (.succ k) m) : Nat.le k m := by
  induction h with
  | refl => exact .step .refl
  | step _ ih => exact .step ih
theorem Nat.le_of_succ_le_succ {k m : Nat} (h : Nat.le (.succ k) (.succ m)) : Nat.le k m := by
  cases h with
  | refl => exact .refl
  | step h => exact Nat.le_of_succ_le h
theorem Nat.not_succ_le_self : (n : Nat) → ¬Nat.le (.succ n) n
  | .zero => fun h => by cases h
  | .succ n => fun h => Nat.not_succ_le_self n (Nat.le_of_succ_le_succ h)
theorem Nat.ne_of_lt {k n : Nat} (h : Nat.le (.succ k) n) : k ≠ n := by
  intro e
  subst e
  exact Nat.not_succ_le_self k h
theorem Nat.add_lt_add_left {k n : Nat} (m : Nat) (h : Nat.le (.succ k) n) : Nat.le (.succ (m + k)) (m + n) := by
  induction h with
  | refl => exact .refl
  | step _ ih => exact .step ih
theorem Nat.lt_of_lt_succ_ne {k n : Nat} (h : Nat.le (.succ k) (.succ n)) (e : k ≠ n) : Nat.le (.succ k) n := by
  cases h with
  | refl => exact absurd rfl e
  | step h => exact h
namespace Fin
def castSucc {n : Nat} (i : Fin n) : Fin (.succ n) := ⟨i.val, .step i.isLt⟩
def last (n : Nat) : Fin (.succ n) := ⟨n, .refl⟩
def left {m : Nat} (n : Nat) (i : Fin m) : Fin (m + n) := ⟨i.val, Nat.le_add i.isLt n⟩
def right (m : Nat) {n : Nat} (j : Fin n) : Fin (m + n) := ⟨m + j.val, Nat.add_lt_add_left m j.isLt⟩
theorem elim0 {p : Prop} (i : Fin .zero) : p := by
  obtain ⟨k, h⟩ := i
  cases h
theorem cases_last {n : Nat} {p : Fin (.succ n) → Prop} (h : ∀ j : Fin n, p j.castSucc) (l : p (last n)) : ∀ i, p i
  | ⟨k, hk⟩ => by
    cases hk with
    | refl => exact l
    | step hk => exact h ⟨k, hk⟩
theorem cases_add {m : Nat} : {n : Nat} → {p : Fin (m + n) → Prop} → (∀ i, p (left n i)) → (∀ j, p (right m j)) → ∀ k, p k
  | .zero, _, h, _ => h
  | .succ n, _, h, g => cases_last (cases_add (n := n) (fun i => h i) fun j => g j.castSucc) (g (last n))
end Fin
attribute [-instance] instNormedSelf
variable {R : Type} [CompleteOrderedField R]
def sum : {n : Nat} → (Fin n → R) → R
  | .zero, _ => 0
  | .succ _, f => sum (fun i => f i.castSucc) + f (Fin.last _)
theorem sum_congr {n : Nat} {f g : Fin n → R} (h : ∀ i, f i = g i) : sum f = sum g := congrArg sum (funext h)
theorem sum_add : {n : Nat} → (f g : Fin n → R) → sum (fun i => f i + g i) = sum f + sum g
  | .zero, _, _ => (add_zero 0).symm
  | .succ _, f, g => by
    simp only [sum, sum_add]
    ring
theorem mul_sum (c : R) : {n : Nat} → (f : Fin n → R) → c * sum f = sum (fun i => c * f i)
  | .zero, _ => mul_zero c
  | .succ _, f => by simp only [sum, mul_add, mul_sum c]
theorem sum_zero : (n : Nat) → sum (fun _ : Fin n => (0 : R)) = 0
  | .zero => rfl
  | .succ n => by simp only [sum, sum_zero n, add_zero]
theorem sum_le : {n : Nat} → {f g : Fin n → R} → (∀ i, f i ≤ g i) → sum f ≤ sum g
  | .zero, _, _, _ => le_refl 0
  | .succ _, f, g, h => add_le_add (sum_le fun i => h i.castSucc) (h (Fin.last _))
theorem sum_nonneg {n : Nat} {f : Fin n → R} (h : ∀ i, 0 ≤ f i) : 0 ≤ sum f := sum_zero (R := R) n ▸ sum_le h
theorem le_sum : {n : Nat} → {f : Fin n → R} → (∀ i, 0 ≤ f i) → ∀ i, f i ≤ sum f
  | .zero, _, _ => fun i => i.elim0
  | .succ _, f, h => Fin.cases_last
    (fun j => le_trans (le_sum (fun i => h i.castSucc) j) (lin (h (Fin.last _)) : _ ≤ sum (fun i => f i.castSucc) + f (Fin.last _)))
    (lin (sum_nonneg fun i => h i.castSucc) : _ ≤ sum (fun i => f i.castSucc) + f (Fin.last _))
theorem abs_sum : {n : Nat} → (f : Fin n → R) → abs (sum f) ≤ sum (fun i => abs (f i))
  | .zero, _ => le_of_eq abs_zero
  | .succ _, f => le_trans (abs_add_le _ _) (add_le_add (abs_sum _) (le_refl _))
theorem sum_comm : {m n : Nat} → (f : Fin m → Fin n → R) → sum (fun i => sum (fun j => f i j)) = sum (fun j => sum (fun i => f i j))
  | .zero, n, _ => (sum_zero n).symm
  | .succ _, _, f => by
    simp only [sum]
    rw [sum_comm, sum_add]
theorem sum_split {m : Nat} : {n : Nat} → (f : Fin (m + n) → R) → sum f = sum (fun i => f (.left n i)) + sum (fun j => f (.right m j))
  | .zero, f => (add_zero _).symm
  | .succ n, f => (congrArg (fun s => s + f (Fin.last (m + n))) (sum_split fun i => f i.castSucc)).trans (add_assoc _ _ _)
