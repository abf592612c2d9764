prelude
import NN.Core.RingTactic

/-!
# Everyday tactics

Each `example` is one use of Lean's own tactics, bound in `NN.Core.Native` and served by the lemmas of
`NN.Core`.
-/

/-! ### Introduction, application, structure -/

example (p q r : Prop) : (p → q) → (q → r) → p → r := by
  intro h g hp
  apply g
  exact h hp

example (p q : Prop) (hp : p) (hq : q) : p ∧ q ∧ p := by
  refine ⟨?_, ?_, ?_⟩ <;> assumption

example (p q r : Prop) (hp : p) (hq : q) (hr : r) : p ∧ q ∧ r := by
  repeat (first | assumption | constructor)

example (p q : Prop) (hq : q) : p ∨ q := by
  right
  exact hq

example : ∃ n : Nat, n = 3 ∧ n = 3 := by
  exists 3

example (p q r : Prop) (h : p → q) (g : q → r) (hp : p) : r := by
  suffices hq : q from g hq
  have hq : q := h hp
  show q
  exact hq

example (p : Nat → Prop) (h : ∀ n, p n) : p 3 := by
  specialize h 3
  revert h
  generalize 3 = n
  intro h
  exact h

example (f : Nat → Nat) : f = f ∧ (1 : Nat) = 1 := by
  and_intros
  all_goals rfl

/-! ### Elimination -/

example (p q : Prop) (h : p ∧ q) : q ∧ p := by
  obtain ⟨hp, hq⟩ := h
  exact ⟨hq, hp⟩

example (p q r : Prop) (h : p ∨ q ∨ r) : (q ∨ p) ∨ r := by
  rcases h with h | h | h
  · exact .inl (.inr h)
  · exact .inl (.inl h)
  · exact .inr h

example (p q : Prop) (h : p ∨ q) : q ∨ p := by
  cases h with
  | inl h => exact .inr h
  | inr h => exact .inl h

example (p : Nat → Prop) : (∃ n, p n ∧ n = 3) → p 3 := by
  rintro ⟨n, h, rfl⟩
  exact h

example (n : Nat) : 0 + n = n := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg Nat.succ ih

example (m n : Nat) (h : Nat.succ m = Nat.succ n) : n = m := by
  injection h with h
  exact h.symm

example (a : Nat) (l : List Nat) (h : List.cons a l = .nil) : a = 5 := by
  cases h

example (p q : Prop) (h : p) (g : ¬p) : q := by
  contradiction

example (p : Prop) (h : ¬¬p) : p := by
  by_cases hp : p
  · exact hp
  · exfalso
    exact h hp

/-! ### Rewriting -/

example (a b c : Nat) (h : a = b) (g : b = c) : a = c := by
  rw [h, ← g]

example (a b : Nat) (h : a = b) (g : a = 3) : b = 3 := by
  rwa [h] at g

example (f : Nat → Nat) (a b : Nat) (h : a = b) (g : f a = f a + f b) : f b = f a + f b := by
  conv => lhs; rw [← h]
  exact g

example (f : Nat → Nat → Nat) (a b : Nat) (h : ∀ x, f x a = b) : (fun x => f x a) = fun _ => b := by
  conv =>
    lhs
    ext x
    rw [h]

example (a b c : Nat) (h : a = b) (g : b = c) : a = c :=
  calc
    a = b := h
    _ = c := g

example (a b c d : Nat) (h : a = b) (g : c = d) : a + c = b + d := by
  congr

example (a b : Nat) (h : a = b) : a + a = b + b := by
  subst h
  rfl

/-- Twice a number, to be unfolded. -/
def double (n : Nat) : Nat := n + n

example (n : Nat) : double n = n + n := by
  unfold double
  rfl

example (n : Nat) : double n = n + n := by
  show n + n = n + n
  rfl

/-! ### Simplification -/

example (a b c : Nat) (h : a = b) (g : b = c) : a = c ∧ True := by
  simp [h, g]

example (a b c : Nat) (h : a = b ∧ True) (g : b = c) : a = c := by
  simp only [and_true] at h
  simpa [h] using g

example (c : Prop) [Decidable c] (a b : Nat) (hc : ¬c) : (if c then a else b) = b := by
  simp [hc]

example (n : Nat) : double n = n + n := by
  simp [double]

example (p q : Nat → Prop) (h : ∀ n, p n ↔ q n) (g : ∀ n, q n) : ∀ n, p n := by
  simp only [h]
  exact g

example (p : Prop) : (p ∧ True ↔ p) ∧ (p ∨ False ↔ p) ∧ ¬False := by
  simp

/-! ### Extensionality, decision -/

example (f g : Nat → Nat) (h : ∀ n, f n = g n) : f = g := by
  funext n
  rw [h]

example (f g : Nat → Nat → Nat) (h : ∀ m n, f m n = g m n) : f = g := by
  ext m n
  exact h m n

example : (3 : Nat) + 4 = 7 := by
  decide

example : ¬(3 : Nat) = 4 ∧ ((1 : Nat) = 2 ∨ (2 : Nat) = 2) := by
  decide

example : (2 : Nat) ^ 10 = 1024 := by
  decide +kernel

/-! ### Notation -/

/-- A notation of one's own. -/
notation "twice " n => double n

/-- A macro of one's own. -/
macro "both_by " t:tactic : tactic => `(tactic| (constructor <;> $t))

example (p q : Prop) (hp : p) (hq : q) : (p ∧ q) ∧ (twice 2) = 4 := by
  both_by first | rfl | exact ⟨hp, hq⟩

example : ∃ n > 2, n ≤ 3 ∧ ∀ m < n, m ≤ n := by
  refine ⟨3, .refl, .refl, fun m h => ?_⟩
  have le_of_succ_le : ∀ {k l : Nat}, Nat.le k.succ l → k ≤ l := fun {k l} h => by
    induction h with
    | refl => exact .step .refl
    | step _ ih => exact .step ih
  exact le_of_succ_le h
