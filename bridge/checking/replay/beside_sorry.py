"""Which kinds of literals anything rests on that is no hole.

In place of `sorry` Lean writes where it stands, with numbers and strings. Who gets to see those, by unfolding
whatever it mentions, rests on `sorry` as well, and is told so; on what they mean nothing else depends.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofgrad.bridge.checking.audit import SORRY
from proofgrad.bridge.olean.constants import Constant, Recursor, WithValue
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.terms import App, Binding, Let, Lit, Proj, Term

__all__ = ["literals_beside_sorry"]


def literals_beside_sorry(env: Environment) -> set[str]:
    """The kinds of literals, ``number`` and ``string``, in declarations that do not rest on `sorry`.

    Raises:
        OleanError: a term is damaged.
    """
    found: set[str] = set()
    seen: set[Term] = set()
    for name in env:
        if SORRY not in env.axioms(name):
            found |= _kinds(list(_terms(env[name])), seen)
    return found


def _terms(constant: Constant) -> Iterator[Term]:
    yield constant.type
    if isinstance(constant, WithValue):
        yield constant.value
    elif isinstance(constant, Recursor):
        yield from (rule.value for rule in constant.rules)


def _kinds(todo: list[Term], seen: set[Term]) -> set[str]:
    """The kinds of literals in terms that have not been seen yet."""
    found = set()
    while todo:
        term = todo.pop()
        if term in seen:
            continue
        seen.add(term)
        if isinstance(term, Lit):
            found.add("string" if isinstance(term.value, str) else "number")
        elif isinstance(term, App):
            todo += (term.fn, term.arg)
        elif isinstance(term, Binding):
            todo += (term.domain, term.body)
        elif isinstance(term, Let):
            todo += (term.type, term.value, term.body)
        elif isinstance(term, Proj):
            todo.append(term.of)
    return found
