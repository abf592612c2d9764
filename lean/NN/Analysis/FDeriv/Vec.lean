prelude
import NN.Analysis.FDeriv.Mul
import NN.Analysis.Vec.Inner
/-!
# Derivatives of vector-valued functions

A function into `Vec n` is differentiable exactly when its coordinates are (`hasFDerivAt_vec_iff`), so that
every derivative of this library is found one coordinate at a time.

## Main results
- `hasFDerivAt_vec_iff`: derivatives are coordinatewise.
- `HasFDerivAt.sum`: the derivative of a finite sum.
- `HasFDerivAt.hasDerivAt_inner`: directional derivatives, from which every formula of a gradient can be read.
-/

variable {U : Type} [NormedSpace ℝ U] {m n : Nat}

/-- The `i`th coordinate has the `i`th coordinate as its derivative. -/
theorem hasFDerivAt_coord (i : Fin n) (x : Vec n) :
    HasFDerivAt (fun y : Vec n => y.ofLp i) (ContinuousLinearMap.coord i) x :=
  (ContinuousLinearMap.coord i).hasFDerivAt x

/-- A finite sum of little-o's is little-o. -/
theorem IsLittleOAt.sum_abs {x : U} : {n : Nat} → {r : Fin n → U → ℝ} → (∀ i, IsLittleOAt (r i) x) →
    IsLittleOAt (fun y => ∑ i, abs (r i y)) x
  | .zero, _, _ => .zero x
  | .succ n, r, h => by
    have rest := IsLittleOAt.sum_abs fun i : Fin n => h i.castSucc
    have last : IsLittleOAt (fun y => abs (r (Fin.last n) y)) x := fun ε hε => by
      obtain ⟨δ, hδ, h⟩ := h (Fin.last n) ε hε
      refine ⟨δ, hδ, fun y hy => ?_⟩
      show abs (abs (r (Fin.last n) y)) ≤ _
      rw [abs_of_nonneg (abs_nonneg _)]
      exact h y hy
    exact rest.add last

/-- A function into `Vec n` whose coordinates are differentiable is differentiable. -/
theorem hasFDerivAt_vec {f : U → Vec n} {f' : U →L[ℝ] Vec n} {x : U}
    (h : ∀ i, HasFDerivAt (fun y => (f y).ofLp i) ((ContinuousLinearMap.coord i).comp f') x) :
    HasFDerivAt f f' x := by
  intro ε hε
  obtain ⟨δ, hδ, small⟩ := IsLittleOAt.sum_abs h ε hε
  refine ⟨δ, hδ, fun y hy => le_trans ?_ (small y hy)⟩
  exact le_abs_self (‖f y - f x - f' (y - x)‖)

/-- A function into `Vec n` is differentiable exactly when its coordinates are. -/
theorem hasFDerivAt_vec_iff {f : U → Vec n} {f' : U →L[ℝ] Vec n} {x : U} :
    HasFDerivAt f f' x ↔ ∀ i, HasFDerivAt (fun y => (f y).ofLp i) ((ContinuousLinearMap.coord i).comp f') x :=
  ⟨fun h i => (hasFDerivAt_coord i (f x)).comp h, hasFDerivAt_vec⟩

/-- The sum of finitely many continuous linear maps. -/
noncomputable def ContinuousLinearMap.sum : {n : Nat} → (Fin n → (U →L[ℝ] ℝ)) → (U →L[ℝ] ℝ)
  | .zero, _ => .zero
  | .succ n, f => (ContinuousLinearMap.sum fun i : Fin n => f i.castSucc).add (f (Fin.last n))

/-- The value of the sum is the sum of the values. -/
theorem ContinuousLinearMap.sum_apply : {n : Nat} → (f : Fin n → (U →L[ℝ] ℝ)) → (v : U) →
    ContinuousLinearMap.sum f v = ∑ i, f i v
  | .zero, _, _ => rfl
  | .succ n, f, v => congrArg (· + f (Fin.last n) v) (ContinuousLinearMap.sum_apply (fun i => f i.castSucc) v)

/-- The derivative of a finite sum. -/
theorem HasFDerivAt.sum {x : U} : {n : Nat} → {f : Fin n → U → ℝ} → {f' : Fin n → (U →L[ℝ] ℝ)} →
    (∀ i, HasFDerivAt (f i) (f' i) x) → HasFDerivAt (fun y => ∑ i, f i y) (ContinuousLinearMap.sum f') x
  | .zero, _, _, _ => hasFDerivAt_const 0 x
  | .succ n, _, _, h => (HasFDerivAt.sum fun i : Fin n => h i.castSucc).add (h (Fin.last n))

/-- The line `t ↦ x + t • v` has the derivative `t ↦ t • v`. -/
theorem hasFDerivAt_line (x v : U) (t : ℝ) :
    HasFDerivAt (fun t : ℝ => x + t • v) (ContinuousLinearMap.toSpanSingleton v) t :=
  (((ContinuousLinearMap.toSpanSingleton v).hasFDerivAt t).add_const x).congr fun _ =>
    AddCommGroup.add_comm _ _

/-- The derivative in the direction `v` of the component `⟪f, δ⟫` is `⟪f' v, δ⟫`. -/
theorem HasFDerivAt.hasDerivAt_inner {f : U → Vec n} {f' : U →L[ℝ] Vec n} {x : U} (h : HasFDerivAt f f' x)
    (v : U) (δ : Vec n) : HasDerivAt (fun t => ⟪f (x + t • v), δ⟫) ⟪f' v, δ⟫ 0 := by
  have start : x + (0 : ℝ) • v = x := by rw [zero_smul, AddCommGroup.add_zero]
  have inner_right : HasFDerivAt (fun y : Vec n => ⟪y, δ⟫)
      (ContinuousLinearMap.sum fun i => (ContinuousLinearMap.coord i).smul (δ.ofLp i)) (f x) :=
    (HasFDerivAt.sum fun i => (hasFDerivAt_coord i (f x)).const_smul (δ.ofLp i)).congr fun y =>
      Fin.sum_congr fun i => mul_comm (δ.ofLp i) (y.ofLp i)
  have along := HasFDerivAt.comp (f := fun t : ℝ => x + t • v) (g := fun y => ⟪f y, δ⟫)
    (by rw [start]; exact inner_right.comp h) (hasFDerivAt_line x v 0)
  refine hasFDerivAt_iff_hasDerivAt.mp (along.congr_fderiv fun t => ?_)
  show ContinuousLinearMap.sum (fun i => (ContinuousLinearMap.coord i).smul (δ.ofLp i)) (f' (t • v)) =
    t * ⟪f' v, δ⟫
  rw [ContinuousLinearMap.sum_apply, f'.map_smul, ← Vec.smul_inner]
  exact Fin.sum_congr fun i => mul_comm (δ.ofLp i) ((t • f' v).ofLp i)
