prelude
import NN.Analysis.Number.Completion
import NN.Analysis.Order.NatCast

/-!
# Least upper bounds in the completion of an Archimedean field

If `K` is Archimedean, a nonempty set of elements of `Completion K` with an upper bound has a least one: the
limit of upper bounds `b n` in `K` such that `b n - 1 / (n + 1)` is no upper bound.

## Main results

* `Completion.exists_isLUB`.
-/

variable {K : Type} [OrderedField K]

namespace Completion

/-- What is above an upper bound is an upper bound. -/
theorem _root_.IsUpperBound.mono {R : Type} [OrderedRing R] {S : R → Prop} {b c : R} (h : IsUpperBound S b)
    (g : b ≤ c) : IsUpperBound S c := fun x hx => le_trans (h x hx) g

section LeastUpperBound

variable (archimedean : ∀ x : K, ∃ n : Nat, x ≤ natCast K n) {S : Completion K → Prop}

include archimedean

/-- For every step `δ > 0` some `b` in `K` is an upper bound while `b - δ` is not: go down from an upper bound
in steps of `δ`. -/
theorem exists_isUpperBound_step (ne : ∃ x, S x) (bounded : ∃ b, IsUpperBound S b) {δ : K} (hδ : 0 < δ) :
    ∃ b : K, IsUpperBound S (const b) ∧ ¬IsUpperBound S (const (b - δ)) := by
  obtain ⟨x, hx⟩ := ne
  obtain ⟨B, hB⟩ := bounded
  obtain ⟨m, hm⟩ := exists_not_le_const x
  obtain ⟨M, hM⟩ := exists_le_const B
  have start : ¬IsUpperBound S (const (m + 0 * δ)) := fun h => hm (by
    have k := h x hx
    rwa [show m + 0 * δ = m from ring] at k)
  have go : ∀ k : Nat, IsUpperBound S (const (m + natCast K k * δ)) →
      ∃ b : K, IsUpperBound S (const b) ∧ ¬IsUpperBound S (const (b - δ)) := fun k => by
    induction k with
    | zero => exact fun h => absurd h start
    | succ k ih =>
      intro h
      by_cases g : IsUpperBound S (const (m + natCast K k * δ))
      · exact ih g
      · refine ⟨_, h, ?_⟩
        show ¬IsUpperBound S (const (m + (natCast K k + 1) * δ - δ))
        rwa [show m + (natCast K k + 1) * δ - δ = m + natCast K k * δ from ring]
  obtain ⟨k, hk⟩ := archimedean ((M - m) / δ)
  have steps := mul_le_mul_of_nonneg_right hk (le_of_lt hδ)
  rw [div_mul_cancel₀ _ (ne_of_gt hδ)] at steps
  exact go k ((hB.mono hM).mono (const_le_const (lin steps)))

omit archimedean in
/-- `n + 1` is positive. -/
theorem natCast_add_one_pos (n : Nat) : 0 < natCast K n + 1 :=
  lt_of_lt_of_le zero_lt_one (lin (natCast_nonneg n))

/-- The steps `1 / (n + 1)` eventually stay below every positive element. -/
theorem exists_inv_natCast_le {ε : K} (hε : 0 < ε) : ∃ N : Nat, ∀ n, (natCast K (N + n) + 1)⁻¹ ≤ ε := by
  obtain ⟨N, hN⟩ := archimedean ε⁻¹
  refine ⟨N, fun n => ?_⟩
  have pos := natCast_add_one_pos (K := K) (N + n)
  refine le_of_mul_le_mul_right ?_ pos
  have le : ε⁻¹ ≤ natCast K (N + n) + 1 := by
    rw [natCast_add]
    exact lin (add_le_add (add_le_add hN (natCast_nonneg n)) (zero_le_one (R := K)))
  have k := mul_le_mul_of_nonneg_left le (le_of_lt hε)
  rw [mul_inv_cancel₀ (ne_of_gt hε)] at k
  rwa [inv_mul_cancel₀ (ne_of_gt pos)]

/-- A nonempty set with an upper bound has a least upper bound, if `K` is Archimedean. -/
theorem exists_isLUB (ne : ∃ x, S x) (bounded : ∃ b, IsUpperBound S b) : ∃ s, IsLUB S s := by
  let δ : Nat → K := fun n => (natCast K n + 1)⁻¹
  -- upper bounds `b n` such that `b n - δ n` is no upper bound
  have step := fun n =>
    exists_isUpperBound_step archimedean ne bounded (inv_pos_of_pos (natCast_add_one_pos n))
  obtain ⟨b, hb⟩ : ∃ b : Nat → K, ∀ n, IsUpperBound S (const (b n)) ∧ ¬IsUpperBound S (const (b n - δ n)) :=
    ⟨fun n => Classical.choose (step n), fun n => Classical.choose_spec (step n)⟩
  have compare : ∀ m n, b m - δ m ≤ b n := fun m n =>
    (le_total _ _).elim id fun h => absurd ((hb n).1.mono (const_le_const h)) (hb m).2
  have oscillation : ∀ {ε : K}, 0 < ε → ∃ N, ∀ n, δ (N + n) ≤ ε ∧ b (N + n) ≤ b N + ε ∧ b N ≤ b (N + n) + ε :=
    fun hε => by
      obtain ⟨N, small⟩ := exists_inv_natCast_le archimedean hε
      have small_zero : δ N ≤ _ := small 0
      exact ⟨N, fun n => ⟨small n, lin (add_le_add (compare (N + n) N) (small n)),
        lin (add_le_add (compare N (N + n)) small_zero)⟩⟩
  have cauchy : IsCauchy b := fun ε hε => by
    obtain ⟨N, h⟩ := oscillation hε
    exact ⟨b N, N, fun n => abs_le_of_le_of_neg_le (lin (h n).2.1) (lin (h n).2.2)⟩
  refine ⟨mk ⟨b, cauchy⟩, ind fun x hx => mk_le_mk.mpr fun ε hε => ?_,
    ind fun t ht => mk_le_mk.mpr fun ε hε => ?_⟩
  · -- an upper bound: `x ≤ b N + η ≤ b n + 2 η` for large `n`
    obtain ⟨η, hη, three⟩ := exists_pos_add_add_le hε
    obtain ⟨N, h⟩ := oscillation hη
    have below := mk_le_mk.mp ((hb N).1 _ hx) η hη
    have near : Eventually fun n => b N ≤ b n + η := ⟨N, fun n => (h n).2.2⟩
    refine (below.and near).mono fun n ⟨below, near⟩ => ?_
    have below : x.seq n ≤ b N + η := below
    exact lin (add_le_add (add_le_add below near) (add_le_add three (le_of_lt hη)))
  · -- the least one: `b n ≤ b N + η ≤ t + 3 η` for large `n`, as `b N - δ N` is no upper bound
    obtain ⟨η, hη, three⟩ := exists_pos_add_add_le hε
    obtain ⟨N, h⟩ := oscillation hη
    have above : const (b N - δ N) ≤ mk t := (le_total _ _).elim id fun g => absurd (ht.mono g) (hb N).2
    have near : Eventually fun n => b n ≤ b N + η := ⟨N, fun n => (h n).2.1⟩
    have small : δ N ≤ η := (h 0).1
    refine ((mk_le_mk.mp above η hη).and near).mono fun n ⟨above, near⟩ => ?_
    have above : b N - δ N ≤ t.seq n + η := above
    exact lin (add_le_add (add_le_add above near) (add_le_add three small))

end LeastUpperBound

end Completion
