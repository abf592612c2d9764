"""Runtime kernels from anywhere behind one protocol: ours, frameworks, any callable,
``module:attribute``."""

from proofgrad.oracle.adapters.callables import BoundKernel, wrap
from proofgrad.oracle.adapters.isolated import Crashed
from proofgrad.oracle.adapters.load import BACKENDS, load, takes_parameters
from proofgrad.oracle.adapters.registry import FRAMEWORKS, require

__all__ = ["BACKENDS", "FRAMEWORKS", "BoundKernel", "Crashed", "load", "require", "takes_parameters", "wrap"]
