prelude
import NN.Analysis.HyperbolicDeriv
import NN.Proofs.Autograd.Op
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! Shapes, contexts, nodes of a tape. -/
attribute [-instance] instNormedSelf
variable {R : Type} [CompleteOrderedField R]
open Vec
inductive Shape where
  | scalar : Shape
  | dim (n : Nat) (s : Shape) : Shape
namespace Shape
/-- number of entries; `dim n scalar` has `n` by definition, so `Vec R (dim n scalar).size` is `Vec R n` -/
def size : Shape → Nat
  | .scalar => 1
  | .dim n .scalar => n
  | .dim n (.dim m s) => n * size (.dim m s)
theorem size_dim (n : Nat) : (s : Shape) → (dim n s).size = n * s.size
  | .scalar => show n = Nat.zero + n by
    induction n with
    | zero => rfl
    | succ n ih => exact congrArg Nat.succ ih
  | .dim _ _ => rfl
end Shape
/-- total number of entries of a context -/
def ctxSize : List Shape → Nat
  | [] => 0
  | s :: Γ => s.size + ctxSize Γ
/-- all entries of a context, one after the other, as one vector -/
abbrev CtxVec (R : Type) (Γ : List Shape) : Type := Vec R (ctxSize Γ)
/-- the position of an entry of shape `s` in the context -/
inductive Idx : List Shape → Shape → Type where
  | here {Γ : List Shape} {s : Shape} : Idx (s :: Γ) s
  | there {Γ : List Shape} {s t : Shape} : Idx Γ s → Idx (t :: Γ) s
namespace CtxVec
def get : {Γ : List Shape} → {s : Shape} → Idx Γ s → CtxVec R Γ → Vec R s.size
  | _, _, .here, x => head x
  | _, _, .there i, x => get i (tail x)
/-- `v` at `i`, zero elsewhere -/
noncomputable def single : {Γ : List Shape} → {s : Shape} → Idx Γ s → Vec R s.size → CtxVec R Γ
  | _, _, .here, v => append v 0
  | _, _, .there i, v => append 0 (single i v)
theorem get_here {Γ : List Shape} {s : Shape} (v : Vec R s.size) (x : CtxVec R Γ) : get .here (append v x : CtxVec R (s :: Γ)) = v :=
  funext (append_left v x)
theorem get_there {Γ : List Shape} {s t : Shape} (i : Idx Γ s) (v : Vec R t.size) (x : CtxVec R Γ) :
    get (.there i) (append v x : CtxVec R (t :: Γ)) = get i x := congrArg (get i) (funext (append_right v x))
theorem dot_single : {Γ : List Shape} → {s : Shape} → (i : Idx Γ s) → (v : Vec R s.size) → (x : CtxVec R Γ) →
    dot (single i v) x = dot v (get i x)
  | _, _, .here, v, x => (dot_append v 0 x).trans (by rw [dot_comm 0, dot_zero, add_zero]; rfl)
  | _, _, .there i, v, x => (dot_append 0 (single i v) x).trans (by rw [dot_comm 0, dot_zero, zero_add]; exact dot_single i v (tail x))
theorem get_single : {Γ : List Shape} → {s : Shape} → (i : Idx Γ s) → (v : Vec R s.size) → get i (single i v) = v
  | _, _, .here, v => get_here v 0
  | _, _, .there i, v => (get_there i 0 _).trans (get_single i v)
/-- `get` as a bounded linear map -/
noncomputable def getCLM {Γ : List Shape} {s : Shape} (i : Idx Γ s) : Lin (R := R) (CtxVec R Γ) (Vec R s.size) :=
  linOfAdjoint (get i) (single i) fun x v => by rw [dot_comm, dot_comm x, dot_single]
theorem getCLM_apply {Γ : List Shape} {s : Shape} (i : Idx Γ s) (x : CtxVec R Γ) (k : Fin s.size) : (getCLM i).f x k = get i x k := rfl
abbrev getVec {Γ : List Shape} {n : Nat} (i : Idx Γ (.dim n .scalar)) (x : CtxVec R Γ) : Vec R n := get i x
noncomputable abbrev singleVec {Γ : List Shape} {n : Nat} (i : Idx Γ (.dim n .scalar)) (v : Vec R n) : CtxVec R Γ := single i v
end CtxVec
open CtxVec
/-- a node reads a context and gives a value of shape `τ` -/
abbrev Node (R : Type) [CompleteOrderedField R] (Γ : List Shape) (τ : Shape) : Type := Op R (ctxSize Γ) τ.size
abbrev NodeFDerivCorrectAt {Γ : List Shape} {τ : Shape} (N : Node R Γ τ) (x : CtxVec R Γ) : Prop := N.CorrectAt x
abbrev NodeFDerivCorrect {Γ : List Shape} {τ : Shape} (N : Node R Γ τ) : Prop := ∀ x, NodeFDerivCorrectAt N x
namespace Node
variable {Γ : List Shape} {s τ : Shape}
noncomputable def input (i : Idx Γ s) : Node R Γ s := .linear (get i) (single i)
theorem input_correct (i : Idx Γ s) : NodeFDerivCorrect (input (R := R) i) :=
  Op.correct_linear fun x y => by rw [dot_comm, dot_comm x, dot_single]
/-- an operation applied to one entry -/
noncomputable def unaryOp (i : Idx Γ s) (C : Op R s.size τ.size) : Node R Γ τ := C.comp (input i)
theorem unaryOp_correctAt {i : Idx Γ s} {C : Op R s.size τ.size} {x : CtxVec R Γ} (h : C.CorrectAt (get i x)) :
    NodeFDerivCorrectAt (unaryOp i C) x := Op.CorrectAt.comp h (input_correct i x)
/-- an operation applied to two entries, which may be the same one -/
noncomputable def binaryOp {t : Shape} (i : Idx Γ s) (j : Idx Γ t) (C : Op R (s.size + t.size) τ.size) : Node R Γ τ :=
  C.comp ((input i).fork (input j))
theorem binaryOp_correctAt {t : Shape} {i : Idx Γ s} {j : Idx Γ t} {C : Op R (s.size + t.size) τ.size} {x : CtxVec R Γ}
    (h : C.CorrectAt (append (get i x) (get j x))) : NodeFDerivCorrectAt (binaryOp i j C) x :=
  Op.CorrectAt.comp (A := (input i).fork (input j)) h (.fork (input_correct i x) (input_correct j x))
noncomputable def mul (i j : Idx Γ s) : Node R Γ s := binaryOp i j .mul
theorem mul_forward (i j : Idx Γ s) (x : CtxVec R Γ) : (mul i j).forward x = fun k => get i x k * get j x k := funext fun k => by
  show append (get i x) (get j x) (.left _ k) * append (get i x) (get j x) (.right _ k) = _
  rw [append_left, append_right]
theorem mulFderiv (i j : Idx Γ s) : NodeFDerivCorrect (mul (R := R) i j) := fun _ => binaryOp_correctAt (Op.correct_mul _)
noncomputable def elemwise (i : Idx Γ s) (f f' : R → R) : Node R Γ s := unaryOp i (.elementwise f f')
theorem elemwise_adjoint (i : Idx Γ s) (f f' : R → R) : (elemwise i f f').Adjoint :=
  Op.Adjoint.comp (Op.adjoint_elementwise f f') fun x => (input_correct i x).adjoint
theorem elemwiseFderivAt (i : Idx Γ s) (f f' : R → R) (x : CtxVec R Γ)
    (h : ∀ k : Fin s.size, HasDerivAt f (f' (get i x k)) (get i x k)) : NodeFDerivCorrectAt (elemwise i f f') x :=
  unaryOp_correctAt (Op.correctAt_elementwise h)
theorem elemwiseFderiv (i : Idx Γ s) (f f' : R → R) (h : ∀ z, HasDerivAt f (f' z) z) : NodeFDerivCorrect (elemwise i f f') :=
  fun x => elemwiseFderivAt i f f' x fun k => h (get i x k)
noncomputable def tanh (i : Idx Γ s) : Node R Γ s := elemwise i _root_.tanh fun x => 1 - _root_.tanh x ^ 2
theorem tanhFderiv (i : Idx Γ s) : NodeFDerivCorrect (tanh (R := R) i) := elemwiseFderiv i _ _ hasDerivAt_tanh
/-- `W x` with its transpose -/
def matrix {m n : Nat} (W : Fin m → Vec R n) : Op R n m := .linear (fun x i => dot (W i) x) (fun δ j => sum fun i => W i j * δ i)
theorem matrix_correct {m n : Nat} (W : Fin m → Vec R n) : (matrix W).Correct := Op.correct_linear fun x δ => by
  show (sum fun i => (sum fun j => W i j * x j) * δ i) = sum fun j => x j * sum fun i => W i j * δ i
  simp only [mul_sum]
  rw [sum_comm]
  refine sum_congr fun i => ?_
  rw [mul_comm, mul_sum]
  refine sum_congr fun j => ?_
  ring
/-- `W x + b` -/
noncomputable def linear {m n : Nat} (i : Idx Γ (.dim n .scalar)) (W : Fin m → Vec R n) (b : Vec R m) : Node R Γ (.dim m .scalar) :=
  unaryOp i ((Op.translate b).comp (matrix W))
theorem linearFderiv {m n : Nat} (i : Idx Γ (.dim n .scalar)) (W : Fin m → Vec R n) (b : Vec R m) : NodeFDerivCorrect (linear i W b) :=
  fun _ => unaryOp_correctAt (Op.CorrectAt.comp (Op.correct_translate b _) (matrix_correct W _))
/-! what the nodes compute, by definition -/
theorem elemwise_forward (i : Idx Γ s) (f f' : R → R) (x : CtxVec R Γ) : (elemwise i f f').forward x = fun k => f (get i x k) := rfl
theorem elemwise_jvp (i : Idx Γ s) (f f' : R → R) (x dx : CtxVec R Γ) :
    (elemwise i f f').jvp x dx = fun k => get i dx k * f' (get i x k) := rfl
theorem elemwise_vjp (i : Idx Γ s) (f f' : R → R) (x : CtxVec R Γ) (δ : Vec R s.size) :
    (elemwise i f f').vjp x δ = single i fun k => δ k * f' (get i x k) := rfl
theorem linear_forward {m n : Nat} (i : Idx Γ (.dim n .scalar)) (W : Fin m → Vec R n) (b : Vec R m) (x : CtxVec R Γ) :
    (linear i W b).forward x = fun k => (sum fun j => W k j * getVec i x j) + b k := rfl
theorem linear_vjp {m n : Nat} (i : Idx Γ (.dim n .scalar)) (W : Fin m → Vec R n) (b : Vec R m) (x : CtxVec R Γ) (δ : Vec R m) :
    (linear i W b).vjp x δ = singleVec i fun j => sum fun k => W k j * δ k := rfl
end Node
