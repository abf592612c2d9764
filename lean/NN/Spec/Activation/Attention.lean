prelude
import NN.Analysis.Vec.Flatten
import NN.Spec.Activation.Softmax
/-!
# Scaled dot-product attention

`m` queries and `n` keys of `d` entries each, and `n` values of `e` entries, stored row by row.

## Main definitions
- `scores c q k i j = c ∑ l, q i l * k j l`; `attentionWeights w c q k i`, the softmax of row `i` of the
  scores, with the weights `w i j` as a mask; `attention w c q k v i l = ∑ j, weights i j * v j l`.
- `scoresJvp`, `attentionWeightsJvp`, `attentionJvp`: their changes; `scoresVjp`: the gradient at the scores;
  `attentionVjpQ`, `attentionVjpK`, `attentionVjpV`: those at queries, keys and values.

## Main results
- `inner_attentionJvp`: the reverse rules are the adjoint of the forward rule.
- `attentionWeights_causalMask`, `sum_attentionWeights_causalMask`: causal weights are 0 for later keys and
  have the
  sum 1.
- `hasDifferentialAt_attention`: the forward rule is the differential, if no row of the scores is masked
  completely.
-/

namespace Activation.Math
open Vec
variable {m n d e : Nat}

/-! ### Definitions -/

/-- The scores of query `i`: `c ∑ l, q i l * k j l`. -/
noncomputable def scores (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n)) (i : Fin m) : Vec n :=
  ⟨fun j => c * ∑ l, q.ofLp (.rowMajor i l) * k.ofLp (.rowMajor j l)⟩

/-- The weights of query `i`: the softmax of its scores, with the mask `w i`. -/
noncomputable def attentionWeights (w : Fin m → Fin n → ℝ) (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n))
    (i : Fin m) (j : Fin n) : ℝ := maskedSoftmax (w i) (scores c q k i) j

/-- The weighted sum of the values. -/
noncomputable def attention (w : Fin m → Fin n → ℝ) (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n))
    (v : Vec (e * n)) (i : Fin m) (l : Fin e) :
    ℝ := ∑ j, attentionWeights w c q k i j * v.ofLp (.rowMajor j l)

/-- The change of the scores. -/
noncomputable def scoresJvp (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n)) (dq : Vec (d * m)) (dk : Vec (d * n))
    (i : Fin m) (j : Fin n) : ℝ := c * ∑ l, (q.ofLp (.rowMajor i l) * dk.ofLp (.rowMajor j l) +
      k.ofLp (.rowMajor j l) * dq.ofLp (.rowMajor i l))

/-- The change of the weights. -/
noncomputable def attentionWeightsJvp (w : Fin m → Fin n → ℝ) (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n))
    (dq : Vec (d * m)) (dk : Vec (d * n)) (i : Fin m) (j : Fin n) : ℝ :=
  attentionWeights w c q k i j * (scoresJvp c q k dq dk i j -
    ∑ j', attentionWeights w c q k i j' * scoresJvp c q k dq dk i j')

/-- The change of the result. -/
noncomputable def attentionJvp (w : Fin m → Fin n → ℝ) (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n))
    (v : Vec (e * n)) (dq : Vec (d * m)) (dk : Vec (d * n)) (dv : Vec (e * n)) (i : Fin m) (l : Fin e) : ℝ :=
  ∑ j, (attentionWeights w c q k i j * dv.ofLp (.rowMajor j l) +
    v.ofLp (.rowMajor j l) * attentionWeightsJvp w c q k dq dk i j)

/-- The gradient at the scores. -/
noncomputable def scoresVjp (w : Fin m → Fin n → ℝ) (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n))
    (v : Vec (e * n)) (δ : Vec (e * m)) (i : Fin m) (j : Fin n) : ℝ :=
  attentionWeights w c q k i j * ((∑ l, v.ofLp (.rowMajor j l) * δ.ofLp (.rowMajor i l)) -
    ∑ j', attentionWeights w c q k i j' * ∑ l, v.ofLp (.rowMajor j' l) * δ.ofLp (.rowMajor i l))

/-- The gradient at the queries. -/
noncomputable def attentionVjpQ (w : Fin m → Fin n → ℝ) (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n))
    (v : Vec (e * n)) (δ : Vec (e * m)) (i : Fin m) (l : Fin d) :
    ℝ := c * ∑ j, scoresVjp w c q k v δ i j * k.ofLp
      (.rowMajor j l)

/-- The gradient at the keys. -/
noncomputable def attentionVjpK (w : Fin m → Fin n → ℝ) (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n))
    (v : Vec (e * n)) (δ : Vec (e * m)) (j : Fin n) (l : Fin d) :
    ℝ := c * ∑ i, scoresVjp w c q k v δ i j * q.ofLp
      (.rowMajor i l)

/-- The gradient at the values. -/
noncomputable def attentionVjpV (w : Fin m → Fin n → ℝ) (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n))
    (δ : Vec (e * m)) (j : Fin n) (l : Fin e) :
    ℝ := ∑ i, attentionWeights w c q k i j * δ.ofLp (.rowMajor i l)

/-! ### The reverse rules are adjoint to the forward rule -/

/-- A sum over queries and keys of changes of the scores, sorted by the changes of the queries and those of
the keys. -/
private theorem sum_scoresJvp_mul (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n)) (dq : Vec (d * m))
    (dk : Vec (d * n)) (h : Fin m → Fin n → ℝ) : ∑ i, ∑ j, scoresJvp c q k dq dk i j * h i j =
      (∑ i, ∑ l, dq.ofLp (.rowMajor i l) * (c * ∑ j, h i j * k.ofLp (.rowMajor j l))) +
        ∑ j, ∑ l, dk.ofLp (.rowMajor j l) * (c * ∑ i, h i j * q.ofLp (.rowMajor i l)) := by
  simp only [scoresJvp, Fin.sum_add_distrib, mul_add, add_mul, Fin.mul_sum, Fin.sum_mul]
  rw [add_comm]
  refine congr (congrArg HAdd.hAdd ?_) ?_
  · exact Fin.sum_congr fun i => (Fin.sum_comm _).trans (Fin.sum_congr fun l => Fin.sum_congr fun j => ring)
  · exact (Fin.sum_comm _).trans (Fin.sum_congr fun j => (Fin.sum_comm _).trans
      (Fin.sum_congr fun l => Fin.sum_congr fun i => ring))

/-- The reverse rules are the adjoint of the forward rule. -/
theorem inner_attentionJvp (w : Fin m → Fin n → ℝ) (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n))
    (v : Vec (e * n)) (dq : Vec (d * m)) (dk : Vec (d * n)) (dv : Vec (e * n)) (δ : Vec (e * m)) :
    ⟪⟨Fin.flatten (attentionJvp w c q k v dq dk dv)⟩, δ⟫ =
      ⟪dq, ⟨Fin.flatten (attentionVjpQ w c q k v δ)⟩⟫ + (⟪dk, ⟨Fin.flatten (attentionVjpK w c q k v δ)⟩⟫ +
        ⟪dv, ⟨Fin.flatten (attentionVjpV w c q k δ)⟩⟫) := by
  rw [flatten_inner, inner_flatten, inner_flatten, inner_flatten, ← add_assoc]
  have scores := sum_scoresJvp_mul c q k dq dk (scoresVjp w c q k v δ)
  refine Eq.trans ?_ (congrArg (· + ∑ j, ∑ l, dv.ofLp (.rowMajor j l) * attentionVjpV w c q k δ j l) scores)
  -- the part of the weights is symmetric
  have weights : ∀ i, ∑ j, scoresJvp c q k dq dk i j * scoresVjp w c q k v δ i j =
      ∑ j, attentionWeightsJvp w c q k dq dk i j * ∑ l, v.ofLp (.rowMajor j l) * δ.ofLp (.rowMajor i l) :=
      fun i =>
    (sum_softmaxJvp_mul (attentionWeights w c q k i) (scoresJvp c q k dq dk i) fun j =>
      ∑ l, v.ofLp (.rowMajor j l) * δ.ofLp (.rowMajor i l)).symm
  rw [Fin.sum_congr weights, add_comm]
  simp only [attentionJvp, attentionVjpV, Fin.sum_add_distrib, Fin.sum_mul, Fin.mul_sum, add_mul]
  refine congr (congrArg HAdd.hAdd ?_) ?_
  · exact Eq.trans (Fin.sum_congr fun i => Fin.sum_comm _) ((Fin.sum_comm _).trans (Fin.sum_congr fun j =>
      (Fin.sum_comm _).trans (Fin.sum_congr fun l => Fin.sum_congr fun i => ring)))
  · exact Fin.sum_congr fun i => (Fin.sum_comm _).trans (Fin.sum_congr fun j => Fin.sum_congr fun l => ring)

/-! ### The forward rule is the differential -/

/-- The forward rule is the differential, if no row of the scores is masked completely: for a function of any
space whose value at `y` is given by the queries `q y`, the keys `k y` and the values `v y`. -/
theorem hasDifferentialAt_attention {U : Type} [NormedSpace ℝ U] {x : U} {w : Fin m → Fin n → ℝ} {c : ℝ}
    {q dq : U → Vec (d * m)} {k dk : U → Vec (d * n)} {v dv : U → Vec (e * n)}
    (hq : ∀ a, HasDifferentialAt (fun y => (q y).ofLp a) (fun u => (dq u).ofLp a) x)
    (hk : ∀ a, HasDifferentialAt (fun y => (k y).ofLp a) (fun u => (dk u).ofLp a) x)
    (hv : ∀ a, HasDifferentialAt (fun y => (v y).ofLp a) (fun u => (dv u).ofLp a) x) (i : Fin m)
    (ne : Fin n → ∑ j, w i j * exp ((scores c (q x) (k x) i).ofLp j) ≠ 0) (l : Fin e) :
    HasDifferentialAt (fun y => attention w c (q y) (k y) (v y) i l)
      (fun u => attentionJvp w c (q x) (k x) (v x) (dq u) (dk u) (dv u) i l) x := by
  have score : ∀ j, HasDifferentialAt (fun y => (scores c (q y) (k y) i).ofLp j)
      (fun u => scoresJvp c (q x) (k x) (dq u) (dk u) i j) x := fun j =>
    (HasDifferentialAt.sum fun l => (hq (.rowMajor i l)).mul (hk (.rowMajor j l))).const_mul c
  exact HasDifferentialAt.sum fun j => (HasDifferentialAt.maskedSoftmax score (ne j) j).mul
    (hv (.rowMajor j l))

/-! ### Masks -/

/-- The mask that hides nothing. -/
noncomputable def noMask {m n : Nat} (_ : Fin m) (_ : Fin n) : ℝ := 1

/-- The mask of causal attention: query `i` sees the keys `0, ..., i`. -/
noncomputable def causalMask {m n : Nat} (i : Fin m) (j : Fin n) : ℝ := cond (Nat.ble j.val i.val) 1 0

/-- Without a mask the denominators of the softmax are not zero. -/
theorem sum_noMask_ne_zero (i : Fin m) (j : Fin n) (x : Vec n) :
    ∑ j', noMask i j' * exp (x.ofLp j') ≠ 0 :=
  ne_of_gt (sum_mul_exp_pos (fun _ => zero_le_one) x j zero_lt_one)

/-- Key 0, if there is a key. -/
private theorem zero_lt_succ : (n : Nat) → Nat.le (.succ .zero) (.succ n)
  | .zero => .refl
  | .succ n => .step (zero_lt_succ n)

/-- `0 ≤ n`, as a computation. -/
private theorem zero_ble : (n : Nat) → Nat.ble .zero n = true
  | .zero => rfl
  | .succ _ => rfl

/-- No query is hidden from key 0. -/
theorem sum_causalMask_ne_zero : {n : Nat} → (i : Fin m) → (j : Fin n) → (x : Vec n) →
    ∑ j', causalMask i j' * exp (x.ofLp j') ≠ 0
  | .zero, _, j, _ => j.elim0
  | .succ n, i, _, x => by
    refine ne_of_gt (sum_mul_exp_pos (fun j => ?_) x ⟨.zero, zero_lt_succ n⟩ ?_)
    · rw [causalMask]
      cases Nat.ble j.val i.val
      · exact le_refl 0
      · exact zero_le_one
    · show (0 : ℝ) < cond (Nat.ble .zero i.val) 1 0
      rw [zero_ble]
      exact zero_lt_one

/-- Causal attention gives no weight to later keys. -/
theorem attentionWeights_causalMask (c : ℝ) (q : Vec (d * m)) (k : Vec (d * n)) {i : Fin m} {j : Fin n}
    (h : Nat.ble j.val i.val = false) : attentionWeights causalMask c q k i j = 0 :=
  maskedSoftmax_of_zero _ (by rw [causalMask, h]; rfl)

/-- The weights of causal attention have the sum 1. -/
theorem sum_attentionWeights_causalMask (c : ℝ) (q : Vec (d * m)) (k : Vec (d * (.succ n))) (i : Fin m) :
    ∑ j, attentionWeights causalMask c q k i j = 1 :=
  sum_maskedSoftmax (sum_causalMask_ne_zero i (.last n) (scores c q k i))

end Activation.Math
