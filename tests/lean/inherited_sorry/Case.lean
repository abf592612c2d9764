prelude
import Hole

namespace Case

/-- Lean says nothing about this one: the hole is in another file. -/
theorem standsOnHole (p : False → True) : True :=
  p hole

/-- And this one is clean. -/
theorem clean : True :=
  True.intro

end Case
