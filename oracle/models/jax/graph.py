"""A jaxpr as a program: equations one after the other, inner programs in their place, loops unrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from proofgrad.oracle.models.aten.linear_maps import linear_map, moved_entries
from proofgrad.oracle.models.aten.rules import aten
from proofgrad.oracle.models.aten.truth import Truth
from proofgrad.oracle.models.jax.moves import LINEAR, MOVES
from proofgrad.oracle.models.jax.rules import RULES
from proofgrad.oracle.models.loops import row, stacked
from proofgrad.oracle.models.lowering import LOST, Lowering, is_traced
from proofgrad.oracle.models.traced import Traced, Unsupported

__all__ = ["JaxGraph"]

_INNER = ("jaxpr", "call_jaxpr", "fun_jaxpr")
_CALLS = frozenset(
    {"jit", "pjit", "closed_call", "core_call", "remat", "remat2", "checkpoint", "custom_jvp_call"}
    | {"custom_vjp_call", "custom_vjp_call_jaxpr", "custom_vmap_call", "composite"}
)
_LONGEST = 10_000
"""Turns of a loop."""


class JaxGraph(Lowering):
    """Goes through a jaxpr once.

    Args:
        jax: the module.
        constants: constant arrays that are inputs.

    Attributes:
        stopped: places at which a gradient is stopped; what is held there is taken to be 0.
        returned: the result.
    """

    def __init__(self, jax: Any, constants: Sequence[np.ndarray] = ()) -> None:
        super().__init__(constants)
        self.jax = jax
        self.stopped: list[str] = []
        self.returned: Any = None

    def run(self, jaxpr: Any, consts: Sequence[Any], inputs: Sequence[Any]) -> list[Any]:
        """The results of a jaxpr."""
        known: dict[Any, Any] = {}

        def value(atom: Any) -> Any:
            return (
                atom.val if hasattr(atom, "val") else known.get(atom, LOST)
            )  # what is not needed is not known

        known.update(zip(jaxpr.constvars, consts, strict=True))
        known.update(zip(jaxpr.invars, inputs, strict=True))
        needed = self._needed(jaxpr, {v for v, x in known.items() if is_traced(x) or x is LOST})
        for number, equation in enumerate(jaxpr.eqns):
            if number not in needed:
                continue
            found = self._equation(equation, [value(atom) for atom in equation.invars])
            known.update(zip(equation.outvars, found, strict=True))
        return [value(atom) for atom in jaxpr.outvars]

    def _needed(self, jaxpr: Any, traced: set[Any]) -> set[int]:
        """Equations that the result is computed from; not what is only held by a `stop_gradient`."""
        cut = set()
        for number, equation in enumerate(jaxpr.eqns):
            if any(not hasattr(v, "val") and v in traced for v in equation.invars):
                traced.update(equation.outvars)
                if equation.primitive.name == "stop_gradient":
                    cut.add(number)
        wanted = {v for v in jaxpr.outvars if not hasattr(v, "val")}
        out = set()
        for number, equation in reversed(list(enumerate(jaxpr.eqns))):
            if equation.effects or any(v in wanted for v in equation.outvars):
                out.add(number)
                if number not in cut:
                    wanted.update(v for v in equation.invars if not hasattr(v, "val"))
        return out

    def _equation(self, equation: Any, args: list[Any]) -> list[Any]:
        name, params = equation.primitive.name, equation.params
        place = _place(equation)
        if name == "stop_gradient" and (not args or is_traced(args[0]) or args[0] is LOST):
            self.stopped.append(place)
            return [np.zeros(v.aval.shape) for v in equation.outvars]
        inner = next((params[k] for k in _INNER if params.get(k) is not None), None)
        if name in _CALLS and inner is not None:
            closed = hasattr(inner, "jaxpr")
            return self.run(inner.jaxpr if closed else inner, inner.consts if closed else (), args)
        control = {"scan": self._scan, "while": self._while, "cond": self._cond}.get(name)
        if control is not None and any(is_traced(a) or a is LOST for a in args):
            try:
                return control(params, args)
            except Unsupported as error:
                self.operations[name] = self.operations.get(name, 0) + 1
                self.unsupported.append((name, place, error.message))
                return [LOST] * len(equation.outvars)
        found = self.call(
            name, place, args, self._writer(equation, args), lambda: self._constant(equation, args)
        )
        if equation.primitive.multiple_results:
            return list(found) if isinstance(found, (list, tuple)) else [found] * len(equation.outvars)
        return [found]

    def _writer(self, equation: Any, args: list[Any]) -> Callable[[], Any] | None:
        name = equation.primitive.name
        if name in RULES:
            shapes = [tuple(v.aval.shape) for v in equation.outvars]
            return lambda: RULES[name](self.writer, equation.params, shapes, *map(_plain, args))
        if name in MOVES:
            return lambda: self._moved(equation, args)
        return (lambda: self._linear(equation, args)) if name in LINEAR else None

    def _applied(self, equation: Any, args: Sequence[Any]) -> Any:
        """The primitive itself, at arrays."""
        return equation.primitive.bind(*args, **equation.params)  # calls, which take more, are gone into

    def _constant(self, equation: Any, args: list[Any]) -> Any:
        return self._applied(equation, args)

    def _moved(self, equation: Any, args: list[Any]) -> Any:
        """An operation that moves the entries of its one traced argument, or of truth values."""
        (number,) = [n for n, a in enumerate(args) if is_traced(a)]
        x = args[number]

        def applied(numbers: np.ndarray) -> Any:
            given = [
                self.jax.numpy.asarray(numbers, "int32") if n == number else _whole(a)
                for n, a in enumerate(args)
            ]
            found = self._applied(equation, given)
            return [np.asarray(f) for f in found] if isinstance(found, (list, tuple)) else np.asarray(found)

        return moved_entries(self.writer, x, applied)

    def _linear(self, equation: Any, args: list[Any]) -> Any:
        """An operation that is linear in all its traced arguments."""
        places = [n for n, a in enumerate(args) if is_traced(a)]
        if any(isinstance(args[n], Truth) for n in places):
            raise Unsupported(f"{equation.primitive.name} of truth values that depend on the inputs")

        def function(*parts: Any) -> Any:
            given = list(args)
            for n, part in zip(places, parts, strict=True):
                given[n] = part
            return self._applied(equation, given)

        compiled = self.jax.jit(function)

        def applied(parts: list[np.ndarray]) -> Any:
            own = [p.astype(equation.invars[n].aval.dtype) for n, p in zip(places, parts, strict=True)]
            found = compiled(*own)
            return [np.asarray(f) for f in found] if isinstance(found, (list, tuple)) else np.asarray(found)

        return linear_map(self.writer, [args[n] for n in places], applied)

    def _scan(self, params: Any, args: list[Any]) -> list[Any]:
        consts, carried, turns = params["num_consts"], params["num_carry"], params["length"]
        if turns > _LONGEST:
            raise Unsupported(f"a loop of {turns} turns")
        fixed, carry, rows = args[:consts], args[consts : consts + carried], args[consts + carried :]
        closed, written = params["jaxpr"], []
        order = range(turns - 1, -1, -1) if params["reverse"] else range(turns)
        for turn in order:
            own = [row(self.writer, r, turn) for r in rows]
            found = self.run(closed.jaxpr, closed.consts, [*fixed, *carry, *own])
            carry = found[:carried]
            written.append(found[carried:])
        if params["reverse"]:
            written.reverse()
        count = len(closed.jaxpr.outvars) - carried
        return [*carry, *(stacked(self.writer, [w[k] for w in written]) for k in range(count))]

    def _while(self, params: Any, args: list[Any]) -> list[Any]:
        first, second = params["cond_nconsts"], params["body_nconsts"]
        test, body, carry = args[:first], args[first : first + second], args[first + second :]
        for _ in range(_LONGEST):
            (go,) = self.run(params["cond_jaxpr"].jaxpr, params["cond_jaxpr"].consts, [*test, *carry])
            if is_traced(go) or go is LOST or go is None:
                raise Unsupported("a loop that ends by values; write it with a fixed number of turns")
            if not bool(go):
                return carry
            carry = self.run(params["body_jaxpr"].jaxpr, params["body_jaxpr"].consts, [*body, *carry])
        raise Unsupported(f"a loop of more than {_LONGEST} turns")

    def _cond(self, params: Any, args: list[Any]) -> list[Any]:
        index, *operands = args
        branches = params["branches"]
        if isinstance(index, Truth) and len(branches) == 2:
            no, yes = (self.run(b.jaxpr, b.consts, operands) for b in branches)
            self.writer.operation = "cond"
            return [
                LOST
                if a is LOST or b is LOST
                else aten(self.writer, "where.self", index, _plain(a), _plain(b))
                for a, b in zip(yes, no, strict=True)
            ]
        if is_traced(index) or index is LOST or index is None:
            raise Unsupported("a branch by values; write jnp.where(x > 0, a, b)")
        chosen = branches[int(np.clip(int(index), 0, len(branches) - 1))]
        return self.run(chosen.jaxpr, chosen.consts, operands)


def _plain(value: Any) -> Any:
    """A constant as an array of NumPy: float64 where it is a float."""
    if isinstance(value, (Traced, Truth)) or value is None:
        return value
    array = np.asarray(value)
    return array if array.dtype.kind in "biuO" else array.astype(np.float64)


def _whole(value: Any) -> Any:
    """An argument of an operation that moves entries: floats as integers, as what is moved is."""
    array = np.asarray(value)
    return array if array.dtype.kind in "biu" else array.astype(np.int32)


def _place(equation: Any) -> str:
    """File and line of the user's code."""
    try:
        from jax._src import source_info_util

        file, line, *_ = source_info_util.summarize(equation.source_info).rsplit(" (", 1)[0].rsplit(":", 2)
    except (ImportError, AttributeError, ValueError):
        return ""
    return f"{file}:{line}"
