prelude
import NN.Analysis.Vec
universe u v w
set_option linter.all false
set_option warn.classDefReducibility false
set_option linter.unusedVariables false
/-! Differentiable operations between vectors, with forward (jvp) and reverse (vjp) rules; they compose and fork. -/
attribute [-instance] instNormedSelf
variable {R : Type} [CompleteOrderedField R] {m n k : Nat}
open Vec
theorem Lin.map_sub {U V : Type} [Normed R U] [Normed R V] (L : Lin (R := R) U V) (a b : U) : L.f (a - b) = L.f a - L.f b := by
  rw [vsub_eq, vsub_eq, L.map_add, L.map_neg]
/-- `r y ≤ o(‖y - x‖)` for a real function; `IsLittleOV r` is `IsLittleOR (‖r ·‖)` by definition -/
def IsLittleOR (r : Vec R m → R) (x : Vec R m) : Prop :=
  ∀ ε > 0, ∃ δ > 0, ∀ y, norm (y - x) < δ → r y ≤ ε * norm (y - x)
theorem IsLittleOR.zero (x : Vec R m) : IsLittleOR (fun _ => 0) x := fun ε he =>
  ⟨1, zero_lt_one, fun y _ => mul_nonneg (le_of_lt he) (norm_nonneg _)⟩
theorem IsLittleOR.add {r s : Vec R m → R} {x : Vec R m} (h : IsLittleOR r x) (g : IsLittleOR s x) : IsLittleOR (fun y => r y + s y) x := by
  intro ε he
  obtain ⟨d, hd, h⟩ := h _ (half_pos he)
  obtain ⟨d', hd', g⟩ := g _ (half_pos he)
  obtain ⟨δ, hδ, h1, h2⟩ := exists_pos_le_both hd hd'
  refine ⟨δ, hδ, fun y hy => ?_⟩
  have k := add_le_add (h y (lt_of_lt_of_le hy h1)) (g y (lt_of_lt_of_le hy h2))
  rwa [← add_mul, add_halves] at k
theorem IsLittleOR.sum {x : Vec R m} : {n : Nat} → {r : Fin n → Vec R m → R} → (∀ i, IsLittleOR (r i) x) → IsLittleOR (fun y => sum fun i => r i y) x
  | .zero, _, _ => IsLittleOR.zero x
  | .succ _, _, h => (IsLittleOR.sum fun i => h i.castSucc).add (h (Fin.last _))

/-- a Fréchet derivative gives all directional derivatives of `⟨f, δ⟩` -/
theorem HasFDerivAt.hasDerivAt_dot {f : Vec R m → Vec R n} {D : Lin (R := R) (Vec R m) (Vec R n)} {x : Vec R m} (h : HasFDerivAt f D x)
    (hom : ∀ c v, D.f (smul c v) = smul c (D.f v)) (v : Vec R m) (δ : Vec R n) :
    HasDerivAt (fun t => dot (f (x + smul t v)) δ) (dot (D.f v) δ) 0 := by
  have hv : 0 < norm v + 1 := lt_of_lt_of_le zero_lt_one (lin (norm_nonneg v))
  have hd : 0 < norm δ + 1 := lt_of_lt_of_le zero_lt_one (lin (norm_nonneg δ))
  refine IsLittleO.of_const ((norm v + 1) * (norm δ + 1)) (mul_pos hv hd) fun ε he => ?_
  obtain ⟨d, hd0, l⟩ := h ε he
  refine ⟨(norm v + 1)⁻¹ * d, mul_pos (inv_pos_of_pos hv) hd0, fun t ht => ?_⟩
  have e0 : x + smul 0 v = x := funext fun i => show x i + 0 * v i = x i from ring
  have et : x + smul t v - x = smul t v := funext fun i => show x i + t * v i - x i = t * v i from ring
  have ez : t - 0 = t := ring
  have nt : norm (smul t v) = abs t * norm v := (sum_congr fun i => abs_mul t (v i)).trans (mul_sum _ _).symm
  have l : norm (x + smul t v - x) < d → norm (f (x + smul t v) - f x - D.f (x + smul t v - x)) ≤ ε * norm (x + smul t v - x) := l (x + smul t v)
  rw [et, nt] at l
  rw [ez] at ht ⊢
  have l := l (by
    have p := mul_pos hv (sub_pos_of_lt ht)
    have e : (norm v + 1) * ((norm v + 1)⁻¹ * d) = d := by rw [← mul_assoc, mul_inv_cancel₀ (ne_of_gt hv), one_mul]
    refine lt_of_le_of_lt (lin (abs_nonneg t) : _ ≤ (norm v + 1) * abs t) ?_
    conv => rhs; rw [← e]
    exact slin p)
  have er : dot (f (x + smul t v)) δ - dot (f (x + smul 0 v)) δ - dot (D.f v) δ * t = dot (f (x + smul t v) - f x - D.f (smul t v)) δ := by
    rw [e0, sub_dot, sub_dot, hom, smul_dot, mul_comm t]
  rw [er]
  refine le_trans (abs_dot _ _) (le_trans (mul_le_mul l (le_refl _) (norm_nonneg _) ?_) ?_)
  · exact mul_nonneg (le_of_lt he) (mul_nonneg (abs_nonneg _) (norm_nonneg _))
  · have p := mul_nonneg (le_of_lt he) (abs_nonneg t)
    exact lin (add_le_add (mul_nonneg p (norm_nonneg δ)) (mul_nonneg p (le_of_lt hv)))
/-- the Fréchet derivative is unique -/
theorem HasFDerivAt.unique {f : Vec R m → Vec R n} {D E : Lin (R := R) (Vec R m) (Vec R n)} {x : Vec R m} (h : HasFDerivAt f D x) (g : HasFDerivAt f E x)
    (hD : ∀ c v, D.f (smul c v) = smul c (D.f v)) (hE : ∀ c v, E.f (smul c v) = smul c (E.f v)) : D.f = E.f :=
  funext fun v => ext_dot fun δ => (h.hasDerivAt_dot hD v δ).unique (g.hasDerivAt_dot hE v δ)

structure Op (R : Type) [CompleteOrderedField R] (m n : Nat) where
  forward : Vec R m → Vec R n
  jvp : Vec R m → Vec R m → Vec R n
  vjp : Vec R m → Vec R n → Vec R m
namespace Op
/-- at `x`, `jvp x` is the Fréchet derivative of `forward` and `vjp x` its adjoint -/
structure CorrectAt (A : Op R m n) (x : Vec R m) : Prop where
  deriv : ∃ D : Lin (R := R) (Vec R m) (Vec R n), D.f = A.jvp x ∧ HasFDerivAt A.forward D x
  adjoint : ∀ dx δ, dot (A.jvp x dx) δ = dot dx (A.vjp x δ)
/-- the reverse rule is the adjoint of the forward rule everywhere, also where there is no derivative -/
def Adjoint (A : Op R m n) : Prop := ∀ x dx δ, dot (A.jvp x dx) δ = dot dx (A.vjp x δ)
def Correct (A : Op R m n) : Prop := ∀ x, A.CorrectAt x
noncomputable def rem (A : Op R m n) (x y : Vec R m) : Vec R n := A.forward y - A.forward x - A.jvp x (y - x)
theorem CorrectAt.little {A : Op R m n} {x : Vec R m} (h : A.CorrectAt x) : IsLittleOR (fun y => norm (A.rem x y)) x := by
  obtain ⟨D, e, h⟩ := h.deriv
  unfold rem
  rw [← e]
  exact h
theorem CorrectAt.of_little {A : Op R m n} {x : Vec R m} (a : ∀ dx δ, dot (A.jvp x dx) δ = dot dx (A.vjp x δ))
    (h : IsLittleOR (fun y => norm (A.rem x y)) x) : A.CorrectAt x :=
  ⟨⟨linOfAdjoint _ _ a, rfl, h⟩, a⟩
def comp (B : Op R n k) (A : Op R m n) : Op R m k where
  forward := fun x => B.forward (A.forward x)
  jvp := fun x dx => B.jvp (A.forward x) (A.jvp x dx)
  vjp := fun x δ => A.vjp x (B.vjp (A.forward x) δ)
theorem Adjoint.comp {B : Op R n k} {A : Op R m n} (hB : B.Adjoint) (hA : A.Adjoint) : (B.comp A).Adjoint :=
  fun x dx δ => (hB _ _ _).trans (hA _ _ _)
theorem CorrectAt.comp {B : Op R n k} {A : Op R m n} {x : Vec R m} (hB : B.CorrectAt (A.forward x)) (hA : A.CorrectAt x) :
    (B.comp A).CorrectAt x := by
  obtain ⟨⟨E, e, h⟩, b⟩ := hB
  obtain ⟨⟨D, d, g⟩, a⟩ := hA
  exact ⟨⟨E.comp D, funext fun dx => by show E.f (D.f dx) = _; rw [e, d]; rfl, h.comp g⟩, fun dx δ => (b _ _).trans (a _ _)⟩
/-- both results, one after the other; the reverse pass adds the two cotangents -/
noncomputable def fork (A : Op R m n) (B : Op R m k) : Op R m (n + k) where
  forward := fun x => append (A.forward x) (B.forward x)
  jvp := fun x dx => append (A.jvp x dx) (B.jvp x dx)
  vjp := fun x δ => A.vjp x (head δ) + B.vjp x (tail δ)
theorem Adjoint.fork {A : Op R m n} {B : Op R m k} (hA : A.Adjoint) (hB : B.Adjoint) : (A.fork B).Adjoint := fun x dx δ =>
  (dot_append _ _ _).trans (by rw [hA, hB]; exact (dot_add _ _ _).symm)
theorem CorrectAt.fork {A : Op R m n} {B : Op R m k} {x : Vec R m} (hA : A.CorrectAt x) (hB : B.CorrectAt x) : (A.fork B).CorrectAt x := by
  refine .of_little (fun dx δ => ?_) ?_
  · exact (dot_append _ _ _).trans (by rw [hA.adjoint, hB.adjoint]; exact (dot_add _ _ _).symm)
  · have e : (fun y => norm ((A.fork B).rem x y)) = fun y => norm (A.rem x y) + norm (B.rem x y) := funext fun y => by
      rw [← norm_append]
      show norm (append (A.forward y) (B.forward y) - append (A.forward x) (B.forward x) - append (A.jvp x (y - x)) (B.jvp x (y - x))) = _
      rw [append_sub, append_sub]
      rfl
    rw [e]
    exact hA.little.add hB.little
/-- a linear map with its adjoint -/
def linear (f : Vec R m → Vec R n) (g : Vec R n → Vec R m) : Op R m n := ⟨f, fun _ dx => f dx, fun _ δ => g δ⟩
theorem correct_linear {f : Vec R m → Vec R n} {g : Vec R n → Vec R m} (h : ∀ x y, dot (f x) y = dot x (g y)) : (linear f g).Correct := fun x => by
  refine .of_little h ?_
  have e : (fun y => norm ((linear f g).rem x y)) = fun _ => 0 := funext fun y => by
    have s : f (y - x) = f y - f x := (linOfAdjoint f g h).map_sub y x
    show norm (f y - f x - f (y - x)) = 0
    rw [s, vsub_eq, vadd_neg, norm_zero]
  rw [e]
  exact .zero x
noncomputable def translate (b : Vec R n) : Op R n n := ⟨fun x => x + b, fun _ dx => dx, fun _ δ => δ⟩
theorem correct_translate (b : Vec R n) : (translate b).Correct := fun x => by
  refine .of_little (fun _ _ => rfl) ?_
  have e : (fun y => norm ((translate b).rem x y)) = fun _ => 0 := funext fun y => by
    have s : (translate b).rem x y = 0 := funext fun i => show y i + b i - (x i + b i) - (y i - x i) = 0 from ring
    rw [s, norm_zero]
  rw [e]
  exact .zero x
def elementwise (f f' : R → R) : Op R n n where
  forward := fun x i => f (x i)
  jvp := fun x dx i => dx i * f' (x i)
  vjp := fun x δ i => δ i * f' (x i)
theorem adjoint_elementwise (f f' : R → R) : (elementwise (n := n) f f').Adjoint := fun x dx δ => sum_congr fun i => by
  show dx i * f' (x i) * δ i = dx i * (δ i * f' (x i))
  ring
theorem correctAt_elementwise {f f' : R → R} {x : Vec R n} (h : ∀ i, HasDerivAt f (f' (x i)) (x i)) : (elementwise f f').CorrectAt x := by
  refine .of_little (adjoint_elementwise f f' x) (IsLittleOR.sum fun i ε he => ?_)
  · obtain ⟨d, hd, h⟩ := h i ε he
    refine ⟨d, hd, fun y hy => ?_⟩
    have a : abs (y i - x i) ≤ norm (y - x) := abs_le_norm (y - x) i
    have k := h (y i) (lt_of_le_of_lt a hy)
    show abs (f (y i) - f (x i) - (y i - x i) * f' (x i)) ≤ _
    rw [mul_comm (y i - x i)]
    exact le_trans k (mul_le_mul_of_nonneg_left a (le_of_lt he))
/-- the entrywise product of the two halves -/
def mul : Op R (n + n) n where
  forward := fun z k => head z k * tail z k
  jvp := fun z dz k => head dz k * tail z k + head z k * tail dz k
  vjp := fun z δ => append (fun k => tail z k * δ k) (fun k => head z k * δ k)
theorem correct_mul : (mul (R := R) (n := n)).Correct := fun z => by
  refine .of_little (fun dz δ => ?_) (IsLittleOR.sum fun k ε he => ⟨ε, he, fun y hy => ?_⟩)
  · refine Eq.trans ?_ (dot_comm _ _)
    refine Eq.trans ?_ (dot_append _ _ dz).symm
    refine Eq.trans (sum_congr fun k => ?_) (sum_add _ _)
    show (head dz k * tail z k + head z k * tail dz k) * δ k = tail z k * δ k * head dz k + head z k * δ k * tail dz k
    ring
  · have a : abs (head y k - head z k) ≤ norm (y - z) := abs_le_norm (y - z) (.left n k)
    have b : abs (tail y k - tail z k) ≤ norm (y - z) := abs_le_norm (y - z) (.right n k)
    show abs (head y k * tail y k - head z k * tail z k - ((head y k - head z k) * tail z k + head z k * (tail y k - tail z k))) ≤ _
    rw [show head y k * tail y k - head z k * tail z k - ((head y k - head z k) * tail z k + head z k * (tail y k - tail z k)) =
      (head y k - head z k) * (tail y k - tail z k) from ring, abs_mul]
    exact mul_le_mul (le_trans a (le_of_lt hy)) b (abs_nonneg _) (le_of_lt he)
/-- the derivative is homogeneous -/
theorem CorrectAt.jvp_smul {A : Op R m n} {x : Vec R m} (h : A.CorrectAt x) (c : R) (v : Vec R m) : A.jvp x (smul c v) = smul c (A.jvp x v) :=
  ext_dot fun δ => by rw [h.adjoint, smul_dot, smul_dot, h.adjoint]
/-- what `CorrectAt` means coordinate by coordinate: `vjp` gives all directional derivatives of `⟨forward, δ⟩` -/
theorem CorrectAt.hasDerivAt_dot {A : Op R m n} {x : Vec R m} (h : A.CorrectAt x) (v : Vec R m) (δ : Vec R n) :
    HasDerivAt (fun t => dot (A.forward (x + smul t v)) δ) (dot v (A.vjp x δ)) 0 := by
  obtain ⟨D, e, d⟩ := h.deriv
  rw [← h.adjoint, ← e]
  exact d.hasDerivAt_dot (by rw [e]; exact h.jvp_smul) v δ
/-- `vjp` is the adjoint of any Fréchet derivative of `forward` -/
theorem CorrectAt.adjoint_of_hasFDerivAt {A : Op R m n} {x : Vec R m} (h : A.CorrectAt x) {D : Lin (R := R) (Vec R m) (Vec R n)}
    (d : HasFDerivAt A.forward D x) (hom : ∀ c v, D.f (smul c v) = smul c (D.f v)) (dx : Vec R m) (δ : Vec R n) :
    dot (D.f dx) δ = dot dx (A.vjp x δ) := by
  obtain ⟨E, e, g⟩ := h.deriv
  rw [d.unique g hom (by rw [e]; exact h.jvp_smul), e, h.adjoint]
/-- the reverse rule is determined by the forward function -/
theorem CorrectAt.unique {A B : Op R m n} {x : Vec R m} (hA : A.CorrectAt x) (hB : B.CorrectAt x) (e : ∀ y, A.forward y = B.forward y) :
    A.vjp x = B.vjp x ∧ A.jvp x = B.jvp x := by
  have e : A.forward = B.forward := funext e
  have v : A.vjp x = B.vjp x := funext fun δ => ext_dot fun v => by
    have a := hA.hasDerivAt_dot v δ
    rw [e] at a
    rw [dot_comm, a.unique (hB.hasDerivAt_dot v δ), dot_comm]
  exact ⟨v, funext fun dx => ext_dot fun δ => by rw [hA.adjoint, hB.adjoint, v]⟩
end Op
