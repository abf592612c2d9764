prelude
import Standard
set_option genCtorIdx false
set_option linter.unusedVariables false
set_option linter.defProp false
set_option linter.checkUnivs false
set_option bootstrap.inductiveCheckResultingUniverse false
universe u v w

/-! # Lean's type theory, one feature at a time: what a checker has to accept

The cases are those of the tutorial of Lean's kernel arena (github.com/leanprover/lean-kernel-arena), written anew on a
foundation of one's own. Each is a constant of the namespace `Good`. (Types that recurse come before `PProd`, without which
Lean makes no `brecOn` for them.) -/

noncomputable section

def id {α : Sort u} (a : α) : α := a
def constType : Type → Type → Type := fun x y => x
def levelParamF : Sort u → Sort u → Sort u := fun α β => α
inductive Empty : Type
inductive List (α : Type u) where
  | nil : List α
  | cons (head : α) (tail : List α) : List α
inductive N : Type where
  | zero : N
  | succ : N → N
inductive Color where
  | r | b
inductive RBTree (α : Type u) : Color → N → Type u where
  | leaf : RBTree α Color.b N.zero
  | red {n : N} : RBTree α Color.b n → α → RBTree α Color.b n → RBTree α Color.r n
  | black {c1 c2 : Color} {n : N} : RBTree α c1 n → α → RBTree α c2 n → RBTree α Color.b (N.succ n)
inductive RTree : Type where
  | leaf : RTree
  | node (children : Bool → RTree) : RTree
structure TwoBool where
  b1 : Bool
  b2 : Bool
structure And (a b : Prop) : Prop where
  intro ::
  left : a
  right : b
structure Prod (α : Type u) (β : Type v) where
  fst : α
  snd : β
structure PProd (α : Sort u) (β : Sort v) where
  fst : α
  snd : β
structure PSigma {α : Sort u} (β : α → Sort v) where
  fst : α
  snd : β fst
inductive Exists {α : Sort u} (p : α → Prop) : Prop where
  | intro (w : α) (h : p w) : Exists p
inductive PredWithTypeField : Prop where
  | mk (α : Type) : PredWithTypeField
inductive TypeWithTypeField : Type 1 where
  | mk (α : Type) : TypeWithTypeField
inductive TypeWithTypeFieldPoly : Type (u + 1) where
  | mk (α : Type u) : TypeWithTypeFieldPoly
inductive BoolProp : Prop where
  | a : BoolProp
  | b : BoolProp
inductive NewSingleton : Type where
  | mk : NewSingleton
inductive SortElimProp (b : Bool) : Bool → Bool → Prop where
  | mk (b1 b2 : Bool) : SortElimProp b b2 b1
inductive SortElimProp2 (b : Bool) : Bool → Bool → Prop where
  | mk (b1 b2 : Bool) : SortElimProp2 b b2 (id b1)
inductive PropStructure : Prop where
  | mk (aProof : PUnit.{u}) (someData : PUnit.{v}) (aSecondProof : PUnit.{u}) (someMoreData : PUnit.{v})
      (aProofAboutData : Eq someMoreData someMoreData) (aFinalProof : PUnit.{u}) : PropStructure
inductive ProjDataIndex : N → Prop where
  | mk (n : N) (p : True) : ProjDataIndex n
inductive T' where
  | mk (val : Bool) (proof : True) : T'

namespace Good

def basicDef : Type := Prop
def arrowType : Type := Prop → Prop
def dependentType : Prop := (p : Prop) → p
def simpleLambda : Type → Type → Type := fun x y => x
def betaReduction : constType Prop (Prop → Prop) := (p : Prop) → p
def betaReduction2 : (p : Prop) → constType Prop (Prop → Prop) := fun p => p
def forallSortWhnf : Prop := (p : id Prop) → (x : p) → p
def levelParams : levelParamF Prop (Prop → Prop) := (p : Prop) → p
def levelComp4 : Type 0 := Sort (imax u 0)
def levelComp5 : Type u := Sort (imax u u)
def imax1 : (p : Prop) → Prop := fun p => Type → p
def imax2 : (α : Type) → Type 1 := fun α => Type → α
def levelMaxComm : Sort (max v u + 1) := Sort (max u v)
def levelMaxAssoc : Sort (max u (max v w) + 1) := Sort (max (max u v) w)
def inferVar : (f : Prop) → (g : f) → f := fun f g => g
def defEqLambda : (f : (Prop → Prop) → Prop) → (g : (a : Prop → Prop) → f a) → f (fun p => p → p) :=
  fun f g => g (fun p => p → p)

def PN := (α : Type) → (α → α) → α → α
def PN.zero : PN := fun α s z => z
def PN.succ : PN → PN := fun n α s z => s (n α s z)
def PN.lit1 := PN.succ PN.zero
def PN.lit2 := PN.succ PN.lit1
def PN.lit4 := PN.succ (PN.succ PN.lit2)
def PN.add : PN → PN → PN := fun n m α s z => n α s (m α s z)
def PN.mul : PN → PN → PN := fun n m α s z => n α (m α s) z
theorem peano1 : (t : PN → Prop) → (v : (n : PN) → t n) → t PN.lit2 := fun t v => v PN.lit2
theorem peano2 : (t : PN → Prop) → (v : (n : PN) → t n) → t PN.lit2 := fun t v => v (PN.add PN.lit1 PN.lit1)
theorem peano3 : (t : PN → Prop) → (v : (n : PN) → t n) → t PN.lit4 := fun t v => v (PN.mul PN.lit2 PN.lit2)

def empty : Type := Empty
def boolType : Type := Bool
def twoBool : Type := TwoBool
def andType : Prop → Prop → Prop := And
def prodType : Type → Type → Type := Prod
def pprodType : Type → Type → Type := PProd
def pUnitType : Type := PUnit
def eqType : {α : Sort u} → α → α → Prop := @Eq
def natDef : Type := N
def rbTreeDef : Type u → Color → N → Type u := RBTree
def predWithTypeField : Prop := PredWithTypeField
def typeWithTypeField : Type 1 := TypeWithTypeField
def typeWithTypeFieldPoly : Type (u + 1) := TypeWithTypeFieldPoly

def emptyRec : (motive : Empty → Sort u) → (x : Empty) → motive x := @Empty.rec
def boolRec : {motive : Bool → Sort u} → (false : motive Bool.false) → (true : motive Bool.true) → (t : Bool) → motive t := @Bool.rec
def twoBoolRec : {motive : TwoBool → Sort u} → (mk : (b1 b2 : Bool) → motive (TwoBool.mk b1 b2)) → (x : TwoBool) → motive x := @TwoBool.rec
def andRec : {p q : Prop} → {motive : And p q → Sort u} → (mk : (hp : p) → (hq : q) → motive (And.intro hp hq)) → (x : And p q) → motive x := @And.rec
def prodRec : {α : Type u} → {β : Type v} → {motive : Prod α β → Sort w} → (mk : (p : α) → (q : β) → motive (Prod.mk p q)) → (x : Prod α β) → motive x := @Prod.rec
def pprodRec : {α : Sort u} → {β : Sort v} → {motive : PProd α β → Sort w} → (mk : (p : α) → (q : β) → motive (PProd.mk p q)) → (x : PProd α β) → motive x := @PProd.rec
def punitRec : {motive : PUnit.{u} → Sort w} → (mk : motive PUnit.unit) → (x : PUnit) → motive x := @PUnit.rec
def eqRec : {α : Sort u} → {a : α} → {motive : (a' : α) → Eq a a' → Sort v} → (refl : motive a Eq.refl) → {a' : α} → (t : Eq a a') → motive a' t := @Eq.rec
def nRec : {motive : N → Sort u} → (zero : motive N.zero) → (succ : (a : N) → motive a → motive (N.succ a)) → (t : N) → motive t := @N.rec
def rbTreeRec : {α : Type v} → {motive : (a : Color) → (a_1 : N) → RBTree α a a_1 → Sort u} →
    motive Color.b N.zero RBTree.leaf →
    ({n : N} → (a : RBTree α Color.b n) → (a_1 : α) → (a_2 : RBTree α Color.b n) → motive Color.b n a → motive Color.b n a_2 →
      motive Color.r n (RBTree.red a a_1 a_2)) →
    ({c1 c2 : Color} → {n : N} → (a : RBTree α c1 n) → (a_1 : α) → (a_2 : RBTree α c2 n) → motive c1 n a → motive c2 n a_2 →
      motive Color.b (N.succ n) (RBTree.black a a_1 a_2)) →
    {a : Color} → {a_1 : N} → (t : RBTree α a a_1) → motive a a_1 t := @RBTree.rec
def boolPropRec : {motive : BoolProp → Prop} → (a : motive BoolProp.a) → (b : motive BoolProp.b) → (x : BoolProp) → motive x := @BoolProp.rec
def existsRec : {α : Sort u} → {p : α → Prop} → {motive : Exists p → Prop} → (intro : (w : α) → (h : p w) → motive (Exists.intro w h)) →
    (t : Exists p) → motive t := @Exists.rec
def typeSingletonRecReduction : (x : NewSingleton) → Eq (NewSingleton.rec (motive := fun _ => Bool) Bool.true x) Bool.true := fun _ => Eq.refl
def sortElimPropRec : {b : Bool} → {motive : (b1 b2 : Bool) → SortElimProp b b1 b2 → Sort u} →
    (mk : (b1 b2 : Bool) → motive b2 b1 (SortElimProp.mk b1 b2)) → {b1 b2 : Bool} → (x : SortElimProp b b1 b2) → motive b1 b2 x := @SortElimProp.rec
def sortElimProp2Rec : {b : Bool} → {motive : (b1 b2 : Bool) → SortElimProp2 b b1 b2 → Prop} →
    (mk : (b1 b2 : Bool) → motive b2 (id b1) (SortElimProp2.mk b1 b2)) → {b1 b2 : Bool} → (x : SortElimProp2 b b1 b2) → motive b1 b2 x := @SortElimProp2.rec

theorem boolRecEqns : And
    ({motive : Bool → Sort u} → (f : motive Bool.false) → (t : motive Bool.true) → Eq (@Bool.rec motive f t Bool.false) f)
    ({motive : Bool → Sort u} → (f : motive Bool.false) → (t : motive Bool.true) → Eq (@Bool.rec motive f t Bool.true) t) :=
  And.intro (fun _ _ => Eq.refl) (fun _ _ => Eq.refl)
theorem prodRecEqns : {α β : Type} → {motive : Prod α β → Sort u} → (f : (a : α) → (b : β) → motive (Prod.mk a b)) → (a : α) → (b : β) →
    Eq (@Prod.rec α β motive f (Prod.mk a b)) (f a b) := fun _ _ _ => Eq.refl
def N.add : N → N → N := @N.rec (fun _ => N → N) (fun m => m) (fun n ih m => N.succ (ih m))
theorem nRecReduction : And ((m : N) → Eq (N.add N.zero m) m) ((n m : N) → Eq (N.add (N.succ n) m) (N.succ (N.add n m))) :=
  And.intro (fun _ => Eq.refl) (fun _ _ => Eq.refl)
def append {α : Type} (xs ys : List α) : List α := @List.rec α (fun _ => List α) ys (fun x _ ih => List.cons x ih) xs
theorem listRecReduction : {α : Type} → (xs ys : List α) →
    And (Eq (append List.nil ys) ys) ((x : α) → (xs : List α) → Eq (append (List.cons x xs) ys) (List.cons x (append xs ys))) :=
  fun _ _ => And.intro Eq.refl (fun _ _ => Eq.refl)
def RBTree.id {α : Type} {c : Color} {n : N} (t : RBTree α c n) : RBTree α c n :=
  @RBTree.rec α (fun c n _ => RBTree α c n) RBTree.leaf (fun _ a _ ih1 ih2 => RBTree.red ih1 a ih2) (fun _ a _ ih1 ih2 => RBTree.black ih1 a ih2) c n t
theorem congr2 {α β γ : Type} (f : α → β → γ) {a a' : α} {b b' : β} (h : Eq a a') (k : Eq b b') : Eq (f a b) (f a' b') :=
  @Eq.rec α a (fun x _ => Eq (f a b) (f x b')) (@Eq.rec β b (fun y _ => Eq (f a b) (f a y)) Eq.refl b' k) a' h
theorem RBTree.id_spec {α : Type} {c : Color} {n : N} (t : RBTree α c n) : Eq (RBTree.id t) t :=
  @RBTree.rec α (fun _ _ t => Eq (RBTree.id t) t) Eq.refl
    (fun _ a _ ih1 ih2 => congr2 (fun x y => RBTree.red x a y) ih1 ih2) (fun _ a _ ih1 ih2 => congr2 (fun x y => RBTree.black x a y) ih1 ih2) c n t

theorem andProj {a b : Prop} (x : And a b) : And b a := And.intro x.right x.left
def prodProj {α : Type u} {β : Type v} (x : Prod α β) : Prod β α := Prod.mk x.snd x.fst
def pprodProj {α : Sort u} {β : Sort v} (x : PProd α β) : PProd β α := PProd.mk x.snd x.fst
def psigmaProj {α : Sort u} {β : α → Sort v} (x : PSigma β) : β x.fst := x.snd
def projDataIndexRec := @ProjDataIndex.rec
def projRed : Eq (Prod.mk Bool.true Bool.false).snd Bool.false := Eq.refl
theorem ruleK (h : Eq Bool.true Bool.true) (a : Bool) : Eq (@Eq.rec Bool Bool.true (fun _ _ => Bool) a Bool.true h) a := Eq.refl
def aNatLit : Nat := 0
theorem natLitEq : Eq 3 (Nat.succ (Nat.succ (Nat.succ Nat.zero))) := Eq.refl
def proofIrrelevance (p : Prop) (h1 h2 : p) : Eq h1 h2 := Eq.refl
def proofIrrelevanceWhnf (p : id Prop) (h1 h2 : p) : Eq h1 h2 := Eq.refl
def unitEta1 (x y : Unit) : Eq x y := Eq.refl
def unitEta2 (x y : PUnit.{u}) : Eq x y := Eq.refl
def unitEta3 (x y : PUnit.{0}) : Eq x y := Eq.refl
def structEta (α β : Type u) (x : Prod α β) : And (Eq x (Prod.mk x.fst x.snd)) (Eq (Prod.mk x.fst x.snd) x) := And.intro Eq.refl Eq.refl
theorem funEta (α : Type) (β : Type) (f : α → β) : Eq (fun x => f x) f := Eq.refl
theorem funEtaDep (α : Type) (β : α → Type) (f : (a : α) → β a) : Eq (fun a => f a) f := Eq.refl

def rTreeRec := @RTree.rec
def RTree.left (t : RTree) : RTree := RTree.rec (motive := fun _ => RTree) RTree.leaf (fun children _ => children Bool.true) t
theorem rtreeRecReduction (t1 t2 : RTree) : Eq (RTree.left (RTree.node (@Bool.rec (fun _ => RTree) t2 t1))) t1 := Eq.refl
def accRecType := @Acc.rec
theorem accRecReduction {α : Type} (r : α → α → Prop) (a : α) (h : (b : α) → r b a → Acc r b) (p : Bool) :
    Eq (@Acc.rec α r (fun _ _ => Bool) (fun _ _ _ => p) a (Acc.intro a h)) p := Eq.refl

end Good
