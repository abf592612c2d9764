"""Blocks of inductive types that are tampered with."""

from __future__ import annotations

import dataclasses

from surgery import block_of, renamed

from fuzzing.changes import Changes
from proofgrad.bridge.checker.declarations import Constructor, Declaration, Inductive, Recursor, RecursorRule


class Tampering(Changes):
    """Blocks in which one declaration is changed."""

    def tampered(self, prefix: str) -> list[Declaration]:
        """A block of the foundation under other names, with something changed."""
        seed = self.rng.choice([t for t in self.inductives if t.all[:1] == (t.name,) and not t.unsafe])
        block = [d for d in self.foundation if block_of(d) == seed.all]
        names = {d.name: f"{prefix}.{d.name}" for d in block}
        copies = [renamed(d, names) for d in block]
        return self.tamper(copies) if self.rng.random() < 0.85 else copies

    def tamper(self, block: list[Declaration]) -> list[Declaration]:
        """Change one declaration of a block."""
        rng = self.rng
        i = rng.randrange(len(block))
        d = block[i]
        kind = rng.randrange(6)
        if kind == 0:
            new: Declaration = dataclasses.replace(d, type=self.mutated(d.type, 0))
        elif isinstance(d, Recursor):
            new = self._other_recursor(d, kind)
        elif isinstance(d, Constructor):
            which = rng.choice(("fields", "params", "index"))
            new = dataclasses.replace(d, **{which: max(0, getattr(d, which) + rng.choice((-1, 1)))})
        else:
            assert isinstance(d, Inductive)
            which = rng.choice(("params", "indices", "is_recursive", "is_reflexive", "nested"))
            old = getattr(d, which)
            value = not old if isinstance(old, bool) else max(0, old + rng.choice((-1, 1)))
            new = dataclasses.replace(d, **{which: value})
        return [*block[:i], new, *block[i + 1 :]]

    def _other_recursor(self, rec: Recursor, kind: int) -> Recursor:
        rng = self.rng
        if kind == 1:
            return dataclasses.replace(rec, k=not rec.k)
        if kind == 2:
            which = rng.choice(("params", "indices", "motives", "minors"))
            return dataclasses.replace(rec, **{which: max(0, getattr(rec, which) + rng.choice((-1, 1)))})
        rules = list(rec.rules)
        if not rules:
            return dataclasses.replace(rec, level_params=(*rec.level_params, "w"))
        at = rng.randrange(len(rules))
        if kind == 3:
            del rules[at]
        elif kind == 4:
            rules[at] = RecursorRule(rules[at].constructor, rules[at].fields, rng.choice(rules).rhs)
        else:
            rules[at] = RecursorRule(rules[at].constructor, rules[at].fields, self.mutated(rules[at].rhs, 0))
        return dataclasses.replace(rec, rules=tuple(rules))
