prelude
import NN.Analysis.Deriv.Basic

/-!
# The chain rule

## Main results

* `HasDerivAt.comp`: `(g ∘ f)' = g'(f) f'`.
-/

variable {R : Type} [OrderedField R] {f g : R → R} {f' g' x : R}

/-- The chain rule: `(g ∘ f)'(x) = g'(f x) f'(x)`. -/
theorem HasDerivAt.comp (k : HasDerivAt g g' (f x)) (h : HasDerivAt f f' x) :
    HasDerivAt (fun y => g (f y)) (g' * f') x := by
  have outer : IsLittleO (fun y => g (f y) - g (f x) - g' * (f y - f x)) x := by
    obtain ⟨C, hC, d, hd, hf⟩ := h.isBigO
    refine IsLittleO.of_const C hC fun ε hε => ?_
    obtain ⟨d', hd', hk⟩ := k ε hε
    obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd (mul_pos (inv_pos_of_pos hC) hd')
    refine ⟨δ, hδ, fun y hy => ?_⟩
    have hfy : abs (f y - f x) ≤ C * abs (y - x) := hf y (lt_of_lt_of_le hy h1)
    have near : abs (f y - f x) < d' := by
      refine lt_of_le_of_lt hfy ?_
      rw [show d' = C * (C⁻¹ * d') from by rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hC), one_mul]]
      exact slin (mul_pos hC (sub_pos_of_lt (lt_of_lt_of_le hy h2)))
    refine le_trans (hk (f y) near) ?_
    exact lin (mul_nonneg (le_of_lt hε) (sub_nonneg_of_le hfy))
  exact (outer.add (IsLittleO.const_mul g' h)).congr fun _ => ring
