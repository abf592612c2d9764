prelude
import NN.Proofs.Autograd.Graph
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! Bilinear operations from their two adjoints; a linear layer whose weights and bias are entries of the context. -/
attribute [-instance] instNormedSelf
variable {R : Type} [CompleteOrderedField R] {m n k : Nat}
open Vec CtxVec
theorem Vec.norm_split (z : Vec R (m + n)) : norm z = norm (head z) + norm (tail z) := sum_split _
namespace Op
section
variable {B : Vec R m → Vec R n → Vec R k} {P : Vec R n → Vec R k → Vec R m} {Q : Vec R m → Vec R k → Vec R n}
  (hP : ∀ W x δ, dot (B W x) δ = dot W (P x δ)) (hQ : ∀ W x δ, dot (B W x) δ = dot x (Q W δ))
include hP hQ
theorem bilinear_bound (W : Vec R m) (x : Vec R n) : norm (B W x) ≤ (sum fun i => sum fun j => norm (P (basis j) (basis i))) * (norm W * norm x) := by
  rw [mul_comm, mul_sum]
  refine sum_le fun i => ?_
  rw [← dot_basis (B W x) i, hQ, mul_comm (norm W), mul_assoc, mul_sum]
  refine le_trans (abs_dot _ _) (mul_le_mul_of_nonneg_left (sum_le fun j => ?_) (norm_nonneg x))
  rw [← dot_basis (Q W (basis i)) j, dot_comm, ← hQ, hP]
  exact abs_dot _ _
noncomputable def bilinear (B : Vec R m → Vec R n → Vec R k) (P : Vec R n → Vec R k → Vec R m) (Q : Vec R m → Vec R k → Vec R n) : Op R (m + n) k where
  forward := fun z => B (head z) (tail z)
  jvp := fun z dz => B (head dz) (tail z) + B (head z) (tail dz)
  vjp := fun z δ => append (P (tail z) δ) (Q (head z) δ)
theorem correct_bilinear : (bilinear B P Q).Correct := fun z => by
  refine .of_little (fun dz δ => ?_) fun ε he => ?_
  · show dot (B (head dz) (tail z) + B (head z) (tail dz)) δ = dot dz (append (P (tail z) δ) (Q (head z) δ))
    rw [dot_comm dz, dot_append, add_dot, hP, hQ, dot_comm (P _ _), dot_comm (Q _ _)]
  · have hC : 0 ≤ sum fun i : Fin k => sum fun j : Fin n => norm (P (basis j) (basis i)) := sum_nonneg fun i => sum_nonneg fun j => norm_nonneg _
    have bound := bilinear_bound hP hQ
    generalize (sum fun i : Fin k => sum fun j : Fin n => norm (P (basis j) (basis i))) = C at *
    have hc : 0 < C + 1 := lt_of_lt_of_le zero_lt_one (lin hC)
    refine ⟨(C + 1)⁻¹ * ε, mul_pos (inv_pos_of_pos hc) he, fun y hy => ?_⟩
    have er : (bilinear B P Q).rem z y = B (head (y - z)) (tail (y - z)) := ext_dot fun δ => by
      show dot (B (head y) (tail y) - B (head z) (tail z) - (B (head y - head z) (tail z) + B (head z) (tail y - tail z))) δ = dot (B (head y - head z) (tail y - tail z)) δ
      rw [sub_dot, sub_dot, add_dot, hP (head y - head z), sub_dot, ← hP, ← hP, hQ (head z) (tail y - tail z), sub_dot, ← hQ, ← hQ,
        hP (head y - head z), sub_dot, ← hP, ← hP, hQ (head y) (tail y - tail z), sub_dot, ← hQ, ← hQ, hQ (head z) (tail y - tail z), sub_dot, ← hQ, ← hQ]
      ring
    show norm ((bilinear B P Q).rem z y) ≤ ε * norm (y - z)
    rw [er]
    have s := norm_split (y - z)
    have h0 := norm_nonneg (R := R) (head (y - z))
    have t0 := norm_nonneg (R := R) (tail (y - z))
    have b := bound (head (y - z)) (tail (y - z))
    generalize norm (R := R) (head (y - z)) = p at *
    generalize norm (R := R) (tail (y - z)) = q at *
    generalize norm (R := R) (y - z) = r at *
    have e : (C + 1) * ((C + 1)⁻¹ * ε) = ε := by rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hc), one_mul]
    have h1 : (C + 1) * r ≤ ε := by
      conv => rhs; rw [← e]
      exact mul_le_mul_of_nonneg_left (le_of_lt hy) (le_of_lt hc)
    have r0 : 0 ≤ r := by rw [s]; exact lin (add_le_add h0 t0)
    have h2 := mul_nonneg r0 (sub_nonneg_of_le h1)
    have h3 : C * (p * q) ≤ (C + 1) * r * r := by
      rw [s]
      exact lin (add_le_add (add_le_add (mul_nonneg hC (mul_nonneg h0 h0)) (mul_nonneg hC (mul_nonneg t0 t0)))
        (add_le_add (mul_nonneg hC (mul_nonneg h0 t0)) (mul_self_nonneg (p + q))))
    exact le_trans b (le_trans h3 (lin h2))
end
end Op
/-! `W x` with `W` a vector of `m * n` entries, column after column -/
noncomputable def matVec : {n : Nat} → Vec R (m * n) → Vec R n → Vec R m
  | .zero, _, _ => 0
  | .succ n, W, x => matVec (n := n) (head (m := m * n) (n := m) W) (fun j => x j.castSucc) + smul (x (.last n)) (tail (m := m * n) (n := m) W)
noncomputable def outer : {n : Nat} → Vec R n → Vec R m → Vec R (m * n)
  | .zero, _, _ => 0
  | .succ n, x, δ => append (m := m * n) (n := m) (outer (n := n) (fun j => x j.castSucc) δ) (smul (x (.last n)) δ)
noncomputable def vecMat : {n : Nat} → Vec R (m * n) → Vec R m → Vec R n
  | .zero, _, _ => 0
  | .succ n, W, δ => append (n := .succ .zero) (vecMat (n := n) (head (m := m * n) (n := m) W) δ) fun _ => dot (tail (m := m * n) (n := m) W) δ
theorem dot_outer : {n : Nat} → (W : Vec R (m * n)) → (x : Vec R n) → (δ : Vec R m) → dot (matVec W x) δ = dot W (outer x δ)
  | .zero, W, _, δ => by
    show dot (0 : Vec R m) δ = 0
    rw [dot_comm, dot_zero]
  | .succ n, W, x, δ =>
    have key : ∀ (W : Vec R (m * n + m)) (a : Vec R n) (b : R), dot (matVec (head W) a + smul b (tail W)) δ = dot W (append (outer a δ) (smul b δ)) :=
      fun W a b => by rw [dot_comm W, dot_append, add_dot, smul_dot, smul_dot, dot_outer, dot_comm, dot_comm δ]
    key W _ _
theorem dot_snoc {n : Nat} (x : Vec R (.succ n)) (u : Vec R n) (c : R) :
    dot x (append (n := .succ .zero) u fun _ => c) = dot (fun j => x j.castSucc) u + x (.last n) * c := by
  have h : (fun j : Fin n => append (n := .succ .zero) u (fun _ => c) j.castSucc) = u := funext fun j => append_castSucc (n := .zero) u (fun _ => c) j
  show dot (fun j => x j.castSucc) (fun j : Fin n => append (n := .succ .zero) u (fun _ => c) j.castSucc) + x (.last n) * append (n := .succ .zero) u (fun _ => c) (.last n) = _
  rw [h, show append (n := .succ .zero) u (fun _ => c) (.last n) = c from append_last (n := .zero) u fun _ => c]
theorem dot_vecMat : {n : Nat} → (W : Vec R (m * n)) → (x : Vec R n) → (δ : Vec R m) → dot (matVec W x) δ = dot x (vecMat W δ)
  | .zero, W, _, δ => by
    show dot (0 : Vec R m) δ = 0
    rw [dot_comm, dot_zero]
  | .succ n, W, x, δ =>
    have key : ∀ (W : Vec R (m * n + m)) (a : Vec R n) (b : R),
        dot (matVec (head W) a + smul b (tail W)) δ = dot a (vecMat (head W) δ) + b * dot (tail W) δ :=
      fun W a b => by rw [add_dot, smul_dot, dot_vecMat]
    (key W _ _).trans (dot_snoc x _ _).symm
namespace Node
variable {Γ : List Shape}
/-- a linear layer with trainable weights: both are entries of the context -/
noncomputable def matMul (w : Idx Γ (.dim m (.dim n .scalar))) (x : Idx Γ (.dim n .scalar)) : Node R Γ (.dim m .scalar) :=
  binaryOp w x (Op.bilinear (m := m * n) (n := n) (k := m) matVec outer vecMat)
theorem matMulFderiv (w : Idx Γ (.dim m (.dim n .scalar))) (x : Idx Γ (.dim n .scalar)) : NodeFDerivCorrect (matMul (R := R) w x) :=
  fun _ => binaryOp_correctAt (Op.correct_bilinear dot_outer dot_vecMat _)
/-- `⟨x, y⟩` of two entries -/
noncomputable def inner {s : Shape} (i j : Idx Γ s) : Node R Γ .scalar :=
  binaryOp i j (Op.bilinear (k := 1) (fun x y _ => dot x y) (fun y δ => smul (δ (.last .zero)) y) fun x δ => smul (δ (.last .zero)) x)
theorem innerFderiv {s : Shape} (i j : Idx Γ s) : NodeFDerivCorrect (inner (R := R) i j) := fun _ => binaryOp_correctAt (Op.correct_bilinear
  (fun x y δ => by rw [dot_smul]; show 0 + dot x y * δ (.last .zero) = _; ring)
  (fun x y δ => by rw [dot_smul, dot_comm y]; show 0 + dot x y * δ (.last .zero) = _; ring) _)
end Node
/-! training: the weights `U`, `V` are inputs beside the data `x`; the loss is `|tanh (V tanh (U x))|²` -/
noncomputable def loss : Graph R [.dim m (.dim n .scalar), .dim k (.dim m .scalar), .dim n .scalar]
    [.scalar, .dim k .scalar, .dim k .scalar, .dim m .scalar, .dim m .scalar, .dim m (.dim n .scalar), .dim k (.dim m .scalar), .dim n .scalar] :=
  .snoc (.snoc (.snoc (.snoc (.snoc .nil (Node.matMul .here (.there (.there .here)))) (Node.tanh .here))
    (Node.matMul (.there (.there (.there .here))) .here)) (Node.tanh .here)) (Node.inner .here .here)
theorem loss_correct : Graph.FDerivCorrect (loss (R := R) (m := m) (n := n) (k := k)) :=
  ⟨⟨⟨⟨⟨trivial, Node.matMulFderiv _ _⟩, Node.tanhFderiv _⟩, Node.matMulFderiv _ _⟩, Node.tanhFderiv _⟩, Node.innerFderiv _ _⟩
/-- the reverse pass started from 1 gives the partial derivative of the loss in every weight, and in every entry of the data -/
theorem loss_gradient (x : CtxVec R [.dim m (.dim n .scalar), .dim k (.dim m .scalar), .dim n .scalar]) (j) :
    HasDerivAt (fun t => get .here (loss.eval (x + smul t (basis j))) (.last .zero))
      (loss.backprop x (single .here (basis (.last .zero))) j) 0 :=
  Graph.backprop_output (loss_correct.at x) .here (.last .zero) j
