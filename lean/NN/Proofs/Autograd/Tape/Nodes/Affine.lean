prelude
import NN.Proofs.Autograd.Tape.Nodes.Normalisation
/-!
# Normalisations with a scale and a shift that are learnt

`scaled A σ x γ β` is the operation `A x` with coordinate `i` times `γ (σ i)`, plus `β (σ i)`: a channel `σ i`
shares its scale and shift. All others are this node with an operation and with channels:

- `affine x γ β`: `A` the identity, a channel for each column, as biases and scales of layers are.
- `layerNormAffine`, `batchNormAffine`: layer norm and batch norm of a matrix, a channel for each column.
- `instanceNorm`: of `n` tables of `c` channels of `l` entries every channel by itself is normalised.
- `groupNorm`: of `n` tables of `g` groups of `k` channels of `l` entries every group by itself.

The certificates of the normalisations hold at every context, for `0 < ε`, that of `affine` too.
-/

namespace Proofs.Autograd
open Spec Vec

/-- The coordinates of a correct operation have the differentials that its JVP says. -/
theorem Op.CorrectAt.hasDifferentialAt {m n : Nat} {A : Op m n} {x : Vec m} (h : A.CorrectAt x) (i : Fin n) :
    HasDifferentialAt (fun y => (A.forward y).ofLp i) (fun v => (A.jvp x v).ofLp i) x :=
  ⟨(ContinuousLinearMap.coord i).comp (A.jvpCLM x), fun _ => rfl, hasFDerivAt_vec_iff.mp h i⟩

namespace TapeNodes
variable {Γ : List Shape} {s t : Shape} {m n c g k l : Nat}

/-! ### An operation with a scale and a shift -/

/-- The operation `A`, coordinate `i` times `γ (σ i)`, plus `β (σ i)`. -/
noncomputable def scaled (A : Op s.size s.size) (σ : Fin s.size → Fin t.size) (a : Idx Γ s)
    (γ β : Idx Γ t) : Node Γ s :=
  Node.curried₃ a γ β (fun x u v => ⟨fun i => (A.forward x).ofLp i * u.ofLp (σ i) + v.ofLp (σ i)⟩)
    (fun x u _ dx du dv => ⟨fun i => (A.forward x).ofLp i * du.ofLp (σ i) +
      u.ofLp (σ i) * (A.jvp x dx).ofLp i + dv.ofLp (σ i)⟩)
    (fun x u _ δ => A.vjp x ⟨fun i => u.ofLp (σ i) * δ.ofLp i⟩)
    (fun x _ _ δ => (Op.gather σ).vjp 0 ⟨fun i => (A.forward x).ofLp i * δ.ofLp i⟩)
    (fun _ _ _ δ => (Op.gather σ).vjp 0 δ) fun x u v dx du dv δ => by
      rw [← A.inner_jvp, ← (Op.gather σ).inner_jvp 0 du, ← (Op.gather σ).inner_jvp 0 dv]
      refine Eq.trans (Fin.sum_congr fun i => ?_) ((Fin.sum_add_distrib _ _).trans
        (congrArg (_ + ·) (Fin.sum_add_distrib _ _)))
      show ((A.forward x).ofLp i * du.ofLp (σ i) + u.ofLp (σ i) * (A.jvp x dx).ofLp i + dv.ofLp (σ i)) *
        δ.ofLp i = (A.jvp x dx).ofLp i * (u.ofLp (σ i) * δ.ofLp i) +
          (du.ofLp (σ i) * ((A.forward x).ofLp i * δ.ofLp i) + dv.ofLp (σ i) * δ.ofLp i)
      exact ring

/-- Coordinate `i` of the result. -/
theorem scaled_forward_apply (A : Op s.size s.size) (σ : Fin s.size → Fin t.size) (a : Idx Γ s)
    (γ β : Idx Γ t) (xV : CtxVec Γ) (i : Fin s.size) : ((scaled A σ a γ β).forward xV).ofLp i =
      (A.forward (CtxVec.get a xV)).ofLp i * (CtxVec.get γ xV).ofLp (σ i) + (CtxVec.get β xV).ofLp (σ i) :=
  rfl

/-- Coordinate `i` of the change of the result. -/
theorem scaled_jvp_apply (A : Op s.size s.size) (σ : Fin s.size → Fin t.size) (a : Idx Γ s)
    (γ β : Idx Γ t) (xV dxV : CtxVec Γ) (i : Fin s.size) : ((scaled A σ a γ β).jvp xV dxV).ofLp i =
      (A.forward (CtxVec.get a xV)).ofLp i * (CtxVec.get γ dxV).ofLp (σ i) +
        (CtxVec.get γ xV).ofLp (σ i) * (A.jvp (CtxVec.get a xV) (CtxVec.get a dxV)).ofLp i +
        (CtxVec.get β dxV).ofLp (σ i) :=
  rfl

/-- What the gradient adds at the three inputs: a channel's scale and shift get the sums over the channel. -/
theorem scaled_vjp_apply (A : Op s.size s.size) (σ : Fin s.size → Fin t.size) (a : Idx Γ s)
    (γ β : Idx Γ t) (xV : CtxVec Γ) (δ : Vec s.size) : (scaled A σ a γ β).vjp xV δ =
      CtxVec.single a (A.vjp (CtxVec.get a xV) ⟨fun i => (CtxVec.get γ xV).ofLp (σ i) * δ.ofLp i⟩) +
      (CtxVec.single γ ⟨fun j => ∑ i, if (σ i).val = j.val then
        (A.forward (CtxVec.get a xV)).ofLp i * δ.ofLp i else 0⟩ +
      CtxVec.single β ⟨fun j => ∑ i, if (σ i).val = j.val then δ.ofLp i else 0⟩) := rfl

/-- With a scale and a shift an operation is correct where it is without. -/
theorem scaledFderivAt {A : Op s.size s.size} {σ : Fin s.size → Fin t.size} {a : Idx Γ s} {γ β : Idx Γ t}
    {xV : CtxVec Γ} (h : A.CorrectAt (CtxVec.get a xV)) : NodeFDerivCorrectAt (scaled A σ a γ β) xV :=
  have whole : Op.CorrectAt (Node.unary a A : Node Γ s) xV := (Node.unary_correctAt h).op
  Node.correctAt_of_differential fun i =>
    ((whole.hasDifferentialAt i).mul (CtxVec.hasDifferentialAt_get γ (σ i) xV)).add
      (CtxVec.hasDifferentialAt_get β (σ i) xV)

/-! ### Columns as channels -/

/-- The column of an entry of a matrix. -/
noncomputable def columnOf : Fin (n * m) → Fin n := Fin.flatten fun _ j => j

/-- The column of entry `j` of row `i`. -/
theorem columnOf_rowMajor (i : Fin m) (j : Fin n) : columnOf (Fin.rowMajor i j) = j :=
  Fin.flatten_rowMajor _ i j

/-- Every row times the vector `γ`, plus the vector `β`. -/
noncomputable def affine (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar)) :
    Node Γ (.dim m (.dim n .scalar)) :=
  scaled (s := .dim m (.dim n .scalar)) (t := .dim n .scalar) (Op.id _) columnOf a γ β

/-- Entry `j` of row `i` of the result. -/
theorem affine_forward_apply (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar))
    (xV : CtxVec Γ) (i : Fin m) (j : Fin n) : ((affine a γ β).forward xV).ofLp (.rowMajor i j) =
      (CtxVec.get a xV).ofLp (.rowMajor i j) * (CtxVec.get γ xV).ofLp j + (CtxVec.get β xV).ofLp j :=
  congrArg (fun k => _ * (CtxVec.get γ xV).ofLp k + (CtxVec.get β xV).ofLp k) (columnOf_rowMajor i j)

/-- `affine` is correct everywhere. -/
theorem affineFderiv (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar)) :
    NodeFDerivCorrect (affine a γ β) := fun _ =>
  scaledFderivAt (s := .dim m (.dim n .scalar)) (t := .dim n .scalar) (Op.correct_id _ _)

/-- Layer norm of every row of a matrix, times the vector `γ`, plus the vector `β`. -/
noncomputable def layerNormAffine (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar))
    (ε : ℝ) : Node Γ (.dim m (.dim n .scalar)) :=
  scaled (s := .dim m (.dim n .scalar)) (t := .dim n .scalar) (Op.rows m (Op.layerNorm n ε)) columnOf a γ β

/-- Entry `j` of row `i` of the result. -/
theorem layerNormAffine_forward_apply (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar))
    (ε : ℝ) (xV : CtxVec Γ) (i : Fin m) (j : Fin n) :
    ((layerNormAffine a γ β ε).forward xV).ofLp (.rowMajor i j) =
      ((layerNorm a ε).forward xV).ofLp (.rowMajor i j) * (CtxVec.get γ xV).ofLp j +
        (CtxVec.get β xV).ofLp j :=
  congrArg (fun k => _ * (CtxVec.get γ xV).ofLp k + (CtxVec.get β xV).ofLp k) (columnOf_rowMajor i j)

/-- `layerNormAffine` is correct everywhere, for `0 < ε`. -/
theorem layerNormAffineFderiv (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar)) (ε : ℝ)
    (hε : 0 < ε) : NodeFDerivCorrect (layerNormAffine a γ β ε) := fun _ =>
  scaledFderivAt (s := .dim m (.dim n .scalar)) (t := .dim n .scalar)
    (Op.correctAt_rows fun _ => Op.correct_layerNorm n hε _)

/-- A parameter for which `layerNormAffineFderiv` applies. -/
theorem exists_layerNormAffineFderiv (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar)) :
    ∃ ε, 0 < ε ∧ NodeFDerivCorrect (layerNormAffine a γ β ε) :=
  ⟨1, zero_lt_one, layerNormAffineFderiv a γ β 1 zero_lt_one⟩

/-- Batch norm of every column of a matrix, times its entry of `γ`, plus its entry of `β`. -/
noncomputable def batchNormAffine (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar))
    (ε : ℝ) : Node Γ (.dim m (.dim n .scalar)) :=
  scaled (s := .dim m (.dim n .scalar)) (t := .dim n .scalar) (Op.columns n (Op.layerNorm m ε)) columnOf a γ β

/-- Entry `j` of row `i` of the result. -/
theorem batchNormAffine_forward_apply (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar))
    (ε : ℝ) (xV : CtxVec Γ) (i : Fin m) (j : Fin n) :
    ((batchNormAffine a γ β ε).forward xV).ofLp (.rowMajor i j) =
      ((batchNorm a ε).forward xV).ofLp (.rowMajor i j) * (CtxVec.get γ xV).ofLp j +
        (CtxVec.get β xV).ofLp j :=
  congrArg (fun k => _ * (CtxVec.get γ xV).ofLp k + (CtxVec.get β xV).ofLp k) (columnOf_rowMajor i j)

/-- `batchNormAffine` is correct everywhere, for `0 < ε`. -/
theorem batchNormAffineFderiv (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar)) (ε : ℝ)
    (hε : 0 < ε) : NodeFDerivCorrect (batchNormAffine a γ β ε) := fun _ =>
  scaledFderivAt (s := .dim m (.dim n .scalar)) (t := .dim n .scalar)
    (Op.correctAt_columns fun _ => Op.correct_layerNorm m hε _)

/-- A parameter for which `batchNormAffineFderiv` applies. -/
theorem exists_batchNormAffineFderiv (a : Idx Γ (.dim m (.dim n .scalar))) (γ β : Idx Γ (.dim n .scalar)) :
    ∃ ε, 0 < ε ∧ NodeFDerivCorrect (batchNormAffine a γ β ε) :=
  ⟨1, zero_lt_one, batchNormAffineFderiv a γ β 1 zero_lt_one⟩

/-! ### Channels of their own -/

/-- The channel of an entry of `n` tables of `c` channels of `l` entries. -/
noncomputable def channelOf : Fin ((l * c) * n) → Fin c :=
  Fin.flatten fun _ => Fin.flatten fun a _ => a

/-- Every channel of every table, less its mean, divided by the root of its variance plus `ε`, times the
channel's entry of `γ`, plus that of `β`. -/
noncomputable def instanceNorm (a : Idx Γ (.dim n (.dim c (.dim l .scalar)))) (γ β : Idx Γ (.dim c .scalar))
    (ε : ℝ) : Node Γ (.dim n (.dim c (.dim l .scalar))) :=
  scaled (s := .dim n (.dim c (.dim l .scalar))) (t := .dim c .scalar)
    (Op.rows n (Op.rows c (Op.layerNorm l ε))) channelOf a γ β

/-- Entry `j` of channel `i` of table `b` of the result. -/
theorem instanceNorm_forward_apply (a : Idx Γ (.dim n (.dim c (.dim l .scalar))))
    (γ β : Idx Γ (.dim c .scalar)) (ε : ℝ) (xV : CtxVec Γ) (b : Fin n) (i : Fin c) (j : Fin l) :
    ((instanceNorm a γ β ε).forward xV).ofLp (.rowMajor b (.rowMajor i j)) =
      Activation.Math.layerNorm ε (row (row (CtxVec.get a xV) b) i) j * (CtxVec.get γ xV).ofLp i +
        (CtxVec.get β xV).ofLp i := by
  have channel : channelOf (Fin.rowMajor b (Fin.rowMajor i j)) = i :=
    (Fin.flatten_rowMajor _ b _).trans (Fin.flatten_rowMajor (fun (a : Fin c) (_ : Fin l) => a) i j)
  refine (scaled_forward_apply (s := .dim n (.dim c (.dim l .scalar))) (t := .dim c .scalar) _ channelOf a γ β
    xV _).trans ?_
  rw [channel]
  exact congrArg (fun y => y * _ + _) ((Op.rows_forward_apply _ _ b _).trans (Op.rows_forward_apply _ _ i j))

/-- `instanceNorm` is correct everywhere, for `0 < ε`. -/
theorem instanceNormFderiv (a : Idx Γ (.dim n (.dim c (.dim l .scalar)))) (γ β : Idx Γ (.dim c .scalar))
    (ε : ℝ) (hε : 0 < ε) : NodeFDerivCorrect (instanceNorm a γ β ε) := fun _ =>
  scaledFderivAt (s := .dim n (.dim c (.dim l .scalar))) (t := .dim c .scalar)
    (Op.correctAt_rows fun _ => Op.correctAt_rows fun _ => Op.correct_layerNorm l hε _)

/-- A parameter for which `instanceNormFderiv` applies. -/
theorem exists_instanceNormFderiv (a : Idx Γ (.dim n (.dim c (.dim l .scalar))))
    (γ β : Idx Γ (.dim c .scalar)) : ∃ ε, 0 < ε ∧ NodeFDerivCorrect (instanceNorm a γ β ε) :=
  ⟨1, zero_lt_one, instanceNormFderiv a γ β 1 zero_lt_one⟩

/-- The channel of an entry of `n` tables of `g` groups of `k` channels of `l` entries. -/
noncomputable def groupChannelOf : Fin (((l * k) * g) * n) → Fin (k * g) :=
  Fin.flatten fun _ => Fin.flatten fun i => Fin.flatten fun a _ => Fin.rowMajor i a

/-- Every group of channels of every table, less its mean, divided by the root of its variance plus `ε`, each
channel times its entry of `γ`, plus that of `β`. -/
noncomputable def groupNorm (a : Idx Γ (.dim n (.dim g (.dim k (.dim l .scalar)))))
    (γ β : Idx Γ (.dim g (.dim k .scalar))) (ε : ℝ) : Node Γ (.dim n (.dim g (.dim k (.dim l .scalar)))) :=
  scaled (s := .dim n (.dim g (.dim k (.dim l .scalar)))) (t := .dim g (.dim k .scalar))
    (Op.rows n (Op.rows g (Op.layerNorm (l * k) ε))) groupChannelOf a γ β

/-- Entry `j` of channel `r` of group `i` of table `b` of the result. -/
theorem groupNorm_forward_apply (a : Idx Γ (.dim n (.dim g (.dim k (.dim l .scalar)))))
    (γ β : Idx Γ (.dim g (.dim k .scalar))) (ε : ℝ) (xV : CtxVec Γ) (b : Fin n) (i : Fin g) (r : Fin k)
    (j : Fin l) :
    ((groupNorm a γ β ε).forward xV).ofLp (.rowMajor b (.rowMajor i (.rowMajor r j))) =
      Activation.Math.layerNorm ε (row (row (CtxVec.get a xV) b) i) (.rowMajor r j) *
        (CtxVec.get γ xV).ofLp (.rowMajor i r) + (CtxVec.get β xV).ofLp (.rowMajor i r) := by
  have channel : groupChannelOf (Fin.rowMajor b (Fin.rowMajor i (Fin.rowMajor r j))) = Fin.rowMajor i r :=
    (Fin.flatten_rowMajor _ b _).trans ((Fin.flatten_rowMajor _ i _).trans
      (Fin.flatten_rowMajor (fun (a : Fin k) (_ : Fin l) => Fin.rowMajor i a) r j))
  refine (scaled_forward_apply (s := .dim n (.dim g (.dim k (.dim l .scalar)))) (t := .dim g (.dim k .scalar))
    _ groupChannelOf a γ β xV _).trans ?_
  rw [channel]
  exact congrArg (fun y => y * _ + _) ((Op.rows_forward_apply _ _ b _).trans (Op.rows_forward_apply _ _ i _))

/-- `groupNorm` is correct everywhere, for `0 < ε`. -/
theorem groupNormFderiv (a : Idx Γ (.dim n (.dim g (.dim k (.dim l .scalar)))))
    (γ β : Idx Γ (.dim g (.dim k .scalar))) (ε : ℝ) (hε : 0 < ε) :
    NodeFDerivCorrect (groupNorm a γ β ε) := fun _ =>
  scaledFderivAt (s := .dim n (.dim g (.dim k (.dim l .scalar)))) (t := .dim g (.dim k .scalar))
    (Op.correctAt_rows fun _ => Op.correctAt_rows fun _ => Op.correct_layerNorm (l * k) hε _)

/-- A parameter for which `groupNormFderiv` applies. -/
theorem exists_groupNormFderiv (a : Idx Γ (.dim n (.dim g (.dim k (.dim l .scalar)))))
    (γ β : Idx Γ (.dim g (.dim k .scalar))) : ∃ ε, 0 < ε ∧ NodeFDerivCorrect (groupNorm a γ β ε) :=
  ⟨1, zero_lt_one, groupNormFderiv a γ β 1 zero_lt_one⟩

end TapeNodes

end Proofs.Autograd
