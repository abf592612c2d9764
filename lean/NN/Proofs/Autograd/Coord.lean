prelude
import NN.Proofs.Autograd.Op
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! Fréchet derivatives of constants, linear maps, coordinates; the library's own chain rule applies to all of them. -/
section
variable {R : Type} [CompleteOrderedField R] {U V : Type} [Normed R U] [Normed R V]
theorem IsLittleOV.of_zero {r : U → V} {x : U} (h : ∀ y, r y = 0) : IsLittleOV (R := R) r x := fun ε he =>
  ⟨1, zero_lt_one, fun y _ => by rw [h, norm_zero]; exact mul_nonneg (le_of_lt he) (norm_nonneg _)⟩
theorem vsub_self (a : V) : a - a = 0 := by rw [vsub_eq, vadd_neg]
/-- a bounded linear map is its own derivative -/
theorem Lin.hasFDerivAt (L : Lin (R := R) U V) (x : U) : HasFDerivAt L.f L x :=
  .of_zero fun y => by rw [L.map_sub, vsub_self]
def Lin.zero : Lin (R := R) U V := ⟨fun _ => 0, fun _ _ => (vadd_zero 0).symm, 1, zero_lt_one, fun a => by
  rw [norm_zero, one_mul]
  exact norm_nonneg a⟩
theorem hasFDerivAt_const (c : V) (x : U) : HasFDerivAt (R := R) (fun _ => c) Lin.zero x :=
  .of_zero fun y => by show c - c - 0 = (0 : V); rw [vsub_self, vsub_self]
/-- the `i`th coordinate -/
noncomputable def Lin.coord {n : Nat} (i : Fin n) : Lin (R := R) (Vec R n) R := ⟨fun x => x i, fun _ _ => rfl, 1, zero_lt_one, fun a => by
  rw [one_mul]
  exact Vec.abs_le_norm a i⟩
theorem hasFDerivAt_coord {n : Nat} (i : Fin n) (x : Vec R n) : HasFDerivAt (R := R) (fun y : Vec R n => y i) (Lin.coord i) x :=
  Lin.hasFDerivAt (Lin.coord i) x
end
/-- the ℓ1 norm and the largest coordinate bound each other (with `Vec.abs_le_norm`), so the derivatives do not depend on the choice -/
theorem Vec.norm_le {R : Type} [CompleteOrderedField R] {c : R} : {n : Nat} → {x : Vec R n} → (∀ i, abs (x i) ≤ c) → norm x ≤ natCast R n * c
  | .zero, _, _ => le_of_eq (zero_mul c).symm
  | .succ n, x, h => by
    have k := Vec.norm_le (n := n) (x := fun i => x i.castSucc) fun i => h i.castSucc
    show norm (R := R) (V := Vec R n) (fun i => x i.castSucc) + abs (x (.last n)) ≤ (natCast R n + 1) * c
    exact lin (add_le_add k (h (.last n)))
/-- and conversely: the elementwise rule is right at `x` only if the scalar derivative is right at every coordinate -/
theorem Op.hasDerivAt_of_elementwise {R : Type} [CompleteOrderedField R] {n : Nat} {f f' : R → R} {x : Vec R n} (h : (Op.elementwise f f').CorrectAt x) (i : Fin n) :
    HasDerivAt f (f' (x i)) (x i) := by
  have d := h.hasDerivAt_dot (Vec.basis i) (Vec.basis i)
  have b : Vec.basis (R := R) i i = 1 := if_pos rfl
  have e : ∀ t, Vec.dot ((Op.elementwise f f').forward (x + smul t (Vec.basis i))) (Vec.basis i) = f (x i + t) := fun t => by
    rw [Vec.dot_basis]
    show f (x i + t * Vec.basis i i) = f (x i + t)
    rw [b, mul_one]
  have v : Vec.dot (Vec.basis i) ((Op.elementwise f f').vjp x (Vec.basis i)) = f' (x i) := by
    rw [Vec.dot_comm, Vec.dot_basis]
    show Vec.basis i i * f' (x i) = f' (x i)
    rw [b, one_mul]
  rw [v, funext e] at d
  have z : x i + -x i = 0 := add_neg_cancel _
  have s : HasDerivAt (fun y => y + -x i) (1 + 0) (x i) := (hasDerivAt_id (x i)).add (hasDerivAt_const (-x i) (x i))
  have k := HasDerivAt.comp (f := fun y => y + -x i) (g := fun t => f (x i + t)) (z.symm ▸ d) s
  have ef : (fun y => f (x i + (y + -x i))) = f := funext fun y => by rw [show x i + (y + -x i) = y from ring]
  rw [ef] at k
  exact k.congr_deriv (by rw [add_zero, mul_one])
