"""What a theorem certifies: of which node, under which hypotheses. By what it states, never by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.model import Hypothesis
from proofgrad.bridge.olean.reduce import ReductionLimit, spine
from proofgrad.bridge.olean.terms import Const, FVar, Pi, Term
from proofgrad.bridge.reading.extract import ExtractionError
from proofgrad.bridge.reading.library import Library, ShapeError, mentions_any
from proofgrad.bridge.reading.nodes import NodeReader

__all__ = ["Certificate", "TheoremReader"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a theorem says: that this node is correct, under these hypotheses."""

    node: str
    hypotheses: tuple[Hypothesis, ...]

    @property
    def pointwise(self) -> bool:
        """Whether it supposes something about the input."""
        return any(hypothesis.scope == "input" for hypothesis in self.hypotheses)


class TheoremReader:
    """Reads theorems about nodes."""

    def __init__(self, library: Library, nodes: NodeReader) -> None:
        self.library, self.nodes = library, nodes
        self.env, self.config, self.reducer, self.show = (
            library.env,
            library.config,
            library.reducer,
            library.show,
        )

    def read(self, name: str, nodes: frozenset[str]) -> Certificate | None:
        """What a theorem whose conclusion is a notion of correctness certifies.

        Args:
            name: the theorem.
            nodes: all definitions whose type ends in a node.

        Returns:
            What it certifies; None for a theorem about every node, or about none in particular.

        Raises:
            ShapeError: it is about a node, but not in a way that is understood.
        """
        config = self.config
        statement = self.env[name].type
        variables, conclusion = self.reducer.open_pis(statement)
        for _ in range(50):
            head, args = spine(conclusion)
            if isinstance(head, Const) and head.name in (config.correct, config.correct_at):
                break
            unfolded = self.reducer.unfold_head(conclusion)
            if unfolded is None:
                return None
            more, conclusion = self.reducer.open_pis(self.reducer.head_reduced(unfolded))
            variables += more
        else:
            return None
        assert isinstance(head, Const)
        at = head.name == config.correct_at
        if len(args) < (2 if at else 1):
            raise ShapeError(f"{name}: {self.show(statement)}")
        node, point = (args[-2], args[-1]) if at else (args[-1], None)
        constructor, own = spine(node)
        if isinstance(constructor, FVar):
            return None
        if not isinstance(constructor, Const) or constructor.name not in nodes:
            raise ShapeError(f"{name} is not about a node: {self.show(node)}")
        if point is not None and point not in variables:
            raise ShapeError(f"{name} is about one input only: {self.show(point)}")
        kind = self.nodes.read(constructor.name).kind
        fixed = [arg for arg in own if arg not in variables]
        if kind != "generic" and (fixed or len(set(own)) != len(own)):
            raise ShapeError(f"{name} is about a special case: {self.show(node)}")
        hypotheses = tuple(self._hypotheses(variables, node, point))
        return Certificate(constructor.name, hypotheses)

    def _hypotheses(self, variables: list[FVar], node: Term, point: Term | None) -> Iterator[Hypothesis]:
        """The hypotheses among a theorem's variables; the node's parameters under the names they have in its
        definition.
        """
        constructor, own = spine(node)
        assert isinstance(constructor, Const)
        binders, _ = self.reducer.open_pis(self.env[constructor.name].type)
        names = {arg: binder.name for arg, binder in zip(own, binders, strict=False)}
        inputs = {v for v in variables if v is point}
        for variable in variables:
            if variable in own or variable is point:
                continue
            if self.reducer.is_proposition(variable.type):
                yield self._hypothesis(variable.type, variables, names, point)
            elif mentions_any(variable.type, inputs):
                inputs.add(variable)

    def _hypothesis(
        self, proposition: Term, variables: list[FVar], names: Mapping[Term, str], point: Term | None
    ) -> Hypothesis:
        text = self.show(proposition)
        about_input = point is not None and mentions_any(proposition, {point})
        scope: Literal["input", "parameter"] = "input" if about_input else "parameter"
        try:
            relation = self._relation(proposition, variables, names, point)
        except (ExtractionError, ReductionLimit):
            relation = None
        if relation is None:
            return Hypothesis(text, scope)
        return Hypothesis(text, scope, *relation)

    def _relation(
        self, proposition: Term, variables: list[FVar], names: Mapping[Term, str], point: Term | None
    ) -> tuple[Literal["ne", "lt", "le"], Tree, Tree] | None:
        """A relation between formulas in a coordinate of the input, for all of them, or in parameters."""
        extractor = self.library.extractor(variables)
        several = sum(_head(v.type) == self.config.index for v in names if isinstance(v, FVar)) > 1
        index: Term | None = None
        if isinstance(proposition, Pi):
            opened, proposition = self.reducer.open_pis(proposition)
            if len(opened) != 1 or _head(opened[0].type) != "Fin":
                return None
            index = opened[0]
        relation = extractor.relation(proposition)
        if relation is None:
            return None

        def leaf(term: Term) -> Tree | None:
            if point is not None and index is not None:
                entry = self.library.entry(term, point, index)
                if entry is not None and entry in names:
                    return Tree("param", value=f"{names[entry]}[i]") if several else Tree("var")
            name = names.get(term)
            if name is not None and isinstance(term, FVar) and term.type is extractor.real.type:
                return Tree("param", value=name)
            return None

        kind, a, b = relation
        if kind == "eq":
            return None
        return kind, extractor.tree(a, leaf), extractor.tree(b, leaf)


def _head(type_: Term) -> str | None:
    head, _ = spine(type_)
    return head.name if isinstance(head, Const) else None
