prelude
import NN.Formula.Compare
import NN.Formula.Deriv
import NN.Formula.Exact

/-!
# Which conditions are always met

Where the rules of differentiation apply is a list of conditions: divisors that are not zero, arguments of
logarithms that are positive. Most are met everywhere, `0 < 1 + exp x`, or follow from others, `0 < x² + ε`
from `0 < ε`. This file decides by computing with signs which of them do: what it finds missing is to be
supposed.

## Main definitions

* `Formula.signs l e`: the signs that `e` may have where the conditions `l` hold.
* `Formula.proves l c`: the conditions `l` imply the condition `c`, as far as signs tell.
* `Formula.missing e l`: the conditions for differentiating `e` that the conditions `l` do not imply.

## Main results

* `Formula.signs_spec`: the signs are right.
* `Formula.holds_of_proves`: what is proven holds.
* `Formula.ok_of_missing_eq_nil`: if nothing is missing, the rules of differentiation apply.
-/

/-- What is known of a number. -/
structure Known where
  /-- Its signs. -/
  signs : Signs
  /-- If it is `1 + b`, the signs of `b`. -/
  excess : Signs
  /-- The fraction that it is. -/
  exact : Exact

/-- What is known is right. -/
structure Known.Holds (k : Known) (x : ℝ) : Prop where
  /-- Its signs are. -/
  signs : k.signs.Holds x
  /-- The signs of what it has above `1` are. -/
  excess : k.excess.Holds (x - 1)
  /-- The fraction is. -/
  exact : k.exact.Holds x

namespace Formula

/-! ### Signs of a formula -/

/-- What is known of a number from its signs, a fraction, and other signs. -/
noncomputable def know (other s : Signs) (e : Exact) : Known := ⟨other.meet (e.signs.meet s), .any, e⟩

/-- It is right. -/
theorem know_spec {other s : Signs} {e : Exact} {x : ℝ} (h : other.Holds x) (k : s.Holds x) (l : e.Holds x) :
    (know other s e).Holds x :=
  ⟨h.meet (l.signs.meet k), Signs.holds_any _, l⟩

/-- What else is known of a function's value: `log (1 + b)` has the sign of `b`, if that is not negative. -/
noncomputable def excessSigns (excess : Signs) : Fn → Signs
  | .log => cond excess.isNonneg excess .any
  | _ => .any

/-- It is right. -/
theorem excessSigns_spec {s : Signs} {x : ℝ} (h : s.Holds (x - 1)) (f : Fn) :
    (excessSigns s f).Holds (f.value x) := by
  cases f with
  | log =>
    show Signs.Holds (cond s.isNonneg s .any) (_root_.log x)
    cases e : s.isNonneg with
    | false => exact Signs.holds_any _
    | true =>
      have l := h.log_one_add e
      rwa [show 1 + (x - 1) = x from ring] at l
  | _ => exact Signs.holds_any _

/-- The signs of a function's value. -/
noncomputable def fnSigns (k : Known) (f : Fn) : Signs := (f.signs k.signs).meet (excessSigns k.excess f)

/-- They are right. -/
theorem fnSigns_spec {k : Known} {x : ℝ} (h : k.Holds x) (f : Fn) : (fnSigns k f).Holds (f.value x) :=
  (Fn.signs_spec h.signs f).meet (excessSigns_spec h.excess f)

/-- What is known of a formula, from its parts and from what else is known of each part. -/
noncomputable def known (other : Formula → Signs) : Formula → Known
  | var i => know (other (var i)) .any .none
  | num n => know .any .any (.nat n)
  | pi => know .any .positive .none
  | neg a => know (other (neg a)) (a.known other).signs.minus (a.known other).exact.neg
  | inv a => know (other (inv a)) (a.known other).signs (a.known other).exact.inv
  | pow a n => know (other (pow a n)) ((a.known other).signs.pow n) ((a.known other).exact.pow n)
  | fn f a => know (other (fn f a)) (fnSigns (a.known other) f) .none
  | add a b => { know (other (add a b)) ((a.known other).signs.add (b.known other).signs)
      ((a.known other).exact.add (b.known other).exact) with
      excess := cond a.isOne (b.known other).signs (cond b.isOne (a.known other).signs .any) }
  | sub a b => know (other (sub a b))
      (cond (a.same b) .null ((a.known other).signs.add (b.known other).signs.minus))
      ((a.known other).exact.add (b.known other).exact.neg)
  | mul a b => know (other (mul a b))
      (cond (a.same b) (a.known other).signs.square ((a.known other).signs.mul (b.known other).signs))
      ((a.known other).exact.mul (b.known other).exact)
  | div a b => know (other (div a b)) ((a.known other).signs.mul (b.known other).signs)
      ((a.known other).exact.div (b.known other).exact)
  | max a b => know (other (max a b)) ((a.known other).signs.max (b.known other).signs) .none
  | min a b => know (other (min a b)) ((a.known other).signs.min (b.known other).signs) .none
  | ifLt a b t e => know (other (ifLt a b t e)) ((t.known other).signs.join (e.known other).signs) .none

/-- It is right where what else is known is right. -/
theorem known_spec {v : Nat → ℝ} {other : Formula → Signs} (h : ∀ a, (other a).Holds (a.eval v))
    (e : Formula) : (e.known other).Holds (e.eval v) := by
  induction e with
  | var i => exact know_spec (h _) (Signs.holds_any _) (Exact.holds_none _)
  | num n =>
    rw [eval_num]
    exact know_spec (Signs.holds_any _) (Signs.holds_any _) (Exact.holds_nat n)
  | pi => exact know_spec (Signs.holds_any _) (Signs.holds_of_pos (pi_pos ℝ) rfl) (Exact.holds_none _)
  | neg a ih => exact know_spec (h _) ih.signs.minus ih.exact.neg
  | inv a ih => exact know_spec (h _) ih.signs.inv ih.exact.inv
  | pow a n ih => exact know_spec (h _) (ih.signs.pow n) (ih.exact.pow n)
  | fn f a ih => exact know_spec (h _) (fnSigns_spec ih f) (Exact.holds_none _)
  | add a b iha ihb =>
    have k := know_spec (h (add a b)) (iha.signs.add ihb.signs) (iha.exact.add ihb.exact)
    refine ⟨k.signs, ?_, k.exact⟩
    show Signs.Holds (cond a.isOne (b.known other).signs (cond b.isOne (a.known other).signs .any))
      (a.eval v + b.eval v - 1)
    cases ha : a.isOne with
    | true =>
      rw [eval_of_isOne v ha, show 1 + b.eval v - 1 = b.eval v from ring]
      exact ihb.signs
    | false =>
      cases hb : b.isOne with
      | true =>
        rw [eval_of_isOne v hb, show a.eval v + 1 - 1 = a.eval v from ring]
        exact iha.signs
      | false => exact Signs.holds_any _
  | sub a b iha ihb =>
    refine know_spec (h (sub a b)) ?_ ?_
    · cases k : a.same b with
      | true => exact Signs.holds_of_zero (by rw [eq_of_same k]; exact sub_self _) rfl
      | false => exact iha.signs.sub ihb.signs
    · show Exact.Holds _ (a.eval v - b.eval v)
      rw [sub_eq_add_neg]
      exact iha.exact.add ihb.exact.neg
  | mul a b iha ihb =>
    refine know_spec (h (mul a b)) ?_ (iha.exact.mul ihb.exact)
    cases k : a.same b with
    | true =>
      show (a.known other).signs.square.Holds (a.eval v * b.eval v)
      rw [← eq_of_same k]
      exact iha.signs.square
    | false => exact iha.signs.mul ihb.signs
  | div a b iha ihb => exact know_spec (h _) (iha.signs.div ihb.signs) (iha.exact.div ihb.exact)
  | max a b iha ihb => exact know_spec (h _) (iha.signs.max ihb.signs) (Exact.holds_none _)
  | min a b iha ihb => exact know_spec (h _) (iha.signs.min ihb.signs) (Exact.holds_none _)
  | ifLt a b t e _ _ iht ihe =>
    refine know_spec (h (ifLt a b t e)) ?_ (Exact.holds_none _)
    by_cases k : a.eval v < b.eval v
    · show Signs.Holds _ (choose (a.eval v) (b.eval v) (t.eval v) (e.eval v))
      rw [choose_of_lt k]
      exact iht.signs.join_left _
    · show Signs.Holds _ (choose (a.eval v) (b.eval v) (t.eval v) (e.eval v))
      rw [choose_of_not_lt k]
      exact ihe.signs.join_right _

/-! ### What conditions say of signs -/

/-- The signs of a formula, without any condition. -/
noncomputable def plain (e : Formula) : Signs := (e.known fun _ => .any).signs

/-- They are right. -/
theorem plain_spec (v : Nat → ℝ) (e : Formula) : e.plain.Holds (e.eval v) :=
  (known_spec (fun _ => Signs.holds_any _) e).signs

/-- The formula is `upper - lower`: this is `upper`. -/
noncomputable def upper : Formula → Formula
  | sub a _ => a
  | add (num _) b => b
  | add a (num _) => a
  | neg _ => num 0
  | a => a

/-- The formula is `upper - lower`: this is `lower`. -/
noncomputable def lower : Formula → Formula
  | sub _ b => b
  | add (num n) _ => neg (num n)
  | add _ (num n) => neg (num n)
  | neg a => a
  | _ => num 0

/-- It is their difference. -/
theorem upper_sub_lower (v : Nat → ℝ) (e : Formula) : e.upper.eval v - e.lower.eval v = e.eval v := by
  have other : ∀ x : ℝ, x - 0 = x := fun x => ring
  have add_of_sub_neg : ∀ x y : ℝ, x - -y = x + y := fun x y => ring
  cases e with
  | sub a b => rfl
  | neg a =>
    show 0 - a.eval v = -a.eval v
    ring
  | add a b =>
    cases a with
    | num n =>
      show b.eval v - -(num n).eval v = (num n).eval v + b.eval v
      ring
    | _ =>
      cases b with
      | num n => exact add_of_sub_neg _ _
      | _ => exact other _
  | _ => exact other _

/-- One of the two is true. -/
theorem or_eq_true_elim {a b : Bool} (h : Bool.or a b = true) : a = true ∨ b = true := by
  cases a with
  | true => exact .inl rfl
  | false => exact .inr h

/-- `a < b`, because `l < u` is given, and one of `a`, `b` is the side given, the other one beyond it. -/
noncomputable def between (l u a b : Formula) : Bool :=
  Bool.or (Bool.and (b.same u) (sub l a).plain.isNonneg) (Bool.and (a.same l) (sub b u).plain.isNonneg)

/-- It holds. -/
theorem lt_of_between {v : Nat → ℝ} {l u a b : Formula} (h : l.eval v < u.eval v)
    (k : between l u a b = true) : a.eval v < b.eval v := by
  rcases or_eq_true_elim k with k | k
  · have ⟨same, nonneg⟩ := Bool.and_eq_true_elim k
    have nonneg : 0 ≤ l.eval v - a.eval v := (plain_spec v (sub l a)).nonneg nonneg
    rw [eq_of_same same]
    exact lt_of_le_of_lt (le_of_sub_nonneg nonneg) h
  · have ⟨same, nonneg⟩ := Bool.and_eq_true_elim k
    have nonneg : 0 ≤ b.eval v - u.eval v := (plain_spec v (sub b u)).nonneg nonneg
    rw [eq_of_same same]
    exact lt_of_lt_of_le h (le_of_sub_nonneg nonneg)

/-- The two pairs are the same. -/
noncomputable def samePair (a b c d : Formula) : Bool := Bool.and (a.same c) (b.same d)

/-- What a condition says of the signs of a formula. -/
noncomputable def saidBy (e : Formula) : Condition → Signs
  | .lt l u => cond (between l u e.lower e.upper) .positive
      (cond (between l u e.upper e.lower) .negative .any)
  | .le l u => cond (samePair l u (num 0) e) .nonnegative .any
  | .ne l u => cond (Bool.or (samePair l u e.upper e.lower) (Bool.or (samePair l u e.lower e.upper)
      (samePair l u e (num 0)))) .nonzero .any

/-- Equal pairs. -/
theorem eq_of_samePair {a b c d : Formula} (h : samePair a b c d = true) : a = c ∧ b = d :=
  ⟨eq_of_same (Bool.and_eq_true_elim h).1, eq_of_same (Bool.and_eq_true_elim h).2⟩

/-- It is right where the condition holds. -/
theorem saidBy_spec {v : Nat → ℝ} (e : Formula) {c : Condition} (h : c.Holds v) :
    (saidBy e c).Holds (e.eval v) := by
  have diff := upper_sub_lower v e
  cases c with
  | lt l u =>
    show Signs.Holds (cond (between l u e.lower e.upper) .positive
      (cond (between l u e.upper e.lower) .negative .any)) (e.eval v)
    cases k : between l u e.lower e.upper with
    | true => exact Signs.holds_of_pos (diff ▸ sub_pos_of_lt (lt_of_between h k)) rfl
    | false =>
      cases k' : between l u e.upper e.lower with
      | true =>
        have lt := lt_of_between h k'
        exact Signs.holds_of_neg (by rw [← diff]; exact slin lt) rfl
      | false => exact Signs.holds_any _
  | le l u =>
    have h : l.eval v ≤ u.eval v := h
    show Signs.Holds (cond (samePair l u (num 0) e) .nonnegative .any) (e.eval v)
    cases k : samePair l u (num 0) e with
    | false => exact Signs.holds_any _
    | true =>
      have ⟨hl, hu⟩ := eq_of_samePair k
      rw [hl, hu] at h
      exact Signs.holds_nonnegative h
  | ne l u =>
    have h : l.eval v ≠ u.eval v := h
    show Signs.Holds (cond (Bool.or (samePair l u e.upper e.lower) (Bool.or (samePair l u e.lower e.upper)
      (samePair l u e (num 0)))) .nonzero .any) (e.eval v)
    cases k : Bool.or (samePair l u e.upper e.lower) (Bool.or (samePair l u e.lower e.upper)
      (samePair l u e (num 0))) with
    | false => exact Signs.holds_any _
    | true =>
      refine Signs.holds_nonzero fun zero => h ?_
      rcases or_eq_true_elim k with k | k
      · have ⟨hl, hu⟩ := eq_of_samePair k
        rw [hl, hu]
        exact eq_of_sub_eq_zero (diff.trans zero)
      rcases or_eq_true_elim k with k | k
      · have ⟨hl, hu⟩ := eq_of_samePair k
        rw [hl, hu]
        exact (eq_of_sub_eq_zero (diff.trans zero)).symm
      · have ⟨hl, hu⟩ := eq_of_samePair k
        rw [hl, hu]
        exact zero

/-- What conditions say of the signs of a formula. -/
noncomputable def said (e : Formula) : List Condition → Signs
  | .nil => .any
  | .cons c l => (saidBy e c).meet (said e l)

/-- It is right where the conditions hold. -/
theorem said_spec {v : Nat → ℝ} (e : Formula) {l : List Condition} (h : AllHold v l) :
    (said e l).Holds (e.eval v) := by
  induction l with
  | nil => exact Signs.holds_any _
  | cons c l ih => exact (saidBy_spec e h.1).meet (ih h.2)

/-- The signs of a formula where some conditions hold. -/
noncomputable def signs (l : List Condition) (e : Formula) : Signs := (e.known fun a => said a l).signs

/-- They are right. -/
theorem signs_spec {v : Nat → ℝ} {l : List Condition} (h : AllHold v l) (e : Formula) :
    (e.signs l).Holds (e.eval v) :=
  (known_spec (fun a => said_spec a h) e).signs

/-! ### What is missing -/

/-- The conditions `l` imply a condition, as far as signs tell. -/
noncomputable def proves (l : List Condition) : Condition → Bool
  | .lt a b => ((sub b a).signs l).isPos
  | .le a b => ((sub b a).signs l).isNonneg
  | .ne a b => ((sub a b).signs l).isNonzero

/-- What is proven holds. -/
theorem holds_of_proves {v : Nat → ℝ} {l : List Condition} (h : AllHold v l) {c : Condition}
    (k : proves l c = true) : c.Holds v := by
  cases c with
  | lt a b => exact lt_of_sub_pos ((signs_spec h (sub b a)).is_pos k)
  | le a b => exact le_of_sub_nonneg ((signs_spec h (sub b a)).nonneg k)
  | ne a b =>
    intro e
    exact (signs_spec h (sub a b)).ne_zero k (show a.eval v - b.eval v = 0 by rw [e, sub_self])

/-- Those of the conditions `m` that the conditions `l` do not imply. -/
noncomputable def unproven (l : List Condition) : List Condition → List Condition
  | .nil => .nil
  | .cons c m => cond (proves l c) (unproven l m) (.cons c (unproven l m))

/-- If there are none, all hold. -/
theorem allHold_of_unproven {v : Nat → ℝ} {l : List Condition} (h : AllHold v l) {m : List Condition}
    (k : unproven l m = .nil) : AllHold v m := by
  induction m with
  | nil => exact trivial
  | cons c m ih =>
    have k : cond (proves l c) (unproven l m) (.cons c (unproven l m)) = .nil := k
    cases p : proves l c with
    | true =>
      rw [p] at k
      exact ⟨holds_of_proves h p, ih k⟩
    | false =>
      rw [p] at k
      exact nomatch k

/-- The conditions for differentiating a formula that the conditions `l` do not imply. -/
noncomputable def missing : Formula → List Condition → List Condition
  | var _, _ | num _, _ | pi, _ => .nil
  | neg a, l | pow a _, l => a.missing l
  | inv a, l => append (a.missing l) (unproven l (.cons (.ne a (num 0)) .nil))
  | fn f a, l => append (a.missing l) (unproven l (f.require a))
  | add a b, l | sub a b, l | mul a b, l => append (a.missing l) (b.missing l)
  | div a b, l => append (a.missing l) (append (b.missing l) (unproven l (.cons (.ne b (num 0)) .nil)))
  | max a b, l | min a b, l => append (a.missing l) (append (b.missing l) (unproven l (.cons (.ne a b) .nil)))
  | ifLt a b t e, l => append (a.missing l) (append (b.missing l) (append (unproven l (.cons (.ne a b) .nil))
      (append (t.missing (.cons (.lt a b) l)) (e.missing (.cons (.lt b a) l)))))

/-- If nothing is missing, the rules of differentiation apply. -/
theorem ok_of_missing_eq_nil {v : Nat → ℝ} (e : Formula) {l : List Condition} (h : AllHold v l)
    (k : e.missing l = .nil) : e.Ok v := by
  induction e generalizing l with
  | var _ | num _ | pi => exact trivial
  | neg a ih | pow a n ih => exact ih h k
  | inv a ih =>
    have ⟨ha, hn⟩ := append_eq_nil k
    exact ⟨ih h ha, (allHold_of_unproven h hn).1⟩
  | fn f a ih =>
    have ⟨ha, hn⟩ := append_eq_nil k
    exact ⟨ih h ha, allHold_of_unproven h hn⟩
  | add a b iha ihb | sub a b iha ihb | mul a b iha ihb =>
    have ⟨ha, hb⟩ := append_eq_nil k
    exact ⟨iha h ha, ihb h hb⟩
  | div a b iha ihb | max a b iha ihb | min a b iha ihb =>
    have ⟨ha, k⟩ := append_eq_nil k
    have ⟨hb, hn⟩ := append_eq_nil k
    exact ⟨iha h ha, ihb h hb, (allHold_of_unproven h hn).1⟩
  | ifLt a b t e iha ihb iht ihe =>
    have ⟨ha, k⟩ := append_eq_nil k
    have ⟨hb, k⟩ := append_eq_nil k
    have ⟨hn, k⟩ := append_eq_nil k
    have ⟨ht, he⟩ := append_eq_nil k
    exact ⟨iha h ha, ihb h hb, (allHold_of_unproven h hn).1,
      fun lt => iht (AllHold.cons (c := .lt a b) lt h) ht,
      fun gt => ihe (AllHold.cons (c := .lt b a) gt h) he⟩

end Formula
