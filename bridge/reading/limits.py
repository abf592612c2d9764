"""Limits of elementwise nodes at ±∞: theorems that say what a function tends to.

``TendsAtTop f l`` is about every node that computes f, whatever the theorem is called: what counts is the
formula that f unfolds to, and the number that stands there. A theorem about every complete ordered field is
one about the real numbers; one that supposes anything else, or is about functions in general, is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.model import Node
from proofgrad.bridge.olean.reduce import spine
from proofgrad.bridge.olean.terms import INST_IMPLICIT, Const, Pi, Sort, Term
from proofgrad.bridge.reading.extract import Extractor
from proofgrad.bridge.reading.library import Library

__all__ = ["LimitReader", "Tendency"]


@dataclass(frozen=True, slots=True)
class Tendency:
    """What a theorem says: where a function of one number tends to.

    Attributes:
        theorem: its name.
        f: the function, in one variable.
        end: at which end.
        value: the limit, a number; None where the function grows beyond every bound.
    """

    theorem: str
    f: Tree
    end: Literal["+∞", "-∞"]
    value: Tree | None


class LimitReader:
    """Reads theorems about limits.

    Args:
        library: the library.
    """

    def __init__(self, library: Library) -> None:
        self.library, self.config, self.reducer = library, library.config, library.reducer

    def of(
        self, nodes: Collection[Node], modules: Collection[str] | None = None
    ) -> Mapping[str, list[Tendency]]:
        """The theorems about what some nodes compute, by the nodes' names, in the order of their own names.

        Args:
            nodes: from the catalogue; those without a formula, or with parameters, have none.
            modules: only their theorems; None for all.
        """
        wanted: dict[Tree, list[str]] = {}
        for node in nodes:
            if node.formula is not None:
                wanted.setdefault(node.formula.f, []).append(node.name)
        found: dict[str, list[Tendency]] = {}
        stated = self.library.theorems(frozenset(self.config.limits), self._read, modules) if wanted else ()
        for tendency in stated:
            for name in wanted.get(tendency.f, ()):
                found.setdefault(name, []).append(tendency)
        return {name: sorted(own, key=lambda t: (t.end, t.theorem)) for name, own in found.items()}

    def _read(self, theorem: str) -> Tendency | None:
        """What a theorem says; None if it supposes anything, or is not about the real numbers.

        Raises:
            ExtractionError, ReductionLimit: it is about something that is no formula.
        """
        extractor = self.library.extractor([])
        statement = self._at_the_reals(theorem, extractor)
        if statement is None:
            return None
        head, args = spine(statement)
        at_top, at_bot, grows = self.config.limits
        if not isinstance(head, Const) or head.name not in (at_top, at_bot, grows):
            return None
        if len(args) != (3 if head.name == grows else 4):
            return None
        type_, instance, function, *limit = args
        if type_ is not extractor.real.type or not extractor.is_canonical(self.config.limit_class, instance):
            return None
        x = self.reducer.terms.fvar("x", type_)
        f = extractor.tree(self.reducer.apply(function, [x]), {x: Tree("var")})
        value = extractor.tree(limit[0], {}) if limit else None
        return Tendency(theorem, f, "-∞" if head.name == at_bot else "+∞", value)

    def _at_the_reals(self, theorem: str, extractor: Extractor) -> Term | None:
        """What a theorem says of the real numbers; None if it has arguments that are no field of numbers.

        An instance of a class over anything but the numbers may be one that nobody has: it is a supposition.
        """
        constant = self.library.env[theorem]
        statement = constant.type
        while isinstance(statement, Pi):
            head, args = spine(statement.domain)
            if isinstance(statement.domain, Sort):
                arg: Term | None = extractor.real.type
            elif (
                isinstance(head, Const) and statement.info == INST_IMPLICIT and args == [extractor.real.type]
            ):
                arg = extractor.canonical(head.name)
            else:
                return None
            if arg is None:
                return None
            statement = self.reducer.instantiate(statement.body, arg)
        return None if constant.levels else statement
