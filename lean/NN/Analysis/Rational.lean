prelude
import NN.Analysis.OrderedField
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! The field of fractions of an ordered domain; the rationals. -/
namespace Ord
theorem eq_of {R : Type} [CommRing R] {x y p q : R} (k : R) (h : p = q) (g : x - y = k * (p - q) := by exact ring) : x = y := by
  apply eq_of_sub_eq_zero
  rw [g, h, sub_self, mul_zero]
section Inv
variable {R : Type} [CommRing R]
open Classical in
noncomputable def invOf (x : R) : R := if h : ∃ y, x * y = 1 then choose h else 0
theorem invOf_zero (h01 : (0 : R) ≠ 1) : invOf (0 : R) = 0 := dif_neg fun ⟨y, h⟩ => h01 (by rw [← h, zero_mul])
theorem invOf_spec {x : R} (h : ∃ y, x * y = 1) : x * invOf x = 1 := by
  unfold invOf
  rw [dif_pos h]
  exact Classical.choose_spec h
theorem nz_of_inv (h : ∀ x : R, x ≠ 0 → ∃ y, x * y = 1) {a b : R} (e : a * b = 0) : a = 0 ∨ b = 0 := by
  by_cases g : a = 0
  · exact .inl g
  · obtain ⟨c, hc⟩ := h a g
    refine .inr ?_
    rw [← mul_one b, ← hc, show b * (a * c) = (a * b) * c from ring, e, zero_mul]
end Inv
variable {D : Type} [OrderedRing D]
structure FP (D : Type) [OrderedRing D] where
  a : D
  s : D
  ne : s ≠ 0
namespace FP
def r (x y : FP D) : Prop := x.a * y.s = y.a * x.s
def add (x y : FP D) : FP D := ⟨x.a * y.s + y.a * x.s, x.s * y.s, mul_ne_zero x.ne y.ne⟩
def mul (x y : FP D) : FP D := ⟨x.a * y.a, x.s * y.s, mul_ne_zero x.ne y.ne⟩
theorem r.trans {x y z : FP D} (h : r x y) (g : r y z) : r x z := by
  have h : x.a * y.s = y.a * x.s := h
  have g : y.a * z.s = z.a * y.s := g
  have e : (x.a * z.s - z.a * x.s) * y.s = 0 := by
    rw [show (x.a * z.s - z.a * x.s) * y.s = (x.a * y.s) * z.s - (z.a * y.s) * x.s from ring, h, ← g]
    exact ring
  exact eq_of_sub_eq_zero ((eq_zero_or_eq_zero_of_mul_eq_zero e).elim id fun k => absurd k y.ne)
theorem add_l (x y z : FP D) (h : r x y) : r (add x z) (add y z) := by
  have h : x.a * y.s = y.a * x.s := h
  show (x.a * z.s + z.a * x.s) * (y.s * z.s) = (y.a * z.s + z.a * y.s) * (x.s * z.s)
  exact eq_of (z.s * z.s) h
theorem add_c (x y : FP D) : r (add x y) (add y x) :=
  show (x.a * y.s + y.a * x.s) * (y.s * x.s) = (y.a * x.s + x.a * y.s) * (x.s * y.s) from ring
theorem mul_l (x y z : FP D) (h : r x y) : r (mul x z) (mul y z) := by
  have h : x.a * y.s = y.a * x.s := h
  show (x.a * z.a) * (y.s * z.s) = (y.a * z.a) * (x.s * z.s)
  exact eq_of (z.a * z.s) h
theorem mul_c (x y : FP D) : r (mul x y) (mul y x) :=
  show (x.a * y.a) * (y.s * x.s) = (y.a * x.a) * (x.s * y.s) from ring
end FP
theorem nonneg_of_mul_sq {x s : D} (ne : s ≠ 0) (h : 0 ≤ x * (s * s)) : 0 ≤ x := by
  rcases le_total 0 x with g | g
  · exact g
  · have e : x * (s * s) = 0 := le_antisymm (lin (mul_nonneg (sub_nonneg_of_le g) (mul_self_nonneg s))) h
    rcases eq_zero_or_eq_zero_of_mul_eq_zero e with e | e
    · exact le_of_eq e.symm
    · exact absurd e (mul_ne_zero ne ne)
def Frac (D : Type) [OrderedRing D] : Type := Quot (FP.r (D := D))
namespace Frac
noncomputable def mk (a s : D) (ne : s ≠ 0) : Frac D := Quot.mk FP.r ⟨a, s, ne⟩
theorem sound {a b s t : D} {hs : s ≠ 0} {ht : t ≠ 0} (h : a * t = b * s) : mk a s hs = mk b t ht := Quot.sound h
theorem exact {a b s t : D} {hs : s ≠ 0} {ht : t ≠ 0} (h : mk a s hs = mk b t ht) : a * t = b * s :=
  Quot.exact (r := FP.r (D := D)) (fun _ => rfl) (fun h => Eq.symm h) FP.r.trans h
theorem ind {P : Frac D → Prop} (h : ∀ a s hs, P (mk a s hs)) (z : Frac D) : P z := Quot.ind (fun ⟨a, s, hs⟩ => h a s hs) z
noncomputable instance : Add (Frac D) := ⟨Quot.map2 FP.add FP.add_l FP.add_c⟩
noncomputable instance : Mul (Frac D) := ⟨Quot.map2 FP.mul FP.mul_l FP.mul_c⟩
noncomputable instance : Neg (Frac D) := ⟨Quot.lift (fun x => mk (-x.a) x.s x.ne) fun x y h => sound (by
  have h : x.a * y.s = y.a * x.s := h
  exact eq_of (-1) h)⟩
theorem one_ne : (1 : D) ≠ 0 := fun e => zero_ne_one e.symm
noncomputable instance : CommRing (Frac D) where
  zero := mk 0 1 one_ne
  one := mk 1 1 one_ne
  sub a b := a + -b
  add_comm := ind fun a s hs => ind fun b t ht => Quot.sound (FP.add_c _ _)
  add_assoc := ind fun a s hs => ind fun b t ht => ind fun c u hu => sound (
    show ((a * t + b * s) * u + c * (s * t)) * (s * (t * u)) = (a * (t * u) + (b * u + c * t) * s) * (s * t * u) from ring)
  add_zero := ind fun a s hs => sound (show (a * 1 + 0 * s) * s = a * (s * 1) from ring)
  add_neg_cancel := ind fun a s hs => sound (show (a * s + -a * s) * 1 = 0 * (s * s) from ring)
  mul_comm := ind fun a s hs => ind fun b t ht => Quot.sound (FP.mul_c _ _)
  mul_assoc := ind fun a s hs => ind fun b t ht => ind fun c u hu => sound (
    show a * b * c * (s * (t * u)) = a * (b * c) * (s * t * u) from ring)
  mul_one := ind fun a s hs => sound (show a * 1 * s = a * (s * 1) from ring)
  mul_add := ind fun a s hs => ind fun b t ht => ind fun c u hu => sound (
    show a * (b * u + c * t) * (s * t * (s * u)) = (a * b * (s * u) + a * c * (s * t)) * (s * (t * u)) from ring)
  sub_eq_add_neg a b := rfl
theorem zero_eq : (0 : Frac D) = mk 0 1 one_ne := rfl
theorem exists_inv (x : Frac D) : x ≠ 0 → ∃ y, x * y = 1 := by
  revert x
  refine ind fun a s hs h => ?_
  have ha : a ≠ 0 := fun e => h (sound (show a * 1 = 0 * s by rw [e]; exact ring))
  exact ⟨mk s a ha, sound (show a * s * 1 = 1 * (s * a) from ring)⟩
theorem cone_wd (x y : FP D) (h : FP.r x y) (g : 0 ≤ x.a * x.s) : 0 ≤ y.a * y.s := by
  have h : x.a * y.s = y.a * x.s := h
  apply nonneg_of_mul_sq x.ne
  have k := mul_nonneg g (mul_self_nonneg y.s)
  rwa [show y.a * y.s * (x.s * x.s) = (y.a * x.s) * (y.s * x.s) from ring, ← h, show x.a * y.s * (y.s * x.s) = x.a * x.s * (y.s * y.s) from ring]
def cone : Frac D → Prop := Quot.lift (fun x => 0 ≤ x.a * x.s) fun x y h => propext ⟨cone_wd x y h, cone_wd y x (Eq.symm h)⟩
noncomputable instance : OrderedRing (Frac D) := OrderedRing.ofCone cone
  (fun h => zero_ne_one (R := D) (by
    have k : (0 : D) * 1 = 1 * 1 := exact h
    rwa [mul_one, mul_one] at k))
  (nz_of_inv exists_inv)
  (ind fun a s hs => ind fun b t ht => fun h g => by
    have h : 0 ≤ a * s := h
    have g : 0 ≤ b * t := g
    show 0 ≤ (a * t + b * s) * (s * t)
    exact lin (add_le_add (mul_nonneg h (mul_self_nonneg t)) (mul_nonneg g (mul_self_nonneg s))))
  (ind fun a s hs => ind fun b t ht => fun h g => by
    have h : 0 ≤ a * s := h
    have g : 0 ≤ b * t := g
    show 0 ≤ (a * b) * (s * t)
    exact lin (mul_nonneg h g))
  (ind fun a s hs => (le_total 0 (a * s)).elim .inl fun h => .inr (show 0 ≤ -a * s from lin h))
  (ind fun a s hs => fun h g => by
    have h : 0 ≤ a * s := h
    have g : 0 ≤ -a * s := g
    have e : a * s = 0 := le_antisymm (lin g) h
    have e : a = 0 := (eq_zero_or_eq_zero_of_mul_eq_zero e).elim id fun k => absurd k hs
    exact sound (show a * 1 = 0 * s by rw [e]; exact ring))
noncomputable instance : OrderedField (Frac D) where
  inv := invOf
  div a b := a * invOf b
  div_eq_mul_inv a b := rfl
  mul_inv_cancel₀ h := invOf_spec (exists_inv _ h)
  inv_zero := invOf_zero zero_ne_one
theorem cast_eq : (n : Nat) → natCast (Frac D) n = mk (natCast D n) 1 one_ne
  | .zero => rfl
  | .succ n => by
    show natCast (Frac D) n + 1 = _
    rw [cast_eq n]
    exact sound (show (natCast D n * 1 + 1 * 1) * 1 = (natCast D n + 1) * (1 * 1) from ring)
end Frac
def Q : Type := Frac Z
noncomputable instance : OrderedField Q := inferInstanceAs (OrderedField (Frac Z))
theorem Q.arch (q : Q) : ∃ n : Nat, q ≤ natCast Q n := by
  revert q
  refine Frac.ind fun a s hs => ?_
  obtain ⟨n, hn⟩ := Z.le_cast (a * s)
  refine ⟨n, ?_⟩
  show Frac.cone (natCast (Frac Z) n + -Frac.mk a s hs)
  rw [Frac.cast_eq]
  show 0 ≤ (natCast Z n * s + -a * 1) * (1 * s)
  have p : 0 < s * s := lt_of_le_of_ne (mul_self_nonneg s) fun e => mul_ne_zero hs hs e.symm
  exact lin (add_le_add hn (mul_nonneg (natCast_nonneg n) (sub_nonneg_of_le (Z.one_le p))))
end Ord
