"""A Lean project: its sources, its modules, what stands at the top of each."""
