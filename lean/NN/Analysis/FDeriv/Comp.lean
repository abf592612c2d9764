prelude
import NN.Analysis.FDeriv.Basic
/-!
# The chain rule

- `HasFDerivAt.comp`: the derivative of `g ∘ f` is the composition of the derivatives.
- `HasDerivAt.comp_hasFDerivAt`: the case of a scalar function `g`.
-/

variable {R : Type} [CompleteOrderedField R] {U V W : Type} [NormedSpace R U] [NormedSpace R V]
    [NormedSpace R W]

/-- A differentiable function is locally Lipschitz at the point: `f y - f x = O(y - x)`. -/
theorem HasFDerivAt.exists_bound {f : U → V} {f' : U →L[R] V} {x : U} (h : HasFDerivAt f f' x) :
    ∃ C > 0, ∃ δ > 0, ∀ y, ‖y - x‖ < δ → ‖f y - f x‖ ≤ C * ‖y - x‖ := by
  obtain ⟨D, hD, bound⟩ := f'.bound
  obtain ⟨δ, hδ, h⟩ := h 1 zero_lt_one
  refine ⟨1 + D, add_pos_of_pos_of_nonneg zero_lt_one (le_of_lt hD), δ, hδ, fun y hy => ?_⟩
  have k := add_le_add (h y hy) (bound (y - x))
  rw [← add_mul] at k
  have e := AddCommGroup.sub_add_cancel (f y - f x) (f' (y - x))
  have n := norm_add_le (f y - f x - f' (y - x)) (f' (y - x))
  rw [e] at n
  exact le_trans n k

/-- The chain rule. -/
theorem HasFDerivAt.comp {g : V → W} {f : U → V} {g' : V →L[R] W} {f' : U →L[R] V} {x : U}
    (hg : HasFDerivAt g g' (f x)) (hf : HasFDerivAt f f' x) :
    HasFDerivAt (fun y => g (f y)) (g'.comp f') x := by
  obtain ⟨C, hC, d, hd, bound⟩ := hf.exists_bound
  have outer : IsLittleOAt (fun y => g (f y) - g (f x) - g' (f y - f x)) x := by
    refine IsLittleOAt.of_const hC fun ε hε => ?_
    obtain ⟨d', hd', hg⟩ := hg ε hε
    obtain ⟨δ, hδ, h₁, h₂⟩ := exists_pos_le_both hd (mul_pos (inv_pos_of_pos hC) hd')
    refine ⟨δ, hδ, fun y hy => ?_⟩
    have hfy := bound y (lt_of_lt_of_le hy h₁)
    have near : ‖f y - f x‖ < d' := by
      refine lt_of_le_of_lt hfy ?_
      have e : C * (C⁻¹ * d') = d' := by rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hC), one_mul]
      rw [← e]
      exact slin (mul_pos hC (sub_pos_of_lt (lt_of_lt_of_le hy h₂)))
    have l := mul_le_mul_of_nonneg_left hfy (le_of_lt hε)
    refine le_trans (hg (f y) near) (le_trans l (le_of_eq ?_))
    exact ring
  refine (outer.add (IsLittleOAt.map g' hf)).congr fun y => ?_
  show g (f y) - g (f x) - g' (f y - f x) + g' (f y - f x - f' (y - x)) = g (f y) - g (f x) - g' (f' (y - x))
  rw [g'.map_sub (f y - f x)]
  exact AddCommGroup.sub_add_sub_cancel (g (f y) - g (f x)) (g' (f y - f x)) (g' (f' (y - x)))

/-- The chain rule for a scalar function of a differentiable function. -/
theorem HasDerivAt.comp_hasFDerivAt {g : R → R} {f : U → R} {g' : R} {f' : U →L[R] R} {x : U}
    (hg : HasDerivAt g g' (f x)) (hf : HasFDerivAt f f' x) : HasFDerivAt (fun y => g (f y)) (f'.smul g') x :=
  ((hasFDerivAt_iff_hasDerivAt.mpr hg).comp hf).congr_fderiv fun v => mul_comm (f' v) g'
