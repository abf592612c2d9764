prelude
import NN.Analysis.Pow
import NN.Formula.Condition

/-!
# Which signs a number may have

`Signs` says of a number whether it may be negative, zero, positive. The signs of a sum, a product, a power, a
function's value follow from those of the arguments.

## Main definitions

* `Signs`, `Signs.Holds s x`: the number `x` has one of the signs `s`.
* `Signs.add`, `Signs.mul`, ..., `Fn.signs`: the signs of what is computed.

## Main results

* `Signs.Holds.add`, `Signs.Holds.mul`, ..., `Fn.signs_spec`: they are right.
-/

/-- The signs that a number may have. -/
structure Signs where
  /-- It may be negative. -/
  neg : Bool
  /-- It may be zero. -/
  zero : Bool
  /-- It may be positive. -/
  pos : Bool

/-- The number `x` has one of the signs. -/
structure Signs.Holds (s : Signs) (x : ℝ) : Prop where
  /-- If it is negative, it may be. -/
  neg : x < 0 → s.neg = true
  /-- If it is zero, it may be. -/
  zero : x = 0 → s.zero = true
  /-- If it is positive, it may be. -/
  pos : 0 < x → s.pos = true

/-! ### Truth values -/

/-- True on the left. -/
theorem Bool.or_true_left {a : Bool} (h : a = true) (b : Bool) : Bool.or a b = true := by rw [h]; rfl

/-- True on the right. -/
theorem Bool.or_true_right (a : Bool) {b : Bool} (h : b = true) : Bool.or a b = true := by
  cases a with
  | true => rfl
  | false => exact h

/-- Both true. -/
theorem Bool.and_true_intro {a b : Bool} (h : a = true) (k : b = true) : Bool.and a b = true := by
  rw [h, k]
  rfl

/-- A number is negative, zero, or positive. -/
theorem neg_or_zero_or_pos (x : ℝ) : x < 0 ∨ x = 0 ∨ 0 < x := by
  by_cases h : x = 0
  · exact .inr (.inl h)
  · exact (lt_or_gt_of_ne h).elim .inl fun k => .inr (.inr k)

namespace Signs
variable {s t : Signs} {x y : ℝ}

/-- Nothing is known. -/
noncomputable def any : Signs := ⟨true, true, true⟩
/-- Positive. -/
noncomputable def positive : Signs := ⟨false, false, true⟩
/-- Negative. -/
noncomputable def negative : Signs := ⟨true, false, false⟩
/-- Zero. -/
noncomputable def null : Signs := ⟨false, true, false⟩
/-- Not negative. -/
noncomputable def nonnegative : Signs := ⟨false, true, true⟩
/-- Not zero. -/
noncomputable def nonzero : Signs := ⟨true, false, true⟩

/-- Nothing is known of any number. -/
theorem holds_any (x : ℝ) : any.Holds x := ⟨fun _ => rfl, fun _ => rfl, fun _ => rfl⟩

/-- A negative number. -/
theorem holds_of_neg (h : x < 0) (k : s.neg = true) : s.Holds x :=
  ⟨fun _ => k, fun e => absurd e (ne_of_lt h), fun p => absurd (lt_trans h p) (lt_irrefl x)⟩

/-- Zero. -/
theorem holds_of_zero (h : x = 0) (k : s.zero = true) : s.Holds x :=
  ⟨fun n => absurd h (ne_of_lt n), fun _ => k, fun p => absurd h (ne_of_gt p)⟩

/-- A positive number. -/
theorem holds_of_pos (h : 0 < x) (k : s.pos = true) : s.Holds x :=
  ⟨fun n => absurd (lt_trans h n) (lt_irrefl 0), fun e => absurd e (ne_of_gt h), fun _ => k⟩

/-- A number that is not negative. -/
theorem holds_nonnegative (h : 0 ≤ x) : nonnegative.Holds x :=
  ⟨fun e => absurd h (not_le.mpr e), fun _ => rfl, fun _ => rfl⟩

/-- A number that is not zero. -/
theorem holds_nonzero (h : x ≠ 0) : nonzero.Holds x := ⟨fun _ => rfl, fun e => absurd e h, fun _ => rfl⟩

/-! ### What signs say -/

/-- It is positive. -/
noncomputable def isPos (s : Signs) : Bool := cond s.neg false (cond s.zero false true)
/-- It is not zero. -/
noncomputable def isNonzero (s : Signs) : Bool := cond s.zero false true
/-- It is not negative. -/
noncomputable def isNonneg (s : Signs) : Bool := cond s.neg false true

/-- What may not be zero is not zero. -/
theorem Holds.ne_zero (h : s.Holds x) (k : s.isNonzero = true) : x ≠ 0 := fun e => by
  rw [isNonzero, h.zero e] at k
  exact Bool.noConfusion k

/-- What may not be negative is not negative. -/
theorem Holds.nonneg (h : s.Holds x) (k : s.isNonneg = true) : 0 ≤ x := not_lt.mp fun e => by
  rw [isNonneg, h.neg e] at k
  exact Bool.noConfusion k

/-- What may only be positive is positive. -/
theorem Holds.is_pos (h : s.Holds x) (k : s.isPos = true) : 0 < x := by
  rcases neg_or_zero_or_pos x with e | e | e
  · rw [isPos, h.neg e] at k
    exact Bool.noConfusion k
  · rw [isPos, h.zero e] at k
    cases e' : s.neg with
    | true =>
      rw [e'] at k
      exact Bool.noConfusion k
    | false =>
      rw [e'] at k
      exact Bool.noConfusion k
  · exact e

/-! ### Operations -/

/-- Both say so. -/
noncomputable def meet (s t : Signs) : Signs :=
  ⟨Bool.and s.neg t.neg, Bool.and s.zero t.zero, Bool.and s.pos t.pos⟩

/-- What both say holds. -/
theorem Holds.meet (h : s.Holds x) (k : t.Holds x) : (s.meet t).Holds x :=
  ⟨fun e => Bool.and_true_intro (h.neg e) (k.neg e), fun e => Bool.and_true_intro (h.zero e) (k.zero e),
    fun e => Bool.and_true_intro (h.pos e) (k.pos e)⟩

/-- One of the two says so. -/
noncomputable def join (s t : Signs) : Signs :=
  ⟨Bool.or s.neg t.neg, Bool.or s.zero t.zero, Bool.or s.pos t.pos⟩

/-- What the first says holds. -/
theorem Holds.join_left (h : s.Holds x) (t : Signs) : (s.join t).Holds x :=
  ⟨fun e => Bool.or_true_left (h.neg e) _, fun e => Bool.or_true_left (h.zero e) _,
    fun e => Bool.or_true_left (h.pos e) _⟩

/-- What the second says holds. -/
theorem Holds.join_right (s : Signs) (h : t.Holds x) : (s.join t).Holds x :=
  ⟨fun e => Bool.or_true_right _ (h.neg e), fun e => Bool.or_true_right _ (h.zero e),
    fun e => Bool.or_true_right _ (h.pos e)⟩

/-- The signs of a negative. -/
noncomputable def minus (s : Signs) : Signs := ⟨s.pos, s.zero, s.neg⟩

/-- They are right. -/
theorem Holds.minus (h : s.Holds x) : s.minus.Holds (-x) :=
  ⟨fun e => h.pos (slin e), fun e => h.zero (by rw [← neg_neg x, e, neg_zero]), fun e => h.neg (slin e)⟩

/-- The signs of a sum. -/
noncomputable def add (s t : Signs) : Signs where
  neg := Bool.or s.neg t.neg
  zero := Bool.or (Bool.and s.zero t.zero) (Bool.or (Bool.and s.neg t.pos) (Bool.and s.pos t.neg))
  pos := Bool.or s.pos t.pos

/-- They are right. -/
theorem Holds.add (h : s.Holds x) (k : t.Holds y) : (s.add t).Holds (x + y) := by
  rcases neg_or_zero_or_pos x with a | a | a <;> rcases neg_or_zero_or_pos y with b | b | b
  · exact holds_of_neg (slin (add_lt_add a b)) (Bool.or_true_left (h.neg a) _)
  · exact holds_of_neg (by rwa [b, add_zero]) (Bool.or_true_left (h.neg a) _)
  · exact ⟨fun _ => Bool.or_true_left (h.neg a) _, fun _ => Bool.or_true_right _ (Bool.or_true_left
      (Bool.and_true_intro (h.neg a) (k.pos b)) _), fun _ => Bool.or_true_right _ (k.pos b)⟩
  · exact holds_of_neg (by rwa [a, zero_add]) (Bool.or_true_right _ (k.neg b))
  · exact holds_of_zero (by rw [a, b, add_zero])
      (Bool.or_true_left (Bool.and_true_intro (h.zero a) (k.zero b)) _)
  · exact holds_of_pos (by rwa [a, zero_add]) (Bool.or_true_right _ (k.pos b))
  · exact ⟨fun _ => Bool.or_true_right _ (k.neg b), fun _ => Bool.or_true_right _ (Bool.or_true_right _
      (Bool.and_true_intro (h.pos a) (k.neg b))), fun _ => Bool.or_true_left (h.pos a) _⟩
  · exact holds_of_pos (by rwa [b, add_zero]) (Bool.or_true_left (h.pos a) _)
  · exact holds_of_pos (slin (add_lt_add a b)) (Bool.or_true_left (h.pos a) _)

/-- The signs of a difference are right. -/
theorem Holds.sub (h : s.Holds x) (k : t.Holds y) : (s.add t.minus).Holds (x - y) := by
  rw [sub_eq_add_neg]
  exact h.add k.minus

/-- The signs of a product. -/
noncomputable def mul (s t : Signs) : Signs where
  neg := Bool.or (Bool.and s.neg t.pos) (Bool.and s.pos t.neg)
  zero := Bool.or s.zero t.zero
  pos := Bool.or (Bool.and s.pos t.pos) (Bool.and s.neg t.neg)

/-- They are right. -/
theorem Holds.mul (h : s.Holds x) (k : t.Holds y) : (s.mul t).Holds (x * y) := by
  rcases neg_or_zero_or_pos x with a | a | a
  · rcases neg_or_zero_or_pos y with b | b | b
    · exact holds_of_pos (slin (mul_pos (neg_pos_of_neg a) (neg_pos_of_neg b)))
        (Bool.or_true_right _ (Bool.and_true_intro (h.neg a) (k.neg b)))
    · exact holds_of_zero (by rw [b, mul_zero]) (Bool.or_true_right _ (k.zero b))
    · exact holds_of_neg (slin (mul_pos (neg_pos_of_neg a) b))
        (Bool.or_true_left (Bool.and_true_intro (h.neg a) (k.pos b)) _)
  · exact holds_of_zero (by rw [a, zero_mul]) (Bool.or_true_left (h.zero a) _)
  · rcases neg_or_zero_or_pos y with b | b | b
    · exact holds_of_neg (slin (mul_pos a (neg_pos_of_neg b)))
        (Bool.or_true_right _ (Bool.and_true_intro (h.pos a) (k.neg b)))
    · exact holds_of_zero (by rw [b, mul_zero]) (Bool.or_true_right _ (k.zero b))
    · exact holds_of_pos (mul_pos a b) (Bool.or_true_left (Bool.and_true_intro (h.pos a) (k.pos b)) _)

/-- An inverse has the signs of the number. -/
theorem Holds.inv (h : s.Holds x) : s.Holds x⁻¹ := by
  rcases neg_or_zero_or_pos x with a | a | a
  · have k := inv_pos_of_pos (neg_pos_of_neg a)
    rw [inv_neg] at k
    exact holds_of_neg (slin k) (h.neg a)
  · exact holds_of_zero (by rw [a, inv_zero]) (h.zero a)
  · exact holds_of_pos (inv_pos_of_pos a) (h.pos a)

/-- The signs of a quotient are right. -/
theorem Holds.div (h : s.Holds x) (k : t.Holds y) : (s.mul t).Holds (x / y) := by
  rw [div_eq_mul_inv]
  exact h.mul k.inv

/-- The signs of a square. -/
noncomputable def square (s : Signs) : Signs := ⟨false, s.zero, Bool.or s.neg s.pos⟩

/-- They are right. -/
theorem Holds.square (h : s.Holds x) : s.square.Holds (x * x) := by
  rcases neg_or_zero_or_pos x with a | a | a
  · exact holds_of_pos (mul_self_pos (ne_of_lt a)) (Bool.or_true_left (h.neg a) _)
  · exact holds_of_zero (by rw [a, mul_zero]) (h.zero a)
  · exact holds_of_pos (mul_self_pos (ne_of_gt a)) (Bool.or_true_right _ (h.pos a))

/-- The signs of a power. -/
noncomputable def pow (s : Signs) : Nat → Signs
  | .zero => positive
  | .succ .zero => s
  | .succ (.succ n) => s.square.mul (s.pow n)

/-- They are right. -/
theorem Holds.pow (h : s.Holds x) : (n : Nat) → (s.pow n).Holds (x ^ n)
  | .zero => holds_of_pos (zero_lt_one (R := ℝ)) rfl
  | .succ .zero => by
    show s.Holds (x ^ 1)
    rwa [pow_one]
  | .succ (.succ n) => by
    have e : x ^ Nat.succ (.succ n) = x * x * x ^ n := by
      show x ^ n * x * x = _
      generalize x ^ n = p
      exact ring
    rw [e]
    exact h.square.mul (h.pow n)

/-- The signs of an absolute value, and of a root of a number that is not negative. -/
theorem Holds.abs (h : s.Holds x) : s.square.Holds (_root_.abs x) := by
  rcases neg_or_zero_or_pos x with a | a | a
  · exact holds_of_pos (abs_pos (ne_of_lt a)) (Bool.or_true_left (h.neg a) _)
  · exact holds_of_zero (by rw [a, abs_zero]) (h.zero a)
  · exact holds_of_pos (abs_pos (ne_of_gt a)) (Bool.or_true_right _ (h.pos a))

/-- A function that increases and is zero at zero keeps the signs. -/
theorem Holds.strictMono {f : ℝ → ℝ} (hf : StrictMono f) (f0 : f 0 = 0) (h : s.Holds x) : s.Holds (f x) := by
  rcases neg_or_zero_or_pos x with a | a | a
  · exact holds_of_neg (f0 ▸ hf a) (h.neg a)
  · exact holds_of_zero (by rw [a, f0]) (h.zero a)
  · exact holds_of_pos (f0 ▸ hf a) (h.pos a)

/-- The signs of the greater one. -/
noncomputable def max (s t : Signs) : Signs where
  neg := Bool.and s.neg t.neg
  zero := Bool.or (Bool.and s.zero (Bool.or t.zero t.neg)) (Bool.and t.zero (Bool.or s.zero s.neg))
  pos := Bool.or s.pos t.pos

/-- They are right. -/
theorem Holds.max (h : s.Holds x) (k : t.Holds y) : (s.max t).Holds (_root_.max x y) where
  neg e := Bool.and_true_intro (h.neg (lt_of_le_of_lt (le_max_left x y) e))
    (k.neg (lt_of_le_of_lt (le_max_right x y) e))
  zero e := by
    have hx : x ≤ 0 := e ▸ le_max_left x y
    have hy : y ≤ 0 := e ▸ le_max_right x y
    rcases max_choice x y with c | c
    · refine Bool.or_true_left (Bool.and_true_intro (h.zero (c.symm.trans e)) ?_) _
      exact (lt_or_eq_of_le hy).elim (fun l => Bool.or_true_right _ (k.neg l)) fun l =>
        Bool.or_true_left (k.zero l) _
    · refine Bool.or_true_right _ (Bool.and_true_intro (k.zero (c.symm.trans e)) ?_)
      exact (lt_or_eq_of_le hx).elim (fun l => Bool.or_true_right _ (h.neg l)) fun l =>
        Bool.or_true_left (h.zero l) _
  pos e := by
    rcases max_choice x y with c | c
    · exact Bool.or_true_left (h.pos (c ▸ e)) _
    · exact Bool.or_true_right _ (k.pos (c ▸ e))

/-- The signs of the smaller one. -/
noncomputable def min (s t : Signs) : Signs := (s.minus.max t.minus).minus

/-- They are right. -/
theorem Holds.min (h : s.Holds x) (k : t.Holds y) : (s.min t).Holds (_root_.min x y) := by
  have e : _root_.min x y = -_root_.max (-x) (-y) := by
    rcases le_total x y with l | l
    · rw [min_eq_left l, max_eq_left (lin l), neg_neg]
    · rw [min_eq_right l, max_eq_right (lin l), neg_neg]
  rw [e]
  exact (h.minus.max k.minus).minus

end Signs

/-! ### Functions -/

/-- The signs of a function's value, from those of its argument. -/
noncomputable def Fn.signs (s : Signs) : Fn → Signs
  | .exp | .cosh | .erfc => .positive
  | .sinh | .tanh | .arctan | .erf | .sign => s
  | .sqrt => ⟨false, Bool.or s.neg s.zero, s.pos⟩
  | .abs => s.square
  | .log | .sin | .cos | .arcsin | .arccos => .any

/-- They are right. -/
theorem Fn.signs_spec {s : Signs} {x : ℝ} (h : s.Holds x) (f : Fn) : (f.signs s).Holds (f.value x) := by
  cases f with
  | exp => exact Signs.holds_of_pos (exp_pos x) rfl
  | cosh => exact Signs.holds_of_pos (cosh_pos x) rfl
  | sinh => exact h.strictMono sinh_strictMono sinh_zero
  | tanh => exact h.strictMono tanh_strictMono tanh_zero
  | erfc => exact Signs.holds_of_pos (erfc_pos x) rfl
  | arctan => exact h.strictMono arctan_strictMono arctan_zero
  | erf => exact h.strictMono erf_strictMono erf_zero
  | abs => exact h.abs
  | log | sin | cos | arcsin | arccos => exact Signs.holds_any _
  | sign =>
    show s.Holds (_root_.sign x)
    rcases neg_or_zero_or_pos x with a | a | a
    · exact Signs.holds_of_neg (by rw [sign_of_neg a]; exact slin (zero_lt_one (R := ℝ))) (h.neg a)
    · exact Signs.holds_of_zero (by rw [a, sign_zero]) (h.zero a)
    · exact Signs.holds_of_pos (by rw [sign_of_pos a]; exact zero_lt_one) (h.pos a)
  | sqrt =>
    rcases neg_or_zero_or_pos x with a | a | a
    · exact Signs.holds_of_zero (sqrt_of_neg a) (Bool.or_true_left (h.neg a) _)
    · exact Signs.holds_of_zero (by rw [a]; exact sqrt_zero) (Bool.or_true_right _ (h.zero a))
    · exact Signs.holds_of_pos (sqrt_pos a) (h.pos a)

/-- The logarithm of `1 + x` has the sign of `x`, if that is not negative. -/
theorem Signs.Holds.log_one_add {s : Signs} {x : ℝ} (h : s.Holds x) (k : s.isNonneg = true) :
    s.Holds (log (1 + x)) := by
  rcases lt_or_eq_of_le (h.nonneg k) with l | l
  · exact Signs.holds_of_pos (log_pos (slin l)) (h.pos l)
  · exact Signs.holds_of_zero (by rw [← l, add_zero, log_one]) (h.zero l.symm)
