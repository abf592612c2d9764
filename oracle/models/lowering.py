"""A traced graph of PyTorch's core operations as a program: what does not depend on the inputs is computed,
the rest becomes steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.aten.truth import Truth
from proofgrad.oracle.models.linear_maps import LINEAR, linear
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer

__all__ = ["Lowering"]


class Lowering:
    """Goes through a graph once.

    Args:
        torch: the module.
        graph: a ``torch.fx.Graph`` of core operations.
        constants: constant arrays that are inputs; what else is needed is in ``writer.late`` afterwards.

    Attributes:
        writer: the program so far.
        arrays: the values of its inputs.
        held: which of them nobody differentiates in.
        unsupported: operations that programs do not have, with their places.
        operations: how often each operation occurs.
        returned: what the graph returns: nodes, whose `values` are known.
    """

    def __init__(self, torch: Any, graph: Any, constants: Sequence[np.ndarray] = ()) -> None:
        self.torch, self.graph, self.constants = torch, graph, constants
        self.writer = Writer()
        self.values: dict[Any, Any] = {}
        self.arrays: list[np.ndarray] = []
        self.names: list[str | None] = []
        self.held: set[int] = set()
        self.unsupported: list[tuple[str, str, str]] = []
        self.operations: dict[str, int] = {}
        self.returned: Any = None

    def bind(self, node: Any, value: Any, name: str | None, shown: str, *, held: bool = False) -> None:
        """What a placeholder stands for: a float tensor is an input, anything else a constant.

        Args:
            node: the placeholder.
            value: what it holds.
            name: of the parameter or buffer; None for an argument.
            shown: what the input is called.
            held: whether nobody differentiates in it.
        """
        tensor = value.detach() if isinstance(value, self.torch.Tensor) else value
        if isinstance(tensor, self.torch.Tensor) and tensor.is_floating_point():
            self.values[node] = self.writer.input(shown, tuple(tensor.shape))
            if held:
                self.held.add(len(self.names))
            self.names.append(name)
            self.arrays.append(tensor.to(self.torch.float64).numpy().copy())
        else:
            self.values[node] = tensor

    def run(self) -> None:
        """Go through the graph, after all placeholders are bound."""
        for number, values in enumerate(self.constants):
            traced = self.writer.input(f"constant{number}", values.shape)
            self.writer.constants[traced.array] = values
            self.held.add(len(self.names))
            self.arrays.append(values.astype(np.float64))
            self.names.append(f"constant{number}")
        for node in self.graph.nodes:
            if node.op == "call_function":
                self._call(node)
            elif node.op == "get_attr":
                self.values[node] = getattr(self.graph.owning_module, str(node.target))
            elif node.op == "output":
                self.returned = node.args[0]

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
        if any(self.values.get(n, 0) is None for n in node.all_input_nodes):
            self.values[node] = None  # of what a rule leaves out: indices, counts, statistics
            return
        traced = any(_is_traced(p) for p in parts)
        if not traced:
            self.values[node] = self._constant(node)
            return
        place = _place(node)
        if name.startswith("_assert"):
            return
        rule = RULES.get(name) or RULES.get(name.replace("_copy.", "."))
        self.writer.operation, self.writer.source = name, place
        try:
            if rule is None and name.replace("_copy.", ".") not in LINEAR:
                raise Unsupported(f"{name} has no proof")
            args = [self._known(a) for a in node.args]
            kwargs = {k: self._known(v) for k, v in node.kwargs.items()}
            if rule is None:
                found = linear(self.torch, self.writer, node.target, args, kwargs)
            else:
                found = rule(self.writer, *args, **kwargs)
            self.values[node] = self.torch.from_numpy(found) if isinstance(found, np.ndarray) else found
        except Unsupported as error:
            self.unsupported.append((name, place, error.message))
            self.values[node] = _LOST
        except (TypeError, ValueError, IndexError, AttributeError, RuntimeError, ArithmeticError) as error:
            why = f"{name} with these arguments: {type(error).__name__}: {error}"  # a form that no rule knows
            self.unsupported.append((name, place, why))
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


_LOST = object()
"""In place of what an unsupported operation would have given."""


def _is_traced(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_is_traced, value))
    return isinstance(value, (Traced, Truth))


def _place(node: Any) -> str:
    """File and line of the user's code that a node comes from."""
    stack = (node.stack_trace or "").splitlines()
    lines = [line.strip() for line in stack if line.strip().startswith("File")]
    own = str(Path(__file__).parent)
    lines = [line for line in lines if own not in line and "site-packages/torch/" not in line]
    if not lines:
        return ""
    file, _, rest = lines[-1].removeprefix('File "').partition('", line ')
    return f"{file}:{rest.partition(',')[0]}"
