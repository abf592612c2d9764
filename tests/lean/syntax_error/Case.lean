prelude
import Base

/-- The bracket is never closed. -/
theorem unclosed : Eq (Nat.succ (Nat.zero) Nat.zero :=
  Eq.refl
