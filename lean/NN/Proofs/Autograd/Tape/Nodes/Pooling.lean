prelude
import NN.Proofs.Autograd.Rows
import NN.Spec.Activation.Maximum
/-!
# Pooling nodes

Average and maximum over windows of `p` rows and `q` columns that follow each other without overlap: a matrix
of `h` times `p` rows and `w` times `q` columns becomes one of `h` rows and `w` columns. The certificate of
`avgPool` holds at every context, that of `maxPool` where no window attains its maximum twice.

## Implementation
Row `p * i + a` of the matrix is `Fin.rowMajor i a`, so that no index needs a division.
-/

namespace Proofs.Autograd
open Spec Vec

namespace Op
variable {h w p q : Nat}

/-- The place in the matrix of entry `a`, `b` of window `i`, `j`. -/
noncomputable def windowIndex (i : Fin h) (j : Fin w) : Fin (q * p) → Fin ((q * w) * (p * h)) :=
  Fin.flatten fun (a : Fin p) (b : Fin q) => Fin.rowMajor (Fin.rowMajor i a) (Fin.rowMajor j b)

/-- The place of entry `a`, `b` of window `i`, `j`. -/
theorem windowIndex_rowMajor (i : Fin h) (j : Fin w) (a : Fin p) (b : Fin q) :
    windowIndex i j (Fin.rowMajor a b) = Fin.rowMajor (Fin.rowMajor i a) (Fin.rowMajor j b) :=
  Fin.flatten_rowMajor _ a b

/-- The entries of window `i`, `j`. -/
noncomputable def window (x : Vec ((q * w) * (p * h))) (i : Fin h) (j : Fin w) : Vec (q * p) :=
  ⟨fun l => x.ofLp (windowIndex i j l)⟩

/-- A sum over a window, row by row. -/
theorem sum_window (i : Fin h) (j : Fin w) (f : Fin (q * p) → Fin ((q * w) * (p * h)) → ℝ) :
    ∑ l, f l (windowIndex i j l) =
      ∑ a, ∑ b, f (Fin.rowMajor a b) (Fin.rowMajor (Fin.rowMajor i a) (Fin.rowMajor j b)) :=
  (Fin.sum_rowMajor (n := p) (k := q) fun l => f l (windowIndex i j l)).trans
    (Fin.sum_congr fun a => Fin.sum_congr fun b => by rw [windowIndex_rowMajor])

/-- A real function `f` of every window, with the formula `g` of its gradient. -/
noncomputable def pool (h w p q : Nat) (f : Vec (q * p) → ℝ) (g : Vec (q * p) → Fin (q * p) → ℝ) :
    Op ((q * w) * (p * h)) (w * h) where
  forward x := ⟨Fin.flatten fun i j => f (window x i j)⟩
  jvp x dx := ⟨Fin.flatten fun i j => ∑ l, g (window x i j) l * dx.ofLp (windowIndex i j l)⟩
  vjp x δ := ⟨Fin.flatten (Fin.flatten fun (i : Fin h) (a : Fin p) =>
    Fin.flatten fun (j : Fin w) (b : Fin q) =>
    g (window x i j) (Fin.rowMajor a b) * δ.ofLp (Fin.rowMajor i j))⟩
  inner_jvp x dx δ := by
    refine (flatten_inner _ δ).trans (Eq.trans ?_ ((inner_flatten dx _).trans
      (Fin.sum_rowMajor (n := h) (k := p) _)).symm)
    refine Fin.sum_congr fun i => Eq.trans (Fin.sum_congr fun j => ?_) ((Fin.sum_comm _).trans
      (Fin.sum_congr fun a => (Fin.sum_rowMajor (n := w) (k := q) _).symm))
    refine (congrArg (· * δ.ofLp (Fin.rowMajor i j)) (sum_window i j fun l k =>
      g (window x i j) l * dx.ofLp k)).trans ((Fin.sum_mul _ _).trans (Fin.sum_congr fun a =>
        (Fin.sum_mul _ _).trans (Fin.sum_congr fun b => ?_)))
    rw [Fin.flatten_rowMajor, Fin.flatten_rowMajor]
    exact ring

/-- Entry `j` of row `i` of the result. -/
theorem pool_forward_apply (f : Vec (q * p) → ℝ) (g : Vec (q * p) → Fin (q * p) → ℝ)
    (x : Vec ((q * w) * (p * h))) (i : Fin h) (j : Fin w) :
    ((pool h w p q f g).forward x).ofLp (.rowMajor i j) = f (window x i j) := Fin.flatten_rowMajor _ i j

/-- Entry `j` of row `i` of the change of the result. -/
theorem pool_jvp_apply (f : Vec (q * p) → ℝ) (g : Vec (q * p) → Fin (q * p) → ℝ)
    (x dx : Vec ((q * w) * (p * h))) (i : Fin h) (j : Fin w) :
    ((pool h w p q f g).jvp x dx).ofLp (.rowMajor i j) =
      ∑ l, g (window x i j) l * dx.ofLp (windowIndex i j l) := Fin.flatten_rowMajor _ i j

/-- The gradient at entry `a`, `b` of window `i`, `j`. -/
theorem pool_vjp_apply (f : Vec (q * p) → ℝ) (g : Vec (q * p) → Fin (q * p) → ℝ) (x : Vec ((q * w) * (p * h)))
    (δ : Vec (w * h)) (i : Fin h) (j : Fin w) (a : Fin p) (b : Fin q) :
    ((pool h w p q f g).vjp x δ).ofLp (.rowMajor (.rowMajor i a) (.rowMajor j b)) =
      g (window x i j) (.rowMajor a b) * δ.ofLp (.rowMajor i j) := by
  refine (Fin.flatten_rowMajor _ _ _).trans ?_
  rw [Fin.flatten_rowMajor, Fin.flatten_rowMajor]

/-- Pooling is correct where `g` is the gradient of `f` at every window. -/
theorem correctAt_pool {f : Vec (q * p) → ℝ} {g : Vec (q * p) → Fin (q * p) → ℝ} {x : Vec ((q * w) * (p * h))}
    (correct : ∀ i j, (ofGradient f g).CorrectAt (window x i j)) :
    (pool h w p q f g).CorrectAt x :=
  hasFDerivAt_vec (Fin.rowMajorCases fun i j => by
    have gathered : Op.CorrectAt ((ofGradient f g).comp (gather (windowIndex i j))) x :=
      .comp (A := gather (windowIndex i j)) (correct i j) (correct_gather _ x)
    exact ((hasFDerivAt_vec_iff.mp gathered (.last 0)).congr fun y =>
      (pool_forward_apply f g y i j).symm).congr_fderiv fun v => (pool_jvp_apply f g x v i j).symm)

/-- The average of every window. -/
noncomputable def avgPool (h w p q : Nat) : Op ((q * w) * (p * h)) (w * h) :=
  pool h w p q (fun x => (∑ l, x.ofLp l) / natCast ℝ (q * p)) fun _ _ => 1 / natCast ℝ (q * p)

/-- The maximum of every window. -/
noncomputable def maxPool (h w p q : Nat) : Op ((q * w) * (p * h)) (w * h) :=
  pool h w p q Activation.Math.maximum Activation.Math.maximumGradient

end Op

namespace TapeNodes
variable {Γ : List Shape} {h w p q : Nat}

/-! ### Average pooling -/

/-- The average of every window. -/
noncomputable def avgPool (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) : Node Γ
    (.dim h (.dim w .scalar)) :=
  Node.unary (τ := .dim h (.dim w .scalar)) idx (Op.avgPool h w p q)

/-- Entry `j` of row `i` of the result. -/
theorem avgPool_forward_apply (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) (xV : CtxVec Γ) (i : Fin h)
    (j : Fin w) : ((avgPool idx).forward xV).ofLp (.rowMajor i j) =
      (∑ a, ∑ b, (CtxVec.get idx xV).ofLp (.rowMajor (.rowMajor i a) (.rowMajor j b))) / natCast ℝ (q * p) :=
  (Op.pool_forward_apply (fun x => (∑ l, x.ofLp l) / natCast ℝ (q * p)) (fun _ _ => 1 / natCast ℝ (q * p))
    (CtxVec.get idx xV) i j).trans (congrArg (· / natCast ℝ (q * p))
    (Op.sum_window i j fun _ k => (CtxVec.get idx xV).ofLp k))

/-- Entry `j` of row `i` of the change of the result. -/
theorem avgPool_jvp_apply (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) (xV dxV : CtxVec Γ) (i : Fin h)
    (j : Fin w) : ((avgPool idx).jvp xV dxV).ofLp (.rowMajor i j) =
      ∑ a, ∑ b, 1 / natCast ℝ (q * p) * (CtxVec.get idx dxV).ofLp
        (.rowMajor (.rowMajor i a) (.rowMajor j b)) :=
  (Op.pool_jvp_apply (fun x => (∑ l, x.ofLp l) / natCast ℝ (q * p)) (fun _ _ => 1 / natCast ℝ (q * p))
    (CtxVec.get idx xV) (CtxVec.get idx dxV) i j).trans
    (Op.sum_window i j fun _ k => 1 / natCast ℝ (q * p) * (CtxVec.get idx dxV).ofLp k)

/-- The gradient at entry `a`, `b` of window `i`, `j`. -/
theorem avgPool_vjp_apply (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) (xV : CtxVec Γ)
    (δ : Vec (w * h)) (i : Fin h) (j : Fin w) (a : Fin p) (b : Fin q) :
    (CtxVec.get idx ((avgPool idx).vjp xV δ)).ofLp (.rowMajor (.rowMajor i a) (.rowMajor j b)) =
      1 / natCast ℝ (q * p) * δ.ofLp (.rowMajor i j) :=
  (Node.unary_vjp_apply (τ := .dim h (.dim w .scalar)) idx _ xV δ _).trans (Op.pool_vjp_apply _ _ _ δ i j a b)

/-- `avgPool` is correct everywhere. -/
theorem avgPoolFderiv (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) : NodeFDerivCorrect (avgPool idx) :=
  fun _ => Node.unary_correctAt (τ := .dim h (.dim w .scalar)) (Op.correctAt_pool fun _ _ =>
    Op.correctAt_of_differential fun _ => ((HasDifferentialAt.sum fun l =>
      hasDifferentialAt_coord l _).div_const _).congr fun v => by
        rw [div_eq_mul_inv, mul_comm, Fin.mul_sum]
        exact Fin.sum_congr fun l => by rw [one_div])

/-! ### Maximum pooling -/

/-- The maximum of every window. -/
noncomputable def maxPool (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) : Node Γ
    (.dim h (.dim w .scalar)) :=
  Node.unary (τ := .dim h (.dim w .scalar)) idx (Op.maxPool h w p q)

/-- Entry `j` of row `i` of the result. -/
theorem maxPool_forward_apply (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) (xV : CtxVec Γ) (i : Fin h)
    (j : Fin w) : ((maxPool idx).forward xV).ofLp (.rowMajor i j) =
      Activation.Math.maximum (Op.window (CtxVec.get idx xV) i j) :=
  Op.pool_forward_apply Activation.Math.maximum Activation.Math.maximumGradient _ i j

/-- Entry `j` of row `i` of the change of the result: the change of the entry that is the maximum. -/
theorem maxPool_jvp_apply (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) (xV dxV : CtxVec Γ) (i : Fin h)
    (j : Fin w) : ((maxPool idx).jvp xV dxV).ofLp (.rowMajor i j) =
      ∑ a, ∑ b, Activation.Math.maximumGradient (Op.window (CtxVec.get idx xV) i j) (.rowMajor a b) *
        (CtxVec.get idx dxV).ofLp (.rowMajor (.rowMajor i a) (.rowMajor j b)) :=
  (Op.pool_jvp_apply Activation.Math.maximum Activation.Math.maximumGradient (CtxVec.get idx xV)
    (CtxVec.get idx dxV) i j).trans (Op.sum_window i j fun l k =>
    Activation.Math.maximumGradient (Op.window (CtxVec.get idx xV) i j) l * (CtxVec.get idx dxV).ofLp k)

/-- The gradient at entry `a`, `b` of window `i`, `j`. -/
theorem maxPool_vjp_apply (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) (xV : CtxVec Γ)
    (δ : Vec (w * h)) (i : Fin h) (j : Fin w) (a : Fin p) (b : Fin q) :
    (CtxVec.get idx ((maxPool idx).vjp xV δ)).ofLp (.rowMajor (.rowMajor i a) (.rowMajor j b)) =
      Activation.Math.maximumGradient (Op.window (CtxVec.get idx xV) i j) (.rowMajor a b) *
        δ.ofLp (.rowMajor i j) :=
  (Node.unary_vjp_apply (τ := .dim h (.dim w .scalar)) idx _ xV δ _).trans (Op.pool_vjp_apply _ _ _ δ i j a b)

/-- `maxPool` is correct where no window attains its maximum twice: entries of a window with the same value
are less than its maximum. -/
theorem maxPoolFderivAt (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) (xV : CtxVec Γ)
    (hx : ∀ (i : Fin h) (j : Fin w) (k l : Fin (q * p)), k.val ≠ l.val →
      (Op.window (CtxVec.get idx xV) i j).ofLp k = (Op.window (CtxVec.get idx xV) i j).ofLp l →
        (Op.window (CtxVec.get idx xV) i j).ofLp k < Activation.Math.maximum
          (Op.window (CtxVec.get idx xV) i j))
    :
    NodeFDerivCorrectAt (maxPool idx) xV :=
  Node.unary_correctAt (τ := .dim h (.dim w .scalar)) (Op.correctAt_pool fun i j =>
    Op.correctAt_of_differential fun _ => Activation.Math.hasDifferentialAt_maximum (hx i j))

/-- A context where `maxPoolFderivAt` applies. -/
theorem exists_maxPoolFderivAt (idx : Idx Γ (.dim (p * h) (.dim (q * w) .scalar))) :
    ∃ xV, (∀ (i : Fin h) (j : Fin w) (k l : Fin (q * p)), k.val ≠ l.val →
      (Op.window (CtxVec.get idx xV) i j).ofLp k = (Op.window (CtxVec.get idx xV) i j).ofLp l →
        (Op.window (CtxVec.get idx xV) i j).ofLp k <
          Activation.Math.maximum (Op.window (CtxVec.get idx xV) i j)) ∧
      NodeFDerivCorrectAt (maxPool idx) xV := by
  obtain ⟨c, once⟩ := Activation.Math.exists_maximum_once (q * p)
  -- the matrix all of whose windows are `c`
  let x : Vec ((q * w) * (p * h)) := ⟨Fin.flatten (Fin.flatten fun (i : Fin h) (a : Fin p) =>
    Fin.flatten fun (j : Fin w) (b : Fin q) => c.ofLp (Fin.rowMajor a b))⟩
  have window_eq : ∀ i j, Op.window (CtxVec.get idx (CtxVec.single idx x)) i j = c := fun i j => by
    rw [CtxVec.get_single]
    refine ext (Fin.rowMajorCases fun a b => ?_)
    show x.ofLp (Op.windowIndex i j (Fin.rowMajor a b)) = _
    rw [Op.windowIndex_rowMajor]
    refine (Fin.flatten_rowMajor _ _ _).trans ?_
    rw [Fin.flatten_rowMajor, Fin.flatten_rowMajor]
  have hx : ∀ (i : Fin h) (j : Fin w) (k l : Fin (q * p)), k.val ≠ l.val →
      (Op.window (CtxVec.get idx (CtxVec.single idx x)) i j).ofLp k =
        (Op.window (CtxVec.get idx (CtxVec.single idx x)) i j).ofLp l →
      (Op.window (CtxVec.get idx (CtxVec.single idx x)) i j).ofLp k <
        Activation.Math.maximum (Op.window (CtxVec.get idx (CtxVec.single idx x)) i j) := fun i j => by
    rw [window_eq i j]
    exact once
  exact ⟨_, hx, maxPoolFderivAt idx _ hx⟩

end TapeNodes

end Proofs.Autograd
