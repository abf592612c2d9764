prelude
import NN.Analysis.Deriv.Abs
import NN.Analysis.Deriv.Local
import NN.Analysis.Deriv.Pow
import NN.Formula.Condition

/-!
# The derivative of a formula

## Main definitions

* `Formula.deriv i e`: the derivative of `e` with respect to variable number `i`, a formula again.
* `Formula.Ok v e`: the rules of differentiation apply to `e` at the values `v`: no divisor is zero, what a
  logarithm or a root is taken of is positive, no kink is met. Of an `if`, only the branch that is taken
  counts.

## Main results

* `Formula.hasDerivAt_of_ok`: where the rules apply, `e.deriv i` is the derivative.
* `Fn.hasDerivAt`: the derivatives of the functions of one number.
-/

/-! ### Functions of one number -/

/-- The derivative of a function at the value of a formula, as a formula. -/
noncomputable def Fn.deriv (a : Formula) : Fn → Formula
  | .exp => .fn .exp a
  | .log => .inv a
  | .sqrt => .div (.num 1) (.mul (.num 2) (.fn .sqrt a))
  | .sinh => .fn .cosh a
  | .cosh => .fn .sinh a
  | .tanh => .sub (.num 1) (.pow (.fn .tanh a) 2)
  | .sin => .fn .cos a
  | .cos => .neg (.fn .sin a)
  | .arcsin => .div (.num 1) (.mul (.fn .sqrt (.sub (.num 1) a)) (.fn .sqrt (.add (.num 1) a)))
  | .arccos => .neg (.div (.num 1) (.mul (.fn .sqrt (.sub (.num 1) a)) (.fn .sqrt (.add (.num 1) a))))
  | .arctan => .div (.num 1) (.add (.num 1) (.pow a 2))
  | .erf => .mul (.div (.num 2) (.fn .sqrt .pi)) (.fn .exp (.neg (.pow a 2)))
  | .erfc => .neg (.mul (.div (.num 2) (.fn .sqrt .pi)) (.fn .exp (.neg (.pow a 2))))
  | .abs => .fn .sign a
  | .sign => .num 0

/-- Where a function is differentiable, and means what it should: conditions on the formula that it is applied
to. -/
noncomputable def Fn.require (a : Formula) : Fn → List Formula.Condition
  | .log | .sqrt => .cons (.lt (.num 0) a) .nil
  | .arcsin | .arccos => .cons (.lt (.neg (.num 1)) a) (.cons (.lt a (.num 1)) .nil)
  | .abs | .sign => .cons (.ne a (.num 0)) .nil
  | _ => .nil

/-- The derivatives of the functions. -/
theorem Fn.hasDerivAt (v : Nat → ℝ) (a : Formula) (f : Fn) (h : Formula.AllHold v (f.require a)) :
    HasDerivAt f.value ((f.deriv a).eval v) (a.eval v) := by
  cases f with
  | exp => exact hasDerivAt_exp _
  | log => exact hasDerivAt_log (ne_of_gt h.1)
  | sqrt => exact hasDerivAt_sqrt (ne_of_gt h.1)
  | sinh => exact hasDerivAt_sinh _
  | cosh => exact hasDerivAt_cosh _
  | tanh => exact hasDerivAt_tanh _
  | sin => exact hasDerivAt_sin _
  | cos => exact hasDerivAt_cos _
  | arcsin => exact hasDerivAt_arcsin' h.1 h.2.1
  | arccos => exact hasDerivAt_arccos' h.1 h.2.1
  | arctan => exact hasDerivAt_arctan _
  | erf => exact hasDerivAt_erf _
  | erfc => exact hasDerivAt_erfc _
  | abs => exact hasDerivAt_abs h.1
  | sign =>
    have ne : a.eval v ≠ 0 := h.1
    rcases lt_or_gt_of_ne ne.symm with k | k
    · exact (hasDerivAt_const 1 (a.eval v)).congr_of_pos k fun y hy => sign_of_pos hy
    · exact (hasDerivAt_const (-1) (a.eval v)).congr_of_neg k fun y hy => sign_of_neg hy

namespace Formula

/-! ### The derivative -/

/-- Does variable number `i` occur? -/
noncomputable def depends (i : Nat) : Formula → Bool
  | var j => Nat.beq i j
  | num _ | pi => false
  | neg a | inv a | pow a _ | fn _ a => a.depends i
  | add a b | sub a b | mul a b | div a b | max a b | min a b => Bool.or (a.depends i) (b.depends i)
  | ifLt a b t e => Bool.or (Bool.or (a.depends i) (b.depends i)) (Bool.or (t.depends i) (e.depends i))

/-- The derivative with respect to variable number `i`. -/
noncomputable def deriv (i : Nat) : Formula → Formula
  | var j => cond (Nat.beq i j) (num 1) (num 0)
  | num _ => num 0
  | pi => num 0
  | neg a => neg (a.deriv i)
  | inv a => div (neg (a.deriv i)) (pow a 2)
  | pow a n => mul (mul (num n) (pow a (n - 1))) (a.deriv i)
  | fn f a => mul (f.deriv a) (a.deriv i)
  | add a b => add (a.deriv i) (b.deriv i)
  | sub a b => sub (a.deriv i) (b.deriv i)
  | mul a b => add (mul (a.deriv i) b) (mul a (b.deriv i))
  | div a b => cond (b.depends i) (div (sub (mul (a.deriv i) b) (mul a (b.deriv i))) (pow b 2))
    (div (a.deriv i) b)
  | max a b => ifLt a b (b.deriv i) (a.deriv i)
  | min a b => ifLt a b (a.deriv i) (b.deriv i)
  | ifLt a b t e => ifLt a b (t.deriv i) (e.deriv i)

/-- The rules of differentiation apply at the values `v`. -/
def Ok (v : Nat → ℝ) : Formula → Prop
  | var _ | num _ | pi => True
  | neg a | pow a _ => a.Ok v
  | inv a => a.Ok v ∧ a.eval v ≠ 0
  | fn f a => a.Ok v ∧ AllHold v (f.require a)
  | add a b | sub a b | mul a b => a.Ok v ∧ b.Ok v
  | div a b => a.Ok v ∧ b.Ok v ∧ b.eval v ≠ 0
  | max a b | min a b => a.Ok v ∧ b.Ok v ∧ a.eval v ≠ b.eval v
  | ifLt a b t e => a.Ok v ∧ b.Ok v ∧ a.eval v ≠ b.eval v ∧ (a.eval v < b.eval v → t.Ok v) ∧
      (b.eval v < a.eval v → e.Ok v)

/-! ### It is the derivative -/

/-- Both are false. -/
theorem or_eq_false {a b : Bool} (h : Bool.or a b = false) : a = false ∧ b = false := by
  cases a with
  | true => exact Bool.noConfusion h
  | false => exact ⟨rfl, h⟩

/-- A formula in which a variable does not occur does not depend on it. -/
theorem eval_update_of_not_depends (v : Nat → ℝ) (i : Nat) (x : ℝ) (e : Formula)
    (h : e.depends i = false) : e.eval (update v i x) = e.eval v := by
  induction e with
  | var j => exact update_of_ne v h x
  | num _ | pi => rfl
  | neg a ih => exact congrArg Neg.neg (ih h)
  | inv a ih => exact congrArg Inv.inv (ih h)
  | pow a n ih => exact congrArg (fun x : ℝ => x ^ n) (ih h)
  | fn f a ih => exact congrArg f.value (ih h)
  | add a b iha ihb => exact congr_binary (fun x y => x + y) (iha (or_eq_false h).1) (ihb (or_eq_false h).2)
  | sub a b iha ihb => exact congr_binary (fun x y => x - y) (iha (or_eq_false h).1) (ihb (or_eq_false h).2)
  | mul a b iha ihb => exact congr_binary (fun x y => x * y) (iha (or_eq_false h).1) (ihb (or_eq_false h).2)
  | div a b iha ihb => exact congr_binary (fun x y => x / y) (iha (or_eq_false h).1) (ihb (or_eq_false h).2)
  | max a b iha ihb => exact congr_binary _root_.max (iha (or_eq_false h).1) (ihb (or_eq_false h).2)
  | min a b iha ihb => exact congr_binary _root_.min (iha (or_eq_false h).1) (ihb (or_eq_false h).2)
  | ifLt a b t e iha ihb iht ihe =>
    have ⟨hab, hte⟩ := or_eq_false h
    exact congr_choose (iha (or_eq_false hab).1) (ihb (or_eq_false hab).2) (iht (or_eq_false hte).1)
      (ihe (or_eq_false hte).2)

/-- The derivative of a quotient whose divisor depends on the variable. -/
theorem eval_deriv_div (v : Nat → ℝ) (i : Nat) (a b : Formula) (h : b.depends i = true) :
    ((div a b).deriv i).eval v =
      ((a.deriv i).eval v * b.eval v - a.eval v * (b.deriv i).eval v) / b.eval v ^ 2 := by
  show (cond (b.depends i) (div (sub (mul (a.deriv i) b) (mul a (b.deriv i))) (pow b 2))
    (div (a.deriv i) b)).eval v = _
  rw [h]
  rfl

/-- The derivative of a quotient whose divisor does not depend on the variable. -/
theorem eval_deriv_div_const (v : Nat → ℝ) (i : Nat) (a b : Formula) (h : b.depends i = false) :
    ((div a b).deriv i).eval v = (a.deriv i).eval v / b.eval v := by
  show (cond (b.depends i) (div (sub (mul (a.deriv i) b) (mul a (b.deriv i))) (pow b 2))
    (div (a.deriv i) b)).eval v = _
  rw [h]
  rfl

/-- Where the rules apply, `e.deriv i` is the derivative. -/
theorem hasDerivAt_of_ok (v : Nat → ℝ) (i : Nat) (e : Formula) (h : e.Ok v) :
    HasDerivAt (fun y => e.eval (update v i y)) ((e.deriv i).eval v) (v i) := by
  have self : ∀ a : Formula, a.eval (update v i (v i)) = a.eval v := fun a => by rw [update_eq_self]
  induction e with
  | var j =>
    show HasDerivAt (fun y => cond (Nat.beq i j) y (v j)) ((cond (Nat.beq i j) (num 1) (num 0)).eval v) (v i)
    cases Nat.beq i j with
    | true => exact hasDerivAt_id (v i)
    | false => exact hasDerivAt_const (v j) (v i)
  | num n => exact hasDerivAt_const _ (v i)
  | pi => exact hasDerivAt_const _ (v i)
  | neg a ih => exact (ih h).neg
  | inv a ih => exact ((ih h.1).inv (by rw [self]; exact h.2)).congr_deriv (by rw [self]; rfl)
  | pow a n ih => exact ((ih h).pow n).congr_deriv (by rw [self, ← eval_num v]; rfl)
  | fn f a ih =>
    have k := f.hasDerivAt v a h.2
    rw [← self a] at k
    exact HasDerivAt.comp k (ih h.1)
  | add a b iha ihb => exact (iha h.1).add (ihb h.2)
  | sub a b iha ihb => exact (iha h.1).sub (ihb h.2)
  | mul a b iha ihb => exact ((iha h.1).mul (ihb h.2)).congr_deriv (by rw [self, self]; rfl)
  | div a b iha ihb =>
    cases k : b.depends i with
    | true =>
      refine ((iha h.1).div (ihb h.2.1) (by rw [self]; exact h.2.2)).congr_deriv ?_
      rw [self, self]
      exact (eval_deriv_div v i a b k).symm
    | false =>
      have e : (fun y => (div a b).eval (update v i y)) = fun y => a.eval (update v i y) / b.eval v :=
        funext fun y => congrArg (fun z => a.eval (update v i y) / z) (eval_update_of_not_depends v i y b k)
      rw [e]
      exact ((iha h.1).div_const _).congr_deriv (eval_deriv_div_const v i a b k).symm
  | max a b iha ihb =>
    have hab : a.eval v ≠ b.eval v := h.2.2
    rcases lt_or_gt_of_ne hab with lt | gt
    · obtain ⟨d, hd, near⟩ := (iha h.1).lt_near (ihb h.2.1) (by rwa [self, self])
      show HasDerivAt _ (choose (a.eval v) (b.eval v) ((b.deriv i).eval v) ((a.deriv i).eval v)) _
      rw [choose_of_lt lt]
      exact (ihb h.2.1).congr_near hd fun y hy => max_eq_right_of_lt (near y hy)
    · obtain ⟨d, hd, near⟩ := (ihb h.2.1).lt_near (iha h.1) (by rwa [self, self])
      show HasDerivAt _ (choose (a.eval v) (b.eval v) ((b.deriv i).eval v) ((a.deriv i).eval v)) _
      rw [choose_of_gt gt]
      exact (iha h.1).congr_near hd fun y hy => max_eq_left_of_lt (near y hy)
  | min a b iha ihb =>
    have hab : a.eval v ≠ b.eval v := h.2.2
    rcases lt_or_gt_of_ne hab with lt | gt
    · obtain ⟨d, hd, near⟩ := (iha h.1).lt_near (ihb h.2.1) (by rwa [self, self])
      show HasDerivAt _ (choose (a.eval v) (b.eval v) ((a.deriv i).eval v) ((b.deriv i).eval v)) _
      rw [choose_of_lt lt]
      exact (iha h.1).congr_near hd fun y hy => min_eq_left (le_of_lt (near y hy))
    · obtain ⟨d, hd, near⟩ := (ihb h.2.1).lt_near (iha h.1) (by rwa [self, self])
      show HasDerivAt _ (choose (a.eval v) (b.eval v) ((a.deriv i).eval v) ((b.deriv i).eval v)) _
      rw [choose_of_gt gt]
      exact (ihb h.2.1).congr_near hd fun y hy => min_eq_right (le_of_lt (near y hy))
  | ifLt a b t e iha ihb iht ihe =>
    have ⟨ha, hb, hab, ht, he⟩ := h
    rcases lt_or_gt_of_ne hab with lt | gt
    · obtain ⟨d, hd, near⟩ := (iha ha).lt_near (ihb hb) (by rwa [self, self])
      show HasDerivAt _ (choose (a.eval v) (b.eval v) ((t.deriv i).eval v) ((e.deriv i).eval v)) _
      rw [choose_of_lt lt]
      exact (iht (ht lt)).congr_near hd fun y hy => choose_of_lt (near y hy) _ _
    · obtain ⟨d, hd, near⟩ := (ihb hb).lt_near (iha ha) (by rwa [self, self])
      show HasDerivAt _ (choose (a.eval v) (b.eval v) ((t.deriv i).eval v) ((e.deriv i).eval v)) _
      rw [choose_of_gt gt]
      exact (ihe (he gt)).congr_near hd fun y hy => choose_of_gt (near y hy) _ _

end Formula
