"""Second derivatives: a kernel's Hessian-vector product against the formula f''.

A scalar function's gradient, vjp(x, ct) = f'(x)·ct, is a function too, and its derivative along dx is
f''(x)·ct·dx: what PyTorch's double backward and JAX's jvp of a gradient compute. So ``hvp(x, ct, dx)`` is
tested as the derivative of the node whose function is f' and whose derivative is f''
(:func:`gradient_node`), in the cotangent 1 and in the direction 1 in turn.

Of a whole program the gradient is a function of its inputs and of the cotangent, with as many coordinates as
the inputs have entries; ``hvp(inputs, ct, directions)`` is tested as its derivative
(:class:`ProgramGradient`), the cotangent drawn as the inputs are. A vector node is the program that it is
alone; the theorems that this takes are in the catalogue, so it is tested where that is known
(:mod:`proofgrad.oracle.work.node_hvp`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import PROVED, Formula, Node
from proofgrad.bridge.catalogue.model import NodeStatus
from proofgrad.oracle.adapters import BoundKernel

__all__ = ["ProgramGradient", "gradient_kernel", "gradient_node", "why_not"]

Array = NDArray[Any]


def why_not(node: Node) -> str:
    """Why a node's second derivative cannot be tested; empty if it can."""
    if node.formula is None:
        return "Hessian-vector products of vector nodes are tested by proofgrad.oracle.test"
    return "" if node.second is not None else "no theorem says what f'' is"


def gradient_node(node: Node) -> Node:
    """The node of f' and f'', with the theorem about f''; for one that has one."""
    assert node.formula is not None
    assert node.second is not None
    formula = Formula(node.formula.df, node.second.ddf, node.formula.df_text, node.second.ddf_text)
    proved: NodeStatus = "proved-on-domain" if node.second.proof.scope == "pointwise" else "proved"
    return replace(
        node,
        formula=formula,
        proofs=(node.second.proof,),
        second=None,
        status=proved if node.status in PROVED else node.status,
    )


def gradient_kernel(kernel: BoundKernel) -> BoundKernel:
    """A kernel of f' whose derivative is the other one's `hvp`: ``jvp`` in cotangent 1, ``vjp`` in direction
    1.
    """
    hvp: Callable[..., Any] | None = kernel.hvp
    if hvp is None:
        return replace(kernel, forward=None, jvp=None, vjp=None)

    def jvp(x: Array, dx: Array) -> Any:
        return hvp(x, np.ones_like(x), dx)

    def vjp(x: Array, ct: Array) -> Any:
        return hvp(x, ct, np.ones_like(x))

    return replace(kernel, forward=None, jvp=jvp, vjp=vjp)


class ProgramGradient:
    """The gradient of a program as a kernel, of which there is the derivative alone: a kernel's `hvp`.

    Args:
        hvp: (all inputs, the cotangent, all directions), one after the other, to a tuple with an array for
            each input.
    """

    def __init__(self, hvp: Callable[..., Any]) -> None:
        self._hvp = hvp

    def jvp(self, inputs: Sequence[Array], tangents: Sequence[Array]) -> Any:
        """All entries of the Hessian-vector product; the last input is the cotangent, which stays.

        Raises:
            TypeError: the kernel's answer is no tuple of arrays of the inputs' shapes and dtype.
        """
        found = self._hvp(*inputs, *tangents[:-1])
        shapes = [a.shape for a in inputs[:-1]]
        wanted = f"a tuple of {len(shapes)} arrays, one for each input"
        if not isinstance(found, (tuple, list)) or len(found) != len(shapes):
            raise TypeError(f"hvp did not return {wanted}")
        for i, (part, shape) in enumerate(zip(found, shapes, strict=True)):
            if not isinstance(part, (np.ndarray, np.generic)):
                raise TypeError(f"hvp returned a {type(part).__name__} in place {i}, not a NumPy array")
            if part.shape != shape or part.dtype.newbyteorder("=") != inputs[i].dtype.newbyteorder("="):
                raise TypeError(
                    f"hvp returned {part.dtype}{list(part.shape)} in place {i}, not of the shape "
                    f"{list(shape)} and the dtype {inputs[i].dtype.newbyteorder('=')}"
                )
        return np.concatenate([np.asarray(part).ravel() for part in found])
