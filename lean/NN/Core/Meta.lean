prelude
import NN.Core.Notation
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false

set_option linter.unusedVariables false
/-! What user-level `macro`, `notation`, `infix` need. -/
class Functor (f : Type → Type) where
  map : {α β : Type} → (α → β) → f α → f β
class Pure (f : Type → Type) where
  pure : {α : Type} → α → f α
export Pure (pure)
class Bind (m : Type → Type) where
  bind : {α β : Type} → m α → (α → m β) → m β
export Bind (bind)
class Monad (m : Type → Type) extends Functor m, Pure m, Bind m
class MonadExcept (ε : outParam Type) (m : Type → Type) where
  throw {α : Type} : ε → m α
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
@[macro_inline] def Bool.or (x y : Bool) : Bool := match x with
  | true => true
  | false => y
@[macro_inline] def Bool.and (x y : Bool) : Bool := match x with
  | true => y
  | false => false
namespace Lean
abbrev SyntaxNodeKind := Name
abbrev SyntaxNodeKinds := List Name
abbrev MacroScope := Nat
structure TSyntax (ks : SyntaxNodeKinds) where
  raw : Syntax
class MonadRef (m : Type → Type) where
  getRef : m Syntax
  withRef {α : Type} : Syntax → m α → m α
export MonadRef (getRef)
class MonadQuotation (m : Type → Type) extends MonadRef m where
  getCurrMacroScope : m MacroScope
  getContext : m Name
  withFreshMacroScope {α : Type} : m α → m α
export MonadQuotation (getCurrMacroScope withFreshMacroScope)
@[instance, instance_reducible] def instInhabMR {α : Type} : Inhabited (MacroM α) := ⟨fun _ s => .error .unsupportedSyntax s⟩
@[instance, instance_reducible] def instInhabSyn : Inhabited Syntax := ⟨.missing⟩
@[instance, instance_reducible] def instInhabMRef : Inhabited (MonadRef MacroM) := ⟨⟨default, fun _ x => x⟩⟩
@[instance, extern "n"] opaque Macro.instMonadRefMacroM : MonadRef MacroM
@[instance, instance_reducible] def instInhabMQ : Inhabited (MonadQuotation MacroM) := ⟨⟨default, default, fun x => x⟩⟩
@[instance, extern "n"] opaque Macro.instMonadQuotationMacroM : MonadQuotation MacroM
@[extern "n"] opaque Syntax.isOfKind (stx : Syntax) (k : SyntaxNodeKind) : Bool := false
@[extern "n"] opaque Syntax.getArg (stx : Syntax) (i : Nat) : Syntax
@[extern "n"] opaque Syntax.matchesNull (stx : Syntax) (n : Nat) : Bool := false
@[extern "n"] opaque Syntax.matchesIdent (stx : Syntax) (n : Name) : Bool := false
@[extern "n"] opaque Syntax.getNumArgs (stx : Syntax) : Nat := 0
@[extern "n"] opaque Syntax.getArgs (stx : Syntax) : Array Syntax := .empty
@[instance, instance_reducible] def instInhabName : Inhabited Name := ⟨.anonymous⟩
@[extern "n"] opaque Syntax.getId (stx : Syntax) : Name
@[extern "n"] def Syntax.node1 (i : SourceInfo) (k : Name) (a : Syntax) : Syntax := .node i k (Array.push .empty a)
@[extern "n"] def Syntax.node2 (i : SourceInfo) (k : Name) (a b : Syntax) : Syntax := .node i k (Array.push (Array.push .empty a) b)
@[extern "n"] opaque Syntax.node3 (i : SourceInfo) (k : Name) (a b c : Syntax) : Syntax
@[extern "n"] opaque Syntax.node4 (i : SourceInfo) (k : Name) (a b c d : Syntax) : Syntax
@[extern "n"] opaque Syntax.node5 (i : SourceInfo) (k : Name) (a b c d e : Syntax) : Syntax
@[extern "n"] opaque Syntax.node6 (i : SourceInfo) (k : Name) (a b c d e f : Syntax) : Syntax
@[instance, instance_reducible] def instInhabSI : Inhabited SourceInfo := ⟨.none⟩
@[extern "n"] opaque SourceInfo.fromRef (ref : Syntax) (canonical : Bool) : SourceInfo
def MonadRef.mkInfoFromRefPos {m : Type → Type} [Monad m] [MonadRef m] : m SourceInfo :=
  bind getRef fun r => pure (SourceInfo.fromRef r false)
def withRef {m : Type → Type} [Monad m] [MonadRef m] {α : Type} (ref : Syntax) (x : m α) : m α :=
  bind getRef fun r => MonadRef.withRef ref x
@[extern "n"] opaque addMacroScope (mainModule : Name) (n : Name) (scp : MacroScope) : Name
end Lean
@[extern "n"] opaque Lean.Name.str._override (p : Lean.Name) (s : String) : Lean.Name
def Lean.Name.mkStr (p : Lean.Name) (s : String) : Lean.Name := Lean.Name.str._override p s
instance : Monad Lean.PrettyPrinter.UnexpandM := inferInstanceAs (Monad (ReaderT Lean.Syntax (EStateM Unit Unit)))
instance : Lean.MonadRef Lean.PrettyPrinter.UnexpandM where
  getRef := fun r s => .ok r s
  withRef := fun r x _ s => x r s
instance (k : Lean.Name) : CoeT Lean.Name k (List Lean.Name) := ⟨.cons k .nil⟩
instance {ks : List Lean.Name} (x : Lean.TSyntax ks) : CoeT (Lean.TSyntax ks) x Lean.Syntax := ⟨x.raw⟩
instance : Lean.MonadQuotation Lean.PrettyPrinter.UnexpandM where
  getCurrMacroScope := pure 0
  getContext := pure .anonymous
  withFreshMacroScope := fun x => x
@[extern "n"] opaque Lean.Name.num._override (p : Lean.Name) (v : Nat) : Lean.Name
def Lean.Name.mkNum (p : Lean.Name) (v : Nat) : Lean.Name := Lean.Name.num._override p v
@[instance, instance_reducible] def instInhabSub : Inhabited Substring.Raw := ⟨⟨"", 0, 0⟩⟩
@[extern "n"] opaque String.toRawSubstring' (s : String) : Substring.Raw
