prelude
import NN.Analysis.Pow
import NN.Formula.Compare

/-!
# Simplifying formulas

`simplify` removes what the rules of differentiation leave behind: `0 * a`, `1 * a`, `a + 0`, `a * (1 / b)`,
signs within products. Values are unchanged for all values of the variables, without any condition, so that
`a / a` stays.

## Main results

* `Formula.eval_simplify`: the simplified formula has the same values.

Each operation has a function that builds it in simpler form (`mkAdd`, `mkMul`, ...), with the theorem that it
has the value that the operation has.
-/

namespace Formula

variable (v : Nat → ℝ)

/-- A choice has the value `x` if both branches have. -/
theorem eval_cond {c : Bool} {a b : Formula} {x : ℝ} (h : c = true → a.eval v = x)
    (k : c = false → b.eval v = x) : (cond c a b).eval v = x := by
  cases c with
  | true => exact h rfl
  | false => exact k rfl

/-! ### Negatives, sums, differences -/

/-- A negative, in simpler form. -/
noncomputable def mkNeg (a : Formula) : Formula :=
  match a with
  | neg a => a
  | sub a b => sub b a
  | a => cond a.isZero (num 0) (neg a)

/-- A negative in simpler form has its value. -/
theorem eval_mkNeg (a : Formula) : (mkNeg a).eval v = -a.eval v := by
  have other : (cond a.isZero (num 0) (neg a)).eval v = -a.eval v :=
    eval_cond v (fun h => by rw [eval_of_isZero v h, neg_zero, eval_zero]) fun _ => rfl
  cases a with
  | neg a => exact (neg_neg _).symm
  | sub a b =>
    show b.eval v - a.eval v = -(a.eval v - b.eval v)
    ring
  | _ => exact other

/-- A sum of two formulas that are not zero, in simpler form. -/
noncomputable def mkAddNonzero (a b : Formula) : Formula :=
  match b with
  | neg b => sub a b
  | num n =>
    match a with
    | num m => num (m + n)
    | a => add a (num n)
  | b => add a b

/-- It has the value of the sum. -/
theorem eval_mkAddNonzero (a b : Formula) : (mkAddNonzero a b).eval v = a.eval v + b.eval v := by
  cases b with
  | neg b => exact sub_eq_add_neg _ _
  | num n =>
    cases a with
    | num m =>
      show (num (m + n)).eval v = (num m).eval v + (num n).eval v
      rw [eval_num, eval_num, eval_num, natCast_add]
    | _ => rfl
  | _ => rfl

/-- A sum, in simpler form. -/
noncomputable def mkAdd (a b : Formula) : Formula := cond a.isZero b (cond b.isZero a (mkAddNonzero a b))

/-- A sum in simpler form has its value. -/
theorem eval_mkAdd (a b : Formula) : (mkAdd a b).eval v = a.eval v + b.eval v :=
  eval_cond v (fun h => by rw [eval_of_isZero v h, zero_add]) fun _ =>
    eval_cond v (fun h => by rw [eval_of_isZero v h, add_zero]) fun _ => eval_mkAddNonzero v a b

/-- A difference of two formulas that are not zero, in simpler form. -/
noncomputable def mkSubNonzero (a b : Formula) : Formula :=
  match b with
  | neg b => add a b
  | b => sub a b

/-- It has the value of the difference. -/
theorem eval_mkSubNonzero (a b : Formula) : (mkSubNonzero a b).eval v = a.eval v - b.eval v := by
  cases b with
  | neg b =>
    show a.eval v + b.eval v = a.eval v - -b.eval v
    ring
  | _ => rfl

/-- A difference, in simpler form. -/
noncomputable def mkSub (a b : Formula) : Formula :=
  cond b.isZero a (cond a.isZero (mkNeg b) (mkSubNonzero a b))

/-- A difference in simpler form has its value. -/
theorem eval_mkSub (a b : Formula) : (mkSub a b).eval v = a.eval v - b.eval v :=
  eval_cond v (fun h => by rw [eval_of_isZero v h]; exact ring) fun _ =>
    eval_cond v (fun h => by rw [eval_mkNeg, eval_of_isZero v h]; exact ring) fun _ => eval_mkSubNonzero v a b

/-! ### Products -/

/-- A product with the numeral `n`, in simpler form: numerals are multiplied, and `n * (a / n)` is `a`. -/
noncomputable def mkMulNum (n : Nat) (b : Formula) : Formula :=
  match b with
  | num m => num (n * m)
  | mul (num m) c => mul (num (n * m)) c
  | div c (num m) => cond (Bool.and (Nat.beq n m) (Nat.ble 1 n)) c (mul (num n) (div c (num m)))
  | b => mul (num n) b

/-- It has the value of the product. -/
theorem eval_mkMulNum (n : Nat) (b : Formula) : (mkMulNum n b).eval v = (num n).eval v * b.eval v := by
  cases b with
  | num m =>
    show (num (n * m)).eval v = (num n).eval v * (num m).eval v
    rw [eval_num, eval_num, eval_num, natCast_mul]
  | mul a c =>
    cases a with
    | num m =>
      show (num (n * m)).eval v * c.eval v = (num n).eval v * ((num m).eval v * c.eval v)
      rw [eval_num, eval_num, eval_num, natCast_mul, mul_assoc]
    | _ => rfl
  | div c a =>
    cases a with
    | num m =>
      refine eval_cond v (fun h => ?_) fun _ => rfl
      have ⟨same, pos⟩ := Bool.and_eq_true_elim h
      show c.eval v = (num n).eval v * (c.eval v / (num m).eval v)
      have ne : (num n).eval v ≠ 0 := by
        rw [eval_num]
        exact ne_of_gt (natCast_lt 0 n pos)
      rw [← Nat.eq_of_beq_eq_true n m same, mul_comm, div_mul_cancel₀ _ ne]
    | _ => rfl
  | _ => rfl

/-- A product with the second factor an inverse, in simpler form. -/
noncomputable def mkMulRight (a b : Formula) : Formula :=
  match b with
  | num n => mul (num n) a
  | inv c => div a c
  | div (num n) c => cond (Nat.beq n 1) (div a c) (mul a (div (num n) c))
  | b => mul a b

/-- It has the value of the product. -/
theorem eval_mkMulRight (a b : Formula) : (mkMulRight a b).eval v = a.eval v * b.eval v := by
  cases b with
  | num n => exact mul_comm _ _
  | inv c => exact div_eq_mul_inv _ _
  | div b c =>
    cases b with
    | num n =>
      refine eval_cond v (fun h => ?_) fun _ => rfl
      show a.eval v / c.eval v = a.eval v * ((num n).eval v / c.eval v)
      rw [Nat.eq_of_beq_eq_true n 1 h, eval_one, one_div, div_eq_mul_inv]
    | _ => rfl
  | _ => rfl

/-- A product of formulas that are not zero or one, in simpler form. -/
noncomputable def mkMulProper (a b : Formula) : Formula :=
  match a with
  | num n => mkMulNum n b
  | inv c => div b c
  | div (num n) c => cond (Nat.beq n 1) (div b c) (mkMulRight (div (num n) c) b)
  | a => mkMulRight a b

/-- It has the value of the product. -/
theorem eval_mkMulProper (a b : Formula) : (mkMulProper a b).eval v = a.eval v * b.eval v := by
  cases a with
  | num n => exact eval_mkMulNum v n b
  | inv c => exact (div_eq_mul_inv _ _).trans (mul_comm _ _)
  | div a c =>
    cases a with
    | num n =>
      refine eval_cond v (fun h => ?_) fun _ => eval_mkMulRight v _ b
      show b.eval v / c.eval v = (num n).eval v / c.eval v * b.eval v
      rw [Nat.eq_of_beq_eq_true n 1 h, eval_one, one_div, div_eq_mul_inv, mul_comm]
    | _ => exact eval_mkMulRight v _ b
  | _ => exact eval_mkMulRight v _ b

/-- A product without signs, in simpler form. -/
noncomputable def mkMulUnsigned (a b : Formula) : Formula :=
  cond a.isZero (num 0) (cond b.isZero (num 0) (cond a.isOne b (cond b.isOne a (mkMulProper a b))))

/-- It has the value of the product. -/
theorem eval_mkMulUnsigned (a b : Formula) : (mkMulUnsigned a b).eval v = a.eval v * b.eval v :=
  eval_cond v (fun h => by rw [eval_of_isZero v h, zero_mul, eval_zero]) fun _ =>
    eval_cond v (fun h => by rw [eval_of_isZero v h, mul_zero, eval_zero]) fun _ =>
      eval_cond v (fun h => by rw [eval_of_isOne v h, one_mul]) fun _ =>
        eval_cond v (fun h => by rw [eval_of_isOne v h, mul_one]) fun _ => eval_mkMulProper v a b

/-- A product whose first factor has no sign, in simpler form. -/
noncomputable def mkMulLeft (a b : Formula) : Formula :=
  match b with
  | neg b => mkNeg (mkMulUnsigned a b)
  | b => mkMulUnsigned a b

/-- It has the value of the product. -/
theorem eval_mkMulLeft (a b : Formula) : (mkMulLeft a b).eval v = a.eval v * b.eval v := by
  cases b with
  | neg b =>
    show (mkNeg (mkMulUnsigned a b)).eval v = a.eval v * -b.eval v
    rw [eval_mkNeg, eval_mkMulUnsigned, mul_neg]
  | _ => exact eval_mkMulUnsigned v a _

/-- A product, in simpler form. -/
noncomputable def mkMul (a b : Formula) : Formula :=
  match a with
  | neg a => mkNeg (mkMulLeft a b)
  | a => mkMulLeft a b

/-- A product in simpler form has its value. -/
theorem eval_mkMul (a b : Formula) : (mkMul a b).eval v = a.eval v * b.eval v := by
  cases a with
  | neg a =>
    show (mkNeg (mkMulLeft a b)).eval v = -a.eval v * b.eval v
    rw [eval_mkNeg, eval_mkMulLeft, neg_mul]
  | _ => exact eval_mkMulLeft v _ b

/-! ### Quotients, powers, choices -/

/-- A quotient of formulas that are not zero or one, in simpler form: `n * a / (n * b)` is `a / b`. -/
noncomputable def mkDivProper (a b : Formula) : Formula :=
  match a with
  | mul (num n) c =>
    match b with
    | mul (num m) d =>
      cond (Bool.and (Nat.beq n m) (Nat.ble 1 n)) (div c d) (div (mul (num n) c) (mul (num m) d))
    | b => div (mul (num n) c) b
  | a => div a b

/-- It has the value of the quotient. -/
theorem eval_mkDivProper (a b : Formula) : (mkDivProper a b).eval v = a.eval v / b.eval v := by
  cases a with
  | mul a c =>
    cases a with
    | num n =>
      cases b with
      | mul b d =>
        cases b with
        | num m =>
          refine eval_cond v (fun h => ?_) fun _ => rfl
          have ⟨same, pos⟩ := Bool.and_eq_true_elim h
          have ne : (num n).eval v ≠ 0 := by
            rw [eval_num]
            exact ne_of_gt (natCast_lt 0 n pos)
          show c.eval v / d.eval v = (num n).eval v * c.eval v / ((num m).eval v * d.eval v)
          rw [← Nat.eq_of_beq_eq_true n m same, div_eq_mul_inv, div_eq_mul_inv, mul_inv]
          exact lin_eq (-(c.eval v * (d.eval v)⁻¹)) (mul_inv_cancel₀ ne)
        | _ => rfl
      | _ => rfl
    | _ => rfl
  | _ => rfl

/-- A quotient without signs, in simpler form. -/
noncomputable def mkDivUnsigned (a b : Formula) : Formula :=
  cond a.isZero (num 0) (cond b.isOne a (mkDivProper a b))

/-- It has the value of the quotient. -/
theorem eval_mkDivUnsigned (a b : Formula) : (mkDivUnsigned a b).eval v = a.eval v / b.eval v :=
  eval_cond v (fun h => by rw [eval_of_isZero v h, zero_div, eval_zero]) fun _ =>
    eval_cond v (fun h => by rw [eval_of_isOne v h, div_one]) fun _ => eval_mkDivProper v a b

/-- A quotient, in simpler form. -/
noncomputable def mkDiv (a b : Formula) : Formula :=
  match a with
  | neg a => mkNeg (mkDivUnsigned a b)
  | a => mkDivUnsigned a b

/-- A quotient in simpler form has its value. -/
theorem eval_mkDiv (a b : Formula) : (mkDiv a b).eval v = a.eval v / b.eval v := by
  cases a with
  | neg a =>
    show (mkNeg (mkDivUnsigned a b)).eval v = -a.eval v / b.eval v
    rw [eval_mkNeg, eval_mkDivUnsigned, div_eq_mul_inv, div_eq_mul_inv, neg_mul]
  | _ => exact eval_mkDivUnsigned v _ b

/-- A power, in simpler form. -/
noncomputable def mkPow (a : Formula) (n : Nat) : Formula :=
  cond (Nat.beq n 0) (num 1) (cond (Nat.beq n 1) a (pow a n))

/-- A power in simpler form has its value. -/
theorem eval_mkPow (a : Formula) (n : Nat) : (mkPow a n).eval v = a.eval v ^ n :=
  eval_cond v (fun h => by rw [Nat.eq_of_beq_eq_true n 0 h]; rfl) fun _ =>
    eval_cond v (fun h => by rw [Nat.eq_of_beq_eq_true n 1 h, pow_one]) fun _ => rfl

/-- A choice, in simpler form: none if both branches are the same. -/
noncomputable def mkIfLt (a b t e : Formula) : Formula := cond (t.same e) t (ifLt a b t e)

/-- A choice in simpler form has its value. -/
theorem eval_mkIfLt (a b t e : Formula) :
    (mkIfLt a b t e).eval v = choose (a.eval v) (b.eval v) (t.eval v) (e.eval v) :=
  eval_cond v (fun h => by
    rw [← eq_of_same h]
    by_cases k : a.eval v < b.eval v
    · exact (choose_of_lt k _ _).symm
    · exact (if_neg k).symm) fun _ => rfl

/-! ### Everything -/

/-- The formula in simpler form. -/
noncomputable def simplify : Formula → Formula
  | var i => var i
  | num n => num n
  | pi => pi
  | neg a => mkNeg a.simplify
  | inv a => inv a.simplify
  | pow a n => mkPow a.simplify n
  | fn f a => fn f a.simplify
  | add a b => mkAdd a.simplify b.simplify
  | sub a b => mkSub a.simplify b.simplify
  | mul a b => mkMul a.simplify b.simplify
  | div a b => mkDiv a.simplify b.simplify
  | max a b => max a.simplify b.simplify
  | min a b => min a.simplify b.simplify
  | ifLt a b t e => mkIfLt a.simplify b.simplify t.simplify e.simplify

/-- The simplified formula has the same values. -/
theorem eval_simplify (e : Formula) : e.simplify.eval v = e.eval v := by
  induction e with
  | var _ | num _ | pi => rfl
  | neg a ih => exact (eval_mkNeg v _).trans (congrArg Neg.neg ih)
  | inv a ih => exact congrArg Inv.inv ih
  | pow a n ih => exact (eval_mkPow v _ n).trans (congrArg (fun x : ℝ => x ^ n) ih)
  | fn f a ih => exact congrArg f.value ih
  | add a b iha ihb => exact (eval_mkAdd v _ _).trans (congr_binary (fun x y => x + y) iha ihb)
  | sub a b iha ihb => exact (eval_mkSub v _ _).trans (congr_binary (fun x y => x - y) iha ihb)
  | mul a b iha ihb => exact (eval_mkMul v _ _).trans (congr_binary (fun x y => x * y) iha ihb)
  | div a b iha ihb => exact (eval_mkDiv v _ _).trans (congr_binary (fun x y => x / y) iha ihb)
  | max a b iha ihb => exact congr_binary _root_.max iha ihb
  | min a b iha ihb => exact congr_binary _root_.min iha ihb
  | ifLt a b t e iha ihb iht ihe => exact (eval_mkIfLt v _ _ _ _).trans (congr_choose iha ihb iht ihe)

end Formula
