"""Hessian-vector products of a program, as formulas: the reverse pass of its nodes, differentiated once more.

This is ``Curved.hvp`` in Lean (``NN/Proofs/Autograd/Tape/Hessian.lean``), put together in the same order:
from the last node to the first, the cotangents of a node and their changes give those of its inputs. How the
reverse rule of a node changes stands in two theorems: for scalar functions with f'' (``secondAt_elemwise``),
and for all nodes whose derivative is written by formulas (``secondAt_entries``): by the rules of calculus,
where these apply. They do where no divisor can be 0 and nothing is made of pieces; of other nodes nothing is
composed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import Any

from proofgrad.bridge.catalogue import PROVED, Catalogue, Node, Tree, VectorFormula, in_order
from proofgrad.bridge.catalogue.model import NodeStatus
from proofgrad.oracle.difftest.sample import COTANGENT
from proofgrad.oracle.formula.smooth import why_not_smooth
from proofgrad.oracle.formula.tangent import Tangents
from proofgrad.oracle.formula.transpose import transposed
from proofgrad.oracle.graph.compose import OPEN, Composer, Formulas, walked
from proofgrad.oracle.graph.program import Graph, Step

__all__ = ["ENTRIES_THEOREM", "HVP_THEOREM", "RULES", "Curved", "Unknown", "curved", "curved_node"]

HVP_THEOREM = "Proofs.Autograd.Curved.hasDerivAt_hvp"
"""`hvp x δ dx 0` is the derivative of the gradient `backprop x δ` along `dx`, if the nodes' rules are
right.
"""

ENTRIES_THEOREM = "Proofs.Autograd.secondAt_entries"
"""How the reverse rule of a node changes whose derivative is written by formulas."""

RULES = ("Proofs.Autograd.secondAt_elemwise", ENTRIES_THEOREM)
"""The rules of scalar functions with f'', and of nodes whose derivative is written by formulas."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """That nothing can be composed, and why: a sentence without a full stop."""

    reason: str


@dataclass(frozen=True, slots=True)
class Curved:
    """The gradient of a program as a function, and its derivative.

    Attributes:
        formula: its inputs are those of the program and a cotangent; its result all gradients, one after the
            other; its derivative the Hessian-vector product, in the directions of the program's inputs.
        status: ``proved``, or ``proved-on-domain`` where a theorem about f'' has hypotheses.
    """

    formula: VectorFormula
    status: NodeStatus


class _Rules(Tangents):
    """The rules of calculus, and the slope of a sigmoid as the nodes have it: s·(1 - s), which is the same
    number, and what kernels compute."""

    def _tangent(self, t: Tree) -> Tree:
        inner = _sigmoid_of(t)
        if inner is None or inner not in self.tangents:
            return super()._tangent(t)
        slope = self.make("mul", t, self.make("sub", self.number(1), t))
        return self.make("mul", slope, self.tangents[inner])


def _sigmoid_of(t: Tree) -> Tree | None:
    """x, if the tree is 1/(1 + exp (-x))."""
    if t.op not in ("div", "inv") or (t.op == "div" and not _is_one(t.args[0])):
        return None
    below = t.args[-1]
    if below.op != "add" or not any(map(_is_one, below.args)):
        return None
    grown = below.args[1] if _is_one(below.args[0]) else below.args[0]
    inner = grown.args[0] if grown.op == "exp" else None
    return inner.args[0] if inner is not None and inner.op == "neg" else None


def _is_one(t: Tree) -> bool:
    return t.op == "const" and t.value == 1


_Trees = list[Tree | None]
"""Zero is None."""


class _Reverse:
    """Cotangents of all values and their changes, from the last node to the first."""

    def __init__(self, made: Composer, cotangents: Sequence[Tree]) -> None:
        self.made = made
        self.back: list[_Trees] = [[None] * len(trees) for trees in made.forward]
        self.moved: list[_Trees] = [[None] * len(trees) for trees in made.forward]
        self.back[-1] = list(cotangents)

    def plus(self, a: Tree | None, b: Tree | None) -> Tree | None:
        if a is None or b is None:
            return b if a is None else a
        return self.made.one(Tree("add", (a, b)))

    def times(self, a: Tree | None, b: Tree | None) -> Tree | None:
        return None if a is None or b is None else self.made.one(Tree("mul", (a, b)))

    def give(self, places: Sequence[int], back: Sequence[Tree | None], moved: Sequence[Tree | None]) -> None:
        """Add to the cotangents of a node's inputs, and to their changes."""
        start = 0
        for place in places:
            for i in range(len(self.made.forward[place])):
                self.back[place][i] = self.plus(self.back[place][i], back[start + i])
                self.moved[place][i] = self.plus(self.moved[place][i], moved[start + i])
            start += len(self.made.forward[place])

    def scalar(self, node: Node, step: Step, place: int) -> None:
        """f'(x)·δ, and f''(x)·dx·δ + f'(x)·dδ."""
        assert node.formula is not None
        assert node.second is not None
        back: _Trees = []
        moved: _Trees = []
        (source,) = step.inputs
        for i, x in enumerate(self.made.forward[source]):
            df, ddf = (self._at(t, x, step.options) for t in (node.formula.df, node.second.ddf))
            ct, change = self.back[place][i], self.moved[place][i]
            back.append(self.times(df, ct))
            bent = self.times(self.times(ddf, self.made.jvp[source][i]), ct)
            moved.append(self.plus(bent, self.times(df, change)))
        self.give(step.inputs, back, moved)

    def _at(self, tree: Tree, x: Tree, options: Mapping[str, Any]) -> Tree:
        new: dict[Tree, Tree] = {}
        for part in in_order((tree,)):
            new[part] = x if part.op == "var" else self.made.put(part, new, (), (), options)
        return new[tree]

    def vector(self, formula: VectorFormula, step: Step, place: int) -> None:
        """The transpose of the derivative, and how it changes."""
        entries = [tree for i in step.inputs for tree in self.made.forward[i]]
        along = [tree for i in step.inputs for tree in self.made.jvp[i]]
        rule = transposed(formula.jvp, len(entries))
        rules = _Rules(self.made.known)
        zero = rules.number(0)
        given = [zero if tree is None else tree for tree in self.back[place]]
        moved = [zero if tree is None else tree for tree in self.moved[place]]
        new: dict[Tree, Tree] = {}
        for tree in in_order(rule):
            new[tree] = self.made.put(tree, new, entries, given, step.options)
        rules.tangents.update(zip((*entries, *given), (*along, *moved), strict=True))
        back = [new[tree] for tree in rule]
        changes = [rules.tangent(tree) for tree in back]
        self.give(step.inputs, back, [None if change is zero else change for change in changes])


def _unknown(node: Node | None, name: str, formula: VectorFormula) -> str:
    """Why no theorem says how the gradient of a node changes; empty if one does."""
    if node is None or node.status not in PROVED:
        return f"no accepted proof of {name}"
    if node.formula is not None:
        return "" if node.second is not None else f"no theorem says what f'' of {name} is"
    reason = why_not_smooth(formula.jvp, _positive(node))
    return f"no theorem says how the gradient of {name} changes everywhere: {reason}" if reason else ""


def _positive(node: Node) -> frozenset[str]:
    """The parameters that a node's theorems suppose to be positive, each of them."""
    found = []
    for proof in node.proofs:
        sides = [(h.left, h.right) for h in proof.hypotheses if h.relation == "lt"]
        found.append(
            {
                str(right.value)
                for left, right in sides
                if left is not None and right is not None and right.op == "param"
                if left.op == "const" and isinstance(left.value, Fraction) and left.value >= 0
            }
        )
    return frozenset(set.intersection(*found) if found else ())


def curved(
    graph: Graph,
    catalogue: Catalogue,
    shapes: Mapping[str, tuple[int, ...]],
    formulas: Formulas | None = None,
) -> Curved | Unknown:
    """The Hessian-vector product of a program on inputs of given shapes; or why there is none.

    Arguments and errors are those of :func:`~proofgrad.oracle.graph.compose.composed`.
    """
    made = walked(graph, catalogue, shapes, formulas)
    accepted = {d.name for d in catalogue.declarations if d.kind == "theorem" and d.status == "ok"}
    reasons = [f"no accepted proof of {name}" for name in (HVP_THEOREM, *RULES) if name not in accepted]
    for step, formula in zip(graph.steps, made.formulas, strict=True):
        reasons.append(_unknown(catalogue[step.node], step.node, formula))
    reasons = [reason for reason in dict.fromkeys(reasons) if reason]
    if reasons:
        return Unknown("; ".join(reasons))
    first = len(graph.inputs)
    count = sum(len(made.forward[i]) for i in range(first))
    size = prod(made.shapes[-1])
    back = _Reverse(made, [made.one(Tree("entry", value=count + i)) for i in range(size)])
    status: NodeStatus = "proved"
    for number in reversed(range(len(graph.steps))):
        step, node = graph.steps[number], catalogue[graph.steps[number].node]
        if not any(back.back[first + number]):
            continue  # nothing that is used
        if node.second is not None:
            back.scalar(node, step, first + number)
            bounded = node.status != "proved" or node.second.proof.scope == "pointwise"
        else:
            back.vector(made.formulas[number], step, first + number)
            bounded = node.status != "proved"
        status = "proved-on-domain" if bounded else status
    zero = made.one(Tree("const", value=Fraction(0)))

    def written(parts: Sequence[_Trees]) -> tuple[Tree, ...]:
        return tuple(zero if tree is None else tree for part in parts[:first] for tree in part)

    inputs = tuple((name, tuple(shapes[name])) for name in graph.inputs)
    sizes = tuple((name, str(list(shape))) for name, shape in inputs)
    given = (*inputs, (COTANGENT, made.shapes[-1]))
    found = VectorFormula(sizes, given, (count,), written(back.back), written(back.moved))
    return Curved(found, status)


def curved_node(node: Node, formula: VectorFormula, catalogue: Catalogue) -> Curved | Unknown:
    """The Hessian-vector product of one vector node, as that of the program that it is alone.

    Args:
        node: from the catalogue, or with other formulas than it has there.
        formula: one of them; parameters that are no sizes stay parameters.
        catalogue: in which the theorems must have been accepted.
    """
    if node.status != "proved":
        return Unknown(f"no theorem without hypotheses says what the gradient of {node.short_name} is")
    graph = Graph()
    places = tuple(graph.input(name).place for name, _ in formula.inputs)
    options: dict[str, Any] = {name: json.loads(text) for name, text in formula.sizes}
    trees = in_order((*formula.forward, *formula.jvp))
    options |= {str(tree.value).partition("[")[0]: OPEN for tree in trees if tree.op == "param"}
    graph.steps.append(Step(node.name, places, options))
    alone = replace(catalogue, nodes=(replace(node, vectors=()),))
    found = curved(graph, alone, dict(formula.inputs), lambda *_: formula)
    if isinstance(found, Unknown):
        return Unknown(found.reason.replace(node.name, node.short_name))
    return replace(found, formula=replace(found.formula, sizes=formula.sizes))
