"""What a theorem certifies: of which node, under which hypotheses. By what it states, never by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from proofgrad.bridge.catalogue.model import Hypothesis
from proofgrad.bridge.olean.reduce import spine
from proofgrad.bridge.olean.terms import Const, FVar, Term
from proofgrad.bridge.reading.hypotheses import RESTRICTED, RESTRICTED_SIZES, Binders, Found
from proofgrad.bridge.reading.library import Library, ShapeError, mentions_any
from proofgrad.bridge.reading.nodes import NodeReader

__all__ = ["Certificate", "Claim", "TheoremReader"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a theorem says, as terms.

    Attributes:
        conclusion: that a node is correct.
        variables: of the theorem.
        binders: the same, sorted.
        found: its hypotheses.
        elementwise: whether the node is.
    """

    conclusion: Term
    variables: Sequence[FVar]
    binders: Binders
    found: Sequence[Found]
    elementwise: bool

    @property
    def in_need(self) -> list[Found]:
        """The hypotheses that count only if somebody has shown that they can be met."""
        return [one for one in self.found if one.in_need and not one.hypothesis.met]

    def shown(self, by: str, *, everywhere: bool, some_entries: bool = False) -> tuple[Hypothesis, ...]:
        """The hypotheses, now that somebody has shown that those in need can be met.

        Args:
            by: who.
            everywhere: whether that was shown in every context, at all shapes and sizes. Where it was shown
                for some only, what restricts them does not count: of nothing, any formula is right.
            some_entries: whether it was shown where the inputs have entries: then a restriction of the sizes
                of a vector node is one of the domain, or what the node itself asks for.
        """
        needy = self.in_need

        def settled(one: Found) -> Hypothesis:
            if one not in needy:
                return one.hypothesis
            if everywhere or not one.sized:
                return replace(one.hypothesis, met=True, why=by)
            if self.elementwise:
                return replace(one.hypothesis, why=RESTRICTED)
            if not some_entries:
                return replace(one.hypothesis, why=f"{RESTRICTED_SIZES} ({by})")
            if one.own or one.kind != "size":
                return replace(one.hypothesis, met=True, why=by)
            return replace(one.hypothesis, met=True, scope="input", why=f"for such sizes only; {by}")

        apart = {one.field_of for one in self.found}  # their fields are listed: they say it all
        return tuple(settled(one) for one in self.found if one.variable is None or one.variable not in apart)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a theorem says: that this node is correct, under these hypotheses; and the same as terms, None of
    a node that builds nodes.
    """

    node: str
    hypotheses: tuple[Hypothesis, ...]
    claim: Claim | None = None

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
        self.hypotheses = nodes.hypotheses

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
        binders, node_type = self.reducer.open_pis(self.env[constructor.name].type)
        node_type = self.reducer.substitute(node_type, dict(zip(binders, own, strict=False)))
        names = {arg: binder.name for arg, binder in zip(own, binders, strict=False)}
        found, sorted_ = self.hypotheses.read(variables, names, point, node_type)
        if kind == "generic":
            found = [self._brought(one, variables, own) for one in found]
        elif kind == "elementwise":
            found += self.hypotheses.restrictions(sorted_)
        else:
            found += self.hypotheses.without_entries(sorted_, self.nodes.read(constructor.name).vectors)
        claim = Claim(conclusion, variables, sorted_, found, elementwise=kind == "elementwise")
        return Certificate(constructor.name, tuple(one.hypothesis for one in found), claim)

    def _brought(self, one: Found, variables: Sequence[FVar], own: Sequence[Term]) -> Found:
        """A hypothesis of a node that builds nodes: what is asked of the functions and formulas that it is
        given counts, for its nodes will bring it; anything else is as in other nodes.
        """
        given = {v for v in variables if any(mentions_any(arg, {v}) for arg in own)}
        brought = {v for v in given if self.nodes.builds(v.type)}
        is_given = one.kind == "data" and one.variable in given
        if not is_given and not mentions_any(one.term, brought):
            return one
        return replace(one, hypothesis=replace(one.hypothesis, met=True, why=""))
