prelude
import Base

/-- Not on the cycle, and accepted. -/
theorem innocent : True :=
  True.intro
