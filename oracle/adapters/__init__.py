"""Runtime kernels from anywhere behind one protocol: ours, any callable, ``module:attribute``."""

from proofgrad.oracle.adapters.callables import BoundKernel, wrap
from proofgrad.oracle.adapters.load import BACKENDS, load, takes_parameters

__all__ = ["BACKENDS", "BoundKernel", "load", "takes_parameters", "wrap"]
