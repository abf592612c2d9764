prelude
import NN.Core.Native
universe u v w

/-!
# The classes behind the notation

`a + b` is `HAdd.hAdd a b`, `0` is `OfNat.ofNat 0`, `f x` for a bundled `f` goes through `CoeFun`, a `calc`
step through `Trans`: the parsers and macros of `NN.Core.Native` produce these names, so the classes have the
names and the order of arguments of Lean's own library.

## Main definitions

* `HAdd`, `HSub`, `HMul`, `HDiv`, `HPow`, `HMod`, `HSMul`: the operators, between types that may differ.
* `Add`, `Sub`, `Mul`, `Div`, `Neg`, `Inv`, `NatPow`, `Zero`, `One`, `LE`, `LT`: within one type.
* `CoeT`, `CoeFun`, `CoeSort`: coercions. `Trans`: the steps of `calc`.
* The instances of `Nat`.
-/

/-! ### Coercions -/

/-- The element `a : α` can be seen as an element of `β`. -/
class CoeT (α : Sort u) (_ : α) (β : Sort v) where
  /-- The element of `β`. -/
  coe : β

attribute [coe_decl] CoeT.coe

/-- The elements of `α` can be applied like functions. -/
class CoeFun (α : Sort u) (γ : outParam (α → Sort v)) where
  /-- The function. -/
  coe : (f : α) → γ f

attribute [coe_decl] CoeFun.coe

/-- The elements of `α` can be used as types. -/
class CoeSort (α : Sort u) (β : outParam (Sort v)) where
  /-- The type. -/
  coe : α → β

/-! ### Operators between types that may differ -/

/-- `a + b`. -/
class HAdd (α : Type u) (β : Type v) (γ : outParam (Type w)) where
  /-- `a + b`. -/
  hAdd : α → β → γ

/-- `a - b`. -/
class HSub (α : Type u) (β : Type v) (γ : outParam (Type w)) where
  /-- `a - b`. -/
  hSub : α → β → γ

/-- `a * b`. -/
class HMul (α : Type u) (β : Type v) (γ : outParam (Type w)) where
  /-- `a * b`. -/
  hMul : α → β → γ

/-- `a / b`. -/
class HDiv (α : Type u) (β : Type v) (γ : outParam (Type w)) where
  /-- `a / b`. -/
  hDiv : α → β → γ

/-- `a ^ b`. -/
class HPow (α : Type u) (β : Type v) (γ : outParam (Type w)) where
  /-- `a ^ b`. -/
  hPow : α → β → γ

/-- `a % b`. -/
class HMod (α : Type u) (β : Type v) (γ : outParam (Type w)) where
  /-- `a % b`. -/
  hMod : α → β → γ

/-- `a • b`. -/
class HSMul (α : Type u) (β : Type v) (γ : outParam (Type w)) where
  /-- `a • b`. -/
  hSMul : α → β → γ

/-! ### Operators within one type -/

/-- Types with an addition. -/
class Add (α : Type u) where
  /-- `a + b`. -/
  add : α → α → α

/-- Types with a subtraction. -/
class Sub (α : Type u) where
  /-- `a - b`. -/
  sub : α → α → α

/-- Types with a multiplication. -/
class Mul (α : Type u) where
  /-- `a * b`. -/
  mul : α → α → α

/-- Types with a division. -/
class Div (α : Type u) where
  /-- `a / b`. -/
  div : α → α → α

/-- Types with a negation. -/
class Neg (α : Type u) where
  /-- `-a`. -/
  neg : α → α

/-- Types with an inversion. -/
class Inv (α : Type u) where
  /-- `a⁻¹`. -/
  inv : α → α

/-- Types with natural powers. -/
class NatPow (α : Type u) where
  /-- `a ^ n`. -/
  pow : α → Nat → α

/-- Types with an order. -/
class LE (α : Type u) where
  /-- `a ≤ b`. -/
  le : α → α → Prop

/-- Types with a strict order. -/
class LT (α : Type u) where
  /-- `a < b`. -/
  lt : α → α → Prop

/-- Types with a zero. -/
class Zero (α : Type u) where
  /-- `0`. -/
  zero : α

/-- Types with a one. -/
class One (α : Type u) where
  /-- `1`. -/
  one : α

/-- Types with a divisibility. -/
class Dvd (α : Type u) where
  /-- `a ∣ b`. -/
  dvd : α → α → Prop

/-- Types with an equality that computes. -/
class BEq (α : Type u) where
  /-- `a == b`. -/
  beq : α → α → Bool

/-- Collections `γ` of elements of `α`. -/
class Membership (α : outParam (Type u)) (γ : Type v) where
  /-- `a ∈ c`. -/
  mem : γ → α → Prop

/-- `a > b` is `b < a`. -/
@[reducible] def GT.gt {α : Type u} [LT α] (a b : α) : Prop := LT.lt b a

/-- `a ≥ b` is `b ≤ a`. -/
@[reducible] def GE.ge {α : Type u} [LE α] (a b : α) : Prop := LE.le b a

@[default_instance] instance instHAdd {α : Type u} [Add α] : HAdd α α α := ⟨Add.add⟩
@[default_instance] instance instHSub {α : Type u} [Sub α] : HSub α α α := ⟨Sub.sub⟩
@[default_instance] instance instHMul {α : Type u} [Mul α] : HMul α α α := ⟨Mul.mul⟩
@[default_instance] instance instHDiv {α : Type u} [Div α] : HDiv α α α := ⟨Div.div⟩
@[default_instance] instance instHPow {α : Type u} [NatPow α] : HPow α Nat α := ⟨NatPow.pow⟩

/-- The numeral `0` of a type with a zero. -/
instance (priority := 300) Zero.toOfNat0 {α : Type u} [Zero α] : OfNat α (nat_lit 0) := ⟨Zero.zero⟩
/-- The numeral `1` of a type with a one. -/
instance (priority := 300) One.toOfNat1 {α : Type u} [One α] : OfNat α (nat_lit 1) := ⟨One.one⟩

attribute [match_pattern] Add.add HAdd.hAdd

/-! ### The natural numbers -/

instance instAddNat : Add Nat := ⟨Nat.add⟩
instance instMulNat : Mul Nat := ⟨Nat.mul⟩
instance instSubNat : Sub Nat := ⟨Nat.sub⟩
instance instNatPowNat : NatPow Nat := ⟨Nat.pow⟩
instance instLENat : LE Nat := ⟨Nat.le⟩
instance instLTNat : LT Nat := ⟨fun a b => Nat.le (.succ a) b⟩

/-! ### Steps of `calc` -/

/-- A step along `r` and one along `s` make one along `t`. -/
class Trans.{r, s, t, a, b, c} {α : Sort a} {β : Sort b} {γ : Sort c} (r : α → β → Sort r)
    (s : β → γ → Sort s) (t : outParam (α → γ → Sort t)) where
  /-- The two steps together. -/
  trans {a b c} : r a b → s b c → t a c

export Trans (trans)

instance {α : Sort u} {γ : Sort v} (r : α → γ → Sort w) : Trans Eq r r := ⟨fun h g => h ▸ g⟩
instance {α : Sort u} {β : Sort v} (r : α → β → Sort w) : Trans r Eq r := ⟨fun h g => g ▸ h⟩
