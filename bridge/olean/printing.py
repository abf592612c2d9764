"""Terms as a person would write them: infix operators, implicit arguments left out, ``fun x => ...``, ``∀ i :
Fin n, ...``.

Close to what Lean prints, without asking Lean; what is shown is never parsed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.names import user_facing
from proofgrad.bridge.olean.reduce import Reducer, spine
from proofgrad.bridge.olean.terms import (
    DEFAULT,
    INST_IMPLICIT,
    App,
    Binding,
    BVar,
    Const,
    FVar,
    IMax,
    Lambda,
    Let,
    Level,
    Lit,
    Max,
    Param,
    Pi,
    Proj,
    Sort,
    Succ,
    Term,
)

__all__ = ["Printer"]

MAX, ARGUMENT, LOWEST = 1024, 1023, 0
"""Binding strengths: of an atom, of an argument, of what never needs parentheses around it."""

_BINARY: Mapping[str, tuple[str, int, int, int]] = {
    # constant: symbol, its strength, those its sides need
    "HAdd.hAdd": ("+", 65, 65, 66),
    "HSub.hSub": ("-", 65, 65, 66),
    "HMul.hMul": ("*", 70, 70, 71),
    "HDiv.hDiv": ("/", 70, 70, 71),
    "HPow.hPow": ("^", 75, 76, 75),
    "HSMul.hSMul": ("•", 73, 74, 73),
    "Eq": ("=", 50, 51, 51),
    "Ne": ("≠", 50, 51, 51),
    "Iff": ("↔", 20, 21, 21),
    "And": ("∧", 35, 36, 35),
    "Or": ("∨", 30, 31, 30),
    "LT.lt": ("<", 50, 51, 51),
    "LE.le": ("≤", 50, 51, 51),
    "GT.gt": (">", 50, 51, 51),
    "GE.ge": ("≥", 50, 51, 51),
    "Prod": ("×", 35, 36, 35),
    "Function.comp": ("∘", 90, 91, 90),
    "List.cons": ("::", 67, 68, 67),
}
_PREFIX: Mapping[str, tuple[str, int, int]] = {"Neg.neg": ("-", 75, 75), "Not": ("¬", MAX, 40)}
_POSTFIX: Mapping[str, str] = {"Inv.inv": "⁻¹"}
_BRACKETS = (("(", ")"), ("{", "}"), ("⦃", "⦄"), ("[", "]"))


@dataclass
class _Cut(Exception):
    """The printout is too long."""


@dataclass
class Printer:
    """Prints terms of an environment.

    Attributes:
        env: the environment.
        open: namespaces that are left out in front of names where that is not ambiguous.
        symbols: other symbols for constants, such as ``ℝ``.
        binders: symbols for constants that take a function: ``∑`` for ``sum``, so that ``sum fun i => f i``
            is ``∑ i, f i``.
        longest: characters after which a printout is cut off with ``⋯``.
    """

    env: Environment
    open: Sequence[str] = ()
    symbols: Mapping[str, str] = field(default_factory=dict)
    binders: Mapping[str, str] = field(default_factory=dict)
    longest: int = 4000

    def __post_init__(self) -> None:
        self._reducer = Reducer(self.env)
        self._short: dict[str, str] = {}
        self._left = 0

    def __call__(self, term: Term) -> str:
        """The term as text; cut off with ``⋯`` if it is very long or nests very deeply."""
        self._left = 20 * self.longest
        try:
            text = self._show(term, LOWEST, (), 0)
        except _Cut:
            return "⋯"
        return text if len(text) <= self.longest else text[: self.longest] + " ⋯"

    def name(self, name: str) -> str:
        """A constant's name without the open namespaces."""
        short = self._short.get(name)
        if short is None:
            short = self.symbols.get(name) or name
            if short == name:
                for prefix in self.open:
                    rest = name.removeprefix(prefix + ".")
                    if rest != name and rest not in self.env and not self._also(prefix, rest):
                        short = rest
                        break
            self._short[name] = short
        return short

    def _also(self, prefix: str, rest: str) -> bool:
        """Whether another open namespace has a constant that would be printed in the same way."""
        return any(f"{other}.{rest}" in self.env for other in self.open if other != prefix)

    def _show(self, term: Term, strength: int, bound: tuple[str, ...], depth: int) -> str:
        """`term` inside the binders `bound` (innermost last), in parentheses if it binds less than
        `strength`.
        """
        self._left -= 1
        if depth > 120 or self._left < 0:
            raise _Cut
        text, own = self._raw(term, bound, depth + 1)
        self._left -= len(text)
        return text if own >= strength else f"({text})"

    def _raw(self, term: Term, bound: tuple[str, ...], depth: int) -> tuple[str, int]:
        if isinstance(term, BVar):
            known = term.index < len(bound)
            return (bound[-1 - term.index] if known else f"#{term.index - len(bound)}"), MAX
        if isinstance(term, FVar):
            return user_facing(term.name), MAX
        if isinstance(term, Sort):
            return _sort(term.level)
        if isinstance(term, Lit):
            return (str(term.value) if _is_small(term.value) else "⋯"), MAX
        if isinstance(term, Pi):
            return self._pi(term, bound, depth)
        if isinstance(term, Lambda):
            return self._lambda(term, bound, depth)
        if isinstance(term, Let):
            name = self._fresh(term.name, bound)
            value = self._show(term.value, LOWEST, bound, depth)
            return f"let {name} := {value}; {self._show(term.body, LOWEST, (*bound, name), depth)}", LOWEST
        if isinstance(term, Proj):
            fields = self._reducer.structure_fields(term.structure)
            label = fields[term.index] if term.index < len(fields) else str(term.index + 1)
            return f"{self._show(term.of, ARGUMENT + 1, bound, depth)}.{label}", MAX
        return self._application(term, bound, depth)

    def _right(self, term: Term, strength: int, bound: tuple[str, ...], depth: int) -> tuple[str, int]:
        """As the last thing in an expression, where ``fun``, ``∀`` and the like need no parentheses of their
        own.
        """
        if isinstance(term, Lambda | Pi | Let):
            text, own = self._raw(term, bound, depth + 1)
            if own == LOWEST:
                return text, LOWEST
        return self._show(term, strength, bound, depth), MAX

    # Binders

    def _fresh(self, name: str, bound: tuple[str, ...]) -> str:
        name = user_facing(name)
        base, number = name, 1
        while name in bound:
            name = f"{base}_{number}"
            number += 1
        return name

    def _binder(self, binding: Binding, bound: tuple[str, ...], depth: int) -> tuple[str, str, str, str]:
        """Name (empty for an instance that cannot be named), opening bracket, type, closing bracket."""
        name = self._fresh(binding.name, bound)
        left, right = _BRACKETS[binding.info]
        domain = self._show(binding.domain, LOWEST, bound, depth)
        return "" if binding.info == INST_IMPLICIT and name.endswith("✝") else name, left, domain, right

    def _pi(self, term: Pi, bound: tuple[str, ...], depth: int) -> tuple[str, int]:
        if term.info == DEFAULT and not _mentions(term.body, 0):
            domain = self._show(term.domain, 26, bound, depth)
            body, own = self._right(term.body, 25, (*bound, "_"), depth)
            return f"{domain} → {body}", min(own, 25)
        groups: list[tuple[list[str], str, str, str]] = []  # names, opening bracket, type, closing bracket
        rest: Term = term
        while isinstance(rest, Pi) and (rest.info != DEFAULT or _mentions(rest.body, 0)):
            depth += 1
            name, left, domain, right = self._binder(rest, bound, depth)
            if groups and name and groups[-1][1:] == (left, domain, right):
                groups[-1][0].append(name)
            else:
                groups.append(([name] if name else [], left, domain, right))
            bound = (*bound, name or rest.name)
            rest = rest.body
        shown = (
            f"{left}{' '.join(names)} : {domain}{right}" if names else f"{left}{domain}{right}"
            for names, left, domain, right in groups
        )
        return f"∀ {' '.join(shown)}, {self._show(rest, LOWEST, bound, depth)}", LOWEST

    def _lambda(self, term: Lambda, bound: tuple[str, ...], depth: int) -> tuple[str, int]:
        names: list[str] = []
        rest: Term = term
        while isinstance(rest, Lambda):
            depth += 1
            name = self._fresh(rest.name, bound)
            names.append(name if rest.info in (DEFAULT, INST_IMPLICIT) else f"{{{name}}}")
            bound = (*bound, name)
            rest = rest.body
        return f"fun {' '.join(names)} => {self._show(rest, LOWEST, bound, depth)}", LOWEST

    # Applications

    def _application(self, term: Term, bound: tuple[str, ...], depth: int) -> tuple[str, int]:
        head, args = spine(term)
        if not isinstance(head, Const):
            return self._call(self._show(head, ARGUMENT + 1, bound, depth), args, bound, depth)
        constant = self.env.get(head.name)
        explicit, implicit_only = self._explicit(constant.type if constant else None, args)
        special = self._special(head.name, args, explicit, bound, depth)
        if special is not None:
            return special
        place = self._receiver(head.name, constant.type if constant else None, args)
        if place is not None:
            receiver = self._show(args[place], ARGUMENT + 1, bound, depth)
            rest = [arg for i, arg in explicit if i != place]
            return self._call(f"{receiver}.{head.name.rpartition('.')[2]}", rest, bound, depth)
        name = self.name(head.name)
        if implicit_only and args:
            return name, MAX
        return self._call(name, [arg for _, arg in explicit], bound, depth)

    def _call(self, fn: str, args: Sequence[Term], bound: tuple[str, ...], depth: int) -> tuple[str, int]:
        if not args:
            return fn, MAX
        shown = (self._show(arg, ARGUMENT + 1, bound, depth) for arg in args)
        return " ".join([fn, *shown]), ARGUMENT

    @staticmethod
    def _explicit(type_: Term | None, args: Sequence[Term]) -> tuple[list[tuple[int, Term]], bool]:
        """The arguments for explicit binders, with their positions."""
        kept: list[tuple[int, Term]] = []
        for i, arg in enumerate(args):
            if not isinstance(type_, Pi) or type_.info == DEFAULT:
                kept.append((i, arg))
            type_ = type_.body if isinstance(type_, Pi) else None
        return kept, not kept

    def _special(
        self,
        name: str,
        args: Sequence[Term],
        explicit: Sequence[tuple[int, Term]],
        bound: tuple[str, ...],
        depth: int,
    ) -> tuple[str, int] | None:
        values = [arg for _, arg in explicit]
        if name in _BINARY and len(values) >= 2:
            symbol, own, left, right = _BINARY[name]
            if name in ("HAdd.hAdd", "HSub.hSub", "HMul.hMul", "HDiv.hDiv", "HPow.hPow", "HSMul.hSMul"):
                values = values[-2:]
            if len(values) == 2:
                first = self._show(values[0], left, bound, depth)
                second, strength = self._right(values[1], right, bound, depth)
                return f"{first} {symbol} {second}", min(own, strength)
        elif name in _PREFIX and len(values) == 1:
            symbol, own, inner = _PREFIX[name]
            return f"{symbol}{self._show(values[0], inner, bound, depth)}", own
        elif name in _POSTFIX and len(values) == 1:
            return f"{self._show(values[0], MAX, bound, depth)}{_POSTFIX[name]}", MAX
        elif name == "OfNat.ofNat" and len(args) == 3 and isinstance(args[1], Lit):
            return self._raw(args[1], bound, depth)
        elif name == "Exists" and len(args) == 2 and isinstance(args[1], Lambda):
            label, _, domain, _ = self._binder(args[1], bound, depth)
            return f"∃ {label} : {domain}, {self._show(args[1].body, LOWEST, (*bound, label), depth)}", LOWEST
        elif name in self.binders and len(values) == 1 and isinstance(values[0], Lambda):
            label = self._fresh(values[0].name, bound)
            body = self._show(values[0].body, 67, (*bound, label), depth)
            return f"{self.binders[name]} {label}, {body}", 67
        elif name == "ite" and len(args) == 5:
            condition, then, other = (self._show(args[i], LOWEST, bound, depth) for i in (1, 3, 4))
            return f"if {condition} then {then} else {other}", LOWEST
        return None

    def _receiver(self, name: str, type_: Term | None, args: Sequence[Term]) -> int | None:
        """The position of the argument that may be written in front: ``x.f`` for a function ``T.f`` of an ``x
        : T``.
        """
        namespace = name.rpartition(".")[0]
        if not namespace or namespace not in self.env:
            return None
        for i in range(len(args)):
            if not isinstance(type_, Pi):
                return None
            if type_.info == DEFAULT:
                head, _ = spine(type_.domain)
                return i if isinstance(head, Const) and head.name == namespace else None
            type_ = type_.body
        return None


def _mentions(term: Term, index: int) -> bool:
    """Whether a loose variable occurs."""
    todo, seen = [(term, index)], set[tuple[Term, int]]()
    while todo:
        key = todo.pop()
        part, i = key
        if part.loose <= i or key in seen:
            continue
        seen.add(key)
        if isinstance(part, BVar):
            if part.index == i:
                return True
        elif isinstance(part, App):
            todo += ((part.fn, i), (part.arg, i))
        elif isinstance(part, Binding):
            todo += ((part.domain, i), (part.body, i + 1))
        elif isinstance(part, Let):
            todo += ((part.type, i), (part.value, i), (part.body, i + 1))
        elif isinstance(part, Proj):
            todo.append((part.of, i))
    return False


def _is_small(value: int | str) -> bool:
    return value.bit_length() < 4000 if isinstance(value, int) else len(value) < 1000


def _sort(level: Level) -> tuple[str, int]:
    text = _level(level)
    if text == "0":
        return "Prop", MAX
    if text == "1":
        return "Type", MAX
    if isinstance(level, Succ):
        return f"Type {_level_argument(level.of)}", ARGUMENT
    return f"Sort {_level_argument(level)}", ARGUMENT


def _level_argument(level: Level) -> str:
    text = _level(level)
    return f"({text})" if " " in text else text


def _level(level: Level) -> str:
    above = 0
    while isinstance(level, Succ):
        level, above = level.of, above + 1
    if isinstance(level, Param):
        text = level.name
    elif isinstance(level, Max | IMax):
        word = "max" if isinstance(level, Max) else "imax"
        text = f"{word} {_level_argument(level.left)} {_level_argument(level.right)}"
    else:
        return str(above)
    return f"{text} + {above}" if above else text
