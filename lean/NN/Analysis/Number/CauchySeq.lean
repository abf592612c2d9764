prelude
import NN.Analysis.Number.Nat
import NN.Analysis.Order.Abs

/-!
# Cauchy sequences in an ordered field

## Main definitions

* `Eventually p`: `p n` holds for all `n` from some index on.
* `IsCauchy f`: for every `ε > 0` the terms eventually stay within `ε` of a fixed element. (A centre instead
  of pairs of indices: it makes sums, products and inverses shorter, and is equivalent.)
* `TendsToZero f`, `LimitNonneg f` (no limit of `f` is negative), `EventuallyBounded f`.

## Main results

* `IsCauchy.add`, `IsCauchy.neg`, `IsCauchy.mul`, `IsCauchy.inv`: closure under the field operations.
* `LimitNonneg.add`, `LimitNonneg.mul`, `LimitNonneg.total`: the cone that orders the completion.
-/

/-- `p n` holds for all `n` from some index on. -/
def Eventually (p : Nat → Prop) : Prop := ∃ N, ∀ n, p (N + n)

namespace Eventually

variable {p q : Nat → Prop}

/-- Two properties that hold eventually hold eventually together. -/
protected theorem and : Eventually p → Eventually q → Eventually fun n => p n ∧ q n
  | ⟨M, h⟩, ⟨N, g⟩ => ⟨M + N, fun n =>
    ⟨by rw [Nat.add_assoc]; exact h _, by rw [Nat.add_comm M, Nat.add_assoc]; exact g _⟩⟩

/-- A consequence of what holds eventually holds eventually. -/
theorem mono (h : Eventually p) (g : ∀ n, p n → q n) : Eventually q :=
  let ⟨N, h⟩ := h
  ⟨N, fun n => g _ (h n)⟩

/-- What always holds, holds eventually. -/
theorem of_forall (h : ∀ n, p n) : Eventually p := ⟨0, fun _ => h _⟩

/-- What holds eventually, holds somewhere. -/
protected theorem exists (h : Eventually p) : ∃ n, p n :=
  let ⟨N, h⟩ := h
  ⟨N, h 0⟩

end Eventually

/-- What does not hold eventually fails beyond every index. -/
theorem exists_not_of_not_eventually {p : Nat → Prop} (h : ¬Eventually p) (N : Nat) : ∃ n, ¬p (N + n) :=
  Classical.not_forall.mp fun k => h ⟨N, k⟩

variable {K : Type} [OrderedField K]

/-- For every `ε > 0` the terms eventually stay within `ε` of a fixed element. -/
def IsCauchy (f : Nat → K) : Prop := ∀ ε : K, 0 < ε → ∃ c, Eventually fun n => abs (f n - c) ≤ ε

/-- For every `ε > 0` the terms are eventually at most `ε` in absolute value. -/
def TendsToZero (f : Nat → K) : Prop := ∀ ε : K, 0 < ε → Eventually fun n => abs (f n) ≤ ε

/-- For every `ε > 0` the terms are eventually at least `-ε`. -/
def LimitNonneg (f : Nat → K) : Prop := ∀ ε : K, 0 < ε → Eventually fun n => 0 ≤ f n + ε

/-- The terms are eventually bounded by a positive element. -/
def EventuallyBounded (f : Nat → K) : Prop := ∃ M : K, 0 < M ∧ Eventually fun n => abs (f n) ≤ M

variable {f g : Nat → K}

/-! ### Closure under the field operations -/

namespace IsCauchy

/-- A Cauchy sequence is bounded. -/
theorem eventuallyBounded (h : IsCauchy f) : EventuallyBounded f := by
  obtain ⟨c, h⟩ := h 1 zero_lt_one
  refine ⟨1 + abs c, add_pos_of_pos_of_nonneg zero_lt_one (abs_nonneg c), h.mono fun n h => ?_⟩
  have bound := abs_add_le_add h (le_refl (abs c))
  rwa [show f n - c + c = f n from ring] at bound

/-- Constant sequences are Cauchy. -/
theorem const (c : K) : IsCauchy fun _ => c := fun ε hε =>
  ⟨c, .of_forall fun _ => by rw [sub_self, abs_zero]; exact le_of_lt hε⟩

/-- Sums of Cauchy sequences are Cauchy. -/
theorem add (h : IsCauchy f) (k : IsCauchy g) : IsCauchy fun n => f n + g n := fun ε hε => by
  obtain ⟨δ, hδ, three⟩ := exists_pos_add_add_le hε
  obtain ⟨c, h⟩ := h δ hδ
  obtain ⟨d, k⟩ := k δ hδ
  refine ⟨c + d, (h.and k).mono fun n ⟨h, k⟩ => ?_⟩
  rw [show f n + g n - (c + d) = (f n - c) + (g n - d) from ring]
  exact le_trans (abs_add_le_add h k) (lin (add_le_add three (le_of_lt hδ)))

/-- Negatives of Cauchy sequences are Cauchy. -/
theorem neg (h : IsCauchy f) : IsCauchy fun n => -f n := fun ε hε => by
  obtain ⟨c, h⟩ := h ε hε
  refine ⟨-c, h.mono fun n h => ?_⟩
  rwa [show -f n - -c = -(f n - c) from ring, abs_neg]

/-- Products of Cauchy sequences are Cauchy. -/
theorem mul (h : IsCauchy f) (k : IsCauchy g) : IsCauchy fun n => f n * g n := fun ε hε => by
  obtain ⟨η, hη, three⟩ := exists_pos_add_add_le hε
  -- `|f - c| ≤ δ` with `δ M = η` for a bound `M` of `g`; `|g - d| ≤ δ'` with `δ' (1 + |c|) = η`
  obtain ⟨M, hM, bound⟩ := k.eventuallyBounded
  obtain ⟨δ, hδ, eδ⟩ := exists_pos_mul_eq hM hη
  obtain ⟨c, h⟩ := h δ hδ
  obtain ⟨δ', hδ', eδ'⟩ := exists_pos_mul_eq (add_pos_of_pos_of_nonneg zero_lt_one (abs_nonneg c)) hη
  obtain ⟨d, k⟩ := k δ' hδ'
  refine ⟨c * d, ((h.and k).and bound).mono fun n ⟨⟨h, k⟩, bound⟩ => ?_⟩
  rw [show f n * g n - c * d = (f n - c) * g n + (g n - d) * c from ring]
  have left : abs ((f n - c) * g n) ≤ η := by
    rw [abs_mul, ← eδ]
    exact mul_le_mul h bound (abs_nonneg _) (le_of_lt hδ)
  have right : abs ((g n - d) * c) ≤ η := by
    rw [abs_mul, ← eδ']
    exact mul_le_mul k (lin (zero_le_one (R := K))) (abs_nonneg _) (le_of_lt hδ')
  exact le_trans (abs_add_le_add left right) (lin (add_le_add three (le_of_lt hη)))

end IsCauchy

/-! ### Sequences that tend to zero -/

/-- Sums of sequences that tend to zero do so too. -/
theorem TendsToZero.add (h : TendsToZero f) (k : TendsToZero g) : TendsToZero fun n => f n + g n :=
  fun ε hε => by
  obtain ⟨δ, hδ, three⟩ := exists_pos_add_add_le hε
  exact ((h δ hδ).and (k δ hδ)).mono fun n ⟨h, k⟩ =>
    le_trans (abs_add_le_add h k) (lin (add_le_add three (le_of_lt hδ)))

/-- A sequence that tends to zero, times a bounded one, tends to zero. -/
theorem TendsToZero.mul (h : TendsToZero f) (k : EventuallyBounded g) : TendsToZero fun n => f n * g n :=
  fun ε hε => by
  obtain ⟨M, hM, bound⟩ := k
  obtain ⟨δ, hδ, eδ⟩ := exists_pos_mul_eq hM hε
  refine ((h δ hδ).and bound).mono fun n ⟨h, bound⟩ => ?_
  rw [abs_mul, ← eδ]
  exact mul_le_mul h bound (abs_nonneg _) (le_of_lt hδ)

/-! ### Sequences without negative limit -/

namespace LimitNonneg

/-- Sums have no negative limit either. -/
theorem add (h : LimitNonneg f) (k : LimitNonneg g) : LimitNonneg fun n => f n + g n := fun ε hε => by
  obtain ⟨δ, hδ, three⟩ := exists_pos_add_add_le hε
  exact ((h δ hδ).and (k δ hδ)).mono fun n ⟨h, k⟩ =>
    lin (add_le_add (add_le_add h k) (add_le_add three (le_of_lt hδ)))

/-- With `0 ≤ f + δ`, `0 ≤ g + δ`, `δ ≤ 1` and `δ (M + M' + 1) ≤ ε` the product `f g` is at least `-ε`. -/
theorem mul (h : LimitNonneg f) (k : LimitNonneg g) (boundf : EventuallyBounded f)
    (boundg : EventuallyBounded g) : LimitNonneg fun n => f n * g n := fun ε hε => by
  obtain ⟨M, hM, boundf⟩ := boundf
  obtain ⟨M', hM', boundg⟩ := boundg
  have sum_pos : 0 < M + M' + 1 := add_pos (add_pos hM hM') zero_lt_one
  obtain ⟨η, hη, eη⟩ := exists_pos_mul_eq sum_pos hε
  obtain ⟨δ, hδ, le_η, le_one⟩ : ∃ δ : K, 0 < δ ∧ δ ≤ η ∧ δ ≤ 1 := exists_pos_le_both hη zero_lt_one
  refine (((h δ hδ).and (k δ hδ)).and (boundf.and boundg)).mono fun n ⟨⟨h, k⟩, boundf, boundg⟩ => ?_
  have hδ := le_of_lt hδ
  have product := mul_nonneg h k
  have f_le := mul_nonneg hδ (sub_nonneg_of_le (le_of_abs_le boundf))
  have g_le := mul_nonneg hδ (sub_nonneg_of_le (le_of_abs_le boundg))
  have sq_le := mul_nonneg hδ (sub_nonneg_of_le le_one)
  have total := mul_nonneg (le_of_lt sum_pos) (sub_nonneg_of_le le_η)
  rw [← eη]
  exact lin (add_le_add (add_le_add (add_le_add product f_le) (add_le_add g_le sq_le)) total)

/-- A Cauchy sequence or its negative has no negative limit. -/
theorem total (h : IsCauchy f) : LimitNonneg f ∨ LimitNonneg fun n => -f n := by
  by_cases k : LimitNonneg f
  · exact .inl k
  · right
    obtain ⟨ε, k⟩ := Classical.not_forall.mp k
    by_cases hε : 0 < ε
    · -- some late term `f m` is below `-ε`, and all late terms are within `2 ε / 3` of it
      have k : ¬Eventually fun n => 0 ≤ f n + ε := fun l => k fun _ => l
      obtain ⟨δ, hδ, three⟩ := exists_pos_add_add_le hε
      obtain ⟨c, N, h⟩ := h δ hδ
      obtain ⟨m, k⟩ := exists_not_of_not_eventually k N
      have below := le_of_lt (not_le.mp k)
      refine fun ε' hε' => ⟨N, fun n => ?_⟩
      have near := add_le_add (neg_le_of_abs_le (h m)) (le_of_abs_le (h n))
      exact lin (add_le_add (add_le_add below near)
        (add_le_add three (add_nonneg (le_of_lt hδ) (le_of_lt hε'))))
    · exact absurd (fun g => absurd g hε) k

end LimitNonneg

/-! ### Inverses -/

/-- A Cauchy sequence that does not tend to zero eventually keeps away from zero. -/
theorem IsCauchy.eventually_le_abs (h : IsCauchy f) (ne : ¬TendsToZero f) :
    ∃ δ : K, 0 < δ ∧ Eventually fun n => δ ≤ abs (f n) := by
  obtain ⟨ε, k⟩ := Classical.not_forall.mp ne
  by_cases hε : 0 < ε
  · have k : ¬Eventually fun n => abs (f n) ≤ ε := fun l => k fun _ => l
    obtain ⟨δ, hδ, three⟩ := exists_pos_add_add_le hε
    obtain ⟨c, N, h⟩ := h δ hδ
    obtain ⟨m, k⟩ := exists_not_of_not_eventually k N
    have large := le_of_lt (not_le.mp k)
    refine ⟨δ, hδ, N, fun n => ?_⟩
    have near : abs (f (N + n) - c) ≤ δ := h n
    rw [abs_sub_comm] at near
    have bound := abs_add_le_add (abs_add_le_add (h m) near) (le_refl (abs (f (N + n))))
    rw [show f (N + m) - c + (c - f (N + n)) + f (N + n) = f (N + m) from ring] at bound
    exact lin (add_le_add (add_le_add bound large) three)
  · exact absurd (fun g => absurd g hε) k

/-- An element at least `δ > 0` in absolute value has an inverse, and it is at most `δ⁻¹`. -/
theorem abs_inv_le {x δ : K} (hδ : 0 < δ) (h : δ ≤ abs x) : x * x⁻¹ = 1 ∧ abs x⁻¹ ≤ δ⁻¹ := by
  have hx : x ≠ 0 := fun e => by
    rw [e, abs_zero] at h
    exact not_le.mpr hδ h
  have e := mul_inv_cancel₀ hx
  refine ⟨e, le_of_mul_le_mul_right ?_ hδ⟩
  rw [inv_mul_cancel₀ (ne_of_gt hδ), ← abs_one, ← e, abs_mul, mul_comm (abs x)]
  exact mul_le_mul_of_nonneg_left h (abs_nonneg _)

/-- The inverses of a Cauchy sequence that keeps away from zero form a Cauchy sequence. -/
theorem IsCauchy.inv (h : IsCauchy f) {δ : K} (hδ : 0 < δ) (away : Eventually fun n => δ ≤ abs (f n)) :
    IsCauchy fun n => (f n)⁻¹ := fun ε hε => by
  have inv_pos := inv_pos_of_pos hδ
  -- all late terms are within `2 η` of each other, with `2 η / δ² = ε`; `1/v - 1/u = (u - v) / (u v)`
  obtain ⟨η, hη, eη⟩ := exists_pos_mul_eq (mul_pos two_pos (mul_pos inv_pos inv_pos)) hε
  obtain ⟨c, h⟩ := h η hη
  have late := h.and away
  obtain ⟨m, near, large⟩ := late.exists
  refine ⟨(f m)⁻¹, late.mono fun n ⟨near', large'⟩ => ?_⟩
  obtain ⟨e, bound⟩ := abs_inv_le hδ large
  obtain ⟨e', bound'⟩ := abs_inv_le hδ large'
  show abs ((f n)⁻¹ - (f m)⁻¹) ≤ ε
  generalize f n = u at *
  generalize f m = v at *
  rw [abs_sub_comm] at near'
  have dist := abs_add_le_add near near'
  rw [show v - c + (c - u) = v - u from ring] at dist
  have inverses := mul_le_mul bound bound' (abs_nonneg _) (le_of_lt inv_pos)
  have product := mul_le_mul dist inverses (mul_nonneg (abs_nonneg _) (abs_nonneg _))
    (le_of_lt (add_pos hη hη))
  rw [← abs_mul, ← abs_mul, show (v - u) * (v⁻¹ * u⁻¹) = (v * v⁻¹) * u⁻¹ - (u * u⁻¹) * v⁻¹ from ring, e, e',
    one_mul, one_mul] at product
  rw [← eη]
  exact lin product
