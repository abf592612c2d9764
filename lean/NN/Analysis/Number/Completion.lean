prelude
import NN.Analysis.Number.CauchySeq
import NN.Analysis.Number.Fraction

/-!
# The completion of an ordered field

`Completion K` is the quotient of the Cauchy sequences in `K` by the sequences that tend to zero. It is an
ordered field; least upper bounds are in `NN.Analysis.Number.LeastUpperBound`.

## Main results

* `instance : OrderedField (Completion K)`.
* `Completion.const`: the embedding of `K`, a strictly monotone homomorphism.
-/

/-- A Cauchy sequence in `K`. -/
structure CauchySeq (K : Type) [OrderedField K] where
  /-- The terms. -/
  seq : Nat → K
  /-- The sequence is Cauchy. -/
  isCauchy : IsCauchy seq

variable {K : Type} [OrderedField K]

namespace CauchySeq

/-- The sequences have the same limit: their difference tends to zero. -/
def Rel (x y : CauchySeq K) : Prop := TendsToZero fun n => x.seq n - y.seq n

/-- The termwise sum. -/
protected def add (x y : CauchySeq K) : CauchySeq K := ⟨_, x.isCauchy.add y.isCauchy⟩

/-- The termwise product. -/
protected def mul (x y : CauchySeq K) : CauchySeq K := ⟨_, x.isCauchy.mul y.isCauchy⟩

/-- The termwise negative. -/
protected def neg (x : CauchySeq K) : CauchySeq K := ⟨_, x.isCauchy.neg⟩

variable {x y z : CauchySeq K}

/-- Sequences that agree eventually have the same limit. -/
theorem rel_of_eventually_eq (h : Eventually fun n => x.seq n = y.seq n) : Rel x y := fun ε hε => h.mono
    fun n h => by
  show abs (x.seq n - y.seq n) ≤ ε
  rw [h, sub_self, abs_zero]
  exact le_of_lt hε

/-- Sequences that agree have the same limit. -/
theorem rel_of_eq (h : ∀ n, x.seq n = y.seq n) : Rel x y := rel_of_eventually_eq (.of_forall h)

/-- A sequence has the same limit as itself. -/
theorem Rel.refl (x : CauchySeq K) : Rel x x := rel_of_eq fun _ => rfl

/-- Having the same limit is symmetric. -/
theorem Rel.symm (h : Rel x y) : Rel y x := fun ε hε => (h ε hε).mono fun n h => by rwa [abs_sub_comm]

/-- Having the same limit is transitive. -/
theorem Rel.trans (h : Rel x y) (g : Rel y z) : Rel x z := fun ε hε =>
  (TendsToZero.add h g ε hε).mono fun n h => by
    show abs (x.seq n - z.seq n) ≤ ε
    rwa [show x.seq n - z.seq n = x.seq n - y.seq n + (y.seq n - z.seq n) from ring]

/-- Sums respect limits. -/
theorem add_rel_add (x y z : CauchySeq K) (h : Rel x y) : Rel (x.add z) (y.add z) := fun ε hε =>
  (h ε hε).mono fun n h => by
    show abs (x.seq n + z.seq n - (y.seq n + z.seq n)) ≤ ε
    rwa [show x.seq n + z.seq n - (y.seq n + z.seq n) = x.seq n - y.seq n from ring]

/-- Sums commute. -/
theorem add_comm_rel (x y : CauchySeq K) : Rel (x.add y) (y.add x) := rel_of_eq fun _ => add_comm _ _

/-- Products respect limits. -/
theorem mul_rel_mul (x y z : CauchySeq K) (h : Rel x y) : Rel (x.mul z) (y.mul z) := fun ε hε =>
  (TendsToZero.mul h z.isCauchy.eventuallyBounded ε hε).mono fun n h => by
    show abs (x.seq n * z.seq n - y.seq n * z.seq n) ≤ ε
    rwa [show x.seq n * z.seq n - y.seq n * z.seq n = (x.seq n - y.seq n) * z.seq n from ring]

/-- Products commute. -/
theorem mul_comm_rel (x y : CauchySeq K) : Rel (x.mul y) (y.mul x) := rel_of_eq fun _ => mul_comm _ _

/-- Negatives respect limits. -/
theorem neg_rel_neg (h : Rel x y) : Rel x.neg y.neg := fun ε hε => (h ε hε).mono fun n h => by
  show abs (-x.seq n - -y.seq n) ≤ ε
  rwa [show -x.seq n - -y.seq n = -(x.seq n - y.seq n) from ring, abs_neg]

/-- Whether a limit is nonnegative depends on the limit only. -/
theorem Rel.limitNonneg (h : Rel x y) (g : LimitNonneg x.seq) : LimitNonneg y.seq := fun ε hε => by
  obtain ⟨δ, hδ, three⟩ := exists_pos_add_add_le hε
  exact ((h δ hδ).and (g δ hδ)).mono fun n ⟨h, g⟩ =>
    lin (add_le_add (add_le_add g (le_of_abs_le h)) (add_le_add three (le_of_lt hδ)))

end CauchySeq

/-- The completion of `K`: Cauchy sequences with the same limit are identified. -/
def Completion (K : Type) [OrderedField K] : Type := Quot (CauchySeq.Rel (K := K))

namespace Completion

/-- The limit of a Cauchy sequence. -/
noncomputable def mk (x : CauchySeq K) : Completion K := Quot.mk _ x

/-- The element `c` of `K`, as the limit of the constant sequence. -/
noncomputable def const (c : K) : Completion K := mk ⟨_, .const c⟩

/-- Sequences that agree have equal limits. -/
theorem sound {x y : CauchySeq K} (h : ∀ n, x.seq n = y.seq n) : mk x = mk y :=
  Quot.sound (CauchySeq.rel_of_eq h)

/-- Equal limits come from sequences whose difference tends to zero. -/
theorem exact {x y : CauchySeq K} (h : mk x = mk y) : CauchySeq.Rel x y :=
  Quot.exact (r := CauchySeq.Rel) CauchySeq.Rel.refl CauchySeq.Rel.symm CauchySeq.Rel.trans h

/-- Every element is the limit of a Cauchy sequence. -/
theorem ind {P : Completion K → Prop} (h : ∀ x, P (mk x)) (z : Completion K) : P z := Quot.ind h z

/-! ### The field operations -/

noncomputable instance : Add (Completion K) :=
  ⟨Quot.map₂ CauchySeq.add CauchySeq.add_rel_add CauchySeq.add_comm_rel⟩

noncomputable instance : Mul (Completion K) :=
  ⟨Quot.map₂ CauchySeq.mul CauchySeq.mul_rel_mul CauchySeq.mul_comm_rel⟩

noncomputable instance : Neg (Completion K) :=
  ⟨Quot.lift (fun x => mk x.neg) fun _ _ h => Quot.sound (CauchySeq.neg_rel_neg h)⟩

noncomputable instance : CommRing (Completion K) where
  zero := const 0
  one := const 1
  sub a b := a + -b
  add_comm := ind fun _ => ind fun _ => Quot.sound (CauchySeq.add_comm_rel _ _)
  add_assoc := ind fun _ => ind fun _ => ind fun _ => sound fun _ => add_assoc _ _ _
  add_zero := ind fun _ => sound fun _ => add_zero _
  add_neg_cancel := ind fun _ => sound fun _ => add_neg_cancel _
  mul_comm := ind fun _ => ind fun _ => Quot.sound (CauchySeq.mul_comm_rel _ _)
  mul_assoc := ind fun _ => ind fun _ => ind fun _ => sound fun _ => mul_assoc _ _ _
  mul_one := ind fun _ => sound fun _ => mul_one _
  mul_add := ind fun _ => ind fun _ => ind fun _ => sound fun _ => mul_add _ _ _
  sub_eq_add_neg _ _ := rfl

/-- The embedding of `K` preserves sums. -/
theorem const_add (a b : K) : const (a + b) = const a + const b := rfl

/-- The embedding of `K` preserves products. -/
theorem const_mul (a b : K) : const (a * b) = const a * const b := rfl

/-- The embedding of `K` preserves negatives. -/
theorem const_neg (a : K) : const (-a) = -const a := rfl

/-- The embedding of `K` preserves naturals. -/
theorem const_natCast : (n : Nat) → const (natCast K n) = natCast (Completion K) n
  | .zero => rfl
  | .succ n => by
    show const (natCast K n) + 1 = natCast (Completion K) n + 1
    rw [const_natCast n]

/-- The limit of a sequence that tends to zero is zero. -/
theorem mk_eq_zero {x : CauchySeq K} (h : TendsToZero x.seq) : mk x = 0 := Quot.sound fun ε hε =>
  (h ε hε).mono fun n h => by
    show abs (x.seq n - 0) ≤ ε
    rwa [show x.seq n - 0 = x.seq n from ring]

/-- Every nonzero element has an inverse. -/
theorem exists_inv (z : Completion K) : z ≠ 0 → ∃ y, z * y = 1 := by
  revert z
  refine ind fun x ne => ?_
  obtain ⟨δ, hδ, away⟩ := x.isCauchy.eventually_le_abs fun h => ne (mk_eq_zero h)
  exact ⟨mk ⟨_, x.isCauchy.inv hδ away⟩,
    Quot.sound (CauchySeq.rel_of_eventually_eq (away.mono fun _ h => (abs_inv_le hδ h).1))⟩

/-! ### The order -/

/-- An element is nonnegative if it is no limit of eventually negative terms. -/
def Nonneg : Completion K → Prop :=
  Quot.lift (fun x => LimitNonneg x.seq) fun _ _ h => propext ⟨h.limitNonneg, h.symm.limitNonneg⟩

/-- The completion is not trivial. -/
theorem zero_ne_one : (0 : Completion K) ≠ 1 := fun h => by
  obtain ⟨n, k⟩ := (exact h 2⁻¹ (inv_pos_of_pos two_pos)).exists
  have k : -((0 : K) - 1) ≤ 2⁻¹ := neg_le_of_abs_le k
  have half := half_pos (zero_lt_one (R := K))
  have e := le_of_eq (add_halves (1 : K))
  rw [one_mul] at half e
  exact not_le.mpr half (lin (add_le_add k e))

noncomputable instance : OrderedRing (Completion K) := OrderedRing.ofCone Nonneg
  zero_ne_one
  (eq_zero_or_eq_zero_of_exists_inv exists_inv)
  (ind fun x => ind fun y => fun h g => LimitNonneg.add h g)
  (ind fun x => ind fun y => fun h g =>
    LimitNonneg.mul h g x.isCauchy.eventuallyBounded y.isCauchy.eventuallyBounded)
  (ind fun x => LimitNonneg.total x.isCauchy)
  (ind fun x => fun h g => mk_eq_zero fun ε hε => ((h ε hε).and (g ε hε)).mono fun n ⟨h, g⟩ => by
    have g : 0 ≤ -x.seq n + ε := g
    exact abs_le_of_le_of_neg_le (lin g) (lin h))

noncomputable instance : OrderedField (Completion K) := OrderedField.ofExistsInv exists_inv

/-- The embedding of `K` preserves inverses. -/
theorem const_inv {a : K} (ha : a ≠ 0) : const a⁻¹ = (const a)⁻¹ :=
  eq_inv_of_mul_eq_one_right (by rw [← const_mul, mul_inv_cancel₀ ha]; rfl)

/-- The embedding of `K` preserves quotients. -/
theorem const_div (a : K) {b : K} (hb : b ≠ 0) : const (a / b) = const a / const b := by
  rw [div_eq_mul_inv, div_eq_mul_inv, const_mul, const_inv hb]

/-- `mk x ≤ mk y` if for every `ε > 0` eventually `x ≤ y + ε`. -/
theorem mk_le_mk {x y : CauchySeq K} :
    mk x ≤ mk y ↔ ∀ ε : K, 0 < ε → Eventually fun n => x.seq n ≤ y.seq n + ε :=
  ⟨fun h ε hε => (h ε hε).mono fun n (h : 0 ≤ y.seq n + -x.seq n + ε) => lin h,
   fun h ε hε => (h ε hε).mono fun n h => (lin h : 0 ≤ y.seq n + -x.seq n + ε)⟩

/-- The embedding of `K` is monotone. -/
theorem const_le_const {a b : K} (h : a ≤ b) : const a ≤ const b :=
  mk_le_mk.mpr fun _ hε => .of_forall fun _ => lin (add_le_add h (le_of_lt hε))

/-- The embedding of `K` is strictly monotone. -/
theorem const_lt_const {a b : K} (h : a < b) : const a < const b := by
  refine lt_of_le_of_ne (const_le_const (le_of_lt h)) fun e => ?_
  have null := exact e
  exact ne_of_lt h (eq_of_sub_eq_zero (eq_zero_of_abs_le fun ε hε =>
    let ⟨_, h⟩ := (null ε hε).exists
    h))

/-- Some element of `K` is not above a given element. -/
theorem exists_not_le_const (z : Completion K) : ∃ m : K, ¬z ≤ const m := by
  revert z
  refine ind fun x => ?_
  obtain ⟨c, h⟩ := x.isCauchy 1 zero_lt_one
  refine ⟨c - 3, fun k => ?_⟩
  obtain ⟨n, h, k⟩ := (h.and (mk_le_mk.mp k 1 zero_lt_one)).exists
  have k : x.seq n ≤ c - 3 + 1 := k
  exact not_le.mpr (zero_lt_one (R := K)) (lin (add_le_add (neg_le_of_abs_le h) k))

/-- Some element of `K` is above a given element. -/
theorem exists_le_const (z : Completion K) : ∃ m : K, z ≤ const m := by
  revert z
  refine ind fun x => ?_
  obtain ⟨c, h⟩ := x.isCauchy 1 zero_lt_one
  exact ⟨c + 1, mk_le_mk.mpr fun ε hε => h.mono fun n h =>
    (lin (add_le_add (le_of_abs_le h) (le_of_lt hε)) : x.seq n ≤ c + 1 + ε)⟩

end Completion
