prelude
import NN.Analysis.Deriv
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false

set_option linter.unusedVariables false
/-! Normed spaces over a complete ordered field and the Fréchet chain rule. -/
class Normed (R : outParam Type) [CompleteOrderedField R] (V : Type) extends Zero V, Add V, Neg V, Sub V where
  smul : R → V → V
  norm : V → R
  vadd_comm (a b : V) : a + b = b + a
  vadd_assoc (a b c : V) : a + b + c = a + (b + c)
  vadd_zero (a : V) : a + 0 = a
  vadd_neg (a : V) : a + -a = 0
  vsub_eq (a b : V) : a - b = a + -b
  norm_nonneg (a : V) : 0 ≤ norm a
  norm_zero : norm 0 = 0
  norm_add (a b : V) : norm (a + b) ≤ norm a + norm b
export Normed (smul norm vadd_comm vadd_assoc vadd_zero vadd_neg vsub_eq norm_nonneg norm_zero norm_add)
variable {R : Type} [CompleteOrderedField R] {U V W : Type} [Normed R U] [Normed R V] [Normed R W]
/-- bounded linear maps -/
structure Lin (U V : Type) [Normed R U] [Normed R V] where
  f : U → V
  map_add : ∀ a b, f (a + b) = f a + f b
  bound : ∃ C : R, 0 < C ∧ ∀ a, norm (f a) ≤ C * norm a
def IsLittleOV (r : U → V) (x : U) : Prop :=
  ∀ ε : R, ε > 0 → ∃ δ : R, δ > 0 ∧ ∀ y, norm (y - x) < δ → norm (r y) ≤ ε * norm (y - x)
def HasFDerivAt (f : U → V) (L : Lin (R := R) U V) (x : U) : Prop := IsLittleOV (R := R) (fun y => f y - f x - L.f (y - x)) x
theorem vadd_left_comm (a b c : V) : a + (b + c) = b + (a + c) := by rw [← vadd_assoc, vadd_comm a b, vadd_assoc]
theorem vsub_add (a b : V) : a - b + b = a := by
  rw [vsub_eq, vadd_assoc, vadd_comm (-b), vadd_neg, vadd_zero]
theorem IsLittleOV.add {r s : U → V} {x : U} (h : IsLittleOV (R := R) r x) (g : IsLittleOV (R := R) s x) : IsLittleOV (R := R) (fun y => r y + s y) x := by
  intro ε he
  obtain ⟨d, hd, h⟩ := h _ (half_pos he)
  obtain ⟨d', hd', g⟩ := g _ (half_pos he)
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have k := add_le_add (h y (lt_of_lt_of_le hy h1)) (g y (lt_of_lt_of_le hy h2))
  rw [← add_mul, add_halves] at k
  exact le_trans (norm_add _ _) k
theorem IsLittleOV.of_const {r : U → V} {x : U} (C : R) (hC : 0 < C)
    (h : ∀ ε > 0, ∃ δ > 0, ∀ y, norm (y - x) < δ → norm (r y) ≤ C * ε * norm (y - x)) : IsLittleOV (R := R) r x := by
  intro ε he
  obtain ⟨δ, hδ, h⟩ := h (C⁻¹ * ε) (mul_pos (inv_pos_of_pos hC) he)
  rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hC), one_mul] at h
  exact ⟨δ, hδ, h⟩
theorem IsLittleOV.lin {r : U → V} {x : U} (L : Lin (R := R) V W) (h : IsLittleOV (R := R) r x) : IsLittleOV (R := R) (fun y => L.f (r y)) x := by
  obtain ⟨C, hC, hb⟩ := L.bound
  refine IsLittleOV.of_const C hC fun ε he => ?_
  obtain ⟨δ, hδ, h⟩ := h ε he
  refine ⟨δ, hδ, fun y hy => le_trans (hb _) ?_⟩
  rw [mul_assoc]
  exact mul_le_mul_of_nonneg_left (h y hy) (le_of_lt hC)
def Lin.comp (L : Lin (R := R) V W) (K : Lin (R := R) U V) : Lin (R := R) U W where
  f := fun a => L.f (K.f a)
  map_add := fun a b => by rw [K.map_add, L.map_add]
  bound := by
    obtain ⟨C, hC, h⟩ := L.bound
    obtain ⟨D, hD, g⟩ := K.bound
    refine ⟨C * D, mul_pos hC hD, fun a => le_trans (h _) ?_⟩
    rw [mul_assoc]
    exact mul_le_mul_of_nonneg_left (g a) (le_of_lt hC)
theorem Lin.map_zero (L : Lin (R := R) U V) : L.f 0 = 0 := by
  have h := L.map_add 0 0
  rw [vadd_zero] at h
  have k : L.f 0 + -L.f 0 = L.f 0 + L.f 0 + -L.f 0 := by rw [← h]
  rw [vadd_assoc, vadd_neg, vadd_zero] at k
  exact k.symm
theorem Lin.map_neg (L : Lin (R := R) U V) (a : U) : L.f (-a) = -L.f a := by
  have h := L.map_add a (-a)
  rw [vadd_neg, L.map_zero] at h
  rw [← vadd_zero (L.f (-a)), ← vadd_neg (L.f a), ← vadd_assoc, vadd_comm (L.f (-a)), ← h, vadd_comm, vadd_zero]
theorem vneg_neg (a : V) : - -a = a := by
  rw [← vadd_zero (- -a), ← vadd_neg a, vadd_comm a, ← vadd_assoc, vadd_comm (- -a), vadd_neg, vadd_comm, vadd_zero]
theorem HasFDerivAt.comp {g : V → W} {f : U → V} {L : Lin (R := R) V W} {K : Lin (R := R) U V} {x : U}
    (hg : HasFDerivAt g L (f x)) (hf : HasFDerivAt f K x) : HasFDerivAt (fun y => g (f y)) (L.comp K) x := by
  obtain ⟨D, hD, hK⟩ := K.bound
  obtain ⟨d, hd, hr⟩ := hf 1 zero_lt_one
  have big : ∀ y, norm (y - x) < d → norm (f y - f x) ≤ (1 + D) * norm (y - x) := fun y hy => by
    have k := add_le_add (hr y hy) (hK (y - x))
    rw [← add_mul] at k
    refine le_trans ?_ k
    have e := vsub_add (f y - f x) (K.f (y - x))
    have n := norm_add (f y - f x - K.f (y - x)) (K.f (y - x))
    rwa [e] at n
  have hC : 0 < 1 + D := add_pos_of_pos_of_nonneg zero_lt_one (le_of_lt hD)
  have main : IsLittleOV (R := R) (fun y => g (f y) - g (f x) - L.f (f y - f x)) x := by
    refine IsLittleOV.of_const (1 + D) hC fun ε he => ?_
    obtain ⟨d', hd', hk⟩ := hg ε he
    obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd (mul_pos (inv_pos_of_pos hC) hd')
    refine ⟨δ, hδ, fun y hy => ?_⟩
    have hfy := big y (lt_of_lt_of_le hy h1)
    have hlt : norm (f y - f x) < d' := by
      refine lt_of_le_of_lt hfy ?_
      have e : (1 + D) * ((1 + D)⁻¹ * d') = d' := by rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hC), one_mul]
      have l := mul_pos hC (lt_of [δ, norm (y - x), (1 + D)⁻¹ * d'] (add_lt_add_of_lt_of_le hy h2) (by rfl) : 0 < (1 + D)⁻¹ * d' - norm (y - x))
      rw [← e]
      exact lt_of [D, norm (y - x), (1 + D)⁻¹ * d'] l (by rfl)
    refine le_trans (hk (f y) hlt) ?_
    exact le_of [D, ε, norm (y - x), norm (f y - f x)] (mul_nonneg (le_of_lt he) (sub_nonneg_of_le hfy)) (by rfl)
  have t := main.add (IsLittleOV.lin L hf)
  have e : (fun y => (g (f y) - g (f x) - L.f (f y - f x)) + L.f (f y - f x - K.f (y - x))) = fun y => g (f y) - g (f x) - (L.comp K).f (y - x) := by
    funext y
    show _ = g (f y) - g (f x) - L.f (K.f (y - x))
    rw [vsub_eq (f y - f x) (K.f (y - x)), L.map_add, L.map_neg, ← vadd_assoc, vsub_add, ← vsub_eq]
  exact (congrArg (fun r => IsLittleOV (R := R) r x) e).mp t
theorem pair_eq {α β : Type} {a b : α × β} (h : a.1 = b.1) (g : a.2 = b.2) : a = b := by
  cases a
  cases b
  exact congr (congrArg _ h) g
noncomputable instance instNormedSelf : Normed R R where
  smul := fun a b => a * b
  norm := abs
  vadd_comm := add_comm
  vadd_assoc := add_assoc
  vadd_zero := add_zero
  vadd_neg := add_neg_cancel
  vsub_eq := sub_eq_add_neg
  norm_nonneg := abs_nonneg
  norm_zero := abs_zero
  norm_add := abs_add_le
noncomputable instance instNormedProd : Normed R (U × V) where
  zero := (0, 0)
  add := fun a b => (a.1 + b.1, a.2 + b.2)
  neg := fun a => (-a.1, -a.2)
  sub := fun a b => (a.1 - b.1, a.2 - b.2)
  smul := fun c a => (smul c a.1, smul c a.2)
  norm := fun a => norm a.1 + norm a.2
  vadd_comm := fun a b => pair_eq (vadd_comm _ _) (vadd_comm _ _)
  vadd_assoc := fun a b c => pair_eq (vadd_assoc _ _ _) (vadd_assoc _ _ _)
  vadd_zero := fun a => pair_eq (vadd_zero _) (vadd_zero _)
  vadd_neg := fun a => pair_eq (vadd_neg _) (vadd_neg _)
  vsub_eq := fun a b => pair_eq (vsub_eq _ _) (vsub_eq _ _)
  norm_nonneg := fun a => le_of [norm a.1, norm a.2] (add_le_add (norm_nonneg a.1) (norm_nonneg a.2)) (by rfl)
  norm_zero := by
    show norm (0 : U) + norm (0 : V) = 0
    rw [norm_zero, norm_zero, add_zero]
  norm_add := fun a b => le_of [norm (a.1 + b.1), norm (a.2 + b.2), norm a.1, norm a.2, norm b.1, norm b.2]
    (add_le_add (norm_add a.1 b.1) (norm_add a.2 b.2)) (by rfl)
