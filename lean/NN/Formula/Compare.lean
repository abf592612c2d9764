prelude
import NN.Formula.Basic

/-!
# When two formulas are the same

## Main results

* `Formula.same a b`: are they written the same way? `Formula.eq_of_same`: then they are equal.
* `Formula.isZero`, `Formula.isOne`: is it the numeral `0`, `1`?
-/

/-- Are they the same function? -/
noncomputable def Fn.same : Fn → Fn → Bool
  | .exp, .exp | .log, .log | .sqrt, .sqrt | .sinh, .sinh | .cosh, .cosh | .tanh, .tanh | .sin, .sin
  | .cos, .cos | .arcsin, .arcsin | .arccos, .arccos | .arctan, .arctan | .erf, .erf | .erfc, .erfc
  | .abs, .abs | .sign, .sign => true
  | _, _ => false

/-- Functions that are the same are equal. -/
theorem Fn.eq_of_same {f g : Fn} (h : f.same g = true) : f = g := by
  cases f <;> cases g <;> first | rfl | exact Bool.noConfusion h

/-- Both are true. -/
theorem Bool.and_eq_true_elim {a b : Bool} (h : Bool.and a b = true) : a = true ∧ b = true := by
  cases a with
  | true => exact ⟨rfl, h⟩
  | false => exact Bool.noConfusion h

namespace Formula

/-- Are they written the same way? -/
noncomputable def same : Formula → Formula → Bool
  | var i, var j => Nat.beq i j
  | num m, num n => Nat.beq m n
  | pi, pi => true
  | neg a, neg b => a.same b
  | inv a, inv b => a.same b
  | pow a m, pow b n => Bool.and (Nat.beq m n) (a.same b)
  | fn f a, fn g b => Bool.and (f.same g) (a.same b)
  | add a b, add c d => Bool.and (a.same c) (b.same d)
  | sub a b, sub c d => Bool.and (a.same c) (b.same d)
  | mul a b, mul c d => Bool.and (a.same c) (b.same d)
  | div a b, div c d => Bool.and (a.same c) (b.same d)
  | max a b, max c d => Bool.and (a.same c) (b.same d)
  | min a b, min c d => Bool.and (a.same c) (b.same d)
  | ifLt a b t e, ifLt a' b' t' e' => Bool.and (Bool.and (a.same a') (b.same b'))
      (Bool.and (t.same t') (e.same e'))
  | _, _ => false

/-- Formulas that are written the same way are equal. -/
theorem eq_of_same {a b : Formula} (h : a.same b = true) : a = b := by
  induction a generalizing b with
  | var i =>
    cases b with
    | var j => rw [Nat.eq_of_beq_eq_true i j h]
    | _ => exact Bool.noConfusion h
  | num i =>
    cases b with
    | num j => rw [Nat.eq_of_beq_eq_true i j h]
    | _ => exact Bool.noConfusion h
  | pi =>
    cases b with
    | pi => rfl
    | _ => exact Bool.noConfusion h
  | neg a ih =>
    cases b with
    | neg b => rw [ih h]
    | _ => exact Bool.noConfusion h
  | inv a ih =>
    cases b with
    | inv b => rw [ih h]
    | _ => exact Bool.noConfusion h
  | pow a m ih =>
    cases b with
    | pow b n =>
      have ⟨hm, ha⟩ := Bool.and_eq_true_elim h
      rw [ih ha, Nat.eq_of_beq_eq_true m n hm]
    | _ => exact Bool.noConfusion h
  | fn f a ih =>
    cases b with
    | fn g b =>
      have ⟨hf, ha⟩ := Bool.and_eq_true_elim h
      rw [ih ha, Fn.eq_of_same hf]
    | _ => exact Bool.noConfusion h
  | add a₁ a₂ ih₁ ih₂ =>
    cases b with
    | add b₁ b₂ => rw [ih₁ (Bool.and_eq_true_elim h).1, ih₂ (Bool.and_eq_true_elim h).2]
    | _ => exact Bool.noConfusion h
  | sub a₁ a₂ ih₁ ih₂ =>
    cases b with
    | sub b₁ b₂ => rw [ih₁ (Bool.and_eq_true_elim h).1, ih₂ (Bool.and_eq_true_elim h).2]
    | _ => exact Bool.noConfusion h
  | mul a₁ a₂ ih₁ ih₂ =>
    cases b with
    | mul b₁ b₂ => rw [ih₁ (Bool.and_eq_true_elim h).1, ih₂ (Bool.and_eq_true_elim h).2]
    | _ => exact Bool.noConfusion h
  | div a₁ a₂ ih₁ ih₂ =>
    cases b with
    | div b₁ b₂ => rw [ih₁ (Bool.and_eq_true_elim h).1, ih₂ (Bool.and_eq_true_elim h).2]
    | _ => exact Bool.noConfusion h
  | max a₁ a₂ ih₁ ih₂ =>
    cases b with
    | max b₁ b₂ => rw [ih₁ (Bool.and_eq_true_elim h).1, ih₂ (Bool.and_eq_true_elim h).2]
    | _ => exact Bool.noConfusion h
  | min a₁ a₂ ih₁ ih₂ =>
    cases b with
    | min b₁ b₂ => rw [ih₁ (Bool.and_eq_true_elim h).1, ih₂ (Bool.and_eq_true_elim h).2]
    | _ => exact Bool.noConfusion h
  | ifLt a₁ a₂ a₃ a₄ ih₁ ih₂ ih₃ ih₄ =>
    cases b with
    | ifLt b₁ b₂ b₃ b₄ =>
      have ⟨h₁₂, h₃₄⟩ := Bool.and_eq_true_elim h
      rw [ih₁ (Bool.and_eq_true_elim h₁₂).1, ih₂ (Bool.and_eq_true_elim h₁₂).2,
        ih₃ (Bool.and_eq_true_elim h₃₄).1, ih₄ (Bool.and_eq_true_elim h₃₄).2]
    | _ => exact Bool.noConfusion h

/-! ### Zero and one -/

/-- Is it the numeral `0`? -/
noncomputable def isZero : Formula → Bool
  | num n => Nat.beq n 0
  | _ => false

/-- Is it the numeral `1`? -/
noncomputable def isOne : Formula → Bool
  | num n => Nat.beq n 1
  | _ => false

variable (v : Nat → ℝ)

/-- What is the numeral `0` has the value `0`. -/
theorem eval_of_isZero {a : Formula} (h : a.isZero = true) : a.eval v = 0 := by
  cases a with
  | num n => rw [Nat.eq_of_beq_eq_true n 0 h, eval_zero]
  | _ => exact Bool.noConfusion h

/-- What is the numeral `1` has the value `1`. -/
theorem eval_of_isOne {a : Formula} (h : a.isOne = true) : a.eval v = 1 := by
  cases a with
  | num n => rw [Nat.eq_of_beq_eq_true n 1 h, eval_one]
  | _ => exact Bool.noConfusion h

end Formula
