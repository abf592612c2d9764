"""What an export file does not say and others want: modules, docstrings, positions, digests of the sources.

They stand in a file beside it, in JSON, written and read here. Nothing in it counts as proven: what is judged
are the terms of the export.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from proofgrad.bridge.errors import ExportError
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.interface import Position

__all__ = ["ModuleTold", "Told"]

VERSION = 1


@dataclass(frozen=True, slots=True)
class ModuleTold:
    """What is told of a module.

    Attributes:
        imports: the modules that it imports.
        constants: its constants, in the order of its compiled file.
        docstrings: by constant.
        positions: by constant.
    """

    imports: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    docstrings: Mapping[str, str] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told beside an export file.

    Attributes:
        export: SHA-256 of the export file, in hexadecimal.
        sources: for each source file of the project, by its path in it, its SHA-256 in hexadecimal.
        modules: by name, imported ones first.
    """

    export: str
    sources: Mapping[str, str]
    modules: Mapping[str, ModuleTold]

    @classmethod
    def of(cls, environment: Environment, *, export: str, sources: Mapping[str, str]) -> Told:
        """What an environment knows beyond terms."""
        modules = {}
        for name, module in environment.modules.items():
            docstrings = {c: module.docstring(c) for c in module.kinds}
            positions = {c: module.position(c) for c in module.kinds}
            modules[name] = ModuleTold(
                module.imports,
                tuple(module.kinds),
                {c: text for c, text in docstrings.items() if text is not None},
                {c: at for c, at in positions.items() if at is not None},
            )
        return cls(export, sources, modules)

    def to_json(self) -> str:
        """As the file has it."""
        modules = {
            name: {
                "imports": module.imports,
                "constants": module.constants,
                "docstrings": module.docstrings,
                "positions": {
                    c: [at.line, at.column, at.end_line, at.end_column] for c, at in module.positions.items()
                },
            }
            for name, module in self.modules.items()
        }
        body = {"version": VERSION, "export": self.export, "sources": self.sources, "modules": modules}
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Told:
        """The inverse of :meth:`to_json`. Raises ExportError for anything else."""
        try:
            body = json.loads(text)
            if body["version"] != VERSION:
                raise ExportError(f"what is told beside an export has version {body['version']!r}")
            modules = {str(name): _module(module) for name, module in body["modules"].items()}
            sources = {str(file): str(digest) for file, digest in body["sources"].items()}
            return cls(str(body["export"]), sources, modules)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            if isinstance(error, ExportError):
                raise
            raise ExportError(f"what is told beside an export cannot be read: {error!r}") from error


def _module(body: Mapping[str, Any]) -> ModuleTold:
    return ModuleTold(
        tuple(map(str, body["imports"])),
        tuple(map(str, body["constants"])),
        {str(c): str(text) for c, text in body["docstrings"].items()},
        {str(c): Position(*map(int, at)) for c, at in body["positions"].items()},
    )
