"""The formula tree: f and f' as they stand in the theorem that Lean's kernel accepted.

A tree is plain data. `bridge` writes it, `oracle.formula` evaluates it; neither looks behind it. Each
operator is tied to one Lean constant and to the theorem that characterises that constant, so that the leaf
``exp`` means the function that everyone means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from proofgrad.bridge.catalogue.index import At, Condition, Index, Range

__all__ = ["ARITY", "Formula", "Indexing", "Tree", "folded", "in_order"]

ARITY: Mapping[str, int] = {
    "const": 0,  # an exact rational number, in `value`
    "pi": 0,
    "var": 0,  # the node's input, one coordinate
    "param": 0,  # a parameter of the node, its name in `value`
    "entry": 0,  # of a vector node: entry number `value` of all its inputs, one after the other
    "tangent": 0,  # in its derivative: that entry of the direction
    "add": 2,
    "sub": 2,
    "mul": 2,
    "div": 2,  # total, as in Lean: x / 0 = 0
    "neg": 1,
    "inv": 1,  # total, as in Lean: 0⁻¹ = 0
    "powi": 1,  # a natural exponent, in `value`
    "max": 2,
    "abs": 1,
    "sign": 1,
    "exp": 1,
    "log": 1,  # total, as in Lean and Mathlib: log |x|, log 0 = 0
    "sqrt": 1,  # total, as in Lean and Mathlib: 0 for x < 0
    "sinh": 1,
    "cosh": 1,
    "tanh": 1,
    "sin": 1,
    "cos": 1,
    "asin": 1,  # total, as in Lean and Mathlib: ±π/2 beyond ±1
    "acos": 1,  # π/2 - asin
    "atan": 1,
    "erf": 1,
    "erfc": 1,
    "if_gt": 4,  # (a, b, then, else): `then` where a > b
    # Of formulas that hold at every size (bridge.catalogue.indexed):
    "at": 0,  # an entry at index expressions, an `At` in `index`
    "natural": 0,  # a natural number that sizes and indices give, an `Index` in `index`
    "sum": 1,  # over the `Range` in `index`
    "greatest": 1,  # the greatest over the `Range` in `index`; 0 over none
    "where": 2,  # (then, else): `then` where all conditions in `index` hold
}
"""Operators and the number of their arguments."""


_SHOWN = 60
"""Nodes of a tree that its repr shows."""

Indexing: TypeAlias = At | Index | Range | tuple[Condition, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Tree:
    """One node of a formula tree.

    Attributes:
        op: a key of :data:`ARITY`.
        args: the arguments, as many as the operator's arity.
        value: the number of a ``const``, the name of a ``param``, the exponent of a ``powi``, the position of
            an ``entry`` or ``tangent``; else None.
        index: of the operators of formulas that hold at every size, as :data:`ARITY` says; else None.
    """

    op: str
    args: tuple[Tree, ...] = ()
    value: Fraction | str | int | None = None
    index: Indexing | None = None
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        """Reject an unknown operator or a wrong number of arguments (ValueError)."""
        if ARITY.get(self.op) != len(self.args):
            raise ValueError(f"operator {self.op!r} with {len(self.args)} arguments")
        object.__setattr__(self, "_hash", hash((self.op, self.args, self.value, self.index)))

    def __eq__(self, other: object) -> bool:
        """Of what is written out; a pair of subtrees is looked at once: shared ones meet again and again."""
        if not isinstance(other, Tree):
            return NotImplemented
        if self is other:
            return True
        todo, seen = [(self, other)], set[tuple[int, int]]()
        while todo:
            one, two = todo.pop()
            if one is two or (id(one), id(two)) in seen:
                continue
            if one._hash != two._hash or (one.op, one.value, one.index) != (two.op, two.value, two.index):
                return False
            if len(one.args) != len(two.args):
                return False
            seen.add((id(one), id(two)))
            todo += zip(one.args, two.args, strict=True)
        return True

    def __repr__(self) -> str:
        """Its first :data:`_SHOWN` nodes: written out, a tree that shares subtrees may have no end."""
        left = _SHOWN

        def write(tree: Tree) -> str:
            nonlocal left
            left -= 1
            if left < 0:
                return "..."
            own = [repr(x) for x in (tree.value, tree.index) if x is not None]
            return f"{tree.op}({', '.join([*own, *map(write, tree.args)])})"

        return write(self)

    def __hash__(self) -> int:
        """Made once: trees that share subtrees are large when they are written out."""
        return self._hash

    def __reduce__(self) -> tuple[type[Tree], tuple[Any, ...]]:
        """Pickled without the hash, which holds in this process only."""
        return type(self), (self.op, self.args, self.value, self.index)

    def walk(self) -> Iterator[Tree]:
        """This tree and all its subtrees, once per occurrence, parents first."""
        yield self
        for arg in self.args:
            yield from arg.walk()

    def params(self) -> tuple[str, ...]:
        """Names of the parameters in it, in order of appearance."""
        return tuple(dict.fromkeys(str(t.value) for t in self.walk() if t.op == "param"))

    def to_json(self) -> dict[str, Any]:
        """As JSON: ``{"op": "powi", "args": [{"op": "var"}], "value": 2}``; a rational is a string such as
        "1/3".
        """
        out: dict[str, Any] = {"op": self.op}
        if self.args:
            out["args"] = [a.to_json() for a in self.args]
        if self.value is not None:
            out["value"] = str(self.value) if isinstance(self.value, Fraction) else self.value
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Tree:
        """The inverse of :meth:`to_json`. Raises ValueError or KeyError on anything else."""
        op, value = data["op"], data.get("value")
        if op == "const":
            value = Fraction(str(value))
        return cls(op, tuple(cls.from_json(a) for a in data.get("args", ())), value)


@dataclass(frozen=True, slots=True)
class Formula:
    """The scalar function f of an elementwise node and its derivative f', as trees in one variable."""

    f: Tree
    df: Tree
    f_text: str
    df_text: str

    def to_json(self) -> dict[str, Any]:
        """As in the `nodes` JSON: ``{"f": tree, "df": tree, "f_text": ...}``."""
        return {
            "f": self.f.to_json(),
            "df": self.df.to_json(),
            "f_text": self.f_text,
            "df_text": self.df_text,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Formula:
        """The inverse of :meth:`to_json`."""
        return cls(Tree.from_json(data["f"]), Tree.from_json(data["df"]), data["f_text"], data["df_text"])


def in_order(trees: Iterable[Tree]) -> tuple[Tree, ...]:
    """All distinct subtrees of some trees, arguments before what they are arguments of."""
    return _in_order(tuple(trees))


@lru_cache(maxsize=32)  # of the same trees again and again, at every input
def _in_order(trees: tuple[Tree, ...]) -> tuple[Tree, ...]:
    seen: dict[Tree, None] = {}
    todo = list(trees)[::-1]
    while todo:
        tree = todo[-1]
        missing = [] if tree in seen else [arg for arg in tree.args if arg not in seen]
        if missing:
            todo += missing[::-1]
        else:
            seen[tree] = None
            todo.pop()
    return tuple(seen)


def folded(op: str, args: tuple[Tree, ...]) -> Tree:
    """Quotients, negatives, inverses of constants as one constant; not division by 0."""
    if op in ("neg", "inv", "div") and all(arg.op == "const" for arg in args):
        numbers = [arg.value for arg in args]
        first, last = numbers[0], numbers[-1]
        assert isinstance(first, Fraction)
        assert isinstance(last, Fraction)
        if op == "neg":
            return Tree("const", value=-first)
        if last == 0:  # left as it is: what a kernel answers there is a convention
            return Tree(op, args)
        return Tree("const", value=first / last if op == "div" else 1 / last)
    return Tree(op, args)
