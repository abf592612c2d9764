"""A theorem for somebody's program: a Lean file in which it is data, checked; and what that file says."""
