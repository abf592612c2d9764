prelude
import NN.Analysis.Integer
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! Ordered domains, ordered fields. The lemmas are those of Poc/Field.lean under a weaker class. -/
class OrderedRing (R : Type) extends CommRing R, LE R, LT R where
  zero_ne_one : (0 : R) ≠ 1
  eq_zero_or_eq_zero_of_mul_eq_zero {a b : R} : a * b = 0 → a = 0 ∨ b = 0
  le_trans {a b c : R} : a ≤ b → b ≤ c → a ≤ c
  le_antisymm {a b : R} : a ≤ b → b ≤ a → a = b
  le_total (a b : R) : a ≤ b ∨ b ≤ a
  lt_iff_not_le (a b : R) : a < b ↔ ¬b ≤ a
  add_le_add_left (c : R) {a b : R} : a ≤ b → c + a ≤ c + b
  mul_nonneg {a b : R} : 0 ≤ a → 0 ≤ b → 0 ≤ a * b
class OrderedField (R : Type) extends OrderedRing R, Inv R, Div R where
  mul_inv_cancel₀ {a : R} : a ≠ 0 → a * a⁻¹ = 1
  inv_zero : (0 : R)⁻¹ = 0
  div_eq_mul_inv (a b : R) : a / b = a * b⁻¹
export OrderedRing (zero_ne_one eq_zero_or_eq_zero_of_mul_eq_zero le_trans le_antisymm le_total lt_iff_not_le add_le_add_left mul_nonneg)
export OrderedField (mul_inv_cancel₀ inv_zero div_eq_mul_inv)
class CompleteOrderedField (R : Type) extends OrderedField R where
  exists_isLUB (S : R → Prop) : (∃ x, S x) → (∃ b, ∀ x, S x → x ≤ b) →
    ∃ s, (∀ x, S x → x ≤ s) ∧ ∀ b, (∀ x, S x → x ≤ b) → s ≤ b
export CompleteOrderedField (exists_isLUB)
/-- an ordered domain from its cone of nonnegative elements -/
@[reducible] def OrderedRing.ofCone {R : Type} [i : CommRing R] (P : R → Prop) (ne : (0 : R) ≠ 1)
    (nz : ∀ {a b : R}, a * b = 0 → a = 0 ∨ b = 0) (add : ∀ a b, P a → P b → P (a + b))
    (mul : ∀ a b, P a → P b → P (a * b)) (tot : ∀ a, P a ∨ P (-a)) (anti : ∀ a, P a → P (-a) → a = 0) : OrderedRing R where
  toCommRing := i
  le a b := P (b - a)
  lt a b := ¬P (a - b)
  zero_ne_one := ne
  eq_zero_or_eq_zero_of_mul_eq_zero := nz
  le_trans {a b c} h g := by
    have k := add _ _ h g
    rwa [show b - a + (c - b) = c - a from ring] at k
  le_antisymm {a b} h g := (eq_of_sub_eq_zero (anti _ h (by rwa [show -(b - a) = a - b from ring]))).symm
  le_total a b := (tot (b - a)).elim .inl fun h => .inr (by rwa [show -(b - a) = a - b from ring] at h)
  lt_iff_not_le a b := Iff.rfl
  add_le_add_left c {a b} h := by
    show P (c + b - (c + a))
    rwa [show c + b - (c + a) = b - a from ring]
  mul_nonneg {a b} h g := by
    have h : P (a - 0) := h
    have g : P (b - 0) := g
    show P (a * b - 0)
    rw [show a * b - 0 = (a - 0) * (b - 0) from ring]
    exact mul _ _ h g
variable {R : Type} [OrderedRing R]
theorem le_refl (a : R) : a ≤ a := (le_total a a).elim id id
theorem le_of_eq {a b : R} (h : a = b) : a ≤ b := h ▸ le_refl a
theorem not_le {a b : R} : ¬a ≤ b ↔ b < a := (lt_iff_not_le b a).symm
theorem not_lt {a b : R} : ¬a < b ↔ b ≤ a := by rw [lt_iff_not_le]; exact Classical.not_not
theorem le_of_lt {a b : R} (h : a < b) : a ≤ b := (le_total a b).elim id fun g => absurd g ((lt_iff_not_le a b).mp h)
theorem lt_of_le_of_lt {a b c : R} (h : a ≤ b) (g : b < c) : a < c := by
  rw [lt_iff_not_le] at g ⊢
  exact fun k => g (le_trans k h)
theorem lt_of_lt_of_le {a b c : R} (h : a < b) (g : b ≤ c) : a < c := by
  rw [lt_iff_not_le] at h ⊢
  exact fun k => h (le_trans g k)
theorem lt_trans {a b c : R} (h : a < b) (g : b < c) : a < c := lt_of_lt_of_le h (le_of_lt g)
theorem lt_irrefl (a : R) : ¬a < a := fun h => (lt_iff_not_le a a).mp h (le_refl a)
theorem ne_of_gt {a b : R} (h : b < a) : a ≠ b := fun e => lt_irrefl b (e ▸ h)
theorem lt_of_le_of_ne {a b : R} (h : a ≤ b) (g : a ≠ b) : a < b := (lt_iff_not_le a b).mpr fun k => g (le_antisymm h k)
theorem lt_or_le (a b : R) : a < b ∨ b ≤ a := (Classical.em (b ≤ a)).elim Or.inr fun h => Or.inl (not_le.mp h)
instance : Trans (LE.le : R → R → Prop) LE.le LE.le := ⟨le_trans⟩
instance : Trans (LT.lt : R → R → Prop) LE.le LT.lt := ⟨lt_of_lt_of_le⟩
instance : Trans (LE.le : R → R → Prop) LT.lt LT.lt := ⟨lt_of_le_of_lt⟩
instance : Trans (LT.lt : R → R → Prop) LT.lt LT.lt := ⟨lt_trans⟩
/-- `le_of [atoms] h (by rfl)`: `x ≤ y` follows from `h : p ≤ q` when `y - x` and `q - p` are the same polynomial. -/
theorem sub_nonneg_of_le {a b : R} (h : a ≤ b) : 0 ≤ b - a := by
  have := add_le_add_left (-a) h
  rwa [neg_add_cancel, add_comm, ← sub_eq_add_neg] at this
theorem le_of_sub_nonneg {a b : R} (h : 0 ≤ b - a) : a ≤ b := by
  have := add_le_add_left a h
  rwa [add_zero, sub_eq_add_neg, add_comm b, ← add_assoc, add_neg_cancel, zero_add] at this
section Cert
open RingNF
variable {x y p q : R} {ex ey ep eq : Expr}
theorem le_of (ρ : List R) (h : p ≤ q) [hx : Reify ρ x ex] [hy : Reify ρ y ey] [hp : Reify ρ p ep] [hq : Reify ρ q eq]
    (e : isZero (Expr.norm (.sub (.sub ey ex) (.sub eq ep))) = true) : x ≤ y := by
  apply le_of_sub_nonneg
  have k : y - x = q - p := by
    rw [← hx.eq, ← hy.eq, ← hp.eq, ← hq.eq]
    exact eq_of_sub_eq_zero ((norm_den ρ (.sub (.sub ey ex) (.sub eq ep))).symm.trans (isZero_den ρ _ e))
  rw [k]
  exact sub_nonneg_of_le h
theorem lt_of (ρ : List R) (h : p < q) [hx : Reify ρ x ex] [hy : Reify ρ y ey] [hp : Reify ρ p ep] [hq : Reify ρ q eq]
    (e : isZero (Expr.norm (.sub (.sub ep eq) (.sub ex ey))) = true) : x < y := by
  rw [lt_iff_not_le] at h ⊢
  exact fun k => h (le_of ρ k e)
end Cert
theorem add_le_add {a b c d : R} (h : a ≤ b) (g : c ≤ d) : a + c ≤ b + d :=
  le_trans (b := b + c) (le_of [a, b, c] h (by rfl)) (le_of [b, c, d] g (by rfl))
theorem add_lt_add_of_lt_of_le {a b c d : R} (h : a < b) (g : c ≤ d) : a + c < b + d :=
  lt_of_lt_of_le (b := b + c) (lt_of [a, b, c] h (by rfl)) (le_of [b, c, d] g (by rfl))
theorem add_lt_add {a b c d : R} (h : a < b) (g : c < d) : a + c < b + d := add_lt_add_of_lt_of_le h (le_of_lt g)
theorem mul_le_mul_of_nonneg_left {a b c : R} (h : a ≤ b) (hc : 0 ≤ c) : c * a ≤ c * b :=
  le_of [a, b, c] (mul_nonneg hc (sub_nonneg_of_le h)) (by rfl)
theorem mul_le_mul {a b c d : R} (h : a ≤ b) (g : c ≤ d) (hc : 0 ≤ c) (hb : 0 ≤ b) : a * c ≤ b * d :=
  le_of [a, b, c, d] (add_le_add (mul_nonneg (sub_nonneg_of_le h) hc) (mul_nonneg hb (sub_nonneg_of_le g))) (by rfl)
theorem mul_self_nonneg (a : R) : 0 ≤ a * a := (le_total 0 a).elim (fun h => mul_nonneg h h)
  fun h => le_of [a] (mul_nonneg (sub_nonneg_of_le h) (sub_nonneg_of_le h)) (by rfl)
theorem zero_lt_one : (0 : R) < 1 := lt_of_le_of_ne (le_of [] (mul_self_nonneg (1 : R)) (by rfl)) zero_ne_one
theorem mul_ne_zero {a b : R} (h : a ≠ 0) (g : b ≠ 0) : a * b ≠ 0 := fun e => (eq_zero_or_eq_zero_of_mul_eq_zero e).elim h g
theorem mul_pos {a b : R} (h : 0 < a) (g : 0 < b) : 0 < a * b :=
  lt_of_le_of_ne (mul_nonneg (le_of_lt h) (le_of_lt g)) fun e => mul_ne_zero (ne_of_gt h) (ne_of_gt g) e.symm
theorem lin {x y p q : R} (h : p ≤ q) (g : y - x = q - p := by exact ring) : x ≤ y :=
  le_of_sub_nonneg (g ▸ sub_nonneg_of_le h)
theorem slin {x y p q : R} (h : p < q) (g : y - x = q - p := by exact ring) : x < y := by
  rw [lt_iff_not_le] at h ⊢
  have e : p - q = x - y := by rw [← neg_neg (p - q), show -(p - q) = q - p from ring, ← g]; exact ring
  exact fun k => h (lin k e.symm.symm.symm.symm)
theorem sub_pos_of_lt {a b : R} (h : a < b) : 0 < b - a := slin h
section F
variable {R : Type} [OrderedField R]
theorem inv_mul_cancel₀ {a : R} (h : a ≠ 0) : a⁻¹ * a = 1 := by rw [mul_comm, mul_inv_cancel₀ h]
theorem add_pos {a b : R} (h : 0 < a) (g : 0 ≤ b) : 0 < a + b := lt_of [a, b] (add_lt_add_of_lt_of_le h g) (by rfl)
theorem inv_pos {a : R} (h : 0 < a) : 0 < a⁻¹ := by
  apply Classical.byContradiction
  intro g
  have g := not_lt.mp g
  have k : 1 ≤ (0 : R) := by
    rw [← mul_inv_cancel₀ (ne_of_gt h)]
    exact le_of [a, a⁻¹] (mul_nonneg (le_of_lt h) (sub_nonneg_of_le g)) (by rfl)
  exact (lt_iff_not_le (0 : R) 1).mp zero_lt_one k
theorem two_pos : (0 : R) < 2 := lt_of [] (add_lt_add zero_lt_one (zero_lt_one (R := R))) (by rfl)
theorem half_pos {a : R} (h : 0 < a) : 0 < a * 2⁻¹ := mul_pos h (inv_pos two_pos)
theorem add_halves (a : R) : a * 2⁻¹ + a * 2⁻¹ = a := by
  have h : a * 2⁻¹ + a * 2⁻¹ = a * ((2 : R) * 2⁻¹) := ring_of [a, 2⁻¹] (by rfl)
  rw [h, mul_inv_cancel₀ (ne_of_gt two_pos), mul_one]
theorem exists_lt_both {a b : R} (ha : 0 < a) (hb : 0 < b) : ∃ d : R, 0 < d ∧ d ≤ a ∧ d ≤ b :=
  (le_total a b).elim (fun h => ⟨a, ha, le_refl a, h⟩) fun h => ⟨b, hb, h, le_refl b⟩
open Classical in
noncomputable def abs (a : R) : R := if 0 ≤ a then a else -a
theorem abs_of_nonneg {a : R} (h : 0 ≤ a) : abs a = a := if_pos h
theorem neg_nonneg {a : R} (h : a ≤ 0) : 0 ≤ -a := le_of [a] h (by rfl)
theorem abs_of_nonpos {a : R} (h : a ≤ 0) : abs a = -a := by
  by_cases g : 0 ≤ a
  · have e := le_antisymm h g
    rw [abs_of_nonneg g, e, neg_zero]
  · exact if_neg g
theorem abs_nonneg (a : R) : 0 ≤ abs a := by
  rcases le_total 0 a with h | h
  · rwa [abs_of_nonneg h]
  · rw [abs_of_nonpos h]; exact neg_nonneg h
theorem abs_neg (a : R) : abs (-a) = abs a := by
  rcases le_total 0 a with h | h
  · rw [abs_of_nonneg h, abs_of_nonpos (le_of [a] h (by rfl)), neg_neg]
  · rw [abs_of_nonpos h, abs_of_nonneg (neg_nonneg h)]
theorem le_abs_self (a : R) : a ≤ abs a := by
  rcases le_total 0 a with h | h
  · rw [abs_of_nonneg h]; exact le_refl a
  · exact le_trans h (abs_nonneg a)
theorem neg_le_abs (a : R) : -a ≤ abs a := abs_neg a ▸ le_abs_self (-a)
theorem abs_le {a b : R} (h : a ≤ b) (g : -a ≤ b) : abs a ≤ b := by
  rcases le_total 0 a with k | k
  · rwa [abs_of_nonneg k]
  · rwa [abs_of_nonpos k]
theorem abs_add (a b : R) : abs (a + b) ≤ abs a + abs b :=
  abs_le (add_le_add (le_abs_self a) (le_abs_self b))
    (le_of [a, b, abs a, abs b] (add_le_add (neg_le_abs a) (neg_le_abs b)) (by rfl))
theorem abs_mul (a b : R) : abs (a * b) = abs a * abs b := by
  rcases le_total 0 a with h | h <;> rcases le_total 0 b with g | g
  · rw [abs_of_nonneg h, abs_of_nonneg g, abs_of_nonneg (mul_nonneg h g)]
  · rw [abs_of_nonneg h, abs_of_nonpos g, abs_of_nonpos (le_of [a, b] (mul_nonneg h (neg_nonneg g)) (by rfl)), mul_neg]
  · rw [abs_of_nonpos h, abs_of_nonneg g, abs_of_nonpos (le_of [a, b] (mul_nonneg (neg_nonneg h) g) (by rfl)), neg_mul]
  · rw [abs_of_nonpos h, abs_of_nonpos g, abs_of_nonneg (le_of [a, b] (mul_nonneg (neg_nonneg h) (neg_nonneg g)) (by rfl)), neg_mul, mul_neg, neg_neg]
theorem abs_zero : abs (0 : R) = 0 := abs_of_nonneg (le_refl 0)
theorem abs_pos {a : R} (h : a ≠ 0) : 0 < abs a := by
  refine lt_of_le_of_ne (abs_nonneg a) fun e => h ?_
  apply le_antisymm
  · rw [e]; exact le_abs_self a
  · exact le_of [a] (e ▸ neg_le_abs a : -a ≤ 0) (by rfl)
theorem eq_zero_of_abs_le {a : R} (h : ∀ ε : R, 0 < ε → abs a ≤ ε) : a = 0 := by
  apply Classical.byContradiction
  intro g
  have k := abs_pos g
  have l := h _ (half_pos k)
  have m : abs a + abs a * 2⁻¹ ≤ abs a * 2⁻¹ + abs a * 2⁻¹ := le_of [abs a, 2⁻¹] l (by rfl)
  rw [add_halves] at m
  exact (lt_iff_not_le _ _).mp (half_pos k) (le_of [abs a, 2⁻¹] m (by rfl))

end F
/-! the integers -/
noncomputable instance : OrderedRing Z := OrderedRing.ofCone (fun z => ∃ k : Nat, z = natCast Z k)
  (fun h => by have := Z.cast_inj (a := 0) (b := 1) (h.trans (zero_add _).symm); cases this)
  Z.mul_eq_zero
  (fun _ _ ⟨k, h⟩ ⟨l, g⟩ => ⟨k + l, by rw [natCast_add, h, g]⟩)
  (fun _ _ ⟨k, h⟩ ⟨l, g⟩ => ⟨k * l, by rw [natCast_mul, h, g]⟩)
  (fun z => let ⟨k, h⟩ := Z.eq_cast z; h.elim (fun h => .inl ⟨k, h⟩) fun h => .inr ⟨k, by rw [h, neg_neg]⟩)
  (fun z ⟨k, h⟩ ⟨l, g⟩ => by
    have e : natCast Z (k + l) = natCast Z 0 := by
      rw [natCast_add, ← h, ← g, add_neg_cancel]
      rfl
    rw [h, NatL.eq_zero_of_add k l (Z.cast_inj e)]
    rfl)
theorem natCast_nonneg : (n : Nat) → 0 ≤ natCast R n
  | .zero => le_refl _
  | .succ n => le_of_lt (slin (add_lt_add_of_lt_of_le (zero_lt_one (R := R)) (natCast_nonneg n)) (by
      show natCast R n + 1 - 0 = _
      exact ring))
theorem Z.le_cast (z : Z) : ∃ n : Nat, z ≤ natCast Z n := by
  obtain ⟨k, h | h⟩ := Z.eq_cast z
  · exact ⟨k, le_of_eq h⟩
  · refine ⟨0, ?_⟩
    rw [h]
    exact lin (natCast_nonneg k) (by
      show (0 : Z) - _ = _
      exact ring)
theorem Z.one_le {z : Z} (h : 0 < z) : 1 ≤ z := by
  obtain ⟨k, e⟩ := (le_of_lt h : (0 : Z) ≤ z)
  rw [sub_eq_add_neg, neg_zero, add_zero] at e
  cases k with
  | zero => exact absurd (le_of_eq e) (not_le.mpr h)
  | succ k =>
    rw [e]
    exact lin (natCast_nonneg (R := Z) k) (by
      show natCast Z k + 1 - 1 = _
      exact ring)
