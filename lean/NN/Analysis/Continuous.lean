prelude
import NN.Analysis.Deriv.Add
import NN.Analysis.Deriv.Mul

/-!
# Continuous functions of one variable

## Main definitions

* `ContinuousAt f x`: `f y` tends to `f x` as `y` tends to `x`.
* `Continuous f`: `f` is continuous everywhere.

## Main results

* `HasDerivAt.continuousAt`: a differentiable function is continuous.
* `ContinuousAt.add`, `neg`, `sub`, `const_mul`, `comp`: how continuous functions combine.
-/

variable {R : Type} [OrderedField R] {f g : R → R} {f' x : R}

/-- `f y` tends to `f x` as `y` tends to `x`. -/
def ContinuousAt (f : R → R) (x : R) : Prop :=
  ∀ ε > 0, ∃ δ > 0, ∀ y, abs (y - x) < δ → abs (f y - f x) < ε

/-- `f` is continuous everywhere. -/
def Continuous (f : R → R) : Prop := ∀ x, ContinuousAt f x

/-- A function that is `O(y - x)` away from its value at `x` is continuous there. -/
theorem continuousAt_of_isBigO (h : IsBigO (fun y => f y - f x) x) : ContinuousAt f x := by
  intro ε hε
  obtain ⟨C, hC, d, hd, h⟩ := h
  obtain ⟨d', hd', e⟩ := exists_pos_mul_eq hC hε
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨δ, hδ, fun y hy => lt_of_le_of_lt (h y (lt_of_lt_of_le hy h1)) ?_⟩
  rw [← e, mul_comm]
  exact mul_lt_mul_of_pos_right (lt_of_lt_of_le hy h2) hC

/-- A differentiable function is continuous. -/
theorem HasDerivAt.continuousAt (h : HasDerivAt f f' x) : ContinuousAt f x := continuousAt_of_isBigO h.isBigO

/-- A function that is differentiable everywhere is continuous. -/
theorem continuous_of_hasDerivAt {f' : R → R} (h : ∀ x, HasDerivAt f (f' x) x) : Continuous f :=
  fun x => (h x).continuousAt

/-- Constants are continuous. -/
theorem continuous_const (c : R) : Continuous fun _ : R => c := continuous_of_hasDerivAt (hasDerivAt_const c)

/-- The identity is continuous. -/
theorem continuous_id : Continuous fun y : R => y := continuous_of_hasDerivAt hasDerivAt_id

namespace ContinuousAt

/-- Sums of continuous functions are continuous. -/
theorem add (h : ContinuousAt f x) (k : ContinuousAt g x) : ContinuousAt (fun y => f y + g y) x := by
  intro ε hε
  obtain ⟨d, hd, h⟩ := h _ (half_pos hε)
  obtain ⟨d', hd', k⟩ := k _ (half_pos hε)
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have sum := add_lt_add (h y (lt_of_lt_of_le hy h1)) (k y (lt_of_lt_of_le hy h2))
  rw [add_halves] at sum
  refine lt_of_le_of_lt ?_ sum
  rw [show f y + g y - (f x + g x) = f y - f x + (g y - g x) from ring]
  exact abs_add_le _ _

/-- Compositions of continuous functions are continuous. -/
theorem comp (k : ContinuousAt g (f x)) (h : ContinuousAt f x) :
    ContinuousAt (fun y => g (f y)) x := fun ε hε =>
  let ⟨d, hd, k⟩ := k ε hε
  let ⟨δ, hδ, h⟩ := h d hd
  ⟨δ, hδ, fun y hy => k (f y) (h y hy)⟩

/-- Multiples of continuous functions are continuous. -/
theorem const_mul (c : R) (h : ContinuousAt f x) : ContinuousAt (fun y => c * f y) x :=
  comp (g := fun z => c * z) ((hasDerivAt_id (f x)).const_mul c).continuousAt h

/-- Negatives of continuous functions are continuous. -/
theorem neg (h : ContinuousAt f x) : ContinuousAt (fun y => -f y) x :=
  comp (g := fun z => -z) (hasDerivAt_id (f x)).neg.continuousAt h

/-- Differences of continuous functions are continuous. -/
theorem sub (h : ContinuousAt f x) (k : ContinuousAt g x) : ContinuousAt (fun y => f y - g y) x := by
  rw [show (fun y => f y - g y) = fun y => f y + -g y from funext fun _ => ring]
  exact h.add k.neg

/-- Where a continuous function is below `c` it is so nearby. -/
theorem lt_near {c : R} (h : ContinuousAt f x) (lt : f x < c) : ∃ δ > 0, ∀ y, abs (y - x) < δ → f y < c :=
  let ⟨δ, hδ, near⟩ := h (c - f x) (sub_pos_of_lt lt)
  ⟨δ, hδ, fun y hy => slin (lt_of_le_of_lt (le_abs_self _) (near y hy))⟩

/-- Where a continuous function is above `c` it is so nearby. -/
theorem gt_near {c : R} (h : ContinuousAt f x) (lt : c < f x) : ∃ δ > 0, ∀ y, abs (y - x) < δ → c < f y :=
  let ⟨δ, hδ, near⟩ := h (f x - c) (sub_pos_of_lt lt)
  ⟨δ, hδ, fun y hy => slin (lt_of_le_of_lt (neg_le_abs _) (near y hy))⟩

end ContinuousAt

namespace Continuous

/-- Sums of continuous functions are continuous. -/
theorem add (h : Continuous f) (k : Continuous g) : Continuous fun y => f y + g y := fun x => (h x).add (k x)

/-- Multiples of continuous functions are continuous. -/
theorem const_mul (c : R) (h : Continuous f) : Continuous fun y => c * f y := fun x => (h x).const_mul c

end Continuous
