prelude
import Base

/-- The other one. -/
noncomputable def flip (b : Bool) : Bool :=
  Bool.rec Bool.true Bool.false b

/-- Whether a number is even, by one step per unit. -/
noncomputable def even (n : Nat) : Bool :=
  Nat.rec Bool.true (fun _ ih => flip ih) n

set_option maxRecDepth 1000000000 in
/-- True, and too deep for Lean's stack once its own limit is lifted. -/
theorem deep : Eq (even 1000000) Bool.true :=
  Eq.refl
