"""A traced graph of PyTorch's core operations as a program."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.lowering import LOST, Lowering
from proofgrad.oracle.models.torch_linear import LINEAR, linear

__all__ = ["TorchGraph"]


class TorchGraph(Lowering):
    """Goes through a graph once.

    Args:
        torch: the module.
        graph: a ``torch.fx.Graph`` of core operations.
        constants: constant arrays that are inputs.
        results: names of the nodes that are wanted; None: all that the graph returns.

    Attributes:
        names: for each input the name of the parameter or buffer, None for an argument.
        returned: what the graph returns: nodes, whose `values` are known.
    """

    def __init__(
        self,
        torch: Any,
        graph: Any,
        constants: Sequence[np.ndarray] = (),
        results: Collection[str] | None = None,
    ) -> None:
        super().__init__(constants)
        self.results = results
        self.torch, self.graph = torch, graph
        self.values: dict[Any, Any] = {}
        self.names: list[str | None] = []
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
            self.names.append(name)
            self.values[node] = self.input(shown, tensor.to(self.torch.float64).numpy(), held=held)
        else:
            self.values[node] = tensor

    def run(self) -> None:
        """Go through the graph, after all placeholders are bound."""
        self.begin()
        live = self._live()
        for node in self.graph.nodes:
            if node.op == "call_function" and node not in live:
                continue  # checks, and what is written back into arguments
            if node.op == "call_function":
                self._call(node)
            elif node.op == "get_attr":
                self.values[node] = getattr(self.graph.owning_module, str(node.target))
            elif node.op == "output":
                self.returned = node.args[0]

    def _live(self) -> set[Any]:
        """Nodes that the result is computed from."""
        out: set[Any] = set()
        (last,) = (node for node in self.graph.nodes if node.op == "output")
        wanted = self.results
        ends = [node for node in last.all_input_nodes if wanted is None or node.name in wanted]
        while ends:
            node = ends.pop()
            if node not in out:
                out.add(node)
                ends += node.all_input_nodes
        return out

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
            self.values[node] = source if source is None or source is LOST else source[node.args[1]]
            return
        rule = RULES.get(name) or RULES.get(name.replace("_copy.", "."))
        known = rule is not None or name.replace("_copy.", ".") in LINEAR

        def write() -> Any:
            args = [self._known(a) for a in node.args]
            kwargs = {k: self._known(v) for k, v in node.kwargs.items()}
            if rule is None:
                found = linear(self.torch, self.writer, node.target, args, kwargs)
            else:
                found = rule(self.writer, *args, **kwargs)
            return self.torch.from_numpy(found) if isinstance(found, np.ndarray) else found

        parts = [self.values.get(n, 0) for n in node.all_input_nodes]
        self.values[node] = self.call(
            name, _place(node), parts, write if known else None, lambda: self._constant(node)
        )

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
