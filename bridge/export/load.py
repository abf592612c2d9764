"""From an export file to an environment, as from compiled files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from proofgrad.bridge.errors import ExportError
from proofgrad.bridge.export.module import ExportModule
from proofgrad.bridge.export.reader import Export, read_export
from proofgrad.bridge.export.told import ModuleTold, Told
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.constants import Constant

__all__ = ["MODULE", "Loaded", "load_export"]

MODULE = "export"
"""The module of all declarations of a file of which no modules are told."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An export file and the environment of its declarations."""

    export: Export
    environment: Environment

    def missing(self) -> list[str]:
        """Names that its terms mention and it does not declare."""
        found: dict[str, None] = {}
        for module in self.environment.modules.values():
            graph = module.graph()
            assert graph is not None
            names = (module.name_at(pointer) for pointer in graph.names)
            found.update(dict.fromkeys(name for name in names if name not in self.environment))
        return list(found)


def load_export(source: BinaryIO, told: Told | None = None) -> Loaded:
    """Read an export file as an environment.

    Args:
        source: the file, opened for reading bytes.
        told: what a file beside it tells; None: all declarations are of one module, :data:`MODULE`.

    Raises:
        ExportError: it is no such file, or it is damaged; or it does not fit what is told.
        OleanError: the modules that are told import each other in a circle.
    """
    if told is None:
        export = read_export(source, lambda _name: MODULE)
        of_modules = {MODULE: export.constants}
        told_of = {MODULE: ModuleTold()}
    else:
        homes = {c: name for name, module in told.modules.items() for c in module.constants}
        export = read_export(source, lambda name: homes.get(name, ""))
        if export.constants.keys() != homes.keys():
            raise ExportError("the export does not declare what is told beside it")
        of_modules = {
            name: {c: export.constants[c] for c in module.constants} for name, module in told.modules.items()
        }
        told_of = dict(told.modules)
    modules = {name: _module(name, of_modules[name], export, told_of[name]) for name in told_of}
    return Loaded(export, Environment.of(modules, export.terms))


def _module(name: str, constants: dict[str, Constant], export: Export, told: ModuleTold) -> ExportModule:
    return ExportModule(name, constants, export.lean, told)
