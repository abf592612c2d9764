prelude
import Base

namespace Case

/-- Whatever one wants. -/
axiom cheat (p : Prop) : p

/-- Proven from it. -/
theorem cheap : False :=
  cheat False

end Case
