prelude
import NN.Floats.Instr

/-!
# What an instruction computes is within its bound

## Main results

* `Instr.compute_first`: to first order, for any rounding that follows the standard model, and any library as
  supposed.
* `Instr.choice_first`: a choice, also where rounding may change which branch is taken.
-/

open Formula

namespace Instr

/-- The registers `w` are what the values `s` say, with the linear combinations `L` of rounding errors. -/
def Near (w L s : Nat → ℝ) : Prop :=
  ∀ i, abs (w i - (s (3 * i + 2) + L i)) ≤ s (3 * i) ∧ abs (L i) + s (3 * i) ≤ s (3 * i + 1)

/-- The whole error. -/
theorem Near.total {w L s : Nat → ℝ} (near : Near w L s) (i : Nat) :
    abs (w i - s (3 * i + 2)) ≤ s (3 * i + 1) := by
  have ⟨h, g⟩ := near i
  rw [show w i - s (3 * i + 2) = L i + (w i - (s (3 * i + 2) + L i)) from ring]
  exact le_trans (abs_add_le_add (le_refl _) h) g

/-- `1 / 2ⁿ` as a formula. -/
theorem eval_halfPow (s : Nat → ℝ) (n : Nat) :
    (Formula.div (.num 1) (.pow (.num 2) n)).eval s = halfPow ℝ n := by
  show (1 : ℝ) / (2 : ℝ) ^ n = halfPow ℝ n
  rw [one_div]
  refine (eq_inv_of_mul_eq_one_right ?_).symm
  have e : (2 : ℝ) ^ n = twoPow ℝ n := by
    induction n with
    | zero => rfl
    | succ n ih =>
      show (2 : ℝ) ^ n * 2 = 2 * twoPow ℝ n
      rw [ih, mul_comm]
  rw [e, twoPow_mul_halfPow]

/-- The unit of rounding. -/
theorem eval_unit (s : Nat → ℝ) (F : FloatFormat) : (unit F).eval s = F.unit := eval_halfPow s _

/-- Half the least float. -/
theorem eval_tiny (s : Nat → ℝ) (F : FloatFormat) : (tiny F).eval s = F.tiny := eval_halfPow s _

/-- One number is near another plus a multiple of the first. -/
theorem one_part {a X p L d r : ℝ} (h : abs (a - (X + p * L + d)) ≤ r) (M : ℝ) :
    abs (a - (X + (p * L + 0 * M) + d)) ≤ r := by
  rwa [show a - (X + (p * L + 0 * M) + d) = a - (X + p * L + d) from ring]

/-- A choice. -/
theorem choice_first {w L s : Nat → ℝ} (near : Near w L s) (i j k l : Nat) :
    abs (choose (w i) (w j) (w k) (w l) -
      (choose (s (3 * i + 2)) (s (3 * j + 2)) (s (3 * k + 2)) (s (3 * l + 2)) +
        (choose (s (3 * i + 2)) (s (3 * j + 2)) 1 0 * L k + choose (s (3 * i + 2)) (s (3 * j + 2)) 0 1 * L l) +
          0)) ≤ (choiceRest i j k l).eval s := by
  have hi := near.total i
  have hj := near.total j
  have hk := near k
  have hl := near l
  have tk := near.total k
  have tl := near.total l
  show _ ≤ choose 0 (s (3 * i + 1) + s (3 * j + 1)) (choose (s (3 * i + 1) + s (3 * j + 1))
      (abs (s (3 * i + 2) - s (3 * j + 2)))
      (choose (s (3 * i + 2)) (s (3 * j + 2)) (s (3 * k)) (s (3 * l)))
      (s (3 * k + 1) + s (3 * l + 1) + abs (s (3 * k + 2) - s (3 * l + 2))))
      (choose (s (3 * i + 2)) (s (3 * j + 2)) (s (3 * k)) (s (3 * l)))
  generalize s (3 * i + 1) = ti at *
  generalize s (3 * j + 1) = tj at *
  generalize s (3 * k + 1) = uk at *
  generalize s (3 * l + 1) = ul at *
  generalize s (3 * i + 2) = xi at *
  generalize s (3 * j + 2) = xj at *
  generalize s (3 * k + 2) = xk at *
  generalize s (3 * l + 2) = xl at *
  generalize s (3 * k) = rk at *
  generalize s (3 * l) = rl at *
  have rk0 := error_nonneg hk.1
  have rl0 := error_nonneg hl.1
  have uk0 := error_nonneg tk
  have ul0 := error_nonneg tl
  have then_ : ∀ a : ℝ, a - (xk + (1 * L k + 0 * L l) + 0) = a - (xk + L k) := fun a => ring
  have else_ : ∀ a : ℝ, a - (xl + (0 * L k + 1 * L l) + 0) = a - (xl + L l) := fun a => ring
  -- the same branch
  have same : (w i < w j ↔ xi < xj) → abs (choose (w i) (w j) (w k) (w l) -
      (choose xi xj xk xl + (choose xi xj 1 0 * L k + choose xi xj 0 1 * L l) + 0)) ≤
        choose xi xj rk rl := fun iff => by
    by_cases c : xi < xj
    · rw [choose_of_lt c, choose_of_lt c, choose_of_lt c, choose_of_lt c, choose_of_lt (iff.mpr c), then_]
      exact hk.1
    · rw [choose_of_not_lt c, choose_of_not_lt c, choose_of_not_lt c, choose_of_not_lt c,
        choose_of_not_lt fun d => c (iff.mp d), else_]
      exact hl.1
  have gap : abs (w i - w j - (xi - xj)) ≤ ti + tj := sub_error hi hj
  rcases lt_or_le 0 (ti + tj) with pos | none
  · rw [choose_of_lt pos]
    by_cases far : ti + tj < abs (xi - xj)
    · rw [choose_of_lt far]
      refine same ⟨fun c => ?_, fun c => ?_⟩
      · refine Classical.byContradiction fun d => ?_
        rw [abs_of_nonneg (sub_nonneg_of_le (not_lt.mp d))] at far
        have k := neg_le_of_abs_le gap
        have z : xi - xj ≤ ti + tj + (w i - w j) := lin k
        exact lt_irrefl _ (lt_trans far (lt_of_le_of_lt z (slin c)))
      · have neg : xi - xj < 0 := slin c
        rw [abs_of_neg neg] at far
        have k := le_of_abs_le gap
        exact slin (lt_of_le_of_lt k far)
    · rw [choose_of_not_lt far]
      by_cases c : w i < w j <;> by_cases d : xi < xj
      · rw [choose_of_lt c, choose_of_lt d, choose_of_lt d, choose_of_lt d, then_]
        exact le_trans hk.1 (lin (add_le_add (add_le_add hk.2 ul0)
          (add_le_add (abs_nonneg (L k)) (abs_nonneg (xk - xl)))))
      · rw [choose_of_lt c, choose_of_not_lt d, choose_of_not_lt d, choose_of_not_lt d, else_,
          show w k - (xl + L l) = w k - xk + -L l + (xk - xl) from ring]
        refine abs_add_le_add (abs_add_le_add tk ?_) (le_refl _)
        rw [abs_neg]
        exact le_trans (lin rl0) hl.2
      · rw [choose_of_not_lt c, choose_of_lt d, choose_of_lt d, choose_of_lt d, then_,
          show w l - (xk + L k) = -L k + (w l - xl) + (xl - xk) from ring, abs_sub_comm xk]
        refine abs_add_le_add (abs_add_le_add ?_ tl) (le_refl _)
        rw [abs_neg]
        exact le_trans (lin rk0) hk.2
      · rw [choose_of_not_lt c, choose_of_not_lt d, choose_of_not_lt d, choose_of_not_lt d, else_]
        exact le_trans hl.1 (lin (add_le_add (add_le_add hl.2 uk0)
          (add_le_add (abs_nonneg (L l)) (abs_nonneg (xk - xl)))))
  · rw [choose_of_not_lt (not_lt.mpr none)]
    have zi := error_nonneg hi
    have zj := error_nonneg hj
    have exacti : w i = xi := by
      refine eq_of_sub_eq_zero (eq_zero_of_abs_eq_zero (le_antisymm (le_trans hi ?_) (abs_nonneg _)))
      exact lin (add_le_add none zj)
    have exactj : w j = xj := by
      refine eq_of_sub_eq_zero (eq_zero_of_abs_eq_zero (le_antisymm (le_trans hj ?_) (abs_nonneg _)))
      exact lin (add_le_add none zi)
    refine same ?_
    rw [exacti, exactj]

/-- Without a new rounding error. -/
theorem exactly {a X r : ℝ} {β : ℝ} (hβ : β = 0) (h : abs (a - (X + 0)) ≤ r) :
    ∃ d, abs d ≤ β ∧ abs (a - (X + d)) ≤ r :=
  ⟨0, by rw [hβ, abs_zero]; exact le_refl _, h⟩

/-- What an instruction computes, to first order: the value without rounding, the partial derivatives times what
the arguments have of rounding errors, a new rounding error `d`, and a rest. -/
theorem compute_first {r : Rounding} {lib : Library.Implementation} {w L s : Nat → ℝ} (near : Near w L s)
    (rounds : ∀ F : FloatFormat, F.Rounds (r F)) (c : Instr) (supposed : c.Supposes lib)
    (h : AllHold s c.safe) : ∃ d, abs d ≤ c.fresh.eval s ∧
      abs (c.compute r lib w - (c.exact.eval s +
        (c.left.slope.eval s * L c.left.place + c.right.slope.eval s * L c.right.place) + d)) ≤
          c.rest.eval s := by
  cases c with
  | num m k =>
    refine exactly rfl ?_
    show abs ((constant m k).eval w - ((constant m k).eval w + (0 * L 0 + 0 * L 0) + 0)) ≤ 0
    rw [show (constant m k).eval w - ((constant m k).eval w + (0 * L 0 + 0 * L 0) + 0) = 0 from ring, abs_zero]
    exact le_refl _
  | neg i =>
    refine exactly rfl ?_
    show abs (-w i - (-s (3 * i + 2) + (-1 * L i + 0 * L 0) + 0)) ≤ s (3 * i)
    rw [show -w i - (-s (3 * i + 2) + (-1 * L i + 0 * L 0) + 0) = -(w i - (s (3 * i + 2) + L i)) from ring,
      abs_neg]
    exact (near i).1
  | add i j =>
    refine exactly rfl ?_
    show abs (w i + w j - (s (3 * i + 2) + s (3 * j + 2) + (1 * L i + 1 * L j) + 0)) ≤ s (3 * i) + s (3 * j)
    rw [show s (3 * i + 2) + s (3 * j + 2) + (1 * L i + 1 * L j) + 0 =
      s (3 * i + 2) + s (3 * j + 2) + (L i + L j) from ring]
    exact add_first (near i).1 (near j).1
  | sub i j =>
    refine exactly rfl ?_
    show abs (w i - w j - (s (3 * i + 2) - s (3 * j + 2) + (1 * L i + -1 * L j) + 0)) ≤ s (3 * i) + s (3 * j)
    rw [show w i - w j - (s (3 * i + 2) - s (3 * j + 2) + (1 * L i + -1 * L j) + 0) =
      w i - (s (3 * i + 2) + L i) + -(w j - (s (3 * j + 2) + L j)) from ring]
    refine abs_add_le_add (near i).1 ?_
    rw [abs_neg]
    exact (near j).1
  | mul i j =>
    refine exactly rfl ?_
    rw [add_zero]
    exact mul_first (near i).1 (near.total i) (near j).1 (near.total j)
  | div i j =>
    refine exactly rfl ?_
    rw [add_zero]
    exact div_first (near i).1 (near.total i) (near j).1 (near.total j) h.1
  | sqrt i =>
    refine exactly rfl (one_part ?_ _)
    rw [add_zero]
    exact sqrt_first (near i).1 (near.total i) h.1
  | round F i =>
    refine ⟨r F (w i) - w i, ?_, ?_⟩
    · have pos : 0 ≤ F.unit := le_of_lt (halfPow_pos _)
      refine le_trans (rounds F (w i)) ?_
      have k := mul_le_mul_of_nonneg_left (abs_le_add_error (near.total i)) pos
      rw [← eval_unit s F, ← eval_tiny s F] at *
      exact max_le (le_trans k (le_max_left _ _)) (le_max_right _ _)
    · show abs (r F (w i) - (s (3 * i + 2) + (1 * L i + 0 * L 0) + (r F (w i) - w i))) ≤ s (3 * i)
      rw [show r F (w i) - (s (3 * i + 2) + (1 * L i + 0 * L 0) + (r F (w i) - w i)) =
        w i - (s (3 * i + 2) + L i) from ring]
      exact (near i).1
  | call f F k i =>
    have supposed : Library.Within lib f F k := supposed
    have spread := f.spread_spec (v := s) (a := value i) (e := total i) (near.total i) h.2
    have first := f.first_spec (v := s) (a := value i) (e := total i) (near i).1 (near.total i) h.2
    refine ⟨lib f F (w i) - f.value (w i), ?_, ?_⟩
    · have nonneg : 0 ≤ natCast ℝ k / natCast ℝ 100 * F.unit := by
        rw [div_eq_mul_inv]
        exact mul_nonneg (mul_nonneg (natCast_nonneg k) (le_of_lt (inv_pos_of_pos (natCast_lt 0 100 rfl))))
          (le_of_lt (halfPow_pos _))
      refine le_trans (supposed (w i)) ?_
      have m := mul_le_mul_of_nonneg_left (abs_le_add_error spread) nonneg
      rw [← eval_unit s F, ← eval_tiny s F, ← Library.eval_formula, ← eval_num s k, ← eval_num s 100] at *
      exact max_le (le_trans m (le_max_left _ _)) (le_max_right _ _)
    · show abs (lib f F (w i) - ((f.formula (value i)).eval s +
        ((f.slope (value i)).eval s * L i + 0 * L 0) + (lib f F (w i) - f.value (w i)))) ≤ _
      rw [Library.eval_formula, show lib f F (w i) - (f.value ((value i).eval s) +
        ((f.slope (value i)).eval s * L i + 0 * L 0) + (lib f F (w i) - f.value (w i))) =
          f.value (w i) - (f.value ((value i).eval s) + (f.slope (value i)).eval s * L i) from ring]
      exact first
  | ifLt i j k l =>
    refine exactly rfl ?_
    exact choice_first near i j k l

end Instr
