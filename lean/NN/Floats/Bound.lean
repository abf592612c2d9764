prelude
import NN.Floats.Instr

/-!
# What an instruction computes is within its bound

## Main results

* `Instr.compute_error`: for any rounding that follows the standard model, and any library as supposed.
* `Instr.choice_error`: a choice, also where rounding may change which branch is taken.
-/

open Formula

namespace Instr

/-! ### The bound of one instruction -/

/-- The registers `w` are within the bounds: `s` has two values for each. -/
def Near (w s : Nat → ℝ) : Prop := ∀ i, _root_.abs (w i - s (2 * i + 1)) ≤ s (2 * i)

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

/-- A choice is within the bound. -/
theorem choice_error {w s : Nat → ℝ} (near : Near w s) (i j k l : Nat) :
    _root_.abs (choose (w i) (w j) (w k) (w l) -
      choose (s (2 * i + 1)) (s (2 * j + 1)) (s (2 * k + 1)) (s (2 * l + 1))) ≤
      (choiceError i j k l).eval s := by
  have hi := near i
  have hj := near j
  have hk := near k
  have hl := near l
  show _ ≤ choose 0 (s (2 * i) + s (2 * j)) (choose (s (2 * i) + s (2 * j))
      (_root_.abs (s (2 * i + 1) - s (2 * j + 1)))
      (choose (s (2 * i + 1)) (s (2 * j + 1)) (s (2 * k)) (s (2 * l)))
      (_root_.max (s (2 * k)) (s (2 * l)) + _root_.abs (s (2 * k + 1) - s (2 * l + 1))))
      (choose (s (2 * i + 1)) (s (2 * j + 1)) (s (2 * k)) (s (2 * l)))
  generalize s (2 * i) = ei at *
  generalize s (2 * j) = ej at *
  generalize s (2 * k) = ek at *
  generalize s (2 * l) = el at *
  generalize s (2 * i + 1) = xi at *
  generalize s (2 * j + 1) = xj at *
  generalize s (2 * k + 1) = xk at *
  generalize s (2 * l + 1) = xl at *
  -- the same branch
  have same : (w i < w j ↔ xi < xj) → _root_.abs (choose (w i) (w j) (w k) (w l) - choose xi xj xk xl) ≤
      choose xi xj ek el := fun iff => by
    by_cases c : xi < xj
    · rw [choose_of_lt c, choose_of_lt c, choose_of_lt (iff.mpr c)]
      exact hk
    · rw [choose_of_not_lt c, choose_of_not_lt c, choose_of_not_lt fun d => c (iff.mp d)]
      exact hl
  have gap : _root_.abs (w i - w j - (xi - xj)) ≤ ei + ej := sub_error hi hj
  rcases lt_or_le 0 (ei + ej) with pos | none
  · rw [choose_of_lt pos]
    by_cases far : ei + ej < _root_.abs (xi - xj)
    · rw [choose_of_lt far]
      refine same ⟨fun c => ?_, fun c => ?_⟩
      · refine Classical.byContradiction fun d => ?_
        rw [abs_of_nonneg (sub_nonneg_of_le (not_lt.mp d))] at far
        have k := neg_le_of_abs_le gap
        have z : xi - xj ≤ ei + ej + (w i - w j) := lin k
        exact lt_irrefl _ (lt_trans far (lt_of_le_of_lt z (slin c)))
      · have neg : xi - xj < 0 := slin c
        rw [abs_of_neg neg] at far
        have k := le_of_abs_le gap
        exact slin (lt_of_le_of_lt k far)
    · rw [choose_of_not_lt far]
      have other : ∀ x y : ℝ, _root_.abs (x - y) ≤ _root_.abs (xk - xl) → ∀ z e, _root_.abs (z - x) ≤ e →
          e ≤ _root_.max ek el → _root_.abs (z - y) ≤ _root_.max ek el + _root_.abs (xk - xl) :=
        fun x y d z e h g => by
          rw [show z - y = z - x + (x - y) from ring]
          exact abs_add_le_add (le_trans h g) d
      by_cases c : w i < w j
      · rw [choose_of_lt c]
        refine other xk _ ?_ _ _ hk (le_max_left _ _)
        by_cases d : xi < xj
        · rw [choose_of_lt d, sub_self, abs_zero]
          exact abs_nonneg _
        · rw [choose_of_not_lt d]
          exact le_refl _
      · rw [choose_of_not_lt c]
        refine other xl _ ?_ _ _ hl (le_max_right _ _)
        by_cases d : xi < xj
        · rw [choose_of_lt d, abs_sub_comm]
          exact le_refl _
        · rw [choose_of_not_lt d, sub_self, abs_zero]
          exact abs_nonneg _
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

/-- What an instruction computes is within the bound. -/
theorem compute_error {r : Rounding} {lib : Library.Implementation} {w s : Nat → ℝ} (near : Near w s)
    (rounds : ∀ F : FloatFormat, F.Rounds (r F)) (c : Instr) (supposed : c.Supposes lib)
    (h : AllHold s c.safe) : _root_.abs (c.compute r lib w - c.exact.eval s) ≤ c.error.eval s := by
  cases c with
  | num m k =>
    show _root_.abs ((constant m k).eval w - (constant m k).eval w) ≤ 0
    rw [sub_self, abs_zero]
    exact le_refl _
  | neg i => exact neg_error (near i)
  | abs i => exact abs_error (near i)
  | max i j => exact max_error (near i) (near j)
  | min i j => exact min_error (near i) (near j)
  | add i j => exact add_error (near i) (near j)
  | sub i j => exact sub_error (near i) (near j)
  | mul i j => exact mul_error (near i) (near j)
  | div i j => exact div_error (near i) (near j) h.1
  | sqrt i => exact sqrt_error (near i) h.1
  | round F i =>
    have pos : 0 ≤ F.unit := le_of_lt (halfPow_pos _)
    have k := model_error pos (rounds F (w i)) (near i)
    rw [← eval_unit s F, ← eval_tiny s F] at k
    exact k
  | call f F k i =>
    have spread := f.spread_spec (v := s) (a := value i) (e := bound i) (near i) h.2
    have supposed : Library.Within lib f F k := supposed
    have nonneg : 0 ≤ natCast ℝ k / natCast ℝ 100 * F.unit := by
      rw [div_eq_mul_inv]
      exact mul_nonneg (mul_nonneg (natCast_nonneg k) (le_of_lt (inv_pos_of_pos (natCast_lt 0 100 rfl))))
        (le_of_lt (halfPow_pos _))
    have m := model_error nonneg (supposed (w i)) spread
    rw [← eval_unit s F, ← eval_tiny s F, ← Library.eval_formula, ← eval_num s k, ← eval_num s 100] at m
    exact m
  | ifLt i j k l => exact choice_error near i j k l

end Instr
