prelude
import NN.Analysis.Division
import NN.Analysis.Number.Quotient

/-!
# The field of fractions of an ordered ring

`Fraction D` is the quotient of the pairs `(a, s)` with `s ≠ 0` by `(a, s) ~ (b, t) ↔ a * t = b * s`. It is an
ordered field: `a / s` is nonnegative if `a * s` is.

## Main results

* `instance : OrderedField (Fraction D)`.
* `OrderedField.ofExistsInv`: an ordered ring in which every nonzero element has an inverse is an ordered
  field.
-/

section Inverse

variable {R : Type} [CommRing R]

open Classical in
/-- Some `y` with `x * y = 1`, if there is one, else `0`. -/
noncomputable def chooseInv (x : R) : R := if h : ∃ y, x * y = 1 then choose h else 0

/-- The chosen inverse is an inverse, if there is one. -/
theorem mul_chooseInv {x : R} (h : ∃ y, x * y = 1) : x * chooseInv x = 1 := by
  unfold chooseInv
  rw [dif_pos h]
  exact Classical.choose_spec h

/-- The chosen inverse of zero is zero. -/
theorem chooseInv_zero (h : (0 : R) ≠ 1) : chooseInv (0 : R) = 0 :=
  dif_neg fun ⟨y, e⟩ => h (by rw [← e, zero_mul])

/-- A ring in which every nonzero element has an inverse has no zero divisors. -/
theorem eq_zero_or_eq_zero_of_exists_inv (h : ∀ x : R, x ≠ 0 → ∃ y, x * y = 1) {a b : R} (e : a * b = 0) :
    a = 0 ∨ b = 0 := by
  by_cases g : a = 0
  · exact .inl g
  · obtain ⟨c, hc⟩ := h a g
    refine .inr ?_
    rw [← mul_one b, ← hc, show b * (a * c) = (a * b) * c from ring, e, zero_mul]

/-- An ordered ring in which every nonzero element has an inverse is an ordered field. -/
@[reducible] noncomputable def OrderedField.ofExistsInv {R : Type} [OrderedRing R]
    (h : ∀ x : R, x ≠ 0 → ∃ y, x * y = 1) : OrderedField R where
  inv := chooseInv
  div a b := a * chooseInv b
  div_eq_mul_inv _ _ := rfl
  mul_inv_cancel₀ ne := mul_chooseInv (h _ ne)
  inv_zero := chooseInv_zero zero_ne_one

end Inverse

variable {D : Type} [OrderedRing D]

/-- A formal quotient of elements of `D`, with nonzero denominator. -/
structure FractionPair (D : Type) [OrderedRing D] where
  /-- The numerator. -/
  num : D
  /-- The denominator. -/
  den : D
  /-- The denominator is not zero. -/
  den_ne_zero : den ≠ 0

namespace FractionPair

/-- The pairs stand for the same quotient. -/
def Rel (x y : FractionPair D) : Prop := x.num * y.den = y.num * x.den

/-- The sum of two formal quotients. -/
protected def add (x y : FractionPair D) : FractionPair D :=
  ⟨x.num * y.den + y.num * x.den, x.den * y.den, mul_ne_zero x.den_ne_zero y.den_ne_zero⟩

/-- The product of two formal quotients. -/
protected def mul (x y : FractionPair D) : FractionPair D :=
  ⟨x.num * y.num, x.den * y.den, mul_ne_zero x.den_ne_zero y.den_ne_zero⟩

/-- Standing for the same quotient is transitive. -/
theorem Rel.trans {x y z : FractionPair D} (h : Rel x y) (g : Rel y z) : Rel x z := by
  have h : x.num * y.den = y.num * x.den := h
  have g : y.num * z.den = z.num * y.den := g
  have e : (x.num * z.den - z.num * x.den) * y.den = 0 := by
    rw [show (x.num * z.den - z.num * x.den) * y.den = (x.num * y.den) * z.den - (z.num * y.den) * x.den
      from ring, h, ← g]
    exact ring
  exact eq_of_sub_eq_zero ((eq_zero_or_eq_zero_of_mul_eq_zero e).elim id fun k => absurd k y.den_ne_zero)

/-- Sums respect quotients. -/
theorem add_rel_add (x y z : FractionPair D) (h : Rel x y) : Rel (x.add z) (y.add z) := by
  have h : x.num * y.den = y.num * x.den := h
  show (x.num * z.den + z.num * x.den) * (y.den * z.den) = (y.num * z.den + z.num * y.den) * (x.den * z.den)
  exact lin_eq (z.den * z.den) h

/-- Sums commute. -/
theorem add_comm_rel (x y : FractionPair D) : Rel (x.add y) (y.add x) :=
  show (x.num * y.den + y.num * x.den) * (y.den * x.den) = (y.num * x.den + x.num * y.den) * (x.den * y.den)
    from ring

/-- Products respect quotients. -/
theorem mul_rel_mul (x y z : FractionPair D) (h : Rel x y) : Rel (x.mul z) (y.mul z) := by
  have h : x.num * y.den = y.num * x.den := h
  show (x.num * z.num) * (y.den * z.den) = (y.num * z.num) * (x.den * z.den)
  exact lin_eq (z.num * z.den) h

/-- Products commute. -/
theorem mul_comm_rel (x y : FractionPair D) : Rel (x.mul y) (y.mul x) :=
  show (x.num * y.num) * (y.den * x.den) = (y.num * x.num) * (x.den * y.den) from ring

/-- Whether a quotient is nonnegative depends on the quotient only. -/
theorem Rel.nonneg {x y : FractionPair D} (h : Rel x y) (g : 0 ≤ x.num * x.den) : 0 ≤ y.num * y.den := by
  have h : x.num * y.den = y.num * x.den := h
  refine le_of_mul_le_mul_right (c := x.den * x.den) ?_ (mul_self_pos x.den_ne_zero)
  have k := mul_nonneg g (mul_self_nonneg y.den)
  rwa [zero_mul, show y.num * y.den * (x.den * x.den) = (y.num * x.den) * (y.den * x.den) from ring, ← h,
    show x.num * y.den * (y.den * x.den) = x.num * x.den * (y.den * y.den) from ring]

end FractionPair

/-- The field of fractions of `D`: formal quotients that stand for the same number are identified. -/
def Fraction (D : Type) [OrderedRing D] : Type := Quot (FractionPair.Rel (D := D))

namespace Fraction

/-- The fraction `a / s`. -/
noncomputable def mk (a s : D) (hs : s ≠ 0) : Fraction D := Quot.mk FractionPair.Rel ⟨a, s, hs⟩

/-- `a / s = b / t` if `a t = b s`. -/
theorem sound {a b s t : D} {hs : s ≠ 0} {ht : t ≠ 0} (h : a * t = b * s) : mk a s hs = mk b t ht :=
  Quot.sound h

/-- `a / s = b / t` only if `a t = b s`. -/
theorem exact {a b s t : D} {hs : s ≠ 0} {ht : t ≠ 0} (h : mk a s hs = mk b t ht) : a * t = b * s :=
  Quot.exact (r := FractionPair.Rel (D := D)) (fun _ => rfl) (fun h => Eq.symm h) FractionPair.Rel.trans h

/-- Every fraction is some `a / s`. -/
theorem ind {P : Fraction D → Prop} (h : ∀ a s hs, P (mk a s hs)) (z : Fraction D) : P z :=
  Quot.ind (fun ⟨a, s, hs⟩ => h a s hs) z

/-- One is not zero. -/
theorem one_ne_zero : (1 : D) ≠ 0 := zero_ne_one.symm

noncomputable instance : Add (Fraction D) :=
  ⟨Quot.map₂ FractionPair.add FractionPair.add_rel_add FractionPair.add_comm_rel⟩

noncomputable instance : Mul (Fraction D) :=
  ⟨Quot.map₂ FractionPair.mul FractionPair.mul_rel_mul FractionPair.mul_comm_rel⟩

noncomputable instance : Neg (Fraction D) :=
  ⟨Quot.lift (fun x => mk (-x.num) x.den x.den_ne_zero) fun x y h => sound (by
    have h : x.num * y.den = y.num * x.den := h
    exact lin_eq (-1) h)⟩

noncomputable instance : CommRing (Fraction D) where
  zero := mk 0 1 one_ne_zero
  one := mk 1 1 one_ne_zero
  sub a b := a + -b
  add_comm := ind fun _ _ _ => ind fun _ _ _ => Quot.sound (FractionPair.add_comm_rel _ _)
  add_assoc := ind fun a s hs => ind fun b t ht => ind fun c u hu => sound (
    show ((a * t + b * s) * u + c * (s * t)) * (s * (t * u))
      = (a * (t * u) + (b * u + c * t) * s) * (s * t * u) from ring)
  add_zero := ind fun a s _ => sound (show (a * 1 + 0 * s) * s = a * (s * 1) from ring)
  add_neg_cancel := ind fun a s _ => sound (show (a * s + -a * s) * 1 = 0 * (s * s) from ring)
  mul_comm := ind fun _ _ _ => ind fun _ _ _ => Quot.sound (FractionPair.mul_comm_rel _ _)
  mul_assoc := ind fun a s hs => ind fun b t ht => ind fun c u hu => sound (
    show a * b * c * (s * (t * u)) = a * (b * c) * (s * t * u) from ring)
  mul_one := ind fun a s _ => sound (show a * 1 * s = a * (s * 1) from ring)
  mul_add := ind fun a s hs => ind fun b t ht => ind fun c u hu => sound (
    show a * (b * u + c * t) * (s * t * (s * u))
      = (a * b * (s * u) + a * c * (s * t)) * (s * (t * u)) from ring)
  sub_eq_add_neg _ _ := rfl

/-- Every nonzero fraction has an inverse. -/
theorem exists_inv (x : Fraction D) : x ≠ 0 → ∃ y, x * y = 1 := by
  revert x
  refine ind fun a s hs h => ?_
  have ha : a ≠ 0 := fun e => h (sound (show a * 1 = 0 * s by rw [e]; exact ring))
  exact ⟨mk s a ha, sound (show a * s * 1 = 1 * (s * a) from ring)⟩

/-- A fraction is nonnegative if the product of its numerator and denominator is. -/
def Nonneg : Fraction D → Prop :=
  Quot.lift (fun x => 0 ≤ x.num * x.den) fun _ _ h => propext ⟨h.nonneg, FractionPair.Rel.nonneg (Eq.symm h)⟩

noncomputable instance : OrderedRing (Fraction D) := OrderedRing.ofCone Nonneg
  (fun h => zero_ne_one (R := D) (by
    have k : (0 : D) * 1 = 1 * 1 := exact h
    rwa [mul_one, mul_one] at k))
  (eq_zero_or_eq_zero_of_exists_inv exists_inv)
  (ind fun a s hs => ind fun b t ht => fun (h : 0 ≤ a * s) (g : 0 ≤ b * t) =>
    show 0 ≤ (a * t + b * s) * (s * t) from
      lin (add_le_add (mul_nonneg h (mul_self_nonneg t)) (mul_nonneg g (mul_self_nonneg s))))
  (ind fun a s hs => ind fun b t ht => fun (h : 0 ≤ a * s) (g : 0 ≤ b * t) =>
    show 0 ≤ (a * b) * (s * t) from lin (mul_nonneg h g))
  (ind fun a s hs => (le_total 0 (a * s)).elim .inl fun h => .inr (show 0 ≤ -a * s from lin h))
  (ind fun a s hs => fun (h : 0 ≤ a * s) (g : 0 ≤ -a * s) => by
    have e : a * s = 0 := le_antisymm (lin g) h
    have e : a = 0 := (eq_zero_or_eq_zero_of_mul_eq_zero e).elim id fun k => absurd k hs
    exact sound (show a * 1 = 0 * s by rw [e]; exact ring))

noncomputable instance : OrderedField (Fraction D) := OrderedField.ofExistsInv exists_inv

/-- The natural `n` as a fraction is `n / 1`. -/
theorem natCast_eq_mk : (n : Nat) → natCast (Fraction D) n = mk (natCast D n) 1 one_ne_zero
  | .zero => rfl
  | .succ n => by
    show natCast (Fraction D) n + 1 = _
    rw [natCast_eq_mk n]
    exact sound (show (natCast D n * 1 + 1 * 1) * 1 = (natCast D n + 1) * (1 * 1) from ring)

end Fraction
