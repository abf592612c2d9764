prelude
import NN.Analysis.FinSum
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! Vectors, the dot product, the ℓ1 norm; linear maps from their adjoints; derivatives coordinate by coordinate. -/
attribute [-instance] instNormedSelf
variable {R : Type} [CompleteOrderedField R]
def Vec (R : Type) (n : Nat) : Type := Fin n → R
namespace Vec
variable {m n k : Nat}
def dot (x y : Vec R n) : R := sum fun i => x i * y i
noncomputable def l1 (x : Vec R n) : R := sum fun i => abs (x i)
noncomputable instance : Normed R (Vec R n) where
  zero := fun _ => 0
  add := fun x y i => x i + y i
  neg := fun x i => -x i
  sub := fun x y i => x i - y i
  smul := fun c x i => c * x i
  norm := l1
  vadd_comm := fun x y => funext fun i => add_comm (x i) (y i)
  vadd_assoc := fun x y z => funext fun i => add_assoc (x i) (y i) (z i)
  vadd_zero := fun x => funext fun i => add_zero (x i)
  vadd_neg := fun x => funext fun i => add_neg_cancel (x i)
  vsub_eq := fun x y => funext fun i => sub_eq_add_neg (x i) (y i)
  norm_nonneg := fun x => sum_nonneg fun i => abs_nonneg (x i)
  norm_zero := (sum_congr fun _ => abs_zero).trans (sum_zero n)
  norm_add := fun x y => le_trans (sum_le fun i => abs_add_le (x i) (y i)) (le_of_eq (sum_add _ _))
theorem dot_comm (x y : Vec R n) : dot x y = dot y x := sum_congr fun i => mul_comm _ _
theorem dot_add (x y z : Vec R n) : dot x (y + z) = dot x y + dot x z :=
  (sum_congr fun i => mul_add (x i) (y i) (z i)).trans (sum_add _ _)
theorem add_dot (x y z : Vec R n) : dot (x + y) z = dot x z + dot y z := by rw [dot_comm, dot_add, dot_comm z, dot_comm z]
theorem sub_dot (x y z : Vec R n) : dot (x - y) z = dot x z - dot y z := by
  have h := add_dot (x - y) y z
  rw [vsub_add] at h
  rw [h]
  ring
theorem dot_smul (c : R) (x y : Vec R n) : dot x (smul c y) = c * dot x y :=
  ((mul_sum c _).trans (sum_congr fun i => mul_left_comm c (x i) (y i))).symm
theorem smul_dot (c : R) (x y : Vec R n) : dot (smul c x) y = c * dot x y := by rw [dot_comm, dot_smul, dot_comm]
theorem dot_zero (x : Vec R n) : dot x 0 = 0 := (sum_congr fun i => mul_zero (x i)).trans (sum_zero n)
theorem abs_le_norm (x : Vec R n) (i : Fin n) : abs (x i) ≤ norm x := le_sum (f := fun i => abs (x i)) (fun i => abs_nonneg (x i)) i
/-- `|⟨x, y⟩| ≤ ‖x‖ ‖y‖` -/
theorem abs_dot (x y : Vec R n) : abs (dot x y) ≤ norm x * norm y := by
  refine le_trans (abs_sum _) (le_trans (sum_le fun i => ?_) (le_of_eq ((mul_sum (norm x) fun i => abs (y i)).symm)))
  rw [abs_mul]
  exact mul_le_mul (abs_le_norm x i) (le_refl _) (abs_nonneg _) (norm_nonneg x)
/-- the `i`th unit vector -/
def basis (i : Fin n) : Vec R n := fun j => if j.val = i.val then 1 else 0
theorem dot_basis : {n : Nat} → (x : Vec R n) → (i : Fin n) → dot x (basis i) = x i
  | .zero, _ => fun i => i.elim0
  | .succ n, x => Fin.cases_last
    (fun j => by
      have e : n ≠ j.val := (Nat.ne_of_lt j.isLt).symm
      have h : dot (n := n) (fun k => x k.castSucc) (basis j) = x j.castSucc := dot_basis _ j
      show dot (n := n) (fun k => x k.castSucc) (basis j) + x (.last n) * (if n = j.val then 1 else 0) = _
      rw [h, if_neg e, mul_zero, add_zero])
    (by
      have h : sum (fun k : Fin n => x k.castSucc * (if k.val = n then (1 : R) else 0)) = 0 :=
        (sum_congr fun k => by rw [if_neg (Nat.ne_of_lt k.isLt), mul_zero]).trans (sum_zero n)
      show sum (fun k : Fin n => x k.castSucc * (if k.val = n then (1 : R) else 0)) + x (.last n) * (if n = n then 1 else 0) = _
      rw [h, if_pos rfl, mul_one, zero_add])
/-- the dot product separates points -/
theorem ext_dot {x y : Vec R n} (h : ∀ δ, dot x δ = dot y δ) : x = y :=
  funext fun i => by rw [← dot_basis x i, h, dot_basis]
/-- a map with an adjoint is linear and bounded -/
def linOfAdjoint (f : Vec R m → Vec R n) (g : Vec R n → Vec R m) (h : ∀ x y, dot (f x) y = dot x (g y)) : Lin (R := R) (Vec R m) (Vec R n) where
  f := f
  map_add := fun a b => ext_dot fun δ => by rw [h, add_dot, add_dot, h, h]
  bound := by
    have hS : 0 ≤ sum fun i : Fin n => norm (g (basis i)) := sum_nonneg fun i => norm_nonneg _
    refine ⟨sum (fun i : Fin n => norm (g (basis i))) + 1, lt_of_lt_of_le zero_lt_one (lin hS), fun a => ?_⟩
    have k : norm (f a) ≤ norm a * sum fun i : Fin n => norm (g (basis i)) := by
      rw [mul_sum]
      refine sum_le fun i => ?_
      rw [← dot_basis (f a) i, h]
      exact abs_dot _ _
    exact le_trans k (lin (norm_nonneg a))
/-! concatenation -/
def append : {m n : Nat} → Vec R m → Vec R n → Vec R (m + n)
  | _, .zero, x, _ => x
  | m, .succ n, x, y => fun k => if h : k.val = m + n then y (.last n) else
    append x (fun i => y i.castSucc) ⟨k.val, Nat.lt_of_lt_succ_ne k.isLt h⟩
def head (z : Vec R (m + n)) : Vec R m := fun i => z (.left n i)
def tail (z : Vec R (m + n)) : Vec R n := fun j => z (.right m j)
theorem append_castSucc {m n : Nat} (x : Vec R m) (y : Vec R (.succ n)) (k : Fin (m + n)) :
    append x y k.castSucc = append x (n := n) (fun i => y i.castSucc) k :=
  dif_neg (Nat.ne_of_lt k.isLt)
theorem append_last {m n : Nat} (x : Vec R m) (y : Vec R (.succ n)) : append x y (.last (m + n)) = y (.last n) := dif_pos rfl
theorem append_left {m : Nat} : {n : Nat} → (x : Vec R m) → (y : Vec R n) → (i : Fin m) → append x y (.left n i) = x i
  | .zero, _, _, _ => rfl
  | .succ n, x, y, i => (append_castSucc x y (.left n i)).trans (append_left x _ i)
theorem append_right {m : Nat} : {n : Nat} → (x : Vec R m) → (y : Vec R n) → (j : Fin n) → append x y (.right m j) = y j
  | .zero, _, _ => fun j => j.elim0
  | .succ n, x, y => Fin.cases_last (fun j => (append_castSucc x y (.right m j)).trans (append_right x _ j)) (append_last x y)
theorem dot_append (x : Vec R m) (y : Vec R n) (z : Vec R (m + n)) : dot (append x y) z = dot x (head z) + dot y (tail z) := by
  refine (sum_split _).trans ?_
  simp only [append_left, append_right]
  rfl
theorem norm_append (x : Vec R m) (y : Vec R n) : norm (append x y) = norm x + norm y := by
  refine (sum_split _).trans ?_
  simp only [append_left, append_right]
  rfl
theorem append_sub (x x' : Vec R m) (y y' : Vec R n) : append x y - append x' y' = append (x - x') (y - y') :=
  funext (Fin.cases_add (fun i => by
    show append x y (.left n i) - append x' y' (.left n i) = _
    simp only [append_left]
    rfl) fun j => by
    show append x y (.right m j) - append x' y' (.right m j) = _
    simp only [append_right]
    rfl)
end Vec
