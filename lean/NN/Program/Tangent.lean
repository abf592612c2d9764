prelude
import NN.Analysis.FDeriv.Differential
import NN.Formula.Deriv

/-!
# The differential of a formula in all its variables

`Formula.deriv` is the derivative in one variable. When all variables are functions of a point of a normed
space, the formula's differential is `Formula.tangent`: what forward differentiation computes.

## Main definitions and results
- `Formula.tangent v d e`: the change of `e` at the values `v` when variable `j` changes by `d j`.
- `Formula.hasDifferentialAt_of_ok`: where the rules apply, it is the differential.
- `Formula.tangent_add`, `Formula.tangent_smul`: it is linear in the changes.
- `HasDifferentialAt.lt_near`: what is less at a point, and differentiable there, is less near it.
-/

/-! ### Near a point -/

section
variable {U : Type} [NormedSpace ℝ U] {f g d e : U → ℝ} {x : U}

/-- What is less at a point, and differentiable there, is less near it. -/
theorem HasDifferentialAt.lt_near (h : HasDifferentialAt f d x) (k : HasDifferentialAt g e x)
    (hx : f x < g x) : ∃ δ > 0, ∀ y, ‖y - x‖ < δ → f y < g y := by
  obtain ⟨δ, hδ, near⟩ := (k.sub h).pos_near (sub_pos_of_lt hx)
  exact ⟨δ, hδ, fun y hy => lt_of_sub_pos (near y hy)⟩

end

namespace Formula

/-! ### The tangent -/

/-- The change of a formula at the values `v` when variable `j` changes by `d j`. -/
noncomputable def tangent (v d : Nat → ℝ) : Formula → ℝ
  | var i => d i
  | num _ | pi => 0
  | neg a => -a.tangent v d
  | inv a => -a.tangent v d / a.eval v ^ 2
  | pow a n => natCast ℝ n * a.eval v ^ (n - 1) * a.tangent v d
  | fn f a => (f.deriv a).eval v * a.tangent v d
  | add a b => a.tangent v d + b.tangent v d
  | sub a b => a.tangent v d - b.tangent v d
  | mul a b => a.eval v * b.tangent v d + b.eval v * a.tangent v d
  | div a b => (a.tangent v d - a.eval v / b.eval v * b.tangent v d) / b.eval v
  | max a b => choose (a.eval v) (b.eval v) (b.tangent v d) (a.tangent v d)
  | min a b => choose (a.eval v) (b.eval v) (a.tangent v d) (b.tangent v d)
  | ifLt a b t e => choose (a.eval v) (b.eval v) (t.tangent v d) (e.tangent v d)

/-- Where the rules apply, the tangent is the differential. -/
theorem hasDifferentialAt_of_ok {U : Type} [NormedSpace ℝ U] {v d : U → Nat → ℝ} {x : U}
    (hv : ∀ j, HasDifferentialAt (fun y => v y j) (fun w => d w j) x) (e : Formula) (h : e.Ok (v x)) :
    HasDifferentialAt (fun y => e.eval (v y)) (fun w => e.tangent (v x) (d w)) x := by
  induction e with
  | var i => exact hv i
  | num n => exact hasDifferentialAt_const _ x
  | pi => exact hasDifferentialAt_const _ x
  | neg a ih => exact (ih h).neg
  | inv a ih => exact (ih h.1).inv h.2
  | pow a n ih =>
    have k : HasDerivAt (fun z : ℝ => z ^ n) (natCast ℝ n * a.eval (v x) ^ (n - 1)) (a.eval (v x)) :=
      ((hasDerivAt_id (a.eval (v x))).pow n).congr_deriv (mul_one _)
    exact HasDifferentialAt.scalar (f := fun y => a.eval (v y)) k (ih h)
  | fn f a ih => exact (ih h.1).scalar (f.hasDerivAt (v x) a h.2)
  | add a b iha ihb => exact (iha h.1).add (ihb h.2)
  | sub a b iha ihb => exact (iha h.1).sub (ihb h.2)
  | mul a b iha ihb => exact (iha h.1).mul (ihb h.2)
  | div a b iha ihb => exact (iha h.1).div (ihb h.2.1) h.2.2
  | max a b iha ihb =>
    have hab : a.eval (v x) ≠ b.eval (v x) := h.2.2
    rcases lt_or_gt_of_ne hab with lt | gt
    · obtain ⟨δ, hδ, near⟩ := (iha h.1).lt_near (ihb h.2.1) lt
      exact ((ihb h.2.1).congr fun w => (choose_of_lt lt _ _).symm).congr_near hδ
        (fun y hy => max_eq_right_of_lt (near y hy)) (max_eq_right_of_lt lt)
    · obtain ⟨δ, hδ, near⟩ := (ihb h.2.1).lt_near (iha h.1) gt
      exact ((iha h.1).congr fun w => (choose_of_gt gt _ _).symm).congr_near hδ
        (fun y hy => max_eq_left_of_lt (near y hy)) (max_eq_left_of_lt gt)
  | min a b iha ihb =>
    have hab : a.eval (v x) ≠ b.eval (v x) := h.2.2
    rcases lt_or_gt_of_ne hab with lt | gt
    · obtain ⟨δ, hδ, near⟩ := (iha h.1).lt_near (ihb h.2.1) lt
      exact ((iha h.1).congr fun w => (choose_of_lt lt _ _).symm).congr_near hδ
        (fun y hy => min_eq_left (le_of_lt (near y hy))) (min_eq_left (le_of_lt lt))
    · obtain ⟨δ, hδ, near⟩ := (ihb h.2.1).lt_near (iha h.1) gt
      exact ((ihb h.2.1).congr fun w => (choose_of_gt gt _ _).symm).congr_near hδ
        (fun y hy => min_eq_right (le_of_lt (near y hy))) (min_eq_right (le_of_lt gt))
  | ifLt a b t e iha ihb iht ihe =>
    have ⟨ha, hb, hab, ht, he⟩ := h
    rcases lt_or_gt_of_ne hab with lt | gt
    · obtain ⟨δ, hδ, near⟩ := (iha ha).lt_near (ihb hb) lt
      exact ((iht (ht lt)).congr fun w => (choose_of_lt lt _ _).symm).congr_near hδ
        (fun y hy => choose_of_lt (near y hy) _ _) (choose_of_lt lt _ _)
    · obtain ⟨δ, hδ, near⟩ := (ihb hb).lt_near (iha ha) gt
      exact ((ihe (he gt)).congr fun w => (choose_of_gt gt _ _).symm).congr_near hδ
        (fun y hy => choose_of_gt (near y hy) _ _) (choose_of_gt gt _ _)

/-! ### It is linear -/

/-- A choice between sums. -/
theorem choose_add (a b t t' e e' : ℝ) : choose a b (t + t') (e + e') = choose a b t e + choose a b t' e' := by
  rcases Classical.em (a < b) with h | h
  · rw [choose_of_lt h, choose_of_lt h, choose_of_lt h]
  · rw [choose_of_not_lt h, choose_of_not_lt h, choose_of_not_lt h]

/-- A choice between multiples. -/
theorem choose_mul (a b c t e : ℝ) : choose a b (c * t) (c * e) = c * choose a b t e := by
  rcases Classical.em (a < b) with h | h
  · rw [choose_of_lt h, choose_of_lt h]
  · rw [choose_of_not_lt h, choose_of_not_lt h]

/-- The tangent of a quotient is additive. -/
theorem quotient_add (a b a' b' q c : ℝ) :
    (a + a' - q * (b + b')) / c = (a - q * b) / c + (a' - q * b') / c := by
  simp only [div_eq_mul_inv]
  exact ring

/-- A factor goes through the tangent of a quotient. -/
theorem quotient_mul (a b q r c : ℝ) : (r * a - q * (r * b)) / c = r * ((a - q * b) / c) := by
  simp only [div_eq_mul_inv]
  exact ring

/-- The tangent is additive. -/
theorem tangent_add (v d d' : Nat → ℝ) (e : Formula) :
    e.tangent v (fun j => d j + d' j) = e.tangent v d + e.tangent v d' := by
  induction e with
  | var i => rfl
  | num n => exact (add_zero 0).symm
  | pi => exact (add_zero 0).symm
  | neg a ih =>
    show -a.tangent v (fun j => d j + d' j) = -a.tangent v d + -a.tangent v d'
    rw [ih]; exact ring
  | inv a ih =>
    show -a.tangent v (fun j => d j + d' j) / a.eval v ^ 2 =
      -a.tangent v d / a.eval v ^ 2 + -a.tangent v d' / a.eval v ^ 2
    rw [ih, div_eq_mul_inv, div_eq_mul_inv, div_eq_mul_inv]
    generalize (a.eval v ^ 2)⁻¹ = c
    exact ring
  | pow a n ih =>
    show natCast ℝ n * a.eval v ^ (n - 1) * a.tangent v (fun j => d j + d' j) =
      natCast ℝ n * a.eval v ^ (n - 1) * a.tangent v d + natCast ℝ n * a.eval v ^ (n - 1) * a.tangent v d'
    rw [ih, mul_add]
  | fn f a ih =>
    show (f.deriv a).eval v * a.tangent v (fun j => d j + d' j) =
      (f.deriv a).eval v * a.tangent v d + (f.deriv a).eval v * a.tangent v d'
    rw [ih, mul_add]
  | add a b iha ihb =>
    show a.tangent v (fun j => d j + d' j) + b.tangent v (fun j => d j + d' j) =
      a.tangent v d + b.tangent v d + (a.tangent v d' + b.tangent v d')
    rw [iha, ihb]; exact ring
  | sub a b iha ihb =>
    show a.tangent v (fun j => d j + d' j) - b.tangent v (fun j => d j + d' j) =
      a.tangent v d - b.tangent v d + (a.tangent v d' - b.tangent v d')
    rw [iha, ihb]; exact ring
  | mul a b iha ihb =>
    show a.eval v * b.tangent v (fun j => d j + d' j) + b.eval v * a.tangent v (fun j => d j + d' j) =
      a.eval v * b.tangent v d + b.eval v * a.tangent v d +
        (a.eval v * b.tangent v d' + b.eval v * a.tangent v d')
    rw [iha, ihb]; exact ring
  | div a b iha ihb =>
    show (a.tangent v (fun j => d j + d' j) - a.eval v / b.eval v * b.tangent v (fun j => d j + d' j)) /
      b.eval v = (a.tangent v d - a.eval v / b.eval v * b.tangent v d) / b.eval v +
        (a.tangent v d' - a.eval v / b.eval v * b.tangent v d') / b.eval v
    rw [iha, ihb]
    exact quotient_add _ _ _ _ _ _
  | max a b iha ihb =>
    show choose _ _ (b.tangent v (fun j => d j + d' j)) (a.tangent v (fun j => d j + d' j)) = _
    rw [iha, ihb]
    exact choose_add _ _ _ _ _ _
  | min a b iha ihb =>
    show choose _ _ (a.tangent v (fun j => d j + d' j)) (b.tangent v (fun j => d j + d' j)) = _
    rw [iha, ihb]
    exact choose_add _ _ _ _ _ _
  | ifLt a b t e _ _ iht ihe =>
    show choose _ _ (t.tangent v (fun j => d j + d' j)) (e.tangent v (fun j => d j + d' j)) = _
    rw [iht, ihe]
    exact choose_add _ _ _ _ _ _

/-- A factor goes through the tangent. -/
theorem tangent_smul (v d : Nat → ℝ) (c : ℝ) (e : Formula) :
    e.tangent v (fun j => c * d j) = c * e.tangent v d := by
  induction e with
  | var i => rfl
  | num n => exact (mul_zero c).symm
  | pi => exact (mul_zero c).symm
  | neg a ih =>
    show -a.tangent v (fun j => c * d j) = c * -a.tangent v d
    rw [ih]; exact ring
  | inv a ih =>
    show -a.tangent v (fun j => c * d j) / a.eval v ^ 2 = c * (-a.tangent v d / a.eval v ^ 2)
    rw [ih, div_eq_mul_inv, div_eq_mul_inv]
    generalize (a.eval v ^ 2)⁻¹ = q
    exact ring
  | pow a n ih =>
    show natCast ℝ n * a.eval v ^ (n - 1) * a.tangent v (fun j => c * d j) =
      c * (natCast ℝ n * a.eval v ^ (n - 1) * a.tangent v d)
    rw [ih]
    generalize natCast ℝ n * a.eval v ^ (n - 1) = q
    exact ring
  | fn f a ih =>
    show (f.deriv a).eval v * a.tangent v (fun j => c * d j) = c * ((f.deriv a).eval v * a.tangent v d)
    rw [ih]; exact ring
  | add a b iha ihb =>
    show a.tangent v (fun j => c * d j) + b.tangent v (fun j => c * d j) = c * (a.tangent v d + b.tangent v d)
    rw [iha, ihb]; exact ring
  | sub a b iha ihb =>
    show a.tangent v (fun j => c * d j) - b.tangent v (fun j => c * d j) = c * (a.tangent v d - b.tangent v d)
    rw [iha, ihb]; exact ring
  | mul a b iha ihb =>
    show a.eval v * b.tangent v (fun j => c * d j) + b.eval v * a.tangent v (fun j => c * d j) =
      c * (a.eval v * b.tangent v d + b.eval v * a.tangent v d)
    rw [iha, ihb]; exact ring
  | div a b iha ihb =>
    show (a.tangent v (fun j => c * d j) - a.eval v / b.eval v * b.tangent v (fun j => c * d j)) / b.eval v =
      c * ((a.tangent v d - a.eval v / b.eval v * b.tangent v d) / b.eval v)
    rw [iha, ihb]
    exact quotient_mul _ _ _ _ _
  | max a b iha ihb =>
    show choose _ _ (b.tangent v (fun j => c * d j)) (a.tangent v (fun j => c * d j)) = _
    rw [iha, ihb]
    exact choose_mul _ _ _ _ _
  | min a b iha ihb =>
    show choose _ _ (a.tangent v (fun j => c * d j)) (b.tangent v (fun j => c * d j)) = _
    rw [iha, ihb]
    exact choose_mul _ _ _ _ _
  | ifLt a b t e _ _ iht ihe =>
    show choose _ _ (t.tangent v (fun j => c * d j)) (e.tangent v (fun j => c * d j)) = _
    rw [iht, ihe]
    exact choose_mul _ _ _ _ _

end Formula
