"""From what people write their functions in to plain formulas: text, traced Python, SymPy, JAX, PyTorch.

Everything here knows frameworks and no Lean; what comes out is a tree of `bridge.catalogue`.
"""
