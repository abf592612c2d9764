"""Lean's own kernel judges once more, and from the compiled files, what Lean says that it accepted.

A line of Lean can keep the kernel from looking (`debug.skipKernelTC`, a macro that adds without checking). So
what counts is not that Lean compiled a module without an error, but that a kernel, in a process that runs
nothing of the project, accepted the declarations that the `.olean` holds.
"""
