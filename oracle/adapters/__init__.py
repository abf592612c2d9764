"""Runtime kernels from anywhere behind one protocol: ours, frameworks, any callable,
``module:attribute``."""

from proofgrad.oracle.adapters.callables import BoundKernel, wrap
from proofgrad.oracle.adapters.frameworks import FRAMEWORKS, require
from proofgrad.oracle.adapters.isolated import Crashed
from proofgrad.oracle.adapters.load import BACKENDS, load, takes_parameters

__all__ = ["BACKENDS", "FRAMEWORKS", "BoundKernel", "Crashed", "load", "require", "takes_parameters", "wrap"]
