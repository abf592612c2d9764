"""One session with Lean's language server, through leanclient."""
