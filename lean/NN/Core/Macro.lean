prelude
import NN.Core.Unexpanders

/-!
# What `macro` and `notation` need

A user's `macro` or `notation` is compiled to Lean code that builds syntax trees in the monads `Lean.MacroM`
and `Lean.PrettyPrinter.UnexpandM`. This file declares those monads' operations, bound where possible to the
compiled functions of Lean itself (`@[extern "n"] opaque`, see `NN.Core.Syntax`). Nothing here is used in
proofs.

## Main definitions

* `Monad`, `MonadExcept`, `Lean.MonadRef`, `Lean.MonadQuotation`: the operations, with instances for macros
  and printers.
* `Lean.TSyntax`: syntax trees of known kinds.
* `Lean.Syntax.isOfKind`, `Lean.Syntax.getArg`, ...: what quotations and patterns compile to.
-/

/-! ### Monads -/

/-- Type operators that functions map over. -/
class Functor (f : Type → Type) where
  /-- Apply a function to the values within. -/
  map : {α β : Type} → (α → β) → f α → f β

/-- Computations that only return a value. -/
class Pure (f : Type → Type) where
  /-- Return a value. -/
  pure : {α : Type} → α → f α

export Pure (pure)

/-- Computations one after the other. -/
class Bind (m : Type → Type) where
  /-- First the one, then the other with its value. -/
  bind : {α β : Type} → m α → (α → m β) → m β

export Bind (bind)

/-- Computations that return values and can be sequenced. -/
class Monad (m : Type → Type) extends Functor m, Pure m, Bind m

/-- Computations that can fail with an error of type `ε`. -/
class MonadExcept (ε : outParam Type) (m : Type → Type) where
  /-- Fail. -/
  throw {α : Type} : ε → m α
  /-- Handle a failure. -/
  tryCatch {α : Type} : m α → (ε → m α) → m α

export MonadExcept (throw)

instance {ε σ : Type} : Monad (EStateM ε σ) where
  map f x s := match x s with
    | .ok a s => .ok (f a) s
    | .error e s => .error e s
  pure a s := .ok a s
  bind x f s := match x s with
    | .ok a s => f a s
    | .error e s => .error e s

instance {ε σ : Type} : MonadExcept ε (EStateM ε σ) where
  throw e s := .error e s
  tryCatch x h s := match x s with
    | .ok a s => .ok a s
    | .error e s => h e s

instance {ρ : Type} {m : Type → Type} [Monad m] : Monad (ReaderT ρ m) where
  map f x r := Functor.map f (x r)
  pure a _ := pure a
  bind x f r := bind (x r) fun a => f a r

instance {ε ρ : Type} {m : Type → Type} [MonadExcept ε m] : MonadExcept ε (ReaderT ρ m) where
  throw e _ := throw e
  tryCatch x h r := MonadExcept.tryCatch (x r) fun e => h e r

/-- Disjunction of truth values. -/
@[macro_inline] def Bool.or (x y : Bool) : Bool :=
  match x with
  | true => true
  | false => y

/-- Conjunction of truth values. -/
@[macro_inline] def Bool.and (x y : Bool) : Bool :=
  match x with
  | true => y
  | false => false

/-! ### Arrays in quotations -/

/-- The array without elements. -/
def Array.mkArray0 {α : Type} : Array α := .empty
/-- The array of one element. -/
def Array.mkArray1 {α : Type} (a : α) : Array α := Array.push .empty a
/-- The array of two elements. -/
def Array.mkArray2 {α : Type} (a b : α) : Array α := Array.push (Array.mkArray1 a) b
/-- The array of three elements. -/
def Array.mkArray3 {α : Type} (a b c : α) : Array α := Array.push (Array.mkArray2 a b) c
/-- The array of four elements. -/
def Array.mkArray4 {α : Type} (a b c d : α) : Array α := Array.push (Array.mkArray3 a b c) d

/-! ### Syntax trees of known kinds -/

namespace Lean

/-- The kind of a node. -/
abbrev SyntaxNodeKind := Name

/-- The kinds a node may have. -/
abbrev SyntaxNodeKinds := List Name

/-- The number of a macro's scope. -/
abbrev MacroScope := Nat

/-- Syntax trees of one of the kinds `ks`. -/
structure TSyntax (ks : SyntaxNodeKinds) where
  /-- The tree. -/
  raw : Syntax

instance instCoeName (k : Name) : CoeT Name k (List Name) := ⟨.cons k .nil⟩
instance instCoeTSyntax {ks : List Name} (x : TSyntax ks) : CoeT (TSyntax ks) x Syntax := ⟨x.raw⟩

/-! ### Where new syntax comes from -/

/-- Computations with a current position in the source. -/
class MonadRef (m : Type → Type) where
  /-- The current position. -/
  getRef : m Syntax
  /-- A computation at another position. -/
  withRef {α : Type} : Syntax → m α → m α

export MonadRef (getRef)

/-- Computations that can make names which capture nothing. -/
class MonadQuotation (m : Type → Type) extends MonadRef m where
  /-- The current scope. -/
  getCurrMacroScope : m MacroScope
  /-- The name of the current module. -/
  getContext : m Name
  /-- A computation in a new scope. -/
  withFreshMacroScope {α : Type} : m α → m α

export MonadQuotation (getCurrMacroScope withFreshMacroScope)

instance instInhabitedMacroM {α : Type} : Inhabited (MacroM α) := ⟨fun _ s => .error .unsupportedSyntax s⟩
instance instInhabitedSyntax : Inhabited Syntax := ⟨.missing⟩
instance instInhabitedName : Inhabited Name := ⟨.anonymous⟩
instance instInhabitedSourceInfo : Inhabited SourceInfo := ⟨.none⟩
instance instInhabitedMonadRef : Inhabited (MonadRef MacroM) := ⟨⟨default, fun _ x => x⟩⟩
instance instInhabitedSubstring : Inhabited Substring.Raw := ⟨⟨"", 0, 0⟩⟩

/-- Lean's instance for macros. -/
@[instance, extern "n"] opaque Macro.instMonadRefMacroM : MonadRef MacroM

instance instInhabitedMonadQuotation : Inhabited (MonadQuotation MacroM) := ⟨⟨default, default, fun x => x⟩⟩

/-- Lean's instance for macros. -/
@[instance, extern "n"] opaque Macro.instMonadQuotationMacroM : MonadQuotation MacroM

instance : Monad PrettyPrinter.UnexpandM := inferInstanceAs (Monad (ReaderT Syntax (EStateM Unit Unit)))

instance : MonadRef PrettyPrinter.UnexpandM where
  getRef := fun r s => .ok r s
  withRef := fun r x _ s => x r s

instance : MonadQuotation PrettyPrinter.UnexpandM where
  getCurrMacroScope := pure 0
  getContext := pure .anonymous
  withFreshMacroScope := fun x => x

/-! ### What quotations and patterns compile to -/

/-- Is it a node of kind `k`? -/
@[extern "n"] opaque Syntax.isOfKind (stx : Syntax) (k : SyntaxNodeKind) : Bool := false
/-- The child number `i`. -/
@[extern "n"] opaque Syntax.getArg (stx : Syntax) (i : Nat) : Syntax
/-- Is it a plain sequence of `n` trees? -/
@[extern "n"] opaque Syntax.matchesNull (stx : Syntax) (n : Nat) : Bool := false
/-- Is it the identifier `n`? -/
@[extern "n"] opaque Syntax.matchesIdent (stx : Syntax) (n : Name) : Bool := false
/-- The number of children. -/
@[extern "n"] opaque Syntax.getNumArgs (stx : Syntax) : Nat := 0
/-- The children. -/
@[extern "n"] opaque Syntax.getArgs (stx : Syntax) : Array Syntax := .empty
/-- The name of an identifier. -/
@[extern "n"] opaque Syntax.getId (stx : Syntax) : Name
/-- A node with one child. -/
@[extern "n"] def Syntax.node1 (i : SourceInfo) (k : Name) (a : Syntax) : Syntax :=
  .node i k (Array.push .empty a)
/-- A node with two children. -/
@[extern "n"] def Syntax.node2 (i : SourceInfo) (k : Name) (a b : Syntax) : Syntax :=
  .node i k (Array.push (Array.push .empty a) b)
/-- A node with three children. -/
@[extern "n"] opaque Syntax.node3 (i : SourceInfo) (k : Name) (a b c : Syntax) : Syntax
/-- A node with four children. -/
@[extern "n"] opaque Syntax.node4 (i : SourceInfo) (k : Name) (a b c d : Syntax) : Syntax
/-- A node with five children. -/
@[extern "n"] opaque Syntax.node5 (i : SourceInfo) (k : Name) (a b c d e : Syntax) : Syntax
/-- A node with six children. -/
@[extern "n"] opaque Syntax.node6 (i : SourceInfo) (k : Name) (a b c d e f : Syntax) : Syntax
/-- A node with seven children. -/
@[extern "n"] opaque Syntax.node7 (i : SourceInfo) (k : Name) (a b c d e f g : Syntax) : Syntax
/-- A node with eight children. -/
@[extern "n"] opaque Syntax.node8 (i : SourceInfo) (k : Name) (a b c d e f g h : Syntax) : Syntax
/-- The position of new syntax, taken from `ref`. -/
@[extern "n"] opaque SourceInfo.fromRef (ref : Syntax) (canonical : Bool) : SourceInfo
/-- A name that only this run of the macro can mean. -/
@[extern "n"] opaque addMacroScope (mainModule : Name) (n : Name) (scp : MacroScope) : Name

/-- The position of new syntax, taken from where the computation stands. -/
def MonadRef.mkInfoFromRefPos {m : Type → Type} [Monad m] [MonadRef m] : m SourceInfo :=
  bind getRef fun r => pure (SourceInfo.fromRef r false)

/-- A computation at another position. -/
def withRef {m : Type → Type} [Monad m] [MonadRef m] {α : Type} (ref : Syntax) (x : m α) : m α :=
  bind getRef fun _ => MonadRef.withRef ref x

/-- A name and a further string, with the hash that names carry at run time. -/
@[extern "n"] opaque Name.str._override (p : Name) (s : String) : Name
/-- A name and a further number, with the hash that names carry at run time. -/
@[extern "n"] opaque Name.num._override (p : Name) (v : Nat) : Name
/-- A name and a further string. -/
def Name.mkStr (p : Name) (s : String) : Name := Name.str._override p s
/-- A name and a further number. -/
def Name.mkNum (p : Name) (v : Nat) : Name := Name.num._override p v

end Lean

/-- A whole string as a piece, as quotations use it. -/
@[extern "n"] opaque String.toRawSubstring' (s : String) : Substring.Raw
