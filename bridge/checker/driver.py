"""Recheck a whole environment: dependency order, one verdict per declaration, figures."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator

from proofgrad.bridge.checker.declarations import (
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Opaque,
    OutOfTime,
    Quotient,
    Recursor,
    Rejected,
    Theorem,
    Undecided,
)
from proofgrad.bridge.checker.foundation import COMPUTED_BY_LEAN
from proofgrad.bridge.checker.importing import Importer
from proofgrad.bridge.checker.kernel import Kernel
from proofgrad.bridge.checker.strings import STRING_NEEDS
from proofgrad.bridge.checker.terms import scan
from proofgrad.bridge.checker.verdicts import NO_VERDICT, NOT_REACHED, Recheck
from proofgrad.bridge.olean import Environment

__all__ = ["recheck", "recheck_declarations"]

_STACK_BYTES = 512 << 20
_RECURSION_LIMIT = 200_000
_ONE_AT_A_TIME = threading.Lock()


def recheck(environment: Environment, *, deadline: float | None = None) -> Recheck:
    """Recheck every declaration of an environment.

    Args:
        environment: the oleans.
        deadline: wall-clock time (`time.monotonic`) at which to stop; what is left is inconclusive.

    Raises:
        OleanError: a file is damaged.
    """

    def declarations() -> Iterator[Declaration]:
        importer = Importer()
        for name in environment:
            if deadline is not None and time.monotonic() > deadline:
                raise OutOfTime
            yield importer.declaration(environment[name])

    try:
        return recheck_declarations(declarations, deadline=deadline)
    except OutOfTime:
        return Recheck(inconclusive=dict.fromkeys(environment, NOT_REACHED))


def recheck_declarations(
    declarations: Callable[[], Iterable[Declaration]],
    *,
    deadline: float | None = None,
    trusted: Container[str] = frozenset(),
) -> Recheck:
    """The same for declarations at hand; they may come in any order.

    Names in `trusted` were accepted before, with the same content and on the same foundation; they are not
    checked again and not counted. Runs in a thread with a large stack, since proofs may be deeply nested.
    """
    result: list[Recheck] = []
    failure: list[BaseException] = []

    def run() -> None:
        with _ONE_AT_A_TIME:
            judge()

    def judge() -> None:
        try:
            result.append(_Driver(declarations(), deadline, trusted).run())
        except BaseException as error:  # noqa: BLE001  # handed to the caller below
            failure.append(error)

    limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK_BYTES)
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        thread = threading.Thread(target=run, name="second checker")
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    if failure:
        raise failure[0]
    return result[0]


class _Driver:
    def __init__(
        self, declarations: Iterable[Declaration], deadline: float | None, trusted: Container[str]
    ) -> None:
        self.trusted = trusted
        self.started = time.process_time()
        self.deadline = deadline
        self.kernel = Kernel(deadline)
        self.result = Recheck()
        self.all: dict[str, Declaration] = {}
        self.twice: set[str] = set()
        for declaration in declarations:
            if declaration.name in self.all:
                self.twice.add(declaration.name)
            self.all[declaration.name] = declaration
        self.units: dict[str, str] = {}
        self.together: dict[str, list[str]] = {}
        self._find_units()

    def _find_units(self) -> None:
        """What is checked together: a mutual block with its constructors and recursors, and the constants of
        quotient types. Whoever says that it belongs to a block that does not say the same stands alone."""
        recursors: dict[tuple[str, ...], list[str]] = {}
        quotients = []
        for declaration in self.all.values():
            if isinstance(declaration, Recursor):
                recursors.setdefault(declaration.all, []).append(declaration.name)
            elif isinstance(declaration, Quotient):
                quotients.append(declaration.name)
        if quotients:
            self._unite(quotients)
        for name, declaration in self.all.items():
            if isinstance(declaration, Inductive) and declaration.all[:1] == (name,):
                types = [t for n in declaration.all if isinstance(t := self.all.get(n), Inductive)]
                types = [t for t in types if t.all == declaration.all]
                constructors = [
                    c.name
                    for t in types
                    for n in t.constructors
                    if isinstance(c := self.all.get(n), Constructor) and c.inductive == t.name
                ]
                block = [*(t.name for t in types), *constructors, *recursors.get(declaration.all, ())]
                self._unite(list(dict.fromkeys(block)))

    def _unite(self, members: list[str]) -> None:
        for name in members:
            self.units[name] = members[0]
        self.together[members[0]] = members

    def unit(self, name: str) -> str:
        """The declaration that `name` is checked with: the first type of its mutual block."""
        return self.units.get(name, name)

    def members(self, unit: str) -> list[str]:
        """All declarations that are checked together with `unit`."""
        return self.together.get(unit) or [unit]

    def needs(self, unit: str) -> set[str]:
        """The units that have to be checked before."""
        parts = []
        for name in self.members(unit):
            declaration = self.all[name]
            if isinstance(declaration, Recursor):
                continue
            parts.append(declaration.type)
            if isinstance(declaration, (Definition, Theorem, Opaque)):
                parts.append(declaration.value)
        names, literals = scan(*parts)
        if int in literals:
            names.add("Nat")
        if str in literals:
            names.update(STRING_NEEDS)
        return {self.unit(n) for n in names if n in self.all} - {unit}

    def run(self) -> Recheck:
        done: set[str] = set()
        open_: set[str] = set()
        needs: dict[str, set[str]] = {}
        for name in list(self.all):
            if self.deadline is not None and time.monotonic() > self.deadline:
                break
            stack = [self.unit(name)]
            while stack:
                unit = stack[-1]
                if unit in done:
                    stack.pop()
                    continue
                if unit not in open_:
                    open_.add(unit)
                    needs[unit] = self.needs(unit)
                    missing = [n for n in needs[unit] if n not in done and n not in open_]
                    if missing:
                        stack += missing
                        continue
                stack.pop()
                done.add(unit)
                self.judge(unit, needs.pop(unit))
        for name in self.all:
            if name not in self.trusted and self.unit(name) not in done:
                self.result.inconclusive[name] = NOT_REACHED
        self._settle_operations()
        self._account_for_all()
        self.result.operations = tuple(sorted(self.kernel.nat_operations))
        self.result.seconds = time.process_time() - self.started
        return self.result

    def _settle_operations(self) -> None:
        """A built-in operation that is declared but was not verified is not accepted: Lean computes it by
        name."""
        result = self.result
        for name in COMPUTED_BY_LEAN:
            if name not in self.all or name in self.kernel.nat_operations or name in result.rejected:
                continue
            why = self.kernel.false_operations.get(name)
            if why is not None:
                result.rejected[name] = why
            else:
                unknown = self.kernel.unknown_operations.get(name, "it was not declared in time")
                result.inconclusive[name] = (
                    f"Lean computes {name} by name, and its defining equations could not be verified here: "
                    f"{unknown}"
                )

    def _account_for_all(self) -> None:
        """Every declaration has one verdict; what got none is inconclusive."""
        result = self.result
        bad = result.rejected.keys() | result.inconclusive.keys()
        result.tainted -= bad
        judged = bad | result.tainted
        result.accepted = [name for name in dict.fromkeys(result.accepted) if name not in judged]
        judged |= set(result.accepted)
        for name in self.all:
            if name not in judged and name not in self.trusted:
                result.inconclusive[name] = NO_VERDICT

    def judge(self, unit: str, needs: set[str]) -> None:
        """Check a unit and write down the verdict."""
        members = self.members(unit)
        result = self.result
        bad = result.rejected.keys() | result.inconclusive.keys() | result.tainted
        started = time.process_time()
        if members[0] in self.trusted:
            for name in members:
                self.kernel.assume(self.all[name])
            if members[0] in COMPUTED_BY_LEAN or members[0] in ("Nat", "Nat.pred"):
                self.kernel.settle()
            return
        if self.deadline is not None and time.monotonic() > self.deadline:
            self._fail(members, result.inconclusive, NOT_REACHED)
            return
        try:
            self._check(unit, members)
        except Rejected as why:
            self._fail(members, result.rejected, str(why))
            return
        except Undecided as why:
            self._fail(members, result.inconclusive, str(why))
            return
        except OutOfTime:
            self._fail(members, result.inconclusive, "not finished within the time-out")
            return
        except RecursionError:
            self._fail(members, result.inconclusive, "too deep for this checker's stack")
            return
        except Exception as error:  # noqa: BLE001  # what was not accepted is in the environment, and can be anything
            self._fail(members, result.inconclusive, f"this checker failed: {type(error).__name__}: {error}")
            return
        result.seconds_of[unit] = time.process_time() - started
        if needs.isdisjoint(bad):
            result.accepted += members
        else:
            result.tainted.update(members)

    def _fail(self, members: list[str], where: dict[str, str], why: str) -> None:
        for name in members:
            where[name] = why
            self.kernel.assume(self.all[name])

    def _check(self, unit: str, members: list[str]) -> None:
        twice = next((name for name in members if name in self.twice), None)
        if twice is not None:
            raise Rejected(f"{twice} is declared twice")
        declaration = self.all[unit]
        if isinstance(declaration, Quotient):
            self.kernel.add_quotients([self.all[name] for name in members])
        elif isinstance(declaration, Inductive):
            inductives = [x for x in (self.all[n] for n in members) if isinstance(x, Inductive)]
            if tuple(x.name for x in inductives) != declaration.all:
                raise Rejected(f"{unit} names a mutual block that is not there")
            constructors = [[self._constructor(x, c) for c in x.constructors] for x in inductives]
            recursors = [x for x in (self.all[n] for n in members) if isinstance(x, Recursor)]
            self.kernel.add_block(inductives, constructors, recursors)
        elif isinstance(declaration, (Constructor, Recursor)):
            raise Rejected(f"{unit} belongs to no inductive type")
        else:
            self.kernel.add(declaration)

    def _constructor(self, inductive: Inductive, name: str) -> Constructor:
        found = self.all.get(name)
        if not isinstance(found, Constructor) or found.inductive != inductive.name:
            raise Rejected(f"{inductive.name} names a constructor that is not there")
        return found
