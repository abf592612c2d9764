"""Digests of terms: equal for terms that differ in the names and kinds of their binders only."""

from __future__ import annotations

import hashlib

from proofgrad.bridge.olean.terms import (
    BVar,
    Const,
    FVar,
    IMax,
    Level,
    Lit,
    Max,
    Param,
    Proj,
    Sort,
    Succ,
    Term,
    parts,
)

__all__ = ["Digester"]


class Digester:
    """SHA-256 digests of closed terms, each subterm's computed once."""

    def __init__(self) -> None:
        self._terms: dict[Term, bytes] = {}
        self._levels: dict[Level, str] = {}

    def hex(self, term: Term) -> str:
        """The digest of a term as 64 hexadecimal digits."""
        return self(term).hex()

    def __call__(self, term: Term) -> bytes:
        """The digest of a term. Raises ValueError if it has free variables."""
        memo = self._terms
        todo = [term]
        while todo:
            current = todo[-1]
            if current in memo:
                todo.pop()
                continue
            missing = [part for part in parts(current) if part not in memo]
            if missing:
                todo += missing
                continue
            todo.pop()
            label = self._label(current).encode()
            memo[current] = hashlib.sha256(
                b"\0".join((label, *(memo[part] for part in parts(current))))
            ).digest()
        return memo[term]

    def _label(self, term: Term) -> str:
        """What a term has besides its parts. Names are written so that no two terms have the same label."""
        if isinstance(term, BVar):
            return f"bvar {term.index}"
        if isinstance(term, Const):
            return f"const {term.name} {' '.join(map(self._level, term.levels))}"
        if isinstance(term, Sort):
            return f"sort {self._level(term.level)}"
        if isinstance(term, Lit):
            return f"int {term.value:x}" if isinstance(term.value, int) else f"str {term.value}"
        if isinstance(term, Proj):
            return f"proj {term.structure} {term.index}"
        if isinstance(term, FVar):
            raise ValueError(f"free variable {term.name}")
        return type(term).__name__

    def _level(self, level: Level) -> str:
        found = self._levels.get(level)
        if found is None:
            if isinstance(level, Succ):
                found = f"(s {self._level(level.of)})"
            elif isinstance(level, Max | IMax):
                found = f"({type(level).__name__} {self._level(level.left)} {self._level(level.right)})"
            else:
                found = f"(p {level.name})" if isinstance(level, Param) else "0"
            self._levels[level] = found
        return found
