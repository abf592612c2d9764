prelude
import NN.Analysis.Rational
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! Completion of an ordered field by Cauchy sequences. -/
namespace Ord
variable {K : Type} [OrderedField K]
/-- eventually -/
def Ev (p : Nat → Prop) : Prop := ∃ N, ∀ n, p (N + n)
theorem Ev.and {p q : Nat → Prop} : Ev p → Ev q → Ev fun n => p n ∧ q n
  | ⟨M, h⟩, ⟨N, g⟩ => ⟨M + N, fun n => ⟨by rw [NatL.add_assoc]; exact h _, by rw [NatL.add_comm M, NatL.add_assoc]; exact g _⟩⟩
theorem Ev.mono {p q : Nat → Prop} (h : Ev p) (g : ∀ n, p n → q n) : Ev q := let ⟨N, h⟩ := h; ⟨N, fun n => g _ (h n)⟩
theorem Ev.of {p : Nat → Prop} (g : ∀ n, p n) : Ev p := ⟨0, fun n => g _⟩
theorem Ev.point {p : Nat → Prop} (h : Ev p) : ∃ n, p n := let ⟨N, h⟩ := h; ⟨_, h 0⟩
theorem thirds {ε : K} (h : 0 < ε) : ∃ e : K, 0 < e ∧ e + e + e ≤ ε := by
  refine ⟨ε * 2⁻¹ * 2⁻¹, half_pos (half_pos h), ?_⟩
  have a := add_halves ε
  have b := add_halves (ε * 2⁻¹)
  have c := le_of_lt (half_pos (half_pos h))
  have d : ε * 2⁻¹ * 2⁻¹ + ε * 2⁻¹ * 2⁻¹ + (ε * 2⁻¹ * 2⁻¹ + ε * 2⁻¹ * 2⁻¹) ≤ ε := by rw [b, a]; exact le_refl _
  exact lin (add_le_add d c)
theorem small {M ε : K} (hM : 0 < M) (h : 0 < ε) : ∃ d : K, 0 < d ∧ d * M = ε :=
  ⟨ε * M⁻¹, mul_pos h (inv_pos hM), by rw [show ε * M⁻¹ * M = ε * (M * M⁻¹) from ring, mul_inv_cancel₀ (ne_of_gt hM), mul_one]⟩
theorem tri {x y a b : K} (h : abs x ≤ a) (g : abs y ≤ b) : abs (x + y) ≤ a + b := le_trans (abs_add x y) (add_le_add h g)
theorem le_of_abs_le {x a : K} (h : abs x ≤ a) : x ≤ a := le_trans (le_abs_self x) h
theorem neg_le_of_abs_le {x a : K} (h : abs x ≤ a) : -x ≤ a := le_trans (neg_le_abs x) h
theorem abs_sub_comm (x y : K) : abs (x - y) = abs (y - x) := by rw [← abs_neg, show -(x - y) = y - x from ring]
def Cauchy (f : Nat → K) : Prop := ∀ ε : K, 0 < ε → ∃ c, Ev fun n => abs (f n - c) ≤ ε
def Null (f : Nat → K) : Prop := ∀ ε : K, 0 < ε → Ev fun n => abs (f n) ≤ ε
def NN (f : Nat → K) : Prop := ∀ ε : K, 0 < ε → Ev fun n => 0 ≤ f n + ε
def Bdd (f : Nat → K) : Prop := ∃ M : K, 0 < M ∧ Ev fun n => abs (f n) ≤ M
variable {f g : Nat → K}
theorem Cauchy.bdd (h : Cauchy f) : Bdd f := by
  obtain ⟨c, h⟩ := h 1 zero_lt_one
  refine ⟨1 + abs c, add_pos zero_lt_one (abs_nonneg c), h.mono fun n h => ?_⟩
  have := tri h (le_refl (abs c))
  rwa [show f n - c + c = f n from ring] at this
theorem Cauchy.const (c : K) : Cauchy fun _ => c := fun ε h => ⟨c, .of fun n => by rw [sub_self, abs_zero]; exact le_of_lt h⟩
theorem Cauchy.add (h : Cauchy f) (k : Cauchy g) : Cauchy fun n => f n + g n := fun ε he => by
  obtain ⟨e, p, q⟩ := thirds he
  obtain ⟨c, h⟩ := h e p
  obtain ⟨d, k⟩ := k e p
  refine ⟨c + d, (h.and k).mono fun n ⟨h, k⟩ => ?_⟩
  rw [show f n + g n - (c + d) = (f n - c) + (g n - d) from ring]
  exact le_trans (tri h k) (lin (add_le_add q (le_of_lt p)))
theorem Cauchy.neg (h : Cauchy f) : Cauchy fun n => -f n := fun ε he => by
  obtain ⟨c, h⟩ := h ε he
  refine ⟨-c, h.mono fun n h => ?_⟩
  rwa [show -f n - -c = -(f n - c) from ring, abs_neg]
theorem Cauchy.mul (h : Cauchy f) (k : Cauchy g) : Cauchy fun n => f n * g n := fun ε he => by
  obtain ⟨e, p, q⟩ := thirds he
  obtain ⟨M, hM, b⟩ := k.bdd
  obtain ⟨d, hd, ed⟩ := small hM p
  obtain ⟨x, h⟩ := h d hd
  obtain ⟨d', hd', ed'⟩ := small (add_pos zero_lt_one (abs_nonneg x)) p
  obtain ⟨y, k⟩ := k d' hd'
  refine ⟨x * y, ((h.and k).and b).mono fun n ⟨⟨h, k⟩, b⟩ => ?_⟩
  rw [show f n * g n - x * y = (f n - x) * g n + (g n - y) * x from ring]
  have s : abs ((f n - x) * g n) ≤ e := by
    rw [abs_mul, ← ed]
    exact mul_le_mul h b (abs_nonneg _) (le_of_lt hd)
  have t : abs ((g n - y) * x) ≤ e := by
    rw [abs_mul, ← ed']
    exact mul_le_mul k (lin (le_of_lt (zero_lt_one (R := K)))) (abs_nonneg _) (le_of_lt hd')
  exact le_trans (tri s t) (lin (add_le_add q (le_of_lt p)))
theorem Null.mul (h : Null f) (k : Bdd g) : Null fun n => f n * g n := fun ε he => by
  obtain ⟨M, hM, b⟩ := k
  obtain ⟨d, hd, ed⟩ := small hM he
  refine ((h d hd).and b).mono fun n ⟨h, b⟩ => ?_
  rw [abs_mul, ← ed]
  exact mul_le_mul h b (abs_nonneg _) (le_of_lt hd)
theorem NN.add (h : NN f) (k : NN g) : NN fun n => f n + g n := fun ε he => by
  obtain ⟨e, p, q⟩ := thirds he
  exact ((h e p).and (k e p)).mono fun n ⟨h, k⟩ => lin (add_le_add (add_le_add h k) (add_le_add q (le_of_lt p)))
theorem NN.mul (h : NN f) (k : NN g) (bf : Bdd f) (bg : Bdd g) : NN fun n => f n * g n := fun ε he => by
  obtain ⟨M, hM, bf⟩ := bf
  obtain ⟨M', hM', bg⟩ := bg
  obtain ⟨d, hd, ed⟩ := small (add_pos (add_pos hM (le_of_lt hM')) (le_of_lt (zero_lt_one (R := K)))) he
  obtain ⟨e, p, q, q'⟩ : ∃ e : K, 0 < e ∧ e ≤ d ∧ e ≤ 1 := exists_lt_both hd zero_lt_one
  refine (((h e p).and (k e p)).and (bf.and bg)).mono fun n ⟨⟨h, k⟩, bf, bg⟩ => ?_
  have p := le_of_lt p
  have t := mul_nonneg h k
  have u := mul_nonneg p (sub_nonneg_of_le (le_of_abs_le bf))
  have u' := mul_nonneg p (sub_nonneg_of_le (le_of_abs_le bg))
  have w := mul_nonneg p (sub_nonneg_of_le q')
  have z := mul_nonneg (le_of_lt (add_pos (add_pos hM (le_of_lt hM')) (le_of_lt (zero_lt_one (R := K))))) (sub_nonneg_of_le q)
  rw [← ed]
  exact lin (add_le_add (add_le_add (add_le_add t u) (add_le_add u' w)) z)
theorem not_ev {p : Nat → Prop} (h : ¬Ev p) (N : Nat) : ∃ n, ¬p (N + n) := Classical.not_forall.mp fun k => h ⟨N, k⟩
theorem NN.total (h : Cauchy f) : NN f ∨ NN fun n => -f n := by
  by_cases k : NN f
  · exact .inl k
  · right
    obtain ⟨ε, k⟩ := Classical.not_forall.mp k
    by_cases he : 0 < ε
    · have k : ¬Ev fun n => 0 ≤ f n + ε := fun l => k fun _ => l
      obtain ⟨e, p, q⟩ := thirds he
      obtain ⟨c, N, h⟩ := h e p
      obtain ⟨m, k⟩ := not_ev k N
      have k := le_of_lt (not_le.mp k)
      refine fun ε' he' => ⟨N, fun n => ?_⟩
      exact lin (add_le_add (add_le_add (add_le_add k (neg_le_of_abs_le (h m))) (add_le_add (le_of_abs_le (h n)) q)) (add_le_add (le_of_lt he') (le_of_lt p)))
    · exact absurd (fun g => absurd g he) k
structure CS (K : Type) [OrderedField K] where
  f : Nat → K
  h : Cauchy f
namespace CS
def r (x y : CS K) : Prop := Null fun n => x.f n - y.f n
def add (x y : CS K) : CS K := ⟨_, x.h.add y.h⟩
def mul (x y : CS K) : CS K := ⟨_, x.h.mul y.h⟩
theorem r_of {x y : CS K} (h : Ev fun n => x.f n = y.f n) : r x y := fun ε he => h.mono fun n h => by
  show abs (x.f n - y.f n) ≤ ε
  rw [h, sub_self, abs_zero]
  exact le_of_lt he
theorem r_all {x y : CS K} (h : ∀ n, x.f n = y.f n) : r x y := r_of (.of h)
theorem r.symm {x y : CS K} (h : r x y) : r y x := fun ε he => (h ε he).mono fun n h => by rwa [abs_sub_comm]
theorem add_l (x y z : CS K) (h : r x y) : r (add x z) (add y z) := fun ε he => (h ε he).mono fun n h => by
  show abs (x.f n + z.f n - (y.f n + z.f n)) ≤ ε
  rwa [show x.f n + z.f n - (y.f n + z.f n) = x.f n - y.f n from ring]
theorem add_c (x y : CS K) : r (add x y) (add y x) := r_all fun n => add_comm _ _
theorem mul_l (x y z : CS K) (h : r x y) : r (mul x z) (mul y z) := fun ε he => (Null.mul h z.h.bdd ε he).mono fun n h => by
  show abs (x.f n * z.f n - y.f n * z.f n) ≤ ε
  rwa [show x.f n * z.f n - y.f n * z.f n = (x.f n - y.f n) * z.f n from ring]
theorem mul_c (x y : CS K) : r (mul x y) (mul y x) := r_all fun n => mul_comm _ _
theorem nn_wd (x y : CS K) (h : r x y) (g : NN x.f) : NN y.f := fun ε he => by
  obtain ⟨e, p, q⟩ := thirds he
  exact ((h e p).and (g e p)).mono fun n ⟨h, g⟩ => lin (add_le_add (add_le_add g (le_of_abs_le h)) (add_le_add q (le_of_lt p)))
end CS
def Comp (K : Type) [OrderedField K] : Type := Quot (CS.r (K := K))
namespace Comp
noncomputable def mk (x : CS K) : Comp K := Quot.mk _ x
theorem sound {x y : CS K} (h : ∀ n, x.f n = y.f n) : mk x = mk y := Quot.sound (CS.r_all h)
theorem ind {P : Comp K → Prop} (h : ∀ x, P (mk x)) (z : Comp K) : P z := Quot.ind h z
noncomputable instance : Add (Comp K) := ⟨Quot.map2 CS.add CS.add_l CS.add_c⟩
noncomputable instance : Mul (Comp K) := ⟨Quot.map2 CS.mul CS.mul_l CS.mul_c⟩
noncomputable instance : Neg (Comp K) := ⟨Quot.lift (fun x => mk ⟨_, x.h.neg⟩) fun x y h => Quot.sound fun ε he => (h ε he).mono fun n h => by
  show abs (-x.f n - -y.f n) ≤ ε
  rwa [show -x.f n - -y.f n = -(x.f n - y.f n) from ring, abs_neg]⟩
noncomputable def const (c : K) : Comp K := mk ⟨_, .const c⟩
noncomputable instance : CommRing (Comp K) where
  zero := const 0
  one := const 1
  sub a b := a + -b
  add_comm := ind fun a => ind fun b => Quot.sound (CS.add_c _ _)
  add_assoc := ind fun a => ind fun b => ind fun c => sound fun n => add_assoc _ _ _
  add_zero := ind fun a => sound fun n => add_zero _
  add_neg_cancel := ind fun a => sound fun n => add_neg_cancel _
  mul_comm := ind fun a => ind fun b => Quot.sound (CS.mul_c _ _)
  mul_assoc := ind fun a => ind fun b => ind fun c => sound fun n => mul_assoc _ _ _
  mul_one := ind fun a => sound fun n => mul_one _
  mul_add := ind fun a => ind fun b => ind fun c => sound fun n => mul_add _ _ _
  sub_eq_add_neg a b := rfl
def cone : Comp K → Prop := Quot.lift (fun x => NN x.f) fun x y h => propext ⟨CS.nn_wd x y h, CS.nn_wd y x h.symm⟩
theorem eq_zero {x : CS K} (h : Null x.f) : mk x = 0 := Quot.sound fun ε he => (h ε he).mono fun n h => by
  show abs (x.f n - 0) ≤ ε
  rwa [show x.f n - 0 = x.f n from ring]
theorem abs_inv_le {u d : K} (hd : 0 < d) (h : d ≤ abs u) : u * u⁻¹ = 1 ∧ abs u⁻¹ ≤ d⁻¹ := by
  have hu : u ≠ 0 := fun e => by
    rw [e, abs_zero] at h
    exact not_le.mpr hd h
  have k := mul_inv_cancel₀ hu
  refine ⟨k, ?_⟩
  have l : abs u * abs u⁻¹ = 1 := by rw [← abs_mul, k, abs_of_nonneg (le_of_lt zero_lt_one)]
  have t := mul_nonneg (mul_nonneg (le_of_lt (inv_pos hd)) (abs_nonneg u⁻¹)) (sub_nonneg_of_le h)
  rw [show d⁻¹ * abs u⁻¹ * (abs u - d) = d⁻¹ * (abs u * abs u⁻¹) - (d * d⁻¹) * abs u⁻¹ from ring, l, mul_inv_cancel₀ (ne_of_gt hd)] at t
  exact lin t
theorem exists_inv (z : Comp K) : z ≠ 0 → ∃ y, z * y = 1 := by
  revert z
  refine ind fun x hx => ?_
  obtain ⟨ε, k⟩ := Classical.not_forall.mp fun h => hx (eq_zero h)
  by_cases he : 0 < ε
  · have k : ¬Ev fun n => abs (x.f n) ≤ ε := fun l => k fun _ => l
    obtain ⟨d, hd, q⟩ := thirds he
    obtain ⟨c, N, h⟩ := x.h d hd
    obtain ⟨m, k⟩ := not_ev k N
    have k := le_of_lt (not_le.mp k)
    have low : Ev fun n => d ≤ abs (x.f n) := ⟨N, fun n => by
      have hm : abs (x.f (N + m) - c) ≤ d := h m
      have hn : abs (x.f (N + n) - c) ≤ d := h n
      rw [abs_sub_comm] at hn
      have t := tri (tri hm hn) (le_refl (abs (x.f (N + n))))
      rw [show x.f (N + m) - c + (c - x.f (N + n)) + x.f (N + n) = x.f (N + m) from ring] at t
      show d ≤ abs (x.f (N + n))
      exact lin (add_le_add (add_le_add t k) q)⟩
    have cau : Cauchy fun n => (x.f n)⁻¹ := fun ε he => by
      have pd := inv_pos hd
      obtain ⟨η, hη, e⟩ := small (mul_pos two_pos (mul_pos pd pd)) he
      obtain ⟨c, h⟩ := x.h η hη
      have w := h.and low
      obtain ⟨m, h1, l1⟩ := w.point
      refine ⟨(x.f m)⁻¹, w.mono fun n ⟨h2, l2⟩ => ?_⟩
      obtain ⟨i1, b1⟩ := abs_inv_le hd l1
      obtain ⟨i2, b2⟩ := abs_inv_le hd l2
      show abs ((x.f n)⁻¹ - (x.f m)⁻¹) ≤ ε
      generalize x.f n = u at *
      generalize x.f m = v at *
      rw [abs_sub_comm] at h2
      have t := tri h1 h2
      rw [show v - c + (c - u) = v - u from ring] at t
      have s := mul_le_mul t (mul_le_mul b1 b2 (abs_nonneg _) (le_of_lt pd)) (by rw [← abs_mul]; exact abs_nonneg _) (le_of_lt (add_pos hη (le_of_lt hη)))
      rw [← abs_mul, ← abs_mul, show (v - u) * (v⁻¹ * u⁻¹) = (v * v⁻¹) * u⁻¹ - (u * u⁻¹) * v⁻¹ from ring, i1, i2, one_mul, one_mul] at s
      rw [← e]
      exact lin s
    exact ⟨mk ⟨_, cau⟩, Quot.sound (CS.r_of (low.mono fun n l => (abs_inv_le hd l).1))⟩
  · exact absurd (fun g => absurd g he) k
noncomputable instance : OrderedRing (Comp K) := OrderedRing.ofCone cone
  (fun h => by
    have k : CS.r (K := K) ⟨_, .const 0⟩ ⟨_, .const 1⟩ := Quot.exact (r := CS.r) (fun x => CS.r_all fun _ => rfl) CS.r.symm
      (fun {x y z} h g ε he => by
        obtain ⟨e, p, q⟩ := thirds he
        refine ((h e p).and (g e p)).mono fun n ⟨h, g⟩ => ?_
        have t := tri h g
        rw [show x.f n - y.f n + (y.f n - z.f n) = x.f n - z.f n from ring] at t
        exact le_trans t (lin (add_le_add q (le_of_lt p)))) h
    obtain ⟨n, k⟩ := (k 2⁻¹ (inv_pos two_pos)).point
    have k : abs ((0 : K) - 1) ≤ 2⁻¹ := k
    have a := add_halves (1 : K)
    rw [one_mul] at a
    have k := neg_le_of_abs_le k
    have a := le_of_eq a
    have p := half_pos (zero_lt_one (R := K))
    rw [one_mul] at p
    exact not_le.mpr p (lin (add_le_add k a)))
  (nz_of_inv exists_inv)
  (ind fun x => ind fun y => fun h g => NN.add h g)
  (ind fun x => ind fun y => fun h g => NN.mul h g x.h.bdd y.h.bdd)
  (ind fun x => NN.total x.h)
  (ind fun x => fun h g => eq_zero fun ε he => ((h ε he).and (g ε he)).mono fun n ⟨h, g⟩ => by
    have g : 0 ≤ -x.f n + ε := g
    exact abs_le (lin g) (lin h))
theorem le_mk {x y : CS K} : mk x ≤ mk y ↔ ∀ ε : K, 0 < ε → Ev fun n => x.f n ≤ y.f n + ε :=
  ⟨fun h ε he => (h ε he).mono fun n (h : 0 ≤ y.f n + -x.f n + ε) => lin h,
   fun h ε he => (h ε he).mono fun n h => (lin h : 0 ≤ y.f n + -x.f n + ε)⟩
theorem const_le {a b : K} (h : a ≤ b) : const a ≤ const b := le_mk.mpr fun ε he => .of fun n => lin (add_le_add h (le_of_lt he))
def UB (S : Comp K → Prop) (t : Comp K) : Prop := ∀ x, S x → x ≤ t
theorem UB.mono {S : Comp K → Prop} {s t : Comp K} (h : UB S s) (g : s ≤ t) : UB S t := fun x hx => le_trans (h x hx) g
theorem lower (z : Comp K) : ∃ m : K, ¬z ≤ const m := by
  revert z
  refine ind fun x => ?_
  obtain ⟨c, h⟩ := x.h 1 zero_lt_one
  refine ⟨c - 3, fun k => ?_⟩
  obtain ⟨n, h, k⟩ := (h.and (le_mk.mp k 1 zero_lt_one)).point
  have k : x.f n ≤ c - 3 + 1 := k
  exact not_le.mpr (zero_lt_one (R := K)) (lin (add_le_add (neg_le_of_abs_le h) k))
theorem upper (z : Comp K) : ∃ m : K, z ≤ const m := by
  revert z
  refine ind fun x => ?_
  obtain ⟨c, h⟩ := x.h 1 zero_lt_one
  exact ⟨c + 1, le_mk.mpr fun ε he => h.mono fun n h => (lin (add_le_add (le_of_abs_le h) (le_of_lt he)) : x.f n ≤ c + 1 + ε)⟩
section Sup
variable (arch : ∀ x : K, ∃ n : Nat, x ≤ natCast K n) (S : Comp K → Prop) (ne : ∃ x, S x) (bd : ∃ b, UB S b)
include arch ne bd
theorem step {δ : K} (hd : 0 < δ) : ∃ b : K, UB S (const b) ∧ ¬UB S (const (b - δ)) := by
  obtain ⟨x, hx⟩ := ne
  obtain ⟨B, hB⟩ := bd
  obtain ⟨m, hm⟩ := lower x
  obtain ⟨M, hM⟩ := upper B
  have hM := hB.mono hM
  have hm : ¬UB S (const m) := fun h => hm (h x hx)
  obtain ⟨k, hk⟩ := arch ((M - m) * δ⁻¹)
  have key : M ≤ m + natCast K k * δ := by
    have t := mul_nonneg (sub_nonneg_of_le hk) (le_of_lt hd)
    rw [show (natCast K k - (M - m) * δ⁻¹) * δ = natCast K k * δ - (M - m) * (δ * δ⁻¹) from ring, mul_inv_cancel₀ (ne_of_gt hd)] at t
    exact lin t
  have go : ∀ k : Nat, UB S (const (m + natCast K k * δ)) → ∃ b : K, UB S (const b) ∧ ¬UB S (const (b - δ)) := fun k => by
    induction k with
    | zero => 
      intro h
      have h : UB S (const (m + 0 * δ)) := h
      rw [show m + 0 * δ = m from ring] at h
      exact absurd h hm
    | succ k ih =>
      intro h
      by_cases g : UB S (const (m + natCast K k * δ))
      · exact ih g
      · refine ⟨_, h, ?_⟩
        show ¬UB S (const (m + (natCast K k + 1) * δ - δ))
        rwa [show m + (natCast K k + 1) * δ - δ = m + natCast K k * δ from ring]
  exact go k (hM.mono (const_le key))
omit ne bd
noncomputable def dl (K : Type) [OrderedField K] (n : Nat) : K := (natCast K n + 1)⁻¹
omit arch in
theorem n1_pos (n : Nat) : 0 < natCast K n + 1 := slin (add_lt_add_of_lt_of_le (zero_lt_one (R := K)) (natCast_nonneg (R := K) n))
theorem dl_small {ε : K} (he : 0 < ε) : ∃ N : Nat, ∀ n, dl K (N + n) ≤ ε := by
  obtain ⟨N, hN⟩ := arch ε⁻¹
  refine ⟨N, fun n => ?_⟩
  have p := n1_pos (K := K) (N + n)
  have i := mul_inv_cancel₀ (ne_of_gt p)
  have t : 0 ≤ natCast K (N + n) + 1 - ε⁻¹ := by
    rw [natCast_add]
    exact lin (add_le_add (add_le_add hN (natCast_nonneg n)) (le_of_lt (zero_lt_one (R := K))))
  have u := mul_nonneg (mul_nonneg t (le_of_lt he)) (le_of_lt (inv_pos p))
  rw [show (natCast K (N + n) + 1 - ε⁻¹) * ε * (natCast K (N + n) + 1)⁻¹ = ε * ((natCast K (N + n) + 1) * (natCast K (N + n) + 1)⁻¹) - (ε * ε⁻¹) * (natCast K (N + n) + 1)⁻¹ from ring,
    i, mul_inv_cancel₀ (ne_of_gt he), mul_one, one_mul] at u
  exact le_of_sub_nonneg u
include ne bd
theorem exists_isLUB : ∃ s, UB S s ∧ ∀ b, UB S b → s ≤ b := by
  obtain ⟨b, hb⟩ : ∃ b : Nat → K, ∀ n, UB S (const (b n)) ∧ ¬UB S (const (b n - dl K n)) :=
    ⟨fun n => Classical.choose (step arch S ne bd (inv_pos (n1_pos n))), fun n => Classical.choose_spec (step arch S ne bd (inv_pos (n1_pos n)))⟩
  have cmp : ∀ m n, b m - dl K m ≤ b n := fun m n => (le_total _ _).elim id fun h => absurd ((hb n).1.mono (const_le h)) (hb m).2
  have osc : ∀ {ε : K}, 0 < ε → ∃ N, ∀ n, dl K (N + n) ≤ ε ∧ b (N + n) ≤ b N + ε ∧ b N ≤ b (N + n) + ε := fun he => by
    obtain ⟨N, h⟩ := dl_small arch he
    have h0 : dl K N ≤ _ := h 0
    exact ⟨N, fun n => ⟨h n, lin (add_le_add (cmp (N + n) N) (h n)), lin (add_le_add (cmp N (N + n)) h0)⟩⟩
  have cau : Cauchy b := fun ε he => by
    obtain ⟨N, h⟩ := osc he
    exact ⟨b N, N, fun n => abs_le (lin (h n).2.1) (lin (h n).2.2)⟩
  refine ⟨mk ⟨b, cau⟩, ind fun x hx => le_mk.mpr fun ε he => ?_, ind fun t ht => le_mk.mpr fun ε he => ?_⟩
  · obtain ⟨e, p, q⟩ := thirds he
    obtain ⟨N, h⟩ := osc p
    have k := le_mk.mp ((hb N).1 _ hx) e p
    have l : Ev fun n => b N ≤ b n + e := ⟨N, fun n => (h n).2.2⟩
    refine (k.and l).mono fun n ⟨k, h⟩ => ?_
    have k : x.f n ≤ b N + e := k
    show x.f n ≤ b n + ε
    exact lin (add_le_add (add_le_add k h) (add_le_add q (le_of_lt p)))
  · obtain ⟨e, p, q⟩ := thirds he
    obtain ⟨N, h⟩ := osc p
    have k : const (b N - dl K N) ≤ mk t := (le_total _ _).elim id fun g => absurd (ht.mono g) (hb N).2
    have l : Ev fun n => b n ≤ b N + e := ⟨N, fun n => (h n).2.1⟩
    have h0 : dl K N ≤ e := (h 0).1
    refine ((le_mk.mp k e p).and l).mono fun n ⟨k, l⟩ => ?_
    have k : b N - dl K N ≤ t.f n + e := k
    show b n ≤ t.f n + ε
    exact lin (add_le_add (add_le_add k l) (add_le_add q h0))
end Sup
end Comp
end Ord
