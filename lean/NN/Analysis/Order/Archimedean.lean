prelude
import NN.Analysis.Order.Field
import NN.Analysis.Order.NatCast

/-!
# A complete ordered field is Archimedean

## Main results

* `exists_nat_ge`: every element is at most some natural.
* `exists_nat_lt_mul`: the multiples of a positive element are unbounded.
-/

variable {R : Type} [CompleteOrderedField R]

/-- Every element of a complete ordered field is at most some natural: the least upper bound `s` of the naturals would
otherwise be at most `s - 1`. -/
theorem exists_nat_ge (x : R) : ∃ n : Nat, x ≤ natCast R n := by
  apply Classical.byContradiction
  intro h
  have bounded : ∀ n : Nat, natCast R n ≤ x := fun n => (le_total (natCast R n) x).elim id fun g => absurd ⟨n, g⟩ h
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
