"""Recheck a whole environment: dependency order, one verdict per declaration, figures."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from proofgrad.bridge.checker.declarations import (
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Opaque,
    OutOfTime,
    Recursor,
    Rejected,
    Theorem,
)
from proofgrad.bridge.checker.foundation import COMPUTED_BY_LEAN, STRING_NEEDS
from proofgrad.bridge.checker.importing import Importer
from proofgrad.bridge.checker.kernel import Kernel
from proofgrad.bridge.checker.terms import scan
from proofgrad.bridge.olean import Environment

__all__ = ["NOT_REACHED", "Recheck", "recheck", "recheck_declarations"]

NOT_REACHED = "not reached within the time-out"
"""Why a declaration is inconclusive whose turn never came."""

_STACK_BYTES = 512 << 20
_RECURSION_LIMIT = 200_000
_ONE_AT_A_TIME = threading.Lock()


@dataclass(slots=True)
class Recheck:
    """What the second checker found.

    Attributes: accepted: names in the order of checking, axioms included (an axiom is accepted when its
        statement is a type). rejected: for each rejected declaration, why. inconclusive: declarations that
        could not be judged (depth, time), and why. tainted: accepted declarations that stand on one that
        was not accepted. seconds: CPU time of this process, reading the files included. operations: the
        built-in Nat operations whose equations were verified.
    """

    accepted: list[str] = field(default_factory=list)
    rejected: dict[str, str] = field(default_factory=dict)
    inconclusive: dict[str, str] = field(default_factory=dict)
    tainted: set[str] = field(default_factory=set)
    seconds: float = 0.0
    seconds_of: dict[str, float] = field(default_factory=dict)
    operations: tuple[str, ...] = ()
    remembered: int = 0

    @property
    def total(self) -> int:
        """Declarations looked at."""
        return len(self.accepted) + len(self.rejected) + len(self.inconclusive)

    def to_json(self) -> dict[str, Any]:
        """For the cache and for another process; without the times of single declarations."""
        return {
            "accepted": self.accepted,
            "rejected": self.rejected,
            "inconclusive": self.inconclusive,
            "tainted": sorted(self.tainted),
            "operations": list(self.operations),
            "seconds": self.seconds,
            "remembered": self.remembered,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Recheck:
        """The inverse of :meth:`to_json`. Raises KeyError, TypeError or ValueError on anything else."""
        return cls(
            accepted=[str(name) for name in data["accepted"]],
            rejected={str(name): str(why) for name, why in dict(data["rejected"]).items()},
            inconclusive={str(name): str(why) for name, why in dict(data["inconclusive"]).items()},
            tainted={str(name) for name in data["tainted"]},
            operations=tuple(str(name) for name in data["operations"]),
            seconds=float(data["seconds"]),
            remembered=int(data["remembered"]),
        )


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
        for declaration in declarations:
            if declaration.name in self.all:
                self.result.rejected[declaration.name] = f"{declaration.name} is declared twice"
            self.all[declaration.name] = declaration
        self.recursors: dict[str, list[str]] = {}
        for declaration in self.all.values():
            if isinstance(declaration, Recursor) and declaration.all:
                self.recursors.setdefault(declaration.all[0], []).append(declaration.name)

    def unit(self, name: str) -> str:
        """The declaration that `name` is checked with: the first type of its mutual block."""
        declaration = self.all[name]
        if isinstance(declaration, Constructor):
            owner = self.all.get(declaration.inductive)
            return owner.all[0] if isinstance(owner, Inductive) and owner.all else name
        if (
            isinstance(declaration, (Inductive, Recursor))
            and declaration.all
            and declaration.all[0] in self.all
        ):
            return declaration.all[0]
        return name

    def members(self, unit: str) -> list[str]:
        """All declarations that are checked together with `unit`."""
        declaration = self.all[unit]
        if not isinstance(declaration, Inductive):
            return [unit]
        names = [n for n in declaration.all if n in self.all]
        names += [c for n in names for c in _constructors(self.all[n]) if c in self.all]
        return list(dict.fromkeys([*names, *self.recursors.get(unit, ())]))

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
            if name in result.accepted:
                result.accepted.remove(name)
            why = self.kernel.false_operations.get(name)
            if why is not None:
                result.rejected[name] = why
            else:
                result.inconclusive[name] = (
                    f"Lean computes {name} by name, and its defining equations could not be verified here"
                )

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
        except OutOfTime:
            self._fail(members, result.inconclusive, "not finished within the time-out")
            return
        except RecursionError:
            self._fail(members, result.inconclusive, "too deep for this checker's stack")
            return
        result.seconds_of[unit] = time.process_time() - started
        result.accepted += members
        if not needs.isdisjoint(bad):
            result.tainted.update(members)

    def _fail(self, members: list[str], where: dict[str, str], why: str) -> None:
        for name in members:
            where[name] = why
            self.kernel.assume(self.all[name])

    def _check(self, unit: str, members: list[str]) -> None:
        declaration = self.all[unit]
        if isinstance(declaration, Inductive):
            types = [self.all.get(n) for n in declaration.all]
            inductives = [x for x in types if isinstance(x, Inductive)]
            if len(inductives) != len(types):
                raise Rejected(f"{unit} names a mutual block that is not there")
            constructors = []
            for inductive in inductives:
                found = [self.all.get(c) for c in inductive.constructors]
                constructors.append([c for c in found if isinstance(c, Constructor)])
                if len(constructors[-1]) != len(found):
                    raise Rejected(f"{inductive.name} names a constructor that is not there")
            recursors = [x for x in (self.all[n] for n in members) if isinstance(x, Recursor)]
            self.kernel.add_block(inductives, constructors, recursors)
        elif isinstance(declaration, (Constructor, Recursor)):
            raise Rejected(f"{unit} belongs to no inductive type")
        else:
            self.kernel.add(declaration)


def _constructors(declaration: Declaration) -> tuple[str, ...]:
    return declaration.constructors if isinstance(declaration, Inductive) else ()
