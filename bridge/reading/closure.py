"""What a constant says, all the way down: the constants that its type and its definition mention, and theirs.

Of a theorem only the statement counts: a proof changes nothing in what is said.
"""

from __future__ import annotations

from collections.abc import Iterable

from proofgrad.bridge.olean.constants import Definition, Inductive
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.terms import Const, Proj, Term, parts

__all__ = ["Closure", "constants"]


def constants(*terms: Term) -> set[str]:
    """The names of the constants in some terms, structures of projections included."""
    todo, seen, names = list(terms), set(terms), set()
    while todo:
        part = todo.pop()
        if isinstance(part, Const):
            names.add(part.name)
        elif isinstance(part, Proj):
            names.add(part.structure)
        for child in parts(part):
            if child not in seen:
                seen.add(child)
                todo.append(child)
    return names


class Closure:
    """The constants below others.

    Args:
        env: the environment.
    """

    def __init__(self, env: Environment) -> None:
        self.env = env
        self._direct: dict[str, frozenset[str]] = {}
        self._below: dict[str, frozenset[str]] = {}

    def direct(self, name: str) -> frozenset[str]:
        """The constants that one says something with. Raises OleanError if its terms are damaged."""
        found = self._direct.get(name)
        if found is None:
            constant = self.env[name]
            names = constants(constant.type)
            if isinstance(constant, Definition):
                names |= constants(constant.value)
            elif isinstance(constant, Inductive):
                names |= {*constant.ctors, *constant.all}
            found = self._direct[name] = frozenset(n for n in names if n in self.env)
        return found

    def below(self, names: Iterable[str]) -> frozenset[str]:
        """Some constants, as far as there are such, and everything below them."""
        seen = {name for name in names if name in self.env}
        todo = list(seen)
        while todo:
            name = todo.pop()
            known = self._below.get(name)
            if known is not None:
                seen |= known
                continue
            for used in self.direct(name):
                if used not in seen:
                    seen.add(used)
                    todo.append(used)
        return frozenset(seen)

    def below_one(self, name: str) -> frozenset[str]:
        """As :meth:`below`, remembered."""
        found = self._below.get(name)
        if found is None:
            found = self._below[name] = self.below((name,))
        return found
