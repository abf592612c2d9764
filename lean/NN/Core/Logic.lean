prelude
universe u v w
-- `T.ctorIdx` needs `Nat`, which comes in `NN.Core.Nat`.
set_option genCtorIdx false

/-!
# Propositions, equality, pairs

The first file of the library. There is no `Init` beneath it: Lean's elaborator, tactics and kernel look up a
few hundred constants by name (`Eq.mpr`, `HEq`, `PProd`, `propext`, ...), and the files of `NN.Core` declare
those of them that this project needs. *Names and types therefore follow Lean's own library*; the proofs are
ours, and what nobody looks up is left out.

## Main definitions

* `True`, `False`, `Not`, `And`, `Or`, `Iff`, `Exists`, `Eq`, `HEq`, `Ne`: the connectives.
* `PUnit`, `Prod`, `PProd`, `Sum`, `Subtype`, `PLift`, `PULift`: the type formers without recursion.
* `propext`, `Classical.choice`, `Quot.sound`: the only axioms; `funext` follows from the third.
* `Inhabited`, `Nonempty`: classes of types with an element.

`sorryAx` is declared because without it a failing proof leaves no trace; it is an axiom that no accepted
module uses (`lean -E hasSorry` makes each use an error). The `lc...` axioms are marks of Lean's compiler;
`unsafe` keeps them out of proofs.
-/

/-! ### The unit type and functions -/

set_option bootstrap.inductiveCheckResultingUniverse false in
/-- The type with one element, in any universe. -/
inductive PUnit : Sort u where
  /-- The only element. -/
  | unit : PUnit

/-- The type with one element. -/
abbrev Unit : Type := PUnit

/-- The only element of `Unit`. -/
@[match_pattern] abbrev Unit.unit : Unit := PUnit.unit

/-- The compiler's mark for an erased term. -/
unsafe axiom lcErased : Type
/-- The compiler's mark for an absent value. -/
unsafe axiom lcVoid : Type
/-- The compiler's mark for a value of unknown type. -/
unsafe axiom lcAny : Type
/-- The compiler's mark for an erased proof. -/
unsafe axiom lcProof {α : Prop} : α
/-- The compiler's mark for code that cannot be reached. -/
unsafe axiom lcUnreachable {α : Sort u} : α

/-- The identity function. -/
@[inline] def id {α : Sort u} (a : α) : α := a

/-- The constant function. -/
@[inline] abbrev Function.const {α : Sort u} (β : Sort v) (a : α) : β → α := fun _ => a

/-- Composition of functions, `g` first. -/
@[inline] def Function.comp {α : Sort u} {β : Sort v} {δ : Sort w} (f : β → δ) (g : α → β) : α → δ :=
  fun x => f (g x)

/-- Marks the type of an argument that has a default value: `(x : α := a)`. -/
@[reducible] def optParam (α : Sort u) (_default : α) : Sort u := α

/-- Marks a class parameter that instance search finds instead of being given it. -/
@[reducible] def outParam (α : Sort u) : Sort u := α

/-- Marks a class parameter that instance search may find or be given. -/
@[reducible] def semiOutParam (α : Sort u) : Sort u := α

set_option checkBinderAnnotations false in
/-- The instance that instance search finds for `α`. -/
abbrev inferInstance {α : Sort u} [i : α] : α := i

/-- The function behind `let_fun`. -/
def letFun {α : Sort u} {β : α → Sort v} (a : α) (f : (x : α) → β x) : β a := f a

/-! ### Equality -/

/-- Equality: the least reflexive relation. -/
inductive Eq : α → α → Prop where
  /-- Everything equals itself. -/
  | refl (a : α) : Eq a a

/-- Recursion on an equation whose motive does not mention the equation. -/
abbrev Eq.ndrec.{u1, u2} {α : Sort u2} {a : α} {motive : α → Sort u1} (m : motive a) {b : α} (h : Eq a b) :
    motive b :=
  h.rec m

/-- Equality between elements of types that need not be syntactically the same. -/
inductive HEq : {α : Sort u} → α → {β : Sort u} → β → Prop where
  /-- Everything equals itself. -/
  | refl (a : α) : HEq a a

set_option linter.defProp false in -- a pattern must be a definition
/-- Everything equals itself. -/
@[match_pattern] def rfl {α : Sort u} {a : α} : Eq a a := Eq.refl a

/-- Equals may be replaced by equals. -/
theorem Eq.subst {α : Sort u} {motive : α → Prop} {a b : α} (h₁ : Eq a b) (h₂ : motive a) : motive b :=
  Eq.ndrec h₂ h₁

/-- Equality is symmetric. -/
theorem Eq.symm {α : Sort u} {a b : α} (h : Eq a b) : Eq b a := h ▸ rfl

/-- Equality is transitive. -/
theorem Eq.trans {α : Sort u} {a b c : α} (h₁ : Eq a b) (h₂ : Eq b c) : Eq a c := h₂ ▸ h₁

/-- An element of `α`, seen as an element of the equal type `β`. -/
@[macro_inline] def cast {α β : Sort u} (h : Eq α β) (a : α) : β := h.rec a

/-- From `α = β` to `α → β`. -/
@[macro_inline] def Eq.mp {α β : Sort u} (h : Eq α β) (a : α) : β := h.rec a

/-- From `α = β` to `β → α`. -/
@[macro_inline] def Eq.mpr {α β : Sort u} (h : Eq α β) (b : β) : α :=
  h.rec (motive := fun x _ => x → α) (fun a => a) b

/-- A function has equal values at equal arguments. -/
theorem congrArg {α : Sort u} {β : Sort v} {a₁ a₂ : α} (f : α → β) (h : Eq a₁ a₂) : Eq (f a₁) (f a₂) :=
  h ▸ rfl

/-- Equal functions have equal values. -/
theorem congrFun {α : Sort u} {β : α → Sort v} {f g : (x : α) → β x} (h : Eq f g) (a : α) : Eq (f a) (g a) :=
  h ▸ rfl

/-- Equal functions have equal values, for functions into one type. -/
theorem congrFun' {α : Sort u} {β : Sort v} {f g : α → β} (h : Eq f g) (a : α) : Eq (f a) (g a) := h ▸ rfl

/-- Equal functions have equal values at equal arguments. -/
theorem congr {α : Sort u} {β : Sort v} {f₁ f₂ : α → β} {a₁ a₂ : α} (h₁ : Eq f₁ f₂) (h₂ : Eq a₁ a₂) :
    Eq (f₁ a₁) (f₂ a₂) := h₁ ▸ h₂ ▸ rfl

set_option linter.defProp false in -- a pattern must be a definition
/-- Everything equals itself. -/
@[match_pattern] protected def HEq.rfl {α : Sort u} {a : α} : HEq a a := HEq.refl a

/-- Within one type the two equalities agree. -/
theorem eq_of_heq {α : Sort u} {a a' : α} (h : HEq a a') : Eq a a' :=
  have castEq : (α β : Sort u) → (a : α) → (b : β) → HEq a b → (h : Eq α β) → Eq (cast h a) b :=
    fun _ _ _ _ h₁ => h₁.rec (fun _ => rfl)
  castEq α α a a' h rfl

/-- Within one type the two equalities agree. -/
theorem heq_of_eq {α : Sort u} {a a' : α} (h : Eq a a') : HEq a a' := h ▸ HEq.refl a

/-! ### True, false, negation -/

/-- The proposition with exactly one proof. -/
inductive True : Prop where
  /-- The proof of `True`. -/
  | intro : True

/-- The proposition without proof. -/
inductive False : Prop

/-- The type without elements. -/
inductive Empty : Type

/-- Negation: `a` leads to a contradiction. -/
def Not (a : Prop) : Prop := a → False

/-- Anything follows from `False`. -/
@[macro_inline] def False.elim {C : Sort u} (h : False) : C := h.rec

/-- Anything follows from a contradiction. -/
@[macro_inline] def absurd {a : Prop} {b : Sort v} (h₁ : a) (h₂ : Not a) : b := (h₂ h₁).rec

/-- `a` and `b` differ. -/
@[reducible] def Ne {α : Sort u} (a b : α) : Prop := Not (Eq a b)

/-! ### Connectives -/

/-- Conjunction. -/
structure And (a b : Prop) : Prop where
  /-- Both together. -/
  intro ::
  /-- The first. -/
  left : a
  /-- The second. -/
  right : b

/-- Disjunction. -/
inductive Or (a b : Prop) : Prop where
  /-- By the first. -/
  | inl (h : a) : Or a b
  /-- By the second. -/
  | inr (h : b) : Or a b

/-- Equivalence. -/
structure Iff (a b : Prop) : Prop where
  /-- Both directions. -/
  intro ::
  /-- From left to right. -/
  mp : a → b
  /-- From right to left. -/
  mpr : b → a

/-- Existence: some element of `α` satisfies `p`. -/
inductive Exists {α : Sort u} (p : α → Prop) : Prop where
  /-- A witness and its proof. -/
  | intro (w : α) (h : p w) : Exists p

/-! ### Pairs, sums, subtypes, liftings -/

/-- Pairs. -/
structure Prod (α : Type u) (β : Type v) where
  /-- The pair of two components. -/
  mk ::
  /-- The first component. -/
  fst : α
  /-- The second component. -/
  snd : β

/-- Pairs in `Sort`; structural recursion is compiled with them. -/
structure PProd (α : Sort u) (β : Sort v) where
  /-- The first component. -/
  fst : α
  /-- The second component. -/
  snd : β

/-- `α` in a higher universe. -/
structure PULift.{r, s} (α : Sort s) : Sort (max s r 1) where
  /-- Into the lifted type. -/
  up ::
  /-- Out of the lifted type. -/
  down : α

/-- Pairs within one universe. -/
structure MProd (α β : Type u) where
  /-- The first component. -/
  fst : α
  /-- The second component. -/
  snd : β

/-- The disjoint union of two types. -/
inductive Sum (α : Type u) (β : Type v) where
  /-- From the left. -/
  | inl (val : α) : Sum α β
  /-- From the right. -/
  | inr (val : β) : Sum α β

/-- The elements of `α` that satisfy `p`. -/
structure Subtype {α : Sort u} (p : α → Prop) where
  /-- The element. -/
  val : α
  /-- Why it belongs. -/
  property : p val

/-- A proposition (or sort) as a type. -/
structure PLift (α : Sort u) : Type u where
  /-- Into the lifted type. -/
  up ::
  /-- Out of the lifted type. -/
  down : α

/-! ### Numbers and truth values

Structural recursion over `Nat` is compiled with the pairs above, and the constructors of `Bool` are told
apart with `Nat`. Until `sorryAx` exists a failing proof is not even reported. -/

/-- The natural numbers. -/
inductive Nat where
  /-- Zero. -/
  | zero : Nat
  /-- The next number. -/
  | succ (n : Nat) : Nat

/-- The two truth values that programs compute with. -/
inductive Bool : Type where
  /-- The truth value "no". -/
  | false : Bool
  /-- The truth value "yes". -/
  | true : Bool

export Bool (false true)

/-- What an unfinished or rejected proof elaborates to. -/
axiom sorryAx (α : Sort u) (synthetic : Bool) : α

/-! ### Types with an element -/

/-- A type with a chosen element. -/
class Inhabited (α : Sort u) where
  /-- The chosen element. -/
  default : α

export Inhabited (default)

/-- A type with some element. -/
class inductive Nonempty (α : Sort u) : Prop where
  /-- By giving one. -/
  | intro (val : α) : Nonempty α

/-! ### The axioms -/

init_quot

/-- Propositional extensionality: equivalent propositions are equal. -/
axiom propext {a b : Prop} : Iff a b → Eq a b

/-- Choice: an element of a nonempty type. -/
axiom Classical.choice {α : Sort u} : Nonempty α → α

/-- Related elements are equal in the quotient. -/
axiom Quot.sound : ∀ {α : Sort u} {r : α → α → Prop} {a b : α}, r a b → Eq (Quot.mk r a) (Quot.mk r b)

/-- Functions with equal values are equal: the quotient of the functions by "equal values" evaluates like a
function. -/
theorem funext {α : Sort u} {β : α → Sort v} {f g : (x : α) → β x} (h : (x : α) → Eq (f x) (g x)) : Eq f g :=
  let sameValues := fun f g : (x : α) → β x => (y : α) → Eq (f y) (g y)
  let apply : Quot sameValues → (x : α) → β x :=
    fun q x => Quot.lift (r := sameValues) (fun k => k x) (fun _ _ e => e x) q
  have applied : Eq (apply (Quot.mk sameValues f)) (apply (Quot.mk sameValues g)) :=
    congrArg apply (Quot.sound h)
  applied
