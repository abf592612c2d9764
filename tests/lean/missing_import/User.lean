prelude
import Case

/-- Stands on a module that cannot be compiled. -/
theorem user : True :=
  fine
