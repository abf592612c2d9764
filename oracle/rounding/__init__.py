"""Rounding errors of kernels: NumPy kernels traced into programs, proven bounds evaluated over ranges."""
