prelude
import Base

namespace Case

/-- Provable, before the one that is not. -/
theorem fine : True :=
  True.intro

/-- Not provable. -/
theorem wrong : False :=
  True.intro

end Case
