prelude
import Base

namespace Case

/-- Left open. -/
theorem openEnded : True :=
  sorry

end Case
