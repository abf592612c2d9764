prelude
universe u v w u1 u2 v1 v2
set_option linter.all false
set_option warn.classDefReducibility false
set_option genCtorIdx false
/-! Core types and constants the native Lean 4.35 elaborators expect by name. -/
set_option bootstrap.inductiveCheckResultingUniverse false in
inductive PUnit : Sort u where | unit : PUnit
abbrev Unit : Type := PUnit
@[match_pattern] abbrev Unit.unit : Unit := PUnit.unit
unsafe axiom lcErased : Type
unsafe axiom lcVoid : Type
unsafe axiom lcAny : Type
unsafe axiom lcProof {α : Prop} : α
unsafe axiom lcUnreachable {α : Sort u} : α
@[inline] def id {α : Sort u} (a : α) : α := a
@[inline] abbrev Function.const {α : Sort u} (β : Sort v) (a : α) : β → α := fun _ => a
@[inline] def Function.comp {α : Sort u} {β : Sort v} {δ : Sort w} (f : β → δ) (g : α → β) : α → δ := fun x => f (g x)
@[reducible] def optParam (α : Sort u) (default : α) : Sort u := α
@[reducible] def outParam (α : Sort u) : Sort u := α
@[reducible] def semiOutParam (α : Sort u) : Sort u := α
set_option checkBinderAnnotations false in
abbrev inferInstance {α : Sort u} [i : α] : α := i
def letFun {α : Sort u} {β : α → Sort v} (v : α) (f : (x : α) → β x) : β v := f v
inductive True : Prop where | intro : True
inductive False : Prop
inductive Empty : Type
def Not (a : Prop) : Prop := a → False
@[macro_inline] def False.elim {C : Sort u} (h : False) : C := h.rec
@[macro_inline] def absurd {a : Prop} {b : Sort v} (h₁ : a) (h₂ : Not a) : b := (h₂ h₁).rec
inductive Eq : α → α → Prop where
  | refl (a : α) : Eq a a
abbrev Eq.ndrec.{u1', u2'} {α : Sort u2'} {a : α} {motive : α → Sort u1'} (m : motive a) {b : α} (h : Eq a b) : motive b := h.rec m
@[match_pattern] def rfl {α : Sort u} {a : α} : Eq a a := Eq.refl a
theorem Eq.subst {α : Sort u} {motive : α → Prop} {a b : α} (h₁ : Eq a b) (h₂ : motive a) : motive b := Eq.ndrec h₂ h₁
theorem Eq.symm {α : Sort u} {a b : α} (h : Eq a b) : Eq b a := h ▸ rfl
theorem Eq.trans {α : Sort u} {a b c : α} (h₁ : Eq a b) (h₂ : Eq b c) : Eq a c := h₂ ▸ h₁
@[macro_inline] def cast {α β : Sort u} (h : Eq α β) (a : α) : β := h.rec a
@[macro_inline] def Eq.mp {α β : Sort u} (h : Eq α β) (a : α) : β := h.rec a
@[macro_inline] def Eq.mpr {α β : Sort u} (h : Eq α β) (b : β) : α := h.rec (motive := fun x _ => x → α) (fun a => a) b
theorem congrArg {α : Sort u} {β : Sort v} {a₁ a₂ : α} (f : α → β) (h : Eq a₁ a₂) : Eq (f a₁) (f a₂) := h ▸ rfl
theorem congrFun {α : Sort u} {β : α → Sort v} {f g : (x : α) → β x} (h : Eq f g) (a : α) : Eq (f a) (g a) := h ▸ rfl
theorem congrFun' {α : Sort u} {β : Sort v} {f g : α → β} (h : Eq f g) (a : α) : Eq (f a) (g a) := h ▸ rfl
theorem congr {α : Sort u} {β : Sort v} {f₁ f₂ : α → β} {a₁ a₂ : α} (h₁ : Eq f₁ f₂) (h₂ : Eq a₁ a₂) : Eq (f₁ a₁) (f₂ a₂) := h₁ ▸ h₂ ▸ rfl
init_quot
inductive HEq : {α : Sort u} → α → {β : Sort u} → β → Prop where
  | refl (a : α) : HEq a a
@[match_pattern] protected def HEq.rfl {α : Sort u} {a : α} : HEq a a := HEq.refl a
theorem eq_of_heq {α : Sort u} {a a' : α} (h : HEq a a') : Eq a a' :=
  have : (α β : Sort u) → (a : α) → (b : β) → HEq a b → (h : Eq α β) → Eq (cast h a) b :=
    fun _ _ _ _ h₁ => h₁.rec (fun _ => rfl)
  this α α a a' h rfl
theorem heq_of_eq {α : Sort u} {a a' : α} (h : Eq a a') : HEq a a' := h ▸ HEq.refl a
structure PProd (α : Sort u) (β : Sort v) where
  fst : α
  snd : β
structure Prod (α : Type u) (β : Type v) where
  mk ::
  fst : α
  snd : β
structure MProd (α β : Type u) where
  fst : α
  snd : β
inductive Sum (α : Type u) (β : Type v) where
  | inl (val : α) : Sum α β
  | inr (val : β) : Sum α β
structure And (a b : Prop) : Prop where
  intro ::
  left : a
  right : b
inductive Or (a b : Prop) : Prop where
  | inl (h : a) : Or a b
  | inr (h : b) : Or a b
structure Iff (a b : Prop) : Prop where
  intro ::
  mp : a → b
  mpr : b → a
inductive Exists {α : Sort u} (p : α → Prop) : Prop where
  | intro (w : α) (h : p w) : Exists p
structure Subtype {α : Sort u} (p : α → Prop) where
  val : α
  property : p val
structure PULift.{r, s} (α : Sort s) : Sort (max s r 1) where
  up ::
  down : α
inductive Nat where
  | zero : Nat
  | succ (n : Nat) : Nat
inductive Bool : Type where
  | false : Bool
  | true : Bool
export Bool (false true)
@[reducible] def Ne {α : Sort u} (a b : α) : Prop := Not (Eq a b)
axiom sorryAx (α : Sort u) (synthetic : Bool) : α
structure PLift (α : Sort u) : Type u where
  up ::
  down : α
class Inhabited (α : Sort u) where
  default : α
export Inhabited (default)
class inductive Nonempty (α : Sort u) : Prop where
  | intro (val : α) : Nonempty α
class inductive Decidable (p : Prop) where
  | isFalse (h : Not p) : Decidable p
  | isTrue (h : p) : Decidable p
export Decidable (isTrue isFalse)
@[inline_if_reduce] def Decidable.decide (p : Prop) [inst : Decidable p] : Bool :=
  match inst with
  | isFalse _ => false
  | isTrue _ => true
export Decidable (decide)
abbrev DecidableEq (α : Sort u) := (a b : α) → Decidable (Eq a b)
abbrev DecidablePred {α : Sort u} (r : α → Prop) := (a : α) → Decidable (r a)
@[macro_inline] def ite {α : Sort u} (c : Prop) [h : Decidable c] (t e : α) : α :=
  match h with
  | isTrue _ => t
  | isFalse _ => e
@[macro_inline] def dite {α : Sort u} (c : Prop) [h : Decidable c] (t : c → α) (e : Not c → α) : α :=
  match h with
  | isTrue hc => t hc
  | isFalse hc => e hc
@[macro_inline] def cond {α : Sort u} (c : Bool) (x y : α) : α :=
  match c with
  | .true => x
  | .false => y
set_option bootstrap.genMatcherCode false in
@[match_pattern, extern "lean_nat_add"] protected def Nat.add : Nat → Nat → Nat
  | n, .zero => n
  | n, .succ m => .succ (Nat.add n m)
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_mul"] protected def Nat.mul : Nat → Nat → Nat
  | _, .zero => .zero
  | n, .succ m => Nat.add (Nat.mul n m) n
@[extern "lean_nat_pred"] def Nat.pred (n : Nat) : Nat := n.rec .zero (fun m _ => m)
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_sub"] protected def Nat.sub : Nat → Nat → Nat
  | n, .zero => n
  | n, .succ m => Nat.pred (Nat.sub n m)
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_dec_eq"] def Nat.beq : Nat → Nat → Bool
  | .zero, .zero => true
  | .zero, .succ _ => false
  | .succ _, .zero => false
  | .succ n, .succ m => Nat.beq n m
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_dec_le"] def Nat.ble : Nat → Nat → Bool
  | .zero, .zero => true
  | .zero, .succ _ => true
  | .succ _, .zero => false
  | .succ n, .succ m => Nat.ble n m
theorem Nat.beq_refl : (n : Nat) → Eq (Nat.beq n n) true
  | .zero => rfl
  | .succ n => Nat.beq_refl n
theorem Nat.eq_of_beq_eq_true : (n m : Nat) → Eq (Nat.beq n m) true → Eq n m
  | .zero, .zero, _ => rfl
  | .zero, .succ _, h => Bool.noConfusion h
  | .succ _, .zero, h => Bool.noConfusion h
  | .succ n, .succ m, h => (Nat.eq_of_beq_eq_true n m h) ▸ rfl
theorem Nat.ne_of_beq_eq_false {n m : Nat} (h : Eq (Nat.beq n m) false) : Not (Eq n m) :=
  fun e => Bool.noConfusion (Eq.trans (Eq.symm (Nat.beq_refl n)) (Eq.trans (congrArg (Nat.beq n) e) h))
theorem noConfusion_of_Nat {α : Sort u} (f : α → Nat) {a b : α} (h : Eq a b) : Bool.rec (motive := fun _ => Prop) False True (Nat.beq (f a) (f b)) :=
  have e : Eq (Nat.beq (f a) (f b)) true := h ▸ Nat.beq_refl (f a)
  e.symm ▸ True.intro
def Nat.decEq (n m : Nat) : Decidable (Eq n m) :=
  match h : Nat.beq n m with
  | true => isTrue (Nat.eq_of_beq_eq_true n m h)
  | false => isFalse (Nat.ne_of_beq_eq_false h)
def Bool.ctorIdx (b : Bool) : Nat := cond b (.succ .zero) .zero
noncomputable def Nat.ctorIdx (n : Nat) : Nat := n.rec .zero (fun _ _ => .succ .zero)
set_option genCtorIdx true
inductive Nat.le (n : Nat) : Nat → Prop where
  | refl : Nat.le n n
  | step {m} : Nat.le n m → Nat.le n (.succ m)
class OfNat (α : Type u) (_ : Nat) where
  ofNat : α
@[instance, instance_reducible, default_instance 100] def instOfNatNat (n : Nat) : OfNat Nat n := OfNat.mk n
inductive Option (α : Type u) where
  | none : Option α
  | some (val : α) : Option α
export Option (none some)
inductive List (α : Type u) where
  | nil : List α
  | cons (head : α) (tail : List α) : List α
structure Fin (n : Nat) where
  mk ::
  val : Nat
  isLt : Nat.le (.succ val) n
structure UInt8 where
  toBitVec : Nat
structure UInt32 where
  toBitVec : Nat
structure Char where
  val : UInt32
structure Array (α : Type u) where
  toList : List α
structure ByteArray where
  data : Array UInt8
structure String where
  ofByteArray ::
  toByteArray : ByteArray
inductive Lean.Name where
  | anonymous : Lean.Name
  | str (pre : Lean.Name) (str : String)
  | num (pre : Lean.Name) (i : Nat)
inductive Lean.ParserDescr where
  | const (name : Lean.Name)
  | unary (name : Lean.Name) (p : Lean.ParserDescr)
  | binary (name : Lean.Name) (p₁ p₂ : Lean.ParserDescr)
  | node (kind : Lean.Name) (prec : Nat) (p : Lean.ParserDescr)
  | trailingNode (kind : Lean.Name) (prec lhsPrec : Nat) (p : Lean.ParserDescr)
  | symbol (val : String)
  | nonReservedSymbol (val : String) (includeIdent : Bool)
  | cat (catName : Lean.Name) (rbp : Nat)
  | parser (declName : Lean.Name)
  | nodeWithAntiquot (name : String) (kind : Lean.Name) (p : Lean.ParserDescr)
  | sepBy (p : Lean.ParserDescr) (sep : String) (psep : Lean.ParserDescr) (allowTrailingSep : Bool)
  | sepBy1 (p : Lean.ParserDescr) (sep : String) (psep : Lean.ParserDescr) (allowTrailingSep : Bool)
  | unicodeSymbol (val : String) (asciiVal : String) (preserveForPP : Bool)
abbrev Lean.TrailingParserDescr := Lean.ParserDescr
/-- layout as in the native runtime (only `node`, `atom`, `ident` with `none` info are ever built here) -/
inductive Lean.SourceInfo where
  | original (leading : Nat) (pos : Nat) (trailing : Nat) (endPos : Nat)
  | synthetic (pos : Nat) (endPos : Nat) (canonical : Bool)
  | none
inductive Lean.Syntax.Preresolved where
  | namespace (ns : Lean.Name)
  | decl (n : Lean.Name) (fields : List String)
structure Substring.Raw where
  str : String
  startPos : Nat
  stopPos : Nat
inductive Lean.Syntax where
  | missing
  | node (info : Lean.SourceInfo) (kind : Lean.Name) (args : Array Lean.Syntax)
  | atom (info : Lean.SourceInfo) (val : String)
  | ident (info : Lean.SourceInfo) (rawVal : Substring.Raw) (val : Lean.Name) (preresolved : List Lean.Syntax.Preresolved)
@[extern "lean_mk_empty_array_with_capacity"] def Array.mkEmpty {α : Type u} (c : Nat) : Array α := ⟨.nil⟩
def Array.empty {α : Type u} : Array α := Array.mkEmpty .zero
noncomputable def List.snoc {α : Type u} (l : List α) (a : α) : List α := l.rec (.cons a .nil) (fun b _ ih => .cons b ih)
@[extern "lean_array_push"] def Array.push {α : Type u} (a : Array α) (v : α) : Array α := ⟨List.snoc a.toList v⟩
@[extern "n"] def Lean.mkAtom (val : String) : Lean.Syntax := .atom .none val
@[extern "n"] opaque String.toRawSubstring (s : String) : Substring.Raw := ⟨s, .zero, .zero⟩
structure Lean.Parser.Category where
inductive EStateM.Result (ε σ α : Type) where
  | ok (a : α) (s : σ) : EStateM.Result ε σ α
  | error (e : ε) (s : σ) : EStateM.Result ε σ α
def EStateM (ε σ α : Type) : Type := σ → EStateM.Result ε σ α
def ReaderT (ρ : Type) (m : Type → Type) (α : Type) : Type := ρ → m α
inductive Lean.Macro.Exception where
  | error (ref : Lean.Syntax) (msg : String)
  | unsupportedSyntax
structure Lean.Macro.State where
  macroScope : Nat
  other : List Nat
structure Lean.Macro.Context where
  methods : Nat
  other : Nat
abbrev Lean.MacroM : Type → Type := ReaderT Lean.Macro.Context (EStateM Lean.Macro.Exception Lean.Macro.State)
abbrev Lean.Macro : Type := Lean.Syntax → Lean.MacroM Lean.Syntax
abbrev Lean.PrettyPrinter.UnexpandM : Type → Type := ReaderT Lean.Syntax (EStateM Unit Unit)
abbrev Lean.PrettyPrinter.Unexpander : Type := Lean.Syntax → Lean.PrettyPrinter.UnexpandM Lean.Syntax
@[reducible] def autoParam (α : Sort u) (tactic : Lean.Syntax) : Sort u := α
@[instance, instance_reducible] def instInhabitedMacro : Inhabited Lean.Macro := ⟨fun s _ st => .ok s st⟩
@[instance, instance_reducible] def instInhabitedUnexpander : Inhabited Lean.PrettyPrinter.Unexpander := ⟨fun s _ st => .ok s st⟩
@[instance, instance_reducible] def instInhabitedParserDescr : Inhabited Lean.ParserDescr := ⟨.const .anonymous⟩
axiom propext {a b : Prop} : Iff a b → Eq a b
axiom Classical.choice {α : Sort u} : Nonempty α → α
axiom Quot.sound : ∀ {α : Sort u} {r : α → α → Prop} {a b : α}, r a b → Eq (Quot.mk r a) (Quot.mk r b)
theorem funext {α : Sort u} {β : α → Sort v} {f g : (x : α) → β x} (h : (x : α) → Eq (f x) (g x)) : Eq f g :=
  let r := fun f g : (x : α) → β x => (y : α) → Eq (f y) (g y)
  let app : Quot r → (x : α) → β x := fun q x => Quot.lift (r := r) (fun k => k x) (fun a b e => e x) q
  have h2 : Eq (app (Quot.mk r f)) (app (Quot.mk r g)) := congrArg app (Quot.sound h)
  h2
@[extern "n"] def Lean.Name.mkStr1 (s : String) : Lean.Name := Lean.Name.str Lean.Name.anonymous s
@[extern "n"] def Lean.Name.mkStr2 (s t : String) : Lean.Name := Lean.Name.str (Lean.Name.mkStr1 s) t
@[extern "n"] def Lean.Name.mkStr3 (s t u : String) : Lean.Name := Lean.Name.str (Lean.Name.mkStr2 s t) u
@[extern "n"] def Lean.Name.mkStr4 (s t u v : String) : Lean.Name := Lean.Name.str (Lean.Name.mkStr3 s t u) v
@[extern "n"] def Lean.Name.mkStr5 (s t u v w : String) : Lean.Name := Lean.Name.str (Lean.Name.mkStr4 s t u v) w
@[extern "n"] def Lean.Name.mkStr6 (s t u v w x : String) : Lean.Name := Lean.Name.str (Lean.Name.mkStr5 s t u v w) x
declare_syntax_cat rcasesPat
declare_syntax_cat rintroPat
declare_syntax_cat conv (behavior := both)
declare_syntax_cat binderPred
declare_syntax_cat grind_mod
declare_syntax_cat grind (behavior := both)
