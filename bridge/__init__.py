"""Everything about Lean, nothing about floating point: check proofs, read nodes and formulas from terms.

Importing this package loads next to nothing; what it exports is loaded on first use.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

TYPE_CHECKING = False  # as typing.TYPE_CHECKING, without the time to import typing
if TYPE_CHECKING:
    from typing import Any

    from proofgrad.bridge.build.run import BuildEvent
    from proofgrad.bridge.catalogue.model import Catalogue, Node, Proof
    from proofgrad.bridge.checking.catalogue import catalogue
    from proofgrad.bridge.checking.check import check
    from proofgrad.bridge.checking.model import CheckResult, Problem
    from proofgrad.bridge.checking.vector_formulas import VectorFormulas
    from proofgrad.bridge.errors import ProofgradError
    from proofgrad.bridge.lean.find import find_toolchain
    from proofgrad.bridge.lean.toolchain import Toolchain

__all__ = [
    "BuildEvent",
    "Catalogue",
    "CheckResult",
    "Node",
    "Problem",
    "Proof",
    "ProofgradError",
    "Toolchain",
    "VectorFormulas",
    "catalogue",
    "check",
    "find_toolchain",
]

_HOMES = {
    "BuildEvent": "build.run",
    "Catalogue": "catalogue.model",
    "CheckResult": "checking.model",
    "Node": "catalogue.model",
    "Problem": "checking.model",
    "Proof": "catalogue.model",
    "ProofgradError": "errors",
    "Toolchain": "lean.toolchain",
    "VectorFormulas": "checking.vector_formulas",
    "catalogue": "checking.catalogue",
    "check": "checking.check",
    "find_toolchain": "lean.find",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


class _Package(ModuleType):
    """This package.

    Its attribute `catalogue` is the function, also once the subpackage of that name is imported.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name == "catalogue" and isinstance(value, ModuleType):
            return  # `from proofgrad.bridge.catalogue import Node` finds the subpackage in sys.modules
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
