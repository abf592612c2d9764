prelude
import NN.Analysis.NormedSpace
/-!
# Continuous linear maps

`U →L[R] V`: additive, homogeneous maps that are bounded, `‖f a‖ ≤ C * ‖a‖`, which for linear maps is the same
as continuous.

## Main definitions
- `ContinuousLinearMap.id`, `comp`, `zero`, `add`, `smul`: they are closed under composition and form a space.
- `ContinuousLinearMap.continuousAt`, `ContinuousLinearMap.ofContinuous`: bounded means continuous.
- `ContinuousLinearMap.toSpanSingleton v : R →L[R] V`, the map `t ↦ t • v`.
-/

/-- A bounded linear map between normed spaces over `R`. -/
structure ContinuousLinearMap (R : Type) [CompleteOrderedField R] (U V : Type) [NormedSpace R U]
    [NormedSpace R V] where
  /-- the map itself -/
  toFun : U → V
  protected map_add (a b : U) : toFun (a + b) = toFun a + toFun b
  protected map_smul (c : R) (a : U) : toFun (c • a) = c • toFun a
  protected bound : ∃ C : R, 0 < C ∧ ∀ a, ‖toFun a‖ ≤ C * ‖a‖

@[inherit_doc] notation:25 U " →L[" R "] " V:26 => ContinuousLinearMap R U V

variable {R : Type} [CompleteOrderedField R] {U V W : Type} [NormedSpace R U] [NormedSpace R V]
    [NormedSpace R W]

namespace ContinuousLinearMap

instance : CoeFun (U →L[R] V) fun _ => U → V := ⟨ContinuousLinearMap.toFun⟩

/-- Print `f.toFun a` as `f a`. -/
@[app_unexpander ContinuousLinearMap.toFun] def unexpandToFun : Lean.PrettyPrinter.Unexpander
  | `($_ $f $a) => `($f $a)
  | _ => throw ()

/-- Two continuous linear maps with the same values are equal. -/
theorem ext {f g : U →L[R] V} (h : ∀ a, f a = g a) : f = g := by
  obtain ⟨f, _, _, _⟩ := f
  obtain ⟨g, _, _, _⟩ := g
  have e : f = g := funext h
  subst e
  rfl

/-! ### Linearity -/

/-- `f 0 = 0` -/
protected theorem map_zero (f : U →L[R] V) : f 0 = 0 :=
  AddCommGroup.eq_zero_of_add_self (by rw [← f.map_add, AddCommGroup.add_zero])

/-- `f (-a) = -f a` -/
protected theorem map_neg (f : U →L[R] V) (a : U) : f (-a) = -f a :=
  AddCommGroup.eq_neg_of_add_eq_zero (by rw [← f.map_add, AddCommGroup.add_neg_cancel, f.map_zero])

/-- `f (a - b) = f a - f b` -/
protected theorem map_sub (f : U →L[R] V) (a b : U) : f (a - b) = f a - f b := by
  rw [AddCommGroup.sub_eq_add_neg, AddCommGroup.sub_eq_add_neg, f.map_add, f.map_neg]

/-! ### Bounded means continuous -/

/-- A bounded linear map is continuous. -/
theorem continuousAt (f : U →L[R] V) (x : U) : ∀ ε > 0, ∃ δ > 0, ∀ y, ‖y - x‖ < δ → ‖f y - f x‖ < ε := by
  intro ε hε
  obtain ⟨C, hC, bound⟩ := f.bound
  refine ⟨C⁻¹ * ε, mul_pos (inv_pos_of_pos hC) hε, fun y hy => ?_⟩
  rw [← f.map_sub]
  refine lt_of_le_of_lt (bound (y - x)) ?_
  have scaled := mul_pos hC (sub_pos_of_lt hy)
  rw [show C * (C⁻¹ * ε - ‖y - x‖) = C⁻¹ * C * ε - C * ‖y - x‖ from ring,
    inv_mul_cancel₀ (ne_of_gt hC)] at scaled
  exact slin scaled

/-- Conversely, a linear map that is continuous at `0` is bounded: it is enough that `‖f a‖ ≤ 1` for small
`a`. -/
noncomputable def ofContinuous (f : U → V) (map_add : ∀ a b, f (a + b) = f a + f b)
    (map_smul : ∀ (c : R) a, f (c • a) = c • f a) (small : ∃ δ > 0, ∀ a, ‖a‖ < δ → ‖f a‖ ≤ 1) :
    U →L[R] V where
  toFun := f
  map_add := map_add
  map_smul := map_smul
  bound := by
    obtain ⟨δ, hδ, small⟩ := small
    have half := half_pos hδ
    have halfInv := inv_pos_of_pos half
    refine ⟨(δ * 2⁻¹)⁻¹, halfInv, fun a => ?_⟩
    by_cases ha : a = 0
    · have zero : f 0 = 0 := AddCommGroup.eq_zero_of_add_self (by rw [← map_add, AddCommGroup.add_zero])
      rw [ha, zero, norm_zero, norm_zero, mul_zero]
      exact le_refl 0
    · have na : 0 < ‖a‖ := lt_of_le_of_ne (norm_nonneg a) fun e => ha (eq_zero_of_norm_eq_zero e.symm)
      have ea := inv_mul_cancel₀ (ne_of_gt na)
      have eh := inv_mul_cancel₀ (ne_of_gt half)
      -- scale `a` to the norm `δ / 2`
      have ht : 0 < δ * 2⁻¹ * ‖a‖⁻¹ := mul_pos half (inv_pos_of_pos na)
      have key : ‖f ((δ * 2⁻¹ * ‖a‖⁻¹) • a)‖ ≤ 1 := small _ (by
        rw [norm_smul, abs_of_nonneg (le_of_lt ht), mul_assoc, ea, mul_one]
        have twice := add_halves δ
        generalize δ * 2⁻¹ = h at *
        rw [← twice]
        exact slin half)
      rw [map_smul, norm_smul, abs_of_nonneg (le_of_lt ht)] at key
      have scaled := mul_le_mul_of_nonneg_left key (le_of_lt (mul_pos halfInv na))
      rw [show (δ * 2⁻¹)⁻¹ * ‖a‖ * (δ * 2⁻¹ * ‖a‖⁻¹ * ‖f a‖) =
        (δ * 2⁻¹)⁻¹ * (δ * 2⁻¹) * (‖a‖⁻¹ * ‖a‖) * ‖f a‖ from ring, ea, eh, mul_one, one_mul,
        mul_one] at scaled
      exact scaled

/-! ### Identity, composition, zero, sums and multiples -/

variable (R U) in
/-- The identity. -/
noncomputable def id : U →L[R] U where
  toFun a := a
  map_add _ _ := rfl
  map_smul _ _ := rfl
  bound := ⟨1, zero_lt_one, fun a => le_of_eq (one_mul ‖a‖).symm⟩

/-- `g ∘ f` -/
noncomputable def comp (g : V →L[R] W) (f : U →L[R] V) : U →L[R] W where
  toFun a := g (f a)
  map_add a b := by rw [f.map_add, g.map_add]
  map_smul c a := by rw [f.map_smul, g.map_smul]
  bound := by
    obtain ⟨C, hC, hg⟩ := g.bound
    obtain ⟨D, hD, hf⟩ := f.bound
    refine ⟨C * D, mul_pos hC hD, fun a => le_trans (hg _) ?_⟩
    rw [mul_assoc]
    exact mul_le_mul_of_nonneg_left (hf a) (le_of_lt hC)

/-- The map that is zero everywhere. -/
noncomputable def zero : U →L[R] V where
  toFun _ := 0
  map_add _ _ := (AddCommGroup.add_zero 0).symm
  map_smul c _ := (smul_zero c).symm
  bound := ⟨1, zero_lt_one, fun a => by
    rw [norm_zero, one_mul]
    exact norm_nonneg a⟩

/-- `a ↦ f a + g a` -/
noncomputable def add (f g : U →L[R] V) : U →L[R] V where
  toFun a := f a + g a
  map_add a b := by rw [f.map_add, g.map_add, AddCommGroup.add_add_add_comm]
  map_smul c a := by rw [f.map_smul, g.map_smul, smul_add]
  bound := by
    obtain ⟨C, hC, hf⟩ := f.bound
    obtain ⟨D, hD, hg⟩ := g.bound
    refine ⟨C + D, add_pos_of_pos_of_nonneg hC (le_of_lt hD), fun a => ?_⟩
    rw [add_mul]
    exact le_trans (norm_add_le _ _) (add_le_add (hf a) (hg a))

/-- `t ↦ t • v` -/
noncomputable def toSpanSingleton (v : V) : R →L[R] V where
  toFun t := t • v
  map_add a b := add_smul a b v
  map_smul a b := mul_smul a b v
  bound := ⟨‖v‖ + 1, lt_of_lt_of_le zero_lt_one (lin (norm_nonneg v)), fun t => by
    rw [norm_smul, norm_eq_abs]
    exact lin (abs_nonneg t)⟩

/-- `a ↦ c • f a` -/
noncomputable def smul (c : R) (f : U →L[R] V) : U →L[R] V where
  toFun a := c • f a
  map_add a b := by rw [f.map_add, smul_add]
  map_smul d a := by rw [f.map_smul, ← mul_smul, ← mul_smul, mul_comm]
  bound := by
    obtain ⟨C, hC, hf⟩ := f.bound
    refine ⟨(abs c + 1) * C, mul_pos (lt_of_lt_of_le zero_lt_one (lin (abs_nonneg c))) hC, fun a => ?_⟩
    rw [norm_smul, mul_assoc]
    exact mul_le_mul (lin (le_of_lt (zero_lt_one (R := R)))) (hf a) (norm_nonneg _)
      (le_trans (abs_nonneg c) (lin (le_of_lt (zero_lt_one (R := R)))))

end ContinuousLinearMap
