prelude
import NN.Core.RingTactic
universe u v

/-!
# Definitional equality

One theorem per rule of conversion, each proven by `rfl`.
-/

namespace Features

/-! ### Functions, `let`, definitions -/

theorem beta (f : Nat → Nat → Nat) (a b : Nat) : (fun x y => f y x) a b = f b a := rfl

theorem eta {α : Sort u} {β : α → Sort v} (f : (a : α) → β a) : (fun a => f a) = f := rfl

theorem zeta (a : Nat) : (let b := a + a; b + b) = a + a + (a + a) := rfl

theorem zeta_dependent : (let n := 3; (⟨n, .step (.refl)⟩ : Fin (.succ (.succ n)))).val = 3 := rfl

def double (n : Nat) : Nat := n + n

theorem delta (n : Nat) : double (double n) = n + n + (n + n) := rfl

theorem delta_congruence (f : Nat → Nat) (n : Nat) : f (double n) = f (double ((fun x => x) n)) := rfl

/-! ### Structures -/

/-- A structure with a parameter and a dependent field. -/
structure Point (α : Type u) (p : α → Prop) where
  x : α
  y : Nat
  h : p x

/-- A structure that extends another. -/
structure Named (α : Type u) (p : α → Prop) extends Point α p where
  name : Nat

theorem projection {α : Type u} {p : α → Prop} (a : α) (h : p a) : (Point.mk a 3 h).x = a := rfl

theorem structure_eta {α : Type u} {p : α → Prop} (q : Point α p) : Point.mk q.x q.y q.h = q := rfl

theorem structure_eta_nested {α : Type u} {p : α → Prop} (q : Named α p) :
    Named.mk ⟨q.x, q.y, q.h⟩ q.name = q := rfl

theorem structure_eta_function {α β : Type u} (f : Prod α β → Nat) :
    (fun q : Prod α β => f ⟨q.fst, q.snd⟩) = f := rfl

theorem unit_eta (a b : PUnit.{u}) : a = b := rfl

theorem recursor_on_structure_eta {α β : Type u} (q : Prod α β) (f : α → β → Nat) :
    Prod.rec (motive := fun _ => Nat) f q = f q.fst q.snd := rfl

/-! ### Proofs -/

theorem proof_irrelevance {p : Prop} (a b : p) : a = b := rfl

theorem proof_irrelevance_subtype {α : Type u} {p : α → Prop} (a : α) (h g : p a) :
    (⟨a, h⟩ : Subtype p) = ⟨a, g⟩ := rfl

/-- A cast along any proof of `α = α` is the identity: `Eq.rec` reduces although the proof is no `refl`. -/
theorem k_reduction {α : Type u} (a : α) (h : α = α) : cast h a = a := rfl

theorem k_reduction_motive {α : Type u} (C : α → Type v) (a : α) (h : a = a) (c : C a) :
    Eq.ndrec (motive := C) c h = c := rfl

theorem heq_k {α : Sort u} (a : α) (h : HEq a a) : eq_of_heq h = rfl := rfl

/-! ### Quotients -/

theorem quot_lift {α : Sort u} {β : Sort v} {r : α → α → Prop} (f : α → β)
    (h : ∀ a b, r a b → f a = f b) (a : α) : Quot.lift f h (Quot.mk r a) = f a := rfl

theorem quot_ind {α : Sort u} {r : α → α → Prop} (p : Quot r → Prop) (h : ∀ a, p (Quot.mk r a)) (q : Quot r) :
    p q :=
  Quot.ind h q

theorem quot_sound {α : Sort u} {r : α → α → Prop} {a b : α} (h : r a b) : Quot.mk r a = Quot.mk r b :=
  Quot.sound h

noncomputable def quotMap {α β : Type u} {r : α → α → Prop} {s : β → β → Prop} (f : α → β)
    (h : ∀ a b, r a b → s (f a) (f b)) : Quot r → Quot s :=
  Quot.lift (fun a => Quot.mk s (f a)) fun a b k => Quot.sound (h a b k)

theorem quotMap_mk {α β : Type u} {r : α → α → Prop} {s : β → β → Prop} (f : α → β)
    (h : ∀ a b, r a b → s (f a) (f b)) (a : α) : quotMap f h (Quot.mk r a) = Quot.mk s (f a) := rfl

/-! ### Universes -/

theorem max_comm (α : Sort u) (β : Sort v) (γ : Sort (max u v)) (c : γ) (f : α → β → γ) (a : α) (b : β) :
    (fun (δ : Sort (max v u)) (d : δ) (_ : δ) => d) γ (f a b) c = f a b := rfl

theorem imax_prop (p : Sort u → Prop) (q : (α : Sort u) → p α) : (α : Sort u) → p α := q

theorem imax_succ : (Nat → Type u) = ((_ : Nat) → Type u) := rfl

/-- A dependent function type lives in `imax`, so it is a proposition when its values are. -/
def Pi (α : Sort u) (β : α → Sort v) : Sort (imax u v) := (a : α) → β a

theorem pi_prop (p : Nat → Prop) (h : Pi Nat p) : ∀ n, p n := h

theorem pi_irrelevance (p : Nat → Prop) (h g : Pi Nat p) : h = g := rfl

theorem imax_zero (α : Sort u) (β : Sort (imax u 0)) (h g : β) (_ : α) : h = g := rfl

/-! ### Literals -/

theorem nat_literal : (.succ (.succ .zero) : Nat) = 2 := rfl

theorem nat_literal_succ (n : Nat) : .succ n + 2 = .succ (.succ (.succ n)) := rfl

theorem nat_recursor_on_literal : Nat.rec (motive := fun _ => Nat) 0 (fun n _ => n) 100000000000000000000 =
    99999999999999999999 := rfl

theorem nat_add : Nat.add 123456789012345678901234567890 987654321098765432109876543210 =
    1111111110111111111011111111100 := rfl

theorem nat_sub : Nat.sub 987654321098765432109876543210 123456789012345678901234567890 =
    864197532086419753208641975320 := rfl

theorem nat_sub_zero : Nat.sub 3 1000000000000 = 0 := rfl

theorem nat_mul :
    Nat.mul 123456789012345678901234567890 1000000000000 = 123456789012345678901234567890000000000000 := rfl

theorem nat_pow : Nat.pow 2 100 = 1267650600228229401496703205376 := rfl

theorem nat_pow_zero : Nat.pow 0 0 = 1 := rfl

theorem nat_beq : Nat.beq 123456789012345678901234567890 123456789012345678901234567890 = true := rfl

theorem nat_beq_false : Nat.beq 123456789012345678901234567890 123456789012345678901234567891 = false := rfl

theorem nat_ble : Nat.ble 123456789012345678901234567890 123456789012345678901234567891 = true := rfl

theorem nat_ble_false : Nat.ble 1000000000000 999999999999 = false := rfl

theorem nat_literal_under_match (n : Nat) : (match n + 3 with | .zero => 0 | .succ m => m) = n + 2 := rfl

/-! ### Data -/

theorem char_value (c : Char) : Char.mk c.val = c := rfl

theorem list_recursor :
    List.rec (motive := fun _ => Nat) 0 (fun a _ n => a + n) (.cons 1 (.cons 2 (.cons 39 .nil))) = 42 := rfl

theorem bool_cases (b : Bool) : (match b with | true => b | false => b) = b := by
  cases b <;> rfl

/-! ### Opaque constants and irreducible definitions -/

/-- A constant that does not unfold. -/
opaque secret : Nat := 3

theorem opaque_is_itself : secret = secret := rfl

@[irreducible] def hidden : Nat := 3

/-- The kernel does not know about irreducibility. -/
theorem hidden_unfolds : hidden = 3 := by
  unfold hidden
  rfl

end Features
