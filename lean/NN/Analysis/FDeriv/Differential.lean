prelude
import NN.Analysis.Deriv.Inv
import NN.Analysis.ExpDeriv
import NN.Analysis.FDeriv.Vec
import NN.Analysis.LogDeriv
import NN.Analysis.SqrtDeriv
/-!
# Differentials: derivatives known by their values

`HasDifferentialAt f d x` says that the real function `f` has a Fréchet derivative at `x`, and that its value
in the direction `v` is `d v`. The continuous linear map itself is not named, so that the rules of calculus
produce exactly the formula that one writes down by hand, and a proof that a formula is right is an expression
with the shape of the formula.

## Main results
- `HasDifferentialAt.add`, `.sub`, `.neg`, `.mul`, `.const_mul`, `.div`, `.inv`, `.exp`, `.log`, `.sqrt`,
  `.sum`: the rules.
- `HasDifferentialAt.scalar`: the chain rule with any scalar function outside.
- `hasFDerivAt_of_differential`: a function into `Vec n` is differentiable when its coordinates are.
-/

variable {U : Type} [NormedSpace ℝ U]

/-- `f` has a Fréchet derivative at `x`, with the value `d v` in every direction `v`. -/
def HasDifferentialAt (f d : U → ℝ) (x : U) : Prop :=
  ∃ f' : U →L[ℝ] ℝ, (∀ v, f' v = d v) ∧ HasFDerivAt f f' x

/-- A continuous linear map is its own differential. -/
theorem ContinuousLinearMap.hasDifferentialAt (L : U →L[ℝ] ℝ) (x : U) :
    HasDifferentialAt (fun y => L y) (fun v => L v) x :=
  ⟨L, fun _ => rfl, L.hasFDerivAt x⟩

/-- The differential of a constant is zero. -/
theorem hasDifferentialAt_const (c : ℝ) (x : U) : HasDifferentialAt (fun _ => c) (fun _ => 0) x :=
  ⟨.zero, fun _ => rfl, hasFDerivAt_const c x⟩

/-- The differential of a coordinate is that coordinate. -/
theorem hasDifferentialAt_coord {n : Nat} (i : Fin n) (x : Vec n) :
    HasDifferentialAt (fun y => y.ofLp i) (fun v => v.ofLp i) x :=
  (ContinuousLinearMap.coord i).hasDifferentialAt x

namespace HasDifferentialAt
variable {f g d e : U → ℝ} {x : U}

/-- The differential is a continuous linear map. -/
theorem exists_toFun (h : HasDifferentialAt f d x) : ∃ f' : U →L[ℝ] ℝ, f'.toFun = d ∧ HasFDerivAt f f' x :=
  let ⟨f', value, h⟩ := h
  ⟨f', funext value, h⟩

/-- The formula of the differential may be rewritten. -/
theorem congr (h : HasDifferentialAt f d x) (eq : ∀ v, d v = e v) : HasDifferentialAt f e x :=
  (funext eq : d = e) ▸ h

/-- The function may be rewritten. -/
theorem congr_fun (h : HasDifferentialAt f d x) (eq : ∀ y, f y = g y) : HasDifferentialAt g d x :=
  (funext eq : f = g) ▸ h

/-- The function may be rewritten near the point. -/
theorem congr_near (h : HasDifferentialAt f d x) {δ : ℝ} (hδ : 0 < δ) (eq : ∀ y, ‖y - x‖ < δ → g y = f y)
    (at_point : g x = f x) : HasDifferentialAt g d x := by
  obtain ⟨f', value, h⟩ := h
  refine ⟨f', value, fun ε hε => ?_⟩
  obtain ⟨δ₁, hδ₁, small⟩ := h ε hε
  obtain ⟨δ₂, hδ₂, le, le₁⟩ := exists_pos_le_both hδ hδ₁
  refine ⟨δ₂, hδ₂, fun y hy => ?_⟩
  show ‖g y - g x - f' (y - x)‖ ≤ ε * ‖y - x‖
  rw [eq y (lt_of_lt_of_le hy le), at_point]
  exact small y (lt_of_lt_of_le hy le₁)

/-- What is differentiable and positive at a point is positive near it. -/
theorem pos_near (h : HasDifferentialAt f d x) (pos : 0 < f x) :
    ∃ δ > 0, ∀ y, ‖y - x‖ < δ → 0 < f y := by
  obtain ⟨f', _, h⟩ := h
  obtain ⟨C, hC, bound⟩ := f'.bound
  obtain ⟨δ₁, hδ₁, small⟩ := h 1 zero_lt_one
  have hD : 0 < 1 + C := add_pos zero_lt_one hC
  obtain ⟨δ, hδ, le₁, le₂⟩ := exists_pos_le_both hδ₁ (mul_pos pos (inv_pos_of_pos hD))
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have near := neg_le_of_abs_le (small y (lt_of_lt_of_le hy le₁))
  have slope := neg_le_of_abs_le (bound (y - x))
  have room := mul_lt_mul_of_pos_left (lt_of_lt_of_le hy le₂) hD
  rw [mul_comm (f x), ← mul_assoc, mul_inv_cancel₀ (ne_of_gt hD), one_mul] at room
  exact lt_of_lt_of_le (sub_pos_of_lt room) (lin (add_le_add near slope))

/-- `d(f + g) = df + dg` -/
theorem add (hf : HasDifferentialAt f d x) (hg : HasDifferentialAt g e x) :
    HasDifferentialAt (fun y => f y + g y) (fun v => d v + e v) x := by
  obtain ⟨f', rfl, df⟩ := hf.exists_toFun
  obtain ⟨g', rfl, dg⟩ := hg.exists_toFun
  exact ⟨f'.add g', fun _ => rfl, df.add dg⟩

/-- `d(c f) = c df` -/
theorem const_mul (c : ℝ) (hf : HasDifferentialAt f d x) :
    HasDifferentialAt (fun y => c * f y) (fun v => c * d v) x := by
  obtain ⟨f', rfl, df⟩ := hf.exists_toFun
  exact ⟨f'.smul c, fun _ => rfl, df.const_smul c⟩

/-- `d(-f) = -df` -/
theorem neg (hf : HasDifferentialAt f d x) : HasDifferentialAt (fun y => -f y) (fun v => -d v) x :=
  ((hf.const_mul (-1)).congr fun _ => ring).congr_fun fun _ => ring

/-- `d(f - g) = df - dg` -/
theorem sub (hf : HasDifferentialAt f d x) (hg : HasDifferentialAt g e x) :
    HasDifferentialAt (fun y => f y - g y) (fun v => d v - e v) x :=
  ((hf.add hg.neg).congr fun v => (sub_eq_add_neg (d v) (e v)).symm).congr_fun fun y =>
    (sub_eq_add_neg (f y) (g y)).symm

/-- `d(f + c) = df` -/
theorem add_const (c : ℝ) (hf : HasDifferentialAt f d x) : HasDifferentialAt (fun y => f y + c) d x :=
  (hf.add (hasDifferentialAt_const c x)).congr fun v => add_zero (d v)

/-- `d(f g) = f dg + g df` -/
theorem mul (hf : HasDifferentialAt f d x) (hg : HasDifferentialAt g e x) :
    HasDifferentialAt (fun y => f y * g y) (fun v => f x * e v + g x * d v) x := by
  obtain ⟨f', rfl, df⟩ := hf.exists_toFun
  obtain ⟨g', rfl, dg⟩ := hg.exists_toFun
  exact ⟨(g'.smul (f x)).add (f'.smul (g x)), fun _ => rfl, df.mul dg⟩

/-- `d(f c) = df c` -/
theorem mul_const (c : ℝ) (hf : HasDifferentialAt f d x) :
    HasDifferentialAt (fun y => f y * c) (fun v => d v * c) x :=
  ((hf.const_mul c).congr fun v => mul_comm c (d v)).congr_fun fun y => mul_comm c (f y)

/-- `d(f / c) = df / c` -/
theorem div_const (c : ℝ) (hf : HasDifferentialAt f d x) :
    HasDifferentialAt (fun y => f y / c) (fun v => d v / c) x :=
  ((hf.mul_const c⁻¹).congr fun v => (div_eq_mul_inv (d v) c).symm).congr_fun fun y =>
    (div_eq_mul_inv (f y) c).symm

/-- The chain rule with a scalar function outside: `d(φ ∘ f) = φ'(f) df`. -/
theorem scalar {φ : ℝ → ℝ} {φ' : ℝ} (hφ : HasDerivAt φ φ' (f x)) (hf : HasDifferentialAt f d x) :
    HasDifferentialAt (fun y => φ (f y)) (fun v => φ' * d v) x := by
  obtain ⟨f', rfl, df⟩ := hf.exists_toFun
  exact ⟨f'.smul φ', fun _ => rfl, hφ.comp_hasFDerivAt df⟩

/-- `d(exp f) = exp f df` -/
theorem exp (hf : HasDifferentialAt f d x) :
    HasDifferentialAt (fun y => _root_.exp (f y)) (fun v => _root_.exp (f x) * d v) x :=
  hf.scalar (hasDerivAt_exp (f x))

/-- `d(log f) = df / f` where `f ≠ 0` -/
theorem log (hf : HasDifferentialAt f d x) (hx : f x ≠ 0) :
    HasDifferentialAt (fun y => _root_.log (f y)) (fun v => d v / f x) x :=
  (hf.scalar (hasDerivAt_log hx)).congr fun v => by rw [div_eq_mul_inv, mul_comm]

/-- `d√f = df / (2 √f)` where `f ≠ 0` -/
theorem sqrt (hf : HasDifferentialAt f d x) (hx : f x ≠ 0) :
    HasDifferentialAt (fun y => _root_.sqrt (f y)) (fun v => d v / (2 * _root_.sqrt (f x))) x :=
  (hf.scalar (hasDerivAt_sqrt hx)).congr fun v => by rw [one_div, div_eq_mul_inv, mul_comm]

/-- `d(1 / f) = -df / f²` where `f ≠ 0` -/
theorem inv (hf : HasDifferentialAt f d x) (hx : f x ≠ 0) :
    HasDifferentialAt (fun y => (f y)⁻¹) (fun v => -d v / f x ^ 2) x :=
  (hf.scalar (hasDerivAt_inv hx)).congr fun v => by rw [div_eq_mul_inv]; exact ring

/-- `d(f / g) = (df - f / g dg) / g` where `g ≠ 0` -/
theorem div (hf : HasDifferentialAt f d x) (hg : HasDifferentialAt g e x) (hx : g x ≠ 0) :
    HasDifferentialAt (fun y => f y / g y) (fun v => (d v - f x / g x * e v) / g x) x :=
  ((hf.mul (hg.inv hx)).congr fun v => by
    simp only [div_eq_mul_inv, inv_sq]
    exact ring).congr_fun fun y => (div_eq_mul_inv (f y) (g y)).symm

/-- The differential of a finite sum. -/
theorem sum {n : Nat} {f d : Fin n → U → ℝ} (h : ∀ i, HasDifferentialAt (f i) (d i) x) :
    HasDifferentialAt (fun y => ∑ i, f i y) (fun v => ∑ i, d i v) x := by
  refine ⟨ContinuousLinearMap.sum fun i => Classical.choose (h i), fun v => ?_,
    HasFDerivAt.sum fun i => (Classical.choose_spec (h i)).2⟩
  rw [ContinuousLinearMap.sum_apply]
  exact Fin.sum_congr fun i => (Classical.choose_spec (h i)).1 v

end HasDifferentialAt

/-- A function into `Vec n` is differentiable when its coordinates are. -/
theorem hasFDerivAt_of_differential {n : Nat} {f : U → Vec n} {f' : U →L[ℝ] Vec n} {x : U}
    (h : ∀ i, HasDifferentialAt (fun y => (f y).ofLp i) (fun v => (f' v).ofLp i) x) : HasFDerivAt f f' x :=
  hasFDerivAt_vec fun i => by
    obtain ⟨g, value, h⟩ := h i
    exact h.congr_fderiv value
