"""The second opinion: our own type checker, in a process of its own."""
