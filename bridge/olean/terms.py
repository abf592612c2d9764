"""Terms and universe levels of Lean's type theory, hash-consed: equal terms are the same object.

A term is made by a :class:`Terms` arena only, never by its class. Terms of one arena are compared with
``is``, hashed by identity, and shared without limit, which is what makes both unfolding and re-checking
affordable. Each term knows how many binders it lacks (`loose`), whether it contains free variables and
whether it mentions universe parameters, so that a substitution that cannot change a subterm does not visit
it.
"""

from __future__ import annotations

from typing import NewType

__all__ = [
    "DEFAULT",
    "IMPLICIT",
    "INST_IMPLICIT",
    "STRICT_IMPLICIT",
    "App",
    "BVar",
    "BinderInfo",
    "Binding",
    "Const",
    "FVar",
    "IMax",
    "Lambda",
    "Let",
    "Level",
    "Lit",
    "Max",
    "Param",
    "Pi",
    "Proj",
    "Sort",
    "Succ",
    "Term",
    "Terms",
    "Zero",
]

BinderInfo = NewType("BinderInfo", int)
DEFAULT, IMPLICIT, STRICT_IMPLICIT, INST_IMPLICIT = (BinderInfo(i) for i in range(4))
"""``(x : α)``, ``{x : α}``, ``⦃x : α⦄``, ``[x : α]``."""


class Level:
    """A universe level."""

    __slots__ = ("depth", "params")
    params: bool
    """Whether it mentions a universe parameter."""
    depth: int
    """Number of levels nested in it."""


class Zero(Level):
    """Level 0, of propositions."""

    __slots__ = ()


class Succ(Level):
    """``of + 1``."""

    __slots__ = ("of",)
    of: Level


class Max(Level):
    """``max left right``."""

    __slots__ = ("left", "right")
    left: Level
    right: Level


class IMax(Level):
    """``imax left right``: 0 if `right` is 0, else their maximum."""

    __slots__ = ("left", "right")
    left: Level
    right: Level


class Param(Level):
    """A universe parameter."""

    __slots__ = ("name",)
    name: str


class Term:
    """A term.

    Attributes:
        loose: one more than the largest index of a loose bound variable, 0 if there is none.
        fvars: whether it contains a free variable.
        params: whether it mentions a universe parameter.
    """

    __slots__ = ("fvars", "loose", "params")
    loose: int
    fvars: bool
    params: bool


class BVar(Term):
    """A bound variable, by its de Bruijn index."""

    __slots__ = ("index",)
    index: int


class FVar(Term):
    """A free variable: what a binder is opened with. Each is unlike every other."""

    __slots__ = ("info", "name", "type")
    name: str
    type: Term
    info: BinderInfo


class Sort(Term):
    """``Sort level``: ``Prop`` at 0, ``Type u`` at u + 1."""

    __slots__ = ("level",)
    level: Level


class Const(Term):
    """A constant at universe levels."""

    __slots__ = ("levels", "name")
    name: str
    levels: tuple[Level, ...]


class App(Term):
    """``fn arg``."""

    __slots__ = ("arg", "fn")
    fn: Term
    arg: Term


class Binding(Term):
    """A lambda or a pi: what they have in common."""

    __slots__ = ("body", "domain", "info", "name")
    name: str
    domain: Term
    body: Term
    info: BinderInfo


class Lambda(Binding):
    """``fun name : domain => body``."""

    __slots__ = ()


class Pi(Binding):
    """``∀ name : domain, body``."""

    __slots__ = ()


class Let(Term):
    """``let name : type := value; body``."""

    __slots__ = ("body", "name", "nondep", "type", "value")
    name: str
    type: Term
    value: Term
    body: Term
    nondep: bool


def parts(term: Term) -> tuple[Term, ...]:
    """The terms directly in a term."""
    if isinstance(term, App):
        return term.fn, term.arg
    if isinstance(term, Binding):
        return term.domain, term.body
    if isinstance(term, Let):
        return term.type, term.value, term.body
    return (term.of,) if isinstance(term, Proj) else ()


class Lit(Term):
    """A literal: a natural number or a string."""

    __slots__ = ("value",)
    value: int | str


class Proj(Term):
    """Field number `index` of a value of the structure `structure`."""

    __slots__ = ("index", "of", "structure")
    structure: str
    index: int
    of: Term


Key = tuple[object, ...]


class Terms:
    """An arena of terms and levels; every term of it exists once."""

    __slots__ = ("_apps", "_levels", "_others", "zero")

    def __init__(self) -> None:
        self._levels: dict[Key, Level] = {}
        self._others: dict[Key, Term] = {}
        self._apps: dict[tuple[Term, Term], App] = {}
        self.zero = Zero()
        self.zero.params, self.zero.depth = False, 0

    # Levels

    def succ(self, of: Level) -> Level:
        """``of + 1``."""
        found = self._levels.get(("succ", of))
        if found is None:
            level = Succ()
            level.of, level.params, level.depth = of, of.params, of.depth + 1
            found = self._levels["succ", of] = level
        return found

    def max(self, left: Level, right: Level) -> Level:
        """``max left right``, as it stands."""
        return self._binary(Max, left, right)

    def imax(self, left: Level, right: Level) -> Level:
        """``imax left right``, as it stands."""
        return self._binary(IMax, left, right)

    def _binary(self, cls: type[Max] | type[IMax], left: Level, right: Level) -> Level:
        found = self._levels.get((cls, left, right))
        if found is None:
            level = cls()
            level.left, level.right, level.params = left, right, left.params or right.params
            level.depth = 1 + (left.depth if left.depth > right.depth else right.depth)
            found = self._levels[cls, left, right] = level
        return found

    def param(self, name: str) -> Level:
        """The universe parameter `name`."""
        found = self._levels.get((name,))
        if found is None:
            level = Param()
            level.name, level.params, level.depth = name, True, 0
            found = self._levels[name,] = level
        return found

    # Terms

    def bvar(self, index: int) -> Term:
        """The bound variable with that de Bruijn index."""
        found = self._others.get((index,))
        if found is None:
            term = BVar()
            term.index, term.loose, term.fvars, term.params = index, index + 1, False, False
            found = self._others[index,] = term
        return found

    @staticmethod
    def fvar(name: str, type_: Term, info: BinderInfo = DEFAULT) -> FVar:
        """A new free variable, unlike all others."""
        term = FVar()
        term.name, term.type, term.info = name, type_, info
        term.loose, term.fvars, term.params = 0, True, type_.params
        return term

    def sort(self, level: Level) -> Term:
        """``Sort level``."""
        found = self._others.get((Sort, level))
        if found is None:
            term = Sort()
            term.level, term.loose, term.fvars, term.params = level, 0, False, level.params
            found = self._others[Sort, level] = term
        return found

    def const(self, name: str, levels: tuple[Level, ...] = ()) -> Term:
        """The constant `name` at `levels`."""
        found = self._others.get((name, levels))
        if found is None:
            term = Const()
            term.name, term.levels, term.loose, term.fvars = name, levels, 0, False
            term.params = any(level.params for level in levels)
            found = self._others[name, levels] = term
        return found

    def app(self, fn: Term, arg: Term) -> Term:
        """``fn arg``."""
        found = self._apps.get((fn, arg))
        if found is None:
            found = App()
            found.fn, found.arg = fn, arg
            found.loose = fn.loose if fn.loose > arg.loose else arg.loose
            found.fvars, found.params = fn.fvars or arg.fvars, fn.params or arg.params
            self._apps[fn, arg] = found
        return found

    def apply(self, fn: Term, *args: Term) -> Term:
        """``fn a b ...``."""
        for arg in args:
            fn = self.app(fn, arg)
        return fn

    def lam(self, name: str, domain: Term, body: Term, info: BinderInfo = DEFAULT) -> Term:
        """``fun name : domain => body``."""
        return self._binding(Lambda, name, domain, body, info)

    def pi(self, name: str, domain: Term, body: Term, info: BinderInfo = DEFAULT) -> Term:
        """``∀ name : domain, body``."""
        return self._binding(Pi, name, domain, body, info)

    def _binding(
        self, cls: type[Lambda] | type[Pi], name: str, domain: Term, body: Term, info: BinderInfo
    ) -> Term:
        key = (cls, name, domain, body, info)
        found = self._others.get(key)
        if found is None:
            term = cls()
            term.name, term.domain, term.body, term.info = name, domain, body, info
            term.loose = max(domain.loose, body.loose - 1)
            term.fvars, term.params = domain.fvars or body.fvars, domain.params or body.params
            found = self._others[key] = term
        return found

    def rebind(self, binding: Binding, domain: Term, body: Term) -> Term:
        """The same lambda or pi with another domain and body."""
        cls = Lambda if isinstance(binding, Lambda) else Pi
        return self._binding(cls, binding.name, domain, body, binding.info)

    def let(self, name: str, type_: Term, value: Term, body: Term, nondep: bool = False) -> Term:
        """``let name : type := value; body``."""
        key = (Let, name, type_, value, body, nondep)
        found = self._others.get(key)
        if found is None:
            term = Let()
            term.name, term.type, term.value, term.body, term.nondep = name, type_, value, body, nondep
            term.loose = max(type_.loose, value.loose, body.loose - 1)
            term.fvars = type_.fvars or value.fvars or body.fvars
            term.params = type_.params or value.params or body.params
            found = self._others[key] = term
        return found

    def lit(self, value: int | str) -> Term:
        """A literal."""
        key = (Lit, type(value), value)
        found = self._others.get(key)
        if found is None:
            term = Lit()
            term.value, term.loose, term.fvars, term.params = value, 0, False, False
            found = self._others[key] = term
        return found

    def proj(self, structure: str, index: int, of: Term) -> Term:
        """Field `index` of `of`."""
        key: Key = (Proj, structure, index, of)
        found = self._others.get(key)
        if found is None:
            term = Proj()
            term.structure, term.index, term.of = structure, index, of
            term.loose, term.fvars, term.params = of.loose, of.fvars, of.params
            found = self._others[key] = term
        return found
