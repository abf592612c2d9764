"""Second derivatives of elementwise nodes: theorems that say what the derivative of a node's f' is.

``∀ x, HasDerivAt g g' x`` is about every node whose f' is g, whatever the theorem is called: the one about
`exp` is one about the node whose f' is `exp`. What counts is the formula that g unfolds to. Hypotheses may be
comparisons of numbers, about x (then f'' is known there only) or about parameters; anything else is not
understood, and the theorem is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.model import Hypothesis, Node
from proofgrad.bridge.olean.reduce import spine
from proofgrad.bridge.olean.terms import Const, FVar, Term
from proofgrad.bridge.reading.library import Library, mentions_any

__all__ = ["SecondReader", "Slope"]

_LARGEST = 200
"""Operations of an f'' that is still kept: it is to be read by people."""


@dataclass(frozen=True, slots=True)
class Slope:
    """What a theorem says: that one formula is the derivative of another.

    Attributes:
        theorem: its name.
        df: the function, in one variable.
        ddf: its derivative, in the same parameters.
        hypotheses: where that holds.
    """

    theorem: str
    df: Tree
    ddf: Tree
    hypotheses: tuple[Hypothesis, ...]

    @property
    def rank(self) -> tuple[int, int, str]:
        """The best of several comes first: fewest hypotheses, then the shortest formula."""
        return len(self.hypotheses), sum(1 for _ in self.ddf.walk()), self.theorem


class SecondReader:
    """Reads theorems about derivatives of numbers.

    Args:
        library: the library.
    """

    def __init__(self, library: Library) -> None:
        self.library, self.config, self.reducer = library, library.config, library.reducer

    def of(
        self, nodes: Collection[Node], modules: Collection[str] | None = None
    ) -> Mapping[str, list[Slope]]:
        """The theorems about the f' of some nodes, by the nodes' names, the best first.

        Args:
            nodes: from the catalogue; those without a formula have none.
            modules: only their theorems; None for all.
        """
        wanted: dict[Tree, list[tuple[str, tuple[str, ...]]]] = {}
        for node in nodes:
            if node.formula is not None:
                names = node.formula.df.params()
                wanted.setdefault(_renamed(node.formula.df, names), []).append((node.name, names))
        found: dict[str, list[Slope]] = {}
        stated = self.library.theorems(frozenset((self.config.slope,)), self._read, modules) if wanted else ()
        for slope in stated:
            own = slope.df.params()
            for node_name, names in wanted.get(_renamed(slope.df, own), ()):
                found.setdefault(node_name, []).append(_in_names(slope, dict(zip(own, names, strict=True))))
        return {name: sorted(slopes, key=lambda s: s.rank) for name, slopes in found.items()}

    def _read(self, theorem: str) -> Slope | None:
        """What a theorem says; None if it is about functions in general, or supposes what is not understood.

        Raises:
            ExtractionError, ReductionLimit: it is about something that is no formula.
        """
        variables, conclusion = self.reducer.open_pis(self.library.env[theorem].type)
        head, args = spine(conclusion)
        if not isinstance(head, Const) or head.name != self.config.slope or len(args) < 3:
            return None
        df, ddf, at = args[-3:]
        numbers: dict[Term, Tree] = {}
        suppositions: list[FVar] = []
        for variable in variables:
            if _is_real(variable.type, self.config.real):
                numbers[variable] = Tree("param", value=variable.name)
            elif self.reducer.is_proposition(variable.type):
                suppositions.append(variable)
            else:
                return None
        if at not in numbers or len({str(t.value) for t in numbers.values()}) != len(numbers):
            return None
        numbers[at] = Tree("var")
        extractor = self.library.extractor(variables)
        found = extractor.tree(self.reducer.apply(df, [at]), numbers)
        if isinstance(at, FVar) and mentions_any(df, {at}):
            return None  # another function at every number
        hypotheses = []
        for variable in suppositions:
            relation = extractor.relation(variable.type)
            if relation is None:
                return None
            kind, left, right = relation
            sides = extractor.tree(left, numbers), extractor.tree(right, numbers)
            about: Literal["input", "parameter"] = (
                "input" if any(t.op == "var" for side in sides for t in side.walk()) else "parameter"
            )
            met = about == "input"
            text = self.library.show(variable.type)
            hypotheses.append(
                Hypothesis(text, about, kind, *sides, met=True, kind="entries" if met else "parameter")
            )
        result = extractor.tree(ddf, numbers)
        if set(result.params()) - set(found.params()) or sum(1 for _ in result.walk()) > _LARGEST:
            return None
        about_all = {name for h in hypotheses for side in (h.left, h.right) if side for name in side.params()}
        if about_all - set(found.params()):
            return None
        return Slope(theorem, found, result, tuple(hypotheses))


def _is_real(type_: Term, real: str) -> bool:
    head, args = spine(type_)
    return isinstance(head, Const) and head.name == real and not args


def _renamed(tree: Tree, names: tuple[str, ...]) -> Tree:
    """With the parameters numbered in their order."""
    return _with_names(tree, {name: str(number) for number, name in enumerate(names)})


def _with_names(tree: Tree, names: Mapping[str, str]) -> Tree:
    if tree.op == "param":
        return Tree("param", value=names[str(tree.value)])
    return Tree(tree.op, tuple(_with_names(a, names) for a in tree.args), tree.value) if tree.args else tree


def _in_names(slope: Slope, names: Mapping[str, str]) -> Slope:
    """In the names that a node gives its parameters."""
    return replace(
        slope,
        df=_with_names(slope.df, names),
        ddf=_with_names(slope.ddf, names),
        hypotheses=tuple(
            replace(
                h,
                left=_with_names(h.left, names) if h.left else None,
                right=_with_names(h.right, names) if h.right else None,
            )
            for h in slope.hypotheses
        ),
    )
