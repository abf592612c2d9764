prelude
import NN.Analysis.ContinuousLinearMap
import NN.Analysis.Deriv.Basic
/-!
# The Fréchet derivative

`HasFDerivAt f f' x`: the function `f : U → V` between normed spaces has the continuous linear map `f' : U
→L[R] V` as its derivative at `x`, that is `f y - f x - f' (y - x) = o(y - x)`.

## Main results
- `HasFDerivAt.unique`: the derivative is unique.
- `hasFDerivAt_iff_hasDerivAt`: for functions of the field itself this is the scalar derivative.

The remaining rules are in `FDeriv/Linear` (linear maps, constants), `FDeriv/Comp` (chain rule), `FDeriv/Add`,
`FDeriv/Mul`, and for functions into `Vec n` in `FDeriv/Vec`.
-/

variable {R : Type} [CompleteOrderedField R] {U V W : Type} [NormedSpace R U] [NormedSpace R V]
    [NormedSpace R W]

/-- `r y = o(y - x)` as `y → x`, for a function between normed spaces. -/
def IsLittleOAt (r : U → V) (x : U) : Prop :=
  ∀ ε > 0, ∃ δ > 0, ∀ y, ‖y - x‖ < δ → ‖r y‖ ≤ ε * ‖y - x‖

/-- `f` has the derivative `f'` at `x`: `f y - f x - f' (y - x) = o(y - x)`. -/
def HasFDerivAt (f : U → V) (f' : U →L[R] V) (x : U) : Prop :=
  IsLittleOAt (fun y => f y - f x - f' (y - x)) x

namespace IsLittleOAt
variable {r s : U → V} {x : U}

/-- The zero function is little-o of everything. -/
theorem zero (x : U) : IsLittleOAt (fun _ => (0 : V)) x := fun ε hε =>
  ⟨1, zero_lt_one, fun y _ => by
    rw [norm_zero]
    exact mul_nonneg (le_of_lt hε) (norm_nonneg _)⟩

/-- A function with the same values is little-o too. -/
theorem congr (h : IsLittleOAt r x) (e : ∀ y, r y = s y) : IsLittleOAt s x :=
  (funext e : r = s) ▸ h

/-- A constant factor does not matter. -/
theorem of_const {C : R} (hC : 0 < C)
    (h : ∀ ε > 0, ∃ δ > 0, ∀ y, ‖y - x‖ < δ → ‖r y‖ ≤ C * ε * ‖y - x‖) : IsLittleOAt r x := by
  intro ε hε
  obtain ⟨δ, hδ, h⟩ := h (C⁻¹ * ε) (mul_pos (inv_pos_of_pos hC) hε)
  rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hC), one_mul] at h
  exact ⟨δ, hδ, h⟩

/-- `o + o = o` -/
theorem add (hr : IsLittleOAt r x) (hs : IsLittleOAt s x) : IsLittleOAt (fun y => r y + s y) x := by
  intro ε hε
  obtain ⟨δ₁, hδ₁, hr⟩ := hr _ (half_pos hε)
  obtain ⟨δ₂, hδ₂, hs⟩ := hs _ (half_pos hε)
  obtain ⟨δ, hδ, h₁, h₂⟩ := exists_pos_le_both hδ₁ hδ₂
  refine ⟨δ, hδ, fun y hy => le_trans (norm_add_le _ _) ?_⟩
  have h := add_le_add (hr y (lt_of_lt_of_le hy h₁)) (hs y (lt_of_lt_of_le hy h₂))
  rwa [← add_mul, add_halves] at h

/-- A continuous linear map keeps little-o. -/
theorem map (L : V →L[R] W) (h : IsLittleOAt r x) : IsLittleOAt (fun y => L (r y)) x := by
  obtain ⟨C, hC, bound⟩ := L.bound
  refine of_const hC fun ε hε => ?_
  obtain ⟨δ, hδ, h⟩ := h ε hε
  refine ⟨δ, hδ, fun y hy => le_trans (bound _) ?_⟩
  rw [mul_assoc]
  exact mul_le_mul_of_nonneg_left (h y hy) (le_of_lt hC)

/-- A linear map that is little-o of its argument is zero. -/
theorem linear_eq_zero {L : U →L[R] V} {x : U} (h : IsLittleOAt (fun y => L (y - x)) x) (v : U) :
    L v = 0 := by
  apply eq_zero_of_norm_eq_zero
  apply eq_zero_of_abs_le
  intro ε hε
  rw [abs_of_nonneg (norm_nonneg _)]
  have hv : 0 < ‖v‖ + 1 := lt_of_lt_of_le zero_lt_one (lin (norm_nonneg v))
  have hvi := inv_pos_of_pos hv
  obtain ⟨δ, hδ, h⟩ := h ((‖v‖ + 1)⁻¹ * ε) (mul_pos hvi hε)
  -- the point `x + t • v` with a small positive `t`
  have ht : 0 < (‖v‖ + 1)⁻¹ * (δ * 2⁻¹) := mul_pos hvi (half_pos hδ)
  have htv : (‖v‖ + 1)⁻¹ * (δ * 2⁻¹) * ‖v‖ < δ := by
    have e : (‖v‖ + 1)⁻¹ * (δ * 2⁻¹) * (‖v‖ + 1) = δ * 2⁻¹ := by
      rw [mul_comm, ← mul_assoc, mul_inv_cancel₀ (ne_of_gt hv), one_mul]
    have e₂ := add_halves δ
    have l := add_lt_add ht (half_pos hδ)
    generalize (‖v‖ + 1)⁻¹ * (δ * 2⁻¹) = t at *
    rw [← e₂, ← e]
    rw [← e] at l
    exact slin l
  generalize (‖v‖ + 1)⁻¹ * (δ * 2⁻¹) = t at *
  have e : x + t • v - x = t • v := by rw [AddCommGroup.add_comm, AddCommGroup.add_sub_cancel]
  have key : ‖x + t • v - x‖ < δ → ‖L (x + t • v - x)‖ ≤ (‖v‖ + 1)⁻¹ * ε * ‖x + t • v - x‖ := h (x + t • v)
  rw [e, L.map_smul, norm_smul, norm_smul, abs_of_nonneg (le_of_lt ht)] at key
  have key := key htv
  -- divide by `t`
  have hti := inv_pos_of_pos ht
  have k := mul_le_mul_of_nonneg_left key (le_of_lt hti)
  have et := inv_mul_cancel₀ (ne_of_gt ht)
  rw [← mul_assoc, et, one_mul] at k
  refine le_trans k ?_
  have ev := inv_mul_cancel₀ (ne_of_gt hv)
  have p := mul_nonneg (le_of_lt hvi) (le_of_lt hε)
  rw [show t⁻¹ * ((‖v‖ + 1)⁻¹ * ε * (t * ‖v‖)) =
    t⁻¹ * t * ((‖v‖ + 1)⁻¹ * (‖v‖ + 1) * ε - (‖v‖ + 1)⁻¹ * ε) from ring, et, ev]
  exact lin p

end IsLittleOAt

/-- The derivative is unique. -/
theorem HasFDerivAt.unique {f : U → V} {f' f₁' : U →L[R] V} {x : U} (h : HasFDerivAt f f' x)
    (h₁ : HasFDerivAt f f₁' x) : f' = f₁' := by
  let difference := f'.add (f₁'.smul (-1))
  have small : IsLittleOAt (fun y => difference (y - x)) x := by
    refine (h₁.add (IsLittleOAt.map ((ContinuousLinearMap.id R V).smul (-1)) h)).congr fun y => ?_
    show f y - f x - f₁' (y - x) + (-1 : R) • (f y - f x - f' (y - x)) = f' (y - x) + (-1 : R) • f₁' (y - x)
    generalize f y - f x = a
    generalize f' (y - x) = b
    generalize f₁' (y - x) = c
    rw [neg_one_smul, neg_one_smul, ← AddCommGroup.sub_eq_add_neg, ← AddCommGroup.sub_eq_add_neg]
    rw [AddCommGroup.sub_eq_add_neg a c, AddCommGroup.sub_eq_add_neg a b, AddCommGroup.add_sub_add_comm,
      AddCommGroup.sub_self, AddCommGroup.zero_add, AddCommGroup.sub_eq_add_neg, AddCommGroup.neg_neg,
      AddCommGroup.add_comm, ← AddCommGroup.sub_eq_add_neg]
  refine ContinuousLinearMap.ext fun v => AddCommGroup.eq_of_sub_eq_zero ?_
  rw [AddCommGroup.sub_eq_add_neg, ← neg_one_smul]
  exact small.linear_eq_zero v

/-- The derivative may be rewritten. -/
theorem HasFDerivAt.congr_fderiv {f : U → V} {f' f₁' : U →L[R] V} {x : U} (h : HasFDerivAt f f' x)
    (e : ∀ v, f' v = f₁' v) : HasFDerivAt f f₁' x :=
  ContinuousLinearMap.ext e ▸ h

/-- The function may be rewritten. -/
theorem HasFDerivAt.congr {f g : U → V} {f' : U →L[R] V} {x : U} (h : HasFDerivAt f f' x)
    (e : ∀ y, f y = g y) : HasFDerivAt g f' x :=
  (funext e : f = g) ▸ h

/-- For functions of the field the Fréchet derivative is the scalar derivative. -/
theorem hasFDerivAt_iff_hasDerivAt {f : R → R} {f' x : R} :
    HasFDerivAt f (ContinuousLinearMap.toSpanSingleton f') x ↔ HasDerivAt f f' x := by
  have e : (fun y => f y - f x - f' * (y - x)) = fun y => f y - f x - (y - x) * f' :=
    funext fun y => by rw [mul_comm]
  unfold HasDerivAt
  rw [e]
  exact Iff.rfl
