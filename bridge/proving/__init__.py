"""From a formula as plain data to a theorem: what must be supposed, a file, the node that Lean accepted."""
