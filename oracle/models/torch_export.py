"""A PyTorch module or function, through torch.export, as a program.

The model is exported and decomposed to core ATen. What does not depend on the float inputs (positions, masks,
indices) is computed by PyTorch while the program is written; everything else becomes steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue.program import Program
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer

__all__ = ["Captured", "capture"]


@dataclass(frozen=True)
class Captured:
    """A model that was captured.

    Attributes:
        program: what it computes.
        module: the user's own module (a function as one), to be called with the same inputs.
        inputs: the float arrays that the program's inputs stand for: parameters, buffers and arguments.
        names: for each of them the name of the parameter or buffer, None for an argument.
        fixed: the numbers of those that are constants or buffers: nobody differentiates in them.
        dtype: the format of its float inputs.
        digest: SHA-256 of the exported graph's text.
        framework: its name and version.
        unsupported: operations that programs do not have, with their places; the program is then None.
        operations: how often each operation of the framework occurs.
    """

    program: Program | None
    module: Any
    inputs: tuple[np.ndarray, ...]
    names: tuple[str | None, ...]
    fixed: frozenset[int]
    dtype: str
    digest: str
    framework: str
    unsupported: tuple[tuple[str, str, str], ...]
    operations: dict[str, int]


class _Callable:
    """A function as a module, which is what torch.export takes."""

    def __new__(cls, function: Any) -> Any:
        import torch

        class Wrapped(torch.nn.Module):  # type: ignore[misc,name-defined,unused-ignore]
            def forward(self, *args: Any) -> Any:
                return function(*args)

        return Wrapped()


def capture(model: Any, inputs: Sequence[Any]) -> Captured:
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
    lowering = _Lowering(torch, module, exported, tuple(inputs))
    found = lowering.run()
    if lowering.writer.late:  # constant arrays that are inputs, too: now they are known beforehand
        found = _Lowering(torch, module, exported, tuple(inputs), lowering.writer.late).run()
    return found


class _Lowering:
    def __init__(
        self,
        torch: Any,
        module: Any,
        exported: Any,
        inputs: tuple[Any, ...],
        constants: Sequence[np.ndarray] = (),
    ) -> None:
        self.fixed, self.module = constants, module
        self.torch, self.exported, self.given = torch, exported, inputs
        self.writer = Writer()
        self.values: dict[Any, Any] = {}
        self.arrays: list[np.ndarray] = []
        self.names: list[str | None] = []
        self.held: set[int] = set()
        self.dtype = "float64"
        self.unsupported: list[tuple[str, str, str]] = []
        self.operations: dict[str, int] = {}

    def run(self) -> Captured:
        graph = self.exported.graph
        self._inputs()
        output: Any = None
        for node in graph.nodes:
            if node.op == "call_function":
                self._call(node)
            elif node.op == "output":
                output = self._output(node)
        text = "\n".join(str(node.format_node()) for node in graph.nodes)
        program = None
        if not self.unsupported:
            if not isinstance(output, Traced):
                raise UsageError("the result of the model does not depend on its float inputs")
            program = self.writer.program(output)
        version = f"torch {self.torch.__version__}"
        digest = hashlib.sha256(f"{version}\n{text}".encode()).hexdigest()
        return Captured(
            program,
            self.module,
            tuple(self.arrays),
            tuple(self.names),
            frozenset(self.held),
            self.dtype,
            digest,
            version,
            tuple(self.unsupported),
            self.operations,
        )

    def _inputs(self) -> None:
        signature = self.exported.graph_signature
        holders = [node for node in self.exported.graph.nodes if node.op == "placeholder"]
        user = iter(self.given)
        for spec, node in zip(signature.input_specs, holders, strict=True):
            kind = spec.kind.name
            if kind == "USER_INPUT":
                value = next(user)
            elif spec.target in self.exported.state_dict:
                value = self.exported.state_dict[spec.target]
            else:
                value = self.exported.constants[spec.target]
            tensor = value.detach() if isinstance(value, self.torch.Tensor) else value
            if isinstance(tensor, self.torch.Tensor) and tensor.is_floating_point():
                name = spec.target or node.name
                if kind in ("USER_INPUT", "PARAMETER"):
                    self.dtype = str(tensor.dtype).removeprefix("torch.")
                self.values[node] = self.writer.input(str(name), tuple(tensor.shape))
                if kind not in ("USER_INPUT", "PARAMETER"):
                    self.held.add(len(self.names))
                self.names.append(None if kind == "USER_INPUT" else str(spec.target))
                self.arrays.append(tensor.to(self.torch.float64).numpy().copy())
            else:
                self.values[node] = tensor
        for number, values in enumerate(self.fixed):
            traced = self.writer.input(f"constant{number}", values.shape)
            self.writer.constants[traced.array] = values
            self.held.add(len(self.names))
            self.arrays.append(values.astype(np.float64))
            self.names.append(f"constant{number}")

    def _known(self, value: Any) -> Any:
        """An argument: traced arrays, tensors that are constants as NumPy arrays, numbers as they are."""
        if isinstance(value, self.torch.fx.Node):
            value = self.values[value]
        if isinstance(value, self.torch.Tensor):
            return value.detach().to(self.torch.float64 if value.is_floating_point() else value.dtype).numpy()
        if isinstance(value, (list, tuple)):
            return [self._known(v) for v in value]
        return value

    def _call(self, node: Any) -> None:
        name = str(node.target).removeprefix("aten.")
        if "getitem" in name:
            source = self.values.get(node.args[0])
            self.values[node] = source if source is None or source is _LOST else source[node.args[1]]
            return
        parts = [self.values.get(n) for n in node.all_input_nodes]
        self.operations[name] = self.operations.get(name, 0) + 1
        if any(p is _LOST for p in parts):
            self.values[node] = _LOST
            if name not in RULES:
                self.unsupported.append((name, _place(node), f"{name} has no proof"))
            return
        traced = any(_is_traced(p) for p in parts)
        if not traced:
            self.values[node] = self._constant(node)
            return
        place = _place(node)
        if name.startswith("_assert"):
            return
        rule = RULES.get(name)
        self.writer.operation, self.writer.source = name, place
        try:
            if rule is None:
                raise Unsupported(f"{name} has no proof")
            args = [self._known(a) for a in node.args]
            kwargs = {k: self._known(v) for k, v in node.kwargs.items()}
            found = rule(self.writer, *args, **kwargs)
            self.values[node] = self.torch.from_numpy(found) if isinstance(found, np.ndarray) else found
        except Unsupported as error:
            self.unsupported.append((name, place, error.message))
            self.values[node] = _LOST

    def _constant(self, node: Any) -> Any:
        """What PyTorch computes from constants."""

        def real(value: Any) -> Any:
            if isinstance(value, self.torch.fx.Node):
                return self.values[value]
            if isinstance(value, (list, tuple)):
                return type(value)(real(v) for v in value)
            return value

        kwargs = {k: real(v) for k, v in node.kwargs.items()}
        return node.target(*[real(a) for a in node.args], **kwargs)

    def _output(self, node: Any) -> Any:
        found = []
        for spec, value in zip(self.exported.graph_signature.output_specs, node.args[0], strict=True):
            if spec.kind.name == "USER_OUTPUT":
                found.append(self.values.get(value))
        if len(found) != 1:
            raise UsageError(f"the model returns {len(found)} results; one tensor is wanted")
        return found[0]


_LOST = object()
"""In place of what an unsupported operation would have given."""


def _is_traced(value: Any) -> bool:
    return isinstance(value, Traced) or (isinstance(value, list) and any(map(_is_traced, value)))


def _place(node: Any) -> str:
    """File and line of the user's code that a node comes from."""
    stack = (node.stack_trace or "").splitlines()
    lines = [line.strip() for line in stack if line.strip().startswith("File")]
    lines = [line for line in lines if __file__ not in line]
    if not lines:
        return ""
    file, _, rest = lines[-1].removeprefix('File "').partition('", line ')
    return f"{file}:{rest.partition(',')[0]}"
