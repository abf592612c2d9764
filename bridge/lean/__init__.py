"""Find and run a Lean: the toolchain, its launcher, its process, what it says."""
