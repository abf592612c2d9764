"""A PyTorch module or function, through torch.export, as a program.

The model is exported and decomposed to core ATen. What does not depend on the float inputs (positions, masks,
indices) is computed by PyTorch while the program is written; everything else becomes steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.models.captured import Captured
from proofgrad.oracle.models.lowering import written
from proofgrad.oracle.models.torch_graph import TorchGraph
from proofgrad.oracle.models.torch_kernel import TorchModel
from proofgrad.oracle.models.traced import Traced

__all__ = ["capture_torch"]


class _Callable:
    """A function as a module, which is what torch.export takes."""

    def __new__(cls, function: Any) -> Any:
        import torch

        class Wrapped(torch.nn.Module):  # type: ignore[misc,name-defined,unused-ignore]
            def forward(self, *args: Any) -> Any:
                return function(*args)

        return Wrapped()


def capture_torch(model: Any, inputs: Sequence[Any]) -> Captured:
    """Capture a model at the shapes of some inputs.

    Args:
        model: a ``torch.nn.Module`` or a function of tensors; it returns one tensor.
        inputs: example tensors; float ones are what is differentiated in, others are constants.

    Raises:
        UsageError: PyTorch is missing, cannot export the model, or it returns something else.
    """
    try:
        import torch
    except ImportError as error:
        raise UsageError("PyTorch is not installed", hint="pip install 'proofgrad[torch]'") from error
    module = model if isinstance(model, torch.nn.Module) else _Callable(model)
    try:
        exported = torch.export.export(module, tuple(inputs)).run_decompositions()
    except Exception as error:
        raise UsageError(
            f"torch.export cannot capture the model: {type(error).__name__}: {str(error).splitlines()[0]}",
            hint="control flow that depends on values, and in-place tricks, have to be written otherwise",
        ) from error
    lowering = written(lambda constants: _lowered(torch, exported, tuple(inputs), constants))
    graph = exported.graph
    text = "\n".join(str(node.format_node()) for node in graph.nodes)
    version = f"torch {torch.__version__}"
    free = [number for number in range(len(lowering.names)) if number not in lowering.held]
    names = [lowering.names[number] for number in free]
    rows = {(free.index(n), row): lowering.arrays[n][row] for n, row in lowering.writer.rows if n in free}
    return Captured(
        None if lowering.unsupported else lowering.writer.program(_result(exported, lowering)),
        lambda: TorchModel(module, exported.module(), names, inputs, rows),
        "torch",
        True,
        tuple(lowering.arrays),
        frozenset(lowering.held),
        _dtype(exported, tuple(inputs)),
        hashlib.sha256(f"{version}\n{text}".encode()).hexdigest(),
        version,
        tuple(lowering.unsupported),
        lowering.operations,
    )


def _lowered(
    torch: Any, exported: Any, inputs: tuple[Any, ...], constants: Sequence[np.ndarray]
) -> TorchGraph:
    wanted = frozenset(exported.graph_signature.user_outputs)
    lowering = TorchGraph(torch, exported.graph, constants, wanted)
    holders = [node for node in exported.graph.nodes if node.op == "placeholder"]
    user = iter(inputs)
    for spec, node in zip(exported.graph_signature.input_specs, holders, strict=True):
        kind = spec.kind.name
        if kind == "USER_INPUT":
            lowering.bind(node, next(user), None, str(node.name))
            continue
        if kind == "TOKEN":  # what orders checks, as of a matrix that is no Cholesky product
            lowering.bind(node, 0, None, str(node.name))
            continue
        known = exported.state_dict if spec.target in exported.state_dict else exported.constants
        lowering.bind(node, known[spec.target], str(spec.target), str(spec.target), held=kind != "PARAMETER")
    lowering.run()
    return lowering


def _result(exported: Any, lowering: TorchGraph) -> Traced:
    found = []
    for spec, value in zip(exported.graph_signature.output_specs, lowering.returned, strict=True):
        if spec.kind.name == "USER_OUTPUT":
            found.append(lowering.values.get(value))
    if len(found) != 1:
        raise UsageError(f"the model returns {len(found)} results; one tensor is wanted")
    if not isinstance(found[0], Traced):
        raise UsageError("the result of the model does not depend on its float inputs")
    return found[0]


def _dtype(exported: Any, inputs: tuple[Any, ...]) -> str:
    """The format of the arguments, or of the parameters."""
    tensors = [*exported.parameters(), *(i for i in inputs if hasattr(i, "is_floating_point"))]
    floats = [str(t.dtype).removeprefix("torch.") for t in tensors if t.is_floating_point()]
    return floats[-1] if floats else "float64"
