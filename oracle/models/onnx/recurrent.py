"""ONNX's recurrent operators, step by step; formulas of the operators' pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from proofgrad.oracle.models.aten.products import einsum
from proofgrad.oracle.models.onnx.call import Call, operator
from proofgrad.oracle.models.traced import Traced, Unsupported

__all__: list[str] = []

_GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
_DEFAULT = {"RNN": ["Tanh"], "GRU": ["Sigmoid", "Tanh"], "LSTM": ["Sigmoid", "Tanh", "Tanh"]}
_KNOWN = {"sigmoid": "sigmoid.default", "tanh": "tanh.default", "relu": "relu.default"}


class _Cell:
    """One direction of a recurrent operator."""

    def __init__(self, call: Call, direction: int, arrays: list[Any]) -> None:
        self.call, self.kind = call, call.w.operation
        self.w, self.r, self.b, self.p = (None if a is None else self.row(a, direction) for a in arrays)
        self.size = int(call.get("hidden_size"))
        names = call.get("activations") or _DEFAULT[self.kind] * 2
        count = len(_DEFAULT[self.kind])
        self.functions = [self.function(n) for n in names[direction * count : (direction + 1) * count]]

    def function(self, name: str) -> Callable[[Any], Any]:
        if name.lower() not in _KNOWN:
            raise Unsupported(f"{self.kind} with {name}")
        return lambda x: self.call.aten(_KNOWN[name.lower()], x)

    def row(self, a: Any, n: int) -> Traced:
        out = self.call.aten("select.int", self.call.array(a), 0, n)
        assert isinstance(out, Traced)
        return out

    def add(self, *parts: Any) -> Any:
        out = parts[0]
        for part in parts[1:]:
            out = out if part is None else self.call.aten("add.Tensor", out, part)
        return out

    def mul(self, a: Any, b: Any) -> Any:
        return self.call.aten("mul.Tensor", a, b)

    def gate(self, a: Any, n: int, axis: int) -> Any:
        """The part of a gate, along an axis in which gates follow one another."""
        first = n * self.size
        return None if a is None else self.call.aten("slice.Tensor", a, axis, first, first + self.size)

    def bias(self, n: int) -> Any:
        """The bias of a gate: of the inputs first, then of the hidden values."""
        return self.gate(self.b, n, 0)

    def product(self, x: Any, weight: Any, n: int) -> Any:
        return einsum(self.call.w, [x, self.gate(weight, n, 0)], ["bi", "hi"], "bh")

    def sums(self, x: Any, h: Any, n: int) -> Any:
        """What is put into a gate."""
        count = _GATES[self.kind]
        parts = (self.product(x, self.w, n), self.product(h, self.r, n))
        return self.add(*parts, self.bias(n), self.bias(n + count))

    def step(self, x: Any, h: Any, c: Any) -> tuple[Any, Any]:
        """The next hidden values, and the next cell of an LSTM."""
        return {"RNN": self.rnn, "GRU": self.gru, "LSTM": self.lstm}[self.kind](x, h, c)

    def rnn(self, x: Any, h: Any, c: Any) -> tuple[Any, Any]:
        return self.functions[0](self.sums(x, h, 0)), c

    def gru(self, x: Any, h: Any, c: Any) -> tuple[Any, Any]:
        f, g = self.functions
        z, r = f(self.sums(x, h, 0)), f(self.sums(x, h, 1))
        of_x = self.add(self.product(x, self.w, 2), self.bias(2))
        if self.call.get("linear_before_reset", 0):
            inner = self.mul(r, self.add(self.product(h, self.r, 2), self.bias(5)))
        else:
            inner = self.add(self.product(self.mul(r, h), self.r, 2), self.bias(5))
        candidate = g(self.add(of_x, inner))
        rest = self.call.aten("rsub.Scalar", z, 1.0)
        return self.add(self.mul(rest, candidate), self.mul(z, h)), c

    def lstm(self, x: Any, h: Any, c: Any) -> tuple[Any, Any]:
        f, g, last = self.functions

        def peep(n: int, cell: Any) -> Any:
            return None if self.p is None else self.mul(self.gate(self.p, n, 0), cell)

        i = f(self.add(self.sums(x, h, 0), peep(0, c)))
        forget = f(self.add(self.sums(x, h, 2), peep(2, c)))
        cell = self.add(self.mul(forget, c), self.mul(i, g(self.sums(x, h, 3))))
        o = f(self.add(self.sums(x, h, 1), peep(1, cell)))
        return self.mul(o, last(cell)), cell


@operator("RNN", "GRU", "LSTM")
def _recurrent(
    call: Call, x: Any, w: Any, r: Any, b: Any = None, lengths: Any = None, h0: Any = None, *more: Any
) -> list[Any]:
    c0, peepholes = (*more, None, None)[:2]
    if call.get("clip") or call.get("input_forget", 0):
        raise Unsupported(f"{call.w.operation} with clip or input_forget")
    x = call.array(x)
    swapped = bool(call.get("layout", 0))
    if swapped:
        x = call.aten("transpose.int", x, 0, 1)
    steps, batch, _ = x.shape
    if lengths is not None and (np.asarray(lengths) != steps).any():
        raise Unsupported(f"{call.w.operation} with sequences of other lengths")
    size = int(call.get("hidden_size"))
    way = call.get("direction", "forward")
    backward = {"forward": [False], "reverse": [True], "bidirectional": [False, True]}[way]
    results, last_h, last_c = [], [], []

    def first(a: Any, direction: int) -> Any:
        if a is None:
            return call.w.constant(np.zeros((batch, size)))
        return call.aten("select.int", call.array(a), 1 if swapped else 0, direction)

    for direction, back in enumerate(backward):
        cell = _Cell(call, direction, [w, r, b, peepholes])
        h, c = first(h0, direction), first(c0, direction)
        rows: list[Any] = [None] * steps
        for t in reversed(range(steps)) if back else range(steps):
            h, c = cell.step(call.aten("select.int", x, 0, t), h, c)
            rows[t] = call.aten("view.default", h, [1, 1, batch, size])
        results.append(call.aten("cat.default", rows, 0))
        last_h.append(call.aten("view.default", h, [1, batch, size]))
        last_c.append(call.aten("view.default", c, [1, batch, size]))
    out = [call.aten("cat.default", results, 1), call.aten("cat.default", last_h, 0)]
    out += [call.aten("cat.default", last_c, 0)] if call.w.operation == "LSTM" else []
    if swapped:
        out = [call.aten("permute.default", out[0], [2, 0, 1, 3])] + [
            call.aten("transpose.int", o, 0, 1) for o in out[1:]
        ]
    return out[: call.outputs]
