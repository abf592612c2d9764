"""What the oleans say beyond Lean's messages: who rests on `sorry` or on an axiom, and how much was checked.

The facts depend on nothing but the content of the modules, so they are kept in the cache under the tree's
key; allow-lists are applied to them afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.build.compile import ModuleResult
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.reading.config import ALLOWED_AXIOMS

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment
    from proofgrad.bridge.olean.constants import Constant

__all__ = ["SORRY", "AxiomUse", "Facts", "SorryUse", "collect_facts", "fact_problems"]

SORRY = "sorryAx"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class SorryUse:
    """A declaration that rests on `sorry` without saying it: where it stands, if Lean has noted that."""

    name: str
    module: str
    line: int | None
    column: int | None


@dataclass(frozen=True, slots=True)
class AxiomUse:
    """An axiom, where it is declared (module "" if outside the project) and which declarations rest on it."""

    name: str
    module: str
    line: int | None
    column: int | None
    users: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read from the oleans.

    Attributes:
        counts: ``declarations``, ``theorems``, ``axioms``.
        has_sorry_axiom: whether `sorryAx` is declared.
        inherited: declarations that rest on `sorry` through others.
        axioms: every axiom that a declaration of the project rests on; `sorryAx` excepted, and unsafe axioms
            that only unsafe constants mention.
        departures: [axiom, how] for each of Lean's three that is declared with another statement.
    """

    counts: Mapping[str, int]
    has_sorry_axiom: bool
    inherited: tuple[SorryUse, ...]
    axioms: tuple[AxiomUse, ...]
    departures: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For the cache."""
        return {
            "counts": dict(self.counts),
            "has_sorry_axiom": self.has_sorry_axiom,
            "inherited": [[s.name, s.module, s.line, s.column] for s in self.inherited],
            "axioms": [[a.name, a.module, a.line, a.column, list(a.users), a.count] for a in self.axioms],
            "departures": [list(d) for d in self.departures],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Facts:
        """The inverse of :meth:`to_json`. Raises KeyError, TypeError or ValueError on anything else."""
        return cls(
            counts={str(k): int(v) for k, v in data["counts"].items()},
            has_sorry_axiom=bool(data["has_sorry_axiom"]),
            inherited=tuple(SorryUse(*s) for s in data["inherited"]),
            axioms=tuple(AxiomUse(n, m, li, co, tuple(us), c) for n, m, li, co, us, c in data["axioms"]),
            departures=tuple((str(axiom), str(how)) for axiom, how in data["departures"]),
        )


def collect_facts(env: Environment, results: Mapping[str, ModuleResult]) -> Facts:
    """Read the facts about the modules of a project.

    Args:
        env: its environment.
        results: its modules with what Lean said about them; modules of `env` that are not among them come
            from outside the project.

    Raises:
        OleanError: a term is damaged.
    """
    said = {(name, m.line, m.column) for name, result in results.items() for m in result.sorries}
    counts = {"declarations": 0, "theorems": 0, "axioms": 0}
    inherited: list[SorryUse] = []
    placed: set[str] = set()
    nowhere: list[str] = []
    users: dict[str, list[str]] = {}
    for name in env:
        module = env.module_of(name)
        if module not in results:
            continue
        kind = env.kind(name)
        counts["declarations"] += 1
        counts["theorems"] += kind == "theorem"
        counts["axioms"] += kind == "axiom"
        for axiom in env.axioms(name):
            if axiom != SORRY:
                users.setdefault(axiom, []).append(name)
                continue
            at = env.position(name)
            if kind == "axiom":
                continue
            if at is None:
                nowhere.append(name)
                continue
            placed.add(name)
            if (module, at.line, at.column) not in said:
                inherited.append(SorryUse(name, module, at.line, at.column))
    inherited += (
        SorryUse(name, env.module_of(name), None, None)
        for name in nowhere
        if placed.isdisjoint(_above(name))  # else it is a part of what is told already, such as `t._proof_1`
    )
    axioms = tuple(
        _axiom_use(env, axiom, names, results)
        for axiom, names in sorted(users.items())
        if not all(_is_unsafe(env[name]) for name in names)
    )
    from proofgrad.bridge.checking.standard_axioms import STANDARD, departure

    found = [(name, departure(env, name)) for name in STANDARD if name in env]
    departures = tuple((name, how) for name, how in found if how is not None)
    return Facts(counts, SORRY in env, tuple(inherited), axioms, departures)


def _above(name: str) -> Iterator[str]:
    """The names that a name lies in: ``a.b`` and ``a`` of ``a.b.c``."""
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _is_unsafe(constant: Constant) -> bool:
    """Whether it is marked unsafe: Lean's kernel keeps such constants out of all proofs."""
    return getattr(constant, "unsafe", False) or getattr(constant, "safety", "safe") == "unsafe"


def _axiom_use(
    env: Environment, axiom: str, names: list[str], results: Mapping[str, ModuleResult]
) -> AxiomUse:
    module, at = env.module_of(axiom), env.position(axiom)
    line, column = (at.line, at.column) if at is not None else (None, None)
    others = [name for name in names if name != axiom and env.is_written(name)]
    return AxiomUse(
        axiom, module if module in results else "", line, column, tuple(others[:_SHOWN]), len(others)
    )


def fact_problems(file_of: Callable[[str], str], facts: Facts, allow_axioms: Iterable[str]) -> list[Problem]:
    """What is wrong with the facts, given each module's file and the axioms allowed beyond Lean's three."""
    problems: list[Problem] = []
    if facts.counts["declarations"] and not facts.has_sorry_axiom:
        text = f"the foundation does not declare `{SORRY}`: Lean would show rejected proofs as clean"
        problems.append(Problem.of("no-sorry-axiom", text))
    for use in facts.inherited:
        problems.append(
            Problem.of(
                "inherited-sorry",
                f"{use.name} rests on a declaration that uses `sorry`",
                file=file_of(use.module),
                line=use.line,
                column=use.column,
                declaration=use.name,
            )
        )
    allowed = {*ALLOWED_AXIOMS, *allow_axioms}
    places = {axiom.name: axiom for axiom in facts.axioms}
    for name, how in facts.departures:
        at = places.get(name)
        problems.append(
            Problem.of(
                "changed-axiom",
                f"the axiom {name} does not state what Lean's axiom of that name states: {how}",
                file=file_of(at.module) if at is not None and at.module else None,
                line=at.line if at is not None else None,
                column=at.column if at is not None else None,
                declaration=name,
            )
        )
    for axiom in facts.axioms:
        if axiom.name in allowed:
            continue
        listed = ", ".join(axiom.users) + (", ..." if axiom.count > len(axiom.users) else "")
        used = f"{axiom.count} declarations rest on it: {listed}" if axiom.count else "nothing rests on it"
        problems.append(
            Problem.of(
                "extra-axiom",
                f"the axiom {axiom.name} is not on the allow-list; {used}",
                file=file_of(axiom.module) if axiom.module else None,
                line=axiom.line,
                column=axiom.column,
                declaration=axiom.name,
            )
        )
    return problems
