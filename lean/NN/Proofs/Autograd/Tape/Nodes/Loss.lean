prelude
import NN.Proofs.Autograd.Tape.Nodes.Softmax
import NN.Spec.Activation.Huber
import NN.Spec.Activation.Losses
/-!
# Loss nodes

Each has a scalar result. Targets that are data are parameters of the node; `huber` and `klDiv` have two
inputs.

- `crossEntropy idx t = -∑ t j log (softmax x j)` for logits `x` and target weights `t`;
- `bceWithLogits idx t`: the mean of `softplus x - t x`, which is `-t log p - (1 - t) log (1 - p)` for
  `p = sigmoid x` (`Activation.Math.softplus_sub_mul`);
- `huber a b delta`: the mean of the Huber losses of the differences, for `0 < delta`;
- `klDiv a b = ∑ p log (p / q)`, where all entries of `p` and `q` are positive;
- `nll idx target`: the mean of `-x i (target i)` over the rows `i` of log-probabilities.
-/

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape} {m n : Nat}

/-! ### Cross-entropy with logits -/

/-- `-∑ t j log (softmax x j)`, for logits `x` and target weights `t`. -/
noncomputable def crossEntropy (idx : Idx Γ (.dim n .scalar)) (t : Fin n → ℝ) : Node Γ .scalar :=
  Node.unary (τ := .scalar) idx (Op.ofGradient (fun x => -∑ j, t j * Activation.Math.logSoftmax x j)
    fun x j => (∑ i, t i) * Activation.Math.softmax x j - t j)

/-- The result. -/
theorem crossEntropy_forward_apply (idx : Idx Γ (.dim n .scalar)) (t : Fin n → ℝ) (xV : CtxVec Γ)
    (i : Fin 1) :
    ((crossEntropy idx t).forward xV).ofLp i = -∑ j, t j * ((CtxVec.get idx xV).ofLp j -
      _root_.log (∑ l, _root_.exp ((CtxVec.get idx xV).ofLp l))) := rfl

/-- The change of the result. -/
theorem crossEntropy_jvp_apply (idx : Idx Γ (.dim n .scalar)) (t : Fin n → ℝ) (xV dxV : CtxVec Γ)
    (i : Fin 1) :
    ((crossEntropy idx t).jvp xV dxV).ofLp i =
      ∑ j, ((∑ l, t l) * Activation.Math.softmax (CtxVec.get idx xV) j - t j) * (CtxVec.get idx dxV).ofLp j :=
        rfl

/-- The gradient at entry `j`. -/
theorem crossEntropy_vjp_apply (idx : Idx Γ (.dim n .scalar)) (t : Fin n → ℝ) (xV : CtxVec Γ) (δ : Vec 1)
    (j : Fin n) : (CtxVec.get idx ((crossEntropy idx t).vjp xV δ)).ofLp j =
      ((∑ l, t l) * Activation.Math.softmax (CtxVec.get idx xV) j - t j) * δ.ofLp (.last 0) :=
  Node.unary_vjp_apply (τ := .scalar) idx _ xV δ j

/-- `crossEntropy` is correct everywhere. -/
theorem crossEntropyFderiv (idx : Idx Γ (.dim n .scalar)) (t : Fin n → ℝ) :
    NodeFDerivCorrect (crossEntropy idx t) := fun xV =>
  Node.unary_correctAt (τ := .scalar) (Op.correctAt_of_differential fun _ => by
    refine (HasDifferentialAt.sum fun j => (HasDifferentialAt.logSoftmax
      (fun i => hasDifferentialAt_coord i (CtxVec.get idx xV)) j).const_mul (t j)).neg.congr fun v => ?_
    show -∑ j, t j * (v.ofLp j - ∑ i, Activation.Math.softmax (CtxVec.get idx xV) i * v.ofLp i) =
      ∑ j, ((∑ l, t l) * Activation.Math.softmax (CtxVec.get idx xV) j - t j) * v.ofLp j
    have left : ∀ c : ℝ, -∑ j, t j * (v.ofLp j - c) = (∑ l, t l) * c + -1 * ∑ j, t j * v.ofLp j := fun c => by
      rw [← one_mul (∑ j, t j * (v.ofLp j - c)), ← neg_mul, Fin.mul_sum, Fin.mul_sum, Fin.sum_mul,
        ← Fin.sum_add_distrib]
      exact Fin.sum_congr fun j => ring
    rw [left, Fin.mul_sum, Fin.mul_sum, ← Fin.sum_add_distrib]
    exact Fin.sum_congr fun j => ring)

/-! ### Binary cross-entropy with logits -/

/-- The mean of `softplus x - t x` over all entries, for logits `x` and targets `t`. -/
noncomputable def bceWithLogits (idx : Idx Γ s) (t : Fin s.size → ℝ) : Node Γ .scalar :=
  Node.unary (τ := .scalar) idx (Op.meanOf s.size (fun j x => Activation.Math.softplus x - t j * x)
    fun j x => Activation.Math.sigmoid x - t j)

/-- The result. -/
theorem bceWithLogits_forward_apply (idx : Idx Γ s) (t : Fin s.size → ℝ) (xV : CtxVec Γ) (i : Fin 1) :
    ((bceWithLogits idx t).forward xV).ofLp i =
      (∑ j, (Activation.Math.softplus ((CtxVec.get idx xV).ofLp j) - t j * (CtxVec.get idx xV).ofLp j)) /
        natCast ℝ s.size := rfl

/-- The change of the result. -/
theorem bceWithLogits_jvp_apply (idx : Idx Γ s) (t : Fin s.size → ℝ) (xV dxV : CtxVec Γ) (i : Fin 1) :
    ((bceWithLogits idx t).jvp xV dxV).ofLp i =
      (∑ j, (Activation.Math.sigmoid ((CtxVec.get idx xV).ofLp j) - t j) * (CtxVec.get idx dxV).ofLp j) /
        natCast ℝ s.size := rfl

/-- The gradient at entry `j`. -/
theorem bceWithLogits_vjp_apply (idx : Idx Γ s) (t : Fin s.size → ℝ) (xV : CtxVec Γ) (δ : Vec 1)
    (j : Fin s.size) : (CtxVec.get idx ((bceWithLogits idx t).vjp xV δ)).ofLp j =
      (Activation.Math.sigmoid ((CtxVec.get idx xV).ofLp j) - t j) * δ.ofLp (.last 0) / natCast ℝ s.size :=
  Node.unary_vjp_apply (τ := .scalar) idx _ xV δ j

/-- `bceWithLogits` is correct everywhere. -/
theorem bceWithLogitsFderiv (idx : Idx Γ s) (t : Fin s.size → ℝ) : NodeFDerivCorrect (bceWithLogits idx t) :=
  fun _ => Node.unary_correctAt (τ := .scalar) (Op.correctAt_meanOf fun j =>
    ((Activation.Math.hasDerivAt_softplus _).sub ((hasDerivAt_id _).const_mul (t j))).congr_deriv
      (congrArg (_ - ·) (mul_one (t j))))

/-! ### Huber loss -/

/-- The mean of the Huber losses of the differences of the two inputs. -/
noncomputable def huber (a b : Idx Γ s) (delta : ℝ) : Node Γ .scalar :=
  Node.meanOf₂ a b (fun x y => Activation.Math.huber delta (x - y))
    (fun x y => Activation.Math.huberDeriv delta (x - y)) fun x y => -Activation.Math.huberDeriv delta (x - y)

/-- The result. -/
theorem huber_forward_apply (a b : Idx Γ s) (delta : ℝ) (xV : CtxVec Γ) (i : Fin 1) :
    ((huber a b delta).forward xV).ofLp i =
      (∑ j, Activation.Math.huber delta ((CtxVec.get a xV).ofLp j - (CtxVec.get b xV).ofLp j)) /
        natCast ℝ s.size := rfl

/-- The change of the result. -/
theorem huber_jvp_apply (a b : Idx Γ s) (delta : ℝ) (xV dxV : CtxVec Γ) (i : Fin 1) :
    ((huber a b delta).jvp xV dxV).ofLp i =
      (∑ j, (Activation.Math.huberDeriv delta ((CtxVec.get a xV).ofLp j - (CtxVec.get b xV).ofLp j) *
          (CtxVec.get a dxV).ofLp j +
        -Activation.Math.huberDeriv delta ((CtxVec.get a xV).ofLp j - (CtxVec.get b xV).ofLp j) *
          (CtxVec.get b dxV).ofLp j)) / natCast ℝ s.size := rfl

/-- What the gradient adds at the two inputs. -/
theorem huber_vjp_apply (a b : Idx Γ s) (delta : ℝ) (xV : CtxVec Γ) (δ : Vec 1) :
    (huber a b delta).vjp xV δ =
      CtxVec.single a ⟨fun j => Activation.Math.huberDeriv delta ((CtxVec.get a xV).ofLp j -
        (CtxVec.get b xV).ofLp j) * δ.ofLp (.last 0) / natCast ℝ s.size⟩ +
      CtxVec.single b ⟨fun j => -Activation.Math.huberDeriv delta ((CtxVec.get a xV).ofLp j -
        (CtxVec.get b xV).ofLp j) * δ.ofLp (.last 0) / natCast ℝ s.size⟩ := rfl

/-- For `0 < delta`, `huber` is correct everywhere. -/
theorem huberFderiv (a b : Idx Γ s) (delta : ℝ) (hdelta : 0 < delta) : NodeFDerivCorrect (huber a b delta) :=
  fun xV => Node.correctAt_meanOf₂ fun j => (HasDifferentialAt.scalar
    (Activation.Math.hasDerivAt_huber hdelta _) ((CtxVec.hasDifferentialAt_get a j xV).sub
      (CtxVec.hasDifferentialAt_get b j xV))).congr fun _ => ring

/-- A parameter for which `huberFderiv` applies. -/
theorem exists_huberFderiv (a b : Idx Γ s) : ∃ delta, 0 < delta ∧ NodeFDerivCorrect (huber a b delta) :=
  ⟨1, zero_lt_one, huberFderiv a b 1 zero_lt_one⟩

/-! ### Kullback-Leibler divergence -/

/-- `∑ p log (p / q)` -/
noncomputable def klDiv (a b : Idx Γ s) : Node Γ .scalar :=
  Node.sumOf₂ a b (fun p q => p * _root_.log (p / q)) (fun p q => _root_.log (p / q) + 1) fun p q => -(p / q)

/-- The result. -/
theorem klDiv_forward_apply (a b : Idx Γ s) (xV : CtxVec Γ) (i : Fin 1) : ((klDiv a b).forward xV).ofLp i =
    ∑ j, (CtxVec.get a xV).ofLp j * _root_.log ((CtxVec.get a xV).ofLp j / (CtxVec.get b xV).ofLp j) := rfl

/-- The change of the result. -/
theorem klDiv_jvp_apply (a b : Idx Γ s) (xV dxV : CtxVec Γ) (i : Fin 1) : ((klDiv a b).jvp xV dxV).ofLp i =
    ∑ j, ((_root_.log ((CtxVec.get a xV).ofLp j / (CtxVec.get b xV).ofLp j) + 1) * (CtxVec.get a dxV).ofLp j +
      -((CtxVec.get a xV).ofLp j / (CtxVec.get b xV).ofLp j) * (CtxVec.get b dxV).ofLp j) := rfl

/-- What the gradient adds at the two inputs. -/
theorem klDiv_vjp_apply (a b : Idx Γ s) (xV : CtxVec Γ) (δ : Vec 1) : (klDiv a b).vjp xV δ =
    CtxVec.single a ⟨fun j => (_root_.log ((CtxVec.get a xV).ofLp j / (CtxVec.get b xV).ofLp j) + 1) *
      δ.ofLp (.last 0)⟩ +
    CtxVec.single b ⟨fun j => -((CtxVec.get a xV).ofLp j / (CtxVec.get b xV).ofLp j) * δ.ofLp (.last 0)⟩ :=
      rfl

/-- `klDiv` is correct where all entries are positive. -/
theorem klDivFderivAt (a b : Idx Γ s) (xV : CtxVec Γ) (ha : ∀ i : Fin s.size, 0 < (CtxVec.get a xV).ofLp i)
    (hb : ∀ i : Fin s.size, 0 < (CtxVec.get b xV).ofLp i) : NodeFDerivCorrectAt (klDiv a b) xV :=
  Node.correctAt_sumOf₂ fun j => by
    have p := CtxVec.hasDifferentialAt_get a j xV
    refine (p.mul ((p.div (CtxVec.hasDifferentialAt_get b j xV) (ne_of_gt (hb j))).log
      (ne_of_gt (div_pos (ha j) (hb j))))).congr fun v => ?_
    simp only [div_eq_mul_inv, mul_inv, inv_inv]
    exact lin_eq₂ ((CtxVec.get a v).ofLp j * (CtxVec.get b xV).ofLp j * ((CtxVec.get b xV).ofLp j)⁻¹ -
      (CtxVec.get a xV).ofLp j * ((CtxVec.get b xV).ofLp j)⁻¹ * (CtxVec.get b v).ofLp j *
        (CtxVec.get b xV).ofLp j * ((CtxVec.get b xV).ofLp j)⁻¹) (mul_inv_cancel₀ (ne_of_gt (ha j)))
      ((CtxVec.get a v).ofLp j - (CtxVec.get a xV).ofLp j * ((CtxVec.get b xV).ofLp j)⁻¹ *
        (CtxVec.get b v).ofLp j) (mul_inv_cancel₀ (ne_of_gt (hb j)))

/-- A context where `klDivFderivAt` applies. -/
theorem exists_klDivFderivAt (a b : Idx Γ s) :
    ∃ xV, (∀ i : Fin s.size, 0 < (CtxVec.get a xV).ofLp i) ∧
      (∀ i : Fin s.size, 0 < (CtxVec.get b xV).ofLp i) ∧
      NodeFDerivCorrectAt (klDiv a b) xV := by
  have positive : ∀ c : Idx Γ s, ∀ i : Fin s.size, 0 < (CtxVec.get c (CtxVec.const Γ 1)).ofLp i := fun c i =>
    by
    rw [CtxVec.get_const]
    exact zero_lt_one
  exact ⟨_, positive a, positive b, klDivFderivAt a b _ (positive a) (positive b)⟩

/-! ### Negative log-likelihood -/

/-- The mean of `-x i (target i)` over the rows `i` of a matrix of log-probabilities. -/
noncomputable def nll (idx : Idx Γ (.dim m (.dim n .scalar))) (target : Fin m → Fin n) : Node Γ .scalar :=
  Node.unary (τ := .scalar) idx (Op.linear
    (fun x => ⟨fun _ => -(∑ i, x.ofLp (.rowMajor i (target i))) / natCast ℝ m⟩)
    (fun δ => ⟨Fin.flatten fun i j => if j.val = (target i).val then -δ.ofLp (.last 0) / natCast ℝ m else 0⟩)
    fun x δ => by
      refine (Op.inner_one _ δ).trans (Eq.trans ?_ (inner_flatten x _).symm)
      refine Eq.trans ?_ (Fin.sum_congr fun i => Fin.sum_mul_ite _ (target i) _).symm
      show -(∑ i, x.ofLp (.rowMajor i (target i))) / natCast ℝ m * δ.ofLp (.last 0) =
        ∑ i, x.ofLp (.rowMajor i (target i)) * (-δ.ofLp (.last 0) / natCast ℝ m)
      rw [← Fin.sum_mul, div_eq_mul_inv, div_eq_mul_inv]
      exact ring)

/-- The result. -/
theorem nll_forward_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (target : Fin m → Fin n) (xV : CtxVec Γ)
    (i : Fin 1) : ((nll idx target).forward xV).ofLp i =
      -(∑ j, (CtxVec.get idx xV).ofLp (.rowMajor j (target j))) / natCast ℝ m := rfl

/-- The change of the result. -/
theorem nll_jvp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (target : Fin m → Fin n) (xV dxV : CtxVec Γ)
    (i : Fin 1) : ((nll idx target).jvp xV dxV).ofLp i =
      -(∑ j, (CtxVec.get idx dxV).ofLp (.rowMajor j (target j))) / natCast ℝ m := rfl

/-- The gradient at entry `j` of row `i`. -/
theorem nll_vjp_apply (idx : Idx Γ (.dim m (.dim n .scalar))) (target : Fin m → Fin n) (xV : CtxVec Γ)
    (δ : Vec 1) (i : Fin m) (j : Fin n) : (CtxVec.get idx ((nll idx target).vjp xV δ)).ofLp (.rowMajor i j) =
      if j.val = (target i).val then -δ.ofLp (.last 0) / natCast ℝ m else 0 :=
  (Node.unary_vjp_apply (τ := .scalar) idx _ xV δ (.rowMajor i j)).trans (Fin.flatten_rowMajor _ i j)

/-- `nll` is correct everywhere. -/
theorem nllFderiv (idx : Idx Γ (.dim m (.dim n .scalar))) (target : Fin m → Fin n) :
    NodeFDerivCorrect (nll idx target) := fun _ =>
  Node.unary_correctAt (τ := .scalar) (Op.correct_linear _ _)

end Proofs.Autograd.TapeNodes
