"""Exit statuses of the launcher, which itself cannot be imported where `resource` is missing (Windows)."""

EXIT_MEMORY = 97
"""The memory limit was passed. Lean itself uses 0, 1 and 2."""
EXIT_ORPHAN = 98
"""The parent process died."""
