"""JAX's primitives as steps of a program: each by the rule of the PyTorch operation that is the same thing,
or read from what it does to the numbers of entries.
"""
