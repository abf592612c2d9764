"""Everything about numbers, nothing about Lean: evaluate proven formulas rigorously and test kernels against them."""
