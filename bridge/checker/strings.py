"""String literals: constants of a type that has to be inhabited, and, where the names are there, made from
their characters.

To Lean a literal is `String.ofList` of its characters (`String.mk` in older versions). Where that is
well-typed, a literal stands for it here too. In a foundation without those names a literal stands for nothing
in particular, which is sound as long as there is a string at all: that is shown by finding one."""

from __future__ import annotations

from proofgrad.bridge.checker.conversion import Conversion
from proofgrad.bridge.checker.declarations import Inductive, Rejected
from proofgrad.bridge.checker.terms import CONST, PI, Term, app, apply, const, fvar, instantiate, spine

__all__ = ["STRING_NEEDS", "enable_strings"]

_STRING = const("String")
_MAKERS = ("String.ofList", "String.mk")
_DEPTH, _STEPS = 8, 400
"""How deep a string may be that shows that there is one, and how long it is looked for."""

STRING_NEEDS = ("String", *_MAKERS, "List.nil", "List.cons", "Char", "Char.ofNat")
"""What has to be checked before a string literal is; other projects' strings need what theirs are made of."""


def enable_strings(core: Conversion) -> bool:
    """Look how literal strings can be made, and whether there is a string at all.

    Returns: whether there is.
    """
    if core.string_maker is None:
        for maker in _MAKERS:
            if maker in core.env and _is_string(core, core.string_of("ab", maker)):
                core.string_maker = maker
    if core.string_maker is not None:
        return True
    found = _Search(core).of(_STRING, _DEPTH)
    return found is not None and _is_string(core, found)


def _is_string(core: Conversion, term: Term) -> bool:
    try:
        return core.is_def_eq(core.check(term), _STRING) and not term.free
    except Rejected:
        return False


class _Search:
    """Looks for a member of a type: constructors first to last, functions that ignore their arguments."""

    def __init__(self, core: Conversion) -> None:
        self.core = core
        self.steps = 0

    def of(self, type_: Term, depth: int) -> Term | None:
        """A member, not type-checked; None if none is found."""
        self.steps += 1
        if depth == 0 or self.steps > _STEPS:
            return None
        try:
            type_ = self.core.whnf(type_)
            if type_.kind == PI:
                variable = fvar(type_.free, type_.a)
                body = self.of(instantiate(type_.b, (variable,)), depth - 1)
                return None if body is None else self.core.bind_lam([variable], body)
            head, arguments = spine(type_)
            inductive = self.core.env.get(head.a) if head.kind == CONST else None
            if not isinstance(inductive, Inductive):
                return None
            for name in inductive.constructors:
                first = apply(const(name, head.b), arguments[: inductive.params])
                made = self._filled(first, type_, depth - 1)
                if made is not None:
                    return made
        except Rejected:
            return None
        return None

    def _filled(self, function: Term, wanted: Term, depth: int) -> Term | None:
        """The constructor with all its fields, if it is of the wanted type then."""
        type_ = self.core.whnf(self.core.infer(function))
        while type_.kind == PI:
            argument = self.of(type_.a, depth)
            if argument is None:
                return None
            function = app(function, argument)
            type_ = self.core.whnf(instantiate(type_.b, (argument,)))
        return function if self.core.is_def_eq(type_, wanted) else None
