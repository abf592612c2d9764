prelude
import NN.Core.Unexpanders
universe u v

/-!
# Logic lemmas that tactics look up

`simp`, `rw`, `decide`, `split`, `conv` and `contradiction` build their proofs from lemmas that they know by
name. This file proves those, under the names and in the forms that Lean's tactics expect, and marks the
everyday rewriting rules of logic `@[simp]`.

## Main results

* `of_eq_true`, `eq_true`, `eq_false`, `of_decide_eq_true`: between a proposition and its truth value.
* `implies_congr`, `forall_congr`, `let_congr`, `ite_congr`, ...: rewriting under binders.
* `if_pos`, `if_neg`, `dif_pos`, `dif_neg`: branching on a known condition.
* `instDecidableEqNat`, `instDecidableEqBool`: what `decide` computes with.
-/

/-! ### Truth values -/

/-- `True` is true. -/
theorem trivial : True := True.intro

/-- What equals `True` holds. -/
theorem of_eq_true {p : Prop} (h : p = True) : p := h.symm ▸ trivial

/-- What equals `False` does not hold. -/
theorem of_eq_false {p : Prop} (h : p = False) : ¬p := fun hp => False.elim (h ▸ hp)

/-- What holds equals `True`. -/
theorem eq_true {p : Prop} (h : p) : p = True := propext ⟨fun _ => trivial, fun _ => h⟩

/-- What does not hold equals `False`. -/
theorem eq_false {p : Prop} (h : ¬p) : p = False := propext ⟨h, False.elim⟩

/-- What does not hold equals `False`, with the negation unfolded. -/
theorem eq_false' {p : Prop} (h : p → False) : p = False := eq_false h

/-- A proposition that is decided to be true equals `True`. -/
theorem eq_true_of_decide {p : Prop} [inst : Decidable p] (h : decide p = true) : p = True :=
  match inst, h with
  | isTrue hp, _ => eq_true hp
  | isFalse _, h => Bool.noConfusion h

/-- A proposition that is decided to be true holds. -/
theorem of_decide_eq_true {p : Prop} [inst : Decidable p] (h : decide p = true) : p :=
  of_eq_true (eq_true_of_decide h)

/-- `a = a` is true. -/
@[simp] theorem eq_self {α : Sort u} (a : α) : (a = a) = True := eq_true rfl

/-- `a ≠ b` is the negation of `a = b`. -/
@[simp] theorem ne_eq {α : Sort u} (a b : α) : (a ≠ b) = ¬(a = b) := rfl

/-- `a ≠ b` is symmetric. -/
@[symm] theorem Ne.symm {α : Sort u} {a b : α} (h : a ≠ b) : b ≠ a := fun e => h e.symm

/-- `False` does not hold. -/
theorem not_false : ¬False := id

/-! ### Equivalence -/

/-- Every proposition is equivalent to itself. -/
@[simp] theorem iff_self (p : Prop) : (p ↔ p) = True := eq_true ⟨id, id⟩

/-- Every proposition is equivalent to itself. -/
theorem Iff.rfl {a : Prop} : a ↔ a := ⟨id, id⟩

/-- Every proposition is equivalent to itself. -/
theorem Iff.refl (a : Prop) : a ↔ a := ⟨id, id⟩

/-- Equivalence is symmetric. -/
@[symm] theorem Iff.symm {a b : Prop} (h : a ↔ b) : b ↔ a := ⟨h.mpr, h.mp⟩

/-- Equivalence is transitive. -/
theorem Iff.trans {a b c : Prop} (h : a ↔ b) (g : b ↔ c) : a ↔ c :=
  ⟨fun x => g.mp (h.mp x), fun x => h.mpr (g.mpr x)⟩

/-- Equal propositions are equivalent. -/
theorem Eq.to_iff {a b : Prop} (h : a = b) : a ↔ b := h ▸ Iff.rfl

attribute [symm] Eq.symm

/-! ### Rewriting under binders -/

/-- Implications between equal propositions are equal. -/
theorem implies_congr {p₁ p₂ : Sort u} {q₁ q₂ : Sort v} (h₁ : p₁ = p₂) (h₂ : q₁ = q₂) :
    (p₁ → q₁) = (p₂ → q₂) :=
  h₁ ▸ h₂ ▸ rfl

/-- Implications are equal when their conclusions are equal under the premise. -/
theorem implies_congr_ctx {p₁ p₂ q₁ q₂ : Prop} (h₁ : p₁ = p₂) (h₂ : p₂ → q₁ = q₂) : (p₁ → q₁) = (p₂ → q₂) :=
  propext ⟨fun f h => (h₂ h) ▸ f (h₁ ▸ h), fun f h => (h₂ (h₁ ▸ h)) ▸ f (h₁ ▸ h)⟩

/-- The same for a conclusion that mentions the premise's proof. -/
theorem implies_dep_congr_ctx {p₁ p₂ q₁ : Prop} (h₁ : p₁ = p₂) {q₂ : p₂ → Prop} (h₂ : (h : p₂) → q₁ = q₂ h) :
    (p₁ → q₁) = ((h : p₂) → q₂ h) :=
  propext ⟨fun f h => (h₂ h) ▸ f (h₁ ▸ h), fun f h => (h₂ (h₁ ▸ h)) ▸ f (h₁ ▸ h)⟩

/-- Universal statements over equal predicates are equal. -/
theorem forall_congr {α : Sort u} {p q : α → Prop} (h : ∀ a, p a = q a) : (∀ a, p a) = (∀ a, q a) :=
  (funext h : p = q) ▸ rfl

/-- Universal statements over equal propositions are equal. -/
theorem forall_prop_congr_dom {p₁ p₂ : Prop} (h : p₁ = p₂) (q : p₁ → Prop) :
    (∀ a : p₁, q a) = (∀ a : p₂, q (h ▸ a)) := h ▸ rfl

/-- `let`s of equal values and bodies are equal. -/
theorem let_congr {α : Sort u} {β : Sort v} {a a' : α} {b b' : α → β} (h₁ : a = a') (h₂ : ∀ x, b x = b' x) :
    (let x := a; b x) = (let x := a'; b' x) := h₁ ▸ (funext h₂ : b = b') ▸ rfl

/-- Equations between equal things are equal. -/
theorem congr_eq {α : Sort u} {a b c d : α} (h : a = b) (g : c = d) : (a = c) = (b = d) := h ▸ g ▸ rfl

attribute [ext] funext

/-! ### Rewriting rules of logic -/

/-- `True` may be left out of a conjunction. -/
@[simp] theorem and_true (p : Prop) : (p ∧ True) = p := propext ⟨fun h => h.1, fun h => ⟨h, trivial⟩⟩

/-- `True` may be left out of a conjunction. -/
@[simp] theorem true_and (p : Prop) : (True ∧ p) = p := propext ⟨fun h => h.2, fun h => ⟨trivial, h⟩⟩

/-- A conjunction with itself. -/
@[simp] theorem and_self (p : Prop) : (p ∧ p) = p := propext ⟨fun h => h.1, fun h => ⟨h, h⟩⟩

/-- A conjunction with `False` is false. -/
@[simp] theorem and_false (p : Prop) : (p ∧ False) = False := propext ⟨fun h => h.2, False.elim⟩

/-- A conjunction with `False` is false. -/
@[simp] theorem false_and (p : Prop) : (False ∧ p) = False := propext ⟨fun h => h.1, False.elim⟩

/-- A disjunction with `True` is true. -/
@[simp] theorem or_true (p : Prop) : (p ∨ True) = True := eq_true (Or.inr trivial)

/-- A disjunction with `True` is true. -/
@[simp] theorem true_or (p : Prop) : (True ∨ p) = True := eq_true (Or.inl trivial)

/-- `False` may be left out of a disjunction. -/
@[simp] theorem or_false (p : Prop) : (p ∨ False) = p := propext ⟨fun h => h.rec id False.elim, Or.inl⟩

/-- `False` may be left out of a disjunction. -/
@[simp] theorem false_or (p : Prop) : (False ∨ p) = p := propext ⟨fun h => h.rec False.elim id, Or.inr⟩

/-- The negation of `True`. -/
@[simp] theorem not_true_eq_false : (¬True) = False := propext ⟨fun h => h trivial, False.elim⟩

/-- The negation of `False`. -/
@[simp] theorem not_false_eq_true : (¬False) = True := eq_true id

/-- What implies `True` is true. -/
@[simp] theorem implies_true (α : Sort u) : (∀ _ : α, True) = True := eq_true fun _ => trivial

/-- A true premise may be left out. -/
@[simp] theorem true_implies (p : Prop) : (True → p) = p := propext ⟨fun h => h trivial, fun h _ => h⟩

/-- What follows from `False` is true. -/
@[simp] theorem false_implies (p : Prop) : (False → p) = True := eq_true False.elim

/-- Proof by two cases. -/
theorem Or.elim {a b c : Prop} (h : a ∨ b) (l : a → c) (r : b → c) : c := h.rec l r

/-- Both parts of a conjunction may be weakened. -/
theorem And.imp {a b c d : Prop} (f : a → c) (g : b → d) (h : a ∧ b) : c ∧ d := ⟨f h.1, g h.2⟩

/-- Nothing satisfies `p` exactly when everything satisfies its negation. -/
theorem not_exists {α : Sort u} {p : α → Prop} : (¬∃ x, p x) ↔ ∀ x, ¬p x :=
  ⟨fun h x hx => h ⟨x, hx⟩, fun h ⟨x, hx⟩ => h x hx⟩

/-! ### Branching on a known condition -/

/-- A true condition takes the first branch. -/
@[simp] theorem if_pos {α : Sort u} {c : Prop} {h : Decidable c} (hc : c) {t e : α} : ite c t e = t := by
  cases h with
  | isTrue _ => rfl
  | isFalse hn => exact absurd hc hn

/-- A false condition takes the second branch. -/
theorem if_neg {α : Sort u} {c : Prop} {h : Decidable c} (hc : ¬c) {t e : α} : ite c t e = e := by
  cases h with
  | isFalse _ => rfl
  | isTrue hn => exact absurd hn hc

/-- A true condition takes the first branch, which may use it. -/
theorem dif_pos {α : Sort u} {c : Prop} {h : Decidable c} (hc : c) {t : c → α} {e : ¬c → α} :
    dite c t e = t hc := by
  cases h with
  | isTrue _ => rfl
  | isFalse hn => exact absurd hc hn

/-- A false condition takes the second branch, which may use it. -/
theorem dif_neg {α : Sort u} {c : Prop} {h : Decidable c} (hc : ¬c) {t : c → α} {e : ¬c → α} :
    dite c t e = e hc := by
  cases h with
  | isFalse _ => rfl
  | isTrue hn => exact absurd hn hc

/-- A true condition takes the first branch, in the form that `simp` uses. -/
@[simp] theorem ite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t e : α} : ite c t e = t :=
  if_pos hc

/-- A false condition takes the second branch, in the form that `simp` uses. -/
@[simp] theorem ite_eq_right {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t e : α} : ite c t e = e :=
  if_neg hc

/-- A true condition takes the first branch, which may use it, in the form that `simp` uses. -/
theorem dite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t : c → α} {e : ¬c → α} :
    dite c t e = t hc := dif_pos hc

/-- A false condition takes the second branch, which may use it, in the form that `simp` uses. -/
theorem dite_eq_right {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t : c → α} {e : ¬c → α} :
    dite c t e = e hc := dif_neg hc

/-- A condition equal to `True` takes the first branch. -/
theorem ite_eq_left_of_eq_true {α : Sort u} {c : Prop} {h : Decidable c} (t e : α) (hc : c = True) :
    ite c t e = t := if_pos (of_eq_true hc)

/-- A condition equal to `False` takes the second branch. -/
theorem ite_eq_right_of_eq_false {α : Sort u} {c : Prop} {h : Decidable c} (t e : α) (hc : c = False) :
    ite c t e = e := if_neg (of_eq_false hc)

/-- Branchings are equal when their conditions are, and their branches under the condition. -/
theorem ite_congr {α : Sort u} {b c : Prop} {x y u v : α} {s : Decidable b} [Decidable c] (h₁ : b = c)
    (h₂ : c → x = u) (h₃ : ¬c → y = v) : ite b x y = ite c u v := by
  subst h₁
  cases ‹Decidable b› <;> cases s
  · exact h₃ ‹_›
  · exact absurd ‹b› ‹¬b›
  · exact absurd ‹b› ‹¬b›
  · exact h₂ ‹_›

/-! ### Decidability -/

instance instDecidableTrue : Decidable True := isTrue trivial

instance instDecidableFalse : Decidable False := isFalse id

-- Below the classical instance: where that is open, `if ¬p then ...` uses it as a whole.

/-- Negations of decidable propositions are decidable. -/
instance (priority := 40) instDecidableNot {p : Prop} [dp : Decidable p] : Decidable (¬p) :=
  match dp with
  | isTrue hp => isFalse fun h => h hp
  | isFalse hp => isTrue hp

/-- Conjunctions of decidable propositions are decidable. -/
instance (priority := 40) instDecidableAnd {p q : Prop} [dp : Decidable p] [dq : Decidable q] :
    Decidable (p ∧ q) :=
  match dp with
  | isFalse hp => isFalse fun h => hp h.1
  | isTrue hp =>
    match dq with
    | isTrue hq => isTrue ⟨hp, hq⟩
    | isFalse hq => isFalse fun h => hq h.2

/-- Disjunctions of decidable propositions are decidable. -/
instance (priority := 40) instDecidableOr {p q : Prop} [dp : Decidable p] [dq : Decidable q] :
    Decidable (p ∨ q) :=
  match dp with
  | isTrue hp => isTrue (.inl hp)
  | isFalse hp =>
    match dq with
    | isTrue hq => isTrue (.inr hq)
    | isFalse hq => isFalse fun h => h.elim hp hq

/-- Equality of truth values is decidable. -/
instance instDecidableEqBool : DecidableEq Bool := fun a b =>
  match a, b with
  | true, true => isTrue rfl
  | false, false => isTrue rfl
  | true, false => isFalse (fun h => Bool.noConfusion h)
  | false, true => isFalse (fun h => Bool.noConfusion h)

/-- Equality of natural numbers is decidable. -/
instance instDecidableEqNat : DecidableEq Nat := Nat.decEq
