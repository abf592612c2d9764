prelude
import Base

/-- Left open. -/
theorem hole : False :=
  sorry
