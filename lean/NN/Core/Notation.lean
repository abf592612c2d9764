prelude
import NN.Core.Native
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option genCtorIdx false
/-! Operation classes, unexpanders, and the lemmas native tactics look up by name. -/
class CoeT (α : Sort u) (_ : α) (β : Sort v) where coe : β
attribute [coe_decl] CoeT.coe
class CoeFun (α : Sort u) (γ : outParam (α → Sort v)) where coe : (f : α) → γ f
class CoeSort (α : Sort u) (β : outParam (Sort v)) where coe : α → β
class HAdd (α : Type u) (β : Type v) (γ : outParam (Type w)) where hAdd : α → β → γ
class HSub (α : Type u) (β : Type v) (γ : outParam (Type w)) where hSub : α → β → γ
class HMul (α : Type u) (β : Type v) (γ : outParam (Type w)) where hMul : α → β → γ
class HDiv (α : Type u) (β : Type v) (γ : outParam (Type w)) where hDiv : α → β → γ
class HPow (α : Type u) (β : Type v) (γ : outParam (Type w)) where hPow : α → β → γ
class HMod (α : Type u) (β : Type v) (γ : outParam (Type w)) where hMod : α → β → γ
class HSMul (α : Type u) (β : Type v) (γ : outParam (Type w)) where hSMul : α → β → γ
class Add (α : Type u) where add : α → α → α
class Sub (α : Type u) where sub : α → α → α
class Mul (α : Type u) where mul : α → α → α
class Div (α : Type u) where div : α → α → α
class Neg (α : Type u) where neg : α → α
class Inv (α : Type u) where inv : α → α
class NatPow (α : Type u) where pow : α → Nat → α
class LE (α : Type u) where le : α → α → Prop
class LT (α : Type u) where lt : α → α → Prop
class Zero (α : Type u) where zero : α
class One (α : Type u) where one : α
class Dvd (α : Type u) where dvd : α → α → Prop
class BEq (α : Type u) where beq : α → α → Bool
class Membership (α : outParam (Type u)) (γ : Type v) where mem : γ → α → Prop
@[reducible] def GT.gt {α : Type u} [LT α] (a b : α) : Prop := LT.lt b a
@[reducible] def GE.ge {α : Type u} [LE α] (a b : α) : Prop := LE.le b a
@[default_instance, instance_reducible] instance instHAdd {α : Type u} [Add α] : HAdd α α α := ⟨Add.add⟩
@[default_instance, instance_reducible] instance instHSub {α : Type u} [Sub α] : HSub α α α := ⟨Sub.sub⟩
@[default_instance, instance_reducible] instance instHMul {α : Type u} [Mul α] : HMul α α α := ⟨Mul.mul⟩
@[default_instance, instance_reducible] instance instHDiv {α : Type u} [Div α] : HDiv α α α := ⟨Div.div⟩
@[default_instance, instance_reducible] instance instHPow {α : Type u} [NatPow α] : HPow α Nat α := ⟨NatPow.pow⟩
instance (priority := 300) Zero.toOfNat0 {α : Type u} [Zero α] : OfNat α (nat_lit 0) := ⟨Zero.zero⟩
instance (priority := 300) One.toOfNat1 {α : Type u} [One α] : OfNat α (nat_lit 1) := ⟨One.one⟩
instance instAddNat : Add Nat := ⟨Nat.add⟩
instance instMulNat : Mul Nat := ⟨Nat.mul⟩
instance instSubNat : Sub Nat := ⟨Nat.sub⟩
instance instLENat : LE Nat := ⟨Nat.le⟩
instance instLTNat : LT Nat := ⟨fun a b => Nat.le (.succ a) b⟩
class Trans.{r, s, t, a, b, c} {α : Sort a} {β : Sort b} {γ : Sort c} (r : α → β → Sort r) (s : β → γ → Sort s) (t : outParam (α → γ → Sort t)) where
  trans {a b c} : r a b → s b c → t a c
export Trans (trans)
instance {α : Sort u} {γ : Sort v} (r : α → γ → Sort w) : Trans Eq r r := ⟨fun h g => h ▸ g⟩
instance {α : Sort u} {β : Sort v} (r : α → β → Sort w) : Trans r Eq r := ⟨fun h g => g ▸ h⟩
@[app_unexpander Eq, extern "n"] opaque «_aux_Init_Notation___unexpand_Eq_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander And, extern "n"] opaque «_aux_Init_Notation___unexpand_And_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Or, extern "n"] opaque «_aux_Init_Notation___unexpand_Or_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Not, extern "n"] opaque «_aux_Init_Notation___unexpand_Not_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Iff, extern "n"] opaque «_aux_Init_Core___unexpand_Iff_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Iff, extern "n"] opaque «_aux_Init_Core___unexpand_Iff_2» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Ne, extern "n"] opaque «_aux_Init_Core___unexpand_Ne_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander HAdd.hAdd, extern "n"] opaque «_aux_Init_Notation___unexpand_HAdd_hAdd_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander HSub.hSub, extern "n"] opaque «_aux_Init_Notation___unexpand_HSub_hSub_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander HMul.hMul, extern "n"] opaque «_aux_Init_Notation___unexpand_HMul_hMul_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander HDiv.hDiv, extern "n"] opaque «_aux_Init_Notation___unexpand_HDiv_hDiv_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Neg.neg, extern "n"] opaque «_aux_Init_Notation___unexpand_Neg_neg_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Inv.inv, extern "n"] opaque «_aux_Init_Notation___unexpand_Inv_inv_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander HPow.hPow, extern "n"] opaque «_aux_Init_Notation___unexpand_HPow_hPow_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander LT.lt, extern "n"] opaque «_aux_Init_Notation___unexpand_LT_lt_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander LE.le, extern "n"] opaque «_aux_Init_Notation___unexpand_LE_le_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander LE.le, extern "n"] opaque «_aux_Init_Notation___unexpand_LE_le_2» : Lean.PrettyPrinter.Unexpander
@[app_unexpander GT.gt, extern "n"] opaque «_aux_Init_Notation___unexpand_GT_gt_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander GE.ge, extern "n"] opaque «_aux_Init_Notation___unexpand_GE_ge_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander GE.ge, extern "n"] opaque «_aux_Init_Notation___unexpand_GE_ge_2» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Prod, extern "n"] opaque «_aux_Init_Notation___unexpand_Prod_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Function.comp, extern "n"] opaque «_aux_Init_Notation___unexpand_Function_comp_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Membership.mem, extern "n"] opaque «_aux_Init_Notation___unexpand_Membership_mem_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander BEq.beq, extern "n"] opaque «_aux_Init_Notation___unexpand_BEq_beq_1» : Lean.PrettyPrinter.Unexpander
@[app_unexpander Exists, extern "n"] opaque unexpandExists : Lean.PrettyPrinter.Unexpander
@[app_unexpander Prod.mk, extern "n"] opaque unexpandProdMk : Lean.PrettyPrinter.Unexpander
@[app_unexpander ite, extern "n"] opaque unexpandIte : Lean.PrettyPrinter.Unexpander
@[app_unexpander List.nil, extern "n"] opaque unexpandListNil : Lean.PrettyPrinter.Unexpander
@[app_unexpander Subtype, extern "n"] opaque unexpandSubtype : Lean.PrettyPrinter.Unexpander
@[app_unexpander Eq.ndrec, extern "n"] opaque unexpandEqNDRec : Lean.PrettyPrinter.Unexpander
theorem trivial : True := True.intro
theorem of_eq_true {p : Prop} (h : p = True) : p := h.symm ▸ trivial
theorem of_eq_false {p : Prop} (h : p = False) : ¬p := fun hp => False.elim (h ▸ hp)
theorem eq_true {p : Prop} (h : p) : p = True := propext ⟨fun _ => trivial, fun _ => h⟩
theorem eq_false {p : Prop} (h : ¬p) : p = False := propext ⟨h, False.elim⟩
theorem eq_false' {p : Prop} (h : p → False) : p = False := eq_false h
theorem eq_true_of_decide {p : Prop} [inst : Decidable p] (h : decide p = true) : p = True :=
  match inst, h with
  | isTrue hp, _ => eq_true hp
  | isFalse _, h => Bool.noConfusion h
theorem eq_self {α : Sort u} (a : α) : (a = a) = True := eq_true rfl
theorem ne_eq {α : Sort u} (a b : α) : (a ≠ b) = ¬(a = b) := rfl
theorem iff_self (p : Prop) : (p ↔ p) = True := eq_true ⟨id, id⟩
theorem Iff.rfl {a : Prop} : a ↔ a := ⟨id, id⟩
theorem Iff.refl (a : Prop) : a ↔ a := ⟨id, id⟩
theorem Iff.symm {a b : Prop} (h : a ↔ b) : b ↔ a := ⟨h.mpr, h.mp⟩
theorem Iff.trans {a b c : Prop} (h : a ↔ b) (g : b ↔ c) : a ↔ c := ⟨fun x => g.mp (h.mp x), fun x => h.mpr (g.mpr x)⟩
theorem Eq.to_iff {a b : Prop} (h : a = b) : a ↔ b := h ▸ Iff.rfl
theorem Ne.symm {α : Sort u} {a b : α} (h : a ≠ b) : b ≠ a := fun e => h e.symm
theorem not_false : ¬False := id
theorem implies_congr {p₁ p₂ : Sort u} {q₁ q₂ : Sort v} (h₁ : p₁ = p₂) (h₂ : q₁ = q₂) : (p₁ → q₁) = (p₂ → q₂) := h₁ ▸ h₂ ▸ rfl
theorem implies_congr_ctx {p₁ p₂ q₁ q₂ : Prop} (h₁ : p₁ = p₂) (h₂ : p₂ → q₁ = q₂) : (p₁ → q₁) = (p₂ → q₂) :=
  propext ⟨fun f h => (h₂ h) ▸ f (h₁ ▸ h), fun f h => (h₂ (h₁ ▸ h)) ▸ f (h₁ ▸ h)⟩
theorem implies_dep_congr_ctx {p₁ p₂ q₁ : Prop} (h₁ : p₁ = p₂) {q₂ : p₂ → Prop} (h₂ : (h : p₂) → q₁ = q₂ h) : (p₁ → q₁) = ((h : p₂) → q₂ h) :=
  propext ⟨fun f h => (h₂ h) ▸ f (h₁ ▸ h), fun f h => (h₂ (h₁ ▸ h)) ▸ f (h₁ ▸ h)⟩
theorem forall_congr {α : Sort u} {p q : α → Prop} (h : ∀ a, p a = q a) : (∀ a, p a) = (∀ a, q a) := (funext h : p = q) ▸ rfl
theorem forall_prop_congr_dom {p₁ p₂ : Prop} (h : p₁ = p₂) (q : p₁ → Prop) : (∀ a : p₁, q a) = (∀ a : p₂, q (h ▸ a)) := h ▸ rfl
theorem let_congr {α : Sort u} {β : Sort v} {a a' : α} {b b' : α → β} (h₁ : a = a') (h₂ : ∀ x, b x = b' x) : (let x := a; b x) = (let x := a'; b' x) := h₁ ▸ (funext h₂ : b = b') ▸ rfl
@[simp] theorem and_true (p : Prop) : (p ∧ True) = p := propext ⟨fun h => h.1, fun h => ⟨h, trivial⟩⟩
@[simp] theorem true_and (p : Prop) : (True ∧ p) = p := propext ⟨fun h => h.2, fun h => ⟨trivial, h⟩⟩
@[simp] theorem and_self (p : Prop) : (p ∧ p) = p := propext ⟨fun h => h.1, fun h => ⟨h, h⟩⟩
@[simp] theorem and_false (p : Prop) : (p ∧ False) = False := propext ⟨fun h => h.2, False.elim⟩
@[simp] theorem false_and (p : Prop) : (False ∧ p) = False := propext ⟨fun h => h.1, False.elim⟩
@[simp] theorem or_true (p : Prop) : (p ∨ True) = True := eq_true (Or.inr trivial)
@[simp] theorem true_or (p : Prop) : (True ∨ p) = True := eq_true (Or.inl trivial)
@[simp] theorem or_false (p : Prop) : (p ∨ False) = p := propext ⟨fun h => h.rec id False.elim, Or.inl⟩
@[simp] theorem false_or (p : Prop) : (False ∨ p) = p := propext ⟨fun h => h.rec False.elim id, Or.inr⟩
@[simp] theorem not_true_eq_false : (¬True) = False := propext ⟨fun h => h trivial, False.elim⟩
@[simp] theorem not_false_eq_true : (¬False) = True := eq_true id
@[simp] theorem implies_true (α : Sort u) : (∀ _ : α, True) = True := eq_true fun _ => trivial
@[simp] theorem true_implies (p : Prop) : (True → p) = p := propext ⟨fun h => h trivial, fun h _ => h⟩
@[simp] theorem false_implies (p : Prop) : (False → p) = True := eq_true False.elim
theorem Or.elim {a b c : Prop} (h : a ∨ b) (l : a → c) (r : b → c) : c := h.rec l r
theorem And.imp {a b c d : Prop} (f : a → c) (g : b → d) (h : a ∧ b) : c ∧ d := ⟨f h.1, g h.2⟩
attribute [simp] ne_eq eq_self iff_self
theorem ite_congr {α : Sort u} {b c : Prop} {x y u v : α} {s : Decidable b} [Decidable c] (h₁ : b = c) (h₂ : c → x = u) (h₃ : ¬c → y = v) : ite b x y = ite c u v := by
  subst h₁
  cases ‹Decidable b› <;> cases s
  · exact h₃ ‹_›
  · exact absurd ‹b› ‹¬b›
  · exact absurd ‹b› ‹¬b›
  · exact h₂ ‹_›
@[simp] theorem if_pos {α : Sort u} {c : Prop} {h : Decidable c} (hc : c) {t e : α} : ite c t e = t := by
  cases h with
  | isTrue _ => rfl
  | isFalse hn => exact absurd hc hn
theorem if_neg {α : Sort u} {c : Prop} {h : Decidable c} (hc : ¬c) {t e : α} : ite c t e = e := by
  cases h with
  | isFalse _ => rfl
  | isTrue hn => exact absurd hn hc
instance instDecidableTrue : Decidable True := isTrue trivial
instance instDecidableFalse : Decidable False := isFalse id
instance instDecidableEqBool : DecidableEq Bool := fun a b =>
  match a, b with
  | true, true => isTrue rfl
  | false, false => isTrue rfl
  | true, false => isFalse (fun h => Bool.noConfusion h)
  | false, true => isFalse (fun h => Bool.noConfusion h)
instance instDecidableEqNat : DecidableEq Nat := Nat.decEq
theorem of_decide_eq_true {p : Prop} [inst : Decidable p] (h : decide p = true) : p := of_eq_true (eq_true_of_decide h)
@[simp] theorem ite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t e : α} : ite c t e = t := if_pos hc
@[simp] theorem ite_eq_right {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t e : α} : ite c t e = e := if_neg hc
theorem ite_eq_left_of_eq_true {α : Sort u} {c : Prop} {h : Decidable c} (t e : α) (hc : c = True) : ite c t e = t := if_pos (of_eq_true hc)
theorem ite_eq_right_of_eq_false {α : Sort u} {c : Prop} {h : Decidable c} (t e : α) (hc : c = False) : ite c t e = e := if_neg (of_eq_false hc)
/-! Classical logic: excluded middle by Diaconescu's argument. -/
namespace Classical
theorem exists_choice {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : Nonempty (Subtype p) :=
  match h with
  | ⟨x, hx⟩ => ⟨⟨x, hx⟩⟩
noncomputable def choose {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : α := (choice (exists_choice h)).val
theorem choose_spec {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : p (choose h) := (choice (exists_choice h)).property
theorem em (p : Prop) : p ∨ ¬p := by
  have hU : ∃ x : Bool, x = true ∨ p := ⟨true, Or.inl rfl⟩
  have hV : ∃ x : Bool, x = false ∨ p := ⟨false, Or.inl rfl⟩
  rcases choose_spec hU with hu | hp
  · rcases choose_spec hV with hv | hp
    · right
      intro hp
      have e : (fun x : Bool => x = true ∨ p) = (fun x : Bool => x = false ∨ p) := by
        funext x
        exact propext ⟨fun _ => Or.inr hp, fun _ => Or.inr hp⟩
      have key : ∀ (P Q : Bool → Prop) (hP : ∃ x, P x) (hQ : ∃ x, Q x), P = Q → choose hP = choose hQ := by
        intro P Q hP hQ e
        subst e
        rfl
      have := key _ _ hU hV e
      rw [hu, hv] at this
      exact Bool.noConfusion this
    · exact Or.inl hp
  · exact Or.inl hp
theorem byContradiction {p : Prop} (h : ¬p → False) : p := (em p).elim id fun hn => (h hn).elim
theorem byCases {p q : Prop} (h₁ : p → q) (h₂ : ¬p → q) : q := (em p).elim h₁ h₂
noncomputable def propDecidable (p : Prop) : Decidable p :=
  choice ((em p).elim (fun h => ⟨isTrue h⟩) (fun h => ⟨isFalse h⟩))
theorem not_forall {α : Sort u} {p : α → Prop} : (¬∀ x, p x) ↔ ∃ x, ¬p x :=
  ⟨fun h => byContradiction fun h2 => h fun x => byContradiction fun hx => h2 ⟨x, hx⟩, fun ⟨x, hx⟩ h => hx (h x)⟩
theorem not_not {p : Prop} : ¬¬p ↔ p := ⟨fun h => byContradiction h, fun h n => n h⟩
noncomputable scoped instance (priority := 50) instPropDecidable (p : Prop) : Decidable p := propDecidable p
end Classical
theorem not_exists {α : Sort u} {p : α → Prop} : (¬∃ x, p x) ↔ ∀ x, ¬p x := ⟨fun h x hx => h ⟨x, hx⟩, fun h ⟨x, hx⟩ => h x hx⟩
theorem dif_pos {α : Sort u} {c : Prop} {h : Decidable c} (hc : c) {t : c → α} {e : ¬c → α} : dite c t e = t hc := by
  cases h with
  | isTrue _ => rfl
  | isFalse hn => exact absurd hc hn
theorem dif_neg {α : Sort u} {c : Prop} {h : Decidable c} (hc : ¬c) {t : c → α} {e : ¬c → α} : dite c t e = e hc := by
  cases h with
  | isFalse _ => rfl
  | isTrue hn => exact absurd hn hc
theorem dite_eq_left {c : Prop} {h : Decidable c} (hc : c) {α : Sort u} {t : c → α} {e : ¬c → α} : dite c t e = t hc := dif_pos hc
theorem dite_eq_right {c : Prop} {h : Decidable c} (hc : ¬c) {α : Sort u} {t : c → α} {e : ¬c → α} : dite c t e = e hc := dif_neg hc
theorem congr_eq {α : Sort u} {a b c d : α} (h : a = b) (g : c = d) : (a = c) = (b = d) := h ▸ g ▸ rfl
attribute [ext] funext
attribute [symm] Eq.symm Iff.symm Ne.symm
attribute [match_pattern] Add.add HAdd.hAdd
