prelude
import NN.Core.Data
universe u

/-!
# Names, parsers, syntax trees, macros

The types of Lean's own parsers, macros and printers, so that `NN.Core.Native` can bind them by name. They
mirror the layouts of the run-time system; where Lean only passes a value through, its type here may be a
stand-in of the same layout (positions as numbers, for instance). Nothing is proven about them and no theorem
depends on them.

## Main definitions

* `Lean.Name`, `Lean.Syntax`, `Lean.ParserDescr`: names, syntax trees, descriptions of parsers.
* `Lean.Macro`, `Lean.PrettyPrinter.Unexpander`: functions of three arguments each (a tree, a context, a
  state).
* `autoParam`: an argument that a tactic fills in.

`@[extern "n"]` makes Lean look for the compiled function of the declaration's own name; the string itself is
never used.
-/

/-- Hierarchical names. -/
inductive Lean.Name where
  /-- The empty name. -/
  | anonymous : Lean.Name
  /-- A name and a further string. -/
  | str (pre : Lean.Name) (str : String)
  /-- A name and a further number. -/
  | num (pre : Lean.Name) (i : Nat)

/-- Descriptions of parsers. -/
inductive Lean.ParserDescr where
  /-- A parser without arguments. -/
  | const (name : Lean.Name)
  /-- A parser with one argument. -/
  | unary (name : Lean.Name) (p : Lean.ParserDescr)
  /-- A parser with two arguments. -/
  | binary (name : Lean.Name) (p₁ p₂ : Lean.ParserDescr)
  /-- A node of the syntax tree. -/
  | node (kind : Lean.Name) (prec : Nat) (p : Lean.ParserDescr)
  /-- A node that starts with what was parsed before. -/
  | trailingNode (kind : Lean.Name) (prec lhsPrec : Nat) (p : Lean.ParserDescr)
  /-- A token. -/
  | symbol (val : String)
  /-- A word that remains an identifier elsewhere. -/
  | nonReservedSymbol (val : String) (includeIdent : Bool)
  /-- Anything of a category. -/
  | cat (catName : Lean.Name) (rbp : Nat)
  /-- A parser by the name of its declaration. -/
  | parser (declName : Lean.Name)
  /-- A node that quotations can leave open. -/
  | nodeWithAntiquot (name : String) (kind : Lean.Name) (p : Lean.ParserDescr)
  /-- A separated list. -/
  | sepBy (p : Lean.ParserDescr) (sep : String) (psep : Lean.ParserDescr) (allowTrailingSep : Bool)
  /-- A separated list that is not empty. -/
  | sepBy1 (p : Lean.ParserDescr) (sep : String) (psep : Lean.ParserDescr) (allowTrailingSep : Bool)
  /-- A token with a spelling in ASCII. -/
  | unicodeSymbol (val : String) (asciiVal : String) (preserveForPP : Bool)

/-- Descriptions of parsers that start with what was parsed before. -/
abbrev Lean.TrailingParserDescr := Lean.ParserDescr

/-- Where a piece of syntax comes from (only `none` is ever built here). -/
inductive Lean.SourceInfo where
  /-- From the source text. -/
  | original (leading : Nat) (pos : Nat) (trailing : Nat) (endPos : Nat)
  /-- From a macro. -/
  | synthetic (pos : Nat) (endPos : Nat) (canonical : Bool)
  /-- From nowhere. -/
  | none

/-- What an identifier may mean, found when a macro was defined. -/
inductive Lean.Syntax.Preresolved where
  /-- A namespace. -/
  | namespace (ns : Lean.Name)
  /-- A declaration and fields. -/
  | decl (n : Lean.Name) (fields : List String)

/-- A piece of a string. -/
structure Substring.Raw where
  /-- The whole string. -/
  str : String
  /-- Where the piece starts. -/
  startPos : Nat
  /-- Where the piece ends. -/
  stopPos : Nat

/-- Syntax trees. -/
inductive Lean.Syntax where
  /-- Syntax that could not be parsed. -/
  | missing
  /-- A node. -/
  | node (info : Lean.SourceInfo) (kind : Lean.Name) (args : Array Lean.Syntax)
  /-- A token. -/
  | atom (info : Lean.SourceInfo) (val : String)
  /-- An identifier. -/
  | ident (info : Lean.SourceInfo) (rawVal : Substring.Raw) (val : Lean.Name)
      (preresolved : List Lean.Syntax.Preresolved)

/-- The token `val`. -/
@[extern "n"] def Lean.mkAtom (val : String) : Lean.Syntax := .atom .none val

/-- The whole of a string as a piece. -/
@[extern "n"] opaque String.toRawSubstring (s : String) : Substring.Raw := ⟨s, .zero, .zero⟩

/-- A category of syntax, such as `term`. -/
structure Lean.Parser.Category where

/-! ### Macros and printers -/

/-- The result of a computation with errors and a state. -/
inductive EStateM.Result (ε σ α : Type) where
  /-- A value and the new state. -/
  | ok (a : α) (s : σ) : EStateM.Result ε σ α
  /-- An error and the new state. -/
  | error (e : ε) (s : σ) : EStateM.Result ε σ α

/-- Computations with errors and a state. -/
def EStateM (ε σ α : Type) : Type := σ → EStateM.Result ε σ α

/-- Computations that read a context. -/
def ReaderT (ρ : Type) (m : Type → Type) (α : Type) : Type := ρ → m α

/-- Why a macro does not apply. -/
inductive Lean.Macro.Exception where
  /-- With a message. -/
  | error (ref : Lean.Syntax) (msg : String)
  /-- It is not meant for this syntax. -/
  | unsupportedSyntax

/-- What macros may change. -/
structure Lean.Macro.State where
  /-- The next scope. -/
  macroScope : Nat
  /-- Traces (passed through). -/
  other : List Nat

/-- What macros may read. -/
structure Lean.Macro.Context where
  /-- Methods of the elaborator (passed through). -/
  methods : Nat
  /-- The rest (passed through). -/
  other : Nat

/-- Computations of macros. -/
abbrev Lean.MacroM : Type → Type := ReaderT Lean.Macro.Context (EStateM Lean.Macro.Exception Lean.Macro.State)

/-- Macros: from syntax to syntax. -/
abbrev Lean.Macro : Type := Lean.Syntax → Lean.MacroM Lean.Syntax

/-- Computations of printers. -/
abbrev Lean.PrettyPrinter.UnexpandM : Type → Type := ReaderT Lean.Syntax (EStateM Unit Unit)

/-- Printers of notation: macros backwards. -/
abbrev Lean.PrettyPrinter.Unexpander : Type := Lean.Syntax → Lean.PrettyPrinter.UnexpandM Lean.Syntax

/-- An argument that the given tactic script fills in: `(h : α := by tac)`. -/
@[reducible] def autoParam (α : Sort u) (_tactic : Lean.Syntax) : Sort u := α

instance instInhabitedMacro : Inhabited Lean.Macro := ⟨fun s _ st => .ok s st⟩
instance instInhabitedUnexpander : Inhabited Lean.PrettyPrinter.Unexpander := ⟨fun s _ st => .ok s st⟩
instance instInhabitedParserDescr : Inhabited Lean.ParserDescr := ⟨.const .anonymous⟩

/-! ### Names in generated code -/

/-- A name of one part. -/
@[extern "n"] def Lean.Name.mkStr1 (a : String) : Lean.Name := Lean.Name.str Lean.Name.anonymous a
/-- A name of two parts. -/
@[extern "n"] def Lean.Name.mkStr2 (a b : String) : Lean.Name := Lean.Name.str (Lean.Name.mkStr1 a) b
/-- A name of three parts. -/
@[extern "n"] def Lean.Name.mkStr3 (a b c : String) : Lean.Name := Lean.Name.str (Lean.Name.mkStr2 a b) c
/-- A name of four parts. -/
@[extern "n"] def Lean.Name.mkStr4 (a b c d : String) : Lean.Name := Lean.Name.str (Lean.Name.mkStr3 a b c) d
/-- A name of five parts. -/
@[extern "n"] def Lean.Name.mkStr5 (a b c d e : String) : Lean.Name :=
  Lean.Name.str (Lean.Name.mkStr4 a b c d) e
/-- A name of six parts. -/
@[extern "n"] def Lean.Name.mkStr6 (a b c d e f : String) : Lean.Name :=
  Lean.Name.str (Lean.Name.mkStr5 a b c d e) f

/-! ### Categories of syntax that Lean declares outside its core -/

declare_syntax_cat rcasesPat
declare_syntax_cat rintroPat
declare_syntax_cat conv (behavior := both)
declare_syntax_cat binderPred
declare_syntax_cat grind_mod
declare_syntax_cat grind (behavior := both)
