prelude
import NN.Analysis.Order.Field
import NN.Analysis.Order.NatCast

/-!
# A complete ordered field is Archimedean

## Main results

* `exists_nat_ge`: every element is at most some natural.
* `exists_nat_lt_mul`: the multiples of a positive element are unbounded.
* `exists_fraction_between`: fractions are dense.
-/

variable {R : Type} [CompleteOrderedField R]

/-- Every element of a complete ordered field is at most some natural: the least upper bound `s` of the
naturals would otherwise be at most `s - 1`. -/
theorem exists_nat_ge (x : R) : ∃ n : Nat, x ≤ natCast R n := by
  apply Classical.byContradiction
  intro h
  have bounded : ∀ n : Nat, natCast R n ≤ x := fun n =>
    (le_total (natCast R n) x).elim id fun g => absurd ⟨n, g⟩ h
  obtain ⟨s, above, least⟩ := exists_isLUB (fun y : R => ∃ n : Nat, y = natCast R n) ⟨0, 0, rfl⟩
    ⟨x, fun y ⟨n, e⟩ => e ▸ bounded n⟩
  have le_pred : s ≤ s - 1 := least (s - 1) fun y ⟨n, e⟩ => by
    have succ_le : natCast R n + 1 ≤ s := above (natCast R (.succ n)) ⟨.succ n, rfl⟩
    rw [e]
    exact lin succ_le
  exact lt_irrefl (0 : R) (lt_of_lt_of_le zero_lt_one (lin le_pred))

/-- Every element of a complete ordered field is less than some natural. -/
theorem exists_nat_gt (x : R) : ∃ n : Nat, x < natCast R n :=
  let ⟨n, h⟩ := exists_nat_ge x
  ⟨.succ n, lt_of_le_of_lt h (natCast_lt_succ n)⟩

/-- The multiples of a positive element are unbounded. -/
theorem exists_nat_lt_mul {x : R} (hx : 0 < x) (y : R) : ∃ n : Nat, y < natCast R n * x := by
  obtain ⟨n, h⟩ := exists_nat_gt (y / x)
  refine ⟨n, ?_⟩
  have k := mul_lt_mul_of_pos_right h hx
  rwa [div_mul_cancel₀ y (ne_of_gt hx)] at k

/-- A nonnegative element lies just below some natural: `x < n ≤ x + 1`. -/
theorem exists_nat_gt_le_add_one {x : R} (hx : 0 ≤ x) : ∃ n : Nat, x < natCast R n ∧ natCast R n ≤ x + 1 := by
  obtain ⟨N, hN⟩ := exists_nat_gt x
  -- go down from a natural above `x` as long as possible
  have go : ∀ k : Nat, x < natCast R k → ∃ n : Nat, x < natCast R n ∧ natCast R n ≤ x + 1 := fun k => by
    induction k with
    | zero => exact fun h => absurd hx (not_le.mpr h)
    | succ k ih =>
      intro h
      rcases lt_or_le x (natCast R k) with g | g
      · exact ih g
      · exact ⟨.succ k, h, add_le_add g (le_refl 1)⟩
  exact go N hN

/-- The fractions are dense: between `a < b` there is one, `(p - n) / q` with naturals `p`, `n` and `q > 0`.
-/
theorem exists_fraction_between {a b : R} (h : a < b) : ∃ p n q : Nat, 0 < natCast R q ∧
    a < (natCast R p - natCast R n) / natCast R q ∧ (natCast R p - natCast R n) / natCast R q < b := by
  have gap := sub_pos_of_lt h
  obtain ⟨q, hq⟩ := exists_nat_lt_mul gap 1
  have q_pos : 0 < natCast R q := lt_of_mul_lt_mul_right (by
    rw [zero_mul]
    exact lt_trans zero_lt_one hq) (le_of_lt gap)
  -- a natural `n` makes `q a + n` nonnegative, and `p` is just above it
  obtain ⟨n, hn⟩ := exists_nat_ge (-(natCast R q * a))
  obtain ⟨p, above, below⟩ := exists_nat_gt_le_add_one (lin hn : 0 ≤ natCast R q * a + natCast R n)
  exact ⟨p, n, q, q_pos, lt_div_of_mul_lt q_pos (slin above),
    div_lt_of_lt_mul q_pos (slin (add_lt_add_of_lt_of_le hq below))⟩
