"""A graph of ONNX as a program: nodes one after the other; those that are made of others, as these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from proofgrad.oracle.models.loops import row, stacked
from proofgrad.oracle.models.lowering import LOST, Lowering, is_traced
from proofgrad.oracle.models.onnx import entrywise, layers, places, recurrent, windows
from proofgrad.oracle.models.onnx.call import RULES, Call
from proofgrad.oracle.models.traced import Unsupported

__all__ = ["OnnxGraph"]

_LONGEST = 10_000
"""Turns of a loop."""

_PARTS = (entrywise, layers, places, recurrent, windows)
"""What fills the table of rules."""


class OnnxGraph(Lowering):
    """Goes through a graph once.

    Args:
        onnx: the module.
        opsets: version of each operator set, by its domain.
        constants: constant arrays that are inputs.

    Attributes:
        returned: the result.
    """

    def __init__(self, onnx: Any, opsets: Mapping[str, int], constants: Sequence[np.ndarray] = ()) -> None:
        super().__init__(constants)
        self.onnx, self.opsets = onnx, dict(opsets)
        self.returned: Any = None

    def run(self, graph: Any, known: dict[str, Any]) -> list[Any]:
        """The results of a graph.

        Args:
            graph: a ``GraphProto``.
            known: values by name, of inputs, initializers and what is around the graph.
        """
        for initializer in graph.initializer:
            known.setdefault(initializer.name, self.onnx.numpy_helper.to_array(initializer))
        for node in graph.node:
            args = [known[name] if name else None for name in node.input]
            found = self._node(node, args, known)
            for name, value in zip(node.output, found, strict=False):
                if name:
                    known[name] = value
        return [known[output.name] for output in graph.output]

    def _node(self, node: Any, args: list[Any], known: dict[str, Any]) -> Sequence[Any]:
        name = ".".join(filter(None, (node.domain.removeprefix("ai.onnx"), node.op_type)))
        place = node.name or (node.output[0] if node.output else "")
        if name == "If" and not is_traced(args[0]) and args[0] is not LOST and args[0] is not None:
            attributes = self._attributes(node)
            branch = attributes["then_branch" if bool(np.asarray(args[0]).item()) else "else_branch"]
            return self.run(branch, dict(known))
        if name in ("Loop", "Scan") and any(map(is_traced, (*args, *known.values()))):
            try:
                return (self._loop if name == "Loop" else self._scan)(node, args, known)
            except Unsupported as error:
                self.operations[name] = self.operations.get(name, 0) + 1
                self.unsupported.append((name, place, error.message))
                return [LOST] * len(node.output)
        holds_graph = any(a.type == self.onnx.AttributeProto.GRAPH for a in node.attribute)
        absent = [a is None and not text for a, text in zip(args, node.input, strict=True)]
        parts = [a for a, missing in zip(args, absent, strict=True) if not missing]
        rule = None if holds_graph else RULES.get(name)

        def constant() -> Any:
            if holds_graph:
                outer = {
                    k: v for k, v in known.items() if not is_traced(v) and v is not LOST and v is not None
                }
                return self._computed(node, args, outer)
            return self._computed(node, args)

        def known_or_lost() -> Any:
            try:
                return constant()
            except Exception as error:  # noqa: BLE001 -- the reference implementation may raise anything
                why = f"the package onnx cannot compute {name}: {type(error).__name__}: {error}"
                self.unsupported.append((name, place, why.splitlines()[0]))
                return LOST

        def write() -> Any:
            assert rule is not None
            call = Call(
                self.writer,
                self._attributes(node),
                len(node.output),
                self.opsets.get(node.domain, 1),
                lambda *own: self._one(self._computed(node, list(own))),
            )
            return rule(call, *map(_plain, args))

        if holds_graph and any(map(is_traced, known.values())):
            parts = [*parts, next(v for v in known.values() if is_traced(v))]
        found = self.call(name, place, parts, write if rule else None, known_or_lost)
        if found is LOST:
            return [LOST] * len(node.output)
        return found if isinstance(found, (list, tuple)) else [found]

    def _loop(self, node: Any, args: list[Any], known: dict[str, Any]) -> list[Any]:
        """A loop whose number of turns is known, turn by turn."""
        body = self._attributes(node)["body"]
        turns, go, *carry = args
        if any(is_traced(v) or v is LOST for v in (turns, go)):
            raise Unsupported("a loop that ends by values")
        most = _LONGEST if turns is None else int(np.asarray(turns).item())
        names = [i.name for i in body.input]
        rows: list[list[Any]] = []
        going = True if go is None else bool(np.asarray(go).item())
        for turn in range(most):
            if not going:
                break
            if turn == _LONGEST:
                raise Unsupported(f"a loop of more than {_LONGEST} turns")
            own = dict(zip(names, [np.asarray(turn, np.int64), np.asarray(going), *carry], strict=True))
            again, *found = self.run(body, {**known, **own})
            if is_traced(again) or again is LOST:
                raise Unsupported("a loop that ends by values")
            going, carry = bool(np.asarray(again).item()), found[: len(carry)]
            rows.append(found[len(carry) :])
        more = len(body.output) - 1 - len(carry)
        return [*carry, *(stacked(self.writer, [r[k] for r in rows]) for k in range(more))]

    def _scan(self, node: Any, args: list[Any], known: dict[str, Any]) -> list[Any]:
        attributes = self._attributes(node)
        body, count = attributes.pop("body"), attributes.pop("num_scan_inputs")
        if any(np.any(v) for v in attributes.values()):
            raise Unsupported("a scan backwards or along another axis")
        carry, over = args[: len(args) - count], args[len(args) - count :]
        rows: list[list[Any]] = []
        for turn in range(over[0].shape[0]):
            own = dict(
                zip(
                    [i.name for i in body.input],
                    [*carry, *(row(self.writer, r, turn) for r in over)],
                    strict=True,
                )
            )
            found = self.run(body, {**known, **own})
            carry = found[: len(carry)]
            rows.append(found[len(carry) :])
        more = len(body.output) - len(carry)
        return [*carry, *(stacked(self.writer, [r[k] for r in rows]) for k in range(more))]

    def _one(self, found: list[Any]) -> Any:
        return found[0] if len(found) == 1 else found

    def _attributes(self, node: Any) -> dict[str, Any]:
        def text(value: Any) -> Any:
            if isinstance(value, bytes):
                return value.decode()
            return [text(v) for v in value] if isinstance(value, list) else value

        given = {a.name: self.onnx.helper.get_attribute_value(a) for a in node.attribute}
        return {
            k: text(list(v) if isinstance(v, Sequence) and not isinstance(v, (bytes, str)) else v)
            for k, v in given.items()
        }

    def _computed(self, node: Any, args: Sequence[Any], outer: Mapping[str, Any] | None = None) -> list[Any]:
        """The operator itself, by the package's reference implementation."""
        from onnx.reference import ReferenceEvaluator

        helper = self.onnx.helper
        given = {n: np.asarray(a) for n, a in zip(node.input, args, strict=False) if n and a is not None}
        copied = self.onnx.NodeProto()
        copied.CopyFrom(node)
        for position, a in enumerate(args):
            if a is None:
                copied.input[position] = ""
        given |= {k: np.asarray(v) for k, v in (outer or {}).items()}
        inputs = [
            helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(a.dtype), a.shape)
            for n, a in given.items()
        ]
        wanted = [name for name in node.output if name]
        outputs = [self.onnx.ValueInfoProto(name=name) for name in wanted]
        graph = helper.make_graph([copied], "node", inputs, outputs)
        sets = [helper.make_opsetid(domain, version) for domain, version in self.opsets.items()]
        evaluator = ReferenceEvaluator(helper.make_model(graph, opset_imports=sets))
        found = dict(zip(wanted, evaluator.run(None, given), strict=True))
        return [found.get(name) for name in node.output]


def _plain(value: Any) -> Any:
    """A constant as an array of NumPy: float64 where it is a float."""
    if isinstance(value, np.ndarray) and value.dtype.kind not in "biuOSU":
        return value.astype(np.float64)
    return value
