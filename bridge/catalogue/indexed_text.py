"""Formulas for all sizes as people write them: ``∑ l, a[i, l]*b[l, j]``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from proofgrad.bridge.catalogue.formula import Tree, in_order
from proofgrad.bridge.catalogue.index import At, Atom, Condition, Index, Range, var
from proofgrad.bridge.catalogue.indexed import Axes, IndexedFormula, output_name
from proofgrad.bridge.catalogue.text import formula_text

__all__ = ["IndexedText", "indexed_text"]

_LETTERS = "ijklrtuvwabcdefghmnopqsxyz"
_SIGNS = {"eq": "=", "ne": "≠", "le": "≤", "lt": "<"}
COTANGENT = "ct"


@dataclass(frozen=True, slots=True)
class IndexedText:
    """A formula as equations, such as ``y[i, j] = ∑ l, a[i, l]*b[l, j]``.

    Attributes:
        shapes: the inputs and their shapes: ``a[m, k], b[k, n]``.
        forward: the result ``y``.
        jvp: its derivative ``dy`` in the direction ``da``, ``db``, ...
        vjp: for each input its gradient; the cotangent is ``ct``.
    """

    shapes: str
    forward: str
    jvp: str
    vjp: tuple[str, ...]


def indexed_text(formula: IndexedFormula) -> IndexedText:
    """A formula for all sizes as text."""
    writer = _Writer(formula)
    inputs = ", ".join(f"{name}{writer.shape(axes)}" for name, axes in formula.inputs)
    gradients = zip(formula.inputs, formula.vjp, strict=False)
    return IndexedText(
        inputs,
        writer.equation("y", formula.output, formula.forward),
        writer.equation("dy", formula.output, formula.jvp),
        tuple(writer.equation(f"grad {name}", axes, tree) for (name, axes), tree in gradients),
    )


class _Writer:
    def __init__(self, formula: IndexedFormula) -> None:
        taken = {v.name for v in formula.variables} | {name for name, _ in formula.inputs}
        for tree in in_order((formula.forward, formula.jvp, *formula.vjp)):
            if tree.op == "param":
                taken.add(str(tree.value))
            elif isinstance(tree.index, At):
                taken.add(tree.index.name)
        self.taken = taken

    def equation(self, left: str, axes: Axes, tree: Tree) -> str:
        names = self._names(tree, 1 if isinstance(axes, str) else len(axes))
        count = 1 if isinstance(axes, str) else len(axes)
        indices = ", ".join(names[output_name(axis)] for axis in range(count))
        made: dict[Tree, Tree] = {}
        for part in in_order((tree,)):
            made[part] = self._plain(part, tuple(made[arg] for arg in part.args), names)
        return f"{left}{f'[{indices}]' if indices else ''} = {formula_text(made[tree])}"

    def _names(self, tree: Tree, axes: int) -> dict[str, str]:
        """Letters for the indices: first for those of the result, then for those of sums, outermost first."""
        free: Iterator[str] = (x for x in _LETTERS if x not in self.taken)
        more = (f"i{n}" for n in range(1, 1000))
        names = {output_name(axis): next(free, None) or next(more) for axis in range(axes)}
        for part in reversed(in_order((tree,))):
            if isinstance(part.index, Range):
                for name, _ in part.index.indices:
                    if name not in names:
                        names[name] = next(free, None) or next(more)
        return names

    def shape(self, axes: Axes) -> str:
        if isinstance(axes, str):
            return f" : {axes}"
        return f"[{', '.join(self.index(axis, {}) for axis in axes)}]" if axes else ""

    def index(self, index: Index, names: Mapping[str, str]) -> str:
        """A polynomial, what is subtracted last."""
        out = ""
        for monomial, coefficient in sorted(index.terms, key=lambda term: term[1] < 0):
            factors = [str(abs(coefficient))] if abs(coefficient) != 1 or not monomial else []
            text = "*".join([*factors, *(self._atom(a, names) for a in sorted(monomial, key=_sizes_first))])
            sign = "-" if coefficient < 0 else "+"
            out += f" {sign} {text}" if out else ("-" if coefficient < 0 else "") + text
        return out or "0"

    def _atom(self, atom: Atom, names: Mapping[str, str]) -> str:
        if atom.kind == "size":
            return atom.name
        if atom.kind == "entries":
            return f"|{atom.name}|"
        if atom.kind == "index":
            return names[atom.name]
        args = [self.index(arg, names) for arg in atom.args]
        if atom.kind == "select":
            return f"{atom.name}[{args[0]}]" if args else atom.name
        if atom.kind == "monus":
            return f"max({args[0]} - {args[1]}, 0)"
        left, right = (
            text if len(arg.terms) == 1 and len(arg.terms[0][0]) <= 1 else f"({text})"
            for text, arg in zip(args, atom.args, strict=True)
        )
        return f"({left} {'div' if atom.kind == 'div' else 'mod'} {right})"

    def _plain(self, tree: Tree, args: tuple[Tree, ...], names: Mapping[str, str]) -> Tree:
        """The same operator with its indices as text."""
        index = tree.index
        if isinstance(index, At):
            places = ", ".join(self.index(i, names) for i in index.indices)
            name = index.name if index.kind != "tangent" else f"d{index.name}" if index.name else COTANGENT
            return Tree("param", value=f"{name}[{places}]" if places else name)
        if isinstance(index, Index):
            text = self.index(index, names)
            return Tree("param", value=text if text.isidentifier() or text.startswith("|") else f"({text})")
        if isinstance(index, Range):
            shown = []
            for name, bound in index.indices:
                limit = "" if _is_axis(tree.args[0], name) else f" < {self.index(bound, names)}"
                shown.append(f"{names[name]}{limit}")
            sign = "∑" if tree.op == "sum" else "max"
            return Tree(tree.op, args, f"{sign} {', '.join(shown)}, ")
        if index is not None:
            return Tree(tree.op, args, " and ".join(self._conditions(index, names)))
        return Tree(tree.op, args, tree.value)

    def _conditions(self, conditions: tuple[Condition, ...], names: Mapping[str, str]) -> list[str]:
        out: list[str] = []
        skip = False
        for c, following in zip(conditions, (*conditions[1:], None), strict=True):
            if skip:
                skip = False
                continue
            text = f"{self.index(c.left, names)} {_SIGNS[c.relation]} {self.index(c.right, names)}"
            if following is not None and c.relation in ("le", "lt") and c.right == following.left:
                text += f" {_SIGNS[following.relation]} {self.index(following.right, names)}"
                skip = True
            out.append(text)
        return out


def _sizes_first(atom: Atom) -> bool:
    return atom.kind not in ("size", "entries")


def _is_axis(body: Tree, name: str) -> bool:
    """Whether an index is by itself the index of an axis: then its bound goes without saying."""
    index = var(Atom("index", name))
    return any(isinstance(t.index, At) and index in t.index.indices for t in in_order((body,)))
