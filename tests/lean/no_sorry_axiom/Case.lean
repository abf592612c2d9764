prelude

/-- Without `sorryAx` in the foundation Lean has nothing to mark a rejected proof with. -/
inductive True : Prop where
  | intro : True

/-- Fine. -/
theorem fine : True :=
  True.intro
