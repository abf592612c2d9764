prelude
import NN.Analysis.Deriv.Mul
import NN.Analysis.Deriv.MeanValue
import NN.Analysis.Integral.Basic

/-!
# The fundamental theorem of calculus

## Main results

* `integral_hasDerivAt_right`: the derivative of `y ↦ ∫ f from a to y` is `f`, where `f` is continuous.
* `integral_eq_sub_of_hasDerivAt`: `∫ F' from a to b = F b - F a`, if `F'` is continuous.
* `integral_unique`: so for a continuous `f` the integral is what everyone means: the one function with
  derivative `f` that is `0` at `a`.
* `integral_add`, `integral_const_mul`, `integral_mono`, `abs_integral_le`: consequences.
-/

variable {R : Type} [CompleteOrderedField R] {f g F : R → R} {a b c x ε : R}

/-- Over `[a, b]` the integral of what differs from `c` by at most `ε` differs from `c (b - a)` by at most
`ε (b - a)`. -/
theorem abs_integral_sub_le (h : LocallyBounded f) (hab : a ≤ b)
    (near : ∀ u, a ≤ u → u ≤ b → abs (f u - c) ≤ ε) : abs (integral f a b - c * (b - a)) ≤ ε * (b - a) := by
  have upper := integral_le h hab (M := c + ε) fun u au ub => lin (le_of_abs_le (near u au ub))
  have lower := le_integral h hab (m := c - ε) fun u au ub => lin (neg_le_of_abs_le (near u au ub))
  exact abs_le_of_le_of_neg_le (lin upper) (lin lower)

/-- The fundamental theorem, first half: the integral has the derivative `f` where `f` is continuous. -/
theorem integral_hasDerivAt_right (h : LocallyBounded f) (hf : ContinuousAt f x) (a : R) :
    HasDerivAt (fun y => integral f a y) (f x) x := by
  intro ε hε
  obtain ⟨δ, hδ, near⟩ := hf ε hε
  refine ⟨δ, hδ, fun y hy => ?_⟩
  show abs (integral f a y - integral f a x - f x * (y - x)) ≤ ε * abs (y - x)
  rw [show integral f a y - integral f a x = integral f x y from lin_eq (-1) (integral_add_adjacent h a x y)]
  rcases le_total x y with xy | yx
  · rw [abs_of_nonneg (sub_nonneg_of_le xy)] at hy ⊢
    exact abs_integral_sub_le h xy fun u xu uy => le_of_lt (near u (by
      rw [abs_of_nonneg (sub_nonneg_of_le xu)]
      exact lt_of_le_of_lt (lin uy) hy))
  · rw [abs_sub_comm y x, abs_of_nonneg (sub_nonneg_of_le yx)] at hy ⊢
    have k := abs_integral_sub_le h yx fun u yu ux => le_of_lt (near u (by
      rw [abs_sub_comm u x, abs_of_nonneg (sub_nonneg_of_le ux)]
      exact lt_of_le_of_lt (lin yu) hy))
    rwa [integral_symm h x y, ← abs_neg,
      show -(-integral f x y - f x * (x - y)) = integral f x y - f x * (y - x) from ring] at k

/-- The integral of a continuous function has it as derivative. -/
theorem Continuous.integral_hasDerivAt (h : Continuous f) (a x : R) :
    HasDerivAt (fun y => integral f a y) (f x) x :=
  integral_hasDerivAt_right h.locallyBounded (h x) a

/-- What the integral of a continuous `f` is: the one function with derivative `f` that is `0` at `a`. -/
theorem integral_unique (h : Continuous f) (hF : ∀ x, HasDerivAt F (f x) x) (zero : F a = 0) (x : R) :
    F x = integral f a x := by
  have const : F x - integral f a x = F a - integral f a a :=
    eq_of_hasDerivAt_zero (f := fun y => F y - integral f a y)
      (fun y => ((hF y).sub (h.integral_hasDerivAt a y)).congr_deriv (sub_self _)) x a
  rw [zero, integral_self h.locallyBounded] at const
  exact lin_eq 1 const

/-- The fundamental theorem, second half: `∫ F' from a to b = F b - F a` for a continuous `F'`. -/
theorem integral_eq_sub_of_hasDerivAt (h : Continuous f) (hF : ∀ x, HasDerivAt F (f x) x) (a b : R) :
    integral f a b = F b - F a :=
  (integral_unique (F := fun y => F y - F a) h (fun x => (hF x).sub_const (F a)) (sub_self _) b).symm

/-! ### Consequences -/

/-- The integral of a sum. -/
theorem integral_add (h : Continuous f) (k : Continuous g) (a b : R) :
    integral (fun x => f x + g x) a b = integral f a b + integral g a b :=
  (integral_unique (F := fun y => integral f a y + integral g a y) (fun x => (h x).add (k x))
    (fun x => (h.integral_hasDerivAt a x).add (k.integral_hasDerivAt a x))
    (by rw [integral_self h.locallyBounded, integral_self k.locallyBounded, add_zero]) b).symm

/-- The integral of a multiple. -/
theorem integral_const_mul (c : R) (h : Continuous f) (a b : R) :
    integral (fun x => c * f x) a b = c * integral f a b :=
  (integral_unique (F := fun y => c * integral f a y) (fun x => (h x).const_mul c)
    (fun x => (h.integral_hasDerivAt a x).const_mul c)
    (by rw [integral_self h.locallyBounded, mul_zero]) b).symm

/-- The integral of the larger function is larger. -/
theorem integral_mono (h : Continuous f) (k : Continuous g) (hab : a ≤ b)
    (le : ∀ x, a ≤ x → x ≤ b → f x ≤ g x) : integral f a b ≤ integral g a b := by
  have mono : integral g a a - integral f a a ≤ integral g a b - integral f a b :=
    le_of_hasDerivAt_nonneg (f := fun y => integral g a y - integral f a y) (f' := fun y => g y - f y) hab
      (fun x _ _ => (k.integral_hasDerivAt a x).sub (h.integral_hasDerivAt a x))
      fun x ax xb => sub_nonneg_of_le (le x ax xb)
  rw [integral_self h.locallyBounded, integral_self k.locallyBounded] at mono
  exact lin mono

/-- The integral of what is at most `M` in absolute value. -/
theorem abs_integral_le {M : R} (h : Continuous f) (hab : a ≤ b) (le : ∀ x, a ≤ x → x ≤ b → abs (f x) ≤ M) :
    abs (integral f a b) ≤ M * (b - a) := by
  have k := abs_integral_sub_le (c := 0) h.locallyBounded hab fun u au ub => by
    rw [show f u - 0 = f u from ring]
    exact le u au ub
  rwa [show integral f a b - 0 * (b - a) = integral f a b from ring] at k
