"""Compile the modules of a Lean project: planned by content, in parallel, kept in a store."""
