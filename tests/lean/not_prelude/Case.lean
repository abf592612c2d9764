/-- Needs Lean's own library. -/
theorem fine : 1 + 1 = 2 := rfl
