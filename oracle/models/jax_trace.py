"""A function written with JAX, through its jaxpr, as a program.

What is a float in the example inputs is differentiated in; integers, truth values and random keys are
constants, and what depends on nothing else is computed by JAX while the program is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.models.captured import Captured
from proofgrad.oracle.models.evaluate import evaluate
from proofgrad.oracle.models.lowering import written
from proofgrad.oracle.models.traced import Traced

__all__ = ["capture_jax"]

_HELD = "stop_gradient of something that the result depends on"


def capture_jax(function: Callable[..., Any], inputs: Sequence[Any]) -> Captured:
    """Capture a function at the shapes of some inputs.

    Args:
        function: of arrays, or of trees of arrays; it returns one array.
        inputs: examples of its arguments.

    Raises:
        UsageError: JAX is missing or cannot trace the function, or it returns several results.
    """
    try:
        import jax
        import jax.numpy as jnp
    except ImportError as error:
        raise UsageError("JAX is not installed", hint="pip install 'proofgrad[jax]'") from error
    from proofgrad.oracle.adapters.jax_functions import maps
    from proofgrad.oracle.models.jax.graph import JaxGraph

    leaves, tree = jax.tree_util.tree_flatten_with_path(tuple(inputs))
    values = [leaf for _, leaf in leaves]
    floats = [n for n, v in enumerate(values) if jnp.issubdtype(jnp.result_type(v), jnp.floating)]
    given = [jnp.asarray(values[n]) for n in floats]

    def of_floats(*parts: Any) -> Any:
        whole = list(values)
        for n, part in zip(floats, parts, strict=True):
            whole[n] = part
        return function(*jax.tree_util.tree_unflatten(tree, whole))

    try:
        closed = jax.make_jaxpr(of_floats)(*given)
    except Exception as error:
        raise UsageError(
            f"JAX cannot trace the model: {type(error).__name__}: {str(error).strip().splitlines()[0]}",
            hint="a branch on a value is written jnp.where(x > 0, a, b)",
        ) from error
    if len(closed.out_avals) != 1:
        raise UsageError(f"the model returns {len(closed.out_avals)} results; one array is wanted")
    names = [jax.tree_util.keystr(leaves[n][0]) for n in floats]

    def lowered(constants: Sequence[np.ndarray]) -> JaxGraph:
        graph = JaxGraph(jax, constants)
        traced = [
            graph.input(name, np.asarray(value, np.float64)) for name, value in zip(names, given, strict=True)
        ]
        graph.begin()
        graph.returned = graph.run(closed.jaxpr, closed.consts, traced)[0]
        return graph

    graph = written(lowered)
    program = None
    if not graph.unsupported:
        if not isinstance(graph.returned, Traced):
            raise UsageError("the result of the model does not depend on its float inputs")
        program = graph.writer.program(graph.returned)
        if graph.stopped and _differs(program, of_floats, given, graph):
            graph.unsupported += [("stop_gradient", place, _HELD) for place in graph.stopped]
            graph.operations["stop_gradient"] = len(graph.stopped)
            program = None
    dtypes = [str(g.dtype) for g in given]
    version = f"jax {jax.__version__}"
    text = f"{version}\n{closed}".encode()
    return Captured(
        program,
        lambda: maps(of_floats, mode="compiled", always_wide=False),
        "jax",
        True,
        tuple(graph.arrays),
        frozenset(graph.held),
        dtypes[-1] if dtypes else "float32",
        hashlib.sha256(text).hexdigest(),
        version,
        tuple(graph.unsupported),
        graph.operations,
    )


def _differs(program: Any, function: Any, given: list[Any], graph: Any) -> bool:
    """Whether the program, in which what `stop_gradient` holds is 0, is not the function.

    What a softmax takes off its inputs may be anything; what else is held may not. Looked at in two points.
    """
    import jax.numpy as jnp

    held = sorted(graph.held)
    for shift in (0.0, 0.125):
        moved = [
            g + jnp.asarray(shift, g.dtype) * jnp.cos(jnp.arange(g.size, dtype=g.dtype)).reshape(g.shape)
            for g in given
        ]
        wanted = np.asarray(function(*moved), np.float64).ravel()
        own = [np.asarray(m, np.float64) for m in moved] + [graph.arrays[n] for n in held]
        found = evaluate(program, own).values[program.output]
        if not np.allclose(found, wanted, 1e-3, 1e-5, equal_nan=True):
            return True
    return False
