"""SciPy's special functions, where it has the node's: forward maps only, in dtypes that it has loops for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import scipy.special
from numpy.typing import NDArray

from proofgrad.oracle.adapters.callables import BoundKernel
from proofgrad.oracle.adapters.registry import no_function

__all__ = ["NAMES", "VECTOR_FUNCTIONS", "SciPyVectorKernel", "scipy_kernel"]

Array = NDArray[Any]

NAMES: Mapping[str, str] = {
    "sigmoid": "expit",
    "logistic": "expit",
    "logSigmoid": "log_expit",
    "softplus": "softplus",
    **{
        name: name
        for name in (
            "erf",
            "erfc",
            "erfcx",
            "ndtr",
            "log1p",
            "expm1",
            "exp2",
            "logit",
            "entr",
            "cbrt",
            "sinc",
        )
    },
    "logNdtr": "log_ndtr",
}
"""Short node name to the function of scipy.special."""


def scipy_kernel(backend: str, node: str, params: Mapping[str, Any], mode: str) -> BoundKernel:
    """SciPy's kernel of a node: see :func:`proofgrad.oracle.adapters.frameworks.framework_kernel`."""
    del params, mode  # none of these functions has parameters
    known = {n: f for n, f in NAMES.items() if hasattr(scipy.special, f)}
    if node not in known:
        raise no_function(backend, node, known)
    function = getattr(scipy.special, known[node])

    def forward(x: Array) -> Array:
        found = np.asarray(function(x))
        # Without a loop of its own SciPy computes, and answers, in another dtype.
        loops = getattr(function, "types", None)
        own = loops is None or f"{x.dtype.char}->{x.dtype.char}" in loops
        if not own or found.dtype != x.dtype.newbyteorder("="):
            raise NotImplementedError(f"scipy.special.{known[node]} does not compute in {x.dtype}")
        return found

    return BoundKernel(backend, forward)


VECTOR_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "softmax": scipy.special.softmax,
    "softmaxRows": lambda x: scipy.special.softmax(x, axis=-1),
    "logSoftmaxRows": lambda x: scipy.special.log_softmax(x, axis=-1),
    "xlogy": scipy.special.xlogy,
    "xlog1py": scipy.special.xlog1py,
    "logSoftmax": scipy.special.log_softmax,
    "logSumExp": scipy.special.logsumexp,
    "klDiv": lambda a, b: np.sum(scipy.special.rel_entr(a, b)),
}
"""Short node name to a function of its inputs."""


class SciPyVectorKernel:
    """SciPy's kernel of a vector node: its forward map.

    Raises:
        UsageError: no function for the node.
    """

    def __init__(self, backend: str, node: str) -> None:
        if node not in VECTOR_FUNCTIONS:
            raise no_function(backend, node, VECTOR_FUNCTIONS)
        self._node, self._function = node, VECTOR_FUNCTIONS[node]

    def forward(self, *inputs: Array) -> Array:
        """The node's value."""
        found = np.asarray(self._function(*inputs))
        if found.dtype != inputs[0].dtype:  # no loop of its own: SciPy computes, and answers, in another
            raise NotImplementedError(f"SciPy does not compute {self._node} in {inputs[0].dtype}")
        return found
