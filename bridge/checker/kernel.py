"""One declaration at a time: the judge of the second checker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from proofgrad.bridge.checker.arithmetic import NAT_OPERATIONS, verify_nat_operation
from proofgrad.bridge.checker.conversion import Conversion
from proofgrad.bridge.checker.declarations import (
    QUOTIENTS,
    Axiom,
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Opaque,
    Recursor,
    Rejected,
    Theorem,
    Undecided,
)
from proofgrad.bridge.checker.foundation import check_quotients, enable_literals
from proofgrad.bridge.checker.inductive import Block, InductiveChecker, rule_type
from proofgrad.bridge.checker.levels import ZERO, param
from proofgrad.bridge.checker.machine import Machine
from proofgrad.bridge.checker.nested import unnest
from proofgrad.bridge.checker.strings import enable_strings
from proofgrad.bridge.checker.terms import Term, forget, forget_reductions, scan, substitute_levels
from proofgrad.bridge.olean.names import join

__all__ = ["Kernel"]


class Kernel(Conversion):
    """An environment of accepted declarations that grows by checking.

    What it finds out about terms is kept on the terms, so there is one kernel at a time: making a new one
    makes the one before unusable.

    Attributes: env: the declarations accepted so far, by name. nat_operations: the built-in operations
        whose defining equations hold in `env`. false_operations: those whose equations do not hold, and
        which one. Lean computes them by name all the same, so nothing that it accepted here can be trusted.
            unknown_operations: those of which that cannot be told, and why.
    """

    _current: ClassVar[Kernel | None] = None

    def __init__(self, deadline: float | None = None) -> None:
        forget()
        self.deadline = deadline
        self._steps = 0
        Kernel._current = self
        self.env: dict[str, Declaration] = {}
        self.nat_operations = {}
        self.false_operations: dict[str, str] = {}
        self.unknown_operations: dict[str, str] = {}
        self._tried: dict[str, int] = {}
        self.assumed = []
        self.nat_literals = False
        self.string_maker = None
        self._rules = {}
        self.machine = Machine(self)
        self._equal = set()
        self._different = set()
        self._elsewhere = set()

    def add(self, declaration: Declaration) -> None:
        """Check an axiom, definition, theorem or opaque constant and add it.

        Raises:
            Rejected: it is not well-typed.
            Undecided: it is not safe, and refers to something that is not there yet, perhaps in circles.
        """
        assert Kernel._current is self, "another kernel has been made since"
        if not isinstance(declaration, (Axiom, Definition, Theorem, Opaque)):
            raise Rejected(f"{declaration.name} cannot be declared by itself")
        self.forget_differences()
        name = declaration.name
        if name in self.env:
            raise Rejected(f"{name} is declared twice")
        parts = [declaration.type]
        if not isinstance(declaration, Axiom):
            parts.append(declaration.value)
        self._check_scope(declaration, parts)
        level = self.sort_of(declaration.type, True)
        if isinstance(declaration, Theorem) and level is not ZERO:
            raise Rejected(f"the theorem {name} does not state a proposition")
        unsafe = isinstance(declaration, Definition) and declaration.safety != "safe"
        if unsafe:  # may refer to itself; nothing safe may refer to it
            self.declare(declaration)
        if not isinstance(declaration, Axiom):
            actual = self.check(declaration.value)
            if not self.is_def_eq(actual, declaration.type):
                raise Rejected(f"the value of {name} has type {actual} instead of {declaration.type}")
        if not unsafe:
            self.declare(declaration)
        if name == "Nat.pred":
            self._tried.clear()
        if name in NAT_OPERATIONS or name == "Nat.pred":
            self._verify_nat_operations()

    def add_quotients(self, quotients: Sequence[Declaration]) -> None:
        """Check the constants of quotient types and add them.

        Raises:
            Rejected: they are not the standard ones.
        """
        assert Kernel._current is self, "another kernel has been made since"
        for quotient in quotients:
            self._check_scope(quotient, [quotient.type])
        check_quotients(self, quotients)
        for quotient in sorted(quotients, key=lambda q: list(QUOTIENTS).index(q.name)):
            self.declare(quotient)
            self.sort_of(quotient.type, True)

    def _verify_nat_operations(self) -> None:
        """Enable every built-in operation that is declared by now and is what its name says."""
        for operation in NAT_OPERATIONS:
            known = len(self.nat_operations)
            if (
                operation in self.env
                and operation not in self.nat_operations
                and operation not in self.false_operations
                and self._tried.get(operation) != known
            ):
                self._tried[operation] = known
                fine, why = verify_nat_operation(self, operation)
                forget_reductions()  # the equations were looked at without any operation
                self.forget_differences()
                if fine is False:
                    self.false_operations[operation] = why
                elif fine is None:
                    self.unknown_operations[operation] = why

    def _check_scope(self, declaration: Declaration, parts: Iterable[Term]) -> None:
        """Universe parameters are declared once each; safe declarations refer to safe ones; literals are
        allowed."""
        allowed = frozenset(declaration.level_params)
        if len(allowed) != len(declaration.level_params):
            raise Rejected(f"{declaration.name} declares a universe parameter twice")
        for part in parts:
            if not part.params <= allowed:
                extra = sorted(part.params - allowed)
                raise Rejected(f"{declaration.name} uses undeclared universe parameters {extra}")
            if part.loose:
                raise Rejected(f"{declaration.name} has a loose bound variable")
            if part.free:
                raise Rejected(f"{declaration.name} has a free variable")
        names, literals = scan(*parts)
        if _is_unsafe(declaration):
            if any(used not in self.env and used != declaration.name for used in names):
                raise Undecided(
                    f"{declaration.name} is not safe, and refers to what is not there, or in circles"
                )
        else:
            for used in names:
                other = self.env.get(used)
                if other is not None and _is_unsafe(other):
                    raise Rejected(f"{declaration.name} is safe but uses {used}, which is not")
        if int in literals and not self.nat_literals:
            raise Rejected(f"{declaration.name} has a literal number before Nat is known to be standard")
        if str in literals and self.string_maker is None and not enable_strings(self):
            raise Rejected(
                f"{declaration.name} has a literal string, but String is not known to be inhabited"
            )

    def add_block(
        self, types: list[Inductive], constructors: list[list[Constructor]], recursors: list[Recursor]
    ) -> None:
        """Check a mutual block of inductive types with its constructors and recursors, and add all of them.

        The recursors that enter the environment are those that follow from the block, not the stored ones.

        Raises:
            Rejected: a rule is broken, or a stored recursor is not the one that follows from the block.
            Undecided: the types are unsafe, or a header is one only after reduction.
        """
        assert Kernel._current is self, "another kernel has been made since"
        self.forget_differences()
        first = types[0]
        names = [t.name for t in types]
        if first.unsafe:
            raise Undecided(f"{first.name} is an unsafe inductive type, which this checker does not judge")
        members: list[Declaration] = [*types, *(c for cs in constructors for c in cs), *recursors]
        for member in members:
            if member.name in self.env:
                raise Rejected(f"{member.name} is declared twice")
            if _is_unsafe(member):
                raise Rejected(f"{member.name} is not safe, but {first.name} is")
        parts = [m.type for m in members if not isinstance(m, Recursor)]
        if any(name == "_nested" or name.startswith("_nested.") for name in scan(*parts)[0]):
            raise Rejected(f"{first.name} refers to names that are reserved for types made of nested ones")
        for t in types:
            if t.all != tuple(names):
                raise Rejected(f"{t.name} does not name its mutual block")
            self._check_scope(t, [t.type])
        for cs in constructors:
            for c in cs:
                self._check_scope(c, [c.type])
        made = self._made(types, constructors)
        for wanted in made:
            self.declare(wanted)
        for wanted in made:
            self._check_made(wanted)
        wanted_names = [wanted.name for wanted in made]
        if {r.name for r in recursors} != set(wanted_names) or len(recursors) != len(wanted_names):
            found = sorted(r.name for r in recursors)
            raise Rejected(f"{first.name} has recursors {found}, not {wanted_names}")
        stored = {r.name: r for r in recursors}
        for wanted in made:
            self._compare_recursor(stored[wanted.name], wanted)
        if not self.nat_literals:
            enable_literals(self)

    def _made(self, types: list[Inductive], constructors: list[list[Constructor]]) -> list[Recursor]:
        """Check a block, declare its types and constructors, and make its recursors."""
        first = types[0]
        block = Block(types, constructors)
        checker = InductiveChecker(self, block)
        checker.check_types()
        checker.check_as_they_stand()
        unnested = unnest(self, block)
        count = len(unnested.auxiliary)
        if count:
            checker = InductiveChecker(self, unnested.block)
            checker.check_types()
        checker.check_constructors()
        if count != first.nested:
            raise Rejected(f"{first.name} has {count} nested occurrences, not {first.nested}")
        flags = (checker.is_recursive, checker.is_reflexive)
        if any((t.is_recursive, t.is_reflexive, t.nested) != (*flags, count) for t in types):
            raise Rejected(f"{first.name}: its flags do not say whether it is recursive or reflexive")
        names = [join(t.name, "rec") for t in types]
        names += [join(first.name, f"rec_{i + 1}") for i in range(count)]
        return [unnested.restore_recursor(r) for r in checker.recursors(names)]

    def _check_made(self, recursor: Recursor) -> None:
        """What was made is well-typed where it has ended up."""
        self.sort_of(recursor.type, True)
        for rule in recursor.rules:
            if not self.is_def_eq(self.check(rule.rhs), rule_type(self, recursor, rule)):
                raise Rejected(f"the rule of {recursor.name} for {rule.constructor} is not well-typed")

    def _compare_recursor(self, stored: Recursor, wanted: Recursor) -> None:
        """The stored recursor is the regenerated one, up to names of universe parameters."""
        name = stored.name
        if len(stored.level_params) != len(wanted.level_params):
            raise Rejected(
                f"{name} has {len(stored.level_params)} universe parameters, not {len(wanted.level_params)}"
            )
        if len(set(stored.level_params)) != len(stored.level_params):
            raise Rejected(f"{name} declares a universe parameter twice")
        data = [(r.params, r.indices, r.motives, r.minors, r.k, r.all) for r in (stored, wanted)]
        if data[0] != data[1]:
            raise Rejected(
                f"{name} does not count its arguments as it should: {data[0]} instead of {data[1]}"
            )
        rename = {p: param(q) for p, q in zip(wanted.level_params, stored.level_params, strict=True)}
        self._same(name, "type", stored.type, substitute_levels(wanted.type, rename))
        if [(r.constructor, r.fields) for r in stored.rules] != [
            (r.constructor, r.fields) for r in wanted.rules
        ]:
            raise Rejected(f"{name} does not have one rule for each constructor")
        for mine, other in zip(stored.rules, wanted.rules, strict=True):
            self._same(name, f"rule for {mine.constructor}", mine.rhs, substitute_levels(other.rhs, rename))

    def _same(self, name: str, what: str, stored: Term, wanted: Term) -> None:
        if stored is wanted:
            return
        if stored.loose or stored.free or not stored.params <= wanted.params:
            raise Rejected(f"the {what} of {name} is not closed")
        self.check(stored)
        if not self.is_def_eq(self.infer(stored), self.infer(wanted)) or not self.is_def_eq(stored, wanted):
            raise Rejected(f"the {what} of {name} is {stored} instead of {wanted}")

    def assume(self, declaration: Declaration) -> None:
        """Add a declaration unchecked.

        Either it was rejected and what stands on it is to be judged (and marked) all the same, or it was
        accepted before, in an environment of the same content."""
        self.env.setdefault(declaration.name, declaration)

    def settle(self) -> None:
        """After assumptions: enable literals and built-in operations as far as their shapes and equations
        hold."""
        if not self.nat_literals:
            enable_literals(self)
        self._verify_nat_operations()


def _is_unsafe(declaration: Declaration) -> bool:
    if isinstance(declaration, Definition):
        return declaration.safety != "safe"
    return bool(getattr(declaration, "unsafe", False))
