"""The dependency tree of a proof down to the axioms, collapsed to what a reader can take in.

A tree of everything has thousands of lines, most of them logic. Here each theorem shows the few of its direct
uses that are highest, which is where its own mathematics is, and counts the others; one that stands in the
tree already is not opened again; and for each axiom one shortest way to it is given.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator

from proofgrad.bridge.catalogue.model import Source
from proofgrad.bridge.explaining.model import AxiomChain, Dependency, ProofTree
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.terms import Term
from proofgrad.bridge.olean.uses import Uses

__all__ = ["DEPTH", "WIDTH", "proof_tree"]

DEPTH = 3
"""Levels below the theorem that are shown where nothing else is asked for."""
WIDTH = 6
"""Direct uses of a theorem that are shown."""
SHARE = 10
"""A use that stands on fewer than one in SHARE of the theorems that the root stands on is only counted."""

_MADE_BY_LEAN = re.compile(r"(?:^|\.)(?:_\w+|proof_\d+|match_\d+|eq_\d+|«?_proof_\d+»?)(?=\.|$)")


def proof_tree(
    env: Environment,
    uses: Uses,
    theorem: str,
    *,
    show: Callable[[Term], str],
    source: Source | None,
    depth: int = DEPTH,
    width: int = WIDTH,
) -> ProofTree:
    """What a theorem stands on.

    Args:
        env: the environment.
        uses: its direct uses.
        theorem: the root.
        show: prints statements.
        source: where the root stands.
        depth: levels below the root that are opened.
        width: direct uses that are shown of each theorem.

    Raises:
        KeyError: no such constant.
        OleanError: a term that is shown is damaged.
    """
    reach = uses.reach([theorem])
    below = [name for name in reach.names if name in env]
    made = _Tree(env, uses, show, width)
    made.measure(theorem)
    return ProofTree(
        theorem=made.grow(theorem, depth),
        source=source,
        definitions=sum(env.kind(name) not in ("theorem", "axiom") for name in below),
        axioms=_chains(env, uses, theorem),
        complete=reach.complete,
    )


class _Tree:
    def __init__(self, env: Environment, uses: Uses, show: Callable[[Term], str], width: int) -> None:
        self.env, self.uses, self.show, self.width = env, uses, show, width
        self.heights: dict[str, int] = {}
        self.least = 0
        self.opened: set[str] = set()

    def measure(self, root: str) -> None:
        """The height of everything below the root; a type and its constructors mention each other."""
        entered: set[str] = set()
        stack = [(root, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                top = max((self.heights.get(used, 0) for used in self.uses_of(name)), default=0)
                self.heights[name] = top + self.counts(name)
            elif name not in entered:
                entered.add(name)
                stack.append((name, True))
                stack.extend((used, False) for used in self.uses_of(name) if used not in entered)
        self.least = self.below(root) // SHARE

    def below(self, name: str) -> int:
        """How many theorems a constant stands on."""
        return sum(self.counts(n) for n in self.uses.reach([name]).names if n in self.env)

    def uses_of(self, name: str) -> Iterator[str]:
        return (used for used in self.uses[name] if used in self.env)

    def counts(self, name: str) -> bool:
        return self.env.kind(name) == "theorem" and not _MADE_BY_LEAN.search(name)

    def direct(self, theorem: str) -> list[str]:
        """The theorems and axioms that a proof mentions, the highest first."""
        found: dict[str, None] = {}
        todo = deque([theorem])
        seen = {theorem}
        while todo:
            for used in self.uses_of(todo.popleft()):
                if used in seen:
                    continue
                seen.add(used)
                if _MADE_BY_LEAN.search(used):
                    todo.append(used)
                elif self.env.kind(used) in ("theorem", "axiom"):
                    found[used] = None
        return sorted(found, key=lambda name: (-self.heights[name], name))

    def grow(self, name: str, depth: int) -> Dependency:
        env = self.env
        again = name in self.opened
        direct = [] if again else self.direct(name)
        shown = [n for n in direct[: self.width] if self.below(n) >= self.least] if depth > 0 else []
        if shown:
            self.opened.add(name)
        doc = (env.docstring(name) or "").strip()
        return Dependency(
            name=name,
            kind=env.kind(name),
            module=env.module_of(name),
            statement=self.show(env[name].type),
            doc=_first_sentence(doc),
            height=self.heights[name],
            below=self.below(name),
            uses=tuple(self.grow(used, depth - 1) for used in shown),
            hidden=len(direct) - len(shown),
            again=again,
        )


def _first_sentence(doc: str) -> str:
    text = " ".join(doc.split("\n\n")[0].split())
    end = re.search(r"[.!?](?= [A-Z`∀])", text)
    return text[: end.end()] if end else text


def _chains(env: Environment, uses: Uses, theorem: str) -> tuple[AxiomChain, ...]:
    """A shortest way to each axiom, by breadth."""
    before: dict[str, str | None] = {theorem: None}
    todo = deque([theorem])
    while todo:
        name = todo.popleft()
        for used in uses[name]:
            if used in env and used not in before:
                before[used] = name
                todo.append(used)
    chains = []
    for axiom in env.axioms(theorem):
        way: list[str] = []
        step: str | None = axiom if axiom in before else None
        while step is not None:
            way.append(step)
            step = before[step]
        chains.append(AxiomChain(axiom, tuple(reversed(way))))
    return tuple(chains)
