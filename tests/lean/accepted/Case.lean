prelude
import Base

namespace Case

/-- Provable. -/
theorem fine (a : Bool) : Eq a a :=
  Eq.refl

end Case
