"""What a declaration says, as a digest.

The digest of a theorem, an axiom or an opaque constant is that of its type; of a definition that of type and
value; of an inductive type that of its constructors too. Names of binders do not count, and neither do the
names of private and automatic constants (`_private...`, `f.match_1`, `f._proof_1`): in their place stands the
digest of what they are, of a proof only what it proves. So a digest depends on no machine, no path and no
proof, and a change in what a statement stands on shows at the first public definition in which it is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from proofgrad.bridge.olean.constants import Definition, Inductive
from proofgrad.bridge.olean.digest import Digester
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.terms import Const, Term

__all__ = ["AUTOMATIC", "DeclarationDigests"]

_DIGITS = 32
AUTOMATIC = frozenset(("ctor", "rec", "quot"))
"""Kinds of declarations that others bring along."""


class DeclarationDigests(Digester):
    """Digests of declarations, and of terms with constants that are not public replaced by what they are.

    Args:
        env: the declarations.
        public: which of them a person wrote, where no positions tell; None: all.
    """

    def __init__(self, env: Environment, public: Collection[str] | None = None) -> None:
        super().__init__()
        self._env, self._told = env, public
        self._known: dict[str, str] = {}
        self._public: dict[str, bool] = {}
        self._labels: dict[str, str] = {}

    def is_public(self, name: str) -> bool:
        """Whether a person wrote it, under a name that others can use."""
        found = self._public.get(name)
        if found is None:
            found = (
                not name.startswith("_private.")
                and not any(part.startswith("_") for part in name.split("."))
                and self._env.is_written(name)
                and (self._told is None or name in self._told or self._env.tells_positions(name))
            )
            self._public[name] = found
        return found

    def of(self, name: str) -> str:
        """What a constant says. Raises OleanError if it is damaged."""
        found = self._known.get(name)
        if found is None:
            self._known[name] = name  # of an inductive type, inside its own constructors
            constant = self._env[name]
            parts = [constant.kind, *constant.levels, self.hex(constant.type)]
            if isinstance(constant, Definition):
                parts += [constant.safety, self.hex(constant.value)]
            elif isinstance(constant, Inductive):
                parts += [str(constant.params), *constant.all]
                parts += [f"{ctor} {self.hex(self._env[ctor].type)}" for ctor in constant.ctors]
            found = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGITS]
            self._known[name] = found
        return found

    def _label(self, term: Term) -> str:
        if isinstance(term, Const):
            label = self._labels.get(term.name)
            if label is None:
                label = self._labels[term.name] = self._named(term.name)
            return f"const {label} {' '.join(map(self._level, term.levels))}"
        return super()._label(term)

    def _named(self, name: str) -> str:
        """How a constant stands in a digest: a public one by its name, others by what they are."""
        env = self._env
        if name not in env or self.is_public(name):
            return name
        kind = env.kind(name)
        if kind == "theorem":
            return f"proof {self.hex(env[name].type)}"
        return name if kind in AUTOMATIC else f"{kind} {self.of(name)}"
