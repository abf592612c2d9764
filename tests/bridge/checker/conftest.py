"""The real library as declarations of the second checker, and ways to tamper with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker.declarations import Constructor, Declaration, Inductive, Recursor
from proofgrad.bridge.checker.driver import Recheck, recheck_declarations
from proofgrad.bridge.checker.importing import Importer
from proofgrad.bridge.checker.terms import constants
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project


@pytest.fixture(scope="session")
def library() -> Environment:
    """The environment of the whole library, as Lean accepted it."""
    result = build(load_project(), find_toolchain())
    assert result.status == "ok", [m for r in result.modules.values() for m in r.messages]
    return Environment.load(result.oleans)


class Library:
    """Declarations of the library by name, with the closure of what a few of them need."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.importer = Importer()
        self.known: dict[str, Declaration] = {}

    def __getitem__(self, name: str) -> Declaration:
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = self.importer.declaration(self.environment[name])
        return found

    def closure(
        self, names: Iterable[str], replaced: dict[str, Declaration] | None = None
    ) -> dict[str, Declaration]:
        """All that the given declarations need, in their (replaced) form."""
        replaced = replaced or {}
        found: dict[str, Declaration] = {}
        todo = [*names, "Nat", "Bool", "Eq"]
        while todo:
            name = todo.pop()
            if name in found or (name not in replaced and name not in self.environment):
                continue
            d = found[name] = replaced.get(name) or self[name]
            terms = [d.type, *(r.rhs for r in getattr(d, "rules", ()))]
            if hasattr(d, "value"):
                terms.append(d.value)
            todo += constants(*terms)
            if isinstance(d, Inductive):
                todo += [*d.all, *d.constructors, *(n + ".rec" for n in d.all)]
                todo += [f"{d.all[0]}.rec_{i + 1}" for i in range(d.nested)]
            elif isinstance(d, Constructor):
                todo.append(d.inductive)
            elif isinstance(d, Recursor):
                todo += d.all
        return found

    def judge(self, *names: str, new: Iterable[Declaration] = (), **changes: Any) -> Recheck:
        """Recheck the named declarations, the first of them with some fields changed, and `new` ones
        besides."""
        replaced = {d.name: d for d in new}
        if changes:
            replaced[names[0]] = dataclasses.replace(self[names[0]], **changes)
        declarations = self.closure([*names, *replaced], replaced)
        return recheck_declarations(lambda: list(declarations.values()))


@pytest.fixture(scope="session")
def lib(library: Environment) -> Library:
    """The library as the second checker's declarations."""
    return Library(library)


Judge = Callable[..., Recheck]
