"""The names of the formats that kernels are tested in, apart: parsing a command line needs nothing else."""

__all__ = ["DTYPES", "SMALL"]

DTYPES = ("float64", "float32", "float16", "bfloat16")

SMALL = ("float16", "bfloat16")
"""Formats of which every number can be tested."""
