prelude
import NN.Analysis.Asymptotics

/-!
# One-dimensional derivatives

`HasDerivAt f f' x` says that `f` has the derivative `f'` at `x`: `f y - f x - f' * (y - x) = o(y - x)` as
`y → x`.

The files of this folder hold one rule each: `Add` (sums, negation, differences), `Mul` (products), `Comp`
(the chain rule), `Inv` (inverses and quotients), `Pow` (powers), `Abs`, `OneSided` (derivatives from the
left and from the right) and `MeanValue` (functions with a nonnegative derivative increase; those with
derivative zero are constant).

## Main results

* `hasDerivAt_const`, `hasDerivAt_id`: the derivatives of constants and of the identity.
* `HasDerivAt.unique`: there is at most one derivative, so a wrong formula cannot also be proven.
* `HasDerivAt.congr_near`: the derivative depends on the values near the point only.
-/

variable {R : Type} [OrderedField R] {f g : R → R} {f' g' x : R}

/-- `f` has derivative `f'` at `x`: `f y - f x - f' * (y - x) = o(y - x)` as `y → x`. -/
def HasDerivAt (f : R → R) (f' x : R) : Prop := IsLittleO (fun y => f y - f x - f' * (y - x)) x

/-! ### Constants and the identity -/

/-- `c' = 0`. -/
theorem hasDerivAt_const (c x : R) : HasDerivAt (fun _ => c) 0 x := (isLittleO_zero x).congr fun _ => ring

/-- `x' = 1`. -/
theorem hasDerivAt_id (x : R) : HasDerivAt (fun y => y) 1 x := (isLittleO_zero x).congr fun _ => ring

/-! ### Consequences of the definition -/

/-- Replace the derivative by an equal one. -/
theorem HasDerivAt.congr_deriv (h : HasDerivAt f f' x) (e : f' = g') : HasDerivAt f g' x := e ▸ h

/-- A differentiable function changes by `O(y - x)`. -/
theorem HasDerivAt.isBigO (h : HasDerivAt f f' x) : IsBigO (fun y => f y - f x) x := by
  have k := (IsLittleO.isBigO h).add (isBigO_const_mul_sub f' x)
  have e : (fun y => (f y - f x - f' * (y - x)) + f' * (y - x)) = fun y => f y - f x := funext fun _ => ring
  exact e ▸ k

/-- A bound on the remainder by a multiple of `(y - x)²` near `x` gives the derivative. -/
theorem HasDerivAt.of_quadratic_bound {C d : R} (hd : 0 < d)
    (h : ∀ y, abs (y - x) < d → abs (f y - f x - f' * (y - x)) ≤ C * ((y - x) * (y - x))) :
    HasDerivAt f f' x :=
  IsLittleO.of_quadratic_bound hd h

/-- Only `c = 0` has `c * (y - x) = o(y - x)`, even if `y` comes from the right only. -/
theorem eq_zero_of_const_mul_sub_le {c : R}
    (h : ∀ ε > 0, ∃ δ > 0, ∀ y, x < y → y - x < δ → abs (c * (y - x)) ≤ ε * abs (y - x)) : c = 0 := by
  refine eq_zero_of_abs_le fun ε hε => ?_
  obtain ⟨δ, hδ, h⟩ := h ε hε
  have hp := half_pos hδ
  have lt_δ : δ * 2⁻¹ < δ := by
    have := add_halves δ
    exact lt_of_lt_of_le (slin hp : δ * 2⁻¹ < δ * 2⁻¹ + δ * 2⁻¹) (le_of_eq this)
  have k := h (x + δ * 2⁻¹) (slin hp) (by rwa [show x + δ * 2⁻¹ - x = δ * 2⁻¹ from ring])
  rw [show x + δ * 2⁻¹ - x = δ * 2⁻¹ from ring, abs_mul, abs_of_nonneg (le_of_lt hp)] at k
  exact le_of_mul_le_mul_right k hp

/-- The derivative is unique. -/
theorem HasDerivAt.unique (h : HasDerivAt f f' x) (k : HasDerivAt f g' x) : f' = g' := by
  have l : IsLittleO (fun y => (f' - g') * (y - x)) x :=
    (IsLittleO.add k (IsLittleO.const_mul (-1) h)).congr fun _ => ring
  refine eq_of_sub_eq_zero (eq_zero_of_const_mul_sub_le (x := x) fun ε hε => ?_)
  obtain ⟨δ, hδ, l⟩ := l ε hε
  exact ⟨δ, hδ, fun y hy hd => l y (by rwa [abs_of_nonneg (le_of_lt (sub_pos_of_lt hy))])⟩

/-! ### The derivative is local -/

/-- The derivative depends on the values near `x` only. -/
theorem HasDerivAt.congr_near (h : HasDerivAt f f' x) {d : R} (hd : 0 < d)
    (e : ∀ y, abs (y - x) < d → g y = f y) : HasDerivAt g f' x :=
  IsLittleO.mono h hd fun y hy => by
    have ex : g x = f x := e x (by rwa [sub_self, abs_zero])
    show abs (g y - g x - f' * (y - x)) ≤ abs (f y - f x - f' * (y - x))
    rw [e y hy, ex]
    exact le_refl _

/-- What is nearer to `x` than `x` is to `0` is positive, for `x` positive. -/
theorem pos_of_abs_sub_lt {x y : R} (h : abs (y - x) < x) : 0 < y :=
  slin (add_lt_add_of_lt_of_le h (neg_le_abs (y - x)))

/-- What is nearer to `x` than `x` is to `0` is negative, for `x` negative. -/
theorem neg_of_abs_sub_lt {x y : R} (h : abs (y - x) < -x) : y < 0 :=
  slin (add_lt_add_of_lt_of_le h (le_abs_self (y - x)))

/-- At a positive `x` the derivative depends on the values at positive arguments only. -/
theorem HasDerivAt.congr_of_pos (hx : 0 < x) (h : HasDerivAt f f' x) (e : ∀ y, 0 < y → g y = f y) :
    HasDerivAt g f' x :=
  h.congr_near hx fun y hy => e y (pos_of_abs_sub_lt hy)

/-- At a negative `x` the derivative depends on the values at negative arguments only. -/
theorem HasDerivAt.congr_of_neg (hx : x < 0) (h : HasDerivAt f f' x) (e : ∀ y, y < 0 → g y = f y) :
    HasDerivAt g f' x :=
  h.congr_near (slin hx : 0 < -x) fun y hy => e y (neg_of_abs_sub_lt hy)
