prelude
import NN.Program.Tangent

/-!
# Entries: formulas with sums over indices

An `Entry` is one number computed from the entries of a vector: an entry, a finite sum, or a formula of other
entries. What is summed, and what a formula is applied to, are given by functions of an index, so that a matrix
product of any size is one short term. The operations of array libraries (views, gathers, contractions,
convolutions, reductions, pointwise formulas and all that is composed of them) are functions from places of the
result to entries.

## Main definitions and results
- `Entry`, `Entry.eval`, `Entry.tangent`, `Entry.Ok`: values, their changes, where the rules apply.
- `Entry.hasDifferentialAt_of_ok`: where the rules apply, the tangent is the differential.
- `Entry.tangent_add`, `Entry.tangent_smul`: the tangent is linear.
- `Entry.fold`: a formula in two variables from one entry to the next, such as the largest of many.
-/

/-- A number computed from the entries of a vector. -/
inductive Entry where
  /-- Entry number `k`. -/
  | var (k : Nat)
  /-- The sum of `f i` for `i < n`. -/
  | sum (n : Nat) (f : Nat → Entry)
  /-- A formula whose variable number `j` is the entry `arg j`. -/
  | apply (F : Formula) (arg : Nat → Entry)

namespace Entry

/-- The value, at a vector with the entries `x`. -/
noncomputable def eval (x : Nat → ℝ) : Entry → ℝ
  | var k => x k
  | sum n f => ∑ i : Fin n, (f i.val).eval x
  | apply F arg => F.eval fun j => (arg j).eval x

/-- The change of the value when the entries `x` change by `d`. -/
noncomputable def tangent (x d : Nat → ℝ) : Entry → ℝ
  | var k => d k
  | sum n f => ∑ i : Fin n, (f i.val).tangent x d
  | apply F arg => F.tangent (fun j => (arg j).eval x) fun j => (arg j).tangent x d

/-- The rules of differentiation apply at a vector with the entries `x`. -/
def Ok (x : Nat → ℝ) : Entry → Prop
  | var _ => True
  | sum n f => ∀ i : Fin n, (f i.val).Ok x
  | apply F arg => (F.Ok fun j => (arg j).eval x) ∧ ∀ j, (arg j).Ok x

/-- Where the rules apply, the tangent is the differential. -/
theorem hasDifferentialAt_of_ok {U : Type} [NormedSpace ℝ U] {v d : U → Nat → ℝ} {x : U}
    (hv : ∀ j, HasDifferentialAt (fun y => v y j) (fun w => d w j) x) (e : Entry) (h : e.Ok (v x)) :
    HasDifferentialAt (fun y => e.eval (v y)) (fun w => e.tangent (v x) (d w)) x := by
  induction e with
  | var k => exact hv k
  | sum n f ih => exact HasDifferentialAt.sum fun i : Fin n => ih i.val (h i)
  | apply F arg ih =>
    exact Formula.hasDifferentialAt_of_ok (v := fun y j => (arg j).eval (v y))
      (d := fun w j => (arg j).tangent (v x) (d w)) (fun j => ih j (h.2 j)) F h.1

/-- The tangent is additive. -/
theorem tangent_add (x d d' : Nat → ℝ) (e : Entry) :
    e.tangent x (fun j => d j + d' j) = e.tangent x d + e.tangent x d' := by
  induction e with
  | var k => rfl
  | sum n f ih =>
    exact (Fin.sum_congr fun i : Fin n => ih i.val).trans (Fin.sum_add_distrib _ _)
  | apply F arg ih =>
    show F.tangent (fun j => (arg j).eval x) (fun j => (arg j).tangent x fun j => d j + d' j) = _
    rw [show (fun j => (arg j).tangent x fun j => d j + d' j) =
      fun j => (arg j).tangent x d + (arg j).tangent x d' from funext ih]
    exact Formula.tangent_add _ _ _ F

/-- A factor goes through the tangent. -/
theorem tangent_smul (x d : Nat → ℝ) (c : ℝ) (e : Entry) :
    e.tangent x (fun j => c * d j) = c * e.tangent x d := by
  induction e with
  | var k => rfl
  | sum n f ih => exact (Fin.sum_congr fun i : Fin n => ih i.val).trans (Fin.mul_sum c _).symm
  | apply F arg ih =>
    show F.tangent (fun j => (arg j).eval x) (fun j => (arg j).tangent x fun j => c * d j) = _
    rw [show (fun j => (arg j).tangent x fun j => c * d j) = fun j => c * (arg j).tangent x d from funext ih]
    exact Formula.tangent_smul _ _ _ F

/-- The tangent of a sum of changes. -/
theorem tangent_sum (x : Nat → ℝ) (e : Entry) : {n : Nat} → (g : Fin n → Nat → ℝ) →
    e.tangent x (fun j => ∑ k, g k j) = ∑ k, e.tangent x (g k)
  | .zero, _ => by
    have h : e.tangent x (fun _ => 0 * 0) = 0 * e.tangent x fun _ => 0 := tangent_smul x (fun _ => 0) 0 e
    rw [zero_mul, zero_mul] at h
    exact h
  | .succ n, g => (tangent_add x (fun j => ∑ k : Fin n, g k.castSucc j) (g (Fin.last n)) e).trans
    (congrArg (fun y => y + e.tangent x (g (Fin.last n))) (tangent_sum x e fun k : Fin n => g k.castSucc))

/-- The arguments of a formula, from a list; `0` for those behind its end. -/
def nth : List Entry → Nat → Entry
  | .nil, _ => .sum 0 fun i => .var i
  | .cons a _, .zero => a
  | .cons _ l, .succ n => nth l n

/-- From `f 0` on, the formula `F` of what there is so far and the next one, up to `f n`. -/
def fold (F : Formula) (f : Nat → Entry) : Nat → Entry
  | .zero => f .zero
  | .succ n => .apply F (nth (.cons (fold F f n) (.cons (f (.succ n)) .nil)))

end Entry
